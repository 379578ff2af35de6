"""`upheld serve`: the privacy centre, the console and the API, in one process."""

import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from upheld.refusal import UsageError
from upheld.terminal.screen import SCREEN, say
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.assembly import Workspace
    from upheld.web.signin.provider import Provider
    from upheld.web.site import Site

_PORT = 8420
_STOP_SECONDS = 10
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class WebExtraMissingError(UsageError):
    """The web's libraries are not installed."""

    code = "desk-not-installed"


class PortTakenError(UsageError):
    """The address cannot be listened on."""

    code = "port-taken"


def add(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        help=say(
            "Serve the privacy centre, the console and the API. Example: upheld serve --port 8420",
            "プライバシーセンター、コンソール、API を提供します。例: upheld serve --port 8420",
        )
    )(serve)


def serve(
    *,
    host: Annotated[
        str, typer.Option(help=say("the address to listen on", "待ち受けるアドレス"))
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = _PORT,
    address: Annotated[
        str | None,
        typer.Option(
            help=say(
                "what browsers call it, e.g. https://privacy.example.jp (behind a proxy)",
                "ブラウザーから見たアドレス。例: https://privacy.example.jp(プロキシの内側の場合)",
            )
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            help=say("our own store instead of upheld.yaml's", "upheld.yaml の代わりに使う保管庫")
        ),
    ] = None,
    new_link: Annotated[
        bool,
        typer.Option(
            "--new-link",
            help=say(
                "print a one-time link that makes a privacy officer, though there are some",
                "個人情報保護担当がいても、新しい担当を作る一度だけ使えるリンクを表示",
            ),
        ),
    ] = False,
    metrics_port: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=65535,
            help=say(
                "numbers for Prometheus, on 127.0.0.1 and this port",
                "Prometheus 用の数値を 127.0.0.1 のこのポートで提供",
            ),
        ),
    ] = None,
    work: Annotated[
        bool,
        typer.Option(
            "--work/--no-work",
            help=say(
                "also do what is due; --no-work where `upheld worker` processes do it",
                "期限の来た作業も行う。`upheld worker` に任せる場合は --no-work",
            ),
        ),
    ] = True,
) -> None:
    """Serve until stopped."""
    from upheld.terminal.opening import workspace

    _need_libraries()
    shown = _address(address, port)
    with workspace() as opened:
        opened.store = _store(store, opened)
        site = _site(opened, shown)
        listening = _listen(host, port)
        _watch(site, metrics_port)
        _tell(site, _first_link(site, wanted=new_link))
        with _working(opened, site, wanted=work):
            _run(site, listening)


@contextmanager
def _working(opened: "Workspace", site: "Site", *, wanted: bool) -> Iterator[None]:
    """Do what is due in a thread of this process, for as long as the block lasts."""
    if not wanted or site.office is None:
        yield
        return
    from upheld import worker
    from upheld.running.mail_in import listening
    from upheld.running.work import durable_of

    stop = Event()
    durable = durable_of(opened, site.office)
    thread = Thread(target=worker.run, args=(durable, stop), name="upheld-work", daemon=True)
    thread.start()
    try:
        with listening(site.office):
            yield
    finally:
        stop.set()
        thread.join(_STOP_SECONDS)


def _need_libraries() -> None:
    try:
        import argon2  # noqa: F401
        import fastapi  # noqa: F401
        import uvicorn  # noqa: F401
        import webauthn  # noqa: F401
    except ImportError as error:
        raise WebExtraMissingError(
            Text(
                en=f"the desk's libraries are not installed (`{error.name}`)",
                ja=f"デスクに必要なライブラリー(`{error.name}`)が入っていません",
            ),
            remedy=Text(
                en="run `pip install 'upheld[desk]'`",
                ja="`pip install 'upheld[desk]'` を実行してください",
            ),
        ) from error


def _address(given: str | None, port: int) -> str:
    """Return what browsers call the site.

    Raises:
        UsageError: It is no address, or one over which people's data would go in the clear.
    """
    address = (given or f"http://localhost:{port}").rstrip("/")
    parts = urlsplit(address)
    whole = parts.scheme in ("http", "https") and parts.hostname and not parts.path
    if not whole or parts.query or parts.username is not None:
        raise UsageError(
            Text(
                en="`--address` is not scheme, host and port alone",
                ja="`--address` は、スキーム・ホスト・ポートだけのアドレスではありません",
            ),
            remedy=Text(
                en="write e.g. `https://privacy.example.jp`",
                ja="`https://privacy.example.jp` のように書いてください",
            ),
        )
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise UsageError(
            Text(
                en="`--address` would send people's data in the clear",
                ja="`--address` のままでは、個人の情報が暗号化されずに送られます",
            ),
            remedy=Text(
                en="put a server with a certificate in front and name its `https://` address",
                ja="証明書を持つサーバーを前に置き、その `https://` アドレスを指定してください",
            ),
        )
    return address


def _store(url: str | None, opened: "Workspace") -> str | None:
    """Return the store's URL; a password on the command line would be seen by everyone here.

    Raises:
        UsageError: It has one.
    """
    from upheld.settings import absolute_url, has_password

    if url is None:
        return None
    if has_password(url):
        raise UsageError(
            Text(
                en="`--store` carries a password, which every user of this machine can read",
                ja="`--store` のパスワードは、このマシンの全利用者から見えてしまいます",
            ),
            remedy=Text(
                en="write `store: {file: secrets/store.url}` in upheld.yaml instead",
                ja="代わりに upheld.yaml に `store: {file: secrets/store.url}` と書いてください",
            ),
        )
    return absolute_url(url, opened.folder)


def _site(opened: "Workspace", address: str) -> "Site":
    import hashlib
    import hmac

    from upheld.running.callers import callers_of
    from upheld.running.work import stripe_of
    from upheld.web.site import Site

    settings = opened.settings
    office = opened.office()
    company = office.company
    return Site(
        engine=company.engine,
        clock=company.clock,
        policy=company.policy,
        company=company.policy.policy.company.text(),
        secret=hmac.digest(company.vault.key, b"upheld/web", hashlib.sha256),
        language=settings.language or "ja",
        zone=settings.zone,
        address=address,
        provider=_provider(opened),
        office=office,
        callers=callers_of(opened, office),
        cards=stripe_of(opened),
    )


def _provider(opened: "Workspace") -> "Provider | None":
    from upheld.web.signin.provider import Provider

    section = opened.settings.declared.sign_in
    if section is None:
        return None
    return Provider(
        issuer=section.issuer,
        client_id=section.client_id,
        client_secret=opened.settings.sign_in_secret(),
        label=Text(en=section.label_en, ja=section.label_ja),
    )


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is printed.

    Raises:
        PortTakenError: Somebody else has it, or it may not be taken.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise _taken(host, port, error) from error
    return listening


def _taken(host: str, port: int, error: OSError) -> PortTakenError:
    return PortTakenError(
        Text(
            en=f"`{host}` port {port} cannot be listened on ({error.strerror})",
            ja=f"`{host}` のポート {port} で待ち受けできません",
        ),
        remedy=Text(
            en="stop what listens there, or choose another with `--port`",
            ja="使用中のプログラムを止めるか、`--port` で別のポートを指定してください",
        ),
    )


def _watch(site: "Site", metrics_port: int | None) -> None:
    """Log as JSON, trace if an exporter is named, and count.

    Raises:
        PortTakenError: The port of the numbers is somebody else's.
    """
    from upheld.observing import logs, metrics
    from upheld.operation.store_metrics import StoreNumbers

    logs.set_up_service()
    if metrics_port is None:
        return
    metrics.watch(StoreNumbers(site.engine, site.clock))
    try:
        metrics.listen(metrics_port)
    except OSError as error:
        raise _taken("127.0.0.1", metrics_port, error) from error


def _first_link(site: "Site", *, wanted: bool) -> str | None:
    """Make the link of the first account, where nobody could let anyone in, or it is wanted."""
    from upheld.web.signin import links, store

    with site.engine.begin() as connection:
        if not wanted and store.count_able(connection, "privacy_officer"):
            return None
        return links.address_of(site, links.first_link(connection, site))


def _tell(site: "Site", first_link: str | None) -> None:
    SCREEN.data({"address": site.address, "first_link": first_link})
    SCREEN.say(
        f"privacy centre  {site.address}/\nconsole         {site.address}/console",
        f"プライバシーセンター  {site.address}/\nコンソール            {site.address}/console",
    )
    if first_link is not None:
        SCREEN.say(
            f"first sign-in   {first_link}\n                (works once, for one hour)",
            f"最初のサインイン      {first_link}\n                      (一度だけ、1 時間以内)",
        )
    SCREEN.say("stop with Ctrl-C", "Ctrl-C で停止します")


def _run(site: "Site", listening: socket.socket) -> None:
    import sys

    import uvicorn

    from upheld.web.application import create

    sys.stdout.flush()
    configuration = uvicorn.Config(
        create(site),
        access_log=False,  # it would write addresses; the application logs routes instead
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    # The server stops at these by itself and then raises them again: that is a good end.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)
    uvicorn.Server(configuration).run(sockets=[listening])
