"""Rows that many people share are nobody's own; people whose addresses stand in a second table."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from upheld.connectors.contract import PlaceName
from upheld.connectors.schema import Schema
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.discovery import Proposal, SqlSampler, discover
from upheld.datamap.discovery.reading import Asked
from upheld.datamap.discovery.sampling import SAMPLE_ROWS

TABLES = """
CREATE TABLE users (id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT);
CREATE TABLE user_emails (id INTEGER PRIMARY KEY, email TEXT,
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE rooms (id INTEGER PRIMARY KEY, floor TEXT,
    owner_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE room_equipment (id INTEGER PRIMARY KEY, room_id INTEGER REFERENCES rooms (id));
CREATE TABLE bookings (id INTEGER PRIMARY KEY, room_id INTEGER NOT NULL REFERENCES rooms (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE favourites (id INTEGER PRIMARY KEY, room_id INTEGER NOT NULL REFERENCES rooms (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE abstracts (id INTEGER PRIMARY KEY, title TEXT,
    submitter_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE abstract_files (id INTEGER PRIMARY KEY,
    abstract_id INTEGER NOT NULL REFERENCES abstracts (id));
CREATE TABLE abstract_votes (id INTEGER PRIMARY KEY,
    abstract_id INTEGER NOT NULL REFERENCES abstracts (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE abstract_comments (id INTEGER PRIMARY KEY,
    abstract_id INTEGER NOT NULL REFERENCES abstracts (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE talks (id INTEGER PRIMARY KEY, room_id INTEGER REFERENCES rooms (id),
    abstract_id INTEGER REFERENCES abstracts (id));
CREATE TABLE talk_slides (id INTEGER PRIMARY KEY, talk_id INTEGER NOT NULL REFERENCES talks (id));
CREATE TABLE talk_slots (id INTEGER PRIMARY KEY, talk_id INTEGER NOT NULL REFERENCES talks (id));
CREATE TABLE talk_votes (id INTEGER PRIMARY KEY, talk_id INTEGER NOT NULL REFERENCES talks (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE talk_tags (id INTEGER PRIMARY KEY, talk_id INTEGER NOT NULL REFERENCES talks (id));
CREATE TABLE speakers (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id),
    first_name TEXT, last_name TEXT, email TEXT, talk_id INTEGER NOT NULL REFERENCES talks (id));
"""


@pytest.fixture(scope="module")
def conference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("shared") / "conference.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(TABLES)
        for i in range(1, 61):
            mail = f"p{i}@mail.example"
            db.execute("INSERT INTO users VALUES (?, 'n', 'm')", (i,))
            db.execute("INSERT INTO user_emails VALUES (?, ?, ?)", (i, mail, i))
            db.execute(
                "INSERT INTO speakers VALUES (?, NULL, 'n', 'm', ?, 1)",
                (i, mail if i % 2 else f"guest{i}@mail.example"),
            )
        db.commit()
    return path


@contextmanager
def opened(path: Path) -> Iterator[tuple[Schema, sa.Connection]]:
    """Describe a database and hand over a connection to it."""
    connector = SqliteConnector(PlaceName("conference"), f"sqlite:///{path}")
    try:
        with connector.session() as connection:
            assert isinstance(connection, sa.Connection)
            yield connector.describe(), connection
    finally:
        connector.close()


@pytest.fixture(scope="module")
def proposal(conference: Path) -> Proposal:
    with opened(conference) as (schema, connection):
        return discover(schema, SqlSampler(connection, schema.tables), "conference")


def edges(proposal: Proposal, table: str) -> set[tuple[str, str, str]]:
    return {(str(e.via), e.to, e.role) for e in proposal.tables[table].edges}


def asked(proposal: Proposal, table: str) -> dict[str, Any]:
    return {d.point: d.guess for d in proposal.tables[table].doubts if isinstance(d.guess, dict)}


def test_a_room_that_many_book_is_asked_about_and_not_its_owners(proposal: Proposal) -> None:
    assert edges(proposal, "rooms") == set()
    assert asked(proposal, "rooms")["owner_id"]["role"] == "custodian"
    assert edges(proposal, "room_equipment") == set()
    assert edges(proposal, "bookings") == {("user_id", "user", "owner")}


def test_what_somebody_submitted_is_theirs_whoever_votes_on_it(proposal: Proposal) -> None:
    assert edges(proposal, "abstracts") == {("submitter_id", "user", "owner")}
    assert edges(proposal, "abstract_files") == {("abstract_id", "abstracts", "owner")}


def test_a_row_with_more_parts_than_the_one_it_names_is_asked_about(proposal: Proposal) -> None:
    assert edges(proposal, "talks") == set()
    assert asked(proposal, "talks")["abstract_id"]["to"] == "abstracts"
    assert edges(proposal, "talk_slides") == set()


def test_speakers_with_or_without_an_account_are_no_second_kind_of_person(
    proposal: Proposal,
) -> None:
    assert {s.kind: s.table for s in proposal.subjects} == {"user": "users"}
    assert ("user_id", "user", "owner") in edges(proposal, "speakers")


def test_addresses_of_people_who_keep_them_in_a_second_table_are_matched_if_a_person_agrees(
    proposal: Proposal,
) -> None:
    guess = asked(proposal, "speakers")["email"]
    assert (guess["to"], guess["match"]) == ("user", "email")
    why = next(d.why for d in proposal.tables["speakers"].doubts if d.point == "email")
    assert "50% of the sampled ones are of `users`, kept in `user_emails`" in why


def test_rows_of_many_tables_come_in_one_statement_each_in_its_order(conference: Path) -> None:
    with opened(conference) as (schema, connection):
        statements: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
        sampler = SqlSampler(connection, schema.tables)
        wanted = [
            Asked(table="speakers", columns=("email", "id"), limit=SAMPLE_ROWS),
            Asked(table="users", columns=("id",), limit=4),
            Asked(table="rooms", columns=("floor", "owner_id"), limit=4),
        ]
        speakers, users, rooms = sampler.samples(wanted)
        assert len(statements) == 2  # the first rows of all, and the last of users
        assert [tuple(row) for row in speakers[:2]] == [
            ("p1@mail.example", 1), ("guest2@mail.example", 2),
        ]  # fmt: skip
        assert [tuple(row) for row in users] == [(1,), (2,), (60,), (59,)]
        assert list(rooms) == []


def test_keys_of_many_tables_are_looked_up_in_one_statement_a_type(conference: Path) -> None:
    with opened(conference) as (schema, connection):
        statements: list[str] = []
        event.listen(connection, "before_cursor_execute", lambda *call: statements.append(call[2]))
        found = SqlSampler(connection, schema.tables).present(
            {
                ("users", "id"): [1, 60, 61],
                ("rooms", "id"): [1],
                ("user_emails", "email"): ["p1@mail.example", "nobody@mail.example"],
            }
        )
    assert found == {
        ("users", "id"): {1, 60},
        ("rooms", "id"): set(),
        ("user_emails", "email"): {"p1@mail.example"},
    }
    assert len(statements) == 2


def test_a_teacher_does_not_own_the_bookings_of_customers(tmp_path: Path) -> None:
    path = tmp_path / "school.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            """
            CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
            CREATE TABLE staff (id INTEGER PRIMARY KEY, name TEXT, email TEXT);
            CREATE TABLE classes (id INTEGER PRIMARY KEY, starts_at TEXT,
                teacher_id INTEGER NOT NULL REFERENCES staff (id));
            CREATE TABLE bookings (id INTEGER PRIMARY KEY,
                customer_id INTEGER NOT NULL REFERENCES customers (id),
                class_id INTEGER NOT NULL REFERENCES classes (id));
            """
        )
        for i in range(1, 21):
            db.execute("INSERT INTO customers VALUES (?, 'n', ?)", (i, f"c{i}@mail.example"))
            db.execute("INSERT INTO bookings VALUES (?, ?, ?)", (i, i, i % 3 + 1))
        for i in range(1, 4):
            db.execute("INSERT INTO staff VALUES (?, 'm', ?)", (i, f"s{i}@school.example"))
            db.execute("INSERT INTO classes VALUES (?, '2026-01-01', ?)", (i, i))
        db.commit()
    place = SqliteConnector(PlaceName("school"), f"sqlite:///{path}")
    described = place.describe()
    with place.session() as connection:
        proposal = discover(described, SqlSampler(connection, described.tables), "school")
    place.close()
    edges = {
        (table, edge.to): edge.role
        for table, proposed in proposal.tables.items()
        for edge in proposed.edges
        if edge.confidence >= 0.8
    }
    assert edges[("bookings", "customer")] == "owner"
    assert ("classes", "staff") not in edges
    assert ("bookings", "classes") not in edges
