"""What a page says, line by line, read back from its HTML."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = frozenset({"meta", "br", "hr", "img", "input", "link", "col", "wbr"})


@dataclass(slots=True)
class Reading:
    """What stands at one line.

    Attributes:
        text: Everything a reader reads there, without clause marks and notes on links.
        sentences: How many sentences.
        own: Whether the company's own words stand there.
        clauses: The clause marks.
        links: Where its links lead, in order.
    """

    text: str = ""
    sentences: int = 0
    own: bool = False
    clauses: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def read_back(html: str) -> dict[str, Reading]:
    """Return what a page says at each `data-line`; one line may stand at several places."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    """Keeps the stack of elements; text belongs to the innermost line around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, Reading] = {}
        self.stack: list[tuple[str, str | None, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        key = given.get("data-line")
        kind = given.get("class") or ""
        if key is not None:
            reading = self.found.setdefault(key, Reading())
            reading.own = reading.own or "data-own" in given
        self.stack.append((tag, key, kind))
        current = self._line()
        if current is None:
            return
        if kind == "s":
            current.sentences += 1
            current.text += " "
        if tag == "a" and kind != "clause":
            current.links.append(given.get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        current = self._line()
        if current is None:
            return
        kinds = {kind for _, _, kind in self.stack}
        # What an earlier version said is struck out, and was compared when it was published.
        if "vh" in kinds or "ext" in kinds or any(tag == "del" for tag, _, _ in self.stack):
            return
        if "clause" in kinds:
            current.clauses.append(data)
        else:
            current.text += data

    def _line(self) -> Reading | None:
        for _, key, _ in reversed(self.stack):
            if key is not None:
                return self.found[key]
        return None
