"""The register of provisions as staff read it: each record that is opened, each search an entry.

A list names nobody. Who a record is about is sealed, and whoever opens it, looks for a person or
takes records away as a file is in the ledger with the numbers, never with what they read.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from upheld.disclosure.provisions import Told
from upheld.refusal import RefusalError
from upheld.registers import provision as register
from upheld.registers.provision import KeptRecord, Wanted
from upheld.rights.company import Company
from upheld.rights.provisions import digest, kept_until, note, opened
from upheld.subject import lookup
from upheld.wording import Text

_SLICE = 500
"""Records in memory while a file is written."""


class ProvisionUnknownError(RefusalError):
    """There is no such record, or it is erased."""

    code = "provision-unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A record in a list: what it says in the open, and its last day."""

    record: KeptRecord
    kept_until: date


def listed(company: Company, wanted: Wanted, *, before: int | None = None, most: int) -> list[Line]:
    """List records that stand, the newest first; nothing of anybody is in it."""
    with company.engine.connect() as connection:
        found = register.some(connection, wanted, before=before, most=most)
    return [_line(company, one) for one in found]


def read(company: Company, connection: Connection, number: int, *, by: str) -> Told:
    """Open one record.

    Raises:
        ProvisionUnknownError: There is none of this number, or it is erased.
    """
    found = register.one(connection, number)
    if found is None or found.sealed is None:
        raise _unknown()
    note(company, connection, "provision-read", company.clock.now(), {"record": number, "by": by})
    return opened(company, found)


def search(
    company: Company, connection: Connection, person: Mapping[str, str], *, by: str
) -> Sequence[Line]:
    """Find the records that name a person by any of these identifiers, the newest first.

    Raises:
        IdentifierError: No data map knows people by such an identifier.
    """
    lookup.check_kinds(dict(person), company.identifier_kinds())
    digests = [(kind, digest(company, kind, value)) for kind, value in person.items()]
    found = [one for one in register.naming(connection, digests) if one.sealed is not None]
    note(
        company, connection, "provisions-searched", company.clock.now(),
        {"identifiers": sorted(person), "found": len(found), "by": by},
    )  # fmt: skip
    return [_line(company, one) for one in reversed(found)]


def take_away(company: Company, connection: Connection, wanted: Wanted, *, by: str) -> int:
    """Note that somebody takes records away as a file; return how many there are."""
    found = register.count(connection, wanted)
    # The name of a provider stays out: it may be somebody's own.
    party = wanted.party if wanted.direction == "provided" else None
    note(
        company, connection, "provisions-exported", company.clock.now(),
        {"records": found, "party": party, "direction": wanted.direction, "by": by},
    )  # fmt: skip
    return found


def whole(company: Company, wanted: Wanted) -> Iterator[Told]:
    """Yield records with what was sealed in them, the newest first, a slice of them at a time."""
    before: int | None = None
    while True:
        with company.engine.connect() as connection:
            some = register.some(connection, wanted, before=before, most=_SLICE)
        if not some:
            return
        for one in some:
            if one.sealed is not None:
                yield opened(company, one)
        before = some[-1].id


def _line(company: Company, one: KeptRecord) -> Line:
    return Line(record=one, kept_until=kept_until(company, one))


def _unknown() -> ProvisionUnknownError:
    return ProvisionUnknownError(
        Text(en="there is no such record", ja="その番号の記録はありません"),
        remedy=Text(
            en="list the records again; what is past its period is erased",
            ja="記録の一覧を確かめてください。保存期間を過ぎた記録は消去されます",
        ),
    )
