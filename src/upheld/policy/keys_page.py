"""The page of every key, `docs/policy-keys.md`: made from the model, so that it cannot differ.

`upheld policy keys` prints it.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from upheld.policy.keys import Key, Section, promise_keys, sections
from upheld.wording import Language, Text

_TITLE = Text(en="The keys of a policy", ja="ポリシーのキー")
_INTRODUCTION = Text(
    en="""\
Made from the model by `upheld policy keys`; a test fails when this page differs from it. For an
introduction read [policy.md](policy.md).

How to read it: a section is a top-level key of `policy/*.yaml`, in any file of the folder. A key
with a dot stands inside the one before the dot (`contract.since` is `since:` inside `contract:`).
*list* and *names* say that the value is a list (one value may stand without brackets where it is
a text), or a mapping whose names you choose. **required** keys must be there; else the last column
says what holds without the key, and a dash that nothing does. Any other key is refused.

Values that are written in one way everywhere:

| value | example |
|---|---|
| clause ids, always text | `"4.2"`, `[P1-2a, "4.2"]` |
| words for people: both languages, or one text for both | `{ja: 税法, en: tax law}`, `GitHub` |
| a name you choose: letters, digits, `-`, `_` | `billing-records` |
| a period | `P7Y`, `P6M`, `P90D`, `PT72H`, `3bd` |
| a duration: a period, an event, or both | `P7Y`, `contract-end`, `contract-end+P7Y` |
| a day | `2026-04-01` |
| a country, ISO 3166-1 | `JP` |
""",
    ja="""\
この表は `upheld policy keys` がモデルから作ります。食い違えばテストが失敗します。入門は
[policy.md](policy.md) です。

読み方: 節は `policy/*.yaml` の最上位のキーで、フォルダーのどのファイルに書いてもかまいません。点の
あるキーは、点の前のキーの中に書きます(`contract.since` は `contract:` の中の `since:`)。*一覧* は値が
一覧であること(文字列一つならかっこを省けます)、*名前* は自分で付けた名前を並べることを示します。
**必須** のキーは省略できません。それ以外は、省略した場合の値を最後の列に示します(「—」は何もなし)。
ここにないキーは拒否されます。

どこでも同じ書き方をする値:

| 値 | 例 |
|---|---|
| 条項番号(必ず文字列) | `"4.2"`、`[P1-2a, "4.2"]` |
| 人が読む語(両言語、または共通の一つの文字列) | `{ja: 税法, en: tax law}`、`GitHub` |
| 自分で付ける名前(英数字、`-`、`_`) | `billing-records` |
| 期間 | `P7Y`、`P6M`、`P90D`、`PT72H`、`3bd` |
| 期間・出来事・その組合せ | `P7Y`、`contract-end`、`contract-end+P7Y` |
| 日付 | `2026-04-01` |
| 国(ISO 3166-1) | `JP` |
""",
)
_PROMISE = Text(en="Keys of every line that carries clauses", ja="条項を担うすべての行のキー")
_PROMISE_SAID = Text(
    en="A key marked § below takes these as well; they are not listed again.",
    ja="以下で § の付いたキーの値には、次のキーも書けます(以降は省略)。",
)
_HEADS = {
    "en": ("key", "meaning", "example", "law", "without it"),
    "ja": ("キー", "意味", "例", "法令", "省略時"),
}
_SHAPE = Text(en="Written as", ja="書き方:")
_MARKS = Text(
    en="§ takes {own} as well. *names*: names that you choose. *list*: a list; one text may stand "
    "alone.",
    ja="§ の値には {own} も書けます。*名前*: 自分で付ける名前。*一覧*: 一覧(文字列一つならかっこを省けます)。",
)
_REQUIRED = Text(en="**required**", ja="**必須**")
_SHAPES = {"list": Text(en="*list*", ja="*一覧*"), "mapping": Text(en="*names*", ja="*名前*")}
_ONE_OF = Text(en="One of", ja="次のいずれか:")
_NAMES = Text(en="The names are", ja="使える名前:")
_AS_UNDER = Text(en="Keys as under", ja="キーは次と同じ:")
_INDEX = Text(en="Sections", ja="節の一覧")


def page(language: Language) -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines(language)) + "\n"


def section_of(part: Section, language: Language) -> str:
    """Return one section of the page, with its shape and what the marks mean."""
    own = ", ".join(_code(key.path) for key in promise_keys())
    marks = _MARKS.in_language(language).format(own=own)
    shape = f"{_SHAPE.in_language(language)} {_code(f'{part.head.path}: {part.head.example}')}"
    return "\n".join((*_section(part, language), "", shape, "", marks)) + "\n"


def as_json(section: str | None, language: Language) -> list[dict[str, Any]]:
    """Return the documented list of `upheld policy keys --json`: all keys, or one section's."""
    return [
        {
            "section": part.head.path,
            "key": key.path if key is not part.head else None,
            "meaning": key.meaning.in_language(language),
            "shape": key.shape,
            "choices": list(key.choices),
            "example": key.example,
            "law": key.law,
            "required": key.required,
            "default": key.default or None,
            "keys_as_under": key.as_under,
        }
        for part in sections()
        if section is None or part.head.path == section
        for key in (part.head, *part.keys)
    ]


def _lines(language: Language) -> Iterator[str]:
    parts = sections()
    yield f"# {_TITLE.in_language(language)}"
    yield ""
    yield from _INTRODUCTION.in_language(language).splitlines()
    yield ""
    yield f"## {_INDEX.in_language(language)}"
    yield ""
    yield from _table([_indexed(part.head) for part in parts], language)
    yield ""
    yield f"## {_PROMISE.in_language(language)}"
    yield ""
    yield _PROMISE_SAID.in_language(language)
    yield ""
    yield from _table([(_code(key.path), key) for key in promise_keys()], language)
    for part in parts:
        yield ""
        yield from _section(part, language)


def _section(part: Section, language: Language) -> Iterator[str]:
    head = part.head
    yield f"## `{head.path}`"
    yield ""
    shape = _SHAPES.get(head.shape)
    said = [head.meaning.in_language(language) + ("." if language == "en" else "。")]
    if head.promise:
        said.append("§")
    if shape is not None:
        said.append(shape.in_language(language))
    if head.choices:
        said.append(_choices(head, language))
    yield " ".join(said)
    if part.keys:
        yield ""
        yield from _table([(_code(key.path), key) for key in part.keys], language)


def _table(rows: list[tuple[str, Key]], language: Language) -> Iterator[str]:
    yield f"| {' | '.join(_HEADS[language])} |"
    yield "|---|---|---|---|---|"
    for shown, key in rows:
        cells = [
            shown + (" §" if key.promise else ""),
            _meaning(key, language),
            _code(key.example),
            key.law or "",
            _REQUIRED.in_language(language)
            if key.required
            else _code(key.default)
            if key.default
            else "—",
        ]
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _indexed(head: Key) -> tuple[str, Key]:
    """The row of a section in the list of all, linked; its choices stand in its own section."""
    return f"[`{head.path}`](#{head.path})", replace(head, choices=())


def _meaning(key: Key, language: Language) -> str:
    said = key.meaning.in_language(language)
    shape = _SHAPES.get(key.shape)
    if shape is not None:
        said += f" ({shape.in_language(language)})"
    if key.choices:
        said += ". " if language == "en" else "。"
        said += _choices(key, language)
    if key.as_under is not None:
        said += ". " if language == "en" else "。"
        said += f"{_AS_UNDER.in_language(language)} `{key.as_under}`"
    return said


def _choices(key: Key, language: Language) -> str:
    lead = (_NAMES if key.shape == "mapping" else _ONE_OF).in_language(language)
    return f"{lead} " + ", ".join(f"`{one}`" for one in key.choices)


def _code(text: str) -> str:
    return f"`{text}`"
