"""Looks at a workspace and says what was seen: the check, the maps, the ledger, the pages."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from sqlalchemy import inspect

from upheld.checking.links import CHECKED as LINKS_CHECKED
from upheld.checking.procedure import Subject, check
from upheld.clock import Clock
from upheld.datamap.model import FieldEntry
from upheld.desk.standing import (
    FoundStanding,
    OfGroup,
    Standing,
    found_standing,
    of_group,
    standing,
)
from upheld.desk.store import cases
from upheld.evidence.entry import Entry, read_entry
from upheld.evidence.proven import ProvenLedger
from upheld.law.calendar import Calendar
from upheld.promises.ai_seen import GatewayGiven, ai_seen
from upheld.promises.attesting import SHOWN
from upheld.promises.facts import Facts, Outcome, Shown, Swept
from upheld.promises.scanned import last_scan
from upheld.retention.procedure import SWEPT

_RIGHTS = ("deletion", "disclosure", "correction")
_KINDS = (*(f"{right}-read-back" for right in _RIGHTS), SHOWN, LINKS_CHECKED, SWEPT)
_YEAR = dt.timedelta(days=366)
_FAILED = frozenset({"remaining", "failed", "not_attempted"})


def gather(
    subject: Subject,
    clock: Clock,
    ledger: ProvenLedger | None,
    rendered: frozenset[str] | None = None,
    *,
    calendar: Calendar | None = None,
    gateway: GatewayGiven | None = None,
) -> Facts:
    """Check the workspace and read the ledger.

    Args:
        subject: Policy, maps and places.
        clock: The company's.
        ledger: Of our own store, proven now; `None` where there is no store yet.
        rendered: The clauses that stand on the pages in every language.
        calendar: The company's own, with its corrections; the bare one of the policy by default.
        gateway: The gateway that the workspace declares; `None` leaves it untried.
    """
    now = clock.now().astimezone(ZoneInfo(subject.policy.model.policy.tz))
    checked = check(subject, now.date())
    entries = _entries(ledger)
    scanned = last_scan(ledger, subject.places)
    requests, found, restricted = _desk(ledger, now, now if scanned is None else scanned.at)
    return Facts(
        now=now,
        calendar=calendar,
        findings=checked.findings,
        checked_stores=bool(subject.places) and not checked.unreachable,
        held=Counter(_categories(subject)),
        people=frozenset(kind for read in subject.maps.values() for kind in read.model.subjects),
        operators=frozenset(
            read.model.operator for read in subject.maps.values() if read.model.operator
        ),
        outcomes=_outcomes(entries),
        shown=_shown(entries),
        links_checked=_links(entries),
        carried=frozenset(
            table.retain.rule
            for read in subject.maps.values()
            for table in read.model.tables.values()
            if table.retain is not None and table.retain.rule
        ),
        swept=_swept(entries),
        scanned=scanned,
        restricted=restricted,
        requests=requests,
        ai=ai_seen(subject.policy.model, gateway, ledger, clock, found),
        rendered=rendered,
    )


def _categories(subject: Subject) -> Iterable[str]:
    for read in subject.maps.values():
        for entry in read.model.tables.values():
            for field in entry.fields.values():
                if isinstance(field, FieldEntry):
                    yield field.category


def _entries(ledger: ProvenLedger | None) -> Mapping[str, list[tuple[int, Entry]]]:
    found: dict[str, list[tuple[int, Entry]]] = {kind: [] for kind in _KINDS}
    if ledger is not None:
        for row in ledger.entries_of_kinds(_KINDS):
            found[row.kind].append((row.index, read_entry(row.leaf)))
    return found


def _desk(
    ledger: ProvenLedger | None, now: dt.datetime, scanned: dt.datetime
) -> tuple[tuple[Standing, ...], FoundStanding, OfGroup]:
    """How requests stand, found inputs, and those of restricted regions since the last scan."""
    if ledger is None or not inspect(ledger.engine).has_table(cases.name):
        return (), FoundStanding(), OfGroup()
    with ledger.engine.connect() as connection:
        return (
            standing(connection, now, now - _YEAR),
            found_standing(connection, now, now - _YEAR),
            of_group(connection, "restricted_region", scanned),
        )


def _outcomes(entries: Mapping[str, list[tuple[int, Entry]]]) -> dict[str, tuple[Outcome, ...]]:
    return {
        right: tuple(_outcome(index, entry) for index, entry in entries[f"{right}-read-back"])
        for right in _RIGHTS
    }


def _outcome(index: int, entry: Entry) -> Outcome:
    steps = entry.body.get("steps")
    listed = steps if isinstance(steps, list) else []
    outcomes = {step["outcome"] for step in listed}
    return Outcome(
        at=entry.at,
        entry=index,
        complete=entry.body.get("complete") is True,
        failed=bool(outcomes & _FAILED),
        kept=sum(int(step["rows"]) for step in listed if step["action"] == "keep"),
    )


def _shown(entries: Mapping[str, list[tuple[int, Entry]]]) -> dict[str, Shown]:
    return {
        str(entry.body["clause"]): Shown(at=entry.at, entry=index)
        for index, entry in entries[SHOWN]
    }


def _swept(entries: Mapping[str, list[tuple[int, Entry]]]) -> Swept | None:
    if not entries[SWEPT]:
        return None
    index, entry = entries[SWEPT][-1]
    rules = entry.body["rules"]
    counted = {
        str(rule): (None if one["left"] is None else int(one["left"]), int(one["held"] or 0))
        for rule, one in (rules.items() if isinstance(rules, dict) else ())
    }
    return Swept(at=entry.at, entry=index, rules=counted)


def _links(
    entries: Mapping[str, list[tuple[int, Entry]]],
) -> tuple[dt.datetime, int, frozenset[str]] | None:
    if not entries[LINKS_CHECKED]:
        return None
    index, entry = entries[LINKS_CHECKED][-1]
    dead = entry.body["dead"]
    paths = frozenset(str(one) for one in dead) if isinstance(dead, list) else frozenset()
    return entry.at, index, paths
