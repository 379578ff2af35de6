"""What a sheet holds beside the values of its cells: texts in formulas, links, heads and feet of pages.

Of the cells themselves it notes which of the workbook's shared texts they show.
"""

from collections.abc import Iterator

from upheld.documents.files.place import Blocks, Piece, Step, Steps
from upheld.documents.files.shared_texts import Shown

_TEXTS = frozenset(
    {
        *("f", "formula1", "formula2"),
        *("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"),
    }
)
_OF_LINKS = ("display", "tooltip", "location", "prompt", "error", "promptTitle", "errorTitle")
_OF_CELLS = frozenset({"sheetData", "hyperlink", "dataValidation"})
"""What is about cells; behind it comes what is about the sheet."""
_FORMULA, _VALUE = "f", "v"
_SHARED = "s"
"""Type of a cell whose value is the number of a shared text (ISO/IEC 29500-1 section 18.18.11)."""


class SheetBeside:
    """Handler of one sheet's part (ISO/IEC 29500-1 section 18.3)."""

    def __init__(self, at: Steps, shown: Shown) -> None:
        """Take the way to the part, and what is told of shared texts."""
        self._at = at
        self._shown = shown
        self._blocks = Blocks()
        self._ready: list[Piece] = []
        self._parts: list[str] = []
        self._collects = False
        self._cell: str | None = None
        self._shared = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == "c":
            self._cell, self._shared = attributes.get("r"), attributes.get("t") == _SHARED
        elif name in _TEXTS or (name == _VALUE and self._shared):
            self._collects = True
        elif name in {"hyperlink", "dataValidation"}:
            self._cell = attributes.get("ref", attributes.get("sqref"))
            for key in _OF_LINKS:
                self._ready += self._blocks.add(attributes.get(key, ""), self._here())

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _OF_CELLS:
            self._cell = None
        if not self._collects or (name != _VALUE and name not in _TEXTS):
            return
        self._collects = False
        text = "".join(self._parts)
        self._parts.clear()
        if name == _VALUE:
            self._shown.add(text)
        elif name != _FORMULA or '"' in text:  # a formula without a text in it names cells only
            self._ready += self._blocks.add(text, self._here())

    def text(self, data: str) -> None:
        """Characters of an element."""
        if self._collects:
            self._parts.append(data)

    def ready(self) -> Iterator[Piece]:
        """Yield what is complete by now."""
        yield from self._ready
        self._ready.clear()

    def done(self) -> Iterator[Piece]:
        """Yield what was waiting for more."""
        yield from self.ready()
        yield from self._blocks.end()

    def _here(self) -> Steps:
        if self._cell is None:
            return self._at
        return (*self._at, Step("cell", None, self._cell))
