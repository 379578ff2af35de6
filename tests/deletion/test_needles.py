"""Needles are found in every spelling, exactly where the text in its normal form holds them."""

import base64
import hashlib
import unicodedata
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.subject.needles import NeedleSet, forms_of

WORD = set("abcdefghijklmnopqrstuvwxyz0123456789")
MAIL = "akari.mori@example.jp"
PEOPLE = (
    {0: [("email", MAIL)], 1: [("phone", "090-1234-5678")]},
    {0: [("email", MAIL)], 1: [("name", "Élodie Müller")]},
    {0: [("name", "森 あかり 株式会社")], 1: [("email", "istanbul@example.jp")]},
)
SPELLINGS = (
    MAIL, MAIL.upper(), "ａｋａｒｉ.mori@example.jp", "51" + MAIL, MAIL + ".tokyo", MAIL + ".",
    "090-1234-5678", "０９０－１２３４－５６７８", "1090-1234-5678", "٣090-1234-5678", "+81 90-1234-5678",
    "élodiemüller", "ÉLODIEMÜLLER", "E\u0301lodieMu\u0308ller", "森あかり株式会社", "森あかり㍿", "森 あかり 株式会社",
    "İSTANBUL@example.jp", "istanbul@example.jp", "ISTANBUL@EXAMPLE.JP", "K", "ﬁ",
    base64.b64encode(MAIL.encode()).decode(), hashlib.sha256(MAIL.encode()).hexdigest(),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(SPELLINGS) | st.text(max_size=4), max_size=5).map("".join)


def found_plainly(needles: NeedleSet, forms: list[tuple[str, str]], text: str) -> set[str]:
    """What is found, by the definition: in the whole text's normal form, letter by letter."""
    folded = unicodedata.normalize("NFKC", text).lower()
    seen: set[str] = set()
    for form, family in forms:
        needle, within = (form, text) if family == "encoded" else (form.lower(), folded)
        at = within.find(needle)
        while at >= 0:
            before, after = within[at - 1 : at] if at else "", within[at + len(needle) :]
            if family == "encoded":
                alone = True
            elif family == "digits":
                alone = not (before.isdigit() or after[:1].isdigit())
            else:
                joined = after[:1] in {"-", "."} and after[1:2] in WORD
                alone = after[:1] not in WORD and not joined and before not in WORD | set("._+-")
            if alone:
                seen.add(needle)
            at = within.find(needle, at + 1)
    return seen


@pytest.mark.slow
@pytest.mark.parametrize("people", PEOPLE)
@given(text=TEXTS)
def test_a_search_finds_what_the_definition_says(
    people: dict[int, list[tuple[str, str]]], text: str
) -> None:
    needles = NeedleSet(people)
    forms = [form for known in people.values() for one in known for form in forms_of(*one)]
    every = {form if family == "encoded" else form.lower() for form, family in forms}
    numbered = dict(enumerate(dict.fromkeys(f if k == "encoded" else f.lower() for f, k in forms)))
    assert set(numbered.values()) == every
    hits = list(needles.search(text))
    assert len(hits) == len(set(hits))
    assert {numbered[number] for number in hits} == found_plainly(needles, forms, text)


@pytest.mark.parametrize(
    "text",
    [
        MAIL, MAIL.upper(), "ＡＫＡＲＩ．ＭＯＲＩ＠ＥＸＡＭＰＬＥ．ＪＰ", f"<{MAIL}>", f"宛先{MAIL}です",
        urllib.parse.quote(MAIL, safe=""), urllib.parse.quote(MAIL, safe="").lower(),
        *(hashlib.new(name, MAIL.encode()).hexdigest() for name in ("md5", "sha1", "sha256")),
        *(base64.b64encode(before + MAIL.encode() + b"-").decode() for before in (b"", b"a", b"bc")),
    ],
)  # fmt: skip
def test_every_form_of_an_address_is_found(text: str) -> None:
    needles = NeedleSet({7: [("email", MAIL)]})
    assert {owner for hit in needles.search(text) for owner in needles.owners(hit)} == {7}


def test_a_letter_beside_a_needle_is_seen_whatever_its_bytes() -> None:
    needles = NeedleSet({1: [("phone", "090-1234-5678")]})
    assert list(needles.search("電話090-1234-5678番"))
    assert not list(needles.search("٣090-1234-5678"))
    assert not list(needles.search("090-1234-5678𝟗"))
