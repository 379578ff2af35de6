"""Lists of documents and of the register of provision find their rows by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("desk_proof", schema=None) as batch_op:
        batch_op.create_index("desk_proof_added", ["added_at", "id"], unique=False)
        batch_op.create_index(
            "desk_proof_waiting",
            ["added_at", "id"],
            unique=False,
            sqlite_where=sa.text("outcome IS NULL"),
            postgresql_where=sa.text("outcome IS NULL"),
        )

    with op.batch_alter_table("provision_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provision_record_party"))
        batch_op.create_index(
            "provision_record_direction",
            ["direction", "id", "first_on", "last_on", "erased_at"],
            unique=False,
            sqlite_where=sa.text("erased_at IS NULL"),
            postgresql_where=sa.text("erased_at IS NULL"),
        )
        batch_op.create_index(
            "provision_record_party",
            ["party", "id", "direction", "first_on", "last_on", "erased_at"],
            unique=False,
            sqlite_where=sa.text("erased_at IS NULL"),
            postgresql_where=sa.text("erased_at IS NULL"),
        )
        batch_op.create_index(
            "provision_record_standing",
            ["id", "direction", "first_on", "last_on", "erased_at"],
            unique=False,
            sqlite_where=sa.text("erased_at IS NULL"),
            postgresql_where=sa.text("erased_at IS NULL"),
        )
