"""Every text of a part whose form does not matter: comments, properties, links, cached data."""

from collections.abc import Iterator

from upheld.documents.files.place import Blocks, Piece, Step, Steps

_TOLD = frozenset(
    {
        *("v", "val", "author", "display", "tooltip", "description", "descr", "title", "name"),
        *("connection", "command", "Target", "alt", "href", "caption", "userId", "displayName"),
    }
)
"""Attributes in which people and programs write values: cached cells, links, connections."""
_OF_CELLS = frozenset({"comment", "threadedComment"})
_KNOWN = frozenset({"sheet"})
"""Elements whose names the reader of cells has read."""
_RUNS = frozenset({"t", "r", "rPr", "rPh", "phoneticPr"})
"""Elements that divide one text into runs (ISO/IEC 29500-1 section 18.4)."""
_SHORT = 3
"""Code points of attributes that say nothing: `0`, `1`, `on`. A Japanese name may be as short."""


class Sweep:
    """Handler of one part."""

    def __init__(self, at: Steps) -> None:
        """Take the way to the part."""
        self._at = at
        self._blocks = Blocks()
        self._ready: list[Piece] = []
        self._parts: list[str] = []
        self._cell: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name not in _RUNS:
            self._flush()
        if name in _OF_CELLS:
            self._cell = attributes.get("ref")
        if name in _KNOWN:
            return
        for key, value in attributes.items():
            if key in _TOLD and (len(value) >= _SHORT or not value.isascii()):
                self._ready += self._blocks.add(value, self._here())

    def end(self, name: str) -> None:
        """An element ends."""
        if name not in _RUNS:
            self._flush()
        if name in _OF_CELLS:
            self._cell = None

    def text(self, data: str) -> None:
        """Characters of an element."""
        self._parts.append(data)

    def ready(self) -> Iterator[Piece]:
        """Yield what is complete by now."""
        yield from self._ready
        self._ready.clear()

    def done(self) -> Iterator[Piece]:
        """Yield what was waiting for more."""
        self._flush()
        yield from self.ready()
        yield from self._blocks.end()

    def _flush(self) -> None:
        text = "".join(self._parts).strip()
        self._parts.clear()
        if text:
            self._ready += self._blocks.add(text, self._here())

    def _here(self) -> Steps:
        if self._cell is None:
            return self._at
        return (*self._at, Step("cell", None, self._cell), Step("note"))
