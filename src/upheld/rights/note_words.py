"""The rules and notes of a plan and a report, in Japanese.

Plans are hashed, so their documents have one wording whoever reads them: the English one, which
is documented and stable. What people read is worded here; a test makes every kind of note and
wants each of them to have its words.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from upheld.datamap.reasons import in_japanese
from upheld.wording import Language

_ANY = "(.+?)"
_WHY: Mapping[str, str] = {
    "link": "リンク",
    "special": "通常のファイルではない",
    "compressed": "圧縮",
    "packed": "文書またはアーカイブ",
    "picture": "画像",
    "type": "未対応の形式",
    "damaged": "破損",
}
_NOTES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (rf"{_ANY}: (\d+) row\(s\) could not be decoded", "{0}: {1} 行を復号できませんでした"),
        (rf"{_ANY}: (\d+) not searched \((\w+)\)", "{0}: {1} 件は検索できませんでした({2})"),
        (rf"{_ANY}: no data map", "{0}: データマップがありません"),
        (rf"{_ANY}: unsure: {_ANY}", "{0}: 未決定: {1}"),
        (
            rf"{_ANY}: nothing in a data map covers `(.+)`",
            "{0}: データマップのどこにも `{1}` がありません",
        ),
        (rf"found in {_ANY}: (\d+) row\(s\)", "{0} で見つかりました: {1} 行"),
        (rf"{_ANY}: the key {_ANY} stays in rows that stay", "{0}: キー {1} は、残る行に残ります"),
        (
            rf"{_ANY}: (\d+) row\(s\) hold the earlier value in {_ANY}",
            "{0}: {1} 行の {2} に訂正前の値が残ります",
        ),
        (
            rf"{_ANY}: table `(.+)` is in the database, but not in the map",
            "{0}: 表 `{1}` はデータベースにありますが、データマップにありません",
        ),
        (
            rf"{_ANY}: column `(.+)` is in the database, but not in the map",
            "{0}: 列 `{1}` はデータベースにありますが、データマップにありません",
        ),
        (
            rf"{_ANY}: the map names (table|column) `(.+)`, which the database does not have",
            "{0}: データマップの `{2}` がデータベースにありません",
        ),
        (
            rf"{_ANY}: no personal-looking column and no reference to a person",
            "{0}: 個人の情報らしい列も、人への参照もありません",
        ),
        (
            rf"{_ANY}: `(.+)` is said to be nobody's \(`none`\), and its column `(.+)` holds `(.+)`: .*",
            "{0}: 表 `{1}` は誰のものでもないとされていますが、列 `{2}` は `{3}` を持ちます",
        ),
        (rf"{_ANY}: not mapped", "{0}: データマップにありません"),
    )
)
_ACTS: Mapping[str, str] = {
    "delete": "削除",
    "anonymise": "匿名化",
    "unlink": "切り離し",
    "keep": "維持",
    "retain": "保存",
    "none": "何もしない",
}
_SHARED: Mapping[str, str] = {
    "last_owner": "最後の持ち主とともに消える",
    "any_owner": "どの持ち主とも消える",
    "primary": "主な持ち主とともに消える",
}
_RULES: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"hold", "保全"),
        (r"retain: (.+), then (\w+)", "保存期間 {0} が過ぎたため{1}"),
        (r"retain: (.+)", "保存期間: {0}"),
        (r"shared: (\w+) \((.+)\)", "共有: {0}({1})"),
        (r"tombstone: a row that stays refers to it", "削除標識: 残る行が参照している"),
        (r"reference to a deleted row", "削除される行への参照"),
        (r"edge: (\w+)", "エッジの指定: {0}"),
        (r"accessor or mention: kept as it is", "閲覧者または言及: そのまま残す"),
        (r"on_erase: (\w+)", "表の指定: {0}"),
        (r"disclose: owner and accessor rows", "開示: 持ち主と閲覧者の行"),
        (r"correct: (.+) in (.+)", "訂正: {1} の {0}"),
        (r"copy: the application makes it anew", "複製: アプリケーションが作り直す"),
    )
)


_HOLDERS: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(.+): (\d+) other (.+) of (.+)", "{0} から {3} の {2} ほか {1} 件"),
        (r"(.+): (\d+) other (.+)", "{0} からほかの {2} {1} 人"),
        (r"a row that stays refers to it", "残る行が参照している"),
    )
)


def note_in(note: str, language: Language) -> tuple[str, Language]:
    """Return a note and the language it is in.

    What the company wrote itself (why a table is nobody's) and what a place said stays as it is.
    """
    if language == "ja":
        for pattern, words in _NOTES:
            found = pattern.fullmatch(note)
            if found is not None:
                return words.format(*(_WHY.get(part, part) for part in found.groups())), "ja"
        place, _sign, why = note.partition(": ")
        if (said := in_japanese(why)) != why:
            return f"{place}: {said}", "ja"
    return note, "en"


def rule_in(rule: str, language: Language) -> str:
    """Return the rules behind a table's rows, the strongest first, as a person reads them."""
    if language == "en" or not rule:
        return rule
    return "／".join(_one_rule(part) for part in rule.split("; "))


def holder_in(holder: Mapping[str, Any], language: Language) -> str:
    """Say of one edge who else owns rows by it: how many others, never whom."""
    via, others, kind = f"{holder['table']}.{holder['via']}", holder["others"], holder["kind"]
    words = f"{via}: {others} other {kind}"
    if holder["to"] != kind:
        words = f"{via}: {others} other {holder['to']} of {kind}"
    return words if language == "en" else _holders_in_japanese(words)


def _one_rule(rule: str) -> str:
    for pattern, words in _RULES:
        found = pattern.fullmatch(rule)
        if found is not None:
            parts = [_holders_in_japanese(part) for part in found.groups()]
            return words.format(*(_ACTS.get(p, _SHARED.get(p, p)) for p in parts))
    return rule


def _holders_in_japanese(part: str) -> str:
    """Say over which edges others own a row; any other part of a rule stays as it is."""
    worded = []
    for one in part.split(" + "):
        found = ((p.fullmatch(one), words) for p, words in _HOLDERS)
        worded.append(next((words.format(*m.groups()) for m, words in found if m), one))
    return "、".join(worded) if len(worded) > 1 or worded[0] != part else part
