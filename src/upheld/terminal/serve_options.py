"""The options of `upheld serve`, as types."""

from typing import Annotated, TypeAlias

import typer

from upheld.terminal.screen import say

Host: TypeAlias = Annotated[
    str, typer.Option(help=say("the address to listen on", "待ち受けるアドレス"))
]
Port: TypeAlias = Annotated[int, typer.Option(min=1, max=65535)]
Store: TypeAlias = Annotated[
    str | None,
    typer.Option(
        help=say("our own store instead of upheld.yaml's", "upheld.yaml の代わりに使う保管庫")
    ),
]
NewLink: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--new-link",
        help=say(
            "print a one-time link that makes a privacy officer, though there are some",
            "個人情報保護担当がいても、新しい担当を作る一度だけ使えるリンクを表示",
        ),
    ),
]
MetricsPort: TypeAlias = Annotated[
    int | None,
    typer.Option(
        min=1,
        max=65535,
        help=say(
            "numbers for Prometheus, on 127.0.0.1 and this port",
            "Prometheus 用の数値を 127.0.0.1 のこのポートで提供",
        ),
    ),
]
Work: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--work/--no-work",
        help=say(
            "also do what is due; --no-work where `upheld worker` processes do it",
            "期限の来た作業も行う。`upheld worker` に任せる場合は --no-work",
        ),
    ),
]
Demo: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--demo",
        help=say(
            "an invented company with 200 people and requests, in a folder that goes at the end",
            "架空の会社(200 人と請求)を一時フォルダに作って提供。終了時に消えます",
        ),
    ),
]
