"""Whom a guard knows that is installed after people were erased.

The keys of everybody whose request has not been forgotten yet are told to it. Of who was
forgotten nothing is left to tell, which is said by number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from upheld.datamap.graph import Graph
from upheld.datamap.model import DataMap
from upheld.deletion import guard
from upheld.rights import store
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.subject.place import RelationalPlace

_AS_THEY_ARE = ("hold", "keep")
"""Acts that leave a person's rows as they were: who has no other was not erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How many people erased before a guard knows, and how many it cannot know."""

    known: int
    unknown: int


def tell_of_erased(
    company: Company, connection: Connection, place: RelationalPlace, graph: Graph
) -> Told:
    """Tell a guard that was just installed of the people erased before it.

    Args:
        company: The workspace.
        connection: To the guarded database, in the transaction of the installation.
        place: That database.
        graph: Its map.
    """
    known = unknown = 0
    with company.engine.connect() as ours:
        for case in erased_in(graph.system, store.carried_out(ours, company.vault, "deletion")):
            keys = own_keys(case, graph.system, graph.datamap)
            told = guard.remember(connection, place, graph, keys) if keys else False
            known += told
            unknown += not told and (case.private is None or bool(keys))
    return Told(known=known, unknown=unknown)


def erased_in(system: str, cases: Iterator[Case]) -> Iterator[Case]:
    """Those of the requests that erased something in a system."""
    for case in cases:
        steps = case.report["steps"] if case.report else []
        if any(
            step["system"] == system
            and step["action"] not in _AS_THEY_ARE
            and step["outcome"] in ("verified", "retained")
            for step in steps
        ):
            yield case


def own_keys(case: Case, system: str, datamap: DataMap) -> Mapping[str, list[tuple[Any, ...]]]:
    """The keys of the person's own rows, by kind, without those that a hold kept."""
    seeds = case.private.seeds.get(system, {}) if case.private else {}
    held = {
        step["table"]
        for step in (case.report["steps"] if case.report else [])
        if step["system"] == system and step["action"] == "hold"
    }
    return {
        kind: [tuple(key) for key in keys]
        for kind, keys in seeds.items()
        if kind in datamap.subjects and datamap.subjects[kind].table not in held
    }
