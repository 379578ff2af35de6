"""Where a finding lies in a file: the way into it, and the offsets of the text at its end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from upheld.documents.files.grid import grid_of
from upheld.documents.files.place import Piece, Step, Steps, Stretch, Unread, worded
from upheld.terminal.screen import SCREEN
from upheld.wording import Language

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.detection import Finding

_OURS = frozenset({"cell"})
"""Steps whose names we make; all others are the file's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A finding and its place.

    Attributes:
        file: What the file is called.
        finding: Its offsets are those of the text at the end of the way.
        at: The way into the file; `None` for plain text, which needs none.
        of_file: Whether its offsets are those of the whole file, as in a table as text.
    """

    file: str
    finding: "Finding"
    at: Steps | None = None
    of_file: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the documented object."""
        said = {"file": self.file, **asdict(self.finding)}
        return said if self.at is None else {**said, "at": [one.as_json() for one in self.at]}

    def where(self, language: Language) -> str:
        """Return the place for people."""
        place = f"{self.file}:{self.finding.line}:{self.finding.column}"
        if not self.at:
            return place
        return f"{place if self.of_file else self.file}: {worded(self.at, language)}"


def in_text(file: str, text: str, findings: "Sequence[Finding]") -> "Iterator[Located]":
    """Place what was found in a text; in a table as text with row and column."""
    grid = grid_of(text) if findings else None
    if grid is None:
        yield from (Located(file=file, finding=one) for one in findings)
        return
    ordered = sorted(findings, key=lambda one: one.start)
    places = grid.places(text, [one.start for one in ordered])
    for one, at in zip(ordered, places, strict=True):
        yield Located(file=file, finding=one, at=at, of_file=True)


def in_piece(file: str, piece: Piece, findings: "Sequence[Finding]") -> "Iterator[Located]":
    """Place what was found in a piece; what lies in no stretch is context and was no content."""
    for one in findings:
        for stretch in piece.stretches:
            if one.start < stretch.end and one.end > stretch.start:
                yield Located(file=file, finding=_within(piece, stretch, one), at=stretch.at)
                break


def _within(piece: Piece, stretch: Stretch, one: "Finding") -> "Finding":
    start, end = max(one.start, stretch.start), min(one.end, stretch.end)
    line = piece.text.count("\n", stretch.start, start) + 1
    line_start = max(piece.text.rfind("\n", stretch.start, start) + 1, stretch.start)
    return replace(
        one,
        start=start - stretch.start,
        end=end - stretch.start,
        line=line,
        column=start - line_start + 1,
    )


def unread_as_json(file: str, one: Unread) -> dict[str, Any]:
    """Return the documented object of what was not looked into."""
    return {
        "file": file,
        "at": [step.as_json() for step in one.at],
        "code": one.code,
        "what": one.what.in_language(SCREEN.language),
    }


class Names:
    """Leaves out names of steps that are personal data themselves: a sheet called after a person."""

    def __init__(self, is_personal: Callable[[str], bool]) -> None:
        """Take what tells."""
        self._is_personal = is_personal
        self._known: dict[str, bool] = {}

    def harmless(self, at: Steps) -> Steps:
        """Return a way with its numbers, and with the names that may be shown."""
        return tuple(Step(step.kind, step.number) if self._tells(step) else step for step in at)

    def located(self, one: Located) -> Located:
        """Return a finding that may be shown."""
        return one if not one.at else replace(one, at=self.harmless(one.at))

    def unread(self, one: Unread) -> Unread:
        """Return what was not read so that it may be shown."""
        return replace(one, at=self.harmless(one.at))

    def _tells(self, step: Step) -> bool:
        if step.name is None or step.kind in _OURS:
            return False
        known = self._known.get(step.name)
        if known is None:
            known = self._known[step.name] = self._is_personal(step.name)
        return known
