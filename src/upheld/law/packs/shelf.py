"""Which law packs there are, and questions that are asked of all of them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache

from upheld.law.pack_names import FOLDER, SUFFIX, full_name, known_packs, unknown
from upheld.law.packs.article import roman
from upheld.law.packs.model import Change, Duty, DutyUnknownError, Pack
from upheld.law.packs.reading import read
from upheld.wording import Language, Text

_SUBORDINATE = frozenset({"order", "rules", "guideline", "guideline-abroad", "outline"})
"""Instruments that nobody means who cites a bare number of the law."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What an article number means, or meant.

    Attributes:
        about: What the article is about.
        since: First day; `None` where it is not known.
        until: Last day; `None` for today's meaning.
        now: The number of the rule today, if it lives on; its own for today's meaning.
        source: `confirmed` or `memory`.
    """

    about: Text
    since: date | None
    until: date | None
    now: str | None
    source: str


@cache
def _load(name: str) -> Pack:
    parts = sorted(
        entry.name
        for entry in FOLDER.iterdir()
        if entry.name.startswith(f"{name}.") and entry.name.endswith(SUFFIX)
    )
    main = f"{name}{SUFFIX}"
    ordered = [main, *(part for part in parts if part != main)]
    return read({file: FOLDER.joinpath(file).read_text("utf-8") for file in ordered})


def pack(name: str) -> Pack:
    """Return a law pack by its name, e.g. `JP-APPI@2024-04`.

    Raises:
        LawPackUnknownError: There is none; the nearest name is offered.
    """
    return _load(full_name(name))


def packs_of(names: Iterable[str]) -> tuple[Pack, ...]:
    """Return the packs a policy names, each once, in the policy's order.

    Raises:
        LawPackUnknownError: One of them does not exist.
    """
    found = {one.name: one for one in map(pack, names)}
    return tuple(found.values())


def default_packs() -> tuple[Pack, ...]:
    """Return what is in force. A bill is used only by a policy that names it."""
    return tuple(found for found in map(_load, known_packs()) if found.state == "in-force")


def citation(name: str, language: Language) -> str:
    """Write where a duty, or `DUTY/PART` of it, stands in the law.

    >>> citation("appi-33-1", "ja"), citation("appi-33-1", "en")
    ('個人情報保護法第33条第1項', 'APPI art. 33(1)')

    Raises:
        DutyUnknownError: No pack has it.
    """
    duty_name, _slash, part_name = name.partition("/")
    found, duty = _find(duty_name)
    article = duty.part(part_name).article if part_name else duty.article
    return found.cite(article).in_language(language)


def _find(duty_name: str) -> tuple[Pack, Duty]:
    packs = [_load(name) for name in known_packs()]
    for candidate in packs:
        for duty in candidate.duties:
            if duty.id == duty_name:
                return candidate, duty
    known = [duty.id for candidate in packs for duty in candidate.duties]
    near = get_close_matches(duty_name, known, n=1)
    raise DutyUnknownError(
        Text(
            en=f"no law pack has the duty `{duty_name[:60]}`",
            ja=f"`{duty_name[:60]}` という義務はどの法令パックにもありません",
        ),
        remedy=Text(
            en=f"did you mean `{near[0]}`?" if near else "see the page of law packs, docs/law.md",
            ja=f"`{near[0]}` ではありませんか。"
            if near
            else "法令パックの説明 docs/ja/law.md を見てください",
        ),
    )


def meanings(law: str, article: str, *, on: date | None = None) -> tuple[Meaning, ...]:
    """Return what an article number of an act means and meant, the oldest meaning first.

    A text that cites a number without the law's version may mean any of them; with the
    text's date, `on`, at most one is left.

    Args:
        law: Without a version, e.g. `JP-APPI`.
        article: As in the packs, e.g. `18(1)`; an item may be Arabic, `33(2)(1)`.
        on: The day of the citing text, if it is known.
    """
    found: list[Meaning] = []
    article = _with_roman_item(article)
    for candidate in _of_law(law):
        found += _former(candidate, article) or _former(candidate, article.partition("(")[0])
        found += _present(candidate, article)
    if on is not None:
        found = [one for one in found if (one.since or date.min) <= on <= (one.until or date.max)]
    return tuple(sorted(found, key=lambda one: one.until or date.max))


def _former(candidate: Pack, article: str) -> list[Meaning]:
    return [
        Meaning(about=old.about, since=old.since, until=old.until, now=old.now, source=old.source)
        for old in candidate.renumbered
        if old.article == article
    ]


def _present(candidate: Pack, article: str) -> list[Meaning]:
    """Return today's meanings; those of all its paragraphs where a whole article is asked."""
    found = []
    for duty in candidate.duties:
        instrument, _blank, number = duty.article.partition(" ")
        same = number == article or number.startswith(f"{article}(")
        if same and instrument not in _SUBORDINATE:
            found.append(
                Meaning(
                    about=duty.summary,
                    since=duty.since,
                    until=duty.until,
                    now=number,
                    source=duty.source,
                )
            )
    return found


def _with_roman_item(article: str) -> str:
    """Write the item of a Japanese article as the packs do: `33(2)(1)` is `33(2)(i)`."""
    return re.sub(
        r"^([0-9-]+\([0-9]+\)\()([0-9]+)(\).*)$",
        lambda match: match[1] + roman(int(match[2])) + match[3],
        article,
    )


def changes(law: str, *, after: date, until: date | None = None) -> tuple[Change, ...]:
    """Return how a law changed after a day, the earliest change first.

    Args:
        law: Without a version, e.g. `JP-APPI`.
        after: The day of a text; a change on this very day is already in it.
        until: The last day of interest.
    """
    found = [one for candidate in _of_law(law) for one in candidate.changes]
    return tuple(
        sorted(
            (one for one in found if after < one.day and (until is None or one.day <= until)),
            key=lambda one: one.day,
        )
    )


def _of_law(law: str) -> tuple[Pack, ...]:
    found = tuple(one for one in default_packs() if one.law == law)
    if not found:
        raise unknown(law)
    return found
