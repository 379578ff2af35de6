"""A small real IMAP server on loopback: enough IMAP4rev1 for imaplib, and able to lie and stall.

One mailbox. A fault is a function that is asked before a command is answered: it may return lines
to send instead, or `None` to let the true answer go out.
"""

import asyncio
import re
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

Fault = Callable[[str, str], Awaitable[bytes | None]]
USER, PASSWORD = "desk", "pass word"
ENDLESS = b"* 1 EXISTS\r\n"
"""A fault that answers with this goes on answering it, ten times a second."""


@dataclass(slots=True)
class Kept:
    """One mail of the mailbox."""

    uid: int
    raw: bytes
    internal: str = "01-Apr-2026 09:00:00 +0900"
    seen: bool = False


@dataclass(slots=True)
class ImapServer:
    """The mailbox, and what clients did."""

    port: int = 0
    validity: int = 7
    mails: list[Kept] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    fault: Fault | None = None
    starttls: ssl.SSLContext | None = None

    def add(self, raw: bytes, *, internal: str = "01-Apr-2026 09:00:00 +0900") -> int:
        """Deliver a mail; return its UID."""
        uid = max((mail.uid for mail in self.mails), default=0) + 1
        self.mails.append(Kept(uid, raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), internal))
        return uid


@contextmanager
def imap_server(certificate: Path | None = None, *, starttls: bool = False) -> Iterator[ImapServer]:
    """Serve until the block ends; with a certificate over TLS, or by STARTTLS."""
    state = ImapServer()
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    if starttls:
        state.starttls, context = context, None
    loop = asyncio.new_event_loop()
    ready = threading.Event()
    ended = asyncio.Event()

    async def serve() -> None:
        talks: set[asyncio.Task[None]] = set()

        async def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            talks.add(task)
            with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
                await _Talk(state, reader, writer).run()
            writer.close()

        server = await asyncio.start_server(begin, "127.0.0.1", 0, ssl=context)
        state.port = server.sockets[0].getsockname()[1]
        ready.set()
        await ended.wait()
        server.close()
        for talk in talks:
            talk.cancel()
        await asyncio.gather(*talks, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    ready.wait(5)
    try:
        yield state
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(5)
        loop.close()


class _Talk:
    def __init__(
        self, state: ImapServer, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self.state, self.reader, self.writer = state, reader, writer

    async def run(self) -> None:
        await self.send(b"* OK [CAPABILITY IMAP4rev1] ready")
        while True:
            line = (await self.reader.readline()).decode("utf-8", "replace").rstrip("\r\n")
            if not line:
                return
            tag, _space, command = line.partition(" ")
            self.state.commands.append(command)
            if self.state.fault is not None:
                instead = await self.state.fault(tag, command)
                if instead is not None:
                    self.writer.write(instead)
                    await self.writer.drain()
                    while instead == ENDLESS:
                        await asyncio.sleep(0.1)
                        await self.send(b"* 1 EXISTS")
                    continue
            if await self.answer(tag, command):
                return

    async def answer(self, tag: str, command: str) -> bool:
        word = command.split(" ", maxsplit=1)[0].upper()
        if word == "CAPABILITY":
            more = b" STARTTLS" if self.state.starttls is not None else b""
            await self.send(b"* CAPABILITY IMAP4rev1" + more)
        elif word == "STARTTLS":
            await self.send(f"{tag} OK begin".encode())
            await self.writer.start_tls(self.state.starttls)  # type: ignore[arg-type]
            return False
        elif word == "LOGIN":
            if command != f'LOGIN {USER} "{PASSWORD}"':
                await self.send(f"{tag} NO [AUTHENTICATIONFAILED] no such {USER}".encode())
                return False
        elif word == "SELECT":
            if command != 'SELECT "INBOX"':
                await self.send(f"{tag} NO [NONEXISTENT] no such mailbox".encode())
                return False
            await self.send(f"* {len(self.state.mails)} EXISTS".encode())
            await self.send(f"* OK [UIDVALIDITY {self.state.validity}] valid".encode())
        elif word == "UID":
            await self.uid(command.split(" ", 3)[1:])
        elif word == "LOGOUT":
            await self.send(b"* BYE")
            await self.send(f"{tag} OK".encode())
            return True
        await self.send(f"{tag} OK done".encode())
        return False

    async def uid(self, words: list[str]) -> None:
        match words[0].upper():
            case "SEARCH":
                await self.send(f"* SEARCH {self.search(' '.join(words[1:]))}".rstrip().encode())
            case "FETCH":
                await self.fetch(int(words[1]), words[2])
            case "STORE":
                for mail in self.state.mails:
                    mail.seen |= mail.uid == int(words[1]) and "\\Seen" in words[2]

    def search(self, criteria: str) -> str:
        mails = self.state.mails
        if criteria == "UNSEEN":
            return " ".join(str(mail.uid) for mail in mails if not mail.seen)
        found = re.fullmatch(r"UID (\d+):\*", criteria)
        assert found, criteria
        begin = int(found[1])
        last = max((mail.uid for mail in mails), default=0)
        return " ".join(str(mail.uid) for mail in mails if mail.uid >= min(begin, last))

    async def fetch(self, uid: int, items: str) -> None:
        for number, mail in enumerate(self.state.mails, 1):
            if mail.uid != uid:
                continue
            head = f"* {number} FETCH (UID {uid}"
            if "RFC822.SIZE" in items:
                facts = f'{head} RFC822.SIZE {len(mail.raw)} INTERNALDATE "{mail.internal}")'
                await self.send(facts.encode())
                return
            whole = "BODY.PEEK[]" in items
            part = mail.raw if whole else mail.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
            name = "BODY[]" if whole else "BODY[HEADER]"
            await self.send(f"{head} {name} {{{len(part)}}}".encode())
            self.writer.write(part)
            await self.send(b")")

    async def send(self, line: bytes) -> None:
        self.writer.write(line + b"\r\n")
        await self.writer.drain()
