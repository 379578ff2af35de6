"""Tries new values against what other rows and constraints say, reading only."""

from typing import Any

from sqlalchemy import exists, func, literal, select, text

from upheld.correction.fitting import unfit
from upheld.correction.plan import CHANGED, SystemChanges, Target, same_row
from upheld.subject.working_set import WorkingSet
from upheld.wording import Text

_COLON = "\\:"
"""A colon as `sqlalchemy.text` takes it: else what follows would be a parameter."""


def refuse(working: WorkingSet, plan: SystemChanges) -> None:
    """Try every value of a plan.

    Raises:
        CorrectionUnfitError: Another row has it where it must be unique, or a CHECK forbids it.
    """
    for target in plan.targets:
        _refuse_unique(working, target)
        _refuse_checks(working, target)


def _refuse_unique(working: WorkingSet, target: Target) -> None:
    for key in target.node.table.unique:
        if target.column not in key:
            continue
        if _collides(working, target, key) or _collides_inside(working, target, key):
            named = ", ".join(f"`{c}`" for c in key)
            unfit(
                working.graph,
                target.node,
                target.column,
                Text(
                    en=f"the new value is taken by another row: {named} must be unique",
                    ja=f"新しい値は他の行で使われています。{named} は一意でなければなりません",
                ),
            )


def _collides(working: WorkingSet, target: Target, key: tuple[str, ...]) -> bool:
    rows, new = target.rows, target.new
    mine = working.alias(target.node.name, "c")
    other = working.base(target.node.name).alias("taken")
    here, there = working.locator(target.node, mine), working.locator(target.node, other)
    conditions = [
        other.c[target.column] == new.c.value,
        ~working.equal(target.node, there, here),
    ]
    conditions += [other.c[c] == mine.c[c] for c in key if c != target.column]
    query = (
        select(literal(1))
        .select_from(
            rows.join(mine, same_row(working, target, mine)).join(
                new, new.c.subject == rows.c.subject
            )
        )
        .where(rows.c.kind == CHANGED)
        .where(
            exists(select(literal(1)).select_from(other).where(*conditions)).correlate(mine, new)
        )
    )
    return working.connection.execute(query.limit(1)).first() is not None


def _collides_inside(working: WorkingSet, target: Target, key: tuple[str, ...]) -> bool:
    """Two rows of the correction itself that would become equal."""
    rows, new = target.rows, target.new
    mine = working.alias(target.node.name, "c")
    groups = [new.c.value, *(mine.c[c] for c in key if c != target.column)]
    query = (
        select(literal(1))
        .select_from(
            rows.join(mine, same_row(working, target, mine)).join(
                new, new.c.subject == rows.c.subject
            )
        )
        .where(rows.c.kind == CHANGED, *(g.is_not(None) for g in groups))
        .group_by(*groups)
        .having(func.count() > 1)
    )
    return working.connection.execute(query.limit(1)).first() is not None


def _refuse_checks(working: WorkingSet, target: Target) -> None:
    """Evaluate the table's CHECK constraints over its rows with the new value in place."""
    for check in target.node.table.checks:
        condition = check.strip()
        if condition.upper().startswith("CHECK"):
            condition = condition[5:].strip()
        if target.column not in condition:
            continue
        query = select(literal(1)).select_from(_as_changed(working, target))
        broken = query.where(text(f"NOT ({condition.replace(':', _COLON)})"))
        if working.connection.execute(broken.limit(1)).first() is not None:
            unfit(
                working.graph,
                target.node,
                target.column,
                Text(
                    en=f"a CHECK of `{target.node.name}` forbids the new value: {condition[:120]}",
                    ja=f"`{target.node.name}` の CHECK 制約が新しい値を許しません: {condition[:120]}",
                ),
            )


def _as_changed(working: WorkingSet, target: Target) -> Any:
    rows, new = target.rows, target.new
    mine = working.alias(target.node.name, "c")
    columns = [
        (new.c.value if c == target.column else mine.c[c]).label(c)
        for c in target.node.table.columns
    ]
    source = rows.join(mine, same_row(working, target, mine)).join(
        new, new.c.subject == rows.c.subject
    )
    query = select(*columns).select_from(source).where(rows.c.kind == CHANGED)
    return query.subquery(working.base(target.node.name).name)
