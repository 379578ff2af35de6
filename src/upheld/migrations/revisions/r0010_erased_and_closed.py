"""Who was erased, as keyed digests, and which systems are closed."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "closed_system",
        sa.Column("system", sa.String(length=80), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("system"),
    )
    op.create_table(
        "erased_key",
        sa.Column("ref", sa.String(length=16), nullable=False),
        sa.Column("system", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("ref", "system", "kind", "digest"),
    )
    with op.batch_alter_table("erased_key", schema=None) as batch_op:
        batch_op.create_index("erased_key_system", ["system", "kind"], unique=False)
