"""Names in prose: companies, countries, products that send data elsewhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Any

from upheld.prose.areas.lexicon import lowered
from upheld.prose.document import Span

_BEHIND = r"(?<![をへ])(?<!は)(?<!及び)(?<!または)(?<!並びに)(?:株式会社|有限会社|合同会社)(?!以下)(?![一-龥ァ-ヶーA-Za-z])"
"""A legal form at the end of a name; before a name it begins one (「業務を株式会社…」)."""
_COMPANY = re.compile(
    r"(?:株式会社|有限会社|合同会社|一般社団法人|一般財団法人|医療法人|学校法人)[ \u3000]?[A-Za-z0-9ぁ-んァ-ヶー一-龥&・.’'-]{1,30}?"
    r"(?:(?<![ぁ-ん])(?=[はがをのにとで])|(?=[（(「」、。\s）)]|以下|及び|並びに|又は|$))|"
    rf"(?<![A-Za-z0-9ぁ-んァ-ヶー一-龥&・])[A-Za-zぁ-んァ-ヶー一-龥&・]{{1,30}}{_BEHIND}|"
    rf"[A-Za-zァ-ヶー一-龥&・]{{1,30}}{_BEHIND}|"
    r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9_&.'-]*(?:[ \u00a0]+[A-Z&][\w&.'-]*){0,4},?[ \u00a0]+(?:Inc\.?|Corp\.?|Corporation|Ltd\.?|LLC|K\.K\.|Co\.,\s*Ltd\.?|GmbH|PLC|S\.A\.|B\.V\.)(?![\w])"
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


_BESIDE = 40  # characters
_LEADS_TO_COUNTRY = re.compile(
    r"(?:社|,? ?(?:Inc|LLC|Ltd|Corp)\.?)?\s*(?:[（(][^（()）]{0,20}|,?\s*(?:based |headquartered |located )?in (?:the )?|,\s*(?:the )?)",
)
_LEADS_TO_NAME = re.compile(
    r"(?:の|に(?:本社(?:を置く|がある|のある)|所在する|ある)|にある|所在の)[ \u3000「]?"
)
_LATIN_NAME = r"[A-Z][A-Za-z0-9_&.-]*(?: [A-Z][A-Za-z0-9_&.-]*){0,4}"
_PLACED = r"[ァ-ヶー一-龥々A-Za-zあ-んー&・ ]"
_WITH_COUNTRY = re.compile(
    rf"(?:^|(?<=[をはがにでへ、。「\s]))({_PLACED}{{2,24}}?)(?=社?[（(][^（()）]{{2,30}}[）)](?:に|へ|と|及び|および|、|を|の|が|は))"
    rf"|(?:(?<=の)|(?<=ある)|(?<=置く))({_LATIN_NAME})(?=(?:社)?(?:に|へ|を|と|が|の|、))"
    rf"|(?<=to |by |th |se )({_LATIN_NAME})(?= ?\(|,? (?:based |headquartered |located )?in )",
    re.MULTILINE,
)
"""Where a recipient's name may stand: before a bracket, behind a country, behind to, by, with, use."""
_NO_NAME = re.compile(
    r"(?:.*(?:委託先|提供先|事業者|業者|会社|サーバー?|センター|クラウド|企業|国|地域|拠点|第三者|所在地|等|など|サービス|リージョン))"
    r"|(?:Users?|Customers?|People|Persons?|Servers?|Third|Part(?:y|ies)|Compan(?:y|ies)|Residents?|Affiliates?|Data|We|Us|You|The|Our)\b.*"
)
"""Words that stand in such places and name nobody."""
_KATAKANA: Mapping[str, tuple[str, ...]] = {
    "google": ("グーグル",), "yahoo! japan": ("ヤフージャパン",), "yahoo!": ("ヤフー", "ヤフー!", "yahoo", "yahoo！"),
    "meta": ("メタ",), "facebook": ("フェイスブック",), "microsoft": ("マイクロソフト",), "amazon": ("アマゾン",),
    "line": ("ライン",), "twitter": ("ツイッター",), "tiktok": ("ティックトック",), "youtube": ("ユーチューブ",),
    "analytics": ("アナリティクス", "アナリティクス4"), "tag manager": ("タグマネージャー", "タグマネージャ"),
    "tag": ("タグ",), "ads": ("広告",), "advertising": ("広告",), "pixel": ("ピクセル",), "maps": ("マップ", "マップス"),
    "clarity": ("クラリティ",), "cloud": ("クラウド",), "workspace": ("ワークスペース",), "adsense": ("アドセンス",),
    "web services": ("ウェブサービス", "ウェブ サービス", "ウェブ・サービス", "ウェブサービシズ"),
    "stripe": ("ストライプ",), "paypal": ("ペイパル",), "zendesk": ("ゼンデスク",), "salesforce": ("セールスフォース",),
    "hubspot": ("ハブスポット",), "mailchimp": ("メールチンプ",), "twilio": ("トゥイリオ", "ツイリオ"),
    "sendgrid": ("センドグリッド",), "firebase": ("ファイアベース",), "intercom": ("インターコム",), "criteo": ("クリテオ",),
    "azure": ("アジュール",), "official account": ("公式アカウント",),
}  # fmt: skip
"""How words of products are written in Japanese; longer ones first where one begins another."""


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
        for word in dict.fromkeys(v for w in words.split("|") for v in in_katakana(w)):
            spellings.append(word)
            listed.append(Technology(name=name, company=company, country=country, kind=kind))
    automaton = AhoCorasick(spellings, matchkind=MatchKind.LeftmostLongest)
    return automaton, tuple(listed), tuple(spellings)


def in_katakana(spelling: str) -> Iterator[str]:
    """Yield a spelling with each of its words in Latin letters or in katakana, apart or together.

    Between two words in Latin letters the space stays.

    >>> {"google analytics", "google アナリティクス", "グーグルアナリティクス"} <= {*in_katakana("google analytics")}
    True
    """
    yield spelling
    words = _split_known(spelling)
    for forms in product(*((word, *_KATAKANA.get(word, ())) for word in words)):
        joined = [forms[0]]
        for last, form in pairwise(forms):
            gaps = (" ",) if last.isascii() and form.isascii() else ("", " ", "\u3000", "・")
            joined = [f"{one}{gap}{form}" for one in joined for gap in gaps]
        yield from joined


def _split_known(spelling: str) -> list[str]:
    """The words of a spelling; `tag manager` is one, as it is in katakana."""
    words: list[str] = []
    rest = spelling
    while rest:
        known = next((k for k in _KATAKANA if rest == k or rest.startswith(f"{k} ")), None)
        word = known or rest.partition(" ")[0]
        words.append(word)
        rest = rest[len(word) :].lstrip(" ")
    return words


def country_beside(text: str, span: Span) -> str | None:
    """Return the country that a text gives to a name: `Twilio(米国)`, `in Canada`, 「カナダの…」.

    >>> country_beside("Twilio(米国)に委託します。", Span(0, 6)), country_beside("to Blue Lake in Canada", Span(3, 12))
    ('US', 'CA')
    """
    behind = text[span.end : span.end + _BESIDE]
    for country in countries(behind):
        if _LEADS_TO_COUNTRY.fullmatch(behind[: country.span.start]):
            return country.name
        break
    before = text[max(0, span.start - _BESIDE) : span.start]
    for country in countries(before):
        if _LEADS_TO_NAME.fullmatch(before[country.span.end :]):
            return country.name
    return None


def with_country(text: str) -> Iterator[NameFact]:
    """Yield names without a legal form that the text gives a country to, in order.

    >>> [n.name for n in with_country("配送をみどり運輸(日本)に、入力をフィリピンのSunny Dataに委託します。")]
    ['みどり運輸', 'Sunny Data']
    """
    for match in _WITH_COUNTRY.finditer(text):
        group = next(number for number, words in enumerate(match.groups(), 1) if words)
        words = re.split(r"[をはがにで、]", match[group])[-1].strip()
        span = Span(match.end(group) - len(words), match.end(group))
        if not words or words.lower() in _COUNTRIES or _NO_NAME.fullmatch(words):
            continue
        if country_beside(text, span) is not None:
            yield NameFact(span=span, name=" ".join(words.split()))


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
