"""When may a person be called absent?

Only if every table of every connected place is mapped without an open question, every
identifier column was read under every normal form (tracing did), and the residue scan found
nothing. Otherwise the absence is not proven, and what is missing is said.
"""

from collections.abc import Iterator, Mapping, Sequence

from upheld.deletion.residue import scan
from upheld.refusal import RefusalError
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.subject.needles import NeedleSet


def gaps(company: Company) -> list[str]:
    """What keeps any absence from being proven, whoever is asked about."""
    return [*_database_gaps(company), *_other_gaps(company)]


def _database_gaps(company: Company) -> Iterator[str]:
    for name in company.unmapped:
        yield f"{name}: no data map"
    for system in company.systems:
        for table, point in system.datamap.model.unsure_points():
            yield f"{system.name}/{table}: unsure: {point.point}"
        for drift in system.drift():
            column = f".{drift.column}" if drift.column else ""
            yield f"{system.name}/{drift.table}{column}: {drift.what.en}"


def _other_gaps(company: Company) -> Iterator[str]:
    mapped = {s.name for s in company.systems} | set(company.unmapped)
    for name, place in company.places.items():
        if name in mapped:
            continue
        covered = _covered(company, name)
        for collection in place.collections():
            if not any(_reaches(pattern, collection) for pattern in covered):
                yield f"{name}: nothing in a data map covers `{collection}`"


def _reaches(pattern: str, collection: str) -> bool:
    """Whether a pattern of the map is about a collection; `.` are the files at a folder's top."""
    if collection == ".":
        return "/" not in pattern
    return pattern.startswith(collection)


def _covered(company: Company, place: str) -> set[str]:
    found = set(company.maps[place].collections) if place in company.maps else set()
    for system in company.systems:
        datamap = system.datamap.model
        for derived in datamap.derived:
            target, _, collection = derived.in_.partition(".")
            if target == place:
                found.add(derived.key or collection)
        for entry in datamap.tables.values():
            objects = [entry.object, *(owned.object for owned in entry.owns)]
            found |= {o.path for o in objects if o is not None and o.in_ == place}
    return found


def prove(company: Company, cases: Sequence[Case]) -> dict[str, list[str]]:
    """Decide for each case without a person whether the absence is proven.

    Returns:
        What is missing, by request; an empty list where it is proven.
    """
    missing = gaps(company)
    needles = NeedleSet(
        {
            number: [
                (kind, value)
                for kind, values in case.private.identifiers.items()
                for value in values
            ]
            for number, case in enumerate(cases)
            if case.private
        }
    )
    found: Mapping[int, Mapping[str, int]] = {}
    try:
        found = scan(company.places.values(), needles, {}).found
    except RefusalError as error:
        missing = [*missing, f"residue scan: {error.what.en}"]
    answer = {}
    for number, case in enumerate(cases):
        seen = [f"found in {where}: {rows} row(s)" for where, rows in found.get(number, {}).items()]
        answer[case.ref] = [*missing, *seen]
        case.absence = "not_proven" if answer[case.ref] else "proven"
    return answer
