"""What the company promises: the policy as it is declared in `policy/*.yaml`.

The parts stand in `policy.language`, one file each. Names that refer to other lines (a
purpose, a recipient, a category) are checked by `references`, which knows where in the file
each of them stands.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, model_validator

from upheld.documents.problem import problem
from upheld.documents.words import Word
from upheld.policy.language.about import (
    About,
    Audience,
    Change,
    Changes,
    CustomerTerms,
    Languages,
    Limit,
    Links,
    Notice,
)
from upheld.policy.language.ai import AiTerms
from upheld.policy.language.company import AuthorisedBody, Channel, Handler, LegalText, Officer
from upheld.policy.language.consent import ConsentItem, SelfService, StopSwitch
from upheld.policy.language.data import Acquisition, Concept, DataUse, NotCollected, Sources
from upheld.policy.language.line import ClauseId, Label, Line, Placed, key, walk
from upheld.policy.language.online import (
    AdPartner,
    ChoicesArea,
    Cookie,
    Refusal,
    Signal,
    Transmission,
)
from upheld.policy.language.payments import CardRule, PaymentMode
from upheld.policy.language.people import ChildRule, Person
from upheld.policy.language.purposes import Prohibition, PurposeOfUse
from upheld.policy.language.recipients import (
    JointUse,
    ProcessorChanges,
    Provision,
    Recipient,
    Transfers,
)
from upheld.policy.language.regions import Regions
from upheld.policy.language.retention import Expiry, RetentionRule, Termination
from upheld.policy.language.rights import FEE_ALLOWED, Desk, RightKind, RightOffered
from upheld.policy.language.security import Control, Incidents, Management
from upheld.policy.language.statistics import Anonymised, Pseudonymised, Statistics
from upheld.policy.language.wording import OwnWords

Right: TypeAlias = Literal["deletion", "disclosure", "correction"]
"""The rights that are carried out on the stores; `RightKind` names all that can be asked."""
REQUESTS_RULE = "requests"
"""The retention rule for the identifiers that a request itself carries."""


class Policy(Line):
    """The whole declaration, merged from all files of the folder."""

    policy: About = key("Which policy this is", "どのポリシーか", example="{id: shop, …}")
    handler: Handler | None = key("The business", "事業者", example="{…}", default=None,
                                  law="APPI 32(1)(i)")  # fmt: skip
    officers: Mapping[Word, Officer] = key("Offices", "役職", example="{…}", default={})
    channels: Mapping[Word, Channel] = key("How to reach it", "連絡先", example="{…}", default={},
                                           law="APPI 32(1)(iv), 40")  # fmt: skip
    authorised_body: AuthorisedBody | None = key("The accredited organisation",
                                                 "認定個人情報保護団体", example="{…}",
                                                 default=None, law="APPI 47; Order 10(iii)")  # fmt: skip
    languages: Languages | None = key("Languages", "言語", example="{…}", default=None)
    audience: Audience | None = key("Whom it is for", "対象者", example="{…}", default=None)
    history: tuple[Change, ...] = key("Earlier versions", "改定履歴", example="[…]", default=())
    changes: Changes | None = key("How it changes", "変更の方法", example="{…}", default=None,
                                  law="APPI 17(2), 21(3)")  # fmt: skip
    change_announcements: tuple[Changes, ...] = key(
        "Further rules on announcing changes", "変更の告知に関するその他の定め", example="[…]",
        default=(),
    )  # fmt: skip
    limits: Mapping[Word, Limit] = key("Limits", "免責", example="{…}", default={})
    customer_terms: tuple[CustomerTerms, ...] = key("Contract terms that override",
                                                    "個別契約による変更", example="[…]",
                                                    default=())  # fmt: skip
    links: tuple[Links, ...] = key("Outbound links", "外部リンク", example="[…]", default=())
    notices: Mapping[Word, Notice] = key("Further notices", "その他の掲載", example="{…}",
                                         default={})  # fmt: skip
    concepts: Mapping[Word, Concept] = key("Terms and what they contain", "用語の包含関係",
                                           example="{…}", default={})  # fmt: skip
    people: Annotated[Mapping[Word, Person], Field(min_length=1)] = key(
        "Kinds of person", "本人の種類", example="{customer: {label: …}}"
    )
    data: Annotated[Mapping[str, DataUse], Field(min_length=1)] = key(
        "Which data", "取り扱う情報", example="{contact.email: {purposes: …, c: …}}", law="APPI 21"
    )
    not_collected: tuple[NotCollected, ...] = key("What is not collected", "取得しない情報",
                                                  example="[…]", default=())  # fmt: skip
    sources: Sources | None = key("All sources", "取得元の限定", example="{…}", default=None)
    acquisition: tuple[Acquisition, ...] = key("How it is acquired", "取得の方法", example="[…]",
                                               default=(), law="APPI 20")  # fmt: skip
    purposes: Annotated[Mapping[Word, PurposeOfUse], Field(min_length=1)] = key(
        "Purposes of use", "利用目的", example="{provide: {ja: …, en: …, c: …}}", law="APPI 17"
    )
    prohibitions: tuple[Prohibition, ...] = key("What is never done", "行わない利用",
                                                example="[…]", default=(), law="APPI 18, 19")  # fmt: skip
    consent: Mapping[Word, ConsentItem] = key("What is asked first", "同意", example="{…}",
                                              default={}, law="APPI 18, 20(2), 27, 28, 31")  # fmt: skip
    stops: Mapping[Word, StopSwitch] = key("What can be switched off", "停止できるもの",
                                           example="{…}", default={})  # fmt: skip
    self_service: tuple[SelfService, ...] = key("What people change themselves",
                                                "本人が変更できるもの", example="[…]",
                                                default=())  # fmt: skip
    cookies: Mapping[Word, Cookie] = key("Cookies and identifiers", "クッキー等", example="{…}",
                                         default={})  # fmt: skip
    cookie_refusal: tuple[Refusal, ...] = key("How cookies are refused", "クッキーの拒否",
                                              example="[…]", default=())  # fmt: skip
    signals: tuple[Signal, ...] = key("Browser signals", "ブラウザの信号", example="[…]",
                                      default=(), law="11 CCR 7025")  # fmt: skip
    external_transmissions: Mapping[Word, Transmission] = key(
        "External transmission, one entry a tag", "外部送信(タグごとに一件)", example="{…}",
        default={}, law="Telecommunications Business Act 27-12",
    )  # fmt: skip
    ads: Mapping[Word, AdPartner] = key("Advertising partners", "広告の提携先", example="{…}",
                                        default={})  # fmt: skip
    choices: ChoicesArea | None = key("A page of choices", "選択ページ", example="{…}",
                                      default=None, law="CCPA 1798.135")  # fmt: skip
    recipients: Mapping[Word, Recipient] = key("Who receives data", "提供先・委託先",
                                               example="{…}", default={}, law="APPI 25, 27")  # fmt: skip
    provision: Provision | None = key("Third-party provision", "第三者提供", example="{…}",
                                      default=None, law="APPI 27")  # fmt: skip
    joint_use: JointUse | None = key("Joint use", "共同利用", example="{…}", default=None,
                                     law="APPI 27(5)(iii)")  # fmt: skip
    transfers: Transfers | None = key("Other countries", "外国での取扱い", example="{…}",
                                      default=None, law="APPI 28")  # fmt: skip
    processor_changes: ProcessorChanges | None = key("New processors", "委託先の変更",
                                                     example="{…}", default=None)  # fmt: skip
    ai: AiTerms | None = key("AI features", "AI 機能", example="{…}", default=None)
    children: tuple[ChildRule, ...] = key("Children", "子ども", example="[…]", default=(),
                                          law="CCPA 1798.120(c); COPPA")  # fmt: skip
    regions: Regions | None = key("Regions", "地域", example="{…}", default=None)
    statistics: tuple[Statistics, ...] = key("Statistics", "統計", example="[…]", default=())
    pseudonymised: tuple[Pseudonymised, ...] = key("Pseudonymously processed information",
                                                   "仮名加工情報", example="[…]", default=(),
                                                   law="APPI 41")  # fmt: skip
    anonymised: tuple[Anonymised, ...] = key("Anonymously processed information",
                                             "匿名加工情報", example="[…]", default=(),
                                             law="APPI 43")  # fmt: skip
    payments: Mapping[Word, PaymentMode] = key("Ways to pay", "決済方法", example="{…}",
                                               default={})  # fmt: skip
    cards: CardRule | None = key("Card data", "カード情報", example="{…}", default=None)
    security: tuple[Control, ...] = key("Security control measures", "安全管理措置",
                                        example="[…]", default=(), law="APPI 23; Order 10(i)")  # fmt: skip
    incidents: Incidents | None = key("Breaches", "漏えい等", example="{…}", default=None,
                                      law="APPI 26")  # fmt: skip
    management: Management | None = key("Management system", "マネジメントシステム",
                                        example="{…}", default=None, law="JIS Q 15001")  # fmt: skip
    legal_texts: Mapping[Word, LegalText] = key("Laws and rules followed", "遵守する法令・規程",
                                                example="{…}", default={})  # fmt: skip
    retention: Mapping[Word, RetentionRule] = key("How long data is kept", "保存期間",
                                                  example="{…}", law="APPI 22")  # fmt: skip
    expiry: tuple[Expiry, ...] = key("What happens then", "期間後の扱い", example="[…]",
                                     default=())  # fmt: skip
    termination: Termination | None = key("End of a contract", "契約の終了", example="{…}",
                                          default=None)  # fmt: skip
    rights: Mapping[RightKind, RightOffered] = key("What may be asked", "本人の求め",
                                                   example="{…}", law="APPI 32-35")  # fmt: skip
    desk: Desk | None = key("What holds for every request", "請求に共通する定め", example="{…}",
                            default=None, law="APPI 37")  # fmt: skip

    wording: Mapping[str, OwnWords] = key(
        "The company's own sentences in place of the standard ones, by clause or place",
        "標準の文に代わる自社の文(条項または行の場所ごと)",
        example='{P1-7q: {ja: …, en: …, meaning: "3f2a9c01"}}', default={},
    )  # fmt: skip

    @model_validator(mode="after")
    def _requests_are_forgotten_too(self) -> "Policy":
        if REQUESTS_RULE not in self.retention:
            raise problem(
                en=f"`retention` has no rule `{REQUESTS_RULE}`",
                ja=f"`retention` に規則 `{REQUESTS_RULE}` がありません",
                remedy_en=f"add `{REQUESTS_RULE}: {{keep: P3Y, basis: …, c: …}}`: how long the "
                "identifiers in a request are kept",
                remedy_ja=f"`{REQUESTS_RULE}: {{keep: P3Y, basis: …, c: …}}` を追加し、"
                "請求に含まれる識別子を保存する期間を定めてください",
                at=("retention",),
            )
        if self.retention[REQUESTS_RULE].keep.period is None:
            raise problem(
                en=f"the retention rule `{REQUESTS_RULE}` needs a period",
                ja=f"保存規則 `{REQUESTS_RULE}` には期間が必要です",
                remedy_en="write a period such as `P3Y`",
                remedy_ja="`P3Y` のように期間を書いてください",
                at=("retention", REQUESTS_RULE, "keep"),
            )
        return self

    @model_validator(mode="after")
    def _fees_only_where_the_law_allows(self) -> "Policy":
        for kind, right in self.rights.items():
            if right.fee is not None and kind not in FEE_ALLOWED:
                raise problem(
                    en=f"a fee for `{kind}` is not allowed",
                    ja=f"`{kind}` に手数料を定めることはできません",
                    remedy_en="take it out: APPI 38 allows a fee for notice of purpose and "
                    "disclosure only",
                    remedy_ja="削除してください。手数料は利用目的の通知と開示に限り認められます"
                    "(個人情報保護法第38条)",
                    at=("rights", kind, "fee"),
                )
        return self

    @cached_property
    def sha256(self) -> str:
        """SHA-256 (hex) of what is declared: comments and layout do not change it."""
        canonical = json.dumps(
            self.model_dump(mode="json", by_alias=True, exclude_defaults=True),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()

    def items_of(self, name: str) -> tuple[str, ...]:
        """Return the categories that a name stands for: those of a group, or the name itself.

        A group may hold groups; that none holds itself was checked when the policy was read. A
        category that lists itself is one without a list.
        """
        use = self.data.get(name)
        if use is None or not use.items:
            return (name,)
        inside = ((one,) if one == name else self.items_of(one) for one in use.items)
        return tuple(dict.fromkeys(item for items in inside for item in items))

    def received(self, recipient: str) -> tuple[str, ...]:
        """Return the categories that a recipient's own line names; empty where it names none."""
        one = self.recipients[recipient]
        named = (*one.receives, *(field for case in one.conditions for field in case.fields))
        return tuple(dict.fromkeys(item for name in named for item in self.items_of(name)))

    @cached_property
    def promises(self) -> tuple[Placed, ...]:
        """Every line that carries out a clause, with its path, in the order of the model."""
        return tuple(walk(self))

    def clauses(self) -> frozenset[ClauseId]:
        """Return every clause id that a line of the declaration implements."""
        of_lines = [clause for placed in self.promises for clause in placed.promise.c]
        of_people = [clause for person in self.people.values() for clause in person.c or ()]
        return frozenset([*of_lines, *of_people, *(self.policy.c or ())])

    def uses_of(self, category: str) -> tuple[DataUse, ...]:
        """Return every entry of `data` that covers a category, the nearest first.

        An entry covers its own category or its `items`, and everything below them.
        """
        above = [category]
        while "." in above[-1]:
            above.append(above[-1].rpartition(".")[0])
        entries = [(use.items or (name,), use) for name, use in self.data.items()]
        return tuple(use for one in above for items, use in entries if one in items)

    def recipients_of(self, category: str) -> tuple[str, ...]:
        """Return the recipients that a category may reach, by the data's or their own lines."""
        uses = self.uses_of(category)
        named = [name for use in uses for name in use.recipients]
        groups = {name for name, use in self.data.items() if use in uses}
        above = {category.rsplit(".", n)[0] for n in range(category.count(".") + 1)}
        by_receiver = [
            name
            for name, one in self.recipients.items()
            if groups.intersection(one.receives) or above.intersection(one.receives)
        ]
        return tuple(dict.fromkeys([*named, *by_receiver]))


__all__ = [
    "REQUESTS_RULE", "ClauseId", "DataUse", "Label", "Policy", "PurposeOfUse", "Recipient",
    "RetentionRule", "Right", "RightKind", "RightOffered",
]  # fmt: skip
