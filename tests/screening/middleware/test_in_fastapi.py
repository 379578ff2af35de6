"""The middleware around a real FastAPI application."""

import asyncio
from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import Body, FastAPI, Form, Request, UploadFile

from tests.screening.conftest import CARD, test_scanner
from upheld.screening.middleware import BodyScreening, ScreeningMiddleware

MAIL = "taro@example.jp"
COVERED = "****@*******.**"


def application() -> tuple[FastAPI, list[Any]]:
    """An application, and what reached it."""
    reached: list[Any] = []
    app = FastAPI()

    @app.post("/json")
    def take_json(value: Annotated[dict[str, Any], Body()]) -> dict[str, Any]:
        reached.append(value)
        return value

    @app.post("/form")
    def take_form(mail: Annotated[str, Form()], file: UploadFile | None = None) -> dict[str, Any]:
        reached.append(mail)
        return {"mail": mail, "size": None if file is None else file.size}

    @app.post("/raw")
    async def take_raw(request: Request) -> dict[str, Any]:
        raw = await request.body()
        reached.append(raw)
        return {"length": len(raw), "told": request.headers.get("content-length")}

    @app.get("/")
    def nothing() -> dict[str, bool]:
        return {"ok": True}

    screening = BodyScreening.by_acts(
        test_scanner(),
        {"card_number": "block", "email": "mask", "auth_secret": "mask"},
        bytes_limit=20_000,
        files="read",
    )
    app.add_middleware(ScreeningMiddleware, screening=screening)
    return app, reached


def ask(app: FastAPI, method: str, path: str, **call: Any) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, **call)

    return asyncio.run(send())


def test_the_application_sees_covered_values_only() -> None:
    app, reached = application()
    answer = ask(app, "POST", "/json", json={"mail": MAIL, "n": 1})
    assert answer.json() == {"mail": COVERED, "n": 1}
    assert ask(app, "POST", "/form", data={"mail": MAIL}).json()["mail"] == COVERED
    uploaded = ask(app, "POST", "/form", data={"mail": MAIL}, files={"file": ("a.txt", b"12345")})
    assert uploaded.json() == {"mail": COVERED, "size": 5}
    assert MAIL not in str(reached)


def test_a_changed_length_is_told_and_calls_without_a_body_pass() -> None:
    app, reached = application()
    kind = {"content-type": "text/plain; charset=utf-8"}
    text = "パスワード: hunter2-Xy9!kk です"
    answer = ask(app, "POST", "/raw", content=text.encode(), headers=kind)
    assert reached == ["パスワード: ******** です".encode()]
    assert answer.json() == {"length": len(reached[0]), "told": str(len(reached[0]))}
    long = ask(app, "POST", "/raw", content=("あ" * 3_000 + MAIL).encode(), headers=kind).json()
    assert long["told"] == str(long["length"])
    assert ask(app, "GET", "/").json() == {"ok": True}


@pytest.mark.parametrize(("language", "word"), [("ja,en", "カード番号"), ("en", "card number")])
def test_a_refusal_names_kind_and_place_in_the_callers_language(language: str, word: str) -> None:
    app, reached = application()
    headers = {"accept-language": language}
    answer = ask(app, "POST", "/json", json={"order": {"memo": CARD}}, headers=headers)
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["code"] == "body-blocked"
    assert error["found"] == [{"kind": "card_number", "at": "order.memo"}]
    assert word in error["what"]
    assert CARD not in answer.text
    assert reached == []


def test_a_body_beyond_the_limit_is_refused_before_it_is_read_to_its_end() -> None:
    app, reached = application()
    sent: list[int] = []

    async def endless() -> AsyncIterator[bytes]:
        for number in range(1_000):
            sent.append(number)
            yield b"x" * 1_000

    answer = ask(app, "POST", "/raw", content=endless(), headers={"content-type": "text/plain"})
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "body-too-large"
    assert len(sent) < 100
    assert reached == []


@pytest.mark.parametrize(
    ("headers", "content", "status", "code"),
    [
        ({"content-type": "application/json"}, b'{"a":1,"a":2}', 400, "body-unreadable"),
        ({"content-type": "application/octet-stream"}, b"x", 415, "body-opaque"),
        ({"content-type": "application/json", "content-encoding": "gzip"}, b"x", 415, "body-opaque"),
    ],
)  # fmt: skip
def test_what_cannot_be_judged_does_not_come_in(
    headers: dict[str, str], content: bytes, status: int, code: str
) -> None:
    app, reached = application()
    answer = ask(app, "POST", "/raw", content=content, headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert reached == []


def test_a_header_that_stands_twice_is_refused() -> None:
    app, reached = application()
    twice = [("content-type", "application/x-www-form-urlencoded"), ("content-type", "text/plain")]
    answer = ask(app, "POST", "/raw", content=b"x", headers=twice)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "body-unreadable")
    assert reached == []
