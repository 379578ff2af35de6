"""All that a request is handled with; put together by `assembly`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from sqlalchemy import Connection, Engine

from upheld.clock import Clock
from upheld.connectors.contract import Connector
from upheld.connectors.schema import Schema
from upheld.datamap.drift import Drift, compare
from upheld.datamap.graph import Graph, build
from upheld.datamap.model import DataMap
from upheld.deletion.plan import retentions
from upheld.deletion.procedure import System
from upheld.documents.positioned import Positioned
from upheld.evidence import ledger
from upheld.evidence.checkpoint import Signer
from upheld.law.periods import OpenDays
from upheld.policy.model import Policy
from upheld.rights.apart import read_apart
from upheld.rights.vault import Vault
from upheld.subject.place import RelationalPlace


class KeptValues(Protocol):
    """Values in our own store that a program has put aside, e.g. behind placeholders."""

    def forget(self, people: Sequence[Mapping[str, Iterable[object]]]) -> list[tuple[int, int]]:
        """Erase what holds an identifier of these people; return of each what went and is left.

        Args:
            people: The identifiers of each, by kind.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedSystem:
    """A database and the map of it."""

    name: str
    place: RelationalPlace
    datamap: Positioned[DataMap]
    _joined: dict[str, Graph] = field(default_factory=dict, repr=False, compare=False)
    """What the map was joined to; joined anew when the database says that it has changed."""

    def graph(self, schema: Schema | None = None) -> Graph:
        """Join the map with the schema as it is now; refuses what does not fit.

        Args:
            schema: What the database has just said; without it, it is asked.
        """
        return self._known("acting", lambda: self.datamap.model, schema)

    def graph_for_looking_up(self, schema: Schema | None = None) -> Graph:
        """Likewise, with undecided points left out: enough to look for people, never to act."""
        return self._known("looking up", self._certain, schema)

    def _known(self, use: str, model: Callable[[], DataMap], schema: Schema | None = None) -> Graph:
        schema, graph = schema or self.place.describe(), self._joined.get(use)
        if graph is None or graph.schema.fingerprint != schema.fingerprint:
            graph = self._joined[use] = build(model(), schema, self.datamap.where)
        return graph

    def _certain(self) -> DataMap:
        model = self.datamap.model
        certain = {
            name: table.model_copy(
                update={"unsure": [], "none": table.none or (None if table.edges else "undecided")}
            )
            if any(point.decided is None for point in table.unsure)
            else table
            for name, table in model.tables.items()
        }
        return model.model_copy(update={"tables": certain})

    def drift(self, schema: Schema | None = None) -> Sequence[Drift]:
        """Whatever the map and the database do not agree on; `schema` as for `graph`."""
        return compare(schema or self.place.describe(), self.datamap.model)


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One workspace, opened.

    Attributes:
        systems: Databases with a map.
        places: Every connected place by name, databases included.
        maps: Maps of places that are no databases.
        unmapped: Connected databases that have no map.
        kept: Values of people in our own store, beside requests.
    """

    policy: Policy
    systems: Sequence[MappedSystem]
    places: Mapping[str, Connector]
    maps: Mapping[str, DataMap]
    unmapped: Sequence[str]
    calendar: OpenDays | None
    clock: Clock
    engine: Engine
    vault: Vault = field(repr=False)
    signer: Signer = field(repr=False)
    kept: KeptValues | None = field(repr=False, default=None)

    @property
    def reads(self) -> Engine:
        """The store, for what only reads; see `apart.read_apart`."""
        return read_apart(self.engine)

    def writing(self, *, seal: bool) -> AbstractContextManager[Connection]:
        """Begin a transaction of the store; `seal` for one in which the ledger is sealed, too."""
        if seal:
            return ledger.sealing(self.engine, self.signer, self.clock)
        return self.engine.begin()

    def schemas(self) -> dict[str, Schema]:
        """What each system with a map says about itself now."""
        return {system.name: system.place.describe() for system in self.systems}

    def acting(self, as_of: date, schemas: Mapping[str, Schema] | None = None) -> list[System]:
        """The systems as deletion wants them, with retention as on a day.

        Args:
            as_of: The day.
            schemas: What `schemas` has just said; without it, every system is asked.
        """
        found = []
        for system in self.systems:
            graph = system.graph(None if schemas is None else schemas[system.name])
            found.append(
                System(
                    name=system.name,
                    place=system.place,
                    graph=graph,
                    retention=retentions(graph, self.policy, as_of, self.calendar),
                )
            )
        return found

    def looking_up(self, as_of: date, schemas: Mapping[str, Schema] | None = None) -> list[System]:
        """The systems as a search for people wants them; undecided points do not stop it.

        Arguments as for `acting`.
        """
        return [
            System(
                name=system.name,
                place=system.place,
                graph=graph,
                retention=retentions(graph, self.policy, as_of, self.calendar),
            )
            for system in self.systems
            for graph in (
                system.graph_for_looking_up(None if schemas is None else schemas[system.name]),
            )
        ]

    def identifier_kinds(self) -> dict[str, set[str]]:
        """The kinds of identifier each system knows people by."""
        return {
            s.name: {
                i for subject in s.datamap.model.subjects.values() for i in subject.identifiers
            }
            for s in self.systems
        }

    def known_kinds(self) -> list[str]:
        """Every kind of identifier by which some system knows people."""
        return sorted(set().union(*self.identifier_kinds().values()))
