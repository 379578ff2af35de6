"""Killed at any commit, started again: the same end, nothing lost, nothing done twice."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, select

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from upheld.desk import store

KILLS = 14
"""How many deletions are killed, of 24 members at most: at each commit that moves the case, and
at others."""
WAY = [
    "identified",
    "decided",
    "planned",
    "approved",
    "carried_out",
    "verified",
    "answered",
    "closed",
]
"""The states that a deletion comes to; it is killed before each of them is kept."""
_OURS = ("case-", "letter-", "answer-", "request-", "deletion-", "receipt")


class Killed(BaseException):
    """The process ends here: no handler of errors sees it."""


@contextmanager
def killed_at(engine: Engine, number: int) -> Iterator[Callable[[], int]]:
    """Kill the process before its commit of this number; return how many there were."""
    commits = 0

    def count(_connection: object) -> None:
        nonlocal commits
        commits += 1
        if commits == number:
            raise Killed

    event.listen(engine, "commit", count)
    try:
        yield lambda: commits
    finally:
        event.remove(engine, "commit", count)


@pytest.fixture(scope="module")
def desk(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("interrupted") / "company"
    shutil.copytree(founded_examples("consumer-app"), folder)
    drill = Drill(folder)
    yield Desk(drill)
    drill.workspace.close()


def _later(desk: Desk) -> None:
    """An hour passes: whatever failed is due again."""
    now = datetime.fromisoformat((desk.drill.folder / "now").read_text("utf-8"))
    desk.drill.set((now + timedelta(hours=1)).isoformat())


def _until_closed(desk: Desk, reference: str) -> int:
    """Workers and officers go on, whoever was killed; return how often somebody was."""
    kills = 0
    for _try in range(40):
        try:
            desk.work()
            state = desk.case(reference).state
            if state == "identified":
                desk.decide(reference)
            elif state == "planned":
                desk.approve(reference)
            elif state == "closed":
                return kills
            else:
                _later(desk)
        except Killed:
            kills += 1
            desk.work_after_a_death()
    pytest.fail(f"still {desk.case(reference).state}")


def _email(desk: Desk, member: int) -> str:
    ((email,),) = desk.rows("app", "SELECT email FROM member WHERE id = ?", member)
    return str(email)


def _told(desk: Desk, reference: str) -> Counter[str]:
    return Counter(kind for kind in desk.kinds(reference) if kind.startswith(_OURS))


@pytest.fixture(scope="module")
def undisturbed(desk: Desk) -> tuple[list[int], Counter[str]]:
    """The commits to be killed at, every one that moves the case and others, evenly chosen; and
    what the ledger says of a deletion."""
    states: list[str] = []

    def note(connection: Connection) -> None:
        state = select(store.cases.c.state).where(store.cases.c.reference == reference)
        states.append(str(connection.execute(state).scalar_one()))

    engine = desk.drill.office.company.engine
    reference = desk.ask("deletion", subject={"email": _email(desk, 25)})
    event.listen(engine, "commit", note)
    assert _until_closed(desk, reference) == 0
    event.remove(engine, "commit", note)
    pairs = enumerate(pairwise(["received", *states]), start=1)
    moves = [number for number, (before, after) in pairs if before != after]
    others = [number for number in range(1, len(states) + 1) if number not in moves]
    assert [states[number - 1] for number in moves] == WAY
    more = min(KILLS - len(moves), len(others))
    spread = [others[number * len(others) // more] for number in range(more)]
    return [*moves, *spread], _told(desk, reference)


@pytest.mark.slow
@pytest.mark.parametrize("member", range(1, KILLS + 1))
def test_killed_at_a_commit_a_deletion_ends_as_if_nothing_had_happened(
    desk: Desk, undisturbed: tuple[list[int], Counter[str]], member: int
) -> None:
    numbers, expected = undisturbed
    email = _email(desk, member)
    reference = desk.ask("deletion", subject={"email": email})
    before = len(desk.box.mails)
    with killed_at(desk.drill.office.company.engine, numbers[member - 1]):
        kills = _until_closed(desk, reference)
    assert kills == 1
    assert _told(desk, reference) == expected
    assert desk.rows("app", "SELECT * FROM member WHERE email = ?", email) == []
    mails = Counter(mail.message_id for mail in desk.box.mails[before:])
    assert len(mails) == 2, "receipt confirmed, answer announced"
    assert sum(mails.values()) <= 3, "at most the mail in hand went out twice, under one id"


@pytest.mark.slow
def test_a_handler_that_is_asked_twice_does_its_work_once(drill: Drill) -> None:
    desk = Desk(drill)

    def twice(handler: Callable[..., None]) -> Callable[..., None]:
        def both(item: object) -> None:
            handler(item)
            handler(item)

        return both

    desk.around = twice
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    assert desk.case(reference).state == "closed"
    assert len(desk.box.mails) == 2
    told = _told(desk, reference)
    moves = {kind: count for kind, count in told.items() if kind.startswith("case-")}
    assert set(moves.values()) == {1}
    assert told["deletion-read-back"] == told["receipt"] == 1


@pytest.mark.slow
def test_while_the_mail_server_is_down_for_a_day_nothing_is_lost(drill: Drill) -> None:
    desk = Desk(drill)
    desk.box.down = True
    reference = desk.ask("suspension")
    desk.whole_way(reference)
    for _hour in range(24):
        _later(desk)
        desk.work()
    assert desk.case(reference).state == "verified"
    assert desk.case(reference).waiting == {"delivery"}
    assert desk.box.mails == []
    desk.box.down = False
    _later(desk)
    desk.work()
    assert desk.case(reference).state == "closed"
    assert len(desk.box.mails) == 2


def test_while_a_database_is_away_the_case_waits_visibly_and_then_goes_on(drill: Drill) -> None:
    desk = Desk(drill)
    reference = desk.ask("deletion")
    desk.work()
    desk.decide(reference)
    database = drill.folder / "data" / "app.db"
    away = database.rename(drill.folder / "app.away")
    drill.workspace.close()
    drill.open()
    desk.work()
    case = desk.case(reference)
    assert case.state == "decided"
    assert "parties" in case.waiting
    assert desk.kinds(reference).count("case-stopped") == 1
    (waiting,) = [row for row in desk.waiting_rows() if row.kind == "case-moved"]
    assert waiting.last_error is not None
    database.unlink(missing_ok=True)
    away.rename(database)
    _later(desk)
    desk.work()
    assert desk.case(reference).state == "planned"
    assert desk.case(reference).waiting == {"approval"}


@pytest.mark.slow
def test_a_plan_that_went_stale_is_made_anew_and_approved_anew(drill: Drill) -> None:
    import sqlite3
    from contextlib import closing

    desk = Desk(drill)
    reference = desk.ask("deletion")
    desk.work()
    desk.decide(reference)
    desk.work()
    first = desk.plan_hash(reference)
    desk.approve(reference)
    with closing(sqlite3.connect(drill.folder / "data" / "app.db")) as database:
        database.execute(
            "INSERT INTO enquiry (member_id, body, sent_on) VALUES (1, 'x', '2026-12-24')"
        )
        database.commit()
    desk.work()
    case = desk.case(reference)
    assert case.state == "planned"
    assert case.waiting == {"approval"}
    assert desk.plan_hash(reference) != first
    assert desk.rows("app", "SELECT count(*) FROM member WHERE id = 1") == [(1,)]
    desk.approve(reference)
    desk.work()
    assert desk.case(reference).state == "closed"


@pytest.mark.slow
def test_nothing_is_complete_while_another_party_is_awaited(drill: Drill) -> None:
    open_: list[str] = ["delivery company"]
    desk = Desk(drill, awaited=lambda _connection, _reference: open_)
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    case = desk.case(reference)
    assert case.state == "carried_out"
    assert case.waiting == {"parties"}
    assert desk.rows("app", "SELECT * FROM member WHERE id = 1") == []
    open_.clear()
    from upheld.desk.acting import go_on

    office = drill.office
    with office.company.engine.begin() as connection:
        go_on(office, connection, case, "party-answered")
    desk.work()
    assert desk.case(reference).state == "closed"
