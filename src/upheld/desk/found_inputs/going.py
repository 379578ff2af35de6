"""How the case of a found input goes its way: planned, approved, erased, read back, closed.

What is approved and carried out is a deletion as any other. It ends when every record that was
named is gone or emptied. One that is there again, or that a rule of the policy keeps, keeps the
case open: of the latter a person can say that it has to stay (`remainders.leave_retained`).
"""

from collections.abc import Callable, Mapping
from datetime import UTC

from upheld.desk import reminding, store
from upheld.desk.acting import kept_plan
from upheld.desk.case import OPEN, STATE_LABEL, Case, State
from upheld.desk.clocks import HoursLeft
from upheld.desk.found_inputs.opening import REMIND
from upheld.desk.found_inputs.remaining import tables_left
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.moving import move, note, wait
from upheld.desk.office import Office
from upheld.desk.restricting import gate_of
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.evidence.entry import JSON
from upheld.rights import procedure
from upheld.rights.named_rows import forget_rows

__all__ = ["REMIND", "remind", "steps"]

LATE = "ai-input-late"
"""The ledger's entry of a case whose hour has passed while something is still there."""


def steps(office: Office, case: Case) -> Mapping[State, Callable[[Case], None]]:
    """Return the steps of such a case that differ; none of every other case."""
    if case.right != FOUND_INPUT:
        return {}
    return {
        "decided": lambda case: _decided(office, case),
        "planned": lambda _case: None,
        "carried_out": lambda case: _carried_out(office, case),
        "verified": lambda case: _verified(office, case),
        "answered": lambda case: _answered(office, case),
        "withdrawn": lambda case: _withdrawn(office, case),
    }


def remind(office: Office, item: Item) -> None:
    """Tell whoever the settings name how many hours are left, or that it is late."""
    with office.company.engine.begin() as connection:
        case = store.load(connection, office.company.vault, item.key)
        if case.state not in OPEN:
            return
        now = office.company.clock.now()
        if item.payload["hours"] and now >= case.due_at:
            return  # no worker ran in time: that it is late is told once, by the reminder of its end
        left = HoursLeft(
            now=now.astimezone(office.zone), due_at=case.due_at.astimezone(office.zone)
        )
        told = {
            "slack": left.spoken(case.language),
            "state": STATE_LABEL[case.state].in_language(case.language),
            "case_url": office.link(f"/console/requests/{case.reference}"),
        }
        occasion = f"found-{item.payload['hours']}"
        if not reminding.tell(office, connection, case, "found-input", told, occasion=occasion):
            return
        kind = LATE if now >= case.due_at else "case-reminded"
        body: dict[str, JSON] = {
            "due": case.due_at.astimezone(UTC).isoformat(),
            "state": case.state,
            "told": len(office.settings.escalate_to),
        }
        note(office, connection, case.reference, kind, body=body)


def _decided(office: Office, case: Case) -> None:
    made = procedure.plan(office.company, case.reference, seal=False)
    with office.company.engine.begin() as connection:
        body: dict[str, JSON] = {"plan_sha256": made.sha256}
        move(office, connection, case, "planned", body=body, waiting={"approval"})


def _carried_out(office: Office, case: Case) -> None:
    with office.company.engine.begin() as connection:
        left = tables_left(office, connection, case.reference)
        if left is None or left:
            wait(office, connection, case, {"decision"})
            return
        late = office.company.clock.now() >= case.due_at
        plan = kept_plan(connection, case.reference)
        body: dict[str, JSON] = {"remaining": 0, "late": late}
        if plan is not None:
            body["plan_sha256"] = plan.sha256
        move(office, connection, case, "verified", body=body)


def _verified(office: Office, case: Case) -> None:
    """Nobody asked, and nobody is written to: what was found is gone, and is forgotten here."""
    company = office.company
    with company.engine.begin() as connection:
        outbox.cancel(connection, case.reference, company.clock.now(), kind=REMIND)
        forget_rows(company, connection, case.reference)
        move(office, connection, case, "answered")


def _answered(office: Office, case: Case) -> None:
    with office.company.engine.begin() as connection:
        outbox.cancel(connection, case.reference, office.company.clock.now(), kind=REMIND)
        move(office, connection, case, "closed")


def _withdrawn(office: Office, case: Case) -> None:
    """Opened by mistake: nothing stops for it any more."""
    company = office.company
    with company.engine.begin() as connection:
        ended = gate_of(office).lift(connection, case.reference, company.clock.now())
        if ended:
            body: dict[str, JSON] = {"reason": "mistake", "rows": ended}
            note(office, connection, case.reference, "restriction-lifted", body=body)
        outbox.cancel(connection, case.reference, company.clock.now(), kind=REMIND)
        move(office, connection, case, "closed")
