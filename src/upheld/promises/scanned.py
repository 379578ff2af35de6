"""What the last scan of values said, as its entry in the ledger has it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from upheld.datamap.noting import SCANNED
from upheld.evidence.entry import JSON, read_entry
from upheld.evidence.proven import ProvenLedger


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One kind in columns that are alike.

    Attributes:
        system: Where; `None` for several systems together.
        category: What the data map says that the columns hold; `None` where it says nothing.
        kind: A name of `upheld.detection.kind`.
        columns: In how many columns; a folder or a cache counts as one.
        rows: In how many rows of them.
        repeated: Whether each column holds one value of it all over, which may be nobody's.
        doubtful: Whether it may be the kind, and nothing proves it.
    """

    system: str | None
    category: str | None
    kind: str
    columns: int
    rows: int
    repeated: bool = False
    doubtful: bool = False

    @property
    def certain(self) -> bool:
        """Whether it is what it looks like, and somebody's."""
        return not self.repeated and not self.doubtful


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """The last scan of values.

    Attributes:
        at: When.
        entry: Its number in the ledger.
        collections: How many tables, folders and caches it came to.
        unread: Places of today that it did not read to their end: refused, in part, or missing.
        opaque: Things in what was read that no reading looks into: pictures, locked files.
        found: What stood there, and how certain it is, whether or not the map expects it.
        regions: Whose people it took for those of a restricted region.
        cases: Whether a case was opened for each of their rows that had none.
    """

    at: datetime
    entry: int
    collections: int
    unread: int = 0
    opaque: int = 0
    found: tuple[Held, ...] = ()
    regions: frozenset[str] = frozenset()
    cases: bool = False


def last_scan(ledger: ProvenLedger | None, systems: Collection[str]) -> Scanned | None:
    """Read the newest scan.

    Args:
        ledger: Of our own store, proven now; `None` where there is no store yet.
        systems: The places of today: one that was connected since was not read.
    """
    rows = [] if ledger is None else ledger.entries_of_kinds((SCANNED,), 1)
    if not rows:
        return None
    entry = read_entry(rows[-1].leaf)
    told = _object(entry.body["systems"])
    read = [_object(told[name]) for name in systems if name in told]
    unread = len(systems) - sum(1 for one in read if one["ended"] is True)
    # What had no room in the entry was seen, and nobody can say any more what it was.
    cut = bool(_object(entry.body["left_out"])["found"])
    regions = entry.body["regions"]
    return Scanned(
        at=entry.at,
        entry=rows[-1].index,
        collections=sum(_number(one["collections"]) for one in read),
        unread=unread + cut,
        opaque=sum(_number(one["unreadable"]) for one in read),
        found=tuple(_held(entry.body["found"])),
        regions=frozenset(map(str, regions)) if isinstance(regions, list) else frozenset(),
        cases=entry.body.get("cases") is True,
    )


def _held(found: JSON) -> Iterator[Held]:
    for one in map(_object, found if isinstance(found, list) else ()):
        yield Held(
            system=_name(one["system"]),
            category=_name(one["category"]),
            kind=str(one["kind"]),
            columns=_number(one["columns"]),
            rows=_number(one["rows"]),
            repeated=one.get("repeated") is True,
            doubtful=one.get("doubtful") is True,
        )


def _object(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _name(value: JSON) -> str | None:
    return None if value is None else str(value)


def _number(value: JSON) -> int:
    return value if isinstance(value, int) else 0
