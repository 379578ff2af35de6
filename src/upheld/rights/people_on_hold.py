"""Whose rows a registered hold keeps, wherever they are: a sweep leaves them out."""

from collections.abc import Sequence
from typing import Any

from upheld.deletion.plan import Hold
from upheld.deletion.procedure import System
from upheld.registers import hold as register
from upheld.retention.keeping import HeldPerson
from upheld.rights.company import Company
from upheld.subject import lookup
from upheld.subject.lookup import Candidate


def people_on_hold(company: Company, systems: Sequence[System]) -> list[HeldPerson]:
    """Return everybody with a hold in force, one entry a hold.

    They are known by the keys that were sealed with the hold, and by the identifiers it was
    asked for, as they are found now: a changed e-mail address does not end a hold.
    """
    with company.reads.connect() as connection:
        listed = list(register.in_force(connection, company.clock.today()))
    if not listed:
        return []
    sealed = [company.vault.open(hold.ref, hold.sealed) for hold in listed]
    asked = [one["asked"] for one in sealed]
    seeds: list[dict[str, dict[str, list[tuple[Any, ...]]]]] = [{} for _ in listed]
    spoken = [{kind: [str(value)] for kind, value in one.items()} for one in asked]
    for system in systems:
        with system.place.session() as connection:
            found = lookup.find(connection, system.place, system.graph, asked)
            people = {}
            for number, one in enumerate(sealed):
                kept = [
                    Candidate(kind, tuple(key))
                    for name, kind, key in one.get("keys", [])
                    if name == system.name
                ]
                people[number] = list(dict.fromkeys([*kept, *found[number]]))
            known = lookup.identifiers_of(connection, system.place, system.graph, people)
        for number, candidates in people.items():
            own = seeds[number].setdefault(system.name, {})
            for candidate in candidates:
                own.setdefault(candidate.kind, []).append(candidate.key)
            for kind, values in known[number].items():
                merged = [*spoken[number].get(kind, []), *values]
                spoken[number][kind] = list(dict.fromkeys(merged))
    return [
        HeldPerson(
            ref=hold.ref,
            hold=Hold(clause=hold.clause, until=hold.until.isoformat()),
            seeds=seeds[number],
            identifiers=spoken[number],
        )
        for number, hold in enumerate(listed)
    ]
