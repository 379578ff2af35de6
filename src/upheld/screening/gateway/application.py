"""The gateway: who calls, what may leave, the entry in the ledger, the provider, what comes back.

In this order. Whatever fails before the call has left answers with a refusal, and nothing leaves;
whatever fails behind it ends the answer with an error that a client of OpenAI's raises.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

from upheld.evidence.entry import JSON
from upheld.observing import logs
from upheld.screening.admission import Admission
from upheld.screening.events import Events
from upheld.screening.fields.endpoints import ENDPOINTS, MODELS, Endpoint
from upheld.screening.gateway.answers import (
    answered,
    endpoint_unknown,
    event_of,
    failed,
    left,
    no_json,
    too_many,
    unwelcome,
)
from upheld.screening.gateway.asgi import Exchange, Receive, Send
from upheld.screening.gateway.upstream import Answer, Upstream
from upheld.screening.keys import Caller, Keyring
from upheld.screening.procedure import Screened, Screens, Terms
from upheld.screening.refused import CallRefusedError, InputRefusedError, PurposeRefusedError
from upheld.screening.restoring import Restoring
from upheld.screening.streams import ChunkStream, ResponseStream
from upheld.screening.telling import AGREED_HEADER

CONVERSATION_HEADER = "upheld-conversation"
"""Names a conversation: in it a value keeps its placeholder from call to call."""
Beside: TypeAlias = Callable[[Exchange, Caller], Awaitable[None]]
"""Answers an address that is not the provider's."""
Public: TypeAlias = Callable[[Exchange], Awaitable[None]]
"""Answers whoever asks, e.g. what restarts or balances the process."""
_AT_ONCE_BYTES = 16_384
"""Calls up to this size are screened where they are; larger ones in a thread of their own."""
_LEFT_BEHIND = 700
"""Objects from which on garbage is looked for when no call is under way, so that hardly a call waits for it."""
_SEAL_SECONDS = 10.0
_END_SECONDS = 1.0
"""How long a provider that said its last word is given to end its answer, so that the connection can be used again."""
_LOG = logs.log("upheld.gateway")


class Gateway:
    """An ASGI application, of one event loop."""

    def __init__(
        self,
        screening: Screens,
        keyring: Keyring,
        admission: Admission,
        upstream: Upstream,
        *,
        beside: Mapping[str, Beside] | None = None,
        public: Mapping[str, Public] | None = None,
        seal: Callable[[], object] | None = None,
    ) -> None:
        """Take what it consists of.

        Args:
            screening: Screens calls, each by the policy as it is when the call begins.
            keyring: Knows callers.
            admission: Records calls and lets them out.
            upstream: The provider.
            beside: Addresses with an answer of their own; one that ends with `/` is for all
                that begin so.
            public: Addresses that are answered without a key.
            seal: Numbers and signs what the ledger has heard.
        """
        self._beside = beside or {}
        self._public = public or {}
        self._seal = seal
        self._screening = screening
        self._keyring = keyring
        self._admission = admission
        self._upstream = upstream
        self._under_way = 0

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one call."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        await answered(Exchange(scope, receive, send), self._answer, _LOG, "gateway-failed")

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        sealing = asyncio.create_task(self._sealing())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        sealing.cancel()
        await asyncio.gather(sealing, return_exceptions=True)
        await self._upstream.close()
        await self._sealed()
        self._admission.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _sealing(self) -> None:
        while True:
            await asyncio.sleep(_SEAL_SECONDS)
            await self._sealed()

    async def _sealed(self) -> None:
        """Seal what waits; entries are durable without it, and are tried again where it fails."""
        if self._seal is None:
            return
        try:
            await asyncio.to_thread(self._seal)
        except Exception as error:  # noqa: BLE001 - calls go on; the next turn tries again
            _LOG.error("gateway-not-sealed", error)

    async def _answer(self, exchange: Exchange) -> None:
        public = self._public.get(exchange.path)
        if public is not None:
            await public(exchange)
            return
        limit = self._screening.section.calls_limit
        if self._under_way >= limit:
            raise too_many()
        self._under_way += 1
        try:
            caller = await self._keyring.caller(exchange.headers.get("authorization"))
            here = self._beside.get(exchange.path) or self._beside.get(_folder(exchange.path))
            if here is not None:
                await here(exchange, caller)
                return
            endpoint = _endpoint(exchange)
            raw = await exchange.body(self._screening.section.bytes_limit, raised_by="bytes_limit")
            async with exchange.cancelled_when_gone():
                screened = await self._screened(exchange, caller, endpoint, raw)
                alone = self._under_way == 1
                await admitted(self._admission, caller, screened.users, screened.told, alone=alone)
                with left():
                    await self._pass_on(exchange, endpoint, screened)
        finally:
            self._under_way -= 1
            self._keyring.renew()
            if not self._under_way and gc.get_count()[0] > _LEFT_BEHIND:
                gc.collect(0)

    async def _screened(
        self, exchange: Exchange, caller: Caller, endpoint: Endpoint, raw: bytes
    ) -> Screened:
        agreed = exchange.headers.get(AGREED_HEADER, "")

        def screen() -> Screened:
            terms = Terms(
                tenant=caller.tenant,
                purpose=caller.purpose,
                agreed=frozenset(word.strip() for word in agreed.split(",")),
                conversation=exchange.headers.get(CONVERSATION_HEADER),
            )
            return self._screening.now().screen(endpoint, raw, terms)

        try:
            # A small call can enclose a file that unpacks to much.
            if len(raw) <= _AT_ONCE_BYTES and not self._screening.section.pass_:
                return screen()
            return await asyncio.to_thread(screen)
        except (InputRefusedError, PurposeRefusedError) as refusal:
            await admitted(self._admission, caller, (), refusal.told)
            raise

    async def _pass_on(self, exchange: Exchange, endpoint: Endpoint, screened: Screened) -> None:
        restoring = Restoring(
            screened.pseudonyms, arguments=self._screening.section.restore_arguments
        )
        async with self._upstream.call("POST", endpoint.path, screened.body) as answer:
            if answer.streams and screened.stream and endpoint.stream is not None:
                await self._stream(exchange, answer, endpoint, restoring)
            else:
                await self._whole(exchange, answer, restoring)

    async def _whole(self, exchange: Exchange, answer: Answer, restoring: Restoring) -> None:
        body = await answer.whole(self._screening.section.answer_bytes_limit)
        if answer.status in (401, 403):
            # The caller's own key is fine: the provider does not like ours.
            raise unwelcome(answer.status)
        try:
            restored = restoring.document(body)
        except (ValueError, RecursionError):
            raise no_json() from None
        await exchange.answer(answer.status, restored, headers=answer.told)

    async def _stream(
        self, exchange: Exchange, answer: Answer, endpoint: Endpoint, restoring: Restoring
    ) -> None:
        await exchange.begin(answer.status, "text/event-stream; charset=utf-8", answer.told)
        events = Events(self._screening.section.answer_bytes_limit)
        stream = _stream_of(endpoint, restoring)
        try:
            async with _no_longer_than_needed() as end_within:
                async for piece in answer.pieces():
                    restored = b"".join(_restored(events, stream, piece))
                    said_last = stream.ended and not exchange.complete
                    exchange.complete = stream.ended
                    if restored:
                        await exchange.piece(restored)  # however long the caller takes for it
                    if said_last:
                        end_within(_END_SECONDS)
            tail = b"".join(one.write() for one in stream.end())
            if tail:
                await exchange.piece(tail)
        except CallRefusedError as refusal:
            await exchange.piece(event_of(refusal, exchange.language))
        await exchange.end()


@asynccontextmanager
async def _no_longer_than_needed() -> AsyncIterator[Callable[[float], None]]:
    """Wait in the block as long as the provider may take; once it said its last word, only so many seconds.

    Clients of OpenAI's close at the last word, before the end of the answer: were the call given up with them, every
    call would need a new connection to the provider.
    """
    loop = asyncio.get_running_loop()
    limit = asyncio.timeout(None)
    try:
        async with limit:
            yield lambda seconds: limit.reschedule(loop.time() + seconds)
    except TimeoutError:
        if not limit.expired():
            raise
        # Nothing is missing but the end, and the connection is given up with it.


def _restored(
    events: Events, stream: ChunkStream | ResponseStream, piece: bytes
) -> Iterator[bytes]:
    for event in events.feed(piece):
        for one in stream.restore(event):
            yield one.write()


def _stream_of(endpoint: Endpoint, restoring: Restoring) -> ChunkStream | ResponseStream:
    if endpoint.stream == "responses":
        return ResponseStream(restoring)
    return ChunkStream(restoring, "chat" if endpoint.stream == "chat" else "completions")


async def admitted(
    admission: Admission,
    caller: Caller,
    users: Collection[str],
    told: Mapping[str, JSON],
    *,
    alone: bool = False,
) -> None:
    """Record a call that is about to leave; `alone`: whether no other is under way.

    Raises:
        CallRefusedError: It may not leave, or could not be recorded.
    """
    try:
        await admission.admit(caller, users, told, alone=alone)
    except CallRefusedError:
        raise
    except Exception as error:  # noqa: BLE001 - the store's own errors, an entry that breaks a rule: it stays here
        _LOG.error("gateway-not-recorded", error)
        raise failed() from None


def _folder(path: str) -> str:
    """Return `/v1/files/` of `/v1/files/file-1/content`."""
    return "/".join(path.split("/")[:3]) + "/"


def _endpoint(exchange: Exchange) -> Endpoint:
    found = ENDPOINTS.get(exchange.path)
    if found is None or exchange.method != "POST" or exchange.query:
        raise endpoint_unknown([*(f"POST {path}" for path in ENDPOINTS), f"GET {MODELS}"])
    return found
