"""Each trap of the reference texts is repaired in the examples: broken again, it is found."""

import copy
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from tests.examples.test_clauses import EXAMPLES, PREFIX, listed
from tests.examples.traps import TRAPS, Trap
from upheld.policy.reading import locate_policy, read_policy
from upheld.policy.rules.catalogue import RULES, lint
from upheld.policy.rules.rule import Given

TODAY = dt.date(2026, 11, 25)


def declared(template: str) -> dict[str, Any]:
    """The whole policy of an example as plain values."""
    policy = read_policy(EXAMPLES / template / "policy")
    plain: dict[str, Any] = policy.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return plain


def broken(plain: dict[str, Any], trap: Trap) -> dict[str, Any]:
    """The policy with a line spoilt."""
    for path, value in ((trap.path, trap.value), *trap.more):
        *above, last = (int(step) if step.isdigit() else step for step in path.split("/"))
        part: Any = plain
        for step in above:
            part = part[step]
        if value is None:
            del part[last]
        else:
            part[last] = value
    return plain


def codes(folder: Path, plain: dict[str, Any]) -> set[str]:
    """What the linter finds, and not merely notes, unless its rule is a note."""
    folder.mkdir()
    # JSON is YAML.
    (folder / "policy.yaml").write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    found = lint(Given(read=locate_policy(folder), today=TODAY))
    return {
        one.code
        for one in found
        if one.severity != "information" or RULES[one.code].severity == "information"
    }


@pytest.fixture(scope="module", params=sorted(PREFIX))
def sound(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return request.param, declared(request.param)


@pytest.mark.slow
def test_every_repaired_line_broken_again_is_found(
    tmp_path: Path, sound: tuple[str, dict[str, Any]]
) -> None:
    template, plain = sound
    before = codes(tmp_path / "before", plain)
    missed = []
    for number, trap in enumerate(one for one in TRAPS if one.template == template):
        after = codes(tmp_path / str(number), broken(copy.deepcopy(plain), trap))
        if trap.rule in before or trap.rule not in after:
            missed.append(f"{trap.clause} {trap.rule} {trap.path}")
    assert missed == []


def test_the_traps_name_clauses_of_their_own_example_and_rules_that_exist() -> None:
    known = set(listed())
    assert {trap.clause for trap in TRAPS} - known == set()
    assert {trap.rule for trap in TRAPS} - set(RULES) == set()
    for trap in TRAPS:
        assert trap.clause.split("-")[0] == PREFIX[trap.template]
