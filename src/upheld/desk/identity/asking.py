"""Asking for a code: the same for every number, known or not, in the same time.

A row of the outbox is all that is written while somebody waits; whether there is such a request,
and an address to write to, is looked at afterwards.
"""

from sqlalchemy import Connection, func, select

from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.counting import count_alone
from upheld.desk.identity.codes import CODES_A_DAY, LIFE
from upheld.desk.letters import writing
from upheld.desk.letters.store import letters
from upheld.desk.office import Office
from upheld.desk.store import CaseUnknownError
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.subject.identity import normal_form

ASK = "code-ask"
_DAY = LIFE * 96  # 24 hours


def ask(office: Office, reference: str) -> None:
    """Ask for a code by mail, for a request of this number if there is one."""
    # A text that is no number is kept as none: it may be anything, also somebody's address.
    key = reference if store.NUMBER.fullmatch(reference) else "-"
    with office.company.engine.begin() as connection:
        outbox.add(connection, ASK, key, {}, office.company.clock.now())


def carry_out(office: Office, item: Item) -> None:
    """Write the letter with the code, if there is a request and an address."""
    with office.company.engine.begin() as connection:
        try:
            case = store.load(connection, office.company.vault, item.key)
        except CaseUnknownError:
            return
        count_alone(connection, [f"code-letters-{case.reference}"])
        if _asked_lately(office, connection, case) >= CODES_A_DAY:
            return
        writing.write(
            office,
            connection,
            case,
            "identity-code",
            {"code": writing.CODE, "minutes": int(LIFE.total_seconds() // 60)},
            occasion=f"code-{item.id}",
        )


def _asked_lately(office: Office, connection: Connection, case: Case) -> int:
    since = office.company.clock.now() - _DAY
    return int(
        connection.execute(
            select(func.count())
            .select_from(letters)
            .where(
                letters.c.reference == case.reference,
                letters.c.name == "identity-code",
                letters.c.written_at > since,
            )
        ).scalar_one()
    )


def shows_identity(case: Case) -> bool:
    """Say whether a code mailed for this request shows that it is the person who asks.

    It does where it goes to the address by which the person is looked for, where nothing else is
    looked for beside it (a telephone number that was typed too is proven by nobody), and where
    nobody acts for them.
    """
    sealed = case.sealed
    if sealed is None or case.agent != "none" or not sealed.contact:
        return False
    known = sealed.subject.get("email", "")
    return set(sealed.subject) == {"email"} and normal_form("email", known) == normal_form(
        "email", sealed.contact
    )
