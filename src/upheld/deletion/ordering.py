"""The order of tables: children first, and inside a cycle what can be let go or must wait."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from upheld.datamap.links import Reference
from upheld.datamap.order import parents_first
from upheld.refusal import RefusalError, Where
from upheld.subject.place import Dialect
from upheld.subject.working_set import WorkingSet
from upheld.wording import Text


class OrderImpossibleError(RefusalError):
    """Rows refer to one another so that none can be deleted first."""

    code = "order-impossible"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Tables that refer to one another, or one alone; in the order of deleting.

    Attributes:
        loosened: References between their rows that are nulled before rows go.
        stepwise: Tables whose rows refer to rows of the same table and have to go in turn.
    """

    tables: tuple[str, ...]
    loosened: tuple[Reference, ...] = ()
    stepwise: frozenset[str] = frozenset()


def groups_of(working: WorkingSet, going: Collection[str], *, chunked: bool) -> Iterator[Group]:
    """All tables of a run, children first.

    Args:
        working: The rows.
        going: Tables of which rows are deleted; a reference between others hinders nobody.
        chunked: Whether parts of it are committed, so that no constraint can wait for the end.

    Raises:
        OrderImpossibleError: A cycle of references that can neither be NULL nor wait.
    """
    graph, names = working.graph, set(working.sets)
    parents = {name: {r.parent for r in graph.references_from(name)} & names for name in names}
    for name in names:
        # What a decoder reads is no reference, and yet the way to the row.
        parents[name] |= {k.parent for k in graph.node(name).links if k.kind == "decode"} & names
    for group in reversed(parents_first(parents)):
        inside = [
            r
            for name in group
            for r in graph.references_from(name)
            if r.parent in group and r.foreign_key is not None and {r.child, r.parent} <= {*going}
        ]
        yield _group(working, group, inside, chunked=chunked)


def _group(
    working: WorkingSet, group: tuple[str, ...], inside: list[Reference], *, chunked: bool
) -> Group:
    if not inside:
        return Group(tables=group)
    loosened: list[Reference] = []
    hard: list[Reference] = []
    for ref in inside:
        if not chunked and _waits(working.dialect, ref):
            continue
        (loosened if ref.nullable else hard).append(ref)
    between = {
        name: {r.parent for r in hard if r.child == name and r.parent != name} for name in group
    }
    ordered = parents_first(between)
    for one in ordered:
        if len(one) > 1:
            raise _impossible(working, [r for r in hard if {r.child, r.parent} <= {*one}])
    return Group(
        tables=tuple(one[0] for one in reversed(ordered)),
        loosened=tuple(loosened),
        stepwise=frozenset(r.child for r in hard if r.child == r.parent),
    )


def _waits(dialect: Dialect, ref: Reference) -> bool:
    """Whether the database looks at a reference only when all rows have gone."""
    key = ref.foreign_key
    if key is None or key.on_delete == "cascade":
        return True
    itself = ref.child == ref.parent
    if dialect == "sqlite":
        return key.on_delete == "no action"
    if dialect == "postgresql":
        # PostgreSQL looks at the end of the statement, and one statement takes all rows.
        return itself or (key.on_delete == "no action" and key.deferrable)
    return False


def _impossible(working: WorkingSet, hard: list[Reference]) -> OrderImpossibleError:
    """Name every column that closes the cycle: to loosen any one of them is enough."""
    between = [ref for ref in hard if ref.child != ref.parent]
    named = ", ".join(
        f"`{ref.child}.{column}` → `{ref.parent}`" for ref in between for column in ref.columns[:1]
    )
    return OrderImpossibleError(
        Text(
            en=f"rows refer to one another and cannot be NULL: none can go first ({named})",
            ja=f"行が互いに参照し NULL にできないため、先に削除できる行がありません({named})",
        ),
        where=Where(
            system=working.graph.system, table=between[0].child, column=between[0].columns[0]
        ),
        remedy=Text(
            en="make one of these keys DEFERRABLE or its column nullable, or say "
            "`on_erase: anonymise` for one of the tables",
            ja="いずれかの外部キーを DEFERRABLE にするか列を NULL 可にするか、"
            "一方の表を `on_erase: anonymise` にしてください",
        ),
    )


def knotted(system: str, ref: Reference) -> OrderImpossibleError:
    """Rows of one table refer to one another in a circle, or one after another for ever."""
    column = ref.columns[0]
    return OrderImpossibleError(
        Text(
            en=f"rows of `{ref.child}` refer to one another by `{column}`, which cannot be NULL: "
            "none can go first",
            ja=f"`{ref.child}` の行が NULL にできない `{column}` で互いに参照しているため、"
            "先に削除できる行がありません",
        ),
        where=Where(system=system, table=ref.child, column=column),
        remedy=Text(
            en="make the key DEFERRABLE or its column nullable, or anonymise the table",
            ja="外部キーを DEFERRABLE にするか列を NULL 可にするか、表を匿名化にしてください",
        ),
    )
