"""Which Parquet files there are below a root, and which set each belongs to.

Every file belongs to exactly one collection: the folder it lies in, without its partition
folders (`lake/events/year=2024/x.parquet` belongs to `events`); a file directly in the root is
a collection of its own; `.` is a root that is itself partitioned.
"""

import errno
import fcntl
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from upheld.connectors.tree import LinkInTheWayError, open_root, walk

SUFFIXES = (".parquet", ".parq", ".pq")
LEFTOVER_START, LEFTOVER_END = ".upheld-", ".tmp"
# Table formats that keep their own list of files and old versions of each.
_VERSIONED = frozenset({"_delta_log", ".hoodie"})


@dataclass(frozen=True, slots=True)
class Lake:
    """The files below a root, as they were when it was listed.

    Attributes:
        root: Absolute path.
        files: Paths of Parquet files, relative to the root, sorted.
        others: Paths of everything else that is no folder.
        versioned: Folders under a table format that lists its files itself.
        leftovers: Files an interrupted rewrite left behind.
    """

    root: Path
    files: tuple[str, ...]
    others: tuple[str, ...]
    versioned: tuple[str, ...]
    leftovers: tuple[str, ...]

    def __repr__(self) -> str:
        return f"Lake({len(self.files)} files)"

    def collections(self) -> Iterator[str]:
        """Name every set of files, sorted."""
        yield from sorted({collection_of(path) for path in self.files})

    def files_of(self, collection: str) -> list[str]:
        """The files of a set, or those a glob matches (its `*` crosses `/`)."""
        mine = [path for path in self.files if collection_of(path) == collection]
        if mine or not set("*?[") & set(collection):
            return mine
        return [path for path in self.files if fnmatchcase(path, collection)]

    def is_versioned(self, path: str) -> bool:
        """Whether a file lies in a folder whose table format lists its files itself."""
        return any(not folder or path.startswith(folder + "/") for folder in self.versioned)


def collection_of(path: str) -> str:
    """Name the set a file belongs to."""
    *folders, name = path.split("/")
    if not folders:
        return name
    own: list[str] = []
    for folder in folders:
        if "=" in folder:
            break
        own.append(folder)
    return "/".join(own) or "."


def list_lake(root: Path) -> Lake:
    """List everything below the root.

    Raises:
        LinkInTheWayError: A Parquet file or a folder is a symbolic link.
        OSError: The root cannot be read.
    """
    files, others, versioned, leftovers = [], [], set(), []
    descriptor = open_root(str(root))
    try:
        for entry in walk(descriptor, ""):
            parent, _, name = entry.path.rpartition("/")
            if entry.link and (name.lower().endswith(SUFFIXES) or (root / entry.path).is_dir()):
                raise LinkInTheWayError(errno.ELOOP, "a symbolic link")
            if entry.folder:
                if name in _VERSIONED:
                    versioned.add(parent)
            elif name.startswith(LEFTOVER_START) and name.endswith(LEFTOVER_END):
                leftovers.append(entry.path)
            elif name.lower().endswith(SUFFIXES):
                files.append(entry.path)
            else:
                others.append(entry.path)
                if name.endswith(".metadata.json"):  # Iceberg: TABLE/metadata/*.metadata.json
                    versioned.add(parent.rpartition("/")[0])
    finally:
        os.close(descriptor)
    return Lake(
        root=root,
        files=tuple(sorted(files)),
        others=tuple(sorted(others)),
        versioned=tuple(sorted(versioned)),
        leftovers=tuple(sorted(leftovers)),
    )


@contextmanager
def locked(root: Path) -> Generator[None, None, None]:
    """Be the only one that rewrites below the root; the lock dies with its process."""
    descriptor = open_root(str(root))
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def remove_leftovers(lake: Lake) -> None:
    """Remove what a crash left; only while `locked`, or it may be somebody's work."""
    for path in lake.leftovers:
        (lake.root / path).unlink(missing_ok=True)
