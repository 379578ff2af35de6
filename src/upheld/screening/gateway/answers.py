"""Refusals as OpenAI's clients read them: `{"error": {"message", "type", "param", "code"}}`."""

import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager

from upheld.observing import logs
from upheld.screening.gateway.asgi import Exchange, GoneError
from upheld.screening.refused import (
    CallRefusedError,
    EndpointUnknownError,
    ProviderFailedError,
    ScreeningFailedError,
    TooManyCallsError,
)
from upheld.wording import Language, Text

_LOG = logs.log("upheld.gateway")


def _body(refusal: CallRefusedError, language: Language) -> bytes:
    """Return the body of an answer; what to do stands behind what is wrong."""
    what, remedy = refusal.what.in_language(language), refusal.remedy.in_language(language)
    between = ": " if language == "en" else "。"
    error = {
        "message": f"{what}{between}{remedy}",
        "type": refusal.type,
        "param": refusal.param,
        "code": refusal.code,
    }
    return json.dumps({"error": error}, ensure_ascii=False).encode()


def event_of(refusal: CallRefusedError, language: Language) -> bytes:
    """Return the event that tells in a stream that it ends here."""
    return b"data: " + _body(refusal, language) + b"\n\n"


async def refuse(exchange: Exchange, refusal: CallRefusedError) -> None:
    """Answer with a refusal; an answer that has begun ends with it."""
    if exchange.begun:
        await exchange.piece(event_of(refusal, exchange.language))
        await exchange.end()
        return
    # The rest of a body that was not read must not be taken for the next call.
    close = [(b"connection", b"close")]
    await exchange.answer(refusal.status, _body(refusal, exchange.language), headers=close)


async def answered(
    exchange: Exchange, answer: Callable[[Exchange], Awaitable[None]], faults: logs.Log, event: str
) -> None:
    """Answer a call, with a refusal where that fails; whatever it was, nothing leaves.

    Args:
        exchange: The call.
        answer: Answers it.
        faults: Hears of faults of our own.
        event: What they are called there.
    """
    try:
        await answer(exchange)
    except GoneError:
        return
    except CallRefusedError as refusal:
        await refuse(exchange, refusal)
    except Exception as error:  # noqa: BLE001 - an answer that says nothing about the text
        faults.error(event, error)
        await refuse(exchange, failed())


@contextmanager
def left() -> Iterator[None]:
    """What is done once a call has left: that it has is not to be denied.

    Raises:
        ProviderFailedError: Anything failed that is no refusal itself.
    """
    try:
        yield
    except (CallRefusedError, GoneError):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it was, it came after the call
        _LOG.error("gateway-answer-failed", error)
        raise not_passed_on() from None


def endpoint_unknown(known: Iterable[str]) -> EndpointUnknownError:
    """Return the refusal of an address that is not answered; `known`: methods with addresses."""
    listed = ", ".join(known)
    return EndpointUnknownError(
        Text(
            en="nothing answers to this method, address and query, and nothing was passed on",
            ja="このメソッド・アドレス・クエリーには応答しません。何も送信していません",
        ),
        remedy=Text(en=f"use one of {listed}", ja=f"次のいずれかを使ってください: {listed}"),
    )


def too_many() -> TooManyCallsError:
    """Return the refusal of a call beyond those that are taken at once."""
    return TooManyCallsError(
        Text(en="too many calls are under way", ja="同時に処理できる件数を超えています"),
        remedy=Text(en="try again in a moment", ja="少し待ってから再試行してください"),
    )


def failed() -> ScreeningFailedError:
    """Return the refusal of whatever broke on our side."""
    return ScreeningFailedError(
        Text(
            en="the call could not be screened and recorded, so nothing left",
            ja="検査と記録ができなかったため、何も送信していません",
        ),
        remedy=Text(
            en="try again; if it happens again, tell who runs this service",
            ja="再試行し、続く場合はサービスの運営者にご連絡ください",
        ),
    )


def unwelcome(status: int) -> ProviderFailedError:
    """Return the refusal of a call whose provider does not take the gateway's own key."""
    return ProviderFailedError(
        Text(
            en=f"the provider refused the gateway's own key (status {status})",
            ja=f"提供元がゲートウェイのキーを拒否しました(ステータス {status})",
        ),
        remedy=Text(
            en="who runs this service checks `gateway: {key: …}` in upheld.yaml",
            ja="サービスの運営者が upheld.yaml の `gateway: {key: …}` を確認してください",
        ),
    )


def not_passed_on() -> ProviderFailedError:
    """Return the refusal of an answer that broke on our side, behind the provider."""
    return ProviderFailedError(
        Text(
            en="the call has left, but its answer could not be passed on",
            ja="送信しましたが、応答を渡せませんでした",
        ),
        remedy=Text(
            en="try again; if it happens again, tell who runs this service",
            ja="再試行し、続く場合はサービスの運営者にご連絡ください",
        ),
    )


def no_json() -> ProviderFailedError:
    """Return the refusal of an answer that is none."""
    return ProviderFailedError(
        Text(en="the provider's answer is no JSON", ja="提供元の応答が JSON ではありません"),
        remedy=Text(en="try again later", ja="しばらくしてから再試行してください"),
    )
