"""INVARIANT: price, plan and quotas are the same before and after each kind of request."""

import sqlite3
from contextlib import closing

import pytest

from tests.desk.conftest import Founded
from tests.desk.driving import Desk
from upheld.desk.clocks import offered
from upheld.desk.kinds import KINDS
from upheld.policy.language.rights import RightKind


@pytest.fixture
def desk(found: Founded) -> Desk:
    """A business customer whose contract has a price, a plan and quotas."""
    drill = found("b2b-platform")
    with closing(sqlite3.connect(drill.folder / "data" / "app.db")) as database:
        database.executescript(
            "CREATE TABLE terms (organisation_id INTEGER PRIMARY KEY, price INTEGER, plan TEXT,"
            " quota INTEGER); INSERT INTO terms SELECT id, 9800, plan, 500 FROM organisation;"
        )
    path = drill.folder / "datamap" / "app.yaml"
    text = path.read_text("utf-8").replace(
        "tables:\n", 'tables:\n  terms: {none: "what a company pays for and may use"}\n', 1
    )
    path.write_text(text, "utf-8")
    drill.open()
    return Desk(drill)


def _terms(desk: Desk) -> list[object]:
    return [
        *desk.rows("app", "SELECT * FROM terms ORDER BY 1"),
        *desk.rows("app", "SELECT * FROM organisation ORDER BY 1"),
    ]


@pytest.mark.slow
def test_price_plan_and_quotas_stay_whatever_is_asked(desk: Desk) -> None:
    before = _terms(desk)
    policy = desk.drill.office.company.policy
    asked: list[RightKind] = []
    for number, (right, kind) in enumerate(KINDS.items(), start=1):
        line = offered(policy, right, kind.residence)
        if line is None or not line.offered:
            continue
        ((email,),) = desk.rows("app", "SELECT email FROM member WHERE id = ?", number)
        changes = {"employment.job_title": "編集長"} if kind.by == "correction" else {}
        reference = desk.ask(
            right, subject={"email": email}, residence=kind.residence, changes=changes
        )
        _whole_way(desk, reference)
        asked.append(right)
        assert desk.case(reference).state in ("answered", "closed"), right
        assert _terms(desk) == before, right
    assert len(asked) >= 14


def _whole_way(desk: Desk, reference: str) -> None:
    desk.work()
    if desk.case(reference).state == "identified":
        desk.decide(reference, explanation="ご意見を承りました。")
        desk.work()
    if desk.case(reference).state == "planned":
        desk.approve(reference)
        desk.work()
