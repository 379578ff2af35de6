"""The whole path as browsers show it: pictures for `docs/tour.md`, and no barrier on any page.

With `UPHELD_TOUR=docs/tour` the pictures are written there; without, none are taken.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.driving import MUGI, Desk
from tests.desk.serving import officer_of, opened_desk, served, sign_in
from tests.web.chromium import barriers, chromium
from upheld.desk.found_inputs.lying import Lying, locate
from upheld.desk.found_inputs.opening import FoundInput, open_case
from upheld.desk.withdrawing import withdraw
from upheld.policy.reading import locate_policy
from upheld.versions.publishing import publish
from upheld.web.console.policy.reading import desk_of

pytestmark = pytest.mark.slow

_LOOKS = [("ja", 390, "light"), ("en", 1280, "light"), ("ja", 1280, "dark"), ("en", 390, "dark")]


@pytest.fixture(scope="module")
def desk(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened_desk(founded_examples, tmp_path_factory.mktemp("tour") / "company") as made:
        yield made


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(desk) as found:
        yield found


@pytest.fixture(scope="module")
def officer(desk: Desk) -> str:
    return officer_of(desk)


@pytest.fixture(scope="module")
def requests(desk: Desk) -> dict[str, str]:
    """One request in each state that a page shows differently."""
    made = {
        "new": desk.ask("disclosure", contact=MUGI, verified=False, pays=False),
        "agent": desk.ask("correction", contact=MUGI, verified=False, agent="appointed",
                          changes={"contact.phone": "070-0000-0001"}),
        "to-decide": desk.ask("suspension", grounds=("beyond-purpose",)),
        "refused": desk.ask("suspension-unneeded", grounds=("unneeded",)),
        "planned": desk.ask("disclosure", form="electronic"),
        "done": desk.ask("correction", changes={"contact.phone": "070-0000-0009"}),
        "returned": desk.ask("disclosure", form="electronic"),
    }  # fmt: skip
    made["found"] = found_input(desk)
    desk.work()
    desk.decide(
        made["refused"], "refused", ground="unfounded", explanation="必要な利用が続いています。"
    )
    withdraw(desk.drill.office, made["returned"])
    desk.decide(made["planned"])
    desk.work()
    desk.whole_way(made["done"])
    return made


def found_input(desk: Desk) -> str:
    """A prohibited input that somebody found in an answer to a survey."""
    ((row,),) = desk.rows("surveys", "SELECT min(id) FROM answer")
    lying = Lying(system="surveys", collection="answer", by="id", value=row)
    office = desk.drill.office
    located = locate(office.company, [lying])
    return open_case(
        office, FoundInput(group="health", located=located, tenant="acme", by="S-1")
    ).reference


@pytest.fixture(scope="module")
def a_browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


@pytest.fixture(params=_LOOKS, ids=["-".join(map(str, look)) for look in _LOOKS])
def tour(request: pytest.FixtureRequest, a_browser: Any, address: str) -> Iterator["Tour"]:
    language, width, scheme = request.param
    context = a_browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        locale=language,
        base_url=address,
        bypass_csp=True,  # axe is a script that the content policy would keep out
    )
    context.set_default_timeout(60_000)
    folder = Path(os.environ["UPHELD_TOUR"]) if "UPHELD_TOUR" in os.environ else None
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
    yield Tour(context.new_page(), folder, f"{language}-{width}-{scheme}")
    context.close()


class Tour:
    """Walks pages, keeps what axe found and, where there is a folder for it, a picture of each."""

    def __init__(self, page: Any, folder: Path | None, look: str) -> None:
        self.page, self.folder, self.look = page, folder, look
        self.found: dict[str, list[tuple[str, str]]] = {}

    def stop(self, name: str, path: str | None = None) -> None:
        """Look at a page."""
        if path is not None:
            answer = self.page.goto(path)
            assert answer.status == 200, (path, answer.status)
        if self.folder is not None:
            self.page.screenshot(path=str(self.folder / f"{name}-{self.look}.png"), full_page=True)
        # What is behind a drawer has no barrier either; from the last, for an open one is not counted.
        for drawer in reversed(self.page.locator("details.drawer:not([open]) > summary").all()):
            drawer.click()
        self.found[name] = barriers(self.page)

    def next(self, **answers: str) -> None:
        """Answer the question of the page and go on."""
        for name, value in answers.items():
            field = self.page.locator(f"[name={name}]").first
            if field.get_attribute("type") == "radio":
                self.page.check(f"[name={name}][value={value}]")
            else:
                field.fill(value)
        self.page.locator("main form button.main").first.click()

    def clean(self) -> None:
        assert {name: one for name, one in self.found.items() if one} == {}


def test_the_path_of_the_person(tour: Tour, requests: dict[str, str], desk: Desk) -> None:
    tour.stop("01-first", "/")
    tour.stop("02-what", "/ask/see")
    tour.next(right="disclosure")
    tour.stop("03-who")
    tour.next(agent="none")
    tour.stop("04-find")
    tour.next()
    tour.stop("05-error")
    tour.next(id_email=MUGI)
    tour.stop("06-how")
    tour.next(form="electronic")
    tour.stop("07-message")
    tour.next()
    tour.stop("08-check")
    tour.next()
    tour.stop("09-received")
    tour.stop("10-status", "/status")
    tour.stop("11-code", f"/requests/{requests['agent']}")
    _open(tour, desk)
    tour.stop("12-request")
    tour.stop("13-documents", f"/requests/{requests['agent']}/documents")
    tour.stop("14-answer", "/answers/" + "x" * 43)
    tour.stop("15-trust", "/trust")
    tour.page.goto(f"/requests/{requests['done']}")
    _open(tour, desk)
    tour.stop("16-receipt", f"/requests/{requests['done']}/receipt")
    tour.clean()


def _open(tour: Tour, desk: Desk) -> None:
    """Have a code mailed for the request whose page is shown, and open it."""
    tour.page.locator("form[action$='/code'] button").click()
    desk.work()
    code = re.findall(r"\b(\d{8})\b", desk.box.mails[-1].body)[-1]
    tour.page.fill("#code", code)
    tour.page.locator("form[action$='/open'] button").click()
    tour.page.locator(".timeline").wait_for()


def test_the_path_of_the_officer(tour: Tour, requests: dict[str, str], officer: str) -> None:
    sign_in(tour.page, officer)
    tour.stop("20-start")
    tour.stop("21-queue", "/console/requests")
    _by_keys(tour.page)
    tour.stop("21-keys")
    tour.page.keyboard.press("Escape")
    tour.stop("21-fees", "/console/fees")
    assert requests["returned"] in tour.page.inner_text("main")
    tour.stop("22-identity", f"/console/requests/{requests['agent']}")
    tour.stop("23-decide", f"/console/requests/{requests['to-decide']}")
    tour.stop("24-plan", f"/console/requests/{requests['planned']}")
    tour.stop("27-found", f"/console/requests/{requests['found']}")
    tour.stop("25-refused", f"/console/requests/{requests['refused']}")
    tour.stop("26-done", f"/console/requests/{requests['done']}")
    tour.stop("27-enter", "/console/enter")
    tour.stop("28-search", "/console/people-search")
    tour.stop("29-promises", "/console/promises")
    tour.page.locator("article h2 a").first.click()
    tour.page.locator("#evidence > summary").click()
    tour.stop("29-clause")
    tour.stop("30-mail", "/console/mail")
    tour.stop("31-work", "/console/work")
    tour.stop("32-settings", "/console/settings")
    tour.stop("33-go", "/console/go?q=削除")
    tour.page.keyboard.press("Control+k")
    tour.page.locator("#go-list a").first.wait_for()
    tour.stop("34-go-over-a-page")
    tour.clean()


def _by_keys(page: Any) -> None:
    """Go down and up the queue by keys, open a request, come back and open the help."""
    here = "document.activeElement.textContent"
    rows = page.locator("[data-row]").all_text_contents()
    for key, row in (("j", 0), ("j", 1), ("j", 2), ("k", 1)):
        page.keyboard.press(key)
        assert page.evaluate(here) == rows[row], key
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(rows[1]))
    page.goto("/console/requests")
    page.keyboard.press("?")
    assert page.locator("dialog#keys").evaluate("one => one.open")
    page.check("#keys-off")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.evaluate(here) not in rows, "letters are off"
    page.locator("#keys-hint button").click()
    page.uncheck("#keys-off")


@pytest.fixture(scope="module")
def changing(desk: Desk) -> dict[str, str]:
    """A published version, a draft that keeps something for longer, and a map with open points."""
    office = desk.drill.office
    folder = office.folder / "policy"
    version = publish(desk_of(office), locate_policy(folder), folder, desk_of(office).today).version
    keeping, company = folder / "keeping.yaml", folder / "company.yaml"
    keeping.write_text(keeping.read_text("utf-8").replace("keep: P3Y", "keep: P5Y", 1), "utf-8")
    named = company.read_text("utf-8").replace('version: "1.1"', 'version: "1.2"', 1)
    company.write_text(named, "utf-8")
    path = office.folder / "datamap" / "app.yaml"
    head, table, rest = path.read_text("utf-8").partition("  enquiry:\n")
    entry, derived, last = rest.partition("derived:\n")
    entry = entry.replace(", sent_on: {category: support.ticket}", "")
    path.write_text(head + table + entry + _OPEN_POINTS + derived + last, "utf-8")
    return {"version": version.version, "sha256": version.sha256}


_OPEN_POINTS = """\
    unsure:
      - {point: sent_on, guess: {category: support.ticket}, why: beside a text of support, confidence: 0.4}
      - {point: entry_id, guess: {to: entry, via: entry_id, role: accessor, declared: false}, why: 87 % of the sampled values are entry.id, confidence: 0.7}
      - {point: retain, guess: {retain: {rule: membership, from: sent_on, keep: [id]}}, why: which rule of the policy keeps it?, confidence: 0.6}
"""


def test_the_policy_and_the_maps(tour: Tour, changing: dict[str, str], officer: str) -> None:
    sign_in(tour.page, officer)
    tour.stop("40-versions", "/console/policy")
    tour.stop("41-version", f"/console/policy/version?name={changing['version']}")
    tour.stop("42-text", f"/console/policy/texts/{changing['sha256']}/policy.en.html")
    tour.stop("43-diff", f"/console/policy/diff?old={changing['version']}&new=draft")
    tour.stop("44-draft", "/console/policy/draft")
    tour.stop("45-publish", "/console/policy/publish?effective=2027-02-01")
    tour.page.locator("main form button").first.click()
    tour.page.locator(".summary").wait_for()
    tour.stop("45-publish-error")
    tour.stop("46-maps", "/console/map")
    tour.stop("47-map", "/console/map/app")
    tour.stop("48-map-of-nobody", "/console/map/analytics?show=all")
    for number, name in enumerate(("49-column", "50-edge", "51-retention")):
        tour.stop(name, f"/console/map/app/decide?table=enquiry&number={number}")
    tour.page.locator("main form button").first.click()
    tour.page.locator(".summary").wait_for()
    tour.stop("51-error")
    tour.clean()


def test_a_keyboard_alone_goes_from_a_box_of_the_picture_to_its_row(
    tour: Tour, changing: dict[str, str], officer: str
) -> None:
    page = tour.page
    sign_in(page, officer)
    page.goto("/console/map/app")
    page.locator(".canvas").focus()
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert first.startswith("member."), "people come first"
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == page.locator("tr:target").evaluate(
        "row => '#' + row.id"
    )
    assert "member" in page.locator("tr:target th").inner_text()
