"""Which rows of the queue are wanted, besides their state: by right and by last day."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement

from upheld.desk.store import cases
from upheld.policy.language.rights import RightKind


def wanted(
    rights: Sequence[RightKind] | None = None,
    due_from: date | None = None,
    due_until: date | None = None,
) -> list[ColumnElement[bool]]:
    """Return what has to hold of a row; nothing where nothing is said.

    Args:
        rights: Only these.
        due_from: The last day to answer is this one or later.
        due_until: It is this one or sooner.
    """
    found: list[ColumnElement[bool]] = []
    if rights:
        found.append(cases.c.right_.in_(list(rights)))
    if due_from is not None:
        found.append(cases.c.due_on >= due_from)
    if due_until is not None:
        found.append(cases.c.due_on <= due_until)
    return found
