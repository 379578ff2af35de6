"""Who receives data: processors, third parties, joint use, other countries."""

from datetime import date
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from upheld.documents.words import Word
from upheld.policy.language.company import Representative
from upheld.policy.language.line import (
    Countries,
    CountryCode,
    LabelOrText,
    Line,
    PeriodText,
    Promise,
    Sentence,
    Words,
    key,
)
from upheld.wording import Text

RecipientClass: TypeAlias = Literal[
    "processor", "sub-processor", "third-party", "joint-user", "customer-directed", "merchant",
    "public-body", "contractor",
]  # fmt: skip
"""Under `sub-processor` the company itself acts for its customers."""
PROCESSORS: tuple[RecipientClass, ...] = ("processor", "sub-processor", "contractor")
"""Who acts for the company: bound by contract and supervised (APPI art. 25)."""


class Contract(Line):
    """The written contract that binds a recipient."""

    since: date = key("Its date", "締結日", example="2025-04-01", law="APPI 25; CCPA 1798.100(d)")
    terms: Words = key(
        "Terms it holds: no-training, data-minimisation, use-limit, delivery-only, deletion",
        "契約条項",
        example="[no-training]",
        default=(),
    )


class Supervision(Line):
    """How a processor is chosen and watched (委託先の監督)."""

    assessed: date | None = key("Last assessment", "最終評価日", example="2026-04-01", default=None)
    every: PeriodText = key("How often", "間隔", example="P1Y", law="APPI 25")


class ProcessorSetting(Promise):
    """A setting at a vendor that is proven again and again."""

    setting: LabelOrText = key("Which", "設定", example="{ja: 学習利用の停止, en: training off}")
    every: PeriodText = key("How often it is proven", "確認の間隔", example="P30D")


class Condition(Promise):
    """Fields that a recipient gets only while something holds for the person."""

    when: Word = key("What has to hold", "条件", example="open-enquiry")
    fields: Annotated[Words, Field(min_length=1)] = key(
        "The fields", "提供する項目", example="[device.id, contact.phone]"
    )


class Recipient(Promise):
    """Somebody outside the company who receives personal data."""

    ja: Sentence = key(
        "Name or description in Japanese", "日本語の名称", example="メール配信の委託先"
    )
    en: Sentence = key("Name or description in English", "英語の名称", example="our mailer")
    class_: RecipientClass = key(
        "What it is in law", "法律上の位置付け", example="sub-processor", default="processor",
        law="APPI 25, 27(1)(5)", alias="class",
    )  # fmt: skip
    named: bool = key(
        "Whether the words above name it, or describe it because no name is needed",
        "名称を示しているか(説明のみか)",
        example="true",
        default=True,
    )
    country: CountryCode | None = key(
        "ISO 3166-1 alpha-2", "国(ISO 3166-1)", example="JP", default=None, law="APPI 28(2)"
    )
    countries: Countries = key(
        "More countries", "その他の国", example="[US, SG]", default=(), law="APPI 28(2)"
    )
    worldwide: bool = key(
        "Edge or global processing without one country", "国を特定しない処理か", example="true",
        default=False, law="APPI 28",
    )  # fmt: skip
    zones: Words = key(
        "Regions of a provider where resources may stand", "資源を置けるリージョン",
        example="[asia-northeast1]", default=(),
    )  # fmt: skip
    purposes: Words = key("What for", "目的", example="[hosting]", default=())
    receives: Words = key(
        "Exactly these groups or categories; anything else is blocked",
        "受け取る区分(これ以外は遮断)",
        example="[contact.email]",
        default=(),
        law="APPI 29(1)",
    )
    roles: dict[Word, RecipientClass] = key(
        "Another class under a payment mode or a service",
        "決済方式などにより変わる位置付け",
        example="{managed-payments: merchant}",
        default={},
    )
    optional: bool = key(
        "Only while a feature is switched on", "機能が有効な間のみ", example="true", default=False
    )
    contract: Contract | None = key(
        "The contract", "契約", example="{since: 2025-04-01}", default=None,
        law="APPI 25; CCPA 1798.100(d)",
    )  # fmt: skip
    supervision: Supervision | None = key(
        "How it is chosen and watched", "選定と監督", example="{every: P1Y}", default=None,
        law="APPI 25",
    )  # fmt: skip
    settings: tuple[ProcessorSetting, ...] = key(
        "Settings at the vendor", "委託先での設定", example="[…]", default=()
    )
    conditions: tuple[Condition, ...] = key(
        "Fields only under a condition", "条件付きの提供", example="[{when: overdue, fields: …}]",
        default=(),
    )  # fmt: skip
    records: PeriodText | None = key(
        "How long records of provision are kept", "提供記録の保存期間", example="P3Y", default=None,
        law="APPI 29(2); Rules 21",
    )  # fmt: skip
    transfer: Literal["consent", "equivalent-measures", "designated-country", "none"] = key(
        "On what a transfer abroad rests", "外国への移転の根拠", example="equivalent-measures",
        default="none", law="APPI 28(1)(3)",
    )  # fmt: skip
    measures: LabelOrText | None = key(
        "The country's system and the recipient's measures, as people are told",
        "当該国の制度と提供先の措置(情報提供の内容)",
        example="{ja: …, en: …}",
        default=None,
        law="APPI 28(2)(3)",
    )
    own_policy: Sentence | None = key(
        "The recipient's own policy, where it handles data under it", "提供先のポリシー",
        example="https://…", default=None,
    )  # fmt: skip

    def words(self) -> Text:
        """Return its name as people read it."""
        return Text(en=self.en, ja=self.ja)


class ProvisionException(Promise):
    """A case in which data goes to somebody else without consent."""

    code: Word = key(
        "outsourcing, succession, joint-use, legal-order, vital, public-health, public-body, "
        "own-rights, display, advertising, other-law",
        "例外の種類",
        example="succession",
    )
    law: Sentence = key(
        "The article that allows it", "根拠となる条文", example="APPI 27(1)(i)", law="APPI 27"
    )
    needs: Words = key(
        "What each case must carry: contract, approver, reason, document, event, article, notice",
        "個々の場合に必要なもの",
        example="[approver, reason]",
    )
    purposes: Words = key("For which purposes", "利用目的", example="[show]", default=())
    to: Words = key("To which recipients", "提供先", example="[media]", default=())
    policy_follows: bool = key(
        "Whether this policy goes with the data", "ポリシーが引き継がれるか", example="true",
        default=False,
    )  # fmt: skip


class Provision(Promise):
    """The rule for third-party provision (第三者提供)."""

    default: Literal["consent", "never"] = key(
        "What is needed where no exception fits", "例外がない場合に必要なもの", example="consent",
        default="consent", law="APPI 27(1), 28",
    )  # fmt: skip
    exceptions: dict[Word, ProvisionException] = key(
        "Cases without consent, a closed list", "同意を要しない場合(限定列挙)",
        example="{succession: {…}}", default={}, law="APPI 27(1)(5)",
    )  # fmt: skip


class JointItems(Promise):
    """Which items are used jointly."""

    of: Annotated[Words, Field(min_length=1)] = key(
        "Groups or categories, each named", "項目(すべて明示)", example="[identity.name]",
        law="APPI 27(5)(iii)",
    )  # fmt: skip


class JointUsers(Promise):
    """Which companies may use the data jointly."""

    companies: dict[Word, LabelOrText] = key("Each by name", "会社名", example="{parent: {…}}")
    list_url: Sentence | None = key("A list", "一覧", example="https://…", default=None)


class JointPurpose(Promise):
    """A purpose of joint use."""

    ja: Sentence = key("In Japanese", "日本語", example="サービスの案内")
    en: Sentence = key("In English", "英語", example="guidance")


class Responsible(Promise):
    """Who is responsible for jointly used data."""

    name: LabelOrText = key("Name", "名称", example="{…}", law="APPI 27(5)(iii)")
    address: LabelOrText = key("Address", "住所", example="{…}", law="APPI 27(5)(iii)")
    representative: Representative | None = key(
        "Representative, for a company", "代表者", example="{…}", default=None,
        law="APPI 27(5)(iii)",
    )  # fmt: skip


class JointUse(Promise):
    """Joint use (共同利用): all items that the law wants told beforehand."""

    items: JointItems = key(
        "The data items", "共同利用する項目", example="{of: [identity.name], c: P5-3.1}",
        law="APPI 27(5)(iii)",
    )  # fmt: skip
    users: JointUsers = key(
        "The range of joint users", "共同利用者の範囲", example="{…}", law="APPI 27(5)(iii)"
    )
    purposes: dict[Word, JointPurpose] = key(
        "Their purposes", "利用目的", example="{…}", law="APPI 27(5)(iii)"
    )
    responsible: Responsible = key(
        "Who is responsible, with address and representative", "管理責任者の名称・住所・代表者",
        example="{…}", law="APPI 27(5)(iii)",
    )  # fmt: skip


class Emergency(Promise):
    """When processing may move elsewhere for a time."""

    when: Words = key("In which events", "場合", example="[disaster, ddos]")
    at_most: PeriodText = key("For how long", "上限", example="P14D")
    notice: Literal["always", "where-feasible"] = key("Notice", "通知", example="where-feasible")


class Transfers(Promise):
    """In which countries data is processed."""

    home: Countries = key("By default", "通常の国", example="[JP]")
    allowed: dict[CountryCode, Words] = key(
        "Elsewhere, and for which purposes", "その他の国と目的", example="{US: [mail]}", default={},
        law="APPI 28",
    )  # fmt: skip
    emergency: Emergency | None = key("Emergencies", "緊急時", example="{…}", default=None)


class ProcessorChanges(Promise):
    """How new processors are announced."""

    post: bool = key("Whether each is posted", "掲載するか", example="true", default=True)
    notice: PeriodText | None = key(
        "How long before a material one begins",
        "重要な変更の事前通知",
        example="P30D",
        default=None,
    )
