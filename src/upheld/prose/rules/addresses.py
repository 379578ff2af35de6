"""URLs, retired names, signals and lists on the web: UPH146, UPH147, UPH149, UPH150."""

import re
from collections.abc import Iterator

from upheld.prose.document import Span
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_SPACED = re.compile(r"[(（]\s*https?://[^\s()（）]+[ \u3000]+[^\s()（）]+[^()（）\n]{0,60}[)）]")
_BRACKETS = re.compile(r"https?://[^\s()（）、。]+[)）]{2,}|https?://[^\s、。]*[\[\]{}|\\^`<>]")
_BROKEN = re.compile(
    r"\bhttps?:/(?!/)\S+|\bhttps?//\S+|\bhttps?:\s+//\S+|\bhttps?://\s+\S+", re.IGNORECASE
)
_INSECURE = re.compile(r"\bhttp://[^\s<>\"'（）()、。]+", re.IGNORECASE)
_RETIRED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bAdWords\b|アドワーズ", re.IGNORECASE), "Google Ads (2018)"),
    (re.compile(r"\bSSL\b(?!\s*/\s*TLS)", re.IGNORECASE), "TLS (RFC 8446; SSL 3.0: RFC 7568)"),
    (re.compile(r"\bTwitter\b|ツイッター", re.IGNORECASE), "X (2023)"),
    (
        re.compile(r"Universal Analytics|ユニバーサルアナリティクス", re.IGNORECASE),
        "Google Analytics 4 (2023)",
    ),
    (re.compile(r"\bFlash (?:Player|cookies?)", re.IGNORECASE), "– (2020)"),
    (re.compile(r"Google ?\+(?!\d)|Google Plus", re.IGNORECASE), "– (2019)"),
    (re.compile(r"Safe Harbor|セーフハーバー", re.IGNORECASE), "Data Privacy Framework (2023)"),
    (
        re.compile(r"Privacy Shield|プライバシーシールド", re.IGNORECASE),
        "Data Privacy Framework (2023)",
    ),
)
_SIGNAL = re.compile(
    r"\bGPC\b|Global Privacy Control|グローバル・?プライバシー・?コントロール", re.IGNORECASE
)
_NARROW = re.compile(
    r"\b(?:browser|session)\b[^.]{0,60}\b(?:that sends|only|sends the signal)|browser/session|ブラウザー?(?:(?:又|また)は(?:その)?セッション)?(?:に)?(?:のみ|限り|限って)",
    re.IGNORECASE,
)
_WIDE = re.compile(
    r"\bdevices?\b|\bprofiles?\b|known (?:account|person|consumer)|logged[- ]in account|端末|プロファイル|アカウント",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:maintained|published|posted|available|kept)\b[^.]{0,60}\b(?:list|page)\b|\b(?:list|page)\b[^.]{0,60}\b(?:is|are) (?:maintained|published|posted|available)\b|(?:一覧|リスト)(?:表)?(?:は|を|に)[^。]{0,40}(?:掲載|公表|公開|定め)",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\bbelow\b|以下|下記|次の|annex|別表", re.IGNORECASE)  # fmt: skip


def url(material: Material) -> Iterator[Hit]:
    """UPH146: a URL is malformed or insecure."""
    taken: list[Span] = []
    for pattern, en, ja in (
        (_SPACED, "a space stands in the URL", "URL の中に空白があります"),
        (_BRACKETS, "stray brackets stand at the URL", "URL に余分な括弧が付いています"),
        (_BROKEN, "the URL is malformed", "URL の形が正しくありません"),
        (_INSECURE, "the URL is not encrypted (http)", "URL が暗号化されていません(http)"),
    ):
        for match in pattern.finditer(material.text):
            span = Span(match.start(), match.end())
            if any(span.start < other.end and other.start < span.end for other in taken):
                continue
            taken.append(span)
            yield _wrong(span, en, ja)
    for link in material.reading.links:
        if link.target.lower().startswith("http://"):
            printed = any(link.span.start < t.end and t.start < link.span.end for t in taken)
            if not printed:
                yield _wrong(
                    link.span,
                    "the link is not encrypted (http)",
                    "リンクが暗号化されていません(http)",
                )


def _wrong(span: Span, en: str, ja: str) -> Hit:
    return Hit(
        span=span,
        what=Text(en=en, ja=ja),
        remedy=Text(en="write a working https URL", ja="正しい https の URL にしてください"),
    )


def retired(material: Material) -> Iterator[Hit]:
    """UPH147: a product or protocol has another name today."""
    for pattern, now in _RETIRED:
        for sentence, match in material.matching(pattern):
            yield Hit(
                span=Span(match.start(), match.end()) if match else sentence.span,
                what=Text(en=f"`{match.group()}` is retired; today: {now}", ja=f"`{match.group()}` は過去の名称です。現在: {now}"),
                remedy=Text(en="write today's name, and check that the text still fits", ja="現在の名称に直し、内容も確認してください"),
            )  # fmt: skip
            break


def narrow_signal(material: Material) -> Iterator[Hit]:
    """UPH149: the signal is honoured for less than the rule asks (11 CCR 7025(c))."""
    signals = [s for s, _m in material.matching(_SIGNAL)]
    if any(_WIDE.search(sentence.text) for sentence in signals):
        return
    for sentence in signals:
        if _NARROW.search(sentence.text):
            yield Hit(
                span=sentence.span,
                what=Text(en="the signal counts for browser or session only", ja="信号の効果がブラウザーやセッションに限られています"),
                remedy=Text(en="extend it to the device, its profiles and the known person, and show its status", ja="端末、そのプロファイル、判明している本人にも及ぼし、状態を表示してください"),
            )  # fmt: skip


def unlinked_list(material: Material) -> Iterator[Hit]:
    """UPH150: a list on another page decides, and no link leads there."""
    for sentence, _match in material.matching(_LIST):
        clause = material.clause(sentence)
        if _BELOW.search(sentence.text) or material.leads_somewhere(
            sentence.span.start, clause.span.end
        ):
            continue
        yield Hit(
            span=sentence.span,
            what=Text(en="a list on another page is referred to without a link", ja="別ページの一覧を参照していますが、リンクがありません"),
            remedy=Text(en="link it", ja="リンクを付けてください"),
            lost=True,
        )  # fmt: skip
