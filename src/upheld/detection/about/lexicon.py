"""Sensitive words by head, found in one pass whatever their number."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from upheld.detection.about.person import Sentences, Unit
from upheld.detection.about.phrases import kind_of, phrases
from upheld.vocabulary.table import rows
from upheld.wording import Text

_HERE = "upheld.detection.about"
FILES = ("health", "biometric_genetic", "special_category", "criminal_history", "child")


class Word(NamedTuple):
    """A sensitive word at its place.

    Attributes:
        head: Which head of sensitive data, as in `heads.tsv`.
        start: Code point of the text.
        end: The code point after the last.
        close: It says something only with a person right beside it.
        alone: It says something whoever else is there.
    """

    head: str
    start: int
    end: int
    close: bool = False
    alone: bool = False

    @property
    def kind(self) -> str:
        """The kind of finding."""
        return kind_of(self.head)


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head of sensitive data.

    Attributes:
        id: Stands in findings as their rule.
        group: The prohibited group.
        law: Where the law names it.
        label: For people.
    """

    id: str
    group: str
    law: Text
    label: Text


@cache
def heads() -> dict[str, Head]:
    """Return every head, by its id."""
    found: dict[str, Head] = {}
    for name, group, law, en, ja in rows(_HERE, "heads.tsv"):
        english, _, japanese = law.partition("; ")
        law_text = Text(en=english, ja=japanese)
        found[name] = Head(id=name, group=group, law=law_text, label=Text(en=en, ja=ja))
    return found


HINTS = {"gene": "rs[0-9]{3}|[ACGTN]{30}"}
"""What is in every text with a gene, for RE2."""


def hits(plain: str, lowered: str, hints: Collection[str]) -> list[tuple[int, int, int]]:
    """Return which entries of the lists are in a folded text, and where; `lowered`: in lower case.

    Nothing is said in a text without. `hints` are those of `HINTS` that are in it.
    """
    automaton, _ = _automaton()
    found: list[tuple[int, int, int]] = automaton.find_matches_as_indexes(lowered, overlapping=True)
    if "gene" in hints:
        found.extend((_GENE, *match.span()) for match in _GENES.finditer(plain))
    return found


def said(
    plain: str,
    lowered: str,
    found: Sequence[tuple[int, int, int]],
    sentences: Sentences,
    hints: Collection[str],
) -> Iterator[Word]:
    """Find words and phrases of every head by what of the lists is in a text.

    `hints` are those of `phrases` that are in it.
    """
    _, entries = _automaton()
    asked: set[tuple[int, Unit]] = set()
    for number, start, end in found:
        if number == _GENE:
            yield Word("genetic.result", start, end)
            continue
        entry = entries[number]
        if entry.head is not None:
            last = _plural(lowered, end)
            if _stands_alone(lowered, start, last):
                yield Word(entry.head, start, last, entry.close)
        for phrase in entry.phrases:
            if phrases()[phrase].hint in hints:
                unit = sentences.at(start)
                if (phrase, unit) not in asked:
                    asked.add((phrase, unit))
                    yield from _phrase(phrase, plain, unit)


_GENE = -1
"""The number of no entry: what it stands for is told by its form."""
_GENES = re.compile(r"(?<![0-9A-Za-z])(?:rs[0-9]{3,10}|[ACGTN]{30,})(?![0-9A-Za-z])")


def _phrase(number: int, plain: str, part: Unit) -> Iterator[Word]:
    phrase = phrases()[number]
    for match in phrase.pattern.finditer(plain, part.start, part.end):
        yield Word(phrase.head, match.start(), match.end(), alone=phrase.alone)


@dataclass(slots=True)
class _Entry:
    head: str | None = None
    close: bool = False
    phrases: tuple[int, ...] = ()


@cache
def _automaton() -> tuple[AhoCorasick, list[_Entry]]:
    terms: dict[str, _Entry] = {}
    for name in FILES:
        for head, listed in rows(_HERE, f"lexicon/{name}.tsv"):
            for term in listed.split("|"):
                word = term.removeprefix("~").lower()
                terms.setdefault(word, _Entry(head, term.startswith("~")))
    for number, phrase in enumerate(phrases()):
        for key in phrase.keys:
            entry = terms.setdefault(key, _Entry())
            entry.phrases = (*entry.phrases, number)
    return AhoCorasick(list(terms)), list(terms.values())


_LATIN = re.compile(r"[0-9A-Za-z\u00c0-\u024f]")
_KATAKANA = re.compile(r"[ァ-ヺー]")


def _plural(text: str, end: int) -> int:
    if text[end - 1 : end].isalpha() and text[end : end + 1] == "s":
        return end + 1
    return end


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter of its own script goes on: `gay` in `gayle`, ピル in ピルツ."""
    before, behind = text[start - 1 : start] if start else "", text[end : end + 1]
    for script in (_LATIN, _KATAKANA):
        if script.match(text[start]) and before and script.match(before):
            return False
        if script.match(text[end - 1]) and behind and script.match(behind):
            return False
    return True
