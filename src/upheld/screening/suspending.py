"""An offending use is suspended, and goes on when somebody says so; both are on record."""

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.refusal import UsageError
from upheld.screening import store
from upheld.wording import Text

SUSPENDED, RESUMED = "ai-use-suspended", "ai-use-resumed"
"""Kinds of entries."""


def suspend_use(engine: Engine, clock: Clock, *, tenant: str, who: str, case: str | None) -> None:
    """Suspend a use: from the next call on it is refused.

    Args:
        engine: Our own store.
        clock: What time it is.
        tenant: The customer.
        who: A key's id, or the digest of a person who uses the application.
        case: The reference of the case that it belongs to, if there is one.
    """
    at = clock.now()
    with engine.begin() as connection:
        store.suspend(connection, tenant, who, case, at)
        body: dict[str, JSON] = {"tenant": tenant, "who": who}
        append(connection, Entry(kind=SUSPENDED, at=at, case=case, drill=clock.drill, body=body))


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
