"""Countries and towns by their names in English, Japanese and their own spelling.

Countries are those of ISO 3166-1 (`upheld.vocabulary.country`); towns are those of 100,000 people
and more whose name belongs to one country (GeoNames), and some by hand. They are thousands, so they
are looked for in one pass, and only in a text in which something says that somebody lives somewhere.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

import regex

from upheld.vocabulary.country import names
from upheld.vocabulary.table import rows

UNION = "EU"
"""Stands for no one country: who lives there lives in one of those of the European Economic Area."""
_UNION = ("EU", "EEA", "European Union", "European Economic Area", "欧州連合", "欧州経済領域")
_SHARED = frozenset({"Georgia", "ジョージア"})
"""A country's name that more people mean something else by."""


class Place(NamedTuple):
    """A place that is named in a text.

    Attributes:
        start: Its first code point.
        end: The one after its last.
        code: ISO 3166-1, or `UNION`.
        people: Whether it is what somebody from there is called, and no name of a place.
    """

    start: int
    end: int
    code: str
    people: bool


def places(plain: str) -> Iterator[Place]:
    """Yield the places that are named in a folded text; of two on each other the longer one."""
    automaton, codes = _automaton()
    for number, start, end in automaton.find_matches_as_indexes(plain):
        if _is_word(plain, start, end):
            yield Place(start, end, *codes[number])


def code_of(text: str) -> str | None:
    """The country that a cell or the value of a field names, by its name or code."""
    name = text.strip()
    code = _by_name().get(name.removeprefix("the ").removeprefix("The "))
    if code is not None and code != UNION:
        return code
    return name.upper() if name.upper() in names() else None


def _is_word(plain: str, start: int, end: int) -> bool:
    """Whether a name stands by itself; before a name in kanji or behind it anything may stand."""
    return not (
        _goes_on(plain[start - 1 : start], plain[start]) or _goes_on(plain[end : end + 1], plain[end - 1])
    )  # fmt: skip


def _goes_on(beside: str, edge: str) -> bool:
    script = _KATAKANA if _KATAKANA.match(edge) else _LATIN if _LATIN.match(edge) else None
    return script is not None and script.match(beside) is not None


_KATAKANA = regex.compile("[ァ-ヴー]")
_LATIN = regex.compile(r"[\p{Latin}\p{Nd}]")


@cache
def _by_name() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code, english, japanese in rows("upheld.detection.about", "towns.tsv"):
        for town in filter(None, f"{english}|{japanese}".split("|")):
            found |= dict.fromkeys(_spellings(town), code)
    for code, beside, _, *towns in _listed():
        for name in filter(None, "|".join((beside, *towns)).split("|")):
            found |= dict.fromkeys(_spellings(name), code)
    for code, text in names().items():
        found |= dict.fromkeys((text.en.removeprefix("the "), text.ja), code)
    found |= dict.fromkeys(_UNION, UNION)
    return {name: code for name, code in found.items() if name not in _SHARED}


@cache
def _by_people() -> Mapping[str, str]:
    called = ((code, name) for code, _, people, *_ in _listed() for name in people.split("|"))
    return {name: code for code, name in called if name} | {"European": UNION}


def _listed() -> Iterator[list[str]]:
    for row in rows("upheld.detection.about", "countries.tsv"):
        yield [*row, *[""] * (4 - len(row))]


def _spellings(name: str) -> tuple[str, ...]:
    """A name as it is, without its marks, and without the dots between its parts in katakana."""
    if name.isascii():
        return (name,)
    plain = unicodedata.normalize("NFD", name).encode("ascii", "ignore").decode()
    return (name, plain) if len(plain) == len(name) else (name, name.replace("・", ""))


@cache
def _automaton() -> tuple[Any, list[tuple[str, bool]]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    known = {name: (code, True) for name, code in _by_people().items()}
    known |= {name: (code, False) for name, code in _by_name().items()}
    automaton = AhoCorasick(list(known), matchkind=MatchKind.LeftmostLongest, store_patterns=False)
    return automaton, list(known.values())
