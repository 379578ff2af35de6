"""Passkeys with a real browser and a virtual authenticator (WebAuthn, over CDP)."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import delete, select, update
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.web.sites import PASSWORD, Browser, World, enlist, entries
from upheld.web.signin import ceremonies, passkeys, store
from upheld.web.signin.staff import Staff


@pytest.fixture
def page(a_chromium: Any, live: World) -> Iterator[Any]:
    """A page of a browser that has an authenticator inside."""
    context = a_chromium.new_context(locale="ja", base_url=live.site.address)
    context.set_default_timeout(15_000)
    opened = context.new_page()
    protocol = context.new_cdp_session(opened)
    protocol.send("WebAuthn.enable")
    opened.authenticator = protocol.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )["authenticatorId"]
    opened.protocol = protocol
    yield opened
    context.close()


@pytest.fixture
def staff(live: World) -> Iterator[Staff]:
    yield enlist(live, "Aoi", "privacy_officer")
    with live.engine.begin() as connection:
        for table in (store.staff, store.passkeys, store.sessions, store.challenges):
            connection.execute(delete(table))


def _arrive(page: Any, path: str) -> None:
    page.wait_for_url(lambda url: urlsplit(url).path == path)


def _sign_in(page: Any, staff: Staff) -> None:
    page.goto("/sign-in")
    page.get_by_label("メールアドレス").fill(staff.address)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="パスワードでサインイン").click()
    _arrive(page, "/console")


def _make(page: Any, label: str = "会社のノートパソコン") -> None:
    page.goto("/console/account/passkey")
    page.get_by_label("呼び名").fill(label)
    page.get_by_role("button", name="パスキーを作成").click()
    _arrive(page, "/console/account")


def _sign_out(page: Any) -> None:
    page.get_by_role("button", name="サインアウト", exact=True).first.click()
    page.wait_for_url(lambda url: "/signed-out" in url)


@pytest.mark.slow
def test_a_passkey_is_made_signs_in_and_proves_again(page: Any, live: World, staff: Staff) -> None:
    _sign_in(page, staff)
    _make(page)
    assert "会社のノートパソコン" in page.inner_text("main")
    _sign_out(page)
    page.goto("/sign-in?next=/console/staff")
    page.get_by_role("button", name="パスキーでサインイン").click()
    _arrive(page, "/console/staff")
    live.clock.move(minutes=11)
    page.goto("/console/staff/new")
    assert "/sign-in/again?next=/console/staff/new" in page.url
    page.get_by_role("button", name="パスキーで確認").click()
    _arrive(page, "/console/staff/new")
    methods = [one["method"] for one in entries(live, "staff-signed-in")][-2:]
    assert methods == ["password", "passkey"]
    assert entries(live, "staff-passkey-added")[-1] == {"staff": staff.id}
    with live.engine.connect() as connection:
        (kept,) = passkeys.passkeys_of(connection, staff)
    assert kept.used_at is not None


@pytest.mark.slow
def test_a_passkey_works_while_the_password_is_locked(page: Any, live: World, staff: Staff) -> None:
    _sign_in(page, staff)
    _make(page)
    _sign_out(page)
    with live.engine.begin() as connection:
        store.change_staff(
            connection, staff.id, locked_until=live.site.clock.now().replace(year=2099)
        )
    page.goto("/sign-in")
    page.get_by_role("button", name="パスキーでサインイン").click()
    _arrive(page, "/console")
    signed_in = entries(live, "staff-signed-in")[-1]
    assert (signed_in["staff"], signed_in["method"]) == (staff.id, "passkey")


@pytest.mark.slow
def test_a_passkey_that_was_removed_or_never_ours_signs_nobody_in(
    page: Any, live: World, staff: Staff
) -> None:
    _sign_in(page, staff)
    _make(page)
    page.get_by_role("button", name=re.compile("削除.*会社のノートパソコン")).click()
    page.get_by_text("パスキーはまだありません").wait_for()
    _sign_out(page)
    page.goto("/sign-in")
    page.get_by_role("button", name="パスキーでサインイン").click()
    page.get_by_text("このパスキーは使えません").wait_for()
    page.goto("/console")
    assert "/sign-in" in page.url


@pytest.mark.slow
def test_a_copied_authenticator_is_noticed_by_its_counter(
    page: Any, live: World, staff: Staff
) -> None:
    _sign_in(page, staff)
    _make(page)
    _sign_out(page)
    with live.engine.begin() as connection:
        connection.execute(update(store.passkeys).values(uses=1_000))
    page.goto("/sign-in")
    page.get_by_role("button", name="パスキーでサインイン").click()
    page.get_by_text("このパスキーは使えません").wait_for()
    page.goto("/console")
    assert "/sign-in" in page.url, "nobody is signed in by it"


@pytest.mark.slow
def test_an_answer_counts_once_and_only_in_the_browser_that_was_asked(
    page: Any, live: World, staff: Staff
) -> None:
    _sign_in(page, staff)
    _make(page)
    _sign_out(page)
    page.goto("/sign-in")
    answers: list[str] = []

    def keep(route: Any) -> None:
        answers.append(route.request.post_data)
        route.abort()

    page.route("**/sign-in/passkey", keep)
    page.get_by_role("button", name="パスキーでサインイン").click()
    page.get_by_text("パスキーで確認できませんでした").wait_for()
    (answer,) = [json.loads(one) for one in answers]
    token = page.get_attribute("[data-passkey]", "data-token")
    send = """async ([body, token]) => (await fetch('/sign-in/passkey', {method: 'POST',
        headers: {'Content-Type': 'application/json', 'Accept': 'application/json',
        'X-Form-Token': token}, body: JSON.stringify(body)})).status"""
    page.unroute("**/sign-in/passkey")
    thief = Browser(live.app, address=live.site.address)
    field = thief.get("/sign-in").text.split('name="form_token" value="')[1].split('"')[0]
    stolen = thief.send("POST", "/sign-in/passkey", json=answer, headers={"x-form-token": field})
    assert stolen.status_code == 422
    assert page.evaluate(send, [answer, "no token"]) == 403
    assert page.evaluate(send, [answer, token]) == 200
    # The session is another now, and with it the form's token; the answer is used up anyhow.
    page.goto("/console/account/passkey")
    token = page.get_attribute("[data-passkey]", "data-token")
    assert page.evaluate(send, [answer, token]) == 422


@pytest.mark.slow
def test_an_answer_made_for_another_site_is_refused(page: Any, live: World, staff: Staff) -> None:
    _sign_in(page, staff)
    _make(page)
    with live.engine.begin() as connection:
        asked = ceremonies.ask_to_use(connection, live.site, "a browser")
    made = page.evaluate(
        """async (options) => (await navigator.credentials.get({publicKey:
        PublicKeyCredential.parseRequestOptionsFromJSON(options)})).toJSON()""",
        asked["options"],
    )
    client = json.loads(base64url_to_bytes(made["response"]["clientDataJSON"]))
    forged = {**client, "origin": "https://evil.example"}
    made["response"]["clientDataJSON"] = bytes_to_base64url(json.dumps(forged).encode())
    answer = ceremonies.Answer(asked["ticket"], made)
    with live.engine.begin() as connection:
        assert ceremonies.use(connection, live.site, "a browser", answer) is None
        left = connection.execute(select(store.challenges.c.kind)).scalars().all()
    assert ceremonies.USE not in left, "a question is open for one answer, whatever it is worth"
