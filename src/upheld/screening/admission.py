"""The last door: may this caller call now? And the entry that says so, durable before it leaves.

Calls that wait at the same moment are asked about and recorded in one transaction: one `fsync`
serves all of them. A switch that was turned off before the transaction began stops every call in it.
A thread writes, so that no stream waits for the disk. For a call that is alone on SQLite the event
loop writes: nothing else would move meanwhile, and the way to the thread and back costs time.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import TypeAlias

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.evidence.entry import JSON, Entry
from upheld.screening.keys import Caller, unknown
from upheld.screening.refused import AiSwitchedOffError, CallerSuspendedError, CallRefusedError
from upheld.screening.standing import Book, Standing, StoreBusyError
from upheld.wording import Text

KIND = "ai-call"
"""Of entries about calls."""
ENDED = "ended"
"""Outcome of a call that ends what is with the provider (cancels, deletes): nobody is kept from it."""
_AT_ONCE = 512
_QUICK_SECONDS = 0.05
"""The event loop does not wait for a disk that took longer than this the last time."""
Answers: TypeAlias = "Sequence[CallRefusedError | None] | Exception"
"""Of a group: why a call does not leave, or why nothing could be written."""


@dataclass(slots=True)
class _Waiting:
    caller: Caller
    users: Collection[str]
    body: Mapping[str, JSON]
    done: "asyncio.Future[CallRefusedError | None]" = field(repr=False)


@dataclass(slots=True)
class Admission:
    """Lets calls through one by one and writes them down in groups; of one event loop.

    Attributes:
        engine: Our own store.
        clock: The company's.
        going: What the entry of every call that leaves says of where it goes.
    """

    engine: Engine
    clock: Clock
    going: Mapping[str, JSON] = field(default_factory=dict)
    _queue: list[_Waiting] = field(default_factory=list, repr=False)
    _writing: bool = False
    _took: float = 0.0
    _book: Book = field(init=False, repr=False)
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, "upheld-entries"), repr=False
    )

    def __post_init__(self) -> None:
        """Open the book."""
        self._book = Book(self.engine)

    async def admit(
        self,
        caller: Caller,
        users: Collection[str],
        body: Mapping[str, JSON],
        *,
        alone: bool = False,
    ) -> None:
        """Record a call that is about to leave, or that was refused for what it holds.

        Args:
            caller: Whose call it is.
            users: The digests of the people who use the application, as far as it names them.
            body: What is told: kinds, counts, clauses; never a value.
            alone: Whether no other call is under way.

        Raises:
            CallRefusedError: The key ended, the customer's AI features are off, or the use is
                suspended. That is recorded too.
            Exception: The store could not be written: nothing may leave.
        """
        loop = asyncio.get_running_loop()
        done: asyncio.Future[CallRefusedError | None] = loop.create_future()
        one = _Waiting(caller, users, body, done)
        if not (alone and self._wrote_here(one)):
            self._queue.append(one)
            if not self._writing:
                self._writing = True
                loop.call_soon(self._write)  # together with those that come at the same moment
        refused = await done
        if refused is not None:
            raise refused

    def close(self) -> None:
        """End the connection to the store, once nothing is written any more."""
        self._thread.submit(self._book.close)
        self._thread.shutdown()

    def _wrote_here(self, one: _Waiting) -> bool:
        """Write where nobody else waits, and say so; not where it could take long."""
        local = self.engine.dialect.name == "sqlite"
        if self._writing or self._took > _QUICK_SECONDS or not local:
            return False
        try:
            (answer,) = self._commit([one], patient=False)
        except StoreBusyError:
            return False
        one.done.set_result(answer)
        return True

    def _write(self) -> None:
        """Hand what waits to the thread that writes; it calls back once it is durable."""
        batch, self._queue = self._queue[:_AT_ONCE], self._queue[_AT_ONCE:]
        loop = asyncio.get_running_loop()

        def write() -> None:
            answers: Answers
            try:
                answers = self._commit(batch)
            except Exception as error:  # noqa: BLE001 - whatever it was, nobody may leave
                answers = error
            with suppress(RuntimeError):  # the loop was closed: nobody waits
                loop.call_soon_threadsafe(self._written, batch, answers)

        self._thread.submit(write)

    def _written(self, batch: Sequence[_Waiting], answers: "Answers") -> None:
        if self._queue:
            self._write()
        else:
            self._writing = False
        for number, one in enumerate(batch):
            if one.done.done():  # a caller that went away waits no longer
                continue
            if isinstance(answers, Exception):
                one.done.set_exception(answers)
            else:
                one.done.set_result(answers[number])

    def _commit(
        self, batch: Sequence[_Waiting], *, patient: bool = True
    ) -> list[CallRefusedError | None]:
        began = monotonic()
        at = self.clock.now()
        tenants = {one.caller.tenant for one in batch}
        answers: list[CallRefusedError | None] = []

        def entries(standing: Standing) -> list[Entry]:
            answers.extend(_refusal(one, standing) for one in batch)
            return [
                entry_of_call(
                    self.clock,
                    at,
                    tenant=one.caller.tenant,
                    key=one.caller.key_id,
                    purpose=one.caller.purpose,
                    told=one.body if _stays(one, answer) else {**one.body, **self.going},
                    refused=answer,
                )
                for one, answer in zip(batch, answers, strict=True)
            ]

        keys = {one.caller.key_id for one in batch}
        self._book.ask_and_record(keys, tenants, entries, patient=patient)
        self._took = monotonic() - began
        return answers


def entry_of_call(
    clock: Clock,
    at: datetime,
    *,
    tenant: str,
    key: str | None,
    purpose: str,
    told: Mapping[str, JSON],
    refused: CallRefusedError | None,
) -> Entry:
    """Return the entry about a call.

    Args:
        clock: Whether this is a drill.
        at: When.
        tenant: Whose call it is.
        key: The id of its key; `None` for a call of the operator's own program.
        purpose: What it is for.
        told: What screening found: kinds, counts, clauses; never a value.
        refused: Why it does not leave although it was screened; its code is the outcome.
    """
    body: dict[str, JSON] = {"tenant": tenant, "key": key, "purpose": purpose, **told}
    if refused is not None:
        body["outcome"] = refused.code
    return Entry(kind=KIND, at=at, case=None, drill=clock.drill, body=body)


def switched_off() -> AiSwitchedOffError:
    """Return the refusal of a customer whose AI features are off."""
    return AiSwitchedOffError(
        Text(en="AI features are switched off", ja="AI 機能は停止されています"),
        remedy=Text(
            en="an administrator of your organisation can switch them on again",
            ja="貴社の管理者が再開できます",
        ),
    )


def _stays(one: _Waiting, refused: CallRefusedError | None) -> bool:
    return refused is not None or one.body.get("outcome") != "sent"


def _refusal(one: _Waiting, standing: Standing) -> CallRefusedError | None:
    tenant = one.caller.tenant
    if one.caller.key_id not in standing.live:
        return unknown()
    if one.body.get("outcome") == ENDED:
        return None
    if tenant in standing.off:
        return switched_off()
    if any((tenant, who) in standing.suspended for who in (one.caller.key_id, *one.users)):
        return CallerSuspendedError(
            Text(en="this use of AI features is suspended", ja="AI 機能の利用は停止されています"),
            remedy=Text(
                en="ask who runs this service; the reason is on record",
                ja="サービスの運営者にお問い合わせください。理由は記録されています",
            ),
        )
    return None
