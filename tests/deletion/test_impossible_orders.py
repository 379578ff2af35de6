"""References that no order of deleting satisfies: refused when the plan is made."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import pytest

from tests.deletion.shop import Shop, outcomes, shop
from tests.faults.shop import execute
from upheld.deletion.ordering import OrderImpossibleError

BASKET = "CREATE TABLE basket (id INTEGER PRIMARY KEY, customer_id INTEGER, last_item INTEGER {null}{key})"
ITEM = (
    "CREATE TABLE item (id INTEGER PRIMARY KEY, basket_id INTEGER NOT NULL"
    " REFERENCES basket (id) ON DELETE RESTRICT{wait})"
)
CYCLE_MAP = """\
  basket: {edges: [{to: customer, via: customer_id}, {to: item, via: last_item, role: mention}]}
  item: {edges: [{to: basket, via: basket_id}]}
"""
KNOT = "CREATE TABLE post (id INTEGER PRIMARY KEY, author INTEGER, answers INTEGER NOT NULL{key})"
KNOT_MAP = "  post: {edges: [{to: customer, via: author}, {to: post, via: answers}]}\n"


def cycle(kind: str, *, null: str = "NOT NULL", wait: str = "") -> list[str]:
    """Two tables that need one another, with a basket of customer 5 and one of customer 51."""
    last = "REFERENCES item (id) ON DELETE RESTRICT"
    rows = [
        "INSERT INTO basket VALUES (1, 5, 10), (2, 51, 20)",
        "INSERT INTO item VALUES (10, 1), (20, 2)",
    ]
    if kind == "sqlite":
        # SQLite checks keys only when it is asked to: rows can be there in any order.
        tables = [BASKET.format(null=null, key=f" {last}"), ITEM.format(wait=wait)]
        return [*tables, *rows]
    later = "ALTER TABLE basket ADD FOREIGN KEY (last_item) REFERENCES item (id) ON DELETE"
    how = "NO ACTION DEFERRABLE" if wait else "RESTRICT"
    return [
        BASKET.format(null=null, key=""),
        ITEM.format(wait=""),
        *rows,
        f"{later} {how}",
    ]


@contextmanager
def filled(url: str, statements: Sequence[str], mapped: str) -> Iterator[Shop]:
    """A shop whose SQLite does not look at keys while it is filled, as applications often do."""
    with shop(url, [], mapped) as it:
        execute(url, statements)
        yield it


def before(it: Shop, *tables: str) -> Sequence[object]:
    return [it.rows(f"SELECT * FROM {table} ORDER BY id") for table in ("customer", *tables)]


@pytest.fixture(params=["sqlite", "postgresql", "mariadb"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_a_cycle_that_can_neither_be_null_nor_wait_is_refused_by_the_plan(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    with filled(fresh_database(kind), cycle(kind), CYCLE_MAP) as it:
        rows = before(it, "basket", "item")
        with pytest.raises(OrderImpossibleError) as refused:
            it.planned(5)
        assert "`basket.last_item` → `item`" in refused.value.what.en
        assert "`item.basket_id` → `basket`" in refused.value.what.ja
        assert refused.value.where.table in ("basket", "item")
        assert refused.value.where.column in ("last_item", "basket_id")
        assert "on_erase: anonymise" in refused.value.remedy.en
        assert before(it, "basket", "item") == rows


def test_who_has_no_row_in_the_cycle_is_planned_as_ever(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    with filled(fresh_database(kind), cycle(kind), CYCLE_MAP) as it:
        assert outcomes(it.erase(6)) == {"verified"}


@pytest.mark.parametrize("on_erase", ["basket", "item"])
def test_what_the_refusal_proposes_helps(
    on_erase: str, kind: str, fresh_database: Callable[[str], str]
) -> None:
    mapped = CYCLE_MAP.replace(f"  {on_erase}: {{", f"  {on_erase}: {{on_erase: anonymise, ")
    with filled(fresh_database(kind), cycle(kind), mapped) as it:
        assert outcomes(it.erase(5)) <= {"verified", "retained"}
        assert it.rows("SELECT id FROM customer WHERE id = 6") == [(6,)]


def test_a_nullable_column_opens_the_cycle(kind: str, fresh_database: Callable[[str], str]) -> None:
    with filled(fresh_database(kind), cycle(kind, null=""), CYCLE_MAP) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT id FROM basket") == [(2,)]


def test_a_deferrable_key_opens_the_cycle_on_postgresql(
    fresh_database: Callable[[str], str],
) -> None:
    tables = cycle("postgresql", wait=" deferrable")
    with filled(fresh_database("postgresql"), tables, CYCLE_MAP) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT id FROM item") == [(20,)]


def post(kind: str, rows: str) -> list[str]:
    key = " REFERENCES post (id) ON DELETE RESTRICT"
    if kind == "sqlite":
        return [KNOT.format(key=key), f"INSERT INTO post VALUES {rows}"]
    later = "ALTER TABLE post ADD FOREIGN KEY (answers) REFERENCES post (id) ON DELETE RESTRICT"
    return [KNOT.format(key=""), f"INSERT INTO post VALUES {rows}", later]


@pytest.mark.parametrize("kind", ["sqlite", "mariadb"])
def test_rows_that_answer_one_another_in_a_circle_are_refused_by_the_plan(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    knotted = "(1, 5, 1), (2, 5, 1), (3, 5, 4), (4, 5, 5), (5, 5, 3)"
    with filled(fresh_database(kind), post(kind, knotted), KNOT_MAP) as it:
        rows = before(it, "post")
        with pytest.raises(OrderImpossibleError) as refused:
            it.planned(5)
        assert (refused.value.where.table, refused.value.where.column) == ("post", "answers")
        assert before(it, "post") == rows


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_long_chain_of_answers_is_no_knot(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    chain = ", ".join(f"({n}, 5, {max(n - 1, 1)})" for n in range(1, 40))
    with filled(fresh_database(kind), post(kind, chain), KNOT_MAP) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT id FROM post") == []


@pytest.mark.slow
def test_a_row_that_refers_to_itself_is_a_knot_on_mariadb_which_lets_none_go(
    fresh_database: Callable[[str], str],
) -> None:
    with filled(fresh_database("mariadb"), post("mariadb", "(1, 5, 1), (2, 5, 1)"), KNOT_MAP) as it:
        with pytest.raises(OrderImpossibleError):
            it.planned(5)
        it.execute("ALTER TABLE post MODIFY answers INTEGER NULL")
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT id FROM post") == []
