"""Street addresses abroad, and Japanese ones in Latin letters: to the number of the house.

A street needs its number and something more: a town with a postal code, a state, or what `said`
knows. The rule of a finding ends with the country where the form shows it.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import NamedTuple, TypeAlias

import regex

from upheld.detection.finding import Span
from upheld.detection.words import (
    asia,
    europe,
    farther,
    latin_asia,
    latin_japan,
    said,
    streets,
)
from upheld.detection.words.form import LETTER, Form
from upheld.detection.words.listed import listed

SURE = 0.9
_FORMS = (*streets.FORMS, *europe.FORMS, *asia.FORMS, *latin_asia.FORMS, *farther.FORMS)
HINTS: dict[str, str] = {
    **streets.HINTS, **europe.HINTS, **asia.HINTS, **latin_asia.HINTS, **farther.HINTS, **latin_japan.HINTS, **said.HINTS,
}  # fmt: skip
"""What is in every text with an address of a form."""


_PERSON = regex.compile(
    r"(?P<given>\p{Lu}\p{L}+) (?:\p{Lu}\.? )?\p{Lu}[\p{L}'’\-]+(?:, ?|,? ?\n ?| (?=\p{Lu}[\p{L}\-]+ [0-9]))"
)


def _behind_person(address: str) -> int:
    """How much of what looks like a part of an address is the person who lives there."""
    person = _PERSON.match(address)
    known = person is not None and person["given"] in listed("given_en")
    return person.end() if person is not None and known else 0


_LONGEST = 320
"""Code points of an address before what it ends with."""
_Pattern: TypeAlias = "regex.Pattern[str] | _Ending"


class _Ending(NamedTuple):
    """A pattern that is costly to begin, tried only where its end is near; no place is searched twice."""

    begins: "re.Pattern[str]"
    ends: "regex.Pattern[str]"
    whole: "regex.Pattern[str]"

    def finditer(self, plain: str) -> Iterator["regex.Match[str]"]:
        """Yield the matches of `whole`, none over another."""
        start = stop = 0
        for end in self.ends.finditer(plain):
            if end.start() - _LONGEST > stop:
                yield from self._between(plain, start, stop)
                start = end.start() - _LONGEST
            # One sign more, so that a number which goes on is seen to.
            stop = end.end() + 1
        yield from self._between(plain, start, stop)

    def _between(self, plain: str, at: int, stop: int) -> Iterator["regex.Match[str]"]:
        for begin in self.begins.finditer(plain, at, stop):
            match = self.whole.match(plain, begin.start(), stop) if begin.start() >= at else None
            if match is not None:
                yield match
                at = match.end()


@cache
def _by_hint() -> dict[str, list[tuple[Form, _Pattern]]]:
    forms: dict[str, list[tuple[Form, _Pattern]]] = {}
    for form in _FORMS:
        left = "" if form.anywhere else rf"(?<![{LETTER}\p{{N}}-])"
        whole = regex.compile(rf"{left}{form.pattern}(?![\p{{N}}])")
        forms.setdefault(form.hint, []).append((form, _ending(form, whole) or whole))
    return forms


def _ending(form: Form, whole: "regex.Pattern[str]") -> _Ending | None:
    if not form.ends:
        return None
    # Not within a word: most of the signs that a match begins with stand there.
    begins = re.compile(rf"[{form.begins}](?<![0-9A-Za-z-].)")
    return _Ending(begins, regex.compile(form.ends), whole)


def addresses(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find street addresses abroad; `plain` is folded, `hints` are those of `HINTS` in it."""
    if not hints:
        return
    for hint, forms in _by_hint().items():
        if hint not in hints:
            continue
        for form, pattern in forms:
            for match in pattern.finditer(plain):
                if form.holds is not None and not form.holds(match[0]):
                    continue
                end = match.end() - (1 if plain[match.end() - 1] == "." else 0)
                start = match.start() + _behind_person(match[0])
                yield Span("address", start, end, SURE, f"address.{form.country}")
    yield from latin_japan.addresses(plain, hints)
    yield from said.addresses(plain, hints)
