"""Opening the workspace a command is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from upheld.refusal import PlaceUnreachableError
from upheld.terminal.screen import SCREEN
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.assembly import Workspace


@contextmanager
def workspace(folder: Path | None = None) -> "Iterator[Workspace]":
    """Open a folder's workspace; without one that of `-C`, or the nearest above this folder."""
    # Imported when it is needed: `upheld --help` must not wait for database drivers.
    from upheld.assembly import Workspace
    from upheld.settings import find_workspace

    found = Workspace(find_workspace((folder or SCREEN.folder or Path()).resolve()))
    try:
        with store_failures():
            yield found
    finally:
        found.close()


@contextmanager
def store_failures() -> Iterator[None]:
    """Every place words its own failures; what is left comes from our own store.

    Raises:
        StoreFailedError: It cannot be used.
    """
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except SQLAlchemyError as error:
        driver = getattr(error, "orig", None) or error
        state = getattr(driver, "sqlite_errorname", None) or getattr(driver, "sqlstate", None)
        # `from None`: a driver's own message can hold values.
        raise StoreFailedError(
            Text(
                en=f"our own store cannot be used ({state or type(driver).__name__})",
                ja=f"upheld 自身の保管庫を使えません({state or type(driver).__name__})",
            ),
            remedy=Text(
                en="check `store:` in upheld.yaml, the disk's space and who may write there; "
                "the same command goes on where it stopped",
                ja="upheld.yaml の `store:`、ディスクの空き、書き込み権限を確認してください。"
                "同じコマンドで続きから再開できます",
            ),
        ) from None


class StoreFailedError(PlaceUnreachableError):
    """Our own store does not answer or does not obey."""

    code = "store-failed"
