"""Which files of a workspace a backup takes: those the program reads, and never a secret."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

FOLDERS = ("policy", "datamap", "versions", "letters", "law")
SEALED = (".upheld/uploads", ".upheld/answers")
"""Folders of files that are encrypted, each with a key of its own: documents that people sent, and
answers that wait to be fetched."""
FILES = ("upheld.yaml", "upheld.pub", ".gitignore")
_OURS_TO_MAKE = (".upheld", "secrets")
"""Folders that are in a backup in another form: the store as rows, the keys sealed apart."""


def files_of(folder: Path, more: tuple[str, ...] = ()) -> Iterator[Path]:
    """Yield every file to be taken, in order; links are followed by nobody and left out.

    Args:
        folder: The workspace.
        more: Files that its settings name, such as the corrections of the calendar.
    """
    single = [folder / name for name in (*FILES, *more)]
    within = [path for name in FOLDERS for path in sorted((folder / name).rglob("*"))]
    sealed = [path for name in SEALED for path in sorted((folder / name).rglob("*"))]
    # What is being written there has a name with a dot, and beside it lies what opens it.
    whole = [path for path in sealed if is_ours(path.relative_to(folder).as_posix())]
    for path in dict.fromkeys([*single, *within, *whole]):
        if path.is_file() and not path.is_symlink():
            yield path


def left_out(folder: Path, more: tuple[str, ...] = ()) -> list[str]:
    """What lies in the workspace beside that: said, because nobody else would notice."""
    known = {*FOLDERS, *FILES, *_OURS_TO_MAKE, *(PurePosixPath(m).parts[0] for m in more)}
    return sorted(path.name for path in folder.iterdir() if path.name not in known)


def is_ours(name: str, more: tuple[str, ...] = ()) -> bool:
    """Whether a name in a backup may be written into a workspace."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts:
        return False
    if name in (*FILES, *more) or (len(path.parts) > 1 and path.parts[0] in FOLDERS):
        return True
    within = path.parts[2:]
    sealed = "/".join(path.parts[:2]) in SEALED and bool(within)
    return sealed and not any(part.startswith(".") for part in within)
