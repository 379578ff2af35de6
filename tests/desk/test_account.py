"""People show who they are by their account at the company: a real provider, which can lie."""

import re
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests import loopback
from tests.desk.conftest import Drill, Founded
from tests.desk.driving import Desk
from tests.desk.test_centre import ADDRESS, cases, hidden
from tests.desk.test_centre import site_for as plain_site
from tests.desk.test_profile import AKARI, member
from tests.desk.test_profile_pages import change
from tests.web.oidc_provider import CLIENT, SECRET, IdentityProvider, path_of, provider
from tests.web.sites import Browser, text_of
from upheld.desk.configuration import AccountSection
from upheld.desk.intake import Intake, receive
from upheld.evidence import ledger
from upheld.refusal import InvalidFileError
from upheld.web.centre.account_pages import identifiers
from upheld.web.openid.provider import PEOPLE_OTHERWISE, Accounts, Provider
from upheld.web.opening import site_of_workspace

THIEF = "thief@example.jp"


@pytest.fixture(scope="module")
def identity() -> Iterator[IdentityProvider]:
    with provider() as running:
        yield running


@pytest.fixture
def desk(found: Founded, identity: IdentityProvider) -> Desk:
    identity.restore()
    identity.account.subject, identity.account.address = "2", AKARI
    return Desk(found("b2b-platform"))


def site_for(drill: Drill, identity: IdentityProvider, **claims: str) -> FastAPI:
    accounts = Accounts(
        provider=Provider(
            issuer=identity.issuer,
            client_id=CLIENT,
            client_secret=SECRET,
            otherwise=PEOPLE_OTHERWISE,
        ),
        claims=claims or {"sub": "member_id", "email": "email"},
    )
    app = plain_site(drill, accounts=accounts)
    app.state.buckets.now = iter(range(0, 10**9, 60)).__next__
    return app


def go(browser: Browser, goal: str) -> str:
    """Go to the provider; return the address to which it sends the browser back."""
    left = browser.get(f"/account?goal={goal}")
    assert left.status_code == 303, text_of(left)
    at_provider = loopback.get(left.headers["location"], follow_redirects=False)
    return path_of(at_provider.headers["location"])


def whole(browser: Browser, goal: str) -> httpx.Response:
    return browser.get(go(browser, goal))


def ask(desk: Desk, **changes: Any) -> str:
    """A request that waits to know who asks."""
    asked: dict[str, Any] = {
        "right": "correction", "language": "ja", "channel": "web",
        "subject": {"email": AKARI}, "contact": AKARI, "changes": {"identity.name": "朝霧 あかり"},
    }  # fmt: skip
    return receive(desk.drill.office, Intake(**(asked | changes))).reference


def method_of(desk: Desk, reference: str) -> list[str]:
    company = desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    rows = ledger.entries_of(company.engine, reference)
    texts = [bytes(row.leaf).decode() for row in rows]
    return [text for text in texts if "identity-confirmed" in text]


@pytest.mark.slow
def test_a_profile_is_changed_by_whoever_signed_in(desk: Desk, identity: IdentityProvider) -> None:
    browser = Browser(site_for(desk.drill, identity))
    assert "アカウントでサインインする" in text_of(browser.get("/profile"))
    back = whole(browser, "profile")
    assert (back.status_code, back.headers["location"]) == (303, "/profile")
    assert "朝霧 灯" in text_of(browser.get("/profile"))
    sent = change(browser, "employment.job_title", "主任")
    reference = sent.headers["location"].rpartition("/")[2]
    assert member(desk)[1] == "主任"
    assert desk.case(reference).channel == "account"
    assert ['"method":"account"' in one for one in method_of(desk, reference)] == [True]


@pytest.mark.parametrize("subject", ["u-1001", "999", " ", "2; DROP TABLE member"])
def test_an_account_that_is_nobodys_shows_nobody(
    desk: Desk, identity: IdentityProvider, subject: str
) -> None:
    identity.account.subject = subject
    browser = Browser(site_for(desk.drill, identity, sub="member_id"))
    back = whole(browser, "profile")
    if back.status_code == 303:
        page = browser.get("/profile")
        assert "見つかりません" in text_of(page)
    else:
        assert back.status_code == 403
    assert "朝霧" not in browser.get("/profile").text


def test_only_what_the_provider_has_verified_counts() -> None:
    claims = {"email": "email", "phone_number": "phone", "sub": "member_id"}
    said: dict[str, Any] = {"email": AKARI, "phone_number": "+819012345678", "sub": "2"}
    assert identifiers(claims, said) == {"member_id": "2"}
    for verified in (False, None, "true", 1):
        assert "email" not in identifiers(claims, {**said, "email_verified": verified})
    whole_ = {**said, "email_verified": True, "phone_number_verified": True}
    assert list(identifiers(claims, whole_)) == ["email", "phone", "member_id"]
    for odd in (True, ["2"], {"a": 1}, None, "", "x" * 321):
        assert identifiers({"sub": "member_id"}, {"sub": odd}) == {}


def test_an_address_is_read_from_no_claim_that_nobody_verified() -> None:
    settings: dict[str, Any] = {"issuer": "https://id.example.jp", "client_id": "x"}
    AccountSection(**settings, claims={"email": "email", "sub": "member_id"})
    for claims in ({"preferred_username": "email"}, {"sub": "phone"}, {}, {"a b": "member_id"}):
        with pytest.raises(ValueError, match=r"may only be read|at least 1|pattern"):
            AccountSection(**settings, claims=claims)


def test_a_new_request_of_somebody_who_signed_in_waits_for_no_proof(
    desk: Desk, identity: IdentityProvider
) -> None:
    browser = Browser(site_for(desk.drill, identity))
    assert "/account?goal=ask/erase" in browser.get("/ask/erase").text
    back = whole(browser, "ask/erase")
    assert back.headers["location"] == "/ask/erase?by=account"
    page = browser.get(back.headers["location"])
    answers = {"where": {"residence": "JP"}, "what": {"right": "deletion"}}
    steps = []
    while (fields := hidden(page.text)).get("step") != "check":
        steps.append(fields["step"])
        page = browser.post("/ask/erase", {**fields, **answers.get(fields["step"], {})})
        assert page.status_code == 200, text_of(page)
    assert not {"who", "find", "contact"} & set(steps)
    assert AKARI in text_of(page), "where the answer goes can be seen, and changed"
    browser.post("/ask/erase", hidden(page.text))
    (case,) = cases(desk.drill)
    assert case.channel == "account"
    assert case.waiting == {"decision"}
    assert case.sealed is not None
    assert (case.sealed.subject, case.sealed.contact) == ({"member_id": "2"}, AKARI)
    assert len(method_of(desk, case.reference)) == 1
    desk.work()
    assert desk.case(case.reference).state == "identified"


def test_who_signed_in_long_ago_is_asked_like_everybody(
    desk: Desk, identity: IdentityProvider
) -> None:
    browser = Browser(site_for(desk.drill, identity))
    whole(browser, "ask/erase")
    desk.drill.set("2026-12-24T10:31:00+09:00")
    assert "確認済みです" not in text_of(browser.get("/ask/erase?by=account"))
    assert "確認済みです" not in text_of(Browser(browser.app).get("/ask/erase?by=account"))


def test_where_the_policy_does_not_take_accounts_a_request_waits_for_what_it_takes(
    desk: Desk, identity: IdentityProvider
) -> None:
    file = desk.drill.folder / "policy" / "keeping.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("[session, email-confirm, documents]", "[documents]"), "utf-8")
    desk.drill.open()
    browser = Browser(site_for(desk.drill, identity))
    page = browser.get(whole(browser, "ask/erase").headers["location"])
    answers = {"where": {"residence": "JP"}, "what": {"right": "deletion"}}
    while (fields := hidden(page.text)).get("step") != "check":
        page = browser.post("/ask/erase", {**fields, **answers.get(fields["step"], {})})
    browser.post("/ask/erase", hidden(page.text))
    (case,) = cases(desk.drill)
    assert case.waiting == {"identity"}
    assert method_of(desk, case.reference) == []
    reference = ask(desk)
    assert whole(browser, f"requests/{reference}").status_code == 403


def test_a_request_is_identified_by_its_persons_account(
    desk: Desk, identity: IdentityProvider
) -> None:
    reference = ask(desk)
    browser = Browser(site_for(desk.drill, identity))
    page = browser.get(f"/requests/{reference}")
    assert f"/account?goal=requests/{reference}" in page.text
    back = whole(browser, f"requests/{reference}")
    assert back.headers["location"] == f"/requests/{reference}"
    assert desk.case(reference).state == "identified"
    assert ['"method":"account"' in one for one in method_of(desk, reference)] == [True]
    assert "訂正" in text_of(browser.get(f"/requests/{reference}"))


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": {"email": "toru.asagiri@team1.example.jp"}},
        {"subject": {"member_id": "1"}},
        {"subject": {"email": AKARI, "member_id": "1"}},
        {"subject": {"email": AKARI}, "contact": THIEF},
        {"subject": {"member_id": "2"}, "contact": THIEF},
        {"subject": {"email": AKARI}, "contact": ""},
        {"about": {"postal": "東京都架空区 1"}},
        {"agent": "appointed", "agent_details": {"name": "代理"}},
    ],
    ids=[
        "another's address", "another's number", "one of two", "a thief's mailbox",
        "a thief's mailbox for a number", "no mailbox", "a postal address", "an agent's",
    ],
)  # fmt: skip
def test_an_account_opens_no_request_that_is_not_all_its_owners(
    desk: Desk, identity: IdentityProvider, changes: dict[str, Any]
) -> None:
    """Also not one that somebody else made in the owner's name, to read the answer."""
    reference = ask(desk, **changes)
    browser = Browser(site_for(desk.drill, identity))
    refused = whole(browser, f"requests/{reference}")
    unknown = whole(browser, "requests/R-2026-9999")
    assert refused.status_code == unknown.status_code == 403
    told = [re.sub(r"[0-9a-f]{16}", "", text_of(one)) for one in (refused, unknown)]
    assert told[0] == told[1]
    assert desk.case(reference).state == "received"
    assert "identity" in desk.case(reference).waiting
    assert "朝霧" not in browser.get(f"/requests/{reference}").text


def test_an_unverified_address_identifies_nobody(desk: Desk, identity: IdentityProvider) -> None:
    reference = ask(desk)
    identity.account.verified = False
    browser = Browser(site_for(desk.drill, identity))
    assert whole(browser, f"requests/{reference}").status_code == 403
    assert desk.case(reference).state == "received"


@pytest.mark.parametrize(
    "claims",
    [{"iss": "https://evil.example"}, {"aud": "another"}, {"nonce": "x"},
     {"exp": int(time.time()) - 3600}, {"sub": None}],
    ids=["issuer", "audience", "nonce", "expired", "nobody"],
)  # fmt: skip
def test_a_token_that_does_not_hold_shows_nobody(
    desk: Desk, identity: IdentityProvider, claims: dict[str, Any]
) -> None:
    identity.claims = claims
    browser = Browser(site_for(desk.drill, identity))
    answer = whole(browser, "profile")
    assert answer.status_code == 503
    assert "確認コードや書類など" in text_of(answer)
    assert "朝霧" not in browser.get("/profile").text


def test_coming_back_counts_once_and_only_in_the_browser_that_left(
    desk: Desk, identity: IdentityProvider
) -> None:
    app = site_for(desk.drill, identity)
    browser, other = Browser(app), Browser(app)
    back = go(browser, "profile")
    other.get("/profile")
    assert other.get(back).status_code == 400
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 400
    for query in ("", "?code=x&state=y", "?error=access_denied&state=y"):
        assert browser.get(f"/account/return{query}").status_code == 400
    left = go(browser, "profile")
    assert browser.get(left.replace("iss=http%3A%2F%2Fl", "iss=http%3A%2F%2Fx")).status_code == 400


@pytest.mark.parametrize(
    "goal",
    ["", "https://evil.example", "//evil.example", "console", "profile/../console", "ask/tell",
     "requests/R-2026-0001/receipt", "profile%0d%0aX: y"],
)  # fmt: skip
def test_nobody_is_led_anywhere_else(desk: Desk, identity: IdentityProvider, goal: str) -> None:
    browser = Browser(site_for(desk.drill, identity))
    assert browser.get(f"/account?goal={goal}").status_code == 404
    assert identity.asked == []


def test_an_account_of_the_public_is_no_way_into_the_console(
    desk: Desk, identity: IdentityProvider
) -> None:
    browser = Browser(site_for(desk.drill, identity))
    back = go(browser, "profile")
    assert (
        browser.get(back.replace("/account/return", "/sign-in/company/return")).status_code == 404
    )
    whole(browser, "profile")
    assert browser.get("/console").status_code == 303


def test_without_a_provider_there_is_nothing_of_it(drill: Drill) -> None:
    browser = Browser(plain_site(drill))
    assert browser.get("/account?goal=profile").status_code == 404
    assert "/account" not in browser.get("/ask/see").text


@pytest.mark.parametrize(("kind", "taken"), [("member_id", True), ("passport", False)])
def test_a_claim_stands_for_an_identifier_that_a_map_knows_people_by(
    desk: Desk, kind: str, taken: bool
) -> None:
    file = desk.drill.folder / "upheld.yaml"
    section = (
        "desk:\n  account:\n    issuer: https://id.example.jp\n    client_id: upheld\n"
        f"    client_secret: {{file: secrets/account.secret}}\n    claims: {{sub: {kind}}}\n"
    )
    file.write_text(f"{file.read_text('utf-8')}\n{section}", "utf-8")
    secret = desk.drill.folder / "secrets" / "account.secret"
    secret.touch(mode=0o600)
    secret.write_text("only here\n", "utf-8")
    desk.drill.open()
    if not taken:
        with pytest.raises(InvalidFileError) as refusal:
            site_of_workspace(desk.drill.workspace, ADDRESS)
        assert "`passport`" in refusal.value.what.en
        assert "`member_id`" in refusal.value.remedy.en
        return
    site = site_of_workspace(desk.drill.workspace, ADDRESS)
    assert site.accounts is not None
    assert (site.accounts.claims, site.accounts.provider.client_secret) == (
        {"sub": "member_id"}, "only here",
    )  # fmt: skip
    assert "only here" not in repr(site.accounts)
