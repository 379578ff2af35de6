"""Street addresses abroad, and Japanese ones in Latin letters: to the number of the house.

A street needs its number and something more: a town with a postal code, a state, the name of a
field or a column, or somebody who says that they live there. The rule of a finding ends with the
country where the form shows it.
"""

from collections.abc import Collection, Iterator
from functools import cache

import regex

from upheld.detection.finding import Span
from upheld.detection.words import asia, europe, latin_japan, streets
from upheld.detection.words.form import Form
from upheld.detection.words.listed import listed

SURE = 0.9
_FORMS = (*streets.FORMS, *europe.FORMS, *asia.FORMS)
_KEY = r"(?:street|street_?address|[a-z]{0,10}_?address|addr|(?:address|addr|street)_?(?:line)?_?1|line_?1|residence|住所|番地)"
_CUE = (
    r"(?i:\bliv(?:es?|ed|ing) (?:at|on)|\bi'?m at|\bmoved (?:back )?(?:to|into|from)|\b(?:ship|send|deliver|post|mail|sent|delivered|shipped)(?: (?:it|them|this|everything|the \w+))? to"
    r"|\bpick (?:me|him|her|us|them|it) up (?:from|at)|\baddress(?: is|:)|\bresid(?:es?|ing) at|\b(?:home|house|flat|apartment) (?:is|at))"
)
HINTS: dict[str, str] = {
    **streets.HINTS, **europe.HINTS, **asia.HINTS, **latin_japan.HINTS,
    "street": r"(?i:(?:street|address|addr)(?:_{0,2}1)?|line_?1|residence|住所|番地)[\"']?(?s:.)?[:=](?s:.)?[\"']?(?:[0-9]|[NSEW][0-9]|One|T|F)",
    "cue": rf"{_CUE.replace('(?i:', '(?:(?i)', 1)} [0-9]",
    "column": r"(?i:addr|street)[A-Za-z_0-9 ]{0,10}[,;\t]",
}  # fmt: skip
"""What is in every text with an address of a form."""
_PLACE = rf"{streets.STREET}(?:,? {streets.UNIT})?"
_FIELD = regex.compile(rf"(?i:{_KEY})[\"']?\s?[:=]\s?[\"']?(?P<value>{_PLACE})")
_SAID = regex.compile(rf"{_CUE} (?P<value>{_PLACE})(?![\p{{L}}\p{{N}}])")
_CELL = regex.compile(rf"(?:^|[\n,;\t\"])(?P<value>{_PLACE})(?=[,;\t\"\n]|$)")


_PERSON = regex.compile(
    r"(?P<given>\p{Lu}\p{L}+) (?:\p{Lu}\.? )?\p{Lu}[\p{L}'’\-]+(?:, ?|,? ?\n ?| (?=\p{Lu}[\p{L}\-]+ [0-9]))"
)


def _behind_person(address: str) -> int:
    """How much of what looks like a part of an address is the person who lives there."""
    person = _PERSON.match(address)
    known = person is not None and person["given"] in listed("given_en")
    return person.end() if person is not None and known else 0


@cache
def _by_hint() -> dict[str, list[tuple[Form, "regex.Pattern[str]"]]]:
    forms: dict[str, list[tuple[Form, regex.Pattern[str]]]] = {}
    for form in _FORMS:
        left = "" if form.anywhere else r"(?<![\p{L}\p{N}-])"
        pattern = regex.compile(rf"{left}{form.pattern}(?![\p{{N}}])")
        forms.setdefault(form.hint, []).append((form, pattern))
    return forms


def addresses(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find street addresses abroad; `plain` is folded, `hints` are those of `HINTS` in it."""
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
    for hint, named in (("street", _FIELD), ("cue", _SAID), ("column", _CELL)):
        if hint in hints:
            for match in named.finditer(plain):
                yield Span("address", *match.span("value"), SURE - 0.02, "address.street")
