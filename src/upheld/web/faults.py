"""What is wrong with one part of a call, in words; never what was sent.

The framework tells kinds of fault by codes of pydantic, with the bounds that we declared.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.documents.error_wording import wanted
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
    "json_invalid": Text(en="it is no JSON", ja="JSON として読めません"),
    "cursor_unknown": Text(
        en="it is no cursor of this list", ja="この一覧のカーソルではありません"
    ),
}
_OBJECT = Text(en="an object", ja="オブジェクト")
_AS_JSON = {"dict_type": _OBJECT, "model_type": _OBJECT, "model_attributes_type": _OBJECT}
"""What is called otherwise than in files of YAML."""


def fault(where: str, kind: str, bounds: Mapping[str, Any] | None = None) -> Fault:
    """Say what is wrong.

    Args:
        where: The part.
        kind: pydantic's code, or one of ours.
        bounds: What we declared that it has to keep, as pydantic tells it.

    >>> fault("body.note", "string_too_long", {"max_length": 400}).said.en
    'a text of at most 400 characters is wanted'
    """
    if kind in _SAID:
        return Fault(where, kind, _SAID[kind])
    form = _AS_JSON.get(kind) or wanted(kind, bounds or {})
    if form is None:
        return Fault(where, kind, _UNTOLD)
    return Fault(where, kind, Text(en=f"{form.en} is wanted", ja=f"{form.ja}が必要です"))
