"""Keys with which applications call the gateway: each is one customer's, for one purpose.

A key is 256 random bits behind an id, so its SHA-256 needs no salt and no stretching. It is shown
once; kept is the digest, and it is compared in constant time.
"""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from sqlalchemy import Connection, Engine

from upheld.screening import store
from upheld.screening.refused import CallerUnknownError
from upheld.wording import Text

_KEY = re.compile(r"upk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_ID_BYTES, _SECRET_BYTES = 6, 32
_FRESH_SECONDS = 2.0
_MISSES = 40
"""Ids nobody knows that are looked up while the rows are fresh; wrong keys beyond are refused unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls: a key of a customer.

    Attributes:
        key_id: The part of the key that is no secret.
        tenant: The customer.
        purpose: What the key's calls are for, a purpose of the policy.
        role: What it may do besides.
    """

    key_id: str
    tenant: str
    purpose: str
    role: store.Role


def make_key(
    connection: Connection, *, tenant: str, purpose: str, role: store.Role, at: datetime
) -> str:
    """Make and keep a key; return it, for the only time."""
    key_id, secret = secrets.token_hex(_ID_BYTES), secrets.token_urlsafe(_SECRET_BYTES)
    row = store.KeyRow(
        id=key_id, digest=_digest(secret), tenant=tenant, purpose=purpose, role=role, made_at=at
    )
    store.add_key(connection, row)
    return f"upk_{key_id}_{secret}"


@dataclass(slots=True)
class Keyring:
    """Every live key, read again after two seconds: an ended key is refused once more on entry."""

    engine: Engine
    _rows: dict[str, store.KeyRow] = field(default_factory=dict, repr=False)
    _read_at: float = float("-inf")
    _misses: int = 0

    def caller(self, authorization: str | None) -> Caller:
        """Return whose key it is.

        Args:
            authorization: The header, `Bearer …`.

        Raises:
            CallerUnknownError: There is none, or it is nobody's.
        """
        scheme, _, given = (authorization or "").partition(" ")
        match = _KEY.fullmatch(given.strip()) if scheme.lower() == "bearer" else None
        if match is None:
            raise unknown()
        row = self._row(match[1])
        # Compared in any case: how long it takes must not tell whether the id is one of ours.
        kept = row.digest if row is not None else _digest("")
        if not hmac.compare_digest(_digest(match[2]), kept) or row is None:
            raise unknown()
        return Caller(key_id=row.id, tenant=row.tenant, purpose=row.purpose, role=row.role)

    def _row(self, key_id: str) -> store.KeyRow | None:
        stale = monotonic() - self._read_at > _FRESH_SECONDS
        if stale or key_id not in self._rows:
            # A key made a moment ago is known at once; a flood of wrong keys is no flood of queries.
            self._misses = 0 if stale else self._misses + 1
            if self._misses > _MISSES:
                return None
            with self.engine.connect() as connection:
                self._rows = {row.id: row for row in store.live_keys(connection)}
            if stale:
                self._read_at = monotonic()
        return self._rows.get(key_id)


def unknown() -> CallerUnknownError:
    """Return the refusal; it does not say whether an id exists."""
    return CallerUnknownError(
        Text(
            en="the key is missing or is none of ours",
            ja="キーがないか、発行したものではありません",
        ),
        remedy=Text(
            en="send `Authorization: Bearer upk_…`; `upheld gateway key add` makes one",
            ja="`Authorization: Bearer upk_…` を付けてください。`upheld gateway key add` で発行できます",
        ),
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
