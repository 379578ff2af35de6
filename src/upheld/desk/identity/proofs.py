"""Documents and other proofs: added, looked at by one role, decided, and then erased.

The upload itself lies encrypted in `uploads`; here stands what it is, who decided, and that it
is gone. A proof on paper has no upload, and its decision is kept just the same.
"""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Engine, Row, bindparam, insert, select, update

from upheld.clock import aware
from upheld.desk import moving
from upheld.desk.case import Case
from upheld.desk.identity import methods
from upheld.desk.identity.store import proofs
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.refusal import RefusalError
from upheld.wording import Text

What: TypeAlias = Literal["identity", "power", "enclosure"]
"""What it is to show. An enclosure came along with a mail or letter, and shows what it shows."""
Outcome: TypeAlias = Literal["accepted", "rejected", "unneeded"]
"""`unneeded`: nobody had looked at it when the case no longer asked for it."""

KINDS_OF_PROOF: dict[What, tuple[str, ...]] = {
    "identity": ("driving-licence", "my-number-card-front", "passport", "residence-card",
                 "health-insurance", "certificate-of-residence", "other"),
    "power": ("power-of-attorney", "family-register", "guardianship-register",
              "signed-permission", "certificate-of-residence", "other"),
    "enclosure": ("mail-attachment", "letter-scan"),
}  # fmt: skip


class ProofUnknownError(RefusalError):
    """There is no such proof waiting for a decision."""

    code = "proof-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """One proof.

    Attributes:
        what: What it shows: who asks, the power of an agent, or whatever came along.
        kind: Which document.
        stored_as: The upload; `None` for paper, and once erased.
    """

    id: str
    reference: str
    what: What
    kind: str
    stored_as: str | None
    added_at: datetime
    outcome: Outcome | None
    erased_at: datetime | None


def add(
    office: Office,
    connection: Connection,
    case: Case,
    what: What,
    kind: str,
    *,
    stored_as: str | None,
    by: str,
) -> str:
    """Add a proof to a case; return its id.

    Raises:
        ProofUnknownError: No such kind of document.
    """
    if kind not in KINDS_OF_PROOF[what]:
        raise unknown()
    proof_id = f"P-{secrets.token_hex(8)}"
    connection.execute(
        insert(proofs).values(
            id=proof_id,
            reference=case.reference,
            what=what,
            kind=kind,
            stored_as=stored_as,
            added_by=by,
            added_at=office.company.clock.now(),
        )
    )
    moving.note(
        office, connection, case.reference, "proof-added", by=by,
        body={"proof": proof_id, "what": what, "kind": kind, "paper": stored_as is None},
    )  # fmt: skip
    return proof_id


def of_case(connection: Connection, reference: str) -> list[Proof]:
    """Return the proofs of a case, the oldest first."""
    rows = connection.execute(
        select(proofs).where(proofs.c.reference == reference).order_by(proofs.c.added_at)
    )
    return [proof_of(row) for row in rows]


def proof_of(row: Row[Any]) -> Proof:
    """Return a row of the table as a proof."""
    return Proof(
        id=row.id,
        reference=row.reference,
        what=row.what,
        kind=row.kind,
        stored_as=row.stored_as,
        added_at=aware(row.added_at),
        outcome=row.outcome,
        erased_at=aware(row.erased_at) if row.erased_at else None,
    )


def decide(
    office: Office, connection: Connection, case: Case, proof_id: str, outcome: Outcome, *, by: str
) -> None:
    """Accept or reject a proof; its upload is erased either way, by the outbox.

    Raises:
        ProofUnknownError: There is none, or it was decided.
    """
    now = office.company.clock.now()
    row = connection.execute(
        update(proofs)
        .where(
            proofs.c.id == proof_id,
            proofs.c.reference == case.reference,
            proofs.c.outcome.is_(None),
        )
        .values(outcome=outcome, decided_by=by, decided_at=now)
        .returning(proofs.c.what, proofs.c.kind, proofs.c.stored_as)
    ).first()
    if row is None:
        raise unknown()
    moving.note(
        office, connection, case.reference, "proof-decided", by=by,
        body={"proof": proof_id, "what": row.what, "outcome": outcome},
    )  # fmt: skip
    if row.stored_as:
        outbox.add(connection, "proof-erase", case.reference, {"proof": proof_id}, now)
    if outcome == "accepted" and row.what in case.waiting:
        if row.what == "identity":
            methods.confirm(office, connection, case, "documents", by=by, facts=[row.kind])
        else:
            methods.confirm_power(office, connection, case, by=by, proof=[row.kind])


ASKED_FOR: tuple[What, ...] = ("identity", "power")
"""What a case waits for; what came along by itself is there to be read, whatever it waits for."""


_UNDECIDED = (
    select(proofs.c.id)
    .where(proofs.c.reference == bindparam("of"), proofs.c.outcome.is_(None))
    .where(proofs.c.what.in_(ASKED_FOR))
    .limit(1)
)


def undecided(connection: Connection, reference: str) -> bool:
    """Say whether a case has a document that was asked for and that nobody decided."""
    return connection.execute(_UNDECIDED, {"of": reference}).first() is not None


def let_go(
    office: Office, connection: Connection, reference: str, among: Collection[What] = ASKED_FOR
) -> int:
    """Have the documents erased that nobody decided: the case needs no proof any more.

    Returns:
        How many there were.
    """
    now = office.company.clock.now()
    rows = connection.execute(
        update(proofs)
        .where(
            proofs.c.reference == reference, proofs.c.outcome.is_(None), proofs.c.what.in_(among)
        )
        .values(outcome="unneeded", decided_by=moving.SYSTEM, decided_at=now)
        .returning(proofs.c.id, proofs.c.what, proofs.c.stored_as)
    ).all()
    for row in rows:
        moving.note(
            office, connection, reference, "proof-decided",
            body={"proof": row.id, "what": row.what, "outcome": "unneeded"},
        )  # fmt: skip
    outbox.add_many(
        connection,
        [("proof-erase", reference, {"proof": row.id}, now) for row in rows if row.stored_as],
    )
    return len(rows)


def uploads_to_erase(connection: Connection, proof_id: str) -> str | None:
    """Return the upload of a decided proof that is not erased yet."""
    stored: str | None = connection.execute(
        select(proofs.c.stored_as).where(proofs.c.id == proof_id, proofs.c.outcome.is_not(None))
    ).scalar_one_or_none()
    return stored


def erased(office: Office, engine: Engine, reference: str, ids: Sequence[str]) -> None:
    """Note that the uploads of proofs are gone."""
    now = office.company.clock.now()
    with engine.begin() as connection:
        connection.execute(
            update(proofs).where(proofs.c.id.in_(list(ids))).values(stored_as=None, erased_at=now)
        )
        for proof_id in ids:
            moving.note(office, connection, reference, "proof-erased", body={"proof": proof_id})


def unknown() -> ProofUnknownError:
    """Word that there is no such proof."""
    return ProofUnknownError(
        Text(en="there is no such proof to decide", ja="判断を待つその書類はありません"),
        remedy=Text(
            en="open the request again; somebody may have decided it",
            ja="請求を開き直してください。他の担当者が判断した可能性があります",
        ),
    )
