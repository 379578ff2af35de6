"""What discovery proposes: a data map of guesses, each with its reason and confidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from upheld.datamap.model import Columns, Role
from upheld.wording import Text

PLACED = 0.8
"""Confidence (0 to 1) from which a guess takes its place; below, a person decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedEdge:
    """A guessed edge; `to` is a kind of person or a table."""

    to: str
    table: str
    via: Columns
    role: Role
    confidence: float
    why: str
    declared: bool = False
    references: tuple[str, ...] | None = None
    match: str | None = None
    when: str | None = None
    decode: str | None = None
    path: str | None = None

    def as_map(self) -> dict[str, Any]:
        """Write it as the data map does, without what is not set."""
        found: dict[str, Any] = {"to": self.to, "via": self.via, "role": self.role}
        if self.references:
            found["references"] = list(self.references)
        found |= {
            key: value
            for key, value in (
                ("match", self.match), ("when", self.when), ("decode", self.decode),
                ("path", self.path),
            )
            if value is not None
        }  # fmt: skip
        if not self.declared:
            found["declared"] = False
        return found

    def as_placed(self) -> dict[str, Any]:
        """Write it with its reason, for the place it takes."""
        return {**self.as_map(), "why": self.why, "confidence": round(self.confidence, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedOwns:
    """A row that belongs to whoever owns the row that names it."""

    table: str
    via: str
    why: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A point only a person can decide."""

    point: str
    guess: Any
    why: str
    confidence: float


@dataclass(slots=True, kw_only=True)
class ProposedTable:
    """One table while it is being discovered; filled step by step."""

    name: str
    none: str | None = None
    edges: list[ProposedEdge] = field(default_factory=list)
    owns: list[ProposedOwns] = field(default_factory=list)
    fields: dict[str, Any] = field(default_factory=dict)
    json: dict[str, dict[str, str]] = field(default_factory=dict)
    soft_delete: str | None = None
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def owned(self) -> bool:
        """Whether some of its rows are a person's."""
        return bool(self.edges)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedSubject:
    """A kind of person and the table that identifies it.

    Attributes:
        staff: Whether these are the staff, where customers are kept in another table.
    """

    kind: str
    table: str
    key: Columns
    identifiers: Mapping[str, str]
    confidence: float
    why: str
    remark: str | None = None
    staff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A whole proposed map; tables in the order of their names."""

    system: str
    subjects: tuple[ProposedSubject, ...]
    tables: Mapping[str, ProposedTable]

    def summary(self) -> Text:
        """Say in one sentence what was found."""
        edges = sum(len(t.edges) for t in self.tables.values())
        nobody = sum(1 for t in self.tables.values() if t.none is not None)
        doubts = sum(len(t.doubts) for t in self.tables.values())
        kinds = ", ".join(f"`{s.kind}` (`{s.table}`)" for s in self.subjects)
        return Text(
            en=f"{len(self.tables)} tables: people in {kinds or 'no table'}, {edges} edges, "
            f"{nobody} tables without personal data, {doubts} points to decide",
            ja=f"表 {len(self.tables)} 件: 本人の表 {kinds or 'なし'}、エッジ {edges} 件、"
            f"個人データのない表 {nobody} 件、判断が必要な点 {doubts} 件",
        )
