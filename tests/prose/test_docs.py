"""The pages about the import say what the program does."""

import re
from pathlib import Path

import pytest

from upheld.prose.areas.lexicon import AREAS
from upheld.prose.rules.catalogue import RULES
from upheld.wording import Language

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(("page", "language"), [("rules.md", "en"), ("ja/rules.md", "ja")])
def test_the_table_of_rules_has_every_rule_with_its_title(page: str, language: Language) -> None:
    text = DOCS.joinpath(page).read_text("utf-8")
    rows = re.findall(r"^\| `(UPH\d{3})` ([^|]+) \|", text, re.MULTILINE)
    assert rows == [(rule.code, rule.title.in_language(language)) for rule in RULES]


@pytest.mark.parametrize("page", ["import.md", "ja/import.md"])
def test_the_page_names_the_areas_and_options_there_are(page: str) -> None:
    text = DOCS.joinpath(page).read_text("utf-8")
    assert f"{len(AREAS) - 1}" in text  # `informational` is told apart
    for area in re.findall(r"`([a-z]+(?:-[a-z]+)+)`", text):
        assert area in AREAS or area == "revision-history"
    for option in ("--out", "--json", "--read-as", "--model-url", "--model "):
        assert option in text
