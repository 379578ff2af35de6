"""Who answers for it that the register of provisions is complete, and for which days."""

import secrets
from datetime import date

from sqlalchemy import Connection

from upheld.evidence import ledger
from upheld.evidence.entry import JSON, salted_digest
from upheld.refusal import UsageError
from upheld.registers import provision as register
from upheld.rights.company import Company
from upheld.rights.provisions import note
from upheld.wording import Text

_SALT_BYTES = 16


class DeclarationUnknownError(UsageError):
    """No declaration of this number stands."""

    code = "declaration-unknown"


def declare(company: Company, *, since: date, through: date, owner: str) -> int:
    """Write down who answers for it that the register is complete for these days.

    Raises:
        UsageError: The days are none, or still to come.
    """
    with company.engine.begin() as connection:
        number = enter_declaration(company, connection, since=since, through=through, owner=owner)
    ledger.seal(company.engine, company.signer, company.clock)
    return number


def enter_declaration(
    company: Company,
    connection: Connection,
    *,
    since: date,
    through: date,
    owner: str,
    by: str | None = None,
) -> int:
    """Write a declaration in the caller's transaction; see `declare`, and `enter` for `by`."""
    if through < since or through > company.clock.today():
        raise UsageError(
            Text(
                en=f"{since} to {through} is no time that has passed",
                ja=f"{since} から {through} までは、過ぎた期間ではありません",
            ),
            remedy=Text(
                en="nobody can answer for days to come; declare again later",
                ja="これからの日については表明できません。後日あらためて表明してください",
            ),
        )
    now = company.clock.now()
    number = register.declare(connection, since=since, through=through, owner=owner, at=now)
    salt = secrets.token_bytes(_SALT_BYTES)
    note(company, connection, "provisions-declared", now, {
        "declaration": number,
        "since": since.isoformat(),
        "through": through.isoformat(),
        "by": salted_digest(salt, owner),
        **({} if by is None else {"entered_by": by}),
    })  # fmt: skip
    return number


def withdraw(company: Company, number: int) -> None:
    """Withdraw a declaration that turned out wrong.

    Raises:
        DeclarationUnknownError: None of this number stands.
    """
    with company.engine.begin() as connection:
        end_declaration(company, connection, number)
    ledger.seal(company.engine, company.signer, company.clock)


def end_declaration(
    company: Company, connection: Connection, number: int, by: str | None = None
) -> None:
    """Withdraw a declaration in the caller's transaction; see `withdraw`, and `enter` for `by`."""
    now = company.clock.now()
    if not register.withdraw(connection, number, now):
        raise DeclarationUnknownError(
            Text(en=f"no declaration {number} stands", ja=f"有効な表明 {number} はありません"),
            remedy=Text(
                en="list the declarations again; `upheld provision declarations` does so too",
                ja="表明の一覧を確かめてください(`upheld provision declarations` でも表示できます)",
            ),
        )
    body: dict[str, JSON] = {"declaration": number, **({} if by is None else {"by": by})}
    note(company, connection, "provisions-declaration-withdrawn", now, body)
