"""Found inputs are cases of the desk."""

import sqlalchemy as sa
from alembic import op

from upheld.refusal import UsageError
from upheld.wording import Text

revision = "0022"
down_revision = "0021"

_FOUND = sa.table("screening_found", sa.column("erased_at", sa.DateTime))


def upgrade() -> None:
    """Take the step.

    Where an open case of the former kind lies is sealed under its own number, and is erased by
    the former version alone: the step waits for it.

    Raises:
        UsageError: A case is open.
    """
    open_cases = sa.select(sa.func.count()).where(_FOUND.c.erased_at.is_(None))
    if op.get_bind().execute(open_cases).scalar_one():
        raise UsageError(
            Text(
                en="prohibited inputs that were found are still to be erased",
                ja="見つかった入力禁止情報の消去が終わっていません",
            ),
            remedy=Text(
                en="erase them with the former version (`upheld gateway found list`), then update",
                ja="以前の版で消去してから(`upheld gateway found list`)、更新してください",
            ),
        )
    op.drop_table("screening_found")
