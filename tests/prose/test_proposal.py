"""A proposal reads back as a policy once a person has filled in what it names as missing."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.prose.procedure import Imported, bring_in
from upheld.prose.proposal.writing import rendered
from upheld.refusal import RefusalsError

FOLDER = Path(__file__).parent / "texts"
NAMES = [
    f"{language}-{kind}-{state}"
    for language in ("en", "ja")
    for kind in ("shop", "platform")
    for state in ("broken", "repaired")
]
_FILLED = {
    "version": "1.0", "company": "A", "address": "T", "ja": "日本語", "en": "English", "keep": "P1Y",
    "basis": "reason", "offered": True, "c": "1.1", "purposes": ["provide-service"], "sends": ["device.cookie"],
}  # fmt: skip
"""What a person writes for each key that the text said nothing about."""


def _import(name: str) -> Imported:
    path = FOLDER / f"{name}.html"
    return bring_in(path.read_bytes(), file=path.name)


def _filled_in(imported: Imported, text: str) -> Any:
    """Fill exactly the places that the proposal names as missing."""
    document = YAML(typ="safe", pure=True).load(text)
    for path in imported.proposal.missing():
        place, keys = document, _keys(document, path)
        for key in keys[:-1]:
            place = place[key]
        assert place[keys[-1]] is None, path
        value = _FILLED[str(keys[-1])]
        if keys[-1] == "purposes":
            value = [next(iter(document["purposes"]))]
        place[keys[-1]] = value
    return document


def _keys(document: Any, path: str) -> list[Any]:
    """Split a path; category names have dots of their own."""
    keys: list[Any] = []
    rest, place = path, document
    while rest:
        if isinstance(place, list):
            head, _dot, rest = rest.partition(".")
            keys.append(int(head))
        else:
            head = max((k for k in place if rest == k or rest.startswith(f"{k}.")), key=len)
            keys.append(head)
            rest = rest[len(head) + 1 :]
        place = place[keys[-1]]
    return keys


def _read_back(folder: Path, document: Any) -> Policy:
    policy = folder / "policy"
    policy.mkdir()
    with policy.joinpath("policy.yaml").open("w", encoding="utf-8") as file:
        yaml = YAML(typ="safe", pure=True)
        yaml.allow_unicode = True
        yaml.dump(document, file)
    return read_policy(policy)


@pytest.mark.parametrize("name", NAMES)
def test_a_filled_in_proposal_is_a_policy(name: str, tmp_path: Path) -> None:
    imported = _import(name)
    text = rendered(imported.proposal, file=name, language="en")
    policy = _read_back(tmp_path, _filled_in(imported, text))
    assert policy.purposes
    assert policy.data
    # Every clause that the declaration names is a clause of the text.
    known = set(imported.reading.by_id) | {"1.1"}
    assert set(policy.clauses()) <= known


@pytest.mark.parametrize("name", NAMES[:2])
def test_a_proposal_is_refused_until_it_is_filled_in(name: str, tmp_path: Path) -> None:
    imported = _import(name)
    folder = tmp_path / "policy"
    folder.mkdir()
    text = rendered(imported.proposal, file=name, language="en")
    folder.joinpath("policy.yaml").write_text(text, "utf-8")
    with pytest.raises(RefusalsError):
        read_policy(folder)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_figures_of_the_text_stand_in_the_proposal(language: str, tmp_path: Path) -> None:
    imported = _import(f"{language}-shop-repaired")
    text = rendered(imported.proposal, file="a", language="en")
    policy = _read_back(tmp_path, _filled_in(imported, text))
    assert str(policy.retention["billing-records"].keep) == "P7Y"
    assert str(policy.retention["enquiries"].keep) == "P1Y"
    assert {"disclosure", "correction", "deletion", "provision-records"} <= set(policy.rights)
    clock = policy.rights["disclosure"].clock
    assert clock is not None
    assert str(clock.due) == "P14D"
    fee = policy.rights["disclosure"].fee
    assert fee is not None
    assert str(fee.amount) == "300"
    assert policy.recipients["criteo"].country == "FR"
    assert {"contact.email", "identity.name", "contact.address"} <= set(policy.data)
    assert [str(change.date) for change in policy.history] == ["2023-04-01", "2026-10-01"]
    assert policy.external_transmissions["google-analytics"].tag == "analytics"


def test_every_line_shows_its_confidence_and_its_words() -> None:
    imported = _import("en-shop-repaired")
    text = rendered(imported.proposal, file="a", language="en")
    lines = text.splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("  criteo:"))
    assert re.match(r"  # 0\.\d\d .*Criteo", lines[place - 1])


def test_unsure_sentences_are_listed_and_counted() -> None:
    imported = _import("en-shop-repaired")
    text = rendered(imported.proposal, file="a", language="en")
    count = sum(one.area is None for one in imported.classified)
    assert count
    assert f"# unsure: {count} sentences" in text


def test_hostile_words_cannot_leave_their_comment_or_their_quotes(tmp_path: Path) -> None:
    page = (
        "<html><body><p>&lt;script&gt;alert(1)&lt;/script&gt; Evil\u202e Kettle Co., Ltd. handles data.</p>"
        '<h2>Purposes of Use</h2><ul><li>To send \u0085\u2028 goods "quoted" #x: {a: 1}\u0007</li></ul>'
        "<p>We collect the following information: name, address</p></body></html>"
    )
    imported = bring_in(page.encode(), file="x\n- evil: 1.html")
    text = rendered(imported.proposal, file="evil", language="en")
    assert "\u202e" not in text
    assert "\u0007" not in text
    policy = _read_back(tmp_path, _filled_in(imported, text))
    assert any('"quoted" #x: {a: 1}' in purpose.en for purpose in policy.purposes.values())


def test_a_fee_on_deletion_is_no_part_of_a_proposal(tmp_path: Path) -> None:
    imported = _import("en-platform-broken")
    text = rendered(imported.proposal, file="a", language="en")
    policy = _read_back(tmp_path, _filled_in(imported, text))
    assert policy.rights["deletion"].fee is None
    assert policy.rights["correction"].fee is None
