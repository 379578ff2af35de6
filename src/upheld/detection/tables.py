"""The head of the column that a place in a text is in: in a table it says what a value is."""

from upheld.detection.folding import lowered
from upheld.detection.lexicon import Hit, Lexicon, begins_as_word, ends_as_word
from upheld.detection.roles import Role, Roles

_LINE, _TABLE = 4096, 2048
"""Code points: the longest line of a table, and how far up its beginning is looked for."""


class Tables:
    """The tables in one folded text; what was looked at is remembered."""

    def __init__(self, plain: str, lexicon: Lexicon) -> None:
        """Look at nothing yet."""
        self._plain = plain
        self._lexicon = lexicon
        self._lines: dict[int, tuple[str, list[str]]] = {}
        self._heads: dict[str, list[Hit]] = {}

    def role(self, start: int, roles: Roles) -> Role | None:
        """What the head of the column that a place is in says of a rule's values."""
        head = self._head(start)
        if not head:
            return None
        words = self._lexicon.words
        hits = self._heads.get(head)
        if hits is None:
            hits = self._heads[head] = self._lexicon.hits(head)
        for spelling, begin, end in reversed(hits):
            word, plain = words[spelling]
            role = roles.of.get(word)
            if role is None:
                continue
            if not plain or (begins_as_word(head, begin) and ends_as_word(head, end)):
                return role
        return None

    def _head(self, start: int) -> str:
        """The head of the column that a place is in, in lower case, or ""."""
        line = self._plain.rfind("\n", max(0, start - _LINE), start) + 1
        if not line:
            return ""
        table = self._lines.get(line)
        if table is None:
            table = self._lines[line] = self._table(line)
        sign, heads = table
        return heads[self._plain.count(sign, line, start)] if heads else ""

    def _table(self, line: int) -> tuple[str, list[str]]:
        """What parts the cells of a line, and the heads of the table that it is in, if any.

        A table is the lines right above with as many signs between cells as this one; its
        first line has the heads. The first line of the text has them in a table that is long.
        """
        plain = self._plain
        own = plain[line : line + _LINE].partition("\n")[0]
        sign = next((sign for sign in "\t,;|" if sign in own), "")
        if not sign:
            return "", []
        count = own.count(sign)
        head = ""
        for above in reversed(plain[max(0, line - _TABLE) : line - 1].split("\n")):
            if above.count(sign) != count:
                break
            head = above
        else:
            first = plain[:_LINE].partition("\n")[0]
            head = first if first.count(sign) == count else head
        return sign, lowered(head).split(sign) if head else []
