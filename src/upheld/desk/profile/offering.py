"""What people may change themselves: what the policy names, as far as it can be done safely."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from upheld.correction.current import replaceable
from upheld.desk.clocks import offered
from upheld.desk.identity.methods import Method, methods_of
from upheld.desk.office import Office
from upheld.vocabulary import category
from upheld.wording import Text

Why: TypeAlias = Literal["not-held", "finds-people"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A category that a person changes at once.

    Attributes:
        values: The only values to choose from; empty where any text is taken.
        clauses: The clauses of the policy that say so.
    """

    name: str
    values: tuple[str, ...]
    clauses: tuple[str, ...]

    @property
    def label(self) -> Text:
        """Words for people."""
        return category.label(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What the policy lets a person change, and what of it goes another way.

    Attributes:
        items: What is changed at once.
        elsewhere: What the policy names and only 訂正 changes: by which people are found, or
            which no connected place holds by itself.
    """

    items: tuple[Item, ...] = ()
    elsewhere: tuple[tuple[str, Why], ...] = ()

    def item(self, name: str) -> Item | None:
        """Return one that can be changed."""
        return next((item for item in self.items if item.name == name), None)


def offer(office: Office) -> Offer:
    """Return what can be changed here; nothing where the policy does not offer 訂正 at all."""
    policy = office.company.policy
    right = offered(policy, "correction", None)
    if right is None or not right.offered:
        return Offer()
    free = _replaceable(office)
    items: dict[str, Item] = {}
    elsewhere: dict[str, Why] = {}
    for line in policy.self_service:
        for named in line.data:
            for asked in policy.items_of(named):
                below = sorted(name for name in free if category.within(name, asked))
                if not below:
                    elsewhere[asked] = "not-held"
                for name in below:
                    if free[name]:
                        values = line.values.get(name, line.values.get(named, ()))
                        items[name] = Item(name=name, values=values, clauses=tuple(line.c))
                    else:
                        elsewhere[name] = "finds-people"
    return Offer(items=tuple(items.values()), elsewhere=tuple(elsewhere.items()))


def ways(office: Office) -> tuple[Method, ...]:
    """Return the ways to show who one is that are enough to change something at once.

    Those that a machine can judge, of the ways that the policy takes for 訂正.
    """
    taken = methods_of(office.company.policy, "correction", None)
    return tuple(one for one in taken if one in ("email-confirm", "session", "account"))


def _replaceable(office: Office) -> dict[str, bool]:
    every = {one.name for one in category.categories()}
    found: dict[str, bool] = {}
    for system in office.company.systems:
        for name, free in replaceable(system.graph_for_looking_up(), every).items():
            found[name] = found.get(name, True) and free
    return found
