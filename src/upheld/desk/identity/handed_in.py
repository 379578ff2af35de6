"""Documents as officers look at them: which wait for a decision, and what one shows."""

from datetime import UTC, datetime

from sqlalchemy import Connection, or_, select

from upheld.desk import moving
from upheld.desk.identity.proofs import Proof, proof_of
from upheld.desk.identity.store import proofs
from upheld.desk.office import Office


def listed(
    connection: Connection,
    *,
    reference: str | None = None,
    decided: bool | None = None,
    after: tuple[datetime, str] | None = None,
    most: int,
) -> list[Proof]:
    """List documents of all requests, those that were added first come first.

    Args:
        connection: To the store.
        reference: Only of this request.
        decided: Only those that are, or are not.
        after: Behind this one: when it was added, and its id.
        most: How many.
    """
    of = proofs.c
    query = select(proofs).order_by(of.added_at, of.id).limit(most)
    if reference is not None:
        query = query.where(of.reference == reference)
    if decided is not None:
        query = query.where(of.outcome.is_not(None) if decided else of.outcome.is_(None))
    if after is not None:
        at, id_ = after[0].astimezone(UTC), after[1]
        # The first of both is what an index can begin at.
        query = query.where(of.added_at >= at, or_(of.added_at > at, of.id > id_))
    return [proof_of(row) for row in connection.execute(query)]


def look(
    office: Office, connection: Connection, reference: str, proof_id: str, *, by: str
) -> str | None:
    """Note that somebody looks at a document, and return where it lies.

    Returns:
        The sealed upload; `None` where there is none to look at: on paper, erased, or unknown.
    """
    query = select(proofs.c.stored_as).where(
        proofs.c.id == proof_id, proofs.c.reference == reference
    )
    stored_as: str | None = connection.execute(query).scalar_one_or_none()
    if stored_as is not None:
        moving.note(office, connection, reference, "proof-seen", by=by, body={"proof": proof_id})
    return stored_as
