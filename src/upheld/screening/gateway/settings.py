"""`/upheld/v1/settings`: what the customer's own administrators read and set.

GET returns what holds. PUT takes `{"setting": "training", "value": "on", "path": "…"}`: the
application says where in it the administrator did so.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from upheld.clock import Clock
from upheld.policy.model import Policy
from upheld.screening.fields.refusing import joined
from upheld.screening.fields.walking import read_json
from upheld.screening.gateway.answers import endpoint_unknown
from upheld.screening.gateway.asgi import Exchange
from upheld.screening.keys import Caller
from upheld.screening.refused import FieldUnknownError
from upheld.screening.switching import change, denied_to_applications, settings_of
from upheld.wording import Text

PATH = "/upheld/v1/settings"
_BYTES_LIMIT = 4_096
_FIELDS = ("setting", "value", "path")


@dataclass(frozen=True, slots=True)
class SettingsEndpoint:
    """Answers for one policy and store."""

    engine: Engine
    clock: Clock
    policy: Callable[[], Policy]
    """As it is now: a path that was changed has no effect from then on."""

    async def __call__(self, exchange: Exchange, caller: Caller) -> None:
        """Answer one call."""
        raw = await exchange.body(_BYTES_LIMIT)
        match exchange.method:
            case "PUT":
                told = await asyncio.to_thread(self._set, raw, caller)
            case "GET":
                told = await asyncio.to_thread(self._read, caller)
            case _:
                raise endpoint_unknown([f"GET {PATH}", f"PUT {PATH}"])
        await exchange.answer(200, json.dumps(told).encode())

    def _set(self, raw: bytes, caller: Caller) -> dict[str, str]:
        call = read_json(raw)
        for name in call:
            if name not in _FIELDS:
                raise _unknown(name)
        path = call.get("path")
        return change(
            self.engine,
            self.clock,
            self.policy(),
            caller,
            setting=str(call.get("setting")),
            value=str(call.get("value")),
            path=path if isinstance(path, str) else None,
        )

    def _read(self, caller: Caller) -> dict[str, str]:
        if caller.role == "application":
            raise denied_to_applications()
        with self.engine.connect() as connection:
            return settings_of(connection, caller.tenant)


def _unknown(name: str) -> FieldUnknownError:
    param = joined("", name)
    listed = ", ".join(f"`{one}`" for one in _FIELDS)
    return FieldUnknownError(
        Text(en=f"there is no field `{param}` here", ja=f"項目 `{param}` はありません"),
        remedy=Text(en=f"send {listed}", ja=f"{listed} を送ってください"),
        param=param,
    )
