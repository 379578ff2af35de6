"""What LiteLLM's own Presidio guardrail sends, answered as it needs it.

`litellm_calls.json` is what its guardrail of version 1.110.2, unchanged, sent to `upheld gateway
presidio`. The package itself has 200 MB and stays out of the tests.
"""

import asyncio
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx
import pytest

from upheld.screening.daily import DailyScanner
from upheld.screening.gateway.analysis import Analysis

CALLS = json.loads(Path(__file__).with_name("litellm_calls.json").read_text("utf-8"))
SCANNER = DailyScanner()
ITEM = {"entity_type": str, "start": int, "end": int, "score": float}


def sent(call: dict[str, Any], body: Any = None) -> httpx.Response:
    content = call["body"] if body is None else json.dumps(body)

    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=Analysis(SCANNER, bytes_limit=1 << 20))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(
                call["method"], call["path"], content=content, headers=call["headers"]
            )

    return asyncio.run(send())


def analyses() -> list[dict[str, Any]]:
    return [call for call in CALLS if call["path"] == "/analyze"]


@pytest.mark.parametrize("call", analyses(), ids=lambda call: json.loads(call["body"])["text"][:9])
def test_an_analysis_is_the_list_of_findings_that_it_reads(call: dict[str, Any]) -> None:
    asked = json.loads(call["body"])
    answer = sent(call)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    found = answer.json()
    assert isinstance(found, list)
    for one in found:
        assert {key: type(one[key]) for key in ITEM} == ITEM
        assert 0 <= one["start"] < one["end"] <= len(asked["text"])
        assert "entities" not in asked or one["entity_type"] in asked["entities"]


def test_what_was_found_is_sent_back_and_replaced() -> None:
    anonymized = [call for call in CALLS if call["path"] == "/anonymize"]
    assert anonymized
    for call in anonymized:
        asked = json.loads(call["body"])
        answer = sent(call).json()
        assert set(answer) == {"text", "items"}
        for one in asked["analyzer_results"]:
            assert asked["text"][one["start"] : one["end"]] not in answer["text"]
            assert f"<{one['entity_type']}>" in answer["text"]


def test_an_analysis_and_the_call_after_it_belong_together() -> None:
    """LiteLLM sends findings back as it got them: what is answered today fits what was recorded."""
    pairs = pairwise(CALLS)
    followed = [(a, b) for a, b in pairs if (a["path"], b["path"]) == ("/analyze", "/anonymize")]
    assert followed
    for analysis, anonymization in followed:
        recorded = json.loads(anonymization["body"])["analyzer_results"]
        assert [(o["entity_type"], o["start"], o["end"]) for o in sent(analysis).json()] == [
            (one["entity_type"], one["start"], one["end"]) for one in recorded
        ]


def test_names_of_presidios_for_a_part_of_a_kind_are_answered_under_these_names() -> None:
    text = "US passport number C12345678, account number 12345678 (checking account)"
    call = analyses()[0]
    wanted = {"text": text, "language": "en", "entities": ["US_BANK_NUMBER", "US_PASSPORT"]}
    found = {
        one["entity_type"]: text[one["start"] : one["end"]] for one in sent(call, wanted).json()
    }
    assert found == {"US_PASSPORT": "C12345678", "US_BANK_NUMBER": "12345678"}


def test_a_name_that_nothing_answers_to_is_refused_so_that_nobody_trusts_in_it() -> None:
    call = analyses()[0]
    answer = sent(call, {"text": "x", "language": "en", "entities": ["URL", "PERSON"]})
    assert answer.status_code == 400
    assert "URL" in answer.json()["error"]["message"]
