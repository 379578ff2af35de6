"""What stands behind a page, for whoever checks it on a computer of their own.

Of a request or a clause its entries in the ledger, the newest signed state, the key it is signed
with, and the program that verifies: what `docs/evidence-format.md` asks for, and nothing else.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Engine

from upheld.desk.office import Office
from upheld.evidence import ledger, store
from upheld.evidence.checkpoint import Checkpoint
from upheld.evidence.receipt import verifier_source
from upheld.evidence.store import EntryRow
from upheld.evidence.tree import leaf_hash

_MOST = 200
"""Entries of one page; whoever wants more exports the ledger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One numbered entry of the ledger; entries hold nothing personal.

    Attributes:
        at: When it was written, UTC.
        leaf: Its canonical text.
        sha256: The hash of its leaf, SHA-256 of a zero byte and the text (RFC 6962, 2.1).
    """

    index: int
    kind: str
    at: str
    leaf: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a page has to show.

    Attributes:
        entries: The entries it rests on, oldest first.
        left_out: How many older ones are not listed.
        checkpoint: The newest signed state; `None` before the first.
        receipt: The name of the receipt's file, where there is one.
        receipt_at: Where it is fetched.
        key: The public key, as `upheld.pub` holds it.
        verifier: SHA-256 of the verifier that is offered, hex.
    """

    entries: Sequence[Kept]
    left_out: int
    checkpoint: Checkpoint | None
    receipt: str | None
    receipt_at: str | None
    key: str
    verifier: str


def evidence_of(
    office: Office,
    rows: Iterable[EntryRow] = (),
    *,
    receipt: str | None = None,
    receipt_at: str | None = None,
) -> Evidence:
    """Gather what a page has to show of these entries."""
    found = list(rows)
    return Evidence(
        entries=[_kept(row) for row in found[-_MOST:]],
        left_out=max(0, len(found) - _MOST),
        checkpoint=ledger.latest_checkpoint(office.company.engine),
        receipt=receipt,
        receipt_at=receipt_at,
        key=office.company.signer.public.text(),
        verifier=verifier_digest(),
    )


def rows_seen(engine: Engine, seen: Iterable[str | None]) -> list[EntryRow]:
    """Return the entries that controls name as their evidence (`ledger:12`), oldest first."""
    named = {one.removeprefix("ledger:") for one in seen if one and one.startswith("ledger:")}
    with engine.connect() as connection:
        found = store.rows_at(connection, [int(one) for one in named if one.isdecimal()])
    return [found[index] for index in sorted(found)]


@cache
def verifier_digest() -> str:
    """Return the SHA-256 of the one-file verifier, hex; it is the installed one's."""
    return hashlib.sha256(verifier_source()).hexdigest()


def _kept(row: EntryRow) -> Kept:
    told: dict[str, Any] = json.loads(row.leaf)
    return Kept(
        index=row.index,
        kind=row.kind,
        at=str(told["at"])[:19].replace("T", " "),
        leaf=row.leaf.decode("utf-8"),
        sha256=leaf_hash(row.leaf).hex(),
    )
