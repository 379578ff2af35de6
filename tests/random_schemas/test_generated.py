"""Generated databases, and the properties, with engines whose faults are known."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pytest
from hypothesis import HealthCheck, given, seed, settings

from tests.random_schemas import properties
from tests.random_schemas.by_hand import A, B, columns, edge, key, world_of
from tests.random_schemas.generator import FEATURES, databases, models
from tests.random_schemas.known_engine import Fault, KnownEngine, sqlite_files
from tests.random_schemas.model import Model, Retain, Row, RowName, Table
from tests.random_schemas.oracle import Judgement, afterwards, judge

fast = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None)


@pytest.mark.slow
@settings(fast, max_examples=500)
@given(models())
def test_every_generated_database_satisfies_its_own_constraints(model: Model) -> None:
    connection = sqlite3.connect(":memory:")
    for statement in model.create_sql("sqlite"):
        connection.execute(statement)
    assert not connection.execute("PRAGMA foreign_key_check").fetchall()
    connection.close()
    assert 2 <= len(model.tables) <= 13
    marks = [row["mark"] for _, row in model.each_row()]
    assert len(set(marks)) == len(marks)
    assert len(set(model.subjects)) == 3


@pytest.fixture
def postgresql_url(fresh_database: Callable[[str], str]) -> Iterator[str]:
    url = fresh_database("postgresql")
    yield url
    properties.forget(url)


@pytest.mark.slow
@settings(
    fast,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(both=databases(2))
def test_postgresql_takes_every_generated_database_and_gives_the_same_rows_back(
    postgresql_url: str, both: Sequence[Model]
) -> None:
    hold = properties.holding(lambda: properties.empty(postgresql_url))
    for model in both:
        url = hold(model)
        assert not list(properties.differences(model, model, properties.read(model, url)))


@pytest.mark.slow
@settings(fast, max_examples=200)
@given(models())
def test_the_oracles_own_end_state_has_no_broken_reference(model: Model) -> None:
    after = afterwards(model, judge(model, model.subjects[:2]))
    for table, row in after.each_row():
        for foreign in table.foreign_keys:
            values = [row[c] for c in foreign.columns]
            parents = [[p[c] for c in foreign.parent_columns] for p in after.rows[foreign.parent]]
            assert None in values or values in parents
        assert all(row[c.name] is not None for c in table.columns if not c.nullable)


@pytest.mark.slow
@settings(fast, max_examples=200)
@given(models())
def test_the_oracle_leaves_rows_that_nobody_asked_about(model: Model) -> None:
    judgement = judge(model, [])
    assert judgement.named("none") == set(judgement.verdicts)


@pytest.mark.slow
@settings(fast, max_examples=100)
@given(models(features=FEATURES - {"self", "cycle", "unlink", "composite"}))
def test_a_feature_that_is_left_out_does_not_occur(model: Model) -> None:
    assert all(len(table.primary_key) <= 1 for table in model.tables.values())
    assert not any(edge.unlink for table in model.tables.values() for edge in table.edges)


@pytest.mark.slow
@seed(1)  # as for the real engine: the same databases in every run
@settings(fast, max_examples=40)
@given(models())
def test_every_property_holds_on_an_engine_that_is_right(model: Model) -> None:
    engine = KnownEngine(model=model)
    one, other, third = model.subjects
    with sqlite_files() as fresh:
        hold = properties.holding(fresh)
        properties.check_all(engine, hold, model, [one])
        properties.check_all(engine, hold, model, [other, third])
        properties.check_order(engine, hold, model, one, other)


ORDER = ("orders", "orders0")
SHARED = ("message", "message0")
INVOICE = ("invoice", "invoice0")
PERSON = ("customer", "customer0")


def shop() -> Model:
    """A retained invoice that makes its person a tombstone, an order, and a shared message."""
    order = Table(
        name="orders",
        columns=columns("id:integer! customer_id:integer note*"),
        foreign_keys=(key("customer_id"),),
        edges=(edge(),),
    )
    message = Table(
        name="message",
        columns=columns("id:integer! author:integer recipient:integer body*"),
        foreign_keys=(key("author"), key("recipient")),
        edges=(edge("author"), edge("recipient")),
    )
    invoice = Table(
        name="invoice",
        columns=columns("id:integer! customer_id:integer! day:date name* total:integer"),
        foreign_keys=(key("customer_id"),),
        edges=(edge(),),
        retain=Retain(rule="books", start="day", keep=("total",)),
    )
    return world_of(
        order,
        message,
        invoice,
        rules={"books": "P7Y"},
        orders=[
            {"id": 1, "customer_id": 5, "note": "needle-order"},
            {"id": 2, "customer_id": 51, "note": "needle-other"},
        ],
        message=[{"id": 1, "author": 5, "recipient": 51, "body": "needle-shared"}],
        invoice=[{"id": 1, "customer_id": 5, "day": "2026-01-01", "name": "needle-name"}],
    )


def leaves_a_row(model: Model, judgement: Judgement, rows: dict[RowName, Row]) -> None:
    rows[ORDER] = model.rows["orders"][0]


def takes_a_shared_row(model: Model, judgement: Judgement, rows: dict[RowName, Row]) -> None:
    del rows[SHARED]


def takes_a_row_of_another_person(
    model: Model, judgement: Judgement, rows: dict[RowName, Row]
) -> None:
    del rows["orders", "orders1"]


def changes_a_cell_of_another_person(
    model: Model, judgement: Judgement, rows: dict[RowName, Row]
) -> None:
    rows["orders", "orders1"]["note"] = "changed"


def deletes_a_tombstone(model: Model, judgement: Judgement, rows: dict[RowName, Row]) -> None:
    del rows[PERSON]


def forgets_to_anonymise(model: Model, judgement: Judgement, rows: dict[RowName, Row]) -> None:
    rows[INVOICE]["name"] = model.rows["invoice"][0]["name"]


def moves_a_value_elsewhere(model: Model, judgement: Judgement, rows: dict[RowName, Row]) -> None:
    rows[PERSON]["name"] = "archived: NEEDLE-ORDER"


def complains(check: Callable[[], None]) -> bool:
    try:
        check()
    except AssertionError:
        return True
    return False


@pytest.mark.parametrize(
    ("fault", "found_by"),
    [
        (leaves_a_row, {"rows", "needles"}),
        (takes_a_shared_row, {"rows"}),
        (takes_a_row_of_another_person, {"rows", "others"}),
        (changes_a_cell_of_another_person, {"rows", "others"}),
        (deletes_a_tombstone, {"rows", "constraints"}),
        (forgets_to_anonymise, {"rows", "needles"}),
        (moves_a_value_elsewhere, {"needles"}),
    ],
)
def test_each_fault_is_noticed_by_its_properties(fault: Fault, found_by: set[str]) -> None:
    model = shop()
    with sqlite_files() as fresh:
        url = fresh()
        properties.build(model, url)
        erasure = properties.erase(KnownEngine(model=model, fault=fault), model, url, [A])
        checks: dict[str, Callable[[], None]] = {
            "rows": partial(properties.check_rows, erasure),
            "others": partial(properties.check_others, erasure, [A]),
            "constraints": partial(properties.check_constraints, erasure),
            "needles": partial(properties.check_needles, erasure),
        }
        found = {name for name, check in checks.items() if complains(check)}
    assert found == found_by


def test_an_engine_that_does_more_the_second_time_is_noticed() -> None:
    model = shop()
    with sqlite_files() as fresh:
        url = fresh()
        properties.build(model, url)
        erasure = properties.erase(KnownEngine(model=model), model, url, [A])
        late = KnownEngine(model=model, fault=takes_a_shared_row)
        with pytest.raises(AssertionError):
            properties.check_again(late, erasure, [A])


def test_a_disclosure_that_leaves_out_a_row_or_shows_too_many_is_noticed() -> None:
    model = shop()
    whole = {
        "customer": model.rows["customer"][:1],
        "orders": model.rows["orders"][:1],
        "message": model.rows["message"],
        "invoice": model.rows["invoice"],
    }
    with sqlite_files() as fresh:
        hold = properties.holding(fresh)
        properties.check_disclosure(lambda *_: whole, hold, model, A)
        with pytest.raises(AssertionError, match="is not disclosed"):
            properties.check_disclosure(lambda *_: {**whole, "orders": []}, hold, model, A)
        more = {**whole, "orders": model.rows["orders"]}
        with pytest.raises(AssertionError, match="not the person's"):
            properties.check_disclosure(lambda *_: more, hold, model, A)
        with pytest.raises(AssertionError):
            properties.check_disclosure(lambda *_: whole, hold, model, B)
