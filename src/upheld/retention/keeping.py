"""All that a sweep is carried out with; put together by `assembly`."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.connectors.contract import Connector
from upheld.datamap.drift import Drift
from upheld.datamap.graph import Graph
from upheld.datamap.model import DataMap
from upheld.deletion.explaining import Asked, Hold
from upheld.deletion.plan import retentions
from upheld.deletion.procedure import System
from upheld.documents.positioned import Positioned
from upheld.evidence.checkpoint import Signer
from upheld.law.periods import OpenDays
from upheld.policy.model import Policy
from upheld.retention.due import SWEEP
from upheld.subject.closure import Person
from upheld.subject.place import RelationalPlace


class Mapped(Protocol):
    """A database and the map of it."""

    @property
    def name(self) -> str:
        """The system's name."""
        ...

    @property
    def place(self) -> RelationalPlace:
        """The database."""
        ...

    @property
    def datamap(self) -> Positioned[DataMap]:
        """Its map."""
        ...

    def graph(self) -> Graph:
        """Both joined; refuses what does not fit."""
        ...

    def drift(self) -> Sequence[Drift]:
        """Whatever they do not agree on."""
        ...


class Sealing(Protocol):
    """Encrypts what names people, at rest."""

    def seal(self, case: str, content: Mapping[str, Any]) -> bytes:
        """Encrypt a JSON object for one run."""
        ...

    def open(self, case: str, sealed: bytes) -> dict[str, Any]:
        """Decrypt what was sealed for a run."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldPerson:
    """Somebody whose rows a registered hold keeps.

    Attributes:
        ref: The hold, e.g. `H-2026-0001`.
        seeds: By system: kind of person → keys of their own rows.
        identifiers: All their identifiers by kind, for edges that match on them.
    """

    ref: str
    hold: Hold
    seeds: Mapping[str, Mapping[str, Sequence[tuple[Any, ...]]]] = field(repr=False)
    identifiers: Mapping[str, Sequence[str]] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """One workspace, as a sweep sees it.

    Attributes:
        turn: Holds the only right to carry out a run; let go of when the process ends.
        held: Looks up who has a registered hold now.
    """

    policy: Policy
    systems: Sequence[Mapped]
    places: Mapping[str, Connector]
    calendar: OpenDays | None
    clock: Clock
    engine: Engine
    sealing: Sealing = field(repr=False)
    signer: Signer = field(repr=False)
    turn: Callable[[str], AbstractContextManager[None]]
    held: Callable[[Sequence[System]], Sequence[HeldPerson]]

    def acting(self, as_of: date) -> list[System]:
        """The systems with their periods as on a day."""
        found = []
        for system in self.systems:
            graph = system.graph()
            rules = retentions(graph, self.policy, as_of, self.calendar)
            found.append(System(name=system.name, place=system.place, graph=graph, retention=rules))
        return found


def asked_in(system: str, ref: str, held: Sequence[HeldPerson]) -> list[Asked]:
    """The sweep itself, without anybody, and behind it whose rows stay."""
    sweep = Asked(ref=ref, person=Person(number=SWEEP, seeds={}, identifiers={}))
    return [
        sweep,
        *(
            Asked(
                ref=one.ref,
                hold=one.hold,
                person=Person(
                    number=number,
                    seeds=one.seeds.get(system, {}),
                    identifiers=one.identifiers,
                    held=True,
                ),
            )
            for number, one in enumerate(held, SWEEP + 1)
        ),
    ]
