"""Every page speaks both languages, and says which."""

import pytest
from starlette.datastructures import Headers

from tests.web.sites import Browser, World, enlist, signed_in, text_of
from upheld.web.language import accepted


def test_a_page_follows_the_parameter_then_the_cookie_then_the_browser(reading: World) -> None:
    browser = Browser(reading.app, language="ja")
    assert '<html lang="ja"' in browser.get("/").text
    english = browser.get("/?lang=en")
    assert '<html lang="en"' in english.text
    assert english.headers["content-language"] == "en"
    assert '<html lang="en"' in browser.get("/").text, "the choice is kept"
    assert '<html lang="ja"' in browser.get("/?lang=ja").text
    assert '<html lang="ja"' in browser.get("/?lang=zz").text


def test_the_switch_keeps_the_page(reading: World) -> None:
    text = Browser(reading.app).get("/?page=2&lang=ja").text
    assert 'href="/?page=2&amp;lang=en" lang="en" hreflang="en"' in text


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "ja"),
        ("fr", "ja"),
        ("en", "en"),
        ("ja;q=0.2, en;q=0.9", "en"),
        ("en;q=0, ja;q=0.1", "ja"),
        ("en;q=nonsense", "ja"),
        ("en-US,en;q=0.9,ja;q=0.8", "en"),
        ("," * 5000, "ja"),
    ],
)
def test_the_header_of_a_browser_is_read(header: str, language: str) -> None:
    assert accepted(Headers({"accept-language": header}), "ja") == language


def test_the_first_page_tells_the_declared_data_in_both_languages(reading: World) -> None:
    japanese = text_of(Browser(reading.app, language="ja").get("/"))
    english = text_of(Browser(reading.app, language="en").get("/"))
    for word in ("見る", "直す", "止める", "消す", "利用目的", "保存期間"):
        assert word in japanese
    for word in ("See", "Correct", "Stop", "Erase", "What for", "How long"):
        assert word in english
    rows = reading.site.policy.data
    decided = [use for use in rows.values() if use.role == "controller"]
    assert len(decided) > 3
    assert Browser(reading.app).get("/").text.count('<th scope="row">') == len(decided)


def test_the_switch_on_an_answer_to_a_form_leads_to_the_page_of_the_form(here: World) -> None:
    staff = enlist(here, "Aoi", "privacy_officer")
    browser = signed_in(here, staff)
    page = f"/console/staff/{staff.id}"
    came = {"referer": f"http://localhost:8420{page}?x=1"}
    answer = browser.submit(page, {}, to=f"{page}/roles", headers=came)
    assert answer.status_code == 422
    assert f'href="{page}?x=1&amp;lang=en"' in answer.text
    foreign = browser.submit(
        page, {}, to=f"{page}/roles", headers={"referer": "https://evil.example/x"}
    )
    assert "evil" not in foreign.text
