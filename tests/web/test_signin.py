"""Signing in with a link and a password: what counts, what does not, and what is remembered."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import event, select

from tests.web.sites import PASSWORD, Browser, World, enlist, entries, signed_in, text_of
from upheld.web.signin import links, passwords, store

_NEW = "twelve brass buttons"


def _first_link(here: World) -> str:
    with here.engine.begin() as connection:
        return links.first_link(connection, here.site)


def _begin(browser: Browser, secret: str, **other: str) -> int:
    sent = {
        "name": "花子", "address": "Hanako@office.example", "password": _NEW, "repeated": _NEW,
        **other,
    }  # fmt: skip
    return browser.submit(f"/welcome/{secret}", sent).status_code


def test_the_first_link_makes_a_privacy_officer_once(here: World, browser: Browser) -> None:
    secret = _first_link(here)
    assert browser.get(f"/welcome/{secret}").status_code == 200
    assert browser.get(f"/welcome/{secret}").status_code == 200, "looking at it does not use it"
    assert _begin(browser, secret) == 303
    assert "花子さん、こんにちは" in text_of(browser.get("/console"))
    later = Browser(here.app)
    gone = later.get(f"/welcome/{secret}")
    assert gone.status_code == 410
    assert "期限切れか、使用済み" in text_of(gone)
    (added,) = entries(here, "staff-added")
    assert added["staff"] is None
    assert added["roles"] == ["approver", "engineer", "privacy_officer"]
    (came,) = entries(here, "staff-signed-in")
    assert (came["staff"], came["method"]) == (added["of"], "link")


def test_a_link_expires_and_a_newer_one_replaces_it(here: World, browser: Browser) -> None:
    old, new = _first_link(here), _first_link(here)
    assert browser.get(f"/welcome/{old}").status_code == 410
    assert browser.get(f"/welcome/{new}").status_code == 200
    here.clock.move(hours=1)
    assert browser.get(f"/welcome/{new}").status_code == 410
    assert browser.get("/welcome/nonsense").status_code == 410


def test_the_store_holds_no_secret_that_was_given_out(here: World, browser: Browser) -> None:
    secret = _first_link(here)
    _begin(browser, secret)
    cookie = browser.cookies["upheld-session"]
    here.engine.dispose()
    folder = Path(str(here.engine.url.database)).parent
    raw = b"".join(one.read_bytes() for one in folder.glob("store.db*"))
    for given in (secret, cookie, _NEW):
        assert given.encode() not in raw
    assert b"$argon2id$" in raw


@pytest.mark.parametrize(
    ("password", "repeated", "why"),
    [
        ("short", "short", "12 文字以上"),
        ("aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "もっと多くの種類"),
        ("my name is hanako ok", "my name is hanako ok", "お名前やメールアドレス"),
        (_NEW, "another one here", "一致しません"),
        ("", "", "入力してください"),
    ],
)
def test_a_weak_password_is_refused_beside_its_field(
    password: str, repeated: str, why: str, here: World, browser: Browser
) -> None:
    secret = _first_link(here)
    sent = {
        "name": "花子", "address": "hanako@office.example", "password": password,
        "repeated": repeated,
    }  # fmt: skip
    answer = browser.submit(f"/welcome/{secret}", sent)
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert 'value="花子"' in answer.text
    if password:
        assert f'value="{password}"' not in answer.text, "a password is never sent back"
    assert browser.get(f"/welcome/{secret}").status_code == 200, "the link is not used up"


def test_a_password_signs_in_in_full_width_too(here: World, browser: Browser) -> None:
    enlist(here, "Aoi", "viewer", address="aoi@office.example", password="secret words 1234")
    answer = browser.submit(
        "/sign-in", {"address": "ＡＯＩ＠office.example", "password": "ｓecret words １２３４"}
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/console")
    assert "Aoi" in text_of(browser.get("/console"))


@pytest.mark.slow
def test_an_unknown_address_a_wrong_password_and_a_lock_are_answered_alike(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    browser = Browser(here.app)

    def attempt(address: str, password: str) -> str:
        answer = browser.submit("/sign-in", {"address": address, "password": password})
        assert answer.status_code == 422
        return re.sub(
            r'value="[^"]*"|data-token="[^"]*"|<code>[0-9a-f]{16}</code>', "", answer.text
        )

    wrong = attempt(staff.address, "wrong words here")
    assert attempt("nobody@office.example", "wrong words here") == wrong
    for _ in range(4):
        assert attempt(staff.address, "wrong words here") == wrong
    assert attempt(staff.address, PASSWORD) == wrong, "locked: the right one counts neither"
    (locked,) = entries(here, "staff-password-locked")
    assert (locked["staff"], locked["attempts"]) == (staff.id, 5)
    here.clock.move(minutes=5)
    assert signed_in(here, staff).get("/console").status_code == 200


@pytest.mark.slow
def test_locks_grow_to_an_hour(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    lengths = []
    for _ in range(6):
        for _ in range(5):
            assert passwords.check(here.site, staff.address, "wrong") is None
        with here.engine.connect() as connection:
            now = store.staff_by_id(connection, staff.id)
        assert now is not None
        assert now.locked_until is not None
        lengths.append((now.locked_until - here.site.clock.now()).total_seconds() / 60)
        here.clock.move(minutes=lengths[-1])
    assert lengths == [5, 10, 20, 40, 60, 60]


def test_attempts_at_the_same_time_are_all_counted(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    with ThreadPoolExecutor(8) as pool:
        results = list(
            pool.map(lambda _: passwords.check(here.site, staff.address, "wrong"), range(16))
        )
    assert set(results) == {None}
    with here.engine.connect() as connection:
        counted = connection.execute(select(store.staff.c.wrong_in_a_row)).scalar_one()
    assert counted == 5, "five were compared; the others met the lock"


def test_an_unknown_address_and_a_locked_one_cost_the_same_work(
    here: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff, locked = enlist(here, "Aoi", "viewer"), enlist(here, "Ren", "viewer")
    with here.engine.begin() as connection:
        until = here.site.clock.now() + timedelta(hours=1)
        store.change_staff(connection, locked.id, locked_until=until)
    work: list[str] = []
    real = passwords._fits

    def watching(kept: str, password: str) -> bool:
        work.append(kept[:30])  # the algorithm and its costs
        return real(kept, password)

    monkeypatch.setattr(passwords, "_fits", watching)

    def statement(_connection: object, _cursor: object, text: str, *_more: object) -> None:
        work.append(text.split(maxsplit=1)[0])

    passwords.check(here.site, "nobody@office.example", "the first one writes its row")
    event.listen(here.engine, "before_cursor_execute", statement)
    event.listen(here.engine, "commit", lambda _: work.append("COMMIT"))
    done = []
    for address in (staff.address, "nobody@office.example", locked.address):
        work.clear()
        passwords.check(here.site, address, "wrong")
        done.append(Counter(work))
    assert done[0]["COMMIT"] == 1
    reads = [one.pop("SELECT") for one in done]
    assert max(reads) - min(reads) <= 1
    changes = [one.pop("UPDATE") for one in done]
    assert min(changes) >= 1
    assert done[0] == done[1] == done[2]


def test_signing_in_makes_a_new_session_and_ends_the_one_that_was_planted(here: World) -> None:
    attacker = signed_in(here, enlist(here, "Mallory", "viewer"))
    planted = attacker.cookies["upheld-session"]
    victim = Browser(here.app)
    victim.cookies.set("upheld-session", planted, domain="localhost.local")
    staff = enlist(here, "Aoi", "privacy_officer")
    sent = {"address": staff.address, "password": PASSWORD}
    assert victim.submit(f"/welcome/{_first_link(here)}", sent, to="/sign-in").status_code == 303
    assert victim.cookies["upheld-session"] != planted
    assert attacker.get("/console").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/", "//evil.example", "/\\evil.example", "/console@evil.example",
        "javascript:alert(1)", "/sign-out", "/console\r\nset-cookie: a=b", "%2F%2Fevil.example",
    ],
)  # fmt: skip
def test_signing_in_leads_to_no_other_site(wanted: str, here: World, browser: Browser) -> None:
    staff = enlist(here, "Aoi", "viewer")
    sent = {"address": staff.address, "password": PASSWORD, "next": wanted}
    answer = browser.submit("/sign-in", sent)
    assert answer.headers["location"] == "/console"
    assert browser.get("/sign-in", params={"next": wanted}).headers["location"] == "/console"


def test_a_page_for_staff_leads_to_the_sign_in_and_back(here: World, browser: Browser) -> None:
    staff = enlist(here, "Aoi", "privacy_officer")
    asked = browser.get("/console/staff?secret=x")
    assert asked.headers["location"] == "/sign-in?next=/console/staff"
    page = browser.get(asked.headers["location"])
    assert '<input type="hidden" name="next" value="/console/staff">' in page.text
    sent = {"address": staff.address, "password": PASSWORD, "next": "/console/staff"}
    assert browser.submit("/sign-in", sent).headers["location"] == "/console/staff"


@pytest.mark.slow
def test_a_session_ends_after_an_hour_without_a_page_and_after_twelve_in_all(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    idle = signed_in(here, staff)
    here.clock.move(minutes=59)
    assert idle.get("/console").status_code == 200
    here.clock.move(minutes=59)
    assert idle.get("/console").status_code == 200, "every page counts"
    here.clock.move(minutes=61)
    assert idle.get("/console").status_code == 303
    busy = signed_in(here, staff)
    for _ in range(12):
        assert busy.get("/console").status_code == 200
        here.clock.move(minutes=59)
    here.clock.move(minutes=13)
    assert busy.get("/console").status_code == 303


def test_signing_out_ends_the_session_itself(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    browser = signed_in(here, staff)
    stolen = Browser(here.app)
    stolen.cookies.set("upheld-session", browser.cookies["upheld-session"])
    assert stolen.get("/console").status_code == 200
    page = browser.get("/console").text
    token = re.search(r'name="form_token" value="([^"]+)"', page)
    assert token is not None
    assert browser.post("/sign-out").status_code == 403, "no other site can sign someone out"
    assert browser.post("/sign-out", {"form_token": token[1]}).status_code == 303
    assert browser.get("/console").status_code == 303
    assert stolen.get("/console").status_code == 303
    assert [one["staff"] for one in entries(here, "staff-signed-out")] == [staff.id]


def test_someone_can_see_and_end_their_other_browsers(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    phone = signed_in(here, staff)
    office = signed_in(here, staff)
    rows = LexborHTMLParser(office.get("/console/account").text).css("tr:has(input[name=session])")
    handles = {"このブラウザー" in row.text(): _handle(row) for row in rows}
    assert set(handles) == {True, False}
    sent = {"session": handles[False]}
    office.submit("/console/account", sent, to="/console/account/sessions/end")
    assert phone.get("/console").status_code == 303
    stranger = signed_in(here, enlist(here, "Mallory", "viewer"))
    sent = {"session": handles[True]}
    stranger.submit("/console/account", sent, to="/console/account/sessions/end")
    assert office.get("/console").status_code == 200


def _handle(row: Any) -> str:
    return str(row.css_first("input[name=session]").attributes["value"])


def test_a_dangerous_act_asks_again_and_then_goes_on(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    browser = signed_in(here, staff)
    assert browser.get("/console/account/password").status_code == 200
    here.clock.move(minutes=11)
    asked = browser.get("/console/account/password")
    assert asked.headers["location"] == "/sign-in/again?next=/console/account/password"
    sent = {"password": "wrong words here", "next": "/console/account/password"}
    assert browser.submit("/sign-in/again", sent).status_code == 422
    again = browser.submit("/sign-in/again", {**sent, "password": PASSWORD})
    assert again.headers["location"] == "/console/account/password"
    assert browser.get("/console/account/password").status_code == 200
    assert [one["method"] for one in entries(here, "staff-proved-again")] == ["password"]


def test_a_new_password_signs_every_other_browser_out(here: World) -> None:
    staff = enlist(here, "Aoi", "viewer")
    other, browser = signed_in(here, staff), signed_in(here, staff)
    sent = {"password": _NEW, "repeated": _NEW}
    assert browser.submit("/console/account/password", sent).status_code == 303
    assert browser.get("/console").status_code == 200
    assert other.get("/console").status_code == 303
    assert passwords.check(here.site, staff.address, PASSWORD) is None
    assert passwords.check(here.site, staff.address, _NEW) is not None


def test_nothing_of_a_person_is_in_the_ledger(here: World) -> None:
    staff = enlist(here, "Aoi", "privacy_officer", address="aoi.sato@office.example")
    browser = signed_in(here, staff)
    sent = {"name": "Ren", "address": "ren@office.example", "roles": ["viewer"]}
    assert browser.submit("/console/staff/new", sent).status_code == 200
    with here.engine.connect() as connection:
        from upheld.evidence import store as evidence_store

        leaves = connection.execute(select(evidence_store.entries.c.leaf)).scalars().all()
    assert len(leaves) >= 3
    for leaf in leaves:
        assert not re.search(b"aoi|ren@|Ren|office|192\\.0\\.2", bytes(leaf), re.IGNORECASE)


_HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}"


def test_html_sql_and_templates_in_a_name_are_shown_as_they_were_typed(here: World) -> None:
    officer = signed_in(here, enlist(here, "Aoi", "privacy_officer"))
    name = f"{_HOSTILE}'; DROP TABLE staff; --"[:100]
    sent = {"name": name, "address": "ren@office.example", "roles": ["viewer"]}
    shown = officer.submit("/console/staff/new", sent)
    assert shown.status_code == 200
    page = officer.get("/console/staff")
    assert name in text_of(page).replace("\xa0", " ")
    for answer in (shown, page):
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
    wrong = officer.submit("/console/staff/new", {**sent, "address": "no address"})
    assert wrong.status_code == 422
    assert "<script>alert" not in wrong.text
