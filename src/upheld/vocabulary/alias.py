"""The same things under other vocabularies' names: fideslang keys and W3C DPV 2.3 terms.

Ours stay primary: several of ours may share one foreign name (`identity.kana` and
`identity.name` are both `user.name`), and where a vocabulary has no word, none is made up.
What the Japanese Act has and DPV lacks is in `extension`, our own small table with DPV parents.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, TypeAlias

from upheld.vocabulary.table import rows
from upheld.wording import Text

Kind: TypeAlias = Literal[
    "category", "purpose", "source", "role", "recipient", "right", "retention", "basis",
    "measure", "person",
]  # fmt: skip
NOT_PERSONAL = "none"
"""What a fideslang category below `system` becomes: the column holds nothing personal."""

_LEGACY = (
    "user.provided.identifiable.",
    "user.provided.nonidentifiable.",
    "user.provided.",
    "user.derived.identifiable.",
    "user.derived.nonidentifiable.",
    "user.derived.",
)
"""Prefixes of fideslang before 1.4, which told how data was obtained inside its key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """One name of ours and what others call it; `None` where they have no name for it."""

    fideslang: str | None
    dpv: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionTerm:
    """A term of our `jp:` table.

    Attributes:
        parent: The DPV 2.3 term it narrows.
        law: Where the law has it.
    """

    name: str
    parent: str
    label: Text
    law: str


@cache
def aliases() -> Mapping[tuple[str, str], Alias]:
    """Return every alias by kind and name."""
    return {
        (kind, name): Alias(fideslang=_or_none(key), dpv=_or_none(term))
        for kind, name, key, term in rows("upheld.vocabulary", "alias.tsv")
    }


def alias(kind: Kind, name: str) -> Alias:
    """Return what others call this; an alias without names for what is not in the table."""
    return aliases().get((kind, name)) or Alias(fideslang=None, dpv=None)


@cache
def fideslang_categories() -> Mapping[str, str | None]:
    """Our category for each data category of fideslang.

    `NOT_PERSONAL` for the keys below `system`; `None` where no single category of ours fits.
    """
    return {key: _or_none(ours) for key, ours in rows("upheld.vocabulary", "fideslang.tsv")}


def known_above(key: str) -> str | None:
    """Return the nearest key above that fideslang has, for a key that it does not have itself.

    >>> known_above("user.contact.email.work"), known_above("user.contact.email")
    ('user.contact.email', None)
    """
    table = fideslang_categories()
    asked = modern(key)
    if asked in table:
        return None
    while asked and asked not in table:
        asked = asked.rpartition(".")[0]
    return asked or None


def category_for(key: str) -> str | None:
    """Return our category for a fideslang key, from the nearest key above where it is custom.

    >>> category_for("user.contact.email"), category_for("user.contact.email.work")
    ('contact.email', 'contact.email')
    >>> category_for("user.provided.identifiable.contact.city"), category_for("user")
    ('contact', None)
    """
    table = fideslang_categories()
    asked = modern(key)
    while asked:
        if asked in table:
            return table[asked]
        asked = asked.rpartition(".")[0]
    return None


def modern(key: str) -> str:
    """Return a key as fideslang has written it since 1.4.

    >>> modern("user.derived.identifiable.device.ip_address")
    'user.device.ip_address'
    """
    for prefix in _LEGACY:
        if key.startswith(prefix):
            return f"user.{key.removeprefix(prefix)}"
    return key


@cache
def extension() -> tuple[ExtensionTerm, ...]:
    """Return our own terms for what the Japanese Act has and DPV 2.3 lacks."""
    return tuple(
        ExtensionTerm(name=name, parent=parent, label=Text(en=en, ja=ja), law=law)
        for name, parent, ja, en, law in rows("upheld.vocabulary", "extension.tsv")
    )


def _or_none(written: str) -> str | None:
    return None if written == "-" else written
