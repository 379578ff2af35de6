"""Which personal data is held: groups of categories, where each comes from, what it is for."""

from typing import Annotated, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from upheld.documents.words import Word
from upheld.policy.language.line import (
    LabelOrText,
    Line,
    PeriodText,
    Promise,
    Words,
    key,
    one_or_many,
)
from upheld.vocabulary.source import SOURCES, SourceName
from upheld.wording import Language

DataRole: TypeAlias = Literal["controller", "processor"]
SourceNames: TypeAlias = Annotated[
    tuple[SourceName, ...],
    BeforeValidator(one_or_many, json_schema_input_type=SourceName | tuple[SourceName, ...]),
]


def _listed(language: Language) -> str:
    """Say what each source means, for the page of keys."""
    told = (f"`{name}` ({said.in_language(language)})" for name, said in SOURCES.items())
    return (", " if language == "en" else "、").join(told)


class Concept(Promise):
    """A term of the policy and what it contains, e.g. user information ⊃ personal information."""

    label: LabelOrText = key("The term", "用語", example="{ja: 利用者情報, en: user information}")
    within: Word | None = key(
        "The wider term", "上位の用語", example="user-information", default=None
    )
    contains: Words = key(
        "Categories it contains, audio and video included",
        "含まれるデータ区分(音声・映像を含む)",
        example="[identity, content.audio]",
        default=(),
        law="APPI 2(1)",
    )


class Scopes(Line):
    """What an outside service may hand over, as the person authorised it."""

    service: LabelOrText = key(
        "The outside service", "外部サービス", example="{ja: 外部SNS, en: a social network}"
    )
    fields: Words = key("The scopes", "取得する範囲", example="[id, name]")


class DataUse(Promise):
    """One category of personal data, or a named group of them, that the company handles."""

    items: Words = key(
        "The categories of a group; left out where the key is a category itself",
        "グループに含まれるデータ区分(キー自体が区分なら省略)",
        example="[identity.name, contact.email]",
        default=(),
    )
    purposes: Annotated[Words, Field(min_length=1)] = key(
        "What it is used for; each is declared under `purposes`",
        "利用目的(`purposes` に宣言)",
        example="[provide-service]",
        law="APPI 17(1), 21",
    )
    source: SourceNames = key(
        f"Where it comes from: {_listed('en')}",
        f"取得元。{_listed('ja')}",
        example="person",
        default=("person",),
        law="APPI 20, 30; CCPA 1798.110(c)(2)",
    )
    recipients: Words = key(
        "Who receives it; each is declared under `recipients`",
        "提供先・委託先(`recipients` に宣言)",
        example="[mail-delivery]",
        default=(),
        law="APPI 27; CCPA 1798.110(c)(4)",
    )
    people: Words = key(
        "The kinds of person it is about; empty means all",
        "対象となる本人(空はすべて)",
        example="[customer]",
        default=(),
    )
    label: LabelOrText | None = key(
        "Words for people, where the vocabulary's own do not fit",
        "表示名(標準の語が合わない場合)",
        example="{ja: アカウント情報, en: account data}",
        default=None,
    )
    role: DataRole = key(
        "Whether the company decides or acts for somebody",
        "自ら決めるか、委託を受けて扱うか",
        example="processor",
        default="controller",
        law="APPI 25, 27(5)(i); CCPA 1798.140(ag)",
    )
    instructed_by: str | None = key(
        "On whose instruction a processor acts", "指示する者", example="customer", default=None
    )
    agreement: LabelOrText | None = key(
        "The contract that a processor needs with each customer",
        "顧客ごとに必要な契約",
        example="{ja: データ処理契約, en: data processing addendum}",
        default=None,
        law="APPI 25; CCPA 1798.100(d)",
    )
    concept: Word | None = key(
        "The term of the policy it belongs to", "属する用語", example="user-information",
        default=None,
    )  # fmt: skip
    required: bool = key(
        "Without it there is no service; it stops only with the service",
        "サービスに不可欠か(退会時にのみ停止)",
        example="true",
        default=False,
    )
    optional: LabelOrText | None = key(
        "Giving it is optional; what follows if it is not given",
        "任意の項目と、提供しない場合の結果",
        example="{ja: ご案内できない場合があります, en: we may be unable to answer}",
        default=None,
    )
    open_ended: bool = key(
        "The text has a catch-all; every real column still needs a named category",
        "包括的な文言があるか(実際の列は必ず区分を持つ)",
        example="true",
        default=False,
        law="APPI 17(1)",
    )
    authorised: Scopes | None = key(
        "Data that an outside service hands over with the person's authorisation",
        "本人の許可により外部サービスから受け取る範囲",
        example="{service: …, fields: [id, name]}",
        default=None,
    )
    never: Words = key(
        "Categories that must not be in it; stores are scanned for them",
        "含めてはならない区分(保存先を検査)",
        example="[finance.card]",
        default=(),
    )
    not_joined_with: Words = key(
        "Groups or categories it is never combined with",
        "結び付けてはならない区分",
        example="[identity]",
        default=(),
    )
    not_alone_identifying: bool = key(
        "Tables that hold it hold no direct identifier",
        "単独で本人を特定しない(同じ表に直接の識別子を置かない)",
        example="true",
        default=False,
    )
    review: PeriodText | None = key(
        "How often it is reviewed for being right and current",
        "正確・最新であることの確認間隔",
        example="P1Y",
        default=None,
        law="APPI 22",
    )
    profiling: bool = key(
        "Whether people are analysed with it", "分析(プロファイリング)に使うか", example="true",
        default=False,
    )  # fmt: skip
    lifecycle: bool = key(
        "Whether the register shows acquisition, use, entrustment, provision and disposal of each",
        "台帳に取得・利用・委託・提供・廃棄を記録するか",
        example="true",
        default=False,
        law="JIS Q 15001",
    )


class NotCollected(Promise):
    """Categories that the company says it does not collect."""

    items: Words = key("Which", "取得しない区分", example="[location.precise]")
    except_for: LabelOrText | None = key(
        "A narrow exception", "限定的な例外", example="{ja: 最小限の監査記録, en: minimal audit data}",
        default=None,
    )  # fmt: skip


class Sources(Promise):
    """The sources from which data may come, a closed list."""

    allowed: SourceNames = key(
        "All of them", "許される取得元", example="[person, organisation, automatic]"
    )


class Acquisition(Promise):
    """By which means data is acquired (適正な取得)."""

    fair: bool = key(
        "Only by lawful and fair means, and only as needed",
        "適法かつ公正な手段で、必要な範囲に限る",
        example="true",
        default=True,
        law="APPI 20(1)",
    )
    notice: Literal["before", "published"] = key(
        "When the purpose is told", "利用目的を示す時期", example="before", default="published",
        law="APPI 21(1)(2)",
    )  # fmt: skip
