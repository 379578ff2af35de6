"""What only PostgreSQL has: schemas, partitions, inheritance, domains, enums, citext."""

from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from tests.connectors.places import connect, run
from tests.connectors.test_contract import OneNeedle
from upheld.connectors.contract import Selection
from upheld.connectors.sql import SqlConnector

STATEMENTS = (
    "CREATE EXTENSION citext",
    'CREATE SCHEMA "Old Shop"',
    "CREATE DOMAIN address AS varchar(30) CHECK (value LIKE '%@%')",
    "CREATE TYPE state AS ENUM ('open', 'done')",
    (
        "CREATE TABLE person (id bigserial PRIMARY KEY, mail citext UNIQUE, second address,"
        " code char(4), short varchar(5), progress state, tags text[], key uuid DEFAULT gen_random_uuid(),"
        " at timestamptz, twice int GENERATED ALWAYS AS (2) STORED, ip inet)"
    ),
    (
        'CREATE TABLE "Old Shop"."Per son" (id int PRIMARY KEY, person_id bigint'
        " REFERENCES person (id) DEFERRABLE INITIALLY DEFERRED, note text)"
    ),
    (
        "CREATE TABLE event (id int, day date, body text, person_id bigint REFERENCES person (id),"
        " PRIMARY KEY (id, day)) PARTITION BY RANGE (day)"
    ),
    "CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    (
        "CREATE TABLE letter (id int PRIMARY KEY, event_id int, event_day date,"
        " FOREIGN KEY (event_id, event_day) REFERENCES event (id, day))"
    ),
    "CREATE TABLE thing (id int PRIMARY KEY, note text)",
    "CREATE TABLE special_thing (more text) INHERITS (thing)",
    "CREATE UNIQUE INDEX done_once ON person (code) WHERE progress = 'done'",
    "CREATE INDEX lowered ON person (lower(short))",
    "CREATE TEMPORARY TABLE passing (id int)",
)


@pytest.fixture
def place(fresh_database: Callable[[str], str]) -> Iterator[SqlConnector]:
    with closing(connect(fresh_database("postgresql"))) as connector:
        run(connector, *STATEMENTS)
        yield connector


def of(collection: str, by: str, *values: object) -> Selection:
    return Selection(collection=collection, by=(by,), values=[(value,) for value in values])


def test_tables_outside_the_default_schema_carry_its_name(place: SqlConnector) -> None:
    assert list(place.collections()) == [
        "Old Shop.Per son",
        "event",
        "letter",
        "person",
        "special_thing",
        "thing",
    ]
    assert place.quote("Old Shop.Per son") == '"Old Shop"."Per son"'


def test_parts_name_their_parent_and_keep_only_their_own_keys(place: SqlConnector) -> None:
    tables = place.describe().tables
    assert tables["event_2024"].parent == "event"
    assert tables["special_thing"].parent == "thing"
    assert tables["event"].parent is None
    assert len(tables["letter"].foreign_keys) == 1
    assert tables["letter"].foreign_keys[0].parent == "event"


def test_types_of_its_own_are_told_apart(place: SqlConnector) -> None:
    columns = place.describe().tables["person"].columns
    types = {
        name: columns[name].type for name in ("mail", "second", "progress", "tags", "key", "ip")
    }
    assert types == {
        "mail": "text", "second": "text", "progress": "other", "tags": "array", "key": "uuid",
        "ip": "other",
    }  # fmt: skip
    assert columns["mail"].folds_case
    assert columns["second"].length == 30
    assert columns["twice"].generated


def test_partial_and_expression_indexes_are_not_taken_for_unique_columns(
    place: SqlConnector,
) -> None:
    assert place.describe().tables["person"].unique == (("mail",),)


def test_a_deferrable_key_says_so(place: SqlConnector) -> None:
    (key,) = place.describe().tables["Old Shop.Per son"].foreign_keys
    assert key.deferrable
    assert key.parent == "person"


def test_values_are_compared_as_the_column_compares_them(place: SqlConnector) -> None:
    run(
        place,
        "INSERT INTO person (mail, code, short, progress, second)"
        " VALUES ('Akari@Example.jp', 'ab', 'abcde', 'open', 'a@b')",
    )
    assert place.count(of("person", "mail", "akari@example.JP")) == 1
    assert place.count(of("person", "code", "ab")) == 1
    assert place.count(of("person", "progress", "open")) == 1
    assert place.count(of("person", "second", "no address")) == 0
    # A cast to varchar(5) would cut the value, and find somebody else.
    assert place.count(of("person", "short", "abcdefgh")) == 0


def test_a_scan_reads_parts_arrays_and_children_each_once(place: SqlConnector) -> None:
    run(
        place,
        """INSERT INTO person (mail, tags) VALUES ('x@y', ARRAY['a', 'mori "akari" \\ m'])""",
        "INSERT INTO event VALUES (1, '2024-02-03', 'mori \"akari\" \\ m', NULL)",
        "INSERT INTO thing VALUES (1, 'mori \"akari\" \\ m')",
        "INSERT INTO special_thing VALUES (2, 'mori \"akari\" \\ m', 'mori \"akari\" \\ m')",
        'INSERT INTO "Old Shop"."Per son" VALUES (1, 1, E\'a\\tmori "akari" \\\\ m\\n\')',
    )
    hits = place.scan(OneNeedle('mori "akari" \\ m'))
    found = sorted((hit.collection, hit.field, hit.locator) for hit in hits)
    assert found == [
        ("Old Shop.Per son", "note", '{"id": 1}'),
        ("event", "body", '{"id": 1, "day": "2024-02-03"}'),
        ("person", "tags", '{"id": 1}'),
        ("special_thing", "more", '{"ctid": "(0,1)"}'),
        ("special_thing", "note", '{"ctid": "(0,1)"}'),
        ("thing", "note", '{"id": 1}'),
    ]


def test_analyze_and_vacuum_do_not_look_like_a_change(place: SqlConnector) -> None:
    before = place.fingerprint()
    with place.engine.connect() as connection:
        apart = connection.execution_options(isolation_level="AUTOCOMMIT")
        apart.exec_driver_sql("VACUUM ANALYZE")
    assert place.fingerprint() == before


def test_a_changed_type_of_its_own_changes_the_fingerprint(place: SqlConnector) -> None:
    before = place.fingerprint()
    run(place, "ALTER TABLE person ALTER COLUMN short TYPE varchar(6)")
    assert place.fingerprint() != before


def test_a_materialized_view_is_a_copy_and_is_scanned(place: SqlConnector) -> None:
    run(
        place,
        "INSERT INTO thing VALUES (1, 'mori-akari')",
        "CREATE VIEW seen AS SELECT note FROM thing",
        "CREATE MATERIALIZED VIEW copied AS SELECT note FROM thing",
        "CREATE MATERIALIZED VIEW empty AS SELECT note FROM thing WITH NO DATA",
    )
    assert place.describe().tables["copied"].view
    found = [hit.collection for hit in place.scan(OneNeedle("mori-akari"))]
    assert found == ["copied", "thing"]


def test_bytes_are_searched_as_text_whatever_their_output_format(place: SqlConnector) -> None:
    run(
        place,
        "CREATE TABLE photo (id int PRIMARY KEY, b bytea, note text)",
        "INSERT INTO photo VALUES (1, '\\xff'::bytea || '太郎'::bytea, NULL), (2, NULL, '\\N')",
        "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET bytea_output = escape',"
        " current_database()); END $$",
    )
    place.close()
    found = [(hit.field, hit.locator) for hit in place.scan(OneNeedle("太郎"))]
    assert found == [("b", '{"id": 1}')]
