"""Paragraphs and tables of a text document or a slide; a row of a table is read as one text.

WordprocessingML and DrawingML (ISO/IEC 29500-1 sections 17.3 and 21.1) call their paragraphs, runs
and tables alike: `p`, `t`, `tbl`, `tr`, `tc`. Text that was deleted under tracked changes
(`delText`) and codes of fields (`instrText`) are text of the file. So is what a file holds for older
programs (`Fallback`, ISO/IEC 29500-3 section 7.6), where it says something else than for newer ones.
"""

from collections.abc import Iterator

from upheld.documents.files.place import Blocks, Piece, Step, Steps
from upheld.documents.files.rows import Cell, Rows

_TEXT = frozenset({"t", "delText", "instrText"})
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_CHOICES, _FALLBACK = "AlternateContent", "Fallback"
_OF_TABLES = frozenset({"tbl", "tr", "tc"})


class _Table:
    def __init__(self, at: Steps) -> None:
        self.at = at
        self.rows = Rows()
        self.row = self.column = 0
        self.cells: list[Cell] = []
        self.paragraphs: list[str] = []


class _Choices:
    """What newer programs show of alternatives, so that the same text for older ones is read once."""

    def __init__(self) -> None:
        self._begun: list[int] = []
        self._shown: set[str] = set()
        self._older = 0

    @property
    def older(self) -> bool:
        """Whether what is read now is for older programs."""
        return self._older > 0

    def begin(self, paragraph: list[str]) -> None:
        """Alternatives begin behind the runs that their paragraph has by now."""
        if not self._begun:
            self._shown.clear()
        self._begun.append(len(paragraph))

    def end(self) -> None:
        """The alternatives end."""
        self._begun.pop()

    def begin_older(self, paragraph: list[str]) -> None:
        """The text for older programs begins; what newer ones show has been read."""
        self._shown.add("".join(paragraph[self._begun[-1] if self._begun else 0 :]))
        self._older += 1

    def end_older(self) -> None:
        """It ends."""
        self._older -= 1

    def repeats(self, text: str) -> bool:
        """Whether a paragraph for older programs says what newer ones show; remembers of the latter."""
        if self.older:
            return not text.strip() or text in self._shown
        if self._begun:
            self._shown.add(text)
        return False


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
        self._choices = _Choices()
        self._authors: dict[str, None] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if author := attributes.get("author"):
            self._authors.setdefault(author)
        if name == "p":
            self._open.append([])
        elif name in _TEXT:
            self._collects = True
        elif name in _SIGNS and self._open:
            self._open[-1].append(_SIGNS[name])
        elif name in _OF_TABLES and not self._choices.older:
            self._start_of_table(name)
        elif name == _CHOICES:
            self._choices.begin(self._runs())
        elif name == _FALLBACK:
            self._choices.begin_older(self._runs())
            self._open.append([])

    def end(self, name: str) -> None:
        """An element ends."""
        if name == "p" and self._open:
            self._paragraph("".join(self._open.pop()))
        elif name in _TEXT:
            self._collects = False
            if name == "instrText" and self._open:
                self._open[-1].append(" ")
        elif name in _OF_TABLES and self._tables and not self._choices.older:
            self._end_of_table(name)
        elif name == _CHOICES:
            self._choices.end()
        elif name == _FALLBACK:
            self._paragraph("".join(self._open.pop()))
            self._choices.end_older()

    def text(self, data: str) -> None:
        """Characters of a run."""
        if self._collects and self._open:
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

    def _runs(self) -> list[str]:
        return self._open[-1] if self._open else []

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
        if self._choices.repeats(text):
            return
        if self._tables:
            if text.strip():
                self._tables[0].paragraphs.append(text)
            return
        self._counted["p"] += 1
        at = (*self._at, Step("paragraph", self._counted["p"]))
        self._ready += self._blocks.add(text, at)
