"""The open cases of found inputs, for whoever asks what is due."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, func, select

from upheld.desk import store
from upheld.desk.case import STATE_LABEL, State
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.office import Office
from upheld.wording import Text

_MOST = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An open case.

    Attributes:
        ref: Its reference.
        tenant: Whose input it is; empty where it is the company's own.
        group: What it holds.
        due: The first instant that is too late.
        late: Whether that has come.
    """

    ref: str
    tenant: str
    group: str
    state: State
    due: datetime
    late: bool

    @property
    def label(self) -> Text:
        """How the state is called."""
        return STATE_LABEL[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class OfGroup:
    """The cases of one prohibited group.

    Attributes:
        open: How many are open.
        newest: When the newest of those was opened.
        erased: How many were erased since a moment, or left by a person where a rule keeps it.
    """

    open: int = 0
    newest: datetime | None = None
    erased: int = 0


def of_group(connection: Connection, group: str, since: datetime) -> OfGroup:
    """Count the cases of one prohibited group; nothing personal is read.

    Args:
        connection: To our own store.
        group: Which.
        since: What was erased before this is not counted.
    """
    c = store.cases.c
    alike = (c.right_ == FOUND_INPUT, c.grounds == group)
    counted = select(func.count(), func.max(c.received_at)).where(*alike, c.is_open == 1)
    count, newest = connection.execute(counted).one()
    # SQLite compares what is written, and everything is written in UTC.
    ended = (*alike, c.is_open == 0, c.answered_at >= since.astimezone(UTC))
    erased = connection.execute(select(func.count()).where(*ended)).scalar_one()
    newest = None if newest is None else store.aware(newest)
    return OfGroup(open=int(count), newest=newest, erased=int(erased))


def standing(office: Office) -> list[Standing]:
    """Return the open cases, those that are due first."""
    company, now = office.company, office.company.clock.now()
    with company.engine.connect() as connection:
        only = [store.cases.c.right_ == FOUND_INPUT]
        rows = store.queue(connection, only=only, most=_MOST)
        cases = store.load_many(connection, company.vault, [row.reference for row in rows])
    return [
        Standing(
            ref=case.reference,
            tenant=case.sealed.name if case.sealed else "",
            group=", ".join(case.grounds),
            state=case.state,
            due=case.due_at,
            late=now >= case.due_at,
        )
        for case in cases
    ]
