"""The engine under test as the properties call it: find, plan, approve, apply, read back.

Everything in between (the workspace, the ledger, the store) is left out; what remains is
what decides which rows and cells change.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from tests.random_schemas.model import Subject
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.datamap.graph import Graph, build
from upheld.datamap.model import DataMap
from upheld.deletion.derived import Follower
from upheld.deletion.plan import Asked, SystemPlan, compile_system, retentions, trace
from upheld.deletion.procedure import Done, Run, System, carry_out
from upheld.deletion.steps import Step
from upheld.policy.model import Policy
from upheld.subject import lookup
from upheld.subject.closure import Person
from upheld.subject.lookup import Candidate
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet

SALT = "salt"


def policy_of(rules: Mapping[str, str]) -> Policy:
    """A policy with these retention rules (ISO 8601 periods) and little else."""
    said = {"ja": "テスト", "en": "test"}
    return Policy.model_validate(
        {
            "policy": {"id": "test", "version": "1", "company": "Test"},
            "people": {"customer": {"label": said}},
            "data": {"free_text": {"purposes": ["operation"], "c": "1"}},
            "purposes": {"operation": {**said, "c": "1"}},
            "retention": {
                name: {"keep": period, "basis": said, "c": "2"}
                for name, period in {"requests": "P3Y", **rules}.items()
            },
            "rights": {"deletion": {"offered": True, "c": "3"}},
        }
    )


@dataclass(slots=True)
class Notes:
    """A journal in memory; what it holds outlives a run, as the store would."""

    followers: dict[str, list[Follower]] = field(default_factory=dict)
    chunks: list[int] = field(default_factory=list)

    def intend(self, system: str, refs: Sequence[str], followers: Sequence[Follower]) -> None:
        """Keep what follows."""
        assert refs
        known = self.followers.setdefault(system, [])
        known += [f for f in followers if f not in known]

    def pending(self, system: str) -> Sequence[Follower]:
        """Return what follows."""
        return self.followers.get(system, [])

    def progress(self, system: str, rows: int) -> None:
        """Count chunks."""
        assert system
        self.chunks.append(rows)


@contextmanager
def connected(url: str) -> Iterator[RelationalPlace]:
    """The place at a URL, closed at the end."""
    place = connect(PlaceName("sample"), url)
    assert isinstance(place, RelationalPlace)
    try:
        yield place
    finally:
        place.close()


@dataclass(slots=True, kw_only=True)
class Planned:
    """A plan that was made, with all that carrying it out needs."""

    run: Run
    plan: SystemPlan


def mapped(place: RelationalPlace, map_yaml: str) -> Graph:
    """A data map joined with the database as it is."""
    return build(DataMap.model_validate(json.loads(map_yaml)), place.describe())


def plan_for(
    place: RelationalPlace,
    graph: Graph,
    rules: Mapping[str, str],
    subjects: Sequence[Subject],
    as_of: date,
) -> Planned:
    """Trace these people (found by their keys) and compile the plan."""
    policy = policy_of(rules)
    retention = retentions(graph, policy, as_of, None)
    with place.session() as connection:
        people = {n: [Candidate(kind, (key,))] for n, (kind, key) in enumerate(subjects)}
        known = lookup.identifiers_of(connection, place, graph, people)
        asked = [
            Asked(
                ref=f"R-{n}",
                person=Person(number=n, seeds={kind: [(key,)]}, identifiers=known[n]),
            )
            for n, (kind, key) in enumerate(subjects)
        ]
        working = WorkingSet(connection, place, graph)
        closure = trace(working, asked, retention)
        plan = compile_system(connection, working, closure, asked, policy, None, SALT)
        working.drop()
    system = System(name="sample", place=place, graph=graph, retention=retention)
    run = Run(
        systems=[system],
        places={"sample": place},
        asked={"sample": asked},
        approved={"sample": plan.digests},
        parts={"sample": plan.tables},
        salt=SALT,
        resumed=False,
        journal=Notes(),
        needles=None,
    )
    return Planned(run=run, plan=plan)


def apply(run: Run) -> Done:
    """Carry out; every step must have been seen to be done."""
    done = carry_out(run)
    assert not done.stale, "the plan went stale though nothing changed"
    for step in each_step(done):
        assert step.outcome in ("verified", "retained"), (
            f"{step.table}: {step.action} {step.outcome}"
        )
    return done


def each_step(done: Done) -> Iterator[Step]:
    """Every step of every request."""
    return (step for steps in done.steps.values() for step in steps)


@dataclass(slots=True)
class Engine:
    """Erases people from databases that it stays connected to; see `properties.Run`.

    As a process does that handles one request after another: a schema is read again when the
    database says that it changed, and what was built for it is used as long as it did not.
    """

    places: dict[str, RelationalPlace] = field(default_factory=dict)
    graphs: dict[str, tuple[str, Graph]] = field(default_factory=dict)
    """By URL: the last map that was asked for, and what it was joined to."""

    def __call__(
        self,
        url: str,
        map_yaml: str,
        rules: Mapping[str, str],
        subjects: Sequence[Subject],
        as_of: date,
        /,
    ) -> None:
        """Plan, approve and apply."""
        if url not in self.places:
            made = connect(PlaceName("sample"), url)
            assert isinstance(made, RelationalPlace)
            self.places[url] = made
        place = self.places[url]
        known, graph = self.graphs.get(url, ("", None))
        if graph is None or (known, graph.schema.fingerprint) != (map_yaml, place.fingerprint()):
            graph = mapped(place, map_yaml)
            self.graphs[url] = map_yaml, graph
        apply(plan_for(place, graph, rules, subjects, as_of).run)


@contextmanager
def engine() -> Iterator[Engine]:
    """The engine; its connections are closed at the end."""
    made = Engine()
    try:
        yield made
    finally:
        for place in made.places.values():
            place.close()


def resumed(planned: Planned) -> Run:
    """The same run, begun again after it was interrupted."""
    return replace(planned.run, resumed=True)
