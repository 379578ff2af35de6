"""The tree of commands. Each group is a module; all are made after the language is known."""

from functools import cache
from typing import Any

import typer

from upheld.terminal.screen import SCREEN, say


def command_tree() -> Any:
    """Return the tree in the language of now; whoever runs many commands builds it once in each."""
    return _built(SCREEN.language)


@cache
def _built(_language: str) -> Any:
    from upheld.terminal import (
        backup,
        check,
        demo,
        detect,
        evidence,
        export,
        gateway,
        guard,
        hold,
        import_,
        map_,
        policy,
        promises,
        provision,
        replay,
        request,
        retention,
        serve,
        webhooks,
        worker,
        workspace,
    )

    app = _trunk()
    workspace.add(app)
    demo.add(app)
    check.add(app)
    detect.add(app)
    promises.add(app)
    app.add_typer(map_.group(), name="map")
    app.add_typer(request.group(), name="request")
    app.add_typer(hold.group(), name="hold")
    app.add_typer(provision.group(), name="provision")
    app.add_typer(retention.group(), name="retention")
    app.add_typer(guard.group(), name="guard")
    app.add_typer(export.group(), name="export")
    app.add_typer(gateway.group(), name="gateway")
    app.add_typer(import_.group(), name="import")
    app.add_typer(policy.group(), name="policy")
    evidence.add(app)
    serve.add(app)
    worker.add(app)
    app.add_typer(webhooks.group(), name="webhooks")
    backup.add(app)
    replay.add(app)
    return typer.main.get_command(app)


def _trunk() -> typer.Typer:
    return typer.Typer(
        name="upheld",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help=say(
            "The privacy policy that runs: maps it onto real stores, carries it out, proves each clause.",
            "実行できるプライバシーポリシー: 実際のデータに対応付け、実行し、条項ごとに証明します。",
        ),
        epilog=say(
            "Global, anywhere: -C DIR (workspace), --json, --lang ja|en. "
            "Exit codes: 0 done, 1 remaining or drifted, 2 usage or refusal, 3 unreachable, "
            "4 not proven, 5 evidence fails. Example: upheld init mycompany --db sqlite:///shop.db --name shop",
            "共通オプション(どこでも可): -C フォルダ、--json、--lang ja|en。"
            "終了コード: 0 完了、1 残存または差異、2 使い方または拒否、3 接続不可、4 未証明、5 証拠の不一致。"
            "例: upheld init mycompany --db sqlite:///shop.db --name shop",
        ),
    )
