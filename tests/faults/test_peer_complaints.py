"""What users of the closest open peer complain about, and what was measured of it.

Each is a test here: the numbers are the rows of our own list of its threads (5 to 17), and the
probes that were measured on it.
"""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.faults import shop
from tests.faults.workspace import Office, make_office


@pytest.mark.slow
def test_5_one_run_uses_a_bounded_number_of_connections(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_database("postgresql")
    shop.fill(url)
    # One for the work, and a few for what is asked beside it; never one a table or a row.
    with psycopg.connect(url, autocommit=True) as connection:
        name = url.rpartition("/")[2]
        connection.execute(f"ALTER DATABASE {name} CONNECTION LIMIT 6".encode())
        office = make_office(tmp_path, url, capsys)
        assert office.run("request", "apply", office.ready()).code == 0
        left = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
            [name],
        ).fetchone()
        assert left == (0,), "nothing stays connected"


@pytest.mark.slow
def test_6_and_7_a_person_of_many_rows_is_never_one_value_in_our_store(office: Office) -> None:
    rows = [(1000 + n, 1, "cart", n, "2026-03-01", None, "n" * 100) for n in range(20_000)]
    shop.insert(office.url, [("orders", rows)])
    unit = office.ready(right="disclosure")
    assert office.run("request", "apply", unit).code == 0
    assert office.run("request", "bundle", unit, "--out", str(office.folder / "answer")).code == 0
    with closing(sqlite3.connect(office.store)) as database:
        tables = [
            r[0] for r in database.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in tables:
            for row in database.execute(f"SELECT * FROM {table}"):
                assert all(len(str(value)) < 100_000 for value in row), table


def test_8_and_9_a_request_that_waits_for_a_person_stays_as_it_is(office: Office) -> None:
    unit = office.open("--subject", "phone=03-5555-6666")
    for _ in range(3):
        assert office.run("request", "plan", unit).code == 2
        assert office.run("sweep").code == 0
    state = office.run("request", "show", unit).json["requests"][0]
    assert (state["state"], state["found"]) == ("several", "several")
    assert office.run("request", "apply", unit).code == 2


@pytest.mark.slow
def test_10_our_store_is_not_locked_while_a_company_database_works(office: Office) -> None:
    unit = office.ready()
    with closing(sqlite3.connect(shop.path_of(office.url))) as other:
        other.execute("BEGIN IMMEDIATE")
        assert (
            office.run(
                "request", "open", "--right", "disclosure", "--subject", "email=jiro@example.jp"
            ).code
            == 0
        )
        other.rollback()
    assert office.run("request", "apply", unit).code == 0


@pytest.mark.slow
def test_11_a_disclosure_never_holds_what_a_deletion_counted(
    office: Office, tmp_path: Path
) -> None:
    told, gone = office.ready(right="disclosure"), office.ready()
    first = office.run("request", "apply", told).json
    assert office.run("request", "apply", gone).code == 0
    assert office.run("request", "apply", told).json == first
    assert {s["action"] for s in first["steps"]}.isdisjoint({"delete", "anonymise", "unlink"})


@pytest.mark.slow
def test_12_a_table_without_a_primary_key_is_erased_too(
    sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.fill(sql_url)
    shop.execute(sql_url, ["CREATE TABLE visit (customer_id INTEGER, page VARCHAR(40))"])
    shop.insert(sql_url, [("visit", [(1, "/a"), (1, "/a"), (2, "/a"), (None, "/b")])])
    datamap = (
        shop.MAP + "  visit: {edges: [{to: customer, via: customer_id}], fields: {page: none}}\n"
    )
    office = make_office(tmp_path, sql_url, capsys, datamap=datamap)
    said = office.run("request", "apply", office.ready())
    assert said.code == 0, said.out + said.err
    assert shop.dump(sql_url)["visit"] == [("2", "/a"), ("NULL", "/b")]


def test_13_rows_are_deleted_in_the_order_of_their_keys_on_every_database(
    any_office: Office,
) -> None:
    said = any_office.run("request", "apply", any_office.ready())
    assert said.code == 0
    assert {s["table"] for s in said.json["steps"] if s["action"] == "delete"} >= {
        "customer", "orders", "order_line", "customer_address",
    }  # fmt: skip


@pytest.mark.slow
def test_14_the_plan_shows_before_anything_runs_what_would_go_and_nothing_more_goes(
    any_office: Office,
) -> None:
    office = any_office
    before = shop.dump(office.url)
    unit = office.open_for(shop.EMAIL)
    plan = office.approve(unit)
    assert shop.dump(office.url) == before
    assert office.run("request", "apply", unit).code == 0
    after = shop.dump(office.url)
    gone = {name: len(before[name]) - len(after[name]) for name in before}
    planned = {t["table"]: t["delete"] for t in plan["tables"]}
    assert gone == {name: planned.get(name, 0) for name in before}


@pytest.mark.slow
def test_15_an_anonymised_address_is_still_an_address(
    sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.fill(sql_url)
    datamap = shop.MAP.replace(
        "    on_erase: delete\n  orders", "    on_erase: {anonymise: {email: token}}\n  orders"
    )
    office = make_office(tmp_path, sql_url, capsys, datamap=datamap)
    said = office.run("request", "apply", office.ready())
    assert said.code in (0, 1), said.out + said.err
    row = next(r for r in shop.dump(sql_url)["customer"] if r[0] == "1")
    assert "anako" not in row[1]
    assert row[1].count("@") == 1


@pytest.mark.slow
def test_16_and_17_the_ledger_keeps_who_approved_and_every_step(office: Office) -> None:
    unit = office.ready()
    assert office.run("request", "apply", unit).code == 0
    with closing(sqlite3.connect(office.store)) as database:
        leaves = [json.loads(r[0]) for r in database.execute("SELECT leaf FROM evidence_entry")]
    kinds = [leaf["kind"] for leaf in leaves]
    for kind in (
        "request-received", "plan-made", "plan-approved", "deletion-began",
        "deletion-read-back", "receipt",
    ):  # fmt: skip
        assert kinds.count(kind) == 1, kind
    assert next(x for x in leaves if x["kind"] == "plan-approved")["body"]["by"] == "K"
    steps = next(x for x in leaves if x["kind"] == "deletion-read-back")["body"]["steps"]
    assert {s["table"] for s in steps} >= {"customer", "orders", "review", "event"}


def test_probe_a_constraint_never_leaves_a_person_half_erased(
    sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A constraint that the plan cannot see: a trigger that forbids one of the updates."""
    shop.fill(sql_url)
    office = make_office(tmp_path, sql_url, capsys)
    unit = office.ready()
    _forbid(sql_url)
    before = shop.dump(sql_url)
    said = office.run("request", "apply", unit)
    assert said.code in (1, 2), said.out
    assert shop.dump(sql_url) == before
    if said.code == 1:
        assert said.json["complete"] is False
        assert {s["outcome"] for s in said.json["steps"]} <= {"failed", "not_attempted"}


def _forbid(url: str) -> None:
    if url.startswith("sqlite"):
        body = "BEGIN SELECT RAISE(ABORT, 'no'); END"
        shop.execute(url, [f"CREATE TRIGGER nope BEFORE DELETE ON customer {body}"])
    elif url.startswith("postgresql"):
        shop.execute(
            url,
            [
                (
                    "CREATE FUNCTION nope() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'no'; END $$"
                ),
                "CREATE TRIGGER nope BEFORE DELETE ON customer FOR EACH ROW EXECUTE FUNCTION nope()",
            ],
        )
    else:
        shop.execute(
            url,
            [
                (
                    "CREATE TRIGGER nope BEFORE DELETE ON customer FOR EACH ROW "
                    "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'no'"
                )
            ],
        )
