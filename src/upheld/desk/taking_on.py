"""Who of the staff works on a request: noted at the case, and in the ledger."""

from sqlalchemy import Connection

from upheld.desk import moving, store
from upheld.desk.case import Case
from upheld.desk.office import Office


def take_on(office: Office, connection: Connection, case: Case, who: str, *, by: str) -> None:
    """Note who works on a request from now on.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case.
        who: A member of staff's id.
        by: Who says so.

    Raises:
        CaseChangedError: Somebody changed the case since it was read.
    """
    case.assigned_to = who
    store.save(connection, office.company.vault, case)
    moving.note(office, connection, case.reference, "case-assigned", by=by, body={"to": who})
