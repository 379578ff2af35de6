"""Who was erased, kept in a form that tells nobody who it was.

When a request is forgotten its sealed keys go. A database of the company may come back from a
backup years later, and with it the people; so a keyed digest of each of their keys stays. A row
that is there can be recognised with the store's key; from the digest alone, or without that
key, nothing leads to a row or to a person.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, DateTime, Index, MetaData, String, Table, insert, select
from sqlalchemy import Text as SqlText

from upheld.clock import aware
from upheld.datamap.model import DataMap
from upheld.rights.case import Case
from upheld.rights.guarding import erased_in, own_keys
from upheld.rights.vault import Vault
from upheld.subject.identity import normal_form

metadata = MetaData()
erased_keys = Table(
    "erased_key",
    metadata,
    Column("ref", String(16), primary_key=True),
    Column("system", String(80), primary_key=True),
    Column("kind", String(80), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("identity", SqlText, nullable=False),
    Column("erased_at", DateTime(timezone=True), nullable=False),
    Index("erased_key_system", "system", "kind"),
)

KEYLESS = ""
"""The kind of somebody who was known by identifiers alone: no key to recognise a row by."""
_PURPOSE = b"upheld/erased-keys/1"


@dataclass(frozen=True, slots=True)
class Digester:
    """Makes digests with a key of their own, derived from the vault's."""

    key: bytes = field(repr=False)

    @classmethod
    def of(cls, vault: Vault) -> "Digester":
        """The digester of a store."""
        return cls(hmac.digest(vault.key, _PURPOSE, "sha256"))

    def of_row(self, system: str, kind: str, key: Sequence[Any]) -> str:
        """The digest of a row's key, whatever type its driver gives it."""
        return self._of(["row", system, kind, *(str(part) for part in key)])

    def of_identifier(self, kind: str, value: str) -> str:
        """The digest of an identifier in its normal form."""
        return self._of(["identifier", kind, normal_form(kind, value)])

    def _of(self, words: Sequence[str]) -> str:
        text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedKey:
    """One key of somebody whose request was forgotten.

    Attributes:
        identity: Digests of all identifiers that were known.
        erased_at: When the deletion was carried out.
    """

    ref: str
    kind: str
    digest: str
    identity: frozenset[str]
    erased_at: datetime


def remember(
    connection: Connection, vault: Vault, maps: Mapping[str, DataMap], cases: Sequence[Case]
) -> None:
    """Keep digests of the keys of people who were erased; called before their request is forgotten.

    Args:
        connection: In the transaction that forgets.
        vault: Whose key makes the digests.
        maps: Of every database, by system.
        cases: The requests, not yet forgotten.
    """
    digester = Digester.of(vault)
    rows = [row for name, model in maps.items() for row in _rows(digester, name, model, cases)]
    if rows:
        connection.execute(insert(erased_keys), rows)


def _rows(
    digester: Digester, system: str, model: DataMap, cases: Sequence[Case]
) -> Iterator[dict[str, Any]]:
    for case in erased_in(system, iter(c for c in cases if c.right == "deletion")):
        identity = {
            digester.of_identifier(kind, value)
            for kind, values in (case.private.identifiers if case.private else {}).items()
            for value in values
        }
        told = {
            "ref": case.ref,
            "system": system,
            "identity": " ".join(sorted(identity)),
            "erased_at": carried_out_at(case),
        }
        keys = own_keys(case, system, model)
        listed = {(kind, digester.of_row(system, kind, key)) for kind in keys for key in keys[kind]}
        for kind, digest in sorted(listed) or [(KEYLESS, digester.of_row(system, "", [case.ref]))]:
            yield {**told, "kind": kind, "digest": digest}


def carried_out_at(case: Case) -> datetime:
    """When the deletion was carried out, as its receipt says; else when it was asked for."""
    told = (case.receipt or {}).get("issued_at")
    return datetime.fromisoformat(told) if told else case.opened_at


def kept(connection: Connection, system: str) -> list[ErasedKey]:
    """Everything that is kept about one system."""
    rows = connection.execute(select(erased_keys).where(erased_keys.c.system == system))
    return [
        ErasedKey(
            ref=row.ref,
            kind=row.kind,
            digest=row.digest,
            identity=frozenset(row.identity.split()),
            erased_at=aware(row.erased_at),
        )
        for row in rows
    ]


def matching(
    digester: Digester, system: str, kind: str, keys: Iterable[Sequence[Any]]
) -> Iterator[tuple[str, Sequence[Any]]]:
    """Yield the digest of each key beside it; keys may be millions, none is held."""
    for key in keys:
        yield digester.of_row(system, kind, key), key
