"""the vault of values behind placeholders."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "screening_pseudonym",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("value_digest", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("scope", "kind", "number", name="screening_pseudonym_name"),
        sa.UniqueConstraint("scope", "value_digest", name="screening_pseudonym_once"),
    )
    with op.batch_alter_table("screening_pseudonym", schema=None) as batch_op:
        batch_op.create_index("screening_pseudonym_until", ["until"], unique=False)
        batch_op.create_index("screening_pseudonym_value", ["value_digest"], unique=False)
