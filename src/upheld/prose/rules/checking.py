"""Runs the rules over a text."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from upheld.prose.areas.classifying import Classified
from upheld.prose.document import Reading
from upheld.prose.facts.gathering import Facts
from upheld.prose.rules.catalogue import RULES
from upheld.prose.rules.finding import Hit, Severity, TextFinding, TextRule
from upheld.prose.rules.material import Material
from upheld.wording import Text

_LESS: dict[Severity, Severity] = {
    "error": "warning",
    "warning": "information",
    "information": "information",
}
_IN_THIS_CAPTURE = Text(
    en=" (missing in this capture: check the original)",
    ja="(この写しで失われた可能性があります。原文を確認してください)",
)


def check(
    reading: Reading,
    facts: Facts,
    classified: Sequence[Classified],
    *,
    today: date | None = None,
    progress: Callable[[TextRule], None] | None = None,
) -> tuple[TextFinding, ...]:
    """Run every rule; findings come in the order of the text, then of the codes.

    Args:
        reading: The text.
        facts: What `facts.gathering.gather` took out of it.
        classified: What `areas.classifying.classify` says its sentences are about.
        today: Changes of law after this day are not held against the text.
        progress: Told which rule runs next.
    """
    material = Material(reading, facts, classified, today)
    found: list[TextFinding] = []
    for rule in RULES:
        if progress is not None:
            progress(rule)
        found.extend(_of_rule(material, rule))
    return tuple(sorted(found, key=lambda one: (one.span.start, one.code)))


def _of_rule(material: Material, rule: TextRule) -> Iterator[TextFinding]:
    seen: set[tuple[int, int]] = set()
    for hit in rule.check(material):
        place = (hit.span.start, hit.span.end)
        if place in seen:
            continue
        seen.add(place)
        yield _finding(material, rule, hit)


def _finding(material: Material, rule: TextRule, hit: Hit) -> TextFinding:
    lost = hit.lost and material.reading.may_have_lost_formatting
    severity = hit.severity or rule.severity
    what = hit.what
    if lost:
        severity = _LESS[severity]
        what = Text(en=what.en + _IN_THIS_CAPTURE.en, ja=what.ja + _IN_THIS_CAPTURE.ja)
    return TextFinding(
        code=rule.code,
        severity=severity,
        clause=material.at(hit.span.start).clause,
        span=hit.span,
        what=what,
        remedy=hit.remedy,
        capture_loss=lost,
    )
