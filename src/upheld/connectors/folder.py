"""A folder of files: avatars, attachments, exports.

1. Patterns of paths below the root; the root is never left, symbolic links are never
   followed: every folder on the way is opened by its parent with `O_NOFOLLOW`, so that not
   even a link put there in the meantime leads out.
2. Folders that the values name are opened directly; what lies behind a wildcard is walked
   once for all people.
3. Erasing is `unlink`, then `fsync` of the folder; folders that belong to a person (at or
   below the first name in braces) go when they are empty.

A link that a pattern matches is refused, not erased: what it stands for would stay.
"""

import errno
import hashlib
import os
import stat
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from upheld.connectors.contract import Finder, Hit, PlaceName, Record, Selection, Unread
from upheld.connectors.file_inside import found_inside
from upheld.connectors.file_text import FileText
from upheld.connectors.pattern import Pattern, filled, read_pattern
from upheld.connectors.pattern_matcher import Matcher
from upheld.connectors.tree import (
    Entry,
    LinkInTheWayError,
    entries,
    open_file,
    open_folder,
    open_root,
    shown,
    status,
    unshown,
    walk,
)
from upheld.connectors.windows import found
from upheld.refusal import (
    PlaceFailedError,
    PlaceUnreachableError,
    PrivilegeMissingError,
    Where,
)
from upheld.wording import Text

# Removing a folder that is not empty, or already gone, is no failure: somebody else's file
# lies in it, or somebody else removed it.
_STAYS = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOENT})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
TOP = "."  # the collection of the files that lie directly in the root


class FolderConnector:
    """Serves one folder and everything below it."""

    def __init__(self, name: PlaceName, url: str) -> None:
        """Serve `folder:///absolute/path`.

        Raises:
            PlaceUnreachableError: The folder is not there, or is the whole machine.
        """
        self.name = name
        self._unread: list[Unread] = []
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.netloc not in {"", "localhost"} or not path.is_absolute():
            raise self._no_root("its URL is not of the form `folder:///absolute/path`")
        # The root itself may be a link: that is the operator's choice, made once.
        self._root = path.resolve()
        if self._root == Path(self._root.anchor) or not self._root.is_dir():
            raise self._no_root("there is no such folder, or it is the root of the machine")

    def __repr__(self) -> str:
        return f"FolderConnector({self.name})"

    def collections(self) -> Iterator[str]:
        """Name every top folder, and `.` where files lie at the top."""
        with self._opened() as root:
            top = list(entries(root, ""))
        if any(not entry.folder for entry in top):
            yield TOP
        yield from (shown(entry.path) for entry in top if entry.folder)

    def count(self, selection: Selection) -> int:
        """Return how many files match right now."""
        with self._opened(selection) as root:
            return sum(1 for _ in self._matching(root, selection))

    def read(self, selection: Selection) -> Iterator[Record]:
        """Yield `{path, size, modified, sha256, link}` of each matching file, by path.

        `modified` is in UTC; `sha256` is hexadecimal and `None` for what is no regular file.
        """
        with self._opened(selection) as root:
            for entry in sorted(self._matching(root, selection), key=lambda entry: entry.path):
                info = status(root, entry.path)
                if info is not None:
                    yield self._record(root, entry, info)

    def open(self, path: str) -> BinaryIO:
        """Open a file named by `read`, to stream its content.

        Raises:
            PlaceFailedError: It is not there (any more), or no regular file.
        """
        with self._opened() as root:
            return os.fdopen(open_file(root, unshown(path)), "rb")

    def erase(self, selection: Selection) -> int:
        """Unlink the matching files, durably; return how many.

        Raises:
            PlaceFailedError: A symbolic link matches; everything else is erased before.
        """
        erased, links = 0, 0
        with self._opened(selection) as root:
            folder, descriptor = None, -1
            try:
                for entry in sorted(self._matching(root, selection), key=lambda e: e.path):
                    if entry.link:
                        links += 1
                        continue
                    parent, _, leaf = entry.path.rpartition("/")
                    if parent != folder:
                        self._settle(descriptor)
                        folder, descriptor = parent, open_folder(root, parent)
                    erased += self._unlink(leaf, descriptor)
            finally:
                self._settle(descriptor)
            self._prune(root, selection)
        if links:
            raise self._links(selection)
        return erased

    def scan(self, finder: Finder) -> Iterator[Hit]:
        """Search every file's path and content once, in windows of bounded size.

        Text in UTF-8, CP932, EUC-JP, UTF-16 and Latin-1, gzip included. What lies packed (ZIP,
        Office, PDF, images, mail) is searched inside as well (`file_inside`), and is still named
        by `unread` afterwards, a mail where a part of it was not read; so are links and other
        compressions.
        """
        self._unread = []
        with self._opened() as root:
            for entry in walk(root, ""):
                if entry.folder:
                    continue
                yield from self._search(root, entry, finder)

    def unread(self) -> Sequence[Unread]:
        """What the last scan could not look into."""
        return tuple(self._unread)

    def close(self) -> None:
        """Nothing is kept open between calls."""

    def _record(self, root: int, entry: Entry, info: os.stat_result) -> Record:
        digest = None
        if stat.S_ISREG(info.st_mode):
            with os.fdopen(open_file(root, entry.path), "rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {
            "path": shown(entry.path),
            "size": info.st_size,
            "modified": datetime.fromtimestamp(info.st_mtime, UTC),
            "sha256": digest,
            "link": entry.link,
        }

    def _matching(self, root: int, selection: Selection) -> Iterator[Entry]:
        pattern = read_pattern(selection.collection, kind="path", by=selection.by)
        self._check_literal_folders(root, pattern)
        combinations = list(filled(pattern, selection))
        if pattern.exact:
            for path in sorted({pattern.fill(one) for one in combinations}):
                info = status(root, path)
                if info is not None and not stat.S_ISDIR(info.st_mode):
                    yield Entry(path=path, folder=False, link=stat.S_ISLNK(info.st_mode))
            return
        for base, members in _bases(pattern, combinations).items():
            if status(root, base) is None:
                continue
            matcher = Matcher(pattern, members)
            for entry in walk(root, base, matcher.reaches):
                if not entry.folder and matcher.matches(entry.path):
                    yield entry
                elif entry.link and matcher.reaches(entry.path):
                    # It may stand for a folder of matching files, which we do not follow.
                    yield entry

    def _check_literal_folders(self, root: int, pattern: Pattern) -> None:
        """A misspelt folder is a failure: it must not read as an absence."""
        literal = min(pattern.fixed, pattern.first_named)
        folder = pattern.head(literal).fill({}) if literal else ""
        info = status(root, folder) if folder else None
        if folder and (info is None or not stat.S_ISDIR(info.st_mode)):
            raise PlaceFailedError(
                Text(
                    en=f"`{self.name}` has no folder `{folder}`",
                    ja=f"`{self.name}` にフォルダ `{folder}` がありません",
                ),
                where=Where(system=self.name, table=pattern.text),
                remedy=Text(
                    en="correct the pattern in the data map, or create the empty folder",
                    ja="データマップのパターンを直すか、空のフォルダを作ってください",
                ),
            )

    def _unlink(self, leaf: str, folder: int) -> int:
        try:
            os.unlink(leaf, dir_fd=folder)
        except FileNotFoundError:
            return 0
        return 1

    def _settle(self, folder: int) -> None:
        """Make the erasures in a folder durable before they are counted as done."""
        if folder >= 0:
            os.fsync(folder)
            os.close(folder)

    def _prune(self, root: int, selection: Selection) -> None:
        """Remove the empty folders that stand for a person."""
        pattern = read_pattern(selection.collection, kind="path", by=selection.by)
        own = pattern.first_named + 1  # components down to the first one with a name in it
        if own >= len(pattern.components):
            return
        combinations = list(filled(pattern, selection))
        for base, members in _bases(pattern, combinations).items():
            if status(root, base) is None:
                continue
            matcher = Matcher(pattern, members)
            folders = [entry.path for entry in walk(root, base, matcher.reaches) if entry.folder]
            for folder in [*reversed(folders), *_upwards(base)]:
                if folder.count("/") + 1 >= own and matcher.reaches(folder):
                    self._remove_if_empty(root, folder)

    def _remove_if_empty(self, root: int, path: str) -> None:
        parent, _, leaf = path.rpartition("/")
        folder = open_folder(root, parent)
        try:
            os.rmdir(leaf, dir_fd=folder)
            os.fsync(folder)
        except OSError as error:
            if error.errno not in _STAYS:
                raise
        finally:
            os.close(folder)

    def _search(self, root: int, entry: Entry, finder: Finder) -> Iterator[Hit]:
        path = shown(entry.path)
        head, slash, _ = path.partition("/")
        collection = head if slash else TOP
        for needle in sorted(found(finder, [os.fsencode(entry.path)])):
            yield Hit(collection=collection, field="path", locator=path, needle=needle)
        info = status(root, entry.path)
        if info is None:
            return
        if not stat.S_ISREG(info.st_mode):
            why = "link" if entry.link else "special"
            self._unread.append(Unread(locator=path, why=why))
            return
        with os.fdopen(open_file(root, entry.path), "rb") as file:
            text = FileText(file)
            openly = found(finder, text.blocks())
            inside = found_inside(finder, file, text.kind)
        unread = text.unread or (None if inside.whole else "packed")
        if unread is not None:
            self._unread.append(Unread(locator=path, why=unread))
        for needle in sorted(openly | inside.needles):
            yield Hit(collection=collection, field="content", locator=path, needle=needle)

    @contextmanager
    def _opened(self, selection: Selection | None = None) -> Generator[int, None, None]:
        """Open the root; turn the system's errors, which hold paths, into refusals."""
        where = Where(system=self.name, table=selection.collection if selection else None)
        try:
            root = open_root(str(self._root))
        except OSError:
            raise self._no_root("the folder is not there, or may not be opened") from None
        try:
            yield root
        except LinkInTheWayError:
            raise self._links(selection) from None
        except OSError as error:
            code = errno.errorcode.get(error.errno or 0, "EIO")
            forbidden = error.errno in _FORBIDDEN
            kind = PrivilegeMissingError if forbidden else PlaceFailedError
            raise kind(
                Text(
                    en=f"`{self.name}` did not do what was asked (`{code}`)",
                    ja=f"`{self.name}` が要求を実行しませんでした(`{code}`)",
                ),
                where=where,
                remedy=Text(
                    en="give this user read and write access to the folder and all below it, "
                    "check the disk, then run it again",
                    ja="この利用者にフォルダ以下の読み書きを許可し、"
                    "ディスクを確認してから再実行してください",
                ),
            ) from None
        finally:
            os.close(root)

    def _links(self, selection: Selection | None) -> PlaceFailedError:
        return PlaceFailedError(
            Text(
                en=f"a symbolic link in `{self.name}` matches; what it stands for is not erased",
                ja=f"`{self.name}` で一致したものにシンボリックリンクがあり、"
                "リンク先は消去されません",
            ),
            where=Where(system=self.name, table=selection.collection if selection else None),
            remedy=Text(
                en="connect the place the link points to, remove the link, then run it again",
                ja="リンク先の場所を接続し、リンクを外してから再実行してください",
            ),
        )

    def _no_root(self, why: str) -> PlaceUnreachableError:
        return PlaceUnreachableError(
            Text(
                en=f"`{self.name}` cannot be used: {why}",
                ja=f"`{self.name}` を使えません: フォルダがないか、URL が正しくありません",
            ),
            where=Where(system=self.name),
            remedy=Text(
                en="write `folder:///absolute/path` and check that it is mounted; "
                "it is never created, because an empty folder would prove an absence",
                ja="`folder:///絶対パス` と書き、マウントされているか確認してください。"
                "空のフォルダは「データなし」に見えるため、自動では作りません",
            ),
        )


def _bases(
    pattern: Pattern, combinations: Sequence[dict[str, str]]
) -> dict[str, list[dict[str, str]]]:
    """Group the combinations by the folder that their values lead to without a wildcard."""
    head = pattern.head(pattern.fixed)
    bases: dict[str, list[dict[str, str]]] = {}
    for one in combinations:
        bases.setdefault(head.fill(one) if pattern.fixed else "", []).append(one)
    return bases


def _upwards(path: str) -> Iterator[str]:
    while path:
        yield path
        path = path.rpartition("/")[0]
