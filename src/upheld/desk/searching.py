"""Finding the requests of a person again; whoever looks is in the ledger, and never for whom."""

from collections.abc import Mapping

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.office import Office
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.subject import lookup


def search(
    office: Office, connection: Connection, identifiers: Mapping[str, str], *, by: str
) -> list[Case]:
    """Find the requests of a person by any of these identifiers, the newest first.

    Args:
        office: The desk.
        connection: The transaction in which the search is noted.
        identifiers: Kind to value.
        by: Who looks, as the ledger names them.

    Raises:
        IdentifierError: No data map knows people by such an identifier.
    """
    company = office.company
    lookup.check_kinds(dict(identifiers), company.identifier_kinds())
    digests = [office.digest(kind, value) for kind, value in identifiers.items()]
    there = dict.fromkeys(reference for reference, _ in store.found_by(connection, digests))
    found = store.load_many(connection, company.vault, list(there))
    kinds = " ".join(sorted(identifiers))
    entry = Entry(
        kind="people-searched",
        at=company.clock.now(),
        case=None,
        drill=company.clock.drill,
        body={"staff": by, "identifier": kinds, "found": len(found)},
    )
    ledger.append(connection, entry)
    return found
