"""The systems of `upheld.yaml`: whether each answers now, and whether its data map is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from upheld.documents.secret_place import Connection
from upheld.rights.company import Company
from upheld.running.reaching import Answer, reach
from upheld.running.systems import maps_of, named_by
from upheld.web.console.settings.told import place
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemShown:
    """One system.

    Attributes:
        where: How it is reached, without anything that opens it.
        answer: Whether it answered; `None` where this process does not know it yet.
        mapped: Whether it has a data map.
        named_by: Systems whose maps say that copies of theirs lie in it.
    """

    name: str
    where: Text
    answer: Answer | None
    mapped: bool
    named_by: Sequence[str]


def systems_of(declared: Mapping[str, Connection], company: Company) -> list[SystemShown]:
    """Return every system, asked now."""
    answers = reach(company.places)
    maps = maps_of(company)
    names = [*declared, *(name for name in company.places if name not in declared)]
    return [
        SystemShown(
            name=name,
            where=place(declared.get(name)),
            answer=answers.get(name),
            mapped=name in maps,
            named_by=named_by(maps, name),
        )
        for name in names
    ]
