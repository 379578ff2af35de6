"""What `upheld init` writes is a policy, whatever the company is called."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.documents.positioned import read
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.policy.template import minimal

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80)


@given(NAMES)
def test_any_company_name_survives_the_way_through_the_file(name: str) -> None:
    assert read(minimal(company=name), Policy, file="p.yaml").policy.company.ja == name


@pytest.mark.parametrize("name", ['"', "a: b", "#x", "- y", "'", "{}", "株式会社「例」", "\\n"])
def test_names_that_look_like_yaml_survive_too(name: str) -> None:
    policy = read(minimal(id_="x", company=name), Policy, file="p.yaml")
    assert (policy.policy.id, policy.policy.company.en) == ("x", name)


def test_the_template_refers_to_nothing_undeclared(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(minimal(), encoding="utf-8")
    policy = read_policy(tmp_path)
    assert policy.policy.id == "minimal"
    assert set(policy.rights) == {"deletion", "disclosure", "correction"}
    assert {"billing-records", "requests"} == set(policy.retention)
