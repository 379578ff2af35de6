"""Random databases with their data maps, all of which satisfy their own constraints.

Hypothesis draws the shape, so that a counter-example shrinks to few tables and features; the
rows come from a seeded generator, because drawing each value would be slow.

Left out on purpose, since the document does not decide them: owner edges on a table of
people, owner references that lead nowhere, a soft delete that counts on a table others refer
to, `on_erase: unlink` together with `retain`, and nullable columns that hold a JSON path or a
text pattern.
"""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.random_schemas.filling import AS_OF, PERIODS, Draft, Filling
from tests.random_schemas.model import (
    Column,
    Edge,
    ForeignKey,
    Kind,
    Model,
    OnDelete,
    Owns,
    Person,
    Retain,
    Role,
    Table,
)

FEATURES = frozenset(
    {
        "two kinds", "composite", "no key", "references", "undeclared", "polymorphic", "json",
        "email", "pattern", "self", "cycle", "outside", "retain", "owns", "soft delete",
        "shared", "unlink", "keep", "anonymise", "unique",
    }
)  # fmt: skip
ON_DELETE: tuple[OnDelete, ...] = (
    "no action", "restrict", "cascade", "set null", "set default",
)  # fmt: skip
WEAKER: tuple[Role, ...] = ("accessor", "mention", "custodian")
ROLES: tuple[Role, ...] = ("owner", "owner", "owner", "owner", "owner", *WEAKER)


class Shape:
    """Draws one schema; every choice goes through `draw`, so that it can shrink."""

    def __init__(self, draw: st.DrawFn, features: frozenset[str]) -> None:
        self.draw = draw
        self.features = features
        self.drafts: list[Draft] = []
        self.persons: list[Person] = []

    def chance(self, feature: str, percent: int) -> bool:
        """Whether to use a feature here; shrinks to not using it."""
        return feature in self.features and self.draw(st.integers(0, 99)) >= 100 - percent

    def pick(self, options: Any) -> Any:
        """One of the options; shrinks to the first."""
        return self.draw(st.sampled_from(list(options)))

    def start(self, index: int, *, person: bool) -> Draft:
        """A table with its key and its plain and personal columns."""
        draft = Draft(name=f"t{index}", columns={}, primary_key=("id",))
        if not person and self.chance("composite", 20):
            draft.primary_key = ("k1", "k2")
            draft.add("k1", "integer", nullable=False)
            draft.add("k2", nullable=False)
        elif not person and self.chance("no key", 12):
            draft.primary_key = ()
        else:
            draft.add("id", self.pick(("integer", "uuid", "text")), nullable=False)
        draft.add("mark", nullable=False)
        for number in range(self.draw(st.integers(0, 2))):
            kind: Kind = self.pick(("text", "text", "integer", "date"))
            unique = kind == "text" and self.chance("unique", 10)
            nullable = self.draw(st.booleans())
            draft.add(f"p{number}", kind, nullable=nullable, unique=unique, category="free_text")
        if draft.primary_key and self.chance("references", 15):
            draft.add("code", nullable=False, unique=True)
        return draft

    def treat(self, draft: Draft, *, person: bool) -> None:
        """What happens to its rows: action, retention, soft delete, sharing."""
        personal = [c for c in draft.columns.values() if c.category]
        if self.chance("anonymise", 25) and personal:
            draft.extra["action"] = "anonymise"
            if self.draw(st.booleans()):
                draft.extra["anonymise"] = {c.name: self.how(c) for c in personal}
        elif not person and self.chance("keep", 6):
            draft.extra["action"] = "keep"
        elif not person and self.cuttable(draft) and self.chance("unlink", 20):
            draft.extra["action"] = "unlink"
        unlinks = draft.extra.get("action") == "unlink" or any(e.unlink for e in draft.edges)
        if not unlinks and draft.extra.get("action") != "keep" and self.chance("retain", 30):
            draft.add("began", "date", nullable=self.draw(st.booleans()))
            draft.add("status", nullable=False)
            may_keep = [n for n, c in draft.columns.items() if c.kind != "json"]
            draft.extra["retain"] = Retain(
                rule=self.pick(PERIODS),
                start="began",
                when=("status", "closed") if self.draw(st.booleans()) else None,
                keep=tuple(self.draw(st.lists(st.sampled_from(may_keep), unique=True, max_size=4))),
                after=self.pick(("delete", "anonymise")),
            )
        if self.chance("shared", 50):
            draft.extra["shared"] = self.pick(("last_owner", "any_owner", "primary"))
        if not person and self.chance("soft delete", 15):
            draft.add("deleted_at", "date")
            draft.extra["gone"] = ("deleted_at", self.leaf(draft) and self.draw(st.booleans()))

    def cuttable(self, draft: Draft) -> bool:
        """Whether every owner edge goes by columns that may be NULL."""
        return all(
            draft.columns[c].nullable and edge.path is None and edge.pattern is None
            for edge in draft.edges
            if edge.role == "owner"
            for c in edge.via
        )

    def leaf(self, draft: Draft) -> bool:
        """Whether no table refers to this one."""
        return not any(
            key.parent == draft.name for other in self.drafts for key in other.foreign_keys
        ) and not any(edge.to == draft.name for other in self.drafts for edge in other.edges)

    def how(self, column: Column) -> Any:
        """A way of anonymising that the column's type and constraints allow."""
        ways: list[Any] = ["redact", "token", {"set": "gone"}]
        if column.kind != "text":
            ways = ["zero" if column.kind == "integer" else "truncate"]
        elif column.unique:
            ways = ["token"]
        return self.pick([*ways, None] if column.nullable else ways)

    def targets(self, draft: Draft) -> list[Draft]:
        """Tables an edge of this one may lead to."""
        index = self.drafts.index(draft)
        return [d for d in self.drafts[:index] if d.primary_key and not d.extra.get("none")]

    def name_of(self, target: Draft) -> str:
        """How an edge names it: a kind of person, or a table."""
        return next((p.kind for p in self.persons if p.table == target.name), target.name)

    def connect(self, draft: Draft, target: Draft, *, role: Role, back: bool = False,
                mapped: bool = True, declared: bool = True) -> None:  # fmt: skip
        """A reference by columns: declared or not, nullable or not, to a key or a code."""
        number = len(draft.fillers)
        by = target.primary_key
        if "code" in target.columns and self.name_of(target) == target.name:
            by = ("code",) if self.draw(st.booleans()) else by
        nullable = self.draw(st.booleans())
        # A cycle of keys that are neither nullable nor deferrable could never be deleted.
        deferrable = declared and (self.draw(st.booleans()) or (back and not nullable))
        kinds = ("no action",) if back and not nullable else ON_DELETE
        via = tuple(
            draft.add(f"r{number}_{c}", target.columns[c].kind, nullable=nullable) for c in by
        )
        if declared:
            draft.foreign_keys.append(
                ForeignKey(
                    columns=via, parent=target.name, parent_columns=by,
                    on_delete=self.pick(kinds), deferrable=deferrable,
                )
            )  # fmt: skip
        draft.fillers.append(("columns", {"via": via, "to": target.name, "by": by}))
        if mapped:
            unlink = nullable and role == "owner" and self.chance("unlink", 20)
            references = () if by == target.primary_key else by
            draft.edges.append(
                Edge(
                    to=self.name_of(target),
                    via=via,
                    role=role,
                    references=references,
                    unlink=unlink,
                )
            )

    def connect_pair(self, draft: Draft, target: Draft, role: Role) -> None:
        """A polymorphic pair: `x_type` says which table `x_id` refers to, if any we map."""
        number = len(draft.fillers)
        kind = target.columns["id"].kind
        same = [
            d for d in self.targets(draft)
            if d is not target and d.primary_key == ("id",) and d.columns["id"].kind == kind
        ]  # fmt: skip
        nullable = self.draw(st.booleans())
        via = draft.add(f"r{number}_id", kind, nullable=nullable)
        which = draft.add(f"r{number}_type", nullable=False)
        options = [target, *same[: self.draw(st.integers(0, 1))]]
        for option in options:
            draft.edges.append(
                Edge(to=self.name_of(option), via=(via,), role=role, when=(which, option.name))
            )
        names = [option.name for option in options]
        draft.fillers.append(("pair", {"via": via, "which": which, "to": names}))

    def connect_text(self, draft: Draft, target: Draft, role: Role) -> None:
        """An edge hidden in text: a JSON path, an e-mail address, or a pattern."""
        number = len(draft.fillers)
        ways = [f for f in ("email", "json", "pattern") if f in self.features]
        way = self.pick(ways)
        to = self.name_of(target)
        if way == "email":
            category = "contact.email" if self.draw(st.booleans()) else None
            nullable = self.draw(st.booleans())
            via = draft.add(f"r{number}_mail", nullable=nullable, category=category)
            draft.edges.append(Edge(to=to, via=(via,), role=role, match="email"))
        elif way == "json":
            via = draft.add(f"r{number}_payload", "json", nullable=False)
            path, match = self.pick((("ref", None), ("email", "email")))
            draft.edges.append(Edge(to=to, via=(via,), role=role, path=path, match=match))
            wiped = self.draw(st.lists(st.sampled_from(["email", "note"]), unique=True, min_size=1))
            how = dict.fromkeys(wiped, "erase") | {"ip": "truncate"}
            draft.extra.setdefault("json", {})[via] = how
        else:
            via = draft.add(f"r{number}_key", nullable=False)
            draft.edges.append(Edge(to=to, via=(via,), role=role, pattern="user:{id}:%"))
        draft.fillers.append((way, {"via": via, "to": target.name}))

    def link(self, draft: Draft, *, person: bool) -> None:
        """Give a table its references; without any it is reference data."""
        for _ in range(self.draw(st.integers(0 if person else 1, 3))):
            targets = self.targets(draft)
            roles = WEAKER if person else ROLES
            role: Role = self.pick(roles)
            people = [d for d in targets if any(p.table == d.name for p in self.persons)]
            single = [d for d in targets if d.primary_key == ("id",)]
            if not targets:
                break
            if (
                people
                and {"email", "json", "pattern"} & self.features
                and self.chance("undeclared", 20)
            ):
                self.connect_text(draft, self.pick(people), role)
            elif single and self.chance("polymorphic", 15):
                self.connect_pair(draft, self.pick(single), role)
            else:
                declared = not self.chance("undeclared", 30)
                self.connect(draft, self.pick(targets), role=role, declared=declared)
        if draft.primary_key and not draft.extra.get("none") and self.chance("self", 15):
            role = self.pick(WEAKER if person else ROLES)
            self.connect(draft, draft, role=role, back=True)
        if self.targets(draft) and self.chance("outside", 15):
            self.connect(draft, self.pick(self.targets(draft)), role="mention", mapped=False)

    def close_cycle(self) -> None:
        """Let an earlier table refer to a later one that leads back to it."""
        mapped = [d for d in self.drafts if d.edges and d.primary_key]
        people = {p.table for p in self.persons}
        if len(mapped) > 1 and self.chance("cycle", 30):
            later = self.pick(mapped[1:])
            earlier = self.pick(mapped[: mapped.index(later)])
            roles = WEAKER if earlier.name in people else ROLES
            self.connect(earlier, later, role=self.pick(roles), back=True)

    def add_blob(self) -> None:
        """Files that the rows of some table own together."""
        holders = [
            d for d in self.drafts if d.edges and not any(p.table == d.name for p in self.persons)
        ]
        if holders and self.chance("owns", 30):
            holder = self.pick(holders)
            blob = Draft(name="blob", columns={}, primary_key=("id",))
            blob.add("id", "integer", nullable=False)
            blob.add("mark", nullable=False)
            blob.add("p0", category="free_text")
            via = holder.add("blob_id", "integer", nullable=self.draw(st.booleans()))
            if self.draw(st.booleans()):
                holder.foreign_keys.append(
                    ForeignKey(columns=(via,), parent="blob", parent_columns=("id",))
                )
            holder.extra["owns"] = Owns(blob="blob", via=via)
            holder.fillers.append(("columns", {"via": (via,), "to": "blob", "by": ("id",)}))
            self.drafts.append(blob)

    def build(self) -> None:
        """Draw all tables."""
        kinds = 2 if self.chance("two kinds", 20) else 1
        for index in range(kinds):
            draft = self.start(index, person=True)
            draft.add(
                "email", nullable=False, unique=self.draw(st.booleans()), category="contact.email"
            )
            self.drafts.append(draft)
            kind = draft.name if self.draw(st.booleans()) else f"person{index}"
            self.persons.append(
                Person(kind=kind, table=draft.name, identifiers={"email": "email", "id": "id"})
            )
            self.link(draft, person=True)
        for index in range(kinds, kinds + self.draw(st.integers(1, 9))):
            draft = self.start(index, person=False)
            self.drafts.append(draft)
            if self.draw(st.integers(0, 9)) == 9:
                draft.extra["none"] = "reference data"
                if self.chance("outside", 50):
                    self.connect(
                        draft, self.pick(self.targets(draft)), role="mention", mapped=False
                    )
            else:
                self.link(draft, person=False)
        self.close_cycle()
        self.add_blob()
        people = {p.table for p in self.persons}
        for draft in self.drafts:
            if draft.name != "blob" and not draft.extra.get("none"):
                self.treat(draft, person=draft.name in people)


@st.composite
def models(draw: st.DrawFn, features: frozenset[str] = FEATURES) -> Model:
    """Databases of 2-12 tables and about 20-200 rows, with three people to erase.

    Args:
        draw: Given by hypothesis.
        features: What may occur, a part of `FEATURES`; the rest is left out.
    """
    (model,) = draw(databases(1, features))
    return model


@st.composite
def databases(
    draw: st.DrawFn, number: int, features: frozenset[str] = FEATURES
) -> tuple[Model, ...]:
    """So many databases of one schema and one map, each with other rows; see `models`."""
    shape = Shape(draw, features)
    shape.build()
    tables = {d.name: d.finished() for d in shape.drafts}
    return tuple(_filled(draw, shape, tables) for _ in range(number))


def _filled(draw: st.DrawFn, shape: Shape, tables: Mapping[str, Table]) -> Model:
    people = {p.table for p in shape.persons}
    size = draw(st.integers(2, 18))
    counts = [4 + size // 3 if d.name in people else 1 + size for d in shape.drafts]
    filling = Filling(shape.drafts, counts, draw(st.integers(0, 2**32)))
    persons = tuple(shape.persons)
    chosen = [(persons[0].kind, row["id"]) for row in filling.rows[persons[0].table][:3]]
    if len(persons) > 1:
        chosen[2] = (persons[1].kind, filling.rows[persons[1].table][0]["id"])
    return Model(
        persons=persons, tables=tables, rows=filling.rows, as_of=AS_OF,
        rules=dict(PERIODS), subjects=tuple(chosen),
    )  # fmt: skip
