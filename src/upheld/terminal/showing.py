"""How a plan and a report look on a terminal: a line a table, what happens and why; and instants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from upheld.law.periods import parse, spoken
from upheld.rights.note_words import holder_in, note_in, rule_in
from upheld.rights.receipt_words import act_word
from upheld.terminal.screen import SCREEN
from upheld.wording import Text

_COLUMNS = (
    ("table", Text(en="table", ja="表")),
    ("delete", Text(en="delete", ja="削除")),
    ("anonymise", Text(en="anonymise", ja="匿名化")),
    ("unlink", Text(en="unlink", ja="切り離し")),
    ("retain", Text(en="retain", ja="保存")),
    ("keep", Text(en="keep", ja="維持")),
    ("mention", Text(en="mention", ja="言及")),
    ("shared", Text(en="shared", ja="共有")),
    ("rule", Text(en="rule", ja="規則")),
    ("clause", Text(en="clause", ja="条項")),
    ("until", Text(en="until", ja="期限")),
)
_KEPT_AS: Mapping[str, tuple[Text, tuple[str, ...]]] = {
    "disclose: ": (
        Text(en="disclose", ja="開示"),
        ("delete", "anonymise", "unlink", "retain", "until"),
    ),
    "correct: ": (Text(en="correct", ja="訂正"), ("anonymise", "unlink", "mention", "until")),
}
"""By how the rules of a plan begin: what becomes of rows that stay, and columns that say nothing."""
_NOTES = (
    ("missing_indexes", Text(en="no index", ja="索引なし")),
    ("not_proven", Text(en="not proven", ja="未証明")),
    ("out_of_scope", Text(en="out of scope", ja="対象外")),
)


def moment(instant: datetime) -> str:
    """Write an instant with its zone: whoever reads it, or has to be in time, may sit elsewhere."""
    return f"{instant:%Y-%m-%d %H:%M} ({instant.tzname()})"


def _cell(table: Mapping[str, Any], name: str) -> Any:
    return rule_in(table[name], SCREEN.language) if name == "rule" else table[name]


def show_plan(
    unit: str, document: Mapping[str, Any], as_of: str | None, *, by: str = "request"
) -> None:
    """Print a plan: who was found, each table by action, and what is not proven.

    `by` are the commands that go on with it.
    """
    for person in document["people"]:
        if person["found"] == "none":
            proven = person["absence"] == "proven"
            SCREEN.say(
                f"{person['ref']}: nobody found; absence {'proven' if proven else 'NOT proven'}",
                f"{person['ref']}: 該当者なし(不存在は{'証明済み' if proven else '未証明'})",
            )
    show_tables(document["tables"])
    show_notes(document)
    SCREEN.say(f"plan sha256 {document['plan_sha256']}", f"計画 sha256 {document['plan_sha256']}")
    if as_of is None:
        sha = document["plan_sha256"]
        SCREEN.say(
            f'next: upheld {by} approve {unit} --plan {sha} --by "NAME"',
            f"次: upheld {by} approve {unit} --plan {sha} --by 氏名",
        )


def _columns(tables: Sequence[Mapping[str, Any]]) -> dict[str, Text]:
    columns = dict(_COLUMNS)
    for begins, (word, idle) in _KEPT_AS.items():
        if tables and str(tables[0]["rule"]).startswith(begins):
            return {n: word if n == "keep" else t for n, t in columns.items() if n not in idle}
    return columns


def show_tables(tables: Sequence[Mapping[str, Any]]) -> None:
    """Print a plan's tables by action, and what holds rows back."""
    columns = _columns(tables)
    SCREEN.table(
        list(columns.values()), [[_cell(table, name) for name in columns] for table in tables]
    )
    for table in tables:
        if table.get("retained"):
            _show_retained(table, table["retained"])
    _show_holders(tables)


def _show_retained(table: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    """Say of rows that a rule keeps: until when, why, what is emptied, what stays, what then."""
    name, until = table["table"], table["until"]
    emptied, left = (", ".join(kept[part]) or "-" for part in ("emptied", "kept"))
    en, ja = (f"until {until}", f"{until} まで") if until else ("without an end", "期限なく")
    lasts = spoken(parse(kept["period"]))
    count = f"{lasts.en} from `{kept['from']}`"
    then = {
        "delete": ("deleted", "削除します"),
        "anonymise": ("emptied too", "それらも空にします"),
    }[kept["after"]]
    SCREEN.say(
        f"{name}: {kept['rows']} row(s) are kept {en} because of clause {kept['clause']} "
        f"(`{kept['rule']}`, {count})\n  emptied now: {emptied}\n  kept: {left}\n"
        f"  after that they are {then[0]}: `upheld retention`",
        f"{name}: {kept['rows']} 行を、条項 {kept['clause']}(`{kept['rule']}`、`{kept['from']}` から "
        f"{lasts.ja})により{ja}残します\n  今すぐ空にする列: {emptied}\n  残す列: {left}\n"
        f"  期間のあと: {then[1]}(`upheld retention`)",
    )


def show_notes(document: Mapping[str, Any]) -> None:
    """Print what a plan lacks: indexes, proof, places that are out of scope."""
    for name, heading in _NOTES:
        for line in document[name]:
            note, _language = note_in(line, SCREEN.language)
            SCREEN.say(f"{heading.en}: {note}", f"{heading.ja}: {note}")


def _show_holders(tables: Sequence[Mapping[str, Any]]) -> None:
    """Say what holds shared rows back, and what to do where that is a mistake of the map."""
    held = [(t["table"], t["shared"], t.get("held_back", ())) for t in tables if t["shared"]]
    for table, rows, holders in held:
        for holder in holders:
            SCREEN.say(
                f"{table}: {rows} row(s) stay, held back by {holder_in(holder, 'en')}",
                f"{table}: {rows} 行が残ります。理由: {holder_in(holder, 'ja')}",
            )
    handled = ((h["table"], h["to"]) == (t, h["kind"]) for t, _rows, hs in held for h in hs)
    if any(handled):  # an edge straight to a person is what a map gets wrong most often
        SCREEN.say(
            "if such a person only handles the rows (a teacher, a clerk), write "
            "`role: custodian` on that edge of the data map",
            "その人が行を扱うだけ(担当者、講師など)なら、データマップのそのエッジに "
            "`role: custodian` と書いてください",
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


def show_steps(steps: Sequence[Mapping[str, Any]]) -> None:
    """Print acts as place × outcome, and who else holds rows back."""
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
                act_word(s["action"], lang) if lang == "ja" else s["action"],
                _OUTCOMES[s["outcome"]].in_language(lang),
                s["rows"],
                s["clause"],
                s["until"],
            ]
            for s in steps
        ],
    )
    for step in steps:
        for holder in step.get("held_back", ()):
            place = f"{step['system']}/{step['table']}"
            SCREEN.say(
                f"{place}: held back by {holder_in(holder, 'en')}",
                f"{place}: 残す理由: {holder_in(holder, 'ja')}",
            )


def show_report(
    report: Mapping[str, Any], where: Mapping[str, int] | None = None, *, ends: bool = True
) -> None:
    """Print a request's report; `ends` leaves out how it ends, for who knows more of that."""
    show_steps(report["steps"])
    for place, rows in sorted((where or {}).items()):
        SCREEN.say(f"found in {place}: {rows}", f"{place} に残存: {rows}")
    if report["residue"] is not None:
        SCREEN.say(f"residue: {report['residue']}", f"残留: {_RESIDUE[report['residue']]}")
    unit = report["request"]
    if not ends:
        return
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
