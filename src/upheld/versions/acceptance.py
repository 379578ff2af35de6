"""Which version binds a person: a change that needs consent binds only those who gave it."""

import datetime as dt
import secrets
from collections.abc import Sequence

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from upheld.clock import Clock
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import JSON, Entry, salted_digest
from upheld.versions import store
from upheld.versions.archive import Version
from upheld.versions.store import Acceptance, How

ACCEPTED = "policy-accepted"
"""The kind of the ledger's entry."""


def record(
    person: str, version: Version, how: How, *, engine: Engine, signer: Signer, clock: Clock
) -> bool:
    """Note that a person accepted a version; return whether it was new.

    Args:
        person: The company's own reference; the ledger holds a salted digest of it.
        version: What was accepted.
        how: `use` for the first use after the version's day, `consent` where it was asked.
        engine: Our own store.
        signer: Signs the ledger's head.
        clock: Says when.
    """
    salt = secrets.token_bytes(32)
    acceptance = Acceptance(person=person, version=version.version, how=how, at=clock.now())
    body: dict[str, JSON] = {
        "version": version.version,
        "record_sha256": version.sha256,
        "how": how,
        "person": salted_digest(salt, person),
    }
    entry = Entry(kind=ACCEPTED, at=clock.now(), case=None, drill=clock.drill, body=body)
    try:
        with engine.begin() as connection:
            store.add(connection, acceptance, salt)
            ledger.append(connection, entry)
    except IntegrityError:
        return False
    ledger.seal(engine, signer, clock)
    return True


def binding(
    versions: Sequence[Version], accepted: Sequence[Acceptance], kind: str | None, on: dt.date
) -> Version | None:
    """Return the version that binds a person on a day; `None` where none is in force.

    A version whose change needs this kind of person's consent binds only after they gave it
    (to it, or to a later one); everybody else stays on the last one that bound them.

    Args:
        versions: In the order in which they came into force.
        accepted: What the person accepted.
        kind: The kind of person; `None` if unknown: then any consent that was needed counts.
        on: The day.
    """
    order = {one.version: number for number, one in enumerate(versions)}
    consented = [
        order[one.version]
        for one in accepted
        if one.how == "consent" and one.version in order and one.at.date() <= on
    ]
    furthest = max(consented, default=-1)
    bound: Version | None = None
    for number, one in enumerate(versions):
        needed = bool(one.consent) and (kind is None or kind in one.consent)
        if one.effective_day > on:
            break
        if needed and number > furthest and bound is not None:
            break
        bound = one
    return bound
