"""A small shop on any of the three databases, its map, and short ways to erase from it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from sqlalchemy import text

from tests.random_schemas.real_engine import SALT, Notes, policy_of
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.datamap.graph import build
from upheld.datamap.model import DataMap
from upheld.deletion.plan import Asked, Hold, SystemPlan, compile_system, retentions, trace
from upheld.deletion.procedure import Done, Run, System, carry_out
from upheld.deletion.steps import Step
from upheld.subject import lookup
from upheld.subject.closure import Person
from upheld.subject.lookup import Candidate
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet

AS_OF = date(2026, 6, 15)
RULES = {"billing": "P7Y"}
SUBJECTS = "subjects: {customer: {table: customer, key: id, identifiers: {email: email}}}\n"
CUSTOMER = (
    "CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(80) NOT NULL, name VARCHAR(80))"
)
PEOPLE = [
    "INSERT INTO customer VALUES (5, 'five@example.jp', 'Five')",
    "INSERT INTO customer VALUES (51, 'fifty@example.jp', 'Fifty')",
    "INSERT INTO customer VALUES (6, 'six@example.jp', 'Six')",
]
CUSTOMER_MAP = (
    "  customer: {fields: {email: {category: contact.email}, name: {category: identity.name}}}\n"
)


@dataclass(slots=True)
class Shop:
    """A database with its map."""

    place: RelationalPlace
    map_yaml: str

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Read from the database itself."""
        with self.place.session() as connection:
            return [tuple(row) for row in connection.execute(text(query))]

    def execute(self, *statements: str) -> None:
        """Write, as the application would."""
        with self.place.session(write=True) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def planned(
        self, *keys: int, hold: Sequence[int] = (), as_of: date = AS_OF
    ) -> tuple[SystemPlan, Run]:
        """Plan the erasure of these customers."""
        graph = build(
            DataMap.model_validate(YAML(typ="safe").load(self.map_yaml)), self.place.describe()
        )
        policy = policy_of(RULES)
        rules = retentions(graph, policy, as_of, None)
        people = {n: [Candidate("customer", (key,))] for n, key in enumerate(keys)}
        with self.place.session() as connection:
            known = lookup.identifiers_of(connection, self.place, graph, people)
            asked = [
                Asked(
                    ref=f"R-{key}",
                    person=Person(
                        number=n,
                        seeds={"customer": [(key,)]},
                        identifiers=known[n],
                        held=key in hold,
                    ),
                    hold=Hold(clause="9", until="2030-01-01") if key in hold else None,
                )
                for n, key in enumerate(keys)
            ]
            working = WorkingSet(connection, self.place, graph)
            closure = trace(working, asked, rules)
            plan = compile_system(connection, working, closure, asked, policy, None, SALT)
            working.drop()
        system = System(name="shop", place=self.place, graph=graph, retention=rules)
        run = Run(
            systems=[system],
            places={"shop": self.place},
            asked={"shop": asked},
            approved={"shop": plan.digests},
            parts={"shop": plan.tables},
            salt=SALT,
            resumed=False,
            journal=Notes(),
            needles=None,
        )
        return plan, run

    def erase(
        self, *keys: int, chunk: int | None = None, **more: Any
    ) -> dict[tuple[str, str], Step]:
        """Plan and apply; return the steps of all people by table and action."""
        run = self.planned(*keys, **more)[1]
        done = carry_out(run if chunk is None else replace(run, chunk=chunk))
        assert not done.stale
        return steps_of(done)


def steps_of(done: Done) -> dict[tuple[str, str], Step]:
    """The steps of all people by table and action."""
    return {(s.table, s.action): s for steps in done.steps.values() for s in steps}


def outcomes(steps: Mapping[tuple[str, str], Step]) -> set[str]:
    """Every outcome there is."""
    return {step.outcome for step in steps.values()}


@contextmanager
def shop(
    url: str, tables: Sequence[str], map_yaml: str, rows: Sequence[str] = ()
) -> Iterator[Shop]:
    """A shop with customers 5, 51 and 6, and these tables besides."""
    place = connect(PlaceName("shop"), url)
    assert isinstance(place, RelationalPlace)
    made = Shop(place, f"system: shop\n{SUBJECTS}tables:\n{CUSTOMER_MAP}{map_yaml}")
    made.execute(CUSTOMER, *tables, *PEOPLE, *rows)
    try:
        yield made
    finally:
        place.close()
