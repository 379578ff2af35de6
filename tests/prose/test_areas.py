"""Each sentence has an area with the words that say so, or is listed as unsure."""

import pytest

from tests.prose.texts import look_at_text, looked_at
from upheld.prose.areas.lexicon import AREAS, phrases

NAMES = [
    f"{language}-{kind}-{state}"
    for language in ("en", "ja")
    for kind in ("shop", "platform")
    for state in ("broken", "repaired")
]


def test_every_area_has_words_in_both_languages() -> None:
    for area in AREAS:
        words = [phrase.text for phrase in phrases() if phrase.area == area]
        assert any(word.isascii() for word in words), area
        assert any(not word.isascii() for word in words), area


@pytest.mark.parametrize("name", NAMES)
def test_no_sentence_is_lost(name: str) -> None:
    looked = looked_at(name)
    assert [one.sentence for one in looked.classified] == list(looked.reading.sentences)


@pytest.mark.parametrize("name", NAMES)
def test_an_area_comes_with_reasons_and_a_doubt_with_guesses(name: str) -> None:
    for one in looked_at(name).classified:
        assert 0 <= one.confidence <= 1
        if one.area is not None:
            assert one.reasons
        else:
            assert one.area not in one.nearest


@pytest.mark.parametrize("name", NAMES)
def test_most_sentences_of_a_policy_are_decided(name: str) -> None:
    classified = looked_at(name).classified
    decided = [one for one in classified if one.area is not None]
    assert len(decided) >= 0.7 * len(classified)


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("We use Google Analytics and its cookies.", "cookies-and-tags"),
        ("当社は、利用目的の達成に必要な範囲で、業務を委託します。委託先を監督します。", "recipients-and-transfers"),
        ("In the event of a data breach we tell you.", "incidents"),
        ("開示の請求には手数料500円をいただきます。手数料は無料の場合があります。", "fees-and-deadlines"),
        ("お問い合わせ窓口", "contact"),
    ],
)  # fmt: skip
def test_plain_sentences_find_their_area(text: str, area: str) -> None:
    looked = look_at_text(f"Privacy Policy\n\n{text}\n")
    assert area in {one.area for one in looked.classified} | {
        guess for one in looked.classified for guess in one.nearest
    }


def test_words_that_say_nothing_stay_unsure() -> None:
    looked = look_at_text("The heron stood in the reeds and looked at the moon.\n")
    assert [one.area for one in looked.classified] == [None]
