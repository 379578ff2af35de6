"""Where each declared group of data is, who gets it, and how long it stays.

The policy says what is handled and why; the maps say in which columns. A category that a map
has and no line of the policy covers is returned as such: a record that left it out would say
that it is not there.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from upheld.datamap.model import DataMap, FieldEntry
from upheld.policy.language.data import DataUse
from upheld.policy.language.purposes import PurposeOfUse
from upheld.policy.language.recipients import Recipient
from upheld.policy.language.retention import RetentionRule
from upheld.policy.model import Policy
from upheld.vocabulary.category import find, label, within
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A column that holds a category, or a copy of its table elsewhere.

    Attributes:
        rule: The retention rule that the map applies to its rows, if any.
        counted_from: The column from which that rule counts.
        copy: It is a copy that follows the table.
    """

    system: str
    table: str
    column: str
    category: str
    rule: str | None = None
    counted_from: str | None = None
    copy: bool = False

    def __str__(self) -> str:
        return f"{self.system}/{self.table}" + (f".{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A rule that applies to a group, and the columns from which it counts."""

    name: str
    rule: RetentionRule
    counted_from: Sequence[str]


def joined(kept: Iterable[Kept]) -> list[Kept]:
    """Return each rule once, with all columns from which it counts."""
    found: dict[str, Kept] = {}
    for one in kept:
        starts = [*(found[one.name].counted_from if one.name in found else ()), *one.counted_from]
        found[one.name] = replace(one, counted_from=list(dict.fromkeys(starts)))
    return list(found.values())


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One group of data that the policy declares."""

    name: str
    use: DataUse
    policy: Policy = field(repr=False)
    places: Sequence[Place]

    @cached_property
    def categories(self) -> tuple[str, ...]:
        """The categories of the group."""
        return tuple(self.use.items) or (self.name,)

    @property
    def label(self) -> Text:
        """The group in words for people."""
        return self.use.label.text() if self.use.label else label(self.name)

    @cached_property
    def special_care(self) -> tuple[str, ...]:
        """Categories of it that are special care-required (APPI art. 2(3)), stored or declared."""
        named = [*self.categories, *(place.category for place in self.places)]
        return tuple(
            dict.fromkeys(n for n in named if (one := find(n)) is not None and one.special_care)
        )

    @property
    def recipients(self) -> dict[str, Recipient]:
        """Who receives it, by the data's own line or the recipient's."""
        names = list(self.use.recipients)
        for name, one in self.policy.recipients.items():
            if self.is_meant_by(one.receives):
                names.append(name)
        return {n: self.policy.recipients[n] for n in names if n in self.policy.recipients}

    @property
    def kept(self) -> list[Kept]:
        """The rules that apply: by their own line, or because a map says so."""
        found: list[Kept] = []
        for name, rule in self.policy.retention.items():
            by_map = [place for place in self.places if place.rule == name]
            if by_map or self.is_meant_by(rule.data):
                starts = [
                    f"{p.system}/{p.table}.{p.counted_from}" for p in by_map if p.counted_from
                ]
                found.append(Kept(name=name, rule=rule, counted_from=list(dict.fromkeys(starts))))
        return found

    @property
    def jointly_used(self) -> bool:
        """Whether the policy's joint use (APPI art. 27(5)(iii)) covers it."""
        joint = self.policy.joint_use
        return joint is not None and self.is_meant_by(joint.items.of)

    def is_meant_by(self, words: Sequence[str]) -> bool:
        """Whether any of a line's words means this group or part of it."""
        return any(self._is_meant(word) for word in words)

    def _is_meant(self, word: str) -> bool:
        """Whether a word of the policy (a group or a category) means this group or part of it."""
        return word in ("all", "*", self.name) or any(
            within(category, word) or within(word, category) for category in self.categories
        )


@dataclass(frozen=True, kw_only=True)
class Holdings:
    """Everything that is declared, and what is held without being declared.

    Attributes:
        kinds: What kind of store each system is, where that is known.
        unmapped: Systems of the workspace without a data map: nothing is known of them.
    """

    policy: Policy = field(repr=False)
    maps: Mapping[str, DataMap] = field(repr=False)
    kinds: Mapping[str, str] = field(default_factory=dict)
    unmapped: Sequence[str] = ()

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """Every column with a category, in the order of systems and tables."""
        return tuple(one for datamap in self.maps.values() for one in _places(datamap))

    @cached_property
    def declared(self) -> tuple[Holding, ...]:
        """One a line of `data:`, in its order."""
        return tuple(
            Holding(
                name=name,
                use=use,
                policy=self.policy,
                places=[p for p in self.places if self._belongs(p, use)],
            )
            for name, use in self.policy.data.items()
        )

    @cached_property
    def undeclared(self) -> Mapping[str, Sequence[Place]]:
        """Categories that a map has and no line of the policy covers, with their places."""
        found: dict[str, list[Place]] = {}
        for place in self.places:
            if not self.policy.uses_of(place.category):
                found.setdefault(place.category, []).append(place)
        return found

    def serving(self, purpose: str) -> tuple[Holding, ...]:
        """The groups that are used for a purpose."""
        return tuple(one for one in self.declared if purpose in one.use.purposes)

    def _belongs(self, place: Place, use: DataUse) -> bool:
        # By identity: two lines may say the same of different categories, and then be equal.
        return any(one is use for one in self._nearest(place.category))

    def _nearest(self, category: str) -> tuple[DataUse, ...]:
        """The most specific lines that cover a category: `contact.email` before `contact`."""
        uses = self.policy.uses_of(category)
        if not uses:
            return ()
        depth = self._depth(uses[0], category)
        return tuple(use for use in uses if self._depth(use, category) == depth)

    def _depth(self, use: DataUse, category: str) -> int:
        names = use.items or tuple(n for n, one in self.policy.data.items() if one is use)
        return max((name.count(".") for name in names if within(category, name)), default=-1)

    def people_of(self, purpose: PurposeOfUse, holdings: Sequence[Holding]) -> tuple[str, ...]:
        """The kinds of person a purpose concerns: its own list, else those of its data."""
        if purpose.people:
            return tuple(purpose.people)
        named = [kind for one in holdings for kind in one.use.people]
        everybody = any(not one.use.people for one in holdings) or not holdings
        return tuple(self.policy.people) if everybody else tuple(dict.fromkeys(named))


def _places(datamap: DataMap) -> Iterator[Place]:
    copies = {(one.of, one.in_, one.key or one.by or "") for one in datamap.derived}
    for name, table in datamap.tables.items():
        retain = table.retain
        for column, entry in table.fields.items():
            if not isinstance(entry, FieldEntry):
                continue
            yield Place(
                system=datamap.system,
                table=name,
                column=column,
                category=entry.category,
                rule=retain.rule if retain is not None and retain.rule else None,
                counted_from=retain.from_ if retain is not None and retain.from_ else None,
            )
            for of, place, key in sorted(copies):
                if of == name:
                    yield Place(
                        system=place, table=key, column="", category=entry.category, copy=True
                    )
