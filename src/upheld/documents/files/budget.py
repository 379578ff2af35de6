"""How much one file may cost: bytes, bytes unpacked, files inside of files, cells, seconds."""

from dataclasses import dataclass
from time import monotonic

from upheld.documents.files.refusing import DocumentTooLargeError, too_large
from upheld.wording import Text

_MEBI = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one file, with everything inside of it.

    Attributes:
        file_bytes: Of the file itself.
        text_bytes: Of one text that is held in memory as a whole.
        unpacked_bytes: Of everything that is unpacked from it.
        ratio: Unpacked bytes for each packed one, of members above 10 MiB.
        depth: Files inside of files.
        parts: Files, messages and pages in it.
        cells: Of its tables.
        seconds: Until it is given up.
    """

    file_bytes: int = 1024 * _MEBI
    text_bytes: int = 256 * _MEBI
    unpacked_bytes: int = 2048 * _MEBI
    ratio: int = 200
    depth: int = 8
    parts: int = 200_000
    cells: int = 20_000_000
    seconds: float = 1_800.0


class BudgetSpentError(DocumentTooLargeError):
    """The whole file is given up; nothing more of it is read."""


class Budget:
    """What is left of the limits while a file is read."""

    def __init__(self, limits: Limits) -> None:
        """Begin with all of it; the clock runs from here."""
        self.limits = limits
        self._unpacked = self._parts = self._cells = 0
        self._ends = monotonic() + limits.seconds

    def tick(self) -> None:
        """Give up where the time is over.

        Raises:
            BudgetSpentError: It is.
        """
        if monotonic() >= self._ends:
            raise _spent(
                Text(
                    en=f"reading it takes longer than {self.limits.seconds:g} seconds",
                    ja=f"読み取りに {self.limits.seconds:g} 秒以上かかります",
                )
            )

    def unpack(self, count: int) -> None:
        """Count unpacked bytes.

        Raises:
            BudgetSpentError: They are too many.
        """
        self._unpacked += count
        if self._unpacked > self.limits.unpacked_bytes:
            raise _spent(
                Text(
                    en=f"it unpacks to more than {self.limits.unpacked_bytes // _MEBI} MiB",
                    ja=f"展開すると {self.limits.unpacked_bytes // _MEBI} MiB を超えます",
                )
            )

    def part(self) -> None:
        """Count a file, a message or a page.

        Raises:
            BudgetSpentError: They are too many, or the time is over.
        """
        self._parts += 1
        if self._parts > self.limits.parts:
            raise _spent(
                Text(
                    en=f"it has more than {self.limits.parts:,} parts",
                    ja=f"{self.limits.parts:,} を超えるパートがあります",
                )
            )
        self.tick()

    def row(self, cells: int) -> None:
        """Count the cells of a row.

        Raises:
            BudgetSpentError: They are too many, or the time is over.
        """
        self._cells += cells + 1
        if self._cells > self.limits.cells:
            raise _spent(
                Text(
                    en=f"it has more than {self.limits.cells:,} cells",
                    ja=f"{self.limits.cells:,} を超えるセルがあります",
                )
            )
        self.tick()


def _spent(what: Text) -> BudgetSpentError:
    refusal = too_large(what)
    return BudgetSpentError(refusal.what, remedy=refusal.remedy)
