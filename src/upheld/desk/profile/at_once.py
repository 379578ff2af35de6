"""How the case of a person's own change goes its way: granted by the policy, approved by them.

Each step looks at the state the case is in and may be repeated, by the request that began it or
by a worker after a crash. What is planned, written, read back and receipted is a correction as
any other; only the two decisions that staff make there were made when the policy was written.
"""

from collections.abc import Callable, Mapping

from upheld.desk import decisions, reminding
from upheld.desk.acting import kept_plan
from upheld.desk.case import Case, State
from upheld.desk.deciding import write as write_decision
from upheld.desk.decisions import Decision
from upheld.desk.letters import facts, writing
from upheld.desk.moving import move, wait
from upheld.desk.office import Office
from upheld.desk.profile import store

PERSON = "person"


def steps(office: Office, case: Case) -> Mapping[State, Callable[[Case], None]]:
    """Return the steps of such a case that differ; none where a case is no such change."""
    if case.kind.by != "correction":
        return {}
    with office.company.reads.connect() as connection:
        change = store.find(connection, office.company.vault, case.reference)
    if change is None:
        return {}
    return {
        "received": lambda case: _received(office, case),
        "identified": lambda case: _identified(office, case),
        "planned": lambda case: _planned(office, case),
        "verified": lambda case: _verified(office, case, change),
        "answered": lambda case: _answered(office, case),
    }


def _received(office: Office, case: Case) -> None:
    with office.company.engine.begin() as connection:
        # Should a place fail, staff are told in time as of every other request.
        reminding.schedule(office, connection, case)
        move(office, connection, case, "identified", by=PERSON, waiting={"decision"})


def _identified(office: Office, case: Case) -> None:
    decision = Decision(
        reference=case.reference, outcome="granted", by=PERSON, at=office.company.clock.now()
    )
    with office.company.engine.begin() as connection:
        write_decision(office, connection, case, decision, None)


def _planned(office: Office, case: Case) -> None:
    """Approve the plan, if it is about somebody: else staff have to look."""
    vault = office.company.vault
    with office.company.engine.begin() as connection:
        decision = decisions.latest(connection, vault, case.reference)
        plan = kept_plan(connection, case.reference)
        if decision is None or plan is None or decision.by != PERSON:
            return  # staff decided it anew: they approve it too
        if any(person["found"] != "one" for person in plan.document["people"]):
            wait(office, connection, case, {"decision"})
            return
        now = office.company.clock.now()
        decisions.approve(connection, case.reference, plan_sha256=plan.sha256, by=PERSON, at=now)
        body = {"plan_sha256": plan.sha256}
        move(office, connection, case, "approved", by=PERSON, body=body)


def _verified(office: Office, case: Case, change: store.Change) -> None:
    """Answer: the page said so already; a mail says it to whoever reads the person's mail."""
    language = case.language
    told = {
        "what": facts.category_said(change.category, language),
        "days": UNDO_DAYS,
        "profile_url": office.link("/profile"),
    }
    with office.company.engine.begin() as connection:
        writing.write(office, connection, case, "changed", told, occasion="changed")
        move(office, connection, case, "answered", by=PERSON)


def _answered(office: Office, case: Case) -> None:
    with office.company.engine.begin() as connection:
        move(office, connection, case, "closed", by=PERSON)


UNDO_DAYS = 30
"""Days in which a change can be taken back by one button."""
