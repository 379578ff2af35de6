"""The engine against the oracle on random databases (T7), on SQLite and PostgreSQL.

Of every second database one person is erased, of the others several people together.
`UPHELD_EXAMPLES=20000 pytest -m slow tests/random_schemas/test_engine.py` runs many at once;
`UPHELD_SEED` makes others. What the engine builds for a schema costs more than an erasure, and is
used for many in practice: `UPHELD_FILLINGS=8` fills each schema eight times with other rows, and
costs less than half.

All schemas of a test stand one after another in one database: a table of the same name and columns
occurs in many, and to a connected place its statements are compiled once.
"""

import gc
import os
from collections.abc import Callable, Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import booleans

from tests.random_schemas import properties, real_engine
from tests.random_schemas.by_hand import A, action, seen_by_a_manager
from tests.random_schemas.generator import databases
from tests.random_schemas.known_engine import sqlite_files
from tests.random_schemas.model import Model

EXAMPLES = int(os.environ.get("UPHELD_EXAMPLES", "500"))
"""Databases on SQLite, of which one person is erased, or several together."""
FILLINGS = int(os.environ.get("UPHELD_FILLINGS", "1"))
"""Databases of one schema."""
SEED = int(os.environ.get("UPHELD_SEED", "1"))
# Large databases are what is wanted; how long their `repr` is says nothing about the engine.
pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
patient = settings(
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


@pytest.fixture(autouse=True)
def seldom_collected() -> Iterator[None]:
    """Statements are many small objects in cycles: Python would look through them all the time."""
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def hold_on_sqlite() -> Iterator[properties.Hold]:
    with sqlite_files() as fresh:
        url = fresh()
        yield properties.holding(lambda: properties.empty(url))


@pytest.fixture
def hold_on_postgresql(fresh_database: Callable[[str], str]) -> Iterator[properties.Hold]:
    url = fresh_database("postgresql")
    yield properties.holding(lambda: properties.empty(url))
    properties.forget(url)


@pytest.fixture
def engine() -> Iterator[real_engine.Engine]:
    with real_engine.engine() as made:
        yield made


def erase_by_turns(
    run: real_engine.Engine, hold: properties.Hold, models: Sequence[Model], *, alone: bool
) -> None:
    """Of the first database one person, or several people together; then by turns."""
    for number, model in enumerate(models):
        people = model.subjects[:1] if (number % 2 == 0) is alone else model.subjects[1:]
        properties.check_all(run, hold, model, people)


def test_the_address_of_somebody_else_whose_row_may_be_seen_leads_to_nothing() -> None:
    model = seen_by_a_manager()
    with sqlite_files() as fresh, real_engine.engine() as run:
        properties.check_all(run, properties.holding(fresh), model, [A])
    assert action(model, "room0") == "tombstone", "what is only mentioned keeps its room"


@pytest.mark.slow
@seed(SEED)
@settings(patient, max_examples=-(-EXAMPLES // FILLINGS))
@given(models=databases(FILLINGS), alone=booleans())
def test_sqlite_erases_one_person_and_several_together_as_the_oracle_says(
    hold_on_sqlite: properties.Hold,
    engine: real_engine.Engine,
    models: Sequence[Model],
    *,
    alone: bool,
) -> None:
    erase_by_turns(engine, hold_on_sqlite, models, alone=alone)


@pytest.mark.slow
@seed(SEED + 2)
@settings(patient, max_examples=-(-EXAMPLES // 10 // FILLINGS))
@given(models=databases(FILLINGS))
def test_sqlite_erases_people_in_any_order_as_the_oracle_says(
    hold_on_sqlite: properties.Hold, engine: real_engine.Engine, models: Sequence[Model]
) -> None:
    for model in models:
        one, other, _ = model.subjects
        properties.check_order(engine, hold_on_sqlite, model, one, other)


@pytest.mark.slow
@seed(SEED)
@settings(patient, max_examples=-(-EXAMPLES // 5 // FILLINGS))
@given(models=databases(FILLINGS), alone=booleans())
def test_postgresql_erases_one_person_and_several_together_as_the_oracle_says(
    hold_on_postgresql: properties.Hold,
    engine: real_engine.Engine,
    models: Sequence[Model],
    *,
    alone: bool,
) -> None:
    erase_by_turns(engine, hold_on_postgresql, models, alone=alone)
