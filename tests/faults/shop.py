"""A small invented shop on any of the three databases, and what its data map says."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

SCHEMA = (
    (
        "CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(120) NOT NULL,"
        " name VARCHAR(80), phone VARCHAR(40))"
    ),
    (
        "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id),"
        " status VARCHAR(20), total INTEGER, ordered_at DATE, ship_name VARCHAR(80), note TEXT)"
    ),
    (
        "CREATE TABLE order_line (id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL"
        " REFERENCES orders(id), sku VARCHAR(20))"
    ),
    "CREATE TABLE address (id INTEGER PRIMARY KEY, city VARCHAR(80))",
    (
        "CREATE TABLE customer_address (customer_id INTEGER NOT NULL REFERENCES customer(id),"
        " address_id INTEGER NOT NULL REFERENCES address(id), PRIMARY KEY (customer_id, address_id))"
    ),
    (
        "CREATE TABLE review (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer(id),"
        " body TEXT)"
    ),
    "CREATE TABLE event (id INTEGER PRIMARY KEY, customer_id INTEGER, what VARCHAR(40))",
    "CREATE TABLE country (code VARCHAR(2) PRIMARY KEY, label VARCHAR(40))",
)
"""`event` refers to customers without a declared key, as logs do."""

ROWS: tuple[tuple[str, Sequence[tuple[Any, ...]]], ...] = (
    (
        "customer",
        (
            (1, "Hanako.Mori@Example.jp", "森花子", "090-1234-5678"),
            (2, "jiro@example.jp", "次郎", "03-1111-2222"),
            (3, "ｓａｋｕ@example.jp", "朔", "０９０１１１１３３３３"),
            (4, "shiro@example.jp", "四郎", "03-5555-6666"),
            (5, "goro@example.jp", "五郎", "03-5555-6666"),
        ),
    ),
    (
        "orders",
        (
            (10, 1, "invoiced", 100, "2026-01-10", "森花子", "call me"),
            (11, 1, "cart", 5, "2026-02-01", "森花子", None),
            (12, 2, "invoiced", 7, "2026-01-01", "次郎", None),
            (13, 1, "invoiced", 7, "2010-01-01", "森花子", None),
        ),
    ),
    ("order_line", ((1, 10, "a"), (2, 11, "b"), (3, 12, "c"), (4, 13, "d"))),
    ("address", ((1, "Nara"), (2, "Otaru"))),
    ("customer_address", ((1, 1), (1, 2), (2, 1))),
    ("review", ((1, 1, "nice"), (2, 2, "bad"))),
    ("event", ((1, 1, "login"), (2, 2, "login"), (3, 1, "logout"), (4, 3, "login"))),
    ("country", (("jp", "Japan"),)),
)

EMAIL = "hanako.mori@example.jp"
"""The first customer's, in another letter case than the shop wrote it."""

PLANTED = (
    "anako.",
    "森花子",
    "1234-5678",
    "jiro@",
    "次郎",
    "shiro@",
    "四郎",
    "五郎",
    "ｓａｋｕ",
    "saku@",
)
"""Pieces of personal values that no output and no ledger may show."""

MAP = """\
system: shop
subjects: {customer: {table: customer, key: id, identifiers: {email: email, phone: phone, customer_id: id}}}
tables:
  customer:
    fields: {email: {category: contact.email}, name: {category: identity.name}, phone: {category: contact.phone}}
    on_erase: delete
  orders:
    edges: [{to: customer, via: customer_id, role: owner}]
    on_erase: delete
    retain: {rule: billing-records, from: ordered_at, when: "status = 'invoiced'", keep: [id, total, ordered_at, status], after: delete}
    fields: {ship_name: {category: identity.name}, note: {category: free_text}, status: none, total: none}
  order_line: {edges: [{to: orders, via: order_id}], fields: {sku: none}}
  customer_address: {edges: [{to: customer, via: customer_id}], owns: [{table: address, via: address_id}]}
  address: {fields: {city: {category: contact.address.city}}}
  review: {edges: [{to: customer, via: customer_id, on_erase: unlink}], fields: {body: {category: free_text}}}
  event: {edges: [{to: customer, via: customer_id}], fields: {what: none}}
  country: {none: "reference data"}
"""


def execute(url: str, statements: Sequence[str]) -> None:
    """Run statements on a database in one transaction."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(path_of(url))) as database:
            for statement in statements:
                database.execute(statement)
            database.commit()
        return
    engine = engine_of(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def fill(url: str, rows: Sequence[tuple[str, Sequence[tuple[Any, ...]]]] = ROWS) -> None:
    """Create the shop's tables and rows."""
    execute(url, SCHEMA)
    insert(url, rows)


def insert(url: str, rows: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]) -> None:
    """Insert rows, whatever mark the driver wants for a parameter."""
    engine = engine_of(url)
    mark = "?" if url.startswith("sqlite") else "%s"
    with engine.begin() as connection:
        for table, listed in rows:
            marks = ", ".join(mark for _ in listed[0])
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", list(listed))
    engine.dispose()


def dump(url: str) -> dict[str, list[tuple[str, ...]]]:
    """Every row of every table of the shop, in a fixed order and spelling."""
    engine = engine_of(url)
    with engine.connect() as connection:
        names = sorted(sa.inspect(connection).get_table_names())
        found = {
            name: sorted(
                tuple("NULL" if v is None else str(v) for v in row)
                for row in connection.exec_driver_sql(f"SELECT * FROM {name}")
            )
            for name in names
        }
    engine.dispose()
    return found


def engine_of(url: str) -> sa.Engine:
    """An engine of the test's own, apart from the product's."""
    driver = {"postgresql": "postgresql+psycopg", "mariadb": "mysql+pymysql"}
    scheme, _, rest = url.partition("://")
    return sa.create_engine(f"{driver.get(scheme, scheme)}://{rest}", poolclass=sa.NullPool)


def path_of(url: str) -> Path:
    """The file of a SQLite URL."""
    return Path(url.removeprefix("sqlite:///").partition("?")[0])
