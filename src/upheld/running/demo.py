"""The people and the requests of `upheld serve --demo`, on a workspace of the consumer app.

Every request is made by the acts of the desk, and left where a request rests until somebody does
something. Nobody is real: every address ends in `.example.jp`.
"""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from upheld.desk import approving, moving, pausing, store
from upheld.desk.acting import kept_plan
from upheld.desk.case import State
from upheld.desk.deciding import decide
from upheld.desk.fees import book, charging
from upheld.desk.intake import Intake, receive
from upheld.desk.office import Office
from upheld.desk.withdrawing import withdraw
from upheld.durable.port import Durable

TEMPLATE = "consumer-app"
PEOPLE = 200
SETTINGS = """
desk:
  parties:
    print-shop: {kind: task, to: print@staff.example.jp, rights: [deletion]}
"""
"""Somebody who is told of deletions, and whose word is waited for."""

_DIGITS = "〇一二三四五六七八九"
_SHARED_PHONE = "070-0000-0099"
_UNREACHABLE = "小春町の自宅(メールなし)"


def more_people(database: Path, people: int = PEOPLE) -> None:
    """Let the example's members be so many; the last two share a telephone."""
    with closing(sqlite3.connect(database)) as app, app:
        names = app.execute(
            "SELECT name, birth_date, gender, workplace, job_title, email, address, joined_on "
            "FROM member ORDER BY id"
        ).fetchall()
        for number in range(len(names) + 1, people + 1):
            turn, chosen = divmod(number - 1, len(names))
            name, *known, email, address, joined = names[chosen]
            family, _, given = name.partition(" ")
            # A name of one's own: what is left of a namesake would count as left of both.
            name = f"{family} {''.join(_DIGITS[int(one)] for one in str(turn + 1))}{given}"
            mailbox, _, domain = email.partition("@")
            phone = _SHARED_PHONE if number > people - 2 else f"070-0000-{1000 + number}"
            app.execute(
                "INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (number, name, *known, f"{mailbox}{turn + 1}@{domain}", phone, address, joined),
            )
            app.execute(
                "INSERT INTO entry (member_id, written_on, body) VALUES (?, '2026-10-03', ?)",
                (number, "朝の散歩。雲がきれいだった。"),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The desk at work.

    Attributes:
        officer: A member of staff's id, who decides.
        approver: Another one's, who approves.
    """

    office: Office
    durable: Durable
    officer: str
    approver: str

    def ask(self, intake: Intake) -> str:
        """Receive a request; return its number."""
        return receive(self.office, intake).reference

    def pay(self, reference: str) -> None:
        """Take the fee at the counter."""
        company = self.office.company
        with company.engine.begin() as connection:
            case = store.load(connection, company.vault, reference)
            account = book.account(connection, reference)
            if account is not None:
                charging.pay(
                    self.office, connection, case, account.left, "counter", by=self.officer
                )

    def grant(self, *references: str) -> None:
        """Decide, and let the plans be made."""
        self.durable.settle()
        for reference in references:
            decide(self.office, reference, "granted", self.officer)
        self.durable.settle()

    def refuse(self, reference: str) -> None:
        """Refuse on a ground of the law's list, in words to the person."""
        self.durable.settle()
        decide(
            self.office, reference, "refused", self.officer, ground="unfounded",
            explanation="ご契約の履行に必要なため、利用を続けています。",
        )  # fmt: skip
        self.durable.settle()

    def prolong(self, reference: str) -> None:
        """Take the one extension that Californian law gives, and tell the person."""
        self.durable.settle()
        company = self.office.company
        with company.engine.begin() as connection:
            case = store.load(connection, company.vault, reference)
            moving.extend(self.office, connection, case, by=self.officer, reason="complex")

    def approve(self, *references: str) -> None:
        """Approve the plans as they were made, and let them be carried out."""
        for reference in references:
            with self.office.company.engine.connect() as connection:
                plan = kept_plan(connection, reference)
            if plan is None:
                raise AssertionError("what was granted has a plan")
            approving.approve(self.office, reference, plan.sha256, self.approver)
        self.durable.settle()


def fill(desk: Desk) -> Mapping[State, str]:
    """Make a request for each state in which a request rests; return one of each.

    `approved` is not among them: what is approved is carried out at once.
    """
    people = _people()
    found: dict[State, str] = {"received": desk.ask(people("deletion", verified=False))}
    desk.ask(people("disclosure", form="electronic"))  # waits for its fee
    desk.ask(people("complaint", message="案内のメールが多すぎます。"))
    found["identified"] = desk.ask(people("suspension", grounds=("beyond-purpose",)))
    found["decided"] = desk.ask(people("deletion", subject={"phone": _SHARED_PHONE}))
    found["planned"] = desk.ask(people("deletion"))
    found["carried_out"] = desk.ask(people("deletion"))
    new = {"contact.phone": "070-0000-0042"}
    on_paper = desk.ask(people("correction", changes=new, contact=""))
    mailed = desk.ask(people("correction", changes=new))
    fetched = desk.ask(people("disclosure", form="electronic"))
    desk.pay(fetched)
    desk.grant(found["decided"], found["planned"], found["carried_out"], on_paper, mailed, fetched)
    desk.approve(found["carried_out"], on_paper, mailed, fetched)
    found |= {"verified": on_paper, "closed": mailed, "answered": fetched}
    found["refused"] = desk.ask(people("suspension-unneeded", grounds=("unneeded",), contact=""))
    desk.refuse(found["refused"])
    desk.prolong(desk.ask(people("deletion", residence="US-CA", language="en")))
    found["on_hold"] = desk.ask(people("suspension", grounds=("beyond-purpose",)))
    desk.durable.settle()
    pausing.put_on_hold(desk.office, found["on_hold"], "advice", by=desk.officer)
    found["withdrawn"] = desk.ask(people("deletion", contact=_UNREACHABLE))
    desk.durable.settle()
    withdraw(desk.office, found["withdrawn"], by=desk.officer)
    desk.durable.settle()
    return found


def _people() -> Callable[..., Intake]:
    """Return a function that lets another member ask at each call."""
    given = iter(("mugi", "hana", "asahi", "nagi", "minato") * 3)
    family = iter(["koharu"] * 5 + ["hinatano"] * 5 + ["hino"] * 5)

    def ask(right: str, **more: object) -> Intake:
        email = f"{next(given)}.{next(family)}@diary.example.jp"
        asked: dict[str, object] = {
            "right": right, "language": "ja", "channel": "account", "subject": {"email": email},
            "contact": email, "name": "架空 のひと", "verified": True,
        }  # fmt: skip
        return Intake(**(asked | more))  # type: ignore[arg-type]  # one value a field, by its name

    return ask
