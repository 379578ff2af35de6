"""Discovery on small databases whose answers are known."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.connectors.schema import Schema
from upheld.connectors.sql import SqlConnector
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.discovery import Proposal, SchemaOnly, SqlSampler, discover
from upheld.datamap.discovery.reading import Asked

PEOPLE = 60
SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT, phone TEXT, password_hash TEXT);
CREATE TABLE staff (id INTEGER PRIMARY KEY, email TEXT, name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, cust_no INTEGER NOT NULL, handled_by INTEGER,
  total NUMERIC, ordered_at DATETIME, deleted_at DATETIME);
CREATE TABLE order_items (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, product_id INTEGER, memo TEXT);
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT, price NUMERIC, created_by INTEGER);
CREATE TABLE attachments (id INTEGER PRIMARY KEY, record_type TEXT, record_id INTEGER, filename TEXT);
CREATE TABLE events (id INTEGER PRIMARY KEY, payload JSON);
CREATE TABLE visits (id INTEGER PRIMARY KEY, detail JSON);
CREATE TABLE settings_kv (k TEXT PRIMARY KEY, v TEXT);
CREATE TABLE customers_history (history_id INTEGER PRIMARY KEY, id INTEGER, email TEXT, name TEXT,
  phone TEXT, password_hash TEXT, changed_at DATETIME);
CREATE TABLE newsletter (id INTEGER PRIMARY KEY, mail VARCHAR(200), is_deleted INTEGER);
CREATE TABLE countries (id INTEGER PRIMARY KEY, name TEXT, iso TEXT);
CREATE TABLE bookings (id INTEGER PRIMARY KEY, customer_id INTEGER, address_id INTEGER);
CREATE TABLE addresses (id INTEGER PRIMARY KEY, name TEXT, street TEXT, postcode TEXT);
CREATE TABLE django_session (session_key VARCHAR(40) PRIMARY KEY, session_data TEXT, expire_date DATETIME);
CREATE TABLE polls (id INTEGER PRIMARY KEY, subject_type TEXT, subject_id INTEGER);
"""


def fill(db: sqlite3.Connection) -> None:
    db.executescript(SHOP)
    for i in range(1, PEOPLE + 1):
        mail = f"c{i}@example.jp"
        person = (mail, f"n{i}", f"090-1111-{i:04}", "x")
        db.execute("INSERT INTO customers VALUES (?,?,?,?,?)", (i, *person))
        db.execute("INSERT INTO customers_history VALUES (?,?,?,?,?,?,NULL)", (i + 500, i, *person))
        db.execute("INSERT INTO orders VALUES (?,?,?,1,NULL,NULL)", (i + 100, i, 1 + i % 3))
        db.execute("INSERT INTO order_items VALUES (?,?,?,'m')", (i, i + 100, 1 + i % 3))
        kind, key = ("Customer", i) if i % 2 else (r"App\Models\Order", i + 100)
        db.execute("INSERT INTO attachments VALUES (?,?,?,'f.pdf')", (i, kind, key))
        payload = {"email": mail, "ip": "192.0.2.1", "kind": "open"}
        db.execute("INSERT INTO events VALUES (?,?)", (i, json.dumps(payload)))
        db.execute("INSERT INTO visits VALUES (?,?)", (i, json.dumps({"who": {"customer_id": i}})))
        db.execute("INSERT INTO settings_kv VALUES (?,'{}')", (f"user:{i}:prefs",))
        db.execute("INSERT INTO newsletter VALUES (?,?,0)", (i, mail))
        db.execute("INSERT INTO bookings VALUES (?,?,?)", (i, i, i))
        db.execute("INSERT INTO addresses VALUES (?,?,'s','100-0001')", (i, f"n{i}"))
    for i in range(1, 4):
        db.execute("INSERT INTO staff VALUES (?,?,'s')", (i, f"s{i}@firm.example"))
        db.execute("INSERT INTO products VALUES (?,'p',1,?)", (i, i))
    db.commit()


def discovered(
    path: Path, *, read: bool = True, asked: list[str] | None = None
) -> tuple[Schema, Proposal]:
    """Describe and discover a database; `asked` receives every statement."""
    connector = SqliteConnector(PlaceName("shop"), f"sqlite:///{path}")
    if asked is not None:
        event.listen(connector.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    try:
        schema = connector.describe()
        with connector.session() as connection:
            sampler = SqlSampler(connection, schema.tables) if read else SchemaOnly()
            return schema, discover(schema, sampler, "shop")
    finally:
        connector.close()


@pytest.fixture(scope="module")
def shop_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shop") / "shop.sqlite"
    with closing(sqlite3.connect(path)) as db:
        fill(db)
    return path


@pytest.fixture(scope="module")
def shop(shop_file: Path) -> Proposal:
    return discovered(shop_file)[1]


def edges(proposal: Proposal, table: str) -> set[tuple[str, str, str]]:
    return {(str(e.via), e.to, e.role) for e in proposal.tables[table].edges}


def test_the_tables_of_people_are_found_and_customers_are_not_staff(shop: Proposal) -> None:
    assert {s.kind: s.table for s in shop.subjects} == {"customer": "customers", "staff": "staff"}
    customer = shop.subjects[0]
    assert customer.identifiers == {"email": "email", "phone": "phone", "customer_id": "id"}


def test_an_undeclared_reference_is_found_by_its_name_and_its_values(shop: Proposal) -> None:
    assert ("cust_no", "customer", "owner") in edges(shop, "orders")
    assert ("order_id", "orders", "owner") in edges(shop, "order_items")


def test_who_handled_a_row_is_its_custodian(shop: Proposal) -> None:
    assert ("handled_by", "staff", "custodian") in edges(shop, "orders")
    assert edges(shop, "products") == {("created_by", "staff", "custodian")}


def test_a_polymorphic_pair_becomes_one_edge_for_each_type(shop: Proposal) -> None:
    found = {(e.to, e.when) for e in shop.tables["attachments"].edges}
    assert found == {
        ("customer", "record_type = 'Customer'"),
        ("orders", r"record_type = 'App\Models\Order'"),
    }


def test_a_polymorphic_pair_that_no_row_shows_is_asked_about(shop: Proposal) -> None:
    assert [doubt.point for doubt in shop.tables["polls"].doubts] == ["subject_id"]


def test_addresses_inside_json_lead_to_their_person(shop: Proposal) -> None:
    edge = shop.tables["events"].edges[0]
    assert (edge.via, edge.match) == ("payload->>'email'", "email")
    assert shop.tables["events"].json == {"payload": {"$.email": "erase", "$.ip": "truncate"}}


def test_keys_inside_json_lead_to_their_person(shop: Proposal) -> None:
    assert edges(shop, "visits") == {("detail->>'who.customer_id'", "customer", "owner")}


def test_keys_inside_texts_lead_to_their_person(shop: Proposal) -> None:
    assert edges(shop, "settings_kv") == {("k LIKE 'user:{id}:%'", "customer", "owner")}


def test_history_is_owned_like_its_base(shop: Proposal) -> None:
    assert ("id", "customer", "owner") in edges(shop, "customers_history")


def test_a_list_of_addresses_leads_to_its_people(shop: Proposal) -> None:
    edge = shop.tables["newsletter"].edges[0]
    assert (edge.via, edge.match, edge.role) == ("mail", "email", "owner")
    assert shop.tables["newsletter"].soft_delete == "is_deleted"
    assert shop.tables["orders"].soft_delete == "deleted_at"


def test_a_row_that_a_persons_row_names_belongs_to_that_person(shop: Proposal) -> None:
    assert [(o.table, o.via) for o in shop.tables["bookings"].owns] == [("addresses", "address_id")]
    assert shop.tables["addresses"].none is None


def test_djangos_sessions_are_decoded(shop: Proposal) -> None:
    edge = shop.tables["django_session"].edges[0]
    assert (edge.decode, edge.path) == ("django-session", "_auth_user_id")


def test_a_table_without_people_says_why(shop: Proposal) -> None:
    assert shop.tables["countries"].none


def test_bookkeeping_is_left_for_a_person_to_decide(shop: Proposal) -> None:
    doubt = next(d for d in shop.tables["orders"].doubts if d.point == "retain")
    assert doubt.guess["retain"]["from"] == "ordered_at"


def test_every_guess_has_a_reason_and_a_confidence(shop: Proposal) -> None:
    guesses: list[Any] = [
        guess for table in shop.tables.values() for guess in (*table.edges, *table.doubts)
    ]
    assert len(guesses) > 10
    assert all(guess.why and 0 < guess.confidence <= 1 for guess in guesses)


def test_no_value_of_a_row_reaches_the_proposal(shop: Proposal) -> None:
    assert "example" not in repr(shop)
    assert "090-1111" not in repr(shop)


def test_the_proposal_is_the_same_every_time(shop: Proposal, shop_file: Path) -> None:
    assert repr(discovered(shop_file)[1]) == repr(shop)


def test_names_alone_decide_where_data_may_not_be_read(shop_file: Path) -> None:
    _, proposal = discovered(shop_file, read=False)
    assert ("cust_no", "customer", "owner") in edges(proposal, "orders")


def test_values_that_are_no_keys_speak_against_a_name(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as db:
        fill(db)
        db.execute("UPDATE orders SET cust_no = cust_no + 100000")
        db.commit()
    _, proposal = discovered(path)
    assert not any(via == "cust_no" for via, _, _ in edges(proposal, "orders"))


def test_values_that_are_mostly_keys_are_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "mostly.sqlite"
    with closing(sqlite3.connect(path)) as db:
        fill(db)
        db.execute("UPDATE orders SET cust_no = cust_no + 100000 WHERE id % 4 = 0")
        db.commit()
    _, proposal = discovered(path)
    doubt = next(d for d in proposal.tables["orders"].doubts if d.point == "cust_no")
    assert doubt.guess["to"] == "customer"
    assert "75%" in doubt.why


def test_japanese_names_are_understood(tmp_path: Path) -> None:
    path = tmp_path / "ja.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            """
            CREATE TABLE 会員 (会員番号 INTEGER PRIMARY KEY, 氏名 TEXT, メールアドレス TEXT, 生年月日 DATE);
            CREATE TABLE 注文 (注文番号 INTEGER PRIMARY KEY, 会員番号 INTEGER NOT NULL, 合計 INTEGER, 注文日 DATE);
            CREATE TABLE 商品 (商品番号 INTEGER PRIMARY KEY, 商品名 TEXT, 単価 INTEGER);
            """
        )
        for i in range(1, 31):
            db.execute("INSERT INTO 会員 VALUES (?,?,?,NULL)", (i, f"n{i}", f"m{i}@example.jp"))
            db.execute("INSERT INTO 注文 VALUES (?,?,1,NULL)", (i + 900, i))
        db.commit()
    _, proposal = discovered(path)
    assert [s.table for s in proposal.subjects] == ["会員"]
    assert edges(proposal, "注文") == {("会員番号", proposal.subjects[0].kind, "owner")}
    assert proposal.tables["商品"].none
    assert proposal.tables["会員"].fields["氏名"]["category"] == "identity.name"


def test_one_table_that_holds_staff_as_well_says_so(tmp_path: Path) -> None:
    path = tmp_path / "users.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, name TEXT, is_staff BOOLEAN)"
        )
    _, proposal = discovered(path)
    assert proposal.subjects[0].remark is not None
    assert "`is_staff`" in proposal.subjects[0].remark


def test_every_kind_of_database_is_discovered_alike(sql_url: str) -> None:
    connector = connect(PlaceName("shop"), sql_url)
    assert isinstance(connector, SqlConnector)
    statements = [
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(100), name VARCHAR(50))",
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, cust_no INTEGER NOT NULL, note TEXT)",
        "CREATE TABLE attachments (id INTEGER PRIMARY KEY, record_type VARCHAR(20), record_id INTEGER)",
        "CREATE TABLE events (id INTEGER PRIMARY KEY, payload JSON)",
        "CREATE TABLE newsletter (id INTEGER PRIMARY KEY, mail VARCHAR(200))",
    ]
    with connector.session(write=True) as connection:
        for statement in statements:
            connection.execute(sa.text(statement))
        for i in range(1, 31):
            mail = f"c{i}@example.jp"
            for statement in (
                "INSERT INTO customers VALUES (:i, :mail, 'n')",
                "INSERT INTO orders VALUES (:i + 900, :i, 'n')",
                "INSERT INTO attachments VALUES (:i, 'Customer', :i)",
                "INSERT INTO events VALUES (:i, :payload)",
                "INSERT INTO newsletter VALUES (:i, :mail)",
            ):
                given = {"i": i, "mail": mail, "payload": json.dumps({"email": mail})}
                used = {key: value for key, value in given.items() if f":{key}" in statement}
                connection.execute(sa.text(statement), used)
    schema = connector.describe()
    with connector.session() as connection:
        proposal = discover(schema, SqlSampler(connection, schema.tables), "shop")
    connector.close()
    assert edges(proposal, "orders") == {("cust_no", "customer", "owner")}
    assert edges(proposal, "attachments") == {("record_id", "customer", "owner")}
    assert edges(proposal, "events") == {("payload->>'email'", "customer", "owner")}
    assert edges(proposal, "newsletter") == {("mail", "customer", "owner")}


def test_an_empty_database_gives_an_empty_proposal(tmp_path: Path) -> None:
    path = tmp_path / "empty.sqlite"
    sqlite3.connect(path).close()
    _, proposal = discovered(path)
    assert proposal.subjects == ()
    assert proposal.tables == {}
    assert proposal.summary().ja


@pytest.mark.slow
def test_five_hundred_tables_are_discovered_with_a_bounded_number_of_queries(
    tmp_path: Path,
) -> None:
    path = tmp_path / "large.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE customers (id INTEGER PRIMARY KEY, email TEXT, name TEXT)")
        db.executemany(
            "INSERT INTO customers VALUES (?,?,'n')",
            [(i, f"c{i}@x.example") for i in range(1, 1501)],
        )
        columns = ", ".join(f"c{n} TEXT" for n in range(12))
        for t in range(499):
            parent = "customer_id" if t % 5 == 0 else f"t{t - 1}_id"
            db.execute(f"CREATE TABLE t{t} (id INTEGER PRIMARY KEY, {parent} INTEGER, {columns})")
            rows = [(i, i % 1500 + 1, *["some text"] * 12) for i in range(1, 1201)]
            db.executemany(f"INSERT INTO t{t} VALUES ({','.join('?' * 14)})", rows)
        db.commit()
    asked: list[str] = []
    schema, proposal = discovered(path, asked=asked)
    assert len(asked) < 200
    assert len(schema.tables) == 500
    assert sum(bool(t.edges) for t in proposal.tables.values()) > 450


def test_the_sampler_quotes_every_name(tmp_path: Path) -> None:
    path = tmp_path / "odd.sqlite"
    name = 'odd "name"; --'
    with closing(sqlite3.connect(path)) as db:
        db.execute('CREATE TABLE "odd ""name""; --" ("a b" INTEGER PRIMARY KEY, "c""d" TEXT)')
        db.execute('INSERT INTO "odd ""name""; --" VALUES (1, \'x\')')
        db.commit()
    connector = SqliteConnector(PlaceName("odd"), f"sqlite:///{path}")
    schema = connector.describe()
    with connector.session() as connection:
        assert isinstance(connection, sa.Connection)
        sampler = SqlSampler(connection, schema.tables)
        asked = Asked(table=name, columns=('c"d', "a b"), limit=10)
        assert list(next(sampler.samples([asked]))) == [("x", 1)]
        assert sampler.present({(name, "a b"): [1, 2]}) == {(name, "a b"): {1}}
    connector.close()


@pytest.mark.parametrize(
    "column",
    ["assigned_to", "assignee", "handled_by", "operator", "agent", "担当者", "担当", "対応者"],
)
def test_who_deals_with_a_row_is_staff_where_staff_are_kept_apart(
    tmp_path: Path, column: str
) -> None:
    # Both tables have the keys 1 to 12: the values cannot tell, the word does.
    path = tmp_path / "desk.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
            "CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT, email TEXT);"
            "CREATE TABLE tickets (id INTEGER PRIMARY KEY, customer_id INTEGER"
            f' REFERENCES customers (id), "{column}" INTEGER, subject TEXT);'
        )
        for table, most in (("customers", 120), ("staff", 12)):
            for i in range(1, most + 1):
                mail = f"{table}{i}@example.jp"
                db.execute(f"INSERT INTO {table} VALUES (?, '佐藤 花子', ?)", (i, mail))
        for i in range(1, 201):
            db.execute("INSERT INTO tickets VALUES (?, ?, ?, '返品')", (i, i % 120 + 1, i % 12 + 1))
        db.commit()
    proposal = discovered(path)[1]
    assert (column, "staff", "custodian") in edges(proposal, "tickets")
    assert ("customer_id", "customer", "owner") in edges(proposal, "tickets")
