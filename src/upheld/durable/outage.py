"""Is a store only away for a while, or is the statement wrong?"""

from typing import Any

from sqlalchemy.exc import DBAPIError

# PostgreSQL: connection exceptions (08), rolled back by the server (40), out of resources (53),
# stopped by an operator (57P). https://www.postgresql.org/docs/current/errcodes-appendix.html
_PASSING_STATES = ("08", "40", "53", "57P")
# SQLite: SQLITE_BUSY and SQLITE_LOCKED; https://www.sqlite.org/rescode.html
_PASSING_CODES = frozenset({5, 6})
_PRIMARY = 0xFF  # an extended result code has its primary one in the lowest byte


def is_passing(error: DBAPIError) -> bool:
    """Whether the same transaction may succeed when it is tried again.

    A missing table is no outage: SQLite's driver gives both the same class of error.
    """
    cause: Any = error.orig
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return (code & _PRIMARY) in _PASSING_CODES
    if error.connection_invalidated:
        return True
    state = getattr(cause, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_PASSING_STATES)
    # No state at all: the server was never reached, or went away in the middle.
    return type(cause).__name__ == "OperationalError"
