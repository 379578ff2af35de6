"""The page about the policy says what the code does, in both languages."""

import datetime as dt
import re
from pathlib import Path

import pytest

from upheld.checking.procedure import Subject, check
from upheld.policy.keys import sections
from upheld.policy.reading import locate_policy, read_policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.examples import example
from upheld.policy.rules.rule import Given
from upheld.refusal import RefusalsError
from upheld.vocabulary.category import categories
from upheld.wording import Language

DOCS = Path(__file__).parents[2] / "docs"
PAGES: list[tuple[Path, Language]] = [(DOCS / "policy.md", "en"), (DOCS / "ja/policy.md", "ja")]


@pytest.mark.parametrize(("page", "_language"), PAGES)
def test_the_example_is_a_policy(tmp_path: Path, page: Path, _language: Language) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    (tmp_path / "policy.yaml").write_text(shown, encoding="utf-8")
    read = locate_policy(tmp_path)
    assert read.model.policy.id == "shop"
    assert check(Subject(policy=read, maps={}), dt.date(2026, 11, 25)).findings == ()


@pytest.mark.parametrize(("page", "_language"), PAGES)
def test_the_recipe_for_cards_fits_the_example_and_breaks_no_rule(
    page: Path, _language: Language
) -> None:
    text = page.read_text("utf-8")
    (small,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    (recipe,) = re.findall(r"```yml\n(.*?)```", text, re.DOTALL)
    read = example(recipe, base=small)
    assert read.model.uses_of("finance.card_digits")
    assert not read.model.uses_of("finance.card")
    assert lint(Given(read=read, today=dt.date(2026, 11, 25))) == []


@pytest.mark.parametrize(("page", "_language"), PAGES)
def test_every_section_is_on_the_page(page: Path, _language: Language) -> None:
    text = page.read_text("utf-8")
    named = set(re.findall(r"`(\w+)`", text))
    assert {part.head.path for part in sections()} - named == set()


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_every_category_is_listed(page: Path, language: Language) -> None:
    text = page.read_text("utf-8")
    for one in categories():
        assert f"| `{one.name}` | {one.label.in_language(language)} |" in text


@pytest.mark.parametrize(("page", "language"), PAGES)
def test_the_error_on_the_page_is_the_one_that_is_printed(
    tmp_path: Path, page: Path, language: Language
) -> None:
    shown = re.findall(r"```\n(policy/.*?)\n```", page.read_text("utf-8"), re.DOTALL)[0]
    template = Path(__file__).parents[2] / "src/upheld/policy/template_minimal.yaml"
    wrong = template.read_text("utf-8").replace(
        "[provide-service, billing]", "[provide-servce, billing]", 1
    )
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "policy.yaml").write_text(wrong, encoding="utf-8")
    with pytest.raises(RefusalsError) as refused:
        read_policy(folder)
    assert refused.value.render(language) == shown
