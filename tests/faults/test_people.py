"""Who is meant: spellings, nobody, several, many, and people who share a row."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at, make_office

SPELLINGS = [
    "email=hanako.mori@example.jp",
    "email=HANAKO.MORI@EXAMPLE.JP",
    "email=ｈａｎａｋｏ．ｍｏｒｉ＠ｅｘａｍｐｌｅ．ｊｐ",
    "email= Hanako.Mori@example.jp ",
    "phone=09012345678",
    "phone=+81 90 1234 5678",
    "phone=０９０－１２３４－５６７８",
    "phone=090(1234)5678",
    "customer_id=1",
    "customer_id=０１",
]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_every_spelling_finds_the_same_person(any_office: Office, spelling: str) -> None:
    plan = any_office.run("request", "plan", any_office.open("--subject", spelling))
    assert plan.code == 0, plan.err
    assert [p["found"] for p in plan.json["people"]] == ["one"]
    assert {t["table"]: t["delete"] for t in plan.json["tables"]}["customer"] == 1


@pytest.mark.parametrize("spelling", ["email=saku@example.jp", "phone=090-1111-3333"])
def test_what_the_shop_wrote_in_full_width_is_found_too(any_office: Office, spelling: str) -> None:
    plan = any_office.run("request", "plan", any_office.open("--subject", spelling))
    assert [p["found"] for p in plan.json["people"]] == ["one"]


def test_an_unknown_person_is_proven_absent(any_office: Office) -> None:
    unit = any_office.open_for("nobody@example.jp")
    plan = any_office.run("request", "plan", unit)
    assert plan.code == 0, plan.out
    assert plan.json["people"] == [{"ref": unit, "found": "none", "absence": "proven"}]
    assert plan.json["tables"] == []
    any_office.approve(unit)
    said = any_office.run("request", "apply", unit)
    assert said.code == 0, said.out + said.err
    assert said.json == {"request": unit, "complete": True, "steps": [], "residue": "clean"}


def _not_proven(office: Office, email: str = "nobody@example.jp") -> list[str]:
    unit = office.open_for(email)
    plan = office.run("request", "plan", unit)
    assert plan.code == 4, plan.out + plan.err
    assert plan.json["people"][0]["absence"] == "not_proven"
    office.approve(unit)
    said = office.run("request", "apply", unit)
    assert said.code == 4, said.out + said.err
    assert said.json["complete"] is False
    found: list[str] = plan.json["not_proven"]
    return found


def test_an_undecided_point_leaves_an_absence_unproven(office: Office) -> None:
    office.edit(
        "datamap/shop.yaml", '  country: {none: "reference data"}',
        '  country: {none: "reference data", unsure: [{point: label, guess: {to: customer, via: label,'
        ' role: owner}, why: "looks like names", confidence: 0.5}]}',
    )  # fmt: skip
    assert any("country" in line for line in _not_proven(office))
    said = office.run("request", "plan", office.open_for(shop.EMAIL))
    assert said.code == 2, said.out + said.err


def test_an_undeclared_column_leaves_an_absence_unproven_and_stops_everybody_else(
    office: Office,
) -> None:
    shop.execute(office.url, ["ALTER TABLE customer ADD COLUMN line_id VARCHAR(40)"])
    assert any("line_id" in line for line in _not_proven(office))
    said = office.run("request", "plan", office.open_for(shop.EMAIL))
    assert said.code == 1
    assert said.error["where"] == {"system": "shop", "table": "customer", "column": "line_id"}


def test_an_undeclared_table_leaves_an_absence_unproven(office: Office) -> None:
    shop.execute(office.url, ["CREATE TABLE newsletter (id INTEGER PRIMARY KEY, email TEXT)"])
    assert any("newsletter" in line for line in _not_proven(office))


def test_a_text_that_names_the_person_leaves_an_absence_unproven(office: Office) -> None:
    shop.execute(office.url, ["INSERT INTO country VALUES ('xx', 'ask Nobody@example.jp')"])
    lines = _not_proven(office)
    assert any("country.label" in line for line in lines)
    assert not any("obody@" in line for line in lines)


def test_a_connected_database_without_a_map_leaves_an_absence_unproven(
    office: Office, tmp_path: Path
) -> None:
    other = f"sqlite:///{tmp_path}/crm.db"
    Path(tmp_path / "crm.db").touch()
    shop.execute(other, ["CREATE TABLE contact (id INTEGER PRIMARY KEY, email TEXT)"])
    with (office.folder / "upheld.yaml").open("a") as settings:
        settings.write(f'  crm: {{url: "{other}"}}\n')
    assert "crm: no data map" in _not_proven(office)


def test_a_folder_nobody_mapped_leaves_an_absence_unproven(office: Office, tmp_path: Path) -> None:
    (tmp_path / "uploads" / "avatars").mkdir(parents=True)
    (tmp_path / "uploads" / "avatars" / "7.txt").write_text("x")
    with (office.folder / "upheld.yaml").open("a") as settings:
        settings.write(f'  uploads: {{url: "folder://{tmp_path}/uploads"}}\n')
    assert any("uploads" in line for line in _not_proven(office))


@pytest.mark.slow
def test_several_people_are_refused_until_one_is_chosen(any_office: Office) -> None:
    office = any_office
    unit = office.open("--subject", "phone=03-5555-6666")
    said = office.run("request", "plan", unit)
    assert (said.code, said.error["code"]) == (2, "several-people")
    assert not any(piece in said.err for piece in shop.PLANTED)
    assert office.run("request", "show", unit).json["requests"][0]["found"] == "several"
    for number in (0, 3, -1):
        assert office.run("request", "choose", unit, "--person", str(number)).code == 2
    assert office.run("request", "choose", unit, "--person", "2").code == 0
    plan = office.approve(unit)
    assert plan["people"][0]["found"] == "one"
    assert office.run("request", "apply", unit).code == 0
    assert [row[0] for row in shop.dump(office.url)["customer"]] == ["1", "2", "3", "4"]


STAFF = """\
  staff: {fields: {email: {category: contact.email}, phone: {category: contact.phone}}, on_erase: delete}
  shift: {edges: [{to: staff, via: staff_id}]}
"""


@pytest.fixture
def two_kinds(any_office: Office) -> Office:
    """The customer Mori works in the shop as well, and nobody said that they are one person."""
    shop.execute(
        any_office.url,
        [
            "CREATE TABLE staff (id INTEGER PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40))",
            "CREATE TABLE shift (id INTEGER PRIMARY KEY, staff_id INTEGER)",
            "INSERT INTO staff VALUES (70, 'hanako.mori@example.jp', NULL)",
            "INSERT INTO shift VALUES (700, 70)",
        ],
    )
    any_office.edit(
        "datamap/shop.yaml",
        "subjects: {customer:",
        "subjects: {staff: {table: staff, key: id, identifiers: {email: email, phone: phone}}, customer:",
    )
    path = any_office.folder / "datamap" / "shop.yaml"
    path.write_text(path.read_text(encoding="utf-8") + STAFF, encoding="utf-8")
    return any_office


def ids(office: Office, table: str) -> list[str]:
    return [row[0] for row in shop.dump(office.url)[table]]


@pytest.mark.parametrize("right", ["deletion", "disclosure"])
def test_a_customer_and_a_member_of_staff_with_one_address_are_several_people(
    right: str, two_kinds: Office
) -> None:
    unit = two_kinds.open_for(shop.EMAIL, right)
    said = two_kinds.run("request", "plan", unit)
    assert (said.code, said.error["code"]) == (2, "several-people")
    assert "1: shop/customer, 2: shop/staff" in said.error["what"]
    assert not any(piece in said.err for piece in shop.PLANTED)
    assert two_kinds.run("request", "show", unit).json["requests"][0]["state"] == "several"


@pytest.mark.slow
def test_only_the_kind_that_was_chosen_is_erased(two_kinds: Office) -> None:
    unit = two_kinds.open_for(shop.EMAIL)
    assert two_kinds.run("request", "plan", unit).code == 2
    assert two_kinds.run("request", "choose", unit, "--person", "2").json["chosen"] == [2]
    two_kinds.approve(unit)
    said = two_kinds.run("request", "apply", unit)
    assert said.code == 0, said.out + said.err
    assert (ids(two_kinds, "staff"), ids(two_kinds, "shift")) == ([], [])
    assert "1" in ids(two_kinds, "customer")


@pytest.mark.slow
@pytest.mark.parametrize("words", [("--all",), ("--person", "1", "--person", "2")])
def test_both_are_erased_when_somebody_says_that_they_are_one_person(
    words: tuple[str, ...], two_kinds: Office
) -> None:
    unit = two_kinds.open_for(shop.EMAIL)
    assert two_kinds.run("request", "plan", unit).code == 2
    assert two_kinds.run("request", "choose", unit, *words).json["chosen"] == [1, 2]
    two_kinds.approve(unit)
    assert two_kinds.run("request", "apply", unit).code == 0
    assert ids(two_kinds, "staff") == []
    assert "1" not in ids(two_kinds, "customer")


def test_who_appears_after_the_choice_has_to_be_decided_about(two_kinds: Office) -> None:
    unit = two_kinds.open_for(shop.EMAIL)
    assert two_kinds.run("request", "plan", unit).code == 2
    assert two_kinds.run("request", "choose", unit, "--person", "2").code == 0
    shop.insert(two_kinds.url, [("staff", [(10, "Hanako.Mori@example.jp", None)])])
    said = two_kinds.run("request", "plan", unit)
    assert (said.code, said.error["code"]) == (2, "several-people"), "10 sorts before 70"
    assert "3 people" in said.error["what"]


def test_who_was_not_chosen_is_not_taken_once_the_chosen_one_is_gone(office: Office) -> None:
    unit = office.open("--subject", "phone=03-5555-6666")
    assert office.run("request", "plan", unit).code == 2
    assert office.run("request", "choose", unit, "--person", "1").code == 0
    shop.execute(office.url, ["DELETE FROM customer WHERE id = 4"])
    plan = office.run("request", "plan", unit)
    assert plan.json["people"][0]["found"] == "none", plan.out
    assert plan.json["tables"] == []


def test_choosing_needs_one_way_of_saying_who(two_kinds: Office) -> None:
    unit = two_kinds.open_for(shop.EMAIL)
    assert two_kinds.run("request", "plan", unit).code == 2
    for words in ([], ["--all", "--person", "1"], ["--person", "3"], ["--person", "0"]):
        said = two_kinds.run("request", "choose", unit, *words)
        assert (said.code, said.error["code"]) == (2, "usage"), words
    single = two_kinds.open("--subject", "customer_id=2")
    assert two_kinds.run("request", "plan", single).code == 0
    assert two_kinds.run("request", "choose", single, "--all").code == 2


def test_one_kind_in_two_databases_is_one_person(office: Office, tmp_path: Path) -> None:
    other = f"sqlite:///{tmp_path}/crm.db"
    Path(tmp_path / "crm.db").touch()
    shop.execute(
        other,
        [
            "CREATE TABLE contact (id INTEGER PRIMARY KEY, email TEXT)",
            f"INSERT INTO contact VALUES (9, '{shop.EMAIL}')",
        ],
    )
    with (office.folder / "upheld.yaml").open("a") as settings:
        settings.write(f'  crm: {{url: "{other}"}}\n')
    (office.folder / "datamap" / "crm.yaml").write_text(
        "system: crm\nsubjects: {customer: {table: contact, key: id, identifiers: {email: email}}}\n"
        "tables: {contact: {fields: {email: {category: contact.email}}, on_erase: delete}}\n",
        encoding="utf-8",
    )
    plan = office.run("request", "plan", office.open_for(shop.EMAIL))
    assert plan.code == 0, plan.err
    tables = {t["table"]: t["delete"] for t in plan.json["tables"]}
    assert (tables["crm/contact"], tables["shop/customer"]) == (1, 1)


def test_a_second_identifier_tells_two_people_apart(office: Office) -> None:
    unit = office.open("--subject", "phone=03-5555-6666", "--subject", "email=goro@example.jp")
    assert office.run("request", "plan", unit).code == 0


def test_identifiers_of_two_different_people_find_nobody(office: Office) -> None:
    unit = office.open("--subject", "phone=090-1234-5678", "--subject", "email=jiro@example.jp")
    plan = office.run("request", "plan", unit)
    assert plan.code == 4, plan.out
    assert plan.json["people"][0] == {"ref": unit, "found": "none", "absence": "not_proven"}


def test_an_address_two_customers_share_stays_for_the_other(any_office: Office) -> None:
    office = any_office
    unit = office.ready()
    plan = office.run("request", "show", unit)
    assert plan.code == 0
    assert office.run("request", "apply", unit).code == 0
    left = shop.dump(office.url)
    assert left["address"] == [("1", "Nara")]
    assert left["customer_address"] == [("2", "1")]


def test_the_plan_says_what_is_shared_and_never_with_whom(office: Office) -> None:
    unit = office.open_for(shop.EMAIL)
    plan = office.run("request", "plan", unit)
    address = next(t for t in plan.json["tables"] if t["table"] == "address")
    assert (address["delete"], address["keep"], address["shared"]) == (1, 1, 1)
    assert address["held_back"] == [
        {"table": "customer_address", "via": "address_id", "to": "customer_address",
         "kind": "customer", "others": 1}
    ]  # fmt: skip
    assert not any(piece in plan.out for piece in shop.PLANTED)


@pytest.mark.slow
def test_plan_report_and_receipt_name_the_edge_that_holds_a_row_back(
    office: Office, tmp_path: Path
) -> None:
    unit = office.open_for(shop.EMAIL)
    assert "held back by customer_address.address_id: 1 other" in office.speak(
        "--lang", "en", "request", "plan", unit
    ).out  # fmt: skip
    office.approve(unit)
    applied = office.run("request", "apply", unit)
    (address,) = [s for s in applied.json["steps"] if s.get("held_back")]
    assert (address["table"], address["action"]) == ("address", "keep")
    page = tmp_path / "receipt.html"
    for language, words in (
        ("en", "customer_address.address_id: 1 other customer_address of customer"),
        ("ja", "customer_address.address_id から customer の customer_address ほか 1 件"),
    ):
        out = ("--out", str(tmp_path / "receipt.json"), "--html", str(page))
        assert office.run("--lang", language, "receipt", unit, *out).code == 0
        assert words in page.read_text("utf-8")


def csv(office: Office, text: str, encoding: str = "utf-8") -> str:
    path = office.folder / "people.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


@pytest.mark.slow
def test_a_batch_is_one_plan_with_a_receipt_each(any_office: Office, tmp_path: Path) -> None:
    office = any_office
    people = csv(office, "email,phone\nHANAKO.mori@example.jp,\n,０３-5555-6666\n")
    said = office.run("request", "open", "--right", "deletion", "--subjects-file", people)
    assert said.code == 0, said.err
    unit = said.json["request"]
    assert unit.startswith("B-")
    assert len(said.json["requests"]) == 2
    refused = office.run("request", "plan", unit)
    assert refused.error["code"] == "several-people"
    assert office.run("request", "choose", said.json["requests"][1], "--person", "1").code == 0
    office.approve(unit)
    done = office.run("request", "apply", unit)
    assert done.code == 0, done.out + done.err
    assert [row[0] for row in shop.dump(office.url)["customer"]] == ["2", "3", "5"]
    out = tmp_path / "receipts"
    assert office.run("receipt", unit, "--out", str(out)).code == 0
    assert len(list(out.rglob("R-*.json"))) == 2


@pytest.mark.slow
def test_in_a_batch_only_the_person_who_changed_drops_out(any_office: Office) -> None:
    office = any_office
    people = csv(office, f"email\n{shop.EMAIL}\njiro@example.jp\nsaku@example.jp\n")
    unit = office.run(
        "request", "open", "--right", "deletion", "--subjects-file", people
    ).json["request"]  # fmt: skip
    office.approve(unit)
    shop.insert(office.url, [("orders", [(20, 2, "cart", 1, "2026-03-01", None, None)])])
    said = office.run("request", "apply", unit)
    assert said.code != 0, "one of three is not done, and that is not complete"
    left = shop.dump(office.url)
    assert [row[0] for row in left["customer"]] == ["2", "4", "5"]
    assert ("1", "Nara") in left["address"], "who drops out still owns the shared address"
    states = {
        r["request"]: r["state"] for r in office.run("request", "show", unit).json["requests"]
    }
    assert sorted(states.values()) == ["done", "done", "received"]
    office.approve(unit)
    assert office.run("request", "apply", unit).code == 0
    assert [row[0] for row in shop.dump(office.url)["customer"]] == ["4", "5"]


def _entries(office: Office) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(office.store)) as database:
        rows = database.execute("SELECT leaf FROM evidence_entry ORDER BY idx")
        return [json.loads(row[0]) for row in rows]


@pytest.mark.slow
def test_of_a_batch_the_ledger_says_once_what_is_true_of_several(office: Office) -> None:
    people = csv(office, "email\njiro@example.jp\nsaku@example.jp\n")
    opened = office.run("request", "open", "--right", "deletion", "--subjects-file", people).json
    unit, refs = opened["request"], opened["requests"]
    office.approve(unit)
    assert office.run("request", "apply", unit).code == 0
    entries = _entries(office)
    began = [e for e in entries if e["kind"] == "deletion-began"]
    assert [(e["case"], e["body"]) for e in began] == [(unit, {"system": "shop", "requests": refs})]
    seen = [e for e in entries if e["kind"] == "deletion-read-back"]
    told = [ref for e in seen for ref in e["body"].get("requests", [e["case"]])]
    assert sorted(told) == sorted(refs)
    outcomes = {step["outcome"] for e in seen for step in e["body"]["steps"]}
    assert outcomes == {"verified", "retained"}
    assert [e["case"] for e in entries if e["kind"] == "receipt"] == refs
    assert office.run("ledger", "check").code == 0


@pytest.mark.slow
def test_who_dropped_out_of_a_batch_is_not_swept_with_it(
    sql_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.fill(sql_url)
    office = make_office(tmp_path, sql_url, capsys, drill=True)
    at("2026-04-01T09:00:00+09:00")
    people = csv(office, "email\njiro@example.jp\nsaku@example.jp\ngoro@example.jp\n")
    opened = office.run("request", "open", "--right", "deletion", "--subjects-file", people).json
    office.approve(opened["request"])
    shop.insert(sql_url, [("orders", [(20, 2, "cart", 1, "2026-03-01", None, None)])])
    office.run("request", "apply", opened["request"])
    gone = [number for number in "345" if number not in _customers(office)]
    assert len(gone) == 2, "two of three were erased"
    before = shop.dump(sql_url)
    shop.insert(sql_url, [("event", [(100, int(gone[0]), "late")])])
    at("2026-04-01T10:00:01+09:00")
    said = office.run("sweep")
    assert (said.code, said.json["swept"], said.json["late_rows"]) == (0, 2, 1), said.out
    assert shop.dump(sql_url) == before


def _customers(office: Office) -> list[str]:
    return [row[0] for row in shop.dump(office.url)["customer"]]


BAD_FILES = {
    "empty": ("", "utf-8", None),
    "header only": ("email\n", "utf-8", 1),
    "a row with more cells than the header": ("email\na@example.jp,b\n", "utf-8", 2),
    "a row that names nobody": ("email\na@example.jp\n \n", "utf-8", None),
    "bytes that no encoding has": ("email\na\xf1 \x81 @example.jp\n", "latin-1", None),
    "an unknown kind": ("mail\na@example.jp\n", "utf-8", None),
    "the same kind twice": ("email,email\na@example.jp,b@example.jp\n", "utf-8", 1),
    "a quote that never ends": ('email\n"a@example.jp\n', "utf-8", None),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_of_people_is_refused_with_2_and_no_value(office: Office, name: str) -> None:
    text, encoding, line = BAD_FILES[name]
    path = csv(office, text, encoding)
    said = office.run("request", "open", "--right", "deletion", "--subjects-file", path)
    assert said.code == 2, said.out
    assert "a@example" not in said.err
    if line is not None:
        assert said.error["where"]["line"] == line
    assert office.run("request", "list").json == []


def test_a_file_that_is_not_there_is_refused_with_2(office: Office) -> None:
    said = office.run("request", "open", "--right", "deletion", "--subjects-file", "no.csv")
    assert (said.code, said.error["where"]["file"]) == (2, "no.csv")
    assert "no such file" in said.error["what"]


def test_a_person_named_twice_in_a_batch_is_refused_with_both_lines(office: Office) -> None:
    people = csv(office, f"email\n{shop.EMAIL}\nHANAKO.MORI@example.jp\n")
    said = office.run("request", "open", "--right", "deletion", "--subjects-file", people)
    assert (said.code, said.error["where"]["line"]) == (2, 3)
    assert "line 2" in said.error["what"]
    assert "mori" not in (said.out + said.err).lower()


@pytest.mark.slow
def test_two_requests_of_one_person_end_well_one_after_the_other(office: Office) -> None:
    first, second = office.ready(), office.ready()
    assert office.run("request", "apply", first).code == 0
    late = office.run("request", "apply", second)
    assert (late.code, late.error["code"]) == (2, "plan-stale")
    plan = office.run("request", "plan", second)
    assert plan.json["people"][0]["found"] == "none"


__all__ = ["make_office"]


def test_a_list_of_people_is_read_as_excel_in_japan_saves_it(office: Office) -> None:
    listed = csv(office, "email\n佐藤@example.jp\njiro@example.jp\n", "cp932")
    said = office.run("request", "open", "--right", "deletion", "--subjects-file", listed)
    assert said.code == 0, said.err
    assert len(said.json["requests"]) == 2
