"""`upheld serve`: the privacy centre, the console and the API, in one process."""

import gc
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import typer

from upheld.refusal import UsageError
from upheld.terminal.listening import listening_on, taken
from upheld.terminal.screen import SCREEN, say
from upheld.terminal.serve_options import (
    Demo,
    Host,
    MetricsPort,
    NewLink,
    Port,
    Store,
    Work,
)
from upheld.terminal.site_address import PORT, Address, site_address
from upheld.wording import Text

if TYPE_CHECKING:
    import socket

    from fastapi import FastAPI

    from upheld.assembly import Workspace
    from upheld.desk.office import Office
    from upheld.durable.port import Durable
    from upheld.running.following import Following
    from upheld.web.site import Site
    from upheld.worker import Beside

_STOP_SECONDS = 10


class WebExtraMissingError(UsageError):
    """The web's libraries are not installed."""

    code = "desk-not-installed"


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
    host: Host = "127.0.0.1",
    port: Port = PORT,
    address: Address = None,
    store: Store = None,
    new_link: NewLink = False,
    metrics_port: MetricsPort = None,
    work: Work = True,
    demo: Demo = False,
) -> None:
    """Serve until stopped."""
    _need_libraries()
    _refuse_demo_elsewhere(store if demo else None)
    with ExitStack() as until_stopped:
        with _starting():
            opened = until_stopped.enter_context(_opened(demo=demo))
            opened.store = _store(store, opened)
            declared = opened.settings.declared.desk.public_url
            opened.address = site_address(address, declared, port)
            made = _made(opened, opened.address, work=work)
            listening = listening_on(host, port, option="--port")
            _watch(made.site, metrics_port)
        login = _furnished(opened, made.site) if demo else None
        _tell(made.site, _first_link(made.site, wanted=new_link or demo), login)
        _run(made, listening)


@contextmanager
def _starting() -> Iterator[None]:
    """Look for no garbage: what is made at the start stays, and to look at it takes a sixth of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _refuse_demo_elsewhere(store: str | None) -> None:
    """Invented requests never go into a store that somebody named.

    Raises:
        UsageError: One is named.
    """
    if store is not None:
        raise UsageError(
            Text(
                en="`--demo` has a store of its own",
                ja="`--demo` は専用の保管庫を使います",
            ),
            remedy=Text(en="leave `--store` out", ja="`--store` を省いてください"),
        )


def _opened(*, demo: bool) -> AbstractContextManager["Workspace"]:
    """The workspace of `-C`; of a demo one that goes when it ends."""
    if demo:
        from upheld.terminal.serve_demo import founded

        return founded()
    from upheld.terminal.opening import workspace

    return workspace()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What is served, and what is due beside it where this process does it."""

    following: "Following[Site]"
    application: "FastAPI"
    durable: "Durable | None"
    beside: "Beside"

    @property
    def site(self) -> "Site":
        """The site as it is now."""
        return self.following.current()

    def office(self) -> "Office":
        """The desk as it is now."""
        office = self.site.office
        if office is None:
            raise AssertionError("a workspace has a desk")
        return office


def _made(opened: "Workspace", shown: str, *, work: bool) -> _Made:
    from upheld.running.work import connections_of, durable_of
    from upheld.web import opening
    from upheld.web.application import create
    from upheld.worker import Beside

    beside = Beside()
    opened.connections = opening.CONNECTIONS + (connections_of(opened) if work else 0)
    following = opening.followed_site(opened, shown, beside.works)
    application = create(following.current(), following.current)
    made = _Made(following=following, application=application, durable=None, beside=beside)
    return replace(made, durable=durable_of(opened, made.office)) if work else made


@contextmanager
def _working(made: _Made) -> Iterator[None]:
    """Do what is due in a thread of this process, for as long as the block lasts."""
    if made.durable is None:
        yield
        return
    from upheld.running.mail_in import listening

    with made.beside.working(made.durable), listening(made.office):
        yield


def _need_libraries() -> None:
    """Look for the libraries without loading them: some are needed by few pages only."""
    from importlib.util import find_spec

    for name in ("argon2", "fastapi", "uvicorn", "webauthn"):
        if find_spec(name) is None:
            raise WebExtraMissingError(
                Text(
                    en=f"the desk's libraries are not installed (`{name}`)",
                    ja=f"デスクに必要なライブラリー(`{name}`)が入っていません",
                ),
                remedy=Text(
                    en="run `pip install 'upheld[desk]'`",
                    ja="`pip install 'upheld[desk]'` を実行してください",
                ),
            )


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
        raise taken("127.0.0.1", metrics_port, error, option="--metrics-port") from error


def _first_link(site: "Site", *, wanted: bool) -> str | None:
    """Make the link of the first account, where nobody could let anyone in, or it is wanted."""
    from upheld.web.signin import links, store

    with site.engine.begin() as connection:
        if not wanted and store.count_able(connection, "privacy_officer"):
            return None
        return links.address_of(site, links.first_link(connection, site))


def _furnished(opened: "Workspace", site: "Site") -> tuple[str, str]:
    from upheld.terminal.serve_demo import furnish

    return furnish(opened, site)


def _tell(site: "Site", first_link: str | None, login: tuple[str, str] | None) -> None:
    told = {"address": site.address, "first_link": first_link}
    SCREEN.data(told if login is None else {**told, "sign_in": login[0], "password": login[1]})
    SCREEN.say(
        f"privacy centre  {site.address}/\nconsole         {site.address}/console",
        f"プライバシーセンター  {site.address}/\nコンソール            {site.address}/console",
    )
    if first_link is not None:
        SCREEN.say(
            f"first sign-in   {first_link}\n                (works once, for one hour)",
            f"最初のサインイン      {first_link}\n                      (一度だけ、1 時間以内)",
        )
    if login is not None:
        name, password = login
        SCREEN.say(
            f"sign in         {name}\npassword        {password} (shown once)",
            f"サインイン            {name}\nパスワード            {password} (表示は今回限り)",
        )
    SCREEN.say("stop with Ctrl-C", "Ctrl-C で停止します")


def _run(made: _Made, listening: "socket.socket") -> None:
    import sys

    import uvicorn

    sys.stdout.flush()
    configuration = uvicorn.Config(
        made.application,
        access_log=False,  # it would write addresses; the application logs routes instead
        log_config=None,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
        ws="none",  # no page opens one
    )
    # The server stops at these by itself and then raises them again: that is a good end.
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)
    # Begun last: until then they would only take turns with what is made here.
    with made.following.followed(), _working(made):
        uvicorn.Server(configuration).run(sockets=[listening])
