"""Shared by the tests of the relational databases."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.connectors.places import connect, run
from upheld.connectors.sql import SqlConnector

AKARI_MAIL = "akari.mori@example.jp"


@pytest.fixture
def two_customers(sql_url: str) -> Iterator[SqlConnector]:
    """A database of each kind with Akari (1) and somebody else (2), who have pairs of things."""
    with closing(connect(sql_url)) as connector:
        run(
            connector,
            "CREATE TABLE customer (id INTEGER PRIMARY KEY, email VARCHAR(30) UNIQUE,"
            " name VARCHAR(20) NOT NULL, age INTEGER CHECK (age < 200))",
            "CREATE TABLE pair (a INTEGER NOT NULL, b VARCHAR(10) NOT NULL, note VARCHAR(9),"
            " PRIMARY KEY (a, b), FOREIGN KEY (a) REFERENCES customer (id))",
            f"INSERT INTO customer VALUES (1, '{AKARI_MAIL}', 'Akari', 30),"
            " (2, 'b@example.jp', 'B', 40)",
            "INSERT INTO pair VALUES (1, 'x', 'one'), (1, 'y', 'two'), (2, 'x', 'three')",
        )
        yield connector
