"""Tells other parties what to do, asks how it stands, and asks again when their time is over.

Each is one act, which may be repeated: what it did before is read in the store. When which of them
is due, is the story of `instructing`. A silence that is noted stays in the ledger beside the answers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn, TypedDict
from uuid import UUID

from sqlalchemy import Connection

from upheld.calling.client import Caller
from upheld.desk import store as cases
from upheld.desk.case import Case
from upheld.desk.letters import store as letters
from upheld.desk.letters.store import Letter
from upheld.desk.letters.templates import Composed
from upheld.desk.letters.writing import SEND, digest
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.desk.others import store
from upheld.desk.others.awaiting import reminder
from upheld.desk.others.errands import ASK, REMIND
from upheld.desk.others.hearing import take_down
from upheld.desk.others.store import OVER, Task
from upheld.durable import outbox
from upheld.evidence.entry import JSON
from upheld.parties import letter as letters_out
from upheld.parties.opendsr import Opendsr, Processor, Standing
from upheld.parties.outcomes import (
    Accepted,
    Identity,
    Instruction,
    Malformed,
    Refused,
    Silence,
)
from upheld.parties.webhook import Again, Delivered, Hook, Note, deliver
from upheld.refusal import Exit, RefusalError, Where
from upheld.wording import Text

_NOTED_EVERY = 24
"""Of silences one after another, the first and every so-manieth is noted."""
_LOOK_AGAIN = timedelta(days=1)


class PartySilentError(RefusalError):
    """A party does not answer, or not in a way that counts; it is told again later."""

    code = "party-silent"
    exit_code = Exit.UNREACHABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """How parties are reached, by their names in the settings."""

    caller: Caller = field(default_factory=Caller)
    processors: Mapping[str, Processor] = field(default_factory=dict)
    hooks: Mapping[str, Hook] = field(default_factory=dict)


class Plan(TypedDict):
    """How a task stands, as it is kept between two steps: instants and numbers only.

    Attributes:
        over: Whether nobody is to be told any more.
        open: Whether the party was not told yet.
        reminders: How often its time was over.
        due: When which act is next, ISO 8601.
    """

    over: bool
    open: bool
    reminders: int
    due: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells, asks and reminds."""

    office: Office
    means: Means

    def tell(self, task_id: str, attempt: int) -> Plan:
        """Tell a party what to do, in its own way; nothing where it was told.

        Raises:
            PartySilentError: It could not be told now.
        """
        task, case = self._load(task_id)
        if task is not None and case is not None and task.state == "open":
            match task.how:
                case "opendsr":
                    self._by_opendsr(task, case, attempt)
                case "webhook":
                    self._by_webhook(task, case, attempt)
                case "mail":
                    self._by_mail(task, case)
                case "task":
                    self._told(task, "party-told")
        return self.look(task_id)

    def ask(self, task_id: str, attempt: int) -> Plan:
        """Ask an OpenDSR party how its task stands.

        Raises:
            PartySilentError: It does not answer.
        """
        task, case = self._load(task_id)
        processor = None if task is None else self.means.processors.get(task.party)
        if task is None or processor is None or task.state in OVER:
            return _plan(task, case, {})
        standing = self._opendsr(processor).standing(UUID(task.id))
        match standing:
            case Standing():
                with self.office.company.engine.begin() as connection:
                    take_down(self.office, connection, task, standing)
            case Refused(why=why):
                self._noted(task, "party-knows-nothing", why)
            case Silence(why=why) | Malformed(why=why):
                self._silent(task, why, attempt)
        task, case = self._load(task_id)
        goes_on = task is not None and task.state not in (*OVER, "refused")
        tomorrow = self.office.company.clock.now() + _LOOK_AGAIN
        return _plan(task, case, {ASK: tomorrow} if goes_on else {})

    def remind(self, task_id: str, number: int) -> Plan:
        """Note that a party's time is over, and tell a party again that is told by mail.

        Args:
            task_id: The task.
            number: Which reminder it is, from 1; one that was noted is not noted again.
        """
        task, case = self._load(task_id)
        office = self.office
        due = {REMIND: reminder(office, task.party, office.company.clock.now())} if task else {}
        if task is None or case is None or task.state in OVER or task.reminders >= number:
            return _plan(task, case, due)
        with office.company.engine.begin() as connection:
            if not store.change(connection, task, reminders=number):
                return _plan(*self._load(task_id), {REMIND: office.company.clock.now()})
            body: dict[str, JSON] = {"party": task.party, "reminder": number}
            note(office, connection, task.reference, "party-reminded", body=body)
            if task.how == "mail":
                self._write(connection, task, case, f"party-{task.id}-{number}")
        return _plan(*self._load(task_id), due)

    def look(self, task_id: str) -> Plan:
        """See how a task stands, and when a party that was told is asked and reminded first."""
        task, case = self._load(task_id)
        due: dict[str, datetime] = {}
        if task is not None and task.state in ("told", "accepted"):
            due[REMIND] = reminder(self.office, task.party, self.office.company.clock.now())
            if task.how == "opendsr" and task.state == "accepted":
                due[ASK] = self._next_look(task.expected_by)
        return _plan(task, case, due)

    def _by_opendsr(self, task: Task, case: Case, attempt: int) -> None:
        processor = self.means.processors[task.party]
        outcome = self._opendsr(processor).instruct(_instruction(task, case))
        match outcome:
            case Accepted(expected_by=expected, proven=proven):
                self._told(
                    task, "party-accepted", state="accepted", expected_by=expected,
                    proven=int(proven),
                )  # fmt: skip
            case Refused(why=why):
                self._refused(task, why)
            case Silence(why=why) | Malformed(why=why):
                self._silent(task, why, attempt)

    def _by_webhook(self, task: Task, case: Case, attempt: int) -> None:
        sealed = case.sealed
        subject = {} if sealed is None else dict(sealed.subject)
        content: dict[str, object] = {
            "task": task.id, "reference": task.reference, "right": task.right,
            "due_on": task.due_on.isoformat(), "subject": subject,
        }  # fmt: skip
        said = Note(id=task.id, kind=f"personal-data.{task.right}", at=task.opened_at, data=content)
        office = self.office
        outcome = deliver(
            self.means.hooks[task.party], said, self.means.caller, office.company.clock.now()
        )
        match outcome:
            case Delivered():
                self._told(task, "party-told")
            case Again(why=why):
                self._silent(task, why, attempt)
            case _:
                self._refused(task, Text(en="status 410", ja="ステータス 410"))

    def _by_mail(self, task: Task, case: Case) -> None:
        with self.office.company.engine.begin() as connection:
            self._write(connection, task, case, f"party-{task.id}")
        self._told(task, "party-told")

    def _write(self, connection: Connection, task: Task, case: Case, occasion: str) -> None:
        office = self.office
        if letters.written_for(connection, task.reference, occasion) is not None:
            return
        section = office.settings.parties[task.party]
        subject = {} if case.sealed is None else case.sealed.subject
        written = letters_out.write(
            _instruction(task, case),
            letters_out.Addressee(name=task.party, language=case.language, needs=tuple(subject)),
            company=office.company.policy.policy.company.text().in_language(case.language),
            reference=task.reference,
            due=task.due_on,
            deed="restriction" if task.right == "restriction" else "erasure",
        )
        parts = Composed(subject=written.subject, mail=written.text, text="")
        number = letters.add(
            connection,
            office.company.vault,
            Letter(
                reference=task.reference, name="party", occasion=occasion, language=case.language,
                sha256=digest(parts), written_at=office.company.clock.now(), to=section.to or "",
                subject=parts.subject, mail=parts.mail,
            ),
        )  # fmt: skip
        body: dict[str, JSON] = {"letter": "party", "number": number, "party": task.party}
        note(office, connection, task.reference, "letter-written", body=body)
        now = office.company.clock.now()
        outbox.add(connection, SEND, task.reference, {"letter": number}, now)

    def _told(self, task: Task, kind: str, **values: object) -> None:
        office = self.office
        now = office.company.clock.now()
        with office.company.engine.begin() as connection:
            if not store.change(connection, task, **{"state": "told", "told_at": now, **values}):
                return
            body: dict[str, JSON] = {"party": task.party, "task": task.id}
            expected = values.get("expected_by")
            if isinstance(expected, datetime):
                body |= {"expected_by": expected.isoformat(), "proven": bool(values["proven"])}
            note(office, connection, task.reference, kind, body=body)

    def _refused(self, task: Task, why: Text) -> None:
        office = self.office
        with office.company.engine.begin() as connection:
            if store.change(connection, task, state="refused"):
                body: dict[str, JSON] = {"party": task.party, "task": task.id, "why": why.en}
                note(office, connection, task.reference, "party-refused", body=body)

    def _silent(self, task: Task, why: Text, attempt: int) -> NoReturn:
        if attempt % _NOTED_EVERY == 1:
            self._noted(task, "party-silent", why)
        raise PartySilentError(
            Text(en=f"`{task.party}` gives no answer that counts: {why.en}",
                 ja=f"`{task.party}` から有効な応答がありません: {why.ja}"),
            remedy=Text(en="it is told again by itself; ask the party if it lasts",
                        ja="自動で再送されます。続く場合は相手方に確認してください"),
            where=Where(system=task.party),
        )  # fmt: skip

    def _noted(self, task: Task, kind: str, why: Text) -> None:
        with self.office.company.engine.begin() as connection:
            body: dict[str, JSON] = {"party": task.party, "task": task.id, "why": why.en}
            note(self.office, connection, task.reference, kind, body=body)

    def _next_look(self, expected: datetime | None) -> datetime:
        soon = self.office.company.clock.now() + _LOOK_AGAIN
        return soon if expected is None else min(max(expected, soon), soon + 30 * _LOOK_AGAIN)

    def _opendsr(self, processor: Processor) -> Opendsr:
        return Opendsr(
            processor=processor, caller=self.means.caller, clock=self.office.company.clock
        )

    def _load(self, task_id: str) -> tuple[Task | None, Case | None]:
        """Return a task and its case; no case where it is forgotten."""
        with self.office.company.engine.connect() as connection:
            task = store.load(connection, task_id)
            if task is None:
                return None, None
            case = cases.load(connection, self.office.company.vault, task.reference)
        return task, case if case.sealed is not None else None


def _plan(task: Task | None, case: Case | None, due: Mapping[str, datetime]) -> Plan:
    if task is None or case is None or task.state in OVER:
        return Plan(over=True, open=False, reminders=0, due={})
    return Plan(
        over=False,
        open=task.state == "open",
        reminders=task.reminders,
        due={kind: at.isoformat() for kind, at in due.items()},
    )


def _instruction(task: Task, case: Case) -> Instruction:
    subject = {} if case.sealed is None else case.sealed.subject
    return Instruction(
        id=UUID(task.id),
        kind="erasure",
        received_at=case.received_at,
        identities=tuple(Identity(kind=kind, value=value) for kind, value in subject.items()),
    )
