"""Paragraphs and tables of a text document or a slide; a row of a table is read as one text.

WordprocessingML and DrawingML (ISO/IEC 29500-1 sections 17.3 and 21.1) call their paragraphs, runs
and tables alike: `p`, `t`, `tbl`, `tr`, `tc`. Text that was deleted under tracked changes
(`delText`) and codes of fields (`instrText`) are text of the file.
"""

from collections.abc import Iterator

from upheld.documents.files.place import Blocks, Piece, Step, Steps
from upheld.documents.files.rows import Cell, Rows

_TEXT = frozenset({"t", "delText", "instrText"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_FALLBACK = "Fallback"
"""What older programs show instead of the same text (ISO/IEC 29500-3 section 7.6)."""


class _Table:
    def __init__(self, at: Steps) -> None:
        self.at = at
        self.rows = Rows()
        self.row = self.column = 0
        self.cells: list[Cell] = []
        self.paragraphs: list[str] = []


class Paragraphs:
    """Handler of one part."""

    def __init__(self, at: Steps) -> None:
        """Take the way to the part."""
        self._at = at
        self._blocks = Blocks()
        self._ready: list[Piece] = []
        self._open: list[list[str]] = []
        self._tables: list[_Table] = []
        self._counted = {"p": 0, "tbl": 0}
        self._collects = False
        self._skipped = 0
        self._authors: dict[str, None] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._skipped or name == _FALLBACK:
            self._skipped += 1
            return
        if author := attributes.get("author"):
            self._authors.setdefault(author)
        if name == "p":
            self._open.append([])
        elif name in _TEXT:
            self._collects = True
        elif name in _SIGNS and self._open:
            self._open[-1].append(_SIGNS[name])
        elif name in {"tbl", "tr", "tc"}:
            self._start_of_table(name)

    def end(self, name: str) -> None:
        """An element ends."""
        if self._skipped:
            self._skipped -= 1
            return
        if name == "p" and self._open:
            self._paragraph("".join(self._open.pop()))
        elif name in _TEXT:
            self._collects = False
            if name == "instrText" and self._open:
                self._open[-1].append(" ")
        elif name in {"tbl", "tr", "tc"} and self._tables:
            self._end_of_table(name)

    def text(self, data: str) -> None:
        """Characters of a run."""
        if self._collects and self._open and not self._skipped:
            self._open[-1].append(data)

    def ready(self) -> Iterator[Piece]:
        """Yield what is complete by now."""
        yield from self._ready
        self._ready.clear()

    def done(self) -> Iterator[Piece]:
        """Yield what was waiting for more."""
        yield from self.ready()
        yield from self._blocks.end()
        for author in self._authors:
            yield Piece.whole(author, (*self._at, Step("author")))

    def _start_of_table(self, name: str) -> None:
        if name == "tbl":
            if not self._tables:
                self._counted["tbl"] += 1
                self._ready += self._blocks.end()
            self._tables.append(_Table((*self._at, Step("table", self._counted["tbl"]))))
            return
        # A table inside of a cell is text of that cell.
        if len(self._tables) != 1:
            return
        table = self._tables[0]
        if name == "tr":
            table.row, table.column = table.row + 1, 0
        else:
            table.column += 1

    def _end_of_table(self, name: str) -> None:
        if name == "tbl":
            self._tables.pop()
            return
        if len(self._tables) != 1:
            return
        table = self._tables[0]
        if name == "tc":
            at = (*table.at, Step("row", table.row), Step("column", table.column))
            table.cells.append(Cell(table.column, "\n".join(table.paragraphs), at))
            table.paragraphs = []
        else:
            self._ready += table.rows.row(table.cells)
            table.cells = []

    def _paragraph(self, text: str) -> None:
        if self._tables:
            if text.strip():
                self._tables[0].paragraphs.append(text)
            return
        self._counted["p"] += 1
        at = (*self._at, Step("paragraph", self._counted["p"]))
        self._ready += self._blocks.add(text, at)
