"""A file of records is taken whole or not at all, and every mistake has its line and column."""

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from upheld.policy.model import Policy
from upheld.policy.rules.examples import example
from upheld.refusal import InvalidFileError, RefusalsError
from upheld.terminal.file_failing import FileFailedError
from upheld.terminal.main import main
from upheld.terminal.provision_file import read_provisions

TODAY = date(2026, 12, 24)
HEAD = "direction,party,basis,form,first_on,last_on,address,items,consented,person.email\n"
GOOD = "provided,ads,consent,single,2026-06-01,,東京都,contact.email,yes,a@example.jp\n"
ADS = (
    "recipients: {ads: {ja: 広告会社, en: an advertiser, class: third-party, country: JP, "
    'purposes: [provide], receives: [contact.email], c: "3.1"}}'
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return example(ADS).model


def refused(tmp_path: Path, policy: Policy, text: str | bytes) -> list[InvalidFileError]:
    path = tmp_path / "june.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises((RefusalsError, InvalidFileError)) as refusal:
        read_provisions(path, policy, frozenset({"email"}), TODAY)
    found = getattr(refusal.value, "refusals", [refusal.value])
    assert all(one.where.file == "june.csv" for one in found)
    assert "example.jp" not in "".join(str(one) for one in found)
    return list(found)


def test_a_good_file_is_read_with_its_defaults(tmp_path: Path, policy: Policy) -> None:
    path = tmp_path / "june.csv"
    path.write_text("\ufeff" + HEAD + GOOD + "\n" + GOOD.replace("a@", "b@"), "utf-8")
    first, second = read_provisions(path, policy, frozenset({"email"}), TODAY)
    assert first.last_on == first.first_on == date(2026, 6, 1)
    assert first.person == {"email": "a@example.jp"}
    assert second.person == {"email": "b@example.jp"}
    assert first.items == ("contact.email",)


@pytest.mark.parametrize(
    ("wrong", "at", "word"),
    [
        (GOOD.replace("provided", "given"), (2, 1), "`direction` is not one of"),
        (GOOD.replace("ads", "nobody"), (2, 2), "declares no recipient"),
        (GOOD.replace("consent", "because"), (2, 3), "`basis` is not one of"),
        (GOOD.replace("single", "many"), (2, 4), "`form` is not one of"),
        (GOOD.replace("2026-06-01", "1 June"), (2, 5), "`first_on` is not a day"),
        (GOOD.replace("2026-06-01", "2027-06-01"), (2, 5), "still to come"),
        (GOOD.replace(",,", ",June,"), (2, 6), "`last_on` is not a day"),
        (GOOD.replace("東京都", ""), (2, 7), "does not say"),
        (GOOD.replace("contact.email", "contact.emial"), (2, 8), "no data category"),
        (GOOD.replace("contact.email", ""), (2, 8), "does not say: which items"),
        (GOOD.replace("yes", "perhaps"), (2, 9), "`consented` is not one of"),
        (GOOD.replace("yes", "no"), (2, 9), "consented"),
        (GOOD.replace("a@example.jp", ""), (2, 10), "who the person is"),
        (GOOD + GOOD.replace("\n", ",more\n"), (3, 11), "more or fewer cells"),
        (GOOD + "\n" + GOOD.replace("ads", "nobody"), (4, 2), "declares no recipient"),
        ('provided,ads,consent,single,2026-06-01,,"東京都\n見本町",contact.email,yes,a@example.jp\n'
         + GOOD.replace("ads", "nobody"), (4, 2), "declares no recipient"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_line_and_column(
    tmp_path: Path, policy: Policy, wrong: str, at: tuple[int, int], word: str
) -> None:
    (found,) = refused(tmp_path, policy, HEAD + wrong)
    assert (found.where.line, found.where.column) == at
    assert word in found.what.en


def test_all_mistakes_are_told_at_once(tmp_path: Path, policy: Policy) -> None:
    found = refused(
        tmp_path, policy, HEAD + GOOD.replace("ads", "x") + GOOD + GOOD.replace("yes", "no")
    )
    assert [one.where.line for one in found] == [2, 4]


@pytest.mark.parametrize(
    ("header", "at", "word"),
    [
        (HEAD.replace("basis", "bases"), (1, 3), "no column `bases`"),
        (HEAD.replace("basis", "party"), (1, 3), "there twice"),
        (HEAD.replace("person.email", "person.phone"), (1, 10), "no column `person.phone`"),
    ],
)
def test_a_wrong_header_is_told_at_its_column(
    tmp_path: Path, policy: Policy, header: str, at: tuple[int, int], word: str
) -> None:
    first = refused(tmp_path, policy, header + GOOD)[0]
    assert (first.where.line, first.where.column) == at
    assert word in first.what.en


def test_a_file_of_excel_in_japan_is_read(tmp_path: Path, policy: Policy) -> None:
    path = tmp_path / "june.csv"
    path.write_bytes((HEAD + GOOD).replace("\n", "\r\n").encode("cp932"))
    (only,) = read_provisions(path, policy, frozenset({"email"}), TODAY)
    assert only.address == "東京都"


def test_bytes_of_nothing_are_refused_with_how_to_save(tmp_path: Path, policy: Policy) -> None:
    (only,) = refused(tmp_path, policy, HEAD.encode() + b"provided,\x81\xff\xa0\xfd\n")
    assert "CSV UTF-8" in only.remedy.en


@pytest.mark.parametrize("text", ["", HEAD, b"\xff\xfe\x00", HEAD + '"open'])
def test_what_is_no_file_of_records_is_refused(
    tmp_path: Path, policy: Policy, text: str | bytes
) -> None:
    assert refused(tmp_path, policy, text)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, policy: Policy) -> None:
    with pytest.raises(FileFailedError) as failed:
        read_provisions(tmp_path / "none.csv", policy, frozenset({"email"}), TODAY)
    assert "no such file" in str(failed.value)
    assert "columns" not in str(failed.value.remedy)


@pytest.mark.slow
def test_the_commands_import_list_and_declare(
    founded_examples: Callable[[str], Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("UPHELD_NOW", "2026-12-24T10:00:00+09:00")
    folder = tmp_path / "company"
    shutil.copytree(founded_examples("consumer-app"), folder)
    rows = GOOD.replace("ads", "ad-network").replace("contact.email", "behaviour.log")
    file = tmp_path / "june.csv"

    def run(*words: str, code: int = 0) -> str:
        assert main(["-C", str(folder), "--lang", "en", *words]) == code
        return capsys.readouterr().out

    assert "UPH230" in run("check")
    file.write_text(HEAD + rows + rows.replace("ad-network", "nobody"), "utf-8")
    run("provision", "import", str(file), code=2)
    assert json.loads(run("--json", "provision", "list")) == []
    file.write_text(HEAD + rows + rows.replace("a@", "b@"), "utf-8")
    assert json.loads(run("--json", "provision", "import", str(file)))["added"] == 2
    assert json.loads(run("--json", "provision", "import", str(file)))["known"] == 2
    assert "UPH230" not in run("check")
    listed = json.loads(run("--json", "provision", "list", "--subject", "email=A@example.jp"))
    assert [one["party"] for one in listed["records"]] == ["ad-network"]
    assert "nobody has declared" in listed["missing"][0]
    run("provision", "declare", "--since", "2023-01-01", "--through", "2026-12-24", "--by", "Sato")
    listed = json.loads(run("--json", "provision", "list", "--subject", "email=nobody@example.jp"))
    assert listed == {"records": [], "missing": []}
    (declared,) = json.loads(run("--json", "provision", "declarations"))
    assert declared["by"] == "Sato"
    run("provision", "withdraw", str(declared["declaration"]))
    assert json.loads(run("--json", "provision", "declarations")) == []
    run(
        "provision", "add", "--from", "list-broker", "--name", "Names, Inc.", "--basis", "opt-out",
        "--acquisition", "a form", "--on", "2026-06-01", "--address", "Tokyo",
        "--item", "contact.email", "--subject", "email=a@example.jp",
    )  # fmt: skip
    assert len(json.loads(run("--json", "provision", "list"))) == 3
