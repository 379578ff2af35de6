"""The page about checking says what the command does."""

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from upheld.checking.pages import RULES, table
from upheld.policy.reading import locate_policy
from upheld.policy.template import minimal
from upheld.terminal.main import main
from upheld.wording import Language

DOCS = Path(__file__).parents[2] / "docs"
PAGES: list[tuple[Path, Language]] = [
    (DOCS / "checking.md", "en"),
    (DOCS / "ja/checking.md", "ja"),
]
every_page = pytest.mark.parametrize(("page", "language"), PAGES)


def printed(*arguments: str, code: int = 0) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(list(arguments)) == code
    return out.getvalue()


@every_page
def test_the_table_of_rules_is_the_one_that_is_made(page: Path, language: Language) -> None:
    (shown,) = re.findall(
        r"<!-- rules -->\n(.*)<!-- /rules -->", page.read_text("utf-8"), re.DOTALL
    )
    assert shown.splitlines() == list(table(language))
    assert shown == printed("--lang", language, "rule", "--markdown")
    assert shown.count("\n") == len(RULES) + 2


@every_page
def test_the_finding_on_the_page_is_the_one_that_is_printed(
    tmp_path: Path, page: Path, language: Language
) -> None:
    shown = re.findall(r"```\n(policy/.*?)\n```", page.read_text("utf-8"), re.DOTALL)[0]
    printed("-C", str(tmp_path), "init", "mine")
    wrong = minimal(company="mine").replace(
        "  usage-logs:\n",
        "  orders:\n    keep: P1Y\n    basis: {ja: 返品への対応, en: returns}\n"
        '    data: [commerce]\n    c: "4.9"\n  usage-logs:\n',
        1,
    )
    folder = tmp_path / "mine" / "policy"
    (folder / "policy.yaml").write_text(wrong, "utf-8")
    assert "orders" in locate_policy(folder).model.retention
    told = printed("-C", str(tmp_path / "mine"), "--lang", language, "check", code=1)
    assert shown in told


@every_page
def test_every_option_and_every_fix_is_on_the_page(page: Path, language: Language) -> None:
    text = page.read_text("utf-8")
    help_ = printed("--lang", language, "check", "--help")
    for option in set(re.findall(r"--[a-z]+(?:-[a-z]+)*", help_)) - {"--help"}:
        assert f"`{option}" in text
    source = Path(__file__).parents[2] / "src/upheld"
    fixing = {
        code
        for file in [*source.glob("policy/rules/*.py"), *source.glob("checking/*.py")]
        for block in file.read_text("utf-8").split("@rule(")
        if "fix=Fix(" in block
        for code in re.findall(r'"(UPH\d{3})"', block)[:1]
    }
    for code in fixing:
        assert code in text.split("<!-- rules -->")[0]
