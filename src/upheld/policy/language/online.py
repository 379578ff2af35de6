"""Cookies and signals, external transmission (外部送信), advertising partners."""

from typing import Annotated, Literal

from pydantic import Field

from upheld.documents.words import Word
from upheld.policy.language.line import LabelOrText, Line, Promise, Sentence, Words, key


class Cookie(Promise):
    """A cookie, beacon or identifier of the company's own."""

    kind: Literal["cookie", "beacon", "device-id", "advertising-id", "storage"] = key(
        "What it is", "種類", example="cookie", default="cookie"
    )
    necessary: bool = key(
        "Whether the service needs it", "サービスに必要か", example="true", default=False
    )
    purposes: Words = key("What for", "利用目的", example="[analytics]", default=())
    owner: LabelOrText | None = key(
        "Who answers for it", "管理者", example="{ja: 製品チーム, en: product team}", default=None
    )
    carries: Words = key(
        "Categories it may carry; nothing else", "含み得る区分", example="[device.id]", default=()
    )
    never: Words = key(
        "Categories it never carries", "含まない区分", example="[identity, contact]", default=()
    )


class Refusal(Promise):
    """How cookies are refused, and what stops working."""

    control: Words = key("Where", "拒否の方法", example="[browser]", default=("browser",))
    consequence: LabelOrText | None = key(
        "What may stop working", "使えなくなる機能", example="{ja: …, en: …}", default=None
    )


class Signal(Promise):
    """What is done with a signal that a browser sends."""

    signal: Literal["gpc", "dnt"] = key(
        "Global Privacy Control or Do Not Track", "信号の種類", example="gpc",
        law="11 CCR 7025",
    )  # fmt: skip
    honour: bool = key("Whether it is acted on", "従うか", example="true")
    acts_as: Words = key("What it means", "意味", example="[opt-out-sale-sharing]", default=())
    scope: Words = key(
        "For whom: browser, session, profiles, known-account",
        "適用範囲",
        example="[browser, session, known-account]",
        default=(),
        law="11 CCR 7025(c)",
    )
    status_shown: bool = key(
        "Whether the person sees that it worked", "状態の表示", example="true", default=False,
        law="11 CCR 7025(c)(6)",
    )  # fmt: skip


class OptOut(Line):
    """Where a person turns a partner off."""

    url: Sentence = key("Its page, https", "ページ(https)", example="https://example.com/opt-out")
    label: LabelOrText | None = key("Words", "表示名", example="…", default=None)


class Transmission(Promise):
    """One tag or module that makes the browser send data elsewhere (外部送信)."""

    to: Word = key(
        "The recipient, declared under `recipients`", "送信先(`recipients` に宣言)",
        example="analytics-co", law="Telecommunications Business Act 27-12",
    )  # fmt: skip
    service: LabelOrText | None = key("The product", "サービス名", example="…", default=None)
    tag: Literal[
        "analytics", "ads", "recorder", "social", "security", "affiliate", "ai", "other"
    ] = key("Its class", "種類", example="analytics")
    sends: Annotated[Words, Field(min_length=1)] = key(
        "What is sent", "送信される情報", example="[device.cookie, behaviour.log]",
        law="Telecommunications Business Act 27-12; Rule 22-2-29",
    )  # fmt: skip
    purposes: Annotated[Words, Field(min_length=1)] = key(
        "Why", "利用目的", example="[analytics]",
        law="Telecommunications Business Act 27-12; Rule 22-2-29",
    )  # fmt: skip
    domains: Words = key(
        "The hosts that a page scan may see", "通信先のホスト", example="[stats.example.com]",
        default=(),
    )  # fmt: skip
    opt_out: tuple[OptOut, ...] = key(
        "Where it is turned off", "オプトアウト", example="[{url: https://…}]", default=()
    )
    policy_url: Sentence | None = key(
        "The recipient's own policy", "送信先のポリシー", example="https://…", default=None
    )
    masks: Words = key(
        "Inputs that a recorder never sees", "記録しない入力欄", example="[password, card, email]",
        default=(),
    )  # fmt: skip
    never: Words = key(
        "Categories that its payload never carries", "送信しない区分", example="[identity]",
        default=(),
    )  # fmt: skip
    before_click: bool = key(
        "Whether it loads before the person acts (two-click embeds do not)",
        "操作前に読み込むか",
        example="false",
        default=True,
    )
    local_switch: bool = key(
        "Whether our own page can turn it off", "自社のページで止められるか", example="true",
        default=False,
    )  # fmt: skip
    consent: Word | None = key(
        "The consent it waits for, declared under `consent`", "必要な同意", example="cookies",
        default=None,
    )  # fmt: skip


class AdPartner(Promise):
    """A partner to whom data goes for advertising."""

    partner: Word = key("The recipient", "相手方", example="ad-network")
    sends: Annotated[Words, Field(min_length=1)] = key(
        "Exactly these fields; anything else is blocked", "送信する項目(これ以外は遮断)",
        example="[device.id, behaviour.log]",
    )  # fmt: skip
    purposes: Annotated[Words, Field(min_length=1)] = key("What for", "利用目的", example="[ads]")
    use_limit: LabelOrText | None = key(
        "What the partner may use it for", "相手方の利用範囲", example="{ja: 配信のみ, en: delivery only}",
        default=None,
    )  # fmt: skip
    audience: Literal["none", "hashed"] = key(
        "Whether lists of people are matched", "顧客リストの照合", example="hashed", default="none"
    )
    consented_only: bool = key(
        "Whether only people who consented are in it", "同意した人に限るか", example="true",
        default=False,
    )  # fmt: skip
    returns: Words = key(
        "Fields that come back", "受け取る項目", example="[commerce.order]", default=()
    )
    returns_join: Word | None = key(
        "The only purpose for which what comes back is combined with a person",
        "受け取った情報を本人と結び付けてよい唯一の目的",
        example="affiliate-approval",
        default=None,
        law="APPI 31(1)",
    )
    confirms_consent: bool = key(
        "Whether the sender's consent is confirmed first", "送信元での同意を確認するか",
        example="true", default=False, law="APPI 31(1); Rules 26-28",
    )  # fmt: skip
    opt_out: tuple[OptOut, ...] = key(
        "Where it is turned off", "オプトアウト", example="[{url: https://…}]", default=()
    )
    help_url: Sentence | None = key(
        "An explanation", "説明ページ", example="https://…", default=None
    )


class ChoicesArea(Promise):
    """A page with all choices about advertising and sale."""

    links: tuple[OptOut, ...] = key(
        "Its links", "リンク", example="[{url: https://…}]", law="CCPA 1798.135"
    )
