"""What an erasure must do, worked out row by row from `docs/datamap.md` alone.

No SQL, no sets of keys, and nothing of the engine: a slow second opinion. Where the
document can be read in two ways, the way that erases less was taken (see the comments that
begin with READING).
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from tests.random_schemas.model import (
    Action,
    Edge,
    Model,
    Role,
    Row,
    RowName,
    Subject,
    Table,
)

Outcome: TypeAlias = Literal["delete", "tombstone", "anonymise", "unlink", "retain", "keep", "none"]
STRENGTH: tuple[Outcome, ...] = ("retain", "keep", "unlink", "anonymise", "delete")
ROLES: tuple[Role, ...] = ("owner", "accessor", "mention", "custodian")
SOMEBODY: Subject = ("", "somebody else")


class Erased:
    """Stands for a value that must no longer be what it was; equal to nothing."""

    def __repr__(self) -> str:
        return "ERASED"


ERASED = Erased()


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What happens to one row.

    Attributes:
        shared: The row stays because somebody outside the request owns it too.
        changed: Columns that must hold something else afterwards.
        nulled: Columns that must be NULL afterwards.
        fixed: Columns whose value stays although others change; `keep` of a retained row.
    """

    action: Outcome = "none"
    shared: bool = False
    changed: set[str] = field(default_factory=set)
    nulled: set[str] = field(default_factory=set)
    fixed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The whole answer: role of each reached row for each subject, and a verdict per row."""

    roles: Mapping[Subject, Mapping[RowName, Role]]
    verdicts: Mapping[RowName, Verdict]

    def named(self, *actions: Outcome) -> set[RowName]:
        """Rows with one of these verdicts."""
        return {name for name, verdict in self.verdicts.items() if verdict.action in actions}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A row that belongs, by an edge or by `owns`, to another row (or to nobody known)."""

    child: RowName
    parent: RowName | None
    role: Role
    edge: Edge | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A row that needs another row to be there; `columns` is empty if it cannot be NULL."""

    source: RowName
    target: RowName
    columns: tuple[str, ...]


def normal(text: Any) -> str:
    """Normal form in which identifiers are compared."""
    return unicodedata.normalize("NFKC", str(text)).strip().casefold()


def last_day(start: date, period: str) -> date:
    """Last day of `PnY`, `PnM` or `PnD` after `start`; a day that is not there is the next."""
    number, unit = int(period[1:-1]), period[-1]
    if unit == "D":
        return date.fromordinal(start.toordinal() + number)
    months = start.year * 12 + start.month - 1 + number * (12 if unit == "Y" else 1)
    for day in (start.day, start.day - 1, start.day - 2, start.day - 3):
        try:
            return date(months // 12, months % 12 + 1, day)
        except ValueError:
            continue
    raise AssertionError(period)


def alive(table: Table, row: Row) -> bool:
    """Whether the row does not count as erased already."""
    return table.gone is None or not table.gone[1] or row[table.gone[0]] is None


def effective(table: Table, edge: Edge) -> Role:
    """Role of an edge; with `shared: primary` only the first owner edge stays one."""
    first = next((e for e in table.edges if e.role == "owner"), None)
    demoted = table.shared == "primary" and edge.role == "owner" and edge is not first
    return "accessor" if demoted else edge.role


def holds(when: tuple[str, str] | None, row: Row) -> bool:
    """Whether a condition `column = 'text'` holds."""
    return when is None or row[when[0]] == when[1]


class World:
    """The database as links and references between named rows."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.row = {(t.name, r["mark"]): r for t, r in model.each_row()}
        self.kinds = {person.kind: person for person in model.persons}
        self.blobs = {t.owns.blob for t in model.tables.values() if t.owns is not None}
        self.found: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], RowName]] = {}
        self.emails: dict[tuple[str, str], dict[str, RowName]] = {}
        self.links = [link for name in self.row for link in self.links_of(name)]
        self.references = [ref for name in self.row for ref in self.references_of(name)]
        self.up: dict[RowName, list[Link]] = defaultdict(list)
        self.down: dict[RowName, list[Link]] = defaultdict(list)
        for link in self.links:
            self.up[link.child].append(link)
            if link.parent is not None:
                self.down[link.parent].append(link)

    def table(self, name: RowName) -> Table:
        return self.model.tables[name[0]]

    def find(self, table: str, columns: tuple[str, ...], values: Iterable[Any]) -> RowName | None:
        """The row whose columns hold these values, compared as text."""
        if (table, columns) not in self.found:
            self.found[table, columns] = {
                tuple(str(r[c]) for c in columns): (table, r["mark"])
                for r in self.model.rows[table]
            }
        return self.found[table, columns].get(tuple(str(v) for v in values))

    def find_email(self, table: str, column: str, text: Any) -> RowName | None:
        if (table, column) not in self.emails:
            self.emails[table, column] = {
                normal(r[column]): (table, r["mark"])
                for r in self.model.rows[table]
                if isinstance(r[column], str)
            }
        return self.emails[table, column].get(normal(text))

    def follow(self, edge: Edge, row: Row) -> tuple[bool, RowName | None]:
        """Whether the row refers to anything by this edge, and to which row."""
        person = self.kinds.get(edge.to)
        table = person.table if person else edge.to
        columns = edge.references or (
            (person.key,) if person else self.model.tables[table].primary_key
        )
        values = [row[column] for column in edge.via]
        if edge.path is not None:
            values = [(row[edge.via[0]] or {}).get(edge.path)]
        if not holds(edge.when, row) or any(v is None or v is ERASED for v in values):
            return False, None
        if edge.match is not None:
            assert person is not None
            return True, self.find_email(table, person.identifiers[edge.match], values[0])
        if edge.pattern is not None:
            before, after = edge.pattern.split("{id}")
            for parent in self.model.rows[table]:
                if values[0].startswith(f"{before}{parent[columns[0]]}{after.rstrip('%')}"):
                    return True, (table, parent["mark"])
            return False, None
        return True, self.find(table, columns, values)

    def links_of(self, name: RowName) -> list[Link]:
        """Links of one row: its edges upwards, and its blob downwards."""
        table, row = self.table(name), self.row[name]
        if not alive(table, row):
            return []
        links = []
        for edge in table.edges:
            refers, parent = self.follow(edge, row)
            if refers:
                role = effective(table, edge)
                links.append(Link(child=name, parent=parent, role=role, edge=edge))
        if table.owns is not None and row[table.owns.via] is not None:
            key = self.model.tables[table.owns.blob].primary_key
            blob = self.find(table.owns.blob, key, [row[table.owns.via]])
            if blob is not None:
                links.append(Link(child=blob, parent=name, role="owner", edge=None))
        return links

    def references_of(self, name: RowName) -> list[Reference]:
        """Rows that this row needs: by declared keys, edges and `owns`.

        READING: an edge with `match` holds nothing: it compares with an identifier, and the
        identifier of a tombstone is anonymised, so keeping the row would keep no link.
        """
        table, row = self.table(name), self.row[name]
        needed = [
            (self.find(k.parent, k.parent_columns, [row[c] for c in k.columns]), k.columns, True)
            for k in table.foreign_keys
            if all(row[c] is not None for c in k.columns)
        ]
        for edge in table.edges:
            if edge.match is None:
                # READING: a row's JSON document is not nulled for one path inside it.
                needed.append((self.follow(edge, row)[1], edge.via, edge.path is None))
        if table.owns is not None and row[table.owns.via] is not None:
            key = self.model.tables[table.owns.blob].primary_key
            needed.append((self.find(table.owns.blob, key, [row[table.owns.via]]), (), False))
        return [
            Reference(source=name, target=target, columns=nullable(table, via) if whole else ())
            for target, via, whole in needed
            if target is not None
        ]


def nullable(table: Table, via: tuple[str, ...]) -> tuple[str, ...]:
    """The columns themselves if all of them may be NULL, else nothing."""
    return via if all(table.column(c).nullable for c in via) else ()


def trace(world: World, subject: Subject) -> dict[RowName, Role]:
    """Role of every row that belongs to one person, the strongest over all paths."""
    person = world.kinds[subject[0]]
    root = world.find(person.table, (person.key,), [subject[1]])
    if root is None:
        return {}
    roles: dict[RowName, Role] = {root: "owner"}
    waiting = [root]
    while waiting:
        name = waiting.pop()
        if roles[name] not in ("owner", "accessor"):
            continue
        for link in world.down[name]:
            role = max(link.role, roles[name], key=ROLES.index)
            known = roles.get(link.child)
            if known is None or ROLES.index(role) < ROLES.index(known):
                roles[link.child] = role
                waiting.append(link.child)
    return roles


def cyclic_pairs(world: World) -> set[tuple[str, str]]:
    """Pairs (table, parent table) of owner edges that lie on a cycle of owner edges."""
    steps = {
        (t.name, world.kinds[e.to].table if e.to in world.kinds else e.to)
        for t in world.model.tables.values()
        for e in t.edges
        if effective(t, e) == "owner"
    }
    reach = set(steps)
    while more := {(a, d) for a, b in reach for c, d in reach if b == c} - reach:
        reach |= more
    return {(a, b) for a, b in steps if a == b or (b, a) in reach}


def owners(world: World, owned: set[RowName]) -> dict[RowName, set[Subject]]:
    """All persons above each row over owner links.

    READING: a reference that leads nowhere, or (inside a cycle of tables) to a row that was
    not reached, counts as somebody else.
    """
    result: dict[RowName, set[Subject]] = {name: set() for name in world.row}
    for person in world.kinds.values():
        for row in world.model.rows[person.table]:
            result[person.table, row["mark"]].add((person.kind, row[person.key]))
    cyclic = cyclic_pairs(world)
    changed = True
    while changed:
        changed = False
        for link in world.links:
            if link.role != "owner":
                continue
            above = {SOMEBODY} if link.parent is None else set(result[link.parent])
            if (
                link.parent is not None
                and (link.child[0], link.parent[0]) in cyclic
                and link.parent not in owned
            ):
                above.add(SOMEBODY)
            if not above <= result[link.child]:
                result[link.child] |= above
                changed = True
    return result


def retained(table: Table, row: Row, model: Model) -> bool | None:
    """True: in its period. False: past it. None: no rule for this row."""
    if table.retain is None or not holds(table.retain.when, row):
        return None
    start = row[table.retain.start]
    if start is None:
        return True
    began = date.fromisoformat(str(start))
    return model.as_of <= last_day(began, model.rules[table.retain.rule])


def judge_owned(world: World, name: RowName, asked: set[Subject],
                owned: set[RowName], above: Mapping[RowName, set[Subject]]) -> Verdict:  # fmt: skip
    """Decide one row that belongs to somebody in the request, before tombstones."""
    table, row = world.table(name), world.row[name]
    if name[0] in world.blobs:
        return Verdict(action="delete")  # unless a surviving row refers to it: see _settle
    reached = [
        link
        for link in world.up[name]
        if link.role == "owner" and link.edge is not None and link.parent in owned
    ]
    period = retained(table, row, world.model)
    kept = frozenset(table.retain.keep) if table.retain is not None and period else frozenset()
    plain: Action = table.action
    if table.retain is not None and period is False:
        plain = table.retain.after
    actions: set[Outcome] = {
        "unlink" if link.edge is not None and link.edge.unlink else plain for link in reached
    } or {plain}
    if period:
        actions.add("retain")

    def cut(links: Iterable[Link]) -> set[str]:
        return {
            column
            for link in links
            if link.edge is not None and link.edge.path is None and not kept & set(link.edge.via)
            for column in nullable(table, link.edge.via)
        }

    if table.shared != "any_owner" and above[name] - asked:
        # READING: what another person owns too is not anonymised by a retention rule, and is
        # cut only from parents that nobody else owns.
        alone = [x for x in reached if x.parent is not None and not above[x.parent] - asked]
        nulled = set() if "keep" in actions else cut(alone)
        return Verdict(
            action="unlink" if nulled else "keep", shared=True, nulled=nulled, fixed=kept
        )
    strongest = min(actions, key=STRENGTH.index)
    if strongest == "retain":
        # A referring column with a category (an e-mail) may be NULL or hold a fixed text.
        nulled = cut(reached) - table.personal()
        changed = (table.personal() | set(table.json)) - kept
        return Verdict(action="retain", changed=changed, nulled=nulled, fixed=kept)
    if strongest == "unlink":
        nulled = cut(x for x in reached if x.edge is not None and x.edge.unlink)
        return Verdict(action="unlink" if nulled else "keep", nulled=nulled)
    if strongest == "anonymise":
        columns = set(table.anonymise) or table.personal()
        return Verdict(action="anonymise", changed=columns | set(table.json))
    return Verdict(action=strongest)


def judge(model: Model, asked: Iterable[Subject]) -> Judgement:
    """Work out the erasure of some people together."""
    world, people = World(model), set(asked)
    roles = {subject: trace(world, subject) for subject in people}
    strongest: dict[RowName, Role] = {}
    for one in roles.values():
        for name, role in one.items():
            strongest[name] = min(role, strongest.get(name, role), key=ROLES.index)
    owned = {name for name, role in strongest.items() if role == "owner"}
    above = owners(world, owned)
    verdicts = {
        name: judge_owned(world, name, people, owned, above) if name in owned else Verdict()
        for name in world.row
    }
    _settle(world, verdicts, strongest)
    return Judgement(roles=roles, verdicts=verdicts)


def _settle(world: World, verdicts: dict[RowName, Verdict], roles: Mapping[RowName, Role]) -> None:
    """Turn rows that are still referred to into tombstones, and cut what can be cut."""

    def cuttable(ref: Reference) -> bool:
        verdict = verdicts[ref.source]
        untouchable = verdict.action == "keep" or roles.get(ref.source) == "mention"
        return bool(ref.columns) and not untouchable and not verdict.fixed & set(ref.columns)

    def loose(ref: Reference) -> bool:
        """From a row that survives to one that should go."""
        going = verdicts[ref.target].action == "delete"
        cut = set(ref.columns) <= verdicts[ref.source].nulled and bool(ref.columns)
        return going and verdicts[ref.source].action != "delete" and not cut

    settled = False
    while not settled:
        settled = True
        for ref in filter(loose, world.references):
            if ref.target[0] in world.blobs:
                verdicts[ref.target].action, settled = "keep", False
            elif not cuttable(ref):
                table = world.table(ref.target)
                changed = table.personal() | set(table.json)
                verdicts[ref.target] = Verdict(action="tombstone", changed=changed)
                settled = False
    for ref in filter(loose, world.references):
        verdicts[ref.source].nulled |= set(ref.columns)


def afterwards(model: Model, judgement: Judgement) -> Model:
    """The database as it must be; `ERASED` stands for any other value."""
    rows: dict[str, list[Row]] = {name: [] for name in model.tables}
    for table, row in model.each_row():
        verdict = judgement.verdicts[table.name, row["mark"]]
        if verdict.action == "delete":
            continue
        new = dict(row)
        for column in verdict.changed:
            new[column] = _changed(table, column, row[column])
        new.update(dict.fromkeys(verdict.nulled))
        rows[table.name].append(new)
    return Model(
        persons=model.persons, tables=model.tables, rows=rows,
        as_of=model.as_of, rules=model.rules, subjects=model.subjects,
    )  # fmt: skip


def _changed(table: Table, column: str, value: Any) -> Any:
    if column in table.json and isinstance(value, dict):
        paths = table.json[column]
        return {k: ERASED if k in paths else v for k, v in value.items()}
    how = table.anonymise.get(column)
    if isinstance(how, dict):
        return how["set"]
    # READING: what was NULL holds nothing to anonymise; a fixed text is allowed there too.
    return None if value is None or (column in table.anonymise and how is None) else ERASED
