"""A letter to a colleague, to see whether mail goes out: by the same road as every other."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from upheld.desk.letters import facts, store, writing
from upheld.desk.letters.templates import compose
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How somebody's newest trial stands.

    Attributes:
        sent_at: When the mail server took it; `None` as long as it did not.
        waits: Whether it is still to be sent.
        attempts: How often that failed.
        error: The code of the last failure.
    """

    written_at: datetime
    sent_at: datetime | None
    waits: bool
    attempts: int
    error: str | None


def send(office: Office, to: str, by: str, language: Language) -> bool:
    """Write a trial to a colleague's address; False where one was written this minute.

    Args:
        office: The desk.
        to: Their own address.
        by: Their id.
        language: In which language.
    """
    now = office.company.clock.now()
    reference, occasion = _reference(by), f"{now:%Y-%m-%dT%H:%M}"
    parts = compose(office.folder, "trial", language, facts.general_facts(office, language))
    with office.company.engine.begin() as connection:
        if store.written_for(connection, reference, occasion) is not None:
            return False
        outbox.cancel(connection, reference, now)
        store.forget(connection, [reference])  # an earlier one has said what it could
        writing.keep(
            office, connection, parts, reference=reference, name="trial",
            language=language, occasion=occasion, to=to,
        )  # fmt: skip
    return True


def newest(connection: Connection, by: str) -> Trial | None:
    """Return how somebody's newest trial stands; `None` where there was none."""
    reference = _reference(by)
    found = store.newest(connection, reference)
    if found is None:
        return None
    rows = outbox.waiting(connection, reference)
    return Trial(
        written_at=found.written_at,
        sent_at=found.sent_at,
        waits=bool(rows),
        attempts=rows[0].attempts if rows else 0,
        error=rows[0].last_error if rows else None,
    )


def _reference(by: str) -> str:
    return f"trial-{by}"
