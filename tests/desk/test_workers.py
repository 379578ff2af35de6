"""Many workers at once: every case is answered, and each of them once."""

from collections import Counter
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep

import pytest

from tests.desk.conftest import Founded
from tests.desk.driving import Desk
from upheld.desk.store import CaseChangedError
from upheld.durable import outbox
from upheld.rights.turn import turn

CASES = 12
RIGHTS = ("suspension", "purpose-notice", "provision-stop", "deletion")


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_three_workers_answer_every_case_once(found: Founded, kind: str) -> None:
    desk = Desk(found(store=kind))
    emails = [str(row[0]) for row in desk.rows("app", "SELECT email FROM member ORDER BY id")]
    references = [
        desk.ask(
            RIGHTS[n % len(RIGHTS)], subject={"email": emails[n]}, contact=f"p{n}@mail.example"
        )
        for n in range(CASES)
    ]
    stop = Event()
    workers = [Thread(target=desk.worker().run, args=(stop,)) for _worker in range(3)]
    for worker in workers:
        worker.start()
    try:
        _decide_all(desk, references)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert {desk.case(reference).state for reference in references} == {"closed"}
    sent = Counter(mail.message_id for mail in desk.box.mails)
    assert set(sent.values()) == {1}
    assert len(sent) == 2 * CASES, "each: received, answered"
    desk.work()
    for reference in references:
        moves = Counter(kind for kind in desk.kinds(reference) if kind.startswith("case-"))
        assert moves["case-decided"] == moves["case-answered"] == moves["case-closed"] == 1


def _decide_all(desk: Desk, references: list[str]) -> None:
    """An officer decides and approves whatever comes up, until all is closed."""
    began, opened = monotonic(), desk.drill.office.company.clock.now()
    waiting = list(references)
    while waiting and monotonic() < began + 120:
        desk.drill.set((opened + timedelta(seconds=monotonic() - began)).isoformat())
        for reference in list(waiting):
            case = desk.case(reference)
            try:
                if case.state == "identified":
                    desk.decide(reference)
                elif case.state == "planned" and case.waiting == {"approval"}:
                    desk.approve(reference)
                elif case.state == "closed":
                    waiting.remove(reference)
            except CaseChangedError:
                continue  # a worker was faster: an officer looks again
        sleep(0.05)
    assert not waiting


def test_a_case_that_one_worker_has_in_hand_is_left_alone_by_the_others(found: Founded) -> None:
    desk = Desk(found())
    reference, engine = desk.ask("deletion"), desk.drill.office.company.engine
    desk.work()
    desk.decide(reference)
    with turn(engine, f"case-{reference}"):
        desk.work()
        with engine.connect() as connection:
            waiting = outbox.waiting(connection, reference)
    (row,) = [one for one in waiting if one.kind == "case-moved"]
    assert desk.case(reference).state == "decided"
    assert (row.attempts, row.last_error, row.running) == (0, None, False)
    desk.drill.set("2026-12-24T10:00:05+09:00")
    desk.work()
    assert desk.case(reference).state == "planned"
    assert desk.kinds(reference).count("plan-made") == 1
