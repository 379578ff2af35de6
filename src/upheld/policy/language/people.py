"""Whose data it is (本人), and what holds for children."""

from typing import Annotated, Literal

from pydantic import Field

from upheld.policy.language.line import (
    ClauseIds,
    LabelOrText,
    Line,
    Promise,
    Words,
    key,
)


class Person(Line):
    """A kind of person, e.g. customers, job applicants."""

    label: LabelOrText = key("Words for people", "表示名", example="{ja: お客様, en: customers}")
    c: ClauseIds | None = key("The clauses", "条項", example="P1-1a", default=None)


class ChildRule(Promise):
    """What happens at an age."""

    under: Annotated[int, Field(ge=1, le=20)] = key(
        "Below this age, in completed years", "この年齢未満", example="16", law="CCPA 1798.120(c)"
    )
    action: Literal["refuse-collection", "block-ai-input", "ask-guardian", "delete-on-report"] = (
        key("What is done", "措置", example="refuse-collection", law="COPPA 312.5")
    )
    verify: Words = key("How age is learnt", "年齢の確認方法", example="[birth-date]", default=())
    why: LabelOrText | None = key(
        "Why this age, where the policy has two", "年齢が二つある場合の理由",
        example="{ja: …, en: …}", default=None,
    )  # fmt: skip
