"""Codes by mail: eight digits, kept as a keyed digest, few attempts, a short life.

Whether an address is known plays no part here: a code goes to the address that was typed, and
every wrong answer is answered alike, in the same time.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Connection, func, insert, select, update

from upheld.clock import aware
from upheld.desk.counting import count_alone
from upheld.desk.identity.store import codes
from upheld.desk.office import Office
from upheld.desk.store import NUMBER
from upheld.refusal import RefusalError
from upheld.wording import Text

Purpose: TypeAlias = Literal["identity", "status", "delivery"]

LIFE = timedelta(minutes=15)
ATTEMPTS = 5
"""Wrong answers to one code."""
CODES_A_DAY = 10
"""Codes for one request and purpose in 24 hours: 50 guesses at a hundred million, at the most."""
_DAY = timedelta(days=1)
_DIGITS = 8
VISIT = re.compile(r"V-[A-Za-z0-9_-]{16}")
"""What a visit of somebody is called who has no request; see `profile.proving`."""


class CodeRefusedError(RefusalError):
    """The code is wrong, used, too old, or was tried too often: never said which."""

    code = "code-refused"


class CodesExhaustedError(RefusalError):
    """No more codes today for this request."""

    code = "codes-exhausted"


@dataclass(frozen=True, slots=True)
class Issued:
    """A code as it goes into the mail, and nowhere else."""

    plain: str = field(repr=False)
    expires_at: datetime


def issue(office: Office, connection: Connection, reference: str, purpose: Purpose) -> Issued:
    """Make a code; every earlier one of the same purpose ends.

    Raises:
        CodesExhaustedError: Ten were made in 24 hours.
    """
    now = office.company.clock.now()
    count_alone(connection, [f"codes-{purpose}-{reference}"])
    recent = connection.execute(
        select(func.count())
        .select_from(codes)
        .where(
            codes.c.reference == reference,
            codes.c.purpose == purpose,
            codes.c.made_at > now - _DAY,
        )
    ).scalar_one()
    if recent >= CODES_A_DAY:
        raise CodesExhaustedError(
            Text(en="too many codes were asked for", ja="確認コードの発行回数が上限に達しました"),
            remedy=Text(
                en="try again tomorrow, or write to the desk",
                ja="明日もう一度お試しいただくか、窓口にご連絡ください",
            ),
        )
    connection.execute(
        update(codes)
        .where(
            codes.c.reference == reference, codes.c.purpose == purpose, codes.c.used_at.is_(None)
        )
        .values(used_at=now)
    )
    plain = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
    connection.execute(
        insert(codes).values(
            reference=reference,
            purpose=purpose,
            digest=_digest(office, reference, purpose, plain),
            made_at=now,
            expires_at=now + LIFE,
            attempts=0,
        )
    )
    return Issued(plain, now + LIFE)


def redeem(
    office: Office, connection: Connection, reference: str, purpose: Purpose, answer: str
) -> None:
    """Accept the newest code of a request once.

    The attempt is counted by the statement that looks for the code, so that answers at once
    count one each. The caller commits also when this refuses: an attempt that is rolled back
    would be free.

    Raises:
        CodeRefusedError: For every reason alike.
    """
    now = office.company.clock.now()
    if not NUMBER.fullmatch(reference) and not VISIT.fullmatch(reference):
        raise refused()
    newest = (
        select(func.max(codes.c.id))
        .where(codes.c.reference == reference, codes.c.purpose == purpose)
        .scalar_subquery()
    )
    row = connection.execute(
        update(codes)
        .where(codes.c.id == newest, codes.c.used_at.is_(None), codes.c.attempts < ATTEMPTS)
        .values(attempts=codes.c.attempts + 1)
        .returning(codes.c.id, codes.c.digest, codes.c.expires_at)
    ).first()
    given = _digest(office, reference, purpose, "".join(answer.split()))
    kept = row.digest if row is not None else "0" * 64
    right = hmac.compare_digest(given, kept)
    if row is None or not right or aware(row.expires_at) <= now:
        raise refused()
    connection.execute(update(codes).where(codes.c.id == row.id).values(used_at=now))


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Drop the codes of requests."""
    connection.execute(codes.delete().where(codes.c.reference.in_(list(references))))


def refused() -> CodeRefusedError:
    """The one answer to every code that does not open anything."""
    return CodeRefusedError(
        Text(
            en="this number and code do not open anything",
            ja="受付番号と確認コードの組み合わせでは開けません",
        ),
        remedy=Text(
            en="check both, or ask for a new code",
            ja="番号とコードを確かめるか、新しいコードを取り寄せてください",
        ),
    )


def _digest(office: Office, reference: str, purpose: str, plain: str) -> str:
    key = office.key("code")
    return hmac.new(key, f"{reference}\0{purpose}\0{plain}".encode(), hashlib.sha256).hexdigest()
