"""Presidio's addresses: the answers that its callers expect, from our scanner."""

import asyncio
import json
from datetime import date
from typing import Any

import httpx
import pytest

from tests.screening.conftest import test_scanner
from upheld.detection.kind import kinds
from upheld.detection.rules import builtin
from upheld.detection.standard import standard
from upheld.screening.gateway.analysis import Analysis
from upheld.screening.presidio import analyze, anonymize
from upheld.screening.presidio_names import PARTS, name_of
from upheld.screening.refused import CallRefusedError

TEXT = "連絡先はtaro@example.jp、予備はhanako@example.comです"


def ask(path: str, call: Any, method: str = "POST") -> httpx.Response:
    async def send() -> httpx.Response:
        application = Analysis(test_scanner(), bytes_limit=10_000)
        transport = httpx.ASGITransport(app=application)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.request(method, path, json=call)

    return asyncio.run(send())


def analyzed(**call: Any) -> Any:
    return analyze(test_scanner(), json.dumps(call).encode())


def test_findings_have_presidios_names_and_offsets() -> None:
    found = ask("/analyze", {"text": TEXT, "language": "ja"}).json()
    assert [(one["entity_type"], TEXT[one["start"] : one["end"]]) for one in found] == [
        ("EMAIL_ADDRESS", "taro@example.jp"),
        ("EMAIL_ADDRESS", "hanako@example.com"),
    ]
    assert all(0 < one["score"] <= 1 for one in found)


def test_a_list_of_texts_has_a_list_of_answers() -> None:
    assert [len(one) for one in analyzed(text=["no", TEXT], language="en")] == [0, 2]


def test_entities_thresholds_and_allowed_words_narrow_what_is_answered() -> None:
    assert analyzed(text=TEXT, language="en", entities=["PHONE_NUMBER"]) == []
    assert len(analyzed(text=TEXT, language="en", entities=["EMAIL_ADDRESS"])) == 2
    assert analyzed(text=TEXT, language="en", score_threshold=1.0) == []
    assert len(analyzed(text=TEXT, language="en", allow_list=["taro@example.jp"])) == 1


def test_what_was_found_is_replaced_with_where_it_is_now() -> None:
    found = ask("/analyze", {"text": TEXT, "language": "ja"}).json()
    answer = ask("/anonymize", {"text": TEXT, "analyzer_results": found}).json()
    assert answer["text"] == "連絡先は<EMAIL_ADDRESS>、予備は<EMAIL_ADDRESS>です"
    assert len(answer["items"]) == 2
    for item in answer["items"]:
        assert answer["text"][item["start"] : item["end"]] == "<EMAIL_ADDRESS>"


@pytest.mark.parametrize(
    ("operator", "text"),
    [
        ({"type": "redact"}, "a "),
        ({"type": "keep"}, "a b@c.jp"),
        ({"type": "replace", "new_value": "X"}, "a X"),
        ({"type": "mask", "masking_char": "#", "chars_to_mask": 3, "from_end": True}, "a b@c###"),
        ({"type": "mask", "masking_char": "#", "chars_to_mask": 99, "from_end": False}, "a ######"),
    ],
)
def test_operators(operator: Any, text: str) -> None:
    place = {"start": 2, "end": 8, "entity_type": "EMAIL_ADDRESS", "score": 1.0}
    call = {"text": "a b@c.jp", "analyzer_results": [place], "anonymizers": {"DEFAULT": operator}}
    assert anonymize(json.dumps(call).encode())["text"] == text


def test_of_places_that_lie_on_each_other_nothing_stays_behind() -> None:
    places = [
        {"start": 0, "end": 6, "entity_type": "A"},
        {"start": 4, "end": 9, "entity_type": "B"},
        {"start": 2, "end": 3, "entity_type": "C"},
    ]
    call = {"text": "123456789.", "analyzer_results": places}
    assert anonymize(json.dumps(call).encode())["text"] == "<A><B>."


@pytest.mark.parametrize(
    "call",
    [
        {"text": 7},
        {"text": "a", "analyzer_results": [{"start": 0, "end": 99, "entity_type": "A"}]},
        {"text": "a", "analyzer_results": [{"start": "0", "end": 1, "entity_type": "A"}]},
        {"text": "a", "analyzer_results": [{"start": 0, "end": 1, "entity_type": "A"}],
         "anonymizers": {"DEFAULT": {"type": "custom", "lambda": "lambda x: x"}}},
        {"text": "a", "analyzer_results": [], "surprise": 1},
    ],
)  # fmt: skip
def test_what_is_not_understood_leaves_no_text_as_it_was(call: Any) -> None:
    with pytest.raises(CallRefusedError):
        anonymize(json.dumps(call).encode())


def test_every_name_for_a_part_of_a_kind_leads_to_rules_and_kinds_that_there_are() -> None:
    there = {rule.id for rule in builtin()} | set(kinds())
    for name, parts in PARTS.items():
        assert parts, name
        assert set(parts) <= there, name


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("LOCATION", "Ship it to 12 High Street, Leeds LS1 9YZ.", 1),
        ("LOCATION", "I live in Tokyo.", 0),
        ("DATE_TIME", "She was born on 12 March 1985.", 1),
        ("DATE_TIME", "Meeting on 3 November 2026.", 0),
    ],
)
def test_of_places_and_days_those_of_people_are_found_under_presidios_names(
    name: str, text: str, found: int
) -> None:
    call = {"text": text, "language": "en", "entities": [name]}
    answer = analyze(standard(today=date(2026, 12, 1)), json.dumps(call).encode())
    assert [one["entity_type"] for one in answer] == [name] * found
    assert name in ask("/supportedentities?language=en", None, "GET").json()


def test_a_language_that_nobody_reads_is_refused() -> None:
    for language in ("zz", "de", 7, ["en"], "a text\n"):
        answer = ask("/analyze", {"text": "a", "language": language})
        assert answer.status_code == 400
        assert "en or ja" in answer.json()["error"]["message"]
    assert "zz" in ask("/analyze", {"text": "a", "language": "zz"}).json()["error"]["message"]
    for path in ("/supportedentities", "/recognizers"):
        assert ask(f"{path}?language=zz", None, "GET").status_code == 400
        assert ask(path, None, "GET").status_code == 200
    assert ask("/analyze", {"text": "a"}).status_code == 200


def test_an_operator_that_there_is_not_is_named_and_so_are_those_that_there_are() -> None:
    place = {"start": 0, "end": 1, "entity_type": "A"}
    for kind, shown in (("hash", "`hash`"), ("e\n", "`…`"), (7, "`…`")):
        call = {"text": "a", "analyzer_results": [place], "anonymizers": {"A": {"type": kind}}}
        answer = ask("/anonymize", call)
        assert answer.status_code == 400
        message = answer.json()["error"]["message"]
        assert shown in message
        assert "keep, mask, redact, replace" in message


def test_recognisers_of_the_caller_are_refused() -> None:
    with pytest.raises(CallRefusedError):
        analyzed(text="a", language="en", ad_hoc_recognizers=[{"name": "x"}])


def test_names_are_one_for_each_kind_and_other_addresses_are_refused() -> None:
    names = ask("/supportedentities?language=en", None, "GET").json()
    assert len(set(names)) == len(names)
    assert name_of("jp_my_number") in names
    assert ask("/health", None, "GET").status_code == 200
    assert ask("/recognizer", None, "GET").status_code == 404
    rules = ask("/recognizers?language=ja", None, "GET").json()
    assert {one["recognition_metadata"]["recognizer_name"] for one in analyzed(text=TEXT)} <= set(
        rules
    )
    assert ask("/anonymizers", None, "GET").json() == ["keep", "mask", "redact", "replace"]
