"""What a role may not read is named, with the reason; everything else is read all the same."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL

from tests.datamap.test_content import cards
from tests.faults.workspace import Office, make_office
from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.connectors.sql import SqlConnector
from upheld.datamap.budget import Budget
from upheld.datamap.discovery import SqlSampler, discover
from upheld.datamap.discovery.judging import Judging
from upheld.datamap.surveying import Reached, Survey, survey
from upheld.detection import Scanner

SCANNER = Scanner()


@pytest.fixture
def database(fresh_database: Callable[[str], str]) -> str:
    """Three tables with a card each: one of all, one of nobody, one with rows that are hidden."""
    url = fresh_database("postgresql")
    execute(
        url,
        "CREATE TABLE memo (id int PRIMARY KEY, body text)",
        "CREATE TABLE vault (id int PRIMARY KEY, body text)",
        "CREATE TABLE diary (id int PRIMARY KEY, body text)",
        "ALTER TABLE diary ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY own ON diary USING (id = 1)",
    )
    for table, card in zip(("memo", "vault", "diary"), cards(3), strict=True):
        execute(url, f"INSERT INTO {table} VALUES (1, '支払い {card}')")
    return url


def execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(SQL(statement))


@contextmanager
def place(url: str) -> Iterator[SqlConnector]:
    connector = connect(PlaceName("shop"), url)
    assert isinstance(connector, SqlConnector)
    yield connector
    connector.close()


def surveyed(url: str, budget: Budget | None = None) -> Survey:
    with place(url) as connector:
        return survey(connector, SCANNER, budget or Budget(), lambda _: None)


def reached(found: Survey) -> dict[str | None, Reached]:
    return {one.collection: one for one in found.reached}


def kinds(found: Survey) -> set[tuple[str, str, str]]:
    return {(c.collection, c.field, c.kind) for c in found.found}


@pytest.mark.parametrize("budget", [None, 3_600.0])
def test_what_the_role_may_not_read_is_named_and_the_others_are_read(
    database: str, restricted_url: Callable[[str, Sequence[str]], str], budget: float | None
) -> None:
    found = surveyed(restricted_url(database, ["SELECT ON memo, diary"]), Budget(budget))
    by_name = reached(found)
    assert found.refusal is None
    assert not found.whole
    assert by_name["memo"].how == "full"
    assert by_name["vault"].how == "not-reached"
    assert "insufficient privilege" in str(by_name["vault"].why)
    assert ("memo", "body", "card_number") in kinds(found)


def test_rows_that_row_level_security_may_hide_are_not_taken_for_read(
    database: str, restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    by_name = reached(surveyed(restricted_url(database, ["SELECT ON memo, diary"])))
    assert by_name["diary"].how == "sampled"
    assert "row-level security" in str(by_name["diary"].why)
    assert reached(surveyed(database))["diary"].how == "full"


def test_a_table_over_which_the_database_ends_the_statement_does_not_end_the_reading(
    database: str, restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    execute(
        database,
        "DROP POLICY own ON diary",
        "CREATE POLICY slow ON diary USING (pg_sleep(5) IS NOT NULL)",
    )
    role = restricted_url(database, ["SELECT ON memo, vault, diary"])
    execute(role, "ALTER ROLE CURRENT_USER SET statement_timeout = '400ms'")
    by_name = reached(surveyed(role))
    assert {name: one.how for name, one in by_name.items()} == {
        "memo": "full", "vault": "full", "diary": "not-reached",
    }  # fmt: skip
    assert "query canceled" in str(by_name["diary"].why)


def test_a_partition_is_told_with_its_table_and_an_heir_with_columns_of_its_own_by_itself(
    fresh_database: Callable[[str], str],
) -> None:
    url = fresh_database("postgresql")
    execute(
        url,
        "CREATE TABLE log (id int, line text) PARTITION BY RANGE (id)",
        "CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (10)",
        "CREATE TABLE base (id int, note text)",
        "CREATE TABLE heir (extra text) INHERITS (base)",
    )
    assert set(reached(surveyed(url))) == {"log", "base", "heir"}


def test_lists_internal_numbers_and_names_with_a_dot_are_read_like_others(
    fresh_database: Callable[[str], str],
) -> None:
    url = fresh_database("postgresql")
    execute(
        url,
        'CREATE SCHEMA "営 業"',
        'CREATE TABLE "営 業"."a.b" (id int PRIMARY KEY, object oid, phones text[], n7 text[], c1 text)',
        "CREATE TABLE big (id int PRIMARY KEY, at bigint, memo text)",
        "INSERT INTO big SELECT n, 1700000000000 + n, 'memo' FROM generate_series(1, 30) n",
        'INSERT INTO "営 業"."a.b" SELECT n, n, ARRAY[\'090-1234-\' || 5000 + n], NULL,'
        " '080-1234-' || 5000 + n FROM generate_series(1, 30) n",
    )
    for number, card in enumerate(cards(30), 1):
        execute(url, f"UPDATE \"営 業\".\"a.b\" SET n7 = ARRAY['x', '{card}'] WHERE id = {number}")
    for budget in (Budget(), Budget(3_600)):
        found = surveyed(url, budget)
        assert found.whole
        assert kinds(found) == {
            ("営 業.a.b", "phones", "phone"),
            ("営 業.a.b", "n7", "card_number"),
            ("営 業.a.b", "c1", "phone"),
        }
    with place(url) as connector, connector.session() as connection:
        schema = connector.describe()
        sampler = SqlSampler(connection, schema.tables)
        proposal = discover(schema, sampler, "shop", Judging(scanner=SCANNER, columns=sampler))
    assert not sampler.refused
    fields = proposal.tables["営 業.a.b"].fields
    assert {c: f["category"] for c, f in fields.items() if isinstance(f, dict)} == {
        "phones": "contact.phone", "n7": "finance.card", "c1": "contact.phone",
    }  # fmt: skip


def test_what_types_of_their_own_hold_is_asked_about_and_a_device_has_no_ip_address(
    fresh_database: Callable[[str], str],
) -> None:
    url = fresh_database("postgresql")
    execute(
        url,
        "CREATE TABLE person (id int PRIMARY KEY, full_name text, email text, c1 xml, c2 macaddr, c3 jsonb, c4 bytea)",
        "CREATE TABLE note (id int PRIMARY KEY, person_id int REFERENCES person, body text)",
        "CREATE TABLE late_note (c5 text) INHERITS (note)",
    )
    with psycopg.connect(url) as connection:
        for n, card in enumerate(cards(30)):
            mail = f"user{n}@example.jp"
            connection.execute(
                "INSERT INTO person VALUES (%s, '佐藤 花子', %s, %s::xml, %s, %s::jsonb, %s)",
                (n, mail, f"<a><m>{mail}</m><c>{card}</c></a>", f"08:00:2b:01:02:{n:02x}",
                 f'{{"c": "{card}"}}', f"氏名 佐藤{n} {mail}".encode("cp932")),
            )  # fmt: skip
            connection.execute("INSERT INTO late_note VALUES (%s, %s, 'x', %s)", (n, n, mail))
    with place(url) as connector, connector.session() as connection:
        schema = connector.describe()
        sampler = SqlSampler(connection, schema.tables)
        proposal = discover(schema, sampler, "shop", Judging(scanner=SCANNER, columns=sampler))
    person = proposal.tables["person"]
    asked = {doubt.point: (doubt.guess, doubt.why) for doubt in person.doubts}
    assert person.fields["c2"]["category"] == "device.id"
    for column, kind in (("c1", "payment card number 100%"), ("c3", "payment card number 100%"),
                         ("c4", "e-mail address 100%")):  # fmt: skip
        assert asked[column][0] == {"category": "free_text"}
        assert kind in asked[column][1]
    assert "a special type with no telling name; holds" in asked["c1"][1]
    # An heir with a column of its own is a table of its own in the map.
    assert proposal.tables["late_note"].fields["c5"]["category"] == "contact.email"


def test_versions_in_four_parts_are_no_addresses(fresh_database: Callable[[str], str]) -> None:
    url = fresh_database("postgresql")
    columns = ("app_version", "アプリバージョン", "came_from")
    spelled = ", ".join(f'"{column}" text' for column in columns)
    execute(
        url,
        f"CREATE TABLE person (id int PRIMARY KEY, full_name text, email text, {spelled})",
        "INSERT INTO person SELECT n, '佐藤 花子', 'u' || n || '@example.jp', v, v, v"
        " FROM generate_series(1, 60) n, LATERAL (SELECT '203.0.' || n || '.' || n % 7 AS v) w",
    )
    with place(url) as connector, connector.session() as connection:
        schema = connector.describe()
        sampler = SqlSampler(connection, schema.tables)
        for judging in (None, Judging(scanner=SCANNER, columns=sampler)):
            fields = discover(schema, sampler, "shop", judging).tables["person"].fields
            told = {c: f["category"] for c, f in fields.items() if isinstance(f, dict)}
            assert [told.get(column) == "device.ip" for column in columns] == [False, False, True]


@pytest.fixture
def office(
    database: str,
    restricted_url: Callable[[str, Sequence[str]], str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Office:
    return make_office(tmp_path, restricted_url(database, ["SELECT ON memo, diary"]), capsys)


def test_discovery_names_the_tables_that_it_could_not_read(office: Office) -> None:
    said = office.run("map", "discover", "shop", "--values")
    assert said.code == 4
    assert {row["table"] for row in said.json["unread"]} == {"vault", "diary"}
    assert "  vault:" in said.json["text"]
    told = office.speak("--lang", "ja", "map", "discover", "shop", "--values")
    assert told.code == 4
    assert "読めず、名前と型だけで判定した表: vault(ログインに使うロール" in told.err


def test_a_check_names_the_tables_that_it_could_not_read(office: Office) -> None:
    said = office.run("map", "check", "--values")
    rows = {row["collection"]: row for row in said.json["read"] if row["system"] == "shop"}
    assert {name: row["how"] for name, row in rows.items()} == {
        "memo": "full", "diary": "sampled", "vault": "not-reached",
    }  # fmt: skip
    assert "why" not in rows["memo"]
    assert "insufficient privilege" in rows["vault"]["why"]
    assert ("memo", "body") in {(r["table"], r["column"]) for r in said.json["drift"]}
