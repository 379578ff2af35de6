"""What pydantic found, in words that a person without Python understands."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from upheld.documents.credentials import without_passwords
from upheld.documents.nearest import nearest
from upheld.documents.problem import KIND
from upheld.documents.yaml_tree import Node
from upheld.wording import Text

Worded: TypeAlias = tuple[Text, Text]
_Context: TypeAlias = Mapping[str, Any]

_OF_CHOICE = frozenset({"literal_error", "enum", "union_tag_invalid"})
_QUOTED = 40
"""Characters of an offending value that are repeated at most."""


def word(
    items: Sequence[Mapping[str, Any]],
    *,
    node: Node,
    known: Sequence[str],
    secret: bool,
    example: str | None = None,
) -> Worded:
    """Return what is wrong and what to do about it.

    Args:
        items: One error as pydantic lists it; several where each of several forms of a
            value was wanted and none is there.
        node: The value it is about, or the nearest one around it.
        known: The keys that may stand there, for an unknown key.
        secret: Repeat no value.
        example: What a missing key may hold.
    """
    item = items[0]
    kind, context = str(item["type"]), item.get("ctx", {})
    if len(items) > 1:
        return _wrong_type(node, _any_of(items), secret=secret)
    last = item["loc"][-1] if item["loc"] else ""
    if kind == KIND:
        return (
            Text(en=context["en"], ja=context["ja"]),
            Text(en=context["remedy_en"], ja=context["remedy_ja"]),
        )
    if kind == "extra_forbidden":
        return _unknown_key(str(last), known)
    if kind == "missing":
        return _missing(str(last), example)
    if kind in {"string_type", "string_sub_type"} and _bare(node):
        return _bare_number(node, secret=secret)
    return _wrong_value(kind, str(item["msg"]), context, node, secret=secret)


def wanted(kind: str, context: Mapping[str, Any]) -> Text | None:
    """Return what a value should have been, by pydantic's kind of error; `None` for other errors.

    >>> wanted("string_too_long", {"max_length": 400}).en
    'a text of at most 400 characters'
    >>> wanted("literal_error", {"expected": "'mail' or 'post'"}).ja
    '`mail`, `post` のいずれか'
    """
    if kind in _OF_CHOICE:
        names = _named(_choices(context))
        return Text(en=f"one of {names}", ja=f"{names} のいずれか")
    expected = _EXPECTED.get(kind)
    return None if expected is None else expected(context)


def _wrong_value(kind: str, message: str, context: _Context, node: Node, *, secret: bool) -> Worded:
    if kind in _OF_CHOICE:
        return _choice(node, _choices(context), secret=secret)
    expected = wanted(kind, context)
    if expected is not None:
        return _wrong_type(node, expected, secret=secret)
    return _other(message, secret=secret)


def _unknown_key(key: str, known: Sequence[str]) -> Worded:
    guess = nearest(key, known)
    names = ", ".join(f"`{name}`" for name in known)
    shown = _quoted(key)
    what = Text(en=f"unknown key `{shown}`", ja=f"不明なキー `{shown}` があります")
    if guess is not None:
        return what, Text(
            en=f"did you mean `{guess}`? Known here: {names}",
            ja=f"`{guess}` ではありませんか。ここで使えるキー: {names}",
        )
    if not names:
        return what, Text(en="remove it", ja="このキーを消してください")
    return what, Text(
        en=f"remove it, or use one of {names}",
        ja=f"消すか、次のいずれかにしてください: {names}",
    )


def _missing(key: str, example: str | None) -> Worded:
    what = Text(en=f"the key `{key}` is missing", ja=f"キー `{key}` がありません")
    if example is None or example.strip("{}[]") == "…":
        return what, Text(en=f"add `{key}: …` here", ja=f"ここに `{key}: …` を追加してください")
    return what, Text(
        en=f"add it here, e.g. `{key}: {example}`",
        ja=f"ここに追加してください(例: `{key}: {example}`)",
    )


def _bare(node: Node) -> bool:
    return node.plain and isinstance(node.value, int | float | bool)


def _bare_number(node: Node, *, secret: bool) -> Worded:
    written = "" if secret else f" `{(node.source or '')[:_QUOTED]}`"
    quoted = "…" if secret else (node.source or "")[:_QUOTED]
    return (
        Text(
            en=f"a text is wanted here, and{written} without quotes is not read as one",
            ja=f"ここには文字列が必要ですが、引用符のない{written} は文字列として読まれません",
        ),
        Text(
            en=f'put it in quotes: `"{quoted}"` (YAML reads a bare 2.10 as the number 2.1)',
            ja=f'`"{quoted}"` のように引用符で囲んでください(YAML は 2.10 を数値 2.1 と読みます)',
        ),
    )


def _choices(context: _Context) -> list[str]:
    listed = str(context.get("expected_tags") or context.get("expected") or "")
    return [part.strip(" '\"") for part in listed.replace(" or ", ", ").split(",")]


def _named(choices: Sequence[str]) -> str:
    return ", ".join(f"`{choice}`" for choice in choices)


def _choice(node: Node, choices: Sequence[str], *, secret: bool) -> Worded:
    names = _named(choices)
    written = _written(node, secret=secret)
    guess = nearest(node.source or "", choices) if not secret else None
    what = Text(
        en=f"{written.en} is not one of {names}",
        ja=f"{written.ja}は次のいずれでもありません: {names}",
    )
    if guess is None:
        return what, Text(en=f"use one of {names}", ja="上のいずれかを書いてください")
    return what, Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")


def _any_of(items: Sequence[Mapping[str, Any]]) -> Text:
    forms = [
        _EXPECTED[item["type"]](item.get("ctx", {})) for item in items if item["type"] in _EXPECTED
    ]
    return Text(
        en=" or ".join(dict.fromkeys(form.en for form in forms)),
        ja="か".join(dict.fromkeys(form.ja for form in forms)),
    )


def _wrong_type(node: Node, expected: Text, *, secret: bool) -> Worded:
    written = _written(node, secret=secret)
    return (
        Text(
            en=f"{expected.en} is wanted here, and {written.en} is not",
            ja=f"ここには{expected.ja}が必要ですが、{written.ja}はそうではありません",
        ),
        Text(en=f"write {expected.en}", ja=f"{expected.ja}を書いてください"),
    )


def _written(node: Node, *, secret: bool) -> Text:
    if isinstance(node.value, dict):
        return Text(en="a mapping (`key: value`)", ja="マッピング(`キー: 値`)")
    if isinstance(node.value, list):
        return Text(en="a list", ja="リスト")
    if node.value is None:
        return Text(en="an empty value", ja="空の値")
    if secret:
        return Text(en="what stands there", ja="書かれている値")
    quoted = f"`{_quoted(str(node.source))}`"
    return Text(en=quoted, ja=f"{quoted} ")


def _quoted(text: str) -> str:
    return without_passwords(text)[:_QUOTED]


def _other(message: str, *, secret: bool) -> Worded:
    # Reached for error kinds that no model of ours raises; the text is pydantic's own.
    said = "" if secret else f": {message}"
    return (
        Text(en=f"the value does not fit{said}", ja=f"値が正しくありません{said}"),
        Text(en="see the documentation of this key", ja="このキーの説明を確認してください"),
    )


def _fixed(en: str, ja: str) -> Callable[[_Context], Text]:
    return lambda _context: Text(en=en, ja=ja)


_TEXT = _fixed("a text", "文字列")
_INTEGER = _fixed("a whole number", "整数")
_NUMBER = _fixed("a number", "数値")
_YES_NO = _fixed("`true` or `false`", "`true` か `false` ")
_MAPPING = _fixed("a mapping (`key: value`)", "マッピング(`キー: 値`)")
_LIST = _fixed("a list (`[a, b]`)", "リスト(`[a, b]`)")
_DATE = _fixed("a date such as `2026-12-24`", "`2026-12-24` のような日付")
_MOMENT = _fixed(
    "a moment such as `2026-12-24T09:00:00+09:00`", "`2026-12-24T09:00:00+09:00` のような日時"
)
_EXPECTED: Mapping[str, Callable[[_Context], Text]] = {
    "string_type": _TEXT,
    "int_type": _INTEGER,
    "int_parsing": _INTEGER,
    "int_from_float": _INTEGER,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "bool_type": _YES_NO,
    "bool_parsing": _YES_NO,
    "dict_type": _MAPPING,
    "mapping_type": _MAPPING,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "union_tag_not_found": _MAPPING,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "date_type": _DATE,
    "date_parsing": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "timezone_aware": _MOMENT,
    "string_too_short": lambda context: Text(
        en=f"a text of at least {context['min_length']} character(s)",
        ja=f"{context['min_length']} 文字以上の文字列",
    ),
    "string_too_long": lambda context: Text(
        en=f"a text of at most {context['max_length']} characters",
        ja=f"{context['max_length']} 文字以内の文字列",
    ),
    "string_pattern_mismatch": lambda context: Text(
        en=f"a text of the form `{context['pattern']}`",
        ja=f"`{context['pattern']}` の形の文字列",
    ),
    "too_short": lambda context: Text(
        en=f"a list of at least {context['min_length']}", ja=f"{context['min_length']} 個以上の項目"
    ),
    "too_long": lambda context: Text(
        en=f"a list of at most {context['max_length']}", ja=f"{context['max_length']} 個以内の項目"
    ),
    "greater_than": lambda context: Text(
        en=f"a number above {context['gt']}", ja=f"{context['gt']} より大きい数"
    ),
    "greater_than_equal": lambda context: Text(
        en=f"a number of at least {context['ge']}", ja=f"{context['ge']} 以上の数"
    ),
    "less_than": lambda context: Text(
        en=f"a number below {context['lt']}", ja=f"{context['lt']} より小さい数"
    ),
    "less_than_equal": lambda context: Text(
        en=f"a number of at most {context['le']}", ja=f"{context['le']} 以下の数"
    ),
}
WRONG_TYPE = frozenset(kind for kind in _EXPECTED if kind.endswith(("_type", "_not_found")))
"""Error kinds that mean the value has another form altogether."""
