"""What `upheld detect` reads: texts, files of many formats, standard input, what Git is to commit."""

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from upheld.documents.files.place import Piece, Unread
from upheld.documents.files.recognising import HEAD_BYTES, kind_of
from upheld.documents.files.refusing import DocumentExtraMissingError
from upheld.refusal import RefusalError, UsageError, Where
from upheld.terminal.detect_folders import OLDER_VERSIONS, files_in
from upheld.terminal.detect_places import Located, in_piece, in_text
from upheld.terminal.file_failing import file_failed
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.detection import Finding
    from upheld.detection.repository.staged import Staged

T = TypeVar("T")
_EXTRA_MISSING = DocumentExtraMissingError.code


def _all(findings: "list[Finding]") -> "list[Finding]":
    return findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text to look at.

    Attributes:
        file: What it is called; `-` is standard input.
        text: What it says; bytes that are no text are U+FFFD.
        counts: Which of its findings count.
        piece: The piece of a file that it is, if the file is more than a text.
        raw: The bytes of a text that is to be changed.
    """

    file: str
    text: str = field(repr=False)
    counts: "Callable[[list[Finding]], list[Finding]]" = _all
    piece: Piece | None = field(default=None, repr=False)
    raw: bytes = field(default=b"", repr=False)

    def located(self, findings: "Sequence[Finding]") -> Iterator[Located]:
        """Place what was found in it."""
        if self.piece is None:
            yield from in_text(self.file, self.text, findings)
        elif self.piece.grid:
            for one in in_text(self.file, self.text, findings):
                yield Located(
                    file=one.file,
                    finding=one.finding,
                    at=(*self.piece.stretches[0].at, *(one.at or ())),
                )
        else:
            yield from in_piece(self.file, self.piece, findings)


@dataclass(slots=True)
class Reading:
    """The texts of files, and what could not be looked into.

    Attributes:
        besides: A file that is not looked at: the baseline, whose key is no secret of a repository.
        unread: Parts of files, each with its file; complete once the texts have ended.
        refused: Files as a whole, likewise.
    """

    besides: Path | None = None
    unread: list[tuple[str, Unread]] = field(default_factory=list)
    refused: list[RefusalError] = field(default_factory=list)

    @property
    def lacks_packages(self) -> bool:
        """Whether something was not read because a package is not installed."""
        codes = {one.code for one in self.refused} | {part.code for _, part in self.unread}
        return _EXTRA_MISSING in codes

    def texts(self, files: Sequence[Path]) -> Iterator[Source]:
        """Yield the texts of files; one that cannot be read does not stop the others.

        What cannot be read in a folder is a part of it that was not looked into: its name was given
        by nobody.

        Raises:
            UsageError: Nothing was named.
        """
        for named in _named(files):
            if str(named) == "-" or not named.is_dir():
                yield from self._file(named)
                continue
            before = len(self.refused)
            for number, one in enumerate(files_in(named), 1):
                SCREEN.progress(say(f"file {number}", f"{number} 件目のファイル"))
                if isinstance(one, Path):
                    yield from self._file(one)
                elif one[1] is OLDER_VERSIONS:
                    SCREEN.note(f"{one[0]}: {one[1].what.en}", f"{one[0]}: {one[1].what.ja}")
                else:
                    self.unread.append((str(one[0]), one[1]))
            SCREEN.progress_over()
            self.unread += map(_as_unread, self.refused[before:])
            del self.refused[before:]

    def _file(self, path: Path) -> Iterator[Source]:
        if self._is_besides(path):
            return
        try:
            stream = _stream(path)
        except OSError as error:
            self.refused.append(file_failed(error))
            return
        with stream:
            head = stream.read(HEAD_BYTES)
            stream.seek(0)
            if _is_text(head):
                yield from self._text(path, stream)
            else:
                yield from self._pieces(str(path), stream)

    def _is_besides(self, path: Path) -> bool:
        return self.besides is not None and path.resolve() == self.besides.resolve()

    def staged(self, files: Sequence[Path]) -> Iterator[Source]:
        """Yield the texts of what Git is about to commit.

        Raises:
            NotARepositoryError: There is no repository.
        """
        for one in _staged(files):
            if self._is_besides(one.path):
                continue
            # Of mail Git shows lines, too.
            head = one.content[:HEAD_BYTES]
            if kind_of(head) in {"mail", "mbox"} or _is_text(head):
                text = _text(one.file, one.content)
                yield Source(file=one.file, text=text, counts=partial(one.new, text))
            else:
                yield from self._pieces(one.file, io.BytesIO(one.content))

    def _text(self, path: Path, stream: BinaryIO) -> Iterator[Source]:
        from upheld.documents.files.budget import Limits
        from upheld.documents.files.refusing import too_large_text

        most = Limits().text_bytes
        if stream.seek(0, os.SEEK_END) > most:
            refusal = too_large_text(most)
            refusal.where = Where(file=str(path))
            self.refused.append(refusal)
            return
        stream.seek(0)
        yield Source(file=str(path), text=_text(str(path), stream.read()))

    def _pieces(self, name: str, stream: BinaryIO) -> Iterator[Source]:
        from upheld.documents.files.reading import read

        try:
            path = Path(name) if isinstance(stream, io.BufferedReader) else None
            for item in read(stream, path=path):
                if isinstance(item, Unread):
                    self.unread.append((name, item))
                else:
                    yield Source(file=name, text=item.text, piece=item)
        except RefusalError as refusal:
            refusal.where = Where(file=name)
            self.refused.append(refusal)


def _is_text(head: bytes) -> bool:
    """Whether a file is a text by its first bytes; also one in UTF-16 that no mark tells."""
    from upheld.detection.reading import wide_encoding

    kind = kind_of(head)
    return kind == "text" or (kind == "binary" and wide_encoding(head) is not None)


def _as_unread(refusal: RefusalError) -> tuple[str, Unread]:
    return refusal.where.file or "", Unread(at=(), code=refusal.code, what=refusal.what)


def to_change(files: Sequence[Path], *, staged: bool) -> Source:
    """Return the one text that is to be changed.

    Raises:
        UsageError: It is not one, or no text: what else a file holds would stay in it.
        NotARepositoryError: `staged`, outside of a repository.
    """
    if staged:
        one = _only(list(_staged(files)))
        name, content = one.file, one.content
    else:
        path = _only(_named(files))
        name = str(path)
        with _stream(path) as stream:
            content = stream.read()
    if not _is_text(content[:HEAD_BYTES]):
        raise UsageError(
            Text(
                en="only texts and CSV are changed: in such a file a value also stands elsewhere or encoded "
                "(cached results, earlier versions, properties, attachments)",
                ja="変換できるのはテキストと CSV だけです。この形式のファイルでは、値が"
                "別の場所や符号化された形(計算結果、変更履歴、プロパティ、添付)でも残ります",
            ),
            where=Where(file=name),
            remedy=Text(
                en="save it as text or CSV, and change that",
                ja="テキストか CSV で保存し、そちらを変換してください",
            ),
        )
    return Source(file=name, text=_text(name, content), raw=content)


def _staged(files: Sequence[Path]) -> "Iterator[Staged]":
    from upheld.detection.repository import staged_files

    for one in staged_files(SCREEN.folder or Path()):
        if not files or Path(one.file) in files:
            yield one


def _only(given: Sequence[T]) -> T:
    if len(given) != 1:
        raise UsageError(
            Text(en="a change needs one text", ja="変換できるのは一つのテキストです"),
            remedy=Text(
                en="name one file, or `-`", ja="ファイルを一つ、または `-` を指定してください"
            ),
        )
    return given[0]


def _named(files: Sequence[Path]) -> Sequence[Path]:
    if not files:
        raise UsageError(
            Text(en="there is nothing to read", ja="読むファイルが指定されていません"),
            remedy=Text(
                en="name files, or - for standard input: upheld detect notes.txt",
                ja="ファイルを指定してください。標準入力なら - です。例: upheld detect メモ.txt",
            ),
        )
    return files


def _text(name: str, content: bytes) -> str:
    from upheld.detection.reading import decoded

    read = decoded(content)
    if read.damaged:
        SCREEN.note(
            f"{name}: some bytes are no text; they are read as \N{REPLACEMENT CHARACTER}",
            f"{name}: 文字として読めないバイトがあり、\N{REPLACEMENT CHARACTER} として扱います",
        )
    return read.text


def _stream(path: Path) -> BinaryIO:
    """Open a file so that it can be read from any place; a pipe is taken in first.

    Raises:
        UsageError: It is a folder.
    """
    if str(path) == "-":
        return io.BytesIO(sys.stdin.buffer.read())
    if path.is_dir():
        raise UsageError(
            Text(en="a folder is not changed", ja="フォルダは変換できません"),
            where=Where(file=str(path)),
            remedy=Text(
                en="change its files one by one: upheld detect folder/notes.txt --redact",
                ja="中のファイルを一つずつ変換してください。例: upheld detect フォルダ/メモ.txt --redact",
            ),
        )
    stream = path.open("rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    with stream:
        return io.BytesIO(stream.read())
