"""The engine against the oracle on random databases (T7), on SQLite and PostgreSQL.

`UPHELD_EXAMPLES=20000 pytest -m slow tests/random_schemas/test_engine.py` runs many at once;
`UPHELD_SEED` makes other databases.
"""

import gc
import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.random_schemas import properties, real_engine
from tests.random_schemas.generator import models
from tests.random_schemas.known_engine import sqlite_files
from tests.random_schemas.model import Model

EXAMPLES = int(os.environ.get("UPHELD_EXAMPLES", "500"))
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
    gc.unfreeze()


@pytest.fixture
def postgresql_url(fresh_database: Callable[[str], str]) -> str:
    return fresh_database("postgresql")


@pytest.fixture
def engine() -> Iterator[real_engine.Engine]:
    with real_engine.engine() as made:
        yield made


@pytest.mark.slow
@seed(SEED)
@settings(patient, max_examples=EXAMPLES // 2)
@given(models())
def test_sqlite_erases_one_person_as_the_oracle_says(model: Model) -> None:
    with sqlite_files() as fresh, real_engine.engine() as run:
        properties.check_all(run, fresh, model, model.subjects[:1])


@pytest.mark.slow
@seed(SEED + 1)
@settings(patient, max_examples=EXAMPLES // 2)
@given(models())
def test_sqlite_erases_several_people_together_as_the_oracle_says(model: Model) -> None:
    with sqlite_files() as fresh, real_engine.engine() as run:
        properties.check_all(run, fresh, model, model.subjects[1:])


@pytest.mark.slow
@seed(SEED + 2)
@settings(patient, max_examples=EXAMPLES // 10)
@given(models())
def test_sqlite_erases_people_in_any_order_as_the_oracle_says(model: Model) -> None:
    one, other, _ = model.subjects
    with sqlite_files() as fresh, real_engine.engine() as run:
        properties.check_order(run, fresh, model, one, other)


@pytest.mark.slow
@seed(SEED)
@settings(patient, max_examples=EXAMPLES // 10)
@given(model=models())
def test_postgresql_erases_one_person_as_the_oracle_says(
    postgresql_url: str, engine: real_engine.Engine, model: Model
) -> None:
    properties.check_all(
        engine, lambda: properties.empty(postgresql_url), model, model.subjects[:1]
    )


@pytest.mark.slow
@seed(SEED + 1)
@settings(patient, max_examples=EXAMPLES // 10)
@given(model=models())
def test_postgresql_erases_several_people_together_as_the_oracle_says(
    postgresql_url: str, engine: real_engine.Engine, model: Model
) -> None:
    properties.check_all(
        engine, lambda: properties.empty(postgresql_url), model, model.subjects[1:]
    )
