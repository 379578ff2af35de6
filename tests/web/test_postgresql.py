"""The same sign-in on PostgreSQL, where several processes do it at once."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.sites import Browser, World, enlist, entries, signed_in, world
from upheld.web.console import staffing
from upheld.web.refused import LinkInvalidError
from upheld.web.signin import links, passwords, store


@pytest.fixture
def shared(fresh_database: Callable[[str], str]) -> Iterator[World]:
    made = world(None, store=fresh_database("postgresql"))
    yield made
    made.engine.dispose()


def test_the_whole_walk_of_a_colleague(shared: World) -> None:
    officer = signed_in(shared, enlist(shared, "Aoi", "privacy_officer"))
    sent = {"name": "Ren", "address": "ren@office.example", "roles": ["viewer"]}
    shown = officer.submit("/console/staff/new", sent).text
    path = "/welcome/" + shown.split("/welcome/")[1].split("<")[0]
    browser = Browser(shared.app)
    password = {"password": "nine tall lanterns", "repeated": "nine tall lanterns"}
    assert browser.submit(path, password).status_code == 303
    assert browser.get("/console").status_code == 200
    shared.clock.move(minutes=61)
    assert browser.get("/console").status_code == 303
    assert [one["method"] for one in entries(shared, "staff-signed-in")] == ["password", "link"]


def test_a_passkey_with_a_name_that_no_database_takes_is_none(shared: World) -> None:
    officer = signed_in(shared, enlist(shared, "Aoi", "privacy_officer"))
    sent = {"credential": "\x00"}
    answer = officer.submit("/console/account", sent, to="/console/account/passkeys/remove")
    assert answer.status_code == 404


def test_a_link_that_two_use_at_once_lets_one_in(shared: World) -> None:
    with shared.engine.begin() as connection:
        secret = links.first_link(connection, shared.site)

    def use(_: int) -> bool:
        try:
            with shared.engine.begin() as connection:
                links.use(connection, shared.site, secret)
        except LinkInvalidError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(use, range(4))) == [False, False, False, True]


def test_two_officers_who_remove_each_other_at_once_do_not_both_succeed(shared: World) -> None:
    pair = [enlist(shared, name, "privacy_officer") for name in ("Aoi", "Ren")]

    def remove(number: int) -> bool:
        by, colleague = pair[number], pair[1 - number]
        try:
            with shared.engine.begin() as connection:
                staffing.disable(connection, shared.site, by.id, colleague)
        except staffing.LastOfficerError:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, range(2))) == [False, True]
    with shared.engine.connect() as connection:
        assert store.count_able(connection, "privacy_officer") == 1
    assert len(entries(shared, "staff-disabled")) == 1


@pytest.mark.slow
def test_attempts_at_the_same_time_are_all_counted(shared: World) -> None:
    staff = enlist(shared, "Aoi", "viewer")
    with ThreadPoolExecutor(4) as pool:
        tried = list(
            pool.map(lambda _: passwords.check(shared.site, staff.address, "wrong"), range(12))
        )
    assert tried == [None] * 12
    assert [one["attempts"] for one in entries(shared, "staff-password-locked")] == [5]
