"""Stops of uses."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "desk_restriction",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("stops", sa.String(length=80), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("desk_restriction", schema=None) as batch_op:
        batch_op.create_index("desk_restriction_asked", ["who", "stops", "lifted_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_desk_restriction_reference"), ["reference"], unique=False
        )
