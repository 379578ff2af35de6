"""Words that a file may use as a name: of a rule, a purpose, a system, a variable."""

import re
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, WithJsonSchema

from upheld.documents.problem import problem

_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def _word(text: str) -> str:
    if _WORD.fullmatch(text):
        return text
    raise problem(
        en="this is not a name",
        ja="名前として使えない文字列です",
        remedy_en="use up to 64 letters, digits, `-` and `_`, beginning with a letter "
        "(people read the label, not the name)",
        remedy_ja="英字で始め、英数字・`-`・`_` で 64 文字以内にしてください"
        "(画面に出るのは名前ではなくラベルです)",
    )


def _variable(text: str) -> str:
    if _VARIABLE.fullmatch(text):
        return text
    raise problem(
        en="this is not the name of an environment variable",
        ja="環境変数の名前として読めません",
        remedy_en="write its name only, e.g. `SHOP_URL`, and set the value in the environment",
        remedy_ja="`SHOP_URL` のように名前だけを書き、値は環境変数に設定してください",
        hidden=True,  # often it is the value itself
    )


Word: TypeAlias = Annotated[
    str, AfterValidator(_word), WithJsonSchema({"type": "string", "pattern": f"^{_WORD.pattern}$"})
]
"""A name of the declaration."""
VariableName: TypeAlias = Annotated[
    str,
    AfterValidator(_variable),
    WithJsonSchema({"type": "string", "pattern": f"^{_VARIABLE.pattern}$"}),
]
"""The name of an environment variable."""
