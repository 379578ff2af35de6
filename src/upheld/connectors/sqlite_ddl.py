"""What SQLite tells only in the text of CREATE TABLE: checks, collations, deferral.

A small reader of that one statement, and no more: the grammar is SQLite's own
(https://www.sqlite.org/lang_createtable.html), names may be quoted in four ways.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)"""
    r"""|(?P<name>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])"""
    r"""|(?P<text>'(?:[^']|'')*')"""
    r"""|(?P<word>[\w$]+)"""
    r"""|(?P<mark>.)""",
    re.DOTALL,
)
_WORTH_READING = re.compile(r"\b(?:check|collate|deferrable)\b", re.IGNORECASE)
_TABLE_CONSTRAINTS = frozenset({"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""

    @property
    def name(self) -> str:
        if self.kind == "name":
            quote = self.text[-1]
            return self.text[1:-1].replace(quote * 2, quote) if quote != "]" else self.text[1:-1]
        if self.kind == "text":
            return self.text[1:-1].replace("''", "'")
        return self.text


@dataclass(slots=True, kw_only=True)
class Declaration:
    """What the text of one CREATE TABLE declares.

    Attributes:
        checks: The conditions of CHECK constraints, without the outer parentheses.
        collations: Collation (upper case) by column; absent where none is named.
        deferrable: The column tuples of foreign keys that are initially deferred.
    """

    checks: list[str] = field(default_factory=list)
    collations: dict[str, str] = field(default_factory=dict)
    deferrable: set[tuple[str, ...]] = field(default_factory=set)


def read_declaration(sql: str | None) -> Declaration:
    """Read the text of a CREATE TABLE statement as SQLite keeps it."""
    declaration = Declaration()
    # Most tables declare none of the three; 500 tables are then read in no time.
    if not sql or not _WORTH_READING.search(sql):
        return declaration
    for part in _definitions(list(_tokens(sql))):
        _read_definition(sql, part, declaration)
    return declaration


def _tokens(sql: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(sql):
        kind = match.lastgroup or "mark"
        if kind != "space":
            yield _Token(kind=kind, text=match.group(), start=match.start(), end=match.end())


def _definitions(tokens: Sequence[_Token]) -> Iterator[list[_Token]]:
    """Split what stands between the outer parentheses at its commas."""
    depth = 0
    part: list[_Token] = []
    for token in tokens:
        opens, closes = token.text == "(", token.text == ")"
        if closes:
            depth -= 1
            if depth == 0:
                break
        if depth == 1 and token.text == ",":
            yield part
            part = []
        elif depth >= 1:
            part.append(token)
        if opens:
            depth += 1
    if part:
        yield part


def _read_definition(sql: str, part: Sequence[_Token], into: Declaration) -> None:
    of_table = part[0].word in _TABLE_CONSTRAINTS
    columns: tuple[str, ...] = () if of_table else (part[0].name,)
    position = 0
    while position < len(part):
        word = part[position].word
        if word == "CHECK":
            closing = _closing(part, position + 1)
            into.checks.append(sql[part[position + 1].end : part[closing].start].strip())
            position = closing
        elif word == "COLLATE" and not of_table:
            into.collations[columns[0]] = part[position + 1].name.upper()
        elif word == "FOREIGN":
            closing = _closing(part, position + 2)
            names = part[position + 3 : closing]
            columns = tuple(token.name for token in names if token.text != ",")
            position = closing
        elif word == "DEFERRED" and part[position - 1].word == "INITIALLY":
            into.deferrable.add(columns)
        elif part[position].text == "(":
            position = _closing(part, position)
        position += 1


def _closing(part: Sequence[_Token], opening: int) -> int:
    depth = 0
    for position in range(opening, len(part)):
        if part[position].text == "(":
            depth += 1
        elif part[position].text == ")":
            depth -= 1
            if depth == 0:
                return position
    return len(part) - 1
