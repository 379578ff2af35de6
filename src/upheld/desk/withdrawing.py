"""Withdrawing a request: by the person at any time before something was begun on the stores.

Whoever withdraws holds the turn to carry out, so that a worker is either at it already, or finds
afterwards that nothing is approved any more.
"""

from contextlib import AbstractContextManager

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.acting import request_of, stand_down
from upheld.desk.case import Case
from upheld.desk.fees import charging
from upheld.desk.moving import MoveRefusedError, move
from upheld.desk.office import Office
from upheld.rights.turn import turn
from upheld.wording import Text

_DONE = ("verified", "retained")


def withdraw(office: Office, reference: str, *, by: str = "person") -> Case:
    """Withdraw a request; a confirmation goes out, and with it the case is closed.

    Args:
        office: The desk.
        reference: `R-…`.
        by: `person`, or who of the staff was told.

    Raises:
        MoveRefusedError: It was carried out, answered or withdrawn before.
        AlreadyRunningError: It is being carried out right now.
    """
    with held(office, reference), office.company.engine.begin() as connection:
        return withdraw_held(office, connection, reference, by=by)


def held(office: Office, reference: str) -> AbstractContextManager[None]:
    """Hold the turn to carry a case out, around the transaction that withdraws it.

    The turn is let go of after the commit: a worker that took it before would see, and carry out,
    what is approved no longer.

    Raises:
        AlreadyRunningError: It is being carried out right now.
    """
    return turn(office.company.engine, reference)


def withdraw_held(office: Office, connection: Connection, reference: str, *, by: str) -> Case:
    """Withdraw as `withdraw` does, for a caller who has the case `held`."""
    case = store.load(connection, office.company.vault, reference)
    _refuse_begun(office, connection, case)
    stand_down(connection, case)
    charging.owe_back(office, connection, case)
    move(office, connection, case, "withdrawn", by=by)
    return case


def _refuse_begun(office: Office, connection: Connection, case: Case) -> None:
    request = request_of(office, case.reference, connection)
    if request is None or request.right == "disclosure":
        return
    steps = request.report["steps"] if request.report is not None else []
    if request.state == "in_progress" or any(one["outcome"] in _DONE for one in steps):
        raise MoveRefusedError(
            Text(
                en=f"`{case.reference}` cannot be withdrawn: something was done already",
                ja=f"`{case.reference}` は、すでに一部を実施したため取り下げられません",
            ),
            remedy=Text(
                en="let it be finished; ask anew for anything else",
                ja="完了をお待ちください。ほかのご希望は新しい請求としてお受けします",
            ),
        )
