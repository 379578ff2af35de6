"""What the ledger keeps of a scan of values: counts by kind and category, and how far it went.

A name of a table, a column or a file can hold anything, a person's name too: none is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.datamap.content import Sighting
from upheld.datamap.surveying import Survey
from upheld.detection.kind import kinds
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.evidence.entry import JSON, Entry, canonical

SCANNED = "values-scanned"
"""The kind of the ledger's entry."""
_MOST_SYSTEMS = 240
"""Systems that are named: with the longest names they take half of an entry."""
_FOUND_BYTES = 30_000
"""What `found` may take of the 65,535 bytes of an entry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One reading of all places.

    Attributes:
        surveys: By system, how far it was read.
        seen: By system, what stands there, and how certain it is.
        policy: The hash of the policy that says who is a child and which regions are closed.
        regions: Whose people count as of a restricted region (ISO 3166-1).
        cases: Whether a case was opened for each row of such people that had none.
    """

    surveys: Mapping[str, Survey]
    seen: Mapping[str, Sequence[Sighting]]
    policy: str
    regions: AbstractSet[str]
    cases: bool = False


def note(scan: Scan, *, engine: Engine, signer: Signer, clock: Clock) -> None:
    """Write a scan into the ledger, and seal it.

    Raises:
        EvidenceFailsError: The ledger cannot be extended.
    """
    entry = Entry(kind=SCANNED, at=clock.now(), case=None, drill=clock.drill, body=body_of(scan))
    with engine.begin() as connection:
        ledger.append(connection, entry)
    ledger.seal(engine, signer, clock)


def body_of(scan: Scan) -> dict[str, JSON]:
    """Return the body of the entry; of whatever does not fit it says how much was left out.

    `found` is told by system. Where that does not fit it is told of all together (`system` is
    null then); systems that are left out count as not read.
    """
    named = sorted(scan.surveys)[:_MOST_SYSTEMS]
    found = list(_found(scan))
    if _size(found) > _FOUND_BYTES:
        found = list(_found(scan, by_system=False))
    told = _fitting(found)
    return {
        "systems": {name: _reached(scan.surveys[name]) for name in named},
        "found": [*sorted(told, key=_order)],
        "left_out": {
            "systems": len(scan.surveys) - len(named),
            "found": len(found) - len(told),
        },
        "policy": scan.policy,
        "regions": sorted(scan.regions),
        "cases": scan.cases,
    }


def _reached(survey: Survey) -> dict[str, JSON]:
    return {
        "ended": survey.ended,
        "unreadable": survey.unreadable,
        "refused": survey.refusal is not None,
        "collections": len(survey.reached),
    }


class _Alike(NamedTuple):
    system: str | None
    category: str | None
    kind: str
    repeated: bool
    doubtful: bool

    @property
    def weight(self) -> tuple[bool, bool]:
        return kinds()[self.kind].group is None, self.repeated or self.doubtful


@dataclass(slots=True)
class _Sum:
    columns: set[tuple[str, str]] = field(default_factory=set)
    rows: int = 0


def _found(scan: Scan, *, by_system: bool = True) -> Iterator[Mapping[str, JSON]]:
    """Yield what was found; first what matters most: the prohibited groups, and what is certain."""
    sums: dict[_Alike, _Sum] = {}
    for name, seen in scan.seen.items():
        for one in seen:
            system, held = name if by_system else None, one.content
            at = _Alike(system, one.category, held.kind, one.repeated, held.doubtful)
            counted = sums.setdefault(at, _Sum())
            counted.columns.add((f"{name}/{held.collection}", held.field))
            counted.rows += held.rows
    for at, counted in sorted(sums.items(), key=lambda item: item[0].weight):
        yield {
            "system": at.system,
            "category": at.category,
            "kind": at.kind,
            "columns": len(counted.columns),
            "rows": counted.rows,
            **({"repeated": True} if at.repeated else {}),
            **({"doubtful": True} if at.doubtful else {}),
        }


def _fitting(found: Sequence[Mapping[str, JSON]]) -> list[Mapping[str, JSON]]:
    """Return as many from the first on as have room."""
    room = _FOUND_BYTES
    told: list[Mapping[str, JSON]] = []
    for one in found:
        room -= len(canonical(one)) + 1
        if room < 0:
            break
        told.append(one)
    return told


def _size(found: Sequence[Mapping[str, JSON]]) -> int:
    return sum(len(canonical(one)) + 1 for one in found)


def _order(one: Mapping[str, JSON]) -> tuple[str, ...]:
    keys = ("system", "category", "kind", "repeated", "doubtful")
    return tuple(str(one.get(key) or "") for key in keys)
