"""Settings that the policy speaks against stop the gateway at its start, and stand in the check."""

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from tests.screening.conftest import EXAMPLES
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.screening.configuration import GatewaySection
from upheld.screening.contradictions import contradictions
from upheld.screening.fields.endpoints import ENDPOINTS
from upheld.screening.fields.shape import DROPPED, Droppable
from upheld.terminal.main import main


def told(policy: Policy, **section: Any) -> list[str]:
    return [one.what.en for one in contradictions(policy, GatewaySection(**section))]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contradicted") / "ws"
    assert main(["-C", str(folder.parent), "init", "ws", "--template", "b2b-platform"]) == 0
    with (folder / "upheld.yaml").open("a", encoding="utf-8") as file:
        file.write("gateway:\n  keep: {improv: [metadata]}\n  acts: {health: allow, phone: mask}\n")
    return folder


def test_a_recipient_that_is_no_provider_of_the_policy_contradicts_it(policy: Policy) -> None:
    assert told(policy, recipient="nobody") == [
        "`gateway.recipient` names no AI provider of the policy"
    ]
    assert told(policy, recipient="hosting") != []
    assert told(policy, recipient="ai-models") == []
    assert told(policy) == []


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ({"health": "allow"}, "`health: allow` is looser than clause P1-7f"),
        ({"health": "mask"}, "`health: mask` is looser than clause P1-7f"),
        ({"financial_credential": "ask"}, "clause P1-7k"),
        ({"card_number": "pseudonymise"}, "clause P1-7k"),
        ({"address": "allow"}, "clause P1-7i"),
    ],
)
def test_an_act_that_is_looser_than_a_prohibition_contradicts_it(
    policy: Policy, acts: Any, said: str
) -> None:
    (one,) = told(policy, acts=acts)
    assert said in one


def test_an_act_that_is_stricter_or_of_something_else_contradicts_nothing(policy: Policy) -> None:
    acts = {"health": "block", "card_number": "block", "phone": "mask", "ip_address": "allow"}
    assert told(policy, acts=acts, keep={"ai": ("metadata",)}) == []


def test_what_is_masked_for_every_purpose_is_not_allowed_by_a_setting(policy: Policy) -> None:
    research = read_policy(EXAMPLES / "ai-research" / "policy")
    assert research.ai is not None
    assert research.ai.masking is not None
    always = research.ai.masking.model_copy(update={"except_for": ()})
    strict = research.model_copy(
        update={"ai": research.ai.model_copy(update={"masking": always, "prohibited": ()})}
    )
    (one,) = told(strict, acts={"email": "allow"})
    assert "`email: allow` is looser than clause" in one
    assert told(strict, acts={"email": "mask"}) == []
    assert told(policy, acts={"email": "allow"}) == []
    # For the purposes that are excepted the setting decides.
    assert told(research, acts={"email": "allow"}) == []


def test_a_purpose_that_the_policy_has_not_is_named_with_the_one_that_was_meant(
    policy: Policy,
) -> None:
    (one,) = contradictions(policy, GatewaySection(keep={"improv": ("metadata",)}))
    assert one.what.en == "the policy has no purpose `improv`"
    assert one.remedy.en == "did you mean `improve`?"
    assert one.path == ("gateway", "keep", "improv")


def test_only_fields_that_are_dropped_can_be_kept() -> None:
    dropped = {
        name
        for endpoint in ENDPOINTS.values()
        for name, shape in endpoint.shape.fields.items()
        if shape is DROPPED
    }
    assert dropped == set(get_args(Droppable))
    with pytest.raises(ValidationError):
        GatewaySection.model_validate({"keep": {"ai": ["metadta"]}})


def test_the_gateway_does_not_start_and_each_has_its_place(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    command = ["gateway", "--upstream", "https://provider.example", "--listen", "127.0.0.1:0"]
    assert main(["-C", str(workspace), "--lang", "en", *command]) == 2
    said = capsys.readouterr().err
    lines = (workspace / "upheld.yaml").read_text("utf-8").splitlines()
    keep = next(n for n, line in enumerate(lines, 1) if "improv" in line)
    assert f"upheld.yaml:{keep}:10: the policy has no purpose `improv`" in said
    assert "did you mean `improve`?" in said
    assert f"upheld.yaml:{keep + 1}:10: `health: allow` is looser than clause P1-7f" in said
    assert main(["-C", str(workspace), "--lang", "ja", *command]) == 2
    assert "効きません" in capsys.readouterr().err


def test_the_check_names_them_too(workspace: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    command = ["check", "--files-only", "--format", "json"]
    assert main(["-C", str(workspace), "--lang", "en", *command]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    ours = [one for one in found if one["code"] == "UPH231"]
    assert [one["where"]["file"] for one in ours] == ["upheld.yaml", "upheld.yaml"]
    assert all(one["severity"] == "error" for one in ours)
    assert "improv" in ours[0]["what"]
    assert "health" in ours[1]["what"]
