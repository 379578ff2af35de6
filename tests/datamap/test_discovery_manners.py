"""Manners of whole databases: keys called without `_id`, clubs with members, words of other trades."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from upheld.connectors.contract import PlaceName
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.discovery import Proposal, SqlSampler, discover

PEOPLE = "id INTEGER PRIMARY KEY, name TEXT, email TEXT, password TEXT"


def proposed(folder: Path, tables: str, filled: tuple[str, ...] = ()) -> Proposal:
    """What discovery says of these tables; each of `filled` is one INSERT for sixty rows."""
    path = folder / "shop.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(tables)
        for i in range(1, 61):
            for statement in filled:
                db.execute(statement, {"i": i, "j": 61 - i, "mail": f"p{i}@mail.example"})
        db.commit()
    connector = SqliteConnector(PlaceName("shop"), f"sqlite:///{path}")
    try:
        with connector.session() as connection:
            assert isinstance(connection, sa.Connection)
            schema = connector.describe()
            return discover(schema, SqlSampler(connection, schema.tables), "shop")
    finally:
        connector.close()


def edges(proposal: Proposal, table: str) -> set[tuple[str, str, str]]:
    return {(str(e.via), e.table, e.role) for e in proposal.tables[table].edges}


def test_where_keys_are_called_by_bare_names_they_are_found_by_these(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        f"""CREATE TABLE party ({PEOPLE});
        CREATE TABLE invoice (id INTEGER PRIMARY KEY, party INTEGER, total INTEGER);
        CREATE TABLE invoice_line (id INTEGER PRIMARY KEY, invoice INTEGER, quantity INTEGER);
        CREATE TABLE parcel (id INTEGER PRIMARY KEY, invoice INTEGER, party INTEGER);""",
        (
            "INSERT INTO party VALUES (:i, 'n', :mail, 'x')",
            "INSERT INTO invoice VALUES (:i, :j, :i)",
            "INSERT INTO invoice_line VALUES (:i, :j, 3)",
            "INSERT INTO parcel VALUES (:i, :j, :i)",
        ),
    )
    assert edges(found, "invoice") == {("party", "party", "owner")}
    assert edges(found, "invoice_line") == {("invoice", "invoice", "owner")}


def test_a_bare_name_is_no_key_where_keys_are_marked(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        f"""CREATE TABLE customers ({PEOPLE});
        CREATE TABLE levels (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL);
        CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, level INTEGER);""",
        (
            "INSERT INTO customers VALUES (:i, 'n', :mail, 'x')",
            "INSERT INTO levels VALUES (:i, :j)",
            "INSERT INTO orders VALUES (:i, :j, :i)",
        ),
    )
    assert edges(found, "orders") == {("customer_id", "customers", "owner")}
    assert "level" not in {d.point for d in found.tables["orders"].doubts if "role" in str(d.guess)}


CLUB = f"""CREATE TABLE users ({PEOPLE});
CREATE TABLE clubs (id INTEGER PRIMARY KEY, title TEXT,
    owner_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE clubs_{{}} (id INTEGER PRIMARY KEY, club_id INTEGER NOT NULL REFERENCES clubs (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE clubs_rules (id INTEGER PRIMARY KEY, body TEXT,
    club_id INTEGER NOT NULL REFERENCES clubs (id));"""


def test_what_has_members_is_nobodys_own_and_neither_is_what_hangs_from_it(
    tmp_path: Path,
) -> None:
    found = proposed(tmp_path, CLUB.format("members"))
    assert edges(found, "clubs") == set()
    assert [d.guess["role"] for d in found.tables["clubs"].doubts if d.point == "owner_id"] == [
        "custodian"
    ]
    assert edges(found, "clubs_rules") == set()
    assert ("user_id", "users", "owner") in edges(found, "clubs_members")


def test_what_others_merely_like_is_its_owners(tmp_path: Path) -> None:
    found = proposed(tmp_path, CLUB.format("likes"))
    assert edges(found, "clubs") == {("owner_id", "users", "owner")}
    assert edges(found, "clubs_rules") == {("club_id", "clubs", "owner")}


def test_a_word_for_a_person_that_names_a_table_of_something_else_means_that(
    tmp_path: Path,
) -> None:
    found = proposed(
        tmp_path,
        f"""CREATE TABLE organizers (id INTEGER PRIMARY KEY, slug TEXT, colour TEXT);
        CREATE TABLE users ({PEOPLE});
        CREATE TABLE teams (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));
        CREATE TABLE roles (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users (id));
        CREATE TABLE customers ({PEOPLE}, organizer_id INTEGER NOT NULL REFERENCES organizers (id));
        CREATE TABLE orders (id INTEGER PRIMARY KEY,
            customer_id INTEGER NOT NULL REFERENCES customers (id));""",
    )
    assert {subject.table for subject in found.subjects} == {"users", "customers"}
    assert edges(found, "orders") == {("customer_id", "customers", "owner")}


def test_who_judged_or_inspected_is_found_without_a_declared_key(tmp_path: Path) -> None:
    found = proposed(
        tmp_path,
        f"""CREATE TABLE users ({PEOPLE});
        CREATE TABLE essays (id INTEGER PRIMARY KEY, body TEXT, author_id INTEGER NOT NULL,
            judge_id INTEGER, inspector_id INTEGER);""",
        (
            "INSERT INTO users VALUES (:i, 'n', :mail, 'x')",
            "INSERT INTO essays VALUES (:i, 'b', :j, :i, :j)",
        ),
    )
    assert edges(found, "essays") == {
        ("author_id", "users", "owner"),
        ("judge_id", "users", "custodian"),
        ("inspector_id", "users", "custodian"),
    }


CONFERENCE = f"""CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT, email TEXT, slug TEXT);
CREATE TABLE users ({PEOPLE});
CREATE TABLE talks (id INTEGER PRIMARY KEY, title TEXT,
    event_id INTEGER NOT NULL REFERENCES events (id));
CREATE TABLE rooms (id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES events (id));
CREATE TABLE tracks (id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES events (id));
CREATE TABLE talk_{{}} (id INTEGER PRIMARY KEY, talk_id INTEGER NOT NULL REFERENCES talks (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE talk_files (id INTEGER PRIMARY KEY, talk_id INTEGER NOT NULL REFERENCES talks (id));
"""
TALKS = (
    "INSERT INTO events VALUES (:i, 'n', 'office' || :i || '@house.example', 's')",
    "INSERT INTO users VALUES (:i, 'n', :mail, 'x')",
    "INSERT INTO talks VALUES (:i, 't', 1 + :i % 3)",
)


def test_an_event_with_a_name_and_an_address_is_no_person(tmp_path: Path) -> None:
    found = proposed(tmp_path, CONFERENCE.format("speakers"), TALKS)
    assert [subject.table for subject in found.subjects] == ["users"]
    assert edges(found, "rooms") == set()


def test_a_talk_is_its_speakers_over_the_link_that_ties_them(tmp_path: Path) -> None:
    found = proposed(tmp_path, CONFERENCE.format("speakers"), TALKS)
    assert [(o.table, o.via) for o in found.tables["talk_speakers"].owns] == [("talks", "talk_id")]
    assert edges(found, "talk_files") == {("talk_id", "talks", "owner")}


def test_a_talk_is_not_of_those_who_are_authorised_or_listen(tmp_path: Path) -> None:
    for number, word in enumerate(("authorized", "listeners")):
        folder = tmp_path / str(number)
        folder.mkdir()
        found = proposed(folder, CONFERENCE.format(word))
        assert not found.tables[f"talk_{word}"].owns
        assert edges(found, "talk_files") == set()


@pytest.mark.parametrize(
    ("own", "others"),
    [
        ("携帯電話", "緊急連絡先"),
        ("mobile_phone", "emergency_phone"),
        ("phone", "guarantorPhone"),
        ("連絡先電話番号", "保証人電話番号"),
    ],
)
def test_a_person_is_not_found_by_somebody_elses_number(
    tmp_path: Path, own: str, others: str
) -> None:
    columns = f'id INTEGER PRIMARY KEY, 氏名 TEXT, "{others}" TEXT, メール TEXT, "{own}" TEXT'
    (subject,) = proposed(tmp_path, f"CREATE TABLE 社員 ({columns})").subjects
    assert subject.identifiers["phone"] == own
    assert others not in subject.identifiers.values()


def test_guardians_are_found_by_their_own_number(tmp_path: Path) -> None:
    columns = "id INTEGER PRIMARY KEY, name TEXT, email TEXT, guardian_phone TEXT"
    (subject,) = proposed(tmp_path, f"CREATE TABLE guardians ({columns})").subjects
    assert subject.identifiers["phone"] == "guardian_phone"
