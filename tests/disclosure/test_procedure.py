"""A disclosure is complete against the data map, shows nobody else's data, and is read back."""

import csv
import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tests.disclosure.shops import Shop, document, outcomes, policy, shop
from upheld.disclosure.procedure import Delivery, Disclosed, disclose
from upheld.refusal import UsageError

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=9)))


@pytest.fixture
def world(sql_url: str) -> Iterator[Shop]:
    with closing(shop(sql_url)) as made:
        yield made


def disclosed(world: Shop, out: Path, *numbers: int, **delivery: Any) -> Disclosed:
    return disclose(
        [world.system],
        {"shop": world.place},
        {"shop": world.asked(*numbers)},
        policy(),
        delivery=Delivery(out=out, **delivery),
        made_at=NOW,
    )


def test_every_owner_and_accessor_row_is_in_the_bundle_and_nothing_else(
    world: Shop, tmp_path: Path
) -> None:
    done = disclosed(world, tmp_path / "out", 1)
    data = document(done.bundles["R-1"], "data.json")["systems"]["shop"]
    ids = {name: [row.get("id", row.get("kind")) for row in rows] for name, rows in data.items()}
    assert ids == {
        "customer": [1],
        "orders": [10, 11],
        "order_line": [1, 2],
        "message": [1, 2],
        "meeting": [1, 2],
        "contact_point": ["home", "work"],
        "newsletter": [1, 2],
    }


def test_each_step_is_verified_and_names_the_clause_of_the_right(
    world: Shop, tmp_path: Path
) -> None:
    steps = disclosed(world, tmp_path / "out", 1).steps["R-1"]
    assert outcomes(steps) == {
        ("customer", "disclose"): ("verified", 1),
        ("customer", "mention"): ("out_of_scope", 1),
        ("orders", "disclose"): ("verified", 2),
        ("order_line", "disclose"): ("verified", 2),
        ("message", "disclose"): ("verified", 2),
        ("meeting", "disclose"): ("verified", 2),
        ("contact_point", "disclose"): ("verified", 2),
        ("newsletter", "disclose"): ("verified", 2),
    }
    assert {s.clause for s in steps if s.action == "disclose"} == {"9.1"}


def test_no_value_of_another_person_is_in_any_file(world: Shop, tmp_path: Path) -> None:
    folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    texts = "".join(p.read_text("utf-8") for p in folder.rglob("*") if p.is_file())
    others = {
        "other B",
        "other C",
        "other gift",
        "other-1",
        "other-2",
        "other secret",
        "other@x.jp",
    }
    assert {other for other in others if other in texts} == set()
    # A message that somebody wrote to me is also mine: both own the row.
    assert "other reply" in texts


def test_columns_of_third_persons_are_masked_row_by_row(world: Shop, tmp_path: Path) -> None:
    folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    data = document(folder, "data.json")["systems"]["shop"]
    masked = {"$masked": "third person"}
    first, second = data["message"]
    assert (first["sender_id"], first["recipient_id"]) == (1, masked)
    assert (second["sender_id"], second["recipient_id"]) == (masked, 1)
    assert (second["sender_name"], second["recipient_name"]) == (masked, "佐藤")
    mine, theirs = data["meeting"]
    assert (mine["organizer_phone"], mine["attendee_phone"]) == ("090-1234-5678", masked)
    assert (theirs["organizer_id"], theirs["attendee_id"]) == (masked, 1)
    assert (theirs["organizer_phone"], theirs["attendee_phone"]) == (masked, "090-1234-5678")
    assert [row["handled_by"] for row in data["orders"]] == [masked, masked]
    assert [row["gift_for"] for row in data["orders"]] == [masked, None]
    # In another alphabet's width, and with a space at the end: still this person's own.
    assert [row["email"] for row in data["newsletter"]] == [
        "ＳＡＴＯ@example.jp",
        "sato@example.jp ",
    ]


def test_the_manifest_counts_every_mapped_table_and_hashes_every_file(
    world: Shop, tmp_path: Path
) -> None:
    done = disclosed(world, tmp_path / "out", 3)
    folder = done.bundles["R-3"]
    manifest = document(folder, "manifest.json")
    rows = {name: entry["rows"] for name, entry in manifest["systems"]["shop"].items()}
    assert rows == {
        "customer": 1,
        "orders": 0,
        "order_line": 0,
        "message": 1,
        "meeting": 1,
        "contact_point": 0,
        "newsletter": 0,
    }
    assert manifest["out_of_scope"] == {"shop.country": "reference data"}
    on_disk = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()}
    assert on_disk - {"manifest.json"} == {entry["name"] for entry in manifest["files"]}
    for entry in manifest["files"]:
        raw = (folder / entry["name"]).read_bytes()
        assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (entry["sha256"], entry["bytes"])
    whole = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
    assert whole == done.manifests["R-3"]


@pytest.mark.slow
def test_several_people_get_what_each_would_get_alone(world: Shop, tmp_path: Path) -> None:
    together = disclosed(world, tmp_path / "together", 1, 2, 3)
    for number in (1, 2, 3):
        alone = disclosed(world, tmp_path / f"alone{number}", number)
        ref = f"R-{number}"
        assert alone.steps[ref] == together.steps[ref]
        one, other = alone.bundles[ref], together.bundles[ref]
        assert document(one, "data.json") == document(other, "data.json")
        assert document(one, "manifest.json") == document(other, "manifest.json")


def test_two_people_of_one_row_see_their_own_half_of_it(world: Shop, tmp_path: Path) -> None:
    done = disclosed(world, tmp_path / "out", 1, 2)
    mine = document(done.bundles["R-1"], "data.json")["systems"]["shop"]["message"][0]
    theirs = document(done.bundles["R-2"], "data.json")["systems"]["shop"]["message"][0]
    assert (mine["sender_name"], mine["recipient_name"]) == ("佐藤", {"$masked": "third person"})
    assert (theirs["sender_name"], theirs["recipient_name"]) == (
        {"$masked": "third person"},
        "other B",
    )


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing(world: Shop, tmp_path: Path) -> None:
    world.run("update customer set name = '=cmd|''/C calc''!A0', phone = '+81 90' where id = 1")
    folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    raw = (folder / "csv/shop.customer.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(raw.decode("utf-8-sig").splitlines())
    assert (row["name"], row["phone"]) == ("'=cmd|'/C calc'!A0", "'+81 90")
    assert document(folder, "data.json")["systems"]["shop"]["customer"][0]["phone"] == "+81 90"


def test_the_page_is_one_file_without_script_and_escapes_what_people_wrote(
    world: Shop, tmp_path: Path
) -> None:
    world.run("update customer set name = '<script>alert(1)</script>' where id = 1")
    folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    for name in ("index.html", "index.en.html"):
        text = (folder / name).read_text("utf-8")
        assert "<script" not in text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
        assert not any(
            mark in text for mark in ("http://", "https://", "<img", "<link", "@import", "url(")
        )


def test_the_page_says_purpose_source_recipient_and_period_with_their_clauses(
    world: Shop, tmp_path: Path
) -> None:
    folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    ja, en = (
        (folder / "index.html").read_text("utf-8"),
        (folder / "index.en.html").read_text("utf-8"),
    )
    for words in (
        "商品の販売・配送およびお問い合わせへの対応",
        "本人から",
        "メール配信の委託先 (JP)",
        "8年6か月",
        "税法上の帳簿書類の保存義務",
        "条項 4.1",
        "2033-07-01",
    ):
        assert words in ja
    for words in (
        "our e-mail delivery processor (JP)",
        "8 years",
        "(clause 4.1)",
        "from the person",
    ):
        assert words in en
    assert '<html lang="ja">' in ja
    assert '<html lang="en">' in en


def test_one_language_makes_one_page(world: Shop, tmp_path: Path) -> None:
    folder = disclosed(world, tmp_path / "out", 1, languages=("en",)).bundles["R-1"]
    assert [p.name for p in folder.glob("*.html")] == ["index.html"]
    assert '<html lang="en">' in (folder / "index.html").read_text("utf-8")


@pytest.mark.slow
def test_files_and_folders_are_for_their_owner_alone(world: Shop, tmp_path: Path) -> None:
    folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    assert {oct(p.stat().st_mode & 0o777) for p in folder.rglob("*") if p.is_file()} == {"0o600"}
    assert {oct(p.stat().st_mode & 0o777) for p in [folder, *folder.rglob("*/")] if p.is_dir()} == {
        "0o700"
    }


def test_a_bundle_is_never_overwritten(world: Shop, tmp_path: Path) -> None:
    disclosed(world, tmp_path / "out", 1)
    before = sorted(p.name for p in (tmp_path / "out").iterdir())
    with pytest.raises(UsageError, match="there already"):
        disclosed(world, tmp_path / "out", 2, 1)
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == before == ["R-1"]


def test_a_table_of_many_rows_is_cut_on_the_page_and_whole_in_the_csv(
    world: Shop, tmp_path: Path
) -> None:
    values = ", ".join(
        f"({n}, 1, 'cart', 1, '2026-01-01', null, null, null)" for n in range(100, 350)
    )
    world.run(f"insert into orders values {values}")
    folder = disclosed(world, tmp_path / "out", 1, languages=("ja",)).bundles["R-1"]
    page = (folder / "index.html").read_text("utf-8")
    section = page[page.index('id="t-shop.orders"') : page.index('href="csv/shop.orders.csv"')]
    assert section.count("<tr>") == 201
    assert "252 件のうち最初の 200 件" in section
    lines = (folder / "csv/shop.orders.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 253
    assert [int(line.split(",")[0]) for line in lines[1:]] == [10, 11, *range(100, 350)]


def test_nobody_known_gets_an_empty_bundle_that_says_so(world: Shop, tmp_path: Path) -> None:
    done = disclosed(world, tmp_path / "out", 99)
    folder = done.bundles["R-99"]
    assert done.steps["R-99"] == []
    assert all(rows == [] for rows in document(folder, "data.json")["systems"]["shop"].values())
    assert "あなたの個人データはありません" in (folder / "index.html").read_text("utf-8")


def test_binary_json_and_truth_survive_as_what_they_are(
    sql_kind: str, sql_url: str, tmp_path: Path
) -> None:
    binary = {"postgresql": "bytea", "sqlite": "blob", "mariadb": "blob"}[sql_kind]
    literal = {"postgresql": r"'\xff00'", "sqlite": "x'ff00'", "mariadb": "x'ff00'"}[sql_kind]
    world = shop(
        sql_url,
        ddl=f"""create table person(id integer primary key, email varchar(40), photo {binary}, likes json, active boolean);
                insert into person values (1, 'a@x.jp', {literal}, '{{"a": [1, "b"]}}', true)""",
        datamap="""
system: shop
subjects: {person: {table: person, key: id, identifiers: {customer_id: id, email: email}}}
tables: {person: {fields: {email: {category: contact.email}, photo: {category: identity.photo}, likes: none, active: none}}}
""",
    )
    with closing(world):
        folder = disclosed(world, tmp_path / "out", 1).bundles["R-1"]
    (row,) = document(folder, "data.json")["systems"]["shop"]["person"]
    assert row == {
        "id": 1,
        "email": "a@x.jp",
        "photo": {"$base64": "/wA="},
        "likes": {"a": [1, "b"]},
        "active": True,
    }
    assert json.loads((folder / "manifest.json").read_text())["files"]
