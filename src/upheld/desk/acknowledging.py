"""Confirming that a request was received, by the day that is promised or that the law sets.

The sending of the `received` letter is the confirmation, and its entry in the ledger the
evidence: by mail, or as noted by whoever gave it in another way. On the last open day before it
is too late, whoever the settings name is told if it is still missing.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from upheld.desk import clocks, reminding, store
from upheld.desk.case import OPEN, Case
from upheld.desk.letters import facts
from upheld.desk.letters import store as letters
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.evidence.entry import JSON
from upheld.wording import Text

CHECK = "case-confirm"
"""The outbox's kind of row that looks whether the confirmation went out."""
LETTER = "received"
_PAUSE = timedelta(hours=1)
"""What arrived so long ago that the day is over gets its letter first, and is then looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """How the confirmation of a request stands.

    Attributes:
        due_on: The last day for it; `None` where none is promised or asked by law.
        sent_at: When it went out; `None` while it did not.
        how: `mail`, `post`, `counter`, `telephone`.
    """

    due_on: date | None
    sent_at: datetime | None
    how: str | None


def confirmation_of(office: Office, connection: Connection, case: Case) -> Confirmation:
    """Return how the confirmation of a request stands; its day is computed, not kept."""
    deadline = clocks.acknowledgment(
        office.company.policy, case.right, case.residence, office.calendar
    )
    found = letters.standing(connection, case.reference, LETTER)
    return Confirmation(
        due_on=None if deadline is None else deadline.due(case.received_at).day,
        sent_at=None if found is None else found.sent_at,
        how=None if found is None else found.how,
    )


def schedule(office: Office, connection: Connection, case: Case) -> None:
    """Have it looked at whether the confirmation went out; what was set before is taken back."""
    now = office.company.clock.now()
    outbox.cancel(connection, case.reference, now, kind=CHECK)
    stands = confirmation_of(office, connection, case)
    if stands.due_on is None or stands.sent_at is not None:
        return
    at = reminding.morning_of(office, reminding.day_with_slack(office, stands.due_on, 0))
    payload = {"due_on": stands.due_on.isoformat()}
    outbox.add(connection, CHECK, case.reference, payload, max(at, now + _PAUSE))


def check(office: Office, item: Item) -> None:
    """Tell whoever the settings name that a confirmation is missing; nothing once it went out."""
    with office.company.engine.begin() as connection:
        case = store.load(connection, office.company.vault, item.key)
        stands = confirmation_of(office, connection, case)
        if case.state not in OPEN or stands.due_on is None or stands.sent_at is not None:
            return
        told = {
            "confirm_by": facts.day(stands.due_on, case.language),
            "case_url": office.link(f"/console/requests/{case.reference}"),
        }
        occasion = f"unconfirmed-{stands.due_on.isoformat()}"
        if reminding.tell(office, connection, case, "unconfirmed", told, occasion=occasion):
            body: dict[str, JSON] = {"due_on": stands.due_on.isoformat()}
            note(office, connection, case.reference, "case-unconfirmed", body=body)


def given(
    office: Office, reference: str, *, by: str, how: str, within: Connection | None = None
) -> None:
    """Note that staff confirmed the receipt: by `post`, at the `counter`, by `telephone`.

    Raises:
        CaseChangedError: It went out in the meantime, or no worker has written it yet.
    """
    with office.transaction(within) as connection:
        found = letters.standing(connection, reference, LETTER)
        now = office.company.clock.now()
        if found is None or not letters.sent(connection, found.number, how, now):
            raise store.CaseChangedError(
                Text(en="the confirmation is not written yet, or went out in the meantime",
                     ja="受付の確認は、まだ作成されていないか、すでに送られています"),
                remedy=Text(en="look at the request again", ja="請求の内容を確かめてください"),
            )  # fmt: skip
        body: dict[str, JSON] = {"letter": LETTER, "number": found.number, "how": how}
        note(office, connection, reference, "letter-sent", by=by, body=body)
        outbox.cancel(connection, reference, now, kind=CHECK)
