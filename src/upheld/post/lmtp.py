"""Is handed mail by the mail server of this machine (LMTP, RFC 2033).

"250" is said only after the caller has committed the mail; until then it is the mail server's,
which tries again after a "451" or a broken line. So nothing is lost whenever this process dies.
"""

import asyncio
import logging
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self, TypeAlias

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from upheld.clock import Clock
from upheld.observing import logs
from upheld.post.address import AddressUnusableError, read_address
from upheld.post.incoming import USUAL, Limits, Received, read_mail

Take: TypeAlias = Callable[[bytes, Received], None]
"""Commits one mail, as it came and as it was read; what it raises is answered by 451."""
_LOG = logs.log(__name__)
_LINE_BYTES = 200_000
_IDLE_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """For whom mail is taken, and what happens with it.

    Attributes:
        addresses: The declared addresses of the desk; mail for others is refused.
        take: Commits one mail; called in a thread of its own.
        clock: Gives the time of receipt.
        limits: How much is taken.
        seconds: How long `take` may last before the mail server is asked to come again.
    """

    addresses: tuple[str, ...] = field(repr=False)
    take: Take
    clock: Clock
    limits: Limits = USUAL
    seconds: float = 60.0


class _Protocol(LMTP):
    # Mail programs write long lines, and the mail server has let them through already.
    line_length_limit = _LINE_BYTES


class _Handler:
    """What aiosmtpd asks at each step of a transaction; the names are its own."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ours = {address for text in desk.addresses if (address := _folded(text))}
        self._pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="lmtp")

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        # One recipient a transaction: LMTP answers once for each, and one answer is never wrong.
        if envelope.rcpt_tos:
            return "452 4.5.3 One recipient at a time"
        if _folded(address) not in self._ours:
            return "550 5.1.1 No such mailbox here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        raw = content if isinstance(content, bytes) else str(content or "").encode()
        loop = asyncio.get_running_loop()
        taking = loop.run_in_executor(self._pool, self._take, raw, envelope.mail_from)
        try:
            await asyncio.wait_for(asyncio.shield(taking), self._desk.seconds)
        except asyncio.CancelledError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was: the mail is not committed
            _LOG.error("mail-put-off", error)
            taking.add_done_callback(lambda done: done.cancelled() or done.exception())
            return "451 4.3.0 Not taken now, try again"
        return "250 2.6.0 Taken"

    def _take(self, raw: bytes, envelope_from: str | None) -> None:
        received = read_mail(
            raw,
            at=self._desk.clock.now(),
            own=self._desk.addresses,
            envelope_from=envelope_from or "",
            limits=self._desk.limits,
        )
        self._desk.take(raw, received)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)


class Listener:
    """Listens while its `with` block lasts, on a Unix socket or a port."""

    def __init__(self, desk: Desk, place: Path | int, *, host: str = "127.0.0.1") -> None:
        """Prepare to listen.

        Args:
            desk: For whom mail is taken.
            place: The path of a Unix socket (mode 0660), or a port; 0 finds one.
            host: At which address of this machine. LMTP knows no login and no encryption: another
                than loopback belongs behind a firewall that lets only the mail server in.
        """
        self._host = host
        self._handler = _Handler(desk)
        self._desk = desk
        self._place = place
        self._server: asyncio.Server | None = None
        self.port: int | None = None

    async def __aenter__(self) -> Self:
        # aiosmtpd logs every command and, for debugging, every line: addresses and texts.
        logging.getLogger("mail.log").setLevel(logging.CRITICAL)
        loop = asyncio.get_running_loop()
        if isinstance(self._place, Path):
            self._place.unlink(missing_ok=True)
            self._server = await loop.create_unix_server(self._made, str(self._place))
            self._place.chmod(0o660)
        else:
            self._server = await loop.create_server(self._made, self._host, self._place)
            self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_raised: object) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()
        self._handler.close()
        if isinstance(self._place, Path):
            self._place.unlink(missing_ok=True)

    def _made(self) -> LMTP:
        return _Protocol(
            self._handler,
            data_size_limit=self._desk.limits.mail_bytes,
            enable_SMTPUTF8=True,
            hostname=socket.gethostname(),
            ident="LMTP",
            timeout=_IDLE_SECONDS,
            loop=asyncio.get_running_loop(),
        )


def _folded(address: str) -> str | None:
    try:
        return read_address(address).wire.casefold()
    except AddressUnusableError:
        return None
