"""Rows that an application writes for a person while, or after, the person is erased."""

import random
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office

GUARDED = shop.MAP.replace(
    "event: {edges: [{to: customer, via: customer_id}],",
    "event: {guard: trigger, edges: [{to: customer, via: customer_id}],",
).replace("  orders:\n", "  orders:\n    guard: trigger\n")
LEVELS = {
    "READ COMMITTED": psycopg.IsolationLevel.READ_COMMITTED,
    "REPEATABLE READ": psycopg.IsolationLevel.REPEATABLE_READ,
}
GRANTS = ("SELECT, INSERT ON event", "SELECT, INSERT ON orders", "SELECT ON customer")
ROUNDS = 40
CROWD = 1000


def people(count: int) -> list[tuple[str, Sequence[tuple[object, ...]]]]:
    """Customers without a telephone, each with an event and a cart."""
    numbers = range(1, count + 1)
    return [
        ("customer", [(n, f"person{n}@example.jp", f"P{n}", None) for n in numbers]),
        ("orders", [(n, n, "cart", 1, "2026-03-01", None, None) for n in numbers]),
        ("event", [(n, n, "login") for n in numbers]),
    ]


class Writer(threading.Thread):
    """An application that goes on writing for the people, whatever happens to them."""

    def __init__(self, url: str, number: int, level: str, count: int) -> None:
        super().__init__()
        self.url, self.number, self.level, self.count = url, number, level, count
        self.stopped = threading.Event()
        self.ended: Counter[str] = Counter()

    def run(self) -> None:
        chance = random.Random(self.number)
        row = 1_000_000 * (self.number + 1)
        with psycopg.connect(self.url) as connection:
            connection.isolation_level = LEVELS[self.level]
            while not self.stopped.is_set():
                row += 1
                person = chance.randint(1, self.count)
                try:
                    with connection.transaction():
                        connection.execute("SELECT count(*) FROM customer WHERE id = %s", [person])
                        time.sleep(chance.random() / 50)
                        connection.execute("INSERT INTO event VALUES (%s, %s, 'x')", [row, person])
                        connection.execute(
                            "INSERT INTO orders (id, customer_id, status) VALUES (%s, %s, 'cart')",
                            [row, person],
                        )
                    self.ended["written"] += 1
                except psycopg.Error as error:
                    self.ended[error.sqlstate or "?"] += 1


@pytest.fixture
def crowd(
    fresh_database: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Office:
    """A guarded office of a thousand people on PostgreSQL."""
    url = fresh_database("postgresql")
    shop.fill(url, people(CROWD))
    office = make_office(tmp_path, url, capsys, datamap=GUARDED)
    assert office.run("guard", "install", "shop", "--yes").code == 0
    return office


@pytest.mark.slow
@pytest.mark.parametrize(
    ("writers", "level"), [(writers, level) for writers in (1, 8) for level in LEVELS]
)
def test_no_row_is_left_of_a_thousand_people_when_the_guard_stands(
    writers: int, level: str, crowd: Office, restricted_url: Callable[[str, Sequence[str]], str]
) -> None:
    office, url, count, tmp_path = crowd, crowd.url, CROWD, crowd.folder
    listed = tmp_path / "people.csv"
    listed.write_text("customer_id\n" + "".join(f"{n}\n" for n in range(1, count + 1)))
    unit = office.open("--subjects-file", str(listed))
    role = restricted_url(url, GRANTS)
    running = [Writer(role, n, level, count) for n in range(writers)]
    for writer in running:
        writer.start()
    try:
        _until_done(office, unit)
    finally:
        for writer in running:
            writer.stopped.set()
        for writer in running:
            writer.join(30)
    ended: Counter[str] = sum((writer.ended for writer in running), Counter())
    left = shop.dump(url)
    assert (left["event"], left["orders"], left["customer"]) == ([], [], [])
    assert ended["written"], "nobody wrote anything: this shows nothing"
    assert ended["UPH01"], ended
    # A snapshot older than the erasure cannot even look at the tombstone.
    allowed = {"written", "UPH01"} | ({"40001"} if level == "REPEATABLE READ" else set())
    assert set(ended) <= allowed, ended


def _until_done(office: Office, unit: str) -> None:
    """Plan, approve, apply; who was written for in between drops out and is planned again."""
    for _ in range(ROUNDS):
        plan = office.run("request", "plan", unit)
        assert plan.code in (0, 4), plan.err
        office.run("request", "approve", unit, "--plan", plan.json["plan_sha256"], "--by", "K")
        said = office.run("request", "apply", unit)
        if said.code == 0:
            return
        assert '"plan-stale"' in said.err or '"not_attempted"' in said.out, said.out + said.err
    raise AssertionError(f"not done after {ROUNDS} rounds: {said.out}")


@pytest.fixture
def guarded_office(sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    shop.fill(sql_url)
    office = make_office(tmp_path, sql_url, capsys, datamap=GUARDED)
    assert office.run("guard", "install", "shop", "--yes").code == 0
    return office


def _refusal(url: str, statement: str) -> str:
    """How the database names the failure of a statement; empty where it does not fail."""
    if url.startswith("postgresql"):
        with psycopg.connect(url) as connection:
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                return error.sqlstate or "?"
            return ""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(shop.path_of(url))) as database:
            try:
                database.execute(statement)
            except sqlite3.IntegrityError as error:
                return str(error)[:5]
            database.commit()
            return ""
    engine = shop.engine_of(url)
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except sa.exc.DBAPIError as error:
        return str(error.orig)
    finally:
        engine.dispose()
    return ""


def test_an_insert_for_an_erased_person_fails_and_others_go_on(guarded_office: Office) -> None:
    office = guarded_office
    unit = office.ready()
    said = office.run("request", "apply", unit)
    assert said.code == 0, said.out + said.err
    late = "INSERT INTO event VALUES (100, 1, 'late')"
    assert "UPH01" in _refusal(office.url, late) or "erased" in _refusal(office.url, late)
    moved = _refusal(office.url, "UPDATE event SET customer_id = 1 WHERE id = 2")
    assert "UPH01" in moved or "erased" in moved
    assert _refusal(office.url, "INSERT INTO event VALUES (101, 2, 'fine')") == ""
    assert _refusal(office.url, "INSERT INTO event VALUES (102, NULL, 'fine')") == ""
    assert {row[1] for row in shop.dump(office.url)["event"]} == {"2", "3", "NULL"}


@pytest.mark.slow
def test_the_receipt_says_that_the_system_was_guarded(guarded_office: Office) -> None:
    import json

    unit = guarded_office.ready()
    assert guarded_office.run("request", "apply", unit).code == 0
    out = guarded_office.folder / "receipt.json"
    assert guarded_office.run("receipt", unit, "--out", str(out)).code == 0
    assert '"guarded":["shop"]' in json.dumps(json.loads(out.read_text())).replace(" ", "")


def test_a_guard_taken_away_lets_the_application_write_again(guarded_office: Office) -> None:
    office = guarded_office
    assert office.run("request", "apply", office.ready()).code == 0
    shown = office.run("guard", "remove", "shop")
    assert shown.json["done"] is False
    assert shown.json["statements"]
    assert office.run("guard", "remove", "shop", "--yes").json["done"] is True
    assert _refusal(office.url, "INSERT INTO event VALUES (100, 1, 'late')") == ""
    assert office.run("map", "check").code == 0


@pytest.mark.slow
def test_a_guard_installed_later_knows_who_was_erased_before(any_office: Office) -> None:
    office = any_office
    (office.folder / "datamap" / "shop.yaml").write_text(GUARDED, encoding="utf-8")
    assert office.run("request", "apply", office.ready()).code == 0
    late = "INSERT INTO event VALUES (100, 1, 'late')"
    shown = office.run("guard", "install", "shop").json
    assert (shown["done"], shown["known"]) == (False, None)
    installed = office.run("guard", "install", "shop", "--yes").json
    assert (installed["known"], installed["unknown"]) == (1, 0)
    assert "UPH01" in _refusal(office.url, late) or "erased" in _refusal(office.url, late)
    assert _refusal(office.url, "INSERT INTO event VALUES (101, 2, 'fine')") == ""
    again = office.run("guard", "install", "shop", "--yes").json
    assert again["known"] == 1
    assert office.run("guard", "remove", "shop", "--yes").json["known"] is None


@pytest.mark.slow
def test_a_guard_says_whom_it_cannot_know_and_never_guards_whom_a_hold_keeps(
    shop_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = make_office(tmp_path, shop_url, capsys, datamap=GUARDED, drill=True)
    at("2026-04-01T09:00:00+09:00")
    assert office.run("request", "apply", office.ready()).code == 0
    held = office.run(
        "hold", "add", "--subject", "email=jiro@example.jp", "--clause", "4.3",
        "--until", "2036-12-31", "--by", "K",
    )  # fmt: skip
    assert held.code == 0, held.err
    office.run("request", "apply", office.ready("jiro@example.jp"))
    at("2036-05-01T09:00:00+09:00")
    assert office.run("sweep").json["forgotten"] >= 1
    said = office.speak("--lang", "en", "guard", "install", "shop", "--yes").out
    assert "1 person(s) erased before are NOT known" in said
    assert _refusal(office.url, "INSERT INTO event VALUES (102, 2, 'fine')") == ""


def test_installing_the_guard_twice_is_as_once_and_is_no_drift(guarded_office: Office) -> None:
    office = guarded_office
    assert office.run("guard", "install", "shop", "--yes").code == 0
    check = office.run("map", "check")
    assert check.code == 0, check.out


def test_a_plan_made_before_the_guard_is_still_good_or_refused_but_never_half_done(
    any_office: Office,
) -> None:
    office = any_office
    (office.folder / "datamap" / "shop.yaml").write_text(GUARDED, encoding="utf-8")
    unit = office.ready()
    before = shop.dump(office.url)
    assert office.run("guard", "install", "shop", "--yes").code == 0
    said = office.run("request", "apply", unit)
    assert said.code in (0, 2), said.out + said.err
    if said.code == 2:
        after = shop.dump(office.url)
        assert {name: after[name] for name in before} == before


@pytest.mark.slow
def test_without_a_guard_a_late_row_is_swept_when_its_time_comes(
    sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.fill(sql_url)
    office = make_office(tmp_path, sql_url, capsys, drill=True)
    at("2026-04-01T09:00:00+09:00")
    assert office.run("request", "apply", office.ready()).code == 0
    shop.insert(sql_url, [("event", [(100, 1, "late")])])
    assert office.run("sweep").json["late_rows"] == 0, "it is not due yet"
    at("2026-04-01T10:00:01+09:00")
    first = office.run("sweep")
    assert (first.code, first.json["late_rows"]) == (0, 1), first.out + first.err
    assert {row[1] for row in shop.dump(sql_url)["event"]} == {"2", "3"}
    shop.insert(sql_url, [("event", [(101, 1, "later")])])
    assert office.run("sweep").json["late_rows"] == 0
    at("2026-04-02T09:00:01+09:00")
    assert office.run("sweep").json["late_rows"] == 1
    assert {row[1] for row in shop.dump(sql_url)["event"]} == {"2", "3"}
