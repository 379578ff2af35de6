"""The page on which a Californian request is decided, and the page of a bundle of provisions."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.desk.driving import Desk
from tests.desk.serving import officer_of, opened_desk, served
from tests.web.chromium import barriers, chromium
from tests.web.sites import PASSWORD
from upheld.disclosure.procedure import Delivery
from upheld.disclosure.provisions import Answered, Told, write_records
from upheld.registers.provision import KeptRecord
from upheld.wording import Language, Text

pytestmark = pytest.mark.slow
_LOOKS = [("ja", 390), ("ja", 1280), ("en", 390), ("en", 1280)]
looks = pytest.mark.parametrize(("language", "width"), _LOOKS)


@pytest.fixture(scope="module")
def desk(
    founded_examples: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("page") / "company"
    with opened_desk(founded_examples, folder, "b2b-platform") as made:
        yield made


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[str]:
    with served(desk) as address:
        yield address


@pytest.fixture(scope="module")
def officer(desk: Desk) -> str:
    return officer_of(desk)


@pytest.fixture(scope="module")
def deletion(desk: Desk, site: str) -> str:
    """The page of a deletion to decide."""
    (email,) = desk.rows("app", "SELECT email FROM member WHERE id = 1")[0]
    reference = desk.ask("delete", residence="US-CA", language="en", subject={"email": email})
    desk.work()
    return f"{site}/console/requests/{reference}"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with chromium() as started:
        yield started


def _page(browser: Any, language: Language, width: int) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale=language, bypass_csp=True
    )
    context.set_default_timeout(60_000)
    return context.new_page()


def _picture(page: Any, name: str, tmp_path: Path) -> None:
    folder = Path(os.environ.get("UPHELD_TOUR", str(tmp_path)))
    page.screenshot(path=str(folder / f"{name}.png"), full_page=True)


@looks
def test_the_decision_page_lists_californias_grounds_without_a_barrier(
    browser: Any, deletion: str, officer: str, *, language: Language, width: int, tmp_path: Path
) -> None:
    page = _page(browser, language, width)
    page.goto(deletion.partition("/console")[0] + "/sign-in")
    page.fill("[name=address]", officer)
    page.fill("[name=password]", PASSWORD)
    page.click("main form button:not([formnovalidate])")
    page.goto(deletion)
    listed = page.locator("#ground option").all_inner_texts()
    article = "§ 1798.105(d)(8)" if language == "en" else "第1798.105条(d)(8)"
    (found,) = [text for text in listed if article in text]
    assert ("for part of the data" if language == "en" else "データの一部") in found
    assert page.locator("#covers_all").is_visible()
    _picture(page, f"californian-{language}-{width}", tmp_path)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()


@looks
def test_the_page_of_a_bundle_of_provisions_is_whole_and_without_a_barrier(
    browser: Any, desk: Desk, language: Language, width: int, tmp_path: Path
) -> None:
    record = KeptRecord(
        id=7, direction="provided", party="ads", basis="consent", form="batch",
        first_on=date(2026, 6, 1), last_on=date(2026, 6, 30), made_on=date(2026, 7, 1),
        fingerprint=None, digests={}, sealed=None,
    )  # fmt: skip
    content = {
        "name": "株式会社とどけ広告", "address": "東京都千代田区見本町九丁目 9",
        "representative": "<b>見本 太郎</b>", "person": {"email": "a@example.jp"},
        "items": ["device.advertising_id", "behaviour.log"], "consented": True, "acquisition": "",
    }  # fmt: skip
    answered = Answered(
        request="R-2026-0001",
        policy=desk.drill.office.company.policy,
        version="demo 1.0",
        made_at=datetime(2026, 12, 24, 1, tzinfo=UTC),
        through=date(2026, 12, 23),
        missing=(Text(en="one record is doubtful", ja="1 件が未確定です"),),
    )
    other: Language = "en" if language == "ja" else "ja"
    write_records(
        [Told(record=record, kept_until=date(2029, 6, 30), content=content)],
        answered,
        Delivery(out=tmp_path / "out", languages=(language, other)),
    )
    page = _page(browser, language, width)
    page.goto((tmp_path / "out" / "R-2026-0001" / "index.html").as_uri())
    text = page.inner_text("main")
    assert "株式会社とどけ広告" in text
    assert "<b>見本 太郎</b>" in text, "what was typed is shown, not run"
    assert ("doubtful" if language == "en" else "未確定") in text
    _picture(page, f"provisions-{language}-{width}", tmp_path)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
