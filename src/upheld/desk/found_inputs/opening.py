"""How a case of a prohibited input begins: in one transaction with its clock and its suspension.

The clock runs from this instant, over nights, weekends and holidays. Nobody decides whether such
an input is erased, the policy has: the case is decided from the beginning, and waits for a plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import Connection

from upheld.desk import clocks, store
from upheld.desk.case import Case, Sealed
from upheld.desk.deciding import write as write_decision
from upheld.desk.decisions import Decision
from upheld.desk.found_inputs.lying import Located
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.moving import entry_of, move, note
from upheld.desk.office import Office
from upheld.desk.restricting import StopNotHeldError, gate_of, stoppable
from upheld.desk.webhooks.announcing import announcements
from upheld.durable import outbox
from upheld.evidence import ledger
from upheld.evidence.entry import JSON
from upheld.rights import store as numbers
from upheld.rights.forgetting import forget_on
from upheld.rights.named_rows import open_named
from upheld.wording import Language, Text

OPENED = "ai-input-found"
"""The ledger's entry of a case: group, places, clause and hour; never a value."""
STOPPED = "ai-use-stopped"
"""The ledger's entry of what the gate answers from now on."""
REMIND = "found-input-remind"
_WARNED_BEFORE = (timedelta(hours=24), timedelta(0))
"""Staff are told so long before the hour, and when it has passed."""
GATEWAY_USE = "gateway/use"
"""The kind under which the gate knows a use of the gateway: `CUSTOMER/KEY` or `CUSTOMER/DIGEST`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundInput:
    """What was found.

    Attributes:
        group: The prohibited group, as the detection calls it.
        located: Where it lies.
        tenant: Whose input it is; empty where it is the company's own.
        by: Who found it.
        suspend_people: Whether uses stop for people whose own rows were named.
        uses: Ids of gateway keys, or digests of people, whose use stops.
    """

    group: str
    located: Located = field(repr=False)
    tenant: str = ""
    by: str
    suspend_people: bool = False
    uses: Sequence[str] = ()

    @property
    def stopped(self) -> list[tuple[str, object]]:
        """For whom uses stop, as the gate knows them."""
        people = self.located.people if self.suspend_people else []
        return [*people, *((GATEWAY_USE, f"{self.tenant}/{use}") for use in self.uses)]


def open_case(office: Office, found: FoundInput, language: Language = "ja") -> Case:
    """Open a case; its clock runs from now.

    Raises:
        UsageError: There is no database with a data map.
        StopNotHeldError: The gate does not answer what was written.
    """
    company = office.company
    case = _case(office, found, language)
    with company.engine.begin() as connection:
        year = case.received_at.astimezone(office.zone).year
        case.reference = numbers.next_reference(connection, "R", year)
        digests = [("row", office.digest("row", one)) for one in found.located.spoken]
        store.add(connection, company.vault, case, digests)
        clause = clause_of(office)
        told = _told(case, found, clause)
        entry = entry_of(office, case.reference, OPENED, by=found.by, body=told)
        ledger.append(connection, entry)
        _suspend(office, connection, case, found)
        open_named(company, connection, case.reference, found.located.named(clause))
        outbox.add_many(connection, _promised(office, case))
        move(office, connection, case, "identified", waiting={"decision"})
        decision = Decision(
            reference=case.reference, outcome="granted", by=found.by, at=case.received_at
        )
        write_decision(office, connection, case, decision, None)
    _refuse_unheld(office, case, found)
    return case


def clause_of(office: Office) -> str | None:
    """Return the clause of the policy by which found inputs are erased."""
    ai = office.company.policy.ai
    return ", ".join(ai.delete_found.c) if ai is not None and ai.delete_found else None


def already_open(office: Office, located: Located) -> set[str]:
    """Return which of these records an open case names, as `Located.spoken` writes them."""
    spoken = located.spoken
    with office.company.engine.connect() as connection:
        found = store.earlier(
            connection, [([office.digest("row", one)], FOUND_INPUT) for one in spoken]
        )
    return {one for one, case in zip(spoken, found, strict=True) if case is not None}


def _case(office: Office, found: FoundInput, language: Language) -> Case:
    policy, now = office.company.policy, office.company.clock.now()
    answering = clocks.answering(policy, FOUND_INPUT, None, office.calendar)
    due = answering.deadline.due(now)
    return Case(
        reference="",
        right=FOUND_INPUT,
        state="received",
        language=language,
        channel="staff",
        received_at=now,
        due_on=due.day,
        due_at=due.ends,
        clock=clocks.written(answering, due),
        grounds=(found.group,),
        sealed=Sealed(name=found.tenant),
    )


def _told(case: Case, found: FoundInput, clause: str | None) -> dict[str, JSON]:
    said: dict[str, JSON] = {} if clause is None else {"clause": clause}
    return {
        **said,
        "tenant": found.tenant,
        "group": found.group,
        "due": case.due_at.isoformat(),
        "places": [*found.located.places],
        "records": len(found.located.spoken),
    }


def _suspend(office: Office, connection: Connection, case: Case, found: FoundInput) -> None:
    if not found.stopped:
        return
    uses = stoppable(office.company.policy)
    rows = gate_of(office).write(
        connection, found.stopped, uses, reference=case.reference, since=case.received_at
    )
    body: dict[str, JSON] = {"stops": [*uses], "rows": rows}
    note(office, connection, case.reference, STOPPED, by=found.by, body=body)


def _refuse_unheld(office: Office, case: Case, found: FoundInput) -> None:
    uses = stoppable(office.company.policy)
    if found.stopped and not gate_of(office).holds(found.stopped, uses, case.reference):
        raise StopNotHeldError(
            Text(
                en=f"the suspension of `{case.reference}` does not hold",
                ja=f"`{case.reference}` の利用停止が効いていません",
            ),
            remedy=Text(
                en="look whether our own store was changed by hand, then open the case again",
                ja="ストアが直接変更されていないか確かめ、案件を作り直してください",
            ),
        )


def _promised(office: Office, case: Case) -> list[outbox.Promise]:
    """What happens next, by workers: staff are told in time, and once it is late."""
    reminders: list[outbox.Promise] = []
    for before in _WARNED_BEFORE:
        at = case.due_at - before
        if at > case.received_at:
            hours = before // timedelta(hours=1)
            reminders.append((REMIND, case.reference, {"hours": hours}, at))
    forgotten = forget_on(office.company, case.received_at)
    forget: outbox.Promise = ("case-forget", case.reference, {}, forgotten)
    return [*reminders, forget, *announcements(office, case)]
