"""National numbers of people of other countries; `abroad.tsv` is the table."""

from functools import cache

from upheld.detection.checks.abroad import by_table, us_ssn
from upheld.detection.rule import Rule
from upheld.detection.rules.other import OTHER_NUMBERS
from upheld.vocabulary.table import rows

_SSN = (
    "ssn", "social security", "社会保障番号", "ソーシャルセキュリティ", "social security number", "social security no", "ss#",
    "w-2", "w-8ben", "1099", "納税者番号", "itin",
)  # fmt: skip
_SOURCE = "SSA, Program Operations Manual RM 10201"


@cache
def rules() -> tuple[Rule, ...]:
    """Return every rule of the table, and those of the USA."""
    return (*_USA, _BRITISH_LICENCE, *map(_of_row, rows("upheld.detection.rules", "abroad.tsv")))


def _of_row(row: list[str]) -> Rule:
    form, check, bare, pattern, words, source = row
    return Rule(
        id=f"national_id.{form}",
        kind="national_id",
        pattern=pattern,
        source=source,
        check=by_table(check),
        context=tuple(words.split("|")),
        against=OTHER_NUMBERS,
        confidence=float(bare),
        gate=_gate(pattern) if float(bare) else r"\d",
    )


def _gate(pattern: str) -> str:
    """What is in every match and cheap to look for: few states for many patterns."""
    if pattern.startswith(r"756\."):
        return r"756\."
    if r"\." in pattern:
        return r"\d\.\d{1,3}\.\d"
    if pattern.startswith(r"[12] ?"):
        return r"[12] ?\d{2} ?\d{2}"
    if pattern.startswith("[A-Z]{6}"):
        return "[A-Z]{6}"
    if not pattern.startswith("["):
        return r"\d{6}"
    # Not what a state and its ZIP code have: every American address would open all of these.
    return r"[A-Z] ?\d{2} ?\d{2} ?\d{2}" if " ?" in pattern else r"[A-Z]\d{4}"


_BRITISH_LICENCE = Rule(
    id="national_id.gb_licence",
    kind="national_id",
    pattern=r"[A-Z]{1,5}9{0,4} ?\d(?:0[1-9]|1[0-2]|5[1-9]|6[0-2])(?:0[1-9]|[12]\d|3[01])\d ?[A-Z][A-Z9]\d[A-Z]{2}",
    source="DVLA, INF 188: name, date of birth by decade, month (women: 50 more), day and year, initials, check",
    check=lambda value: len(value.replace(" ", "")) == 16,  # noqa: PLR2004 - its fixed length
    context=("licence", "license", "dvla", "driving", "driver", "免許"),
    against=OTHER_NUMBERS,
    gate=r"\d ?[A-Z][A-Z9]\d[A-Z]{2}",
    confidence=0.8,
)
_USA = (
    Rule(
        id="us_ssn",
        kind="us_ssn",
        pattern=r"\d{3}-\d{2}-\d{4}",
        source=_SOURCE,
        check=us_ssn,
        context=_SSN,
        against=OTHER_NUMBERS,
        confidence=0.6,
        with_context=0.97,
    ),
    Rule(
        id="us_ssn.tight",
        kind="us_ssn",
        pattern=r"\d{9}|\d{3} \d{2} \d{4}",
        source=_SOURCE,
        check=us_ssn,
        context=_SSN,
        against=OTHER_NUMBERS,
        confidence=0,
        with_context=0.9,
    ),
)
