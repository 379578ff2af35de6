"""Which models there are, asked with the official client: the provider's answer, and nothing of the caller's."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest

from tests import loopback
from tests.screening.conftest import PROVIDER_KEY, Running, Start
from tests.screening.provider import Received, whole
from upheld.clock import SystemClock
from upheld.screening.store import end_key, set_switch, suspend

MODEL = {"id": "gpt-4o-mini-2024-07-18", "object": "model", "created": 1, "owned_by": "system"}


def catalogue(received: Received) -> dict[str, Any]:
    """The provider's list, or the one that was asked for."""
    which = received.path.removeprefix("/v1/models").removeprefix("/")
    return {**MODEL, "id": which} if which else {"object": "list", "data": [MODEL]}


def asked(
    running: Running, path: str, method: str = "GET", body: bytes = b"", **headers: str
) -> Any:
    told = {name.replace("_", "-"): value for name, value in headers.items()}
    sent = {"authorization": f"Bearer {running.key}", **told}
    return loopback.request(method, running.address + path, content=body, headers=sent, timeout=20)


def test_the_official_client_lists_and_retrieves_models(gateway: Running) -> None:
    gateway.provider.answers(catalogue)
    before = len(gateway.entries())
    client = gateway.client(x_secret="of-the-caller")
    assert [one.id for one in client.models.list()] == [MODEL["id"]]
    for which in (MODEL["id"], "meta-llama/Llama-3.1-8B", "ft:gpt-4o:acme::a1", "@cf/m/l"):
        assert client.models.retrieve(str(which)).id == which
    first = gateway.provider.calls[0]
    assert (first.method, first.path, first.body) == ("GET", "/v1/models", b"")
    assert first.headers["authorization"] == f"Bearer {PROVIDER_KEY}"
    assert b"of-the-caller" not in gateway.provider.raw
    calls = gateway.entries()[before:]
    assert [one.body["endpoint"] for one in calls] == ["/v1/models"] * 5
    assert {one.body["outcome"] for one in calls} == {"sent"}
    assert all(one.body["tenant"] == "acme" and one.body["purpose"] == "ai" for one in calls)
    assert "ft:gpt" not in json.dumps([dict(one.body) for one in calls])


def test_a_model_that_the_provider_does_not_have_is_not_found(gateway: Running) -> None:
    gateway.provider.answers(
        lambda _: {"error": {"message": "no such model", "code": "model_not_found"}}, status=404
    )
    with pytest.raises(openai.NotFoundError) as refused:
        gateway.client().models.retrieve("gpt-9")
    assert refused.value.code == "model_not_found"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/models?user=taro", 404, "endpoint-unknown"),
        ("/v1/models/gpt-4o?limit=1", 404, "endpoint-unknown"),
        ("/v1/models/%2e%2e", 400, "field-unfit"),
        ("/v1/models/a/%2e%2e/%2e%2e/files", 400, "field-unfit"),
        ("/v1/models/%2e%2e/files", 400, "field-unfit"),
        ("/v1/models//files", 400, "field-unfit"),
        ("/v1/models/a%3Fb=c", 400, "field-unfit"),
        ("/v1/models/a%0d%0ax:%20y", 400, "field-unfit"),
        ("/v1/models/%E5%B1%B1%E7%94%B0", 400, "field-unfit"),
        (f"/v1/models/{'a' * 201}", 400, "field-unfit"),
        ("/v1/models/taro@example.jp", 400, "input-prohibited"),
        ("/v1/models/090-1234-5678", 400, "input-prohibited"),
    ],
)
def test_nothing_but_the_id_of_a_model_leaves(
    gateway: Running, path: str, status: int, code: str, language: str
) -> None:
    gateway.provider.answers(catalogue)
    said = asked(gateway, path, accept_language=language)
    assert (said.status_code, said.json()["error"]["code"]) == (status, code)
    assert ("。" in said.json()["error"]["message"]) == (language == "ja")
    assert not gateway.provider.raw


def test_a_body_another_method_and_a_wrong_key_go_no_further(gateway: Running) -> None:
    gateway.provider.answers(catalogue)
    assert asked(gateway, "/v1/models", body=b"{}").status_code == 413
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert asked(gateway, "/v1/models/gpt-4o", method).status_code == 404
    assert asked(gateway, "/v1/models", authorization="Bearer x").status_code == 401
    assert not gateway.provider.raw


def test_who_may_not_call_is_not_told_which_models_there_are(gateway: Running) -> None:
    gateway.provider.answers(catalogue)
    at = SystemClock().now()
    ended, stopped, off, other = (
        gateway.another_key("initech"),
        gateway.another_key("initech"),
        gateway.another_key("soylent"),
        gateway.another_key("initech", purpose="advertising"),
    )
    with gateway.engine.begin() as connection:
        end_key(connection, ended.split("_")[1], at)
        suspend(connection, "initech", stopped.split("_")[1], None, at)
        set_switch(connection, "soylent", "ai", "off", by_key="x", at=at)
    codes = []
    for key in (ended, stopped, off, other):
        with pytest.raises(openai.APIStatusError) as refused:
            gateway.client(key).models.list()
        codes.append(refused.value.code)
    assert codes == ["caller-unknown", "caller-suspended", "ai-switched-off", "purpose-refused"]
    assert not gateway.provider.raw
    assert [one.body["outcome"] for one in gateway.entries()[-3:]] == codes[1:]


def test_an_answer_that_is_no_list_of_models_is_an_error(start: Start) -> None:
    small = start(answer_bytes_limit=1024)
    answers = {
        b"<html>": 200,
        b"[]": 200,
        b'{"data": "%s"}' % (b"x" * 1100): 200,
        b"{}": 401,
    }
    for body, status in answers.items():

        async def write(
            _: Received, body: bytes = body, status: int = status
        ) -> AsyncIterator[bytes]:
            await asyncio.sleep(0)
            yield whole(body, status)

        small.provider.writer = write
        with pytest.raises(openai.InternalServerError) as refused:
            small.client().models.list()
        assert (refused.value.status_code, refused.value.code) == (502, "model-provider-failed")


def test_half_a_pair_of_surrogates_comes_as_the_provider_wrote_it(gateway: Running) -> None:
    async def write(_: Received) -> AsyncIterator[bytes]:
        await asyncio.sleep(0)
        yield whole(b'{"object": "list", "data": [], "note": "\\ud800"}')

    gateway.provider.writer = write
    assert b'"\\ud800"' in asked(gateway, "/v1/models").content
