"""`upheld webhooks …`: the secret of a webhook, and the messages of a day once more."""

from pathlib import Path
from typing import Annotated

import typer

from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        no_args_is_help=True,
        help=say(
            "What the company's own systems are told about requests.",
            "自社のシステムへの請求状況の通知(Webhook)を扱います。",
        ),
    )
    app.command(
        help=say(
            "Write a new signing secret to a file (0600). Example: upheld webhooks key secrets/helpdesk.key",
            "署名用の新しいシークレットをファイル(0600)に書きます。例: upheld webhooks key secrets/helpdesk.key",
        )
    )(key)
    app.command(
        help=say(
            "Send the messages of a day again, with the identifiers they had. "
            "Example: upheld webhooks replay 2026-12-24 --to helpdesk",
            "ある日の通知を、元の識別子のまま再送します。例: upheld webhooks replay 2026-12-24 --to helpdesk",
        )
    )(replay)
    return app


def key(
    file: Annotated[
        Path, typer.Argument(help=say("a file that is not there yet", "まだ存在しないファイル"))
    ],
) -> None:
    """Make a secret; the receiver needs the same one."""
    from upheld.parties.webhook import new_secret

    path = (SCREEN.folder or Path()) / file
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(new_secret() + "\n", "ascii")
    SCREEN.data({"file": file.as_posix()})
    SCREEN.say(
        f"{file} holds the secret; give it to the receiver, too",
        f"{file} にシークレットを書きました。受信側にも設定してください",
    )


def replay(
    day: Annotated[str, typer.Argument(help="YYYY-MM-DD")],
    *,
    to: Annotated[
        str | None, typer.Option(help=say("only this webhook", "この Webhook だけに送る"))
    ] = None,
) -> None:
    """Promise the messages again; a worker, or `upheld serve`, delivers them."""
    from upheld.desk.webhooks.sending import send_again
    from upheld.terminal.typed import read_day

    with workspace() as opened:
        count = send_again(opened.office(), read_day(day), to)
    SCREEN.data({"day": day, "messages": count})
    SCREEN.say(f"{count} messages are sent again", f"通知 {count} 件を再送します")
