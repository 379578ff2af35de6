"""The way into one file: its budget, how deep it is, and how a file inside of it is read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeAlias, cast

from upheld.documents.files.budget import Budget, BudgetSpentError
from upheld.documents.files.place import Items, Step, Steps, Unread
from upheld.documents.files.refusing import REFUSED, too_large
from upheld.wording import Text

BLOCK_BYTES = 65_536
_IN_MEMORY_BYTES = 16 << 20
"""Of a file inside of a file; a larger one lies in a temporary file without a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A file that can be read from any place.

    Attributes:
        stream: Its bytes.
        size: How many they are.
        path: Where it lies, if it is no file inside of another.
    """

    stream: BinaryIO = field(repr=False)
    size: int
    path: Path | None = None

    def whole(self) -> bytes:
        """Return all bytes."""
        self.stream.seek(0)
        return self.stream.read()


Reader: TypeAlias = "Callable[[Opened, Walk], Items]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Where the reading of one file has come to.

    Attributes:
        budget: What is left of the limits; shared by everything inside.
        read: Reads a file, whatever it is.
        at: The way in so far.
        depth: How many files lie around this one.
    """

    budget: Budget
    read: Reader
    at: Steps = ()
    depth: int = 0

    def to(self, *steps: Step) -> Steps:
        """Return the way in to a place of this file."""
        return (*self.at, *steps)

    def into(self, blocks: Iterator[bytes], *steps: Step) -> Items:
        """Read a file inside of this one; that it cannot be read does not stop the others."""
        at = self.to(*steps)
        try:
            self.budget.part()
            if self.depth >= self.budget.limits.depth:
                raise too_large(_too_deep(self.budget.limits.depth))
            with SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES) as kept:
                for block in blocks:
                    kept.write(block)
                opened = Opened(stream=cast("BinaryIO", kept), size=kept.tell())
                kept.seek(0)
                yield from self.read(opened, replace(self, at=at, depth=self.depth + 1))
        except BudgetSpentError:
            raise
        except REFUSED as refusal:
            yield Unread(at=at, code=refusal.code, what=refusal.what)


def _too_deep(limit: int) -> Text:
    return Text(
        en=f"files lie more than {limit} deep in each other",
        ja=f"ファイルの入れ子が {limit} 段を超えています",
    )
