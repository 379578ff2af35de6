"""`upheld retention …`: what is due, a plan, its approval, and the sweep."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from upheld.refusal import UsageError
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.terminal.showing import show_notes, show_steps, show_tables
from upheld.terminal.typed import read_day, read_name
from upheld.wording import Text

Run = Annotated[str, typer.Argument(metavar="SWEEP", help="S-…")]
AsOf = Annotated[
    str | None, typer.Option(help=say("another day, YYYY-MM-DD", "別の日で見る YYYY-MM-DD"))
]
_DUE = (
    ("system", Text(en="system", ja="システム")),
    ("table", Text(en="table", ja="表")),
    ("rule", Text(en="rule", ja="規則")),
    ("clause", Text(en="clause", ja="条項")),
    ("period", Text(en="period", ja="期間")),
    ("from", Text(en="counted from", ja="起算")),
    ("began_before", Text(en="began before", ja="起算日がこれより前")),
    ("after", Text(en="then", ja="期間後")),
    ("rows", Text(en="due", ja="期限超過")),
    ("living", Text(en="of living", ja="うち在籍者")),
    ("held", Text(en="on hold", ja="保全中")),
)
_AFTER = {"delete": "削除", "anonymise": "匿名化"}


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say("The end of retention periods, carried out.", "保存期間の終わりを実行します。"),
    )
    app.command(
        help=say(
            "List the rows whose period has ended, by table and rule; changes nothing. "
            "Exit 1 if there are any. Example: upheld retention due shop --as-of 2033-04-01",
            "期間の過ぎた行を、表と規則ごとに一覧します(変更しません)。あれば終了コード 1。"
            "例: upheld retention due shop --as-of 2033-04-01",
        )
    )(due)
    app.command(
        help=say(
            "Explain what would become of them, and keep that plan for approval. "
            "Example: upheld retention plan",
            "それらの行がどうなるかを説明し、承認のために計画を残します。例: upheld retention plan",
        )
    )(plan)
    app.command(
        help=say(
            'Approve exactly one plan. Example: upheld retention approve S-2026-0001 --plan 3f2a… --by "Sato"',
            "計画を一つだけ承認します。例: upheld retention approve S-2026-0001 --plan 3f2a… --by 佐藤",
        )
    )(approve)
    app.command(
        help=say(
            "Carry out what was approved, and read it back. Example: upheld retention apply S-2026-0001",
            "承認された計画を実行し、読み戻して確かめます。例: upheld retention apply S-2026-0001",
        )
    )(apply)
    app.command(
        help=say(
            "Show one sweep, or list all. Example: upheld retention show S-2026-0001",
            "一括消去を一件、または一覧で表示します。例: upheld retention show S-2026-0001",
        )
    )(show)
    return app


def due(
    system: Annotated[
        str | None, typer.Argument(help=say("only this system", "このシステムだけ"))
    ] = None,
    as_of: AsOf = None,
) -> None:
    """List what is due."""
    from upheld.retention.plan import due_now

    with workspace() as opened:
        keeping = opened.keeping()
        known = [one.name for one in keeping.systems]
        if system is not None and system not in known:
            raise _no_system(known)
        day = read_day(as_of) if as_of else keeping.clock.today()
        listed = due_now(keeping, day)
    found = [one.as_json() for one in listed if system in (None, one.system)]
    SCREEN.data({"as_of": day.isoformat(), "due": found})
    _show_due(found)
    if any(one["rows"] for one in found):
        SCREEN.say("next: upheld retention plan", "次: upheld retention plan")
        SCREEN.exit_code = 1
    else:
        SCREEN.say(f"nothing is due on {day}", f"{day} の時点で期間の過ぎた行はありません")


def _no_system(known: Sequence[str]) -> UsageError:
    named = ", ".join(f"`{name}`" for name in known) or "none"
    return UsageError(
        Text(
            en="this is no connected database with a data map",
            ja="データマップのある接続済みデータベースではありません",
        ),
        remedy=Text(en=f"use one of {named}", ja=f"次のいずれかです: {named}"),
    )


def _show_due(listed: Sequence[Mapping[str, Any]]) -> None:
    rows = [one for one in listed if one["rows"] or one["held"]]
    if rows:
        SCREEN.table(
            [heading for _, heading in _DUE],
            [[_cell(one, name) for name, _ in _DUE] for one in rows],
        )


def _cell(one: Mapping[str, Any], name: str) -> Any:
    if name == "after" and SCREEN.language == "ja":
        return _AFTER[one[name]]
    return one[name]


def plan(as_of: AsOf = None) -> None:
    """Explain what would happen."""
    from upheld.retention import procedure

    day = read_day(as_of) if as_of else None
    with workspace() as opened:
        SCREEN.progress(say("looking for ended periods", "期間の過ぎた行を探しています"))
        made, sweep = procedure.plan(opened.keeping(), day)
        SCREEN.progress_over()
    SCREEN.data(made.document)
    _show_due(made.document["due"])
    if not made.rows:
        SCREEN.say(
            "nothing is due; there is nothing to approve",
            "期間の過ぎた行はありません。承認するものはありません",
        )
        return
    show_tables(made.document["tables"])
    show_notes(made.document)
    sha = made.document["plan_sha256"]
    SCREEN.say(f"plan sha256 {sha}", f"計画 sha256 {sha}")
    if sweep is not None:
        SCREEN.say(
            f'next: upheld retention approve {sweep.ref} --plan {sha} --by "NAME"',
            f"次: upheld retention approve {sweep.ref} --plan {sha} --by 氏名",
        )


def approve(
    run: Run,
    plan: Annotated[str, typer.Option(help="SHA-256")],
    by: Annotated[str, typer.Option(help=say("who approves", "承認者"))],
) -> None:
    """Approve a plan."""
    from upheld.retention import procedure

    name = read_name(by)
    with workspace() as opened:
        kept = procedure.approve(opened.keeping(), run, plan, name)
    SCREEN.data({"run": run, "plan_sha256": kept.sha256, "approved_by": kept.approved_by})
    SCREEN.say(
        f"approved; next: upheld retention apply {run}",
        f"承認しました。次: upheld retention apply {run}",
    )


def apply(run: Run) -> None:
    """Carry out."""
    from upheld.retention import procedure
    from upheld.retention.report import exit_of

    with workspace() as opened:
        report = procedure.apply(opened.keeping(), run, SCREEN.progress, SCREEN.mention)
        SCREEN.progress_over()
    SCREEN.data(report)
    _show_report(report)
    SCREEN.exit_code = int(exit_of(report))


def _show_report(report: Mapping[str, Any]) -> None:
    show_steps(report["steps"])
    _show_due([one for one in report["left"] or () if one["rows"]])
    run = report["run"]
    if report["complete"]:
        SCREEN.say(
            f"{run}: complete; nothing is due any more",
            f"{run}: 完了しました。期間の過ぎた行は残っていません",
        )
    else:
        SCREEN.say(
            f"{run}: NOT complete; mend what is named, then: upheld retention plan",
            f"{run}: 完了していません。上の点を直してから: upheld retention plan",
        )


def show(run: Annotated[str | None, typer.Argument(metavar="SWEEP", help="S-…")] = None) -> None:
    """Show one run, or all."""
    from upheld.retention import store

    with workspace() as opened, opened.engine.connect() as connection:
        found = [store.load(connection, run)] if run else list(store.in_state(connection))
    told: list[dict[str, Any]] = [
        {
            "run": one.ref,
            "state": one.state,
            "made_at": one.made_at.isoformat(),
            "plan_sha256": one.sha256,
            "approved_by": one.approved_by,
            **({"plan": one.document, "report": one.report} if run else {}),
        }
        for one in found
    ]
    SCREEN.data(told[0] if run else told)
    if not told:
        SCREEN.say(
            "no sweep yet; try: upheld retention due", "まだありません。例: upheld retention due"
        )
    for one in told:
        by = one["approved_by"] or "-"
        line = f"{one['run']}  {one['state']}  {one['made_at'][:10]}  {by}"
        SCREEN.say(line, line)
    if run and found[0].report:
        _show_report(found[0].report)
