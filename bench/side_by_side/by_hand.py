"""The same work as a careful engineer writes it by hand: set-based, one transaction, indexed.

This is the lower bound: it knows the schema by heart, keeps no plan, no record and no receipt,
and reads nothing back unless asked to.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import psycopg
from bench.side_by_side.shops import Shop, email_of, retained_from

Driver: TypeAlias = "psycopg.Connection[tuple[object, ...]]"
IN_AN_ARRAY = 1_000
"""More people than this go through an indexed temporary table, which the planner knows."""

_GONE = """
SET email = 'erased-' || replace(gen_random_uuid()::text, '-', '') || '@invalid',
    name = '[redacted]', phone = NULL, memo = NULL
"""
_ORDERS = "SELECT count(*) FROM orders t JOIN wanted w ON t.customer_id = w.id"
_KEPT = "(t.status = 'invoiced' AND t.ordered_at >= '{cutoff}')"
_ERASE = {
    "shop": (
        "DELETE FROM event t USING wanted w WHERE t.customer_id = w.id",
        "DELETE FROM orders t USING wanted w WHERE t.customer_id = w.id AND NOT {kept}",
        "UPDATE orders t SET ship_name = NULL, note = NULL FROM wanted w WHERE t.customer_id = w.id",
        f"UPDATE customer t {_GONE} FROM wanted w WHERE t.id = w.id",
    ),
    "store": (
        "DELETE FROM address t USING wanted w WHERE t.customer_id = w.id",
        "DELETE FROM payment_card t USING wanted w WHERE t.customer_id = w.id",
        "UPDATE orders t SET ship_name = NULL, note = NULL FROM wanted w WHERE t.customer_id = w.id",
        f"UPDATE customer t {_GONE} FROM wanted w WHERE t.id = w.id",
    ),
}
_VERIFY = {
    "shop": (
        "SELECT count(*) FROM event t JOIN wanted w ON t.customer_id = w.id",
        f"{_ORDERS} WHERE t.ship_name IS NOT NULL OR t.note IS NOT NULL OR NOT {{kept}}",
        "SELECT count(*) FROM customer t JOIN wanted w ON t.id = w.id WHERE t.phone IS NOT NULL",
    ),
    "store": (
        "SELECT count(*) FROM address t JOIN wanted w ON t.customer_id = w.id",
        "SELECT count(*) FROM payment_card t JOIN wanted w ON t.customer_id = w.id",
        f"{_ORDERS} WHERE t.ship_name IS NOT NULL OR t.note IS NOT NULL",
        "SELECT count(*) FROM customer t JOIN wanted w ON t.id = w.id WHERE t.phone IS NOT NULL",
    ),
}
_TABLES = {
    "shop": (("customer", "id"), ("orders", "customer_id"), ("event", "customer_id")),
    "store": (
        ("customer", "id"), ("address", "customer_id"), ("payment_card", "customer_id"),
        ("orders", "customer_id"),
    ),
}  # fmt: skip


def plan(shop: Shop, driver: Driver, people: Sequence[int]) -> None:
    """Find the people by their addresses and count what they have."""
    with driver.transaction():
        found = driver.execute(
            "SELECT id FROM customer WHERE email = ANY(%s)", ([email_of(n) for n in people],)
        ).fetchall()
        run = _with_people(driver, [int(str(row[0])) for row in found])
        for table, column in _TABLES[shop.name]:
            run(f"SELECT count(*) FROM {table} t JOIN wanted w ON t.{column} = w.id")


def erase(shop: Shop, driver: Driver, people: Sequence[int]) -> None:
    """Erase, in one transaction."""
    kept = _KEPT.format(cutoff=retained_from().isoformat())
    with driver.transaction():
        run = _with_people(driver, people)
        for statement in _ERASE[shop.name]:
            run(statement.format(kept=kept))


def verify(shop: Shop, driver: Driver, people: Sequence[int]) -> None:
    """Read back that nothing is left."""
    kept = _KEPT.format(cutoff=retained_from().isoformat())
    with driver.transaction():
        run = _with_people(driver, people)
        for statement in _VERIFY[shop.name]:
            left = run(statement.format(kept=kept)).fetchone()
            if left is None or left[0] != 0:
                raise AssertionError("the hand-written deletion left rows")


def disclose(shop: Shop, driver: Driver, people: Sequence[int], out: Path) -> None:
    """Write one file of JSON a person: each table is read once for all of them."""
    held: dict[int, list[str]] = {number: [] for number in people}
    with driver.transaction():
        run = _with_people(driver, people)
        for table, column in _TABLES[shop.name]:
            rows = run(
                f"SELECT w.id, row_to_json(t)::text FROM {table} t JOIN wanted w ON t.{column} = w.id"
            )
            for number, row in rows:
                held[int(str(number))].append(f'{{"{table}": {row}}}')
    out.mkdir()
    for number, lines in held.items():
        (out / f"{number}.json").write_text(f"[{','.join(lines)}]", "utf-8")


def _with_people(
    driver: Driver, people: Sequence[int]
) -> Callable[[str], "psycopg.Cursor[tuple[object, ...]]"]:
    """Return how to run a statement in which `wanted` is these people."""
    if len(people) <= IN_AN_ARRAY:
        given = list(people)

        def over_array(statement: str) -> "psycopg.Cursor[tuple[object, ...]]":
            return driver.execute(
                statement.replace("wanted w", "unnest(%s::bigint[]) w(id)").encode(), (given,)
            )

        return over_array
    driver.execute("CREATE TEMPORARY TABLE wanted (id bigint PRIMARY KEY) ON COMMIT DROP")
    with driver.cursor() as cursor, cursor.copy("COPY wanted FROM STDIN") as copy:
        for number in people:
            copy.write_row((number,))
    driver.execute("ANALYZE wanted")
    return lambda statement: driver.execute(statement.encode())
