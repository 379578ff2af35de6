"""What a picture of a map shows: boxes for tables, and ties that lead towards people.

Tables that are nobody's become one box where there are many tables; the table in words lists all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from upheld.datamap.model import Columns, DataMap, Edge, FieldEntry, OnErase, Retain, TableMap

BoxKind: TypeAlias = Literal["person", "table", "nobody", "folded", "copy"]
TieKind: TypeAlias = Literal["owner", "accessor", "mention", "custodian", "owned", "copy", "asked"]
FOLD_FROM = 13
"""Tables from which on those that are nobody's become one box."""
FOLDED = " "
"""The name of that box: no table is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One way from a row to whose it is.

    Attributes:
        child: The table whose row leads on.
        parent: The table it leads to.
        to: What the map calls it: a kind of person or a table.
        via: The columns, as the map writes them.
        detail: What else the map says of it: `when`, `match`, `decode`.
        inferred: Whether the database declares no key for it.
    """

    child: str
    parent: str
    to: str
    via: str
    kind: TieKind
    detail: tuple[str, ...] = ()
    inferred: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One table, or a copy of one in another place.

    Attributes:
        people: The kinds of person it identifies.
        categories: The columns of each category of data.
        none: Why it is nobody's.
        erase: What happens to a row on erasure.
        retain: The rule that keeps rows, or the `via` of the row they stay with.
        unsure: Points nobody has decided.
        columns: Columns that the map speaks of.
        folded: How many tables stand behind this box; 0 for one of its own.
    """

    name: str
    kind: BoxKind
    people: tuple[str, ...] = ()
    categories: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    none: str | None = None
    erase: str = "delete"
    retain: str | None = None
    hold: str | None = None
    unsure: int = 0
    columns: int = 0
    folded: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """All of one map.

    Attributes:
        boxes: Every table in the map's order, people first.
        ties: Every edge, `owns`, copy, and every edge that is only guessed.
    """

    system: str
    boxes: tuple[Box, ...]
    ties: tuple[Tie, ...]

    def of(self, name: str) -> Sequence[Tie]:
        """The ties of a table to what it leads to."""
        return [tie for tie in self.ties if tie.child == name]

    def folded(self) -> "Chart":
        """Return the chart with what is nobody's behind one box, where there are many tables."""
        nobody = {box.name for box in self.boxes if box.kind == "nobody"}
        tied = {name for tie in self.ties for name in (tie.child, tie.parent)}
        hidden = nobody - tied
        if len(self.boxes) < FOLD_FROM or not hidden:
            return self
        kept = [box for box in self.boxes if box.name not in hidden]
        kept.append(Box(name=FOLDED, kind="folded", folded=len(hidden)))
        return Chart(system=self.system, boxes=tuple(kept), ties=self.ties)


def chart(datamap: DataMap) -> Chart:
    """Read a map into boxes and ties."""
    people: dict[str, tuple[str, ...]] = {}
    for kind, subject in datamap.subjects.items():
        people[subject.table] = (*people.get(subject.table, ()), kind)
    named = [*people, *(name for name in datamap.tables if name not in people)]
    boxes = [_box(name, datamap.tables.get(name, TableMap()), people) for name in named]
    ties = [tie for name in named for tie in _ties(name, datamap)]
    for copy in datamap.derived:
        name = f"{copy.in_}: {copy.key or copy.by}"
        boxes.append(Box(name=name, kind="copy"))
        ties.append(Tie(child=name, parent=copy.of, to=copy.of, via=copy.by or "", kind="copy"))
    for name, how in datamap.collections.items():
        boxes.append(Box(name=name, kind="copy", none=how))
    drawn = {box.name for box in boxes}
    return Chart(
        system=datamap.system,
        boxes=tuple(boxes),
        ties=tuple(tie for tie in ties if {tie.child, tie.parent} <= drawn),
    )


def _box(name: str, entry: TableMap, people: Mapping[str, tuple[str, ...]]) -> Box:
    held: dict[str, list[str]] = {}
    for column, said in entry.fields.items():
        if isinstance(said, FieldEntry):
            held.setdefault(said.category, []).append(column)
    kind: BoxKind = "person" if name in people else "nobody" if entry.none is not None else "table"
    return Box(
        name=name,
        kind=kind,
        people=people.get(name, ()),
        categories={category: tuple(columns) for category, columns in held.items()},
        none=entry.none,
        erase="anonymise" if isinstance(entry.on_erase, OnErase) else entry.on_erase,
        retain=_kept_by(entry.retain),
        hold=entry.hold,
        unsure=sum(1 for point in entry.unsure if point.decided is None),
        columns=len(entry.fields),
    )


def _kept_by(retain: Retain | None) -> str | None:
    if retain is None:
        return None
    return retain.rule or f"→ {spelt(retain.with_ or '')}"


def _ties(name: str, datamap: DataMap) -> Iterator[Tie]:
    entry = datamap.tables.get(name)
    if entry is None:
        return
    for edge in entry.edges:
        yield _tie(name, edge, datamap, edge.role)
    for owned in entry.owns:
        yield Tie(
            child=owned.target, parent=name, to=name, via=f"{name}.{spelt(owned.via)}", kind="owned"
        )
    for point in entry.unsure:
        guess = point.guess
        if point.decided is None and isinstance(guess, dict) and {"to", "via"} <= set(guess):
            parent = _parent(str(guess["to"]), datamap)
            yield Tie(
                child=name,
                parent=parent,
                to=str(guess["to"]),
                via=spelt(guess["via"]),
                kind="asked",
            )


def _tie(name: str, edge: Edge, datamap: DataMap, kind: TieKind) -> Tie:
    detail = {"when": edge.when, "match": edge.match, "decode": edge.decode}
    return Tie(
        child=name,
        parent=_parent(edge.to, datamap),
        to=edge.to,
        via=spelt(edge.via),
        kind=kind,
        detail=tuple(f"{key}: {value}" for key, value in detail.items() if value),
        inferred=edge.declared is False,
    )


def _parent(to: str, datamap: DataMap) -> str:
    subject = datamap.subjects.get(to)
    return to if subject is None else subject.table


def spelt(via: Columns) -> str:
    """Write a `via` as one text."""
    return via if isinstance(via, str) else ", ".join(map(str, via))
