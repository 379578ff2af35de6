"""One request for one submission: a form posted twice, a call repeated after a time-out.

The key is the submitter's (a hidden number of the form, `Idempotency-Key` of a call); it is kept as
a keyed digest in the transaction of the request, so that of two at once the second gets the
first one's answer.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    MetaData,
    Row,
    String,
    Table,
    bindparam,
    select,
    text,
    update,
)

from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.wording import Text

KEEP = timedelta(days=2)
metadata = MetaData()
submissions = Table(
    "desk_submission",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("content", String(64), nullable=False),
    Column("reference", String(20)),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
)
_CLAIM = text(
    "INSERT INTO desk_submission (digest, content, at) VALUES (:digest, :content, :at) "
    "ON CONFLICT DO NOTHING"
).bindparams(bindparam("at", type_=DateTime(timezone=True)))


class KeyReusedError(RefusalError):
    """The same key came with another content."""

    code = "key-reused"


def once(
    office: Office, key: str, content: str, make: Callable[[Connection], str]
) -> tuple[str, bool]:
    """Return the reference of a submission, made now or the first time.

    Args:
        office: The desk.
        key: The submitter's own.
        content: What was submitted, as one text; another content under the same key is refused.
        make: Receives the request in the transaction it is given; returns its reference.

    Returns:
        The reference, and whether it was made now.

    Raises:
        KeyReusedError: The key was used for something else.
    """
    now = office.company.clock.now()
    digest, said = office.digest("submission", key), office.digest("content", content)
    with office.company.engine.begin() as connection:
        claimed = connection.execute(_CLAIM, {"digest": digest, "content": said, "at": now})
        if claimed.rowcount == 1:
            reference = make(connection)
            connection.execute(
                update(submissions)
                .where(submissions.c.digest == digest)
                .values(reference=reference)
            )
            return reference, True
        row = connection.execute(select(submissions).where(submissions.c.digest == digest)).one()
    return _same(row, said), False


def sent_before(office: Office, key: str, content: str) -> str | None:
    """Return what a submission came to that was made before; `None` for a new one.

    For acts that have to look before their transaction; `once` still decides.

    Raises:
        KeyReusedError: The key was used for something else.
    """
    digest = office.digest("submission", key)
    with office.company.engine.connect() as connection:
        query = select(submissions).where(submissions.c.digest == digest)
        row = connection.execute(query).first()
    if row is None:
        return None
    return _same(row, office.digest("content", content))


def _same(row: Row[Any], said: str) -> str:
    if row.content != said or row.reference is None:
        raise KeyReusedError(
            Text(en="this key was used for another request",
                 ja="この識別キーは別の請求に使われています"),
            remedy=Text(en="send each request with a key of its own",
                        ja="請求ごとに別のキーを付けてください"),
        )  # fmt: skip
    return str(row.reference)


def forget(connection: Connection, office: Office) -> int:
    """Drop keys that nobody repeats any more; return how many."""
    before = office.company.clock.now() - KEEP
    return connection.execute(submissions.delete().where(submissions.c.at < before)).rowcount
