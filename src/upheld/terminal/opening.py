"""Opening the workspace a command is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from upheld.assembly import Workspace
from upheld.settings import find_workspace
from upheld.terminal.screen import SCREEN


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Open the workspace of `-C`, or the nearest above the current folder."""
    found = Workspace(find_workspace((SCREEN.folder or Path()).resolve()))
    try:
        yield found
    finally:
        found.close()
