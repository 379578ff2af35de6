"""Breaches and security: UPH141, UPH142."""

import re
from collections.abc import Iterator

from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_EVENT = re.compile(
    r"\b(?:in the (?:unlikely )?event|in (?:the )?case|on discovery) of\b[^.]*(?:breach|leak|incident|accident)|\b(?:if|when|where)\b[^.]{0,40}(?:data breach|leak\w*|incident)[^.]{0,20}\b(?:occurs?|happens?)|漏えい(?:等)?(?:が|の(?:事態|おそれ|事故))[^。]{0,30}(?:発生|生じ|場合|ある)|(?:インシデント|事故)(?:が|の)(?:発生|生じ)",
    re.IGNORECASE,
)
_EVENT_HEADING = re.compile(
    r"^(?:data |personal data |security )?(?:breach(?:es)?|incidents?|leaks?)\b|incident response|漏えい等?(?:へ|が|の|$)|事故(?:へ|が|の|$)",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?:report|notif)\w*[^.]{0,100}(?:Commission|authorit\w+|regulator)|個人情報保護委員会[^。]{0,20}(?:報告|通知)",
    re.IGNORECASE,
)
_TELL = re.compile(
    r"(?:notif|inform|tell)\w*[^.]{0,120}(?:affected|individuals|you\b|data subjects|persons concerned|people concerned)|(?:本人|お客様|ご本人)(?:へ|に|に対し)[^。]{0,20}(?:通知|お知らせ|連絡)",
    re.IGNORECASE,
)
_SECURITY_HEADING = re.compile(
    r"security|safety|secur(?:e|ing)|安全管理|安全措置|セキュリティ|情報の管理", re.IGNORECASE
)
_MEASURES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"encrypt\w*|\bTLS\b|暗号", r"access (?:control|right)s?|logical access|access is limited|アクセス(?:制御|権)|権限(?:を|の)(?:限|付与|管理)",
        r"\blogg?(?:ing|s|ed)\b|monitor\w*|ログ|監視", r"vulnerabilit\w+|penetration|脆弱性|ウイルス|不正ソフト", r"\btrain\w*|\beducat\w+|研修|教育",
        r"\baudits?\b|inspections?|監査|点検", r"locked|entry control|入退室|施錠", r"organi[sz]ational structure|responsible person|reporting (?:line|system)|責任者|報告(?:体制|連絡)",
        r"\bbackups?\b|バックアップ", r"two-factor|multi-factor|二要素|多要素",
    )
)  # fmt: skip
_FEWEST = 3
"""Measures from which on a text tells what is done (Order 10(i): so that people can know)."""


def incident_clause(material: Material) -> Iterator[Hit]:
    """UPH141: what happens after a breach is missing or incomplete (APPI 26)."""
    events = [sentence for sentence, _match in material.matching(_EVENT)]
    events += [
        material.reading.sentences_of[clause.id][0]
        for clause in material.reading.clauses
        if clause.heading is not None and _EVENT_HEADING.search(clause.heading)
    ]
    if not events:
        yield Hit(
            span=material.beginning,
            what=Text(
                en="nothing is said about breaches",
                ja="漏えい等が起きたときの対応が書かれていません",
            ),
            remedy=_SAY,
        )
        return
    words = "\n".join(material.section_text(sentence) for sentence in events)
    missing = [
        text
        for pattern, text in (
            (_REPORT, Text(en="the report to the Commission", ja="個人情報保護委員会への報告")),
            (_TELL, Text(en="notice to the people concerned", ja="本人への通知")),
        )
        if not pattern.search(words)
    ]
    if missing:
        yield Hit(
            span=events[0].span,
            what=Text(en=f"about breaches is missing: {', '.join(m.en for m in missing)}", ja=f"漏えい等について書かれていません: {'、'.join(m.ja for m in missing)}"),
            remedy=_SAY,
        )  # fmt: skip


_SAY = Text(
    en="say that the Commission is told and the people are told (APPI 26)",
    ja="個人情報保護委員会への報告と本人への通知を書いてください(個人情報保護法第26条)",
)


def security_clause(material: Material) -> Iterator[Hit]:
    """UPH142: security is missing or says nothing (APPI 32(1)(iv); Order 10(i))."""
    reading = material.reading
    sections = [
        clause for clause in reading.clauses
        if clause.heading is not None and _SECURITY_HEADING.search(clause.heading)
    ]  # fmt: skip
    words = "\n".join(reading.whole(section) for section in sections)
    if not words:
        words = "\n".join(sentence.text for sentence in material.about("security-controls"))
    if not words:
        yield Hit(
            span=material.beginning,
            what=Text(en="nothing is said about security", ja="安全管理措置が書かれていません"),
            remedy=_MORE,
        )
        return
    told = sum(bool(pattern.search(words)) for pattern in _MEASURES)
    if told < _FEWEST:
        place = sections[0].span if sections else next(material.about("security-controls")).span
        yield Hit(
            span=place,
            what=Text(en=f"security is told in general words ({told} concrete measures)", ja=f"安全管理措置が一般的な記述です(具体的な措置 {told} 件)"),
            remedy=_MORE,
        )  # fmt: skip


_MORE = Text(
    en="tell organisational, personal, physical and technical measures (Order 10(i))",
    ja="組織的・人的・物理的・技術的な措置を書いてください(施行令第10条第1号)",
)
