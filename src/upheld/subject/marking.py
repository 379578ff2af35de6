"""What is decided about a row at the moment it is reached: role, action, why, what is nulled.

Later passes may keep more (shared rows, holds, tombstones); none deletes more than was
marked here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, case, literal, or_
from sqlalchemy.sql.expression import FromClause

from upheld.datamap.links import Link, Node
from upheld.subject.marks import ActionCode, RoleCode, Why
from upheld.subject.retaining import period
from upheld.subject.working_set import WorkingSet

ROLE_OF = {
    "owner": RoleCode.OWNER,
    "accessor": RoleCode.ACCESSOR,
    "mention": RoleCode.MENTION,
    "custodian": RoleCode.CUSTODIAN,
}
ACTION_OF = {
    "delete": ActionCode.DELETE,
    "anonymise": ActionCode.ANONYMISE,
    "unlink": ActionCode.UNLINK,
    "keep": ActionCode.KEEP,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """A retention rule as tracing needs it: rows that start on `cutoff` or later stay."""

    cutoff: date


def role_of(link: Link, inherited: Any) -> Any:
    """Along a path the weaker role counts."""
    code = ROLE_OF[link.role]
    return inherited if code == RoleCode.OWNER else literal(int(code), Integer)


def marks_of(
    working: WorkingSet,
    node: Node,
    child: FromClause,
    link: Link | None,
    role: Any,
    *,
    retention: Mapping[str, Retention],
) -> dict[str, Any]:
    """The marks of rows of `child` reached by a link (`None`: a person's own row)."""
    if link is not None and link.role == "custodian":
        return _marks(role, ActionCode.UNLINK, Why.EDGE, link.bit)
    chosen = link.action if link is not None else None
    on_erase = node.entry.on_erase
    base = ACTION_OF[chosen or (on_erase if isinstance(on_erase, str) else "anonymise")]
    bit = link.bit if link is not None else 0
    marks = _marks(
        role, base, Why.EDGE if chosen else Why.TABLE, bit if base == ActionCode.UNLINK else 0
    )
    retain = node.entry.retain
    if retain is not None:
        kept = link is not None and set(link.columns) & set(retain.keep)
        running, applies = period(working, node, child, retention[retain.rule].cutoff)
        for name, (retained, over) in {
            "action": (ActionCode.RETAIN, ACTION_OF[retain.after]),
            "why": (Why.RETENTION, Why.AFTER_RETENTION),
            "nulls": (0 if kept else bit, 0),
        }.items():
            marks[name] = case((running, int(retained)), (applies, int(over)), else_=marks[name])
    owner = role == int(RoleCode.OWNER)
    marks["action"] = case((owner, marks["action"]), else_=0)
    marks["nulls"] = case((owner, marks["nulls"]), else_=0)
    return marks


def as_named(marks: Mapping[str, Any]) -> dict[str, Any]:
    """Return the marks of a row that was named itself.

    To let go of its person would leave what it was named for: such a row goes as a whole.
    """
    loose = marks["action"] == int(ActionCode.UNLINK)
    return {
        **marks,
        "action": case((loose, int(ActionCode.DELETE)), else_=marks["action"]),
        "why": literal(int(Why.NAMED), Integer),
        "nulls": literal(0),
    }


def _marks(role: Any, action: ActionCode, why: Why, nulls: int) -> dict[str, Any]:
    return {
        "role": role,
        "action": literal(int(action), Integer),
        "why": literal(int(why), Integer),
        "nulls": literal(nulls),
    }


def still_there(node: Node, child: FromClause) -> list[ColumnElement[bool]]:
    """Leave out rows whose soft delete counts as erased."""
    marker = node.entry.soft_delete
    if marker is None or not marker.counts_as_erased:
        return []
    column = child.c[marker.column]
    if node.table.columns[marker.column].type == "boolean":
        return [or_(column.is_(None), column.is_(False))]
    return [column.is_(None)]
