"""A request arrives: with its number, its last day and its ledger entry, at once or not at all."""

from datetime import date, datetime, timedelta

import pytest

from tests.desk.conftest import Drill, Founded
from upheld.clock import aware
from upheld.desk import store
from upheld.desk.intake import Intake, IntakeInvalidError, NotOfferedError, receive
from upheld.desk.moving import timeline
from upheld.durable import outbox
from upheld.subject.lookup import IdentifierError


def _asks(**changes: object) -> Intake:
    asked: dict[str, object] = {
        "right": "disclosure",
        "language": "ja",
        "channel": "web",
        "subject": {"email": "nakamura.aoi@example.jp"},
        "contact": "nakamura.aoi@example.jp",
    }
    return Intake(**(asked | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_request_has_its_number_and_its_last_day_at_once(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    received = receive(drill.office, _asks())
    assert received.reference == "R-2026-0001"
    assert received.due_on == date(2027, 1, 7), "P14D, the first day not counted"
    engine = drill.office.company.engine
    with engine.connect() as connection:
        case = store.load(connection, drill.office.company.vault, received.reference)
        waiting = outbox.waiting(connection)
    assert case.state == "received"
    assert case.waiting == {"identity", "fee"}
    assert case.sealed is not None
    assert case.sealed.subject == {"email": "nakamura.aoi@example.jp"}
    assert {item.kind for item in waiting} == {"case-received", "case-forget"}
    assert [entry["kind"] for entry in timeline(drill.office, received.reference)] == []


def test_the_ledger_says_what_was_asked_and_never_by_whom(drill: Drill) -> None:
    from upheld.evidence import ledger

    received = receive(drill.office, _asks(name="中村 葵"))
    company = drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    entry = timeline(drill.office, received.reference)[0]
    assert entry["kind"] == "request-received"
    assert entry["body"]["identifiers"] == ["email"]
    assert "nakamura" not in str(entry)
    assert "中村" not in str(entry)


def test_the_store_holds_no_identifier_in_clear(drill: Drill) -> None:
    receive(drill.office, _asks(name="中村 葵", message="全部ください"))
    drill.workspace.close()
    files = [path for path in (drill.folder / ".upheld").rglob("*") if path.is_file()]
    kept = b"".join(path.read_bytes() for path in files)
    assert kept
    for value in ("nakamura.aoi", "中村 葵", "全部ください"):
        assert value.encode() not in kept


def test_the_same_person_asking_again_is_recognised_in_another_spelling(drill: Drill) -> None:
    first = receive(drill.office, _asks())
    again = receive(drill.office, _asks(subject={"email": " NAKAMURA.Aoi@example.jp"}))
    other = receive(drill.office, _asks(right="deletion"))
    assert again.duplicate_of == first.reference
    assert other.duplicate_of is None, "another kind of request is another request"


def test_what_arrived_on_paper_counts_from_the_day_it_arrived(drill: Drill) -> None:
    arrived = datetime.fromisoformat("2026-12-20T15:00:00+09:00")
    received = receive(drill.office, _asks(channel="paper", received_at=arrived, by="S-1"))
    assert received.due_on == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"right": "export"}, NotOfferedError),
        ({"right": "know"}, NotOfferedError),
        ({"subject": {}}, IntakeInvalidError),
        ({"subject": {"shoe_size": "26"}}, IdentifierError),
        ({"message": "あ" * 4001}, IntakeInvalidError),
        ({"name": "a" * 321}, IntakeInvalidError),
    ],
)
def test_what_cannot_be_received_is_refused_and_leaves_nothing(
    drill: Drill, changes: dict[str, object], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        receive(drill.office, _asks(**changes))
    with drill.office.company.engine.connect() as connection:
        assert store.queue(connection) == []
        assert outbox.waiting(connection) == []


def test_a_request_cannot_have_arrived_tomorrow(drill: Drill) -> None:
    tomorrow = drill.office.company.clock.now() + timedelta(days=1)
    with pytest.raises(IntakeInvalidError):
        receive(drill.office, _asks(received_at=tomorrow))


def test_a_complaint_asks_for_nothing(drill: Drill) -> None:
    received = receive(drill.office, _asks(right="complaint", subject={}, message="遅い"))
    with drill.office.company.engine.connect() as connection:
        case = store.load(connection, drill.office.company.vault, received.reference)
    assert case.waiting == {"decision"}


def test_the_queue_shows_the_most_urgent_first_a_page_at_a_time(drill: Drill) -> None:
    drill.set("2026-12-25T10:00:00+09:00")
    later = receive(drill.office, _asks()).reference
    arrived = datetime.fromisoformat("2026-12-01T10:00:00+09:00")
    urgent = receive(drill.office, _asks(right="correction", received_at=arrived)).reference
    with drill.office.company.engine.connect() as connection:
        first = store.queue(connection, most=1)
        last = aware(first[0].due_at), first[0].reference
        second = store.queue(connection, most=1, after=last)
    assert [first[0].reference, second[0].reference] == [urgent, later]


def test_a_year_that_was_typed_wrong_is_refused(drill: Drill) -> None:
    long_ago = datetime.fromisoformat("0206-11-26T10:00:00+09:00")
    with pytest.raises(IntakeInvalidError):
        receive(drill.office, _asks(channel="paper", received_at=long_ago))
