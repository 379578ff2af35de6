"""The page on which people change what the policy lets them change, as a browser meets it."""

import base64
import os

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from tests.desk.test_centre import hidden, site_for
from tests.desk.test_profile import AKARI, TORU, member
from tests.web.sites import Browser, text_of
from upheld.desk.identity import links
from upheld.evidence import ledger


@pytest.fixture
def desk(found: Founded) -> Desk:
    return Desk(found("b2b-platform"))


def identified(desk: Desk, browser: Browser, address: str = AKARI) -> httpx.Response:
    """Show who somebody is by the code in their mailbox; return the page with their values."""
    browser.submit("/profile", {"email": address}, to="/profile/code")
    desk.work()
    opened = browser.submit("/profile", {"code": desk.box.code()}, to="/profile/open")
    assert (opened.status_code, opened.headers["location"]) == (303, "/profile")
    return browser.get("/profile")


def change(browser: Browser, name: str, value: str) -> httpx.Response:
    at = f"/profile/change/{name}"
    return browser.post(at, {**hidden(browser.get(at).text), "value": value})


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nothing_is_shown_before_somebody_has_shown_who_they_are(desk: Desk, language: str) -> None:
    browser = Browser(site_for(desk.drill), language=language)
    page = browser.get("/profile")
    assert page.status_code == 200
    assert ("氏名" in text_of(page)) == (language == "ja")
    assert "朝霧" not in page.text
    for path in ("/profile/change/identity.name", "/profile/changed/R-2026-0001"):
        answer = browser.get(path)
        assert "朝霧" not in answer.text
        assert 'action="/profile/code"' in answer.text
    token = hidden(page.text)
    posted = browser.post("/profile/change/identity.name", {**token, "value": "だれか"})
    assert 'action="/profile/code"' in posted.text
    assert member(desk)[0] == "朝霧 灯"


@pytest.mark.slow
def test_a_person_sees_their_values_changes_one_and_changes_it_back(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    values = text_of(identified(desk, browser))
    for told in ("朝霧 灯", "意匠担当", "member"):
        assert told in values
    assert AKARI not in values, "exactly what the policy names, and nothing else"
    sent = change(browser, "identity.name", "朝霧 あかり")
    assert (sent.status_code, sent.headers["location"]) == (
        303, "/profile/changed/R-2026-0001",
    )  # fmt: skip
    assert member(desk)[0] == "朝霧 あかり"
    done = browser.get(sent.headers["location"])
    assert "変更し、読み直して確かめました" in text_of(done)
    assert browser.get("/requests/R-2026-0001/receipt").status_code == 200
    receipt = browser.get("/requests/R-2026-0001/receipt.json")
    assert receipt.status_code == 200
    assert "朝霧" not in receipt.text
    back = browser.post("/profile/changed/R-2026-0001/undo", hidden(done.text))
    assert back.headers["location"] == "/profile/changed/R-2026-0002"
    assert member(desk)[0] == "朝霧 灯"
    again = browser.post("/profile/changed/R-2026-0001/undo", hidden(done.text))
    assert again.headers.get("location") == "/profile/changed/R-2026-0002", "sent twice is once"
    assert "元に戻せません" in text_of(browser.get("/profile/changed/R-2026-0001"))
    assert "R-2026-0002" in text_of(browser.get("/profile"))


def test_an_address_that_nobody_has_looks_like_one_that_somebody_has(desk: Desk) -> None:
    site = site_for(desk.drill)
    pages = []
    for address in (AKARI, "nobody@example.jp"):
        browser = Browser(site)
        page = browser.submit("/profile", {"email": address}, to="/profile/code")
        wrong = browser.submit("/profile", {"code": "00000000"}, to="/profile/open")
        pages.append((page.status_code, text_of(page), wrong.status_code, text_of(wrong)))
    assert pages[0] == pages[1]
    stranger = Browser(site)
    nobody = identified(desk, stranger, "nobody@example.jp")
    assert "見つかりません" in text_of(nobody), "told to the owner of the mailbox alone"


@pytest.mark.slow
def test_the_proof_of_one_person_opens_no_change_of_another(desk: Desk) -> None:
    site = site_for(desk.drill)
    mine, other = Browser(site), Browser(site)
    identified(desk, mine)
    reference = change(mine, "identity.name", "朝霧 あかり").headers["location"].rpartition("/")[2]
    identified(desk, other, TORU)
    assert other.get(f"/profile/changed/{reference}").status_code == 404
    fields = hidden(other.get("/profile/change/identity.name").text)
    refused = other.post(f"/profile/changed/{reference}/undo", fields)
    assert refused.status_code == 404
    assert member(desk)[0] == "朝霧 あかり"
    assert other.get(f"/requests/{reference}/receipt").status_code == 404


def test_a_code_opens_only_the_browser_that_asked_and_no_other_address(desk: Desk) -> None:
    site = site_for(desk.drill)
    mine, thief = Browser(site), Browser(site)
    mine.submit("/profile", {"email": AKARI}, to="/profile/code")
    desk.work()
    thief.submit("/profile", {"email": TORU}, to="/profile/code")
    answer = thief.submit("/profile", {"code": desk.box.code()}, to="/profile/open")
    assert answer.status_code == 422
    nobody = Browser(site).submit("/profile", {"code": desk.box.code()}, to="/profile/open")
    assert nobody.status_code == 422


def test_a_changed_or_old_cookie_shows_nothing(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    identified(desk, browser)
    kept = browser.cookies["upheld-person"]
    browser.cookies.set("upheld-person", kept[:-6] + "AAAAAA", domain="localhost.local", path="/")
    assert "朝霧" not in browser.get("/profile").text
    identified(desk, browser)
    assert "朝霧" in browser.get("/profile").text
    desk.drill.set("2026-12-24T10:31:00+09:00")
    assert "朝霧" not in browser.get("/profile").text


def test_leaving_forgets_who_is_at_this_browser(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    identified(desk, browser)
    assert browser.submit("/profile", to="/profile/leave").status_code == 303
    assert "朝霧" not in browser.get("/profile").text


def test_a_form_without_our_token_changes_nothing(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    identified(desk, browser)
    answer = browser.post("/profile/change/identity.name", {"value": "だれか", "key": "x"})
    assert answer.status_code == 403
    assert member(desk)[0] == "朝霧 灯"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("identity.name", ""),
        ("identity.name", "あ" * 301),
        ("identity.name", "a\u202eb"),
        ("account.role", "org-admin"),
        ("identity.name", "朝霧 灯"),
    ],
    ids=["nothing", "too long", "unseen", "no choice", "the same"],
)
def test_a_value_that_is_not_taken_is_said_beside_the_field_and_opens_no_case(
    desk: Desk, name: str, value: str
) -> None:
    browser = Browser(site_for(desk.drill))
    identified(desk, browser)
    answer = change(browser, name, value)
    assert answer.status_code == 422
    assert LexborHTMLParser(answer.text).css_first("#value-error") is not None
    assert desk.waiting_rows() == [] or all(r.key.startswith("V-") for r in desk.waiting_rows())
    assert member(desk)[:3] == ("朝霧 灯", "意匠担当", "member")


@pytest.mark.slow
@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "'; DROP TABLE member; --"])
def test_what_is_typed_is_stored_and_shown_as_it_is(desk: Desk, typed: str) -> None:
    browser = Browser(site_for(desk.drill))
    identified(desk, browser)
    assert change(browser, "employment.job_title", typed).status_code == 303
    assert member(desk)[1] == typed
    page = browser.get("/profile")
    assert typed in text_of(page)
    assert "<script>alert" not in page.text


def test_what_is_not_named_by_the_policy_has_no_page(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    identified(desk, browser)
    for name in ("contact.email", "finance.invoice", "nothing"):
        assert browser.get(f"/profile/change/{name}").status_code == 404


def test_where_the_policy_lets_nothing_be_changed_the_page_says_so(drill: Drill) -> None:
    page = Browser(site_for(drill)).get("/profile")
    assert "変更できる項目はありません" in text_of(page)
    assert 'href="/ask/correct"' in page.text
    posted = Browser(site_for(drill)).submit(
        "/status", {"email": "a@example.jp"}, to="/profile/code"
    )
    assert posted.status_code == 422


def test_a_link_of_the_companys_own_site_needs_no_code_and_counts_once(desk: Desk) -> None:
    key = base64.b64encode(os.urandom(32)).decode()
    object.__setattr__(desk.drill.office, "link_key", key)
    now = desk.drill.office.company.clock.now()
    token = links.sign(links.read_key(key), {"member_id": "2"}, now=now)
    site = site_for(desk.drill)
    browser = Browser(site)
    assert browser.get(f"/profile?token={token}").headers["location"] == "/profile"
    assert "朝霧 灯" in text_of(browser.get("/profile"))
    sent = change(browser, "employment.job_title", "主任")
    reference = sent.headers["location"].rpartition("/")[2]
    rows = ledger.entries_of(desk.drill.office.company.engine, reference)
    assert any(b'"method":"session"' in bytes(row.leaf) for row in rows)
    assert Browser(site).get(f"/profile?token={token}").status_code == 403


@pytest.mark.slow
def test_settings_in_one_field_are_changed_one_by_one(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    assert "language: ja, news: 1" in text_of(identified(desk, browser))
    at = "/profile/change/behaviour.preference"
    fields = hidden(browser.get(at).text)
    wrong = browser.post(at, {**fields, "set-0": "ja", "set-1": "often"})
    assert wrong.status_code == 422
    assert LexborHTMLParser(wrong.text).css_first("#value-error") is not None
    sent = browser.post(at, {**fields, "set-0": "en", "set-1": "０"})
    assert sent.status_code == 303, text_of(sent)
    rows = desk.rows("app", "SELECT preferences FROM member WHERE email = ?", AKARI)
    assert rows == [('{"language":"en","news":0}',)]
    assert "language: en, news: 0" in text_of(browser.get("/profile"))
