"""What the databases of a running desk look like: asked once in five minutes, for pages that compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from upheld.connectors.schema import Schema
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.running.fresh import Fresh
from upheld.subject.place import RelationalPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen of all databases at one time.

    Attributes:
        schemas: By system, of those that answered.
        unreachable: By system, why the others did not.
    """

    at: datetime
    schemas: Mapping[str, Schema]
    unreachable: Mapping[str, RefusalError]


def _look(office: Office, now: datetime) -> Seen:
    schemas: dict[str, Schema] = {}
    unreachable: dict[str, RefusalError] = {}
    for name, place in office.company.places.items():
        if isinstance(place, RelationalPlace):
            try:
                schemas[name] = place.describe()
            except RefusalError as refusal:
                unreachable[name] = refusal
    return Seen(at=now, schemas=schemas, unreachable=unreachable)


_SEEN = Fresh(_look)


def schemas_of(office: Office) -> Seen:
    """Return the schemas, at most five minutes old; the databases are asked by one caller at a time."""
    return _SEEN.of(office)
