"""The data: a shop with orders and events, and the store of the closest peer's measurement.

Rows come from `generate_series`, no random numbers: everybody gets the same database. Rows of
one person lie far apart in their tables, as they do where rows arrive by time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg

HEAVY_ORDERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One filled database and its map.

    Attributes:
        people: Customers 1 to `people` are alike.
        heavy: Customers after them with `heavy_rows` rows more.
    """

    name: str
    url: str
    people: int
    heavy: tuple[int, ...]
    heavy_rows: int

    @property
    def datamap(self) -> str:
        return (Path(__file__).parent / f"{self.name}.yaml").read_text("utf-8")


def email_of(number: int) -> str:
    """The address of a customer, as the generator below writes it."""
    return f"c{number}@shop.example"


_CUSTOMER = """
CREATE TABLE customer (
    id bigint PRIMARY KEY, email text NOT NULL, name text NOT NULL, phone text, memo text,
    created_at timestamptz NOT NULL
);
INSERT INTO customer
SELECT n, 'c' || n || '@shop.example', '顧客' || n,
       '090-' || lpad((n / 10000)::text, 4, '0') || '-' || lpad((n % 10000)::text, 4, '0'),
       CASE WHEN n % 10 = 0 THEN 'お電話は午後にお願いします' END,
       timestamptz '2019-01-01' + n % 2500 * interval '1 day'
FROM generate_series(1, {people}) n;
CREATE UNIQUE INDEX ON customer (email);
CREATE INDEX ON customer (phone);
"""
_ORDERS = """
CREATE TABLE orders (
    id bigint PRIMARY KEY, customer_id bigint NOT NULL, status text NOT NULL,
    ordered_at date NOT NULL, total integer NOT NULL, ship_name text, note text
);
INSERT INTO orders
SELECT n, {owner},
       CASE WHEN n / {customers} % 5 < 2 THEN 'cart' ELSE 'invoiced' END,
       date '2018-06-01' + (n * 7 % 3000)::int, 500 + (n % 997)::int, '顧客' || {owner},
       CASE WHEN n % 4 = 0 THEN 'leave it at the door of ' || n END
FROM generate_series({first}, {last}) n;
"""
_ORDERS_KEYS = """
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customer (id);
CREATE INDEX ON orders (customer_id);
"""
_EVENTS = """
CREATE TABLE event (
    id bigint PRIMARY KEY, customer_id bigint NOT NULL, at timestamptz NOT NULL,
    payload jsonb NOT NULL
);
INSERT INTO event
SELECT n, owner, timestamptz '2024-01-01' + n % 60000 * interval '10 minutes',
       jsonb_build_object('kind', 'view', 'page', '/goods/' || n % 5000, 'ip', '192.0.2.' || n % 256,
                          'email', 'c' || owner || '@shop.example')
FROM generate_series(1, {alike} + {heavy} * {heavy_rows}) n,
     LATERAL (SELECT CASE WHEN n <= {alike} THEN n % {customers} + 1
                          ELSE {customers} + 1 + (n - {alike} - 1) / {heavy_rows} END AS owner) o;
CREATE INDEX ON event (customer_id);
"""
_STORE = """
CREATE TABLE address (
    id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer (id),
    street text NOT NULL, city text NOT NULL, postal_code text NOT NULL
);
INSERT INTO address
SELECT n, n, n || '番地', '東京都', lpad((n % 10000)::text, 7, '1') FROM generate_series(1, {people}) n;
CREATE INDEX ON address (customer_id);
CREATE TABLE payment_card (
    id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customer (id),
    holder text NOT NULL, last_digits text NOT NULL
);
INSERT INTO payment_card
SELECT n, n, 'CUSTOMER ' || n, lpad((n % 10000)::text, 4, '0') FROM generate_series(1, {people}) n;
CREATE INDEX ON payment_card (customer_id);
"""


def fill_shop(url: str, *, scale: float, heavy: int) -> Shop:
    """Customers, five orders and ten events each; `heavy` customers with a million events."""
    customers, rows = round(1_000_000 * scale), round(1_000_000 * scale)
    statements = [
        _CUSTOMER.format(people=customers + heavy),
        _ORDERS.format(
            owner=f"n % {customers} + 1", customers=customers, first=1, last=5 * customers
        ),
        _ORDERS_KEYS,
        _EVENTS.format(alike=10 * customers, customers=customers, heavy=heavy, heavy_rows=rows),
    ]
    _run(url, statements)
    numbers = tuple(range(customers + 1, customers + 1 + heavy))
    return Shop(name="shop", url=url, people=customers, heavy=numbers, heavy_rows=rows)


def fill_store(url: str, *, scale: float, heavy: int) -> Shop:
    """Customers with an address, a card and ten orders each; `heavy` ones with 10,000 orders."""
    customers = round(100_000 * scale)
    owner = (
        f"CASE WHEN n <= {10 * customers} THEN n % {customers} + 1"
        f" ELSE {customers + 1} + (n - {10 * customers} - 1) / {HEAVY_ORDERS} END"
    )
    statements = [
        _CUSTOMER.format(people=customers + heavy),
        _STORE.format(people=customers + heavy),
        _ORDERS.format(
            owner=owner, customers=customers, first=1, last=10 * customers + heavy * HEAVY_ORDERS
        ),
        _ORDERS_KEYS,
    ]
    _run(url, statements)
    numbers = tuple(range(customers + 1, customers + 1 + heavy))
    return Shop(name="store", url=url, people=customers, heavy=numbers, heavy_rows=HEAVY_ORDERS)


def _run(url: str, statements: list[str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())
    settle(url)


def settle(url: str) -> None:
    """Vacuum, analyse and write everything out, so that no measurement pays for the one before."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


def size_of(url: str) -> int:
    """Bytes of the database with its indexes."""
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(row[0]) if row else 0


def retained_from() -> date:
    """The first day whose invoices are still kept: seven years, as the policy says."""
    today = date.today()
    return today.replace(year=today.year - 7, day=min(today.day, 28))


LARGEST = 10_000
"""People of the largest group; the others are taken from those it leaves out."""


def groups(shop: Shop, size: int, count: int) -> Iterator[list[int]]:
    """Yield disjoint groups of customers, each spread over the whole table.

    Raises:
        ValueError: There are too few customers.
    """
    taken = _TAKEN.setdefault(shop.url, set())
    apart = max(1, shop.people // LARGEST)
    unit = 1 if size >= LARGEST else apart
    step = max(unit, shop.people // size // unit * unit)
    starts = iter(range(unit, step + 1, unit))
    for _ in range(count):
        for start in starts:
            chosen = [start + place * step for place in range(size)]
            small = size < LARGEST or start % apart != 0
            if small and chosen[-1] <= shop.people and not taken & set(chosen):
                break
        else:
            raise ValueError("too few customers for so many groups: raise --scale")
        taken |= set(chosen)
        yield chosen


_TAKEN: dict[str, set[int]] = {}
