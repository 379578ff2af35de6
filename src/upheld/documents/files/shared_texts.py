"""Texts of a workbook that no cell shows any more: programs may leave them in the file.

Cells name their texts by number (ISO/IEC 29500-1 section 18.4). A text whose number no cell names
is on no sheet, and in the file all the same.
"""

from collections.abc import Iterator

from upheld.documents.files.place import Blocks, Piece, Steps

PART = "xl/sharedStrings.xml"
"""Where they stand."""
_NUMBERED = 20_000_000
"""Numbers that are kept, a byte for each; a text beyond counts as shown by no cell, and is read."""
_DIGITS = 8
_READING = "rPh"
"""How a stretch of the text before it is read aloud: no part of that text (section 18.4.6)."""


class Shown:
    """Which shared texts the cells name."""

    def __init__(self) -> None:
        """Begin with none."""
        self._marks = bytearray()

    def add(self, number: str) -> None:
        """Note what a cell names."""
        if not (number.isascii() and number.isdecimal() and len(number) <= _DIGITS):
            return
        place = int(number)
        if place >= _NUMBERED:
            return
        if place >= len(self._marks):
            self._marks.extend(bytes(place + 1 - len(self._marks)))
        self._marks[place] = 1

    def has(self, number: int) -> bool:
        """Whether a cell names it."""
        return number < len(self._marks) and self._marks[number] == 1


class Unshown:
    """Handler of the part of shared texts; it comes behind all sheets."""

    def __init__(self, at: Steps, shown: Shown) -> None:
        """Take the way to the part, and what the sheets noted."""
        self._at = at
        self._shown = shown
        self._blocks = Blocks()
        self._ready: list[Piece] = []
        self._parts: list[str] = []
        self._number = 0
        self._collects = self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        del attributes
        self._aside = self._aside or name == _READING
        self._collects = name == "t" and not self._aside

    def end(self, name: str) -> None:
        """An element ends."""
        self._collects = False
        if name == _READING:
            self._aside = False
        if name != "si":
            return
        if not self._shown.has(self._number):
            self._ready += self._blocks.add("".join(self._parts), self._at)
        self._number += 1
        self._parts.clear()

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
