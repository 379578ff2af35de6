"""What `upheld init` writes is a policy, whatever the company is called."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.documents.positioned import read
from upheld.policy.model import Policy
from upheld.policy.reading import locate_policy, read_policy
from upheld.policy.rules.catalogue import lint
from upheld.policy.rules.rule import Given
from upheld.policy.template import minimal

NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80)


@pytest.mark.slow
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
    assert {"deletion", "disclosure", "correction"} < set(policy.rights)
    assert {"billing-records", "requests"} < set(policy.retention)


def checked(tmp_path: Path, text: str) -> list[tuple[str, str, str]]:
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    given = Given(read=locate_policy(tmp_path), today=dt.date(2026, 11, 25))
    return [(f.code, f.severity, str(f.what.en)) for f in lint(given)]


def test_the_template_asks_only_for_what_nobody_but_the_company_knows(tmp_path: Path) -> None:
    assert checked(tmp_path, minimal(company="あおば商店")) == [
        *[("UPH108", "warning", "this is the invented value of the template")] * 3,
        ("UPH104", "information",
         "the address of `privacy-mail` is in a domain reserved for examples"),
        ("UPH203", "warning", "`mail-delivery` (processor) has no contract"),
    ]  # fmt: skip


def test_a_version_that_the_templates_person_signs_is_told(tmp_path: Path) -> None:
    found = checked(tmp_path, minimal(company="あおば商店").replace("# signatory:", "signatory:"))
    assert [code for code, _, _ in found].count("UPH108") == 4


def test_with_its_own_address_people_and_contact_the_company_checks_clean(tmp_path: Path) -> None:
    text = minimal(company="あおば商店")
    for invented, own in {
        "東京都千代田区見本町1-2-3": "岩手県盛岡市青葉1-1",
        "1-2-3 Mihoncho, Chiyoda-ku, Tokyo": "1-1 Aoba, Morioka",
        "山野 葵": "青葉 望", "Aoi Yamano": "Nozomi Aoba",
        "sample-store.example.jp": "aoba-store.jp", "date: 2000-01-01": "date: 2026-11-25", "# contract:": "contract:",
    }.items():  # fmt: skip
        assert invented in text
        text = text.replace(invented, own)
    assert checked(tmp_path, text) == []


@pytest.mark.parametrize("name", ["あおば商店", "Aoba Ltd"])
def test_the_company_is_named_wherever_the_template_named_its_own(name: str) -> None:
    policy = read(minimal(company=name), Policy, file="p.yaml")
    assert policy.handler is not None
    assert (policy.policy.company.ja, policy.handler.name.en) == (name, name)
    assert "サンプル商店" not in minimal(company=name)
