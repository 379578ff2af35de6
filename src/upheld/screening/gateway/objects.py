"""What the provider says of its objects (files, batches, models): JSON of bounded size, no text of a model."""

import json
from collections.abc import Mapping
from typing import Any

from upheld.screening.gateway.answers import unwelcome
from upheld.screening.gateway.asgi import Exchange
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.refused import ProviderFailedError
from upheld.wording import Text


async def ask(
    upstream: Upstream,
    method: str,
    path: str,
    body: bytes = b"",
    kind: str = "application/json",
    *,
    bytes_limit: int,
) -> tuple[int, dict[str, Any], list[tuple[bytes, bytes]]]:
    """Return the status, the object and the headers that the caller hears.

    Raises:
        ProviderFailedError: There is no answer, it is too large, or it is no JSON object.
    """
    async with upstream.call(method, path, body, kind) as answer:
        raw = await answer.whole(bytes_limit)
        return answer.status, read_object(raw, answer.status), answer.told


def read_object(raw: bytes, status: int) -> dict[str, Any]:
    """Read the object that an answer is.

    Raises:
        ProviderFailedError: It is none, or says that our own key is not welcome.
    """
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError):
        read = None
    if status in (401, 403):
        # The caller's own key is fine: the provider does not like ours.
        raise unwelcome(status)
    if not isinstance(read, dict):
        raise ProviderFailedError(
            Text(
                en=f"the provider's answer cannot be used (status {status})",
                ja=f"提供元の応答を使えません(ステータス {status})",
            ),
            remedy=Text(en="try again later", ja="しばらくしてから再試行してください"),
        )
    return read


async def tell(
    exchange: Exchange, status: int, answer: Mapping[str, Any], told: list[tuple[bytes, bytes]]
) -> None:
    """Answer with an object."""
    # In ASCII: half a pair of surrogates has no other form, and it came as an escape.
    await exchange.answer(status, json.dumps(answer).encode(), headers=told)
