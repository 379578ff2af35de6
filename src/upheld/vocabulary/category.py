"""Data categories: a closed tree of dotted names, in Japanese and English.

`contact.address.city` is below `contact.address`, which is below `contact`. A name that is
not in the table is a refusal wherever it stands, never a category of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from upheld.vocabulary.table import rows
from upheld.wording import Text

_SIMILARITY = 0.55
"""0 to 1; below it a guess would confuse more than help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One kind of data about a person.

    Attributes:
        name: Dotted; what stands before the last dot is its parent.
        label: For people.
        special_care: Special care-required personal information (要配慮個人情報, APPI art.
            2(3)): acquired and provided to others only with consent (art. 20(2), 27(2)).
        identifies: Names the person directly, or is an individual identification code
            (個人識別符号, APPI art. 2(2)).
    """

    name: str
    label: Text
    special_care: bool = False
    identifies: bool = False

    @property
    def parent(self) -> str | None:
        """The name one level up; `None` at the top."""
        return self.name.rpartition(".")[0] or None


@cache
def _table() -> Mapping[str, Category]:
    return {
        name: Category(
            name=name,
            label=Text(en=en, ja=ja),
            special_care="special-care" in marks,
            identifies="identifies" in marks,
        )
        for name, ja, en, marks in rows("upheld.vocabulary", "category.tsv")
    }


def categories() -> Iterator[Category]:
    """Yield every category, parents before children."""
    yield from _table().values()


def known(name: str) -> bool:
    """Say whether this is a category."""
    return name in _table()


def find(name: str) -> Category | None:
    """Return the category of this name; `None` if there is none."""
    return _table().get(name)


def label(name: str) -> Text:
    """Return the words for people; the name itself where it is no category."""
    found = find(name)
    return found.label if found else Text(en=name, ja=name)


def within(name: str, ancestor: str) -> bool:
    """Say whether `name` is `ancestor` or lies below it.

    >>> within("contact.address.city", "contact.address"), within("contacts", "contact")
    (True, False)
    """
    return name == ancestor or name.startswith(f"{ancestor}.")


def nearest(name: str) -> str | None:
    """Return the category whose name is most like this one, if one is alike.

    A last word alone counts: `email` is `contact.email`; so do the words for people.

    >>> nearest("contact.emial"), nearest("birth_date"), nearest("IP address"), nearest("氏名")
    ('contact.email', 'identity.birth_date', 'device.ip', 'identity.name')
    """
    folded = name.strip().casefold()
    said = folded.replace(" ", "")
    for category in _table().values():
        words = (category.label.en, category.label.ja)
        if said in {one.casefold().replace(" ", "") for one in words}:
            return category.name
    by_last: dict[str, str] = {}
    for one in _table():
        by_last.setdefault(one.rpartition(".")[2], one)
    if folded in by_last:
        return by_last[folded]
    for pool in (dict(zip(_table(), _table(), strict=True)), by_last):
        found = get_close_matches(folded, pool, n=1, cutoff=_SIMILARITY)
        if found:
            return pool[found[0]]
    return None
