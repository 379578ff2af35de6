"""How a case is driven: what the dispatcher does when a case has come into a state.

1. Received: the confirmation is written, reminders are set; once nothing is awaited of the
   person, the case is identified.
2. Decided: what will be done to the stores is planned; approved, it is carried out and read back.
3. Verified, or refused: the answer is made; its link goes out, and with it the case is answered.

Each step looks at the state the case is in now and may be repeated: a row that arrives twice or
late finds nothing to do. What follows from a step without a person is done in the same turn; each
state has a row of its own all the same, for whoever goes on after a crash or a failure. Whatever cannot be done now is tried again by the outbox, with the case
visibly waiting.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import Connection

from upheld.deletion.refusals import NotApprovedError, PlanStaleError
from upheld.desk import (
    acknowledging,
    approving,
    decisions,
    delivery,
    reminding,
    restricting,
    store,
)
from upheld.desk.acting import RIGHTS, carry_out, kept_plan, plan, report_of
from upheld.desk.answering import answer
from upheld.desk.case import OF_THE_PERSON, Case, State
from upheld.desk.closing import close, say_withdrawn
from upheld.desk.deciding import write as write_decision
from upheld.desk.decisions import Decision
from upheld.desk.fees import book
from upheld.desk.found_inputs import going as found_inputs
from upheld.desk.identity import proofs
from upheld.desk.letters import facts, writing
from upheld.desk.letters.sending import Post, sender
from upheld.desk.moving import SYSTEM, move, note, wait
from upheld.desk.office import Office
from upheld.desk.profile import at_once
from upheld.desk.remainders import remains
from upheld.durable import outbox
from upheld.durable.dispatching import Handler, InHandError
from upheld.durable.outbox import Item
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.rights.refusals import AlreadyRunningError, SeveralPeopleError
from upheld.rights.turn import turn

_ASKS_FOR_PROOF: frozenset[State] = frozenset({"received", "on_hold"})
"""While a case is one of these, a document that was handed in may still be looked at."""

Awaited = Callable[[Connection, str], Sequence[str]]
"""Other parties that a case still waits for, by their names in the settings."""


def handlers(office: Office, post: Post, awaited: Awaited | None = None) -> Mapping[str, Handler]:
    """Return what the dispatcher does with each kind of row that is about a case.

    Args:
        office: The desk.
        post: Hands mail to a server.
        awaited: Says which other parties a case waits for; none by default.
    """
    driver = Driver(office, awaited or _nobody)
    return {
        found_inputs.REMIND: lambda item: found_inputs.remind(office, item),
        "case-received": driver.drive,
        "case-moved": driver.drive,
        "case-extended": driver.extended,
        reminding.REMIND: lambda item: reminding.remind(office, item),
        acknowledging.CHECK: lambda item: acknowledging.check(office, item),
        delivery.EXPIRE: lambda item: delivery.expire(office, item),
        writing.SEND: sender(office, post),
    }


def _nobody(_connection: Connection, _reference: str) -> Sequence[str]:
    return ()


class Driver:
    """Takes each case as far as it goes without a person."""

    def __init__(self, office: Office, awaited: Awaited) -> None:
        """Begin nothing yet."""
        self._office = office
        self._awaited = awaited
        self._steps: Mapping[State, Callable[[Case], None]] = {
            "received": self._received,
            "identified": self._identified,
            "decided": self._decided,
            "planned": self._planned,
            "approved": self._approved,
            "carried_out": self._carried_out,
            "verified": lambda case: answer(office, case),
            "refused": lambda case: answer(office, case),
            "answered": lambda case: close(office, case),
            "withdrawn": lambda case: say_withdrawn(office, case),
        }

    def drive(self, item: Item) -> None:
        """Do what a case's state asks for, unless it is in another one by now.

        Raises:
            InHandError: Another worker has the case; the row is due again in a moment.
            RefusalError: It cannot be done now; the case waits, and the outbox tries again.
        """
        try:
            self.take_on(item.key, item.payload.get("to"))
        except AlreadyRunningError as error:
            raise InHandError from error

    def take_on(self, reference: str, state: State | None = None) -> None:
        """Take a case as far as it goes, alone: two that plan at once undo each other.

        Args:
            reference: The case.
            state: Only if it is in this state; whoever moved it on has left a row of its own.

        Raises:
            AlreadyRunningError: Somebody else has the case.
            RefusalError: See `drive`.
        """
        with turn(self._office.company.engine, f"case-{reference}"):
            case = self._load(reference)
            if state not in (None, case.state):
                return
            if case.state not in _ASKS_FOR_PROOF:
                self._let_go_of_proofs(case)
            if self._step(case):
                self._go_on(case)

    def _go_on(self, case: Case) -> None:
        """Do what follows, as long as the case moves; the rows that promised it are done by that."""
        office, fulfilled, on = self._office, list[int](), True
        # What fails here is not the failure of the row in hand: its own state's row tries it, and tells.
        with suppress(RefusalError):
            while on:
                promised = list(case.promised)
                on = self._step(case, tell=False)
                fulfilled = promised
        if fulfilled:
            with office.company.engine.begin() as connection:
                outbox.fulfilled(connection, fulfilled, office.company.clock.now())

    def _step(self, case: Case, *, tell: bool = True) -> bool:
        """Do what the state of a case asks for; whether it is in another state by that."""
        before = case.state
        own = found_inputs.steps(self._office, case) or at_once.steps(self._office, case)
        step = {**self._steps, **own}.get(before)
        if step is None:
            return False
        try:
            step(case)
        except (AlreadyRunningError, store.CaseChangedError):
            raise  # somebody was faster: nothing holds the case up, and the row is tried again
        except RefusalError as refusal:
            if tell:
                self._stopped(case.reference, refusal)
            raise
        if before in _ASKS_FOR_PROOF and case.state not in _ASKS_FOR_PROOF:
            self._let_go_of_proofs(case)
        return case.state != before

    def _let_go_of_proofs(self, case: Case) -> None:
        company = self._office.company
        with company.reads.connect() as connection:  # most have none: ask before anything is locked
            found = proofs.undecided(connection, case.reference)
        if found:
            with company.engine.begin() as connection:
                proofs.let_go(self._office, connection, case.reference)

    def extended(self, item: Item) -> None:
        """Tell the person that it takes longer, and set the reminders anew."""
        case = self._load(item.key)
        until = str(item.payload["until"])
        with self._office.company.engine.begin() as connection:
            told = facts.extension(until, str(item.payload["reason"]), case.language)
            writing.write(
                self._office, connection, case, "extended", told, occasion=f"extended-{until}"
            )
            reminding.schedule(self._office, connection, case)

    def _received(self, case: Case) -> None:
        office = self._office
        with office.company.engine.begin() as connection:
            account = book.account(connection, case.reference)
            if account is not None and not account.settled:
                asked = facts.fee(office, case, account.left)
                writing.write(office, connection, case, "fee", asked, occasion="fee")
            told = {
                "needed": facts.needed(case.waiting, case.language),
                "status_url": office.link("/status"),
            }
            writing.write(office, connection, case, "received", told, occasion="received")
            reminding.schedule(office, connection, case)
            acknowledging.schedule(office, connection, case)
            if not case.waiting & OF_THE_PERSON:
                move(office, connection, case, "identified", waiting={"decision"})

    def _identified(self, case: Case) -> None:
        """An opt-out is followed at once: there is nothing to weigh (11 CCR 7026, 7027)."""
        if case.kind.identity != "findable":
            return
        office = self._office
        decision = Decision(
            reference=case.reference, outcome="granted", by=SYSTEM, at=office.company.clock.now()
        )
        with office.company.engine.begin() as connection:
            write_decision(office, connection, case, decision, None)

    def _decided(self, case: Case) -> None:
        decision = self._decision(case)
        if case.kind.by not in RIGHTS or decision.outcome == "referred":
            self._act_at_the_desk(case, decision)
            return
        try:
            made = plan(self._office, case)
        except SeveralPeopleError:
            with self._office.company.engine.begin() as connection:
                wait(self._office, connection, case, {"choice"})
            return
        people = made.document["people"]
        nobody = all(person["found"] == "none" for person in people)
        as_decided = nobody == (decision.outcome == "absent")
        body: dict[str, JSON] = {
            "plan_sha256": made.sha256,
            "found": "none" if nobody else "one",
            "absence": people[0]["absence"],
        }
        with self._office.company.engine.begin() as connection:
            move(
                self._office,
                connection,
                case,
                "planned",
                body=body,
                waiting={"approval" if as_decided else "decision"},
            )

    def _planned(self, case: Case) -> None:
        """An absence that is proven needs no second look: there is nothing to do to anything."""
        decision = self._decision(case)
        with self._office.company.reads.connect() as connection:
            made = kept_plan(connection, case.reference)
        if made is None or decision.outcome != "absent" or not approving.proven_absent(made):
            return
        approving.empty_plan_approved(self._office, case, decision, made)

    def _approved(self, case: Case) -> None:
        try:
            report = carry_out(self._office, case)
        except (PlanStaleError, NotApprovedError):
            # The world changed since the approval: a new plan, and a new approval of it.
            with self._office.company.engine.begin() as connection:
                move(self._office, connection, case, "decided", kind="case-plan-stale")
            return
        with self._office.company.engine.begin() as connection:
            move(self._office, connection, case, "carried_out", body=_seen(report))

    def _carried_out(self, case: Case) -> None:
        """Verified is what was read back and has nothing open, in our places and with others."""
        office, decision = self._office, self._decision(case)
        report = report_of(office, case.reference) if case.kind.by in RIGHTS else None
        if _stops(case, decision):
            restricting.refuse_unheld(office, case, decision)
        with office.company.engine.begin() as connection:
            parties = self._awaited(connection, case.reference)
            if parties or remains(report):
                wait(office, connection, case, {"parties"})
                return
            if report is not None and not report["complete"]:
                wait(office, connection, case, {"decision"})
                return
            move(office, connection, case, "verified", body=_proof(report))

    def _act_at_the_desk(self, case: Case, decision: Decision) -> None:
        """Stop what is to be stopped, or answer in words: nothing is changed in the stores."""
        office, stops = self._office, _stops(case, decision)
        known = restricting.known_by(office, case) if stops else []
        with office.company.engine.begin() as connection:
            body: dict[str, JSON] = {"outcome": decision.outcome}
            if stops:
                body |= restricting.stop(office, connection, case, decision, known)
            move(office, connection, case, "carried_out", body=body)

    def _decision(self, case: Case) -> Decision:
        with self._office.company.reads.connect() as connection:
            found = decisions.latest(connection, self._office.company.vault, case.reference)
        if found is None:
            raise AssertionError("a case in this state was decided")
        return found

    def _load(self, reference: str) -> Case:
        with self._office.company.reads.connect() as connection:
            return store.load(connection, self._office.company.vault, reference)

    def _stopped(self, reference: str, refusal: RefusalError) -> None:
        """Show that a case cannot go on, and why; said once, however often it is tried."""
        office = self._office
        with office.company.engine.begin() as connection:
            case = store.load(connection, office.company.vault, reference)
            if "parties" in case.waiting:
                return
            if case.sealed is not None:
                case.sealed.stopped = _why(refusal)
            wait(office, connection, case, {*case.waiting, "parties"})
            body: dict[str, JSON] = {"code": refusal.code, "where": str(refusal.where)}
            note(office, connection, reference, "case-stopped", body=body)


def _why(refusal: RefusalError) -> dict[str, str]:
    """What an officer reads: sealed with the case, since the ledger keeps codes and no sentences."""
    return {
        "where": str(refusal.where),
        **{f"what_{language}": said for language, said in refusal.what.by_language().items()},
        **{f"remedy_{language}": said for language, said in refusal.remedy.by_language().items()},
    }


def _stops(case: Case, decision: Decision) -> bool:
    return case.kind.by == "restriction" and decision.outcome in ("granted", "granted-in-part")


def _seen(report: Mapping[str, Any]) -> dict[str, JSON]:
    outcomes: dict[str, JSON] = {}
    for step in report["steps"]:
        rows = outcomes.get(step["outcome"], 0)
        outcomes[step["outcome"]] = (rows if isinstance(rows, int) else 0) + int(step["rows"] or 0)
    return {"complete": report["complete"], "residue": report["residue"], "rows": outcomes}


def _proof(report: Mapping[str, Any] | None) -> dict[str, JSON]:
    return {} if report is None else {"residue": report["residue"]}
