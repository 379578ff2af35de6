"""The pages of files that came along, and of the register of provision, as browsers show them."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.desk.driving import MUGI, Desk
from tests.desk.serving import officer_of, opened_desk, served, sign_in
from tests.desk.test_console_files import CARD, LETTER, mailed
from tests.desk.test_provisions import entered
from tests.desk.test_tour import Tour
from tests.desk.test_tour import a_browser as a_browser  # noqa: PLC0414 - a fixture
from tests.desk.test_tour import tour as tour  # noqa: PLC0414 - a fixture
from tests.uploads.documents import zipped
from upheld.desk import enclosing, store
from upheld.desk.mailroom import store as mails
from upheld.desk.mailroom.store import Kept
from upheld.registers import provision
from upheld.rights import declarations, provisions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def desk(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    with opened_desk(founded_examples, tmp_path_factory.mktemp("files") / "company") as made:
        yield made


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(desk) as found:
        yield found


@pytest.fixture(scope="module")
def officer(desk: Desk) -> str:
    return officer_of(desk)


@pytest.fixture(scope="module")
def scanned(desk: Desk) -> str:
    """A request by letter with its scan, and a mail about it with two files."""
    reference = desk.ask("deletion", channel="paper", verified=False, contact=MUGI)
    office = desk.drill.office
    with office.company.engine.begin() as connection:
        case = store.load(connection, office.company.vault, reference)
        sealed = enclosing.seal(office, [("", [CARD])])
        enclosing.keep_at_case(office, connection, case, sealed, "letter-scan", by="S-1")
    mailed(desk, "開示もお願いします", f"Re: {reference}", licence=CARD, notes=zipped())
    unclear = Kept(key="a" * 64, became="unclear", reference=None, attachments=0,
                   received_at=office.company.clock.now(), subject="お願い", text="よろしく")  # fmt: skip
    with office.company.engine.begin() as connection:
        mails.add(connection, office.company.vault, unclear)
    return reference


def test_files_are_looked_at_without_a_barrier(tour: Tour, officer: str, scanned: str) -> None:
    page: Any = tour.page
    sign_in(page, officer)
    tour.stop("mail-files", "/console/mail")
    page.locator("form[action$='/assign'] button").click()
    page.locator(".summary").wait_for()
    tour.stop("mail-nowhere")
    tour.stop("case-scan", f"/console/requests/{scanned}")
    tour.stop("enter-scan", "/console/enter")
    page.fill("#id_email", LETTER["id_email"])
    page.set_input_files("#scan", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"MZ"})
    page.locator("main form button").last.click()
    page.locator(".summary").wait_for()
    tour.stop("enter-wrong")
    tour.stop("token-scopes", "/console/tokens/new")
    tour.clean()


@pytest.fixture
def register(desk: Desk) -> Iterator[Callable[[], None]]:
    """Return what fills the register; each look begins with an empty one."""
    company = desk.drill.office.company

    def fill() -> None:
        today = company.clock.today()
        declarations.declare(company, since=date(2023, 12, 1), through=today, owner="責任者")
        provisions.record(company, [
            entered(),
            entered(direction="received", party="list-broker", name="名簿会社", basis="opt-out",
                    consented=False, acquisition="公開の名簿"),
            entered(form="batch", first_on=date(2026, 11, 1), last_on=date(2026, 11, 30)),
        ])  # fmt: skip

    yield fill
    with company.engine.begin() as connection:
        there = [one.id for one in provision.standing(connection)]
        provision.erase(connection, there, company.clock.now())
        for one in provision.declared(connection):
            provision.withdraw(connection, one.id, company.clock.now())


def test_the_register_is_read_and_filled_without_a_barrier(
    tour: Tour, officer: str, register: Callable[[], None]
) -> None:
    page: Any = tour.page
    sign_in(page, officer)
    tour.stop("provisions-empty", "/console/provisions")
    tour.stop("provision-new", "/console/provisions/new")
    page.locator("main form button.main").click()
    page.locator(".summary").wait_for()
    tour.stop("provision-wrong")
    register()
    tour.stop("provisions", "/console/provisions")
    rows = page.locator("[data-row]").all_text_contents()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == rows[1]
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith(f"/console/provisions/{rows[1]}"))
    tour.stop("provision")
    tour.stop("provision-person", "/console/provisions/person")
    tour.stop("provision-declarations", "/console/provisions/declarations")
    tour.clean()
