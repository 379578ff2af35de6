"""What a person may ask for, who may ask, what it costs, and when it is answered."""

from decimal import Decimal
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, PlainSerializer

from upheld.documents.words import Word
from upheld.policy.language.line import LabelOrText, Line, PeriodText, Promise, Words, key

RightKind: TypeAlias = Literal[
    "purpose-notice", "disclosure", "provision-records", "correction", "addition",
    "content-deletion", "suspension", "provision-stop", "suspension-unneeded", "deletion",
    "complaint", "child-report",
    "know", "delete", "correct", "opt-out-sale-sharing", "limit-use",
    "export",
]  # fmt: skip
"""APPI 32(2), 33(1), 33(5), 34 (three), 35(1), 35(3), 35(5), voluntary deletion, 40; CCPA."""

FEE_ALLOWED: frozenset[RightKind] = frozenset({"purpose-notice", "disclosure", "provision-records"})
"""APPI 38(1) allows a fee for notice of purpose and for disclosure, and for nothing else."""

Amount: TypeAlias = Annotated[
    Decimal, Field(gt=0, max_digits=12, decimal_places=2), PlainSerializer(str, return_type=str)
]


class Fee(Promise):
    """What a request costs."""

    amount: Amount = key("How much, once a request", "一件あたりの額", example="1000",
                         law="APPI 38(2)")  # fmt: skip
    currency: Literal["JPY", "USD"] = key("Currency", "通貨", example="JPY", default="JPY")


class Extension(Promise):
    """How often and by how long the answer may be late."""

    by: PeriodText = key("By how long", "延長する期間", example="P45D", law="CCPA 1798.130(a)(2)")
    times: Literal[1] = key("How often", "回数", example="1", default=1)
    notice: bool = key("Whether the person is told why, in time", "理由を通知するか",
                       example="true", default=True)  # fmt: skip


class Clock(Promise):
    """When the answer is due."""

    due: PeriodText | None = key("Answer", "回答の期限", example="P45D",
                                 default=None, law="CCPA 1798.130(a)(2)")  # fmt: skip
    acknowledge: PeriodText | None = key("Confirmation of receipt", "受付の確認", example="10bd",
                                         default=None, law="11 CCR 7021(a)")  # fmt: skip
    calendar: Literal["JP", "US"] | None = key("Whose business days", "営業日の暦", example="US",
                                               default=None)  # fmt: skip
    without_delay: bool = key("`without delay` in the text", "「遅滞なく」の文言", example="true",
                              default=False, law="APPI 33(2), 34(2), 35(2)")  # fmt: skip
    internal: PeriodText | None = key(
        "The company's own target; for its staff, on no page", "社内の目標(公表文には載りません)",
        example="P14D", default=None,
    )  # fmt: skip


class Identity(Promise):
    """How the asker is checked, never more than the right needs."""

    methods: Words = key("session, account, email-confirm, documents, staff", "本人確認の方法",
                         example="[email-confirm]", law="APPI 37; 11 CCR 7060")  # fmt: skip


class Agents(Promise):
    """Who may ask for somebody else."""

    kinds: Words = key("statutory, appointed, authorised", "代理人の種類",
                       example="[statutory, appointed]", law="APPI 37(3); 11 CCR 7063")  # fmt: skip
    proof: Words = key("What shows the power", "代理権の確認", example="[signed-permission]")
    verify_person: bool = key("Whether the person may be asked too", "本人への確認", example="true",
                              default=False)  # fmt: skip


class Ground(Promise):
    """A reason for which a request may be refused."""

    code: Word = key("rights-of-others, business-hindrance, law, no-duty, not-held", "理由の種類",
                     example="rights-of-others")  # fmt: skip
    law: str = key("Its article", "根拠条文", example="APPI 33(2)(i)", law="APPI 33(2), 36")


class AbsenceNotice(Promise):
    """The person is told if no such data exists."""

    after_identity: bool = key("Only once identity is confirmed", "本人確認後に限る",
                               example="true", default=True)  # fmt: skip


class OutcomeNotice(Promise):
    """The person is told what was done, and why not."""

    reasons: bool = key("Whether a refusal carries reasons", "理由を示すか", example="true",
                        default=True, law="APPI 36")  # fmt: skip


class Referral(Promise):
    """Who answers instead, for data that the company only processes."""

    to: Word = key("To whom the person is sent", "案内先", example="customer-admin")
    data: Words = key("For which data", "対象", example="[content]", default=())


class RightOffered(Promise):
    """Whether a person may ask for this, and how it is handled."""

    offered: bool = key("Whether it is offered", "応じるか", example="true", law="APPI 32-35")
    data: Words = key("For which groups; empty means all", "対象のデータ(空はすべて)",
                      example="[account]", default=())  # fmt: skip
    grounds: Words = key(
        "On which grounds: untrue, beyond-purpose, improper-use, deceit, no-consent, unlawful-provision, unneeded, leak, harm",
        "請求できる理由", example="[beyond-purpose, improper-use, deceit, no-consent, unneeded, leak, harm]", default=(),
        law="APPI 34, 35(1)(3)(5)",
    )  # fmt: skip
    forms: Words = key("How disclosure is made: electronic, paper, other", "開示の方法",
                       example="[electronic, paper]", default=(), law="APPI 33(1)")  # fmt: skip
    fee: Fee | None = key("The fee", "手数料", example="{amount: 1000, c: …}", default=None,
                          law="APPI 38")  # fmt: skip
    clock: Clock | None = key("When", "期限", example="{without_delay: true, c: …}", default=None)
    extension: Extension | None = key("Extension", "延長", example="{by: P45D, c: …}", default=None)
    identity: Identity | None = key("Identity", "本人確認", example="{methods: …}", default=None)
    absence: AbsenceNotice | None = key("If nothing is held", "不存在の通知", example="{c: …}",
                                        default=None)  # fmt: skip
    outcome: OutcomeNotice | None = key("Outcome", "結果の通知", example="{c: …}", default=None)
    refusal: tuple[Ground, ...] = key("Grounds of refusal", "拒否の理由", example="[…]", default=())
    discretion: bool = key("Only if the company finds it necessary", "会社が必要と認めた場合に限るか",
                           example="true", default=False, law="APPI 35")  # fmt: skip
    instead: LabelOrText | None = key("Why it is not offered, and what exists", "応じない理由",
                                      example="{…}", default=None)  # fmt: skip
    opens: RightKind | None = key("The kind of case that may follow from it", "続けて開ける手続",
                                  example="correction", default=None)  # fmt: skip
    stops: Words = key("The purposes it stops", "停止される利用目的", example="[marketing]",
                       default=())  # fmt: skip


class Desk(Line):
    """What holds for every request."""

    channels: Words = key("Which channels take requests", "受付窓口", example="[privacy-mail]",
                          default=(), law="APPI 32(1)(iii), 37")  # fmt: skip
    procedure_url: str | None = key("Where the procedure is described", "手続の説明ページ",
                                    example="https://…", default=None, law="APPI 32(1)(iii)")  # fmt: skip
    identity: Identity | None = key("Identity", "本人確認", example="{…}", default=None)
    clock: Clock | None = key("When", "期限", example="{…}", default=None)
    extension: Extension | None = key("Extension", "延長", example="{by: P45D, c: …}", default=None,
                                      law="CCPA 1798.130(a)(2)")  # fmt: skip
    agents: tuple[Agents, ...] = key("Agents", "代理人", example="[…]", default=())
    by_residence: "ByResidence | None" = key("Rights by residence", "居住地による権利",
                                             example="{c: …}", default=None)  # fmt: skip
    referrals: tuple[Referral, ...] = key("Referrals", "案内", example="[…]", default=())
    outside_procedure: "OutsideProcedure | None" = key(
        "Requests outside the procedure", "手続外の請求", example="{c: …}", default=None
    )
    no_retaliation: "NoRetaliation | None" = key("No discrimination", "不利益取扱いの禁止",
                                                 example="{c: …}", default=None)  # fmt: skip


class ByResidence(Promise):
    """Which rights a person has depends on where they live."""

    unknown: Literal["default"] = key("Residence unknown", "居住地不明", example="default",
                                      default="default")  # fmt: skip


class OutsideProcedure(Promise):
    """A request made in another way is answered with the way to ask, never dropped."""

    answer: Literal["point-to-procedure"] = key("The answer", "対応", example="point-to-procedure",
                                                default="point-to-procedure")  # fmt: skip


class NoRetaliation(Promise):
    """Price, plan and quotas are the same before and after a request."""

    of: Words = key("What stays equal", "変わらないもの", example="[price, plan, quotas]")


Desk.model_rebuild()
