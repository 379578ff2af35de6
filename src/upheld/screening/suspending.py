"""An offending use is suspended, and goes on when somebody says so; both are on record."""

import re

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.refusal import UsageError
from upheld.screening import store
from upheld.wording import Text

SUSPENDED, RESUMED = "ai-use-suspended", "ai-use-resumed"
"""Kinds of entries."""
_DIGEST = re.compile(r"[0-9a-f]{32}")


def suspend_use(engine: Engine, clock: Clock, *, tenant: str, who: str, case: str | None) -> None:
    """Suspend a use: from the next call on it is refused.

    Args:
        engine: Our own store.
        clock: What time it is.
        tenant: The customer.
        who: A key's id, or the digest of a person who uses the application.
        case: The reference of the case that it belongs to, if there is one.

    Raises:
        UsageError: No call is ever made by such a name.
    """
    check_use(engine, tenant=tenant, who=who)
    at = clock.now()
    with engine.begin() as connection:
        store.suspend(connection, tenant, who, case, at)
        body: dict[str, JSON] = {"tenant": tenant, "who": who}
        append(connection, Entry(kind=SUSPENDED, at=at, case=case, drill=clock.drill, body=body))


def check_use(engine: Engine, *, tenant: str, who: str) -> None:
    """Refuse what suspends nobody: a slip of the pen would read as done while calls go on.

    Raises:
        UsageError: Nobody has a key of this customer, or it is neither a key nor a digest.
    """
    with engine.connect() as connection:
        if _DIGEST.fullmatch(who) and store.has_keys(connection, tenant):
            return
        if store.is_key_of(connection, tenant, who):
            return
    raise UsageError(
        Text(
            en="this is no key of this customer, and no digest of a person",
            ja="この顧客のキーでも、利用者のダイジェストでもありません",
        ),
        remedy=Text(
            en="`upheld gateway key list` has the keys; a digest has 32 digits and letters a-f",
            ja="キーは `upheld gateway key list` で確認できます。ダイジェストは a-f と数字の 32 文字です",
        ),
    )


def resume_use(engine: Engine, clock: Clock, *, tenant: str, who: str) -> None:
    """End a suspension.

    Raises:
        UsageError: There is none.
    """
    at = clock.now()
    with engine.begin() as connection:
        if not store.resume(connection, tenant, who, at):
            raise UsageError(
                Text(en="nothing of this is suspended", ja="停止されていません"),
                remedy=Text(
                    en="check the customer and the id; the ledger has both",
                    ja="顧客と ID を確認してください。どちらも台帳にあります",
                ),
            )
        body: dict[str, JSON] = {"tenant": tenant, "who": who}
        append(connection, Entry(kind=RESUMED, at=at, case=None, drill=clock.drill, body=body))
