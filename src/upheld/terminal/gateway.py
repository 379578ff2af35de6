"""`upheld gateway …`: stands between applications and an AI provider; its keys; Presidio's addresses."""

import gc
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from upheld.refusal import UsageError
from upheld.terminal import gateway_found, gateway_uses
from upheld.terminal.listening import listening_on
from upheld.terminal.opening import workspace
from upheld.terminal.screen import SCREEN, say
from upheld.terminal.showing import moment
from upheld.wording import Text

if TYPE_CHECKING:
    import socket
    from collections.abc import Collection

    from upheld.policy.model import Policy
    from upheld.screening.configuration import GatewaySection
    from upheld.screening.store import KeyRow

_LISTEN, _LISTEN_ANALYSIS = "127.0.0.1:8431", "127.0.0.1:8432"
_STOP_SECONDS = 10
_WAITING = 2_048
_YOUNG = 5_000
"""Objects that are made before some are looked at: what ten calls leave behind."""
_TURN_SECONDS = 0.0005
"""For a thread, while another waits: what seals and looks at files is not to hold calls up ten times as long."""


class GatewayExtraMissingError(UsageError):
    """The gateway's libraries are not installed."""

    code = "gateway-not-installed"


def group() -> typer.Typer:
    """The group; see the module."""
    app = typer.Typer(
        invoke_without_command=True,
        help=say(
            "Let nothing prohibited out to an AI provider. "
            "Example: upheld gateway --upstream https://api.provider.example --listen 127.0.0.1:8431",
            "AI 提供元へ、禁じられた情報を出しません。"
            "例: upheld gateway --upstream https://api.provider.example --listen 127.0.0.1:8431",
        ),
    )
    app.callback()(gateway)
    app.add_typer(_keys(), name="key")
    app.add_typer(gateway_found.group(), name="found")
    app.command(
        help=say(
            "Answer Presidio's /analyze and /anonymize. Example: upheld gateway presidio --listen 127.0.0.1:5002",
            "Presidio の /analyze と /anonymize に応答します。例: upheld gateway presidio --listen 127.0.0.1:5002",
        )
    )(presidio)
    app.command(
        help=say(
            "Suspend a key, or a person by the digest that leaves as `user`. Example: upheld gateway suspend acme 0a1b2c3d4e5f",
            "キー、または `user` として送られるダイジェストの利用者を停止します。例: upheld gateway suspend acme 0a1b2c3d4e5f",
        )
    )(gateway_uses.suspend)
    app.command(
        help=say(
            "Print the digest by which a person leaves, whom standard input names. Example: upheld gateway who acme < user.txt",
            "標準入力で渡した利用者が、どのダイジェストで送られるかを表示します。例: upheld gateway who acme < user.txt",
        )
    )(gateway_uses.who)
    app.command(
        help=say(
            "End a suspension. Example: upheld gateway resume acme 0a1b2c3d4e5f",
            "停止を解除します。例: upheld gateway resume acme 0a1b2c3d4e5f",
        )
    )(gateway_uses.resume)
    return app


def _keys() -> typer.Typer:
    app = typer.Typer(
        no_args_is_help=True,
        help=say("Keys of applications.", "アプリケーションのキーを扱います。"),
    )
    app.command(
        "add",
        help=say(
            "Make a key; it is shown once. Example: upheld gateway key add acme --purpose provide-service",
            "キーを発行します。表示は一度だけです。例: upheld gateway key add acme --purpose provide-service",
        ),
    )(key_add)
    app.command(
        "end",
        help=say(
            "End a key. Example: upheld gateway key end 0a1b2c3d4e5f",
            "キーを無効にします。例: upheld gateway key end 0a1b2c3d4e5f",
        ),
    )(key_end)
    app.command(
        "list",
        help=say(
            "List keys. Example: upheld gateway key list",
            "キーの一覧です。例: upheld gateway key list",
        ),
    )(key_list)
    return app


def gateway(
    context: typer.Context,
    upstream: Annotated[
        str | None,
        typer.Option(help=say("the provider's address", "提供元のアドレス")),
    ] = None,
    listen: Annotated[
        str, typer.Option(help=say("ADDRESS:PORT to listen on", "待ち受ける アドレス:ポート"))
    ] = _LISTEN,
) -> None:
    """Serve until stopped."""
    if context.invoked_subcommand is not None:
        _refuse_unused(context)
        return
    _need_libraries()
    from upheld.observing import logs
    from upheld.running.gateway import (
        CONNECTIONS,
        checked_upstream,
        following_of,
        gateway_of,
        undeclared_host,
    )

    address = None if upstream is None else checked_upstream(upstream)
    logs.set_up_service()
    with workspace() as opened:
        opened.connections = CONNECTIONS
        following = following_of(opened)
        made = gateway_of(opened, following, address)
        _tell_undeclared(undeclared_host(opened, address))
        listening = _listening(listen)
        with following.followed():
            _run(made, listening, "/v1")


def _tell_undeclared(host: str | None) -> None:
    if host is not None:
        SCREEN.note(
            f"calls go to `{host}`, which `gateway.upstream` does not name: each is on record so, "
            "and the board puts the promise about who receives them at risk",
            f"呼び出しの送信先 `{host}` は `gateway.upstream` にありません。呼び出しごとに台帳に残り、"
            "約束の一覧では提供先の約束が「危うい」になります",
        )


def _refuse_unused(context: typer.Context) -> None:
    """Refuse options of the gateway itself before a command of another thing.

    Raises:
        UsageError: One was typed; it would have had no effect.
    """
    for name in ("upstream", "listen"):
        source = context.get_parameter_source(name)
        if source is not None and source.name == "COMMANDLINE":
            raise UsageError(
                Text(
                    en=f"`--{name}` has no effect before `{context.invoked_subcommand}`",
                    ja=f"`{context.invoked_subcommand}` の前の `--{name}` は効きません",
                ),
                remedy=Text(
                    en=f"leave it out here; `upheld gateway --{name} …` serves",
                    ja=f"外してください。`upheld gateway --{name} …` だけで待ち受けます",
                ),
            )


def presidio(
    listen: Annotated[
        str, typer.Option(help=say("ADDRESS:PORT to listen on", "待ち受ける アドレス:ポート"))
    ] = _LISTEN_ANALYSIS,
    rules: Annotated[
        Path | None,
        typer.Option(help=say("YAML with patterns of your own", "独自のパターンの YAML")),
    ] = None,
) -> None:
    """Serve until stopped; needs no workspace."""
    _need_libraries()
    from upheld.observing import logs
    from upheld.running.gateway import WARMING
    from upheld.screening.configuration import GatewaySection
    from upheld.screening.daily import DailyScanner
    from upheld.screening.gateway.analysis import Analysis
    from upheld.screening.own_rules import Own, read_own

    logs.set_up_service()
    own = Own() if rules is None else read_own(rules)
    scanner = DailyScanner(own=own)
    scanner.scan(WARMING)
    listening = _listening(listen)
    limit = GatewaySection().bytes_limit
    _run(Analysis(scanner, bytes_limit=limit, own=own.rules), listening, "/analyze")


def key_add(
    tenant: Annotated[str, typer.Argument(help=say("the customer", "顧客の名前"))],
    purpose: Annotated[
        str, typer.Option(help=say("a purpose of the policy", "ポリシーの利用目的"))
    ],
    role: Annotated[
        Literal["application", "member", "administrator"],
        typer.Option(
            help=say(
                "application: calls; member: reads settings; administrator: changes them",
                "application: 呼び出しのみ、member: 設定の閲覧、administrator: 設定の変更",
            )
        ),
    ] = "application",
) -> None:
    """Make a key."""
    from upheld.policy.reading import read_policy
    from upheld.screening.keys import grant_key

    with workspace() as opened:
        section = opened.settings.declared.gateway
        _know(tenant, purpose, read_policy(opened.policy_in_force()), section)
        with opened.engine.begin() as connection:
            made = grant_key(connection, opened.clock, tenant=tenant, purpose=purpose, role=role)
    SCREEN.data({"key": made, "tenant": tenant, "purpose": purpose, "role": role})
    SCREEN.say(f"{made}\n(shown once)", f"{made}\n(表示は今回限り)")


def key_end(
    key_id: Annotated[
        str,
        typer.Argument(
            help=say(
                "the middle part of the key, or the whole", "キーの中央の部分、またはキーの全体"
            )
        ),
    ],
) -> None:
    """End a key; the next call with it is refused."""
    from upheld.screening.keys import end_key, id_of

    key_id = id_of(key_id)  # of a key that leaked, somebody has the whole
    with workspace() as opened, opened.engine.begin() as connection:
        if not end_key(connection, opened.clock, key_id):
            raise UsageError(
                Text(
                    en=f"there is no live key `{key_id[:20]}`",
                    ja=f"有効なキー `{key_id[:20]}` はありません",
                ),
                remedy=Text(
                    en="`upheld gateway key list` shows the keys",
                    ja="`upheld gateway key list` で一覧を確認してください",
                ),
            )
    SCREEN.data({"ended": key_id})
    SCREEN.say(f"{key_id} has ended", f"{key_id} を無効にしました")


def key_list() -> None:
    """List live keys, and the uses that are suspended."""
    from upheld.screening.store import live_keys, suspended_now

    with workspace() as opened, opened.engine.connect() as connection:
        rows, stopped = live_keys(connection), suspended_now(connection)
        zone = opened.settings.zone
    SCREEN.data(
        {
            "keys": [_row(row, stopped) for row in rows],
            "suspended": [{"tenant": tenant, "who": who} for tenant, who in stopped],
        }
    )
    headings = [
        Text(en="key", ja="キー"),
        Text(en="customer", ja="顧客"),
        Text(en="purpose", ja="目的"),
        Text(en="role", ja="役割"),
        Text(en="made", ja="発行"),
        Text(en="suspended", ja="停止中"),
    ]
    cells = [
        (row.id, row.tenant, row.purpose, row.role, moment(row.made_at.astimezone(zone)),
         "!" if (row.tenant, row.id) in stopped else "")
        for row in rows
    ]  # fmt: skip
    SCREEN.table(headings, cells)
    shown = {(row.tenant, row.id) for row in rows}
    for tenant, who in stopped:
        if (tenant, who) not in shown:
            SCREEN.say(f"suspended: {who} of {tenant}", f"停止中: {tenant} の {who}")


def _row(row: "KeyRow", stopped: "Collection[tuple[str, str]]") -> dict[str, object]:
    return {
        "key": row.id,
        "tenant": row.tenant,
        "purpose": row.purpose,
        "role": row.role,
        "made_at": row.made_at.isoformat(),
        "suspended": (row.tenant, row.id) in stopped,
    }


def _know(tenant: str, purpose: str, policy: "Policy", section: "GatewaySection") -> None:
    from upheld.screening.contradictions import no_purpose, not_received

    gateway_found.check_tenant(tenant)
    unknown = None if purpose in policy.purposes else no_purpose(purpose, policy)
    wrong = unknown or not_received(purpose, policy, section)
    if wrong is not None:
        what, remedy = wrong
        raise UsageError(what, remedy=remedy)


def _need_libraries() -> None:
    from importlib.util import find_spec

    for name in ("h11", "httpcore", "python_multipart", "uvicorn"):
        if find_spec(name) is None:
            raise GatewayExtraMissingError(
                Text(
                    en=f"the gateway's libraries are not installed (`{name}`)",
                    ja=f"ゲートウェイに必要なライブラリー(`{name}`)が入っていません",
                ),
                remedy=Text(
                    en="run `pip install 'upheld[gateway]'`",
                    ja="`pip install 'upheld[gateway]'` を実行してください",
                ),
            )


def _listening(listen: str) -> "socket.socket":
    """Take the port before anything is printed.

    Raises:
        UsageError: It is no address with a port.
        PortTakenError: Somebody else has it, or it may not be taken.
    """
    host, _, port = listen.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdecimal() or int(port) > 65_535:  # noqa: PLR2004 - ports have 16 bits
        raise UsageError(
            Text(
                en="`--listen` is no address with a port",
                ja="`--listen` が アドレス:ポート の形ではありません",
            ),
            remedy=Text(en=f"write e.g. `{_LISTEN}`", ja=f"`{_LISTEN}` のように書いてください"),
        )
    listening = listening_on(host, int(port), option="--listen")
    listening.listen(_WAITING)  # whoever reads the address below may connect at once
    return listening


def _run(application: Any, listening: "socket.socket", shown: str) -> None:
    import uvicorn

    host, port = listening.getsockname()[:2]
    host = f"[{host}]" if ":" in host else host
    SCREEN.data({"listening": f"http://{host}:{port}{shown}"})
    SCREEN.say(f"http://{host}:{port}{shown}", f"http://{host}:{port}{shown}")
    SCREEN.say("stop with Ctrl-C", "Ctrl-C で停止します")
    sys.stdout.flush()
    configuration = uvicorn.Config(
        application,
        access_log=False,
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
        backlog=_WAITING,
        ws="none",
        proxy_headers=False,  # who connects is asked nowhere: the key says who calls
        # Whatever else is installed: `Connections` is made for this loop, and this parser limits heads.
        loop="asyncio",
        http="h11",
    )
    server = uvicorn.Server(configuration)

    def stop(*_: object) -> None:
        server.should_exit = True

    # The server stops at these by itself and then raises them again: that is a good end. One that
    # comes before the server listens to them counts, too.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, stop)
    _collect_rarely()
    sys.setswitchinterval(_TURN_SECONDS)
    server.run(sockets=[listening])


def _collect_rarely() -> None:
    """Leave what was made at the start out of the search for garbage: it stays, and every stream waits meanwhile."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
