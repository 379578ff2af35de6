"""A person asks, one question a page, without an account and without JavaScript."""

import base64
import os

import pytest
from fastapi import FastAPI
from httpx import Response
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Drill, Founded
from tests.web.sites import Browser, text_of
from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.identity import links
from upheld.payments.stripe import Stripe
from upheld.web.application import create
from upheld.web.openid.provider import Accounts
from upheld.web.site import Site

ADDRESS = "http://localhost:8420"


def site_for(
    drill: Drill,
    *,
    address: str = ADDRESS,
    accounts: Accounts | None = None,
    cards: Stripe | None = None,
) -> FastAPI:
    """Return the application of a desk."""
    company = drill.office.company
    return create(
        Site(
            engine=company.engine,
            clock=company.clock,
            policy=company.policy,
            company=company.policy.policy.company.text(),
            secret=bytes(range(32)),
            office=drill.office,
            address=address,
            accounts=accounts,
            cards=cards,
        )
    )


def hidden(text: str) -> dict[str, str]:
    """Return the hidden fields of the page's form."""
    fields = LexborHTMLParser(text).css("main form input[type=hidden]")
    return {str(f.attributes["name"]): str(f.attributes.get("value") or "") for f in fields}


def walk(browser: Browser, verb: str, answers: dict[str, dict[str, str]]) -> str:
    """Answer the questions as they come, and send; return the last page."""
    return walk_on(browser, verb, answers, browser.get(f"/ask/{verb}"))


def walk_on(browser: Browser, verb: str, answers: dict[str, dict[str, str]], page: Response) -> str:
    """Go on from a page of the questions."""
    for _ in range(15):
        fields = hidden(page.text)
        if "step" not in fields:
            return page.text
        page = browser.post(f"/ask/{verb}", {**fields, **answers.get(fields["step"], {})})
        assert page.status_code == 200, (fields["step"], text_of(page))
    raise AssertionError("the questions do not end")


def cases(drill: Drill) -> list[Case]:
    company = drill.office.company
    with company.engine.connect() as connection:
        rows = store.queue(connection)
        return [store.load(connection, company.vault, row.reference) for row in rows]


SEE = {
    "what": {"right": "disclosure"},
    "who": {"agent": "none"},
    "find": {"id_email": "ａｏｉ@Example.JP", "id_phone": "０９０-1234-5678"},
    "how": {"form": "electronic"},
    "message": {"message": ""},
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_person_asks_for_disclosure_and_has_a_number_at_once(drill: Drill, language: str) -> None:
    browser = Browser(site_for(drill), language=language)
    last = walk(browser, "see", SEE)
    assert "R-2026-0001" in last
    (case,) = cases(drill)
    assert (case.right, case.channel, case.language, case.form) == (
        "disclosure", "web", language, "electronic",
    )  # fmt: skip
    assert case.sealed is not None
    assert case.sealed.subject == {"email": "aoi@example.jp", "phone": "090-1234-5678"}
    assert case.sealed.contact == "aoi@example.jp"
    assert ("2027年1月7日(木)" if language == "ja" else "Thu 7 January 2027") in last


def test_a_form_posted_twice_is_one_request(drill: Drill) -> None:
    browser = Browser(site_for(drill))
    page = browser.get("/ask/see")
    while hidden(page.text).get("step") != "check":
        fields = hidden(page.text)
        page = browser.post("/ask/see", {**fields, **SEE.get(fields["step"], {})})
    sent = hidden(page.text)
    first, second = browser.post("/ask/see", sent), browser.post("/ask/see", sent)
    assert first.status_code == second.status_code == 200
    assert "R-2026-0001" in first.text
    assert "R-2026-0001" in second.text
    assert len(cases(drill)) == 1


def test_an_answer_that_is_missing_is_asked_for_again_and_nothing_is_lost(drill: Drill) -> None:
    browser = Browser(site_for(drill))
    page = browser.get("/ask/see")
    page = browser.post("/ask/see", {**hidden(page.text), "right": "disclosure"})
    page = browser.post("/ask/see", {**hidden(page.text), "agent": "none"})
    wrong = browser.post("/ask/see", {**hidden(page.text), "id_email": "aoi at example"})
    assert wrong.status_code == 422
    assert "aoi at example" not in text_of(wrong), "only inside its own field"
    assert "メールアドレス" in text_of(wrong)
    nothing = browser.post("/ask/see", hidden(page.text))
    assert nothing.status_code == 422
    assert cases(drill) == []


def test_a_changed_draft_begins_again(drill: Drill) -> None:
    browser = Browser(site_for(drill))
    fields = hidden(browser.get("/ask/see").text)
    fields["draft"] = fields["draft"][:-8] + "AAAAAAA="
    answer = browser.post("/ask/see", {**fields, "right": "disclosure"})
    assert answer.status_code == 200
    assert "もう一度はじめから" in text_of(answer)
    drill.set("2026-12-24T13:00:00+09:00")


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "'; DROP TABLE desk_case; --", "{{ 7 * 7 }}", "%0d%0aX: y"],
)
def test_what_is_typed_is_shown_as_it_is_and_runs_nowhere(drill: Drill, typed: str) -> None:
    browser = Browser(site_for(drill))
    page = browser.get("/ask/see")
    while hidden(page.text)["step"] != "check":
        fields = hidden(page.text)
        answers = {**SEE, "message": {"message": typed}}
        page = browser.post("/ask/see", {**fields, **answers.get(fields["step"], {})})
    assert typed in text_of(page)
    assert "<script>alert" not in page.text
    browser.post("/ask/see", hidden(page.text))
    (case,) = cases(drill)
    assert case.sealed is not None
    assert case.sealed.message == typed


def test_a_californian_opt_out_asks_for_nothing_but_what_finds_the_person(found: Founded) -> None:
    drill = found("b2b-platform")
    browser = Browser(site_for(drill), language="en")
    page = browser.get("/ask/stop")
    page = browser.post("/ask/stop", {**hidden(page.text), "residence": "US-CA"})
    steps = []
    answers = {"what": {"right": "opt-out-sale-sharing"}, "find": {"id_email": "a@example.com"}}
    while hidden(page.text)["step"] != "check":
        fields = hidden(page.text)
        steps.append(fields["step"])
        page = browser.post("/ask/stop", {**fields, **answers.get(fields["step"], {})})
    assert set(steps) <= {"what", "find", "message"}
    browser.post("/ask/stop", hidden(page.text))
    (case,) = cases(drill)
    assert case.waiting == {"decision"}
    assert case.residence == "US-CA"


def test_a_person_of_the_companys_own_site_is_not_asked_who_they_are(drill: Drill) -> None:
    key = base64.b64encode(os.urandom(32)).decode()
    object.__setattr__(drill.office, "link_key", key)
    now = drill.office.company.clock.now()
    token = links.sign(links.read_key(key), {"email": "aoi@example.jp"}, now=now)
    browser = Browser(site_for(drill))
    page = browser.get(f"/ask/erase?token={token}")
    steps = []
    while hidden(page.text)["step"] != "check":
        fields = hidden(page.text)
        steps.append(fields["step"])
        right = {"what": {"right": "deletion"}, "who": {"agent": "none"}}
        page = browser.post("/ask/erase", {**fields, **right.get(fields["step"], {})})
    assert "find" not in steps
    browser.post("/ask/erase", hidden(page.text))
    (case,) = cases(drill)
    assert case.channel == "signed_link"
    assert case.waiting == {"decision"}
    used = browser.get(f"/ask/erase?token={token}")
    page = used
    while hidden(page.text).get("step") != "check":
        fields = hidden(page.text)
        right = {"what": {"right": "deletion"}, "who": {"agent": "none"}}
        page = browser.post("/ask/erase", {**fields, **right.get(fields["step"], {})})
    again = browser.post("/ask/erase", hidden(page.text))
    assert again.status_code == 422
    assert len(cases(drill)) == 1, "a link opens one request"


def test_a_verb_that_does_not_exist_is_no_page(drill: Drill) -> None:
    browser = Browser(site_for(drill))
    assert browser.get("/ask/burn").status_code == 404
    assert browser.get("/ask/see?token=forged").status_code in (400, 403, 422)
