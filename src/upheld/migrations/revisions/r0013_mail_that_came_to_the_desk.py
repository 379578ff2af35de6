"""mail that came to the desk."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "desk_mail",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("became", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=20), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attachments", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.String(length=200), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("key"),
    )
    with op.batch_alter_table("desk_mail", schema=None) as batch_op:
        batch_op.create_index("desk_mail_reference", ["reference"], unique=False)
        batch_op.create_index(
            "desk_mail_waiting", ["became", "seen_at", "received_at"], unique=False
        )

    op.create_table(
        "desk_mailbox",
        sa.Column("mailbox", sa.String(length=64), nullable=False),
        sa.Column("uid_validity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("mailbox"),
    )
