"""HOW A DISCLOSURE IS CARRIED OUT.

1. Trace the people in every system: the same closure that a deletion walks.
2. Write everything that is theirs, each table read once, into one bundle for each person;
   it appears under its name only when all of it is on the disk.
3. Walk and count again: what the bundle says it holds must be what is there.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from sqlalchemy import func, select

from upheld.connectors.contract import Connector
from upheld.deletion.plan import Asked, as_day
from upheld.deletion.procedure import System
from upheld.deletion.steps import Outcome, Step
from upheld.disclosure.bundle import BundleWriter, Holding
from upheld.disclosure.copies import add_copies, following
from upheld.disclosure.draft import Draft, OpenDraft, SealedDraft
from upheld.disclosure.rows import counts, disclosed
from upheld.disclosure.sealing import Seal
from upheld.law.periods import OpenDays, last_day_kept
from upheld.policy.model import Policy
from upheld.subject.closure import Closure
from upheld.subject.marks import ActionCode, RoleCode
from upheld.subject.retaining import started
from upheld.subject.working_set import WorkingSet
from upheld.wording import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """Where and how the bundles are handed over.

    Attributes:
        out: The folder in which each request gets a folder of its own, `out/<ref>`.
        languages: Of the page; the first one is `index.html`.
        seal: From `sealing`: then each folder holds `bundle.age` alone.
        granted: The categories that are disclosed; `None` for all. Copies in other places are
            not included then: nothing in them could be withheld.
    """

    out: Path
    languages: tuple[Language, ...] = ("ja", "en")
    seal: Seal | None = field(default=None, repr=False)
    granted: frozenset[str] | None = None


@dataclass(slots=True, kw_only=True)
class Disclosed:
    """What a disclosure did, by request.

    Attributes:
        bundles: The folder of each request.
        manifests: SHA-256 (hex) of each `manifest.json`: the whole bundle in one number.
        not_proven: What could not be decoded, e.g. sessions, by request.
    """

    steps: dict[str, list[Step]]
    bundles: dict[str, Path]
    manifests: dict[str, str]
    not_proven: dict[str, list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walked:
    system: System
    working: WorkingSet
    closure: Closure
    holding: Holding


def disclose(
    systems: Sequence[System],
    places: Mapping[str, Connector],
    asked: Mapping[str, Sequence[Asked]],
    policy: Policy,
    *,
    delivery: Delivery,
    made_at: datetime,
    calendar: OpenDays | None = None,
) -> Disclosed:
    """Hand out everything that is held about these people; see the module.

    Args:
        systems: The databases, each with its map.
        places: Every connected place by name, for copies.
        asked: By system: the people, each under the request they asked with.
        policy: What is told about purposes, sources, recipients and periods.
        delivery: Where to.
        made_at: The instant, in the time zone that the page shows.
        calendar: For periods in business days.

    Raises:
        PlaceUnreachableError, PlaceFailedError, PrivilegeMissingError: A system cannot be read:
            there is no bundle, because it could not be complete.
        BundleNotWrittenError: The disk does not take it; nothing of it is left.
        UsageError: A folder of this name is there already.
    """
    refs = list(dict.fromkeys(a.ref for listed in asked.values() for a in listed))
    with ExitStack() as stack:
        walked = [
            _walk(stack, system, asked[system.name], policy, calendar)
            for system in systems
            if asked.get(system.name)
        ]
        draft = _draft(delivery, refs)
        stack.callback(draft.discard)
        writer = BundleWriter(
            draft,
            policy,
            [w.holding for w in walked],
            refs,
            languages=delivery.languages,
            made_at=made_at,
            granted=delivery.granted,
        )
        steps = _write(writer, walked, places, policy)
        manifests = {ref: draft.files[ref]["manifest.json"].sha256 for ref in refs}
        bundles = draft.commit()
        return Disclosed(
            steps=steps,
            bundles=bundles,
            manifests=manifests,
            not_proven={ref: writer.people[ref].not_proven for ref in refs},
        )


def _write(
    writer: BundleWriter,
    walked: Sequence[_Walked],
    places: Mapping[str, Connector],
    policy: Policy,
) -> dict[str, list[Step]]:
    """Write the records, read the places again, add the copies; return the steps by request."""
    writer.write_records()
    steps: dict[str, list[Step]] = {ref: [] for ref in writer.people}
    for one in walked:
        for ref, step in _read_back(one, writer, policy):
            steps[ref].append(step)
    for one in walked:
        for group in following(one.holding):
            for ref, step in add_copies(writer, places, group):
                steps[ref].append(step)
    writer.finish()
    return steps


def _draft(delivery: Delivery, refs: Sequence[str]) -> Draft:
    if delivery.seal is None:
        return OpenDraft(delivery.out, refs)
    return SealedDraft(delivery.out, refs, delivery.seal)


def _walk(
    stack: ExitStack,
    system: System,
    asked: Sequence[Asked],
    policy: Policy,
    calendar: OpenDays | None,
) -> _Walked:
    connection = stack.enter_context(system.place.session())
    working = WorkingSet(connection, system.place, system.graph)
    stack.callback(working.drop)
    closure = Closure(working, [a.person for a in asked], system.retention)
    closure.walk()
    holding = Holding(
        system=system.name,
        working=working,
        refs={a.person.number: a.ref for a in asked},
        counts=counts(working),
        retained={name: dict(_retained(working, name, policy, calendar)) for name in working.sets},
        not_proven=[
            f"{system.name}/{table}: {rows} row(s) could not be decoded"
            for table, rows in sorted(closure.unread.rows.items())
        ],
    )
    return _Walked(system=system, working=working, closure=closure, holding=holding)


def _retained(
    working: WorkingSet, name: str, policy: Policy, calendar: OpenDays | None
) -> Iterator[tuple[int, tuple[int, str | None]]]:
    """How many rows of each person a running retention rule keeps, and until when."""
    keys = working.sets[name]
    retain = keys.node.entry.retain
    if retain is None:
        return
    base, t = working.alias(name, "c"), keys.table
    query = (
        select(t.c.subject, func.count(), func.max(started(working, keys.node, base)))
        .select_from(t.join(base, working.same_row(keys, base)))
        .where(t.c.action == int(ActionCode.RETAIN))
        .group_by(t.c.subject)
    )
    period = policy.retention[retain.rule].period
    for subject, rows, start in working.connection.execute(query):
        day = as_day(start)
        until = None if day is None else last_day_kept(day, period, calendar=calendar).isoformat()
        yield int(subject), (int(rows), until)


def _read_back(one: _Walked, writer: BundleWriter, policy: Policy) -> Iterator[tuple[str, Step]]:
    """Walk once more, so that rows written meanwhile count, and compare table by table."""
    one.closure.walk_again()
    right = policy.rights.get("disclosure")
    clause = ", ".join(right.c) if right else None
    counted = counts(one.working)
    for name in (n for group in one.working.graph.order for n in group):
        if name not in one.working.sets:
            continue
        now = counted[name]
        for subject, ref in one.holding.refs.items():
            here = now.get(subject, {})
            expected, written = disclosed(here), writer.rows_written(ref, one.system.name, name)
            if expected or written:
                outcome, rows = _compared(expected, written)
                yield (
                    ref,
                    Step(
                        system=one.system.name,
                        table=name,
                        action="disclose",
                        outcome=outcome,
                        rows=rows,
                        clause=clause,
                    ),
                )
            mentions = here.get(int(RoleCode.MENTION), 0)
            if mentions:
                yield (
                    ref,
                    Step(
                        system=one.system.name,
                        table=name,
                        action="mention",
                        outcome="out_of_scope",
                        rows=mentions,
                    ),
                )


def _compared(expected: int, written: int) -> tuple[Outcome, int]:
    if expected == written:
        return "verified", written
    return (
        ("remaining", expected - written) if expected > written else ("failed", written - expected)
    )


__all__ = ["Delivery", "Disclosed", "disclose"]
