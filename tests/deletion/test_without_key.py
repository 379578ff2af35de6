"""Exactly the person's rows are found where no key tells rows apart, or none that is unique."""

from collections.abc import Callable

import pytest

from tests.deletion.shop import outcomes, shop, steps_of
from upheld.deletion.ambiguous import KeyAmbiguousError
from upheld.deletion.procedure import carry_out

VISIT = [
    "CREATE TABLE visit (customer_id INTEGER, page TEXT, month INTEGER) PARTITION BY LIST (month)",
    "CREATE TABLE visit_1 PARTITION OF visit FOR VALUES IN (1)",
    "CREATE TABLE visit_2 PARTITION OF visit FOR VALUES IN (2)",
]
# One statement writes all rows: each partition has its first row at the same place, written by
# the same transaction.
ROWS = ["INSERT INTO visit VALUES (5, 'a', 1), (51, 'b', 2), (51, 'c', 1), (5, 'd', 2)"]
VISITED = (
    "  visit: {{on_erase: {}, fields: {{page: {{category: behaviour.log}}}},"
    " edges: [{{to: customer, via: customer_id, role: owner}}]}}\n"
)


@pytest.mark.parametrize(
    ("on_erase", "left"),
    [
        ("delete", [(51, "b"), (51, "c")]),
        ("anonymise", [(51, "b"), (51, "c"), (None, None), (None, None)]),
    ],
)
def test_a_row_in_another_partition_at_the_same_place_is_not_the_persons(
    fresh_database: Callable[[str], str], on_erase: str, left: list[tuple[int, str | None]]
) -> None:
    with shop(fresh_database("postgresql"), VISIT, VISITED.format(on_erase), ROWS) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT customer_id, page FROM visit ORDER BY 1, 2") == left


def test_an_ordinary_column_called_rowid_is_no_pointer(
    fresh_database: Callable[[str], str],
) -> None:
    tables = ["CREATE TABLE visit (customer_id INTEGER, page TEXT, rowid INTEGER)"]
    rows = ["INSERT INTO visit VALUES (5, 'a', 1), (51, 'b', 1), (51, 'c', 2)"]
    with shop(fresh_database("sqlite"), tables, VISITED.format("delete"), rows) as it:
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("b",), ("c",)]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_personal_text_that_is_the_only_key_is_anonymised_too(
    fresh_database: Callable[[str], str], kind: str
) -> None:
    tables = ["CREATE TABLE visit (customer_id INTEGER, page TEXT NOT NULL UNIQUE)"]
    rows = ["INSERT INTO visit VALUES (5, 'five was here'), (51, 'so was fifty')"]
    with shop(fresh_database(kind), tables, VISITED.format("anonymise"), rows) as it:
        plan, run = it.planned(5)
        assert not plan.not_proven
        assert outcomes(steps_of(carry_out(run))) == {"verified"}
        (mine, theirs) = it.rows("SELECT page FROM visit ORDER BY customer_id IS NOT NULL")
        assert "five" not in mine[0]
        assert theirs == ("so was fifty",)


def test_a_key_that_an_inheriting_table_has_again_is_refused_before_anything_is_written(
    fresh_database: Callable[[str], str],
) -> None:
    tables = [
        "CREATE TABLE visit (id INTEGER PRIMARY KEY, customer_id INTEGER, page TEXT)",
        "CREATE TABLE old_visit () INHERITS (visit)",
    ]
    rows = [
        "INSERT INTO visit VALUES (1, 5, 'a'), (2, 51, 'b')",
        "INSERT INTO old_visit VALUES (1, 51, 'c'), (3, 5, 'd')",
    ]
    with shop(fresh_database("postgresql"), tables, VISITED.format("delete"), rows) as it:
        with pytest.raises(KeyAmbiguousError, match="same `id`"):
            it.planned(5)
        it.execute("UPDATE old_visit SET id = 4 WHERE id = 1")
        assert outcomes(it.erase(5)) == {"verified"}
        assert it.rows("SELECT page FROM visit ORDER BY 1") == [("b",), ("c",)]
