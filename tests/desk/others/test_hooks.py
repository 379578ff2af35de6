"""Where others call us: a signed call is taken, any other learns nothing but a status."""

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from fastapi import FastAPI

from tests.authority import signing_certificate
from tests.desk.conftest import Drill, Founded
from tests.desk.others.desks import SECRET, WithOthers, answer, desk_with, erased
from tests.parties.opendsr_server import DOMAIN, LOGIN, OpenDsrServer, opendsr_server
from tests.payments.stripe_server import KEY, StripeServer
from tests.web.sites import Browser
from upheld.running.callers import callers_of
from upheld.web.application import create
from upheld.web.site import Site

NOW = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)
PARTY_KEY = rsa.generate_private_key(65537, 2048)
URL = "https://desk.example.jp/hooks/opendsr"


@pytest.fixture(scope="module")
def server() -> Iterator[OpenDsrServer]:
    with opendsr_server(PARTY_KEY) as running:
        yield running


@pytest.fixture
def desk(found: Founded, server: OpenDsrServer) -> WithOthers:
    certificate = signing_certificate(
        PARTY_KEY, DOMAIN, begins=datetime(2026, 1, 1, tzinfo=UTC), ends=datetime(2028, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    made = desk_with(
        found,
        {
            "delivery": {
                "kind": "opendsr", "url": server.base, "domain": DOMAIN,
                "certificate": "secrets/party.pem", "key": {"file": "secrets/party.login"},
            },
            "crm": {"kind": "webhook", "url": "http://127.0.0.1:9/", "key": {"file": "secrets/hook.key"}},
        },
        files={
            "party.pem": certificate, "party.login": LOGIN, "hook.key": SECRET,
            "stripe.key": KEY, "stripe.webhook": "whsec_one\nwhsec_two",
        },
    )  # fmt: skip
    settings = made.drill.folder / "upheld.yaml"
    text = settings.read_text()
    stripe = '"stripe": {"key": {"file": "secrets/stripe.key"}, "webhook": {"file": "secrets/stripe.webhook"}}, '
    settings.write_text(text.replace('"parties": ', f'{stripe}"parties": '))
    made.drill.workspace.close()
    made.drill.open()
    return WithOthers(made.drill)


def application(drill: Drill) -> FastAPI:
    company = drill.office.company
    return create(
        Site(
            engine=company.engine, clock=company.clock, policy=company.policy,
            company=company.policy.policy.company.text(), secret=bytes(range(32)),
            office=drill.office, callers=callers_of(drill.workspace, drill.office),
            address="http://localhost:8420",
        )
    )  # fmt: skip


def call(drill: Drill, path: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return Browser(application(drill)).send("POST", path, content=body, headers=headers)


@pytest.mark.slow
def test_a_party_tells_that_it_is_done_and_a_forger_tells_nothing(
    desk: WithOthers, server: OpenDsrServer
) -> None:
    reference = erased(desk)
    task = desk.tasks(reference)["delivery"]
    body, headers = server.callback(task.id, "completed", URL)
    forged = call(desk.drill, "/hooks/opendsr", body + b" ", headers)
    assert (forged.status_code, forged.text) == (401, "")
    assert desk.tasks(reference)["delivery"].state == "accepted"
    for _twice in range(2):
        assert call(desk.drill, "/hooks/opendsr", body, headers).status_code == 202
    assert desk.tasks(reference)["delivery"].state == "done"
    strange = server.callback(task.id, "finished", URL)
    assert call(desk.drill, "/hooks/opendsr", *strange).status_code == 400


@pytest.mark.slow
def test_a_party_answers_by_webhook(desk: WithOthers) -> None:
    reference = erased(desk)
    task = desk.tasks(reference)["crm"]
    assert task.state == "open", "nobody listens there"
    assert call(desk.drill, "/hooks/parties/crm", *answer(task.id, "done", 1)).status_code == 200
    assert desk.tasks(reference)["crm"].state == "done"
    assert call(desk.drill, "/hooks/parties/crm", b"{}", {}).status_code == 401
    assert call(desk.drill, "/hooks/parties/nobody", *answer(task.id, "done", 2)).status_code == 404


def test_stripe_is_heard_with_either_secret_and_nobody_else(desk: WithOthers) -> None:
    about = {"id": "cs_unknown", "object": "checkout.session"}
    for number, (secret, status) in enumerate(
        (("whsec_one", 200), ("whsec_two", 200), ("whsec_other", 401))
    ):
        body, header = StripeServer().event(
            "checkout.session.completed", about, number=number, at=NOW.timestamp(), secret=secret
        )
        heard = call(desk.drill, "/hooks/stripe", body, {"stripe-signature": header})
        assert heard.status_code == status
    assert call(desk.drill, "/hooks/stripe", b"{}", {}).status_code == 401


def test_a_desk_without_callers_has_no_such_page(drill: Drill) -> None:
    for path in ("/hooks/stripe", "/hooks/opendsr", "/hooks/parties/crm"):
        assert call(drill, path, b"{}", {}).status_code == 404


def test_a_call_that_is_too_long_is_not_read(desk: WithOthers) -> None:
    assert call(desk.drill, "/hooks/stripe", bytes(300_000), {}).status_code == 413
