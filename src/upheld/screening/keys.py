"""Keys with which applications call the gateway: each is one customer's, for one purpose.

A key is 256 random bits behind an id, so its SHA-256 needs no salt and no stretching. It is shown
once; kept is the digest, and it is compared in constant time.
"""

import asyncio
import hashlib
import hmac
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from sqlalchemy import Connection, Engine

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.screening import store
from upheld.screening.refused import CallerUnknownError
from upheld.wording import Text

_KEY = re.compile(r"upk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_ID_BYTES, _SECRET_BYTES = 6, 32
_FRESH_SECONDS = 2.0
MADE, ENDED = "ai-key-made", "ai-key-ended"
"""Kinds of entries: who may call is part of what can be shown later."""
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


def grant_key(
    connection: Connection, clock: Clock, *, tenant: str, purpose: str, role: store.Role
) -> str:
    """Make a key and write down that it was made: whose, for what, never itself."""
    at = clock.now()
    made = make_key(connection, tenant=tenant, purpose=purpose, role=role, at=at)
    body: dict[str, JSON] = {
        "tenant": tenant,
        "key": made.split("_")[1],
        "purpose": purpose,
        "role": role,
    }
    append(connection, Entry(kind=MADE, at=at, case=None, drill=clock.drill, body=body))
    return made


def end_key(connection: Connection, clock: Clock, key_id: str) -> bool:
    """End a key and write that down; say whether there was one that had not ended."""
    at = clock.now()
    if not store.end_key(connection, key_id, at):
        return False
    body: dict[str, JSON] = {"key": key_id}
    append(connection, Entry(kind=ENDED, at=at, case=None, drill=clock.drill, body=body))
    return True


def id_of(key: str) -> str:
    """Return the part of a whole key that is no secret; anything else as it is."""
    whole = _KEY.fullmatch(key)
    return key if whole is None else whole[1]


@dataclass(slots=True)
class Keyring:
    """Every live key, not older than two seconds: an ended key is refused once more on entry.

    While calls come, they are read again each second at the end of one, so that hardly any waits. The store is read aside, by one call at a time: a store that is slow holds up who waits for
    it, and not the streams that are under way.
    """

    engine: Engine
    ageing_seconds: float = 1.0
    _rows: dict[str, store.KeyRow] = field(default_factory=dict, repr=False)
    _read_at: float = float("-inf")
    _misses: int = 0
    _renewing: "asyncio.Task[None] | None" = field(default=None, repr=False)
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock, repr=False)

    async def caller(self, authorization: str | None) -> Caller:
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
        row = await self._row(match[1])
        # Compared in any case: how long it takes must not tell whether the id is one of ours.
        kept = row.digest if row is not None else _digest("")
        if not hmac.compare_digest(_digest(match[2]), kept) or row is None:
            raise unknown()
        return Caller(key_id=row.id, tenant=row.tenant, purpose=row.purpose, role=row.role)

    async def _row(self, key_id: str) -> store.KeyRow | None:
        if self._is_stale() or key_id not in self._rows:
            async with self._reading:
                await self._look_for(key_id)
        return self._rows.get(key_id)

    def renew(self) -> "asyncio.Task[None] | None":
        """Have the rows read again before they are stale: said at the end of a call, which waits for nothing more.

        Returns:
            What reads them; `None` where they are new, or being read.
        """
        if self._age() < self.ageing_seconds or self._reading.locked():
            return None
        self._renewing = asyncio.create_task(self._renewed())
        return self._renewing

    async def _renewed(self) -> None:
        async with self._reading:
            began = monotonic()
            with suppress(Exception):  # whoever comes once they are stale reads again, and is told
                self._rows = await asyncio.to_thread(self._read)
                self._read_at, self._misses = began, 0

    def _is_stale(self) -> bool:
        return self._age() > _FRESH_SECONDS

    def _age(self) -> float:
        return monotonic() - self._read_at

    async def _look_for(self, key_id: str) -> None:
        """Read the rows, unless who waited before has just done so."""
        stale = self._is_stale()
        if not stale and key_id in self._rows:
            return
        # A key made a moment ago is known at once; a flood of wrong keys is no flood of queries.
        self._misses = 0 if stale else self._misses + 1
        if self._misses > _MISSES:
            return
        self._rows = await asyncio.to_thread(self._read)
        if stale:
            self._read_at = monotonic()

    def _read(self) -> dict[str, store.KeyRow]:
        with self.engine.connect() as connection:
            return {row.id: row for row in store.live_keys(connection)}


def unknown() -> CallerUnknownError:
    """Return the refusal; it does not say whether an id exists."""
    return CallerUnknownError(
        Text(
            en="the key is missing, or it is not one of ours",
            ja="キーがないか、発行したものではありません",
        ),
        remedy=Text(
            en="send `Authorization: Bearer upk_…`; `upheld gateway key add` makes one",
            ja="`Authorization: Bearer upk_…` を付けてください。`upheld gateway key add` で発行できます",
        ),
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
