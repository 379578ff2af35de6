"""What is no call is refused in OpenAI's shape, in the caller's language; the provider hears nothing."""

import asyncio
import re
from typing import Any

import httpx
import pytest

from tests import loopback
from tests.screening.conftest import Running, Start
from tests.screening.conftest import test_scanner as rules_alone
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.gateway.analysis import ADDRESSES, Analysis
from upheld.screening.gateway.settings import PATH

JAPANESE = re.compile(r"[ぁ-ん]")
LIMIT = 65_536
WRONG_BODIES = [
    (b"{", 400, "call-unreadable"),
    (b"[]", 400, "call-unreadable"),
    (b"", 400, "call-unreadable"),
    (b"\xff", 400, "call-unreadable"),
    (b'{"model": 1}', 400, "field-unfit"),
    (b'{"colour": "red"}', 400, "field-unknown"),
    (b" " * (LIMIT + 1), 413, "call-too-large"),
]


@pytest.fixture(scope="module")
def small(start: Start) -> Running:
    return start(bytes_limit=LIMIT)


def refusal(answer: httpx.Response, status: int, code: str, language: str) -> dict[str, Any]:
    """The error of an answer, once it is one that OpenAI's clients read."""
    assert answer.status_code == status
    (name, error), *more = answer.json().items()
    assert (name, more) == ("error", [])
    assert error.keys() == {"message", "type", "param", "code"}
    assert error["code"] == code
    assert bool(JAPANESE.search(error["message"])) == (language == "ja")
    return dict(error)


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", ENDPOINTS)
def test_a_body_that_is_no_call_is_refused(small: Running, path: str, language: str) -> None:
    for body, status, code in WRONG_BODIES:
        answer = small.post(path, content=body, accept_language=language)
        refusal(answer, status, code, language)
    assert not small.provider.raw


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", [*ENDPOINTS, PATH])
def test_nobody_calls_without_a_key_of_ours(small: Running, path: str, language: str) -> None:
    for key in ("", "Bearer", "Bearer sk-0", f"Basic {small.key}", f"Bearer {small.key[:-1]}_"):
        headers = {"authorization": key, "accept-language": language}
        answer = loopback.put(small.address + path, json={}, headers=headers, timeout=20)
        refusal(answer, 401, "caller-unknown", language)
    assert not small.provider.raw


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("path", ENDPOINTS)
def test_an_address_takes_post_alone(small: Running, path: str, language: str) -> None:
    headers = {"authorization": f"Bearer {small.key}", "accept-language": language}
    for method in ("GET", "PUT", "DELETE", "OPTIONS"):
        answer = loopback.request(method, small.address + path, headers=headers, timeout=20)
        refusal(answer, 404, "endpoint-unknown", language)
    assert not small.provider.raw


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize(
    ("asked", "body", "status", "code"),
    [
        ("POST /analyze", b"{", 400, "call-unreadable"),
        ("POST /analyze", b'{"text": 1}', 400, "field-unfit"),
        ("POST /analyze", b'{"text": "a", "x": null, "recognisers": [1]}', 400, "field-unfit"),
        ("POST /analyze", b'{"text": "a", "entities": [[1]]}', 400, "field-unfit"),
        ("POST /anonymize", b'{"text": "a"}', 400, "field-unfit"),
        ("POST /analyze", b" " * (LIMIT + 1), 413, "call-too-large"),
        ("GET /analyze", b"", 404, "endpoint-unknown"),
        ("POST /health", b"", 404, "endpoint-unknown"),
        ("POST /v1/chat/completions", b"{}", 404, "endpoint-unknown"),
    ],
)
def test_presidios_addresses_refuse_what_is_no_call(
    asked: str, body: bytes, status: int, code: str, language: str
) -> None:
    async def answered() -> httpx.Response:
        served = httpx.ASGITransport(Analysis(rules_alone(), bytes_limit=LIMIT))
        async with httpx.AsyncClient(transport=served, base_url="http://here") as client:
            headers = {"accept-language": language}
            return await client.request(*asked.split(), content=body, headers=headers)

    error = refusal(asyncio.run(answered()), status, code, language)
    if code == "endpoint-unknown":
        assert all(one in error["message"] for one in ADDRESSES)
