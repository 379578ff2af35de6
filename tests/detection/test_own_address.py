"""The rule of docs/detection-groups.md: a company's own address is no precise location, others are."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from upheld.detection.custom import custom_rule
from upheld.detection.standard import standard


@pytest.mark.parametrize("page", ["docs/detection-groups.md", "docs/ja/detection-groups.md"])
def test_a_rule_of_ones_own_takes_the_place_of_ones_own_address(page: str) -> None:
    (block,) = re.findall(
        r"```yaml\n(.*?our-office.*?)```", Path(page).read_text("utf-8"), re.DOTALL
    )
    (said,) = yaml.safe_load(block)["rules"]
    scanner = standard(today=date(2026, 12, 1), rules=[custom_rule(**said)])
    own = scanner.scan("弊社の住所は〒100-0005 東京都千代田区丸の内1-2-3です。")
    assert [(one.rule, one.groups) for one in own] == [("postal_code.our-office", ())]
    (other,) = scanner.scan("弊社の住所は東京都千代田区丸の内1-2-4です。")
    assert other.groups == ("precise_location",)
