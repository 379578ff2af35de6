"""The maps of a running desk as they are in their files now, and how far the databases agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from upheld.datamap.document import digest_of
from upheld.datamap.drift import Drift, compare
from upheld.datamap.model import DataMap
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
