"""The same stream, cut at every byte: what comes out is the same text."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.detection.transform import Pseudonyms, Scope
from upheld.screening.events import Event, Events
from upheld.screening.restoring import Restoring
from upheld.screening.streams import ChunkStream, ResponseStream

VALUE = 'O"Brien <a@b.example>\n山田'


def names() -> tuple[Pseudonyms, str]:
    made = Pseudonyms(Scope("test", b"k" * 32), numbering="keyed")
    return made, made.placeholder("person_name", VALUE)


def chat_bytes(name: str, end: str) -> bytes:
    def data(delta: dict[str, Any], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        return f"data: {json.dumps({'choices': [choice]}, ensure_ascii=False)}{end}{end}"

    half = len(name) // 2
    return "".join(
        [
            f": a comment{end}{end}",
            data({"content": "あ" + name[:half]}),
            data({"content": name[half:] + "い"}),
            data({"tool_calls": [{"index": 0, "function": {"arguments": '{"a":"' + name[:3]}}]}),
            data({"tool_calls": [{"index": 0, "function": {"arguments": name[3:] + '"}'}}]}),
            data({}, "stop"),
            f"data: [DONE]{end}{end}",
        ]
    ).encode()


def read_chat(written: list[Event]) -> tuple[str, str]:
    text, arguments = "", ""
    for event in written:
        if event.data is None or event.data == "[DONE]":
            continue
        delta = json.loads(event.data)["choices"][0]["delta"]
        text += delta.get("content") or ""
        for call in delta.get("tool_calls", ()):
            arguments += call["function"]["arguments"]
    return text, arguments


def run(stream: ChunkStream | ResponseStream, pieces: list[bytes]) -> list[Event]:
    events = Events(100_000)
    written = [
        out for piece in pieces for event in events.feed(piece) for out in stream.restore(event)
    ]
    return [*written, *stream.end()]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_chat_cut_at_every_byte_says_the_same(end: str) -> None:
    made, name = names()
    raw = chat_bytes(name, end)
    for at in range(len(raw) + 1):
        written = run(ChunkStream(Restoring(made, arguments=True), "chat"), [raw[:at], raw[at:]])
        text, arguments = read_chat(written)
        assert text == f"あ{VALUE}い", at
        assert json.loads(arguments) == {"a": VALUE}, at
    single = [raw[i : i + 1] for i in range(len(raw))]
    assert (
        read_chat(run(ChunkStream(Restoring(made, arguments=True), "chat"), single))[0]
        == f"あ{VALUE}い"
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=12))
def test_a_text_cut_into_any_deltas_says_the_same(widths: list[int]) -> None:
    made, name = names()
    text = f"x {name} y [[ ⟦PERSON_ {name}{name} z"
    cuts = [0]
    for width in widths:
        cuts.append(min(len(text), cuts[-1] + width))
    deltas = [text[a:b] for a, b in pairwise([*cuts, len(text)])]
    raw = "".join(
        f"data: {json.dumps({'choices': [{'index': 0, 'delta': {'content': d}}]})}\n\n"
        for d in deltas
    ).encode()
    said, _ = read_chat(run(ChunkStream(Restoring(made, arguments=True), "chat"), [raw]))
    assert said == text.replace(name, VALUE)


def response_events(name: str) -> list[dict[str, Any]]:
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    call = {"item_id": "fc_1", "output_index": 1}
    arguments = '{"to":"' + name + '"}'
    item = {"type": "function_call", "id": "fc_1", "arguments": arguments}
    message = {"type": "message", "content": [{"type": "output_text", "text": f"Hi {name}"}]}
    return [
        {"type": "response.created", "response": {"id": "r"}},
        {"type": "response.output_text.delta", **place, "delta": "Hi " + name[:5]},
        {"type": "response.output_text.delta", **place, "delta": name[5:-1]},
        {"type": "response.function_call_arguments.delta", **call, "delta": arguments[:12]},
        {"type": "response.output_text.delta", **place, "delta": name[-1]},
        {"type": "response.output_text.done", **place, "text": f"Hi {name}"},
        {"type": "response.function_call_arguments.delta", **call, "delta": arguments[12:]},
        {"type": "response.function_call_arguments.done", **call, "arguments": arguments},
        {"type": "response.output_item.done", "output_index": 1, "item": item},
        {"type": "response.completed", "response": {"output": [message, item]}},
    ]


@pytest.mark.slow
def test_a_response_cut_at_every_byte_says_the_same_in_deltas_and_at_the_end() -> None:
    made, name = names()
    raw = "".join(
        f"event: {e['type']}\ndata: {json.dumps({**e, 'sequence_number': n}, ensure_ascii=False)}\n\n"
        for n, e in enumerate(response_events(name))
    ).encode()
    for at in range(len(raw) + 1):
        written = run(ResponseStream(Restoring(made, arguments=True)), [raw[:at], raw[at:]])
        said = [json.loads(event.data or "") for event in written]
        assert [one["sequence_number"] for one in said] == list(range(len(said)))
        text = "".join(one["delta"] for one in said if one["type"] == "response.output_text.delta")
        assert text == f"Hi {VALUE}"
        arguments = "".join(one["delta"] for one in said if one["type"].endswith("arguments.delta"))
        assert json.loads(arguments) == {"to": VALUE}
        last = said[-1]["response"]["output"]
        assert last[0]["content"][0]["text"] == f"Hi {VALUE}"
        assert json.loads(last[1]["arguments"]) == {"to": VALUE}
        assert name not in json.dumps(said, ensure_ascii=False)


def test_what_waits_of_a_response_is_sent_before_its_text_is_said_to_have_ended() -> None:
    made, name = names()
    place = {"item_id": "m", "output_index": 0, "content_index": 0}
    events = [
        {"type": "response.output_text.delta", **place, "delta": name[:-1]},
        {"type": "response.output_text.done", **place, "text": name[:-1]},
    ]
    raw = "".join(f"data: {json.dumps(e)}\n\n" for e in events).encode()
    said = [
        json.loads(e.data or "")
        for e in run(ResponseStream(Restoring(made, arguments=True)), [raw])
    ]
    assert [one["type"].rpartition(".")[2] for one in said] == ["delta", "delta", "done"]
    assert said[0]["delta"] + said[1]["delta"] == name[:-1]


def test_arguments_stay_as_the_provider_wrote_them_where_the_settings_say_so() -> None:
    made, name = names()
    restoring = Restoring(made, arguments=False)
    said, arguments = read_chat(run(ChunkStream(restoring, "chat"), [chat_bytes(name, "\n")]))
    assert said == f"あ{VALUE}い"
    assert json.loads(arguments) == {"a": name}


@pytest.mark.parametrize(
    ("begun", "part"),
    [
        ({"tool_calls": [{"index": 0, "function": {"arguments": "⟦PERS"}}]}, "tool_calls"),
        ({"tool_calls": [{"index": 0, "custom": {"input": "⟦PERS"}}]}, "tool_calls"),
        ({"function_call": {"arguments": "⟦PERS"}}, "function_call"),
        ({"audio": {"transcript": "⟦PERS"}}, "audio"),
        ({"content": "⟦PERS"}, "content"),
    ],
)
def test_what_waits_is_sent_where_the_last_chunk_says_null(
    begun: dict[str, Any], part: str
) -> None:
    made, _ = names()
    stream = ChunkStream(Restoring(made, arguments=True), "chat")
    last = {**dict.fromkeys(("tool_calls", "function_call", "audio", "content")), "refusal": None}
    written = [
        event
        for delta, finish in ((begun, None), (last, "stop"))
        for event in stream.restore(
            Event(
                "", json.dumps({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})
            )
        )
    ]
    delta = json.loads(written[1].data or "")["choices"][0]["delta"]
    assert "⟦PERS" in json.dumps(delta[part], ensure_ascii=False)
