"""The other endpoints, with the official client in front."""

import json
import re
from typing import Any

import openai
import pytest

from tests.screening.conftest import SECRET_WORD, Running
from tests.screening.provider import Received

MAIL = "jiro@example.jp"
NAMED = re.compile(r"⟦EMAIL_\d+⟧")


def response_of(received: Received) -> dict[str, Any]:
    name = NAMED.findall(received.body.decode())[0]
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "m",
        "status": "completed",
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "output": [
            {
                "type": "message",
                "id": "msg_1",
                "role": "assistant",
                "status": "completed",
                "content": [{"type": "output_text", "text": f"to {name}", "annotations": []}],
            },
            {
                "type": "function_call",
                "id": "fc_1",
                "call_id": "call_1",
                "name": "send",
                "arguments": json.dumps({"to": name}),
                "status": "completed",
            },
        ],
    }


def test_responses_go_under_other_names_and_come_back(gateway: Running) -> None:
    gateway.provider.answers(response_of)
    answer = gateway.client().responses.create(
        model="m",
        instructions=f"You write for {MAIL}.",
        input=[
            {"role": "user", "content": [{"type": "input_text", "text": f"mail {MAIL}"}]},
            {
                "type": "function_call_output",
                "call_id": "call_0",
                "output": json.dumps({"cc": MAIL}),
            },
        ],
        tools=[{"type": "function", "name": "send", "parameters": {}, "strict": False}],
    )
    assert answer.output_text == f"to {MAIL}"
    call = answer.output[1]
    assert call.type == "function_call"
    assert json.loads(call.arguments) == {"to": MAIL}
    (arrived,) = gateway.provider.calls
    assert arrived.json["store"] is False
    assert MAIL.encode() not in gateway.provider.raw


def test_a_stream_of_a_response_is_restored_to_its_last_event(gateway: Running) -> None:
    def events(received: Received) -> list[bytes]:
        whole = response_of(received)
        name = NAMED.findall(received.body.decode())[0]
        place = {"item_id": "msg_1", "output_index": 0, "content_index": 0, "logprobs": []}
        said: list[dict[str, Any]] = [
            {"type": "response.created", "response": {**whole, "output": []}},
            *({"type": "response.output_text.delta", **place, "delta": c} for c in f"to {name}"),
            {"type": "response.output_text.done", **place, "text": f"to {name}"},
            {"type": "response.completed", "response": whole},
        ]
        return [
            f"event: {one['type']}\ndata: {json.dumps({**one, 'sequence_number': n})}\n\n".encode()
            for n, one in enumerate(said)
        ]

    gateway.provider.streams(events)
    deltas, done = "", ""
    for event in gateway.client().responses.create(model="m", input=MAIL, stream=True):
        if event.type == "response.output_text.delta":
            deltas += event.delta
        elif event.type == "response.completed":
            done = event.response.output_text
    assert deltas == done == f"to {MAIL}"


def test_what_is_embedded_goes_under_other_names(gateway: Running) -> None:
    gateway.provider.answers(
        lambda _: {
            "object": "list",
            "model": "m",
            "data": [{"object": "embedding", "index": 0, "embedding": [0.25, -0.5]}],
            "usage": {"prompt_tokens": 1, "total_tokens": 1},
        }
    )
    answer = gateway.client().embeddings.create(
        model="m", input=["plain", f"of {MAIL}"], encoding_format="float"
    )
    assert answer.data[0].embedding == [0.25, -0.5]
    sent = gateway.provider.calls[0].json["input"]
    assert sent[0] == "plain"
    assert NAMED.search(sent[1])
    with pytest.raises(openai.BadRequestError) as refused:
        gateway.client().embeddings.create(model="m", input=[1, 2, 3])
    assert refused.value.code == "opaque-refused"


def test_completions_stream_and_moderations_answer(gateway: Running) -> None:
    def events(received: Received) -> list[bytes]:
        name = NAMED.findall(received.body.decode())[0]
        head = {"id": "c", "object": "text_completion", "created": 1, "model": "m"}
        said = [
            {**head, "choices": [{"index": 0, "text": piece, "finish_reason": None}]}
            for piece in (name[:6], name[6:])
        ]
        return [*(f"data: {json.dumps(one)}\n\n".encode() for one in said), b"data: [DONE]\n\n"]

    gateway.provider.streams(events)
    stream = gateway.client().completions.create(model="m", prompt=MAIL, stream=True)
    assert "".join(one.choices[0].text for one in stream) == MAIL
    gateway.provider.answers(lambda _: {"id": "modr-1", "model": "m", "results": []})
    assert gateway.client().moderations.create(input=MAIL).id == "modr-1"
    assert MAIL.encode() not in gateway.provider.raw


@pytest.mark.parametrize("endpoint", ["responses", "embeddings", "completions", "moderations"])
def test_nothing_prohibited_reaches_any_endpoint(gateway: Running, endpoint: str) -> None:
    field = "prompt" if endpoint == "completions" else "input"
    said = gateway.post(f"/v1/{endpoint}", {"model": "m", field: f"x {SECRET_WORD}"})
    assert said.json()["error"]["code"] == "input-prohibited"
    assert said.json()["error"]["param"] == field
    assert not gateway.provider.raw
