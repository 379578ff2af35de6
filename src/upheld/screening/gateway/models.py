"""`GET /v1/models` and `GET /v1/models/{model}`: which models there are, which many programs ask for first.

Nothing of the caller's leaves but the id of a model, screened as the `model` of a call is.
"""

import json
import re
from dataclasses import dataclass

from upheld.screening.admission import Admission
from upheld.screening.fields.endpoints import MODELS, Endpoint
from upheld.screening.fields.refusing import unfit
from upheld.screening.fields.shape import NAME, Record
from upheld.screening.gateway.answers import endpoint_unknown, left
from upheld.screening.gateway.application import admitted
from upheld.screening.gateway.asgi import Exchange
from upheld.screening.gateway.objects import ask, tell
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Caller
from upheld.screening.procedure import Screened, Screens, Terms
from upheld.screening.refused import InputRefusedError, PurposeRefusedError

_ID = re.compile(
    r"(?=.{1,200}\Z)[A-Za-z0-9@][A-Za-z0-9._:@+-]*(?:/[A-Za-z0-9@][A-Za-z0-9._:@+-]*)*"
)
"""Ids of providers, some with `/`; no part begins with a dot, so that none leads to another address."""
_ASKED = Endpoint(path=MODELS, shape=Record({"model": NAME}))


@dataclass(frozen=True, slots=True)
class ModelsEndpoint:
    """Answers both addresses for one provider."""

    screening: Screens
    admission: Admission
    upstream: Upstream

    async def __call__(self, exchange: Exchange, caller: Caller) -> None:
        """Answer one call."""
        if exchange.method != "GET" or exchange.query:
            raise endpoint_unknown([f"GET {MODELS}", f"GET {MODELS}/…"])
        which = exchange.path.removeprefix(MODELS).removeprefix("/")
        if which and not _ID.fullmatch(which):
            raise unfit("model", "an id of a model", "モデルの ID")
        await exchange.body(0)
        async with exchange.cancelled_when_gone():
            screened = await self._screened(caller, which)
            await admitted(self.admission, caller, (), screened.told)
            with left():
                status, answer, told = await ask(
                    self.upstream,
                    "GET",
                    f"{MODELS}/{which}" if which else MODELS,
                    bytes_limit=self.screening.section.answer_bytes_limit,
                )
        await tell(exchange, status, answer, told)

    async def _screened(self, caller: Caller, which: str) -> Screened:
        """Screen the id, and whether this key may ask this provider anything."""
        raw = json.dumps({"model": which} if which else {}).encode()
        terms = Terms(tenant=caller.tenant, purpose=caller.purpose)
        try:
            return self.screening.now().screen(_ASKED, raw, terms)
        except (InputRefusedError, PurposeRefusedError) as refusal:
            await admitted(self.admission, caller, (), refusal.told)
            raise
