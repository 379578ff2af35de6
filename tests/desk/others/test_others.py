"""Other parties of a deletion: told, awaited, heard; nothing is complete while one is open."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.authority import signing_certificate
from tests.calling.web_server import RawServer, raw_server, says
from tests.desk.conftest import Drill
from tests.desk.driving import MUGI
from tests.desk.others.conftest import Made
from tests.desk.others.desks import SECRET, WithOthers, answer, erased
from tests.parties.opendsr_server import CONTROLLER, DOMAIN, LOGIN, OpenDsrServer, opendsr_server
from upheld.desk.others import hearing, store
from upheld.desk.others.hearing import TaskUnknownError
from upheld.parties.outcomes import CallForgedError, CallMalformedError
from upheld.parties.webhook import new_secret
from upheld.refusal import InvalidFileError


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@pytest.fixture
def server(key: rsa.RSAPrivateKey) -> Iterator[OpenDsrServer]:
    with opendsr_server(key) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[RawServer]:
    with raw_server(says("200 OK\nContent-Length: 0")) as running:
        yield running


@pytest.fixture
def opendsr(made: Made, server: OpenDsrServer, key: rsa.RSAPrivateKey) -> WithOthers:
    certificate = signing_certificate(
        key, DOMAIN, begins=datetime(2026, 1, 1, tzinfo=UTC), ends=datetime(2028, 1, 1, tzinfo=UTC)
    )
    party: dict[str, object] = {
        "kind": "opendsr", "url": server.base, "domain": DOMAIN,
        "certificate": "secrets/party.pem", "key": {"file": "secrets/party.login"},
    }  # fmt: skip
    return made({"delivery": party}, {"party.pem": certificate, "party.login": LOGIN})


def test_a_pinned_file_without_a_certificate_does_not_pass_for_no_pin(made: Made) -> None:
    party = {
        "kind": "opendsr", "url": "https://opendsr.example.com/v3", "domain": DOMAIN,
        "certificate": "secrets/party.pem",
    }  # fmt: skip
    with pytest.raises(InvalidFileError) as refused:
        made({"delivery": party}, {"party.pem": "the certificate follows by mail\n"})
    assert "secrets/party.pem" in refused.value.render("en")


@pytest.mark.slow
def test_a_deletion_waits_for_the_party_and_ends_by_its_signed_callback(
    opendsr: WithOthers, server: OpenDsrServer
) -> None:
    reference = erased(opendsr)
    assert opendsr.case(reference).state == "carried_out"
    assert opendsr.case(reference).waiting == {"parties"}
    task = opendsr.tasks(reference)["delivery"]
    assert (task.state, task.proven) == ("accepted", True)
    assert task.expected_by == datetime(2026, 4, 10, tzinfo=UTC)
    sent = json.loads(server.bodies[0])
    assert sent["subject_identities"][0]["identity_value"] == MUGI
    call = server.callback(task.id, "completed", "https://desk.example.jp/hooks/opendsr")
    for _twice in range(2):
        hearing.hear_opendsr(opendsr.drill.office, opendsr.means.processors, *call)
    opendsr.work()
    assert opendsr.tasks(reference)["delivery"].state == "done"
    assert opendsr.case(reference).state in {"verified", "answered", "closed"}
    kinds = opendsr.kinds(reference)
    assert kinds.index("party-accepted") < kinds.index("party-done") < kinds.index("case-verified")
    assert kinds.count("party-done") == 1
    assert MUGI not in str(opendsr.body(reference, "party-done"))
    assert opendsr.status(task).state == "done"
    assert MUGI not in opendsr.kept_of_work()


@pytest.mark.slow
def test_a_callback_that_is_forged_or_out_of_order_changes_nothing(
    opendsr: WithOthers, server: OpenDsrServer
) -> None:
    reference = erased(opendsr)
    task = opendsr.tasks(reference)["delivery"]
    url = "https://desk.example.jp/hooks/opendsr"
    other = rsa.generate_private_key(65537, 2048)
    forged = server.callback(task.id, "completed", url, key=other)
    with pytest.raises(CallForgedError):
        hearing.hear_opendsr(opendsr.drill.office, opendsr.means.processors, *forged)
    assert opendsr.tasks(reference)["delivery"].state == "accepted"
    for state in ("completed", "in_progress", "pending", "cancelled"):
        call = server.callback(task.id, state, url)
        hearing.hear_opendsr(opendsr.drill.office, opendsr.means.processors, *call)
    assert opendsr.tasks(reference)["delivery"].state == "done"


@pytest.mark.slow
def test_a_party_that_is_silent_is_told_again_and_its_silence_is_kept(
    opendsr: WithOthers, server: OpenDsrServer
) -> None:
    server.faults.extend([("refuse", (503, b""))] * 3)
    reference = erased(opendsr)
    assert opendsr.tasks(reference)["delivery"].state == "open"
    assert opendsr.kinds(reference).count("party-silent") == 1
    assert opendsr.case(reference).waiting == {"parties"}
    for minute in range(1, 5):
        opendsr.drill.set(f"2026-12-24T10:0{minute}:00+09:00")
        opendsr.work()
    assert opendsr.tasks(reference)["delivery"].state == "accepted"
    assert len(server.requests) == 1


@pytest.mark.slow
def test_a_refusal_is_awaited_until_a_person_has_settled_it(
    opendsr: WithOthers, server: OpenDsrServer
) -> None:
    server.faults.append(("refuse", (403, b"")))
    reference = erased(opendsr)
    task = opendsr.tasks(reference)["delivery"]
    assert task.state == "refused"
    assert opendsr.case(reference).state == "carried_out"
    office = opendsr.drill.office
    with pytest.raises(TaskUnknownError):
        hearing.settle(office, task.id, "settled", by="S-1", proof=" ")
    hearing.settle(office, task.id, "settled", by="S-1", proof="電話で消去を確認(担当: 佐藤)")
    with pytest.raises(TaskUnknownError):
        hearing.settle(office, task.id, "done", by="S-1", proof="again")
    opendsr.work()
    assert opendsr.case(reference).state != "carried_out"
    assert "佐藤" not in str(opendsr.body(reference, "party-settled"))
    with office.company.engine.connect() as connection:
        vault = office.company.vault
        assert store.proof_of(connection, vault, task.id) == "電話で消去を確認(担当: 佐藤)"


@pytest.mark.slow
def test_a_party_without_callbacks_is_asked_day_by_day(
    opendsr: WithOthers, server: OpenDsrServer
) -> None:
    reference = erased(opendsr)
    task = opendsr.tasks(reference)["delivery"]
    server.requests[task.id]["request_status"] = "completed"
    opendsr.drill.set("2026-12-26T10:00:00+09:00")
    opendsr.work()
    assert opendsr.tasks(reference)["delivery"].state == "done"
    assert opendsr.case(reference).state != "carried_out"
    assert CONTROLLER not in str(opendsr.kinds(reference))


def test_nobody_is_told_of_a_request_that_is_refused(
    opendsr: WithOthers, server: OpenDsrServer
) -> None:
    reference = opendsr.ask("deletion")
    opendsr.work()
    opendsr.decide(reference, "refused", ground="company-decision", explanation="別の理由")
    opendsr.work()
    assert opendsr.tasks(reference) == {}
    assert server.requests == {}


@pytest.fixture
def hooked(made: Made, receiver: RawServer) -> WithOthers:
    party: dict[str, object] = {
        "kind": "webhook",
        "url": receiver.url,
        "key": {"file": "secrets/hook.key"},
    }
    return made({"crm": party}, {"hook.key": SECRET})


@pytest.mark.slow
def test_a_party_with_a_webhook_is_told_signed_and_answers_signed(
    hooked: WithOthers, receiver: RawServer
) -> None:
    reference = erased(hooked)
    task = hooked.tasks(reference)["crm"]
    assert task.state == "told"
    head, _blank, sent = receiver.requests[0].partition(b"\r\n\r\n")
    assert json.loads(sent)["data"]["task"] == task.id
    assert b"webhook-signature: v1," in head
    office, hook = hooked.drill.office, hooked.means.hooks["crm"]
    with pytest.raises(CallForgedError):
        hearing.hear_webhook(office, hook, "crm", *answer(task.id, "done", 1, new_secret()))
    with pytest.raises(CallMalformedError):
        hearing.hear_webhook(office, hook, "crm", *answer(task.id, "finished", 2))
    with pytest.raises(CallMalformedError):
        hearing.hear_webhook(office, hook, "another", *answer(task.id, "done", 3))
    hearing.hear_webhook(office, hook, "crm", *answer(task.id, "accepted", 4))
    hearing.hear_webhook(office, hook, "crm", *answer(task.id, "done", 5))
    hearing.hear_webhook(office, hook, "crm", *answer(task.id, "done", 5))
    hooked.work()
    assert hooked.tasks(reference)["crm"].state == "done"
    assert hooked.case(reference).state != "carried_out"


@pytest.mark.slow
def test_a_party_by_mail_gets_a_letter_and_another_when_its_time_is_over(made: Made) -> None:
    desk = made({"print": {"kind": "mail", "to": "privacy@print.example.jp"}})
    reference = erased(desk)
    task = desk.tasks(reference)["print"]
    assert task.state == "told"
    letters = [mail for mail in desk.box.mails if mail.to == "privacy@print.example.jp"]
    assert len(letters) == 1
    assert reference in letters[0].subject
    assert MUGI not in letters[0].subject
    assert MUGI in letters[0].body
    assert task.due_on == datetime(2027, 1, 6, tzinfo=UTC).date() or task.due_on.year in {
        2026,
        2027,
    }
    desk.drill.set((datetime(2027, 1, 20, 10, tzinfo=UTC) + timedelta(0)).isoformat())
    desk.work()
    letters = [mail for mail in desk.box.mails if mail.to == "privacy@print.example.jp"]
    assert len(letters) == 2
    assert desk.tasks(reference)["print"].reminders == 1
    assert "party-reminded" in desk.kinds(reference)


@pytest.mark.slow
def test_a_system_that_a_person_works_waits_for_that_person(made: Made) -> None:
    desk = made({"archive": {"kind": "task", "to": "clerk@example.jp"}})
    reference = erased(desk)
    assert desk.case(reference).state == "carried_out"
    task = desk.tasks(reference)["archive"]
    hearing.settle(desk.drill.office, task.id, "done", by="S-9", proof="倉庫の台帳 12 冊を確認")
    desk.work()
    assert desk.case(reference).state != "carried_out"


def test_without_parties_nothing_is_awaited(drill: Drill) -> None:
    desk = WithOthers(drill)
    reference = erased(desk)
    assert desk.tasks(reference) == {}
    assert desk.case(reference).state != "carried_out"
