"""Opening the workspace a command is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from upheld.terminal.screen import SCREEN

if TYPE_CHECKING:
    from upheld.assembly import Workspace


@contextmanager
def workspace() -> "Iterator[Workspace]":
    """Open the workspace of `-C`, or the nearest above the current folder."""
    # Imported when it is needed: `upheld --help` must not wait for database drivers.
    from upheld.assembly import Workspace
    from upheld.settings import find_workspace

    found = Workspace(find_workspace((SCREEN.folder or Path()).resolve()))
    try:
        yield found
    finally:
        found.close()
