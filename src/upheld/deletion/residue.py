"""The residue scan: after a deletion, are the person's identifiers found anywhere at all?

Every text of every connected place is read once for a whole batch. A hit in a row that the
plan keeps is expected; any other is residue, named by place, table and column, never by text.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from sqlalchemy import select

from upheld.connectors.contract import Connector, Hit, Partial
from upheld.subject.marks import ActionCode
from upheld.subject.needles import NeedleSet
from upheld.subject.working_set import WorkingSet

State: TypeAlias = Literal["clean", "found", "not yet scanned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """What a scan found.

    Attributes:
        found: By person's number: `place/table.column` and the rows there.
        expected: Hits in rows that the plan keeps.
        unread: What the scan could not look into; it is not proven to be free of anything.
    """

    found: Mapping[int, Mapping[str, int]] = field(repr=False)
    expected: int = 0
    unread: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Content that cannot be searched, such as pictures: (place, why) and how many."""

    def state(self, person: int) -> State:
        """Whether anything of one person was found."""
        return "found" if self.found.get(person) else "clean"


class Kept:
    """Rows of one system that stay by plan, recognised by their locators."""

    def __init__(self, working: WorkingSet) -> None:
        self._working = working
        self._rows: dict[str, set[str]] = {}

    def holds(self, hit: Hit) -> bool:
        """Whether a hit is in a row that stays by plan."""
        if hit.collection not in self._rows:
            self._rows[hit.collection] = self._read(hit.collection)
        return hit.locator in self._rows[hit.collection]

    def _read(self, name: str) -> set[str]:
        from upheld.connectors.scanning import locator

        keys = self._working.sets.get(name)
        if keys is None or not keys.node.locator:
            return set()
        stays = keys.table.c.action.in_(
            [
                int(ActionCode.NONE),
                int(ActionCode.KEEP),
                int(ActionCode.RETAIN),
                int(ActionCode.HOLD),
                int(ActionCode.UNLINK),
            ]
        )
        rows = self._working.connection.execute(select(*keys.keys).where(stays))
        return {locator(keys.node.locator, tuple(row)) for row in rows}


def scan(places: Iterable[Connector], needles: NeedleSet, kept: Mapping[str, Kept]) -> Residue:
    """Read all places once."""
    found: dict[int, Counter[str]] = {}
    unread: Counter[tuple[str, str]] = Counter()
    expected = 0
    if not len(needles):
        return Residue(found={})
    for place in places:
        stays = kept.get(place.name)
        for hit in place.scan(needles):
            if stays is not None and stays.holds(hit):
                expected += 1
                continue
            where = f"{place.name}/{hit.collection}.{hit.field}"
            for person in needles.owners(hit.needle):
                found.setdefault(person, Counter())[where] += 1
        if isinstance(place, Partial):
            unread.update((place.name, one.why) for one in place.unread())
    listed = {p: dict(sorted(c.items())) for p, c in found.items()}
    return Residue(found=listed, expected=expected, unread=dict(sorted(unread.items())))
