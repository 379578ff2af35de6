"""The gate through which every export for training goes: rows of those who opted in, and no other.

    out = export(engine, clock, policy, rows, tenant_of=lambda row: row["org"])
    out.rows      # may train a model

Who has opted in is read in the transaction that writes the entry, and the entry is durable before
the first row is handed out. Nobody opted in: no rows, and the entry says that they were denied.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, Engine

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.policy.language.ai import AiTerms
from upheld.policy.model import Policy
from upheld.screening import store
from upheld.screening.switching import trainable

KIND = "training-export"
"""Of entries about exports."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported(Generic[Row]):
    """What an export gives out.

    Attributes:
        rows: Of customers who opted in.
        denied: Rows that stay, by customer.
    """

    rows: Sequence[Row]
    denied: dict[str, int]


def export(
    engine: Engine,
    clock: Clock,
    policy: Policy,
    rows: Iterable[Row],
    *,
    tenant_of: Callable[[Row], str | None],
) -> Exported[Row]:
    """Let through the rows that may train a model.

    Args:
        engine: Our own store.
        clock: What time it is.
        policy: Whether there is an opt-in at all.
        rows: What is to be exported.
        tenant_of: Whose row it is; a row of nobody's never leaves.
    """
    asked = [(tenant_of(row) or "", row) for row in rows]
    counts = Counter(tenant for tenant, _ in asked)
    terms = policy.ai or AiTerms()
    line = trainable(terms.training)
    at = clock.now()
    with engine.begin() as connection:
        opted = frozenset[str]() if line is None else _opted_in(connection, counts)
        allowed = sum(counts[tenant] for tenant in opted)
        body: dict[str, JSON] = {
            "outcome": "exported" if allowed else "denied",
            "rows": allowed,
            "denied": sum(counts.values()) - allowed,
            "tenants": sorted(opted),
            "clause": ", ".join(c for one in terms.training for c in one.c) or None,
            "policy": policy.sha256,
        }
        append(connection, Entry(kind=KIND, at=at, case=None, drill=clock.drill, body=body))
    return Exported(
        rows=[row for tenant, row in asked if tenant in opted],
        denied={tenant: n for tenant, n in sorted(counts.items()) if tenant not in opted},
    )


def _opted_in(connection: Connection, tenants: Iterable[str]) -> frozenset[str]:
    named = [tenant for tenant in tenants if tenant]
    set_to = store.switches_of(connection, named)
    return frozenset(tenant for tenant in named if set_to.get((tenant, "training")) == "on")
