"""A case goes from state to state as the machine allows, whoever pushes and in whatever order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import loaded, opened
from upheld.desk import moving, store
from upheld.desk.case import NEXT, OPEN, Case, State
from upheld.law.clock import ExtensionRefusedError

STATES: list[State] = list(NEXT)
PATH: list[State] = [
    "identified", "decided", "planned", "approved", "carried_out", "verified", "answered", "closed",
]  # fmt: skip


def _move(drill: Drill, case: Case, to: State) -> None:
    with drill.office.company.engine.begin() as connection:
        moving.move(drill.office, connection, case, to)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_whole_way_from_received_to_closed(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    case = opened(drill, right="correction")
    for state in PATH:
        _move(drill, case, state)
    kept = loaded(drill, case.reference)
    assert kept.state == "closed"
    assert kept.answered_at is not None
    assert kept.closed_at is not None


def test_every_state_that_is_open_leads_to_an_answer_without_any_time_out() -> None:
    for begun in OPEN:
        seen: set[State] = {begun}
        frontier: set[State] = {begun}
        while frontier:
            frontier = {after for state in frontier for after in NEXT[state]} - seen
            seen |= frontier
        assert "closed" in seen
        assert begun in NEXT or begun == "closed"


def test_nothing_follows_closed() -> None:
    assert NEXT["closed"] == frozenset()


@pytest.mark.slow
@given(pushes=st.lists(st.sampled_from(STATES), max_size=12))
def test_no_order_of_pushes_leaves_the_machine(pushes: list[State], shared_drill: Drill) -> None:
    case = opened(shared_drill, right="correction")
    for to in pushes:
        before = case.state
        allowed = to in NEXT[before] and (
            before != "on_hold" or to in ("withdrawn", case.before_hold)
        )
        if allowed:
            _move(shared_drill, case, to)
            assert case.state == to
        else:
            with pytest.raises(moving.MoveRefusedError):
                _move(shared_drill, case, to)
            assert case.state == before
    kept = loaded(shared_drill, case.reference)
    assert (kept.state, kept.turn, kept.before_hold) == (case.state, case.turn, case.before_hold)


@pytest.fixture(scope="module")
def shared_drill(founded_examples: object, tmp_path_factory: pytest.TempPathFactory) -> Drill:
    import shutil

    folder = tmp_path_factory.mktemp("shared") / "company"
    shutil.copytree(founded_examples("consumer-app"), folder)  # type: ignore[operator]
    return Drill(folder)


def test_two_officers_at_once_cannot_both_decide(drill: Drill) -> None:
    case = opened(drill, right="correction")
    _move(drill, case, "identified")
    one, other = loaded(drill, case.reference), loaded(drill, case.reference)
    _move(drill, one, "decided")
    with pytest.raises(store.CaseChangedError):
        _move(drill, other, "refused")
    assert loaded(drill, case.reference).state == "decided"


def test_a_transition_that_fails_leaves_no_entry(drill: Drill) -> None:
    case = opened(drill, right="correction")
    connection = drill.office.company.engine.connect()
    moving.move(drill.office, connection, case, "identified")
    connection.close()  # as when the process dies before the commit
    assert loaded(drill, case.reference).state == "received"
    from upheld.evidence import ledger

    company = drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    kinds = [entry["kind"] for entry in moving.timeline(drill.office, case.reference)]
    assert kinds == ["request-received"]


def test_a_californian_request_is_prolonged_once_and_not_twice(found: Founded) -> None:
    drill = found("b2b-platform")
    case = opened(drill, right="know", residence="US-CA", language="en")
    assert case.due_on == date(2027, 2, 6), "45 days from 23 December in Los Angeles"
    with drill.office.company.engine.begin() as connection:
        due = moving.extend(drill.office, connection, case, by="S-1", reason="complex")
    assert due.day == date(2027, 3, 23)
    with (
        pytest.raises(ExtensionRefusedError),
        drill.office.company.engine.begin() as connection,
    ):
        moving.extend(drill.office, connection, case, by="S-1", reason="complex")


def test_without_delay_knows_no_extension(drill: Drill) -> None:
    case = opened(drill, right="correction")
    with (
        pytest.raises(ExtensionRefusedError),
        drill.office.company.engine.begin() as connection,
    ):
        moving.extend(drill.office, connection, case, by="S-1", reason="complex")
