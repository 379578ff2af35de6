"""The middleware in a real Django application."""

import json
import types
from base64 import b64encode
from typing import Any

import pytest

from tests.screening.conftest import CARD, test_scanner
from upheld.screening.middleware import BodyScreening

MAIL = "taro@example.jp"
COVERED = "****@*******.**"
REACHED: list[Any] = []


def _echo(request: Any) -> Any:
    from django.http import JsonResponse

    REACHED.append(request.body)
    if request.content_type == "application/json":
        return JsonResponse(json.loads(request.body))
    files = {name: file.read().decode() for name, file in request.FILES.items()}
    return JsonResponse({"post": request.POST.dict(), "files": files, "read": len(request.read())})


@pytest.fixture(scope="module")
def client() -> Any:
    from django.conf import settings

    if not settings.configured:
        from django.urls import path

        urls = types.ModuleType("urls")
        urls.urlpatterns = [path("", _echo)]  # type: ignore[attr-defined]
        settings.configure(
            ROOT_URLCONF=urls,
            ALLOWED_HOSTS=["testserver"],
            SECRET_KEY="only-of-this-test",
            MIDDLEWARE=["upheld.screening.middleware.DjangoScreening"],
            UPHELD_SCREENING={
                "screening": BodyScreening.by_acts(
                    test_scanner(),
                    {"card_number": "block", "email": "mask"},
                    bytes_limit=20_000,
                    files="read",
                )
            },
        )
    import django
    from django.test import Client

    django.setup()
    REACHED.clear()
    return Client()


def test_json_and_forms_reach_the_view_covered(client: Any) -> None:
    answer = client.post("/", {"mail": MAIL, "n": 1}, content_type="application/json")
    assert answer.json() == {"mail": COVERED, "n": 1}
    form = client.post("/", f"mail={MAIL}&a=1", content_type="application/x-www-form-urlencoded")
    assert form.json()["post"] == {"mail": COVERED, "a": "1"}


def test_forms_with_files_reach_the_view_and_can_be_read(client: Any) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("a.txt", "こんにちは".encode())
    answer = client.post("/", {"mail": MAIL, "file": file})
    assert answer.json()["post"] == {"mail": COVERED}
    assert answer.json()["files"] == {"file": "こんにちは"}


def test_what_is_blocked_never_reaches_the_view(client: Any) -> None:
    before = len(REACHED)
    answer = client.post(
        "/", {"memo": f"カードは{CARD}"}, content_type="application/json",
        headers={"accept-language": "ja"},
    )  # fmt: skip
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert error["found"] == [{"kind": "card_number", "at": "memo"}]
    assert "受け取れません" in error["what"]
    assert CARD not in answer.content.decode()
    assert len(REACHED) == before


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"x" * 20_001, "text/plain", 413),
        (b'{"a":1,"a":2}', "application/json", 400),
        (b"\0\1", "application/octet-stream", 415),
        (
            b'--B\r\nContent-Disposition: form-data; name="a"\r\nno header\r\n'
            b"Content-Transfer-Encoding: base64\r\n\r\n" + b64encode(CARD.encode()) + b"\r\n--B--",
            "multipart/form-data; boundary=B",
            400,
        ),
    ],
)
def test_what_cannot_be_judged_does_not_come_in(
    client: Any, content: bytes, kind: str, status: int
) -> None:
    before = len(REACHED)
    assert client.post("/", content, content_type=kind).status_code == status
    assert len(REACHED) == before


def test_a_call_without_a_body_passes(client: Any) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.json()["post"] == {}


def test_settings_alone_make_the_middleware(client: Any) -> None:
    from django.http import HttpResponse
    from django.test import RequestFactory, override_settings

    from upheld.screening.middleware import DjangoScreening

    with override_settings(UPHELD_SCREENING={"acts": {"email": "block"}, "bytes_limit": 1_000}):
        made = DjangoScreening(lambda _: HttpResponse("reached"))
    factory = RequestFactory()
    refused = made(factory.post("/", {"a": MAIL}, content_type="application/json"))
    assert refused.status_code == 422
    assert made(factory.post("/", {"a": 1}, content_type="application/json")).content == b"reached"
