"""A policy folder is one policy, or all its errors with their places."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.documents.json_schema import json_schema
from upheld.documents.positioned import load, locate
from upheld.law.periods import BusinessDays, Months
from upheld.policy.model import Policy
from upheld.policy.reading import locate_policy, read_policy
from upheld.policy.rules.examples import example
from upheld.refusal import RefusalError, RefusalsError

GOOD = """\
policy: {id: shop, version: "1.0", company: {ja: 株式会社サンプル商店, en: Sample Store}}
people: {customer: {label: {ja: お客様, en: customers}}}
purposes:
  provide: {ja: 商品の販売, en: selling goods, c: P1-2a}
data:
  contact.email: {purposes: [provide], recipients: [mailer], people: customer, c: [P1-1a, "1.10"]}
  device.ip: {purposes: provide, source: [automatic, third-party], c: P1-1b}
recipients:
  mailer: {ja: 配信会社, en: a mailer, country: JP, c: P1-3}
retention:
  billing-records: {keep: P7Y, basis: {ja: 税法, en: tax law}, c: P1-10b}
  requests: {keep: 3bd, basis: accountability, c: P1-11}
rights:
  deletion: {offered: true, c: P1-8}
"""


def folder(tmp_path: Path, **files: str) -> Path:
    place = tmp_path / "policy"
    place.mkdir(exist_ok=True)
    for name, text in files.items():
        (place / f"{name}.yaml").write_text(text, encoding="utf-8")
    return place


def refused(tmp_path: Path, **files: str) -> list[RefusalError]:
    with pytest.raises(RefusalsError) as error:
        read_policy(folder(tmp_path, **files))
    return error.value.refusals


def test_a_good_policy_is_read(tmp_path: Path) -> None:
    policy = read_policy(folder(tmp_path, policy=GOOD))
    assert policy.retention["billing-records"].period == Months(84)
    assert policy.retention["requests"].period == BusinessDays(3)
    assert policy.data["contact.email"].c == ("P1-1a", "1.10")
    assert policy.data["device.ip"].source == ("automatic", "third-party")
    assert policy.data["contact.email"].people == ("customer",)
    assert policy.policy.company.text().in_language("ja") == "株式会社サンプル商店"
    assert policy.policy.tz == "Asia/Tokyo"
    assert {"P1-1a", "1.10", "P1-10b", "P1-8"} <= policy.clauses()


def test_a_policy_may_be_spread_over_files(tmp_path: Path) -> None:
    head, marker, tail = GOOD.partition("recipients:\n")
    more = "data:\n  device.cookie: {purposes: provide, c: P1-1c}\n"
    policy = read_policy(folder(tmp_path, a=head, b=marker + tail, c=more))
    assert list(policy.data) == ["contact.email", "device.ip", "device.cookie"]
    assert "mailer" in policy.recipients


def test_an_error_in_the_second_file_names_the_second_file(tmp_path: Path) -> None:
    more = "data:\n  device.cookie: {purposes: provde, c: P1-1c}\n"
    (only,) = refused(tmp_path, a=GOOD, b=more)
    assert str(only.where) == "policy/b.yaml:2:29"
    assert "did you mean `provide`?" in only.remedy.en


def test_a_name_declared_in_two_files_names_both_places(tmp_path: Path) -> None:
    more = "data:\n  device.ip: {purposes: provide, c: P1-9}\npolicy: {id: b, version: '2', company: B}\n"
    found = refused(tmp_path, a=GOOD, b=more)
    assert [str(one.where) for one in found] == ["policy/b.yaml:2:3"] + [
        f"policy/b.yaml:3:{column}" for column in (10, 17, 31)
    ]
    assert "first at policy/a.yaml:7:3" in found[0].what.en


def test_the_digest_follows_the_meaning_and_not_the_layout(tmp_path: Path) -> None:
    first = read_policy(folder(tmp_path, policy=GOOD)).sha256
    commented = read_policy(folder(tmp_path, policy="# a remark\n" + GOOD)).sha256
    longer = read_policy(folder(tmp_path, policy=GOOD.replace("P7Y", "P8Y"))).sha256
    assert first == commented
    assert first != longer


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("purposes: [provide]", "purposes: [sell, provide]", 6, "`sell` is not declared"),
        ("[mailer]", "[mailr]", 6, "`mailr` is not declared"),
        ("people: customer", "people: custmer", 6, "`custmer` is not declared"),
        ("contact.email:", "contact.emial:", 6, "`contact.emial` is not a data category"),
        ("keep: P7Y", "keep: 3 days or so", 11, "`3 days or so` is not a period"),
        ("keep: P7Y", "keep: {a: 1}", 11, "a text is wanted here, and a mapping"),
        ("keep: P7Y", "keep: ~", 11, "a text is wanted here, and an empty value"),
        ("keep: P7Y", "keep: 7", 11, "`7` is not a period"),
        ("c: P1-2a", "c: 2.10", 4, "`2.10` without quotes"),
        ("c: [P1-1a, ", "c: [2.10, ", 6, "`2.10` without quotes"),
        ("c: P1-2a", "c: 'see section two'", 4, "is not a clause id"),
        ("c: P1-2a", "c: []", 4, "a list of at least 1"),
        (", c: P1-2a", "", 4, "the key `c` is missing"),
        ("source: [automatic", "source: [automtic", 7, "`automtic` is not one of"),
        ("country: JP", "country: Japan", 9, "`Japan` is not a country code"),
        ("rights:\n  deletion", "rights:\n  deletoin", 14, "`deletoin` is not one of"),
        ("rights:", "rigths:", 13, "unknown key `rigths`"),
        ("requests: {", "request: {", 10, "no rule `requests`"),
        ('version: "1.0"', "version: 1.0", 1, "`1.0` without quotes"),
        ("id: shop", "id: my shop", 1, "not a name"),
        ("offered: true", "offered: perhaps", 14, "`true` or `false`"),
    ],
)
def test_a_mistake_is_told_with_its_line_in_both_languages(
    tmp_path: Path, old: str, new: str, line: int, words: str
) -> None:
    assert old in GOOD
    found = refused(tmp_path, policy=GOOD.replace(old, new, 1))
    (told,) = [one for one in found if words in one.what.en]
    assert told.where.line == line
    assert told.snippet is not None
    assert told.what.ja != told.what.en
    assert told.remedy.ja != told.remedy.en


def test_several_dangling_names_come_at_once(tmp_path: Path) -> None:
    text = (
        GOOD.replace("[provide]", "[a1]").replace("[mailer]", "[b1]").replace("device.ip", "dev.ip")
    )
    assert len(refused(tmp_path, policy=text)) == 3


def test_a_bad_file_beside_a_good_one_is_refused(tmp_path: Path) -> None:
    found = refused(tmp_path, a=GOOD, b="x: [1\n", c="y: 1\ny: 2\n")
    assert [one.where.file for one in found] == ["policy/b.yaml", "policy/c.yaml", "policy/c.yaml"]
    assert [one.what.en.split(" (")[0] for one in found[1:]] == [
        "unknown key `y`",
        "the key `y` stands here a second time",
    ]


def test_a_list_beside_a_bad_file_hides_nothing_of_it(tmp_path: Path) -> None:
    found = refused(tmp_path, a=GOOD + "colour: red\n", b="- a\n- b\n")
    assert [one.where.file for one in found] == ["policy/a.yaml", "policy/b.yaml"]


def test_a_list_instead_of_a_policy_is_refused(tmp_path: Path) -> None:
    (only,) = refused(tmp_path, a=GOOD, b="- a\n- b\n")
    assert only.where.file == "policy/b.yaml"


def test_a_folder_without_a_policy_says_how_to_begin(tmp_path: Path) -> None:
    (only,) = refused(tmp_path)
    assert "upheld init" in only.remedy.en


def test_later_rooms_find_the_place_of_a_rule(tmp_path: Path) -> None:
    read = locate_policy(folder(tmp_path, policy=GOOD))
    assert str(read.where(("retention", "billing-records", "keep"))) == "policy/policy.yaml:11:27"


def test_editors_get_a_schema_in_which_a_clause_is_one_id_or_a_list() -> None:
    schema = json_schema(Policy, title="policy")
    assert '"anyOf"' in schema
    assert '"P7Y"' in schema


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8))
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@pytest.mark.slow
@settings(deadline=None, max_examples=300)
@given(st.data())
def test_whatever_stands_in_the_place_of_a_value_is_read_or_refused(data: st.DataObject) -> None:
    document = load(GOOD, file="p.yaml").tree.value
    node: Any = document
    path: list[Any] = []
    while isinstance(node, dict | list) and node and (not path or data.draw(st.booleans())):
        step = data.draw(
            st.sampled_from(list(node) if isinstance(node, dict) else range(len(node)))
        )
        path.append(step)
        parent, node = node, node[step]
    parent[path[-1]] = data.draw(VALUES)
    text = json.dumps(document, ensure_ascii=False)
    try:
        locate(text, Policy, file="p.yaml")
    except RefusalsError as refused:
        for one in refused.refusals:
            assert one.where.line is not None
            assert one.render("en") != one.render("ja")


def test_a_law_pack_that_is_not_here_is_refused_with_the_nearest(tmp_path: Path) -> None:
    text = GOOD.replace('version: "1.0",', 'version: "1.0", law: [JP-MAIL, JP-APPI@2024],', 1)
    (refusal,) = refused(tmp_path, policy=text)
    assert "no law pack `JP-APPI@2024`" in refusal.what.en
    assert "`JP-APPI@2024-04`" in refusal.remedy.ja
    assert (refusal.where.line, refusal.where.column) == (1, 51)


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [("5 years", "P5Y"), ("6か月", "P6M"), ("30 days", "P30D"), ("2週間", "P2W"), ("72 Hours", "PT72H"),
     ("3営業日", "3bd"), ("10 business days", "10bd")],
)  # fmt: skip
def test_a_period_in_plain_words_is_refused_with_the_period_that_is_meant(
    tmp_path: Path, spoken: str, meant: str
) -> None:
    (only,) = refused(tmp_path, policy=GOOD.replace("keep: P7Y", f"keep: {spoken}"))
    assert only.remedy.en == f"did you mean `{meant}`?"
    assert meant in only.remedy.ja


@pytest.mark.parametrize("vague", ["about 30 days", "30 days or so", "0 days", "some days"])
def test_vague_words_are_not_guessed_at(tmp_path: Path, vague: str) -> None:
    (only,) = refused(tmp_path, policy=GOOD.replace("keep: P7Y", f"keep: {vague}"))
    assert only.remedy.en.startswith("write `P7Y`")


def test_a_missing_key_is_shown_with_an_example(tmp_path: Path) -> None:
    (only,) = refused(tmp_path, policy=GOOD + "officers: {manager: {c: P1-4}}\n")
    assert only.what.en == "the key `holders` is missing"
    assert "`holders: [{name: …, title: …, since: 2025-04-01}]`" in only.remedy.en
    assert "holders: [" in only.remedy.ja


def test_a_link_out_of_the_folder_is_refused_and_shows_nothing_of_what_is_there(
    tmp_path: Path,
) -> None:
    (tmp_path / "key.txt").write_text("the-signing-key", "utf-8")
    place = folder(tmp_path, policy=GOOD)
    (place / "more.yaml").symlink_to(tmp_path / "key.txt")
    (refusal,) = refused(tmp_path, policy=GOOD)
    assert refusal.where is not None
    assert refusal.where.file == "policy/more.yaml"
    assert "outside" in refusal.what.en
    assert "signing-key" not in repr(refusal)
    assert refusal.snippet is None


def test_a_link_inside_of_the_folder_is_read(tmp_path: Path) -> None:
    place = folder(tmp_path)
    (place / "v1").mkdir()
    (place / "v1" / "policy.txt").write_text(GOOD, "utf-8")
    (place / "policy.yaml").symlink_to(place / "v1" / "policy.txt")
    assert read_policy(place).policy.id == "shop"


def test_a_purpose_that_dpv_does_not_have_is_refused_with_the_nearest() -> None:
    lines = (
        "purposes: {provide: {ja: 商品の販売, en: selling goods, basis: contract, dpv: DPV, "
        'c: "2.1"}}'
    )
    assert example(lines.replace("DPV", "ServiceProvision")).model.purposes["provide"].dpv
    with pytest.raises(RefusalsError) as refused:
        example(lines.replace("DPV", "ServiceProvison"))
    (one,) = refused.value.refusals
    assert one.what.en == "DPV 2.3 has no purpose `ServiceProvison`"
    assert one.remedy.en == "did you mean `ServiceProvision`?"
    assert one.what.ja == "DPV 2.3 に利用目的 `ServiceProvison` はありません"
    with pytest.raises(RefusalsError) as basis:
        example(lines.replace("DPV", "LegalObligation"))  # a basis, and no purpose
    assert "LegalCompliance" in basis.value.refusals[0].remedy.ja
