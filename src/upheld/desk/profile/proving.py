"""A code by mail for somebody who has no request yet, only something to change.

A code goes to every address that is typed, known or not, at the same pace: the page says the
same, and only the mailbox's owner learns more. Ten codes an address and a day.
"""

import base64
import secrets
from datetime import timedelta

from sqlalchemy import Connection, func, insert, select

from upheld.desk.counting import count_alone
from upheld.desk.identity import codes
from upheld.desk.identity.codes import CODES_A_DAY, LIFE
from upheld.desk.letters import facts, store, writing
from upheld.desk.letters.store import letters
from upheld.desk.letters.templates import compose
from upheld.desk.office import Office
from upheld.desk.profile.store import visits
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.wording import Language

ASK = "profile-code"
FORGET = "profile-forget"
_DAY = timedelta(days=1)
_KEEP = timedelta(days=2)


def ask(office: Office, address: str, language: Language) -> str:
    """Have a code mailed; return what the visit is called."""
    reference = f"V-{base64.urlsafe_b64encode(secrets.token_bytes(12)).decode()}"
    now = office.company.clock.now()
    with office.company.engine.begin() as connection:
        connection.execute(
            insert(visits).values(
                reference=reference,
                address=office.digest("email", address),
                at=now,
                language=language,
                sealed=office.company.vault.seal(reference, {"address": address}),
            )
        )
        outbox.add_many(
            connection, [(ASK, reference, {}, now), (FORGET, reference, {}, now + _KEEP)]
        )
    return reference


def carry_out(office: Office, item: Item) -> None:
    """Write the letter with the code, unless the address had its codes of a day."""
    with office.company.engine.begin() as connection:
        visit = connection.execute(select(visits).where(visits.c.reference == item.key)).first()
        if visit is None:
            return
        count_alone(connection, [f"code-letters-{visit.address}"])
        if _written_lately(office, connection, visit.address) >= CODES_A_DAY:
            return
        opened = office.company.vault.open(item.key, bytes(visit.sealed))
        language: Language = "en" if visit.language == "en" else "ja"
        minutes = int(LIFE.total_seconds() // 60)
        told = {**facts.general_facts(office, language), "code": writing.CODE, "minutes": minutes}
        if store.written_for(connection, item.key, "code") is None:
            writing.keep(
                office,
                connection,
                compose(office.folder, "identity-code", language, told),
                reference=item.key,
                name="identity-code",
                language=language,
                occasion="code",
                to=opened["address"],
            )


def _written_lately(office: Office, connection: Connection, address: str) -> int:
    since = office.company.clock.now() - _DAY
    theirs = select(visits.c.reference).where(visits.c.address == address)
    query = (
        select(func.count())
        .select_from(letters)
        .where(letters.c.reference.in_(theirs), letters.c.written_at > since)
    )
    return int(connection.execute(query).scalar_one())


def redeem(office: Office, reference: str, answer: str) -> bool:
    """Say whether a code is the one of this visit; a wrong one counts as an attempt."""
    with office.company.engine.begin() as connection:
        try:
            codes.redeem(office, connection, reference, "status", answer)
        except codes.CodeRefusedError:
            return False  # and the attempt is committed: it counts
    return True


def forget(office: Office, reference: str) -> None:
    """Drop a visit: the address, the letter and the code."""
    with office.company.engine.begin() as connection:
        connection.execute(visits.delete().where(visits.c.reference == reference))
        store.forget(connection, [reference])
        codes.forget(connection, [reference])
