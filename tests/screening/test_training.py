"""Training: off until the customer's own administrator opts in where the policy says."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from tests.screening.conftest import EXAMPLES, entries_of, store_from
from upheld.assembly import Workspace
from upheld.clock import SystemClock
from upheld.evidence.entry import Entry
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.screening.keys import Caller
from upheld.screening.refused import FieldUnfitError, SettingDeniedError, TrainingForbiddenError
from upheld.screening.store import Role
from upheld.screening.switching import change, settings_of
from upheld.screening.training import export
from upheld.terminal.main import main

CLOCK = SystemClock()
ROWS = [{"org": "acme", "text": "a"}, {"org": "globex", "text": "b"}, {"text": "nobody's"}]


@pytest.fixture
def engine(empty_store: Path, tmp_path: Path) -> Iterator[Engine]:
    made = store_from(empty_store, tmp_path)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def never() -> Policy:
    return read_policy(EXAMPLES / "ai-research" / "policy")


def caller(role: Role = "administrator", tenant: str = "acme") -> Caller:
    return Caller(key_id="a1", tenant=tenant, purpose="ai", role=role)


def path_of(policy: Policy) -> str:
    assert policy.ai is not None
    opt_in = policy.ai.training[0].opt_in
    assert opt_in is not None
    return opt_in.path.ja


def opt_in(engine: Engine, policy: Policy, who: Caller, path: str | None = None) -> dict[str, str]:
    return change(engine, CLOCK, policy, who, setting="training", value="on", path=path)


def exported(engine: Engine, policy: Policy) -> list[Any]:
    return list(export(engine, CLOCK, policy, ROWS, tenant_of=lambda row: row.get("org")).rows)


def newest(engine: Engine) -> Entry:
    return entries_of(engine)[-1]


def test_a_fresh_organisation_exports_no_row_and_the_denial_is_on_record(
    engine: Engine, policy: Policy
) -> None:
    assert exported(engine, policy) == []
    entry = newest(engine)
    assert entry.kind == "training-export"
    assert entry.body["outcome"] == "denied"
    assert (entry.body["rows"], entry.body["denied"]) == (0, 3)


def test_an_administrator_opts_in_on_the_path_and_only_those_rows_leave(
    engine: Engine, policy: Policy
) -> None:
    assert opt_in(engine, policy, caller(), path_of(policy))["training"] == "on"
    assert exported(engine, policy) == [ROWS[0]]
    entry = newest(engine)
    assert entry.body["outcome"] == "exported"
    assert (entry.body["rows"], entry.body["denied"], entry.body["tenants"]) == (1, 2, ["acme"])


def test_each_flip_is_an_entry_with_who_old_and_new(engine: Engine, policy: Policy) -> None:
    opt_in(engine, policy, caller(), path_of(policy))
    change(engine, CLOCK, policy, caller(), setting="training", value="off")
    on, off = entries_of(engine)
    assert on.kind == off.kind == "ai-setting-changed"
    assert [(e.body["by"], e.body["old"], e.body["new"]) for e in (on, off)] == [
        ("a1", "off", "on"),
        ("a1", "on", "off"),
    ]
    assert exported(engine, policy) == []


@pytest.mark.parametrize("role", ["member", "application"])
def test_a_member_is_refused(engine: Engine, policy: Policy, role: Role) -> None:
    with pytest.raises(SettingDeniedError) as denied:
        opt_in(engine, policy, caller(role), path_of(policy))
    assert denied.value.status == 403
    assert newest(engine).kind == "ai-setting-denied"
    assert newest(engine).body["outcome"] == "setting-denied"
    assert exported(engine, policy) == []


@pytest.mark.parametrize("path", [None, "", "Administration > Users", "管理"])
def test_another_path_has_no_effect(engine: Engine, policy: Policy, path: str | None) -> None:
    with pytest.raises(SettingDeniedError):
        opt_in(engine, policy, caller(), path)
    with engine.connect() as connection:
        assert settings_of(connection, "acme")["training"] == "off"


def test_where_the_policy_says_never_there_is_no_opt_in(engine: Engine, never: Policy) -> None:
    with pytest.raises(TrainingForbiddenError):
        opt_in(engine, never, caller(), "anything")
    assert exported(engine, never) == []


def test_an_opt_in_under_an_older_policy_counts_no_more_under_never(
    engine: Engine, policy: Policy, never: Policy
) -> None:
    opt_in(engine, policy, caller(), path_of(policy))
    assert exported(engine, never) == []


def test_one_organisation_never_sets_anything_for_another(engine: Engine, policy: Policy) -> None:
    opt_in(engine, policy, caller(tenant="globex"), path_of(policy))
    assert exported(engine, policy) == [ROWS[1]]


def test_a_setting_that_does_not_exist_is_refused(engine: Engine, policy: Policy) -> None:
    with pytest.raises(FieldUnfitError):
        change(engine, CLOCK, policy, caller(), setting="everything", value="on")


@pytest.mark.parametrize("page", ["gateway.md", "ja/gateway.md"])
def test_the_program_on_the_page_exports_the_rows_of_those_who_opted_in(
    tmp_path: Path, page: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-C", str(tmp_path), "init", "ws", "--template", "b2b-platform"]) == 0
    company = Workspace(tmp_path / "ws")
    opt_in(
        company.engine, policy := read_policy(company.policy_in_force()), caller(), path_of(policy)
    )
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    (shown,) = [one for one in text.split("```python\n") if "training import export" in one]
    program = shown.partition("```")[0].replace("/srv/company", str(tmp_path / "ws"))
    capsys.readouterr()
    exec(compile(program, page, "exec"), {})
    said = capsys.readouterr().out
    assert said.startswith("1 ")
    assert said.endswith("{'globex': 1}\n")
    entry = newest(company.engine)
    company.close()
    assert (entry.kind, entry.body["rows"], entry.body["denied"]) == ("training-export", 1, 1)
