"""What the databases of a running desk look like: asked once in five minutes, for pages that compare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from upheld.connectors.schema import Schema
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.subject.place import RelationalPlace

FRESH = timedelta(minutes=5)
_LOCK = Lock()
_KEPT: "WeakKeyDictionary[Engine, Seen]" = WeakKeyDictionary()


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


def schemas_of(office: Office) -> Seen:
    """Return the schemas, at most five minutes old; the databases are asked by one caller at a time."""
    company = office.company
    with _LOCK:
        kept = _KEPT.get(company.engine)
        now = company.clock.now()
        if kept is not None and timedelta(0) <= now - kept.at < FRESH:
            return kept
        schemas: dict[str, Schema] = {}
        unreachable: dict[str, RefusalError] = {}
        for name, place in company.places.items():
            if isinstance(place, RelationalPlace):
                try:
                    schemas[name] = place.describe()
                except RefusalError as refusal:
                    unreachable[name] = refusal
        seen = Seen(at=now, schemas=schemas, unreachable=unreachable)
        _KEPT[company.engine] = seen
        return seen
