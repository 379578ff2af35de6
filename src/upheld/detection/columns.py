"""What a column holds, judged by its values: distinct ones, of which most must validate.

One value that stands in every row says nothing (a column of `Safari` holds no names), and of
random numbers with twelve digits one in eleven is a valid My Number: so values count once, and
a kind is a column's only where most of its values are of the kind. The column's name is read
before each value as the words that stand beside it, and the verdict says whether it needed them.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from upheld.detection.kind import kinds
from upheld.detection.scanner import Scanner
from upheld.detection.spelling import words

MOSTLY = 0.8
"""Share of the distinct values from which a kind is the column's; 0 to 1."""
_ENOUGH = 5
"""Distinct values without which values alone decide nothing."""
_SOME = 0.3
"""Share from which values of a kind are no chance, though they are not most of the column."""
_WHOLE = 0.8
"""Share of a value's characters that a finding covers where the value is one of the kind."""
_READ = 120
"""Distinct values that are looked at; of a share of 0.8 the error is below 0.08 (95 %)."""
_VALUE_CHARACTERS = 2_000
_FIRST = 24
"""Distinct values that show whether more are worth looking at."""
_SHORT = 40
"""Characters of the longest value of a column in which nobody writes sentences."""
_CHECKED = {
    "jp_my_number": "個人番号",
    "jp_drivers_licence": "運転免許証番号",
    "jp_resident_code": "住民票コード",
    "device_id": "IMEI",
}
"""Numbers with a check digit that stand for nothing alone, and the word that asks for the check. One
may pass by chance, one in ten; a column of them does not."""
_SHORTEST_CHECKED = 11  # digits
_MANY, _NEARLY_ALL = 20, 0.95
_POSTAL = re.compile(r"\d{3}-\d{4}", re.ASCII)
_YEAR = re.compile(r"(?:19|20)\d\d(?=\D|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$)", re.ASCII)
_NUMERIC = re.compile(r"[\d ./年月日-]+", re.ASCII)
_GENERATION = 35  # years; contracts and orders of one company do not spread so far
_VAGUE = frozenset({"age", "pin", "card_security_code", "card_expiry", "postal_code"})
"""Kinds that any short number looks like: only a name that says the same makes them a column's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the values of one column are.

    Attributes:
        kind: A name of `upheld.detection.kind`; `None`: of no kind, or of several.
        share: Of the distinct values looked at, those that are of the kind; 0 to 1.
        looked_at: Distinct values.
        by_name: Whether the values are of the kind only under the column's name.
        within: Kinds found inside longer texts, with the share of values that hold them.
        nearly: Of no kind: the largest share of values that are of one; 0 to 1.
    """

    kind: str | None
    share: float = 0.0
    looked_at: int = 0
    by_name: bool = False
    within: dict[str, float] = field(default_factory=dict)
    nearly: float = 0.0

    @property
    def unsure(self) -> bool:
        """Whether more values may show a kind that these do not: there are few, or too many are of it."""
        if self.kind is not None:
            return False
        return self.looked_at == 0 or self.nearly >= (_SOME if self.looked_at >= _ENOUGH else 0.01)

    @property
    def category(self) -> str | None:
        """The data category of such a column."""
        return kinds()[self.kind].category if self.kind else None


def judge(name: str, values: Iterable[str], scanner: Scanner) -> Verdict:
    """Judge a column by its name and by values of it, in any order and with repetitions.

    >>> judge("c1", (f"user{n}@example.jp" for n in range(9)), Scanner()).kind
    'email'
    >>> judge("browser", ["Safari"] * 900, Scanner()).kind is None
    True
    """
    distinct = list(dict.fromkeys(v.strip()[:_VALUE_CHARACTERS] for v in values if v.strip()))
    some = distinct[:: max(1, len(distinct) // _READ)][:_READ]
    if not some:
        return Verdict(kind=None)
    first = some[:: max(1, len(some) // _FIRST)][:_FIRST]
    if max(map(len, some)) <= _SHORT and not _promising(name, first, scanner):
        return Verdict(kind=None, looked_at=len(first))
    return _judged(name, some, scanner)


def _judged(name: str, some: list[str], scanner: Scanner) -> Verdict:
    alone, within = _counted(some, scanner)
    if kind := _most(alone, len(some) * MOSTLY, len(some) >= _ENOUGH, _VAGUE):
        return Verdict(kind=kind, share=alone[kind] / len(some), looked_at=len(some))
    under = _named(name, some, scanner)
    if kind := _most(under, len(some) * MOSTLY, len(some) > 1):
        share = under[kind] / len(some)
        return Verdict(kind=kind, share=share, looked_at=len(some), by_name=True)
    if len(some) >= _MANY and (unnamed := _unnamed(some, scanner)):
        return unnamed
    # Of values of one form that seldom validate, those that do are chance.
    chance = {kind for kind, count in alone.items() if kind not in within and count < len(some) / 2}
    shares = {k: n / len(some) for k, n in (alone + within).items() if k not in chance}
    nearly = max((n / len(some) for k, n in alone.items() if k not in _VAGUE), default=0.0)
    return Verdict(kind=None, looked_at=len(some), within=shares, nearly=nearly)


def _unnamed(some: list[str], scanner: Scanner) -> Verdict | None:
    """What many values are together that one alone is not: checked numbers, dates of birth."""
    if all(_POSTAL.fullmatch(value) for value in some):
        return Verdict(kind="postal_code", share=1.0, looked_at=len(some))
    numbers = _CHECKED if max(map(len, some)) >= _SHORTEST_CHECKED else {}
    asked = {**numbers, **({"birth_date": "生年月日"} if _decades(some) else {})}
    for kind, label in asked.items():
        # A few first: most columns of numbers are none of these.
        if _share(some[:_FIRST], kind, label, scanner) < MOSTLY:
            continue
        share = _share(some, kind, label, scanner)
        if share >= _NEARLY_ALL:
            return Verdict(kind=kind, share=share, looked_at=len(some))
    return None


def _share(values: list[str], kind: str, label: str, scanner: Scanner) -> float:
    return _counted(values, scanner, before=f"{label}: ")[0][kind] / len(values)


def _decades(some: list[str]) -> bool:
    """Whether years of all values lie as far apart as only people's births do."""
    years = sorted(int(found[0]) for value in some if (found := _YEAR.match(value)))
    if len(years) < len(some):
        return False
    edge = len(years) // 20
    return years[-1 - edge] - years[edge] >= _GENERATION


def _promising(name: str, values: list[str], scanner: Scanner) -> bool:
    """Whether a few values leave it open that many are of a kind, or that some hold one."""
    alone, within = _counted(values, scanner)
    half = len(values) * _SOME
    return (
        bool(within)
        or _most(alone, half) is not None
        or _most(_named(name, values, scanner), half) is not None
        or all(_NUMERIC.fullmatch(value) for value in values)
    )


def _most(
    counts: Counter[str], bar: float, enough: bool = True, without: frozenset[str] = frozenset()
) -> str | None:
    """The most frequent kind, where it reaches the bar."""
    for kind, count in counts.most_common(1):
        return kind if enough and count >= bar and kind not in without else None
    return None


def _named(name: str, values: list[str], scanner: Scanner) -> Counter[str]:
    spoken = " ".join(words(name))
    return _counted(values, scanner, before=f"{spoken}: ")[0] if spoken else Counter()


def _counted(
    values: list[str], scanner: Scanner, before: str = ""
) -> tuple[Counter[str], Counter[str]]:
    """How many values are of each kind, and how many longer ones hold one."""
    whole: Counter[str] = Counter()
    within: Counter[str] = Counter()
    found = scanner.scan_many(before + value for value in values)
    for value, findings in zip(values, found, strict=True):
        inside = [one for one in findings if one.start >= len(before)]
        covers = {f.kind for f in inside if (f.end - f.start) / len(value) >= _WHOLE}
        whole.update(covers)
        within.update({f.kind for f in inside} - covers)
    return whole, within
