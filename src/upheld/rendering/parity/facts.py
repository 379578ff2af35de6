"""What a text commits somebody to, in a form that has no language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from upheld.rendering.parity import english, japanese
from upheld.wording import Language, Text

_ADDRESS = re.compile(
    r"https?://[^\s<>()「」、。]+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\+?\d{2,4}-\d{2,4}-\d{3,4}"  # telephone numbers
    r"|\b\d{1,2}:\d{2}\b"
    r"|\b[A-Z][A-Za-z0-9]*-[A-Za-z0-9.]*\d[\w.]*",  # clause ids: P1-2.10
    re.ASCII,  # a letter of Japanese must not count as part of the word before it
)
_MARK = re.compile(r"\b[0-9a-f]{12,64}\b|\b[A-Z]+\d+\b", re.ASCII)
"""Hashes and short ids; a company may be called like one, so names are taken out before."""
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text says.

    Attributes:
        amounts: Numbers with their units; `month`, `day`, `hour`, `business day`, `yen`, `USD`,
            `percent`, or an empty unit for people, ages and everything else counted.
        dates: Days, as `2026-04-01` or `12-29`.
        articles: Articles of law, as `27.1.4`.
        literals: Addresses, telephone numbers, times, ids.
        limits: `>=`, `<=`, `<` before or behind an amount.
        negations: How often something is denied, forbidden or excepted.
        restrictions: How often something is limited to what is named.
        names: How often each declared name stands there.
    """

    amounts: Counter[tuple[str, str]] = field(default_factory=Counter)
    dates: Counter[str] = field(default_factory=Counter)
    articles: Counter[str] = field(default_factory=Counter)
    literals: Counter[str] = field(default_factory=Counter)
    limits: Counter[str] = field(default_factory=Counter)
    negations: int = 0
    restrictions: int = 0
    names: Counter[int] = field(default_factory=Counter)


class Lexicon:
    """Names that stand for one thing in both languages, found the longest first.

    A name counts as it is written: `Mail` is a company, `mail` is not.
    """

    def __init__(self, pairs: Mapping[int, tuple[str, str]]) -> None:
        """Take numbered pairs of a Japanese and an English name."""
        self._ja = {spelled(ja): number for number, (ja, _) in pairs.items()}
        self._en = {spelled(en): number for number, (_, en) in pairs.items()}
        # One form that stands for two things (two companies of one name) counts as one.
        self.alike: dict[int, int] = {}
        for number, (ja, en) in pairs.items():
            first = min(self._ja[spelled(ja)], self._en[spelled(en)], number)
            self.alike[number] = first
        self._patterns: dict[Language, re.Pattern[str] | None] = {
            "ja": _any_of([re.escape(one) for one in _longest(self._ja)], "ja"),
            "en": _any_of([re.escape(one) for one in _longest(self._en)], "en"),
        }

    def take(self, text: str, language: Language) -> tuple[str, Counter[int]]:
        """Return a text without the names, and how often each stood in it."""
        pattern = self._patterns[language]
        if pattern is None:
            return text, Counter()
        table = self._ja if language == "ja" else self._en
        found: Counter[int] = Counter()

        def gone(match: re.Match[str]) -> str:
            found[self._root(table[match[0]])] += 1
            return " ¤ "

        return pattern.sub(gone, text), found

    def _root(self, number: int) -> int:
        while self.alike[number] != number:
            number = self.alike[number]
        return number


def _longest(names: Iterable[str]) -> list[str]:
    return sorted((one for one in names if one), key=len, reverse=True)


def _any_of(patterns: Sequence[str], language: Language) -> re.Pattern[str] | None:
    if not patterns:
        return None
    edge = r"(?<![\w])(?:{})(?![\w])" if language == "en" else "(?:{})"
    return re.compile(edge.format("|".join(patterns)))


def without(text: str, names: Sequence[str], language: Language) -> str:
    """Return a text in which declared names are a sign that says nothing.

    A name that begins a sentence may have got a capital there.
    """
    known = _longest(dict.fromkeys(spelled(one) for one in names))
    pattern = _any_of(
        [
            f"(?:{re.escape(one[0])}|{re.escape(one[0].upper())}){re.escape(one[1:])}"
            for one in known
        ],
        language,
    )
    return text if pattern is None else pattern.sub(" ¤ ", text)


def plain(text: str, language: Language, terms: Sequence[Text]) -> str:
    """Return the words of a text without addresses, ids, days and declared names."""
    rest = _ADDRESS.sub(" ", _ISO.sub(" ", spelled(text)))
    return without(rest, [one.in_language(language) for one in terms], language)


@cache
def folded(text: str) -> str:
    """Return a text in one spelling: full-width digits and letters narrow, spaces single."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def spelled(text: str) -> str:
    """Return a text in one spelling that keeps capitals."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip()


def facts(text: str, language: Language, lexicon: Lexicon, terms: Sequence[Text] = ()) -> Facts:
    """Return what a text says.

    Args:
        text: The text.
        language: Its language.
        lexicon: Names of parties; each is counted.
        terms: What the declaration calls the things of this line. What such a name says by
            itself (`at most`, `not`) is no fact of the sentence around it.
    """
    dates: Counter[str] = Counter()

    def iso(match: re.Match[str]) -> str:
        dates[f"{match[1]}-{match[2]}-{match[3]}"] += 1
        return " "

    # Addresses first: the company's name may be part of one.
    rest = _ISO.sub(iso, spelled(text))
    literals = Counter(one.rstrip(".,") for one in _ADDRESS.findall(rest))
    rest, names = lexicon.take(plain(rest, language, terms), language)
    literals.update(one.rstrip(".,") for one in _MARK.findall(rest))
    rest = _MARK.sub(" ", rest)
    rules = japanese.RULES if language == "ja" else english.RULES
    rest, more_dates = rules.dates(rest)
    # A law may be cited in its own language on either page.
    rest, articles = japanese.RULES.articles(rest)
    rest, more_articles = english.RULES.articles(rest)
    amounts, limits = rules.amounts(rest)
    return Facts(
        amounts=amounts,
        dates=dates + more_dates,
        articles=articles + more_articles,
        literals=literals,
        limits=limits,
        negations=rules.negations(rest),
        restrictions=rules.restrictions(rest),
        names=names,
    )
