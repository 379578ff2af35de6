"""A page that prints a retention period says from which event it counts, in both languages."""

import pytest

from tests.promises.test_board import NAMES, policy_of
from upheld.policy.language.retention import RetentionRule
from upheld.policy.model import REQUESTS_RULE
from upheld.rendering.names import Names
from upheld.rendering.phrases.retention import how_long

RULE = {"keep": "P7Y", "basis": {"ja": "契約", "en": "contract"}, "c": "5.1"}
NAMES_OF = Names(policy_of("b2b-platform"))


def told(name: str = "orders", **changes: object) -> tuple[str, str]:
    part = how_long(name, RetentionRule.model_validate(RULE | changes), NAMES_OF)
    return part.en, part.ja


def test_a_period_counts_from_the_event_that_the_policy_says() -> None:
    start = {"ja": "ご注文の日", "en": "the day of the order"}
    assert told(counted_from=start) == (
        "for 7 years after the day of the order",
        "ご注文の日から7年間",
    )
    assert (
        told(counted_from=start, at_most=True)[0]
        == "for at most 7 years after the day of the order"
    )
    assert told(counted_from=start, at_least="P1Y") == (
        "from 1 year to 7 years after the day of the order", "ご注文の日から起算して1年から7年まで",
    )  # fmt: skip


def test_an_event_of_the_period_itself_stands_before_it() -> None:
    en, ja = told(keep="contract-end+P7Y")
    assert en.startswith("for 7 years after ")
    assert ja.endswith("から7年間")


def test_without_a_word_of_the_policy_it_points_to_the_records_and_never_guesses() -> None:
    assert told() == (
        "for 7 years after the start date in our records",
        "記録にある起算日から7年間",
    )
    assert told(REQUESTS_RULE)[0] == "for 7 years after the day of the request"


@pytest.mark.parametrize("name", NAMES)
def test_every_period_of_the_five_policies_has_its_start(name: str) -> None:
    policy = policy_of(name)
    assert policy.retention
    for rule, line in policy.retention.items():
        part = how_long(rule, line, Names(policy))
        assert "in our records" not in part.en
        if line.keep.period is not None:
            assert " after " in part.en
            assert "から" in part.ja
