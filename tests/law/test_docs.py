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
def test_every_clock_is_listed_with_how_well_it_is_known(page: Path, language: Language) -> None:
    rows = page.read_text("utf-8").splitlines()
    for name in known_packs():
        for clock, data in pack(name).clocks.items():
            begins = f"| `{name}` `{clock}` | {data.calendar} | {data.zone} |"
            (row,) = (one for one in rows if one.startswith(begins))
            assert row.endswith("| M |") == (data.source == "memory"), (language, clock)


COMPARED = (
    r"regs 7(003|004|02[0-8]|051\(a\)|06[0-3]|101|102|155|200\(b\)|221\(a\))(\(.*)?"
    r"|code 1798\.1([01]\d|2\d|3[0-5]|40\((v\)\(2\)|ad|ae|ak)|45|46|85\(a\)|99\.(45|90))(\D.*)?"
    r"|act (1[7-9]|[23]\d|4[0-7])(\(.*)?"
)
"""The rows of what was compared, as articles of the packs."""


@pages
def test_what_is_confirmed_was_compared_or_is_listed_as_confirmed_earlier(
    page: Path, language: Language
) -> None:
    confirmed = {
        entry.article
        for name in ("US-CA-CCPA@2026-01", "JP-APPI@2024-04")
        for duty in pack(name).duties
        for entry in (duty, *duty.parts)
        if entry.source == "confirmed"
    }
    earlier = {one for one in confirmed if not re.fullmatch(COMPARED, one)}
    assert {re.sub(r"^((?:rules|order) \d+).*", r"\1", one) for one in earlier} == {
        "regs 7150(a)", "code 1798.140(i)", "act 2(1)", "order 10", "guideline 3-5-3-3",
        "guideline-abroad 6-1", *(f"rules {n}" for n in (7, 8, 17, 20, 24, 31)),
    }  # fmt: skip
    (listed,) = re.findall(
        r"^(?:Confirmed earlier, not compared again|以前に確認し、改めて照合していないもの): (.*?)[.。] ?"
        r"(?:Articles|項目)",
        page.read_text("utf-8"),
        re.DOTALL | re.MULTILINE,
    )
    words = {
        "en": "7150(a) 1798.140(i) 2(1) 10 7 8 17 20 24 31 3-5-3-3 6-1",
        "ja": "7150(a) 1798.140(i) 第2条第1項 第10条 第7条 第8条 第17条 第20条 第24条 第31条 3-5-3-3 6-1",
    }[language].split()
    assert [word for word in words if word not in listed] == []


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
