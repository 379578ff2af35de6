"""The map's pages: a picture and the same in words, and unsure points that a person decides there."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from fastapi import FastAPI

from tests.desk.conftest import Drill
from tests.desk.test_centre import hidden
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.web.sites import Browser, text_of
from upheld.datamap.deciding import DECIDED
from upheld.datamap.reading import read_map
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.web.roles import ROLES

POINTS = """\
    unsure:   # 春のリリースで増えた列
      - {point: sent_on, guess: {category: support.ticket}, why: beside a ticket, confidence: 0.4}
      - {point: clerk_id, guess: {to: member, via: clerk_id, role: owner}, why: <b>a name</b>, confidence: 0.7}
      - {point: retain, guess: {retain: {rule: billing-records, from: sent_on, keep: [id]}}, why: a record, confidence: 0.6}
"""
PAGE = "/console/map/app"


@pytest.fixture
def path(drill: Drill) -> Path:
    return with_points(drill)


def with_points(drill: Drill) -> Path:
    """The map of `app`, with three points that wait."""
    found = drill.folder / "datamap" / "app.yaml"
    text = found.read_text("utf-8")
    head, table, rest = text.partition("  enquiry:\n")
    entry, derived, last = rest.partition("derived:\n")
    entry = entry.replace(", sent_on: {category: support.ticket}", "")
    found.write_text(head + table + entry + POINTS + derived + last, "utf-8")
    return found


@pytest.fixture
def app(drill: Drill, path: Path) -> FastAPI:
    return app_of(drill)


def decide_page(number: int) -> str:
    return f"{PAGE}/decide?table=enquiry&number={number}"


def decided(browser: Browser, number: int, **sent: str) -> int:
    """Open the page of a point, choose, and send what the page carries."""
    page = decide_page(number)
    form = {**hidden(browser.get(page).text), "why": "営業部に確認", **sent}
    return browser.submit(page, form, to=f"{PAGE}/decide").status_code


@pytest.mark.slow
def test_the_picture_and_the_table_say_the_same(drill: Drill, app: FastAPI, path: Path) -> None:
    page = staff(drill, app, "umi", "viewer").get(PAGE)
    assert page.status_code == 200
    svg = page.text[page.text.index('<svg class="map"') :].partition("</svg>")[0]
    datamap = read_map(path).model
    rows = {
        name: int(n)
        for n, name in re.findall(r'<tr id="t-(\d+)">\s*<th scope="row">([\w]+)', page.text)
    }
    for name in datamap.tables:
        assert f'href="#t-{rows[name]}" aria-label="{name}.' in svg
    assert "所有 → member (member_id)" in svg
    assert "未決定 3 件" in svg
    assert "<b>a name</b>" not in page.text
    assert "&lt;b&gt;a name&lt;/b&gt;" in page.text


def test_each_category_leads_to_the_clauses_that_declare_it(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    text = path.read_text("utf-8")
    path.write_text(
        text.replace("gender: {category: identity.gender}", "gender: {category: health}"), "utf-8"
    )
    viewer = staff(drill, app, "umi", "viewer")
    page = viewer.get(PAGE)
    row = page.text[page.text.index('<tr id="t-1">') :].partition("</tr>")[0]
    birth = row[row.index("<code>birth_date</code>") :].partition("</li>")[0]
    (address, *_) = re.findall(r'href="(/console/promises/[^"]+)"', birth)
    assert viewer.get(address).status_code == 200
    gender = row[row.index("<code>gender</code>") :].partition("</li>")[0]
    assert "宣言した条項なし" in gender
    assert "/console/promises/" not in gender


def test_every_system_is_listed_with_what_waits_and_how_its_database_agrees(
    drill: Drill, app: FastAPI
) -> None:
    (drill.folder / "datamap" / "surveys.yaml").write_text("system: surveys\ntabels: {}\n", "utf-8")
    (drill.folder / "datamap" / "analytics.yaml").unlink()
    page = staff(drill, app, "umi", "auditor").get("/console/map")
    assert page.status_code == 200
    text = text_of(page)
    assert "3 件" in text
    assert "1 件の相違" in text, "a column that only the point names is not in the database"
    assert "読めません" in text
    assert "datamap/surveys.yaml:2" in text
    assert "upheld map discover analytics --write" in text
    assert "upheld map discover mail" not in text, "it is covered as a copy"


def test_an_engineer_decides_and_the_file_and_the_ledger_say_so(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    engineer = staff(drill, app, "riku", "engineer")
    assert decided(engineer, 1, choice="custodian") == 303
    text = path.read_text("utf-8")
    assert "# 春のリリースで増えた列" in text
    edge = read_map(path).model.tables["enquiry"].edges[-1]
    assert (edge.via, edge.role) == ("clerk_id", "custodian")
    office = drill.office.company
    ledger.seal(office.engine, office.signer, office.clock)
    (row,) = ledger.entries_of_kinds(office.engine, (DECIDED,))
    body = read_entry(row.leaf).body
    assert (body["table"], body["point"], body["choice"]) == ("enquiry", "clerk_id", "custodian")
    assert re.fullmatch(r"S-[0-9a-f]{10}", str(body["staff"]))
    shown = text_of(engineer.get(PAGE))
    assert "決定済みの点 (1)" in shown
    assert "営業部に確認" in shown
    assert drill.office.company.clock.today().isoformat() in shown
    assert str(body["staff"]) in shown
    assert engineer.get(decide_page(1)).status_code == 303, "it is decided once"


def test_a_column_is_given_another_category_and_a_retention_a_rule_of_the_policy(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    assert decided(officer, 0, choice="category", category="") == 422
    assert decided(officer, 0, choice="category", category="contact.phone") == 303
    assert decided(officer, 2, choice="take", rule="") == 422, "the guessed rule is not declared"
    rule = min(drill.office.company.policy.retention)
    assert decided(officer, 2, choice="take", rule=rule) == 303
    entry = read_map(path).model.tables["enquiry"]
    assert entry.category_of("sent_on") == "contact.phone"
    assert entry.retain is not None
    assert entry.retain.rule == rule


def with_clerks(path: Path) -> None:
    """Clerks beside members: a kind of person that the guess did not name."""
    text = path.read_text("utf-8")
    clerk = "subjects:\n  clerk: {table: member, key: id, identifiers: {email: email}}\n"
    path.write_text(text.replace("subjects:\n", clerk), "utf-8")


def test_an_edge_is_decided_to_lead_to_another_kind_of_person(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    engineer = staff(drill, app, "riku", "engineer")
    assert 'name="to"' not in engineer.get(decide_page(1)).text, "there is one kind of person"
    with_clerks(path)
    assert 'name="to" value="member" checked' in engineer.get(decide_page(1)).text
    assert decided(engineer, 1, choice="custodian", to="nobody") == 422
    assert decided(engineer, 1, choice="custodian", to="clerk") == 303
    edge = read_map(path).model.tables["enquiry"].edges[-1]
    assert (edge.to, edge.via, edge.role) == ("clerk", "clerk_id", "custodian")


def test_a_rejected_edge_leads_nowhere_whatever_the_form_says(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    with_clerks(path)
    assert decided(staff(drill, app, "riku", "engineer"), 1, choice="reject", to="clerk") == 303
    assert all(edge.via != "clerk_id" for edge in read_map(path).model.tables["enquiry"].edges)


def test_a_table_of_which_nothing_says_whose_it_is_any_more_is_named_on_the_page(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    unsaid = (
        "  leaflet:\n    unsure: [{point: table, guess: {none: x}, why: no way, confidence: 0.5}]\n"
    )
    path.write_text(
        path.read_text("utf-8").replace("  enquiry:\n", unsaid + "  enquiry:\n"), "utf-8"
    )
    browser = staff(drill, app, "riku", "engineer")
    title = "誰の行であるかが書かれていません"
    assert title not in browser.get(PAGE).text
    page = f"{PAGE}/decide?table=leaflet&number=0"
    form = {**hidden(browser.get(page).text), "why": "営業部に確認", "choice": "reject"}
    assert browser.submit(page, form, to=f"{PAGE}/decide").status_code == 303
    assert title in browser.get(PAGE).text
    assert "leaflet" in text_of(browser.get(PAGE)).split(title)[1][:200]


def test_a_form_of_an_older_file_writes_nothing_and_shows_the_newer_one(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    old = hidden(officer.get(decide_page(0)).text)
    path.write_text(path.read_text("utf-8") + "# a colleague was here\n", "utf-8")
    now = path.read_text("utf-8")
    sent = {**old, "choice": "take", "why": "x"}
    answer = officer.submit(decide_page(0), sent | {"file": old["file"]}, to=f"{PAGE}/decide")
    assert answer.status_code == 409
    assert "データマップが変更されました" in text_of(answer)
    assert path.read_text("utf-8") == now
    again = hidden(answer.text)
    assert again["file"] != old["file"]
    answer = officer.post(f"{PAGE}/decide", {**again, "choice": "take", "why": "x"})
    assert answer.status_code == 303


def test_two_who_decide_one_point_at_once_decide_it_once(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    one, other = (staff(drill, app, name, "engineer") for name in ("riku", "umi"))
    late = hidden(other.get(decide_page(0)).text)
    assert decided(one, 0, choice="none") == 303
    answer = other.post(f"{PAGE}/decide", {**late, "choice": "take", "why": "x"})
    assert answer.status_code == 409
    assert read_map(path).model.tables["enquiry"].fields["sent_on"] == "none"


@pytest.mark.parametrize("role", ROLES)
def test_who_may_decide_and_who_may_only_look(
    drill: Drill, app: FastAPI, path: Path, role: str
) -> None:
    browser = staff(drill, app, "umi", role)
    may = role in ("engineer", "privacy_officer")
    before = path.read_text("utf-8")
    for look in ("/console/map", PAGE, f"{PAGE}?show=all"):
        assert browser.get(look).status_code == 200
    assert browser.get(decide_page(0)).status_code == (200 if may else 403)
    assert (f"{PAGE}/decide" in browser.get(PAGE).text) is may
    if not may:
        answer = browser.post(
            f"{PAGE}/decide",
            {
                "table": "enquiry",
                "number": "0",
                "choice": "none",
                "why": "x",
                **hidden(browser.get("/console/account").text),
            },
        )
        assert answer.status_code == 403
    assert path.read_text("utf-8") == before


def test_nobody_else_sees_a_map(app: FastAPI) -> None:
    for page in ("/console/map", PAGE, decide_page(0)):
        assert Browser(app).get(page).status_code == 303, "to the sign-in"


@pytest.mark.parametrize(
    "page",
    [
        "/console/map/nothing", "/console/map/..%2Fpolicy", f"{PAGE}/decide?table=enquiry&number=9",
        f"{PAGE}/decide?table=nothing&number=0", f"{PAGE}/decide?table=enquiry&number=-1",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(drill: Drill, app: FastAPI, page: str) -> None:
    assert staff(drill, app, "riku", "engineer").get(page).status_code == 404


def test_a_choice_that_was_not_offered_is_refused_beside_its_field(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    officer = staff(drill, app, "sora", "privacy_officer")
    before = path.read_text("utf-8")
    for number, sent in ((0, {"choice": "owner"}), (1, {"choice": "take"}), (1, {"choice": "x"})):
        assert decided(officer, number, **sent) == 422
    assert decided(officer, 0, choice="take", why="") == 422
    assert path.read_text("utf-8") == before


def test_a_change_of_the_database_is_seen_after_five_minutes(drill: Drill, app: FastAPI) -> None:
    viewer = staff(drill, app, "umi", "viewer")
    assert "enquiry.birthday" not in text_of(viewer.get(PAGE))
    with closing(sqlite3.connect(drill.folder / "data" / "app.db")) as database:
        database.execute("ALTER TABLE enquiry ADD COLUMN birthday TEXT")
    drill.set("2026-12-24T10:04:59+09:00")
    assert "enquiry.birthday" not in text_of(viewer.get(PAGE)), "it was asked a moment ago"
    drill.set("2026-12-24T10:05:00+09:00")
    assert "enquiry.birthday" in text_of(viewer.get(PAGE))


def test_a_database_that_is_gone_is_said_and_the_map_still_shown(
    drill: Drill, app: FastAPI
) -> None:
    (drill.folder / "data" / "app.db").unlink()
    page = staff(drill, app, "umi", "viewer").get(PAGE)
    assert page.status_code == 200
    assert "データベースが応答しません" in text_of(page)
    assert '<svg class="map"' in page.text


@pytest.mark.slow
def test_the_page_says_when_the_desk_still_works_with_an_older_map(
    drill: Drill, app: FastAPI, path: Path
) -> None:
    later = "このデータマップはまだ使われていません"
    officer = staff(drill, app, "sora", "privacy_officer")
    assert later in text_of(officer.get(PAGE)), "the points were written after the desk began"
    drill.open()
    restarted = staff(drill, app_of(drill), "riku", "engineer")
    assert later not in text_of(restarted.get(PAGE))
    assert decided(restarted, 0, choice="take") == 303
    assert later in text_of(restarted.get(PAGE))
