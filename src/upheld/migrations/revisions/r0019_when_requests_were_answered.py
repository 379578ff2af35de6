"""when requests were answered is looked up by an index."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("desk_case", schema=None) as batch_op:
        batch_op.create_index("desk_case_answered", ["answered_at"], unique=False)
