"""The register of provision in the console: listed without names, each opened record an entry."""

import csv
import io
import json

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.desk.test_provisions import ADDRESS, entered
from tests.web.sites import Browser, text_of
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.rights import declarations, provisions

HERE = "/console/provisions"
TYPED = {
    "direction": "provided", "recipient": "ad-network", "address": ADDRESS, "basis": "consent",
    "consented": "yes", "form": "single", "first_on": "2026年12月23日", "id_email": MUGI,
    "items": "device.advertising_id",
}  # fmt: skip


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


@pytest.fixture
def officer(desk: Desk) -> Browser:
    return staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")


def entries(desk: Desk, kind: str) -> list[dict[str, object]]:
    company = desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    rows = ledger.entries_of_kinds(company.engine, [kind])
    return [dict(read_entry(row.leaf).body) for row in rows]


def test_an_empty_register_says_of_whom_records_are_kept_and_how(
    desk: Desk, officer: Browser
) -> None:
    page = text_of(officer.get(HERE))
    assert "記録はまだありません" in page
    assert "upheld provision import" in page
    assert "ad-network" in page
    assert "責任者がいません" in page


def test_a_record_is_entered_listed_without_a_name_and_opened(desk: Desk, officer: Browser) -> None:
    answer = officer.submit(f"{HERE}/new", TYPED)
    assert answer.status_code == 303, text_of(answer)
    assert answer.headers["location"] == f"{HERE}#record-1"
    again = officer.submit(f"{HERE}/new", TYPED)
    assert again.headers["location"] == HERE
    page = officer.get(HERE)
    assert "2026年12月23日" in text_of(page)
    assert MUGI not in page.text
    assert page.text.count("data-row") == 1
    opened = text_of(officer.get(f"{HERE}/1"))
    assert MUGI in opened
    assert ADDRESS in opened
    (seen,) = entries(desk, "provision-read")
    assert seen["record"] == 1
    assert str(seen["by"]).startswith("S-")
    (recorded,) = entries(desk, "provision-recorded")
    assert recorded["by"] == seen["by"]


def test_what_the_law_wants_is_said_beside_its_field(desk: Desk, officer: Browser) -> None:
    wrong = {**TYPED, "consented": "", "address": "", "items": "", "id_email": "", "recipient": ""}
    answer = officer.submit(f"{HERE}/new", {**wrong, "recipient": "ad-network"})
    assert answer.status_code == 422
    for field in ("consented", "address", "items_more", "id_"):
        assert f'href="#{field}' in answer.text, field
    nobody = officer.submit(f"{HERE}/new", {**TYPED, "recipient": ""})
    assert 'href="#recipient"' in nobody.text
    late = officer.submit(f"{HERE}/new", {**TYPED, "first_on": "2027-01-01"})
    assert 'href="#first_on"' in late.text
    unknown = officer.submit(f"{HERE}/new", {**TYPED, "items_more": "shoe.size"})
    assert "データ区分でも" in text_of(unknown)
    assert entries(desk, "provision-recorded") == []


def test_records_are_chosen_by_party_direction_and_days(desk: Desk, officer: Browser) -> None:
    company = desk.drill.office.company
    provisions.record(company, [
        entered(),
        entered(direction="received", party="list-broker", name="名簿会社", basis="opt-out",
                consented=False, acquisition="公開の名簿"),
    ])  # fmt: skip
    assert officer.get(HERE).text.count("data-row") == 2
    for query, found in (
        ("party=ad-network", 1), ("direction=received", 1), ("since=2026-12-24", 0),
        ("through=2026-12-23&since=2026/12/01", 2), ("party=nobody", 0),
    ):  # fmt: skip
        page = officer.get(f"{HERE}?{query}")
        assert page.status_code == 200
        assert page.text.count("data-row") == found, query
    wrong = officer.get(f"{HERE}?since=soon")
    assert wrong.status_code == 422
    assert 'href="#since"' in wrong.text


def test_what_is_listed_is_taken_away_as_csv_and_json(desk: Desk, officer: Browser) -> None:
    company = desk.drill.office.company
    provisions.record(
        company, [entered(), entered(person={"email": "hana.koharu@diary.example.jp"},
                                     representative="=cmd()")]
    )  # fmt: skip
    listed = officer.get(f"{HERE}?party=ad-network")
    assert f"{HERE}/file.csv?party=ad-network" in listed.text
    table = officer.get(f"{HERE}/file.csv?party=ad-network")
    rows = list(csv.DictReader(io.StringIO(table.text.removeprefix("\ufeff"))))
    assert [row["person"] for row in rows] == [
        "email=hana.koharu@diary.example.jp", f"email={MUGI}",
    ]  # fmt: skip
    assert not rows[0]["third_party.representative"].startswith("=")
    assert "attachment" in table.headers["content-disposition"]
    document = json.loads(officer.get(f"{HERE}/file.json").text)
    assert [one["person"]["email"] for one in document][1] == MUGI
    assert json.loads(officer.get(f"{HERE}/file.json?party=nobody").text) == []
    assert [one["records"] for one in entries(desk, "provisions-exported")] == [2, 2, 0]
    assert officer.get(f"{HERE}/file.xml").status_code == 404


@pytest.mark.parametrize("number", ["9" * 23, str(2**63), "-1", "one"])
def test_a_number_that_no_row_can_have_is_an_address_without_a_page(
    officer: Browser, number: str
) -> None:
    assert officer.get(f"{HERE}/{number}").status_code == 404
    declared = f"{HERE}/declarations"
    assert officer.submit(declared, {}, to=f"{declared}/{number}/withdraw").status_code == 404
    work = "/console/work"
    assert officer.submit(declared, {"what": "again"}, to=f"{work}/{number}").status_code == 404


def test_a_long_list_has_pages(desk: Desk, officer: Browser) -> None:
    company = desk.drill.office.company
    provisions.record(
        company, [entered(person={"email": f"m{n}@diary.example.jp"}) for n in range(51)]
    )
    first = officer.get(f"{HERE}?party=ad-network")
    assert first.text.count("data-row") == 50
    assert f"{HERE}?party=ad-network&amp;before=2" in first.text
    assert officer.get(f"{HERE}?party=ad-network&before=2").text.count("data-row") == 1


def test_a_person_is_found_and_the_search_is_an_entry(desk: Desk, officer: Browser) -> None:
    provisions.record(desk.drill.office.company, [entered()])
    found = officer.submit(f"{HERE}/person", {"kind": "email", "value": MUGI})
    assert f'href="{HERE}/1"' in found.text
    none = officer.submit(f"{HERE}/person", {"kind": "email", "value": "nobody@example.jp"})
    assert "この人の記録はありません" in text_of(none)
    assert f'href="{HERE}/declarations"' in none.text
    searched = entries(desk, "provisions-searched")
    assert [one["found"] for one in searched] == [1, 0]
    assert MUGI not in str(searched)
    assert officer.submit(f"{HERE}/person", {"kind": "email", "value": ""}).status_code == 422


def test_somebody_answers_for_days_on_the_page_and_takes_it_back(
    desk: Desk, officer: Browser
) -> None:
    there = f"{HERE}/declarations"
    late = officer.submit(
        there, {"since": "2023-12-01", "through": "2027-01-01", "owner": "責任者"}
    )
    assert 'href="#through"' in late.text
    typed = {"since": "2023-12-01", "through": "2026-12-24", "owner": "責任者"}
    assert officer.submit(there, typed).status_code == 303
    assert "責任者" in text_of(officer.get(there))
    assert provisions.of_person(desk.drill.office.company, {"email": [MUGI]}).proven_absent
    (entry,) = entries(desk, "provisions-declared")
    assert str(entry["entered_by"]).startswith("S-")
    assert officer.submit(there, {}, to=f"{there}/1/withdraw").status_code == 303
    assert "表明はありません" in text_of(officer.get(there))
    assert officer.submit(there, {}, to=f"{there}/1/withdraw").status_code == 404


def test_an_auditor_reads_and_others_do_not(desk: Desk) -> None:
    company = desk.drill.office.company
    provisions.record(company, [entered()])
    today = company.clock.today()
    declarations.declare(company, since=today, through=today, owner="個人情報管理責任者")
    app = app_of(desk.drill)
    auditor = staff(desk.drill, app, "umi", "auditor")
    assert "漏れがないことの表明" in text_of(auditor.get(HERE))
    assert f"{HERE}/new" not in auditor.get(HERE).text
    assert auditor.get(f"{HERE}/1").status_code == 200
    assert auditor.get(f"{HERE}/new").status_code == 403
    assert auditor.get(f"{HERE}/2").status_code == 404
    assert auditor.get(f"{HERE}/declarations").status_code == 200
    assert f'action="{HERE}/declarations' not in auditor.get(f"{HERE}/declarations").text
    others = staff(desk.drill, app, "kai", "approver", "engineer", "viewer")
    for path in (HERE, f"{HERE}/1", f"{HERE}/person", f"{HERE}/file.csv", f"{HERE}/declarations"):
        assert others.get(path).status_code == 403, path
