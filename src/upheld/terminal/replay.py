"""`upheld replay SYSTEM`: a database that was restored is opened once the deletions are in it again."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from upheld.refusal import UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:  # heavy: `upheld --help` does without it
    from upheld.assembly import Workspace
    from upheld.operation.replay import Replayed


System: TypeAlias = Annotated[
    str, typer.Argument(help=say("a database of upheld.yaml", "upheld.yaml のデータベース"))
]
Taken: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=say(
            "when its backup was begun: earlier deletions are in it already",
            "バックアップの開始時刻(それより前の削除は反映済み)",
        )
    ),
]
Close: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--close", help=say("only close it, before the restore", "閉鎖だけ行う(復元の前に)")
    ),
]
State: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--state",
        help=say("only say whether it is open: 0 open, 1 closed", "状態だけ表示(0 開、1 閉)"),
    ),
]
Although: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--open-although",
        help=say(
            "open it although something is not proven; say why, without names (it stands in the ledger)",
            "未証明の点があっても開く。理由を人名なしで書く(台帳に残ります)",
        ),
    ),
]


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Re-apply the deletions to a restored database, and open it when nothing is left. "
            "Example: upheld replay shop --taken 2026-11-20T03:00",
            "復元したデータベースに削除を適用し直し、残りがなければ開きます。"
            "例: upheld replay shop --taken 2026-11-20T03:00",
        )
    )(replay)


def replay(
    system: System,
    *,
    taken: Taken = None,
    close: Close = False,
    state: State = False,
    although: Although = None,
) -> None:
    """Replay a system."""
    from upheld.operation import replay as procedure
    from upheld.registers.closed import is_closed

    with workspace() as opened:
        _refuse_unmapped(opened, system)
        if state:
            with opened.engine.connect() as connection:
                closed = is_closed(connection, system)
            _say_state(system, closed=closed)
            return
        company = opened.company()
        if close:
            procedure.close(company, system)
            _say_state(system, closed=True)
            SCREEN.exit_code = 0
            return
        since = _instant(taken, opened) if taken is not None else None
        done = procedure.replay(
            company, system, taken=since, although=although, watch=SCREEN.progress
        )
    SCREEN.progress_over()
    for refusal in done.refusals:
        SCREEN.mention(refusal)
    SCREEN.data(done.as_json())
    _say(done)
    SCREEN.exit_code = int(done.exit_code)


def _refuse_unmapped(opened: "Workspace", system: str) -> None:
    from upheld.subject.place import RelationalPlace

    opened.settings.url(system)  # refuses with the nearest system there is
    if not isinstance(opened.place(system), RelationalPlace):
        raise UsageError(
            Text(en=f"`{system}` is no database", ja=f"`{system}` はデータベースではありません"),
            remedy=Text(
                en="replay the database whose rows its copies follow; they go with it",
                ja="写しの元になるデータベースを replay してください。写しも一緒に消えます",
            ),
        )
    if system in opened.maps():
        return
    raise UsageError(
        Text(
            en=f"`{system}` has no data map yet",
            ja=f"`{system}` にはまだデータマップがありません",
        ),
        remedy=Text(
            en=f"upheld map discover {system} --write",
            ja=f"upheld map discover {system} --write を実行してください",
        ),
    )


def _instant(text: str, opened: "Workspace") -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            Text(
                en="`--taken` is not an ISO 8601 time",
                ja="`--taken` が ISO 8601 の時刻ではありません",
            ),
            remedy=Text(
                en="write e.g. `2026-11-20T03:00` (the company's time zone) or `2026-11-19T18:00Z`",
                ja="`2026-11-20T03:00`(会社の時間帯)や `2026-11-19T18:00Z` のように書いてください",
            ),
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=opened.settings.zone)


def _say_state(system: str, *, closed: bool) -> None:
    SCREEN.data({"system": system, "state": "closed" if closed else "open"})
    SCREEN.say(
        f"{system} is {'closed' if closed else 'open'}",
        f"{system} は{'閉鎖中' if closed else '開いています'}",
    )
    SCREEN.exit_code = 1 if closed else 0


def _say(done: "Replayed") -> None:
    g = done.gathered
    SCREEN.say(
        f"{len(done.back)} erased person(s) were looked after in the restored database",
        f"復元したデータベースで、消去済みの {len(done.back)} 名を処理しました",
    )
    for told, rows in sorted(done.rows.items()):
        SCREEN.say(f"  {told}: {rows} row(s)", f"  {told}: {rows} 行")
    for told in done.remaining:
        SCREEN.say(f"REMAINING {told}", f"残存 {told}")
    for told in done.found:
        SCREEN.say(
            f"FOUND {told}: an identifier of theirs stands there; is it somebody else's too?",
            f"検出 {told}: 本人の識別子が残っています。別の人のものでもあるか確認してください",
        )
    _say_doubts(done)
    if g.corrections:
        SCREEN.say(
            f"undone by the restore, to be made again: corrections {', '.join(g.corrections)}",
            f"復元で元に戻った訂正(やり直しが必要): {', '.join(g.corrections)}",
        )
    if done.back and not done.guarded:
        SCREEN.say(
            "no guard refuses late writers there: `upheld guard install`, or `upheld sweep` later",
            "遅れた書き込みを拒むガードはありません。`upheld guard install` か、後で `upheld sweep` を実行してください",
        )
    if done.opened:
        SCREEN.say(f"{done.system} is open", f"{done.system} を開きました")
    else:
        SCREEN.say(
            f"{done.system} stays CLOSED; run this again, or --open-although WHY for what is not proven or found",
            f"{done.system} は閉鎖のままです。もう一度実行するか、未証明・検出だけなら --open-although 理由 を指定してください",
        )


def _say_doubts(done: "Replayed") -> None:
    g = done.gathered
    doubts = (
        (g.elsewhere, "the key is there with other identifiers, left alone", "鍵は一致するが識別子が異なるため変更せず"),
        (g.unknown, "whether they are there again cannot be told", "復活しているか判定できません"),
        (g.absent, "answered `no data` then, and there now: open a new request", "当時は該当なし、今は該当あり。新しい請求が必要です"),
        (g.unfinished, "was interrupted: apply it first", "中断中。先に apply してください"),
    )  # fmt: skip
    for refs, en, ja in doubts:
        if refs:
            listed = ", ".join(refs[:20]) + (" …" if len(refs) > 20 else "")  # noqa: PLR2004
            SCREEN.say(f"NOT PROVEN {listed}: {en}", f"未証明 {listed}: {ja}")
    for told in done.unproven:
        SCREEN.say(f"NOT PROVEN {told}", f"未証明 {told}")
