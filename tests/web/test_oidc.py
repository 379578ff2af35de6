"""Signing in with the company's account: a real provider next door, which can lie."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests import loopback
from tests.web.oidc_provider import CLIENT, SECRET, IdentityProvider, path_of, provider
from tests.web.sites import Browser, World, enlist, entries, text_of, world
from upheld.web.openid.provider import Provider


@pytest.fixture(scope="module")
def identity() -> Iterator[IdentityProvider]:
    with provider() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, identity: IdentityProvider) -> Iterator[World]:
    identity.restore()
    made = world(
        tmp_path,
        provider=Provider(issuer=identity.issuer, client_id=CLIENT, client_secret=SECRET),
    )
    made.app.state.buckets.now = iter(range(0, 10**9, 60)).__next__
    yield made
    made.engine.dispose()


def _go(browser: Browser, path: str = "/sign-in/company") -> str:
    """Go to the provider and return the address it sends the browser back to."""
    left = browser.get(path)
    assert left.status_code == 303, text_of(left)
    at_provider = loopback.get(left.headers["location"], follow_redirects=False)
    assert at_provider.status_code == 302, at_provider.text
    return path_of(at_provider.headers["location"])


def _whole(browser: Browser, path: str = "/sign-in/company") -> httpx.Response:
    return browser.get(_go(browser, path))


def test_staff_sign_in_with_the_company_account(office: World, identity: IdentityProvider) -> None:
    staff = enlist(office, "Aoi", "viewer", address="Aoi@Office.example")
    browser = Browser(office.app)
    assert "会社のアカウントでサインイン" in text_of(browser.get("/sign-in"))
    answer = _whole(browser, "/sign-in/company?next=/console/account")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/account")
    assert "Aoi" in text_of(browser.get("/console"))
    asked = identity.asked[0]
    assert asked["scope"] == "openid email"
    assert asked["redirect_uri"] == "http://localhost:8420/sign-in/company/return"
    assert len(asked["nonce"]) >= 32
    assert [one["staff"] for one in entries(office, "staff-account-bound")] == [staff.id]
    assert [one["method"] for one in entries(office, "staff-signed-in")] == ["oidc"]


def test_after_the_first_time_the_account_counts_and_not_its_address(
    office: World, identity: IdentityProvider
) -> None:
    enlist(office, "Aoi", "viewer", address="aoi@office.example")
    assert _whole(Browser(office.app)).status_code == 303
    identity.account.address = "renamed@office.example"
    browser = Browser(office.app)
    assert _whole(browser).status_code == 303
    assert "Aoi" in text_of(browser.get("/console"))
    identity.account.subject, identity.account.address = "u-2002", "aoi@office.example"
    assert _whole(Browser(office.app)).status_code == 403, "another account with the old address"


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_an_address_that_the_provider_did_not_verify_binds_nobody(
    verified: Any, office: World, identity: IdentityProvider
) -> None:
    enlist(office, "Aoi", "viewer", address="aoi@office.example")
    identity.claims = {"email_verified": verified}
    answer = _whole(Browser(office.app))
    assert answer.status_code == 403
    assert "職員として登録されていません" in text_of(answer)


def test_someone_who_is_not_on_the_list_or_left_does_not_get_in(
    office: World, identity: IdentityProvider
) -> None:
    assert _whole(Browser(office.app)).status_code == 403
    staff = enlist(office, "Aoi", "viewer", address="aoi@office.example")
    assert _whole(Browser(office.app)).status_code == 303
    from upheld.web.signin import store

    with office.engine.begin() as connection:
        store.change_staff(connection, staff.id, disabled_at=office.site.clock.now())
    assert _whole(Browser(office.app)).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "another-client"},
        {"aud": [CLIENT, "another-client"], "azp": "another-client"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": int(time.time()) - 3600},
        {"exp": None},
        {"iat": int(time.time()) + 3600},
        {"sub": None},
    ],
    ids=[
        "issuer",
        "audience",
        "party",
        "nonce",
        "no-nonce",
        "expired",
        "no-end",
        "early",
        "nobody",
    ],
)
def test_an_id_token_that_does_not_hold_signs_nobody_in(
    claims: dict[str, Any], office: World, identity: IdentityProvider
) -> None:
    enlist(office, "Aoi", "viewer", address="aoi@office.example")
    identity.claims = claims
    browser = Browser(office.app)
    answer = _whole(browser)
    assert answer.status_code == 503
    assert "ID トークンが有効ではありません" in text_of(answer)
    assert browser.get("/console").status_code == 303
    assert entries(office, "staff-signed-in") == []


def test_a_token_signed_by_another_key_or_with_a_shared_secret_signs_nobody_in(
    office: World, identity: IdentityProvider
) -> None:
    enlist(office, "Aoi", "viewer", address="aoi@office.example")
    from joserfc.jwk import RSAKey

    identity.signer = RSAKey.generate_key(2048, {"kid": str(identity.key.kid)})
    assert _whole(Browser(office.app)).status_code == 503
    identity.restore()
    identity.lie_with_shared_secret()
    assert _whole(Browser(office.app)).status_code == 503
    identity.restore()
    assert _whole(Browser(office.app)).status_code == 303


def test_the_provider_may_turn_its_key(office: World, identity: IdentityProvider) -> None:
    enlist(office, "Aoi", "viewer", address="aoi@office.example")
    office.app.state.oidc = None
    del office.app.state.oidc
    assert _whole(Browser(office.app)).status_code == 303
    calls = identity.key_calls
    assert _whole(Browser(office.app)).status_code == 303
    assert identity.key_calls == calls, "its keys are remembered"
    identity.turn_key("two")
    office.app.state.oidc.now = lambda: time.time() + 61
    assert _whole(Browser(office.app)).status_code == 303
    assert identity.key_calls == calls + 1


def test_coming_back_counts_once_and_only_in_the_browser_that_left(
    office: World, identity: IdentityProvider
) -> None:
    enlist(office, "Aoi", "viewer", address="aoi@office.example")
    browser, thief = Browser(office.app), Browser(office.app)
    back = _go(browser)
    thief.get("/sign-in")
    assert thief.get(back).status_code == 400, "an address that was given to somebody else"
    assert browser.get(back).status_code == 303
    assert browser.get(back).status_code == 400, "used"
    late = _go(browser)
    office.clock.move(minutes=10)
    assert browser.get(late).status_code == 400


def test_coming_back_from_nowhere_is_refused_in_words(
    office: World, identity: IdentityProvider
) -> None:
    browser = Browser(office.app, language="en")
    for query in ("", "?code=x&state=y", "?error=access_denied&state=y"):
        answer = browser.get(f"/sign-in/company/return{query}")
        assert answer.status_code == 400
        assert "Begin again at the page where you began" in text_of(answer)
    back = _go(browser)
    other = back.replace("iss=http%3A%2F%2Flocalhost", "iss=http%3A%2F%2Fevil")
    assert other != back
    assert browser.get(other).status_code == 400, "another provider answers (RFC 9207)"


def test_a_provider_that_is_down_or_is_not_who_it_says_is_told(
    office: World, identity: IdentityProvider
) -> None:
    browser = Browser(office.app)
    back = _go(browser)
    identity.broken = True
    answer = browser.get(back)
    assert answer.status_code == 503
    assert "パスキーまたはパスワードで" in text_of(answer)
    identity.restore()
    identity.metadata = {"issuer": "https://evil.example"}
    del office.app.state.oidc
    assert Browser(office.app).get("/sign-in/company").status_code == 503
    gone = Provider(issuer="http://localhost:1", client_id=CLIENT)
    office.app.state.oidc.provider = gone
    assert Browser(office.app).get("/sign-in/company").status_code == 503


def test_a_fresh_proof_asks_the_provider_to_ask_again(
    office: World, identity: IdentityProvider
) -> None:
    enlist(office, "Aoi", "privacy_officer", address="aoi@office.example")
    browser = Browser(office.app)
    _whole(browser)
    office.clock.move(minutes=11)
    assert browser.get("/console/staff/new").status_code == 303
    again = "/sign-in/company?again=1&next=/console/staff/new"
    identity.claims = {"auth_time": int(time.time()) - 3600}
    assert _whole(browser, again).status_code == 503, "it let the old session pass"
    identity.claims = {"auth_time": None}
    assert _whole(browser, again).status_code == 503
    identity.claims = {}
    assert _whole(browser, again).headers["location"] == "/console/staff/new"
    assert (identity.asked[-1]["prompt"], identity.asked[-1]["max_age"]) == ("login", "0")
    assert browser.get("/console/staff/new").status_code == 200


def test_where_the_company_has_no_sign_in_there_is_none(here: World, browser: Browser) -> None:
    assert browser.get("/sign-in/company").status_code == 404
    assert browser.get("/sign-in/company/return?code=x&state=y").status_code == 404
    assert "会社のアカウント" not in text_of(browser.get("/sign-in"))


def test_leaving_for_the_provider_tells_it_no_more_than_it_needs(
    office: World, identity: IdentityProvider
) -> None:
    left = Browser(office.app).get("/sign-in/company?next=https://evil.example")
    asked = parse_qs(urlsplit(left.headers["location"]).query)
    assert set(asked) == {
        "client_id", "response_type", "redirect_uri", "scope", "state", "nonce",
        "code_challenge", "code_challenge_method",
    }  # fmt: skip
