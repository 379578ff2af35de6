"""One customer of a real application is deleted by commands; what happened is read apart from us."""

import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oscar.by_hand import erase
from tests.oscar.desk import Desk, desk, rows_of
from tests.oscar.people import all_text, customer, needles
from tests.oscar.prepared import answers, sqlite_copy, sqlite_shop
from tests.oscar.rows import Table, all_rows, changed, counted, gone

pytestmark = pytest.mark.slow

MARKERS = {"[erased]": "*", "[redacted]": "*"}  # how the hand and the engine empty a name


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """A deletion that has been carried out."""

    desk: Desk
    shop: Path
    email: str
    ref: str
    plan: dict[str, Any]
    report: dict[str, Any]

    @property
    def url(self) -> str:
        return f"sqlite:///{self.shop}"


def deleted(folder: Path, role: str, code: int = 0, *, in_processes: bool = False) -> Deleted:
    shop = sqlite_copy(folder)
    made = desk(folder, f"sqlite:///{shop}", in_processes=in_processes)
    email = customer(role).email
    ref = made.ask("deletion", email)
    plan = made.plan(ref)
    report = made.must("request", "apply", ref, code=code)
    return Deleted(desk=made, shop=shop, email=email, ref=ref, plan=plan, report=report)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Deleted:
    """The customer with a row in every table, deleted once for all tests that only look."""
    return deleted(tmp_path_factory.mktemp("everything"), "everything", in_processes=True)


@pytest.fixture(scope="module")
def before() -> dict[str, Table]:
    return all_rows(f"sqlite:///{sqlite_shop()}")


def unmarked(rows: Table) -> Table:
    """Rows in which both words for an emptied text read the same."""
    return {
        key: tuple(MARKERS.get(value, value) if isinstance(value, str) else value for value in row)
        for key, row in rows.items()
    }


def query(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql).fetchall()


def change(path: Path, sql: str, *values: object) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(sql, values)
        connection.commit()


def test_the_plan_reaches_exactly_the_rows_that_lead_to_the_customer(everything: Deleted) -> None:
    acted = ("delete", "anonymise", "unlink", "retain", "keep")
    reached = {t["table"]: sum(t[action] for action in acted) for t in everything.plan["tables"]}
    assert {t: rows for t, rows in reached.items() if rows} == customer("everything").rows


def test_every_step_is_read_back_and_the_whole_is_complete(everything: Deleted) -> None:
    assert everything.report["complete"] is True
    assert everything.report["residue"] == "clean"
    assert {step["outcome"] for step in everything.report["steps"]} == {"verified", "retained"}


def test_an_invoiced_order_stays_for_its_period_and_an_older_one_is_only_anonymised(
    everything: Deleted, before: dict[str, Table]
) -> None:
    retained = [s for s in everything.report["steps"] if s["outcome"] == "retained"]
    (order,) = [s for s in retained if s["table"] == "order_order"]
    assert (order["rows"], order["clause"], order["until"]) == (1, "4.1", "2033-06-03")
    columns = "user_id, guest_email, basket_id, number, total_incl_tax, status, date_placed"
    email = everything.email
    mine = query(
        sqlite_shop(),
        f"SELECT id FROM order_order WHERE user_id = (SELECT id FROM auth_user WHERE email = '{email}')",
    )
    listed = ", ".join(str(key) for (key,) in mine)
    rows = query(everything.shop, f"SELECT {columns} FROM order_order WHERE id IN ({listed})")
    assert len(rows) == len(mine) == 3
    assert {row[:3] for row in rows} == {(None, "", None)}
    was = query(sqlite_shop(), f"SELECT {columns} FROM order_order WHERE id IN ({listed})")
    assert [row[3:] for row in rows] == [row[3:] for row in was]  # the books are as they were


def test_the_review_stays_without_its_author(everything: Deleted) -> None:
    shop, email = sqlite_shop(), everything.email
    (written,) = query(
        shop,
        "SELECT r.id, r.title, r.body FROM reviews_productreview r"
        f" JOIN auth_user u ON u.id = r.user_id WHERE u.email = '{email}'",
    )
    left = query(
        everything.shop,
        "SELECT id, title, body, user_id, name, email, homepage FROM reviews_productreview"
        f" WHERE id = {written[0]}",
    )
    assert left == [(*written, None, "", "", "")]


def test_the_engine_leaves_what_a_deletion_by_hand_leaves(
    everything: Deleted, before: dict[str, Table], tmp_path: Path
) -> None:
    by_hand = sqlite_copy(tmp_path)
    erase(by_hand, everything.email)
    hand, engine = all_rows(f"sqlite:///{by_hand}"), all_rows(everything.url)
    assert counted(gone(hand, engine)) == {"django_session": 1}  # which SQL cannot read
    assert gone(engine, hand) == {}
    shared = [t for t in hand if t != "django_session"]
    assert [t for t in shared if unmarked(hand[t]) != unmarked(engine[t])] == []
    assert counted(changed(before, hand))["order_order"] == 3  # and hand did something


def test_rows_of_everybody_else_are_equal_byte_for_byte(
    everything: Deleted, before: dict[str, Table]
) -> None:
    after = all_rows(everything.url)
    touched = Counter(counted(gone(before, after))) + Counter(counted(changed(before, after)))
    mine = customer("everything").rows
    assert {table: rows for table, rows in touched.items() if rows > mine.get(table, 0)} == {}
    assert gone(after, before) == {}  # and nothing was written that was not there


def test_the_shop_goes_on_working_after_the_deletion(everything: Deleted, tmp_path: Path) -> None:
    visited = shutil.copy(everything.shop, tmp_path / "visited.sqlite")
    pages = answers(f"sqlite:///{visited}")
    assert [page for page in pages if page[1] != 200] == []
    addresses = " ".join(address for address, _ in pages)
    for part in (
        "/dashboard/orders/K",
        "/catalogue/",
        "/reviews/",
        "/accounts/orders/K",
        "order was placed",
    ):
        assert part in addresses, part


def test_every_reference_still_holds(everything: Deleted) -> None:
    assert query(everything.shop, "PRAGMA foreign_key_check") == []


def test_no_text_of_the_database_names_the_person_any_more(everything: Deleted) -> None:
    text = all_text(everything.shop)
    assert {needle for needle in needles(everything.email) if needle in text} == set()


def test_no_personal_value_stands_in_what_we_keep_or_say(everything: Deleted) -> None:
    everything.desk.must("request", "show", everything.ref)
    everything.desk.must("request", "list")
    said = "\n".join(everything.desk.heard)
    kept = everything.desk.everything_kept()
    assert len(kept) > 50_000
    for needle in needles(everything.email) | {everything.email.upper()}:
        assert needle not in said
        assert needle.encode() not in kept
        assert needle.encode("unicode_escape") not in kept


def test_the_receipt_is_verified_by_one_file_that_needs_no_installation(
    everything: Deleted, tmp_path: Path
) -> None:
    bundle = tmp_path / "receipt"
    everything.desk.must("receipt", everything.ref, "--out", str(bundle))
    key = shutil.copy(everything.desk.folder / "upheld.pub", tmp_path / "from_the_company.pub")
    (receipt,) = bundle.glob("R-*.json")

    def verify(path: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [
                sys.executable,
                "-I",
                "-S",
                str(bundle / "verifier.py"),
                str(path),
                "--key",
                str(key),
            ],
            cwd=tmp_path,
            env={"PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )

    assert verify(receipt).returncode == 0
    forged = tmp_path / "forged.json"
    forged.write_bytes(receipt.read_bytes().replace(b'"rows":3', b'"rows":4', 1))
    assert verify(forged).returncode == 5
    everything.desk.must("ledger", "check")


def test_a_completed_order_is_emptied_once_its_period_is_over(tmp_path: Path) -> None:
    made = desk(tmp_path, f"sqlite:///{sqlite_shop()}")
    ref = made.ask("deletion", customer("recent_complete").email)

    def orders(*words: str) -> dict[str, Any]:
        tables = made.must("request", "plan", ref, *words)["tables"]
        return next(t for t in tables if t["table"] == "order_order")

    assert orders()["retain"] == 1
    until = orders()["until"]
    assert orders("--as-of", until)["retain"] == 1
    later = f"{int(until[:4]) + 1}{until[4:]}"
    assert (orders("--as-of", later)["retain"], orders("--as-of", later)["anonymise"]) == (0, 1)


@pytest.mark.parametrize(
    "role",
    ["old_orders", "open_order", "mixed_orders", "reviewer", "voter", "many_rows", "guest_before"],
)
def test_other_kinds_of_customer_end_as_by_hand(
    role: str, before: dict[str, Table], tmp_path: Path
) -> None:
    done = deleted(tmp_path, role)
    by_hand = tmp_path / "hand.sqlite"
    shutil.copy(sqlite_shop(), by_hand)
    erase(by_hand, done.email)
    hand, engine = all_rows(f"sqlite:///{by_hand}"), all_rows(done.url)
    del hand["django_session"]
    sessions = gone(before, engine).get("django_session", set())
    assert len(sessions) == customer(role).rows.get("django_session", 0)
    assert changed(before, {**before, "django_session": engine.pop("django_session")}) == {}
    assert [t for t in hand if unmarked(hand[t]) != unmarked(engine[t])] == []


def test_a_shipping_address_that_two_orders_share_stays_for_the_other(
    before: dict[str, Table], tmp_path: Path
) -> None:
    done = deleted(tmp_path, "shared_address_a", code=0)
    shared = query(
        sqlite_shop(),
        "SELECT shipping_address_id FROM order_order GROUP BY shipping_address_id HAVING count(*) > 1"
        " AND shipping_address_id IS NOT NULL",
    )
    after = all_rows(done.url)
    for (key,) in shared:
        assert after["order_shippingaddress"][(key,)] == before["order_shippingaddress"][(key,)]
    (address,) = [t for t in done.plan["tables"] if t["table"] == "order_shippingaddress"]
    assert address["shared"] == 1


def test_a_name_in_somebody_elses_note_is_found_and_the_deletion_is_not_complete(
    before: dict[str, Table], tmp_path: Path
) -> None:
    done = deleted(tmp_path, "mentioned", code=1)
    assert done.report["complete"] is False
    assert done.report["residue"] == "found"
    after = all_rows(done.url)
    assert after["order_ordernote"] == before["order_ordernote"]  # found, and never changed
    out = tmp_path / "receipt.json"
    done.desk.must("receipt", done.ref, "--out", str(out))
    assert '"shop/order_ordernote.message":1' in out.read_text("utf-8")


def test_two_accounts_apart_only_in_letter_case_are_refused_until_one_is_chosen(
    before: dict[str, Table], tmp_path: Path
) -> None:
    shop = sqlite_copy(tmp_path)
    made = desk(tmp_path, f"sqlite:///{shop}")
    lower, upper = customer("twin_lower").email, customer("twin_upper").email
    ref = made.ask("deletion", upper)
    refused = made.upheld("request", "plan", ref)
    assert refused.code == 2
    for needle in needles(lower) | needles(upper):
        assert needle not in refused.out + refused.err
        assert needle.lower() not in (refused.out + refused.err).lower()
    assert all_rows(f"sqlite:///{shop}") == before
    made.must("request", "choose", ref, "--person", "1")
    report = made.carry_out(ref)  # the other twin's own row is no residue
    assert rows_of(report, "delete")["auth_user"] == 1
    left = query(shop, "SELECT email FROM auth_user WHERE lower(email) = 'twin.of.two@example.jp'")
    assert len(left) == 1


def test_a_guest_known_only_by_an_address_is_found(
    before: dict[str, Table], tmp_path: Path
) -> None:
    shop = sqlite_copy(tmp_path)
    made = desk(tmp_path, f"sqlite:///{shop}")
    report = made.delete("Waiting005@Example.com")
    assert report["complete"] is True
    assert counted(gone(before, all_rows(f"sqlite:///{shop}"))) == {
        "communication_email": 1,
        "customer_productalert": 1,
    }


def test_a_guests_order_is_emptied_and_the_session_that_holds_the_address_goes(
    before: dict[str, Table], tmp_path: Path
) -> None:
    shop = sqlite_copy(tmp_path)
    made = desk(tmp_path, f"sqlite:///{shop}")
    email = "guest001@example.com"
    orders = query(shop, f"SELECT id FROM order_order WHERE guest_email = '{email}'")
    report = made.delete(email)
    assert report["complete"] is True
    after = all_rows(f"sqlite:///{shop}")
    assert counted(gone(before, after))["django_session"] == 1
    assert changed(before, after)["order_order"] == set(orders)
    assert email not in all_text(shop)


def test_somebody_unknown_is_proven_absent_and_nothing_is_written(
    before: dict[str, Table], tmp_path: Path
) -> None:
    shop = sqlite_copy(tmp_path)
    made = desk(tmp_path, f"sqlite:///{shop}")
    ref = made.ask("deletion", "nobody.at.all@example.org")
    (person,) = made.plan(ref)["people"]
    assert (person["found"], person["absence"]) == ("none", "proven")
    assert made.must("request", "apply", ref)["complete"] is True
    assert all_rows(f"sqlite:///{shop}") == before


def test_a_session_that_cannot_be_read_is_counted_as_not_proven(tmp_path: Path) -> None:
    shop = sqlite_copy(tmp_path)
    change(
        shop,
        "INSERT INTO django_session (session_key, session_data, expire_date) VALUES (?, ?, ?)",
        "unreadable",
        "gAWVCgAAAAAAAAB9lIwBYZRLAXMu",
        "2046-01-01 00:00:00",
    )
    made = desk(tmp_path, f"sqlite:///{shop}")
    plan = made.plan(made.ask("deletion", customer("account_only").email))
    assert plan["not_proven"] == ["shop/django_session: 1 row(s) could not be decoded"]


def test_an_order_without_any_account_and_address_is_nobodys(tmp_path: Path) -> None:
    """An order emptied before (`guest_email` is '') shares an address row with a customer."""
    shop = sqlite_copy(tmp_path)
    email = customer("recent_complete").email
    (address,) = query(
        shop,
        "SELECT o.shipping_address_id FROM order_order o JOIN auth_user u ON u.id = o.user_id"
        f" WHERE u.email = '{email}'",
    )[0]
    change(
        shop,
        "UPDATE order_order SET shipping_address_id = ?, user_id = NULL, guest_email = ''"
        " WHERE id = (SELECT max(id) FROM order_order WHERE user_id IS NOT NULL AND status = 'Pending')",
        address,
    )
    made = desk(tmp_path, f"sqlite:///{shop}")
    tables = made.plan(made.ask("deletion", email))["tables"]
    (planned,) = [t for t in tables if t["table"] == "order_shippingaddress"]
    assert (planned["anonymise"], planned["shared"]) == (1, 0)
