"""The desk: its cases, its outbox, and which calls of others were received before."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "received_before",
        sa.Column("source", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("forget_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("source", "digest"),
    )
    with op.batch_alter_table("received_before", schema=None) as batch_op:
        batch_op.create_index("received_before_forget_at", ["forget_at"], unique=False)

    op.create_table(
        "desk_case",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("right_", sa.String(length=24), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("before_hold", sa.String(length=16), nullable=True),
        sa.Column("waiting", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("residence", sa.String(length=8), nullable=True),
        sa.Column("agent", sa.String(length=12), nullable=False),
        sa.Column("form", sa.String(length=24), nullable=True),
        sa.Column("grounds", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("assigned_to", sa.String(length=40), nullable=True),
        sa.Column("duplicate_of", sa.String(length=20), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_open", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    with op.batch_alter_table("desk_case", schema=None) as batch_op:
        batch_op.create_index("desk_case_queue", ["is_open", "due_at", "reference"], unique=False)
        batch_op.create_index("desk_case_received", ["received_at", "reference"], unique=False)
        batch_op.create_index("desk_case_state", ["state", "due_at", "reference"], unique=False)

    op.create_table(
        "desk_lookup",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("digest", "reference", "what"),
    )
    with op.batch_alter_table("desk_lookup", schema=None) as batch_op:
        batch_op.create_index("desk_lookup_case", ["reference"], unique=False)

    op.create_table(
        "desk_outbox",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.String(length=80), nullable=True),
        sa.Column("claimed_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stuck_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("desk_outbox", schema=None) as batch_op:
        batch_op.create_index(
            "desk_outbox_due",
            ["at", "id"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND stuck_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND stuck_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_desk_outbox_key"), ["key"], unique=False)
