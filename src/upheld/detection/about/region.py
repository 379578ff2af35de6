"""Where somebody lives, by evidence: what they say, where their numbers and addresses belong.

Evidence is a stated residence, a field for the country, an international telephone number (E.164
calling codes), the country of an IBAN (ISO 13616), the issuer of a national number, the country of
an address. Which regions are restricted is the policy's to say; a mere mention of a country
(a language, a trip, an export) is no evidence.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import regex

from upheld.detection.finding import Span
from upheld.detection.folding import lowered
from upheld.detection.hints import HEAD_BEGINS, HEAD_ENDS
from upheld.vocabulary.country import EEA
from upheld.vocabulary.table import rows

STATED, FIELD = 0.8, 0.75
_AROUND = 200
"""Code points before and behind the name of a country in which what is said of it stands."""


def spans(
    plain: str,
    so_far: Sequence[Span],
    names: Sequence[Span],
    regions: Collection[str],
    hints: Collection[str],
) -> Iterator[Span]:
    """Find the evidence for a restricted region; existing findings get the group.

    `hints` are those of `hints()` that are in the text.
    """
    for span in so_far:
        country = _country_of(span, plain)
        if country is not None and country in regions:
            yield span._replace(groups=_with_region(span))
    yield from _said(plain, regions, hints)
    if names and "column" in hints:
        yield from _columns(plain, regions)


def hints() -> dict[str, str]:
    """What is in every text in which a residence is stated, or stands in a field or a column."""
    return {
        "stated": _stated_form(),
        "field": (
            r"(?i:国|地|国籍|国名|country|residence|code|nationality)"
            r"(?:\([^)\n]{1,16}\))?[\"']?(?s:.)?[:=]"
        ),
        "column": rf"{HEAD_BEGINS}(?i:{'|'.join(sorted(_COUNTRY_CELLS))}){HEAD_ENDS}",
    }


def _said(plain: str, regions: Collection[str], hints: Collection[str]) -> Iterator[Span]:
    if "stated" in hints:
        countries = _countries().find_matches_as_indexes(plain)
        for match in _near(_stated(), plain, countries):
            if _is_held(match.group("country"), regions):
                yield _span(match, STATED, "region.residence")
    if "field" in hints:
        labels = _labels().find_matches_as_indexes(lowered(plain))
        for match in _near(_fields(), plain, labels):
            if _is_restricted(match.group("country"), regions):
                start, end = match.span("country")
                yield Span("restricted_region", start, end, STATED, "region.field")


def _near(
    pattern: "regex.Pattern[str]", plain: str, hits: Iterable[tuple[int, int, int]]
) -> Iterator["regex.Match[str]"]:
    """Matches round the words of which each has one: the pattern is long, the words are few."""
    stretches: list[tuple[int, int]] = []
    for _, start, end in hits:
        begin, stop = max(0, start - _AROUND), min(len(plain), end + _AROUND)
        if stretches and begin <= stretches[-1][1]:
            stretches[-1] = (stretches[-1][0], stop)
        else:
            stretches.append((begin, stop))
    for begin, stop in stretches:
        for match in pattern.finditer(plain, begin, stop):
            if match.end() < stop or stop == len(plain):  # else it was cut off there
                yield match


@cache
def _countries() -> Any:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(sorted(_country_names()), store_patterns=False)


@cache
def _country_names() -> frozenset[str]:
    """As they are written: an `uk` in a word is no country."""
    return frozenset(name for _, _, listed in _rows() for name in listed) | _UNION


_UNION = frozenset({"EU", "EEA", "欧州連合"})
"""Not one country: who lives there lives in one of those of the European Economic Area."""


def _is_held(name: str, regions: Collection[str]) -> bool:
    if name in _UNION:
        return frozenset(regions) >= EEA
    return _codes().get(_plain_name(name)) in regions


@cache
def _labels() -> Any:
    from ahocorasick_rs import AhoCorasick

    return AhoCorasick(
        ["居住地", "国", "country", "residence", "nationality"], store_patterns=False
    )


def _span(match: "regex.Match[str]", confidence: float, rule: str) -> Span:
    return Span("restricted_region", match.start(), match.end(), confidence, rule)


def _with_region(span: Span) -> tuple[str, ...]:
    return (*(g for g in span.groups if g != "restricted_region"), "restricted_region")


def _country_of(span: Span, plain: str) -> str | None:
    value = plain[span.start : span.end]
    if span.kind == "phone":
        return _country_of_phone(value)
    if span.kind == "iban":
        return value.strip()[:2].upper()
    if span.kind in {"national_id", "address"}:
        last = span.rule.rpartition(".")[2].partition("_")[0].upper()
        return last if last in _all_codes() else None
    return None


def _country_of_phone(value: str) -> str | None:
    digits = re.sub(r"[^0-9+]", "", value)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if not digits.startswith("+"):
        return None
    callings = _calling_codes()
    return next((callings[digits[1:n]] for n in (4, 3, 2) if digits[1:n] in callings), None)


@cache
def _rows() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    return tuple(
        (code, calling, tuple(name for part in names for name in part.split("|") if name))
        for code, calling, *names in rows("upheld.detection.about", "countries.tsv")
    )


@cache
def _all_codes() -> frozenset[str]:
    return frozenset(code for code, _, _ in _rows())


@cache
def _calling_codes() -> dict[str, str]:
    # +1 and +7 are shared and never of a region that is restricted by default.
    return {calling: code for code, calling, _ in reversed(_rows())}


@cache
def _codes() -> dict[str, str]:
    known = {_plain_name(name): code for code, _, names in _rows() for name in names}
    return known | {code: code for code, _, _ in _rows()}


def _plain_name(name: str) -> str:
    return name.removeprefix("the ").removeprefix("The ").strip()


def _is_restricted(text: str, regions: Collection[str]) -> bool:
    code = _codes().get(_plain_name(text)) or _codes().get(text.strip().upper())
    return code is not None and code in regions


@cache
def _alternatives() -> tuple[str, str]:
    names = sorted((n for _, _, listed in _rows() for n in listed), key=len, reverse=True)
    japanese = "|".join(regex.escape(n) for n in names if not n[0].isascii() and ord(n[0]) > 0x3000)  # noqa: PLR2004
    latin = "|".join(regex.escape(n) for n in names if ord(n[0]) < 0x3000)  # noqa: PLR2004
    return japanese, latin


@cache
def _stated() -> "regex.Pattern[str]":
    return regex.compile(
        _stated_form(left=r"(?<![\p{L}])", right=r"(?![\p{L}])", group="?P<country>")
    )


def _stated_form(*, left: str = "", right: str = "", group: str = "?:") -> str:
    """How a residence is stated: as a hint, unless what is round its words and its country is given."""
    ja, en = _alternatives()
    living = (
        r"(?:に|で|の)?(?:在住|居住|永住|定住|住んで(?:い(?:ます|る)|おり|る)?|住まい|お住まい|移住|移り住|引っ越し|暮らし(?:て)?|"
        r"(?:一人|二人|家族と)暮らし|[^、。\s]{1,6}と(?:住ん|暮らし)|留学(?:中|生活|して)|在勤|国内から利用|から利用|から(?:ログイン|注文|参加)(?:して|中)|国籍|出身で現地|駐在)"
    )
    verb = (
        r"(?:(?:permanent |habitual |tax |legal )?residents? of|(?:currently |now |still )?liv(?:es?|ed|ing) (?:permanently )?(?:in|near)(?: an? [a-z]+ (?:near|in))?|"
        r"(?:habitually |currently |permanently )?resid(?:es?|ed|ing) in|mov(?:ed|ing) (?:back )?to|relocated to|settled in|"
        r"(?:is |am |are )?based in|domiciled in|citizen of|registered as living in|stationed in|emigrated to|"
        r"(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) (?:home|house|flat|apartment|residence|studio|home address|permanent address)(?: is|['’]s)? (?:in|(?:just )?outside|near)|"
        r"rent(?:s|ed|ing)? an? (?:[a-z]+ )?(?:flat|studio|room|house|apartment) in)"
    )
    return (
        rf"({group}{ja})(?:本土|国内)?(?:の[^\s、。]{{1,8}}?)?{living}"
        rf"|(?:自宅|住まい|実家|登録住所|現住所|住所)(?:が|は|: ?)({group}{ja})"
        rf"|({group}{ja})(?:の[一-龠ァ-ヶー]{{1,8}})?の(?:私|自分|彼|彼女)の(?:家|自宅|アパート|マンション|部屋|住所)|({group}{ja})で(?:部屋|家|アパート)を借り"
        rf"|({group}{ja})の(?:自宅|実家)(?:に|へ|から)"
        rf"|{left}from ({group}{en}) and (?:still )?live there{right}"
        rf"|({group}EU|EEA|欧州連合)(?:(?:居住者|市民)(?:として|です|なので)|在住|域内に住ん|に住ん)"
        rf"|{left}(?:[Aa]s|[Bb]eing|am|['’]m|is) an? ({group}EU|EEA) (?:resident|citizen){right}"
        rf"|{left}{verb} (?:[A-Z][\p{{L}}]+(?: [A-Z][\p{{L}}]+)?, )?({group}{en}){right}"
        rf"|{left}({group}{en})[- ](?:based|resident)s?{right}"
        rf"|{left}(?:EU|EEA|European) resident(?:, | \()({group}{en})"
    )


@cache
def _fields() -> "regex.Pattern[str]":
    ja, en = _alternatives()
    label = r"(?:居住国|居住地|国籍|在住国|国名|国|country(?:[_ ]of[_ ]residence)?|residence|country[_ ]?code|nationality|residing_country)"
    return regex.compile(
        rf"(?<![\p{{L}}\p{{N}}]){label}(?:\([^)\n]{{1,16}}\))?[\"']?\s?[:=]\s?[\"']?"
        rf"(?P<country>{ja}|{en}|[A-Z]{{2}})(?![\p{{L}}\p{{N}}])",
        regex.IGNORECASE,
    )


_COUNTRY_CELLS = frozenset(
    {
        "国",
        "居住国",
        "国籍",
        "国名",
        "在住国",
        "country",
        "residence",
        "country_of_residence",
        "nationality",
    }
)


def _columns(plain: str, regions: Collection[str]) -> Iterator[Span]:
    """Countries below a header that names them, in a table that has names."""
    at, column, separator = 0, -1, ""
    for line in plain.split("\n"):
        if column >= 0 and separator in line:
            cells = line.split(separator)
            if column < len(cells) and _is_restricted(cells[column].strip("\"' "), regions):
                start = at + sum(len(cell) + 1 for cell in cells[:column])
                text = cells[column]
                start += len(text) - len(text.lstrip("\"' "))
                end = start + len(text.strip("\"' "))
                yield Span("restricted_region", start, end, FIELD, "region.column")
        elif line:
            separator = next((one for one in ("\t", "|", ",", ";") if one in line), "")
            heads = (
                [cell.strip("\"' ").lower() for cell in line.split(separator)] if separator else []
            )
            column = next((n for n, cell in enumerate(heads) if cell in _COUNTRY_CELLS), -1)
        at += len(line) + 1
