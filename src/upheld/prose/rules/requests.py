"""What a person may ask for: UPH111 to UPH117, UPH122, UPH123."""

import re
from collections.abc import Iterator

from upheld.prose.document import Clause, Span
from upheld.prose.facts.durations import durations
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import RIGHTS, Material
from upheld.wording import Text

_PROCEDURE_PAGE = re.compile(
    r"(?:refer to|see)\b[^.]{0,200}\b(?:procedures?|page)\b|(?:手続|請求方法)[^。]{0,30}(?:ページ|サイト|別途)[^。]{0,20}(?:ご覧|参照|確認|定め)|別途定める(?:方法|手続)",
    re.IGNORECASE,
)
_THIS_PROCEDURE = re.compile(
    r"\b(?:this|the prescribed|our prescribed) procedure\b|本手続(?!きは次)|所定の(?:手続|方法)",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"confirm\w* (?:that )?(?:the|your) (?:request|identity|person|inquiry|requester)|verif(?:y|ies|ication)|identity|request form|documents?\b|"
    r"本人(?:である|確認)|請求書|書式|必要書類|本人確認書類",
    re.IGNORECASE,
)
_PROVISION_RECORDS = re.compile(
    r"records? of (?:the )?(?:third[- ]party )?provision|provision records?|第三者提供(?:に係る|の|時の)?記録|提供(?:の)?記録",
    re.IGNORECASE,
)
_ELECTRONIC = re.compile(
    r"electronic(?:ally\b| (?:record|form|format|data|means|copy|file)s?\b)|electromagnetic|\bCSV\b|\bPDF\b|by download|電磁的記録|電子データ|電子ファイル|ダウンロード",
    re.IGNORECASE,
)
_OLD_GROUNDS = re.compile(
    r"beyond the (?:scope of the )?[\w\s]{0,30}purposes?|improper means|deceit|decepti\w+|目的(?:の達成に必要な範囲)?を?(?:外|超え)|偽りその他不正",
    re.IGNORECASE,
)
_NEW_GROUNDS = re.compile(
    r"no longer (?:necessary|needed|required)|rights or (?:legitimate )?interests|data (?:breach|leak) (?:has )?occurred|(?:必要|利用する必要)がなくな|正当な利益が害|漏えい等が(?:生じ|発生)",
    re.IGNORECASE,
)
_ERASE = re.compile(r"\b(?:delet|eras)\w+|削除|消去", re.IGNORECASE)
_IF_WE_LIKE = re.compile(
    r"(?:we|the company|our company)\s+(?:\w+\s+)?(?:determines?|judges?|deems?|finds?|considers?)\b[^.]{0,40}\bnecessary|at our (?:sole )?discretion|"
    r"当社が(?:その)?(?:必要|相当|適当)(?:性|である)?(?:が?あ?ると?|と)?(?:認め|判断)",
    re.IGNORECASE,
)
_OTHER_KINDS = re.compile(
    r"\bcorrect|\bdelet|\beras|\bsuspen|\bcessation|訂正|削除|消去|利用停止", re.IGNORECASE
)
_FREE_KINDS = re.compile(r"disclos|\baccess\b|notif|purpose|開示|通知", re.IGNORECASE)
_DENIED = re.compile(
    r"(?:do|does|will|can)\s?not\b[^.]{0,80}\b(?:export|bulk download|return|portability|copies of your|disclose your)\b|"
    r"(?:返却|返還|エクスポート|書き出し|持ち出し)[^。]{0,20}(?:いたしません|しません|できません|行いません|対応していません)|"
    r"開示(?:等)?の(?:ご)?(?:請求|求め)(?:に|には)(?:応じません|お応えできません|対応しません)",
    re.IGNORECASE,
)  # fmt: skip
_SCOPED = re.compile(
    r"rights?\b[^.]{0,60}(?:untouched|unaffected|not affected)|(?:does|do) not (?:limit|affect|restrict)[^.]{0,60}(?:right|request|law)|on request[^.]{0,60}disclos|"
    r"法令に基づく(?:開示|請求)[^。]{0,30}(?:応じ|妨げ|影響)|(?:開示の請求|請求)を(?:妨げ|制限)(?:るもの)?(?:では|し)(?:あり)?ません",
    re.IGNORECASE,
)
_STOP_MAIL = re.compile(
    r"opt[- ]?out of (?:receiving )?(?:\w+[- ])?(?:non-transactional )?(?:marketing |promotional )?(?:e-?mails?|communications|news)|unsubscribe|メール(?:マガジン)?の(?:配信|受信)を?(?:停止|拒否)|配信(?:の)?停止",
    re.IGNORECASE,
)
_MARKETING = re.compile(
    r"\bmarketing\b|promot\w+|newsletter|advertis\w+|introduc\w+|seminars?|sales recommend|offers\b|宣伝|広告|キャンペーン|ご案内|新商品|メールマガジン",
    re.IGNORECASE,
)
_NEGATED = re.compile(r"\b(?:do|does|will) not\b|ません", re.IGNORECASE)  # fmt: skip


def unreachable_procedure(material: Material) -> Iterator[Hit]:
    """UPH111: how to ask is not described, or stands on a page without a link."""
    if not material.rights_sections:
        yield Hit(
            span=material.beginning,
            what=Text(en="the text does not say how to ask for disclosure, correction or deletion", ja="開示・訂正・削除などの請求方法が書かれていません"),
            remedy=_PUBLISH,
        )  # fmt: skip
        return
    for section in material.rights_sections:
        words = material.reading.whole(section)
        end = section.span.start + len(words)
        page = _PROCEDURE_PAGE.search(words)
        this = _THIS_PROCEDURE.search(words)
        linked = material.leads_somewhere(section.span.start, end)
        if page is not None and not linked:
            yield _not_reachable(section.span.start + page.start(), page.group())
        elif this is not None and not linked and not _DESCRIBED.search(words):
            yield _not_reachable(section.span.start + this.start(), this.group())


_PUBLISH = Text(
    en="describe where and how to ask, what proves identity, and the fee (APPI 32(1)(iii), 37)",
    ja="請求先、方法、本人確認、手数料を書いてください(個人情報保護法第32条第1項第3号、第37条)",
)


def _not_reachable(start: int, words: str) -> Hit:
    return Hit(
        span=Span(start, start + len(words)),
        what=Text(en="a procedure for requests is named that readers cannot reach", ja="請求の手続が示されていますが、読者がたどり着けません"),
        remedy=_PUBLISH,
    )  # fmt: skip


def _start(material: Material) -> Span:
    return material.rights_sections[0].span


def no_provision_records(material: Material) -> Iterator[Hit]:
    """UPH112: disclosure of records of third-party provision is not offered (APPI 33(5))."""
    if material.rights_sections and not _PROVISION_RECORDS.search(material.rights_text):
        yield Hit(
            span=_start(material),
            what=Text(en="the right to see records of third-party provision is not mentioned", ja="第三者提供記録の開示について書かれていません"),
            remedy=Text(en="add it (APPI 33(5))", ja="追加してください(個人情報保護法第33条第5項)"),
        )  # fmt: skip


def no_electronic_form(material: Material) -> Iterator[Hit]:
    """UPH113: no choice of electronic disclosure (APPI 33(1))."""
    if material.rights_sections and not _ELECTRONIC.search(material.rights_text):
        yield Hit(
            span=_start(material),
            what=Text(en="the choice of electronic disclosure is not mentioned", ja="電磁的記録による開示を選べることが書かれていません"),
            remedy=Text(en="add it (APPI 33(1)-(2))", ja="追加してください(個人情報保護法第33条第1項・第2項)"),
        )  # fmt: skip


def old_grounds(material: Material) -> Iterator[Hit]:
    """UPH114: only the grounds of suspension from before April 2022 (APPI 35(3), 35(5))."""
    old = _OLD_GROUNDS.search(material.rights_text)
    if old is None or _NEW_GROUNDS.search(material.rights_text):
        return
    for sentence, _match in material.matching(_OLD_GROUNDS):
        if material.area(sentence) in RIGHTS:
            yield Hit(
                span=sentence.span,
                what=Text(en="the grounds for suspension are those from before April 2022", ja="利用停止等の理由が2022年4月より前のものだけです"),
                remedy=Text(en="add improper use (35(1), 19), stop of provision (35(3)) and no longer needed, leak, harm (35(5))", ja="不適正な利用(第35条第1項、第19条)、第三者提供の停止(第35条第3項)、不要・漏えい・権利侵害のおそれ(第35条第5項)を加えてください"),
            )  # fmt: skip
            return


def discretionary_deletion(material: Material) -> Iterator[Hit]:
    """UPH115: deletion only if the company finds it necessary."""
    for sentence, _match in material.matching(_IF_WE_LIKE):
        if _ERASE.search(sentence.text) and material.area(sentence) in RIGHTS:
            yield Hit(
                span=sentence.span,
                what=Text(en="deletion depends on the company finding it necessary", ja="会社が必要と認めた場合に限り削除するとしています"),
                remedy=Text(en="name the grounds of the law (APPI 35) instead", ja="法律の理由(個人情報保護法第35条)を書いてください"),
            )  # fmt: skip


def fee(material: Material) -> Iterator[Hit]:
    """UPH116: a fee; allowed for notice of purpose and disclosure only (APPI 38)."""
    for one in material.facts.fees:
        sentence = material.at(one.span.start)
        other = _OTHER_KINDS.search(sentence.text)
        allowed = _FREE_KINDS.search(sentence.text)
        if other and not (
            allowed and re.search(r"free|無料|無償|かかりません", sentence.text, re.IGNORECASE)
        ):
            yield Hit(
                span=one.span,
                what=Text(en="a fee is taken for correction, deletion or suspension", ja="訂正・削除・利用停止に手数料を求めています"),
                remedy=Text(en="take it out: APPI 38 allows a fee for notice of purpose and disclosure only", ja="削除してください。手数料は利用目的の通知と開示に限り認められます(個人情報保護法第38条)"),
                severity="error",
            )  # fmt: skip
        else:
            yield Hit(
                span=one.span,
                what=Text(en=f"a fee of {one.amount} {one.currency}", ja=f"手数料 {one.amount} {one.currency}"),
                remedy=Text(en="keep what shows that it is reasonable by actual cost (APPI 38(2))", ja="実費を勘案して合理的であることを示せるようにしてください(個人情報保護法第38条第2項)"),
            )  # fmt: skip


def no_time_limit(material: Material) -> Iterator[Hit]:
    """UPH117: requests are answered without a limit in numbers."""
    if material.rights_sections and not any(durations(material.rights_text)):
        yield Hit(
            span=_start(material),
            what=Text(en="no time limit in numbers for an answer", ja="回答までの期限が数字で書かれていません"),
            remedy=Text(en="say e.g. `within 30 days`", ja="「30日以内」のように書いてください"),
        )  # fmt: skip


def right_denied(material: Material) -> Iterator[Hit]:
    """UPH122: a right is denied that the law grants (APPI 33; CCPA 1798.100, 1798.110)."""
    seen: set[str] = set()
    for sentence, match in material.matching(_DENIED):
        section: Clause = material.reading.section(material.clause(sentence))
        third = re.search(r"third part|第三者", match.group(), re.IGNORECASE)
        if third or _SCOPED.search(material.reading.whole(section)) or section.id in seen:
            continue
        seen.add(section.id)
        yield Hit(
            span=sentence.span,
            what=Text(en="access to one's own data seems to be denied", ja="本人への開示や返却を断っているように読めます"),
            remedy=Text(en="limit the denial to what you only process for others, and say that disclosure by law is not affected", ja="委託を受けて扱う情報に限ることと、法令に基づく開示には応じることを書いてください"),
        )  # fmt: skip


def control_missing(material: Material) -> Iterator[Hit]:
    """UPH123: people may refuse marketing mail, and no purpose is marketing."""
    purposes = [s for s in material.about("purpose-enforcement") if not _NEGATED.search(s.text)]
    if any(_MARKETING.search(sentence.text) for sentence in purposes):
        return
    for sentence, _match in material.matching(_STOP_MAIL):
        yield Hit(
            span=sentence.span,
            what=Text(en="mail can be refused for which no purpose is declared", ja="停止できるとしている配信の利用目的が書かれていません"),
            remedy=Text(en="add the purpose, or take the choice out", ja="利用目的を加えるか、この記載を削除してください"),
        )  # fmt: skip
        return
