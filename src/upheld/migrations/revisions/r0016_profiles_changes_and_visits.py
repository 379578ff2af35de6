"""profiles changes and visits."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "desk_profile_change",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("category", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=16), nullable=False),
        sa.Column("undoes", sa.String(length=20), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("reference"),
        sa.UniqueConstraint("undoes"),
    )
    op.create_table(
        "desk_profile_person",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("digest", "reference"),
    )
    with op.batch_alter_table("desk_profile_person", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_desk_profile_person_reference"), ["reference"], unique=False
        )

    op.create_table(
        "desk_profile_visit",
        sa.Column("reference", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("reference"),
    )
    with op.batch_alter_table("desk_profile_visit", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_desk_profile_visit_address"), ["address"], unique=False
        )
