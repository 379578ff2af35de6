"""Every place of a call that can carry text is scanned; what is not understood does not leave."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest

from tests.screening.conftest import SECRET_WORD, test_scanner
from upheld.detection import Finding
from upheld.policy.model import Policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.fields import shape as shapes
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.procedure import Screened, Screening, Terms
from upheld.screening.refused import CallRefusedError, InputProhibitedError
from upheld.screening.rulebook import rulebook_of

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
TERMS = Terms(tenant="acme", purpose="ai")
MAIL = "taro@example.jp"


@pytest.fixture(scope="module")
def screening(policy: Policy) -> Screening:
    return screening_with(policy)


def screening_with(policy: Policy, **section: Any) -> Screening:
    made = GatewaySection(**section)
    return Screening(
        scanner=test_scanner(), rulebook=rulebook_of(policy, made), section=made, key=b"k" * 32
    )


def screen(screening: Screening, path: str, call: Any, terms: Terms = TERMS) -> Screened:
    return screening.screen(ENDPOINTS[path], json.dumps(call).encode(), terms)


def left(screening: Screening, path: str, call: Any) -> Any:
    return json.loads(screen(screening, path, call).body)


def code_of(screening: Screening, path: str, call: Any) -> tuple[str, str | None]:
    with pytest.raises(CallRefusedError) as refused:
        screen(screening, path, call)
    return refused.value.code, refused.value.param


def sample(shape: shapes.Shape, word: str) -> Iterator[Any]:
    """Yield values of a shape, each with the word in another one of its places."""
    match shape:
        case shapes.Text() | shapes.JsonText():
            yield word
        case shapes.Free():
            yield {"deep": [{"er": word}]}
            yield json.dumps({"in": {"a": word}})
        case shapes.Record(fields):
            for name, part in fields.items():
                for one in sample(part, word):
                    yield {name: one}
        case shapes.Items(of):
            for one in sample(of, word):
                yield [one]
        case shapes.ByWord(tag, cases):
            for name, case in cases.items():
                for one in sample(case, word):
                    yield {tag: name, **one}
        case shapes.OneOf():
            for option in (shape.text, shape.items, shape.record):
                if option is not None:
                    yield from sample(option, word)


@pytest.mark.parametrize("path", ENDPOINTS)
def test_a_prohibited_word_is_found_in_every_place_of_the_table(
    screening: Screening, path: str
) -> None:
    places = 0
    for call in sample(ENDPOINTS[path].shape, SECRET_WORD):
        with pytest.raises(InputProhibitedError) as refused:
            screen(screening, path, call)
        assert SECRET_WORD not in str(refused.value)
        places += 1
    assert places >= {CHAT: 35, RESPONSES: 25}.get(path, 2)


@pytest.mark.parametrize("path", ENDPOINTS)
def test_an_address_leaves_no_place_of_the_table(screening: Screening, path: str) -> None:
    for call in sample(ENDPOINTS[path].shape, MAIL):
        assert MAIL not in screen(screening, path, call).body.decode(), call


def test_escapes_in_arguments_of_a_tool_hide_nothing(screening: Screening) -> None:
    hidden = json.dumps({"note": SECRET_WORD}).replace("h", "\\u0068")
    twice = json.dumps({"inner": hidden})
    for arguments in (hidden, twice):
        call = {"messages": [{"role": "assistant", "tool_calls": [
            {"id": "call_1", "type": "function", "function": {"name": "f", "arguments": arguments}}
        ]}]}  # fmt: skip
        assert code_of(screening, CHAT, call)[0] == "input-prohibited"


def test_values_in_arguments_are_replaced_where_they_stand(screening: Screening) -> None:
    arguments = json.dumps({"to": [MAIL], "n": 3, "inner": json.dumps({"cc": MAIL})})
    function = {"name": "send", "arguments": arguments}
    call = {"messages": [{"role": "assistant", "tool_calls": [
        {"id": "call_1", "type": "function", "function": function}
    ]}]}  # fmt: skip
    sent = left(screening, CHAT, call)["messages"][0]["tool_calls"][0]["function"]["arguments"]
    read = json.loads(sent)
    assert read["n"] == 3
    assert read["to"][0].startswith("⟦EMAIL_")
    assert json.loads(read["inner"])["cc"] == read["to"][0]


def test_a_key_of_an_object_is_scanned_and_cannot_be_changed(screening: Screening) -> None:
    call = {"tools": [{"type": "function", "function": {
        "name": "f", "parameters": {"properties": {MAIL: {"type": "string"}}}}}]}  # fmt: skip
    code, param = code_of(screening, CHAT, call)
    assert code == "input-prohibited"
    assert param is not None
    assert MAIL not in param


@pytest.mark.parametrize(
    ("path", "call", "param"),
    [
        (CHAT, {"messages": [], "shadow": "x"}, "shadow"),
        (CHAT, {"messages": [{"role": "user", "content": "x", "aside": "y"}]}, "messages[0].aside"),
        (RESPONSES, {"input": [{"type": "message", "role": "user", "hint": 1}]}, "input[0].hint"),
        ("/v1/embeddings", {"input": "x", "instruction": "y"}, "instruction"),
    ],
)
def test_a_field_that_is_not_known_is_refused_by_name(
    screening: Screening, path: str, call: Any, param: str
) -> None:
    assert code_of(screening, path, call) == ("field-unknown", param)


def test_an_unknown_field_is_answered_with_those_that_are_known_there(
    screening: Screening,
) -> None:
    with pytest.raises(CallRefusedError) as refused:
        left(screening, CHAT, {"messages": [], "temprature": 1})
    remedy = refused.value.remedy
    assert remedy.en.startswith("did you mean `temperature`? leave it out; known here: ")
    assert "`messages`" in remedy.en
    assert "`messages`" in remedy.ja
    with pytest.raises(CallRefusedError) as refused:
        left(screening, RESPONSES, {"input": "x", "zzzz": 1})
    assert "`instructions`" in refused.value.remedy.en
    # What would be refused as well is nothing to send instead.
    assert "previous_response_id" not in refused.value.remedy.en


def test_the_name_of_an_unknown_field_is_not_repeated_where_it_could_be_a_value(
    screening: Screening,
) -> None:
    code, param = code_of(screening, CHAT, {"messages": [], MAIL: 1})
    assert (code, param) == ("field-unknown", "…")


@pytest.mark.parametrize(
    ("path", "call", "what"),
    [
        ("/v1/embeddings", {"input": [15339, 1917]}, "tokens"),
        ("/v1/embeddings", {"input": [[15339], [1917]]}, "tokens"),
        ("/v1/completions", {"prompt": [[1, 2]]}, "tokens"),
        (CHAT, {"messages": [{"role": "user", "content": [
            {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA"}}]}]}, "image"),
        (CHAT, {"messages": [{"role": "user", "content": [
            {"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}]}]}, "audio"),
        (CHAT, {"messages": [{"role": "user", "content": [
            {"type": "file", "file": {"file_id": "file-1"}}]}]}, "file"),
        (RESPONSES, {"input": [{"role": "user", "content": [
            {"type": "input_file", "file_data": "AA"}]}]}, "file"),
        (RESPONSES, {"input": [{"type": "reasoning", "id": "rs_1", "encrypted_content": "gA"}]},
         "encrypted"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_unless_the_settings_pass_it(
    screening: Screening, policy: Policy, path: str, call: Any, what: str
) -> None:
    assert code_of(screening, path, call)[0] == "opaque-refused"
    passing = screening_with(policy, **{"pass": [what]})
    assert json.loads(screen(passing, path, call).body).items() >= call.items()


@pytest.mark.parametrize(
    "call",
    [
        {"input": "x", "previous_response_id": "resp_1"},
        {"input": "x", "conversation": "conv_1"},
        {"input": "x", "background": True},
        {"input": "x", "store": True},
        {"input": "x", "prompt": {"id": "pmpt_1"}},
    ],
)
def test_nothing_is_left_with_the_provider(screening: Screening, call: Any) -> None:
    assert code_of(screening, RESPONSES, call)[0] == "provider-state-refused"


@pytest.mark.parametrize("store", [{}, {"store": None}, {"store": False}])
def test_the_provider_is_told_to_keep_no_response(
    screening: Screening, store: Mapping[str, Any]
) -> None:
    assert left(screening, RESPONSES, {"input": "x", **store})["store"] is False


def test_only_what_a_purpose_needs_leaves(screening: Screening, policy: Policy) -> None:
    call = {"messages": [], "user": "u-17", "metadata": {"ticket": "T-1"}, "prompt_cache_key": "p"}
    sent = screen(screening, CHAT, call)
    read = json.loads(sent.body)
    assert "metadata" not in read
    assert sent.told["dropped"] == ["metadata"]
    assert "u-17" not in sent.body.decode()
    assert len(read["user"]) == 32
    assert json.loads(screen(screening, CHAT, call).body)["user"] == read["user"]
    other = Terms(tenant="globex", purpose="ai")
    assert json.loads(screen(screening, CHAT, call, other).body)["user"] != read["user"]
    keeping = screening_with(policy, keep={"ai": ("metadata",)})
    assert left(keeping, CHAT, call)["metadata"] == {"ticket": "T-1"}


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b'{"model": "a", "model": "b"}',
        b'{"temperature": NaN}',
        b'{"messages": [{"role": "user", "content": "\\ud83d"}]}',
        b'{"a":' * 1_000 + b"1" + b"}" * 1_000,
        b'{"tools": ' + b"[" * 100_000,
    ],
    ids=["empty", "list", "bytes", "twice", "nan", "surrogate", "deep", "deeper"],
)
def test_what_has_no_one_meaning_is_refused(screening: Screening, raw: bytes) -> None:
    with pytest.raises(CallRefusedError) as refused:
        screening.screen(ENDPOINTS[CHAT], raw, TERMS)
    assert refused.value.code == "call-unreadable"


@pytest.mark.parametrize("levels", [65, 1_000, 50_000])
def test_json_in_a_string_is_no_way_around_the_depth(screening: Screening, levels: int) -> None:
    arguments = "[" * levels + "]" * levels
    call = {"messages": [{"role": "function", "name": "f", "content": arguments}]}
    assert code_of(screening, CHAT, call)[0] == "call-unreadable"


def test_a_long_number_is_scanned_like_a_text(policy: Policy) -> None:
    class Numbers:
        def scan_many(self, texts: Iterable[str]) -> Iterator[list[Finding]]:
            return test_scanner().scan_many(text.replace("20261231", SECRET_WORD) for text in texts)

    made = GatewaySection()
    screening = Screening(
        scanner=Numbers(), rulebook=rulebook_of(policy, made), section=made, key=b"k" * 32
    )
    assert code_of(screening, CHAT, {"messages": [], "seed": 20261231}) == (
        "input-prohibited",
        "seed",
    )
    assert left(screening, CHAT, {"messages": [], "seed": 42})["seed"] == 42


@pytest.mark.parametrize(
    "call",
    [
        {"messages": "hello"},
        {"messages": [{"role": "wizard", "content": "x"}]},
        {"messages": [{"content": "x"}]},
        {"messages": [{"role": "user", "content": 7}]},
        {"stream": "yes"},
        {"temperature": "hot"},
        {"temperature": True},
        {"model": "two words"},
        {"model": 7},
        {"messages": [{"role": "user", "content": [{"type": "hologram"}]}]},
    ],
)
def test_a_field_that_holds_something_else_is_refused(screening: Screening, call: Any) -> None:
    assert code_of(screening, CHAT, call)[0] == "field-unfit"
