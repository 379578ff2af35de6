"""Requests that are alike are counted: answered, answered late, and open past their last day."""

import datetime as dt

import pytest

from tests.desk.conftest import Founded
from tests.desk.driving import opened
from upheld.desk import clocks
from upheld.desk.case import State
from upheld.desk.moving import move
from upheld.desk.profile import store as profile
from upheld.desk.standing import standing

_WAY: tuple[State, ...] = ("identified", "decided", "carried_out", "verified", "answered")


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_request_counts_as_late_until_it_is_answered(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    case = opened(drill)
    office, now = drill.office, drill.office.company.clock.now()
    since = now - dt.timedelta(days=366)
    # In the company's own zone, as the board asks.
    last = case.due_at.astimezone(office.zone)
    with office.company.engine.begin() as connection:
        assert standing(connection, now, since) == ()
        assert standing(connection, last - dt.timedelta(hours=1), since) == ()
        (waits,) = standing(connection, last, since)
        assert (waits.right, waits.answered, waits.overdue) == (case.right, 0, 1)
        assert waits.newest is None
        for state in _WAY:
            move(office, connection, case, state)
        (done,) = standing(connection, last, since)
        assert (done.answered, done.late, done.overdue) == (1, 0, 0)
        assert done.newest is not None
        assert abs(done.newest - now) < dt.timedelta(minutes=1)
        assert standing(connection, now, now + dt.timedelta(days=1)) == ()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_last_day_is_kept_as_it_was_computed(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    office, case = drill.office, opened(drill)
    due = clocks.answering(
        office.company.policy, case.right, case.residence, office.calendar
    ).deadline.due(case.received_at)
    assert due.ends.utcoffset() == dt.timedelta(hours=9)
    assert case.due_at == due.ends


def test_a_day_of_arrival_is_kept_whatever_zone_it_is_given_in(found: Founded) -> None:
    drill = found()
    evening = dt.datetime(2026, 12, 23, 20, 0, tzinfo=drill.office.zone)
    assert opened(drill, received_at=evening).received_at == evening


def test_what_a_person_changed_themselves_is_told_apart_from_a_request_to_staff(
    found: Founded,
) -> None:
    drill = found()
    office = drill.office
    asked, changed = opened(drill, right="correction"), opened(drill, right="correction")
    now = office.company.clock.now()
    kept = profile.Change(
        reference=changed.reference, person=frozenset({"f" * 64}), category="contact.phone",
        way="session", at=now,
    )  # fmt: skip
    with office.company.engine.begin() as connection:
        profile.add(connection, office.company.vault, kept)
        for case in (asked, changed):
            for state in _WAY:
                move(office, connection, case, state)
        counted = standing(connection, now, now - dt.timedelta(days=1))
    assert sorted((one.changed or "", one.answered) for one in counted) == [
        ("", 1), ("contact.phone", 1),
    ]  # fmt: skip
