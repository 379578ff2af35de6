"""the fee ledger of the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "desk_fee_line",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("units", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=True),
        sa.Column("receipt", sa.String(length=24), nullable=True),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.Column("outside", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("outside"),
        sa.UniqueConstraint("receipt"),
    )
    with op.batch_alter_table("desk_fee_line", schema=None) as batch_op:
        batch_op.create_index("desk_fee_line_case", ["reference", "id"], unique=False)

    op.create_table(
        "desk_payment_page",
        sa.Column("checkout", sa.String(length=120), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("intent", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("checkout"),
    )
    with op.batch_alter_table("desk_payment_page", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_desk_payment_page_reference"), ["reference"], unique=False
        )
