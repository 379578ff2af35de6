"""What a party is told, from the first letter to the last answer: one piece of work.

It lives for weeks and outlives processes, releases and servers; while it waits it is a row. Begun
in the transaction that opens the task (`errands.begin`), it hears of every answer by a signal in
the transaction in which `hearing` takes it down. Its arguments, payloads and values are references,
kinds and instants.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection

from upheld.desk.office import Office
from upheld.desk.others import errands, store
from upheld.desk.others.errands import ASK, HEARD, REMIND, TELL
from upheld.desk.others.store import OVER
from upheld.desk.others.telling import Plan, Teller
from upheld.durable import stuck
from upheld.durable.attempts import PATIENCE, Patience
from upheld.durable.dispatching import Handler
from upheld.durable.outbox import Item
from upheld.durable.port import Signalled, StepFailedError, Work, WorkFunction

Kind: TypeAlias = Literal["party-tell", "party-ask", "party-remind"]
Event: TypeAlias = Literal[Kind, "heard"]
_ONCE = Patience(attempts=1)  # between two attempts it listens, too; a step would only sleep


def instruct(work: Work, acts: "Acts", task: str, patience: Patience = PATIENCE) -> None:
    """Tell a party what to do, and stay with it until its task is over."""
    errand = _Errand(work, acts, task, patience)
    errand.tell()
    while not errand.over:
        match errand.wait():
            case "heard":  # an answer, a proof of staff, or what was stuck is to be tried again
                errand.look()
            case "party-tell":  # it was silent
                errand.tell()
            case "party-ask":  # a day has passed since it said how its task stands
                errand.ask()
            case "party-remind":  # its time is over
                errand.remind()


def instructing(teller: Callable[[], Teller], patience: Patience = PATIENCE) -> WorkFunction:
    """Return the function to be registered.

    Args:
        teller: Who tells, at the desk as it is now; asked in each step.
        patience: How often to try what fails, before a person is shown it.
    """
    acts = Acts(teller)

    def party_instruct(work: Work, task: str) -> None:
        instruct(work, acts, task, patience)

    return party_instruct


@dataclass(frozen=True, slots=True)
class Acts:
    """The steps: each may be repeated, and finds done what it did before."""

    teller: Callable[[], Teller]

    def tell(self, task: str, attempt: int) -> Plan:
        """Tell the party, where it was not told."""
        return self.teller().tell(task, attempt)

    def ask(self, task: str, attempt: int) -> Plan:
        """Ask the party how its task stands."""
        return self.teller().ask(task, attempt)

    def remind(self, task: str, number: int) -> Plan:
        """Note that the party's time is over, and remind it where it is told by mail."""
        return self.teller().remind(task, number)

    def look(self, task: str) -> Plan:
        """See how the task stands, and what is due when."""
        return self.teller().look(task)


@dataclass(slots=True)
class _Errand:
    """How far an instruction is; the same in every run, since it follows from recorded values.

    Attributes:
        over: Whether nobody is to be told any more.
        due: When which act is next; one that is not there waits for a person, or for nothing.
    """

    work: Work
    acts: Acts
    task: str
    patience: Patience
    over: bool = False
    due: dict[Kind, datetime] = field(default_factory=dict)
    _attempts: Counter[Kind] = field(default_factory=Counter)
    _reminders: int = 0
    _rows: set[int] = field(default_factory=set)

    def tell(self) -> None:
        self._attempts[TELL] += 1
        self._try(TELL, self.acts.tell, self._attempts[TELL])

    def ask(self) -> None:
        self._attempts[ASK] += 1
        self._try(ASK, self.acts.ask, self._attempts[ASK])

    def remind(self) -> None:
        self._attempts[REMIND] += 1
        self._try(REMIND, self.acts.remind, self._reminders + 1)

    def wait(self) -> Event:
        """Wait until somebody says something, or until the first of what is due."""
        kind = min(self.due, key=lambda one: (self.due[one], one), default=None)
        pause = None if kind is None else max(self.due[kind] - self.work.now(), timedelta(0))
        heard = self.work.wait_for(HEARD, pause)
        if kind is None or isinstance(heard, Signalled):
            self._listen(heard.payload if isinstance(heard, Signalled) else {})
            return "heard"
        return kind

    def look(self) -> None:
        plan = self.work.step(self.acts.look, self.task)
        self.over = plan["over"]
        if (TELL in self.due or not self.due) and not plan["open"]:
            # It was silent when we told it, and answers all the same: it has what it needs, be it
            # that it was to be told again, or that a person was shown that nobody tells it.
            self.due = _due(plan)

    def _listen(self, said: Mapping[str, Any]) -> None:
        """A person has decided to try what was stuck again, or an earlier version's row is due."""
        kind, row = said.get("again"), int(said.get("row", 0))
        if kind in (TELL, ASK, REMIND) and row not in self._rows:
            self._rows.add(row)  # a row is handed on again if its worker dies meanwhile
            self._attempts[kind] = 0
            self.due[kind] = self.work.now()

    def _try(self, kind: Kind, act: Callable[[str, int], Plan], number: int) -> None:
        """Act once; what failed is due again later, and shown to a person after its last time."""
        self.due.pop(kind, None)
        try:
            plan = self.work.step(act, self.task, number, retries=_ONCE)
        except StepFailedError as failed:
            self._failed(kind, failed.reason)
            return
        self._attempts[kind] = 0
        self._reminders = plan["reminders"]
        self.over = plan["over"]
        self.due |= _due(plan)

    def _failed(self, kind: Kind, reason: str) -> None:
        attempts, now = self._attempts[kind], self.work.now()
        pause = self.patience.after(attempts)
        if pause is not None:
            self.due[kind] = now + pause
            return
        reference = self.work.key.partition(":")[0]
        self.work.transact(
            give_up, kind, reference, self.task,
            error=reason, attempts=attempts, at=now.isoformat(),
        )  # fmt: skip


def give_up(
    connection: Connection,
    kind: Kind,
    reference: str,
    task: str,
    *,
    error: str,
    attempts: int,
    at: str,
) -> None:
    """Show to a person what failed in its last attempt; `handlers` try it again."""
    now = datetime.fromisoformat(at)
    stuck.add(connection, kind, reference, {"task": task}, now=now, error=error, attempts=attempts)


def _due(plan: Plan) -> dict[Kind, datetime]:
    kinds: tuple[Kind, ...] = (TELL, ASK, REMIND)
    found = plan["due"]
    return {kind: datetime.fromisoformat(found[kind]) for kind in kinds if kind in found}


def handlers(office: Office) -> Mapping[str, Handler]:
    """Return who carries out rows about a task.

    They are of an earlier version, which told, asked and reminded by rows; or stuck ones, which a
    person has decided to try again.
    """
    return dict.fromkeys((TELL, ASK, REMIND), lambda item: _go_on(office, item))


def _go_on(office: Office, item: Item) -> None:
    """Begin the work of a task where none was begun, and say to it what is due by this row."""
    with office.company.engine.begin() as connection:
        task = store.load(connection, str(item.payload["task"]))
        if task is None or task.state in OVER:
            return
        # Work begins by telling. Whom an earlier version told, is asked and reminded by its rows.
        if not errands.begin(office, connection, task) or item.kind != TELL:
            errands.say(office, connection, task, again=item.kind, row=item.id)
