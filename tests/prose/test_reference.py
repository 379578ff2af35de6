"""The table of rules and published texts is made from a folder outside the tree."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH = """\
Privacy policy of Haiyasu Bread, Inc.

1. Data
We collect your name, your e-mail address and what you order.

2. Third parties
We give nothing to third parties without consent, except in the following cases:
(1) where the company deems it necessary
(2) where a law demands it
"""
JAPANESE = (
    "<html lang='ja'><h1>プライバシーポリシー</h1><h2>第1条(取得する情報)</h2>"
    "<p>当社は、氏名とメールアドレスを取得します。</p><h2>第2条(安全管理)</h2>"
    "<p>適切な措置を講じます。お問い合わせは [メールアドレス] まで。</p></html>"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("texts")
    (made / "haiyasu.txt").write_text(ENGLISH, "utf-8")
    (made / "hibari.html").write_text(JAPANESE, "utf-8")
    return made


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the line of `make reference`."""
    return subprocess.run(
        [sys.executable, "-m", "bench.reference", *words],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_the_makefile_runs_this_module() -> None:
    recipe = (ROOT / "Makefile").read_text("utf-8").partition("\nreference:")[2]
    assert '-m bench.reference "$(TEXTS)" --order "$(ORDER)"' in recipe.partition("\n\n")[0]


@pytest.mark.slow
def test_every_rule_has_a_row_and_no_word_of_a_text_is_printed(folder: Path) -> None:
    done = run(str(folder), "--order", "hibari,haiyasu")
    assert done.returncode == 0, done.stderr
    assert len(re.findall(r"^\| `UPH1\d\d` ", done.stdout, re.MULTILINE)) == 52
    assert re.search(r"^\| `UPH104` .* \| error \| 1 \| – \|$", done.stdout, re.MULTILINE)
    assert re.search(r"^\| `UPH127` .* \| warning \| – \| 1 \|$", done.stdout, re.MULTILINE)
    assert len(re.findall(r"^\| P\d \|.*\| 100.0% \|", done.stdout, re.MULTILINE)) == 2
    assert not re.search("hibari|haiyasu|Bread|適切", done.stdout, re.IGNORECASE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none-there",), "is no folder"),
        (("tests/vectors",), "holds no .txt and no .html file"),
        (("FOLDER", "--order", "hibari,skylark"), "--order names no file of the folder: skylark"),
    ],
)
def test_a_folder_without_texts_is_told_in_one_line(
    folder: Path, words: tuple[str, ...], said: str
) -> None:
    done = run(*(str(folder) if word == "FOLDER" else word for word in words))
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
