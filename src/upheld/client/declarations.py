"""What the company declares, as calls: its policy's versions and draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from upheld.client.answers import days, moments
from upheld.client.api import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A published version of the policy.

    Attributes:
        effective_on: The first day on which it is in force.
        standing: `coming`, `in-force` or `past`.
        sha256: Of what is declared.
        entry: The ledger's entry that seals it.
        altered: A code, where it is not what was sealed.
        publisher: Who published it, in the console or by a token.
    """

    version: str
    effective_on: date
    published_at: datetime
    standing: str
    sha256: str
    entry: int | None
    altered: str | None
    publisher: str | None
    languages: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published(Version):
    """A version that was published: who has to be told, and who has to agree first."""

    tell: Sequence[str]
    consent: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that keeps a file from being read, or a draft from being published."""

    code: str
    what: str
    remedy: str
    where: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding(Fault):
    """What the linter says of a place.

    Attributes:
        severity: `error`, `warning` or `information`.
    """

    rule: str
    severity: str
    fixable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference from the newest published version, and what follows from it.

    Attributes:
        line: The line of the policy, e.g. `retention.orders`.
        tell: Kinds of person who have to be told.
        before: How long before (ISO 8601).
        consent: Whether they have to agree first.
    """

    kind: str
    line: str
    clauses: Sequence[str]
    what: str
    relation: str | None
    tell: Sequence[str]
    before: str | None
    consent: bool
    law: Sequence[str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The workspace's policy folder as it is now.

    Attributes:
        sha256: Of what is declared; `None` where it cannot be read, and `faults` say why.
        before: The newest published version.
        changes: From that version; `None` where there is none.
        refusals: What keeps it from being published at all.
        effective_on: The day that the file names itself.
        earliest_on: The first day that is allowed.
    """

    version: str | None
    sha256: str | None
    faults: Sequence[Fault]
    findings: Sequence[Finding]
    before: str | None
    unchanged: bool
    changes: Sequence[Change] | None
    tell: Sequence[str]
    consent: Sequence[str]
    notice_days: int
    refusals: Sequence[Fault]
    effective_on: date | None
    earliest_on: date | None


class DeclarationsClient(Client):
    """A client that reads what is declared, and publishes what was read."""

    def policy_versions(self) -> list[Version]:
        """List the published versions of the policy, the newest first."""
        return [Version(**_version(one)) for one in self._get("/policy/versions")]

    def policy_draft(self) -> Draft:
        """Read the draft: what is wrong with it, and what it changes."""
        found = self._get("/policy/draft")
        changes = found["changes"]
        read = {
            "faults": tuple(Fault(**one) for one in found["faults"]),
            "findings": tuple(Finding(**one) for one in found["findings"]),
            "changes": None if changes is None else tuple(Change(**one) for one in changes),
            "refusals": tuple(Fault(**one) for one in found["refusals"]),
        }
        named = [name for name in ("effective_on", "earliest_on") if found[name] is not None]
        return Draft(**{**days(found, *named), **read})

    def publish_policy(
        self, sha256: str, effective_on: date, *, key: str | None = None
    ) -> Published:
        """Publish the draft of this hash, in force from a day."""
        body = {"sha256": sha256, "effective_on": effective_on.isoformat()}
        return Published(**_version(self._post("/policy/publications", body, key=key)))


def _version(found: dict[str, Any]) -> dict[str, Any]:
    return moments(days(found, "effective_on"), "published_at")
