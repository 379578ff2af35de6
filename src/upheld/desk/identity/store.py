"""Codes, used links and proofs: what is kept while somebody's identity is being checked."""

from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table

metadata = MetaData()

codes = Table(
    "desk_code",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("reference", String(20), nullable=False),
    Column("purpose", String(16), nullable=False),  # identity, status, delivery
    Column("digest", String(64), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("used_at", DateTime(timezone=True)),
)
Index("desk_code_case", codes.c.reference, codes.c.purpose, codes.c.id)

used_links = Table(
    "desk_used_link",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("used_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False, index=True),
)

proofs = Table(
    "desk_proof",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("reference", String(20), nullable=False, index=True),
    Column("what", String(24), nullable=False),  # identity, power, enclosure
    Column("kind", String(40), nullable=False),  # licence, power-of-attorney, …
    Column("stored_as", String(80)),  # the upload; empty once erased or where it was paper
    Column("added_by", String(60), nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("outcome", String(12)),  # accepted, rejected
    Column("decided_by", String(60)),
    Column("decided_at", DateTime(timezone=True)),
    Column("erased_at", DateTime(timezone=True)),
)
# Lists go by the instant. What waits is little beside what was decided in years.
Index("desk_proof_added", proofs.c.added_at, proofs.c.id)
Index(
    "desk_proof_waiting",
    proofs.c.added_at,
    proofs.c.id,
    sqlite_where=proofs.c.outcome.is_(None),
    postgresql_where=proofs.c.outcome.is_(None),
)
