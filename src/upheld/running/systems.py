"""How the company's systems stand: does each answer, is it mapped, and does its map still fit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upheld.datamap.model import DataMap
from upheld.refusal import RefusalError
from upheld.rights.company import Company, MappedSystem
from upheld.running.reaching import reach
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemState:
    """One connected place; nothing of what is in it.

    Attributes:
        name: As the settings call it.
        mapped: Whether it has a data map.
        named_by: Systems whose maps say that copies of theirs lie in it.
        fault: What keeps it from answering; `None` where it answers now.
        tables: How many tables or collections the map names.
        unsure: Points of the map that a person has to decide; each blocks every plan.
        drift: In how many points the map and the database do not agree; `None` where that cannot
            be told.
    """

    name: str
    mapped: bool
    named_by: Sequence[str]
    fault: Text | None
    tables: int
    unsure: int
    drift: int | None

    @property
    def answers(self) -> bool:
        """Whether it answered just now."""
        return self.fault is None

    @property
    def ready(self) -> bool:
        """Whether a plan can rest on it."""
        known = self.mapped or bool(self.named_by)
        return known and self.answers and not self.unsure and not self.drift


def systems_of(company: Company) -> list[SystemState]:
    """Ask every connected place at once how it stands, by name."""
    answers = reach(company.places)
    databases = {system.name: system for system in company.systems}
    maps = maps_of(company)
    found = []
    for name in sorted(company.places):
        own, database = maps.get(name), databases.get(name)
        answer = answers[name]
        found.append(
            SystemState(
                name=name,
                mapped=own is not None,
                named_by=named_by(maps, name),
                fault=answer.why,
                tables=0 if own is None else len(own.tables) + len(own.collections),
                unsure=0 if own is None else len(own.unsure_points()),
                drift=_drift(database) if answer and database is not None else None,
            )
        )
    return found


def maps_of(company: Company) -> Mapping[str, DataMap]:
    """Return every data map, of databases and of other places."""
    return {one.name: one.datamap.model for one in company.systems} | dict(company.maps)


def named_by(maps: Mapping[str, DataMap], place: str) -> list[str]:
    """Name the systems whose maps say that copies of theirs lie in a place."""
    return [
        other for other, found in maps.items() if any(one.in_ == place for one in found.derived)
    ]


def _drift(database: MappedSystem) -> int | None:
    try:
        return len(database.drift())
    except RefusalError:
        return None
