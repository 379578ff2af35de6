"""Walking a folder without ever leaving it: by descriptors, never through a symbolic link.

Paths are relative to the root, with `/`, and `""` is the root itself. Names that are not
UTF-8 are carried as the operating system's surrogates.
"""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_ABSENT = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG})


class LinkInTheWayError(OSError):
    """A folder on the way is a symbolic link; what lies behind it is not looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One name in the tree: a folder, a link, or anything else (`folder` and `link` false)."""

    path: str
    folder: bool
    link: bool

    def __repr__(self) -> str:
        return f"Entry(folder={self.folder}, link={self.link})"


def open_root(path: str) -> int:
    """Open the root; the caller closes it."""
    return os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def open_folder(root: int, path: str) -> int:
    """Open a folder, one component after the other; the caller closes it.

    Raises:
        LinkInTheWayError: A component is a symbolic link.
        OSError: A component is not there or is no folder.
    """
    here = os.dup(root)
    for part in path.split("/") if path else ():
        try:
            following = os.open(part, _FOLDER, dir_fd=here)
        except OSError as error:
            linked = error.errno in {errno.ELOOP, errno.ENOTDIR} and _is_link(here, part)
            os.close(here)
            if linked:
                raise LinkInTheWayError(errno.ELOOP, "a symbolic link") from None
            raise
        os.close(here)
        here = following
    return here


def status(root: int, path: str) -> os.stat_result | None:
    """Describe what is at a path, a link as a link; `None` when nothing is there."""
    parent, _, leaf = path.rpartition("/")
    try:
        folder = open_folder(root, parent)
    except LinkInTheWayError:
        raise
    except OSError as error:
        if error.errno in _ABSENT:
            return None
        raise
    try:
        return os.stat(leaf or ".", dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno in _ABSENT:
            return None
        raise
    finally:
        os.close(folder)


def open_file(root: int, path: str) -> int:
    """Open a regular file for reading; the caller closes it.

    Raises:
        OSError: It is not there, a link, or no regular file.
    """
    parent, _, leaf = path.rpartition("/")
    folder = open_folder(root, parent)
    try:
        file = os.open(leaf, _FILE, dir_fd=folder)
    finally:
        os.close(folder)
    if not stat.S_ISREG(os.fstat(file).st_mode):
        os.close(file)
        raise OSError(errno.EINVAL, "no regular file")
    return file


def entries(root: int, path: str) -> Iterator[Entry]:
    """Name what lies directly in a folder, in no order."""
    folder = open_folder(root, path)
    try:
        with os.scandir(folder) as listed:
            for one in listed:
                name = f"{path}/{one.name}" if path else one.name
                kind = one.is_dir(follow_symlinks=False)
                yield Entry(path=name, folder=kind, link=one.is_symlink())
    finally:
        os.close(folder)


def walk(root: int, base: str, into: Callable[[str], bool] | None = None) -> Iterator[Entry]:
    """Name everything below `base`, parents before children.

    Folders for which `into` says no are named and not entered. A folder that vanishes in the
    meantime is passed over: what was in it is gone.
    """
    waiting = [base]
    while waiting:
        folder = waiting.pop()
        try:
            for entry in entries(root, folder):
                yield entry
                if entry.folder and (into is None or into(entry.path)):
                    waiting.append(entry.path)
        except FileNotFoundError:
            if folder == base:
                raise


def shown(path: str) -> str:
    r"""Write a path for people and JSON: bytes that are not UTF-8 as `\xNN`."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def unshown(path: str) -> str:
    """Undo `shown`."""
    raw = re.sub(rb"\\x([89a-f][0-9a-f])", lambda m: bytes([int(m[1], 16)]), os.fsencode(path))
    return os.fsdecode(raw)


def _is_link(folder: int, name: str) -> bool:
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        return False
    return stat.S_ISLNK(found.st_mode)
