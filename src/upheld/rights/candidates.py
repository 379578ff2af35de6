"""Of those who were found by the same identifiers: how many people are they?

Rows of one kind of person, one in each connected database, are one person known in several
places. Several rows of one kind in one database are several people. So are rows of different
kinds: the customer and the member of staff with one e-mail address may be one human being, but
they are known for different reasons, and only a person can say which of them asked, or both.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from upheld.rights.case import Private

Row: TypeAlias = tuple[str, str, list[Any]]
"""System, kind of person, key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One of the people who may be meant.

    Attributes:
        rows: Their own rows; the first one tells them apart from the others.
    """

    rows: tuple[Row, ...] = field(repr=False)

    @property
    def place(self) -> str:
        """Where they were found, without anything personal: `shop/customer`."""
        return " + ".join(f"{system}/{kind}" for system, kind, _ in self.rows)

    def is_among(self, rows: Sequence[Sequence[Any]]) -> bool:
        """Whether one of these rows is the one that tells this candidate apart."""
        return _spelled(self.rows[0]) in [_spelled(row) for row in rows]


def _spelled(row: Sequence[Any]) -> tuple[str, str, list[str]]:
    """A key read from the store is plain text where the database's driver has a type for it."""
    system, kind, key = row
    return str(system), str(kind), [str(part) for part in key]


def people_in(found: Mapping[str, Sequence[Sequence[Any]]]) -> list[Candidate]:
    """Return the people among the rows that were found, in an order that does not change.

    Args:
        found: By system: `[kind, key]`.
    """
    return [person for kind in _kinds(found) for person in _of_kind(found, kind)]


def _kinds(found: Mapping[str, Sequence[Sequence[Any]]]) -> list[str]:
    return sorted({str(kind) for rows in found.values() for kind, _ in rows})


def _of_kind(found: Mapping[str, Sequence[Sequence[Any]]], kind: str) -> Iterator[Candidate]:
    rows: dict[str, list[Row]] = {
        system: [(system, kind, list(key)) for other, key in found[system] if other == kind]
        for system in sorted(found)
    }
    alone = tuple(own[0] for own in rows.values() if len(own) == 1)
    doubtful = [row for own in rows.values() if len(own) > 1 for row in own]
    if not doubtful:
        yield Candidate(rows=alone)
    for row in doubtful:
        yield Candidate(rows=(row, *alone))


def meant_by(private: Private) -> list[Row] | None:
    """Return the rows of the person who asked; `None` while somebody has to choose.

    Once it was chosen nobody else is taken: neither who appears later, who has to be decided
    about first, nor who is left when the chosen rows are gone.
    """
    people = people_in(private.candidates)
    if not private.chosen:
        return None if len(people) > 1 else [row for one in people for row in one.rows]
    if any(not one.is_among(private.offered) for one in people):
        return None
    return [row for one in people if one.is_among(private.chosen) for row in one.rows]
