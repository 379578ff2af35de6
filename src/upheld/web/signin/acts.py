"""What staff do, as the ledger keeps it: ids of staff, and never a name or an address."""

from sqlalchemy import Connection

from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.web.site import Site


def record(connection: Connection, site: Site, kind: str, staff: str | None, **body: JSON) -> None:
    """Append an act in the caller's transaction, so that neither is there without the other.

    Args:
        connection: The transaction of the act.
        site: Whose clock counts.
        kind: What was done, e.g. `staff-signed-in`.
        staff: Who did it; `None` for the one who holds the machine.
        body: What else is known; nothing personal.
    """
    entry = Entry(
        kind=kind,
        at=site.clock.now(),
        case=None,
        drill=site.clock.drill,
        body={"staff": staff, **body},
    )
    append(connection, entry)
