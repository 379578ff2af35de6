"""OpenDSR against a processor that can lie, stall and repeat."""

import base64
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.authority import signing_certificate
from tests.parties.opendsr_server import (
    CONTROLLER,
    DOMAIN,
    LOGIN,
    OpenDsrServer,
    opendsr_server,
    sign,
)
from upheld.calling.addresses import LOOPBACK, AddressRefusedError
from upheld.calling.client import Caller
from upheld.calling.replay import MemoryOfProcess
from upheld.clock import DrillClock
from upheld.parties.callback import Told, ToldAgain, open_callback
from upheld.parties.opendsr import Opendsr, Processor, Standing
from upheld.parties.outcomes import (
    Accepted,
    CallForgedError,
    CallMalformedError,
    Identity,
    Instruction,
    InstructionRefusedError,
    Malformed,
    Refused,
    Silence,
)
from upheld.parties.signature import (
    CertificateUnusableError,
    check_certificates,
    fingerprint,
    signed_by,
)

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
CLOCK = DrillClock(NOW.isoformat)
CALLBACK = "https://desk.example.jp/callbacks/opendsr"
REQUEST = UUID("a7551968-d5d6-44b2-9831-815ac9017798")
INSTRUCTION = Instruction(
    id=REQUEST,
    kind="erasure",
    received_at=datetime(2026, 3, 30, tzinfo=UTC),
    identities=(Identity(kind="email", value="hanako@example.com"),),
)
DUE = datetime(2026, 4, 10, tzinfo=UTC)


def certificate(
    key: rsa.RSAPrivateKey, domain: str, *, begins: int = -30, ends: int = 300, signs: bool = True
) -> str:
    """Return a certificate; it begins and ends as many days from now."""
    return signing_certificate(
        key,
        domain,
        begins=NOW + timedelta(days=begins),
        ends=NOW + timedelta(days=ends),
        signs=signs,
    )


@pytest.fixture
def server(key: rsa.RSAPrivateKey) -> Iterator[OpenDsrServer]:
    with opendsr_server(key) as running:
        yield running


@pytest.fixture
def processor(server: OpenDsrServer, key: rsa.RSAPrivateKey) -> Processor:
    return Processor(
        domain=DOMAIN, base=server.base, login=LOGIN, controller=CONTROLLER, callback=CALLBACK,
        certificates=(certificate(key, DOMAIN),), regulation="gdpr", version="2.0",
    )  # fmt: skip


@pytest.fixture
def party(processor: Processor) -> Opendsr:
    caller = Caller(reach=LOOPBACK, seconds=1.5, wait_seconds=0.5)
    return Opendsr(processor=processor, caller=caller, clock=CLOCK)


def test_an_instruction_is_told_and_accepted_with_a_day(
    server: OpenDsrServer, party: Opendsr
) -> None:
    assert party.instruct(INSTRUCTION) == Accepted(
        reference=str(REQUEST), expected_by=DUE, proven=True
    )
    sent = json.loads(server.bodies[0])
    assert sent == {
        "subject_request_id": str(REQUEST), "subject_request_type": "erasure",
        "submitted_time": "2026-03-30T00:00:00Z", "regulation": "gdpr", "api_version": "2.0",
        "subject_identities": [
            {"identity_type": "email", "identity_value": "hanako@example.com", "identity_format": "raw"}
        ],
        "status_callback_urls": [CALLBACK],
    }  # fmt: skip
    assert server.headers[0]["authorization"] == LOGIN
    assert LOGIN not in repr(party)
    assert "hanako" not in repr(INSTRUCTION)


def test_how_it_stands_is_asked_and_it_can_be_taken_back(
    server: OpenDsrServer, party: Opendsr
) -> None:
    party.instruct(INSTRUCTION)
    assert party.standing(REQUEST) == Standing(state="pending", expected_by=DUE, proven=True)
    assert isinstance(party.cancel(REQUEST), Accepted)
    assert party.standing(REQUEST) == Standing(state="cancelled", expected_by=DUE, proven=True)
    assert isinstance(party.cancel(REQUEST), Refused)
    assert server.paths[1] == f"GET /v2/requests/{REQUEST}"


def test_what_a_processor_can_do_is_asked(party: Opendsr) -> None:
    offer = party.discover()
    assert not isinstance(offer, Refused | Silence | Malformed)
    assert offer.identities == {("email", "raw")}
    assert offer.kinds == {"erasure", "access"}


@pytest.mark.parametrize("fault", [("drop", None), ("stall", 0.8)])
def test_an_instruction_whose_answer_was_lost_is_repeated_and_is_one(
    server: OpenDsrServer, party: Opendsr, fault: tuple[str, Any]
) -> None:
    server.faults.append(fault)
    silence = party.instruct(INSTRUCTION)
    assert isinstance(silence, Silence)
    assert silence.perhaps_received
    assert party.instruct(INSTRUCTION) == Accepted(
        reference=str(REQUEST), expected_by=DUE, proven=True
    )
    assert list(server.requests) == [str(REQUEST)]


@pytest.mark.parametrize(("status", "perhaps"), [(429, False), (500, True), (503, True)])
def test_a_trouble_that_passes_is_a_silence(
    server: OpenDsrServer, party: Opendsr, status: int, perhaps: bool
) -> None:
    server.faults.append(("refuse", (status, b"")))
    outcome = party.instruct(INSTRUCTION)
    assert isinstance(outcome, Silence)
    assert outcome.perhaps_received is perhaps


def test_a_refusal_is_one_and_repeats_nothing_of_what_was_sent(
    server: OpenDsrServer, party: Opendsr
) -> None:
    server.faults.extend([("refuse", (400, {"error": {"message": "hanako@example.com"}}))] * 2)
    outcome = party.instruct(INSTRUCTION)
    assert isinstance(outcome, Refused)
    assert not outcome.ours
    assert "hanako" not in str(outcome)


def test_a_wrong_login_is_ours_to_mend(party: Opendsr) -> None:
    outcome = replace(party, processor=replace(party.processor, login="Basic x")).instruct(
        INSTRUCTION
    )
    assert isinstance(outcome, Refused)
    assert outcome.ours


LIES: list[Callable[[dict[str, Any]], Any]] = [
    lambda body: body | {"subject_request_id": "b7551968-d5d6-44b2-9831-815ac9017798"},
    lambda body: body | {"controller_id": "somebody-else"},
    lambda body: body | {"encoded_request": base64.b64encode(b"{}").decode()},
    lambda body: body | {"encoded_request": "?"},
    lambda body: body | {"encoded_request": None},
    lambda body: body | {"expected_completion_time": "soon"},
    lambda body: body | {"expected_completion_time": 7},
    lambda body: body | {"received_time": "2027-01-01T00:00:00Z"},
    lambda _body: b"<html>",
    lambda _body: b"[1]",
    lambda _body: b"[" * 100_000,
]


@pytest.mark.parametrize("lie", LIES)
def test_a_signed_answer_that_lies_is_not_believed(
    server: OpenDsrServer, party: Opendsr, lie: Callable[[dict[str, Any]], Any]
) -> None:
    server.faults.append(("lie", lie))
    assert isinstance(party.instruct(INSTRUCTION), Malformed)


def test_an_answer_of_another_key_domain_or_without_signature_is_not_believed(
    server: OpenDsrServer, party: Opendsr, other_key: rsa.RSAPrivateKey
) -> None:
    server.faults.extend([("forge", other_key), ("rename", "other.example")])
    assert isinstance(party.instruct(INSTRUCTION), Malformed)
    server.requests.clear()
    assert isinstance(party.instruct(INSTRUCTION), Malformed)
    server.requests.clear()
    server.signs = False
    assert isinstance(party.instruct(INSTRUCTION), Malformed)


def test_without_a_pinned_certificate_an_answer_counts_but_is_not_proven(
    server: OpenDsrServer, party: Opendsr
) -> None:
    server.signs = False
    loose = replace(party, processor=replace(party.processor, certificates=()))
    assert loose.instruct(INSTRUCTION) == Accepted(
        reference=str(REQUEST), expected_by=DUE, proven=False
    )


@pytest.mark.parametrize(
    "lie", [{"request_status": "done"}, {"request_status": 1}, {"results_url": "http://x/"}]
)
def test_a_status_that_makes_no_sense_is_not_believed(
    server: OpenDsrServer, party: Opendsr, lie: dict[str, Any]
) -> None:
    party.instruct(INSTRUCTION)
    server.faults.append(("lie", lambda body: body | lie))
    assert isinstance(party.standing(REQUEST), Malformed)


def test_an_instruction_about_nobody_is_not_sent(server: OpenDsrServer, party: Opendsr) -> None:
    with pytest.raises(InstructionRefusedError):
        party.instruct(replace(INSTRUCTION, identities=()))
    assert server.bodies == []


def test_a_processor_at_an_inner_address_is_not_called(party: Opendsr) -> None:
    with pytest.raises(AddressRefusedError):
        replace(party, caller=Caller()).instruct(INSTRUCTION)


def test_a_processor_of_the_older_name_is_spoken_to_in_its_words(
    server: OpenDsrServer, party: Opendsr
) -> None:
    server.prefix = "X-OpenGDPR-"
    older = replace(party, processor=replace(party.processor, dialect="opengdpr"))
    assert isinstance(older.instruct(INSTRUCTION), Accepted)
    assert server.paths == ["POST /v2/opengdpr_requests"]


def _open(
    processor: Processor,
    call: tuple[bytes, dict[str, str]],
    memory: MemoryOfProcess | None = None,
    now: datetime = NOW,
) -> Told | ToldAgain:
    return open_callback(*call, {processor.domain: processor}, memory or MemoryOfProcess(), now)


def test_a_callback_by_the_pinned_key_tells_how_it_stands(
    server: OpenDsrServer, processor: Processor
) -> None:
    call = server.callback(str(REQUEST), "completed", CALLBACK, results_url=None)
    assert _open(processor, call) == Told(
        domain=DOMAIN,
        request=REQUEST,
        standing=Standing(state="completed", expected_by=DUE, proven=True),
    )


def test_a_callback_told_again_is_told_from_the_first(
    server: OpenDsrServer, processor: Processor
) -> None:
    memory = MemoryOfProcess()
    call = server.callback(str(REQUEST), "in_progress", CALLBACK)
    assert isinstance(_open(processor, call, memory), Told)
    later = NOW + timedelta(days=100)
    assert _open(processor, call, memory, later) == ToldAgain(domain=DOMAIN)


def test_a_callback_of_another_key_or_changed_on_its_way_is_refused(
    server: OpenDsrServer, processor: Processor, other_key: rsa.RSAPrivateKey
) -> None:
    body, headers = server.callback(str(REQUEST), "completed", CALLBACK)
    signature = headers["x-opendsr-signature"]
    forged = [
        server.callback(str(REQUEST), "completed", CALLBACK, key=other_key),
        (body.replace(b"completed", b"cancelled"), headers),
        (body + b" ", headers),
        (body, headers | {"x-opendsr-signature": ""}),
        (body, headers | {"x-opendsr-signature": "?"}),
        (body, headers | {"x-opendsr-signature": "A" * 10_000}),
        (body, headers | {"x-opendsr-processor-domain": "evil.example"}),
        (body, headers | {"x-opendsr-processor-domain": ""}),
        (body, {"x-opengdpr-processor-domain": DOMAIN, "x-opengdpr-signature": signature}),
        (body, {}),
    ]
    for call in forged:
        with pytest.raises(CallForgedError):
            _open(processor, call)


def test_a_signature_folded_over_lines_still_holds(
    server: OpenDsrServer, processor: Processor
) -> None:
    body, headers = server.callback(str(REQUEST), "completed", CALLBACK)
    signature = headers["x-opendsr-signature"]
    folded = headers | {"x-opendsr-signature": f"{signature[:80]}\r\n {signature[80:]}"}
    assert isinstance(_open(processor, (body, folded)), Told)


def test_a_genuine_callback_for_another_controller_is_refused(
    server: OpenDsrServer, processor: Processor
) -> None:
    for call in (
        server.callback(str(REQUEST), "completed", "https://another.example/callbacks"),
        server.callback(str(REQUEST), "completed", CALLBACK, controller_id="another"),
        server.callback(str(REQUEST), "completed", CALLBACK, controller_id=None, status_callback_url=None),
    ):  # fmt: skip
        with pytest.raises(CallForgedError):
            _open(processor, call)


@pytest.mark.parametrize(
    "more", [{"request_status": "done"}, {"subject_request_id": "1"}, {"results_url": "ftp://x"}]
)
def test_a_signed_callback_that_makes_no_sense_is_malformed(
    server: OpenDsrServer, processor: Processor, more: dict[str, Any]
) -> None:
    with pytest.raises(CallMalformedError):
        _open(processor, server.callback(str(REQUEST), "completed", CALLBACK, **more))


def test_what_is_malformed_is_not_remembered_as_seen(
    server: OpenDsrServer, processor: Processor
) -> None:
    memory = MemoryOfProcess()
    call = server.callback(str(REQUEST), "completed", CALLBACK)
    with pytest.raises(CallForgedError):
        _open(processor, (call[0], {}), memory)
    assert isinstance(_open(processor, call, memory), Told)


def test_a_certificate_that_does_not_fit_signs_nothing(
    key: rsa.RSAPrivateKey, other_key: rsa.RSAPrivateKey
) -> None:
    good = certificate(key, DOMAIN)
    weak = rsa.generate_private_key(65537, 1024)
    bad = {
        "expired": certificate(key, DOMAIN, begins=-9, ends=-1),
        "not yet": certificate(key, DOMAIN, begins=1, ends=9),
        "another domain": certificate(key, "other.example"),
        "a wildcard": certificate(key, "*.processor.example"),
        "not for signatures": certificate(key, DOMAIN, signs=False),
        "a weak key": certificate(weak, DOMAIN),
        "no certificate": "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "nothing": "",
    }  # fmt: skip
    check_certificates(DOMAIN, [good, bad["expired"], bad["not yet"]])
    assert signed_by(DOMAIN, [good], b"x", sign(key, b"x"), NOW)
    for why, pem in bad.items():
        if why not in ("expired", "not yet"):  # time makes those, and no mistake
            with pytest.raises(CertificateUnusableError):
                check_certificates(DOMAIN, [pem])
        assert not signed_by(DOMAIN, [pem], b"x", sign(key, b"x"), NOW)
        assert signed_by(DOMAIN, [pem, good], b"x", sign(key, b"x"), NOW)
    both = [certificate(other_key, DOMAIN), good]
    assert signed_by(DOMAIN, both, b"x", sign(key, b"x"), NOW)
    assert not signed_by(DOMAIN, [], b"x", sign(key, b"x"), NOW)


def test_a_fingerprint_is_that_of_the_key(key: rsa.RSAPrivateKey) -> None:
    one, other = (certificate(key, name) for name in (DOMAIN, "x.example"))
    assert fingerprint(one) == fingerprint(other)
    assert len(fingerprint(one)) == 64
    with pytest.raises(CertificateUnusableError):
        fingerprint("no certificate")
