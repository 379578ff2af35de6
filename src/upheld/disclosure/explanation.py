"""What a person is told about their data: why it is held, from where, for whom, how long.

APPI art. 32(1) and 33: purposes of use and how to ask; the published policy's own words are
used, each with its clause.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from upheld.datamap.graph import Node
from upheld.law.periods import BusinessDays, Days, Hours, Months, Period
from upheld.policy.model import Policy, RetentionRule
from upheld.vocabulary import category
from upheld.vocabulary.source import SOURCES
from upheld.wording import Text

T = TypeVar("T")
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Words of the policy with the clauses they stand in."""

    text: Text
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryHeld:
    """One category of which something is held.

    Attributes:
        declared: Whether the policy says anything about it; if not, that is told.
        places: `system.table` where it is held.
    """

    name: str
    label: Text
    special_care: bool
    declared: bool
    purposes: tuple[Sentence, ...] = ()
    sources: tuple[Text, ...] = ()
    recipients: tuple[Sentence, ...] = ()
    clauses: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


def held(policy: Policy, name: str, places: Iterable[str]) -> CategoryHeld:
    """Say what the policy declares about a category, or about the nearest one above it."""
    known = category.find(name)
    uses = policy.uses_of(name)
    own = policy.data.get(name)
    label = own.label.text() if own is not None and own.label else category.label(name)
    recipients = policy.recipients_of(name) if uses else ()
    return CategoryHeld(
        name=name,
        label=label,
        special_care=known is not None and known.special_care,
        places=tuple(places),
        declared=bool(uses),
        purposes=tuple(_purpose(policy, p) for p in _joined(use.purposes for use in uses)),
        sources=tuple(SOURCES[s] for s in _joined(use.source for use in uses)),
        recipients=tuple(_recipient(policy, r) for r in recipients),
        clauses=tuple(_joined(use.c for use in uses)),
    )


def _joined(lists: Iterable[Iterable[T]]) -> list[T]:
    """Join lists, each value once, in the order of its first place."""
    return list(dict.fromkeys(chain.from_iterable(lists)))


def _purpose(policy: Policy, name: str) -> Sentence:
    declared = policy.purposes.get(name)
    if declared is None:
        return Sentence(text=Text(en=name, ja=name))
    return Sentence(text=declared.words(), clauses=tuple(declared.c))


def _recipient(policy: Policy, name: str) -> Sentence:
    declared = policy.recipients.get(name)
    if declared is None:
        return Sentence(text=Text(en=name, ja=name))
    country = f" ({declared.country})" if declared.country else ""
    text = Text(en=declared.en + country, ja=declared.ja + country)
    return Sentence(text=text, clauses=tuple(declared.c))


def how_long(policy: Policy, node: Node) -> Sentence | None:
    """Say how long a table's rows are kept; `None` where no period is declared."""
    if node.entry.retain is None:
        return None
    rule = policy.retention[node.entry.retain.rule]
    period, basis = in_words(rule.period), _basis(rule)
    return Sentence(
        text=Text(
            en=f"{period.en}, counted from `{node.entry.retain.from_}` ({basis.en})",
            ja=f"「{node.entry.retain.from_}」から{period.ja}({basis.ja})",
        ),
        clauses=tuple(rule.c),
    )


def _basis(rule: RetentionRule) -> Text:
    return rule.basis.text()


def in_words(period: Period) -> Text:
    """Return a period as people say it.

    >>> in_words(Months(84)).en, in_words(Months(18)).ja
    ('7 years', '1年6か月')
    """
    match period:
        case Months(count):
            years, months = divmod(count, _MONTHS)
            en = [_plural(years, "year")] * bool(years) + [_plural(months, "month")] * bool(months)
            ja = f"{years}年" * bool(years) + f"{months}か月" * bool(months)
            return Text(en=" and ".join(en), ja=ja)
        case Days(count):
            return Text(en=_plural(count, "day"), ja=f"{count}日間")
        case Hours(count):
            return Text(en=_plural(count, "hour"), ja=f"{count}時間")
        case BusinessDays(count):
            return Text(en=_plural(count, "business day"), ja=f"{count}営業日")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def categories_of(nodes: Sequence[tuple[str, Node]]) -> dict[str, list[str]]:
    """Group tables by the categories their columns hold, in the vocabulary's order."""
    found: dict[str, list[str]] = {}
    for system, node in nodes:
        for column in node.personal_columns():
            name = node.entry.category_of(column)
            place = f"{system}.{node.name}"
            if name is not None and place not in found.setdefault(name, []):
                found[name].append(place)
    order = {one.name: n for n, one in enumerate(category.categories())}
    return dict(sorted(found.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))
