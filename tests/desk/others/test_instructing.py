"""The work of telling a party: shown when it fails, taken up after upgrades, changes and deaths."""

import multiprocessing
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from socket import socket

import pytest

from tests.calling.web_server import RawServer, raw_server, says
from tests.desk.conftest import Founded
from tests.desk.driving import Desk
from tests.desk.others import party_worker
from tests.desk.others.conftest import Made
from tests.desk.others.desks import (
    SECRET,
    WithOthers,
    answer,
    close_all,
    declare,
    desk_with,
    erased,
)
from tests.waiting import until
from upheld.desk import store as cases
from upheld.desk.others import errands, hearing
from upheld.desk.others.store import Task
from upheld.desk.others.telling import PartySilentError, Teller
from upheld.durable import outbox, tables
from upheld.durable.attempts import Patience
from upheld.durable.outbox import Waiting
from upheld.running.work import WorkExtraMissingError, port_of

SECONDS = 300.0  # a busy machine may take long to load the libraries, and to make their tables


@dataclass
class Party:
    """A party with a webhook, which may be down."""

    server: RawServer = field(init=False)
    status: str = "200 OK"

    @property
    def declared(self) -> dict[str, object]:
        return {
            "crm": {
                "kind": "webhook", "url": self.server.url, "key": {"file": "secrets/hook.key"},
            }
        }  # fmt: skip


@pytest.fixture
def party() -> Iterator[Party]:
    made = Party()

    def script(connection: socket, request: bytes) -> None:
        says(f"{made.status}\nContent-Length: 0")(connection, request)

    with raw_server(script) as made.server:
        yield made


@pytest.fixture
def closed() -> Iterator[None]:
    yield
    close_all()


def stuck(desk: WithOthers) -> list[Waiting]:
    with desk.drill.office.company.engine.connect() as connection:
        return outbox.stuck(connection, most=10)


def again(desk: WithOthers, row: Waiting) -> None:
    company = desk.drill.office.company
    with company.engine.begin() as connection:
        assert outbox.again(connection, row.id, company.clock.now())
    desk.work()


def later(desk: WithOthers, **passed: int) -> None:
    desk.drill.set((desk.drill.office.company.clock.now() + timedelta(**passed)).isoformat())
    desk.work()


def says_done(desk: WithOthers, task: Task, number: int = 1) -> None:
    hook = desk.means.hooks["crm"]
    hearing.hear_webhook(desk.drill.office, hook, "crm", *answer(task.id, "done", number))


@pytest.mark.slow
def test_what_no_party_takes_is_shown_as_stuck_and_told_when_an_officer_tries_again(
    made: Made, party: Party
) -> None:
    party.status = "503 Down"
    desk = made(party.declared, {"hook.key": SECRET})
    desk.patience = Patience(attempts=3)
    reference = erased(desk)
    task = desk.tasks(reference)["crm"]
    assert stuck(desk) == []
    later(desk, seconds=5)
    later(desk, seconds=10)
    (row,) = stuck(desk)
    assert (row.kind, row.key) == ("party-tell", reference)
    assert (row.attempts, row.last_error) == (3, "party-silent")
    assert desk.status(task).state == "waiting"
    assert desk.case(reference).waiting == {"parties"}
    party.status = "200 OK"
    again(desk, row)
    assert stuck(desk) == []
    assert desk.tasks(reference)["crm"].state == "told"
    assert desk.kinds(reference).count("party-told") == 1


@pytest.mark.slow
def test_what_is_stuck_ends_when_an_officer_settles_it(found: Founded, party: Party) -> None:
    party.status = "503 Down"
    desk = desk_with(found, party.declared, files={"hook.key": SECRET})
    desk.patience = Patience(attempts=1)
    reference = erased(desk)
    (row,) = stuck(desk)
    task = desk.tasks(reference)["crm"]
    hearing.settle(desk.drill.office, task.id, "settled", by="S-1", proof="電話で確認")
    desk.work()
    assert desk.status(task).state == "done"
    assert desk.case(reference).state != "carried_out"
    again(desk, row)
    assert len(party.server.requests) == 1, "nobody is told of what is over"


def test_of_silences_the_first_and_every_24th_is_noted(found: Founded, party: Party) -> None:
    party.status = "503 Down"
    desk = desk_with(found, party.declared, files={"hook.key": SECRET})
    reference = erased(desk)
    teller, task = Teller(desk.drill.office, desk.means), desk.tasks(reference)["crm"]
    for attempt in (2, 24, 25, 26):
        with pytest.raises(PartySilentError):
            teller.tell(task.id, attempt)
    desk.work()
    assert desk.kinds(reference).count("party-silent") == 2


def test_a_party_that_is_no_longer_declared_fails_its_work_in_sight(
    found: Founded, party: Party
) -> None:
    desk = desk_with(found, party.declared, files={"hook.key": SECRET})
    desk.patience = Patience(attempts=1)
    desk.means = type(desk.means)()
    erased(desk)
    (row,) = stuck(desk)
    assert (row.kind, row.last_error) == ("party-tell", "KeyError")


def test_a_party_that_answers_what_it_seemed_not_to_have_got_is_told_no_more(
    found: Founded, party: Party
) -> None:
    party.status = "503 Down"
    desk = desk_with(found, party.declared, files={"hook.key": SECRET})
    reference = erased(desk)
    task = desk.tasks(reference)["crm"]
    accepted = answer(task.id, "accepted", 1)
    hearing.hear_webhook(desk.drill.office, desk.means.hooks["crm"], "crm", *accepted)
    later(desk, hours=1)
    assert len(party.server.requests) == 1
    assert desk.tasks(reference)["crm"].state == "accepted"
    later(desk, days=14)
    assert desk.tasks(reference)["crm"].reminders == 1


@pytest.mark.slow
def test_a_party_that_accepts_what_nobody_tells_it_any_more_is_reminded_all_the_same(
    found: Founded, party: Party
) -> None:
    party.status = "503 Down"
    desk = desk_with(found, party.declared, files={"hook.key": SECRET})
    desk.patience = Patience(attempts=1)
    reference = erased(desk)
    (row,) = stuck(desk)
    task = desk.tasks(reference)["crm"]
    accepted = answer(task.id, "accepted", 1)
    hearing.hear_webhook(desk.drill.office, desk.means.hooks["crm"], "crm", *accepted)
    desk.work()
    later(desk, days=14)
    assert desk.tasks(reference)["crm"].reminders == 1
    again(desk, row)
    assert len(party.server.requests) == 1, "it has what it needs"
    later(desk, days=14)
    assert desk.tasks(reference)["crm"].reminders == 2


@pytest.mark.slow
def test_work_for_a_case_that_is_forgotten_ends(found: Founded, party: Party) -> None:
    desk = desk_with(found, party.declared, files={"hook.key": SECRET})
    reference = erased(desk)
    task, office = desk.tasks(reference)["crm"], desk.drill.office
    with office.company.engine.begin() as connection:
        cases.forget(connection, [reference])
        errands.case_forgotten(office, connection, reference)
    desk.work()
    assert desk.status(task).state == "done"
    assert desk.tasks(reference)["crm"].reminders == 0


@pytest.mark.slow
def test_rows_of_an_earlier_version_go_on_as_one_work(found: Founded) -> None:
    desk = desk_with(found, {"print": {"kind": "mail", "to": "privacy@print.example.jp"}})
    reference = erased(desk)
    task, company = desk.tasks(reference)["print"], desk.drill.office.company
    due = datetime.fromisoformat("2027-01-05T09:00:00+09:00")
    with company.engine.begin() as connection:
        for table in (tables.works, tables.steps, tables.signals):
            connection.execute(table.delete())
        connection.execute(tables.outbox.delete().where(tables.outbox.c.kind.like("durable.run.%")))
        outbox.add(connection, "party-tell", reference, {"task": task.id}, company.clock.now())
        outbox.add(connection, "party-remind", reference, {"task": task.id}, due)
    desk.work()
    assert desk.status(task).state == "waiting"
    desk.drill.set("2027-01-05T09:00:00+09:00")
    desk.work()
    desk.work()
    assert desk.tasks(reference)["print"].reminders == 1
    assert len([mail for mail in desk.box.mails if mail.to.startswith("privacy@print")]) == 2
    hearing.settle(desk.drill.office, task.id, "done", by="S-1", proof="受領書")
    later(desk, days=30)
    assert desk.status(task).state == "done"
    assert desk.tasks(reference)["print"].reminders == 1


@pytest.mark.slow
@pytest.mark.usefixtures("closed")
@pytest.mark.parametrize("ports", [("direct", "dbos"), ("dbos", "direct")])
def test_open_work_goes_on_with_the_port_that_is_declared_now(
    found: Founded, party: Party, library: Path, ports: tuple[str, str]
) -> None:
    before, after = ports
    desk = desk_with(
        found, party.declared, port=before, library=library, files={"hook.key": SECRET}
    )
    reference = erased(desk)
    task = desk.tasks(reference)["crm"]
    close_all()
    declare(desk.drill, party.declared, after)
    changed = WithOthers(desk.drill, box=desk.box)
    says_done(changed, task)
    changed.work()
    assert changed.status(task).state == "working", "nobody of this port was told"
    durable = changed.durable or changed.launched()
    durable.take_over()
    durable.settle()
    durable.close()
    assert changed.status(task).state == "done"
    assert changed.kinds(reference).count("party-told") == 1
    assert len(party.server.requests) == 1


def test_a_library_that_is_not_installed_is_refused_before_anything_is_begun(
    found: Founded, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = found()
    declare(drill, {}, "dbos")
    monkeypatch.delitem(sys.modules, "upheld.durable.dbos_port", raising=False)
    monkeypatch.setitem(sys.modules, "dbos", None)
    with pytest.raises(WorkExtraMissingError, match=r"upheld\[desk\]"):
        port_of(drill.office)


class Elsewhere(WithOthers):
    """The work is done by other processes; here are only the officer and the moves of a case."""

    work = Desk.work


@pytest.mark.slow
def test_a_worker_killed_between_told_and_answered_is_gone_on_with_and_the_party_told_once(
    found: Founded, party: Party
) -> None:
    made = desk_with(
        found, party.declared, port="dbos", store="postgresql", files={"hook.key": SECRET}
    )
    desk = Elsewhere(made.drill)
    reference = erased(desk)
    task = desk.tasks(reference)["crm"]
    assert desk.status(task).state == "working"
    context = multiprocessing.get_context("forkserver")
    workers: list[BaseProcess] = []

    def start() -> BaseProcess:
        workers.append(context.Process(target=party_worker.main, args=(desk.drill.folder,)))
        workers[-1].start()
        return workers[-1]

    try:
        first = start()
        until(lambda: desk.status(task).state == "waiting" or not first.is_alive(), SECONDS)
        assert first.is_alive()
        first.kill()
        first.join()
        says_done(desk, task)
        start()
        until(lambda: desk.status(task).state == "done", SECONDS)
        until(lambda: desk.case(reference).state in {"answered", "closed"}, SECONDS)
    finally:
        for worker in workers:
            worker.kill()
            worker.join()
    desk.work()  # seals the ledger
    assert len(party.server.requests) == 1
    assert desk.kinds(reference).count("party-told") == 1
