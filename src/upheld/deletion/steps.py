"""What is said of each act on each table, once it was read back: the steps of a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, TypeAlias

from upheld.datamap.graph import Graph
from upheld.deletion.explaining import TablePlan
from upheld.deletion.held_back import Holder
from upheld.deletion.readback import ORDER, SEEN_AS, Reading, Seen
from upheld.subject.marks import ActionCode, Why

Outcome: TypeAlias = Literal[
    "verified", "remaining", "failed", "not_attempted", "retained", "pending", "out_of_scope"
]
STAYS = ("retain", "keep", "hold")
"""Acts after which a row is there until a day; a deleted row is there until none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The documented object of the report: one act on one table, and what was seen."""

    system: str
    table: str
    action: str
    outcome: Outcome
    rows: int | None
    clause: str | None = None
    until: str | None = None
    held_back: tuple[Holder, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the documented keys; `held_back` only where somebody else holds rows back."""
        told = {name: getattr(self, name) for name in self.__dataclass_fields__}
        del told["held_back"]
        if self.held_back:
            told["held_back"] = [holder.as_json() for holder in self.held_back]
        return told

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Step":
        """Read what `as_json` wrote."""
        holders = tuple(Holder(**one) for one in told.get("held_back", ()))
        return cls(**{**told, "held_back": holders})


class Steps:
    """The steps of one system; those of a batch's people are mostly equal, and made once."""

    def __init__(self, system: str, graph: Graph) -> None:
        self._system = system
        self._walked = {n: i for i, n in enumerate(n for group in graph.order for n in group)}
        self._sorted: dict[tuple[tuple[str, Seen], ...], list[tuple[str, Seen]]] = {}
        self._made: dict[tuple[Any, ...], Step] = {}
        self._alike: dict[tuple[Any, ...], list[Step]] = {}

    def seen(
        self,
        approved: Mapping[str, str],
        readings: Mapping[tuple[str, Seen], Reading],
        parts: Sequence[TablePlan],
        *,
        resumed: bool,
    ) -> Sequence[Step]:
        """What is said of one person.

        Args:
            approved: The person's digests.
            readings: What was read back, by table and act.
            parts: The rows that were approved: one list for all who have the same.
            resumed: Whether an interrupted run was finished: what it had done was planned, and
                nothing of it can be reached any more.
        """
        rows = tuple((name, counted.partition(":")[0]) for name, counted in approved.items())
        read = tuple((p, r.expected, r.remaining, r.lost) for p, r in readings.items())
        alike = (rows, read, id(parts))
        if alike not in self._alike:
            planned, shared = planned_rows(approved), shared_acts(approved)
            places = tuple(dict.fromkeys([*planned, *readings]) if resumed else readings)
            of_table = {part.table: part for part in parts}
            self._alike[alike] = [
                self.of(
                    place,
                    outcome_of(place[1], readings.get(place), planned.get(place)),
                    of_table.get(place[0]),
                    shared=place in shared,
                )
                for place in self.ordered(places)
            ]
        return self._alike[alike]

    def ordered(self, places: tuple[tuple[str, Seen], ...]) -> Sequence[tuple[str, Seen]]:
        """Tables and acts, as the tables are walked."""
        if places not in self._sorted:
            self._sorted[places] = sorted(places, key=self._rank)
        return self._sorted[places]

    def _rank(self, place: tuple[str, Seen]) -> tuple[int, str, int]:
        table, act = place
        return self._walked.get(table, len(self._walked)), table, ORDER.index(act)

    def of(
        self,
        place: tuple[str, Seen],
        seen: tuple[Outcome, int | None],
        part: TablePlan | None,
        *,
        shared: bool = False,
    ) -> Step:
        """What was seen of one act on one table; `shared` where others' rows had that act."""
        held_back = part.held_back if part and shared else ()
        clause = part.clause_of(place[1]) if part else None
        until = part.until if part and place[1] in STAYS else None
        said = (*place, *seen, clause, until, held_back)
        if said not in self._made:
            self._made[said] = Step(
                system=self._system,
                table=place[0],
                action=place[1],
                outcome=seen[0],
                rows=seen[1],
                clause=clause,
                until=until,
                held_back=held_back,
            )
        return self._made[said]


def planned_rows(digests: Mapping[str, str]) -> dict[tuple[str, Seen], int]:
    """The rows that were approved, by table and act."""
    found: dict[tuple[str, Seen], int] = {}
    for name, counted in digests.items():
        place = _act_of(name)
        if place is not None:
            found[place] = found.get(place, 0) + int(counted.partition(":")[0])
    return found


def shared_acts(digests: Mapping[str, str]) -> set[tuple[str, Seen]]:
    """The tables and acts of approved rows that somebody else owns too."""
    why = tuple(f".{int(one)}" for one in (Why.SHARED, Why.SHARED_RETAINED))
    found = (_act_of(name) for name in digests if name.endswith(why))
    return {place for place in found if place is not None}


@lru_cache(maxsize=1024)
def _act_of(name: str) -> tuple[str, Seen] | None:
    """The table and act of a digest named `table/role.action.why`."""
    table, _, marks = name.rpartition("/")
    act = SEEN_AS.get(ActionCode(int(marks.split(".")[1])))
    return None if act is None else (table, act)


def outcome_of(
    act: Seen, reading: Reading | None, planned: int | None
) -> tuple[Outcome, int | None]:
    """What is said of an act: the rows in which it cannot be seen, else those it was for."""
    outcome: Outcome = "retained" if act in ("retain", "keep", "hold") else "verified"
    if reading is None:
        return outcome, planned
    if reading.remaining:
        return "remaining", reading.remaining
    if reading.lost:
        return "failed", reading.lost
    return outcome, planned or reading.expected
