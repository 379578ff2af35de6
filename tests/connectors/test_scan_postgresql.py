"""PostgreSQL's rows are searched many at once, and each is found as if it were read alone."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.connectors.places import connect, run
from tests.connectors.test_contract import OneNeedle
from upheld.connectors import scan_postgresql
from upheld.connectors.contract import Hit
from upheld.connectors.database import POOL_CONNECTIONS
from upheld.connectors.sql import SqlConnector

NEEDLE = "mori-akari"
FILLING = (
    "INSERT INTO {} SELECT n, 'note ' || n || repeat(' x', 80) FROM generate_series(1, 5000) n"
)


@pytest.fixture
def place(fresh_database: Callable[[str], str]) -> Iterator[SqlConnector]:
    with closing(connect(fresh_database("postgresql"))) as connector:
        yield connector


def found(place: SqlConnector) -> list[tuple[str, str, str]]:
    return sorted((h.collection, h.field, h.locator) for h in place.scan(OneNeedle(NEEDLE)))


def test_a_needle_is_found_in_every_page_of_a_large_table(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE letter (id int PRIMARY KEY, note text)",
        FILLING.format("letter"),
        f"UPDATE letter SET note = note || ' {NEEDLE}' WHERE id IN (1, 777, 2500, 4999, 5000)",
    )
    assert found(place) == [
        ("letter", "note", f'{{"id": {n}}}') for n in (1, 2500, 4999, 5000, 777)
    ]


def test_rows_come_in_few_texts_and_their_keys_only_where_something_is_found(
    place: SqlConnector,
) -> None:
    run(place, "CREATE TABLE letter (id int PRIMARY KEY, note text)", FILLING.format("letter"))
    finder = OneNeedle("nobody")
    assert list(place.scan(finder)) == []
    pages = 5000 * 200 // 8192
    assert finder.calls <= pages // scan_postgresql.PAGES_AT_ONCE + 2


def test_hostile_names_many_columns_and_every_kind_of_column_are_read(place: SqlConnector) -> None:
    columns = ", ".join(f'"100%s {n}" text' for n in range(120))
    run(
        place,
        f'CREATE TABLE "w%%de" (id int PRIMARY KEY, {columns}, a text[], b bytea, c bytea, j jsonb)'.replace(
            "%%", "%"
        ),
        f"""INSERT INTO "w%de" (id, "100%s 119", a, b, c, j) VALUES
            (1, '{NEEDLE}', NULL, NULL, NULL, NULL),
            (2, NULL, ARRAY['x', '{NEEDLE}'], NULL, NULL, NULL),
            (3, NULL, NULL, '\\xff'::bytea || '{NEEDLE}'::bytea, '\\xe3'::bytea, NULL),
            (4, NULL, NULL, NULL, '{NEEDLE}'::bytea, NULL),
            (5, NULL, NULL, NULL, NULL, '{{"k": ["{NEEDLE}"]}}')""",
    )
    assert found(place) == [
        ("w%de", "100%s 119", '{"id": 1}'),
        ("w%de", "a", '{"id": 2}'),
        ("w%de", "b", '{"id": 3}'),
        ("w%de", "c", '{"id": 4}'),
        ("w%de", "j", '{"id": 5}'),
    ]


def test_a_needle_does_not_begin_in_one_cell_and_end_in_the_next(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE pair (id int PRIMARY KEY, a text, b text)",
        "INSERT INTO pair VALUES (1, 'mori-', 'akari'), (2, 'x mori', '-akari'), (3, NULL, 'mori-'),"
        " (4, 'akari', NULL)",
    )
    assert found(place) == []


def test_rows_with_long_values_are_copied_one_by_one(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE letter (id int PRIMARY KEY, note text)",
        "INSERT INTO letter SELECT 1, string_agg(md5(n::text), '') FROM generate_series(1, 9000) n",
        f"INSERT INTO letter VALUES (2, 'to {NEEDLE}')",
        f"UPDATE letter SET note = note || ' {NEEDLE}' WHERE id = 1",
    )
    assert found(place) == [
        ("letter", "note", '{"id": 1}'),
        ("letter", "note", '{"id": 2}'),
    ]


def test_a_row_that_moves_while_it_is_looked_for_is_found_once(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE letter (id int PRIMARY KEY, note text)",
        "INSERT INTO letter SELECT n, CASE WHEN n IN (150, 4900)"
        f" THEN '{NEEDLE}' ELSE repeat(' x', 90) END FROM generate_series(1, 5000) n",
        "DELETE FROM letter WHERE id < 140",
    )
    with place.engine.connect() as connection:
        apart = connection.execution_options(isolation_level="AUTOCOMMIT")
        apart.exec_driver_sql("VACUUM letter")
    hits: list[Hit] = []
    for hit in place.scan(OneNeedle(NEEDLE)):
        if not hits:  # the other row no longer fits into its page, and goes into the first ones
            run(place, f"UPDATE letter SET note = '{NEEDLE}' || repeat(' x', 600) WHERE id = 4900")
        hits.append(hit)
    assert [hit.locator for hit in hits] == ['{"id": 150}', '{"id": 4900}']


def test_an_empty_table_and_one_of_numbers_hold_nothing(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE empty (id int PRIMARY KEY, note text)",
        "CREATE TABLE number (id int PRIMARY KEY)",
    )
    assert found(place) == []


def test_a_scan_that_is_given_up_between_pages_gives_its_connection_back(
    place: SqlConnector,
) -> None:
    run(
        place,
        "CREATE TABLE letter (id int PRIMARY KEY, note text)",
        FILLING.format("letter"),
        f"UPDATE letter SET note = '{NEEDLE}' WHERE id < 3000",
    )
    for _ in range(POOL_CONNECTIONS + 1):
        scan = place.scan(OneNeedle(NEEDLE))
        assert next(iter(scan)).collection == "letter"
        scan.close()  # type: ignore[attr-defined]
    assert len(found(place)) == 2999
