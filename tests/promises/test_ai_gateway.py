"""A clause about AI inputs is as good as what the gateway did: made-up values, calls, switches."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.promises.ai_facts import ai_well, call, export, setting, told
from tests.promises.test_board import NOW, everything_well, policy_of
from upheld.desk.standing import FoundStanding
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Finding
from upheld.promises.ai_seen import AiSeen, Told
from upheld.promises.board import Checked, compute
from upheld.refusal import Where
from upheld.screening.probing import Probed, Tried
from upheld.wording import Text

AN_HOUR = timedelta(hours=1)
POLICY = policy_of("b2b-platform")
RESEARCH = policy_of("ai-research")
HEALTH, BLOCK, TRAINING, AUDITED = "P1-7f", "P1-7p", "P1-7a", "P1-7c"
SWITCH, PROVIDERS, FOUND, SUSPEND = "P1-7e", "P1-7d", "P1-7q", "P1-7r"
NEVER, MASKING = "P2-4.3a", "P2-4.2b"
EVERY = [HEALTH, BLOCK, TRAINING, AUDITED, SWITCH, PROVIDERS, FOUND, SUSPEND]


def well(policy: Policy = POLICY) -> AiSeen:
    seen = ai_well(policy, NOW)
    assert seen is not None
    return seen


def said(clause: str, seen: AiSeen | None, policy: Policy = POLICY) -> Checked:
    """What the control says of a clause."""
    board = compute(policy, replace(everything_well(policy), ai=seen))
    (found,) = [one for one in board.clauses if one.id == clause]
    return next(one for one in found.controls if one.control.id == "ai-gateway")


def state(clause: str, seen: AiSeen | None, policy: Policy = POLICY) -> str:
    return said(clause, seen, policy).seen.state


def with_calls(seen: AiSeen, *calls: Told) -> AiSeen:
    return replace(seen, calls=[*seen.calls, *calls])


def with_acts(seen: AiSeen, *acts: Told) -> AiSeen:
    return replace(seen, acts=[*seen.acts, *acts])


@pytest.mark.parametrize("clause", EVERY)
def test_each_clause_is_kept_where_the_gateway_did_what_it_says(clause: str) -> None:
    assert state(clause, well()) == "kept"
    assert said(clause, well()).seen.evidence is not None


@pytest.mark.parametrize("clause", [NEVER, MASKING])
def test_so_are_those_that_take_data_out_and_never_train(clause: str) -> None:
    assert state(clause, well(RESEARCH), RESEARCH) == "kept"


@pytest.mark.parametrize("clause", EVERY)
def test_without_a_gateway_there_is_no_evidence(clause: str) -> None:
    assert state(clause, AiSeen()) == "no_evidence_yet"
    assert state(clause, None) == "no_evidence_yet"


def test_an_example_that_would_leave_breaks_its_clause_and_that_of_the_block() -> None:
    seen = well()
    assert seen.probed is not None
    through = {**seen.probed.blocked, "health": Tried(examples=2, let_through=1)}
    leaky = replace(seen, probed=replace(seen.probed, blocked=through))
    assert state(HEALTH, leaky) == "broken"
    assert state(BLOCK, leaky) == "broken"
    assert state("P1-7g", leaky) == "kept"
    assert "1 of 2 made-up example(s)" in said(HEALTH, leaky).seen.why.en


def test_a_group_that_is_tried_with_nothing_is_not_kept() -> None:
    assert state(HEALTH, replace(well(), probed=Probed())) == "no_evidence_yet"


def test_a_call_that_left_with_a_prohibited_kind_breaks_the_clause() -> None:
    found = [{"kind": "health", "group": "health", "act": "allow", "clause": None, "count": 1}]
    left = call(NOW, found=found, policy=POLICY.sha256)
    assert state(HEALTH, with_calls(well(), left)) == "broken"
    assert state("P1-7g", with_calls(well(), left)) == "kept"
    # One that an earlier policy let through was no breach of it.
    assert state(HEALTH, with_calls(well(), call(NOW, found=found))) == "kept"
    # Refused ones are what the clause promises.
    refused = call(NOW, found=found, policy=POLICY.sha256, outcome="input-prohibited")
    assert "1 of the newest 3 call(s)" in said(HEALTH, with_calls(well(), refused)).seen.why.en


def test_examples_alone_do_not_show_that_applications_use_the_gateway() -> None:
    assert state(HEALTH, replace(well(), calls=[])) == "no_evidence_yet"
    old = replace(well(), calls=[call(NOW - timedelta(days=32))])
    assert state(HEALTH, old) == "at_risk"
    assert said(HEALTH, old).seen.why.en.endswith("; the last call came on 2026-10-24")


def test_a_setting_that_the_policy_speaks_against_puts_what_calls_show_at_risk() -> None:
    finding = Finding(
        code="UPH231",
        name="gateway-contradicted",
        severity="error",
        where=Where(file="upheld.yaml", line=6),
        what=Text(en="`health: allow` is looser", ja="緩い設定です"),
        remedy=Text(en="remove it", ja="外してください"),
    )
    facts = replace(everything_well(POLICY), findings=(finding,))
    board = compute(POLICY, facts)
    states = {
        str(one.id): part.seen
        for one in board.clauses
        for part in one.controls
        if part.control.id == "ai-gateway"
    }
    assert {states[id_].state for id_ in (HEALTH, BLOCK, PROVIDERS)} == {"at_risk"}
    assert states[HEALTH].evidence == "check:UPH231 upheld.yaml:6"
    assert states[TRAINING].state == "kept"


def test_a_gateway_that_cannot_be_tried_is_at_risk_and_says_why() -> None:
    seen = replace(well(), probed=None, unreadable=Text(en="rule 3 is none", ja="規則が誤りです"))
    assert state(HEALTH, seen) == "at_risk"
    assert "rule 3 is none" in said(HEALTH, seen).seen.why.en


def test_masking_is_broken_by_an_example_or_a_call_that_leaves_as_it_is() -> None:
    seen = well(RESEARCH)
    assert seen.probed is not None
    through = dict.fromkeys(seen.probed.masked, Tried(examples=2, let_through=2))
    leaky = replace(seen, probed=replace(seen.probed, masked=through))
    assert state(MASKING, leaky, RESEARCH) == "broken"
    mail = [{"kind": "email", "group": None, "act": "allow", "clause": MASKING, "count": 1}]
    left = call(NOW, found=mail, policy=RESEARCH.sha256, purpose="provide")
    assert state(MASKING, with_calls(seen, left), RESEARCH) == "broken"
    excepted = call(NOW, found=mail, policy=RESEARCH.sha256, purpose="support")
    assert state(MASKING, with_calls(seen, excepted), RESEARCH) == "kept"


def test_a_provider_that_the_line_does_not_name_breaks_it() -> None:
    elsewhere = call(NOW, recipient="hosting", policy=POLICY.sha256)
    assert state(PROVIDERS, with_calls(well(), elsewhere)) == "broken"
    unused = replace(well(), calls=[call(NOW, recipient="hosting")])
    assert state(PROVIDERS, unused) == "no_evidence_yet"


def test_calls_to_a_host_that_the_settings_do_not_name_put_the_line_at_risk() -> None:
    astray = call(NOW, policy=POLICY.sha256, host="api.elsewhere.example", declared=False)
    known = replace(well(), host="api.provider.example")
    told = said(PROVIDERS, with_calls(known, astray)).seen
    assert (told.state, told.evidence) == ("at_risk", "ledger:40")
    assert "1 call(s) went to `api.elsewhere.example`" in told.why.en
    assert state(HEALTH, with_calls(known, astray)) == "kept"
    # Once the settings name it, somebody has said that the recipient is there.
    since = replace(well(), host="api.elsewhere.example")
    assert state(PROVIDERS, with_calls(since, astray)) == "kept"
    # A recipient that has moved since was called where it was then.
    moved = call(NOW, policy=POLICY.sha256, host="api.old.example", declared=True)
    assert state(PROVIDERS, with_calls(known, moved)) == "kept"
    long_ago = replace(astray, at=NOW - timedelta(days=32))
    assert state(PROVIDERS, with_calls(known, long_ago)) == "kept"


def test_a_contract_without_the_terms_puts_the_line_at_risk() -> None:
    provider = POLICY.recipients["ai-models"]
    assert provider.contract is not None
    bare = provider.model_copy(
        update={"contract": provider.contract.model_copy(update={"terms": ()})}
    )
    policy = POLICY.model_copy(update={"recipients": {**POLICY.recipients, "ai-models": bare}})
    assert state(PROVIDERS, well(), policy) == "at_risk"
    assert "no-training" in said(PROVIDERS, well(), policy).seen.why.en


def test_an_export_of_somebody_who_has_not_opted_in_breaks_the_clause() -> None:
    assert state(TRAINING, with_acts(well(), export(NOW, "soylent"))) == "broken"
    opted_in = [setting(NOW - AN_HOUR, "training", "on", "soylent"), export(NOW, "soylent")]
    assert state(TRAINING, with_acts(well(), *opted_in)) == "kept"
    opted_out = [opted_in[0], setting(NOW - AN_HOUR / 2, "training", "off", "soylent"), opted_in[1]]
    assert state(TRAINING, with_acts(well(), *opted_out)) == "broken"


def test_where_nobody_can_opt_in_any_row_and_any_opt_in_breaks_the_clause() -> None:
    given = export(NOW, "acme", policy=RESEARCH.sha256)
    assert state(NEVER, with_acts(well(RESEARCH), given), RESEARCH) == "broken"
    assert state(NEVER, replace(well(RESEARCH), opted_in=1), RESEARCH) == "broken"


def test_training_is_shown_by_exports_and_not_by_their_absence() -> None:
    assert state(TRAINING, replace(well(), acts=[])) == "no_evidence_yet"


@pytest.mark.parametrize("clause", [TRAINING, AUDITED])
def test_a_setting_that_stands_without_an_entry_is_a_broken_promise(clause: str) -> None:
    assert state(clause, replace(well(), unrecorded={"training": 1})) == "broken"


def test_a_change_is_on_record_with_who_from_what_to_what() -> None:
    nobody = told("ai-setting-changed", NOW, tenant="acme", setting="ai", old="on", new="off")
    assert state(AUDITED, with_acts(well(), nobody)) == "broken"
    assert state(AUDITED, replace(well(), acts=[])) == "no_evidence_yet"


def test_a_call_that_left_while_ai_was_off_breaks_the_switch() -> None:
    off = setting(NOW - AN_HOUR, "ai", "off")
    assert state(SWITCH, with_acts(with_calls(well(), call(NOW)), off)) == "broken"
    assert state(SWITCH, with_acts(with_calls(well(), call(NOW, tenant="soylent")), off)) == "kept"
    # It was let in before the switch, and stands a moment behind it.
    just = with_calls(well(), call(off.at + timedelta(seconds=2)))
    assert state(SWITCH, with_acts(just, off)) == "kept"
    again = setting(NOW - AN_HOUR / 2, "ai", "on")
    assert state(SWITCH, with_acts(with_calls(well(), call(NOW)), off, again)) == "kept"


def test_a_call_of_a_suspended_key_that_left_breaks_the_suspension() -> None:
    stopped = told("ai-use-suspended", NOW - AN_HOUR, tenant="acme", who="0a1b")
    assert state(SUSPEND, with_acts(with_calls(well(), call(NOW)), stopped)) == "broken"
    resumed = told("ai-use-resumed", NOW - AN_HOUR / 2, tenant="acme", who="0a1b")
    assert state(SUSPEND, with_acts(with_calls(well(), call(NOW)), stopped, resumed)) == "kept"
    refused = call(NOW, outcome="caller-suspended")
    assert state(SUSPEND, with_acts(with_calls(well(), refused), stopped)) == "kept"


def test_a_suspension_that_no_call_has_met_is_not_shown() -> None:
    alone = replace(well(), calls=[call(NOW)])
    assert state(SUSPEND, alone) == "no_evidence_yet"
    assert "no call of one has come since" in said(SUSPEND, alone).seen.why.en


@pytest.mark.parametrize("clause", [HEALTH, BLOCK])
def test_what_passes_unread_makes_what_is_kept_out_not_provable(clause: str) -> None:
    seen = replace(well(), passes=("image",))
    assert state(clause, seen) == "not_provable"
    assert "image" in said(clause, seen).seen.why.en
    assert state(TRAINING, seen) == "kept"


def test_only_calls_that_left_went_to_a_provider() -> None:
    refused = call(NOW, outcome="input-prohibited")
    why = said(PROVIDERS, with_calls(well(), refused)).seen.why.en
    assert why.startswith("of the newest 3 call(s) 1 left")
    assert state(PROVIDERS, replace(well(), calls=[refused])) == "no_evidence_yet"


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        (FoundStanding(), "no_evidence_yet"),
        (FoundStanding(erased=2, newest=NOW), "kept"),
        (FoundStanding(erased=2, late=1, newest=NOW), "at_risk"),
        (FoundStanding(erased=2, left=1, newest=NOW), "at_risk"),
        (FoundStanding(left=1, newest=NOW), "at_risk"),
        (FoundStanding(late=1, newest=NOW), "at_risk"),
        (FoundStanding(erased=2, overdue=1, newest=NOW), "broken"),
    ],
)
def test_what_was_found_later_is_erased_within_its_hours(
    cases: FoundStanding, expected: str
) -> None:
    assert state(FOUND, replace(well(), cases=cases)) == expected
