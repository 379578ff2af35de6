"""The marks of a row in a key set: whose it is, what becomes of it, and which rule decided that.

A key set holds them as numbers (`MARKS`), so that the database itself compares them.
"""

from enum import IntEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, cast, literal


class RoleCode(IntEnum):
    """Weaker roles have larger numbers: along a path the largest counts."""

    OWNER = 1
    ACCESSOR = 2
    MENTION = 3
    CUSTODIAN = 4


class ActionCode(IntEnum):
    """Stronger actions have larger numbers: of several that apply the largest wins."""

    NONE = 0
    DELETE = 1
    ANONYMISE = 2
    UNLINK = 3
    KEEP = 4
    RETAIN = 5
    HOLD = 6
    TOMBSTONE = 7
    """Due for deletion, but something that stays refers to it: decided last, so the largest."""


class Why(IntEnum):
    """Which rule decided a row's action."""

    TABLE = 0
    EDGE = 1
    RETENTION = 2
    AFTER_RETENTION = 3
    SHARED = 4
    TOMBSTONE = 5
    REFERENCE = 6
    HOLD = 7
    SHARED_RETAINED = 8
    """Shared, and in a retention period whose `keep` columns stay as well."""
    NAMED = 9
    """The row itself was named, and not a person whose it is: nobody else's claim keeps it."""


CHUNKS = 1_000_000
"""More chunks than one act can have; a set's `done` counts the chunks of all acts in turn."""
GONE = 6 * CHUNKS
"""From here on `done` says that the row was deleted."""
MARKS = ("subject", "role", "action", "why", "nulls", "shared", "round", "done")
"""Columns of a key set besides the key.

`nulls` has a bit for each reference to be nulled, `shared` is 1 where somebody outside the
request owns the row too (2 where it also may not be unlinked), `round` is the step of a cycle
in which it was reached, `done` the number of the chunk that changed it.
"""


def empty_mark(name: str) -> ColumnElement[Any]:
    """Return a mark as a column with its type, for a table that is made from a query."""
    # One bit a reference: more than 32 of them need the wider number.
    return cast(literal(0), BigInteger if name == "nulls" else Integer).label(name)
