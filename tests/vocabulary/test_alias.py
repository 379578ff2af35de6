"""What others call our words: every name is one that they really have."""

from pathlib import Path
from typing import get_args

import pytest

from upheld.policy.language.data import DataRole
from upheld.policy.language.purposes import Basis
from upheld.policy.language.recipients import RecipientClass
from upheld.policy.language.rights import RightKind
from upheld.policy.language.security import Control
from upheld.vocabulary.alias import (
    NOT_PERSONAL,
    alias,
    aliases,
    category_for,
    extension,
    fideslang_categories,
)
from upheld.vocabulary.category import categories, known
from upheld.vocabulary.purpose import PURPOSES
from upheld.vocabulary.source import SOURCES
from upheld.wording import Language

ROOT = Path(__file__).parents[2]
DPV = {
    line
    for line in Path(__file__).with_name("dpv-2.3.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}
OURS = {f"jp:{term.name}" for term in extension()}


def test_every_category_has_a_row_and_a_fideslang_key() -> None:
    for one in categories():
        assert ("category", one.name) in aliases(), "a new category needs a row in alias.tsv"
        assert alias("category", one.name).fideslang in fideslang_categories(), one.name


def test_every_purpose_and_every_source_has_a_row() -> None:
    for name, kind in PURPOSES.items():
        row = aliases()["purpose", name]
        assert row.fideslang
        assert kind.dpv is None or row.dpv == f"dpv:{kind.dpv}", name
    assert {name for kind, name in aliases() if kind == "source"} == set(SOURCES)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("recipient", get_args(RecipientClass)),
        ("right", get_args(RightKind)),
        ("basis", get_args(Basis)),
        ("role", get_args(DataRole)),
        ("measure", get_args(Control.model_fields["measure"].annotation)),
    ],
)
def test_every_word_of_the_policy_language_has_a_row(kind: str, names: tuple[str, ...]) -> None:
    assert {name for one, name in aliases() if one == kind} == set(names)


def test_every_term_is_one_of_dpv_2_3_or_of_our_own_table() -> None:
    for key, row in aliases().items():
        assert row.dpv is None or row.dpv in DPV | OURS, key


def test_every_term_of_our_own_has_a_parent_in_dpv_2_3_and_a_law() -> None:
    for term in extension():
        assert term.parent in DPV, term.name
        assert f"dpv:{term.name}" not in DPV
        assert term.label.ja
        assert "art" in term.law


def test_every_fideslang_category_leads_to_a_category_of_ours_or_says_that_none_fits() -> None:
    assert len(fideslang_categories()) == 85
    for key, ours in fideslang_categories().items():
        assert ours is None or ours == NOT_PERSONAL or known(ours), key
        assert (ours == NOT_PERSONAL) == key.startswith("system")


def test_no_category_comes_back_as_not_personal() -> None:
    for one in categories():
        key = alias("category", one.name).fideslang
        assert key is not None
        assert category_for(key) != NOT_PERSONAL, one.name
        assert category_for(key) is not None or key == "user", one.name


@pytest.mark.parametrize(
    ("key", "ours"),
    [
        ("user.contact.email", "contact.email"),
        ("user.contact.email.work", "contact.email"),
        ("user.provided.identifiable.contact.phone_number", "contact.phone"),
        ("user.derived.identifiable.device.ip_address", "device.ip"),
        ("system.operations", NOT_PERSONAL),
        ("user", None),
        ("acme.loyalty", None),
    ],
)
def test_a_key_is_looked_up_as_older_and_finer_keys_too(key: str, ours: str | None) -> None:
    assert category_for(key) == ours


@pytest.mark.parametrize(
    ("page", "language"), [("vocabulary.md", "en"), ("ja/vocabulary.md", "ja")]
)
def test_our_own_terms_are_documented_with_their_parents(page: str, language: Language) -> None:
    text = (ROOT / "docs" / page).read_text("utf-8")
    for term in extension():
        row = f"| `jp:{term.name}` | `{term.parent}` | {term.label.in_language(language)} | {term.law} |"
        assert row in text


def test_the_notice_names_both_vocabularies_and_their_licences() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert "Ethyca, Inc." in notice
    assert "Creative Commons Attribution 4.0 International" in notice
    assert "https://www.w3.org/copyright/document-license-2023/" in notice
    assert "W3C(R). This software or document includes material copied from or derived" in notice
