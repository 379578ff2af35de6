"""A running desk follows what is published and what its data maps say, without a restart."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from threading import Event, Thread

import httpx
import pytest
from fastapi import FastAPI
from starlette.requests import Request

from tests import loopback
from tests.desk.conftest import Drill
from tests.desk.driving import MUGI
from tests.desk.test_console import staff
from tests.web.serving import free_port
from tests.web.sites import ADDRESS, Browser, text_of
from upheld.desk.intake import Intake, receive
from upheld.desk.office import Office
from upheld.policy.reading import locate_policy
from upheld.running.following import Following
from upheld.running.mail import FOLDER
from upheld.running.work import durable_of
from upheld.versions.publishing import publish
from upheld.web.application import create
from upheld.web.console.policy.reading import desk_of
from upheld.web.opening import followed_site
from upheld.web.site import Site, site_of

OLD, NEW = "株式会社こはるび", "株式会社つきのわ"
MAP = "datamap/app.yaml"
JAPANESE = {"accept-language": "ja"}


@pytest.fixture(autouse=True)
def _named(drill: Drill) -> None:
    rewrite(drill, "policy/company.yaml", '{ja: "company"', f'{{ja: "{OLD}"')


@pytest.fixture
def following(drill: Drill) -> Following[Site]:
    """The site of a desk whose version 1.1 is in force."""
    published(drill)
    return followed_site(drill.workspace, ADDRESS)


@pytest.fixture
def app(following: Following[Site]) -> FastAPI:
    return create(following.current(), following.current)


def rewrite(drill: Drill, file: str, old: str, new: str) -> None:
    path = drill.folder / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), "utf-8")


def published(drill: Drill, day: str = "2026-12-24") -> None:
    """Publish the draft as it is."""
    folder = drill.folder / "policy"
    publish(desk_of(drill.office), locate_policy(folder), folder, date.fromisoformat(day))


def renamed(drill: Drill) -> None:
    """Make the draft the declaration of a company of another name."""
    rewrite(drill, "policy/company.yaml", 'version: "1.1"', 'version: "1.2"')
    rewrite(drill, "policy/company.yaml", OLD, NEW)


def at_rest(following: Following[Site]) -> bool:
    """Look until files that changed have been seen twice as they are."""
    following.look()
    return following.look()


@pytest.mark.slow
def test_a_published_version_is_shown_by_the_centre_without_a_restart(
    drill: Drill, following: Following[Site], app: FastAPI
) -> None:
    browser = Browser(app)
    assert OLD in text_of(browser.get("/"))
    renamed(drill)
    assert not at_rest(following), "a draft is nobody's declaration before it is published"
    assert OLD in text_of(browser.get("/"))
    published(drill)
    assert at_rest(following)
    page = text_of(browser.get("/"))
    assert NEW in page
    assert OLD not in page


@pytest.mark.slow
def test_a_version_of_a_later_day_is_followed_from_that_day_on(
    drill: Drill, following: Following[Site], app: FastAPI
) -> None:
    renamed(drill)
    published(drill, "2027-02-01")
    drill.set("2027-01-31T23:59:59+09:00")
    at_rest(following)
    assert OLD in text_of(Browser(app).get("/"))
    drill.set("2027-02-01T00:00:00+09:00")
    assert at_rest(following)
    assert NEW in text_of(Browser(app).get("/"))


def test_before_anything_is_published_the_folder_is_followed(drill: Drill) -> None:
    following = followed_site(drill.workspace, ADDRESS)
    renamed(drill)
    assert at_rest(following)
    assert following.current().company.ja == NEW


@pytest.mark.slow
def test_a_worker_carries_out_what_comes_after_under_the_new_version(
    drill: Drill, following: Following[Site]
) -> None:
    def office() -> Office:
        current = following.current().office
        assert current is not None
        return current

    durable = durable_of(drill.workspace, office)
    durable.launch()
    stop = Event()
    worker = Thread(target=durable.run, args=(stop,))
    worker.start()
    try:
        asked(drill)
        until(lambda: OLD in mails(drill.folder))
        renamed(drill)
        published(drill)
        assert at_rest(following)
        asked(drill)
        until(lambda: NEW in mails(drill.folder))
    finally:
        stop.set()
        worker.join()
        durable.close()


def test_a_map_that_cannot_be_read_changes_nothing_and_is_said_until_it_is_mended(
    drill: Drill, following: Following[Site], app: FastAPI
) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    before = following.current()
    good = (drill.folder / MAP).read_text("utf-8")
    rewrite(drill, MAP, "tables:", "tabels:")
    assert not at_rest(following)
    assert following.current() is before
    page = officer.get("/console")
    assert "以前の内容で動いています" in text_of(page)
    assert "app.yaml" in text_of(page)
    ready = officer.get("/readyz")
    assert (ready.status_code, ready.text) == (200, "ok\nformer-declarations\n")
    assert "以前の内容で動いています" not in text_of(Browser(app).get("/")), "people need not know"
    (drill.folder / MAP).write_text(good + "# mended\n", "utf-8")
    assert at_rest(following)
    assert officer.get("/readyz").text == "ok\n"
    assert "以前の内容で動いています" not in text_of(officer.get("/console"))


def test_a_changed_map_is_used_as_a_whole_with_what_else_changed(
    drill: Drill, following: Following[Site]
) -> None:
    office = following.current().office
    assert office is not None
    rewrite(drill, MAP, "tables:", "# looked at again\ntables:")
    assert at_rest(following)
    later = following.current().office
    assert later is not None
    assert later is not office
    assert later.company is not office.company
    assert later.company.engine is office.company.engine, "the store stays open"
    assert later.company.places["app"] is office.company.places["app"]


def test_a_file_that_is_still_being_written_is_left_alone(
    drill: Drill, following: Following[Site]
) -> None:
    before = following.current()
    for line in range(3):
        rewrite(drill, MAP, "tables:", f"# line {line}\ntables:")
        assert not following.look()
        assert following.current() is before
    assert following.look()


def test_a_look_that_fails_for_whatever_reason_is_not_the_last_one() -> None:
    looks = iter(range(100))

    def look() -> tuple[date, tuple[tuple[str, int, int, int], ...]]:
        number = next(looks)
        if number == 1:
            raise ValueError("a name that no file can have")
        return date(2026, 12, 24), (("policy.yaml", 1, min(number, 2), 0),)

    made = iter(("old", "new"))
    following = Following(look, lambda: next(made))
    with following.followed(every_seconds=0.001):
        until(lambda: following.current() == "new", seconds=20)


def test_a_request_sees_one_site_to_its_end(following: Following[Site], app: FastAPI) -> None:
    request = Request({"type": "http", "app": app, "headers": []})
    first = site_of(request)
    app.state.current_site = lambda: None
    assert site_of(request) is first


def test_a_map_that_names_no_kind_that_an_account_needs_keeps_the_former(drill: Drill) -> None:
    """Not only reading can fail: what is made of the maps may not fit the settings."""
    settings = drill.folder / "upheld.yaml"
    account = (
        "desk: {account: {issuer: 'https://id.example.jp', client_id: x, "
        "label: {ja: 会員, en: Member}, claims: {sub: member_id}}}"
    )
    settings.write_text(f"{settings.read_text('utf-8')}\n{account}\n", "utf-8")
    drill.workspace.close()
    drill.open()
    following = followed_site(drill.workspace, ADDRESS)
    for path in (drill.folder / "datamap").glob("*.yaml"):
        text = path.read_text("utf-8")
        path.write_text(text.replace("member_id", "member_no"), "utf-8")
    assert not at_rest(following)
    assert following.refusals()


def asked(drill: Drill) -> str:
    intake = Intake(
        right="complaint", language="ja", channel="web", subject={"email": MUGI}, contact=MUGI,
        message="案内のメールが多すぎます。",
    )  # fmt: skip
    return receive(drill.office, intake).reference


def bodies(folder: Path) -> list[str]:
    """The texts of all mails."""
    found = (
        message_from_bytes(path.read_bytes(), policy=policy.default).get_body()
        for path in sorted((folder / FOLDER).glob("*.eml"))
    )
    return [str(body.get_content()) for body in found if body is not None]


def mails(folder: Path) -> str:
    return "\n".join(bodies(folder))


def told(drill: Drill) -> str:
    """Ask, and wait until a worker has written about it; what it wrote."""
    reference = asked(drill)
    until(lambda: reference in mails(drill.folder))
    return next(body for body in bodies(drill.folder) if reference in body)


def until(true: Callable[[], bool], seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


@contextmanager
def process(drill: Drill, *command: str) -> Iterator[Path]:
    """A process of the desk; where its log is."""
    environment = {**os.environ, "UPHELD_NOW": f"@{drill.folder / 'now'}"}
    log = drill.folder / f"{command[0]}.log"
    with log.open("wb") as written:
        running = subprocess.Popen(
            [sys.executable, "-m", "upheld", "-C", str(drill.folder), *command],
            env=environment, stdout=subprocess.DEVNULL, stderr=written,
        )  # fmt: skip
    try:
        yield log
    finally:
        running.send_signal(signal.SIGTERM)
        ended = running.wait(20)
    assert ended == 0, "a stop that was asked for is a good end"


@pytest.mark.slow
def test_serve_and_worker_follow_as_processes(drill: Drill) -> None:
    published(drill)
    port = free_port()
    address = f"http://localhost:{port}"

    def page(path: str) -> str:
        try:
            return loopback.get(f"{address}{path}", headers=JAPANESE, timeout=20).text
        except httpx.TransportError:
            return ""

    serving = process(drill, "serve", "--port", str(port), "--no-work")
    with serving, process(drill, "worker") as worker:
        until(lambda: OLD in page("/"))
        assert OLD in told(drill)
        renamed(drill)
        published(drill)
        until(lambda: NEW in page("/"))
        until(lambda: NEW in told(drill))  # each process looks by itself, in its own time
        rewrite(drill, MAP, "tables:", "tabels:")
        until(lambda: page("/readyz") == "ok\nformer-declarations\n")
        until(lambda: "declarations-refused" in worker.read_text("utf-8"))
        assert NEW in told(drill), "what was declared before the mistake goes on"
