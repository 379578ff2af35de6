"""The page about the board says which controls there are and what the JSON holds."""

import json
import re
from pathlib import Path

import pytest

from tests.promises.test_board import EXAMPLES, everything_well
from upheld.policy.reading import read_policy
from upheld.promises.board import compute
from upheld.promises.controls import CONTROLS
from upheld.promises.listing import controls_table
from upheld.promises.state import MARKS, STATES, WORDS
from upheld.wording import Language

DOCS = Path(__file__).parents[2] / "docs"
PAGES: list[tuple[Path, Language]] = [
    (DOCS / "promises.md", "en"),
    (DOCS / "ja/promises.md", "ja"),
]
every_page = pytest.mark.parametrize(("page", "language"), PAGES)


@every_page
def test_the_table_of_controls_is_the_one_that_is_made(page: Path, language: Language) -> None:
    (shown,) = re.findall(
        r"<!-- controls -->\n(.*)<!-- /controls -->", page.read_text("utf-8"), re.DOTALL
    )
    assert shown.splitlines() == list(controls_table(language))
    missing = [control.id for control in CONTROLS.values() if control.look is None]
    assert [row.split("`")[1] for row in shown.splitlines() if row.endswith("| — |")] == missing


@every_page
def test_every_state_stands_there_from_the_worst_to_the_best(
    page: Path, language: Language
) -> None:
    rows = re.findall(r"^\| (\S) ([^|]+) \| `(\w+)` \|", page.read_text("utf-8"), re.MULTILINE)
    assert rows == [(MARKS[one], WORDS[one].in_language(language), one) for one in STATES]


@every_page
def test_the_json_on_the_page_has_the_keys_that_are_printed(page: Path, language: Language) -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    document = json.loads(shown)
    policy = read_policy(EXAMPLES / "wifi-rental" / "policy")
    real = compute(policy, everything_well(policy)).as_json(language)
    assert list(document) == list(real)
    assert set(document["counts"]) == set(real["counts"])
    clause, real_clause = document["clauses"][0], real["clauses"][0]
    assert list(clause) == list(real_clause)
    assert list(clause["controls"][0]) == list(real_clause["controls"][0])
