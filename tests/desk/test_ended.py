"""Ended periods are looked for every day and told of; nothing is planned or swept by itself."""

import sqlite3
from contextlib import closing

import pytest

from tests.desk.conftest import Drill, Founded
from upheld.assembly import keeping_of
from upheld.desk import ended
from upheld.desk.letters import store as letters
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.registers import closed
from upheld.registers.closed import SystemClosedError
from upheld.retention import procedure, store
from upheld.retention.procedure import DUE, SWEPT
from upheld.wording import Language

LONG_AFTER = "2036-06-01T05:00:00+09:00"


@pytest.fixture
def drill(found: Founded) -> Drill:
    """A desk whose maps carry periods."""
    return found("b2b-platform")


def _look(drill: Drill, language: Language = "ja") -> list[str]:
    """Look as the timer does; return the subjects of all mail that is promised by now."""
    office = drill.office
    ended.look(office, keeping_of(office.company), language)
    with office.company.engine.connect() as connection:
        found = letters.of_case(connection, office.company.vault, "retention")
    return [letter.subject for letter in found]


def _escalating(drill: Drill) -> None:
    drill.workspace.close()
    with (drill.folder / "upheld.yaml").open("a") as settings:
        settings.write("desk: {escalate_to: [kaede@office.example.jp]}\n")
    drill.open()


@pytest.mark.slow
def test_what_is_due_is_told_once_and_again_in_the_next_month(drill: Drill) -> None:
    _escalating(drill)
    drill.set(LONG_AFTER)
    first = _look(drill)
    assert len(first) == 1
    assert "保存期間" in first[0]
    assert _look(drill) == first, "the second look of a month tells nothing new"
    drill.set("2036-07-01T05:00:00+09:00")
    assert len(_look(drill, "en")) == 1
    assert "Retention periods have ended" in _look(drill, "en")[0]


def test_a_look_leaves_an_officers_approved_plan_and_every_row_as_they_are(drill: Drill) -> None:
    drill.set(LONG_AFTER)
    keeping = keeping_of(drill.office.company)
    _made, sweep = procedure.plan(keeping)
    assert sweep is not None
    procedure.approve(keeping, sweep.ref, sweep.sha256, "K")
    databases = sorted((drill.folder / "data").glob("*.db"))
    before = [_dump(one) for one in databases]
    _look(drill)
    with drill.office.company.engine.connect() as connection:
        assert store.load(connection, sweep.ref).state == "approved"
    assert [_dump(one) for one in databases] == before


def _dump(database: object) -> list[str]:
    with closing(sqlite3.connect(str(database))) as opened:
        return list(opened.iterdump())


def test_that_nothing_is_due_is_evidence_and_that_something_is_too(drill: Drill) -> None:
    drill.set("2024-06-01T05:00:00+09:00")
    assert _look(drill) == []
    company = drill.office.company
    drill.set(LONG_AFTER)
    _look(drill)
    kinds = [
        read_entry(row.leaf).kind for row in ledger.entries_of_kinds(company.engine, [SWEPT, DUE])
    ]
    assert kinds == [SWEPT, DUE]


def test_a_closed_system_is_not_looked_at(drill: Drill) -> None:
    company = drill.office.company
    with company.engine.begin() as connection:
        closed.close(connection, "app", company.clock.now())
    with pytest.raises(SystemClosedError):
        _look(drill)
