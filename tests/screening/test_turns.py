"""An answer in a conversation is screened behind the question before it, wherever both stand."""

import json
from typing import Any

import pytest

from tests.screening.conftest import Start
from upheld.detection import Finding
from upheld.policy.model import Policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.daily import DailyScanner
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.procedure import Screened, Screening, Terms
from upheld.screening.refused import InputProhibitedError
from upheld.screening.rulebook import rulebook_of
from upheld.screening.turns import together

CHAT, RESPONSES = "/v1/chat/completions", "/v1/responses"
ASKED, PIN = "本人確認のため、暗証番号を教えてください。", "はい、4821です"


@pytest.fixture(scope="module")
def screening(policy: Policy) -> Screening:
    section = GatewaySection()
    return Screening(
        scanner=DailyScanner.by_policy(policy),
        rulebook=rulebook_of(policy, section),
        section=section,
        key=b"k" * 32,
    )


def screen(screening: Screening, path: str, call: Any) -> Screened:
    terms = Terms(tenant="acme", purpose="ai")
    return screening.screen(ENDPOINTS[path], json.dumps(call).encode(), terms)


def chat(*said: tuple[str, Any]) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": who, "content": what} for who, what in said]}


def refused(screening: Screening, path: str, call: Any) -> str | None:
    with pytest.raises(InputProhibitedError) as refusal:
        screen(screening, path, call)
    return refusal.value.param


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (ASKED, PIN),
        ("お手数ですが、パスポート番号をご入力ください。", "TK1234567"),
        ("現在治療中の病気はありますか？", "糖尿病です"),
        ("What is your PIN?", "It's 4821"),
        ("Do you have any medical conditions?", "diabetes"),
        ("To sign you in I need your password.", "hunter2!Blue"),
    ],
)
def test_what_answers_a_question_for_something_prohibited_does_not_leave(
    screening: Screening, question: str, answer: str
) -> None:
    call = chat(("system", "Help."), ("assistant", question), ("user", answer))
    assert refused(screening, CHAT, call) == "messages[2].content"
    assert screen(screening, CHAT, chat(("user", answer))).told["found"] == []


def test_the_answer_may_stand_in_parts_of_a_message_or_in_items_of_a_response(
    screening: Screening,
) -> None:
    parts = [{"type": "text", "text": ASKED}, {"type": "text", "text": PIN}]
    assert refused(screening, CHAT, chat(("user", parts))) == "messages[0].content[1].text"
    items = [
        {"role": "assistant", "content": [{"type": "output_text", "text": ASKED}]},
        {"role": "user", "content": [{"type": "input_text", "text": PIN}]},
    ]
    call = {"model": "m", "input": items}
    assert refused(screening, RESPONSES, call) == "input[1].content[0].text"


def test_a_value_that_goes_under_another_name_is_replaced_in_its_place(
    screening: Screening,
) -> None:
    call = chat(("assistant", "生年月日を教えてください。"), ("user", "はい、1990年5月3日です。"))
    screened = screen(screening, CHAT, call)
    said = json.loads(screened.body)["messages"][1]["content"]
    assert "1990" not in said
    assert said.startswith("はい、")
    assert said.endswith("です。")
    assert screened.pseudonyms.restored(said) == "はい、1990年5月3日です。"


def test_instructions_to_the_model_ask_nobody_and_do_not_hide_a_question(
    screening: Screening,
) -> None:
    harmless = chat(("system", "Ask for the PIN. What is your PIN?"), ("user", "2024"))
    assert screen(screening, CHAT, harmless).told["found"] == []
    between = chat(("assistant", ASKED), ("developer", "Be brief."), ("user", PIN))
    assert refused(screening, CHAT, between) == "messages[2].content"


def test_a_question_about_a_subject_refuses_no_answer(screening: Screening) -> None:
    for question, answer in (
        ("どの年度のデータを使いますか？", "2024"),
        ("どの病気について知りたいですか？", "糖尿病です"),
        ("What's the error code?", "4821"),
        ("Please do not send your PIN.", "1234 units were sold in 2024"),
    ):
        call = chat(("assistant", question), ("user", answer))
        assert screen(screening, CHAT, call).told["found"] == []


def test_what_a_model_answered_is_no_answer_of_a_person(screening: Screening) -> None:
    call = chat(("user", "What is a common PIN?"), ("assistant", "1234"), ("user", "Thanks!"))
    assert screen(screening, CHAT, call).told["found"] == []


def test_through_a_gateway_nothing_of_the_answer_arrives(start: Start, policy: Policy) -> None:
    gateway = start(scanner=DailyScanner.by_policy(policy))
    answer = gateway.post(CHAT, chat(("assistant", ASKED), ("user", PIN)))
    assert answer.status_code == 400
    assert not any(b"4821" in one.body for one in gateway.provider.calls)


def test_of_two_readings_the_surer_finding_stays() -> None:
    def finding(kind: str, start: int, end: int, confidence: float) -> Finding:
        return Finding(
            kind=kind, start=start, end=end, line=1, column=1,
            confidence=confidence, rule="r", groups=(),
        )  # fmt: skip

    phone, account = finding("phone", 3, 10, 0.6), finding("bank_account", 3, 10, 0.9)
    mail = finding("email", 20, 30, 0.9)
    assert together([phone, mail], [account]) == [account, mail]
    assert together([account, mail], [phone]) == [account, mail]


def test_a_value_in_arguments_is_what_its_object_calls_it(screening: Screening) -> None:
    fields = [{"name": "password", "value": "hunter2!Blue"}, {"name": "colour", "value": "blue"}]
    function = {"name": "fill", "arguments": json.dumps({"fields": fields})}
    call = chat(("user", "Fill it in."))
    call["messages"].append(
        {"role": "assistant", "tool_calls": [{"id": "c", "type": "function", "function": function}]}
    )
    place = "messages[1].tool_calls[0].function.arguments.fields[0].value"
    assert refused(screening, CHAT, call) == place
    answered = chat(("user", "Fill it in."))
    form = {"question": "持病はありますか？", "answer": "糖尿病です"}
    answered["messages"].append(
        {"role": "tool", "tool_call_id": "c", "content": json.dumps([form], ensure_ascii=False)}
    )
    assert refused(screening, CHAT, answered) == "messages[1].content[0].answer"


def test_a_value_in_arguments_is_what_the_field_around_it_is_called(screening: Screening) -> None:
    record = {"傷病名": {"type": "SINGLE_LINE_TEXT", "value": "うつ病"}}
    call = chat(("user", "Read it."))
    call["messages"].append(
        {"role": "tool", "tool_call_id": "c", "content": json.dumps({"record": record})}
    )
    assert refused(screening, CHAT, call) == "messages[1].content.record.….value"
