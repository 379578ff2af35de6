"""The maps of a running desk as they are in their files now, and how far the databases agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from upheld.datamap.document import digest_of
from upheld.datamap.drift import Drift, compare
from upheld.datamap.model import DataMap, Unsure
from upheld.datamap.reading import read_map
from upheld.desk.office import Office
from upheld.documents.positioned import Positioned
from upheld.refusal import RefusalError
from upheld.running.schemas import schemas_of
from upheld.running.systems import maps_of
from upheld.web.refused import PageUnknownError

_KEPT_MAPS = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFile:
    """One map and the hash of the file it was read from."""

    path: Path
    sha256: str
    read: Positioned[DataMap]

    @property
    def model(self) -> DataMap:
        """The map itself."""
        return self.read.model


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far a map and its database agree.

    Attributes:
        drift: What differs; `None` where nobody could look.
        unreachable: Why the database did not answer.
        at: When it was looked at; `None` where there is no database to look at.
    """

    drift: Sequence[Drift] | None
    unreachable: RefusalError | None
    at: datetime | None


def paths(office: Office) -> Mapping[str, Path]:
    """Return the files of the maps by system."""
    folder = office.folder / "datamap"
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def map_file(office: Office, system: str) -> MapFile:
    """Read the map of a system.

    Raises:
        PageUnknownError: There is none.
        RefusalsError: It cannot be read.
    """
    path = paths(office).get(system)
    if path is None:
        raise PageUnknownError
    sha256 = digest_of(path.read_text("utf-8"))
    return MapFile(path=path, sha256=sha256, read=_read(path, sha256))


@lru_cache(_KEPT_MAPS)
def _read(path: Path, _sha256: str) -> Positioned[DataMap]:
    """Reading a large map with its places takes a second; the same text is read once."""
    return read_map(path)


def agreement(office: Office, datamap: DataMap) -> Agreement:
    """Compare a map with its database, as that was within the last five minutes."""
    seen = schemas_of(office)
    schema = seen.schemas.get(datamap.system)
    unreachable = seen.unreachable.get(datamap.system)
    return Agreement(
        drift=None if schema is None else compare(schema, datamap),
        unreachable=unreachable,
        at=None if schema is None and unreachable is None else seen.at,
    )


def runs_with(office: Office, datamap: DataMap) -> bool:
    """Say whether the desk works with this map: a changed file is taken over within seconds."""
    return maps_of(office.company).get(datamap.system) == datamap


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One system in the list; `refusal` where its file cannot be read."""

    system: str
    file: MapFile | None = None
    agreement: Agreement | None = None
    refusal: RefusalError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """One point, and its place in the file."""

    table: str
    number: int
    point: Unsure


def rows_of(office: Office) -> Iterator[Row]:
    """Yield every system: those with a map, and those that need one."""
    mapped = paths(office)
    copies: set[str] = set()
    for system in mapped:
        try:
            found = map_file(office, system)
        except RefusalError as refusal:
            yield Row(system=system, refusal=refusal)
            continue
        copies |= {one.in_ for one in found.model.derived}
        yield Row(system=system, file=found, agreement=agreement(office, found.model))
    for system in sorted(set(office.company.places) - set(mapped) - copies):
        yield Row(system=system)


def points_of(datamap: DataMap) -> list[Placed]:
    """Return every point, decided or not, in the order of the file."""
    return [
        Placed(table=table, number=number, point=point)
        for table, entry in datamap.tables.items()
        for number, point in enumerate(entry.unsure)
    ]


def open_points(datamap: DataMap) -> list[Placed]:
    """Return the points that wait for a person."""
    return [one for one in points_of(datamap) if one.point.decided is None]
