"""What every answer carries, what is turned away, and how it is told."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import Depends, FastAPI
from pydantic import BaseModel
from starlette.requests import Request

from tests.web.sites import Browser, World, text_of, world
from upheld.web.forms import read_posted
from upheld.web.gatekeeping import Buckets, Rate
from upheld.web.roles import RouteOpenError, access_list, public


@pytest.mark.parametrize("path", ["/", "/policy/policy.ja.html", "/nowhere", "/healthz"])
def test_every_answer_says_what_a_browser_may_do_with_it(path: str, reading: World) -> None:
    headers = Browser(reading.app).get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert len(headers["x-request-id"]) == 16
    assert "strict-transport-security" not in headers


def test_over_https_browsers_are_told_to_stay_and_cookies_are_bound_to_the_host(
    tmp_path: Path,
) -> None:
    made = world(tmp_path, address="https://privacy.example.jp")
    answer = Browser(made.app, address="https://privacy.example.jp").get("/?lang=en")
    assert answer.headers["strict-transport-security"].startswith("max-age=63072000")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-upheld-language=en")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    made.engine.dispose()


def test_a_page_has_nothing_inline(reading: World) -> None:
    text = Browser(reading.app).get("/").text
    assert " style=" not in text
    assert "<style" not in text
    assert "<script>" not in text
    assert " onclick" not in text


def test_a_page_of_the_policy_keeps_its_own_style_and_nothing_else(reading: World) -> None:
    answer = Browser(reading.app).get("/policy/policy.ja.html")
    assert "style-src 'sha256-" in answer.headers["content-security-policy"]
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    assert "<h1" in answer.text


def test_another_host_is_turned_away(reading: World) -> None:
    answer = Browser(reading.app).get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421
    assert "evil.example" not in answer.text
    ready = Browser(reading.app).get("/healthz", headers={"host": "10.0.0.4:8420"})
    assert (ready.status_code, ready.text) == (200, "ok\n")


def test_this_machine_by_its_number_leads_to_its_name(tmp_path: Path, reading: World) -> None:
    browser = Browser(reading.app)
    by_number = {"host": "127.0.0.1:8420"}
    led = browser.get("/ask//evil.example?lang=en", headers=by_number)
    assert led.status_code == 307
    assert led.headers["location"] == "http://localhost:8420/ask//evil.example?lang=en"
    assert browser.post("/sign-out", headers=by_number).status_code == 421
    assert browser.get("/", headers={"host": "127.0.0.1:9999"}).status_code == 421
    public = world(tmp_path, address="https://privacy.example.jp")
    away = Browser(public.app, address="https://privacy.example.jp")
    assert away.get("/", headers=by_number).status_code == 421
    public.engine.dispose()


def test_a_person_gets_a_page_and_a_program_a_problem_document(reading: World) -> None:
    person = Browser(reading.app, language="en").get("/nowhere")
    assert person.status_code == 404
    assert "There is no page at this address" in text_of(person)
    program = Browser(reading.app, language="ja").get("/api/v1/nowhere")
    assert program.headers["content-type"] == "application/problem+json"
    document = program.json()
    assert document["type"] == "urn:upheld:refusal:page-unknown"
    assert document["status"] == program.status_code == 404
    assert document["title"] == "このアドレスにはページがありません"
    assert document["request_id"] == program.headers["x-request-id"]


def test_a_program_is_told_which_part_was_wrong_and_never_what_was_in_it(here: World) -> None:
    class Subject(BaseModel):
        address: str
        age: int

    def take(subject: Subject) -> None:
        """Only a subject that can be read gets here."""

    here.app.add_api_route("/api/t", take, methods=["POST"], dependencies=[Depends(public)])
    sent = {"age": "sato@example.jp"}
    answer = Browser(here.app).send("POST", "/api/t", json=sent)
    assert answer.status_code == 422
    assert "sato" not in answer.text
    assert answer.json()["errors"] == [
        {"where": "body.address", "fault": "missing", "what": "必須の項目がありません"},
        {"where": "body.age", "fault": "int_parsing", "what": "整数が必要です"},
    ]
    english = Browser(here.app, language="en").send("POST", "/api/t", json=sent).json()
    assert english["errors"][1]["what"] == "a whole number is wanted"
    broken = Browser(here.app).send(
        "POST", "/api/t", content=b"{sato@example.jp", headers={"content-type": "application/json"}
    )
    assert broken.status_code == 422
    assert "sato" not in broken.text


@pytest.fixture
def app(here: World) -> FastAPI:
    """The application with a form of a test's own, and a fault."""

    async def read(request: Request) -> dict[str, str]:
        form = await read_posted(request)
        return {"line": form.line("line")}

    def fault() -> None:
        raise RuntimeError("secret of sato@example.jp")

    here.app.add_api_route("/t/form", read, methods=["POST"], dependencies=[Depends(public)])
    here.app.add_api_route("/t/fault/{who}", fault, dependencies=[Depends(public)])
    return here.app


def _token(browser: Browser) -> str:
    from upheld.web.forgery import COOKIE, form_token

    browser.cookies.set(COOKIE, "a-browser")
    scope = {
        "type": "http", "app": browser.app, "path": "/", "method": "GET", "query_string": b"",
        "headers": [(b"cookie", f"{COOKIE}=a-browser".encode())],
    }  # fmt: skip
    return form_token(Request(scope))


def test_a_form_without_our_token_is_refused(app: FastAPI) -> None:
    browser = Browser(app)
    assert browser.post("/t/form", {"line": "x"}).status_code == 403
    token = _token(browser)
    assert browser.post("/t/form", {"line": "x", "form_token": token}).json() == {"line": "x"}
    assert (
        browser.post("/t/form", {"line": "x"}, headers={"x-form-token": token}).status_code == 200
    )


def test_a_token_of_another_browser_or_session_is_refused(app: FastAPI) -> None:
    browser = Browser(app)
    token = _token(browser)
    browser.cookies.set("upheld-session", "planted")
    assert browser.post("/t/form", {"line": "x", "form_token": token}).status_code == 403
    stranger = Browser(app, cookies=httpx.Cookies({"upheld-browser": "another"}))
    assert stranger.post("/t/form", {"line": "x", "form_token": token}).status_code == 403
    for broken in ("", ".", "a.b", "%%%.%%%", token[:-4], f"{token}AAAA", "あ.あ"):
        assert browser.post("/t/form", {"form_token": broken}).status_code == 403, broken


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
    ],
)
def test_a_form_that_another_site_sends_is_refused_even_with_a_token(
    headers: dict[str, str], app: FastAPI
) -> None:
    browser = Browser(app)
    token = _token(browser)
    answer = browser.post("/t/form", {"line": "x", "form_token": token}, headers=headers)
    assert answer.status_code == 403


def test_too_large_a_body_is_refused_whether_its_length_is_told_or_not(app: FastAPI) -> None:
    browser = Browser(app)
    told = browser.send("POST", "/t/form", content=b"x" * 300_000)
    assert told.status_code == 413

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(400):
            yield b"line=" + b"x" * 1019

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url=browser.address) as client:
            kind = {"content-type": "application/x-www-form-urlencoded"}
            return await client.post("/t/form", content=endless(), headers=kind)

    assert asyncio.run(send()).status_code == 413


def test_a_fault_shows_and_logs_no_value(app: FastAPI, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "upheld.web"):
        answer = Browser(app).get("/t/fault/sato@example.jp?mail=sato@example.jp")
    assert answer.status_code == 500
    assert "sato" not in text_of(answer)
    lines = [json.loads(one.getMessage()) for one in caplog.records if one.name == "upheld.web"]
    assert "sato" not in json.dumps(lines)
    fault, request = lines
    assert (fault["type"], request["route"], request["status"]) == (
        "RuntimeError", "/t/fault/{who}", 500,
    )  # fmt: skip
    assert answer.headers["x-request-id"] == fault["request"] == request["request"]
    assert answer.headers["x-request-id"] in text_of(answer)


@pytest.mark.slow
def test_a_client_that_calls_without_end_is_told_how_long_to_wait(here: World) -> None:
    here.app.state.buckets.now = lambda: 0.0
    browser = Browser(here.app, client=("2001:db8::1", 1))
    answers = {browser.get("/readyz").status_code for _ in range(3)}
    assert answers == {200}
    statuses = [browser.get("/nowhere") for _ in range(121)]
    refused = [one for one in statuses if one.status_code == 429]
    assert len(refused) == 1
    assert int(refused[0].headers["retry-after"]) >= 1
    neighbour = Browser(here.app, client=("2001:db8::2", 1))
    assert neighbour.get("/").status_code == 429, "one network of 64 bits is one client"
    assert Browser(here.app, client=("2001:db8:1::1", 1)).get("/").status_code == 200


def test_a_bucket_fills_again_with_time() -> None:
    now = [0.0]
    buckets = Buckets(now=lambda: now[0])
    rate = Rate(burst=2, per_minute=6)
    assert [buckets.take("x", b"a", rate) for _ in range(3)] == [0, 0, 10]
    assert buckets.take("y", b"a", rate) == 0, "each route has its own"
    now[0] += 10
    assert buckets.take("x", b"a", rate) == 0
    assert buckets.take("x", b"a", rate) > 0


def test_a_route_that_does_not_say_who_may_call_it_is_no_route(here: World) -> None:
    assert {one.path for one in access_list(here.app.routes)} >= {"/", "/healthz"}
    here.app.add_api_route("/t/open", lambda: None)
    with pytest.raises(RouteOpenError, match="/t/open"):
        access_list(here.app.routes)
