"""Records of processing and 個人情報管理台帳 say what is declared, and say plainly what is not."""

import csv
import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from upheld.datamap.model import DataMap
from upheld.datamap.reading import read_map
from upheld.exchange.records.holdings import Holdings
from upheld.exchange.records.ledger_ja import HEADINGS, ledger
from upheld.exchange.records.ropa import records_of_processing
from upheld.exchange.records.table import Table, harmless, to_csv, to_xlsx
from upheld.policy.reading import read_policy
from upheld.wording import Language

ROOT = Path(__file__).parents[2] / "src/upheld"
EXAMPLE = ROOT / "examples/b2b-platform/policy"
EXAMPLES = sorted((ROOT / "examples").glob("*/policy"))


def demo(tmp_path: Path, **change: Any) -> Holdings:
    folder = tmp_path / "policy"
    folder.mkdir(exist_ok=True)
    shutil.copy(ROOT / "demo/policy.yaml", folder)
    datamap = read_map(ROOT / "demo/shop.yaml").model.model_copy(update=change)
    return Holdings(policy=read_policy(folder), maps={"shop": datamap})


def by_heading(table: Table, key: str, value: str) -> dict[str, str]:
    at = list(table.headings).index(key)
    (row,) = [row for row in table.rows if row[at].partition("\n")[0] == value]
    return dict(zip(table.headings, row, strict=True))


def test_a_purpose_is_recorded_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    table = records_of_processing(demo(tmp_path), "en")
    billing = by_heading(table, "Key", "billing")
    assert billing["Purpose of use"] == "billing and accounting"
    assert billing["Categories of data"].splitlines()[:2] == [
        "name (identity.name)",
        "address (contact.address)",
    ]
    assert billing["Recipients"] == "our carrier (processor, JP)"
    assert "shop/orders.ship_name" in billing["Where it is"].splitlines()
    assert "uploads/avatars/{id}.png (copy)" in billing["Where it is"]
    assert billing["Time limits"] == (
        "billing-records: 8 years and 6 months (the duty of tax law to keep books and records; "
        "from shop/orders.ordered_at, shop/order_line.billed_on)"
    )
    assert billing["Clauses"].splitlines() == ["2.2", "1.1", "1.2", "1.3"]


def test_a_column_is_listed_under_the_nearest_line_only(tmp_path: Path) -> None:
    table = ledger(demo(tmp_path))
    name = by_heading(table, "個人情報の名称", "氏名")
    assert set(name["保管場所(表・列)"].splitlines()) == {
        "shop/staff.name",
        "shop/customer.name",
        "uploads/avatars/{id}.png (写し)",
        "cache/customers/{id}/*.json (写し)",
        "shop/orders.ship_name",
    }


def test_the_ledger_has_one_row_a_group_and_every_column(tmp_path: Path) -> None:
    holdings = demo(tmp_path)
    table = ledger(holdings)
    assert list(table.headings) == list(HEADINGS)
    assert len(table.rows) == len(holdings.policy.data)
    assert all(len(row) == len(HEADINGS) for row in table.rows)
    assert all(cell for row in table.rows for cell in row)
    assert [row[0] for row in table.rows] == [str(n) for n in range(1, len(table.rows) + 1)]


def test_what_nobody_has_said_is_not_written_as_none(tmp_path: Path) -> None:
    row = by_heading(ledger(demo(tmp_path)), "個人情報の名称", "氏名のふりがな")
    assert row["管理責任者"] == "宣言なし"  # the policy names no office
    assert row["第三者提供"] == "なし"  # it names recipients, and none for this
    assert row["保存期間"] == "期間の定めなし"
    empty = ledger(Holdings(policy=demo(tmp_path).policy, maps={}))
    assert (
        by_heading(empty, "個人情報の名称", "氏名")["保管場所(表・列)"] == "データマップに該当なし"
    )


def test_what_is_held_without_being_declared_has_a_row_of_its_own(tmp_path: Path) -> None:
    tables = {"health": {"fields": {"condition": {"category": "health.condition"}}}}
    more = DataMap.model_validate({"system": "clinic", "tables": tables})
    holdings = Holdings(policy=demo(tmp_path).policy, maps={"clinic": more})
    assert list(holdings.undeclared) == ["health.condition"]
    row = by_heading(ledger(holdings), "個人情報の名称", "ポリシーに宣言がありません")
    assert row["保管場所(表・列)"] == "clinic/health.condition"
    english = records_of_processing(holdings, "en")
    row = by_heading(english, "Purpose of use", "NOT DECLARED IN THE POLICY")
    assert row["Where it is"] == "clinic/health.condition"


def test_special_care_is_named_where_it_is_stored_below_a_declared_group(tmp_path: Path) -> None:
    policy = demo(tmp_path).policy
    use = policy.data["support"].model_copy(update={"items": ("health",)})
    wider = policy.model_copy(update={"data": {**policy.data, "care": use}})
    tables = {"chart": {"fields": {"d": {"category": "health.disability"}}}}
    datamap = DataMap.model_validate({"system": "clinic", "tables": tables})
    table = ledger(Holdings(policy=wider, maps={"clinic": datamap}))
    row = by_heading(table, "個人情報の名称", "care")
    assert row["要配慮個人情報"] == "健康・医療に関する情報 (health)\n障害 (health.disability)"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("folder", EXAMPLES, ids=[path.parent.name for path in EXAMPLES])
def test_every_example_has_its_records(folder: Path, language: Language) -> None:
    policy = read_policy(folder)
    holdings = Holdings(policy=policy, maps={})
    table = records_of_processing(holdings, language)
    assert len(table.rows) == len(policy.purposes)
    assert all(cell for row in table.rows for cell in row)
    assert all(cell for row in ledger(holdings).rows for cell in row)
    joined = "\n".join(cell for row in table.rows for cell in row)
    named = {name for use in policy.data.values() for name in use.recipients}
    for name in named & set(policy.recipients):
        assert policy.recipients[name].words().in_language(language) in joined


def test_on_what_a_transfer_abroad_rests_is_said() -> None:
    table = records_of_processing(Holdings(policy=read_policy(EXAMPLE), maps={}), "en")
    abroad = list(table.headings).index("Other countries")
    assert any("US (equivalent measures)" in row[abroad] for row in table.rows)


def test_the_ledger_names_who_is_responsible_and_what_is_forbidden() -> None:
    table = ledger(Holdings(policy=read_policy(EXAMPLE), maps={}))
    first = dict(zip(table.headings, table.rows[0], strict=True))
    assert "個人情報保護管理者" in first["管理責任者"]
    assert "禁止: sale" in first["利用の制限"]
    assert any("受託" in row[HEADINGS.index("取扱いの立場")] for row in table.rows)
    assert any("US" in row[HEADINGS.index("外国にある第三者への提供")] for row in table.rows)


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+81",
        "-1",
        "@x",
        "\t=1",
        "\r=1",
        " =1",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        '=HYPERLINK("x")',
    ],
)
def test_a_cell_that_looks_like_a_formula_is_text(cell: str) -> None:
    assert harmless(cell).startswith("'")
    table = Table(title="t", headings=["a"], rows=[[cell]])
    ((_heading,), (shown,)) = csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig")))
    assert shown.startswith("'")
    sheet = load_workbook(io.BytesIO(to_xlsx(table))).worksheets[0]
    assert sheet["A2"].data_type == "s"
    assert str(sheet["A2"].value).startswith("'")


@pytest.mark.parametrize("cell", ["a=1", "1", "個人", "3-1", "x@example.jp"])
def test_an_ordinary_cell_stays_as_it_is(cell: str) -> None:
    assert harmless(cell) == cell


def test_the_csv_is_what_excel_reads(tmp_path: Path) -> None:
    raw = to_csv(ledger(demo(tmp_path)))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0] == list(HEADINGS)
    assert len({len(row) for row in rows}) == 1
    assert raw.count(b"\r\n") == len(rows)


def test_the_workbook_says_of_which_policy_it_is(tmp_path: Path) -> None:
    holdings = demo(tmp_path)
    book = load_workbook(io.BytesIO(to_xlsx(ledger(holdings))))
    assert book.sheetnames == ["個人情報管理台帳", "About"]
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    assert sheet.max_row == 1 + len(holdings.policy.data)
    about = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert about["ポリシーの SHA-256"] == holdings.policy.sha256
    assert about["代表者"] == "宣言なし"
    assert about["データマップのないシステム"] == "なし"
    platform = Holdings(policy=read_policy(EXAMPLE), maps={}, unmapped=["crm"])
    table = records_of_processing(platform, "en")
    said = dict(table.about)
    assert said["Systems without a data map"] == "crm"
    assert said["Contact for requests"] != "not declared"
    assert "`crm` has no data map" in table.rows[-1][0]


def test_control_characters_do_not_break_a_workbook() -> None:
    table = Table(title="x" * 60, headings=["a\x0b"], rows=[["b\x00\x1f" + "c" * 40_000]])
    sheet = load_workbook(io.BytesIO(to_xlsx(table))).worksheets[0]
    assert sheet["A1"].value == "a"
    assert len(str(sheet["A2"].value)) == 32_767
