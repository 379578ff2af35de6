"""The scanner with everything that comes with the package; what the gateway and the commands use."""

from collections.abc import Collection, Sequence
from datetime import date

from upheld.detection.about import About
from upheld.detection.about.child import BOUND
from upheld.detection.plugged.judge import Judge, Judged
from upheld.detection.rule import Rule
from upheld.detection.rules import builtin
from upheld.detection.scanner import SURE, Recogniser, Scanner
from upheld.detection.words import Words
from upheld.vocabulary.country import EEA

REGIONS = EEA | {"GB", "CH", "CN"}
"""Regions that are held for restricted where a policy names none: EEA, UK, Switzerland, mainland China."""


def standard(
    *,
    today: date,
    languages: Sequence[str] = ("ja", "en"),
    regions: Collection[str] = REGIONS,
    child_under: int = BOUND,
    sure: float = SURE,
    rules: Sequence[Rule] = (),
    recognisers: Sequence[Recogniser] = (),
    judge: Judge | None = None,
) -> Scanner:
    """Build the scanner with every rule and recogniser.

    Args:
        today: The day on which ages are computed.
        languages: Of the texts: `ja`, `en` or both.
        regions: ISO 3166-1 codes whose people's data is restricted.
        child_under: Years; who is younger is a child.
        sure: Findings below it are not reported, 0 to 1.
        rules: Beside those of the package.
        recognisers: Likewise.
        judge: Asked about names that are in doubt, and about nothing else.
    """
    words = Words(languages)
    return Scanner(
        (*builtin(), *rules) if rules else None,
        recognisers=(
            words if judge is None else Judged(words, judge),
            About(today=today, regions=regions, child_under=child_under),
            *recognisers,
        ),
        sure=sure,
    )
