"""A row that was named goes, whoever else owns it, on every database; no other row does."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.faults import shop
from tests.faults.workspace import Office, make_office


@pytest.fixture
def office(sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    shop.fill(sql_url)
    return make_office(tmp_path, sql_url, capsys)


def reviews(office: Office) -> tuple[int, int]:
    """The first review, and how many there are."""
    url = office.url.replace("mysql://", "mysql+pymysql://")
    engine = sa.create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        row = connection.execute(sa.text("SELECT MIN(id), COUNT(*) FROM review")).one()
    engine.dispose()
    return int(row[0]), int(row[1])


def test_a_named_row_is_planned_approved_and_erased_on_every_database(office: Office) -> None:
    first, before = reviews(office)
    at = ["--at", f"shop:review:id={first}"]
    case = office.run("gateway", "found", "add", "acme", "--group", "health", *at).json["case"]
    assert (
        f"upheld gateway found approve {case}" in office.speak("gateway", "found", "plan", case).out
    )
    plan = office.run("gateway", "found", "plan", case).json
    assert [(t["table"], t["delete"]) for t in plan["tables"]] == [("review", 1)]
    hash_ = plan["plan_sha256"]
    assert office.run("gateway", "found", "erase", case).code == 2
    office.run("gateway", "found", "approve", case, "--plan", hash_, "--by", "Sato")
    assert reviews(office) == (first, before)
    done = office.run("gateway", "found", "erase", case)
    assert (done.code, done.json["closed"]) == (0, True)
    assert reviews(office)[1] == before - 1
    assert reviews(office)[0] != first
    assert office.run("gateway", "found", "list").json == []
