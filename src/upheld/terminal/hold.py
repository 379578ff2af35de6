"""`upheld hold …`: duties to keep a person's data that beat every deletion."""

from typing import Annotated

import typer

from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True, help=say("Legal holds.", "法的保全(消去の保留)を扱います。")
    )
    app.command(
        "add",
        help=say(
            "Register a hold. Example: upheld hold add --subject email=sato@example.jp --clause 9.1 --until 2027-03-31 --by Sato",
            "保全を登録します。例: upheld hold add --subject email=sato@example.jp --clause 9.1 --until 2027-03-31 --by 佐藤",
        ),
    )(add)
    app.command(
        help=say(
            "End a hold. Example: upheld hold release H-2026-0001",
            "保全を解除します。例: upheld hold release H-2026-0001",
        )
    )(release)
    app.command(
        "list",
        help=say(
            "List holds in force. Example: upheld hold list",
            "有効な保全の一覧です。例: upheld hold list",
        ),
    )(list_)
    return app


def add(
    subject: Annotated[
        list[str], typer.Option(help=say("KIND=VALUE; may be repeated", "種類=値。複数指定可"))
    ],
    clause: Annotated[
        str, typer.Option(help=say("the clause or case it rests on", "根拠となる条項や事件"))
    ],
    until: Annotated[str, typer.Option(help="YYYY-MM-DD")],
    by: Annotated[str, typer.Option(help=say("who places it", "登録者"))],
) -> None:
    """Register a hold."""
    from upheld.rights.holding import add_hold
    from upheld.terminal.people import read_subject
    from upheld.terminal.typed import read_day, read_name

    with workspace() as opened:
        placed = add_hold(
            opened.company(),
            read_subject(subject),
            clause=clause,
            until=read_day(until),
            by=read_name(by),
        )
    SCREEN.data({"hold": placed.ref, "clause": placed.clause, "until": placed.until.isoformat()})
    SCREEN.say(
        f"{placed.ref}: held until {placed.until}", f"{placed.ref}: {placed.until} まで保全します"
    )


def release(ref: Annotated[str, typer.Argument(metavar="HOLD", help="H-…")]) -> None:
    """End a hold."""
    from upheld.rights.holding import release_hold

    with workspace() as opened:
        release_hold(opened.company(), ref)
    SCREEN.data({"hold": ref, "released": True})
    SCREEN.say(f"{ref}: released", f"{ref}: 解除しました")


def list_() -> None:
    """List holds."""
    from upheld.registers.hold import in_force

    with workspace() as opened, opened.engine.connect() as connection:
        rows = [
            {"hold": h.ref, "clause": h.clause, "until": h.until.isoformat(), "by": h.placed_by}
            for h in in_force(connection, opened.clock.today())
        ]
    SCREEN.data(rows)
    if not rows:
        SCREEN.say("no hold is in force", "有効な保全はありません")
    SCREEN.table(
        [
            Text(en="hold", ja="保全"),
            Text(en="clause", ja="条項"),
            Text(en="until", ja="期限"),
            Text(en="by", ja="登録者"),
        ],
        [[r["hold"], r["clause"], r["until"], r["by"]] for r in rows],
    )
