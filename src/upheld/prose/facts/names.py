"""Names in prose: companies, countries, products that send data elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from upheld.prose.areas.lexicon import lowered
from upheld.prose.document import Span

_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|一般社団法人|一般財団法人|医療法人|学校法人)[ \u3000]?[A-Za-z0-9ぁ-んァ-ヶー一-龥&・.’'-]{1,30}?"
    r"(?:(?<![ぁ-ん])(?=[はがをのにとで])|(?=[（(「」、。\s）)]|以下|及び|並びに|又は|$))|"
    r"(?<![A-Za-z0-9ぁ-んァ-ヶー一-龥&・])[A-Za-zぁ-んァ-ヶー一-龥&・]{1,30}(?:株式会社|有限会社|合同会社)(?!以下)|"
    r"[A-Za-zァ-ヶー一-龥&・]{1,30}(?:株式会社|有限会社|合同会社)(?!以下)|"
    r"\b[A-Z][\w&.'-]*(?:[ \u00a0]+[A-Z&][\w&.'-]*){0,4},?[ \u00a0]+(?:Inc\.?|Corp\.?|Corporation|Ltd\.?|LLC|K\.K\.|Co\.,\s*Ltd\.?|GmbH|PLC|S\.A\.|B\.V\.)(?![\w])"
)
_LEADING = re.compile(r"^(?:The|Our|By|In|With|To|And|For|From|Of)\s+")
_COUNTRIES: dict[str, str] = {
    "japan": "JP", "日本": "JP", "united states": "US", "u.s.": "US", "usa": "US", "(us)": "US", "(us/": "US",
    "米国": "US", "アメリカ合衆国": "US", "アメリカ": "US", "united kingdom": "GB", "英国": "GB", "germany": "DE",
    "ドイツ": "DE", "france": "FR", "フランス": "FR", "ireland": "IE", "アイルランド": "IE", "singapore": "SG",
    "シンガポール": "SG", "australia": "AU", "オーストラリア": "AU", "denmark": "DK", "デンマーク": "DK",
    "south korea": "KR", "韓国": "KR", "大韓民国": "KR", "china": "CN", "中国": "CN", "india": "IN",
    "インド": "IN", "vietnam": "VN", "ベトナム": "VN", "canada": "CA", "カナダ": "CA", "taiwan": "TW",
    "台湾": "TW", "philippines": "PH", "フィリピン": "PH", "netherlands": "NL", "オランダ": "NL", "israel": "IL",
    "イスラエル": "IL", "malta": "MT", "マルタ": "MT", "switzerland": "CH", "スイス": "CH", "sweden": "SE",
    "スウェーデン": "SE", "spain": "ES", "スペイン": "ES", "italy": "IT", "イタリア": "IT", "new zealand": "NZ",
    "ニュージーランド": "NZ", "thailand": "TH", "タイ王国": "TH", "indonesia": "ID", "インドネシア": "ID",
    "hong kong": "HK", "香港": "HK", "malaysia": "MY", "マレーシア": "MY", "brazil": "BR", "ブラジル": "BR",
}  # fmt: skip
_COUNTRY = re.compile("|".join(
    (rf"\b{re.escape(name)}\b" if name[0].isalpha() and name.isascii() and name[-1] != "." else re.escape(name))
    for name in sorted(_COUNTRIES, key=len, reverse=True)
))  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Technology:
    """A product by which data leaves the company.

    Attributes:
        kind: analytics, ads, recorder, captcha, social, payment, ai, cloud, mail, support, …
        country: Where its company is, ISO 3166-1 alpha-2.
    """

    name: str
    company: str
    country: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyFact:
    """A product that the text names."""

    span: Span
    technology: Technology


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFact:
    """A company or a country; `name` is tidied, or the country's code."""

    span: Span
    name: str


@cache
def _technologies() -> tuple[Any, tuple[Technology, ...], tuple[str, ...]]:
    from ahocorasick_rs import AhoCorasick, MatchKind

    text = files("upheld.prose.facts").joinpath("technologies.tsv").read_text("utf-8")
    spellings: list[str] = []
    listed: list[Technology] = []
    for line in text.splitlines():
        if line.startswith("#") or not line:
            continue
        name, company, country, kind, words = line.split("\t")
        for word in words.split("|"):
            spellings.append(word)
            listed.append(Technology(name=name, company=company, country=country, kind=kind))
    automaton = AhoCorasick(spellings, matchkind=MatchKind.LeftmostLongest)
    return automaton, tuple(listed), tuple(spellings)


def technologies(text: str) -> Iterator[TechnologyFact]:
    """Yield the products a text names, in order; not those inside a URL or an address.

    >>> [t.technology.name for t in technologies("We use Google Analytics (https://stripe.test).")]
    ['Google Analytics']
    """
    automaton, listed, _spellings = _technologies()
    folded = lowered(text)
    for number, start, end in automaton.find_matches_as_indexes(folded):
        if _is_part_of_a_word(folded, start, end):
            continue
        yield TechnologyFact(span=Span(start, end), technology=listed[number])


def _is_part_of_a_word(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if (
        text[start].isascii()
        and before
        and before.isascii()
        and (before.isalnum() or before in "/.@-_")
    ):
        return True
    last = text[end - 1]
    if last.isascii() and last.isalnum() and after.isascii() and after.isalnum():
        return True
    return after == "@" or (after == "." and text[end + 1 : end + 2].isalnum())


def companies(text: str, start: int = 0, end: int | None = None) -> Iterator[NameFact]:
    """Yield the names of companies, in order.

    >>> [c.name for c in companies("株式会社アオバ商店は、Blue Lake, Inc. に委託します。")]
    ['株式会社アオバ商店', 'Blue Lake, Inc.']
    """
    stop = len(text) if end is None else end
    for match in _COMPANY.finditer(text, start, stop):
        name = _LEADING.sub("", " ".join(match.group().split()))
        if re.fullmatch(r"(?:Inc|Corp|Ltd|LLC)\.?", name):
            continue
        yield NameFact(span=Span(match.start(), match.end()), name=name)


def countries(text: str, start: int = 0, end: int | None = None) -> Iterator[NameFact]:
    """Yield the countries a text names, as their codes.

    >>> [c.name for c in countries("hosted in Japan, mail in the United States")]
    ['JP', 'US']
    """
    part = lowered(text[start:end])
    for match in _COUNTRY.finditer(part):
        yield NameFact(
            span=Span(start + match.start(), start + match.end()), name=_COUNTRIES[match.group()]
        )
