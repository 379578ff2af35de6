"""Maps that outlive their call: sealed in our own store, with an end, each use of one on record.

What comes back hours later (the output of a batch) can be restored from nothing else. A map is
erased when its time is over, and with the deletion of anybody whose identifier is among its
values: those are found by keyed digests, without a map being opened.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Engine,
    Index,
    LargeBinary,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
)

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.evidence.ledger import append
from upheld.rights.vault import Vault
from upheld.subject.identity import normal_form

if TYPE_CHECKING:  # every command knows the vault, and few open a map
    from upheld.detection.transform import Pseudonyms

RESTORED, ENDED = "ai-values-restored", "ai-values-ended"
"""Kinds of entries: a map was used; the time of maps is over."""
_PURPOSE = b"upheld/kept-values/1"
_KEY_BYTES = 32
_DIGITS_TOLD = 7
"""From so many digits on a value is also known as a number, however it is written."""
_AT_ONCE = 500

metadata = MetaData()
maps = Table(
    "screening_map",
    metadata,
    Column("handle", String(80), primary_key=True),
    Column("tenant", String(64), nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("until", DateTime(timezone=True), nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)
Index("screening_map_until", maps.c.until)
map_values = Table(
    "screening_map_value",
    metadata,
    Column("handle", String(80), primary_key=True),
    Column("digest", String(64), primary_key=True),
)
Index("screening_map_value_digest", map_values.c.digest)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredVault:
    """Keeps maps in one store."""

    engine: Engine
    vault: Vault = field(repr=False)
    clock: Clock

    def keep(
        self,
        connection: Connection,
        handle: str,
        tenant: str,
        pseudonyms: "Pseudonyms",
        until: datetime,
    ) -> None:
        """Keep a map until an instant, in the caller's transaction; an empty one is not kept."""
        kept = list(pseudonyms)
        if not kept:
            return
        content = {"kept": [list(one) for one in kept]}
        connection.execute(
            insert(maps).values(
                handle=handle,
                tenant=tenant,
                made_at=self.clock.now().astimezone(UTC),
                until=until.astimezone(UTC),
                sealed=self.vault.seal(_name(handle, tenant), content),
            )
        )
        digests = {digest for one in kept for digest in self._digests(one.value)}
        rows = [{"handle": handle, "digest": digest} for digest in sorted(digests)]
        connection.execute(insert(map_values), rows)

    def opened(self, handle: str, tenant: str, *, key: str, what: str) -> "Pseudonyms | None":
        """Open a map to restore an answer, and write down who did so.

        Args:
            handle: Under which it was kept.
            tenant: Whose it has to be.
            key: The id of the key that asks.
            what: What is restored, e.g. `file-content`.

        Returns:
            The map; `None` where there is none, it is another's, or its time is over.
        """
        from upheld.detection.transform import Pseudonyms, Scope
        from upheld.detection.transform.pseudonyms import Kept

        at = self.clock.now()
        with self.engine.begin() as connection:
            row = connection.execute(
                select(maps).where(
                    maps.c.handle == handle,
                    maps.c.tenant == tenant,
                    maps.c.until > at.astimezone(UTC),
                )
            ).one_or_none()
            if row is None:
                return None
            content = self.vault.open(_name(handle, tenant), bytes(row.sealed))
            kept = [Kept(*one) for one in content["kept"]]
            body: dict[str, JSON] = {
                "tenant": tenant, "key": key, "what": what, "values": len(kept),
            }  # fmt: skip
            append(connection, self._entry(RESTORED, body))
        # Nothing gets a new name any more: the scope of the map itself is not needed.
        scope = Scope("kept", secrets.token_bytes(_KEY_BYTES))
        return Pseudonyms(scope, numbering="keyed", kept=kept)

    def sweep(self) -> int:
        """Erase the maps whose time is over; return how many."""
        now = self.clock.now().astimezone(UTC)
        with self.engine.connect() as connection:
            over = connection.execute(select(maps.c.handle).where(maps.c.until <= now).limit(1))
            if over.first() is None:
                return 0
        with self.engine.begin() as connection:
            handles = connection.execute(select(maps.c.handle).where(maps.c.until <= now))
            ended = [row.handle for row in handles]
            _erase(connection, ended)
            if ended:
                append(connection, self._entry(ENDED, {"maps": len(ended)}))
        return len(ended)

    def forget(self, people: Sequence[Mapping[str, Iterable[object]]]) -> list[tuple[int, int]]:
        """Erase every map that holds an identifier of these people, and count what is left.

        Args:
            people: The identifiers of each, by kind, in any spelling.

        Returns:
            For each person the maps that were erased, and those that are still there: 0.
        """
        whose: dict[str, set[int]] = {}
        for number, identifiers in enumerate(people):
            for value in {str(one) for spellings in identifiers.values() for one in spellings}:
                for digest in self._digests(value):
                    whose.setdefault(digest, set()).add(number)
        with self.engine.connect() as connection:  # most have none: ask before anything is locked
            went = left = _holding(connection, whose)
        if went:
            with self.engine.begin() as connection:
                went = _holding(connection, whose)
                _erase(connection, sorted(set().union(*went.values())))
                left = _holding(connection, whose)
        return [(len(went.get(n, ())), len(left.get(n, ()))) for n in range(len(people))]

    def _digests(self, value: str) -> set[str]:
        """What stands for a value: as a text, and one with many digits as a telephone number."""
        spelled = {f"text\0{normal_form('email', value)}"}
        if sum(char.isdigit() for char in value) >= _DIGITS_TOLD:
            spelled.add(f"number\0{normal_form('phone', value)}")
        key = hmac.digest(self.vault.key, _PURPOSE, "sha256")
        return {hmac.new(key, one.encode(), hashlib.sha256).hexdigest() for one in spelled}

    def _entry(self, kind: str, body: dict[str, JSON]) -> Entry:
        clock = self.clock
        return Entry(kind=kind, at=clock.now(), case=None, drill=clock.drill, body=body)


def _holding(connection: Connection, whose: Mapping[str, set[int]]) -> dict[int, set[str]]:
    """Return the maps that hold a digest, for each of those whose it is."""
    found: dict[int, set[str]] = {}
    digests = sorted(whose)
    for start in range(0, len(digests), _AT_ONCE):
        part = map_values.c.digest.in_(digests[start : start + _AT_ONCE])
        for row in connection.execute(select(map_values).where(part)):
            for number in whose[row.digest]:
                found.setdefault(number, set()).add(row.handle)
    return found


def _erase(connection: Connection, handles: Sequence[str]) -> None:
    for start in range(0, len(handles), _AT_ONCE):
        part = handles[start : start + _AT_ONCE]
        connection.execute(delete(map_values).where(map_values.c.handle.in_(part)))
        connection.execute(delete(maps).where(maps.c.handle.in_(part)))


def _name(handle: str, tenant: str) -> str:
    """What a map is sealed under: moved to another customer it opens nothing."""
    return f"screening-map:{tenant}:{handle}"
