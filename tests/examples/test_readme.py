"""The commands of the start page do what it says, as they are written there."""

import re
import shlex
from pathlib import Path

import pytest

from upheld.terminal.main import main

ROOT = Path(__file__).parents[2]
PROSE = "<h1>Privacy policy</h1><h2>1. Data</h2><p>We acquire the names of our customers.</p>"


def _block(page: str) -> list[str]:
    text = (ROOT / page).read_text("utf-8")
    (found,) = [one for one in re.findall(r"```\n(.*?)```", text, re.DOTALL) if "publish" in one]
    return [line for line in found.splitlines() if line.strip()]


@pytest.mark.slow
@pytest.mark.parametrize("page", ["README.md", "README.ja.md"])
def test_the_five_minutes_on_a_policy_run(
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.setenv("UPHELD_NOW", "2026-11-27T09:00:00+09:00")
    (tmp_path / "privacy.html").write_text(PROSE, "utf-8")
    last = ""
    for line in _block(page):
        if line.startswith("#"):
            file, before, after = re.findall(r"policy/[\w.]+|(?<=`)keep: \w+(?=`)", line)
            text = Path(file).read_text("utf-8")
            assert before in text
            Path(file).write_text(text.replace(before, after, 1), "utf-8")
            continue
        words = shlex.split(line, comments=True)
        if words[0] == "cd":
            monkeypatch.chdir(tmp_path / words[1])
            continue
        assert words[0] == "upheld"
        more = ["--drill"] if words[1] == "init" else []
        code = main([*words[1:], *more])
        last = capsys.readouterr().out
        assert code == 0 or words[1:3] == ["policy", "import"], line
    assert "longer" in last
