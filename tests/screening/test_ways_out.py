"""Ways on which a value could leave beside the texts of a call; each of them is closed."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests import loopback
from tests.screening.conftest import CARD, Running, Start
from tests.screening.provider import Received, completion, whole

CHAT = "/v1/chat/completions"
TOKEN = "AKIA" + "Q7WERTYUIOPASDFG"
KEPT = {"id": "file-1", "object": "file", "purpose": "batch"}


@pytest.fixture(scope="module")
def files(start: Start) -> Running:
    return start(batches=True, acts={"card_number": "block"}, otherwise="block")


@pytest.fixture(scope="module")
def passing(start: Start) -> Running:
    return start(
        acts={"card_number": "block", "email": "mask"}, **{"pass": ["image", "audio", "file"]}
    )


@pytest.fixture
def keeping(files: Running) -> Running:
    """A provider that keeps a file of the customer's."""

    async def write(received: Received) -> AsyncIterator[bytes]:
        page = {"object": "list", "data": [KEPT], "has_more": False}
        listed = received.method == "GET" and received.path.partition("?")[0] == "/v1/files"
        yield whole(json.dumps(page if listed else KEPT).encode())

    files.provider.writer = write
    return files


def line(custom_id: str = "one") -> bytes:
    body = {"model": "m", "messages": [{"role": "user", "content": "good morning"}]}
    return json.dumps(
        {"custom_id": custom_id, "method": "POST", "url": CHAT, "body": body}
    ).encode()


def uploaded(gateway: Running, content: bytes, **form: str) -> httpx.Response:
    return loopback.post(
        f"{gateway.address}/v1/files",
        data={"purpose": "batch", **form},
        files={"file": ("calls.jsonl", content)},
        headers={"authorization": f"Bearer {gateway.key}"},
        timeout=20,
    )


def asked(gateway: Running, address: str, method: str = "GET") -> httpx.Response:
    headers = {"authorization": f"Bearer {gateway.key}"}
    return loopback.request(method, gateway.address + address, headers=headers, timeout=20)


@pytest.mark.parametrize(
    "query",
    [
        f"after={CARD}",
        f"after={TOKEN}",
        f"order={CARD}",
        f"purpose=card-{CARD}",
        f"limit={CARD}",
    ],
)
def test_what_is_asked_of_a_list_holds_no_words_of_the_callers_own(
    keeping: Running, query: str
) -> None:
    asked(keeping, f"/v1/files?{query}")
    value = query.partition("=")[2].encode()
    assert value not in bytes(keeping.provider.raw)


def test_a_list_goes_on_behind_an_id_of_the_customers_own(keeping: Running) -> None:
    assert uploaded(keeping, line()).status_code == 200
    said = asked(keeping, "/v1/files?after=file-1&order=desc&purpose=batch&limit=5")
    assert said.status_code == 200
    assert "after=file-1" in keeping.provider.calls[-1].path
    assert asked(keeping, "/v1/files?after=file-2").status_code == 404


def test_the_time_that_a_file_is_kept_has_few_digits(keeping: Running) -> None:
    form = {"expires_after[anchor]": "created_at", "expires_after[seconds]": CARD}
    assert uploaded(keeping, line(), **form).status_code == 400
    assert not keeping.provider.raw
    form["expires_after[seconds]"] = "86400"
    assert uploaded(keeping, line(), **form).status_code == 200


@pytest.mark.parametrize("given", [TOKEN, f"x-{TOKEN}", "411111-1111111111", "4_1_1_1_1_1_1_1_1_1"])
def test_an_id_of_a_line_in_which_something_is_found_refuses_the_file(
    keeping: Running, given: str
) -> None:
    said = uploaded(keeping, line("plain") + b"\n" + line(given))
    assert said.status_code == 400
    assert given not in said.text
    assert not keeping.provider.raw


def test_an_address_of_a_file_leaves_as_it_is_understood(keeping: Running) -> None:
    assert uploaded(keeping, line()).status_code == 200
    keeping.provider.forget()
    asked(keeping, "/v1/files///file-1//")
    assert {one.path for one in keeping.provider.calls} <= {"/v1/files/file-1"}


PLACES: list[dict[str, Any]] = [
    {"type": "image_url", "image_url": {"url": f"https://pictures.example/a.png?card={CARD}"}},
    {"type": "image_url", "image_url": {"url": f"data:text/plain,{CARD}"}},
    {"type": "image_url", "image_url": {"url": {"of": CARD}}},
    {"type": "input_audio", "input_audio": {"data": "AAAA", "format": "wav", "note": CARD}},
    {"type": "input_audio", "input_audio": {"data": "AAAA", "format": f"wav-{CARD}"}},
    {"type": "file", "file": {"file_data": "AAAA", "filename": f"card {CARD}.pdf"}},
    {"type": "file", "file": {"file_id": f"file-{CARD}"}},
    {"type": "file", "file": {"file_data": f"the card is {CARD}"}},
]


@pytest.mark.parametrize("part", PLACES, ids=lambda one: json.dumps(one)[:60])
def test_beside_a_picture_or_file_that_may_pass_no_words_do(
    passing: Running, part: dict[str, Any]
) -> None:
    passing.provider.answers(lambda _: completion("ok"))
    said = passing.post(CHAT, {"model": "m", "messages": [{"role": "user", "content": [part]}]})
    assert said.status_code == 400
    assert not passing.provider.raw


def test_pictures_sound_and_files_that_may_pass_arrive_as_they_are(passing: Running) -> None:
    passing.provider.answers(lambda _: completion("ok"))
    parts = [
        {"type": "image_url", "image_url": {"url": "https://pictures.example/a.png"}},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}},
        {"type": "input_audio", "input_audio": {"data": "UklGRiQAAABXQVZF", "format": "wav"}},
        {"type": "file", "file": {"file_data": "data:application/pdf;base64,JVBERi0xLjQ=",
                                  "filename": "offer.pdf"}},
    ]  # fmt: skip
    passing.post(CHAT, {"model": "m", "messages": [{"role": "user", "content": parts}]})
    assert passing.provider.calls[-1].json["messages"][0]["content"] == parts


@pytest.mark.parametrize(
    "arguments",
    [
        '{"a": "\\ud83d"}',
        f'"{CARD[:1]}\\u0031{CARD[2:]}"',
        f'{{"a": {CARD}.0}}',
        f'{{"a": {CARD[0]}.{CARD[1:]}e15}}',
        f'[{{"a": "b"}}, {{"a": "\\\\u0034{CARD[1:]}"}}]',
        f'{{"a": 1}}\n{{"b": "\\u0034{CARD[1:]}"}}',
    ],
)
def test_arguments_of_tools_hide_nothing_and_fail_nowhere(files: Running, arguments: str) -> None:
    files.provider.answers(lambda _: completion("ok"))
    function = {"name": "f", "arguments": arguments}
    call = {"id": "call_1", "type": "function", "function": function}
    said = files.post(
        CHAT, {"model": "m", "messages": [{"role": "assistant", "tool_calls": [call]}]}
    )
    assert said.status_code == 400
    assert not files.provider.raw


@pytest.mark.parametrize(
    "more",
    [
        {"completion_window": CARD},
        {"completion_window": f"24h-{TOKEN}"},
        {"output_expires_after": {"anchor": f"a-{CARD}", "seconds": 1}},
        {"output_expires_after": {"anchor": "created_at", "seconds": int(CARD)}},
    ],
)
def test_a_batch_begins_with_words_of_the_interface_alone(
    keeping: Running, more: dict[str, Any]
) -> None:
    assert uploaded(keeping, line()).status_code == 200
    keeping.provider.forget()
    call = {"input_file_id": "file-1", "endpoint": CHAT, "completion_window": "24h"}
    assert keeping.post("/v1/batches", {**call, **more}).status_code == 400
    assert not keeping.provider.raw
    assert keeping.post("/v1/batches", call).status_code == 200
