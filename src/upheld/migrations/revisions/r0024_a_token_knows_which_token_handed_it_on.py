"""a token knows which token handed it on."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Take the step."""
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.add_column(sa.Column("parent", sa.String(length=16), nullable=True))
        batch_op.create_index(batch_op.f("ix_api_token_parent"), ["parent"], unique=False)
