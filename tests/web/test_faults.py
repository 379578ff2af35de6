"""What keeps a part of a call from being used is said in words, in both languages, without what was sent."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from upheld.web.faults import fault


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
        ("reason", "sato", "it is not one of: 'complex', 'many'", "使える値('complex', 'many')のどれでもありません"),
        ("note", 3, "it is no text", "文字列ではありません"),
        ("note", "s", "it has fewer than 2 characters", "2 文字より短い値です"),
        ("note", "satotaro", "it has more than 5 characters", "5 文字を超えています"),
        ("note", "SATO", "it has not the form that is described", "決められた形式ではありません"),
        ("turn", "sato", "it is no whole number", "整数ではありません"),
        ("turn", 1.5, "it is no whole number", "整数ではありません"),
        ("turn", [], "it is no whole number", "整数ではありません"),
        ("turn", 0, "it is below 1", "1 より小さい値です"),
        ("turn", 100, "it is not below 100", "100 より小さい値ではありません"),
        ("share", 0, "it is not above 0.0", "0.0 より大きい値ではありません"),
        ("share", 2, "it is above 1.0", "1.0 より大きい値です"),
        ("sure", "sato", "it is neither true nor false", "true でも false でもありません"),
        ("on", "sato", "it is no day (2026-11-27)", "日付(例: 2026-11-27)ではありません"),
        ("on", [], "it is no day (2026-11-27)", "日付(例: 2026-11-27)ではありません"),
        ("at", "2026-11-27T10:00:00", "it says no offset from UTC", "UTC との時差がありません"),
        ("since", "sato", "it is no moment (ISO 8601)", "日時(ISO 8601)ではありません"),
        ("names", "sato", "it is no list", "リストではありません"),
        ("names", [], "it has fewer than 1 parts", "1 件より少ない値です"),
        ("names", ["s", "a", "t"], "it has more than 2 parts", "2 件を超えています"),
        ("pairs", "sato", "it is no object", "オブジェクトではありません"),
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
    assert fault("body", "string_too_long").said.en == "it cannot be used"
