"""The two languages promise the same, and whoever changes one of them is found out."""

from functools import cache
from random import Random

import pytest

from tests.rendering.changing import CHANGES, changed
from tests.rendering.examples import NAMES, TODAY, example, laid_over, made
from upheld.policy.model import Policy
from upheld.policy.wording import meaning
from upheld.rendering.document import Page
from upheld.rendering.pages import documents
from upheld.rendering.parity import Reading, compare, parity, read_back
from upheld.rendering.parity.checking import names_of, ordinary, terms_of
from upheld.rendering.parity.facts import Lexicon, facts
from upheld.rendering.writing import texts
from upheld.wording import Language

EACH = 40
"""Changes an example; 200 on the five."""
NOBODY = Lexicon({})


@cache
def _readings(name: str) -> dict[tuple[str, Language], dict[str, Reading]]:
    pages = texts(made(name), ["ja", "en"], "html", TODAY)
    return {at: read_back(page) for at, page in pages.items()}


def _page(name: str, page: str) -> Page:
    return next(one for one in made(name).pages if one.name == page)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_two_languages_of_an_example_promise_the_same(name: str) -> None:
    assert [(one.page, one.key, one.what.en) for one in parity(made(name), TODAY)] == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_seeded_change_in_one_language_is_caught(name: str) -> None:
    chance = Random(f"{name}-20261126")
    lexicon = Lexicon(names_of(example(name)))
    missed: list[object] = []
    kinds = [*CHANGES, "clause"]
    done = 0
    while done < EACH:
        language: Language = chance.choice(("ja", "en"))
        page = chance.choice(made(name).pages)
        kind = kinds[done % len(kinds)]
        lines = _readings(name)[page.name, language]
        found = changed(kind, lines, language, terms_of(page), chance)
        if found is None:
            continue
        done += 1
        key, after = found
        both = {
            "ja": _readings(name)[page.name, "ja"],
            "en": _readings(name)[page.name, "en"],
            language: after,
        }
        findings = list(compare(page, both["ja"], both["en"], lexicon))
        if key not in {one.key for one in findings}:
            text = after[key].text if key in after else "-"
            missed.append((page.name, kind, language, key, text))
    assert missed == []


def test_a_published_page_that_somebody_edited_is_found_out() -> None:
    pages = texts(made("b2b-platform"), ["ja", "en"], "html", TODAY)
    edited = pages["requests", "en"].replace("within 45 days", "within 90 days", 1)
    assert edited != pages["requests", "en"]
    findings = list(
        compare(
            _page("b2b-platform", "requests"),
            read_back(pages["requests", "ja"]),
            read_back(edited),
            Lexicon({}),
        )
    )
    assert [one.code for one in findings] == ["parity-numbers"]
    assert "`45 day`" in findings[0].what.en
    assert "`90 day`" in findings[0].what.en


@pytest.mark.slow
def test_own_words_in_two_languages_are_compared_too() -> None:
    line = example("b2b-platform").ai
    assert line is not None
    mark = meaning(line.delete_found)[:12] if line.delete_found else ""
    words = {
        "ja": "検知から七十二時間以内に消します。",
        "en": "Erased within 72 hours of detection.",
        "meaning": mark,
    }
    same = documents(laid_over("b2b-platform", wording={"P1-7q": words}), today=TODAY)
    assert parity(same, TODAY) == []
    other = documents(
        laid_over(
            "b2b-platform", wording={"P1-7q": {**words, "en": "Erased within 3 days of detection."}}
        ),
        today=TODAY,
    )
    assert {one.code for one in parity(other, TODAY)} == {"parity-numbers"}


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        ("手数料は千円です", "the fee is 1,000 yen"),
        ("手数料は1,000円です", "the fee is ¥1,000"),
        ("手数料は1万円です", "the fee is 10,000 yen"),
        ("三十日以内", "within 30 days"),
        ("30日前まで", "30 days before"),
        ("七年間保存", "kept for seven years"),
        ("7年間保存", "kept for 7 years"),
        ("3営業日以内", "within three business days"),
        ("三営業日", "3 business days"),
        ("十営業日", "10 working days"),
        ("1年6か月", "18 months"),
        ("2週間", "14 days"),
        ("四十五日", "forty-five days"),
        ("16歳未満", "under 16"),
        ("年に1回", "once a year"),
        ("年に一度", "once a year"),
        ("毎月", "every month"),
        ("20%", "20 percent"),
        ("2026年4月1日", "1 April 2026"),
        ("2026年4月1日", "April 1, 2026"),
        ("個人情報保護法第27条第1項第4号", "Article 27(1)(iv) of the Act"),
        ("電気通信事業法第27条の12", "Article 27-12 of the Telecommunications Business Act"),
        ("遅滞なく", "without delay"),
        ("同意なく提供しません", "we do not provide it without consent"),
        ("法令に基づく場合を除き、提供しません", "we do not provide it except under law"),
        ("少なくとも3年", "at least 3 years"),
        ("9999年間", "9999 years"),
        ("k3 プライバシーポリシー", "Privacy policy: k3"),
        ("B2B向けのサービス", "the B2B service"),
    ],
)
def test_what_is_written_differently_and_means_the_same_is_equal(ja: str, en: str) -> None:
    left, right = facts(ja, "ja", NOBODY), facts(en, "en", NOBODY)
    assert (left.amounts, left.dates, left.articles, left.negations) == (
        right.amounts, right.dates, right.articles, right.negations,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("ja", "en"),
    [
        ("72時間", "3 days"),
        ("3営業日", "3 days"),
        ("千円", "100 yen"),
        ("30日以内", "within 30 months"),
        ("七年間", "kept for 10 years"),
        ("2026年4月1日", "4 January 2026"),
        ("第27条第1項", "Article 27(2)"),
        ("提供しません", "we provide it"),
        ("必ず提供します", "we do not provide it"),
    ],
)
def test_what_means_something_else_is_not_equal(ja: str, en: str) -> None:
    left, right = facts(ja, "ja", NOBODY), facts(en, "en", NOBODY)
    assert (left.amounts, left.dates, left.articles, left.negations) != (
        right.amounts, right.dates, right.articles, right.negations,
    )  # fmt: skip


@pytest.mark.slow
def test_a_company_named_like_a_word_is_not_found_in_every_sentence() -> None:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    whole["policy"]["company"] = {"ja": "work", "en": "work"}
    made_so = documents(laid_over("b2b-platform", policy=whole["policy"]), today=TODAY)
    assert parity(made_so, TODAY) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["company", "Company", "We", "It", "May", "Data", "not", "you", "P3", "F5", "当社", "本人", "個人情報", "株式会社", "🍣", 'O\'Brien & Sons "<b>"'],
)  # fmt: skip
def test_a_company_may_be_called_like_an_ordinary_word(name: str) -> None:
    assert parity(documents(_renamed(name, name), today=TODAY), TODAY) == []


def test_the_words_of_a_page_do_not_hide_the_name_of_a_company() -> None:
    words: dict[Language, str] = {
        "ja": "説明ばかりの頁で、当社と本人のことを述べます。",
        "en": "we keep data, and it may go",
    }
    for name in (
        ("株式会社見本", "Mihon Ltd."),
        ("当社プラス株式会社", "We Plus"),
        ("見本", "Mihon"),
    ):
        assert not ordinary(name, words)
    for name in (("株式会社見本", "Data"), ("本人", "Honnin K.K.")):
        assert ordinary(name, words)


@pytest.mark.slow
def test_a_company_that_only_one_language_names_is_found_out() -> None:
    declared = _renamed("株式会社見本", "May")
    line = example("b2b-platform").ai
    assert line is not None
    assert line.delete_found is not None
    words = {"meaning": meaning(line.delete_found)[:12], "ja": "消します。", "en": "Erased."}
    partner = names_of(declared)[1]
    one_sided = {**words, "en": f"Erased by {partner[1]}."}
    made_ = documents(laid_over("b2b-platform", wording={"P1-7q": one_sided}), today=TODAY)
    assert {one.code for one in parity(made_, TODAY)} == {"parity-names"}


def _renamed(ja: str, en: str) -> Policy:
    whole = example("b2b-platform").model_dump(mode="json", by_alias=True, exclude_defaults=True)
    name = {"ja": ja, "en": en}
    return laid_over(
        "b2b-platform",
        policy={**whole["policy"], "company": name},
        handler={**whole["handler"], "name": name},
    )
