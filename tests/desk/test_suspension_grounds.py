"""On what a suspension may be based: what APPI 35(1) and (5) name, in the words of people."""

from pathlib import Path

import pytest

from upheld.policy.reading import read_policy
from upheld.web.centre.words import GROUND

EXAMPLES = Path(__file__).parents[2] / "src" / "upheld"


@pytest.mark.parametrize(
    ("ground", "said"),
    [
        ("beyond-purpose", "目的外"),
        ("improper-use", "不適正な方法"),
        ("deceit", "偽りその他不正の手段"),
        ("no-consent", "要配慮個人情報が同意なく取得"),
        ("unneeded", "必要がなくなった"),
        ("leak", "漏えい等"),
        ("harm", "害されるおそれ"),
    ],
)
def test_every_ground_of_the_act_is_in_the_minimal_policy_and_has_words(
    ground: str, said: str, tmp_path: Path
) -> None:
    template = (EXAMPLES / "policy" / "template_minimal.yaml").read_text("utf-8")
    (tmp_path / "policy.yaml").write_text(template, "utf-8")
    assert ground in read_policy(tmp_path).rights["suspension"].grounds
    assert said in GROUND[ground].ja


def test_pages_quote_the_act_on_deceit() -> None:
    words = (EXAMPLES / "rendering" / "words.tsv").read_text("utf-8")
    assert "\ndeceit\t偽りその他不正の手段による取得\t" in words
