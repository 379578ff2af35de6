"""Lines of a text with what can be seen of each alone: indent, number, looks like a title."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from upheld.prose.numbering import Number, leading_number

_WIDE = {"\t": 4, "\u3000": 2}
"""Columns of white space that is not one column wide."""
_LONGEST_TITLE = 120  # columns; a Japanese character takes two
_END_OF_SENTENCE = re.compile(r"[.。．!！?？:：;；,、，]\s*$")
_ABBREVIATED_END = re.compile(r"\betc\.$")
_NO_TITLE = re.compile(
    r"https?://|[^\s@]+@[^\s@]+|\w: |[：]|^\W*$|^\[|\d{2,4}-\d{3,4}|"
    r"\d{4}\s*[年/.-]\s*\d{1,2}\s*[月/.-]|\b[A-Z][a-z]+ \d{1,2}, \d{4}|\d{3}-\d{4}|"
    r"代表取締役|〒|[都道府県].{1,8}[市区町村]|"
    r"(?:以上|制定|改定|改訂|施行)$|^(?:Established|Revised|Last updated|Effective)\b"
)
_MARKED_TITLE = re.compile(
    r"#{1,6}[ \t]+(?P<hash>\S.*)|<<\s*(?P<angle>[^<>]+?)\s*>>|[【〈《［](?P<lens>[^【】〈〉《》［］]+)[】〉》］]"
)
_TITLE_SIGNS = "■◆□◇▼"
"""Signs that stand before titles rather than before items, even where text follows at once."""
_TITLE_BULLETS = "■◆●□◇○▼"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not empty.

    Attributes:
        start: Offset of its first character that is not white space.
        end: Offset behind its last one.
        indent: Columns before it.
        number: The number it begins with.
        body: Offset of the words behind the number.
        apart: Whether an empty line (or nothing) stands before it.
        alone: Whether an empty line (or nothing) stands behind it.
        level: The level of a heading of a page, 1 to 6.
        marked_title: The title that its marks (`##`, 【】, <<>>) make of it.
        titled: Whether it could be a title.
    """

    start: int
    end: int
    indent: int
    number: Number | None
    body: int
    apart: bool
    alone: bool
    level: int | None
    marked_title: str | None
    titled: bool


def lines_of(
    text: str, levels: Mapping[int, int], contents: Container[int] = frozenset()
) -> list[Line]:
    r"""Take a text apart into lines.

    Args:
        text: With line feeds between its lines.
        levels: Offsets of lines that a page marks as headings, with their level.
        contents: Offsets of lines of a table of contents; their numbers number nothing.
    """
    found: list[Line] = []
    offset, gap = 0, True
    raw = text.split("\n")
    for position, content in enumerate(raw):
        start, offset = offset, offset + len(content) + 1
        if not content.strip():
            gap = True
            continue
        after = raw[position + 1].strip() if position + 1 < len(raw) else ""
        line = _line(start, content, apart=gap, alone=not after, level=levels.get(start))
        if gap and after[:1] != content.strip()[:1]:
            line = _headed(line, content.strip(), alone=not after)
        if start in contents:
            line = replace(line, number=None, body=line.start, titled=False)
        found.append(line)
        gap = False
    return found


def _line(start: int, content: str, *, apart: bool, alone: bool, level: int | None) -> Line:
    bare = content.strip()
    before = content[: len(content) - len(content.lstrip())]
    first = start + len(before)
    end = first + len(bare)
    number, body = _number(bare)
    marked = _MARKED_TITLE.fullmatch(bare)
    title = next((t for t in marked.groups() if t), None) if marked else None
    return Line(
        start=first,
        end=end,
        indent=sum(_WIDE.get(character, 1) for character in before),
        number=number,
        body=first + body,
        apart=apart,
        alone=alone,
        level=level,
        marked_title=title,
        titled=could_be_title(bare[body:]),
    )


def _headed(line: Line, bare: str, *, alone: bool) -> Line:
    """■お問い合わせ: a bullet that stands before no other one makes a title."""
    signs = _TITLE_BULLETS if alone else _TITLE_SIGNS
    if line.number is None or line.number.printed not in signs or not line.titled:
        return line
    return replace(line, marked_title=bare[line.body - line.start :], number=None)


def _number(bare: str) -> tuple[Number | None, int]:
    found = leading_number(bare)
    if found is None:
        return None, 0
    number, body = found
    # `1. (1) …`: a page numbers its list items, and its author has numbered them too.
    inner = leading_number(bare, body)
    if inner is not None and inner[0].path:
        same = (
            number.style == "decimal"
            and inner[0].value == number.value
            and inner[0].style not in ("article", "paragraph", "point")
        )
        if not number.path or same:
            return inner
    return number, body


def could_be_title(words: str) -> bool:
    """Whether words are short and end like a title, not like a sentence.

    >>> could_be_title("Purposes of Use"), could_be_title("We use it."), could_be_title("")
    (True, False, False)
    """
    words = words.strip()
    if not words or columns(words) > _LONGEST_TITLE or _NO_TITLE.search(words):
        return False
    return not _END_OF_SENTENCE.search(words) or bool(_ABBREVIATED_END.search(words))


def columns(words: str) -> int:
    """How wide words are: a character beyond Latin takes two columns."""
    return sum(2 if character > "\u2e7f" else 1 for character in words)
