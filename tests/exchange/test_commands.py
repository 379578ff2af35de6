"""`upheld import` and `upheld export` as a person calls them."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.exchange.test_fideslang import PERSON, SHOP
from upheld.datamap.reading import read_map
from upheld.terminal.main import main

DEMO = Path(__file__).parents[2] / "src/upheld/demo"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace that declares what the demo does, without its databases."""
    (tmp_path / "upheld.yaml").write_text("company: Hoshikage\n", encoding="utf-8")
    for folder, name in (("policy", "policy.yaml"), ("datamap", "shop.yaml")):
        (tmp_path / folder).mkdir()
        text = (DEMO / name).read_text("utf-8")
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(office: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the workspace; exit code, output, errors."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["-C", str(office), *words])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_a_dataset_becomes_a_map_of_the_workspace(office: Path, run: Run) -> None:
    manifest = office / "fides.yml"
    manifest.write_text(SHOP.replace("fides_key: shop", "fides_key: web"), encoding="utf-8")
    manifest.write_text(manifest.read_text("utf-8").replace("dataset: shop", "dataset: web"))
    code, out, _err = run("--json", "import", "fideslang", str(manifest))
    (made,) = json.loads(out)["maps"]
    assert (code, made["system"], made["unsure"]) == (0, "web", 0)
    assert read_map(office / "datamap" / "web.yaml").model.system == "web"


def test_a_map_that_is_there_is_never_overwritten(office: Path, run: Run) -> None:
    manifest = office / "fides.yml"
    manifest.write_text(SHOP, encoding="utf-8")
    before = (office / "datamap" / "shop.yaml").read_bytes()
    code, _out, err = run("--lang", "ja", "import", "fideslang", str(manifest))
    assert code == 2
    assert "`shop` のマップはすでにあります" in err
    assert (office / "datamap" / "shop.yaml").read_bytes() == before
    assert run("import", "fideslang", str(manifest), "--out", str(office / "draft"))[0] == 0
    assert (office / "draft" / "shop.yaml").exists()


def test_a_dry_run_prints_and_writes_nothing(office: Path, run: Run) -> None:
    manifest = office / "fides.yml"
    manifest.write_text(SHOP, encoding="utf-8")
    code, out, _err = run("import", "fideslang", str(manifest), "--dry-run")
    assert code == 0
    assert "system: shop" in out
    assert sorted(p.name for p in (office / "datamap").iterdir()) == ["shop.yaml"]


@pytest.mark.parametrize(("lang", "said"), [("en", "to decide"), ("ja", "要判断")])
def test_what_is_left_open_ends_with_exit_code_1(
    office: Path, run: Run, lang: str, said: str
) -> None:
    manifest = office / "fides.yml"
    text = f"dataset:\n  - fides_key: crm\n    collections:\n{PERSON}          - {{name: note}}\n"
    manifest.write_text(text, encoding="utf-8")
    code, out, _err = run("--lang", lang, "import", "fideslang", str(manifest))
    assert code == 1
    assert "fides.yml:8:14: `note`" in out
    assert said in out


def test_a_wrong_file_among_good_ones_writes_nothing(office: Path, run: Run) -> None:
    good, wrong = office / "good.yml", office / "wrong.yml"
    good.write_text(SHOP.replace("shop", "web"), encoding="utf-8")
    wrong.write_text("dataset: [{fides_key: a}]", encoding="utf-8")
    code, _out, err = run(
        "--json", "import", "fideslang", str(good), str(wrong), str(office / "no.yml")
    )
    errors = json.loads(err)["error"]["errors"]
    assert code == 2
    assert [one["where"]["file"] for one in errors] == ["wrong.yml", "no.yml"]
    assert sorted(p.name for p in (office / "datamap").iterdir()) == ["shop.yaml"]


def test_two_datasets_of_one_name_are_refused(office: Path, run: Run) -> None:
    manifest = office / "fides.yml"
    manifest.write_text(SHOP, encoding="utf-8")
    out = str(office / "draft")
    assert run("import", "fideslang", str(manifest), str(manifest), "--out", out)[0] == 2
    assert not (office / "draft").exists()


def exported(out: str) -> dict[str, Any]:
    (dataset,) = yaml.safe_load(out)["dataset"]
    found: dict[str, Any] = dataset
    return found


def test_maps_go_out_as_a_manifest_and_come_back_equal(office: Path, run: Run) -> None:
    code, out, err = run("export", "fideslang")
    assert code == 0
    assert "Fides keeps them" in err
    assert exported(out)["fides_key"] == "shop"
    manifest = office / "fides.yml"
    assert run("export", "fideslang", "shop", "--out", str(manifest))[1] == ""
    assert exported(manifest.read_text("utf-8")) == exported(out)
    assert run("import", "fideslang", str(manifest), "--out", str(office / "back"))[0] == 0
    original = read_map(office / "datamap" / "shop.yaml").model
    assert read_map(office / "back" / "shop.yaml").model == original


def test_a_system_without_a_map_is_refused_with_those_there_are(run: Run) -> None:
    code, _out, err = run("export", "fideslang", "shpo")
    assert code == 2
    assert "there is no map for `shpo`" in err
    assert "use one of shop" in err


def test_under_json_the_dataset_is_part_of_the_document(run: Run) -> None:
    code, out, _err = run("--json", "export", "fideslang")
    (one,) = json.loads(out)["datasets"]
    assert code == 0
    assert one["dataset"]["fides_key"] == "shop"
    assert one["unspoken"]
    assert one["lost"] == []


@pytest.mark.parametrize(
    ("command", "heading"), [("ropa", "Purpose of use"), ("ledger-ja", "番号")]
)
def test_records_are_printed_as_csv_that_excel_reads(run: Run, command: str, heading: str) -> None:
    code, out, _err = run("--lang", "en", "export", command)
    assert code == 0
    assert out.startswith(f"\ufeff{heading},")


def test_records_are_written_as_a_workbook(office: Path, run: Run) -> None:
    from openpyxl import load_workbook

    out = office / "records" / "daicho.xlsx"
    code, said, err = run("export", "ledger-ja", "--out", str(out))
    assert (code, said) == (0, "")
    assert "wrote" in err
    assert load_workbook(out).sheetnames[0] == "個人情報管理台帳"
    assert [p.name for p in out.parent.iterdir()] == ["daicho.xlsx"]


def test_a_table_of_another_kind_is_refused(office: Path, run: Run) -> None:
    code, _out, err = run("export", "ropa", "--out", str(office / "records.pdf"))
    assert code == 2
    assert "`.pdf` is no kind of table here" in err
    assert not (office / "records.pdf").exists()


def test_under_json_each_row_is_an_object(run: Run) -> None:
    code, out, _err = run("--json", "--lang", "ja", "export", "ropa")
    rows = json.loads(out)["rows"]
    assert code == 0
    assert [row["キー"] for row in rows] == ["provide-service", "billing", "support"]


def test_what_is_held_and_not_declared_is_mentioned_beside(office: Path, run: Run) -> None:
    text = "system: crm\ntables: {note: {fields: {d: {category: health.disability}}}}\n"
    (office / "datamap" / "crm.yaml").write_text(text, encoding="utf-8")
    _code, out, err = run("--lang", "en", "export", "ropa")
    assert "`health.disability` is held (crm/note.d) and not declared in the policy" in err
    assert "NOT DECLARED IN THE POLICY" in out


def test_a_system_without_a_map_is_named_and_the_kinds_of_store_are_told(
    office: Path, run: Run
) -> None:
    systems = "systems: {shop: {url: 'sqlite:///shop.db'}, old: {url: 'sqlite:///old.db'}}\n"
    (office / "upheld.yaml").write_text(f"company: Hoshikage\n{systems}", encoding="utf-8")
    _code, out, err = run("--lang", "ja", "export", "ledger-ja")
    assert "shop (sqlite)" in out
    assert "システム `old` にはデータマップがなく、この記録に含まれていません" in out
    assert "`old` にはデータマップがなく" in err


def test_the_keys_of_a_database_are_asked_for(office: Path, run: Run) -> None:
    script = (DEMO / "shop.sql").read_text("utf-8")
    with closing(sqlite3.connect(office / "shop.db")) as database:
        database.executescript(script)
    systems = "systems: {shop: {url: 'sqlite:///shop.db'}}\n"
    (office / "upheld.yaml").write_text(f"company: Hoshikage\n{systems}", encoding="utf-8")
    without = exported(run("export", "fideslang")[1])
    asked = exported(run("export", "fideslang", "--ask-databases")[1])

    def references(dataset: dict[str, Any]) -> list[str]:
        return [
            f"{c['name']}.{f['name']} {r['field']}"
            for c in dataset["collections"]
            for f in c["fields"]
            for r in f.get("fides_meta", {}).get("references", [])
        ]

    assert "order_line.order_id orders.id" not in references(without)
    assert "order_line.order_id orders.id" in references(asked)
    assert "customer_address.address_id address.id" in references(asked)


def test_linked_data_is_printed_and_written_alike(office: Path, run: Run) -> None:
    out = office / "policy.jsonld"
    printed = json.loads(run("export", "dpv")[1])
    assert run("export", "dpv", "--out", str(out))[0] == 0
    assert json.loads(out.read_text("utf-8")) == printed
    assert json.loads(run("--json", "export", "dpv")[1]) == printed
    assert printed["@context"]["dpv"] == "https://w3id.org/dpv#"


@pytest.mark.parametrize("command", ["ropa", "ledger-ja", "dpv"])
def test_a_wrong_policy_is_refused_and_nothing_is_written(
    office: Path, run: Run, command: str
) -> None:
    (office / "policy" / "policy.yaml").write_text("policy: {id: x}\n", encoding="utf-8")
    out = office / "out.csv"
    assert run("export", command, "--out", str(out))[0] == 2
    assert not out.exists()
