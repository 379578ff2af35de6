"""What keeps a part of a call from being used is said in words, in both languages, without what was sent."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from upheld.web.faults import fault

MOMENT = "2026-12-24T09:00:00+09:00"


class Call(BaseModel):
    """A call with every shape that ours have."""

    model_config = ConfigDict(extra="forbid")

    reason: Literal["complex", "many"] = "many"
    note: Annotated[str, Field(min_length=2, max_length=5, pattern="^[a-z]+$")] = "ab"
    turn: Annotated[int, Field(ge=1, lt=100)] = 1
    share: Annotated[float, Field(gt=0, le=1)] = 0.5
    sure: bool = True
    on: date = date(2026, 11, 27)
    at: AwareDatetime | None = None
    since: datetime | None = None
    names: Annotated[list[str], Field(min_length=1, max_length=2)] = Field(default=["a"])
    pairs: dict[str, str] = Field(default={})


@pytest.mark.parametrize(
    ("part", "sent", "en", "ja"),
    [
        ("reason", "sato", "one of `complex`, `many` is wanted", "`complex`, `many` のいずれかが必要です"),
        ("note", 3, "a text is wanted", "文字列が必要です"),
        ("note", "s", "a text of at least 2 character(s) is wanted", "2 文字以上の文字列が必要です"),
        ("note", "satotaro", "a text of at most 5 characters is wanted", "5 文字以内の文字列が必要です"),
        ("note", "SATO", "a text of the form `^[a-z]+$` is wanted", "`^[a-z]+$` の形の文字列が必要です"),
        ("turn", "sato", "a whole number is wanted", "整数が必要です"),
        ("turn", 1.5, "a whole number is wanted", "整数が必要です"),
        ("turn", [], "a whole number is wanted", "整数が必要です"),
        ("turn", 0, "a number of at least 1 is wanted", "1 以上の数が必要です"),
        ("turn", 100, "a number below 100 is wanted", "100 より小さい数が必要です"),
        ("share", 0, "a number above 0.0 is wanted", "0.0 より大きい数が必要です"),
        ("share", 2, "a number of at most 1.0 is wanted", "1.0 以下の数が必要です"),
        ("share", "sato", "a number is wanted", "数値が必要です"),
        ("sure", "sato", "`true` or `false` is wanted", "`true` か `false` が必要です"),
        ("on", "sato", "a date such as `2026-12-24` is wanted", "`2026-12-24` のような日付が必要です"),
        ("on", [], "a date such as `2026-12-24` is wanted", "`2026-12-24` のような日付が必要です"),
        ("at", "2026-11-27T10:00:00", f"a moment such as `{MOMENT}` is wanted", f"`{MOMENT}` のような日時が必要です"),
        ("since", "sato", f"a moment such as `{MOMENT}` is wanted", f"`{MOMENT}` のような日時が必要です"),
        ("names", "sato", "a list (`[a, b]`) is wanted", "リスト(`[a, b]`)が必要です"),
        ("names", [], "a list of at least 1 is wanted", "1 個以上の項目が必要です"),
        ("names", ["s", "a", "t"], "a list of at most 2 is wanted", "2 個以内の項目が必要です"),
        ("pairs", "sato", "an object is wanted", "オブジェクトが必要です"),
        ("sato", 1, "there is no such field", "この項目はありません"),
    ],
)  # fmt: skip
def test_each_kind_of_fault_is_said_with_what_was_declared(
    part: str, sent: Any, en: str, ja: str
) -> None:
    with pytest.raises(ValidationError) as wrong:
        Call.model_validate({part: sent})
    (only,) = wrong.value.errors()
    said = fault(f"body.{part}", only["type"], only.get("ctx")).said
    assert (said.en, said.ja) == (en, ja)


def test_a_kind_that_nobody_foresaw_is_still_a_sentence() -> None:
    assert fault("body", "of_a_later_version", {"sent": "sato"}).said.en == "it cannot be used"
