"""What people write by hand: upheld.yaml, policy, data map, secrets, clocks."""

import json
import os
from pathlib import Path

import pytest

from tests.faults import shop
from tests.faults.workspace import Office, at
from upheld.terminal.main import main

MISSPELT = {
    "upheld.yaml": ("timezone: Asia/Tokyo", "timezon: Asia/Tokyo", "timezone"),
    "policy/policy.yaml": ("\nretention:", "\nretentoin:", "retention"),
    "datamap/shop.yaml": ("on_erase: delete\n  orders", "on_erse: delete\n  orders", "on_erase"),
}


@pytest.mark.parametrize("name", MISSPELT)
def test_an_unknown_key_is_refused_with_file_line_column_and_the_nearest_key(
    office: Office, name: str
) -> None:
    right, wrong, nearest = MISSPELT[name]
    office.edit(name, right, wrong)
    said = office.run("request", "open", "--right", "deletion", "--subject", "email=a@example.jp")
    assert said.code == 2, said.out
    errors = said.error.get("errors", [said.error])
    lines = (office.folder / name).read_text(encoding="utf-8").splitlines()
    key = wrong.strip().split(":")[0]
    line = 1 + next(i for i, text in enumerate(lines) if key in text)
    column = lines[line - 1].index(key) + 1
    about = [
        error
        for error in errors
        if (error["where"].get("line"), error["where"].get("column")) == (line, column)
    ]
    assert [Path(error["where"]["file"]).name for error in about] == [Path(name).name]
    everything = json.dumps(about, ensure_ascii=False)
    assert f"`{nearest}`" in everything


def test_several_errors_of_a_file_come_at_once(office: Office) -> None:
    office.edit("datamap/shop.yaml", "on_erase: delete\n  orders", "on_erse: delete\n  orders")
    office.edit("datamap/shop.yaml", "order_line: {edges:", "order_line: {egdes:")
    said = office.run("map", "check")
    assert said.code == 2
    assert len(said.error["errors"]) >= 2
    talked = office.speak("map", "check")
    assert talked.err.count("shop.yaml:") >= 2
    assert "^" in talked.err, "the line is shown with a caret"


def test_a_map_that_is_no_yaml_is_refused_with_its_line(office: Office) -> None:
    (office.folder / "datamap" / "shop.yaml").write_text("system: shop\ntables: {a: [}\n")
    said = office.run("map", "check")
    assert said.code == 2
    assert said.error["where"]["line"] == 2


@pytest.mark.parametrize("text", ["", "- 1\n", "42\n", "a: &x [*x]\n", "\x00"])
def test_strange_settings_are_refused_and_never_a_traceback(office: Office, text: str) -> None:
    (office.folder / "upheld.yaml").write_text(text)
    said = office.run("request", "list")
    assert said.code in (0, 2)
    assert said.code == 0 or said.error["code"]


@pytest.mark.parametrize("secret", ["secrets/signing.key", ".upheld/store.key"])
def test_a_secret_that_others_can_read_is_refused(office: Office, secret: str) -> None:
    office.open_for(shop.EMAIL)
    path = office.folder / secret
    path.chmod(0o644)
    said = office.run("request", "open", "--right", "deletion", "--subject", "email=a@example.jp")
    assert said.code == 2, said.out
    assert path.read_text().strip() not in said.err
    path.chmod(0o600)
    assert office.open_for(shop.EMAIL)


def test_a_password_in_the_settings_is_refused_and_not_printed(office: Office) -> None:
    with (office.folder / "upheld.yaml").open("a") as settings:
        settings.write('  crm: {url: "postgresql://app:s3cr3t-w0rd@127.0.0.1/crm"}\n')
    said = office.run("map", "check")
    assert said.code == 2
    assert "s3cr3t" not in said.err
    assert "s3cr3t" not in office.speak("map", "check").err


def test_a_simulated_clock_is_refused_where_no_drill_is_declared(office: Office) -> None:
    at("2030-01-01T00:00:00+09:00")
    said = office.run("request", "open", "--right", "deletion", "--subject", "email=a@example.jp")
    assert (said.code, said.error["code"]) == (2, "usage")


@pytest.mark.parametrize("moment", ["tomorrow", "2026-13-01", "@/no/such/file", "@"])
def test_a_clock_that_cannot_be_read_is_refused(drill_office: Office, moment: str) -> None:
    at(moment)
    said = drill_office.run(
        "request", "open", "--right", "deletion", "--subject", "email=a@example.jp"
    )
    assert said.code == 2, said.out


@pytest.mark.slow
def test_every_entry_of_a_drill_says_so(drill_office: Office) -> None:
    import sqlite3
    from contextlib import closing

    at("2026-04-01T09:00:00+09:00")
    assert drill_office.run("request", "apply", drill_office.ready()).code == 0
    with closing(sqlite3.connect(drill_office.store)) as database:
        marks = {row[0] for row in database.execute("SELECT drill FROM evidence_entry")}
    assert marks == {1}


@pytest.mark.slow
def test_a_clock_that_jumps_back_breaks_neither_the_walk_nor_the_ledger(
    drill_office: Office, tmp_path: Path
) -> None:
    office = drill_office
    clock = tmp_path / "now"
    at(f"@{clock}")
    moments = ["2026-04-10", "2026-04-09", "2026-01-01", "2025-12-31"]
    clock.write_text(moments[0])
    unit = office.open_for(shop.EMAIL)
    clock.write_text(moments[1])
    plan = office.run("request", "plan", unit)
    assert plan.json["as_of"] == moments[1]
    clock.write_text(moments[2])
    sha = plan.json["plan_sha256"]
    assert office.run("request", "approve", unit, "--plan", sha, "--by", "K").code == 0
    clock.write_text(moments[3])
    said = office.run("request", "apply", unit)
    assert said.code in (0, 2), said.err
    check = office.run("ledger", "check")
    assert (check.code, check.json["ok"]) == (0, True), check.out


def test_a_workspace_that_is_none_is_refused_and_teaches(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "request", "list"]) == 2
    assert "upheld init" in capsys.readouterr().err
    assert main(["-C", str(tmp_path / "no"), "request", "list"]) == 2


def test_a_workspace_is_found_from_a_folder_below(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(office.folder / "policy"), "request", "list"]) == 0
    assert "upheld request open" in capsys.readouterr().out


def test_a_workspace_is_not_made_twice(office: Office) -> None:
    before = sorted(str(p) for p in office.folder.rglob("*"))
    words = ["init", office.folder.name, "--db", office.url, "--name", "shop"]
    assert main(["-C", str(office.folder.parent), *words]) == 2
    assert sorted(str(p) for p in office.folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["", "..", "a/b", "-x", "あ", "a b"])
def test_a_name_that_is_no_word_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "init", name]) == 2
    assert list(tmp_path.iterdir()) == []


def test_a_password_of_the_address_moves_to_a_file_of_its_own(
    fresh_database: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = fresh_database("postgresql")  # type: ignore[operator]
    assert main(["-C", str(tmp_path), "init", "acme", "--db", url, "--name", "shop"]) == 0
    said = "".join(capsys.readouterr())
    password = url.partition("//")[2].partition("@")[0].partition(":")[2]
    kept = tmp_path / "acme" / "secrets" / "shop.url"
    assert password in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0
    assert password not in said
    assert password not in (tmp_path / "acme" / "upheld.yaml").read_text()


def test_the_simulated_clock_is_off_between_tests() -> None:
    assert "UPHELD_NOW" not in os.environ


@pytest.mark.parametrize(("language", "said"), [("en", "did you mean"), ("ja", "ではありませんか")])
def test_a_misspelt_rule_of_a_map_is_named_by_both_checks(
    office: Office, language: str, said: str
) -> None:
    office.edit("datamap/shop.yaml", "rule: billing-records", "rule: billing-record")
    found = office.run("map", "check")
    assert found.code == 1
    (row,) = found.json["drift"]
    lines = (office.folder / "datamap" / "shop.yaml").read_text("utf-8").splitlines()
    line = 1 + next(i for i, text in enumerate(lines) if "billing-record," in text)
    assert (row["kind"], row["where"]["line"]) == ("rule-not-in-policy", line)
    assert row["where"]["column"] > 1
    for words in (("map", "check"), ("check",)):
        talked = office.speak("--lang", language, *words)
        assert talked.code == 1
        assert f"shop.yaml:{line}:" in talked.out
        assert (
            f"`billing-records`{said}" in talked.out.replace(" ", "")
            or f"{said} `billing-records`" in talked.out
        )


@pytest.mark.parametrize(("language", "said"), [("en", "did you mean"), ("ja", "ではありませんか")])
def test_a_wrong_right_is_refused_with_those_that_there_are(
    office: Office, language: str, said: str
) -> None:
    talked = office.speak(
        "--lang",
        language,
        "request",
        "open",
        "--right",
        "delete",
        "--subject",
        "email=a@example.jp",
    )
    assert talked.code == 2
    assert said in talked.err
    for right in ("deletion", "disclosure", "correction"):
        assert f"`{right}`" in talked.err
