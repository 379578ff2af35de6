"""What three applications taught at first sight: notices, settings, staff's own rows, what people write."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from upheld.connectors.contract import PlaceName
from upheld.connectors.sqlite import SqliteConnector
from upheld.datamap.discovery import Proposal, SqlSampler, discover

TABLES = """
CREATE TABLE preferences (id INTEGER PRIMARY KEY, language TEXT);
CREATE TABLE preferences_alerts (id INTEGER PRIMARY KEY,
    preferences_id INTEGER NOT NULL REFERENCES preferences (id));
CREATE TABLE users (id INTEGER PRIMARY KEY, username TEXT, first_name TEXT, last_name TEXT,
    email TEXT, password TEXT, preferences_id INTEGER UNIQUE REFERENCES preferences (id));
CREATE TABLE machines (id INTEGER PRIMARY KEY, name TEXT, notification_email TEXT,
    lft INTEGER NOT NULL, rght INTEGER NOT NULL, tree_id INTEGER NOT NULL);
CREATE INDEX machines_tree ON machines (tree_id);
CREATE TABLE machine_parts (id INTEGER PRIMARY KEY,
    machine_id INTEGER NOT NULL REFERENCES machines (id));
CREATE TABLE staffavailability (id INTEGER PRIMARY KEY, monday TEXT,
    staff_member_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE staffcharge (id INTEGER PRIMARY KEY, started DATE, ended DATE,
    staff_member_id INTEGER NOT NULL REFERENCES users (id),
    customer_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE threads (id INTEGER PRIMARY KEY, title TEXT, accepted_id INTEGER REFERENCES posts (id));
CREATE TABLE thread_tags (id INTEGER PRIMARY KEY,
    thread_id INTEGER NOT NULL REFERENCES threads (id), tag_id INTEGER NOT NULL REFERENCES tags (id));
CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT, wiki_id INTEGER UNIQUE REFERENCES posts (id));
CREATE TABLE marked_tags (id INTEGER PRIMARY KEY, tag_id INTEGER NOT NULL REFERENCES tags (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE widgets (id INTEGER PRIMARY KEY, tag_id INTEGER REFERENCES tags (id));
CREATE TABLE posts (id INTEGER PRIMARY KEY, body TEXT,
    thread_id INTEGER REFERENCES threads (id),
    author_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE post_files (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts (id));
CREATE TABLE post_votes (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE post_flags (id INTEGER PRIMARY KEY, post_id INTEGER NOT NULL REFERENCES posts (id),
    user_id INTEGER NOT NULL REFERENCES users (id));
CREATE TABLE testplans (id INTEGER PRIMARY KEY, name TEXT, author_id INTEGER NOT NULL REFERENCES users (id),
    reviewer_id INTEGER REFERENCES users (id), default_tester_id INTEGER REFERENCES users (id));
CREATE TABLE historicaltestplans (history_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, name TEXT,
    author_id INTEGER, reviewer_id INTEGER, default_tester_id INTEGER,
    history_user_id INTEGER REFERENCES users (id));
CREATE INDEX historicaltestplans_of ON historicaltestplans (id);
CREATE TABLE testruns (id INTEGER PRIMARY KEY, plan_id INTEGER NOT NULL REFERENCES testplans (id),
    name TEXT);
CREATE TABLE historicaltestruns (history_id INTEGER PRIMARY KEY, id INTEGER NOT NULL, plan_id INTEGER,
    name TEXT);
CREATE INDEX historicaltestruns_of ON historicaltestruns (plan_id);
"""


@pytest.fixture(scope="module")
def proposal(tmp_path_factory: pytest.TempPathFactory) -> Proposal:
    path = tmp_path_factory.mktemp("lessons") / "forum.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.executescript(TABLES)
        for i in range(1, 61):
            mail = f"p{i}@mail.example"
            db.execute("INSERT INTO preferences VALUES (?, 'ja')", (i,))
            db.execute(
                "INSERT INTO users VALUES (?, ?, 'n', 'm', ?, 'x', ?)", (i, f"u{i}", mail, i)
            )
            db.execute(
                "INSERT INTO machines VALUES (?, 'lathe', ?, ?, ?, ?)", (i, mail, i, i + 1, i)
            )
        db.commit()
    connector = SqliteConnector(PlaceName("forum"), f"sqlite:///{path}")
    try:
        with connector.session() as connection:
            assert isinstance(connection, sa.Connection)
            schema = connector.describe()
            return discover(schema, SqlSampler(connection, schema.tables), "forum")
    finally:
        connector.close()


def edges(proposal: Proposal, table: str) -> set[tuple[str, str, str]]:
    return {(str(e.via), e.table, e.role) for e in proposal.tables[table].edges}


def asked(proposal: Proposal, table: str) -> dict[str, str]:
    return {
        doubt.point: str(doubt.guess["role"])
        for doubt in proposal.tables[table].doubts
        if isinstance(doubt.guess, dict) and "role" in doubt.guess
    }


def test_an_address_for_notices_makes_no_machine_a_persons(proposal: Proposal) -> None:
    assert edges(proposal, "machines") == set()
    assert asked(proposal, "machines") == {"notification_email": "mention"}
    assert edges(proposal, "machine_parts") == set()


def test_where_a_row_stands_in_a_tree_is_no_key(proposal: Proposal) -> None:
    assert not {"tree_id", "lft", "rght"} & set(asked(proposal, "machines"))


def test_settings_that_one_person_has_alone_are_theirs(proposal: Proposal) -> None:
    owned = {(one.table, one.via) for one in proposal.tables["users"].owns}
    assert owned == {("preferences", "preferences_id")}
    assert edges(proposal, "preferences_alerts") == {("preferences_id", "preferences", "owner")}


def test_a_row_about_staff_is_their_own_and_one_that_staff_made_is_the_customers(
    proposal: Proposal,
) -> None:
    assert edges(proposal, "staffavailability") == {("staff_member_id", "users", "owner")}
    assert edges(proposal, "staffcharge") == {
        ("staff_member_id", "users", "custodian"),
        ("customer_id", "users", "owner"),
    }


def test_what_somebody_wrote_is_theirs_however_many_vote_on_it(proposal: Proposal) -> None:
    assert ("author_id", "users", "owner") in edges(proposal, "posts")
    assert edges(proposal, "post_files") == {("post_id", "posts", "owner")}


def test_a_thread_that_picks_one_of_its_posts_and_a_tag_with_an_explanation_are_nobodys(
    proposal: Proposal,
) -> None:
    assert edges(proposal, "threads") == set()
    assert edges(proposal, "tags") == set()
    assert edges(proposal, "widgets") == set()
    assert "thread_id" not in {via for via, _, _ in edges(proposal, "thread_tags")}


def test_a_plan_is_its_authors_and_whoever_looks_it_through_or_tries_it_handles_it(
    proposal: Proposal,
) -> None:
    assert edges(proposal, "testplans") == {
        ("author_id", "users", "owner"),
        ("reviewer_id", "users", "custodian"),
        ("default_tester_id", "users", "custodian"),
    }
    assert edges(proposal, "testruns") == {("plan_id", "testplans", "owner")}


def test_a_row_of_a_history_leads_where_its_row_leads_and_to_that_row(proposal: Proposal) -> None:
    assert edges(proposal, "historicaltestplans") >= {
        ("id", "testplans", "owner"),
        ("author_id", "users", "owner"),
        ("history_user_id", "users", "custodian"),
    }
    # Not to `historicaltestplans`, whose name begins as its own does.
    assert edges(proposal, "historicaltestruns") == {
        ("plan_id", "testplans", "owner"),
        ("id", "testruns", "owner"),
    }
