"""From what was asked to whose rows it is about, in every connected database at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from upheld.deletion.plan import Asked, Hold
from upheld.deletion.procedure import System
from upheld.rights.candidates import meant_by
from upheld.rights.case import Case
from upheld.subject import lookup
from upheld.subject.closure import Closure, Person
from upheld.subject.lookup import Candidate
from upheld.subject.working_set import WorkingSet


def find_everywhere(systems: Sequence[System], cases: Sequence[Case]) -> None:
    """Look up the people of these cases; writes what it found into them.

    Afterwards each case has `found` (`one`, `none` or `several`) and, for one, the keys of
    the person's rows by system and all identifiers those rows carry.
    """
    asked = [dict(case.private.asked) if case.private else {} for case in cases]
    per_system: dict[str, list[list[Candidate]]] = {}
    for system in systems:
        with system.place.session() as connection:
            per_system[system.name] = lookup.find(connection, system.place, system.graph, asked)
    for number, case in enumerate(cases):
        candidates = {name: found[number] for name, found in per_system.items()}
        _settle_case(case, candidates)
    for system in systems:
        with system.place.session() as connection:
            _identify(connection, system, cases)


def _settle_case(case: Case, candidates: Mapping[str, Sequence[Candidate]]) -> None:
    private = case.private
    if private is None:
        return
    private.candidates = {
        name: [[c.kind, list(c.key)] for c in found] for name, found in candidates.items() if found
    }
    rows = meant_by(private)
    if rows is None:
        case.found = "several"
        return
    seeds: dict[str, dict[str, list[list[Any]]]] = {}
    for system, kind, key in dict.fromkeys((s, k, tuple(key)) for s, k, key in rows):
        seeds.setdefault(system, {}).setdefault(kind, []).append(list(key))
    # Planned again after a deletion that was not complete, the person may no longer be found
    # by what was anonymised: the keys that are known stand for them.
    private.seeds = seeds or (private.seeds if _was_acted_on(case) else {})
    case.found = "one" if private.seeds or private.names_rows else "none"


def _was_acted_on(case: Case) -> bool:
    steps = case.report["steps"] if case.report else []
    return any(step["outcome"] in ("verified", "retained") for step in steps)


def _identify(connection: Connection, system: System, cases: Sequence[Case]) -> None:
    """Gather the identifiers of the people found; find people known by identifier alone."""
    people: dict[int, list[Candidate]] = {}
    for number, case in enumerate(cases):
        seeds = case.private.seeds.get(system.name, {}) if case.private else {}
        people[number] = [
            Candidate(kind, tuple(key)) for kind, keys in seeds.items() for key in keys
        ]
    known = lookup.identifiers_of(connection, system.place, system.graph, people)
    guests = []
    for number, case in enumerate(cases):
        private = case.private
        if private is None or case.found == "several":
            continue
        merged = {kind: [value] for kind, value in private.asked.items()}
        for source in (private.identifiers, known[number]):
            for kind, values in source.items():
                merged[kind] = list(dict.fromkeys([*merged.get(kind, []), *values]))
        private.identifiers = merged
        if case.found == "none":
            guests.append((number, case))
    if guests:
        _find_guests(connection, system, guests)


def _find_guests(
    connection: Connection, system: System, guests: Sequence[tuple[int, Case]]
) -> None:
    """Somebody without a row of their own can still be named by one, e.g. a guest order."""
    if not any(k.identifier for node in system.graph.nodes.values() for k in node.links):
        return
    working = WorkingSet(connection, system.place, system.graph)
    people = [
        Person(number=number, seeds={}, identifiers=case.private.identifiers)
        for number, case in guests
        if case.private
    ]
    Closure(working, people, system.retention).walk()
    from sqlalchemy import select

    reached: set[int] = set()
    for keys in working.sets.values():
        reached |= {
            int(n) for n in connection.execute(select(keys.table.c.subject).distinct()).scalars()
        }
    working.drop()
    for number, case in guests:
        if number in reached:
            case.found = "one"


def person_of(number: int, case: Case, system: str, *, held: bool = False) -> Person:
    """The person of a case as tracing wants them."""
    private = case.private
    if private is None:
        return Person(number=number, seeds={}, identifiers={}, held=held)
    gone = _erased_already(case)
    named = {
        table: [tuple(key) for key in keys]
        for table, keys in private.rows.get(system, {}).items()
        if (system, table) not in gone
    }
    seeds = {
        kind: [tuple(key) for key in keys] for kind, keys in private.seeds.get(system, {}).items()
    }
    return Person(
        number=number, seeds=seeds, identifiers=private.identifiers, held=held, named=named
    )


def _erased_already(case: Case) -> set[tuple[str, str]]:
    """Where named rows are gone for good: by now their keys may be those of other rows."""
    steps = case.report["steps"] if case.report else []
    gone = {(step["system"], step["table"]) for step in steps if step["outcome"] == "verified"}
    left = {(step["system"], step["table"]) for step in steps if step["outcome"] != "verified"}
    return gone - left


def asked_in(system: System, cases: Sequence[Case], held: Mapping[str, Hold]) -> list[Asked]:
    """The people of these cases in one system."""
    return [
        Asked(
            ref=case.ref,
            hold=held.get(case.ref),
            person=person_of(number, case, system.name, held=case.ref in held),
        )
        for number, case in enumerate(cases)
    ]
