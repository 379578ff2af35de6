"""What `upheld detect` reads: files, standard input, or what Git is about to commit."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from upheld.refusal import UsageError, Where
from upheld.terminal.screen import SCREEN
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.detection import Finding


def _all(findings: "list[Finding]") -> "list[Finding]":
    return findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One text to look at.

    Attributes:
        file: What it is called; `-` is standard input.
        text: What it says; bytes that are no text are U+FFFD.
        counts: Which of its findings count.
    """

    file: str
    text: str = field(repr=False)
    counts: "Callable[[list[Finding]], list[Finding]]" = _all


def sources(files: Sequence[Path], *, staged: bool) -> Iterator[Source]:
    """Yield what is to be looked at.

    Raises:
        UsageError: A file cannot be read, or nothing was named.
        NotARepositoryError: `--staged` outside of one.
    """
    if staged:
        from upheld.detection.repository import staged_files

        for one in staged_files(SCREEN.folder or Path()):
            if not files or Path(one.file) in files:
                yield Source(file=one.file, text=one.text, counts=one.new)
        return
    if not files:
        raise UsageError(
            Text(en="there is nothing to read", ja="読むファイルが指定されていません"),
            remedy=Text(
                en="name files, or - for standard input: upheld detect notes.txt",
                ja="ファイルを指定してください。標準入力なら - です。例: upheld detect メモ.txt",
            ),
        )
    for path in files:
        yield Source(file=str(path), text=_text(str(path), path))


def _text(name: str, path: Path) -> str:
    from upheld.detection.reading import decoded

    content = sys.stdin.buffer.read() if name == "-" else _bytes_of(path)
    read = decoded(content)
    if read.damaged:
        SCREEN.note(
            f"{name}: some bytes are no text; they are read as \N{REPLACEMENT CHARACTER}",
            f"{name}: 文字として読めないバイトがあり、\N{REPLACEMENT CHARACTER} として扱います",
        )
    return read.text


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise UsageError(
            Text(en="this is a folder", ja="これはフォルダです"),
            where=Where(file=str(path)),
            remedy=Text(
                en="name the files in it: upheld detect folder/*.txt",
                ja="中のファイルを指定してください。例: upheld detect フォルダ/*.txt",
            ),
        )
    return path.read_bytes()
