"""What the company declares, as calls: its policy's versions and draft, and its data maps."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from upheld.client.answers import days, moments
from upheld.client.api import Client, path_of


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


@dataclass(frozen=True, slots=True, kw_only=True)
class MapEntry:
    """A system and how its map stands.

    Attributes:
        mapped: Whether there is a file.
        sha256: Of the file; a decision names it.
        open: Points that wait for a decision.
        running: Whether the desk works with the file as it is now.
        drift: Differences from the database; `None` where nobody could look.
    """

    system: str
    mapped: bool
    fault: Fault | None
    sha256: str | None
    tables: int
    open: int
    running: bool
    drift: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One difference of a map and its database."""

    kind: str
    table: str
    column: str | None
    what: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far a map and its database agree; `drift` is `None` where nobody could look."""

    at: datetime | None
    drift: Sequence[Drift] | None
    fault: Fault | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MapDecision:
    """Who decided a point, why, and when.

    Attributes:
        date: The day; `None` where whoever wrote it left it out.
        outcome: A role, a category, `none` or `taken`; `None`: the guess was wrong.
    """

    by: str
    why: str
    date: dt.date | None
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A point of a map that discovery could not decide.

    Attributes:
        number: Which of the table's points, from 0.
        guess: As the file writes it.
        choices: What may be decided, with its label by language.
        rules: Retention rules that may be named with `take`.
        decided: `None` as long as it waits.
    """

    table: str
    number: int
    point: str
    kind: str
    question: Mapping[str, str]
    guess: str
    why: str
    confidence: float
    choices: Mapping[str, Mapping[str, str]]
    rules: Sequence[str]
    decided: MapDecision | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DataMap:
    """One data map: its points, and whether it agrees with the database."""

    system: str
    sha256: str
    tables: int
    running: bool
    agreement: Agreement
    points: Sequence[Point]


class DeclarationsClient(Client):
    """A client that reads what is declared, publishes what was read, and decides points."""

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

    def maps(self) -> list[MapEntry]:
        """List every system: whether it has a map, what waits in it, and whether it agrees."""
        return [MapEntry(**{**one, "fault": _fault(one["fault"])}) for one in self._get("/maps")]

    def data_map(self, system: str) -> DataMap:
        """Read a map's points, and how far it agrees with its database."""
        found = self._get(path_of("maps", system))
        agreed = moments(found["agreement"], "at")
        drift = agreed["drift"]
        agreed["drift"] = None if drift is None else tuple(Drift(**one) for one in drift)
        agreed["fault"] = _fault(agreed["fault"])
        points = tuple(_point(one) for one in found["points"])
        return DataMap(**{**found, "agreement": Agreement(**agreed), "points": points})

    def decide_point(
        self,
        seen: DataMap,
        point: Point,
        choice: str,
        why: str,
        *,
        category: str | None = None,
        rule: str | None = None,
        to: str | None = None,
        key: str | None = None,
    ) -> Point:
        """Decide a point of a map as it was read; refused once the file is another.

        Args:
            seen: The map that was looked at.
            point: One of its open points.
            choice: One of `point.choices`.
            why: For whoever reads the file, on one line.
            category: With the choice `category`.
            rule: Where a retention is taken.
            to: Where an edge leads to another kind of person than was guessed.
            key: Makes one act of several calls.
        """
        body = {
            "sha256": seen.sha256, "table": point.table, "number": point.number,
            "choice": choice, "why": why, "category": category, "rule": rule, "to": to,
        }  # fmt: skip
        path = path_of("maps", seen.system, "decisions")
        return _point(self._post(path, body, key=key)["point"])


def _fault(found: dict[str, Any] | None) -> Fault | None:
    return None if found is None else Fault(**found)


def _point(found: dict[str, Any]) -> Point:
    decided = found["decided"]
    return Point(
        **{
            **found,
            "choices": {one["choice"]: one["label"] for one in found["choices"]},
            "decided": None if decided is None else MapDecision(**_dated(decided)),
        }
    )


def _dated(decided: dict[str, Any]) -> dict[str, Any]:
    return decided if decided["date"] is None else days(decided, "date")


def _version(found: dict[str, Any]) -> dict[str, Any]:
    return moments(days(found, "effective_on"), "published_at")
