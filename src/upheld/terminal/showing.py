"""How a plan and a report look on a terminal: a line a table, what happens and why."""

from collections.abc import Mapping
from typing import Any

from upheld.terminal.screen import SCREEN
from upheld.wording import Text


def show_plan(unit: str, document: Mapping[str, Any], as_of: str | None) -> None:
    """Print a plan: who was found, each table by action, and what is not proven."""
    for person in document["people"]:
        if person["found"] == "none":
            proven = person["absence"] == "proven"
            SCREEN.say(
                f"{person['ref']}: nobody found; absence {'proven' if proven else 'NOT proven'}",
                f"{person['ref']}: 該当者なし（不存在は{'証明済み' if proven else '未証明'}）",
            )
    SCREEN.table(
        [
            Text(en=h, ja=j)
            for h, j in (
                ("table", "表"),
                ("delete", "削除"),
                ("anonymise", "匿名化"),
                ("unlink", "切り離し"),
                ("retain", "保存"),
                ("keep", "維持"),
                ("mention", "言及"),
                ("shared", "共有"),
                ("rule", "規則"),
                ("clause", "条項"),
                ("until", "期限"),
            )
        ],
        [
            [
                t[k]
                for k in (
                    "table",
                    "delete",
                    "anonymise",
                    "unlink",
                    "retain",
                    "keep",
                    "mention",
                    "shared",
                    "rule",
                    "clause",
                    "until",
                )
            ]
            for t in document["tables"]
        ],
    )
    for name, en, ja in (
        ("missing_indexes", "no index", "索引なし"),
        ("not_proven", "not proven", "未証明"),
        ("out_of_scope", "out of scope", "対象外"),
    ):
        for line in document[name]:
            SCREEN.say(f"{en}: {line}", f"{ja}: {line}")
    SCREEN.say(f"plan sha256 {document['plan_sha256']}", f"計画 sha256 {document['plan_sha256']}")
    if as_of is None:
        sha = document["plan_sha256"]
        SCREEN.say(
            f'next: upheld request approve {unit} --plan {sha} --by "NAME"',
            f"次: upheld request approve {unit} --plan {sha} --by 氏名",
        )


_OUTCOMES = {
    "verified": Text(en="verified", ja="確認済み"),
    "remaining": Text(en="REMAINING", ja="残存"),
    "failed": Text(en="FAILED", ja="失敗"),
    "not_attempted": Text(en="NOT ATTEMPTED", ja="未実施"),
    "retained": Text(en="retained", ja="保存"),
    "pending": Text(en="pending", ja="保留"),
    "out_of_scope": Text(en="out of scope", ja="対象外"),
}
_RESIDUE = {"clean": "なし", "found": "あり", "not yet scanned": "未走査"}


def show_report(report: Mapping[str, Any], where: Mapping[str, int] | None = None) -> None:
    """Print a report as place × outcome."""
    lang = SCREEN.language
    SCREEN.table(
        [
            Text(en=h, ja=j)
            for h, j in (
                ("system", "システム"),
                ("table", "表"),
                ("action", "処理"),
                ("outcome", "結果"),
                ("rows", "行"),
                ("clause", "条項"),
                ("until", "期限"),
            )
        ],
        [
            [
                s["system"],
                s["table"],
                s["action"],
                _OUTCOMES[s["outcome"]].in_language(lang),
                s["rows"],
                s["clause"],
                s["until"],
            ]
            for s in report["steps"]
        ],
    )
    for place, rows in sorted((where or {}).items()):
        SCREEN.say(f"found in {place}: {rows}", f"{place} に残存: {rows}")
    if report["residue"] is not None:
        SCREEN.say(f"residue: {report['residue']}", f"残留: {_RESIDUE[report['residue']]}")
    unit = report["request"]
    if report["complete"]:
        SCREEN.say(
            f"{unit}: complete; next: upheld receipt {unit} --out receipt.json",
            f"{unit}: 完了しました。次: upheld receipt {unit} --out receipt.json",
        )
    else:
        SCREEN.say(
            f"{unit}: NOT complete; mend what is named, then: upheld request plan {unit}",
            f"{unit}: 完了していません。上の点を直してから: upheld request plan {unit}",
        )
