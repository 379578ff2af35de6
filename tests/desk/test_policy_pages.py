"""The policy's pages: proven versions, what changes, a draft with its findings, and publishing it."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.desk.conftest import Drill
from tests.desk.test_centre import hidden
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.web.sites import Browser, text_of
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.policy.reading import locate_policy
from upheld.versions.archive import Archive, Version
from upheld.versions.publishing import PUBLISHED, publish
from upheld.web.console.policy.reading import desk_of
from upheld.web.roles import ROLES

HERE = "/console/policy"
DRAFT = f"{HERE}/draft"


@pytest.fixture
def app(drill: Drill) -> FastAPI:
    return app_of(drill)


@pytest.fixture
def officer(drill: Drill, app: FastAPI) -> Browser:
    return staff(drill, app, "sora", "privacy_officer")


def edit(drill: Drill, file: str, old: str, new: str) -> None:
    """Change a line of the draft."""
    path = drill.folder / "policy" / file
    text = path.read_text("utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new, 1), "utf-8")


def longer(drill: Drill) -> None:
    """Make the draft a new version that keeps something for longer: people have to be told."""
    edit(drill, "company.yaml", 'version: "1.1"', 'version: "1.2"')
    edit(drill, "keeping.yaml", "keep: P3Y", "keep: P5Y")


def published(drill: Drill) -> Version:
    """The draft as it is, published by a terminal for today."""
    folder = drill.office.folder / "policy"
    desk = desk_of(drill.office)
    return publish(desk, locate_policy(folder), folder, desk.today).version


def archive(drill: Drill) -> Archive:
    return Archive(drill.folder / "versions")


def confirmed(browser: Browser, day: str, **sent: str) -> int:
    """Look at what publishing for a day obliges to, tick, and send what the page carries."""
    page = f"{HERE}/publish?effective={day}"
    shown = browser.get(page)
    assert shown.status_code == 200, text_of(shown)
    form = {**hidden(shown.text), "sure": "yes", **sent}
    return browser.post(f"{HERE}/publish", form).status_code


def test_before_anything_is_published_the_page_teaches(officer: Browser) -> None:
    page = text_of(officer.get(HERE))
    assert "公表した版はまだありません" in page
    assert "upheld policy publish" in page


@pytest.mark.slow
def test_versions_are_listed_with_their_seal_and_proven_anew(
    drill: Drill, officer: Browser
) -> None:
    first = published(drill)
    longer(drill)
    assert confirmed(officer, "2027-02-01") == 303
    page = officer.get(HERE)
    text = text_of(page)
    assert text.index("1.2") < text.index("1.1"), "the newest first"
    assert "適用前" in text
    assert "適用中" in text
    assert f"{HERE}/diff?old=1.1&amp;new=1.2" in page.text
    assert first.sha256[:16] in text
    (drill.folder / "versions" / "1.1" / "texts" / "policy.ja.html").write_text("<p>x</p>", "utf-8")
    text = text_of(officer.get(HERE))
    assert "封印と異なる" in text
    one = text_of(officer.get(f"{HERE}/version?name=1.1"))
    assert "versions/1.1/texts/policy.ja.html" in one
    drill.set("2027-02-01T00:00:00+09:00")
    assert "旧版" in text_of(staff(drill, app_of(drill), "riku", "viewer").get(HERE))


@pytest.mark.slow
def test_a_version_shows_its_texts_and_every_clause_with_its_promise(
    drill: Drill, officer: Browser
) -> None:
    version = published(drill)
    page = officer.get(f"{HERE}/version?name=1.1")
    assert page.status_code == 200
    listed = page.text[page.text.index('class="clauses"') :]
    for clause in archive(drill).policy_of(version).clauses():
        assert f">{clause}</" in listed
    promises = re.findall(r'href="(/console/promises/[^"]+)"', listed)
    assert len(promises) > 40
    assert {officer.get(one).status_code for one in promises} == {200}
    links = re.findall(rf'href="({HERE}/texts/[^"]+)"', page.text)
    assert {link.rpartition("/")[2] for link in links} >= {"policy.ja.html", "policy.en.html"}
    text = officer.get(next(link for link in links if link.endswith("policy.ja.html")))
    sealed = drill.folder / "versions" / "1.1" / "texts" / "policy.ja.html"
    assert text_of(text) in re.sub(r"\s+", " ", text_of_html(sealed.read_text("utf-8")))
    policy = text.headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert policy.endswith("; sandbox")


def text_of_html(html: str) -> str:
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    assert body is not None
    return body.text(separator=" ")


@pytest.mark.slow
def test_a_text_that_is_not_the_sealed_one_is_not_shown(drill: Drill, officer: Browser) -> None:
    version = published(drill)
    texts = drill.folder / "versions" / "1.1" / "texts"
    (texts / "policy.ja.html").write_text("<script>alert(1)</script>", "utf-8")
    answer = officer.get(f"{HERE}/texts/{version.sha256}/policy.ja.html")
    assert answer.status_code == 500
    assert "alert(1)" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        f"{HERE}/version?name=9.9", f"{HERE}/version", f"{HERE}/diff?old=9.9", f"{HERE}/diff",
        f"{HERE}/texts/{'0' * 64}/policy.ja.html",
    ],
)  # fmt: skip
def test_a_version_that_never_was_is_not_found(officer: Browser, path: str) -> None:
    assert officer.get(path).status_code == 404


@pytest.mark.parametrize("file", ["..%2Fversion.json", "version.json", "policy.ja.txt", "x.html"])
def test_only_the_sealed_pages_are_texts(drill: Drill, officer: Browser, file: str) -> None:
    version = published(drill)
    assert officer.get(f"{HERE}/texts/{version.sha256}/{file}").status_code == 404


@pytest.mark.slow
def test_the_difference_says_what_changed_whom_to_tell_and_from_when(
    drill: Drill, officer: Browser
) -> None:
    published(drill)
    longer(drill)
    shown = text_of(officer.get(f"{HERE}/diff?old=1.1&new=draft"))
    assert "保存期間: 3年 → 5年" in shown
    assert "知らせる相手" in shown
    assert "30 日前まで" in shown
    assert "未公表です" in shown
    assert confirmed(officer, "2027-02-01") == 303
    after = text_of(officer.get(f"{HERE}/diff?old=1.1&new=1.2"))
    assert "適用日: 2027年2月1日(月)" in after
    same = text_of(officer.get(f"{HERE}/diff?old=1.2&new=1.2"))
    assert "二つの版の内容は同じです" in same


@pytest.mark.slow
def test_an_officer_publishes_and_the_ledger_names_them(drill: Drill, officer: Browser) -> None:
    published(drill)
    longer(drill)
    page = text_of(officer.get(f"{HERE}/publish?effective=2027-02-01"))
    assert "本人に知らせる期限" in page
    assert "2027年1月2日(土)" in page
    assert confirmed(officer, "2027-02-01") == 303
    newest = archive(drill).newest()
    assert (newest.version, newest.effective) == ("1.2", "2027-02-01")
    rows = ledger.entries_of_kinds(drill.office.company.engine, (PUBLISHED,))
    first, second = (read_entry(row.leaf).body for row in rows)
    assert "staff" not in first, "a terminal names nobody"
    assert second["record_sha256"] == newest.sha256
    assert re.fullmatch(r"S-[0-9a-f]{10}", str(second["staff"]))
    assert str(second["staff"]) in text_of(officer.get(f"{HERE}/version?name=1.2"))


def test_nothing_is_published_without_the_tick_or_without_a_day(
    drill: Drill, officer: Browser
) -> None:
    assert confirmed(officer, "2026-12-24", sure="") == 422
    assert officer.get(f"{HERE}/publish?effective=soon").status_code == 422
    assert officer.get(f"{HERE}/publish").status_code == 422
    assert confirmed(officer, "2026-12-24", effective="") == 422
    assert archive(drill).versions() == []


@pytest.mark.slow
def test_a_draft_that_changed_after_it_was_shown_is_not_published(
    drill: Drill, officer: Browser
) -> None:
    page = officer.get(f"{HERE}/publish?effective=2026-12-24")
    form = {**hidden(page.text), "sure": "yes"}
    edit(drill, "keeping.yaml", "keep: P3Y", "keep: P4Y")
    answer = officer.post(f"{HERE}/publish", form)
    assert answer.status_code == 422
    assert "草案が変更されました" in text_of(answer)
    assert archive(drill).versions() == []
    assert (
        officer.post(f"{HERE}/publish", {**hidden(answer.text), "sure": "yes"}).status_code == 303
    )


@pytest.mark.slow
def test_a_day_that_is_too_early_is_refused_as_the_terminal_refuses_it(
    drill: Drill, officer: Browser
) -> None:
    published(drill)
    longer(drill)
    answer = officer.get(f"{HERE}/publish?effective=2027-01-22")
    assert answer.status_code == 422
    assert "早すぎます" in text_of(answer)
    good = officer.get(f"{HERE}/publish?effective=2027-01-23")
    sent = {**hidden(good.text), "sure": "yes", "effective": "2027-01-22"}
    assert officer.post(f"{HERE}/publish", sent).status_code == 422
    assert [one.version for one in archive(drill).versions()] == ["1.1"]


@pytest.mark.slow
def test_the_page_says_when_the_desk_still_works_with_an_older_declaration(
    drill: Drill, officer: Browser
) -> None:
    edit(drill, "company.yaml", 'version: "1.1"', 'version: "1.0"')
    assert "この宣言はまだ使われていません" in text_of(officer.get(DRAFT))
    edit(drill, "company.yaml", 'version: "1.0"', 'version: "1.1"')
    older = "現在使われているのは版 1.1 です"
    published(drill)
    assert older not in text_of(officer.get(DRAFT))
    longer(drill)
    assert older in text_of(officer.get(DRAFT))
    drill.open()
    restarted = staff(drill, app_of(drill), "riku", "viewer")
    assert older in text_of(restarted.get(DRAFT)), "a draft is not used by a restart either"


@pytest.mark.slow
def test_the_same_version_is_published_once(drill: Drill, officer: Browser) -> None:
    page = officer.get(f"{HERE}/publish?effective=2026-12-24")
    form = {**hidden(page.text), "sure": "yes"}
    assert officer.post(f"{HERE}/publish", form).status_code == 303
    again = officer.post(f"{HERE}/publish", form)
    assert again.status_code == 422
    assert "公表済みです" in text_of(again)
    assert len(archive(drill).versions()) == 1
    assert "内容は同じ" in text_of(officer.get(DRAFT))


def test_a_draft_with_an_error_shows_it_and_offers_no_publishing(
    drill: Drill, officer: Browser
) -> None:
    named = (
        "  representative:\n    name: {ja: 陽向 麦, en: Mugi Hinata}\n"
        "    title: {ja: 代表取締役, en: Representative Director}\n"
    )
    edit(drill, "company.yaml", named, "")
    page = officer.get(DRAFT)
    text = text_of(page)
    assert "UPH108" in text
    assert "まだ公表できません" in text
    assert f'action="{HERE}/publish"' not in page.text
    assert officer.get(f"{HERE}/publish?effective=2026-12-24").status_code == 422


def test_a_draft_that_cannot_be_read_is_shown_with_every_place(
    drill: Drill, officer: Browser
) -> None:
    edit(drill, "company.yaml", "policy:", "polcy:")
    edit(drill, "keeping.yaml", "keep: P3Y", "kep: P3Y")
    page = officer.get(DRAFT)
    assert page.status_code == 200
    text = text_of(page)
    assert "草案を読めません" in text
    assert "policy/company.yaml:" in text
    assert "policy/keeping.yaml:" in text
    assert officer.get(f"{HERE}/publish?effective=2026-12-24").status_code == 422


def test_publishing_asks_who_it_is_once_more(drill: Drill, officer: Browser) -> None:
    form = {**hidden(officer.get(f"{HERE}/publish?effective=2027-02-01").text), "sure": "yes"}
    later = drill.office.company.clock.now() + timedelta(minutes=11)
    drill.set(later.isoformat())
    assert officer.post(f"{HERE}/publish", form).status_code == 401
    again = officer.get(f"{HERE}/publish?effective=2027-02-01")
    assert again.status_code == 303
    assert "/sign-in/again" in again.headers["location"]
    assert archive(drill).versions() == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ROLES)
def test_who_may_publish_and_who_may_only_look(drill: Drill, app: FastAPI, role: str) -> None:
    version = published(drill)
    longer(drill)
    browser = staff(drill, app, "umi", role)
    looks = (
        HERE, DRAFT, f"{HERE}/version?name=1.1", f"{HERE}/diff?old=1.1&new=draft",
        f"{HERE}/texts/{version.sha256}/summary.en.html",
    )  # fmt: skip
    for look in looks:
        assert browser.get(look).status_code == 200, look
    may = role == "privacy_officer"
    assert (f'action="{HERE}/publish"' in browser.get(DRAFT).text) is may
    asked = f"{HERE}/publish?effective=2027-02-01"
    assert browser.get(asked).status_code == (200 if may else 403)
    if not may:
        token = hidden(browser.get("/console/account").text)
        sent = {"draft": "0" * 64, "effective": "2027-02-01", "sure": "yes", **token}
        assert browser.post(f"{HERE}/publish", sent).status_code == 403
    assert [one.version for one in archive(drill).versions()] == ["1.1"]


def test_a_form_without_its_token_publishes_nothing(drill: Drill, officer: Browser) -> None:
    form = {**hidden(officer.get(f"{HERE}/publish?effective=2026-12-24").text), "sure": "yes"}
    assert officer.post(f"{HERE}/publish", {**form, "form_token": "x"}).status_code == 403
    assert archive(drill).versions() == []


def test_nobody_else_sees_a_draft(drill: Drill, app: FastAPI) -> None:
    published(drill)
    for path in (HERE, DRAFT, f"{HERE}/version?name=1.1", f"{HERE}/publish?effective=2027-02-01"):
        assert Browser(app).get(path).status_code == 303, "to the sign-in"


def test_markup_in_a_draft_is_text(drill: Drill, officer: Browser, tmp_path: Path) -> None:
    published(drill)
    edit(drill, "company.yaml", 'version: "1.1"', 'version: "<b>1.2</b>"')
    for path in (DRAFT, f"{HERE}/diff?old=1.1&new=draft"):
        page = officer.get(path)
        assert page.status_code == 200
        assert "<b>1.2" not in page.text
