"""The closed lists are whole, and the code keeps to the glossary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import upheld
from upheld.vocabulary import category
from upheld.vocabulary.purpose import PURPOSES
from upheld.vocabulary.source import SOURCES, SourceName
from upheld.vocabulary.term import terms

SOURCE_TREE = Path(str(upheld.__file__)).parent


def test_every_category_has_both_languages_and_its_parent() -> None:
    for one in category.categories():
        assert one.label.ja
        assert one.label.en
        assert one.parent is None or category.known(one.parent), one.name


def test_names_are_not_listed_twice() -> None:
    names = [one.name for one in category.categories()]
    lines = (SOURCE_TREE / "vocabulary" / "category.tsv").read_text("utf-8").splitlines()
    assert len(names) == sum(not line.startswith("#") for line in lines)


@pytest.mark.parametrize(
    "name",
    [
        "identity.name",
        "identity.my_number",
        "contact.address.postal_code",
        "account.session",
        "finance.card",
        "commerce.wish",
        "communication.message",
        "device.cookie",
        "key",
        "location.precise",
        "behaviour.log",
        "biometric.face",
        "criminal.record",
        "free_text",
        "content.file",
        "support.ticket",
        "consent.record",
        "belief.religion",
        "health.condition",
    ],
)
def test_the_categories_that_maps_use_are_known(name: str) -> None:
    assert category.known(name)


def test_what_the_act_gives_special_care_is_marked_with_all_below_it() -> None:
    for one in category.categories():
        if one.parent and one.name != "belief.union":
            parent = category.find(one.parent)
            assert parent is not None
            assert one.special_care or not parent.special_care, one.name
    marked = {one.name for one in category.categories() if one.special_care}
    assert {"health", "belief.religion", "origin.race", "criminal.record"} <= marked


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("contact.emial", "contact.email"),
        ("email", "contact.email"),
        ("contact.e_mail", "contact.email"),
        ("Identity.Name", "identity.name"),
        ("IP address", "device.ip"),
        ("IPアドレス", "device.ip"),
        ("メールアドレス", "contact.email"),
        ("qqqqqqqq", None),
    ],
)
def test_a_misspelt_category_is_guessed(written: str, meant: str | None) -> None:
    assert not category.known(written)
    assert category.nearest(written) == meant


def test_an_unknown_category_is_labelled_by_its_own_name() -> None:
    assert category.label("no.such").en == "no.such"
    assert category.label("contact.email").ja == "メールアドレス"


def test_sources_and_purposes_are_worded() -> None:
    assert set(SOURCES) == set(get_args(SourceName))
    assert all(kind.label.ja and kind.label.en for kind in PURPOSES.values())


def test_no_term_stands_twice_in_the_glossary() -> None:
    japanese = [term.ja for term in terms()]
    assert len(japanese) == len(set(japanese)) > 30


def _identifiers(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.mark.slow
def test_no_identifier_contains_a_word_the_glossary_refuses() -> None:
    refused = {word for term in terms() for word in term.never}
    found = []
    for path in SOURCE_TREE.rglob("*.py"):
        for name in _identifiers(ast.parse(path.read_text("utf-8"))):
            words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)
            found += [f"{path.name}: {name}" for word in words if word.lower() in refused]
    assert found == []
