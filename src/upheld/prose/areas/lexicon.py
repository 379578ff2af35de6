"""Finds the words of `areas.tsv` in a text, all in one pass."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TypeAlias, get_args

Area: TypeAlias = Literal[
    "policy-model", "notice-rendering", "policy-versioning", "data-map", "purpose-enforcement",
    "consent", "cookies-and-tags", "ads-and-opt-outs", "rights-requests", "identity-verification",
    "fees-and-deadlines", "retention-and-termination", "recipients-and-transfers", "joint-use",
    "regions", "ai-terms", "security-controls", "audit-evidence", "incidents", "statistics",
    "management-system", "children", "payments", "contact", "other", "informational",
]  # fmt: skip
"""What a sentence can be about; `informational` promises nothing."""
AREAS: tuple[Area, ...] = get_args(Area)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that speak for an area.

    Attributes:
        text: In lower case.
        area: What it speaks for.
        weight: 1 to 5.
        goes_on: Whether a word may go on behind it (`advertis*`).
    """

    text: str
    area: Area
    weight: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase and where it begins in the text."""

    start: int
    phrase: Phrase


@cache
def phrases() -> tuple[Phrase, ...]:
    """Return all phrases of the lexicon."""
    text = files("upheld.prose.areas").joinpath("areas.tsv").read_text("utf-8")
    listed: list[Phrase] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, weight, words = line.split("\t")
        area = next(area for area in AREAS if area == name)
        listed += [
            Phrase(word.removesuffix("*"), area, int(weight), word.endswith("*"))
            for word in words.split("|")
        ]
    return tuple(listed)


@cache
def _automaton() -> tuple[Any, tuple[tuple[Phrase, ...], ...]]:
    from ahocorasick_rs import AhoCorasick

    by_text: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        by_text.setdefault(phrase.text, []).append(phrase)
    return AhoCorasick(list(by_text)), tuple(tuple(same) for same in by_text.values())


def find(text: str) -> Sequence[Found]:
    """Return every phrase that stands in the text as words, in order.

    >>> [f.phrase.text for f in find("Our advertising uses cookies.") if f.phrase.weight > 3]
    ['advertis', 'cookie']
    """
    automaton, listed = _automaton()
    folded = lowered(text)
    found = [
        Found(start, phrase)
        for number, start, end in automaton.find_matches_as_indexes(folded, overlapping=True)
        for phrase in listed[number]
        if _stands_as_words(folded, start, end, goes_on=phrase.goes_on)
    ]
    found.sort(key=lambda one: one.start)
    return found


def lowered(text: str) -> str:
    """Lower a text's case without moving an offset.

    >>> len(lowered("İA")), lowered("İA")[1]
    (2, 'a')
    """
    simple = text.lower()
    if len(simple) != len(text):
        simple = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return simple.replace("’", "'")  # one character for one: apostrophes are typed both ways


def _stands_as_words(text: str, start: int, end: int, *, goes_on: bool) -> bool:
    # `Article 11Contact`: a number may stand before a word without a gap, a letter may not.
    latin = start and _is_latin(text[start]) and _is_latin(text[start - 1])
    if latin and (text[start - 1].isalpha() or text[start].isdigit()):
        return False
    last = text[end - 1]
    if goes_on or not (last.isascii() and last.isalnum()) or end >= len(text):
        return True
    return not _is_latin(text[end])


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def total(found: Sequence[Found]) -> Mapping[Area, int]:
    """Add the weights up; a phrase that stands there twice counts once.

    A phrase inside a longer one of the same area counts once, too.
    """
    sums: dict[Area, int] = {}
    seen: set[str] = set()
    spans: list[tuple[int, int, Area]] = []
    for one in sorted(found, key=lambda f: -len(f.phrase.text)):
        end = one.start + len(one.phrase.text)
        inside = any(s <= one.start and end <= e and a == one.phrase.area for s, e, a in spans)
        if one.phrase.text in seen or inside:
            continue
        seen.add(one.phrase.text)
        spans.append((one.start, end, one.phrase.area))
        sums[one.phrase.area] = sums.get(one.phrase.area, 0) + one.phrase.weight
    return sums
