"""The pages about laws say what the packs say, and their examples run."""

import doctest
import re
from pathlib import Path

import pytest

from upheld.law.calendar import japan
from upheld.law.overrides import parse_overrides
from upheld.law.packs import known_packs, pack
from upheld.wording import Language

DOCS = Path(__file__).parents[2] / "docs"
PAGES: list[tuple[Path, Language]] = [(DOCS / "law.md", "en"), (DOCS / "ja/law.md", "ja")]
pages = pytest.mark.parametrize(("page", "language"), PAGES)


@pages
def test_every_pack_is_listed_with_how_much_of_it_is_from_memory(
    page: Path, language: Language
) -> None:
    text = page.read_text("utf-8")
    for name in known_packs():
        found = pack(name)
        entries = [entry for duty in found.duties for entry in (duty, *duty.parts)]
        memory = sum(entry.source == "memory" for entry in entries)
        row = (
            f"| `{name}` | {found.title.in_language(language)} | {len(found.duties)} "
            f"| {memory} / {len(entries)} |"
        )
        assert row in text


@pages
def test_every_number_is_listed_with_its_article(page: Path, language: Language) -> None:
    rows = re.findall(
        r"^\| `([a-z0-9-]+/[a-z-]+)` \| (.+) \| (M?) ?\|$", page.read_text("utf-8"), re.MULTILINE
    )
    listed = {name: (cells.split(" | "), mark) for name, cells, mark in rows}
    numbers = {
        f"{duty.id}/{number.id}": (found, number)
        for found in map(pack, known_packs())
        for duty in found.duties
        for number in duty.numbers
    }
    assert set(listed) == set(numbers)
    for name, (found, number) in numbers.items():
        (article, what, value), mark = listed[name]
        assert article == found.cite(number.article).in_language(language)
        assert what == number.what.in_language(language)
        assert re.sub(r"\D", "", value) == str(number.count)
        assert (mark == "M") == (number.source == "memory")


@pages
def test_every_clock_is_listed(page: Path, language: Language) -> None:
    text = page.read_text("utf-8")
    for name in known_packs():
        for clock, data in pack(name).clocks.items():
            assert f"| `{name}` `{clock}` | {data.calendar} | {data.zone} |" in text, language


@pages
def test_the_examples_run(page: Path, language: Language) -> None:
    outcome = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert outcome.attempted > 15, language
    assert outcome.failed == 0


@pages
def test_the_file_of_corrections_can_be_read(page: Path, language: Language) -> None:
    (text,) = re.findall(r"```\n(# .*?)```", page.read_text("utf-8"), re.DOTALL)
    own = parse_overrides(text).apply(japan())
    assert own.official_until is not None, language
    assert len(own.closed | own.opened | own.holidays | own.no_holidays) == 4
