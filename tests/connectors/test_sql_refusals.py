"""How a database's refusals read: what and where, and never a value of a person."""

import threading
from collections.abc import Callable, Sequence

import pytest
import sqlalchemy as sa

from tests.connectors.places import connect, run
from upheld.connectors.contract import Selection
from upheld.connectors.failures import DatabaseFailedError
from upheld.connectors.sql import SqlConnector
from upheld.connectors.sqlite import SqliteConnector
from upheld.refusal import (
    PlaceFailedError,
    PlaceUnreachableError,
    PrivilegeMissingError,
    RefusalError,
)

SECRET = "akari.mori@example.jp"


def of(collection: str, by: Sequence[str], *values: tuple[object, ...]) -> Selection:
    return Selection(collection=collection, by=tuple(by), values=values)


def secretless(refused: pytest.ExceptionInfo[RefusalError], *secrets: str) -> RefusalError:
    """Return the refusal, after looking for values in all of its wording."""
    error = refused.value
    told = [str(error), repr(error), error.render("ja"), str(error.as_json("ja")), str(error.args)]
    for secret in (SECRET, *secrets):
        assert secret not in "".join(told)
    assert error.__suppress_context__ or error.__context__ is None
    return error


@pytest.mark.parametrize(
    ("by", "value"), [("id", "abc"), ("id", "1.5"), ("id", SECRET), ("id", None), ("id", 10**30)]
)
def test_a_value_of_the_wrong_type_is_a_failure_naming_table_and_column(
    two_customers: SqlConnector, by: str, value: object
) -> None:
    with pytest.raises(PlaceFailedError) as refused:
        two_customers.count(of("customer", [by], (value,)))
    error = secretless(refused, "abc")
    assert error.where.known() == {"column": "id", "table": "customer", "system": "shop"}


@pytest.mark.parametrize(
    "statement",
    [
        f"INSERT INTO customer VALUES (3, '{SECRET}', 'C', 1)",
        f"INSERT INTO pair VALUES (77, '{SECRET[:5]}', 'n')",
        f"INSERT INTO customer VALUES (3, 'c', '{SECRET[:9]}', 2000)",
        "UPDATE customer SET name = NULL",
        f"INSERT INTO customer VALUES ('{SECRET}')",
        f"SELECT '{SECRET}' FROM nothing",
    ],
)
def test_no_value_is_in_an_error_of_the_database(
    two_customers: SqlConnector, statement: str
) -> None:
    with pytest.raises(PlaceFailedError) as refused:
        run(two_customers, statement)
    error = secretless(refused, SECRET[:5], SECRET[:9])
    assert isinstance(error, DatabaseFailedError)
    assert error.state


def test_a_broken_unique_key_is_named(two_customers: SqlConnector, sql_kind: str) -> None:
    customer = two_customers.sa_table("customer")
    with (
        pytest.raises(DatabaseFailedError) as refused,
        two_customers.session(write=True) as connection,
    ):
        connection.execute(sa.insert(customer).values(id=9, email=SECRET, name="C"))
    error = secretless(refused)
    assert isinstance(error, DatabaseFailedError)
    named = error.constraint or error.where.column
    assert "email" in str(named)
    assert not error.transient


def test_nothing_of_a_failed_session_remains(two_customers: SqlConnector) -> None:
    with pytest.raises(PlaceFailedError):
        run(
            two_customers,
            "DELETE FROM pair",
            "DELETE FROM customer",
            "INSERT INTO nothing VALUES (1)",
        )
    assert two_customers.count(of("customer", ["id"], (1,), (2,))) == 2
    assert two_customers.count(of("pair", ["a"], (1,), (2,))) == 3


def test_an_error_of_ours_undoes_the_session_and_passes_through(
    two_customers: SqlConnector,
) -> None:
    def delete_and_fail() -> None:
        with two_customers.session(write=True) as connection:
            connection.exec_driver_sql("DELETE FROM pair")
            raise KeyError

    with pytest.raises(KeyError):
        delete_and_fail()
    assert two_customers.count(of("pair", ["a"], (1,), (2,))) == 3


@pytest.mark.slow
def test_the_wrong_password_is_told_without_the_password(
    fresh_database: Callable[[str], str],
) -> None:
    for kind in ("postgresql", "mariadb"):
        url = sa.make_url(fresh_database(kind))
        for changed in (
            url.set(password="not-the-password"),
            url.set(username="nobody", password="not-the-password"),
            url.set(database="no_such_database"),
            url.set(host="nowhere.invalid"),
            url.set(port=1),
        ):
            connector = connect(changed.render_as_string(hide_password=False))
            with pytest.raises(PlaceUnreachableError) as refused:
                connector.fingerprint()
            secretless(refused, "not-the-password", str(url.password))
            assert "password" not in repr(connector)
            connector.close()


def test_a_missing_file_is_refused_and_not_created(fresh_database: Callable[[str], str]) -> None:
    connector = connect(fresh_database("sqlite") + "2")
    assert isinstance(connector, SqliteConnector)
    with pytest.raises(PlaceUnreachableError):
        connector.describe()
    assert not connector.path.exists()


def test_a_file_that_is_no_database_is_refused(fresh_database: Callable[[str], str]) -> None:
    connector = connect(fresh_database("sqlite"))
    assert isinstance(connector, SqliteConnector)
    connector.path.write_text("not a database at all " * 100)
    with pytest.raises(PlaceUnreachableError):
        connector.describe()
    connector.close()


def test_a_role_that_may_only_read_is_known_before_anything_is_written(
    two_customers: SqlConnector, sql_url: str, restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    reader = connect(restricted_url(sql_url, ["SELECT ON customer", "SELECT ON pair"]))
    assert set(reader.privileges(["customer", "pair"]).values()) == {frozenset({"select"})}
    assert reader.count(of("pair", ["a"], (1,))) == 2
    with pytest.raises(PrivilegeMissingError) as refused:
        reader.erase(of("pair", ["a"], (1,)))
    secretless(refused)
    assert two_customers.count(of("pair", ["a"], (1,))) == 2
    reader.close()


def test_our_own_role_has_all_four_privileges(two_customers: SqlConnector) -> None:
    everything = frozenset({"select", "insert", "update", "delete"})
    assert two_customers.privileges(["customer", "pair"]) == {
        "customer": everything,
        "pair": everything,
    }


@pytest.mark.slow
def test_a_privilege_on_one_column_is_not_one_on_the_table(
    fresh_database: Callable[[str], str], restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    for kind in ("postgresql", "mariadb"):
        url = fresh_database(kind)
        owner = connect(url)
        run(owner, "CREATE TABLE t (a INT, b INT)")
        reader = connect(restricted_url(url, ["SELECT (a), UPDATE (a, b) ON t", "DELETE ON t"]))
        assert reader.privileges(["t"]) == {"t": frozenset({"delete"})}
        owner.close()
        reader.close()


def test_under_row_level_security_reading_does_not_count_as_seeing_everything(
    fresh_database: Callable[[str], str], restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    url = fresh_database("postgresql")
    owner = connect(url)
    run(owner, "CREATE TABLE t (a INT)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY")
    reader = connect(restricted_url(url, ["SELECT, DELETE ON t"]))
    assert reader.privileges(["t"]) == {"t": frozenset({"delete"})}
    owner.close()
    reader.close()


@pytest.mark.slow
def test_a_busy_database_is_a_failure_that_may_pass(fresh_database: Callable[[str], str]) -> None:
    url = fresh_database("sqlite")
    shop, other = connect(url), connect(url)
    run(shop, "CREATE TABLE t (a INT)")
    with shop.session(write=True):
        with pytest.raises(DatabaseFailedError) as refused:
            run(other, "INSERT INTO t VALUES (1)")
        assert refused.value.transient
    shop.close()
    other.close()


@pytest.mark.parametrize("kind", ["postgresql", "mariadb"])
def test_a_deadlock_is_a_failure_that_may_pass(
    kind: str, fresh_database: Callable[[str], str]
) -> None:
    shop = connect(fresh_database(kind))
    run(shop, "CREATE TABLE t (a INT PRIMARY KEY, b INT)", "INSERT INTO t VALUES (1, 0), (2, 0)")
    met = threading.Barrier(2)
    failures: list[bool] = []

    def cross(first: int, second: int) -> None:
        try:
            with shop.session() as connection:
                connection.exec_driver_sql(f"UPDATE t SET b = b + 1 WHERE a = {first}")
                met.wait(timeout=10)
                connection.exec_driver_sql(f"UPDATE t SET b = b + 1 WHERE a = {second}")
        except DatabaseFailedError as error:
            failures.append(error.transient)

    threads = [threading.Thread(target=cross, args=pair) for pair in ((1, 2), (2, 1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert failures == [True]
    shop.close()
