"""Texts in somebody else's program: screened, recorded, restored; LiteLLM's guardrail does no more."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.screening.conftest import SECRET_WORD, entries_of, store_from, test_scanner
from upheld.clock import SystemClock
from upheld.policy.model import Policy
from upheld.running.litellm import KEPT_SECONDS, Guardrail
from upheld.screening.configuration import GatewaySection
from upheld.screening.daily import DailyScanner
from upheld.screening.procedure import Screening
from upheld.screening.refused import AiSwitchedOffError, InputProhibitedError
from upheld.screening.rulebook import rulebook_of
from upheld.screening.store import set_switch
from upheld.screening.texts import TextScreening

MAIL = "taro@example.jp"


@pytest.fixture
def engine(empty_store: Path, tmp_path: Path) -> Iterator[Engine]:
    made = store_from(empty_store, tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def texts(engine: Engine, policy: Policy) -> TextScreening:
    section = GatewaySection(recipient="ai-models")
    screening = Screening(
        scanner=test_scanner(),
        rulebook=rulebook_of(policy, section),
        section=section,
        key=b"k" * 32,
    )
    return TextScreening(
        screening=screening, engine=engine, clock=SystemClock(), tenant="acme", purpose="ai"
    )


def test_texts_and_arguments_go_under_other_names_and_come_back(
    texts: TextScreening, engine: Engine
) -> None:
    screened = texts.screen([f"to {MAIL}", "plain"], [json.dumps({"cc": MAIL})])
    name = screened.texts[0].removeprefix("to ")
    assert name.startswith("⟦EMAIL_")
    assert screened.texts[1] == "plain"
    assert json.loads(screened.arguments[0]) == {"cc": name}
    assert screened.restored(f"sent to {name}") == f"sent to {MAIL}"
    assert json.loads(screened.restored_arguments(json.dumps({"x": name}))) == {"x": MAIL}
    (entry,) = entries_of(engine)
    assert (entry.kind, entry.body["outcome"], entry.body["endpoint"]) == (
        "ai-call",
        "sent",
        "texts",
    )


def test_what_may_not_leave_raises_and_is_on_record(texts: TextScreening, engine: Engine) -> None:
    with pytest.raises(InputProhibitedError):
        texts.screen(["fine", SECRET_WORD])
    assert entries_of(engine)[-1].body["outcome"] == "input-prohibited"


def test_the_off_switch_holds_here_too(texts: TextScreening, engine: Engine) -> None:
    with engine.begin() as connection:
        set_switch(connection, "acme", "ai", "off", by_key="x", at=SystemClock().now())
    with pytest.raises(AiSwitchedOffError):
        texts.screen(["hello"])
    assert entries_of(engine)[-1].body["outcome"] == "ai-switched-off"


def run(guardrail: Guardrail, inputs: Any, call_id: str, kind: Any) -> Any:
    return asyncio.run(guardrail.apply_guardrail(inputs, {"litellm_call_id": call_id}, kind))


def test_the_guardrail_screens_requests_and_restores_the_answers_of_the_same_call(
    texts: TextScreening,
) -> None:
    guardrail = Guardrail(screening=texts)
    call = {"function": {"name": "send", "arguments": json.dumps({"to": MAIL})}}
    sent = run(guardrail, {"texts": [MAIL], "tool_calls": [call]}, "c1", "request")
    name = sent["texts"][0]
    assert name.startswith("⟦EMAIL_")
    assert json.loads(sent["tool_calls"][0]["function"]["arguments"]) == {"to": name}
    answer = {"texts": [f"to {name}"], "tool_calls": [
        {"function": {"name": "send", "arguments": json.dumps({"to": name}, ensure_ascii=False)}}]}  # fmt: skip
    came = run(guardrail, answer, "c1", "response")
    assert came["texts"] == [f"to {MAIL}"]
    assert json.loads(came["tool_calls"][0]["function"]["arguments"]) == {"to": MAIL}
    assert run(guardrail, {"texts": [name]}, "c2", "response")["texts"] == [name]


def test_what_stands_behind_a_placeholder_is_forgotten_when_no_answer_came(
    texts: TextScreening,
) -> None:
    now = [0.0]
    guardrail = Guardrail(screening=texts, elapsed=lambda: now[0])
    name = run(guardrail, {"texts": [MAIL]}, "c1", "request")["texts"][0]
    now[0] = KEPT_SECONDS - 1
    assert run(guardrail, {"texts": [name]}, "c1", "response")["texts"] == [MAIL]
    now[0] = KEPT_SECONDS
    assert run(guardrail, {"texts": [name]}, "c1", "response")["texts"] == [name]


def test_the_guardrail_raises_where_something_may_not_leave(texts: TextScreening) -> None:
    with pytest.raises(InputProhibitedError):
        run(Guardrail(screening=texts), {"texts": [SECRET_WORD]}, "c1", "request")


def test_litellm_shows_a_refusal_in_the_language_of_the_guardrail(texts: TextScreening) -> None:
    class Japanese(Guardrail):
        language = "ja"

    for guardrail, word in ((Japanese, "対処"), (Guardrail, "to fix")):
        with pytest.raises(InputProhibitedError, match=word):
            run(guardrail(screening=texts), {"texts": [SECRET_WORD]}, "c1", "request")


def test_a_text_is_scanned_once_a_day_and_found_again() -> None:
    scanner = DailyScanner()
    first = scanner.scan(f"mail {MAIL}")
    assert scanner.scan(f"mail {MAIL}") is first
    assert [one.kind for one in first] == ["email"]
    assert scanner.scan(f"Mail {MAIL}") is not first


def test_of_many_texts_each_is_scanned_once_whether_it_is_new_or_not() -> None:
    scanner = DailyScanner()
    first = scanner.scan(f"mail {MAIL}")
    texts = ["good morning", f"mail {MAIL}", f"to {MAIL}", "", f"to {MAIL}"] * 200
    found = list(scanner.scan_many(iter(texts)))
    assert [[one.kind for one in each] for each in found[:5]] == [
        [],
        ["email"],
        ["email"],
        [],
        ["email"],
    ]
    assert found == found[:5] * 200
    assert found[1] is first
    assert found[2] is found[4] is found[-1]
