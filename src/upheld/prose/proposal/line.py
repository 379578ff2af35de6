"""One proposed line of a policy file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from upheld.wording import Text

Value: TypeAlias = Any
"""A scalar, a list or a mapping as it stands in YAML; `None` is what a person has to fill in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedLine:
    """A line, with where it comes from.

    Attributes:
        section: The key at the top of the policy file.
        name: The key of the line; `None` in a section that is a list or one mapping.
        values: What stands behind it.
        words: The words it was read from; empty where nothing in the text says it.
        confidence: 0 to 1.
        note: What a person should look at.
    """

    section: str
    name: str | None
    values: Mapping[str, Value]
    words: str = ""
    confidence: float = 0.5
    note: Text | None = None

    def missing(self, place: str) -> list[str]:
        """Return the paths of what has to be filled in.

        Args:
            place: The path of the line itself.
        """
        return [f"{place}.{path}" for path in _holes(self.values)]


def _holes(value: Value) -> list[str]:
    if isinstance(value, Mapping):
        found: list[str] = []
        for key, inner in value.items():
            found += [key] if inner is None else [f"{key}.{path}" for path in _holes(inner)]
        return found
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """All lines for one text."""

    lines: tuple[ProposedLine, ...]
    unsure: tuple[tuple[str, str, tuple[str, ...]], ...] = field(default=())
    """Clause, sentence, and the areas it could belong to."""

    def missing(self) -> list[str]:
        """Return the paths of everything that has to be filled in, in the order of the file."""
        counts: dict[str, int] = {}
        found: list[str] = []
        for line in self.lines:
            if line.name is not None:
                place = f"{line.section}.{line.name}"
            elif line.section in LISTS:
                place = f"{line.section}.{counts.get(line.section, 0)}"
                counts[line.section] = counts.get(line.section, 0) + 1
            else:
                place = line.section
            found += line.missing(place)
        return found


LISTS = ("history", "children", "not_collected")
"""Sections that are lists."""
