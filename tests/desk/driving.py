"""What the tests of driving share: a worker, a mailbox, and the acts of an officer."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from time import sleep
from typing import Any

from tests.desk.conftest import Drill
from upheld.desk import approving, chores, moving, store
from upheld.desk.acting import kept_plan
from upheld.desk.carrying_out import Awaited, handlers
from upheld.desk.case import Case
from upheld.desk.deciding import decide
from upheld.desk.enclosing import uploads_of
from upheld.desk.fees import book, charging
from upheld.desk.intake import Intake, receive
from upheld.desk.letters.sending import Mail
from upheld.durable import outbox
from upheld.durable.attempts import Patience
from upheld.durable.dispatching import Dispatcher, Handler
from upheld.durable.outbox import Item
from upheld.evidence import ledger

MUGI = "mugi.koharu@diary.example.jp"
"""A member of the consumer-app example, found in three of its stores."""

_TOKEN = re.compile(r"/answers/([\w-]{40,})")
_CODE = re.compile(r"\b(\d{8})\b")


def opened(drill: Drill, **changes: object) -> Case:
    """A request as it came in by the web form, before any worker saw it: a disclosure by default."""
    asked: dict[str, object] = {
        "right": "disclosure",
        "language": "ja",
        "channel": "web",
        "subject": {"email": "a@example.jp"},
    }
    intake = Intake(**(asked | changes))  # type: ignore[arg-type]
    return loaded(drill, receive(drill.office, intake).reference)


def loaded(drill: Drill, reference: str) -> Case:
    """The case as it is kept."""
    with drill.office.company.engine.connect() as connection:
        return store.load(connection, drill.office.company.vault, reference)


class Mailbox:
    """Takes every mail, unless it is down."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.down = False

    def __call__(self, mail: Mail) -> None:
        if self.down:
            raise ConnectionRefusedError
        self.mails.append(mail)

    def token(self) -> str:
        """The token of the newest link."""
        found = [match for mail in self.mails for match in _TOKEN.findall(mail.body)]
        return str(found[-1])

    def code(self) -> str:
        """The newest code."""
        found = [match for mail in self.mails for match in _CODE.findall(mail.body)]
        return str(found[-1])


@dataclass
class Desk:
    """A drill with a worker and somebody who decides."""

    drill: Drill
    awaited: Awaited | None = None
    box: Mailbox = field(default_factory=Mailbox)
    around: Callable[[Handler], Handler] = field(default=lambda handler: handler)
    reference: str = ""

    def worker(self) -> Dispatcher:
        """A worker, as a process starts it."""
        office = self.drill.office
        done = {
            **handlers(office, self.box, self.awaited),
            **chores.handlers(office, uploads=uploads_of(office)),
        }
        company = self.drill.office.company
        return Dispatcher(
            company.engine, company.clock, {kind: self.around(h) for kind, h in done.items()}
        )

    def work(self) -> int:
        """Let a worker do what is due now; return how many rows it tried."""
        dispatcher = self.worker()
        company = self.drill.office.company
        try:
            return dispatcher.once()
        finally:
            dispatcher.close()
            ledger.seal(company.engine, company.signer, company.clock)

    def work_after_a_death(self) -> None:
        """Start a worker that finds what a dead one had in hand: it looks twice for its lock."""
        dispatcher = self.worker()
        company = self.drill.office.company
        try:
            for look in range(3):
                if look:
                    sleep(0.65)
                dispatcher.once()
            ledger.seal(company.engine, company.signer, company.clock)
        finally:
            dispatcher.close()

    def ask(self, right: str, **changes: object) -> str:
        """A request of somebody whose identity is known; return its number."""
        asked: dict[str, object] = {
            "right": right,
            "language": "ja",
            "channel": "account",
            "subject": {"email": MUGI},
            "contact": "mugi@mail.example.jp",
            "name": "小春 麦",
            "verified": True,
        }
        pays = changes.pop("pays", True)
        intake = Intake(**(asked | changes))  # type: ignore[arg-type]
        reference = receive(self.drill.office, intake).reference
        if pays:
            self.pay(reference)
        return reference

    def pay(self, reference: str) -> None:
        """Pay the fee at the counter, where there is one."""
        office = self.drill.office
        with office.company.engine.begin() as connection:
            found = book.account(connection, reference)
            if found is not None:
                case = store.load(connection, office.company.vault, reference)
                charging.pay(office, connection, case, found.left, "counter", by="S-1")

    def case(self, reference: str) -> Case:
        """The case as it is kept."""
        return loaded(self.drill, reference)

    def decide(self, reference: str, outcome: str = "granted", **more: Any) -> None:
        decide(self.drill.office, reference, outcome, more.pop("by", "S-1"), **more)  # type: ignore[arg-type]

    def approve(self, reference: str, by: str = "S-2") -> None:
        """Approve the plan as it was shown."""
        approving.approve(self.drill.office, reference, self.plan_hash(reference), by)

    def plan_hash(self, reference: str) -> str:
        with self.drill.office.company.engine.connect() as connection:
            plan = kept_plan(connection, reference)
        assert plan is not None
        return plan.sha256

    def whole_way(self, reference: str) -> None:
        """From received to answered, with an officer who grants and another who approves."""
        self.work()
        if self.case(reference).state == "identified":
            self.decide(reference)
            self.work()
        if self.case(reference).state == "planned":
            self.approve(reference)
            self.work()

    def kinds(self, reference: str) -> list[str]:
        """The timeline, by kind of entry."""
        return [entry["kind"] for entry in moving.timeline(self.drill.office, reference)]

    def waiting_rows(self) -> list[Any]:
        with self.drill.office.company.engine.connect() as connection:
            return outbox.waiting(connection)

    def rows(self, system: str, question: str, *values: object) -> list[Any]:
        """Ask one of the company's databases."""
        with closing(sqlite3.connect(self.drill.folder / "data" / f"{system}.db")) as database:
            return database.execute(question, values).fetchall()


__all__ = ["MUGI", "Case", "Desk", "Item", "Mail", "Mailbox", "Patience", "Sequence"]
