"""Weighs the words of a sentence with those of the headings above it."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from upheld.prose.areas.lexicon import Area, Found, find, total
from upheld.prose.document import Clause, ClauseKey, Reading, Sentence

_FROM_HEADING: Mapping[str, float] = {
    "heading": 0.5,
    "announcement": 0.9,
    "item": 1.0,
    "sentence": 0.7,
}
"""How much the words of the heading count: an item of a list says little by itself."""
_FROM_ANNOUNCEMENT = 0.6
_FARTHER = 0.5  # each further heading counts half of the one below it
_LEAST = 2.0
"""Weight below which nothing is decided."""
_AHEAD = 1.15
"""How many times the second area the first one must weigh."""
_REASONS = 5
_TITLES = frozenset(
    [
        "privacy policy",
        "privacy notice",
        "privacy statement",
        "プライバシーポリシー",
        "プライバシー・ポリシー",
        "個人情報保護方針",
        "個人情報の取扱いについて",
        "個人情報の取り扱いについて",
    ]
)
"""What a whole policy is called; as a line of its own it says nothing else."""
_HEADINGS: Mapping[str, Area] = {
    "contact": "contact", "連絡先": "contact", "お問い合わせ": "contact", "窓口": "contact",
    "changes": "policy-versioning", "変更": "policy-versioning", "改定": "policy-versioning",
    "children": "children", "子ども": "children", "未成年者": "children",
    "affiliates": "ads-and-opt-outs", "choices": "ads-and-opt-outs",
    "data": "data-map", "情報の取得": "data-map", "scope": "policy-model", "立場": "policy-model",
    "sharing": "recipients-and-transfers", "提供先": "recipients-and-transfers",
    "roles": "policy-model", "security": "security-controls",
}  # fmt: skip
"""Headings of one word, too short for the lexicon."""
_Within: TypeAlias = Callable[[int, int], Sequence[Found]]
"""The phrases between two offsets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """What a sentence is about.

    Attributes:
        sentence: Which one.
        area: `None` is unsure.
        reasons: The words it was judged by, as the text has them; those of the heading in
            brackets.
        confidence: 0 to 1: the share of the area in all weights, damped where they are few.
        nearest: What it could be where it is unsure, the likeliest first.
        by: `words`, or `model` where a language model was asked and its quote was found.
    """

    sentence: Sentence
    area: Area | None
    reasons: tuple[str, ...]
    confidence: float
    nearest: tuple[Area, ...] = ()
    by: str = "words"


def classify(reading: Reading) -> tuple[Classified, ...]:
    """Classify every sentence, in the order of the text."""
    found = find(reading.text)
    starts = [one.start for one in found]

    def within(start: int, end: int) -> Sequence[Found]:
        return found[bisect_left(starts, start) : bisect_left(starts, end)]

    context = _Context(reading, within)
    return tuple(_one(reading, sentence, within, context) for sentence in reading.sentences)


class _Context:
    """What the headings and announcing sentences above a clause are about; kept once known."""

    def __init__(self, reading: Reading, within: _Within) -> None:
        self.reading = reading
        self.within = within
        self._headings: dict[ClauseKey, dict[Area, float]] = {}
        self._announced: dict[ClauseKey | None, dict[Area, float]] = {}

    def of(self, clause: Clause) -> dict[Area, float]:
        """Return the weights that the clause inherits."""
        weights: dict[Area, float] = {}
        share = 1.0
        for above in self.reading.ancestors(clause):
            for area, weight in self.own(above).items():
                weights[area] = weights.get(area, 0) + share * weight
            share *= _FARTHER
        return weights

    def own(self, clause: Clause) -> dict[Area, float]:
        """A heading's own words, or the first sentence of an item that has items below it."""
        if clause.id not in self._headings:
            first = self.reading.sentences_of.get(clause.id, ())[:1]
            span = first[0].span if first else clause.span
            weights = total(self.within(span.start, span.end))
            factor = 1.0 if clause.kind == "section" else _FROM_ANNOUNCEMENT
            self._headings[clause.id] = {area: factor * w for area, w in weights.items()}
        return self._headings[clause.id]


def _one(reading: Reading, sentence: Sentence, within: _Within, context: _Context) -> Classified:
    clause = reading.by_id[sentence.clause]
    if sentence.text.casefold() in _TITLES:
        return Classified(
            sentence=sentence, area="informational", reasons=(sentence.text,), confidence=0.9
        )
    area = _HEADINGS.get(sentence.text.strip("()（） ").casefold())
    if sentence.kind == "heading" and area is not None:
        return Classified(sentence=sentence, area=area, reasons=(sentence.text,), confidence=0.8)
    own_found = within(sentence.span.start, sentence.span.end)
    own = total(own_found)
    share = _FROM_HEADING[sentence.kind]
    inherited = context.of(clause)
    if clause.kind == "section" and sentence.kind != "heading":
        inherited = _added(inherited, context.own(clause))
    weights = {area: float(weight) for area, weight in own.items()}
    for area, weight in inherited.items():
        weights[area] = weights.get(area, 0.0) + share * weight
    ranked = sorted(weights, key=lambda area: (-weights[area], area))
    if not ranked:
        return Classified(sentence=sentence, area=None, reasons=(), confidence=0.0)
    best = weights[ranked[0]]
    second = weights[ranked[1]] if len(ranked) > 1 else 0.0
    sure = best >= _LEAST and best >= _AHEAD * second
    first = ranked[0]
    return Classified(
        sentence=sentence,
        area=first if sure else None,
        reasons=_reasons(reading, own_found, first, inherited_only=first not in own),
        confidence=round(best / (sum(weights.values()) + 1.0), 2),
        nearest=() if sure else tuple(ranked[:3]),
    )


def _added(one: dict[Area, float], other: Mapping[Area, float]) -> dict[Area, float]:
    return {area: one.get(area, 0) + other.get(area, 0) for area in {*one, *other}}


def _reasons(
    reading: Reading, found: Sequence[Found], area: Area, *, inherited_only: bool
) -> tuple[str, ...]:
    words = [
        reading.text[one.start : one.start + len(one.phrase.text)]
        for one in found
        if one.phrase.area == area
    ]
    if inherited_only:
        words.append("(heading)")
    return tuple(dict.fromkeys(words))[:_REASONS]
