"""The pages of files that came with mail and letters, as browsers show them: no barrier."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.desk.driving import MUGI, Desk
from tests.desk.serving import officer_of, opened_desk, served, sign_in
from tests.desk.test_console_files import CARD, LETTER, mailed
from tests.desk.test_tour import Tour
from tests.desk.test_tour import a_browser as a_browser  # noqa: PLC0414 - a fixture
from tests.desk.test_tour import tour as tour  # noqa: PLC0414 - a fixture
from tests.uploads.documents import zipped
from upheld.desk import enclosing, store

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
    return reference


def test_files_are_looked_at_without_a_barrier(tour: Tour, officer: str, scanned: str) -> None:
    page: Any = tour.page
    sign_in(page, officer)
    tour.stop("mail-files", "/console/mail")
    tour.stop("case-scan", f"/console/requests/{scanned}")
    tour.stop("enter-scan", "/console/enter")
    page.fill("#id_email", LETTER["id_email"])
    page.set_input_files("#scan", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"MZ"})
    page.locator("main form button").last.click()
    page.locator(".summary").wait_for()
    tour.stop("enter-wrong")
    tour.stop("token-scopes", "/console/tokens/new")
    tour.clean()
