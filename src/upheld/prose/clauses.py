"""Lines to clauses: what belongs to what, and an id that stays.

A line begins a clause if it has a number, is a heading, stands apart, or cannot go on the one
before it. Numbers of one style and one indent are siblings; a style that is not open yet is a
level below. An id is made of the printed numbers above the clause (`10.b`, `4.1`), of the
heading where there is no number, and of a count for bullets (`b1`) and paragraphs (`p1`).
"""

import hashlib
import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace

from upheld.prose.document import Clause, ClauseKey, ClauseKind, Span
from upheld.prose.lines import Line, lines_of
from upheld.prose.numbering import Number, in_list

_LONGEST_ID = 64  # what `c:` of a policy file takes
_LONGEST_SLUG = 24
_MARKED = 2
"""Headings from which on a page is taken to mark all of them."""
_SUB = 10
"""The level of a title that marks make (【…】): below every heading of a page."""
_ENDS = re.compile(r"[.。!！?？:：]['\")」』）]*$")


def clauses_of(
    text: str, levels: Mapping[int, int], contents: Container[int] = frozenset()
) -> tuple[Clause, ...]:
    """Take a text apart into clauses; their spans cover all of it but white space.

    Args:
        text: With line feeds between its lines.
        levels: Offsets of lines that a page marks as headings, with their level.
        contents: Offsets of lines of a table of contents.
    """
    lines = lines_of(text, levels, contents)
    blocks = _blocks(text, lines)
    builder = _Builder(text, marked=len(levels) >= _MARKED)
    for position, block in enumerate(blocks):
        builder.add(block, blocks[position + 1] if position + 1 < len(blocks) else None)
    return tuple(builder.clauses)


@dataclass(slots=True)
class _Block:
    """Lines that make one clause; the first one says what it is."""

    first: Line
    end: int
    lines: int = 1


def _blocks(text: str, lines: Sequence[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    before: Line | None = None
    for line in lines:
        if before is not None and blocks and _goes_on(text, blocks[-1], before, line):
            blocks[-1].end = line.end
            blocks[-1].lines += 1
        else:
            blocks.append(_Block(line, line.end))
        before = line
    return blocks


def _goes_on(text: str, block: _Block, before: Line, line: Line) -> bool:
    """Whether a line belongs to the block before it."""
    if line.apart or line.number is not None or line.level or line.marked_title:
        return False
    first = block.first
    if first.level or first.marked_title:
        return False
    if "\t" in text[before.start : before.end] or "\t" in text[line.start : line.end]:
        return False  # each row of a table is a clause of its own
    if first.number is None or line.indent > first.indent:
        return line.indent >= first.indent
    # Wrapped by hand under a flush-left number: the line before it ends in mid-sentence.
    wrapped = not _ENDS.search(text[before.start : before.end]) and not first.titled
    return wrapped and line.indent == first.indent


@dataclass(frozen=True, slots=True)
class _Open:
    """A clause that others may lie in."""

    clause: Clause
    level: int | None


@dataclass(slots=True)
class _Builder:
    text: str
    marked: bool
    """Whether a page marks its headings, so that a short line is none by its looks."""
    clauses: list[Clause] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, block: _Block, following: _Block | None) -> None:
        """Place a block below what is open, and open it."""
        line = self._in_its_list(block.first)
        block = replace(block, first=line)
        level = None if self._is_plain(line) else _level(block, following)
        self._close_for(line, level)
        above = self.stack[-1].clause if self.stack else None
        kind: ClauseKind = (
            "section" if level is not None else "item" if line.number else "paragraph"
        )
        title = _title(self.text, block) if level is not None else None
        clause = Clause(
            id=self._id(line, title, kind),
            kind=kind,
            span=Span(line.start, block.end),
            body=self._body(line.body, block.end),
            number=line.number,
            heading=title,
            parent=above.id if above else None,
            indent=line.indent,
            apart=line.apart,
        )
        self.clauses.append(clause)
        if kind != "paragraph":
            self.stack.append(_Open(clause, level if line.number is None or line.level else None))

    def _in_its_list(self, line: Line) -> Line:
        """(i) after (h) is a letter, イ after ア the second kana: the open list decides."""
        if line.number is None:
            return line
        for one in reversed(self.stack):
            before = one.clause.number
            if before is not None and abs(one.clause.indent - line.indent) <= 1:
                again = in_list(line.number, before)
                if again is not line.number:
                    return replace(line, number=again)
        return line

    def _is_plain(self, line: Line) -> bool:
        return self.marked and not (line.level or line.number or line.marked_title)

    def _body(self, start: int, end: int) -> int:
        """Where the words begin, on the next line if the number stands alone on its own."""
        while start < end and self.text[start].isspace():
            start += 1
        return start

    def _close_for(self, line: Line, level: int | None) -> None:
        if line.level is not None or (level is not None and line.number is None):
            self._close_headings(line.level or level or 1, of_page=line.level is not None)
        elif line.number is None:
            while self.stack and not self._holds_paragraph(self.stack[-1], line):
                self.stack.pop()
        elif line.number.style == "article":
            while self.stack and self.stack[-1].level is None:
                self.stack.pop()
        else:
            self._close_numbers(line, line.number)

    def _close_headings(self, level: int, *, of_page: bool) -> None:
        if not of_page and level == _SUB:
            # Below the numbered section it stands in, beside other marked titles.
            while self.stack and (
                self.stack[-1].level == _SUB or self.stack[-1].clause.kind != "section"
            ):
                self.stack.pop()
            return
        while self.stack and (self.stack[-1].level or _SUB + 1) >= level:
            self.stack.pop()

    def _close_numbers(self, line: Line, number: Number) -> None:
        for depth in range(len(self.stack) - 1, -1, -1):
            one = self.stack[depth]
            if one.level is not None and one.level != _SUB:
                break
            if _siblings(one.clause, line, number):
                del self.stack[depth:]
                return
        while (
            self.stack
            and self.stack[-1].clause.kind == "item"
            and self.stack[-1].level is None
            and self.stack[-1].clause.indent > line.indent
        ):
            self.stack.pop()

    @staticmethod
    def _holds_paragraph(one: _Open, line: Line) -> bool:
        if one.level is not None:
            return True
        if one.clause.kind == "section":
            return one.clause.indent <= line.indent
        return one.clause.indent < line.indent

    def _id(self, line: Line, title: str | None, kind: ClauseKind) -> ClauseKey:
        base = self._base(line.number)
        number = line.number
        if number is not None and number.path:
            own = _own_number(number, self.stack)
        elif title is not None:
            own = _slug(title) or self._counted(base, "s")
        else:
            own = self._counted(base, "b" if kind == "item" else "p")
        wanted = f"{base}.{own}" if base else own
        if wanted in self.used and number is not None and number.path:
            # A second numbering in the same text: its heading tells them apart.
            heading = next((o.clause.id for o in reversed(self.stack) if o.level is not None), "")
            wanted = f"{heading}.{wanted}" if heading and heading not in wanted else wanted
        return self._unused(wanted)

    def _base(self, number: Number | None) -> str:
        """The id to continue: numbers ignore bullets and unnumbered headings at the top."""
        for one in reversed(self.stack):
            bullet = one.clause.number is not None and not one.clause.number.path
            if bullet or (number and number.path and one.clause.number is None):
                continue
            return one.clause.id
        return ""

    def _counted(self, base: str, letter: str) -> str:
        self.counts[base, letter] += 1
        return f"{letter}{self.counts[base, letter]}"

    def _unused(self, wanted: str) -> ClauseKey:
        if len(wanted) > _LONGEST_ID - 6:
            digest = hashlib.sha256(wanted.encode()).hexdigest()[:8]
            wanted = f"{wanted[: _LONGEST_ID - 16]}-{digest}"
        chosen = wanted
        if chosen in self.used:
            self.counts[wanted, "again"] += 1
            chosen = f"{wanted}-{self.counts[wanted, 'again'] + 1}"
            while chosen in self.used:
                self.counts[wanted, "again"] += 1
                chosen = f"{wanted}-{self.counts[wanted, 'again'] + 1}"
        self.used.add(chosen)
        return ClauseKey(chosen)


def _siblings(open_clause: Clause, line: Line, number: Number) -> bool:
    other = open_clause.number
    if other is None or other.style != number.style:
        return False
    if number.style == "path" and len(other.path) != len(number.path):
        return False
    return abs(open_clause.indent - line.indent) <= 1


def _own_number(number: Number, stack: Sequence[_Open]) -> str:
    """The part of the id; `4-1` below clause 4 is 1."""
    if number.style != "path":
        return number.word
    above = next((o.clause.number for o in reversed(stack) if o.clause.number), None)
    if above is not None and above.path and number.path[: len(above.path)] == above.path:
        return ".".join(str(part) for part in number.path[len(above.path) :])
    if above is not None and number.path[0] == above.value:
        return ".".join(str(part) for part in number.path[1:])
    return ".".join(str(part) for part in number.path)


def _level(block: _Block, following: _Block | None) -> int | None:
    """The level of a section; `None` if the block is none."""
    line = block.first
    if line.level is not None:
        return line.level
    if line.marked_title is not None:
        return _SUB
    if line.number is not None and line.number.style == "article":
        return _SUB - 1
    if following is None or block.lines > 1 or not (line.titled and line.apart):
        return None
    if line.number is None:
        return 1 if line.alone and line.indent == 0 else None
    return _SUB - 1 if _begins_a_section(line, line.number, following.first) else None


def _begins_a_section(line: Line, number: Number, following: Line) -> bool:
    """A numbered title has something below it; an item of a list is followed by its sibling."""
    if not number.path:
        return False
    same = following.number is not None and following.number.style == number.style
    return not same or following.indent > line.indent


def _title(text: str, block: _Block) -> str | None:
    line = block.first
    if line.marked_title is not None:
        return line.marked_title
    words = text[line.body : block.end].strip()
    # 第3条（利用目的） 当社は、…: the title is what stands in the brackets.
    found = re.match(r"[（(【]([^（()）】]{1,160})[）)】]", words)
    if found is not None:
        return found.group(1)
    if line.level is not None or line.titled:
        return " ".join(words.split()) or None
    return None


def _slug(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())
    # A Japanese title with one Latin word in it is not named by that word.
    if sum(map(len, words)) * 2 < len(title.replace(" ", "")):
        return ""
    slug = ""
    for word in words:
        if slug and len(slug) + len(word) >= _LONGEST_SLUG:
            break
        slug = f"{slug}-{word}" if slug else word[:_LONGEST_SLUG]
    return slug
