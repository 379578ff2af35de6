"""A check is shown as text, JSON, annotations and SARIF; the safe fixes are written."""

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest

from tests.npm_packages import npm_file
from upheld.checking.fixing import fix
from upheld.checking.formats import as_github, as_json, as_sarif, as_text, summary
from upheld.checking.pages import RULES, page, rule_named
from upheld.checking.procedure import Checked, Subject, check
from upheld.policy.reading import locate_policy
from upheld.policy.rules.examples import BASE
from upheld.refusal import UsageError

TODAY = dt.date(2026, 11, 25)
DAMAGE = """\
signals:  # what a browser says
  - {signal: gpc, honour: true, scope: [browser], status_shown: true, c: "8.1"}
not_collected: [{items: [commerce.order], c: "1.9"}]
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    folder = tmp_path / "policy"
    folder.mkdir()
    (folder / "policy.yaml").write_text(BASE, "utf-8")
    (folder / "more.yaml").write_text(DAMAGE, "utf-8")
    return folder


def checked(folder: Path) -> Checked:
    return check(Subject(policy=locate_policy(folder), maps={}), TODAY)


def test_text_shows_place_code_line_and_cure_in_both_languages(policy: Path) -> None:
    found = checked(policy)
    english, japanese = (list(as_text(found, lang)) for lang in ("en", "ja"))
    assert any(one.startswith("policy/more.yaml:2:") and "UPH149" in one for one in english)
    assert any("^" in one for one in english)
    assert any("対処:" in one for one in japanese)
    assert summary(found, "en") == "1 error(s), 1 warning(s), 0 note(s); 1 fixable with --fix"


def test_json_has_its_documented_keys(policy: Path) -> None:
    document = as_json(checked(policy), "en")
    assert set(document) == {"schema", "errors", "warnings", "findings", "unreachable"}
    assert set(document["findings"][0]) == {
        "code", "rule", "severity", "what", "where", "remedy", "fixable",
    }  # fmt: skip


def test_github_annotations_cannot_be_broken_out_of(policy: Path) -> None:
    lines = list(as_github(checked(policy), "en"))
    assert any(line.startswith("::error file=policy/more.yaml,line=3,") for line in lines)
    assert all(line.count("\n") == 0 for line in lines)


def test_sarif_is_what_its_schema_says(policy: Path) -> None:
    log = json.loads(as_sarif(checked(policy), RULES, "en"))
    official = npm_file(
        "@microsoft/jest-sarif", "1.0.0-beta.0", "lib/schemas/sarif-2.1.0-rtm.5.json"
    )
    schema = json.loads(official.read_text("utf-8"))
    jsonschema.validate(log, schema)
    (run,) = log["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["UPH149", "UPH135"]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"] == 2


def test_a_safe_fix_is_written_and_the_comment_beside_it_stays(policy: Path) -> None:
    before = checked(policy)
    assert fix(policy, locate_policy(policy), before.findings) == [policy / "more.yaml"]
    text = (policy / "more.yaml").read_text("utf-8")
    assert "# what a browser says" in text
    assert "scope: [browser, profiles, known-account]" in text
    assert {one.code for one in checked(policy).findings} == {"UPH135"}


def test_the_page_of_a_rule_has_reason_law_and_both_examples() -> None:
    text = "\n".join(page(rule_named("uph118"), "ja"))
    for word in ("理由", "根拠", "違反例", "修正例", "APPI 22", "```yaml"):
        assert word in text


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(UsageError) as error:
        rule_named("UPH19")
    assert "UPH1" in error.value.remedy.en
