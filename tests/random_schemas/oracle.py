"""What an erasure must do, worked out row by row from `docs/datamap.md` alone.

No SQL, no sets of keys, and nothing of the engine: a slow second opinion. Where the
document can be read in two ways, the way that erases less was taken (see the comments that
begin with READING).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from tests.random_schemas.model import (
    Action,
    Model,
    Role,
    Row,
    RowName,
    Subject,
    Table,
)
from tests.random_schemas.world import (
    BLANK,
    ERASED,
    Link,
    Reference,
    World,
    holds,
    nullable,
)

Outcome: TypeAlias = Literal["delete", "tombstone", "anonymise", "unlink", "retain", "keep", "none"]
STRENGTH: tuple[Outcome, ...] = ("retain", "keep", "unlink", "anonymise", "delete")
ROLES: tuple[Role, ...] = ("owner", "accessor", "mention", "custodian")
SOMEBODY: Subject = ("", "somebody else")


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

    world: World = field(repr=False)
    roles: Mapping[Subject, Mapping[RowName, Role]]
    verdicts: Mapping[RowName, Verdict]

    def named(self, *actions: Outcome) -> set[RowName]:
        """Rows with one of these verdicts."""
        return {name for name, verdict in self.verdicts.items() if verdict.action in actions}


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


def trace(world: World, subject: Subject) -> dict[RowName, Role]:
    """Role of every row that belongs to one person, the strongest over all paths.

    READING: an edge with `match` compares with the identifiers of the person who asks. The address
    of somebody else, whose row was reached, leads to nothing.
    """
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
            if name != root and link.edge is not None and link.edge.match is not None:
                continue
            role = max(link.role, roles[name], key=ROLES.index)
            known = roles.get(link.child)
            if known is None or ROLES.index(role) < ROLES.index(known):
                roles[link.child] = role
                waiting.append(link.child)
    return roles


def owners(world: World, owned: set[RowName]) -> dict[RowName, set[Subject]]:
    """All persons above each row over owner links.

    A reference to a row that was not reached counts as somebody else; one to a row that is not
    there makes nobody an owner. An identifier counts with or without a row of its person.
    """
    result: dict[RowName, set[Subject]] = {name: set() for name in world.row}
    for person in world.kinds.values():
        for row in world.model.rows[person.table]:
            result[person.table, row["mark"]].add((person.kind, row[person.key]))
    changed = True
    while changed:
        changed = False
        for link in world.links:
            if link.role != "owner" or link.edge is None:
                continue
            if link.parent is None and link.edge.match is None:
                continue
            above = set(result[link.parent]) if link.parent in owned else {SOMEBODY}
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


def cut(table: Table, links: Iterable[Link], kept: frozenset[str]) -> set[str]:
    """The columns that become NULL when these links are cut, as far as they may."""
    return {
        column
        for link in links
        if link.edge is not None and link.edge.path is None and not kept & set(link.edge.via)
        for column in nullable(table, link.edge.via)
    }


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

    if table.shared != "any_owner" and above[name] - asked:
        # READING: what another person owns too is not anonymised by a retention rule, and is
        # cut only from parents that nobody else owns.
        alone = [x for x in reached if x.parent is not None and not above[x.parent] - asked]
        nulled = set() if "keep" in actions else cut(table, alone, kept)
        return Verdict(
            action="unlink" if nulled else "keep", shared=True, nulled=nulled, fixed=kept
        )
    strongest = min(actions, key=STRENGTH.index)
    if strongest == "unlink":
        unlinks = plain == "unlink"
        reached = [x for x in reached if unlinks or (x.edge is not None and x.edge.unlink)]
    return _carried_out(table, strongest, cut(table, reached, kept), kept)


def _carried_out(table: Table, action: Outcome, nulled: set[str], kept: frozenset[str]) -> Verdict:
    """What an action does to a row; `nulled` are the references it would cut."""
    if action == "retain":
        # A referring column with a category (an e-mail) may be NULL or hold a fixed text.
        changed = (table.personal() | set(table.json)) - kept
        return Verdict(action=action, changed=changed, nulled=nulled - table.personal(), fixed=kept)
    if action == "unlink":
        return Verdict(action="unlink" if nulled else "keep", nulled=nulled)
    if action == "anonymise":
        columns = set(table.anonymise) or table.personal()
        return Verdict(action=action, changed=columns | set(table.json))
    return Verdict(action=action)


def judge(model: Model, asked: Iterable[Subject], world: World | None = None) -> Judgement:
    """Work out the erasure of some people together; `world` is that of the model, if known."""
    world, people = world or World(model), set(asked)
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
    return Judgement(world=world, roles=roles, verdicts=verdicts)


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
    """The database as it must be; `ERASED` and `BLANK` stand for values."""
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
    if value is None or value is BLANK:
        return BLANK  # however often: it still holds nothing that was ever somebody's
    if isinstance(how, dict):
        return how["set"]
    return None if column in table.anonymise and how is None else ERASED
