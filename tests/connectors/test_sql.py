"""What relational databases must do beyond the contract: refuse well, and never tell a value."""

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa

from tests.connectors.places import connect, run
from tests.connectors.test_contract import OneNeedle
from upheld.connectors.contract import Selection
from upheld.connectors.database import POOL_CONNECTIONS
from upheld.connectors.failures import DatabaseFailedError
from upheld.connectors.sql import INLINE_VALUES, SqlConnector
from upheld.connectors.sqlite import uph_hash
from upheld.refusal import (
    PlaceFailedError,
)

SECRET = "akari.mori@example.jp"


def of(collection: str, by: Sequence[str], *values: tuple[object, ...]) -> Selection:
    return Selection(collection=collection, by=tuple(by), values=values)


def test_a_value_that_can_be_of_the_type_is_made_so(two_customers: SqlConnector) -> None:
    assert two_customers.count(of("customer", ["id"], ("1",), (Decimal(2),))) == 2
    assert two_customers.count(of("customer", ["name"], ("Akari",), (5,))) == 1


def test_a_tuple_of_another_length_than_its_columns_is_a_failure(
    two_customers: SqlConnector,
) -> None:
    with pytest.raises(PlaceFailedError):
        two_customers.count(of("pair", ["a", "b"], (1,)))


def test_pairs_match_as_pairs(two_customers: SqlConnector) -> None:
    assert two_customers.count(of("pair", ["a", "b"], (1, "y"), (2, "x"), (2, "y"))) == 2
    records = two_customers.read(of("pair", ["b", "a"], ("x", 2), ("y", 1)))
    assert [(record["a"], record["b"]) for record in records] == [(1, "y"), (2, "x")]


def test_thousands_of_people_are_one_pass(two_customers: SqlConnector) -> None:
    wanted = [(number, "y") for number in range(INLINE_VALUES * 3)]
    assert two_customers.count(of("pair", ["a", "b"], *wanted)) == 1
    assert len(list(two_customers.read(of("pair", ["a"], *((a,) for a, _ in wanted))))) == 3
    assert two_customers.erase(of("pair", ["a", "b"], *wanted)) == 1
    assert two_customers.count(of("pair", ["a"], (1,), (2,))) == 2


def test_text_that_looks_like_sql_is_only_text(two_customers: SqlConnector) -> None:
    for text in ("' OR 1=1 --", "%s", ":x", "{}", "\\", "x'; DROP TABLE customer; --"):
        assert two_customers.count(of("customer", ["email"], (text,))) == 0
    assert two_customers.count(of("customer", ["id"], (1,), (2,))) == 2


def test_names_differing_in_case_are_not_the_same(two_customers: SqlConnector) -> None:
    with pytest.raises(PlaceFailedError):
        two_customers.count(of("CUSTOMER", ["id"], (1,)))
    with pytest.raises(PlaceFailedError):
        two_customers.count(of("customer", ["Email"], (SECRET,)))


def test_a_row_that_others_refer_to_is_not_erased(two_customers: SqlConnector) -> None:
    with pytest.raises(DatabaseFailedError):
        two_customers.erase(of("customer", ["id"], (1,)))
    assert two_customers.count(of("customer", ["id"], (1,))) == 1


def test_a_view_is_read_but_not_erased(two_customers: SqlConnector) -> None:
    run(two_customers, "CREATE VIEW grown AS SELECT id, email FROM customer WHERE age > 35")
    assert two_customers.count(of("grown", ["id"], (1,), (2,))) == 1
    with pytest.raises(PlaceFailedError):
        two_customers.erase(of("grown", ["id"], (2,)))
    # A scan reads each row once: not again through the view.
    assert len(list(two_customers.scan(OneNeedle(SECRET)))) == 1


def test_a_dropped_table_is_a_failure_at_the_next_call(two_customers: SqlConnector) -> None:
    assert two_customers.count(of("pair", ["a"], (1,))) == 2
    run(two_customers, "DROP TABLE pair")
    with pytest.raises(PlaceFailedError):
        two_customers.count(of("pair", ["a"], (1,)))


def test_a_renamed_column_is_a_failure_at_the_next_call(two_customers: SqlConnector) -> None:
    assert two_customers.count(of("pair", ["note"], ("one",))) == 1
    run(two_customers, "ALTER TABLE pair RENAME COLUMN note TO remark")
    with pytest.raises(PlaceFailedError) as refused:
        two_customers.count(of("pair", ["note"], ("one",)))
    assert refused.value.where.column == "note"


def test_a_scan_can_be_limited_to_some_tables(two_customers: SqlConnector) -> None:
    assert list(two_customers.scan(OneNeedle(SECRET), tables=["pair"])) == []
    assert len(list(two_customers.scan(OneNeedle(SECRET), tables=["customer"]))) == 1
    with pytest.raises(PlaceFailedError):
        list(two_customers.scan(OneNeedle(SECRET), tables=["costumer"]))


def test_a_scan_searches_many_rows_at_once(two_customers: SqlConnector) -> None:
    customer = two_customers.sa_table("customer")
    rows = [{"id": number, "email": None, "name": f"n {number}"} for number in range(10, 5000)]
    with two_customers.session(write=True) as connection:
        connection.execute(sa.insert(customer), rows)
    finder = OneNeedle("nobody")
    assert list(two_customers.scan(finder)) == []
    assert finder.calls < 20


def test_a_scan_that_is_given_up_gives_its_connection_back(two_customers: SqlConnector) -> None:
    for _ in range(POOL_CONNECTIONS + 2):
        scan = two_customers.scan(OneNeedle(SECRET))
        next(scan)
        scan.close()  # type: ignore[attr-defined]
    assert two_customers.count(of("customer", ["id"], (1,))) == 1


def test_connections_are_bounded(two_customers: SqlConnector) -> None:
    together = threading.Barrier(POOL_CONNECTIONS)

    def hold() -> None:
        with two_customers.session() as connection:
            connection.exec_driver_sql("SELECT 1")
            together.wait(timeout=10)

    threads = [threading.Thread(target=hold) for _ in range(POOL_CONNECTIONS * 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert not together.broken
    assert isinstance(two_customers.engine.pool, sa.pool.QueuePool)
    assert two_customers.engine.pool.size() == POOL_CONNECTIONS


def test_uuids_and_instants_are_found_as_values_and_as_text(
    fresh_database: Callable[[str], str],
) -> None:
    key = UUID("6f1a4e1e-0d52-4f0c-9c1e-2f3a4b5c6d7e")
    moment = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
    url = fresh_database("postgresql")
    shop = connect(url)
    run(shop, "CREATE TABLE visit (k uuid PRIMARY KEY, at timestamptz, n numeric(8,2))")
    visit = shop.sa_table("visit")
    with shop.session() as connection:
        connection.execute(sa.insert(visit).values(k=key, at=moment, n=Decimal("1.50")))
    for by, value in (
        ("k", key), ("k", str(key)), ("k", key.hex), ("at", moment), ("at", moment.isoformat()),
        ("n", "1.5"), ("n", Decimal("1.500")),
    ):  # fmt: skip
        assert shop.count(of("visit", [by], (value,))) == 1
    with pytest.raises(PlaceFailedError):
        shop.count(of("visit", ["k"], ("no uuid",)))
    assert len(list(shop.scan(OneNeedle(str(key))))) == 1
    shop.close()


def test_sqlite_finds_text_in_a_column_of_numbers_and_bytes_that_are_no_text(
    fresh_database: Callable[[str], str],
) -> None:
    shop = connect(fresh_database("sqlite"))
    with shop.session(write=True) as connection:
        connection.exec_driver_sql("CREATE TABLE t (n INTEGER, b BLOB)")
        connection.exec_driver_sql(
            "INSERT INTO t VALUES (?, ?), (5, CAST(? AS TEXT))",
            (SECRET, b"\xff\x00" + SECRET.encode() + b"\xfe", b"\xff\xfe"),
        )
    hits = list(shop.scan(OneNeedle(SECRET)))
    assert [(hit.field, hit.locator) for hit in hits] == [
        ("n", '{"rowid": 1}'),
        ("b", '{"rowid": 1}'),
    ]
    shop.close()


def test_sqlite_changes_of_the_schema_stand_inside_the_transaction(
    fresh_database: Callable[[str], str],
) -> None:
    shop = connect(fresh_database("sqlite"))
    run(shop, "CREATE TABLE t (a INT)")

    def create_and_fail() -> None:
        with shop.session(write=True) as connection:
            connection.exec_driver_sql("CREATE TABLE u (a INT)")
            raise KeyError

    with pytest.raises(KeyError):
        create_and_fail()
    assert list(shop.collections()) == ["t"]
    shop.close()


def test_sqlite_reads_stand_inside_the_transaction(fresh_database: Callable[[str], str]) -> None:
    url = fresh_database("sqlite")
    shop, other = connect(url), connect(url)
    run(shop, "CREATE TABLE t (a INT)")
    with other.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        connection.rollback()
        driver.execute("PRAGMA journal_mode = WAL")
    with shop.session() as reading:
        assert reading.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
        run(other, "INSERT INTO t VALUES (1)")
        assert reading.exec_driver_sql("SELECT count(*) FROM t").scalar_one() == 0
    assert other.count(of("t", ["a"], (1,))) == 1
    shop.close()
    other.close()


def test_sqlite_hashes_text_to_forty_bits(fresh_database: Callable[[str], str]) -> None:
    shop = connect(fresh_database("sqlite"))
    with shop.session() as connection:
        query = "SELECT uph_hash('a'), uph_hash(5), uph_hash(NULL)"
        assert tuple(connection.exec_driver_sql(query).one()) == (
            uph_hash("a"),
            uph_hash("5"),
            None,
        )
    assert uph_hash("a") == 0xCA978112CA
    shop.close()
