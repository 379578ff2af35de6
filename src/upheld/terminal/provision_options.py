"""The options of `upheld provision add`, as types: each is an item that the law wants recorded."""

from typing import Annotated, TypeAlias

import typer

from upheld.terminal.screen import say

Subject: TypeAlias = Annotated[
    list[str], typer.Option(help=say("KIND=VALUE; may be repeated", "種類=値。複数指定可"))
]
Item: TypeAlias = Annotated[
    list[str], typer.Option(help=say("a data category; may be repeated", "項目。複数指定可"))
]
Address: TypeAlias = Annotated[
    str, typer.Option(help=say("the third party's address", "第三者の住所"))
]
Day: TypeAlias = Annotated[str, typer.Option(help="YYYY-MM-DD")]
Basis: TypeAlias = Annotated[str, typer.Option(help="consent | opt-out | referable")]
To: TypeAlias = Annotated[
    str | None, typer.Option(help=say("a recipient of the policy", "ポリシーの提供先"))
]
From: TypeAlias = Annotated[
    str | None,
    typer.Option("--from", help=say("who provided it, in one word", "受領の場合: 提供元の略称")),
]
Until: TypeAlias = Annotated[
    str | None, typer.Option(help=say("last day of several", "複数回の場合の最後の日"))
]
Form: TypeAlias = Annotated[str, typer.Option(help="single | batch | contract")]
Name: TypeAlias = Annotated[str, typer.Option(help=say("the third party's name", "第三者の名称"))]
Representative: TypeAlias = Annotated[
    str, typer.Option(help=say("who represents it", "第三者の代表者"))
]
Acquisition: TypeAlias = Annotated[
    str, typer.Option(help=say("how the provider acquired it", "提供元による取得の経緯"))
]
Consented: TypeAlias = Annotated[
    bool, typer.Option("--consented", help=say("the person consented", "本人の同意がある"))
]
