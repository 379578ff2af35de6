"""Fees and ages in prose."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upheld.prose.document import Span

_AMOUNT = re.compile(
    r"(?P<yen>[\d０-９][\d０-９,，]{0,8})\s*(?:yen|円|JPY)|[¥￥]\s*(?P<sign>\d[\d,]{0,8})|"
    r"(?:US)?\$\s*(?P<dollar>\d[\d,]{0,8}(?:\.\d\d)?)",
    re.IGNORECASE,
)
_FEE = re.compile(r"\bfees?\b|手数料|実費|\bcharge[sd]?\b", re.IGNORECASE)
_AGE = re.compile(
    r"(?:under|below|younger than|at least|over)\s+(?:the age of\s+)?(?P<en>\d{1,2})(?!\s*(?:days|months|years of retention|%|business|hours))\b|"
    r"(?P<en2>\d{1,2})\s+years\s+(?:old|of age)|(?:満)?(?P<ja>[\d０-９]{1,2}|[一二三四五六七八九十]{1,3})\s*歳(?:未満|以下|以上)",
    re.IGNORECASE,
)
_OLDEST = 20
"""Years; a higher number is no age limit of a policy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeFact:
    """An amount of money that the words around it call a fee."""

    span: Span
    amount: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeFact:
    """An age limit, in years."""

    span: Span
    years: int


def fees(text: str, start: int = 0, end: int | None = None) -> Iterator[FeeFact]:
    """Yield the fees between two offsets.

    >>> [(f.amount, f.currency) for f in fees("開示1件につき手数料1,000円")]
    [(1000, 'JPY')]
    """
    stop = len(text) if end is None else end
    for match in _AMOUNT.finditer(text, start, stop):
        around = text[max(start, match.start() - 80) : min(stop, match.end() + 60)]
        if not _FEE.search(around):
            continue
        digits = match["yen"] or match["sign"] or match["dollar"].partition(".")[0]
        amount = re.sub(r"[,，]", "", digits)
        yield FeeFact(
            span=Span(match.start(), match.end()),
            amount=int(amount),
            currency="USD" if match["dollar"] else "JPY",
        )


def ages(text: str, start: int = 0, end: int | None = None) -> Iterator[AgeFact]:
    """Yield the age limits between two offsets.

    >>> [a.years for a in ages("children under 13; １６歳未満の方")]
    [13, 16]
    """
    from upheld.prose.numbering import kanji_value

    stop = len(text) if end is None else end
    for match in _AGE.finditer(text, start, stop):
        printed = match["en"] or match["en2"] or match["ja"]
        years = int(printed) if printed.isdecimal() else kanji_value(printed)
        if years is not None and 0 < years <= _OLDEST:
            yield AgeFact(span=Span(match.start(), match.end()), years=years)
