"""Statistics, pseudonymously and anonymously processed information."""

from typing import Annotated, Literal

from pydantic import Field

from upheld.policy.language.line import LabelOrText, Promise, Words, key


class Statistics(Promise):
    """Statistics that identify nobody."""

    use: Words = key(
        "Who may have them: internal, partners, anyone", "利用・提供の範囲", example="[internal]"
    )
    smallest_group: Annotated[int, Field(ge=2)] = key(
        "Cells below this number of people are suppressed, and a second cell with them",
        "この人数未満のセルは秘匿(二次秘匿を含む)",
        example="5",
        default=5,
    )
    by: Words = key("Dimensions", "集計軸", example="[identity.age, identity.gender]", default=())
    rows_need: Literal["consent", "never"] = key(
        "What a report row by row would need", "個票の提供に必要なもの", example="consent",
        default="never",
    )  # fmt: skip


class Pseudonymised(Promise):
    """Pseudonymously processed information (仮名加工情報)."""

    label: LabelOrText = key("What it is used for", "利用目的", example="{…}", law="APPI 41(4)")
    drop: Words = key("What is removed", "削除する項目", example="[identity.name, contact]")
    keep: Words = key("What stays", "残す項目", example="[identity.age, identity.gender]")
    key_holder: str = key("Who holds the key, apart from the set", "鍵の管理者", example="dpo")
    published: bool = key(
        "Whether its purpose is published", "利用目的を公表しているか", example="true",
        default=False, law="APPI 41(4)",
    )  # fmt: skip
    smallest_group: Annotated[int, Field(ge=2)] = key(
        "Smallest group in what comes out", "出力の最小人数", example="5", default=5
    )


class Anonymised(Promise):
    """Anonymously processed information (匿名加工情報)."""

    items: Words = key("Items of people in it", "含まれる項目", example="[…]", law="APPI 43(3)")
    given: bool = key("Whether it is given to others", "第三者に提供するか", example="false",
                      default=False, law="APPI 43(4)")  # fmt: skip
    method: LabelOrText | None = key("How it is given", "提供方法", example="{…}", default=None)
    published: bool = key("Whether its items are published", "項目を公表しているか", example="true",
                          default=False, law="APPI 43(3)")  # fmt: skip
