"""No word, symbol or form of the lists is found inside a longer Latin word: HTT is no gene in HTTP."""

import http.server
import urllib.request
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from tests.detection.labelled.reading import open_cases
from upheld.detection import Scanner
from upheld.detection.about.lexicon import FILES, hits, said
from upheld.detection.about.person import Sentences
from upheld.detection.about.phrases import hints, phrases
from upheld.detection.folding import folded
from upheld.detection.standard import standard
from upheld.vocabulary.table import rows


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return standard(today=date(2026, 12, 1))


def groups(scanner: Scanner, text: str) -> set[str]:
    return {group for finding in scanner.scan(text) for group in finding.groups}


def is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def goes_on(text: str, place: int) -> bool:
    """Whether a Latin word goes on at a place: a finding may neither begin nor end there."""
    return 0 < place < len(text) and is_latin(text[place - 1]) and is_latin(text[place])


def listed() -> list[str]:
    """Every word of the lists that begins or ends with a Latin letter or digit."""
    words = [
        folded(word.removeprefix("~"))
        for name in FILES
        for _, cell in rows("upheld.detection.about", f"lexicon/{name}.tsv")
        for word in cell.split("|")
    ]
    return [word for word in words if is_latin(word[0]) or is_latin(word[-1])]


def words_in(text: str) -> list[tuple[int, int]]:
    found = hits(text, text.lower(), ())
    return [(w.start, w.end) for w in said(text, text.lower(), found, Sentences(text), hints())]


def test_no_listed_word_is_found_inside_a_longer_latin_word() -> None:
    inside = [
        text
        for word in listed()
        for text in (f"q{word}", f"{word}q", f"9{word}", f"{word}9")
        for start, end in words_in(text)
        if goes_on(text, start) or (goes_on(text, end) and text[end - 1 :] != "sq")
    ]
    assert inside == []


def test_no_form_is_found_inside_a_longer_latin_word() -> None:
    seen = set()
    for case in open_cases():
        plain = folded(case.text)
        for phrase in phrases():
            for match in phrase.pattern.finditer(plain):
                seen.add(phrase.hint)
                text = f"q{match[0]}q"
                for inner in phrase.pattern.finditer(text):
                    assert not goes_on(text, inner.start()), (phrase.hint, text)
                    assert not goes_on(text, inner.end()), (phrase.hint, text)
    assert len(seen) > len(phrases()) // 3


GENES = (
    *("BRCA1", "APOE", "ALDH2", "CFTR", "TP53", "MLH1", "MSH2", "HTT", "FMR1", "CYP2D6"),
    *("HLA-B27", "MTHFR", "G6PD", "LDLR", "KRAS", "EGFR"),
)


@pytest.mark.parametrize("gene", GENES)
def test_a_gene_is_one_only_as_a_whole_word(scanner: Scanner, gene: str) -> None:
    assert "biometric_genetic" in groups(scanner, f"My sister was tested for {gene}.")
    assert "biometric_genetic" in groups(scanner, f"妹は{gene}変異と言われました。")
    for longer in (f"x{gene}", f"X{gene}", f"{gene}.js"):
        assert not groups(scanner, f"My team uses {longer} in our app.")
        assert not groups(scanner, f"私のアプリは{longer}を使います。")
    if gene[-1].isalpha():
        assert not groups(scanner, f"My team uses {gene}RL and {gene}s5 in our app.")


@pytest.mark.parametrize(
    "text",
    [
        "I use HTTP/2 in my app.",
        "私のアプリでHTTP 429エラーが出ます。",
        "Write a Go function that parses an HTTP request and returns its headers.",
        "My team gets an HTTPException in FastAPI.",
        "山田さんがHTTPエラーを報告しました。",
        'alice - - [28/Nov/2026:09:00:00 +0000] "POST /login HTTP/1.1" 200 512',
        "私はGPT4を使っています。",
        "I am dealing with a refund.",
        "user = pwd.getpwuid(os.getuid())[0]",
        "My son's account was silently disabled for our team.",
    ],
)
def test_what_people_write_of_programs_is_about_nobody(scanner: Scanner, text: str) -> None:
    assert not groups(scanner, text)


@pytest.mark.parametrize("module", [http.server, urllib.request], ids=lambda one: one.__name__)
def test_code_about_http_has_nothing_about_people(scanner: Scanner, module: ModuleType) -> None:
    """Of secrets there is one: a password in an example."""
    text = Path(str(module.__file__)).read_text("utf-8")
    assert groups(scanner, text) <= {"auth_secret"}


@pytest.mark.parametrize(
    ("group", "text"),
    [
        ("health", "山田さんのeGFR52mL/minでした。"),
        ("health", "田中さんのLDL160mg/dlです。"),
        ("criminal_history", "My brother was caught dealing drugs."),
        ("criminal_history", "He was dealing."),
        ("health", "My son is disabled."),
    ],
)
def test_values_and_words_beside_others_are_found(scanner: Scanner, group: str, text: str) -> None:
    assert group in groups(scanner, text)
