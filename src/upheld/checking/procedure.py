"""How a workspace is checked.

1. The policy is read and its rules run, those about its page too; a policy that cannot be read ends the check,
   with every error that can be told of it.
2. Every reachable database describes itself; what cannot be reached is a finding of its own.
3. Maps are compared with databases and policy, and rows with their retention periods.
4. The policy's third parties are compared with the register of provision, and what it says of AI inputs with
   the settings of the gateway.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from upheld.checking.maps import RULES as MAP_RULES
from upheld.checking.maps import GivenMaps
from upheld.checking.overdue import Periods, overdue_rows
from upheld.checking.provisions import GivenRegister, Registered
from upheld.checking.provisions import rule as register_rules
from upheld.checking.settings import GivenSettings
from upheld.checking.settings import rule as settings_rules
from upheld.checking.told import GivenPage
from upheld.checking.told import rule as page_rules
from upheld.connectors.contract import Connector
from upheld.connectors.schema import Schema
from upheld.datamap.model import DataMap
from upheld.documents.positioned import Positioned, in_order
from upheld.law.periods import OpenDays
from upheld.policy.model import Policy
from upheld.policy.reading import PolicyRefusedError
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.rule import Finding, findings, placed
from upheld.refusal import InvalidFileError, PlaceUnreachableError, RefusalsError
from upheld.subject.place import RelationalPlace
from upheld.wording import Text

_ORDER = {"error": 0, "warning": 1, "information": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What a check found.

    Attributes:
        findings: By file and line.
        unreachable: Places that could not be asked; what is in them was not checked.
    """

    findings: tuple[Finding, ...]
    unreachable: tuple[PlaceUnreachableError, ...] = ()

    def count(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return sum(1 for one in self.findings if one.severity == severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is checked.

    Attributes:
        policy: With its places.
        maps: With their places, by system.
        places: Every connected place, by system; empty where only files are checked.
        registered: What the register of provision holds; `None` where only files are checked.
        settings: The settings, and where they contradict the policy.
    """

    policy: Positioned[Policy]
    maps: Mapping[str, Positioned[DataMap]]
    places: Mapping[str, Connector] = field(default_factory=dict)
    calendar: OpenDays | None = None
    registered: Registered | None = None
    settings: GivenSettings | None = None


def check(subject: Subject, today: dt.date) -> Checked:
    """Run every rule; see the module."""
    given = GivenPage(read=subject.policy, today=today)
    found = [*lint(given), *(f for one in page_rules.rules for f in findings(one, given))]
    schemas, unreachable = _described(subject)
    if subject.maps or subject.places:
        found += _of_maps(subject, schemas, today)
    if subject.registered is not None and subject.places:
        # A company without a store has given nothing to anybody yet.
        found += _of_register(subject.policy, subject.registered, today)
    if subject.settings is not None:
        found += [
            placed(one, hit, subject.settings.settings)
            for one in settings_rules.rules
            for hit in one.check(subject.settings)
        ]
    ordered = sorted(
        found, key=lambda f: (f.where.file or "", f.where.line or 0, _ORDER[f.severity], f.code)
    )
    return Checked(findings=tuple(ordered), unreachable=tuple(unreachable))


def with_broken_rules(refused: PolicyRefusedError, today: dt.date) -> RefusalsError:
    """Add the rules of severity `error` that a policy breaks beside what is refused in it.

    Only keys that stand twice leave a policy that the rules can look at.
    """
    read = refused.read
    if read is None:
        return refused
    given = GivenPage(read=read, today=today)
    found = [*lint(given), *(f for one in page_rules.rules for f in findings(one, given))]
    broken = [
        InvalidFileError(
            Text(en=f"{one.code}: {one.what.en}", ja=f"{one.code}: {one.what.ja}"),
            remedy=one.remedy,
            where=one.where,
            snippet=one.snippet,
        )
        for one in found
        if one.severity == "error"
    ]
    return RefusalsError(in_order([*refused.refusals, *broken], read.sources))


def _described(subject: Subject) -> tuple[dict[str, Schema], list[PlaceUnreachableError]]:
    schemas: dict[str, Schema] = {}
    unreachable: list[PlaceUnreachableError] = []
    for name, place in subject.places.items():
        if isinstance(place, RelationalPlace):
            try:
                schemas[name] = place.describe()
            except PlaceUnreachableError as refusal:
                unreachable.append(refusal)
    return schemas, unreachable


def _of_maps(subject: Subject, schemas: Mapping[str, Schema], today: dt.date) -> list[Finding]:
    given = GivenMaps(
        read=subject.policy,
        maps=subject.maps,
        schemas=schemas,
        systems=tuple(subject.places),
        without_tables=frozenset(
            name for name, place in subject.places.items() if not isinstance(place, RelationalPlace)
        ),
        overdue=dict(_overdue(subject, schemas, today)),
    )
    return [
        placed(rule, hit, hit.source or subject.policy, clause=hit.clause)
        for rule in MAP_RULES.values()
        for hit in rule.check(given)
    ]


def _of_register(
    policy: Positioned[Policy], registered: Registered, today: dt.date
) -> list[Finding]:
    given = GivenRegister(read=policy, registered=registered, today=today)
    return [
        placed(rule, hit, policy, clause=hit.clause)
        for rule in register_rules.rules
        for hit in rule.check(given)
    ]


def _overdue(
    subject: Subject, schemas: Mapping[str, Schema], today: dt.date
) -> Iterator[tuple[tuple[str, str], int]]:
    for system, schema in schemas.items():
        read, place = subject.maps.get(system), subject.places[system]
        if read is None or not isinstance(place, RelationalPlace):
            continue
        periods = Periods(policy=subject.policy.model, today=today, calendar=subject.calendar)
        rows = overdue_rows(place, schema, read.model, periods)
        yield from (((system, table), count) for table, count in rows.items() if count)
