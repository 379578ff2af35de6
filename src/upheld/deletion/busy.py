"""Beginning again where the database was busy: a deadlock's victim is not a failure yet.

Databases end a deadlock, or two transactions that cannot be put in an order, by undoing one of
them and saying so: PostgreSQL with SQLSTATE 40P01, 40001 and 55P03, MariaDB with 1213 and 1205.
What was undone left nothing behind, so the same work may succeed a moment later.
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from upheld.connectors.failures import was_busy
from upheld.subject.place import RelationalPlace

PAUSES = (0.05, 0.15, 0.45, 1.35)
"""Seconds before each further attempt: 2 s in all, less than a request's clock can count.

They are real seconds in a drill too, because the transactions that are waited for are real.
Whatever has to wait for longer is a due row of the store, and never a sleeping process.
"""

Result = TypeVar("Result")


def until_not_busy(
    place: RelationalPlace,
    attempt: Callable[[], Result],
    undo: Callable[[], None],
    pause: Callable[[float], None],
) -> Result:
    """Do some work; where the database was busy, undo it and try again, a few times.

    Args:
        place: Says what its driver's errors mean.
        attempt: The work, from the start of its transaction.
        undo: Rolls back, so that the next attempt starts clean.
        pause: Waits for so many seconds.

    Raises:
        SQLAlchemyError: It failed for another reason, or was busy in every attempt.
    """
    for seconds in PAUSES:
        try:
            return attempt()
        except SQLAlchemyError as error:
            if not was_busy(place.refusal(error)):
                raise
        undo()
        pause(seconds)
    return attempt()
