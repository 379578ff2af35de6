"""What data may be used for (利用目的), what it must never be used for, and by which basis."""

from typing import Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BeforeValidator

from upheld.documents.nearest import nearest
from upheld.documents.problem import problem
from upheld.documents.words import Word
from upheld.policy.language.line import LabelOrText, Promise, Sentence, Words, key, one_or_many
from upheld.vocabulary.purpose import dpv_purposes
from upheld.wording import Text

Basis: TypeAlias = Literal[
    "contract",
    "consent",
    "legitimate-interest",
    "legal-duty",
    "vital-interest",
    "published-purpose",
]
Bases: TypeAlias = Annotated[
    tuple[Basis, ...],
    BeforeValidator(one_or_many, json_schema_input_type=Basis | tuple[Basis, ...]),
]


def _dpv_purpose(name: str) -> str:
    if name in dpv_purposes():
        return name
    guess = nearest(name, dpv_purposes())
    raise problem(
        en=f"DPV 2.3 has no purpose `{name[:60]}`",
        ja=f"DPV 2.3 に利用目的 `{name[:60]}` はありません",
        remedy_en=f"did you mean `{guess}`?"
        if guess
        else "take it out, or see w3id.org/dpv#Purpose",
        remedy_ja=f"`{guess}` ではありませんか"
        if guess
        else "この行を削除するか、w3id.org/dpv#Purpose をご覧ください",
    )


DpvPurpose: TypeAlias = Annotated[Word, AfterValidator(_dpv_purpose)]
"""A purpose of W3C DPV 2.3, without its prefix: `ServiceProvision`."""


class PurposeOfUse(Promise):
    """A purpose of use (利用目的, APPI art. 17), as people read it."""

    ja: Sentence = key("In Japanese", "日本語", example="商品の販売", law="APPI 17(1)")
    en: Sentence = key("In English", "英語", example="selling goods", law="APPI 17(1)")
    basis: Bases = key(
        "On what it rests",
        "根拠",
        example="[contract]",
        default=(),
        law="APPI 18; CCPA 1798.100(c)",
    )
    people: Words = key(
        "Only for these kinds of person", "対象となる本人を限る場合", example="[applicant]",
        default=(),
    )  # fmt: skip
    condition: Word | None = key(
        "Only while this holds for the person, e.g. an open enquiry or an overdue payment",
        "本人についてこの条件を満たす間のみ",
        example="actual-customer",
        default=None,
    )
    only_by: Words = key(
        "Only these staff roles", "利用できる担当を限る場合", example="[trust-team]", default=()
    )
    output: Literal["rows", "aggregate", "pseudonymised"] = key(
        "What may come out of it", "出力の形", example="aggregate", default="rows"
    )
    message: Literal["transactional", "promotional"] | None = key(
        "Whether it sends messages, and of which class",
        "送信する通知の種類",
        example="promotional",
        default=None,
        law="JP-MAIL 3",
    )
    opt_in: bool = key(
        "Whether it begins only after consent", "事前の同意を要するか", example="true",
        default=False, law="JP-MAIL 3(1); APPI 18",
    )  # fmt: skip
    opt_out: Words = key(
        "Where a person stops it: in-message, settings, url, request",
        "停止の方法",
        example="[in-message]",
        default=(),
        law="JP-MAIL 3(3); CCPA 1798.120",
    )
    ads: bool = key(
        "Whether it is advertising or measures it", "広告の配信・測定か", example="true",
        default=False,
    )  # fmt: skip
    profiling: bool = key(
        "Whether attributes and actions are analysed", "属性や行動を分析するか", example="true",
        default=False,
    )  # fmt: skip
    sensitive: bool = key(
        "Whether sensitive data is used to infer characteristics",
        "機微な情報から特性を推測するか",
        example="true",
        default=False,
        law="CCPA 1798.121",
    )
    off: bool = key("Declared, but switched off", "宣言するが停止中", example="true", default=False)
    scope: Word | None = key(
        "Only inside this engagement, service or survey, shown with its own notice",
        "特定の業務・サービス・アンケート内に限り、個別に明示",
        example="engagement",
        default=None,
    )
    open_ended: Literal["by-consent"] | None = key(
        "Further purposes exist only with the person's recorded consent",
        "同意の記録がある場合にのみ追加される目的",
        example="by-consent",
        default=None,
        law="APPI 17(1), 18(1)",
    )
    receives: Words = key(
        "It reaches only these categories", "利用できる区分を限る場合", example="[finance.invoice]",
        default=(),
    )  # fmt: skip
    dpv: DpvPurpose | None = key(
        "The term of W3C DPV, where the guess is wrong", "DPV の語", example="ServiceProvision",
        default=None,
    )  # fmt: skip

    def words(self) -> Text:
        """Return the purpose as people read it."""
        return Text(en=self.en, ja=self.ja)


class Prohibition(Promise):
    """A use that is denied always, whatever anybody consented to."""

    deny: Word = key(
        "The use: sale, sharing, cross-context-ads, third-party-marketing, training, "
        "infer-characteristics, beyond-purpose, reidentify, join",
        "禁止する利用",
        example="sale",
        law="APPI 18, 19; CCPA 1798.120, 1798.121",
    )
    data: Words = key(
        "Of which groups or categories; `all` for everything",
        "対象(`all` はすべて)",
        example="[content]",
        default=("all",),
    )
    unless: Word | None = key(
        "What has to be shown if it is ever switched on",
        "有効にする場合に必要な掲載",
        example="limit-link",
        default=None,
    )
    note: LabelOrText | None = key("A word on it", "補足", example="{ja: …, en: …}", default=None)
