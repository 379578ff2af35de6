"""What is wrong with one part of a call, in words; never what was sent.

The framework tells kinds of fault by codes of pydantic, with the bounds that we declared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.wording import Text


@dataclass(frozen=True, slots=True)
class Fault:
    """One part of what was sent.

    Attributes:
        where: The part, e.g. `body.subject.email`.
        kind: The kind of fault, e.g. `missing`.
        said: The same for people.
    """

    where: str
    kind: str
    said: Text


_UNTOLD = Text(en="it cannot be used", ja="使えない値です")
_SAID: Mapping[str, Text] = {
    "missing": Text(en="it is missing", ja="必須の項目がありません"),
    "extra_forbidden": Text(en="there is no such field", ja="この項目はありません"),
    "literal_error": Text(en="it is not one of: {expected}", ja="使える値({expected})のどれでもありません"),
    "enum": Text(en="it is not one of: {expected}", ja="使える値({expected})のどれでもありません"),
    "string_type": Text(en="it is no text", ja="文字列ではありません"),
    "string_too_short": Text(en="it has fewer than {min_length} characters", ja="{min_length} 文字より短い値です"),
    "string_too_long": Text(en="it has more than {max_length} characters", ja="{max_length} 文字を超えています"),
    "string_pattern_mismatch": Text(en="it has not the form that is described", ja="決められた形式ではありません"),
    "int_type": Text(en="it is no whole number", ja="整数ではありません"),
    "int_parsing": Text(en="it is no whole number", ja="整数ではありません"),
    "int_from_float": Text(en="it is no whole number", ja="整数ではありません"),
    "bool_type": Text(en="it is neither true nor false", ja="true でも false でもありません"),
    "bool_parsing": Text(en="it is neither true nor false", ja="true でも false でもありません"),
    "list_type": Text(en="it is no list", ja="リストではありません"),
    "tuple_type": Text(en="it is no list", ja="リストではありません"),
    "dict_type": Text(en="it is no object", ja="オブジェクトではありません"),
    "model_type": Text(en="it is no object", ja="オブジェクトではありません"),
    "model_attributes_type": Text(en="it is no object", ja="オブジェクトではありません"),
    "too_short": Text(en="it has fewer than {min_length} parts", ja="{min_length} 件より少ない値です"),
    "too_long": Text(en="it has more than {max_length} parts", ja="{max_length} 件を超えています"),
    "greater_than": Text(en="it is not above {gt}", ja="{gt} より大きい値ではありません"),
    "greater_than_equal": Text(en="it is below {ge}", ja="{ge} より小さい値です"),
    "less_than": Text(en="it is not below {lt}", ja="{lt} より小さい値ではありません"),
    "less_than_equal": Text(en="it is above {le}", ja="{le} より大きい値です"),
    "date_type": Text(en="it is no day (2026-11-27)", ja="日付(例: 2026-11-27)ではありません"),
    "date_parsing": Text(en="it is no day (2026-11-27)", ja="日付(例: 2026-11-27)ではありません"),
    "date_from_datetime_parsing": Text(en="it is no day (2026-11-27)", ja="日付(例: 2026-11-27)ではありません"),
    "date_from_datetime_inexact": Text(en="it is no day (2026-11-27)", ja="日付(例: 2026-11-27)ではありません"),
    "datetime_type": Text(en="it is no moment (ISO 8601)", ja="日時(ISO 8601)ではありません"),
    "datetime_parsing": Text(en="it is no moment (ISO 8601)", ja="日時(ISO 8601)ではありません"),
    "datetime_from_date_parsing": Text(en="it is no moment (ISO 8601)", ja="日時(ISO 8601)ではありません"),
    "timezone_aware": Text(en="it says no offset from UTC", ja="UTC との時差がありません"),
    "json_invalid": Text(en="it is no JSON", ja="JSON として読めません"),
    "cursor_unknown": Text(en="it is no cursor of this list", ja="この一覧のカーソルではありません"),
}  # fmt: skip


def fault(where: str, kind: str, bounds: Mapping[str, Any] | None = None) -> Fault:
    """Say what is wrong.

    Args:
        where: The part.
        kind: pydantic's code, or one of ours.
        bounds: What we declared that it has to keep, as pydantic tells it.

    >>> fault("body.note", "string_too_long", {"max_length": 400}).said.en
    'it has more than 400 characters'
    """
    said = _SAID.get(kind, _UNTOLD)
    filled = {name: str(bound).replace(" or ", ", ") for name, bound in (bounds or {}).items()}
    try:
        words = Text(en=said.en.format_map(filled), ja=said.ja.format_map(filled))
    except KeyError:  # a bound that this version of pydantic does not tell
        words = _UNTOLD
    return Fault(where, kind, words)
