"""Chat completions through the gateway, with the official client in front."""

import re
from typing import Any

import openai
import pytest

from tests.screening.conftest import PROVIDER_KEY, SECRET_WORD, Running, Start
from tests.screening.provider import Received, completion
from upheld.policy.model import Policy
from upheld.screening.daily import DailyScanner

MAIL = "taro.yamada@example.jp"


def says_what_it_heard(received: Received) -> dict[str, Any]:
    return completion("You wrote: " + received.json["messages"][-1]["content"])


def ask(gateway: Running, text: str, **more: Any) -> str:
    answer = gateway.client().chat.completions.create(
        model="gpt-5", messages=[{"role": "user", "content": text}], **more
    )
    return str(answer.choices[0].message.content)


def test_a_call_without_personal_data_arrives_as_it_was_meant(gateway: Running) -> None:
    gateway.provider.answers(says_what_it_heard)
    assert ask(gateway, "こんにちは", temperature=0.5) == "You wrote: こんにちは"
    (call,) = gateway.provider.calls
    assert call.path == "/v1/chat/completions"
    assert call.json == {
        "messages": [{"role": "user", "content": "こんにちは"}],
        "model": "gpt-5",
        "temperature": 0.5,
    }


def test_the_provider_hears_our_key_and_never_the_callers(gateway: Running) -> None:
    gateway.provider.answers(says_what_it_heard)
    ask(gateway, "hello")
    (call,) = gateway.provider.calls
    assert call.headers["authorization"] == f"Bearer {PROVIDER_KEY}"
    assert gateway.key.encode() not in gateway.provider.raw
    assert "x-stainless-os" not in call.headers


def test_an_address_leaves_under_another_name_and_comes_back_as_itself(gateway: Running) -> None:
    gateway.provider.answers(says_what_it_heard)
    assert ask(gateway, f"連絡先は{MAIL}です") == f"You wrote: 連絡先は{MAIL}です"
    (call,) = gateway.provider.calls
    assert MAIL.encode() not in gateway.provider.raw
    assert re.fullmatch(r"連絡先は⟦EMAIL_\d+⟧です", call.json["messages"][0]["content"])


def test_a_prohibited_input_never_reaches_the_provider(gateway: Running) -> None:
    gateway.provider.answers(says_what_it_heard)
    with pytest.raises(openai.BadRequestError) as refused:
        ask(gateway, f"山田さんは {SECRET_WORD} です")
    assert not gateway.provider.raw
    assert refused.value.code == "input-prohibited"
    assert refused.value.param == "messages[0].content"
    assert "P1-7f" in str(refused.value)
    assert SECRET_WORD not in str(refused.value)


def test_a_refusal_speaks_japanese_where_it_is_asked_to(gateway: Running) -> None:
    said = gateway.post(
        "/v1/chat/completions",
        {"model": "m", "messages": [{"role": "user", "content": SECRET_WORD}]},
        accept_language="ja",
    ).json()["error"]
    assert said["code"] == "input-prohibited"
    assert "条項 P1-7f" in said["message"]


@pytest.fixture(scope="module")
def reading(start: Start, policy: Policy) -> Running:
    """A gateway that finds what a sentence says of somebody, as the company's own does."""
    return start(DailyScanner.by_policy(policy))


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("娘の美咲(8歳)の作文です", "ja", "年齢(`age`: 子どもの情報)が含まれています"),
        (
            "My daughter Lucy, aged 8, wrote this",
            "en",
            "holds age (`age`: information about children)",
        ),
        ("自宅は東京都千代田区丸の内1-2-3です", "ja", "住所(`address`: 精密な位置情報)"),
        ("The patient has diabetes.", "en", "health information (`health`), which"),
    ],
)
def test_a_refusal_says_as_what_a_thing_is_prohibited(
    reading: Running, text: str, language: str, words: str
) -> None:
    call = {"model": "m", "messages": [{"role": "user", "content": text}]}
    said = reading.post("/v1/chat/completions", call, accept_language=language)
    assert words in said.json()["error"]["message"]


def test_every_call_has_its_entry_in_the_ledger_and_no_value_in_it(gateway: Running) -> None:
    gateway.provider.answers(says_what_it_heard)
    before = len(gateway.entries())
    ask(gateway, f"{MAIL} と {MAIL}")
    with pytest.raises(openai.BadRequestError):
        ask(gateway, SECRET_WORD)
    sent, refused = gateway.entries()[before:]
    assert sent.kind == refused.kind == "ai-call"
    assert sent.body["outcome"] == "sent"
    assert sent.body["tenant"] == "acme"
    assert sent.body["purpose"] == "ai"
    assert sent.body["policy"] == gateway.policy.sha256
    assert sent.body["found"] == [
        {"kind": "email", "group": None, "act": "pseudonymise", "clause": None, "count": 2}
    ]
    assert refused.body["outcome"] == "input-prohibited"
    assert refused.body["found"] == [
        {"kind": "health", "group": "health", "act": "block", "clause": "P1-7f", "count": 1}
    ]
    assert b"yamada" not in sent.leaf() + refused.leaf()


@pytest.mark.parametrize("key", ["", "sk-something", "upk_000000000000_" + "a" * 43])
def test_a_key_that_is_none_of_ours_is_refused(gateway: Running, key: str) -> None:
    with pytest.raises(openai.AuthenticationError) as refused:
        gateway.client(key or "none").models.list()
    assert refused.value.code == "caller-unknown"
    assert not gateway.provider.raw
