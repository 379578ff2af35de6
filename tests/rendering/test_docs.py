"""The page about rendering says what the code does, in both languages."""

import re
import time
from pathlib import Path

import pytest

from tests.rendering.examples import NAMES, TODAY, example
from upheld.rendering.names import words
from upheld.rendering.outline import CHAPTERS
from upheld.rendering.pages import NAMES as PAGES
from upheld.rendering.pages import documents
from upheld.rendering.parity import parity
from upheld.rendering.writing import texts
from upheld.wording import Language

DOCS = Path(__file__).parents[2] / "docs"
BOTH: list[tuple[str, Language]] = [("rendering.md", "en"), ("ja/rendering.md", "ja")]


@pytest.mark.parametrize(("page", "language"), BOTH)
def test_every_word_is_listed_as_a_reader_sees_it(page: str, language: Language) -> None:
    listed = dict(
        re.findall(
            r"^\| `([^`]+)` \| ([^|]+) \|$", DOCS.joinpath(page).read_text("utf-8"), re.MULTILINE
        )
    )
    assert {code: listed.get(code) for code in words()} == {
        code: text.in_language(language) for code, text in words().items()
    }


@pytest.mark.parametrize(("page", "language"), [("policy.md", "en"), ("ja/policy.md", "ja")])
def test_the_sections_of_the_page_are_listed_in_their_order(page: str, language: Language) -> None:
    text = DOCS.joinpath(page).read_text("utf-8")
    listed = [
        (title, tuple(re.findall(r"`(\w+)`", parts)))
        for title, parts in re.findall(r"^- ([^:`]+): (`.*`)$", text, re.MULTILINE)
    ]
    assert listed == [(one.title.in_language(language), one.parts) for one in CHAPTERS]


@pytest.mark.parametrize(("page", "language"), BOTH)
def test_every_page_that_can_be_made_is_listed(page: str, language: Language) -> None:
    text = DOCS.joinpath(page).read_text("utf-8")
    assert [name for name in PAGES if f"| `{name}` |" not in text] == []


def test_all_pages_of_the_largest_example_take_at_most_two_seconds_of_work() -> None:
    largest = max((example(name) for name in NAMES), key=lambda one: len(one.promises))
    # Time of this process, not of the wall: a busy machine is no slower program.
    began = time.process_time()
    made = documents(largest, today=TODAY)
    texts(made, ["ja", "en"], "html", TODAY)
    parity(made, TODAY)
    assert time.process_time() - began <= 2.0
