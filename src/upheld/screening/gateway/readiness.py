"""`/healthz` and `/readyz`: whether the process lives, and whether calls can leave."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from upheld.refusal import RefusalError
from upheld.screening.gateway.answers import endpoint_unknown
from upheld.screening.gateway.application import Public
from upheld.screening.gateway.asgi import Exchange

HEALTHZ, READYZ = "/healthz", "/readyz"
_PLAIN = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Readiness:
    """Answers about one store and what is followed.

    Attributes:
        engine: Our own store: without it no call may leave.
        refusals: Why the files as they are now are not followed; nothing where they are.
    """

    engine: Engine
    refusals: Callable[[], Sequence[RefusalError]]

    def addresses(self) -> Mapping[str, Public]:
        """Return what is answered where."""
        return {HEALTHZ: self._health, READYZ: self._ready}

    async def _health(self, exchange: Exchange) -> None:
        _refuse_writing(exchange)
        await exchange.answer(200, b"ok\n", kind=_PLAIN)

    async def _ready(self, exchange: Exchange) -> None:
        """Say whether the store answers; a second line where a former policy is gone on with.

        It is ready then, and somebody has to look: codes of what is wrong stand behind it.
        """
        _refuse_writing(exchange)
        if not await asyncio.to_thread(self._store_answers):
            await exchange.answer(503, b"store\n", kind=_PLAIN)
            return
        codes = " ".join(sorted({one.code for one in self.refusals()}))
        former = f"former-declarations {codes}\n" if codes else ""
        await exchange.answer(200, f"ok\n{former}".encode(), kind=_PLAIN)

    def _store_answers(self) -> bool:
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True


def _refuse_writing(exchange: Exchange) -> None:
    if exchange.method not in ("GET", "HEAD") or exchange.query:
        raise endpoint_unknown([f"GET {HEALTHZ}", f"GET {READYZ}"])
