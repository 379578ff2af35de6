"""The company's own systems hear how requests move on: signed, at least once, nothing personal."""

import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from standardwebhooks.webhooks import Webhook

from tests.calling.web_server import RawServer, Script, raw_server, says
from tests.desk.conftest import Drill, Founded
from tests.desk.driving import MUGI, Desk
from upheld.desk.intake import Intake
from upheld.desk.moving import timeline
from upheld.desk.office import Office
from upheld.desk.webhooks import sending
from upheld.desk.webhooks.announcing import SEND, announce
from upheld.durable import outbox
from upheld.durable.dispatching import Dispatcher
from upheld.parties.webhook import new_secret
from upheld.refusal import UsageError
from upheld.running import work
from upheld.terminal.main import main

SECRET, OLDER = new_secret(), new_secret()
TODAY = date(2026, 12, 24)
OK = says("200 OK\nContent-Length: 0")


@pytest.fixture
def receiver() -> Iterator[RawServer]:
    with raw_server(OK) as running:
        yield running


def told(found: Founded, **webhooks: dict[str, object]) -> Drill:
    """A desk whose settings name systems of its own."""
    drill = found()
    path = drill.folder / "secrets" / "own.key"
    path.parent.mkdir(exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(f"{SECRET}\n{OLDER}\n")
    key = {"file": "secrets/own.key"}
    desk = {"webhooks": {name: {"key": key, **given} for name, given in webhooks.items()}}
    settings = drill.folder / "upheld.yaml"
    settings.write_text(f"{settings.read_text('utf-8')}\ndesk: {json.dumps(desk)}\n", "utf-8")
    drill.workspace.close()
    drill.open()
    return drill


def deliver(drill: Drill) -> int:
    """Deliver what is due, as a worker's lane does."""
    company = drill.office.company
    receivers = work.receivers_of(drill.workspace, drill.office)
    lane = Dispatcher(
        company.engine, company.clock, sending.handlers(drill.office, receivers), poll_seconds=0.01
    )
    try:
        return lane.once()
    finally:
        lane.close()


def heard(server: RawServer) -> list[tuple[str, dict[str, object]]]:
    """What arrived: identifier and content, each with a signature that holds for both secrets."""
    messages = []
    for request in server.requests:
        head, _blank, body = request.partition(b"\r\n\r\n")
        lines = [line.decode().split(": ", 1) for line in head.split(b"\r\n")[1:]]
        headers = {name.lower(): value for name, value in lines}
        for secret in (SECRET, OLDER):
            at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
            signed = Webhook(secret).sign(headers["webhook-id"], at, body.decode())
            assert signed in headers["webhook-signature"].split(" ")
        messages.append((headers["webhook-id"], json.loads(body)))
    return messages


def waiting(office: Office) -> list[outbox.Waiting]:
    with office.company.engine.connect() as connection:
        return [row for row in outbox.waiting(connection) if row.kind == SEND]


@pytest.mark.slow
def test_a_request_is_told_from_receipt_to_its_end_and_nothing_personal(
    found: Founded, receiver: RawServer
) -> None:
    drill = told(found, helpdesk={"url": receiver.url})
    desk = Desk(drill)
    reference = desk.ask("deletion")
    desk.whole_way(reference)
    assert desk.case(reference).state in {"answered", "closed"}
    deliver(drill)
    messages = heard(receiver)
    kinds = [content["type"] for _id, content in messages]
    assert kinds[:4] == [
        "request.received", "request.identified", "request.decided", "request.answered",
    ]  # fmt: skip
    assert len({id_ for id_, _content in messages}) == len(messages)
    due_on = desk.case(reference).due_on.isoformat()
    assert messages[2][1]["data"] == {
        "reference": reference, "right": "deletion", "state": "decided", "due_on": due_on,
    }  # fmt: skip
    assert MUGI not in str(receiver.requests)


def test_each_webhook_hears_what_it_wants(found: Founded, receiver: RawServer) -> None:
    with raw_server(OK) as other:
        drill = told(
            found,
            helpdesk={"url": receiver.url, "events": ["request.received"]},
            board={"url": other.url, "events": ["request.closed"]},
        )
        Desk(drill).ask("deletion")
        deliver(drill)
        assert [content["type"] for _id, content in heard(receiver)] == ["request.received"]
        assert other.requests == []


@pytest.mark.parametrize("before", ["on_hold", "planned", "approved", "carried_out"])
def test_a_case_that_comes_back_is_not_announced_again(
    found: Founded, receiver: RawServer, before: str
) -> None:
    drill = told(found, helpdesk={"url": receiver.url, "events": ["request.decided"]})
    desk = Desk(drill)
    case = desk.case(desk.ask("deletion"))
    case.state = "decided"
    with drill.office.company.engine.begin() as connection:
        announce(drill.office, connection, case, before=before)  # type: ignore[arg-type]
        assert waiting(drill.office) == []
        announce(drill.office, connection, case, before="identified")
    assert len(waiting(drill.office)) == 1


def test_what_fails_with_its_transaction_is_not_told(found: Founded, receiver: RawServer) -> None:
    from upheld.desk.intake import receive

    drill = told(found, helpdesk={"url": receiver.url})
    asked = Intake(
        right="deletion", language="ja", channel="web", subject={"email": MUGI}, contact=MUGI
    )
    with drill.office.company.engine.connect() as connection, connection.begin() as transaction:
        receive(drill.office, asked, connection)
        transaction.rollback()
    deliver(drill)
    assert receiver.requests == []


def stalls(connection: object, _request: bytes) -> None:
    del connection
    time.sleep(0.1)  # and then the connection ends without a word


@pytest.mark.parametrize(
    "fault",
    [
        stalls,
        says("503 No\nContent-Length: 0"),
        says("302 Found\nLocation: http://127.0.0.1:1/\nContent-Length: 0"),
        says("200 OK\nContent-Length: 900", b"half of what was prom"),
        says("200 OK\nContent-Encoding: gzip\nContent-Length: 3", b"abc"),
    ],
    ids=["silent", "down", "elsewhere", "cut off", "lies"],
)
def test_what_was_not_taken_comes_again_with_the_same_identifier(
    found: Founded, fault: Script
) -> None:
    faults = [fault]

    def script(connection: object, request: bytes) -> None:
        (faults.pop() if faults else OK)(connection, request)  # type: ignore[arg-type]

    with raw_server(script) as server:
        drill = told(found, helpdesk={"url": server.url, "events": ["request.received"]})
        Desk(drill).ask("deletion")
        deliver(drill)
        (row,) = waiting(drill.office)
        assert (row.attempts, row.last_error) == (1, "webhook-silent")
        drill.set("2026-12-24T10:00:06+09:00")
        deliver(drill)
        (first, _), (second, _) = heard(server)
    assert first == second
    assert waiting(drill.office) == []


def test_nobody_there_is_tried_again_and_stands_among_the_work(found: Founded) -> None:
    with raw_server(OK) as server:
        url = server.url
    drill = told(found, helpdesk={"url": url, "events": ["request.received"]})
    Desk(drill).ask("deletion")
    deliver(drill)
    (row,) = waiting(drill.office)
    assert row.last_error == "webhook-silent"
    assert row.at > drill.office.company.clock.now()


def test_an_inner_address_is_called_only_where_the_settings_name_its_network(
    found: Founded,
) -> None:
    url = "https://127.0.0.1:1/hook"
    drill = told(
        found,
        outer={"url": url, "events": ["request.received"]},
        inner={"url": url, "events": ["request.received"], "networks": ["127.0.0.0/8"]},
    )
    Desk(drill).ask("deletion")
    deliver(drill)
    errors = [row.last_error for row in waiting(drill.office)]
    assert sorted(map(str, errors)) == ["address-refused", "webhook-silent"]


def test_a_receiver_that_wants_no_more_gets_no_more_of_it(found: Founded) -> None:
    with raw_server(says("410 Gone\nContent-Length: 0")) as server:
        drill = told(found, helpdesk={"url": server.url, "events": ["request.received"]})
        desk = Desk(drill)
        reference = desk.ask("deletion")
        deliver(drill)
        deliver(drill)
        assert len(server.requests) == 1
    assert waiting(drill.office) == []
    desk.work()
    gone = [one for one in timeline(drill.office, reference) if one["kind"] == "webhook-gone"]
    assert [one["body"]["webhook"] for one in gone] == ["helpdesk"]


def test_the_messages_of_a_day_are_sent_again_as_they_were(
    found: Founded, receiver: RawServer
) -> None:
    drill = told(found, helpdesk={"url": receiver.url}, board={"url": receiver.url})
    Desk(drill).ask("deletion")
    deliver(drill)
    first = heard(receiver)
    drill.set("2026-12-26T09:00:00+09:00")
    assert sending.send_again(drill.office, date(2026, 12, 23)) == 0
    assert sending.send_again(drill.office, date(2026, 12, 25)) == 0
    assert sending.send_again(drill.office, date.max) == 0
    assert sending.send_again(drill.office, TODAY) == len(first)
    deliver(drill)
    assert heard(receiver)[len(first) :] == first
    assert sending.send_again(drill.office, TODAY, "board") == len(first) // 2, "once, not thrice"
    with pytest.raises(UsageError, match="no webhook is called"):
        sending.send_again(drill.office, TODAY, "crm")
    for past in (date(2026, 3, 1), date.min):
        with pytest.raises(UsageError, match="90 days"):
            sending.send_again(drill.office, past)


def test_a_command_makes_a_secret_and_sends_a_day_again(
    found: Founded, receiver: RawServer, capsys: pytest.CaptureFixture[str]
) -> None:
    drill = told(found, helpdesk={"url": receiver.url})
    Desk(drill).ask("deletion")
    deliver(drill)
    folder = str(drill.folder)
    assert main(["-C", folder, "webhooks", "key", "secrets/new.key"]) == 0
    made = drill.folder / "secrets" / "new.key"
    assert made.stat().st_mode & 0o777 == 0o600
    assert made.read_text().startswith("whsec_")
    before = made.read_text()
    assert main(["-C", folder, "webhooks", "key", "secrets/new.key"]) != 0
    assert made.read_text() == before, "a secret in use is not overwritten"
    assert main(["-C", folder, "webhooks", "replay", "2026-12-24"]) == 0
    assert "messages are sent again" in capsys.readouterr().out
    deliver(drill)
    first, again = heard(receiver)
    assert first == again
