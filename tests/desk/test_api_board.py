"""Programs read how the desk stands: promises, systems, rights by residence, and webhooks."""

from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest

from tests.calling.web_server import RawServer, raw_server, says
from tests.desk.conftest import Drill, Founded
from tests.desk.driving import MUGI, Desk
from tests.desk.test_api_work import refused
from tests.desk.webhooks.test_webhooks import deliver, heard, told
from tests.desk.working import Programs
from upheld.policy.language.rights import RightKind
from upheld.policy.reading import locate_policy
from upheld.promises.state import STATES, worst
from upheld.versions.publishing import publish
from upheld.web.console.policy.reading import desk_of

TODAY = date(2026, 12, 24)


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


@pytest.fixture
def receiver() -> Iterator[RawServer]:
    with raw_server(says("200 OK\nContent-Length: 0")) as running:
        yield running


@pytest.mark.slow
def test_the_board_of_promises_is_computed_and_filtered(programs: Programs) -> None:
    program = programs.of()
    board = program.promises()
    assert board.policy == programs.desk.drill.office.company.policy.policy.id
    assert sum(board.counts.values()) == len(board.clauses) > 5
    for clause in board.clauses:
        assert clause.state == worst(one.state for one in clause.controls)  # type: ignore[misc]
        assert all(one.why for one in clause.controls)
    some = program.promises(states=[board.clauses[0].state])
    assert {one.state for one in some.clauses} == {board.clauses[0].state}
    assert some.counts == board.counts
    assert set(board.counts) == set(STATES)


def test_a_board_that_cannot_be_computed_is_said_to_be_missing(programs: Programs) -> None:
    folder = programs.desk.drill.folder / "policy"
    for path in folder.glob("*.yaml"):
        path.write_text("policy: [no policy at all\n")
    assert refused(programs.of().promises) == (503, "board-missing")


@pytest.mark.slow
def test_published_versions_are_listed_and_one_that_was_altered_says_so(
    programs: Programs,
) -> None:
    program, office = programs.of(), programs.desk.drill.office
    assert program.policy_versions() == []
    folder = office.folder / "policy"
    desk = desk_of(office)
    made = publish(desk, locate_policy(folder), folder, desk.today).version
    (found,) = program.policy_versions()
    assert (found.version, found.standing, found.altered) == (made.version, "in-force", None)
    assert found.entry is not None
    (text, *_) = sorted((office.folder / "versions").rglob("texts/*"))
    text.chmod(0o600)
    text.write_text("another text", "utf-8")
    (altered,) = program.policy_versions()
    assert (altered.entry, altered.altered) == (None, "version-altered")


def test_systems_say_whether_a_plan_can_rest_on_them(programs: Programs) -> None:
    program = programs.of()
    folder = programs.desk.drill.folder
    found = {one.name: one for one in program.systems()}
    assert found["app"].ready
    assert (found["app"].mapped, found["app"].unsure, found["app"].drift) == (True, 0, 0)
    assert found["app"].tables > 3
    (folder / "data" / "app.db").rename(folder / "data" / "gone.db")
    programs.desk.drill.workspace.close()
    programs.desk.drill.open()
    broken = {one.name: one for one in Programs(programs.desk).of().systems()}["app"]
    assert (broken.answers, broken.ready, broken.drift) == (False, False, None)
    assert broken.fault is not None
    assert set(broken.fault) == {"ja", "en"}


def test_rights_are_offered_by_residence_and_by_a_default_path(found: Founded) -> None:
    program = Programs(Desk(found("b2b-platform"))).of()
    offers = {(one.residence, one.right): one for one in program.rights_by_residence()}
    assert len(offers) == 3 * len(get_args(RightKind))
    assert not offers["unknown", "delete"].offered
    californian = offers["US-CA", "delete"]
    assert californian.offered
    assert californian.period == "P45D"
    assert californian.fee is None
    assert californian.grounds
    assert not offers["JP", "delete"].offered
    assert offers["JP", "disclosure"].offered
    assert offers["unknown", "disclosure"] != offers["US-CA", "disclosure"]
    only = program.rights_by_residence("US-CA")
    assert {one.residence for one in only} == {"US-CA"}
    offered = {one["right"] for one in program.rights()}
    for right in offered:
        assert offers["unknown", right].offered or offers["US-CA", right].offered, right


@pytest.mark.slow
def test_messages_are_listed_with_what_became_of_them_and_sent_again_once(
    found: Founded, receiver: RawServer
) -> None:
    with raw_server(says("503 No\nContent-Length: 0")) as down:
        drill = told(
            found, helpdesk={"url": receiver.url},
            board={"url": down.url, "events": ["request.received"]},
        )  # fmt: skip
        desk = Desk(drill)
        program = Programs(desk).of()
        reference = desk.ask("deletion")
        before = list(program.deliveries(page=1))
        assert {one.state for one in before} == {"waiting"}
        deliver(drill)
    listed = {one.to: one for one in program.deliveries()}
    good, bad = listed["helpdesk"], listed["board"]
    assert (good.state, good.reference, good.event) == ("over", reference, "request.received")
    assert (bad.state, bad.attempts, bad.last_error) == ("waiting", 1, "webhook-silent")
    assert bad.next_at is not None
    assert bad.next_at > bad.announced_at
    assert good.event_id == heard(receiver)[0][0]
    assert [one.to for one in program.deliveries(state="over")] == ["helpdesk"]
    assert MUGI not in str(listed)
    assert program.replay(TODAY, key="replay-of-the-24th") == 1
    assert program.replay(TODAY, key="replay-of-the-24th") == 1
    deliver(drill)
    first, again = heard(receiver)
    assert first == again
    assert refused(lambda: program.replay(TODAY, to="crm"))[0] == 422
    assert program.replay(date(2026, 12, 23)) == 0
