"""Reminders: rows of the outbox, due when a case has so many business days left."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.case import OPEN, STATE_LABEL, Case
from upheld.desk.clocks import slack
from upheld.desk.letters import facts, writing
from upheld.desk.letters import store as letters
from upheld.desk.letters.templates import LetterName
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.durable.outbox import Item, Promise

REMIND = "case-remind"
_MORNING = time(9, 0)


def schedule(office: Office, connection: Connection, case: Case) -> None:
    """Set the reminders of a case for its last day; those of an earlier last day are taken back."""
    now = office.company.clock.now()
    outbox.cancel(connection, case.reference, now, kind=REMIND)
    today = now.astimezone(office.zone).date()
    promised: list[Promise] = []
    for days in sorted(set(office.settings.remind_at), reverse=True):
        day = day_with_slack(office, case.due_on, days)
        if day > today or (day == today and days == 0):
            at = morning_of(office, day)
            payload = {"due_on": case.due_on.isoformat(), "days": days}
            promised.append((REMIND, case.reference, payload, max(at, now)))
    outbox.add_many(connection, promised)


def morning_of(office: Office, day: date) -> datetime:
    """Return the instant of a day at which the company's staff is told something."""
    return datetime.combine(day, _MORNING, tzinfo=office.zone)


def day_with_slack(office: Office, due_on: date, days: int) -> date:
    """Return the last open day on which so many business days are left: no Sunday reads mail."""
    calendar, day = office.calendar, due_on
    while slack(due_on, day, calendar).days < days or not calendar.is_open(day):
        day -= timedelta(days=1)
    return day


def remind(office: Office, item: Item) -> None:
    """Tell whoever the settings name that a case runs out of time; nothing once it is answered."""
    with office.company.engine.begin() as connection:
        case = store.load(connection, office.company.vault, item.key)
        due_on, days = str(item.payload["due_on"]), int(item.payload["days"])
        if case.state not in OPEN or case.due_on.isoformat() != due_on:
            return
        today = office.company.clock.now().astimezone(office.zone).date()
        left = slack(case.due_on, today, office.calendar)
        told = {
            "slack": left.spoken(case.language),
            "state": STATE_LABEL[case.state].in_language(case.language),
            "waiting": facts.awaited(case.waiting, case.language),
            "case_url": office.link(f"/console/requests/{case.reference}"),
        }
        if tell(office, connection, case, "reminder", told, occasion=f"remind-{due_on}-{days}"):
            body = {"days_left": left.days, "told": len(office.settings.escalate_to)}
            note(office, connection, case.reference, "case-reminded", body=body)


def tell(
    office: Office,
    connection: Connection,
    case: Case,
    name: LetterName,
    told: Mapping[str, object],
    *,
    occasion: str,
) -> bool:
    """Write to everybody whom the settings name; False where that was done before."""
    if letters.written_for(connection, case.reference, f"{occasion}-0") is not None:
        return False  # tried again after its worker died
    for number, address in enumerate(office.settings.escalate_to or ("",)):
        writing.write(
            office, connection, case, name, told, occasion=f"{occasion}-{number}", to=address
        )
    return True
