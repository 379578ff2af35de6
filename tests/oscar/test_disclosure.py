"""One customer's disclosure is complete against rows that were counted through Django's models."""

import hashlib
import json
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.oscar.desk import Desk, desk
from tests.oscar.people import Customer, customer, customers, needles
from tests.oscar.prepared import sqlite_shop
from tests.oscar.rows import all_rows

pytestmark = pytest.mark.slow

LOOKED_AT = (
    "everything",
    "many_rows",
    "old_orders",
    "only_session",
    "reviewer",
    "shared_address_a",
    "guest_before",
    "invited",
    "account_only",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers to one batch of disclosures."""

    desk: Desk
    folder: Path
    refs: dict[str, str]

    def data(self, role: str) -> dict[str, list[dict[str, Any]]]:
        read = json.loads((self.of(role) / "data.json").read_text("utf-8"))
        tables: dict[str, list[dict[str, Any]]] = read["systems"]["shop"]
        return tables

    def of(self, role: str) -> Path:
        return self.folder / self.refs[role]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    folder = tmp_path_factory.mktemp("answered")
    made = desk(folder, f"sqlite:///{sqlite_shop()}")
    unit, refs = made.ask_for("disclosure", [customer(role).email for role in LOOKED_AT])
    report = made.carry_out(unit)
    assert report["complete"] is True
    made.must("request", "bundle", unit, "--out", str(folder / "answers"))
    found = dict(zip(LOOKED_AT, refs, strict=True))
    return Answered(desk=made, folder=folder / "answers", refs=found)


@pytest.mark.parametrize("role", LOOKED_AT)
def test_the_answer_holds_every_row_that_leads_to_the_customer(
    role: str, answered: Answered
) -> None:
    held = {table: len(rows) for table, rows in answered.data(role).items() if rows}
    assert held == customer(role).rows


@pytest.mark.parametrize("role", LOOKED_AT)
def test_what_a_customer_told_the_shop_stands_in_the_answer_and_nobody_elses_does(
    role: str, answered: Answered
) -> None:
    everything = "\n".join(
        path.read_text("utf-8") for path in answered.of(role).rglob("*") if path.is_file()
    )
    mine = customer(role)
    assert mine.email in everything
    for other in customers():
        if other.email != mine.email and not _met(mine, other):
            assert {n for n in needles(other.email) if n in everything} == set(), other.role


def _met(mine: Customer, other: Customer) -> bool:
    """The shop's staff wrote about one of them on the other's order."""
    return {mine.role, other.role} <= {"many_rows", "mentioned"} or (
        {mine.role, other.role} == {"shared_address_a", "shared_address_b"}
    )


def test_a_session_is_disclosed_to_whom_it_belongs(answered: Answered) -> None:
    (session,) = answered.data("only_session")["django_session"]
    stored = all_rows(f"sqlite:///{sqlite_shop()}")["django_session"][(session["session_key"],)]
    assert session["session_data"] in stored


def test_the_manifest_names_every_file_and_its_hash(answered: Answered) -> None:
    folder = answered.of("everything")
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    named = {entry["name"]: entry["sha256"] for entry in manifest["files"]}
    there = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert named == there


def test_only_their_owner_may_read_the_files(answered: Answered) -> None:
    modes = {stat.S_IMODE(path.stat().st_mode) for path in answered.of("everything").rglob("*")}
    assert modes == {0o600, 0o700}


def test_a_disclosure_changes_nothing_and_says_no_personal_value(answered: Answered) -> None:
    said = "\n".join(answered.desk.heard)
    kept = answered.desk.everything_kept()
    for role in LOOKED_AT:
        for needle in needles(customer(role).email):
            assert needle not in said
            assert needle.encode() not in kept
