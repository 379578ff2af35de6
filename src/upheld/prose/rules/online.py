"""Tags, recorders and cookies: UPH134 to UPH137."""

import re
from collections.abc import Iterator

from upheld.prose.document import Clause, Span
from upheld.prose.facts.gathering import inside
from upheld.prose.facts.names import TechnologyFact
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

TAGS = ("analytics", "ads", "recorder", "captcha", "social", "affiliate", "maps")
"""Kinds of product by which a reader's browser sends data elsewhere."""
_WHAT = re.compile(
    r"\bIP address|\bcookie (?:IDs?|identifiers?)|\bcookies?\b|\breferr?er|\bURLs? (?:visited|of)|\bpages? (?:viewed|visited|seen)|\bbrowser (?:type|information)|\bbrowsing history|device (?:information|type|identifier)|\badvertising (?:ID|identifier)|IDFA|AAID|keystroke|mouse movement|"
    r"IPアドレス|IP アドレス|Cookie ?ID|Cookie|クッキー|閲覧(?:履歴|した|ページ)|端末(?:情報|識別子)|リファラ|参照元|広告識別子|マウス|操作の?(?:記録|履歴)",
    re.IGNORECASE,
)
_WHY = re.compile(
    r"\bto (?:improve|measure|analy[sz]e|understand|deliver|display|prevent|protect|show|tell)|\bfor (?:the purpose of|analysis|access analysis|security|advertisements?|analytics|[a-z]+ing)\b|\bused to\b|\bpurpose|"
    r"ため|目的|分析|計測|測定|配信|改善|防止",
    re.IGNORECASE,
)
_POINTS = re.compile(r"privacy (?:policy|notice)|refer to|ご覧", re.IGNORECASE)
_POINTER = 120  # characters; a short pointer to another's policy tells nothing itself
_UNNAMED_STORES = re.compile(
    r"(?:following partners?|third part(?:y|ies)|partners?)\b[^.]{0,60}\b(?:store|set|place|send|read)s?\b[^.]{0,30}\bcookies?|(?:提携先|第三者|下記の事業者)[^。]{0,30}(?:Cookie|クッキー)[^。]{0,20}(?:保存|設定|利用)",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"social plug-?ins?|SNS [\"“]?buttons|affiliate (?:ASPs?|networks?|advertis\w+|program)|ソーシャルプラグイン|SNS(?:の)?ボタン|アフィリエイト",
    re.IGNORECASE,
)
_FIRST_PARTY_ONLY = re.compile(
    r"cookies?[^.]{0,60}\bonly\b[^.]{0,60}\b(?:server of the website|our (?:own )?server|this site)|only sends? cookies?[^.]{0,80}server of the website|(?:Cookie|クッキー)[^。]{0,40}(?:当サイト|当社|利用したサイト)のサーバーに(?:のみ|だけ)|当社のサーバー以外に(?:は)?送(?:信)?(?:られ|され)(?:ません|ることはありません)",
    re.IGNORECASE,
)
_ACCESS_ONLY = re.compile(
    r"identifiers?[^.]{0,40}(?:are|is) used (?:only )?for access management|(?:端末)?識別子[^。]{0,30}アクセス管理(?:のみ|だけ)?(?:の(?:ため|目的))?に(?:のみ)?(?:利用|使用)",
    re.IGNORECASE,
)
_NOT_ENTERED = re.compile(
    r"\bnot\b[^.]{0,30}\b(?:obtain|collect|acquire|receive)s?\b[^.]{0,60}\b(?:not been entered|(?:did|do|have|has) not enter)|入力(?:された|した|いただいた)(?:情報)?以外の(?:個人)?情報[^。]{0,20}取得(?:しません|いたしません|することはありません)",
    re.IGNORECASE,
)
_DEVICE_ADS = re.compile(r"ADID|IDFA|AAID|advertising identifiers?|広告識別子", re.IGNORECASE)
_ADS = re.compile(r"advertis\w+|広告", re.IGNORECASE)
_KEYS = re.compile(
    r"keystrokes?|key ?inputs?|キー(?:入力|ストローク)|入力内容の記録", re.IGNORECASE
)
_MASKED = re.compile(
    r"\bmask\w*|\bexclud\w+|\bredact\w*|not record(?:ed)?|マスク|伏せ|除外|記録しません|記録されません",
    re.IGNORECASE,
)
_INBOUND = re.compile(
    r"(?:(?:provide|supply|supplies)s? us with|sends? us)\b[^.]{0,160}|\bwe (?:receive|obtain|collect)\b[^.]{0,60}\bfrom\b[^.]{0,100}\b(?:partners?|ASPs?|agenc\w+|advertisers?)[^.]{0,120}|(?:から|より)[^。]{0,60}(?:Cookie|クッキー|識別子|成果)[^。]{0,40}(?:提供を受け|受領|取得)[^。]{0,100}",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"in conjunction with (?:the )?personal|combin\w+ with (?:the )?personal|link\w* (?:to|with) (?:the )?personal|join\w* (?:to|with)|個人(?:情報|データ)と(?:紐|ひも|突|結|照|組)",
    re.IGNORECASE,
)
_CONFIRMED = re.compile(r"confirm\w*[^.]{0,60}consent|consent[^.]{0,60}confirm\w*|only where the[^.]{0,40}consent|同意(?:を得て|が得られて|の取得)[^。]{0,20}(?:確認|いること)", re.IGNORECASE)  # fmt: skip


def transmission_items(material: Material) -> Iterator[Hit]:
    """UPH134: what a tag sends, to whom or why is missing (Telecommunications Business Act 27-12)."""
    places: dict[str, list[TechnologyFact]] = {}
    for fact in material.facts.technologies:
        if fact.technology.kind in TAGS:
            places.setdefault(fact.technology.name, []).append(fact)
    for name, facts in places.items():
        # Once a clause: a page that names a product in every line is read as fast as another.
        places_told = {material.at(fact.span.start).clause: fact for fact in facts}
        told = [_told(material, fact) for fact in places_told.values()]
        missing = [
            text
            for text, found in (
                (Text(en="what is sent", ja="送信される情報"), any(what for what, _why in told)),
                (Text(en="what for", ja="利用目的"), any(why for _what, why in told)),
            )
            if not found
        ]
        if missing:
            yield _incomplete(facts[0].span, name, missing)
    yield from _without_a_name(material)


def _told(material: Material, fact: TechnologyFact) -> tuple[bool, bool]:
    """Whether the words around a mention say what is sent and why."""
    reading = material.reading
    clause = material.clause(material.at(fact.span.start))
    section = reading.section(clause)
    name = fact.technology.name.lower()
    words = reading.words(clause)
    own = section.heading is not None and name in section.heading.lower()
    if own:
        words = reading.local(section)
    if len(words) < _POINTER and _POINTS.search(words):
        return False, False
    return bool(_WHAT.search(words)), bool(_WHY.search(words))


def _without_a_name(material: Material) -> Iterator[Hit]:
    for sentence, _match in material.matching(_UNNAMED_STORES):
        clause: Clause = material.clause(sentence)
        names = [
            f for f in material.facts.technologies
            if clause.span.start <= f.span.start < clause.span.end
        ]  # fmt: skip
        if (
            not names
            and not material.reading.children.get(clause.id)
            and _is_alone(material, clause)
        ):
            yield _incomplete(
                sentence.span, "partner", [Text(en="who receives it", ja="送信先の名称")]
            )
    if not any(f.technology.kind in ("social", "affiliate") for f in material.facts.technologies):
        for sentence, match in material.matching(_GENERIC):
            ours = material.area(sentence) in ("cookies-and-tags", "ads-and-opt-outs")
            if ours and not _is_named_near(material, sentence.span):
                yield _incomplete(
                    sentence.span, match.group(), [Text(en="who receives it", ja="送信先の名称")]
                )
                return


def _is_alone(material: Material, clause: Clause) -> bool:
    """Whether no list follows that could name the partners."""
    position = material.reading.position[clause.id] + 1
    following = material.reading.clauses[position : position + 1]
    return not any(one.kind == "item" and clause.kind != "item" for one in following)


def _is_named_near(material: Material, span: Span) -> bool:
    """Whether the section names a product or a company other than our own."""
    section = material.reading.section(material.clause(material.at(span.start)))
    end = section.span.start + len(material.reading.whole(section))
    companies = inside(material.facts.companies, section.span.start, end)
    products = inside(material.facts.technologies, section.span.start, end)
    return bool(products) or any(one.name != material.handler for one in companies)


def _incomplete(span: Span, name: str, missing: list[Text]) -> Hit:
    return Hit(
        span=span,
        what=Text(en=f"`{name}`: not told: {', '.join(m.en for m in missing)}", ja=f"`{name}`: 書かれていません: {'、'.join(m.ja for m in missing)}"),
        remedy=Text(en="one row a tag: what is sent, to whom, what for (Telecommunications Business Act 27-12)", ja="タグごとに、送信される情報・送信先・目的を書いてください(電気通信事業法第27条の12)"),
    )  # fmt: skip


def text_against_tags(material: Material) -> Iterator[Hit]:
    """UPH135: the text says one thing about cookies, and the tags it names do another."""
    kinds = {fact.technology.kind for fact in material.facts.technologies}
    third_party = bool(kinds & set(TAGS))
    ads = material.says(_DEVICE_ADS) and material.says(_ADS)
    for pattern, contradicted, en, ja in (
        (_FIRST_PARTY_ONLY, third_party, "cookies are said to go back to one server only, and third-party tags are named", "Cookie は自社のサーバーにのみ送られるとしていますが、第三者のタグが挙げられています"),
        (_ACCESS_ONLY, ads, "identifiers are said to serve access management only, and advertising uses them", "識別子はアクセス管理のみに使うとしていますが、広告にも使われています"),
        (_NOT_ENTERED, third_party, "only what is entered is said to be obtained, and tags obtain more", "入力した情報以外は取得しないとしていますが、タグがそれ以外を取得します"),
    ):  # fmt: skip
        if not contradicted:
            continue
        for sentence, _match in material.matching(pattern):
            yield Hit(
                span=sentence.span,
                what=Text(en=en, ja=ja),
                remedy=Text(
                    en="say what the tags really do", ja="実際のタグの動作に合わせてください"
                ),
            )


def keystrokes(material: Material) -> Iterator[Hit]:
    """UPH136: a recorder takes keystrokes, and nothing is said to be masked."""
    for sentence, _match in material.matching(_KEYS):
        if _MASKED.search(material.section_text(sentence)):
            continue
        yield Hit(
            span=sentence.span,
            what=Text(en="keystrokes are recorded, and no masking is mentioned", ja="キー入力を記録していますが、マスクについて書かれていません"),
            remedy=Text(en="mask inputs, and say which: passwords, cards, addresses", ja="入力欄(パスワード、カード、住所など)をマスクし、その旨を書いてください"),
        )  # fmt: skip


def inbound_joined(material: Material) -> Iterator[Hit]:
    """UPH137: identifiers from outside are joined with people without confirmed consent (APPI 31(1))."""
    for sentence, match in material.matching(_INBOUND):
        section = material.section_text(sentence)
        if not _JOINED.search(sentence.text) or _CONFIRMED.search(section) or not match:
            continue
        yield Hit(
            span=sentence.span,
            what=Text(en="data from outside is joined with people; the confirmation of consent is not mentioned", ja="外部から受けた情報を本人と結び付けていますが、同意の確認が書かれていません"),
            remedy=Text(en="confirm the person's consent first and keep a record (APPI 31(1))", ja="本人の同意を確認し、記録してください(個人情報保護法第31条第1項)"),
        )  # fmt: skip
