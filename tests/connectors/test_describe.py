"""What each database says about itself comes out the same, whatever its engine."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
import sqlalchemy as sa

from tests.connectors.places import connect, run
from upheld.connectors.describe_sqlite import column_type
from upheld.connectors.schema import ForeignKey
from upheld.connectors.sql import SqlConnector
from upheld.connectors.sqlite import SqliteConnector
from upheld.connectors.sqlite_ddl import read_declaration
from upheld.refusal import PlaceFailedError

SHOP = (
    (
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(40) NOT NULL UNIQUE,"
        " name VARCHAR(20) DEFAULT 'x', born DATE, seen TIMESTAMP NULL, points DECIMAL(10,2),"
        " note TEXT, photo {blob}, extra {json}, CONSTRAINT grown CHECK (points >= 0))"
    ),
    (
        "CREATE TABLE address (customer_id INTEGER NOT NULL, line INTEGER NOT NULL, zip VARCHAR(8),"
        " PRIMARY KEY (customer_id, line),"
        " FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE)"
    ),
    (
        "CREATE TABLE parcel (id INTEGER PRIMARY KEY, customer_id INTEGER, line INTEGER,"
        " FOREIGN KEY (customer_id, line) REFERENCES address (customer_id, line) ON DELETE SET NULL)"
    ),
    "CREATE INDEX by_zip ON address (zip, line)",
    "CREATE UNIQUE INDEX one_parcel ON parcel (line, customer_id)",
    "CREATE VIEW adult AS SELECT id, email FROM customer",
)
SPELLING = {
    "sqlite": {"blob": "BLOB", "json": "JSON"},
    "postgresql": {"blob": "BYTEA", "json": "JSONB"},
    "mariadb": {"blob": "BLOB", "json": "JSON"},
}


@pytest.fixture
def shop(sql_kind: str, sql_url: str) -> Iterator[SqlConnector]:
    with closing(connect(sql_url)) as connector:
        run(connector, *(statement.format(**SPELLING[sql_kind]) for statement in SHOP))
        yield connector


def test_tables_and_views_are_listed_by_name(shop: SqlConnector) -> None:
    tables = shop.describe().tables
    assert list(tables) == ["address", "adult", "customer", "parcel"]
    assert [name for name, table in tables.items() if table.view] == ["adult"]
    assert list(shop.collections()) == ["address", "customer", "parcel"]


def test_columns_have_their_coarse_types(shop: SqlConnector) -> None:
    columns = shop.describe().tables["customer"].columns
    assert {name: column.type for name, column in columns.items()} == {
        "id": "integer", "email": "text", "name": "text", "born": "date", "seen": "datetime",
        "points": "decimal", "note": "text", "photo": "binary", "extra": "json",
    }  # fmt: skip


def test_columns_say_what_may_be_written(shop: SqlConnector) -> None:
    columns = shop.describe().tables["customer"].columns
    assert not columns["email"].nullable
    assert columns["note"].nullable
    assert columns["name"].default
    assert not columns["note"].default
    assert columns["email"].length == 40
    assert columns["note"].length is None


def test_keys_are_read_with_their_columns_in_order(shop: SqlConnector) -> None:
    tables = shop.describe().tables
    assert tables["customer"].primary_key == ("id",)
    assert tables["address"].primary_key == ("customer_id", "line")
    assert tables["customer"].unique == (("email",),)
    assert tables["parcel"].unique == (("line", "customer_id"),)
    assert ("zip", "line") in tables["address"].indexes
    assert ("customer_id", "line") in tables["address"].indexes


def test_foreign_keys_keep_their_pairs_and_their_action(shop: SqlConnector) -> None:
    tables = shop.describe().tables
    assert tables["address"].foreign_keys == (
        ForeignKey(
            columns=("customer_id",),
            parent="customer",
            parent_columns=("id",),
            on_delete="cascade",
        ),
    )
    assert tables["parcel"].foreign_keys == (
        ForeignKey(
            columns=("customer_id", "line"),
            parent="address",
            parent_columns=("customer_id", "line"),
            on_delete="set null",
        ),
    )


def test_checks_are_read_as_text(shop: SqlConnector) -> None:
    checks = " ".join(shop.describe().tables["customer"].checks)
    assert "points" in checks
    assert ">=" in checks


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE customer ADD COLUMN birth_date DATE",
        "ALTER TABLE address RENAME COLUMN zip TO postcode",
        "CREATE TABLE late (id INTEGER PRIMARY KEY)",
        "CREATE INDEX later ON customer (born)",
        "DROP TABLE parcel",
        "DROP VIEW adult",
    ],
)
def test_a_changed_schema_has_another_fingerprint(shop: SqlConnector, change: str) -> None:
    before = shop.fingerprint()
    assert shop.fingerprint() == before
    run(shop, change)
    assert shop.fingerprint() != before
    assert shop.fingerprint() == shop.describe().fingerprint


def test_another_connection_sees_the_same_fingerprint(shop: SqlConnector, sql_url: str) -> None:
    other = connect(sql_url)
    assert other.fingerprint() == shop.fingerprint()
    other.close()


def test_rows_do_not_change_the_fingerprint(shop: SqlConnector) -> None:
    before = shop.fingerprint()
    run(shop, "INSERT INTO customer (id, email) VALUES (1, 'a@example.jp')")
    shop.close()
    assert shop.fingerprint() == before


def test_a_trigger_is_seen(shop: SqlConnector, sql_kind: str) -> None:
    before = shop.fingerprint()
    run(shop, *TRIGGER[sql_kind])
    assert shop.describe().tables["customer"].triggers == ("history",)
    assert shop.fingerprint() != before


def test_statements_can_be_built_on_the_described_table(shop: SqlConnector) -> None:
    customer = shop.sa_table("customer")
    row = {"id": 7, "email": "a@example.jp", "extra": {"k": ["値"]}, "photo": b"\x00\xff"}
    with shop.session(write=True) as connection:
        connection.execute(sa.insert(customer).values(row))
        found = connection.execute(
            sa.select(customer.c.id, customer.c.extra, customer.c.photo).where(
                customer.c.extra["k"][0].as_string() == "値"
            )
        ).one()
    assert (found.id, found.extra, found.photo) == (7, row["extra"], row["photo"])
    assert shop.sa_table("customer") is customer


def test_writing_none_into_json_writes_null(shop: SqlConnector) -> None:
    customer = shop.sa_table("customer")
    with shop.session(write=True) as connection:
        connection.execute(sa.insert(customer).values(id=1, email="a", extra={"名": "値"}))
        stored = sa.cast(customer.c.extra, sa.String(100))
        assert "値" in str(connection.execute(sa.select(stored)).scalar_one())
        connection.execute(sa.update(customer).values(extra=None))
        left = sa.select(sa.func.count()).where(customer.c.extra.is_(sa.null()))
        assert connection.execute(left.select_from(customer)).scalar_one() == 1


def test_asking_for_a_table_that_is_not_there_is_refused_with_the_nearest(
    shop: SqlConnector,
) -> None:
    with pytest.raises(PlaceFailedError, match="customer"):
        shop.sa_table("custmer")


TRIGGER = {
    "sqlite": ("CREATE TRIGGER history AFTER DELETE ON customer BEGIN SELECT 1; END",),
    "mariadb": ("CREATE TRIGGER history AFTER DELETE ON customer FOR EACH ROW SET @gone = 1",),
    "postgresql": (
        "CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        "CREATE TRIGGER history AFTER DELETE ON customer FOR EACH ROW EXECUTE FUNCTION keep()",
    ),
}


@pytest.mark.parametrize(
    ("native", "expected"),
    [
        ("", "other"), ("varchar(255)", "text"), ("char(32)", "text"), ("bool", "boolean"),
        ("datetime", "datetime"), ("integer unsigned", "integer"), ("real", "decimal"),
        ("decimal", "decimal"), ("JSON", "json"), ("BLOB", "binary"), ("date", "date"),
        ("bigint", "integer"), ("NUMERIC(10,2)", "decimal"), ("TIMESTAMP", "datetime"),
        ("uuid", "uuid"), ("DOUBLE PRECISION", "decimal"), ("time", "other"),
    ],
)  # fmt: skip
def test_sqlite_reads_a_type_by_name_and_by_affinity(native: str, expected: str) -> None:
    assert column_type(native) == expected


def test_sqlite_checks_collations_and_deferral_are_read_out_of_the_statement() -> None:
    declared = read_declaration(
        """CREATE TABLE "a, (b" ( -- a comment, CHECK (this is none)
        [id ] INTEGER PRIMARY KEY CHECK ("id " > (0 + 1)), /* , */
        mail TEXT COLLATE nocase NOT NULL DEFAULT ('a, b' || ')') REFERENCES p (id)
          ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
        x TEXT, `y``z` TEXT REFERENCES q NOT DEFERRABLE,
        CONSTRAINT k CHECK (x IN ('CHECK (', ')') OR mail = 'it''s'),
        FOREIGN KEY (x, `y``z`) REFERENCES r (a, b) DEFERRABLE INITIALLY DEFERRED)"""
    )
    assert declared.checks == ['"id " > (0 + 1)', "x IN ('CHECK (', ')') OR mail = 'it''s'"]
    assert declared.collations == {"mail": "NOCASE"}
    assert declared.deferrable == {("mail",), ("x", "y`z")}


def test_sqlite_describes_generated_partial_and_expression_columns_truthfully(
    fresh_database: Callable[[str], str],
) -> None:
    connector = connect(fresh_database("sqlite"))
    run(
        connector,
        "CREATE TABLE a (id INTEGER PRIMARY KEY, mail TEXT COLLATE NOCASE,"
        " low TEXT GENERATED ALWAYS AS (lower(mail)) STORED, gone INT)",
        "CREATE UNIQUE INDEX alive ON a (mail) WHERE gone IS NULL",
        "CREATE UNIQUE INDEX lowered ON a (lower(mail))",
        "CREATE TABLE b (a REFERENCES A)",
        "CREATE VIRTUAL TABLE words USING fts5 (body)",
        "CREATE TABLE plain (x)",
    )
    tables = connector.describe().tables
    assert list(tables) == ["a", "b", "plain", "words"]
    assert tables["a"].unique == ()
    assert tables["a"].columns["low"].generated
    assert tables["a"].columns["mail"].folds_case
    assert tables["a"].columns["id"].default
    assert tables["b"].foreign_keys[0].parent == "a"
    assert tables["b"].foreign_keys[0].parent_columns == ("id",)
    assert isinstance(connector, SqliteConnector)
    connector.close()
