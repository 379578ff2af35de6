"""Answers a mail that asks for nothing plain with the way to ask: once, and rarely.

The sender of a mail is a claim, and mail with a borrowed address would make us write to strangers:
one address is answered once a week at most. The mail waits for a person all the same.
"""

from datetime import timedelta

from upheld.calling.replay import MemoryOfStore
from upheld.desk.letters.outside import answer_outside
from upheld.desk.mailroom import store
from upheld.desk.mailroom.words import language_of
from upheld.desk.office import Office

PAUSE = timedelta(days=7)
"""How long one address is not answered again."""


def answer_unclear(office: Office, key: str) -> str | None:
    """Answer a mail; return the number of the answer, `None` where there is none to give."""
    company = office.company
    with company.engine.begin() as connection:
        mail = store.load(connection, company.vault, key, lock=True)
        if mail is None or mail.became != "unclear" or mail.reference or not mail.sender:
            return None
        now = company.clock.now()
        memory = MemoryOfStore(connection)
        if not memory.first_time(
            "mail-answer", office.digest("email", mail.sender), now=now, keep=PAUSE
        ):
            return None
        number = answer_outside(
            office,
            to=mail.sender,
            language=language_of(f"{mail.subject}\n{mail.text}"),
            channel="mail",
            connection=connection,
        )
        store.answered(connection, key, number)
    return number
