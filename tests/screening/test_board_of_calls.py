"""What the gateway did to real calls is what the board shows of the clauses about AI inputs."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openai
import pytest
from sqlalchemy import delete, insert

from tests.promises.test_board import everything_well
from tests.screening.conftest import Running, Start
from tests.screening.provider import completion
from tests.screening.test_settings_endpoint import put
from tests.screening.test_training import path_of
from upheld.clock import DrillClock, SystemClock
from upheld.evidence import ledger
from upheld.evidence.proven import ProvenLedger
from upheld.evidence.signing import new_key
from upheld.promises.ai_seen import AiSeen, GatewayGiven, ai_seen
from upheld.promises.board import compute
from upheld.refusal import UsageError
from upheld.screening.configuration import GatewaySection
from upheld.screening.daily import DailyScanner
from upheld.screening.store import live_keys, switches
from upheld.screening.suspending import suspend_use
from upheld.screening.training import export

SIGNER = new_key("shop")
CLOCK = SystemClock()


@pytest.fixture
def running(start: Start, request: pytest.FixtureRequest) -> Running:
    running = start(DailyScanner.by_policy(request.getfixturevalue("policy"), clock=CLOCK))
    running.provider.answers(lambda _: completion("ok"))
    return running


def say(running: Running, text: str, key: str | None = None) -> None:
    client = running.client(key)
    client.chat.completions.create(model="m", messages=[{"role": "user", "content": text}])


def seen(running: Running, rules: str | None = None) -> AiSeen:
    ledger.seal(running.engine, SIGNER, CLOCK)
    given = GatewayGiven(
        section=GatewaySection(recipient="ai-models", rules=rules), folder=Path(__file__).parent
    )
    found = ai_seen(running.policy, given, ProvenLedger(running.engine, SIGNER.public), CLOCK)
    assert found is not None
    return found


def states(running: Running, ai: AiSeen) -> dict[str, str]:
    facts = replace(everything_well(running.policy), now=CLOCK.now(), ai=ai)
    return {
        one.id: next(c.seen.state for c in one.controls if c.control.id == "ai-gateway")
        for one in compute(running.policy, facts).clauses
        if any(c.control.id == "ai-gateway" for c in one.controls)
    }


def test_before_the_first_call_no_clause_is_kept(running: Running) -> None:
    assert set(states(running, seen(running)).values()) == {"no_evidence_yet"}


def test_who_asks_only_which_models_there_are_keeps_no_clause(running: Running) -> None:
    running.provider.answers(lambda _: {"object": "list", "data": []})
    running.client().models.list()
    found = seen(running)
    assert len(found.calls) == 1
    assert set(states(running, found).values()) == {"no_evidence_yet"}


def test_calls_refused_and_sent_keep_the_ten_kinds_the_block_and_the_provider(
    running: Running,
) -> None:
    say(running, "What is the capital of Japan?")
    with pytest.raises(openai.BadRequestError):
        say(running, "山田さんは糖尿病と診断されました。")
    found = states(running, seen(running))
    assert {one for one, state in found.items() if state == "kept"} == {
        *(f"P1-7{letter}" for letter in "fghijklmnop"), "P1-7d",
    }  # fmt: skip


def test_settings_exports_and_suspensions_are_seen_as_they_happened(running: Running) -> None:
    administrator = running.another_key(role="administrator")
    rows = [("acme", 1), ("soylent", 2)]
    wish = {"setting": "training", "value": "on", "path": path_of(running.policy)}
    assert put(running, administrator, wish).status_code == 200
    export(running.engine, CLOCK, running.policy, rows, tenant_of=lambda row: row[0])
    assert put(running, administrator, {"setting": "ai", "value": "off"}).status_code == 200
    with pytest.raises(openai.PermissionDeniedError):
        say(running, "hello")
    assert put(running, administrator, {"setting": "ai", "value": "on"}).status_code == 200
    say(running, "hello")
    key = running.another_key()
    with running.engine.connect() as connection:
        stopped = next(one.id for one in live_keys(connection) if one.id in key)
    suspend_use(running.engine, CLOCK, tenant="acme", who=stopped, case=None)
    with pytest.raises(openai.PermissionDeniedError):
        say(running, "hello", key)
    found = seen(running)
    assert found.opted_in == 1
    kept = {one for one, state in states(running, found).items() if state == "kept"}
    assert {"P1-7a", "P1-7b", "P1-7c", "P1-7e", "P1-7r"} <= kept


def test_a_call_for_a_purpose_that_is_not_the_providers_is_on_record(running: Running) -> None:
    with pytest.raises(openai.PermissionDeniedError):
        say(running, "hello", running.another_key(purpose="account"))
    (entry,) = [one for one in running.entries() if one.kind == "ai-call"]
    assert (entry.body["outcome"], entry.body["purpose"]) == ("purpose-refused", "account")
    assert not running.provider.raw


def test_to_set_what_is_set_already_is_no_change(running: Running) -> None:
    administrator = running.another_key(role="administrator")
    for _ in range(2):
        assert put(running, administrator, {"setting": "ai", "value": "off"}).json()["ai"] == "off"
    changed = [one for one in running.entries() if one.kind == "ai-setting-changed"]
    assert len(changed) == 1


def test_nobody_of_an_unknown_customer_is_suspended(running: Running) -> None:
    with pytest.raises(UsageError):
        suspend_use(running.engine, CLOCK, tenant="nobody", who="a" * 32, case=None)
    suspend_use(running.engine, CLOCK, tenant="acme", who="a" * 32, case=None)


def test_a_switch_that_was_set_past_the_ledger_breaks_the_clauses(running: Running) -> None:
    at = CLOCK.now() - timedelta(hours=1)
    with running.engine.begin() as connection:
        connection.execute(
            insert(switches).values(
                tenant="acme", setting="training", value="on", by_key="x", at=at
            )
        )
    found = states(running, seen(running))
    assert (found["P1-7a"], found["P1-7c"]) == ("broken", "broken")
    with running.engine.begin() as connection:
        connection.execute(delete(switches))
    assert states(running, seen(running))["P1-7a"] == "no_evidence_yet"


def test_a_change_that_waits_for_its_number_is_on_record(running: Running) -> None:
    administrator = running.another_key(role="administrator")
    assert put(running, administrator, {"setting": "ai", "value": "off"}).status_code == 200
    later = DrillClock((CLOCK.now() + timedelta(minutes=10)).isoformat)
    unsealed = ai_seen(running.policy, None, ProvenLedger(running.engine, SIGNER.public), later)
    assert unsealed is not None
    assert (unsealed.acts, unsealed.unrecorded) == ([], {})


def test_rules_that_cannot_be_read_put_the_clauses_at_risk(running: Running) -> None:
    say(running, "hello")
    found = seen(running, rules="nowhere.yaml")
    assert found.probed is None
    assert states(running, found)["P1-7f"] == "at_risk"
