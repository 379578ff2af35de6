"""Tables while they are being drawn, and the rows that fill them without breaking a rule."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from tests.random_schemas.model import Column, Edge, ForeignKey, Kind, Row, Table

AS_OF = date(2026, 6, 15)
PERIODS = {"rule1": "P1Y", "rule2": "P90D", "rule3": "P18M"}


@dataclass(slots=True, kw_only=True)
class Draft:
    """A table while it is being drawn."""

    name: str
    columns: dict[str, Column]
    primary_key: tuple[str, ...]
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    fillers: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def add(self, name: str, kind: Kind = "text", *, nullable: bool = True, **more: Any) -> str:
        """Add a column; return its name."""
        self.columns[name] = Column(name=name, kind=kind, nullable=nullable, **more)
        return name

    def finished(self) -> Table:
        """Return the table."""
        return Table(
            name=self.name,
            columns=tuple(self.columns.values()),
            primary_key=self.primary_key,
            foreign_keys=tuple(self.foreign_keys),
            edges=tuple(self.edges),
            **self.extra,
        )


def _key(kind: Kind, number: int, random: Random) -> Any:
    """A key that has near misses: 5 and 51, `k_1` and `kx1` (`_` is LIKE's wildcard)."""
    if kind == "integer":
        return (5, 51, 515, 1, 15, 151)[number] if number < 6 else number + 600
    if kind == "uuid":
        text = f"{random.getrandbits(96):024x}"
        return f"{number:08x}-{text[:4]}-{text[4:8]}-{text[8:12]}-{text[12:]}"
    return f"k{'_x'[number % 2]}{number // 2}"


class Filling:
    """Fills a drawn schema with rows that satisfy it."""

    def __init__(self, drafts: list[Draft], counts: list[int], seed: int) -> None:
        self.random = Random(seed)
        self.drafts = drafts
        self.rows: dict[str, list[Row]] = {
            draft.name: [self.fresh(draft, number) for number in range(count)]
            for draft, count in zip(drafts, counts, strict=True)
        }
        for draft in drafts:
            for row in self.rows[draft.name]:
                for way, facts in draft.fillers:
                    self.refer(draft, row, way, facts)

    def fresh(self, draft: Draft, number: int) -> Row:
        """A row without its references; every text that is personal is a needle of its own."""
        name = f"{draft.name}x{number}"
        row: Row = {}
        for column in draft.columns.values():
            row[column.name] = self.value(column, name)
        if draft.primary_key == ("id",):
            row["id"] = _key(draft.columns["id"].kind, number, self.random)
        elif draft.primary_key:
            row["k1"], row["k2"] = number // 3, f"part{number % 3}"
        row["mark"] = f"m-{name}"
        for column_name, fixed in (
            ("code", f"c-{name}"),
            ("email", f"needle-{name}-email@example.jp"),
        ):
            if column_name in row:
                row[column_name] = fixed
        if "status" in row:
            row["status"] = self.random.choice(("closed", "open"))
        if "began" in row:
            row["began"] = self.began(draft)
        if "deleted_at" in row:
            row["deleted_at"] = self.random.choice((None, "2026-01-20"))
        return row

    def value(self, column: Column, name: str) -> Any:
        """A value of the column's type; its text occurs nowhere else."""
        if column.nullable and self.random.random() < 0.2:
            return None
        if column.kind == "integer":
            return self.random.randint(10_000, 10**9)
        if column.kind == "date":
            return f"{self.random.randint(1950, 2010)}-{self.random.randint(2, 12):02d}-17"
        return f"needle-{name}-{column.name}"

    def began(self, draft: Draft) -> str | None:
        """A day well before or well after the rule's first day that is past."""
        if draft.columns["began"].nullable and self.random.random() < 0.2:
            return None
        days = {"rule1": 365, "rule2": 90, "rule3": 548}[draft.extra["retain"].rule]
        back = self.random.choice((days - 40, days + 40)) + self.random.randint(-30, 30)
        return (AS_OF - timedelta(days=back)).isoformat()

    def refer(self, draft: Draft, row: Row, way: str, facts: dict[str, Any]) -> None:
        """Fill one reference of one row."""
        random, via = self.random, facts["via"]
        if way == "columns":
            if draft.columns[via[0]].nullable and random.random() < 0.25:
                row.update(dict.fromkeys(via))
                return
            parent = random.choice(self.rows[facts["to"]])
            row.update({c: parent[b] for c, b in zip(via, facts["by"], strict=True)})
        elif way == "pair":
            name = random.choice(facts["to"])
            row[via] = random.choice(self.rows[name])["id"]
            # One in six names a table that the map does not follow: the same number, nobody.
            row[facts["which"]] = name if random.random() < 5 / 6 else "Other"
            if draft.columns[via].nullable and random.random() < 0.2:
                row[via] = None
        else:
            parent = random.choice(self.rows[facts["to"]])
            row[via] = self.text(draft.columns[via], row["mark"], way, parent)

    def text(self, column: Column, mark: str, way: str, parent: Row) -> Any:
        """A text that names a person, sometimes in other letter case, sometimes nobody."""
        email = parent["email"] if self.random.random() < 0.6 else parent["email"].upper()
        if way == "email":
            return None if column.nullable and self.random.random() < 0.2 else email
        if way == "json":
            document = {"note": f"needle-{mark}-note", "ip": "203.0.113.77", "n": 1}
            known = {"ref": parent["id"], "email": email}
            return document | ({} if self.random.random() < 0.15 else known)
        prefix = "user" if self.random.random() < 0.85 else "team"
        return f"{prefix}:{parent['id']}:{mark}"
