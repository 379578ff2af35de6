"""The register of provision to and by third parties, as calls."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from upheld.client.answers import days
from upheld.client.api import Client, path_of

_DAYS = ("first_on", "last_on", "made_on", "kept_until")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A record of provision in a list: nobody is named.

    Attributes:
        direction: `provided` or `received`.
        kept_until: The last day of the record.
    """

    record: int
    direction: str
    party: str
    basis: str
    form: str
    first_on: date
    last_on: date
    made_on: date
    kept_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedProvision(Provision):
    """A record of provision that was opened, with whom it is about."""

    third_party: Mapping[str, str]
    person: Mapping[str, str] = field(repr=False)
    items: Sequence[str]
    consented: bool
    acquisition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Somebody answers for it that the register of provision is complete for these days."""

    declaration: int
    since: date
    through: date
    owner: str


class RegisterClient(Client):
    """A client that keeps the register; who a record is about is read one record at a time."""

    def provisions(
        self,
        *,
        party: str | None = None,
        direction: Literal["provided", "received"] | None = None,
        since: date | None = None,
        through: date | None = None,
        page: int = 100,
    ) -> Iterator[Provision]:
        """Yield records that stand, the newest first; nobody is named.

        Args:
            party: Only to or from it.
            direction: Only what was provided, or received.
            since: Only where the last provision was then or later.
            through: Only where the first provision was then or sooner.
            page: How many are asked for at a time.
        """
        given = {"party": party, "direction": direction, "since": since, "through": through}
        asked = {name: str(value) for name, value in given.items() if value is not None}
        for one in self._pages("/provisions", "records", limit=page, **asked):
            yield Provision(**days(one, *_DAYS))

    def provision(self, record: int) -> OpenedProvision:
        """Open one record: this is personal, and an entry of the ledger."""
        found = days(self._get(path_of("provisions", record)), *_DAYS)
        return OpenedProvision(**{**found, "items": tuple(found["items"])})

    def provisions_of(self, person: Mapping[str, str]) -> list[Provision]:
        """Find the records that name a person by any of these identifiers; an entry each time."""
        found = self._ask("/provisions/search", {"person": dict(person)})
        return [Provision(**days(one, *_DAYS)) for one in found["records"]]

    def record_provisions(
        self, records: Sequence[Mapping[str, Any]], *, key: str | None = None
    ) -> dict[str, int]:
        """Enter records, all of them or none; return how many were added, extended and known.

        Args:
            records: Each with `direction party basis form first_on last_on name address
                representative person items consented acquisition`; days as `2026-12-23`.
            key: Makes one act of several calls.
        """
        found: dict[str, int] = self._post("/provisions", {"records": list(records)}, key=key)
        return found

    def declarations(self) -> list[Declaration]:
        """List who answers for which days."""
        found = self._get("/provisions/declarations")
        return [Declaration(**days(one, "since", "through")) for one in found]

    def declare_complete(
        self, since: date, through: date, owner: str, *, key: str | None = None
    ) -> Declaration:
        """Write down who answers for it that the register is complete for these days."""
        body = {"since": since.isoformat(), "through": through.isoformat(), "owner": owner}
        found = self._post("/provisions/declarations", body, key=key)
        return Declaration(**days(found, "since", "through"))

    def withdraw_declaration(self, declaration: int, *, key: str | None = None) -> None:
        """Withdraw a declaration that turned out wrong."""
        self._post(path_of("provisions", "declarations", declaration, "withdrawal"), key=key)
