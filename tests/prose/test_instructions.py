"""An instruction to the author is found; one to the person who makes a request is not."""

import json
from pathlib import Path

import pytest

from upheld.terminal.main import main

PAGE = """プライバシーポリシー
第1条 開示等の請求
当社所定の請求書に必要事項を記入してください。
第2条 安全管理措置
安全管理措置の責任者について、体制を具体的に記載してください。
"""


def test_what_a_person_fills_in_is_no_instruction_to_the_author(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE, "utf-8")
    main(["policy", "import", str(page), "--json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    instructions = [one for one in found if "UPH143" in json.dumps(one)]
    assert len(instructions) == 1
    assert "2.p1" in json.dumps(instructions[0])
