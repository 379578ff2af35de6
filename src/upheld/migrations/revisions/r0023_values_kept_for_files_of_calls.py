"""Values kept for files of calls."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "screening_owned",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("screening_owned", schema=None) as batch_op:
        batch_op.create_index("screening_owned_tenant", ["tenant", "what"], unique=False)

    op.create_table(
        "screening_map",
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("tenant", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("handle"),
    )
    with op.batch_alter_table("screening_map", schema=None) as batch_op:
        batch_op.create_index("screening_map_until", ["until"], unique=False)

    op.create_table(
        "screening_map_value",
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("handle", "digest"),
    )
    with op.batch_alter_table("screening_map_value", schema=None) as batch_op:
        batch_op.create_index("screening_map_value_digest", ["digest"], unique=False)
