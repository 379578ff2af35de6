"""the outbox finds claims and stuck rows by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("desk_outbox", schema=None) as batch_op:
        batch_op.create_index(
            "desk_outbox_claimed",
            ["claimed_by"],
            unique=False,
            sqlite_where=sa.text("claimed_by IS NOT NULL"),
            postgresql_where=sa.text("claimed_by IS NOT NULL"),
        )
        batch_op.create_index(
            "desk_outbox_stuck",
            ["stuck_at"],
            unique=False,
            sqlite_where=sa.text("done_at IS NULL AND stuck_at IS NOT NULL"),
            postgresql_where=sa.text("done_at IS NULL AND stuck_at IS NOT NULL"),
        )
