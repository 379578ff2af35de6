"""Which policy this is: its version and languages, what it is for, and how it changes."""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from upheld.documents.words import Word
from upheld.policy.language.line import (
    ClauseIds,
    LabelOrText,
    Line,
    PeriodText,
    Promise,
    Sentence,
    Words,
    key,
)


class Signatory(Line):
    """Who signs this version for the company."""

    name: LabelOrText = key("The person's name", "氏名", example="{ja: 山野 葵, en: Aoi Yamano}")
    title: LabelOrText = key(
        "The office", "役職", example="{ja: 代表取締役, en: Representative Director}"
    )


class About(Line):
    """Which policy this is."""

    id: Word = key("A short word that never changes", "変わらない短い名前", example="shop")
    version: Sentence = key("As published, in quotes", "公表した版。引用符付き", example='"1.0"')
    company: LabelOrText = key(
        "The business that makes the promises",
        "約束する事業者の名称",
        example='{ja: 株式会社サンプル商店, en: "Sample Store, Inc."}',
        law="APPI 32(1)(i)",
    )
    date: dt.date | None = key(
        "The day of this version", "この版の日付", example="2026-04-01", default=None
    )
    effective: dt.date | None = key(
        "From when it binds, if later", "適用開始日(異なる場合)", example="2026-05-01", default=None
    )
    tz: Sentence = key(
        "The time zone in which the company's days begin",
        "一日の始まりを決める時間帯",
        example="Asia/Tokyo",
        default="Asia/Tokyo",
    )
    calendar: Literal["JP", "US"] = key(
        "Whose business days `bd` counts",
        "営業日(`bd`)を数える暦",
        example="JP",
        default="JP",
    )
    law: tuple[Sentence, ...] = key(
        "Law packs that apply, with their date",
        "適用する法令パック(日付付き)",
        example="[JP-APPI@2024-04]",
        default=("JP-APPI@2024-04",),
    )
    url: Sentence | None = key(
        "Where the text is published", "公表ページ", example="https://…/privacy", default=None,
        law="APPI 21, 32",
    )  # fmt: skip
    signatory: Signatory | None = key(
        "Who signs this version", "この版の署名者", example="{name: …, title: …}", default=None
    )
    c: ClauseIds | None = key(
        "The clauses with version and date", "版と日付の条項", example="P1-0a", default=None
    )


class Languages(Promise):
    """The languages in which the policy is published."""

    published: tuple[Literal["ja", "en"], ...] = key(
        "All languages", "公表する言語", example="[ja, en]", default=("ja", "en")
    )
    controlling: Literal["ja", "en"] = key(
        "The one that prevails", "優先する言語", example="ja", default="ja"
    )


class Audience(Promise):
    """Whom the service is for."""

    customers: Literal["anyone", "organisations-only", "consumers"] = key(
        "Who may become a customer",
        "契約できる相手",
        example="organisations-only",
        default="anyone",
    )


class Change(Promise):
    """One earlier (or this) version of the text."""

    date: dt.date = key("The day of the change", "改定日", example="2024-05-30")
    version: Sentence | None = key("Its version", "版", example='"1.1"', default=None)
    reason: LabelOrText = key(
        "What changed and why",
        "改定の内容と理由",
        example="{en: established, ja: 制定}",
    )
    clauses: tuple[str, ...] = key(
        "The clauses it changed", "変わった条項", example="[P2-4.3a]", default=()
    )
    reasonable: Mapping[Word, LabelOrText] = key(
        "Purposes that are new in it and within reasonable relation to the old, and why",
        "新たな利用目的のうち、変更前の目的と合理的な関連性があるものと、その理由",
        example="{support-chat: {en: part of support, ja: 問合せ対応の一部}}",
        default={},
        law="APPI 17(2)",
    )
    company: LabelOrText | None = key(
        "The business of that time, if another",
        "当時の事業者(異なる場合)",
        example="{ja: …, en: …}",
        default=None,
    )


class Changes(Promise):
    """How a change of the policy reaches people, and whom it binds."""

    announce: Words = key(
        "By which means: site, email, in-product, notice",
        "告知の方法",
        example="[site, email]",
        law="APPI 21(3)",
    )
    before: PeriodText | None = key(
        "How long before it takes effect", "適用の何日前までに", example="P30D", default=None
    )
    accept: Literal["use-after-date", "ask", "none"] = key(
        "How a person accepts a change that needs no consent",
        "同意が不要な変更の受け入れ方",
        example="use-after-date",
        default="none",
    )
    needing_consent: Literal["bind-only-those-who-consented", "ask"] = key(
        "What a change that needs consent does",
        "同意が必要な変更の扱い",
        example="bind-only-those-who-consented",
        default="bind-only-those-who-consented",
        law="APPI 17(2), 18(1)",
    )
    without_notice: bool = key(
        "Whether changes without notice are reserved as far as law permits",
        "法令の範囲で予告なく変更することがあるか",
        example="false",
        default=False,
        law="APPI 17(2), 21(3)",
    )


class Limit(Promise):
    """A sentence that limits what is promised."""

    override: Word | None = key(
        "Which customer document may say otherwise", "別段の定めができる契約文書", example="sow",
        default=None,
    )  # fmt: skip


class CustomerTerms(Promise):
    """A customer's own contract terms that override a line for that customer."""

    customer: Word = key("The customer's reference", "顧客の識別名", example="acme")
    document: Sentence = key("The document", "文書", example='"SOW 2026-04"')
    overrides: Words = key("The limits or lines it replaces", "置き換える行", example="as-is")


class Links(Promise):
    """How links to other companies' sites are treated."""

    marked: bool = key(
        "Whether outbound links are marked", "外部リンクに印を付けるか", example="true",
        default=True,
    )  # fmt: skip


class Notice(Promise):
    """A page or a part of a page that is made from the declaration."""

    page: Word = key(
        "Which: california, collection, purpose, external-transmission, explanation …",
        "ページの種類",
        example="california",
    )
    window: PeriodText | None = key(
        "The time it looks back over", "遡る期間", example="P12M", default=None,
        law="CCPA 1798.130(a)(5)",
    )  # fmt: skip
    rows: Words = key(
        "The categories that the computed table must equal",
        "計算結果と一致すべき区分",
        example="[identifiers, commercial]",
        default=(),
    )
    required_when: Word | None = key(
        "A purpose that makes it mandatory once switched on",
        "有効になると掲載が必須になる利用目的",
        example="infer-characteristics",
        default=None,
    )
    except_source: Words = key(
        "Sources for which it may be left out, because the purpose is plain",
        "利用目的が明らかなため省略できる取得元",
        example="[business-card]",
        default=(),
        law="APPI 21(4)(iv)",
    )
