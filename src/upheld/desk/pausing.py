"""Putting a request on hold while somebody outside the desk has to do something first.

The clock runs on, the queue goes on counting the days, and the request leaves this state only when
a person takes it up again or it is withdrawn: no law that is built in stops the time to answer.
"""

from typing import Literal, TypeAlias

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.case import STATE_LABEL, Case, State
from upheld.desk.moving import MoveRefusedError, move
from upheld.desk.office import Office
from upheld.wording import Text

Reason: TypeAlias = Literal["advice", "court", "other-request"]
_BEFORE_ACTS: frozenset[State] = frozenset({"received", "identified", "decided", "planned"})


def put_on_hold(
    office: Office, reference: str, reason: Reason, *, by: str, within: Connection | None = None
) -> Case:
    """Put a request on hold; what it waits for stays as it is.

    Args:
        office: The desk.
        reference: `R-…`.
        reason: Legal advice, a court or an authority, or another request that has to end first.
        by: Who decides it.
        within: A transaction it belongs to; its own by default.

    Raises:
        MoveRefusedError: Something is carried out already, or the request is on hold.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        if case.state not in _BEFORE_ACTS:
            raise _too_late(case)
        move(
            office, connection, case, "on_hold", by=by, body={"reason": reason},
            waiting=case.waiting,
        )  # fmt: skip
    return case


def take_up(office: Office, reference: str, *, by: str, within: Connection | None = None) -> Case:
    """Go on where the request stood before; a worker looks at it at once.

    Raises:
        MoveRefusedError: It is not on hold.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        if case.state != "on_hold" or case.before_hold is None:
            raise _not_on_hold(case)
        move(
            office, connection, case, case.before_hold, by=by, kind="case-taken-up",
            waiting=case.waiting,
        )  # fmt: skip
    return case


def _too_late(case: Case) -> MoveRefusedError:
    label = STATE_LABEL[case.state]
    return MoveRefusedError(
        Text(
            en=f"`{case.reference}` is {label.en}: it cannot be put on hold",
            ja=f"`{case.reference}` は「{label.ja}」の状態で、保留にできません",
        ),
        remedy=Text(
            en="hold a request before its plan is approved",
            ja="保留にできるのは、計画が承認される前までです",
        ),
    )


def _not_on_hold(case: Case) -> MoveRefusedError:
    return MoveRefusedError(
        Text(
            en=f"`{case.reference}` is not on hold",
            ja=f"`{case.reference}` は保留されていません",
        ),
        remedy=Text(en="look at the request again", ja="請求の内容をもう一度確かめてください"),
    )
