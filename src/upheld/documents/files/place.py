"""Where a text stands in a file, step by step from the outside, and what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

from upheld.wording import Language, Text

StepKind: TypeAlias = Literal[
    "sheet", "cell", "row", "column", "page", "paragraph", "table", "slide", "note", "field",
    "properties", "author", "message", "head", "part", "member", "tag",
]  # fmt: skip
"""The closed list of what a step can be."""

WORDS: Mapping[StepKind, Text] = {
    "sheet": Text(en="sheet", ja="シート"),
    "cell": Text(en="cell", ja="セル"),
    "row": Text(en="row", ja="行"),
    "column": Text(en="column", ja="列"),
    "page": Text(en="page", ja="ページ"),
    "paragraph": Text(en="paragraph", ja="段落"),
    "table": Text(en="table", ja="表"),
    "slide": Text(en="slide", ja="スライド"),
    "note": Text(en="note", ja="注釈"),
    "field": Text(en="field", ja="入力欄"),
    "properties": Text(en="properties", ja="プロパティ"),
    "author": Text(en="author", ja="作成者"),
    "message": Text(en="message", ja="メール"),
    "head": Text(en="header", ja="ヘッダー"),
    "part": Text(en="part", ja="パート"),
    "member": Text(en="member", ja="書庫内ファイル"),
    "tag": Text(en="tag", ja="タグ"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step into a file.

    Attributes:
        kind: What it leads into.
        number: Which one, from 1.
        name: What the file calls it; it may hold personal values, hence not in `repr`.
    """

    kind: StepKind
    number: int | None = None
    name: str | None = field(default=None, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return the documented object."""
        said: dict[str, Any] = {"in": self.kind}
        if self.number is not None:
            said["number"] = self.number
        if self.name is not None:
            said["name"] = self.name
        return said

    def in_language(self, language: Language) -> str:
        """Return the words for people."""
        word = WORDS[self.kind].in_language(language)
        if self.number is None:
            return word if self.name is None else f"{word} {self.name}"
        named = f"{word} {self.number}"
        if self.name is None:
            return named
        return f"{named} ({self.name})" if language == "en" else f"{named}({self.name})"


Steps: TypeAlias = tuple[Step, ...]


def worded(steps: Steps, language: Language) -> str:
    """Return a way into a file for people.

    >>> worded((Step("sheet", 2, "顧客"), Step("cell", None, "B3")), "ja")
    'シート 2(顧客)、セル B3'
    """
    return (", " if language == "en" else "、").join(step.in_language(language) for step in steps)


class Stretch(NamedTuple):
    """A stretch of a piece's text, and where it stands in the file."""

    start: int
    end: int
    at: Steps


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A text to look at.

    Attributes:
        text: What it says. What lies in no stretch is context (the head of a column), not content.
        stretches: Its parts with their places, in order.
        grid: The text is a table as text (CSV); rows and columns are found by its offsets.
    """

    text: str = field(repr=False)
    stretches: tuple[Stretch, ...]
    grid: bool = False

    @classmethod
    def whole(cls, text: str, at: Steps, *, grid: bool = False) -> "Piece":
        """Return a piece that stands in one place."""
        return cls(text=text, stretches=(Stretch(0, len(text), at),), grid=grid)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something in a file that was not looked into: never to be reported as clean.

    Attributes:
        at: Where.
        code: A stable word; that of a refusal, `picture` or `workbook-in-part`.
        what: Why, for people.
    """

    at: Steps
    code: str
    what: Text


Items: TypeAlias = Iterator[Piece | Unread]

_BLOCK = 4_000
"""Code points of short texts that are looked at together: a word may stand a line above its value."""


class Blocks:
    """Joins short texts that follow each other, so that one is context for the next."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._parts: list[str] = []
        self._stretches: list[Stretch] = []
        self._length = 0

    def add(self, text: str, at: Steps, lead: str = "") -> Iterator[Piece]:
        """Add a text; yield what is long enough by now.

        Args:
            text: What stands there.
            at: Where.
            lead: What its name is (a header, a tag): context.
        """
        if not text.strip():
            return
        start = self._length + len(lead)
        self._parts.append(f"{lead}{text}\n")
        self._stretches.append(Stretch(start, start + len(text), at))
        self._length = start + len(text) + 1
        if self._length >= _BLOCK:
            yield from self.end()

    def end(self) -> Iterator[Piece]:
        """Yield what is left."""
        if self._parts:
            yield Piece(text="".join(self._parts), stretches=tuple(self._stretches))
        self._parts, self._stretches, self._length = [], [], 0
