"""A store of our own that nobody has worked with, made once a process and given to each test.

All steps of the migrations are taken, by what takes them for users: it is their result that is
copied. The migrations have tests of their own, and many tests leave it to the first command.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from upheld.assembly import open_store
from upheld.migrations.opening import bring_up_to_date


@cache
def empty_store() -> bytes:
    """The file of a SQLite store whose tables are made and empty."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        engine = open_store(f"sqlite:///{path}")
        bring_up_to_date(engine)
        engine.dispose()  # the last connection takes its log into the file
        assert not path.with_name("store.db-wal").exists()
        return path.read_bytes()


def give_store(workspace: Path) -> None:
    """Put an empty store where a workspace looks for it."""
    path = workspace / ".upheld" / "store.db"
    assert not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(empty_store())
