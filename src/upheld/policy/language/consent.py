"""What is asked before it is done, and what a person can switch off."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from upheld.documents.problem import problem
from upheld.documents.words import Word
from upheld.policy.language.line import LabelOrText, Line, Promise, Words, key


class Clicks(Line):
    """How many steps each answer takes, from the first screen."""

    accept: Annotated[int, Field(ge=0, le=20)] = key("To accept", "承諾まで", example="1")
    refuse: Annotated[int, Field(ge=0, le=20)] = key(
        "To refuse", "拒否まで", example="1", law="11 CCR 7004(a)(2)"
    )


class ConsentItem(Promise):
    """Something that begins only after the person has said yes."""

    label: LabelOrText = key(
        "What is asked", "同意を求める事項", example="{ja: 位置情報の取得, en: location}"
    )
    data: Words = key(
        "The data it is about", "対象のデータ", example="[location.precise]", default=(),
        law="APPI 20(2), 31",
    )  # fmt: skip
    purposes: Words = key(
        "The purposes it is about", "対象の利用目的", example="[marketing]", default=()
    )
    given_by: Literal["person", "guardian", "person-and-guardian"] = key(
        "Who gives it: the person; a parent or guardian in the person's place; or both",
        "だれの同意か。本人、本人に代わる保護者、またはその両方",
        example="guardian",
        default="person",
        law="APPI 18, 20(2), 27; COPPA 312.5",
    )
    when: Literal["before-collection", "before-use", "before-provision"] = key(
        "What waits for it", "同意を得る時期", example="before-collection",
        default="before-collection",
    )  # fmt: skip
    where: Literal["everywhere", "where-law-requires"] = key(
        "Whom it is asked", "求める対象", example="where-law-requires", default="everywhere"
    )
    how: Literal["express", "implied"] = key(
        "How it is given; implied consent can be told, and never grants anything",
        "同意の方法。黙示の同意は表示できても効力を持たない",
        example="express",
        default="express",
        law="APPI 27, 28, 31; GDPR 4(11)",
    )
    clicks: Clicks | None = key(
        "How many steps each answer takes", "回答までの操作数", example="{accept: 1, refuse: 1}",
        default=None, law="11 CCR 7004(a)(2)",
    )  # fmt: skip
    withdraw: Words = key(
        "Where it is taken back: settings, request, in-message, leaving, or a channel's name",
        "撤回の方法。settings、request、in-message、leaving、または窓口の名前",
        example="[settings]", default=(),
    )  # fmt: skip


class StopSwitch(Promise):
    """What a person can have stopped, in whole or in part."""

    data: Words = key("Which data", "停止できるデータ", example="[behaviour]", default=())
    purposes: Words = key("Which purposes", "停止できる利用目的", example="[ads]", default=())
    where: Words = key(
        "How: settings, request, in-message, leaving, or a channel's name",
        "方法。settings、request、in-message、leaving、または窓口の名前", example="[settings]",
        default=("settings",),
    )  # fmt: skip
    on_leaving_only: bool = key(
        "Needed for the service: stops only when the person leaves it",
        "サービスに不可欠なため退会時にのみ停止",
        example="true",
        default=False,
    )


class SelfService(Promise):
    """What a person changes at once in the product."""

    items: Words = key("What", "変更できるもの", example="[profile, roles, preferences]")
    data: Words = key(
        "The categories behind it: the privacy centre changes exactly these at once",
        "対応するデータ区分。プライバシーセンターの画面で、これだけをその場で変更できる",
        example="[identity.name, behaviour.preference]", default=(), law="APPI 22, 34",
    )  # fmt: skip
    values: Mapping[str, Words] = key(
        "The only values of a category that a person may choose, e.g. of a role",
        "本人が選べる値の一覧(権限など)", example="{account.role: [member, viewer]}", default={},
    )  # fmt: skip
    audit: Word = key("Where it is logged", "記録先", example="ledger", default="ledger")

    @model_validator(mode="after")
    def _values_are_of_its_data(self) -> "SelfService":
        for name in self.values:
            if name not in self.data:
                raise problem(
                    en=f"`{name[:60]}` is not among the categories of `data` here",
                    ja=f"`{name[:60]}` は、ここの `data` にあるデータ区分ではありません",
                    remedy_en="add it to `data`, or remove its values",
                    remedy_ja="`data` に加えるか、値の一覧を外してください",
                    at=("values", name),
                )
        return self
