"""Refusals as OpenAI's clients read them: `{"error": {"message", "type", "param", "code"}}`."""

import json
from typing import Any

from upheld.screening.gateway.asgi import Exchange
from upheld.screening.refused import CallRefusedError
from upheld.wording import Language


def error_of(refusal: CallRefusedError, language: Language) -> dict[str, Any]:
    """Return the error object; what to do stands behind what is wrong."""
    what, remedy = refusal.what.in_language(language), refusal.remedy.in_language(language)
    between = ": " if language == "en" else "。"
    return {
        "error": {
            "message": f"{what}{between}{remedy}",
            "type": refusal.type,
            "param": refusal.param,
            "code": refusal.code,
        }
    }


def body_of(refusal: CallRefusedError, language: Language) -> bytes:
    """Return the body of an answer."""
    return json.dumps(error_of(refusal, language), ensure_ascii=False).encode()


def event_of(refusal: CallRefusedError, language: Language) -> bytes:
    """Return the event that tells in a stream that it ends here."""
    return b"data: " + body_of(refusal, language) + b"\n\n"


async def refuse(exchange: Exchange, refusal: CallRefusedError) -> None:
    """Answer with a refusal; an answer that has begun ends with it."""
    if exchange.begun:
        await exchange.piece(event_of(refusal, exchange.language))
        await exchange.end()
        return
    # The rest of a body that was not read must not be taken for the next call.
    close = [(b"connection", b"close")]
    await exchange.answer(refusal.status, body_of(refusal, exchange.language), headers=close)
