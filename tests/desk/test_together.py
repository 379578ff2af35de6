"""What several people ask at the same moment is kept in one transaction, and each on its own merits."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Event, get_ident

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.desk.conftest import Drill, Founded
from upheld.desk import store
from upheld.desk.intake import Intake, receive
from upheld.desk.moving import timeline
from upheld.desk.together import Together, UnwrittenError
from upheld.durable import outbox
from upheld.evidence import ledger


class Desk:
    """Writes numbers; the first time it waits until others came."""

    def __init__(self) -> None:
        self.others = Event()
        self.began = Event()
        self.written: list[list[int]] = []

    def write(self, some: Sequence[int]) -> None:
        self.began.set()
        assert self.others.wait(20)
        if 13 in some:
            raise IntegrityError("", {}, ValueError())
        if 99 in some:
            raise OperationalError("", {}, _gone())
        if 7 in some:
            raise SystemExit
        self.written.append(list(some))


def _gone() -> Exception:
    class OperationalError(Exception):
        """What a driver raises whose server went away."""

    return OperationalError()


def all_at_once(desk: Desk, numbers: Sequence[int]) -> list[BaseException | None]:
    """Let the first begin and the others come while it is at it; return what each came to."""
    together = Together(desk.write)
    with ThreadPoolExecutor(len(numbers)) as pool:
        asked = [pool.submit(together.do, numbers[0])]
        assert desk.began.wait(20)
        asked += [pool.submit(together.do, number) for number in numbers[1:]]
        while len(together._queue) < len(numbers) - 1:
            pass
        desk.others.set()
        return [one.exception(timeout=20) for one in asked]


def test_whoever_comes_while_one_is_written_goes_with_the_next() -> None:
    desk = Desk()
    assert all_at_once(desk, [1, 2, 3, 4]) == [None] * 4
    assert desk.written[0] == [1]
    assert sorted(desk.written[1]) == [2, 3, 4]


def test_one_that_cannot_be_written_spoils_nothing_for_the_others() -> None:
    desk = Desk()
    outcomes = all_at_once(desk, [1, 2, 13, 4])
    assert [type(one) for one in outcomes] == [type(None), type(None), IntegrityError, type(None)]
    assert sorted(desk.written) == [[1], [2], [4]]


def test_after_a_lost_connection_nothing_is_tried_again_since_it_may_be_kept() -> None:
    desk = Desk()
    outcomes = all_at_once(desk, [1, 2, 99, 4])
    assert outcomes[0] is None
    assert [type(one) for one in outcomes[1:]] == [OperationalError] * 3
    assert desk.written == [[1]]


def test_nobody_is_told_that_it_is_written_when_the_writer_was_stopped() -> None:
    desk = Desk()
    outcomes = all_at_once(desk, [1, 2, 7, 4])
    assert outcomes[0] is None
    assert {type(one) for one in outcomes[1:]} == {SystemExit, UnwrittenError}
    assert sum(type(one) is SystemExit for one in outcomes) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_requests_of_one_moment_share_a_commit_and_have_all_of_their_own(
    found: Founded, kind: str
) -> None:
    drill = found(store=kind)
    receive(drill.office, asked("first"))
    engine, commits = drill.office.company.engine, []
    event.listen(engine, "commit", lambda _connection: commits.append(get_ident()))
    with ThreadPoolExecutor(12) as pool:
        made = list(pool.map(lambda n: receive(drill.office, asked(f"p{n}")), range(60)))
    assert len({one.reference for one in made}) == 60
    assert len(commits) < 60, "some went together"
    with engine.connect() as connection:
        cases = connection.execute(select(func.count()).select_from(store.cases)).scalar_one()
        for one in made:
            rows = {row.kind for row in outbox.waiting(connection, one.reference)}
            assert rows == {"case-received", "case-forget"}
    assert cases == 61
    company = drill.office.company
    ledger.seal(engine, company.signer, company.clock)
    entered = [timeline(drill.office, one.reference) for one in made]
    assert [[entry["kind"] for entry in one] for one in entered] == [["request-received"]] * 60


def asked(name: str, right: str = "deletion") -> Intake:
    address = f"{name}@mail.example.jp"
    return Intake(
        right=right, language="ja", channel="api", subject={"email": address},  # type: ignore[arg-type]
        contact=address, verified=True,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_the_second_of_two_alike_in_one_moment_is_told_of_the_first(
    found: Founded, kind: str
) -> None:
    drill = found(store=kind)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _n: receive(drill.office, asked("mugi")), range(8)))
    alone = [one for one in made if one.duplicate_of is None]
    assert len(alone) == 1
    assert {one.duplicate_of for one in made} - {None} <= {one.reference for one in made}


def test_the_newest_earlier_request_of_each_is_found_at_once(drill: Drill) -> None:
    office = drill.office
    first = receive(office, asked("mugi")).reference
    drill.set("2026-12-24T11:00:00+09:00")
    newest = receive(office, asked("mugi")).reference
    other = receive(office, asked("hana", "disclosure")).reference
    mugi, hana = (office.digest("email", f"{name}@mail.example.jp") for name in ("mugi", "hana"))
    with office.company.engine.connect() as connection:
        found = store.earlier(
            connection,
            [
                ([mugi], "deletion"),
                ([mugi], "disclosure"),
                ([hana, mugi], "disclosure"),
                ([], "deletion"),
            ],
        )
    assert newest != first
    assert found == [newest, None, other, None]
