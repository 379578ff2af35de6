"""People who were found as well, and whom somebody said are not meant.

Two customers can have one telephone number. Once a person has chosen which of them asked, the
number in the other one's own row is the other one's, and no residue.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from upheld.deletion.procedure import System
from upheld.deletion.residue import Residue
from upheld.rights.case import Case
from upheld.subject.lookup import Candidate, identifiers_of
from upheld.subject.needles import NeedleSet


def without_others(
    residue: Residue, systems: Sequence[System], cases: Sequence[Case], needles: NeedleSet
) -> Residue:
    """Take what stands in the own rows of people who were not chosen out of a residue.

    Args:
        residue: What the scan found, by the number of the case.
        systems: Where people were looked up.
        cases: In the order in which the scan numbered them.
        needles: What the scan looked for.
    """
    found: dict[int, Mapping[str, int]] = dict(residue.found)
    expected = residue.expected
    for number, case in enumerate(cases):
        if not found.get(number):
            continue
        theirs: Counter[str] = Counter()
        for system in systems:
            theirs += _in_rows_of_others(system, case, number, needles)
        left = {place: rows - theirs[place] for place, rows in found[number].items()}
        expected += sum(min(theirs[place], rows) for place, rows in found[number].items())
        found[number] = {place: rows for place, rows in left.items() if rows > 0}
    return replace(residue, found=found, expected=expected)


def _in_rows_of_others(system: System, case: Case, number: int, needles: NeedleSet) -> Counter[str]:
    """How often the person's identifiers stand in identifying rows of those not chosen."""
    others = _not_chosen(case, system.name)
    seen: Counter[str] = Counter()
    if not others:
        return seen
    with system.place.session() as connection:
        people = {n: [other] for n, other in enumerate(others)}
        spoken = identifiers_of(connection, system.place, system.graph, people)
    for n, other in enumerate(others):
        subject = system.graph.datamap.subjects[other.kind]
        for kind, values in spoken[n].items():
            place = f"{system.name}/{subject.table}.{subject.identifiers[kind]}"
            for value in values:
                seen[place] += sum(number in needles.owners(hit) for hit in needles.search(value))
    return seen


def _not_chosen(case: Case, system: str) -> list[Candidate]:
    private = case.private
    if private is None or not private.chosen:
        return []
    seeds = private.seeds.get(system, {})
    return [
        Candidate(kind, tuple(key))
        for kind, key in private.candidates.get(system, [])
        if list(key) not in [list(own) for own in seeds.get(kind, [])]
    ]
