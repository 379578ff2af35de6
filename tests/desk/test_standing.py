"""Requests are counted by kind: answered, answered late, and open past their last day."""

import datetime as dt

import pytest

from tests.desk.conftest import Founded
from tests.desk.driving import opened
from upheld.desk.case import State
from upheld.desk.moving import move
from upheld.desk.standing import standing

_WAY: tuple[State, ...] = ("identified", "decided", "carried_out", "verified", "answered")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_request_counts_as_late_until_it_is_answered(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    case = opened(drill)
    office, now = drill.office, drill.office.company.clock.now()
    since = now - dt.timedelta(days=366)
    with office.company.engine.begin() as connection:
        assert standing(connection, now, since) == {}
        waits = standing(connection, case.due_at, since)[case.right]
        assert (waits.answered, waits.late, waits.overdue, waits.newest) == (0, 0, 1, None)
        for state in _WAY:
            move(office, connection, case, state)
        done = standing(connection, case.due_at, since)[case.right]
        assert (done.answered, done.late, done.overdue) == (1, 0, 0)
        assert done.newest is not None
        assert abs(done.newest - now) < dt.timedelta(minutes=1)
        assert standing(connection, now, now + dt.timedelta(days=1)) == {}
