"""Opens a task for each party that has to act for a case, and names those that are not done."""

from collections.abc import Callable, Sequence
from datetime import datetime, time

from sqlalchemy import Connection

from upheld.desk import decisions
from upheld.desk import store as cases
from upheld.desk.case import Case
from upheld.desk.configuration import PartySection
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.desk.others import errands, store
from upheld.desk.others.store import How, TaskRight
from upheld.evidence.entry import JSON

_MORNING = time(9, 0)
_RIGHTS: dict[str, TaskRight] = {
    "deletion": "deletion", "correction": "correction", "restriction": "restriction",
}  # fmt: skip


def awaited(office: Office) -> Callable[[Connection, str], Sequence[str]]:
    """Return what says which parties a case waits for; asked again, it opens nothing twice."""

    def ask(connection: Connection, reference: str) -> Sequence[str]:
        case = cases.load(connection, office.company.vault, reference)
        right = _RIGHTS.get(case.kind.by)
        decision = decisions.latest(connection, office.company.vault, reference)
        granted = decision is not None and decision.outcome in ("granted", "granted-in-part")
        # Where the person is proven absent, nobody is told who asked.
        if right is not None and granted:
            for name, section in office.settings.parties.items():
                if right in section.rights:
                    _open(office, connection, case, name, right)
        return store.awaited(connection, reference)

    return ask


def reminder(office: Office, party: str, after: datetime) -> datetime:
    """Return when a party is reminded: the morning after so many business days."""
    section = office.settings.parties.get(party)
    days = section.answer_within if section is not None else 5
    day = after.astimezone(office.zone).date()
    due = office.calendar.add_business_days(day, days)
    return max(datetime.combine(due, _MORNING, tzinfo=office.zone), after)


def _open(office: Office, connection: Connection, case: Case, name: str, right: TaskRight) -> None:
    section = office.settings.parties[name]
    now = office.company.clock.now()
    today = now.astimezone(office.zone).date()
    task = store.ensure(
        connection,
        case.reference,
        name,
        how=_how(section, right),
        right=right,
        due_on=office.calendar.add_business_days(today, section.answer_within),
        at=now,
    )
    if task is None:
        return
    body: dict[str, JSON] = {
        "party": name, "task": task.id, "how": task.how, "right": right,
        "due_on": task.due_on.isoformat(),
    }  # fmt: skip
    note(office, connection, case.reference, "party-task-opened", body=body)
    errands.begin(office, connection, task)


def _how(section: PartySection, right: TaskRight) -> How:
    """A correction carries the new values, and OpenDSR knows deletions only: a person does these."""
    if right == "correction" or (section.kind == "opendsr" and right != "deletion"):
        return "task"
    return section.kind
