"""The open cases of found inputs, for whoever asks what is due."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from upheld.desk import store
from upheld.desk.case import STATE_LABEL, State
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.office import Office
from upheld.detection.kind import group_label
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
    def group_label(self) -> Text:
        """How what it holds is called."""
        return group_label(self.group)

    @property
    def label(self) -> Text:
        """How the state is called."""
        return STATE_LABEL[self.state]


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


def is_found_input(connection: Connection, reference: str) -> bool:
    """Whether a reference is that of such a case, open or ended."""
    of = select(store.cases.c.right_).where(store.cases.c.reference == reference)
    return connection.execute(of).scalar() == FOUND_INPUT
