"""The customers that tests of deletion and disclosure ask for, and what each of them owns.

Reads the files that the filling left behind; Django is not started.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.oscar import invented
from tests.oscar.invented import ROLES, by_email
from tests.oscar.prepared import owned_rows, sqlite_shop

__all__ = ["ROLES", "Customer", "all_text", "customer", "customers", "needles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """One chosen customer.

    Attributes:
        role: One of `ROLES`, where it says what is special, or "ordinary".
        email: The address, in the letters in which the account has it.
        rows: Rows that lead to the customer by table, counted through Django's models.
    """

    role: str
    email: str
    rows: dict[str, int]


def customers() -> tuple[Customer, ...]:
    """Return every chosen customer, the special ones first, in the order of `ROLES`."""
    return tuple(
        Customer(role=by_email(email).role, email=email, rows=rows)
        for email, rows in owned_rows().items()
    )


def customer(role: str) -> Customer:
    """Return the customer who is special in this way.

    Raises:
        LookupError: no such role.
    """
    for found in customers():
        if found.role == role:
            return found
    raise LookupError(f"no customer of the shop has the role {role}")


@cache
def needles(email: str) -> frozenset[str]:
    """Return every string that belongs to this customer alone and stands readable in the shop.

    What is only inside a compressed session is not among them.

    Raises:
        LookupError: nobody has this address.
    """
    text = _text_of_the_shop()
    return frozenset(needle for needle in invented.needles(email) if needle in text)


@cache
def _text_of_the_shop() -> str:
    return all_text(sqlite_shop())


def all_text(path: Path) -> str:
    """Return all texts of a SQLite database, one a line."""
    found: list[str] = []
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        for (table,) in tables.fetchall():
            rows = connection.execute(f'SELECT * FROM "{table}"')
            found.extend(value for row in rows for value in row if isinstance(value, str))
    return "\n".join(found)
