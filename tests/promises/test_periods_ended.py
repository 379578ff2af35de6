"""A retention promise is kept by a fresh sweep that left nothing, and by nothing else."""

import datetime as dt
from dataclasses import replace

import pytest

from tests.faults.workspace import Office, at
from tests.promises.test_board import NOW, policy_of
from tests.retention.conftest import office as office  # noqa: PLC0414 - a fixture of that room
from tests.retention.sweeping import approved, due, swept
from upheld.policy.rules.rule import Finding
from upheld.promises.board import compute
from upheld.promises.facts import Facts, Swept
from upheld.refusal import Where
from upheld.wording import Text

POLICY = policy_of("b2b-platform")
RULE = next(n for n, r in POLICY.retention.items() if r.keep.period and not r.procedure)
CLAUSE = POLICY.retention[RULE].c[0]
A_WEEK_AGO = NOW - dt.timedelta(days=7)
WELL = Facts(now=NOW, checked_stores=True, carried=frozenset({RULE}))
OVERDUE = Finding(
    code="UPH213", name="kept-too-long", severity="error", what=Text(en="3 row(s) of `t`", ja="`t` の 3 行"),
    where=Where(file="datamap/shop.yaml", clause=CLAUSE), remedy=Text(en="r", ja="r"),
)  # fmt: skip


def seen(facts: Facts) -> tuple[str, str | None]:
    """State and evidence of the rule's control."""
    clause = next(c for c in compute(POLICY, facts).clauses if c.id == CLAUSE)
    line = f"retention.{RULE}"
    one = next(
        c
        for c in clause.controls
        if c.control.id == "kept-no-longer" and ".".join(map(str, c.line.path)) == line
    )
    return one.seen.state, one.seen.evidence


def after(left: int | None, *, held: int = 0, when: dt.datetime = A_WEEK_AGO) -> Facts:
    return replace(WELL, swept=Swept(at=when, entry=31, rules={RULE: (left, held)}))


def test_a_fresh_sweep_that_left_nothing_keeps_the_promise_and_is_its_evidence() -> None:
    assert seen(after(0)) == ("kept", "ledger:31")
    assert seen(after(0, held=4)) == ("kept", "ledger:31")


def test_rows_that_were_left_break_it_and_a_place_nobody_saw_puts_it_at_risk() -> None:
    assert seen(after(2)) == ("broken", "ledger:31")
    assert seen(after(None)) == ("at_risk", "ledger:31")


@pytest.mark.parametrize(("days", "state"), [(31, "kept"), (32, "at_risk")])
def test_a_sweep_is_evidence_for_31_days(days: int, state: str) -> None:
    assert seen(after(0, when=NOW - dt.timedelta(days=days))) == (state, "ledger:31")


def test_without_any_sweep_it_is_at_risk_and_older_rows_break_it() -> None:
    assert seen(WELL)[0] == "at_risk"
    assert seen(replace(WELL, findings=(OVERDUE,)))[0] == "broken"


def test_rows_that_came_due_since_a_clean_sweep_put_it_at_risk() -> None:
    assert seen(replace(after(0), findings=(OVERDUE,)))[0] == "at_risk"
    old = NOW - dt.timedelta(days=40)
    assert seen(replace(after(0, when=old), findings=(OVERDUE,)))[0] == "broken"


@pytest.mark.slow
def test_the_board_of_a_workspace_follows_its_sweeps(office: Office) -> None:
    def state() -> str:
        board = office.run("promises").json
        (clause,) = (c for c in board["clauses"] if c["id"] == "8.1")
        (control,) = (c for c in clause["controls"] if c["id"] == "kept-no-longer")
        return str(control["state"])

    assert due(office)["orders"]["rows"] == 1
    assert state() == "broken"
    approved(office)
    assert state() == "broken", "an approval deletes nothing"
    assert swept(office).code == 0
    assert state() == "kept"
    at("2026-12-30T09:00:00+09:00")
    assert state() == "at_risk"
    assert office.run("retention", "plan").json["due"] == []
    assert state() == "kept", "that nothing was due is evidence too"
