"""Every route says who may call it, and nobody else gets in: all routes times all callers."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.sites import Browser, World, enlist, entries, signed_in, text_of, world
from upheld.web.roles import ROLES, Access, access_list
from upheld.web.signin import tokens
from upheld.web.signin.tokens import SCOPES

_ANY = {"id_": "S-0000000000", "secret": "x", "digest": "x", "name": "x", "language": "ja"}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(tmp_path_factory.mktemp("offices"))
    made.app.state.buckets.now = iter(range(0, 10**9, 60)).__next__
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def callers(offices: World) -> dict[str, Browser]:
    """One browser a role, and one in which nobody has signed in."""
    people = {role: enlist(offices, f"P-{role}".replace("_", ""), role) for role in ROLES}
    browsers: dict[str, Browser] = {"nobody": Browser(offices.app)}
    browsers.update((role, signed_in(offices, staff)) for role, staff in people.items())
    return browsers


def _routes(app_world: World) -> list[Access]:
    return access_list(app_world.app.routes)


def _call(browser: Browser, access: Access, method: str) -> int:
    path = re.sub(r"\{(\w+)(:\w+)?\}", lambda found: _ANY.get(found[1], "R-2026-0001"), access.path)
    more: dict[str, Any] = {} if method == "GET" else {"json": {}}
    headers = {"accept": "application/json", "x-form-token": _token(browser)}
    return browser.send(method, path, headers=headers, **more).status_code


_TOKENS: dict[int, str] = {}


def _token(browser: Browser) -> str:
    """A valid token of this browser, so that it is the role that refuses and not the form."""
    if id(browser) not in _TOKENS:
        page = browser.get("/console/account")
        text = page.text if page.status_code == 200 else browser.get("/sign-in").text
        found = re.search(r'name="form_token" value="([^"]+)"', text)
        assert found is not None
        _TOKENS[id(browser)] = found[1]
    return _TOKENS[id(browser)]


def test_the_walk_sees_every_route_there_is(offices: World) -> None:
    paths = {one.path for one in _routes(offices)}
    assert {"/", "/console", "/console/staff/{id_}/roles", "/sign-in/passkey", "/readyz"} <= paths
    assert len(paths) > 30
    for one in _routes(offices):
        assert one.path.startswith("/console") <= (one.open_to == "staff"), one.path
        assert one.path.startswith("/api/") or one.open_to != "token", one.path


@pytest.mark.slow
def test_nobody_without_the_role_gets_into_any_route(
    offices: World, callers: dict[str, Browser]
) -> None:
    wrong: list[tuple[str, str, str, int]] = []
    tried = 0
    for access in _routes(offices):
        if access.open_to != "staff":
            continue
        for caller, browser in callers.items():
            if caller in access.roles:
                continue
            for method in access.methods:
                tried += 1
                status = _call(browser, access, method)
                if status != (401 if caller == "nobody" else 403):
                    wrong.append((method, access.path, caller, status))
    assert wrong == []
    assert tried > 50


@pytest.mark.slow
def test_everyone_with_the_role_gets_in_to_look(
    offices: World, callers: dict[str, Browser]
) -> None:
    refused = [
        (access.path, role)
        for access in _routes(offices)
        if access.open_to == "staff" and "GET" in access.methods
        for role in access.roles
        if _call(callers[role], access, "GET") in (401, 403)
    ]
    assert refused == []


def test_a_role_that_was_taken_away_counts_from_the_next_page_on(here: World) -> None:
    officer = signed_in(here, enlist(here, "Aoi", "privacy_officer"))
    colleague = enlist(here, "Ren", "privacy_officer")
    browser = signed_in(here, colleague)
    assert browser.get("/console/staff").status_code == 200
    page = f"/console/staff/{colleague.id}"
    assert officer.submit(page, {"roles": ["viewer"]}, to=f"{page}/roles").status_code == 303
    refused = browser.get("/console/staff")
    assert refused.status_code == 403
    assert "役割では、このページを利用できません" in text_of(refused)
    (changed,) = entries(here, "staff-roles-changed")
    assert (changed["before"], changed["after"]) == (["privacy_officer"], ["viewer"])


@pytest.mark.slow
def test_someone_who_left_is_out_at_once_and_their_link_and_password_are_dead(here: World) -> None:
    officer = signed_in(here, enlist(here, "Aoi", "privacy_officer"))
    colleague = enlist(here, "Ren", "engineer")
    browser = signed_in(here, colleague)
    page = f"/console/staff/{colleague.id}"
    link = re.search(r"/welcome/[\w-]+", officer.submit(page, to=f"{page}/link").text)
    assert link is not None
    assert officer.submit(page, to=f"{page}/disable").status_code == 303
    assert browser.get("/console").status_code == 303
    assert Browser(here.app).get(link[0]).status_code == 410
    with pytest.raises(AssertionError, match="違うか、間違いが続いた"):
        signed_in(here, colleague)
    assert officer.submit(page, to=f"{page}/enable").status_code == 303
    assert signed_in(here, colleague).get("/console").status_code == 200


@pytest.mark.slow
def test_the_last_officer_can_neither_leave_nor_give_the_role_up(here: World) -> None:
    staff = enlist(here, "Aoi", "privacy_officer")
    officer = signed_in(here, staff)
    page = f"/console/staff/{staff.id}"
    for act, sent in (("disable", {}), ("roles", {"roles": ["viewer"]})):
        answer = officer.submit(page, sent, to=f"{page}/{act}")
        assert answer.status_code == 422
        assert "最後の個人情報保護担当" in text_of(answer)
    assert officer.get("/console/staff").status_code == 200
    assert entries(here, "staff-disabled") == entries(here, "staff-roles-changed") == []


@pytest.mark.slow
def test_a_colleague_is_let_in_by_a_link_that_is_shown_once(here: World) -> None:
    officer = signed_in(here, enlist(here, "Aoi", "privacy_officer"))
    sent = {"name": "槙 かえで", "address": "ＫＡＥＤＥ＠office.example", "roles": ["auditor"]}
    shown = officer.submit("/console/staff/new", sent)
    link = re.search(r"http://localhost:8420(/welcome/[\w-]+)", shown.text)
    assert link is not None
    assert link[1] not in officer.get("/console/staff").text
    again = officer.submit("/console/staff/new", sent)
    assert again.status_code == 422
    assert "すでに登録されています" in text_of(again)
    browser = Browser(here.app)
    password = {"password": "nine tall lanterns", "repeated": "nine tall lanterns"}
    assert browser.submit(link[1], password).status_code == 303
    assert browser.get("/console/staff").status_code == 200
    assert browser.get("/console/staff/new").status_code == 403


def _make_token(here: World, *scopes: str) -> str:
    officer = signed_in(here, enlist(here, "Aoi", "privacy_officer"))
    sent = {"label": "店", "scopes": list(scopes), "days": "30"}
    made = officer.submit("/console/tokens/new", sent)
    found = re.search(r"uph_[0-9a-f]{10}_[\w-]{43}", made.text)
    assert found is not None
    assert found[0] not in officer.get("/console/tokens").text, "it is shown once"
    return found[0]


@pytest.fixture
def asked(here: World) -> World:
    """A site with one route of the API."""
    from fastapi import Depends

    from upheld.web.signin.tokens import scoped

    here.app.add_api_route(
        "/api/t", lambda: {"ok": True}, dependencies=[Depends(scoped("requests:read"))]
    )
    return here


def _ask(here: World, token: str) -> int:
    return Browser(here.app).get("/api/t", headers={"authorization": f"Bearer {token}"}).status_code


@pytest.mark.slow
def test_a_token_opens_what_its_scope_says_until_it_is_revoked_or_old(asked: World) -> None:
    token = _make_token(asked, "requests:read")
    assert _ask(asked, token) == 200
    officer = signed_in(asked, enlist(asked, "Ren", "privacy_officer"))
    id_ = token.split("_")[1]
    with asked.engine.connect() as connection:
        (known,) = tokens.all_tokens(connection)
    assert known.used_at == asked.site.clock.now()
    asked.clock.move(days=30)
    assert _ask(asked, token) == 401
    asked.clock.move(days=-29)
    officer = signed_in(asked, enlist(asked, "Mio", "privacy_officer"))
    officer.submit("/console/tokens", to=f"/console/tokens/{id_}/revoke")
    assert _ask(asked, token) == 401
    assert [one["token"] for one in entries(asked, "token-revoked")] == [id_]


def test_a_token_for_something_else_or_a_changed_one_opens_nothing(asked: World) -> None:
    token = _make_token(asked, *(one for one in SCOPES if one != "requests:read"))
    assert _ask(asked, token) == 403
    for other in (
        "",
        "x",
        token[:-1],
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        f"{token}A",
    ):
        assert _ask(asked, other) == 401, other
    assert Browser(asked.app).get("/api/t").json()["code"] == "token-needed"


def test_a_session_opens_nothing_of_the_api(asked: World) -> None:
    officer = signed_in(asked, enlist(asked, "Aoi", "privacy_officer"))
    assert officer.get("/api/t").status_code == 401


def test_the_store_keeps_no_token(asked: World) -> None:
    token = _make_token(asked, "requests:read")
    folder = Path(str(asked.engine.url.database)).parent
    raw = b"".join(one.read_bytes() for one in folder.glob("store.db*"))
    assert token.rpartition("_")[2].encode() not in raw
    assert token.split("_")[1].encode() in raw
