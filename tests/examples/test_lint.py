"""The example policies are the repaired ones: the linter finds no error and no warning."""

from datetime import date
from pathlib import Path

import pytest

from tests.examples.test_clauses import EXAMPLES, PREFIX
from upheld.policy.reading import locate_policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.rule import Given

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize("template", sorted(PREFIX))
def test_an_example_has_no_error_and_no_warning(template: str) -> None:
    found = lint(Given(read=locate_policy(EXAMPLES / template / "policy"), today=TODAY))
    serious = [one for one in found if one.severity != "information"]
    assert [f"{one.code} {one.where}: {one.what.en}" for one in serious] == []


@pytest.mark.parametrize("template", sorted(PREFIX))
def test_an_example_says_that_its_contacts_are_not_real(template: str) -> None:
    company = (EXAMPLES / template / "policy/company.yaml").read_text("utf-8")
    assert "実在しません" in company.splitlines()[0]
    assert Path(EXAMPLES / template / "policy/data.yaml").exists()
