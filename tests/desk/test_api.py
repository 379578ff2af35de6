"""Programs open requests and follow them; what is wrong is said in a problem document."""

import asyncio
from collections.abc import Iterator
from itertools import count, cycle
from typing import Any

import httpx
import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import site_for as app_of
from upheld.client import Client, ProblemError
from upheld.web.signin import store as signin_store
from upheld.web.signin import tokens
from upheld.web.signin.staff import Staff, new_staff_id
from upheld.web.signin.tokens import SCOPES, Scope
from upheld.web.site import Site

# A well-formed request may be refused all the same: the policy says what is offered, and to whom.
_OF_THE_POLICY = positive_data_acceptance
_PATIENCE_SECONDS = 600
"""For one call; that of schemathesis is ten, which a machine with other work takes at times."""


class Inside(httpx.BaseTransport):
    """Calls an application without a network."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def call() -> httpx.Response:
            async with httpx.AsyncClient(
                transport=httpx.ASGITransport(self._app), base_url="http://localhost:8420"
            ) as client:
                answer = await client.request(
                    request.method,
                    str(request.url),
                    headers=request.headers,
                    content=request.read(),
                )
                return httpx.Response(
                    answer.status_code, headers=answer.headers, content=answer.content
                )

        return asyncio.run(call())


def token_of(app: FastAPI, *scopes: Scope) -> str:
    site: Site = app.state.site
    id_ = new_staff_id()
    with site.engine.begin() as connection:
        signin_store.add_staff(
            connection, id_=id_, name="sora", address=f"{id_}@office.example",
            roles=("privacy_officer",), at=site.clock.now(),
        )  # fmt: skip
        by = signin_store.staff_by_id(connection, id_)
        assert isinstance(by, Staff)
        return tokens.make(connection, site, by, label="shop", scopes=scopes, days=30)


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    app = app_of(desk.drill)
    with Client(
        "http://localhost:8420", token=token_of(app, *SCOPES), transport=Inside(app)
    ) as client:
        yield client


@pytest.mark.slow
def test_a_program_opens_a_request_and_follows_it_to_the_receipt(
    client: Client, desk: Desk
) -> None:
    opened = client.open_request("deletion", {"email": MUGI}, contact=MUGI)
    assert opened.reference == "R-2026-0001"
    assert opened.state == "received"
    assert str(opened.due_on) == "2027-01-07"
    assert [step.day for step in opened.steps][-1] == opened.due_on
    with desk.drill.office.company.engine.begin() as connection:
        from upheld.desk.identity import methods

        methods.confirm(
            desk.drill.office, connection, desk.case(opened.reference), "documents", by="S-1"
        )
    desk.whole_way(opened.reference)
    assert client.request(opened.reference).state in ("answered", "closed")
    receipt = client.receipt(opened.reference)
    assert receipt["body"]["request"] == opened.reference


def test_the_same_key_is_one_request_and_another_body_is_refused(client: Client) -> None:
    first = client.open_request("deletion", {"email": MUGI}, key="order-4711-erase")
    again = client.open_request("deletion", {"email": MUGI}, key="order-4711-erase")
    assert first.reference == again.reference
    with pytest.raises(ProblemError) as problem:
        client.open_request("disclosure", {"email": MUGI}, key="order-4711-erase")
    assert (problem.value.status, problem.value.code) == (422, "key-reused")


def test_all_requests_are_listed_page_by_page(client: Client, desk: Desk) -> None:
    made = {desk.ask("correction", changes={"contact.phone": str(n)}) for n in range(7)}
    assert {one.reference for one in client.requests(page=3)} == made
    assert list(client.requests(states=["closed"])) == []


def test_a_place_in_a_list_that_is_none_is_refused_and_does_not_begin_again(
    client: Client, desk: Desk
) -> None:
    desk.ask("deletion")
    with pytest.raises(ProblemError) as problem:
        client._get("/requests", cursor="@@@")
    assert (problem.value.status, problem.value.places) == (422, ("query.cursor: cursor_unknown",))


@pytest.mark.parametrize(
    ("right", "subject", "code"),
    [
        ("export", {"email": MUGI}, "right-not-offered"),
        ("deletion", {}, "intake-invalid"),
        ("deletion", {"shoe_size": "26"}, "identifier-unusable"),
        ("burn", {"email": MUGI}, "form-invalid"),
    ],
)
def test_what_cannot_be_received_is_a_problem_without_the_value(
    client: Client, right: str, subject: dict[str, str], code: str
) -> None:
    with pytest.raises(ProblemError) as problem:
        client.open_request(right, subject)
    assert (problem.value.status, problem.value.code) == (422, code)
    assert MUGI not in str(problem.value)


def test_a_body_of_the_wrong_shape_names_each_part_that_is_wrong(client: Client) -> None:
    with pytest.raises(ProblemError) as problem:
        client.open_request("burn", {"E mail": MUGI}, colour="blue")
    found = dict(place.split(": ") for place in problem.value.places)
    assert set(found) == {"body.right", "body.subject.E mail.[key]", "body.colour"}
    assert "body.colour: extra_forbidden" in str(problem.value)
    assert "一覧の箇所を直して" in problem.value.remedy
    assert MUGI not in str(problem.value)


def test_a_token_does_only_what_its_scopes_allow(desk: Desk) -> None:
    app = app_of(desk.drill)
    reader = Client(
        "http://localhost:8420", token=token_of(app, "requests:read"), transport=Inside(app)
    )
    nobody = Client("http://localhost:8420", token="uph_forged", transport=Inside(app))
    assert list(reader.requests()) == []
    for client, status in ((reader, 403), (nobody, 401)):
        with pytest.raises(ProblemError) as problem:
            client.open_request("deletion", {"email": MUGI})
        assert problem.value.status == status


def test_a_request_is_withdrawn_once(client: Client) -> None:
    opened = client.open_request("deletion", {"email": MUGI})
    assert client.withdraw(opened.reference).state == "withdrawn"
    with pytest.raises(ProblemError) as problem:
        client.withdraw(opened.reference)
    assert (problem.value.status, problem.value.code) == (409, "case-state")


def test_the_offered_rights_name_article_and_fee(client: Client) -> None:
    rights = {one["right"]: one for one in client.rights()}
    assert rights["disclosure"]["fee"] == {"amount": "1000", "currency": "JPY"}
    assert rights["disclosure"]["articles"] == ["APPI art. 33(1)"]
    assert rights["deletion"]["fee"] is None
    assert "know" not in rights


def test_a_program_asks_whether_a_use_is_stopped(client: Client, desk: Desk) -> None:
    before = client.restrictions({"email": MUGI}, ["provision"])
    assert not before["provision"]
    reference = desk.ask("provision-stop", grounds=("unlawful-provision",))
    desk.whole_way(reference)
    (purpose, *_) = desk.drill.office.company.policy.purposes
    found = client.restrictions({"email": f" {MUGI.upper()} "}, ["provision", purpose])
    assert found["provision"].reasons == (reference,)
    assert found["provision"].since is not None
    assert not found[purpose]
    assert not client.restrictions({"email": "somebody@example.jp"}, ["provision"])["provision"]


@pytest.mark.parametrize(
    ("subject", "use", "code"),
    [
        ({"email": MUGI}, "advertisments", "use-unknown"),
        ({"shoe_size": MUGI}, "provision", "identifier-unusable"),
        ({"nowhere/member": MUGI}, "provision", "identifier-unusable"),
        ({}, "provision", "form-invalid"),
    ],
)
def test_a_misspelt_question_about_a_stop_is_refused_and_not_answered(
    client: Client, subject: dict[str, str], use: str, code: str
) -> None:
    with pytest.raises(ProblemError) as problem:
        client.restrictions(subject, [use])
    assert (problem.value.status, problem.value.code) == (422, code)
    assert MUGI not in str(problem.value)


def requests_in_many_states(desk: Desk) -> list[str]:
    """Return requests that wait for an officer, for a plan's approval, for a fee, for nothing."""
    fresh = desk.ask("deletion", verified=False, subject={"email": "a@example.jp"})
    unpaid = desk.ask("disclosure", form="electronic", pays=False)
    identified, planned, done = (desk.ask("deletion") for _ in range(3))
    desk.work()
    for reference in (planned, done):
        desk.decide(reference)
    desk.work()
    desk.approve(done)
    desk.work()
    assert desk.case(planned).state == "planned"
    return [fresh, unpaid, identified, planned, done]


@pytest.mark.slow
def test_nothing_that_is_sent_makes_the_api_stumble(drill: Drill) -> None:
    """Schemathesis: every call, well-formed and not, answers as its description says.

    Every second call about a request names one that is there, in one state after another. The
    calls are the same in every run, and a minute passes between any two: none comes too soon.
    """
    app = app_of(drill)
    app.state.buckets.now = count(step=60.0).__next__
    kept = requests_in_many_states(Desk(drill))
    there = cycle(kept)
    turn = cycle((False, True))
    token = token_of(app, *SCOPES)
    host = {"host": "localhost:8420"}
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app, headers=host)
    called: list[int] = []

    def call(case: Any, *unasked: Any) -> None:
        headers = {**host, "authorization": f"Bearer {token}"}
        answer = case.call_and_validate(
            headers=headers, timeout=_PATIENCE_SECONDS, excluded_checks=[_OF_THE_POLICY, *unasked]
        )
        called.append(answer.status_code)

    def call_of_any(case: Any) -> None:
        if next(turn) and "reference" in (case.path_parameters or {}):
            case.path_parameters["reference"] = next(there)
            call(case, negative_data_rejection)  # it may have been the reference that was bad
        else:
            call(case)

    received: Any = {"right": "deletion", "subject": {"email": MUGI}}
    call(schema["/api/v1/requests"]["POST"].Case(body=received, media_type="application/json"))
    ended = {"reference": kept[-1]}
    call(schema["/api/v1/requests/{reference}/withdraw"]["POST"].Case(path_parameters=ended))
    assert called == [201, 409]
    for found in schema.get_all_operations():
        quietly = settings(
            max_examples=15, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        operation = found.ok()  # type: ignore[union-attr]
        quietly(given(operation.as_strategy())(call_of_any))()
    assert len(called) > 300
    assert max(called) < 500
    assert {200, 404, 422} <= set(called)
    assert 429 not in called
