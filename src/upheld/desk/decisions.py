"""What was decided about a case, by whom, and who approved what is to be done: one table.

The officer's own words are sealed: they may speak of the person.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy import Text as SqlText

from upheld.clock import aware
from upheld.rights.vault import Vault

Outcome: TypeAlias = Literal["granted", "granted-in-part", "absent", "refused", "referred"]

metadata = MetaData()
decisions = Table(
    "desk_decision",
    metadata,
    Column(
        "id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    ),
    Column("reference", String(20), nullable=False, index=True),
    Column("outcome", String(16), nullable=False),
    Column("ground", String(40)),
    Column("only", SqlText, nullable=False),
    Column("by", String(80), nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("sealed", LargeBinary),
    Column("plan_sha256", String(64)),
    Column("approved_by", String(80)),
    Column("approved_at", DateTime(timezone=True)),
    sqlite_autoincrement=True,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision about a case; the latest one counts.

    Attributes:
        ground: For what is not granted: a code of the closed list.
        only: For what is granted in part: the purposes or categories that are.
        by: Who decided.
        explanation: The officer's words to the person.
        plan_sha256: The plan that was approved.
    """

    reference: str
    outcome: Outcome
    by: str
    at: datetime
    ground: str | None = None
    only: tuple[str, ...] = ()
    explanation: str = field(default="", repr=False)
    plan_sha256: str | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None


def add(connection: Connection, vault: Vault, decision: Decision) -> None:
    """Write a decision down."""
    sealed = vault.seal(_name(decision.reference), {"explanation": decision.explanation})
    connection.execute(
        insert(decisions).values(
            reference=decision.reference,
            outcome=decision.outcome,
            ground=decision.ground,
            only=",".join(decision.only),
            by=decision.by,
            at=decision.at,
            sealed=sealed,
        )
    )


def latest(connection: Connection, vault: Vault, reference: str) -> Decision | None:
    """Return what was decided last; `None` before anything was."""
    row = connection.execute(
        select(decisions)
        .where(decisions.c.reference == reference)
        .order_by(decisions.c.id.desc())
        .limit(1)
    ).first()
    if row is None:
        return None
    opened = vault.open(_name(reference), bytes(row.sealed)) if row.sealed else {}
    return Decision(
        reference=row.reference,
        outcome=row.outcome,
        by=row.by,
        at=aware(row.at),
        ground=row.ground,
        only=tuple(filter(None, row.only.split(","))),
        explanation=opened.get("explanation", ""),
        plan_sha256=row.plan_sha256,
        approved_by=row.approved_by,
        approved_at=aware(row.approved_at) if row.approved_at else None,
    )


def approve(
    connection: Connection, reference: str, *, plan_sha256: str, by: str, at: datetime
) -> None:
    """Write down who approved which plan, beside the latest decision."""
    newest = (
        select(decisions.c.id)
        .where(decisions.c.reference == reference)
        .order_by(decisions.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    connection.execute(
        update(decisions)
        .where(decisions.c.id == newest)
        .values(plan_sha256=plan_sha256, approved_by=by, approved_at=at)
    )


def was_approved(connection: Connection, reference: str) -> bool:
    """Whether any plan of a case was ever approved: from then on there is no refusing."""
    found = select(decisions.c.id).where(
        decisions.c.reference == reference, decisions.c.approved_at.is_not(None)
    )
    return connection.execute(found.limit(1)).first() is not None


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Erase the officers' words; what was decided stays."""
    connection.execute(
        update(decisions).where(decisions.c.reference.in_(references)).values(sealed=None)
    )


def _name(reference: str) -> str:
    return f"desk-decision:{reference}"
