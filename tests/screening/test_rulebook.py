"""What the policy says about a finding, what settings may add, and what nobody spoke of."""

import json
from typing import Any

import pytest

from tests.screening.conftest import EXAMPLES, SECRET_WORD, test_scanner
from upheld.detection import Finding
from upheld.detection.standard import REGIONS
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.daily import DailyScanner
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.procedure import Screening, Terms
from upheld.screening.refused import InputNeedsAskingError, InputProhibitedError
from upheld.screening.rulebook import Rulebook, rulebook_of
from upheld.screening.sought import child_bound_of, regions_of

CHAT = ENDPOINTS["/v1/chat/completions"]
MAIL = "taro@example.jp"


@pytest.fixture(scope="module")
def research() -> Policy:
    """A policy that takes identity and contact out, except for some purposes."""
    return read_policy(EXAMPLES / "ai-research" / "policy")


def book(policy: Policy, **section: Any) -> Rulebook:
    return rulebook_of(policy, GatewaySection(**section))


def found(kind: str, *groups: str) -> Finding:
    return Finding(
        kind=kind, start=0, end=1, line=1, column=1, confidence=1.0, rule="r", groups=groups
    )


def decided(
    policy: Policy, finding: Finding, purpose: str = "p", **section: Any
) -> tuple[str, str | None]:
    decision = book(policy, **section).decide(finding, purpose)
    return decision.act, decision.clause


def test_each_prohibited_group_is_blocked_by_its_own_clause(policy: Policy) -> None:
    assert policy.ai is not None
    for line in policy.ai.prohibited:
        group = line.kind.replace("-", "_")
        assert decided(policy, found("ip_address", group)) == ("block", line.c[0])


def test_settings_never_loosen_what_the_policy_prohibits(policy: Policy) -> None:
    loose: Any = {"acts": {"health": "allow", "card_number": "allow"}}
    assert decided(policy, found("health", "health"), **loose) == ("block", "P1-7f")
    assert decided(policy, found("card_number", "financial_credential"), **loose)[0] == "block"


def test_of_a_finding_in_two_groups_the_stricter_one_counts(
    policy: Policy, research: Policy
) -> None:
    finding = found("address", "precise_location", "restricted_region")
    assert decided(policy, finding) == ("block", "P1-7i")
    loosened: Any = {"acts": {"precise_location": "allow"}}
    assert decided(research, finding, **loosened)[0] == "block"


def test_what_the_policy_masks_goes_under_another_name_except_for_its_purposes(
    research: Policy,
) -> None:
    assert decided(research, found("email")) == ("pseudonymise", "P2-4.2b")
    assert decided(research, found("person_name")) == ("pseudonymise", "P2-4.2b")
    assert decided(research, found("email"), "support") == ("allow", "P2-4.2b")
    assert decided(research, found("email"), acts={"email": "allow"})[0] == "pseudonymise"
    assert decided(research, found("email"), acts={"email": "mask"})[0] == "mask"
    assert decided(research, found("email"), "support", acts={"email": "block"})[0] == "block"


def test_what_nobody_spoke_of_is_blocked_in_a_group_and_renamed_elsewhere(research: Policy) -> None:
    assert decided(research, found("health", "health")) == ("block", None)
    assert decided(research, found("ip_address")) == ("pseudonymise", None)
    assert decided(research, found("ip_address"), otherwise="allow") == ("allow", None)
    assert decided(research, found("health", "health"), acts={"health": "mask"}) == ("mask", None)


def screening(policy: Policy, **section: Any) -> Screening:
    made = GatewaySection(**section)
    return Screening(
        scanner=test_scanner(), rulebook=rulebook_of(policy, made), section=made, key=b"k" * 32
    )


def call(text: str) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": text}]}).encode()


def content(body: bytes) -> str:
    return str(json.loads(body)["messages"][0]["content"])


def test_acts_may_differ_within_one_text(research: Policy) -> None:
    made = screening(research, acts={"health": "mask", "email": "pseudonymise"})
    text = f"{SECRET_WORD} {MAIL} {SECRET_WORD} x {MAIL}"
    sent = made.screen(CHAT, call(text), Terms(tenant="t", purpose="p"))
    first, name, second, x, again = content(sent.body).split(" ")
    assert first == second == "******:********-****".replace(":********-", ":********-")
    assert x == "x"
    assert name == again
    assert name.startswith("⟦EMAIL_")
    assert sent.pseudonyms.restored(name) == MAIL


def test_what_is_allowed_leaves_as_it_is(research: Policy) -> None:
    made = screening(research)
    sent = made.screen(CHAT, call(MAIL), Terms(tenant="t", purpose="support"))
    assert content(sent.body) == MAIL
    assert sent.told["found"] == [
        {"kind": "email", "group": None, "act": "allow", "clause": "P2-4.2b", "count": 1}
    ]


def test_what_has_to_be_asked_leaves_once_somebody_agreed_to_that_kind(policy: Policy) -> None:
    made = screening(policy, acts={"email": "ask"})
    terms = Terms(tenant="t", purpose="p")
    with pytest.raises(InputNeedsAskingError) as asked:
        made.screen(CHAT, call(MAIL), terms)
    assert asked.value.told["outcome"] == "input-needs-asking"
    assert "upheld-agreed: email" in asked.value.remedy.en
    with pytest.raises(InputNeedsAskingError):
        made.screen(CHAT, call(MAIL), Terms(tenant="t", purpose="p", agreed=frozenset({"phone"})))
    agreed = Terms(tenant="t", purpose="p", agreed=frozenset({"email"}))
    assert content(made.screen(CHAT, call(MAIL), agreed).body) == MAIL
    with pytest.raises(InputProhibitedError):
        made.screen(
            CHAT, call(SECRET_WORD), Terms(tenant="t", purpose="p", agreed=frozenset({"health"}))
        )


def test_a_kind_that_does_not_exist_is_refused_with_a_guess() -> None:
    from pydantic import ValidationError

    with pytest.raises(ValidationError, match="neither a kind nor a group"):
        GatewaySection(acts={"emial": "mask"})


def test_the_age_of_a_child_is_the_policys() -> None:
    platform = read_policy(EXAMPLES / "b2b-platform" / "policy")
    assert platform.ai is not None
    assert child_bound_of(platform) == 13
    lines = tuple(
        line.model_copy(update={"under": 16}) if line.kind == "child" else line
        for line in platform.ai.prohibited
    )
    ai = platform.ai.model_copy(update={"prohibited": lines})
    assert child_bound_of(platform.model_copy(update={"ai": ai})) == 16


def closing(platform: Policy, **regions: Any) -> Policy:
    assert platform.regions is not None
    return platform.model_copy(update={"regions": platform.regions.model_copy(update=regions)})


def test_restricted_are_the_regions_that_the_list_closes_and_those_that_it_adds() -> None:
    platform = read_policy(EXAMPLES / "b2b-platform" / "policy")
    assert platform.regions is not None
    assert platform.regions.closed is not None
    assert platform.regions.maintained is not None
    regions = regions_of(platform)
    assert {"DE", "GB", "CN", "CU", "IR", "KP", "SY"} <= regions
    assert not {"HK", "MO", "TW", "JP"} & regions
    added = platform.regions.maintained
    assert regions_of(closing(platform, closed=None)) == {"CU", "IR", "KP", "SY"}
    assert "IR" not in regions_of(closing(platform, maintained=None))
    # A list that somewhere else adds what `except` opens is kept: the stricter of two lines.
    both = added.model_copy(update={"adds": ("HK",)})
    assert "HK" in regions_of(closing(platform, maintained=both))
    assert regions_of(closing(platform, closed=None, maintained=None)) == REGIONS


@pytest.mark.parametrize(
    "text",
    [
        "お客様はイラン在住です",
        "He is a resident of Cuba",
        "お客様は北朝鮮在住です",
        "Customer living in Syria",
        "Customer living in Germany",
    ],
)
def test_whoever_lives_where_the_list_adds_is_found_as_the_policy_is_followed(text: str) -> None:
    platform = read_policy(EXAMPLES / "b2b-platform" / "policy")
    scanner = DailyScanner.by_policy(platform)
    screens = Screening(
        scanner=scanner, rulebook=book(platform), section=GatewaySection(), key=b"k" * 32
    )
    with pytest.raises(InputProhibitedError):
        screens.screen(CHAT, call(text), Terms(tenant="t", purpose="p"))
