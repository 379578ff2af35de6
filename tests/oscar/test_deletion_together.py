"""A hundred customers in one batch: one plan, one pass over each table, one receipt each."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oscar.by_hand import erase
from tests.oscar.desk import Desk, desk
from tests.oscar.invented import people
from tests.oscar.people import all_text, needles
from tests.oscar.prepared import answers, sqlite_copy, sqlite_shop
from tests.oscar.rows import all_rows, changed, gone
from tests.oscar.test_deletion import unmarked

pytestmark = pytest.mark.slow

MANY = [person.email for person in people()[200:300]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A batch that has been carried out."""

    desk: Desk
    shop: Path
    unit: str
    refs: list[str]
    report: dict[str, Any]


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Batch:
    folder = tmp_path_factory.mktemp("together")
    shop = sqlite_copy(folder)
    made = desk(folder, f"sqlite:///{shop}")
    unit, refs = made.ask_for("deletion", MANY)
    return Batch(desk=made, shop=shop, unit=unit, refs=refs, report=made.carry_out(unit))


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shop = sqlite_copy(tmp_path_factory.mktemp("hand"))
    for email in MANY:
        erase(shop, email)
    return shop


def test_a_hundred_customers_end_as_a_hundred_deletions_by_hand(
    batch: Batch, by_hand: Path
) -> None:
    assert batch.report["complete"] is True
    hand, engine = all_rows(f"sqlite:///{by_hand}"), all_rows(f"sqlite:///{batch.shop}")
    assert set(gone(hand, engine)) == {"django_session"}  # which SQL cannot read
    differing = [t for t in hand if unmarked(hand[t]) != unmarked(engine[t])]
    assert differing == ["django_session"]
    assert changed(hand | {"django_session": {}}, engine | {"django_session": {}}).keys() <= {
        t for t in hand if hand[t] != engine[t]
    }


def test_everybody_of_the_batch_has_a_receipt_of_their_own_that_verifies(
    batch: Batch, tmp_path: Path
) -> None:
    assert len(set(batch.refs)) == 100
    folder = tmp_path / "receipts"
    batch.desk.must("receipt", batch.unit, "--out", str(folder))
    receipts = sorted(folder.glob("R-*.json"))
    assert [path.stem for path in receipts] == sorted(batch.refs)
    key = shutil.copy(batch.desk.folder / "upheld.pub", tmp_path / "company.pub")
    for path in (receipts[0], receipts[49], receipts[99]):
        verified = subprocess.run(
            [
                sys.executable,
                "-I",
                "-S",
                str(folder / "verifier.py"),
                str(path),
                "--key",
                key,
            ],
            capture_output=True,
            check=False,
        )
        assert verified.returncode == 0


def test_a_receipt_of_the_batch_counts_its_own_persons_rows_only(batch: Batch) -> None:
    accounts = []
    for ref in (batch.refs[0], batch.refs[57]):
        steps = batch.desk.must("request", "show", ref)["report"]["steps"]
        accounts += [s["rows"] for s in steps if s["table"] == "auth_user"]
    assert accounts == [1, 1]
    (all_accounts,) = [s for s in batch.report["steps"] if s["table"] == "auth_user"]
    assert all_accounts["rows"] == 100


def test_nothing_of_the_hundred_is_left_in_the_shop_in_our_store_or_in_what_was_said(
    batch: Batch,
) -> None:
    text, kept = all_text(batch.shop), batch.desk.everything_kept()
    said = "\n".join(batch.desk.heard)
    for email in MANY:
        for needle in needles(email):
            assert needle not in text
            assert needle not in said
            assert needle.encode() not in kept


def test_the_shop_goes_on_working_without_a_hundred_customers(batch: Batch, tmp_path: Path) -> None:
    visited = shutil.copy(batch.shop, tmp_path / "visited.sqlite")
    assert [page for page in answers(f"sqlite:///{visited}") if page[1] != 200] == []


def test_people_of_one_batch_who_share_an_address_leave_it_to_nobody(tmp_path: Path) -> None:
    from tests.oscar.people import customer

    shop = sqlite_copy(tmp_path)
    made = desk(tmp_path, f"sqlite:///{shop}")
    both = [customer(role).email for role in ("shared_address_a", "shared_address_b")]
    unit, _ = made.ask_for("deletion", both)
    assert made.carry_out(unit)["complete"] is True
    left = all_text(shop)
    for email in both:
        assert {needle for needle in needles(email) if needle in left} == set()
    assert len(all_rows(f"sqlite:///{sqlite_shop()}")["order_shippingaddress"]) == len(
        all_rows(f"sqlite:///{shop}")["order_shippingaddress"]
    )
