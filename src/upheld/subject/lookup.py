"""Who is asked about: from identifiers, in any spelling, to rows that identify people.

Set-based: all people of a batch are looked up by one statement for each identifier column.
The database compares under a fold; texts outside ASCII, which it folds differently, are read
and compared here. So every identifier column is read in full under every normal form, which
is what makes "proven absent" a statement and not a hope.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy import Connection, Text, and_, select, tuple_

from upheld.datamap.graph import Graph
from upheld.datamap.model import Subject
from upheld.refusal import RefusalError, Where
from upheld.subject.dialect import beyond_ascii, folded
from upheld.subject.identity import database_forms, fold_of, normal_form
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet
from upheld.wording import Text as Words

_KIND = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,40}")


class IdentifierError(RefusalError):
    """An identifier that cannot be one of its kind, or a kind no map knows."""

    code = "identifier-unusable"


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A row that identifies a person: the kind of person, and its key."""

    kind: str
    key: tuple[Any, ...] = field(repr=False)


Asked: TypeAlias = Mapping[str, str]
"""Identifiers of one person as they were given: kind to spelling."""
Match: TypeAlias = tuple[int, tuple[Any, ...]]


def check_kinds(asked: Asked, known: Mapping[str, set[str]]) -> None:
    """Refuse identifiers of a kind that no connected place knows.

    Raises:
        IdentifierError: Names the kinds there are.
    """
    kinds = set().union(*known.values()) if known else set()
    for kind in asked:
        if kind not in kinds:
            # What stands before the `=` may be a value typed the wrong way round.
            looks = _KIND.fullmatch(kind) is not None
            shown_en = f"`{kind}`" if looks else "this kind of identifier"
            shown_ja = f"`{kind}`" if looks else "この種類の識別子"
            named = ", ".join(f"`{k}`" for k in sorted(kinds)) or "none"
            raise IdentifierError(
                Words(
                    en=f"no data map knows people by {shown_en}",
                    ja=f"{shown_ja} で人を識別するデータマップがありません",
                ),
                remedy=Words(en=f"use one of {named}", ja=f"次のいずれかを使ってください: {named}"),
            )


@dataclass(frozen=True, slots=True)
class _Column:
    """One identifier column of one kind of person, open for questions."""

    connection: Connection
    place: RelationalPlace
    graph: Graph
    subject: Subject
    identifier: str

    @property
    def name(self) -> str:
        return self.subject.identifiers[self.identifier]

    @property
    def table(self) -> Any:
        return self.place.sa_table(self.subject.table).alias("c")

    def matching(self, wanted: Mapping[int, str]) -> Iterator[Match]:
        """Find the rows of all people asked about: (their number, the row's key)."""
        described = self.graph.schema.tables[self.subject.table].columns[self.name]
        if described.type in ("integer", "decimal"):
            yield from self._by_number(wanted)
        else:
            yield from self._by_text(wanted)

    def _by_text(self, wanted: Mapping[int, str]) -> Iterator[Match]:
        people: dict[str, list[int]] = defaultdict(list)
        for number, spelling in wanted.items():
            people[normal_form(self.identifier, spelling)].append(number)
        table = self.table
        keys = [table.c[k] for k in self.subject.key_columns]
        value = table.c[self.name]
        working = WorkingSet(self.connection, self.place, self.graph)
        ask = self._asked(working, people)
        fold = folded(working.dialect, value, fold_of(self.identifier))
        queries = [
            select(value, *keys).select_from(ask.join(table, fold == ask.c.form)).distinct(),
            select(value, *keys)
            .select_from(table)
            .where(and_(value.is_not(None), beyond_ascii(working.dialect, value))),
        ]
        seen: set[Match] = set()
        for query in queries:
            rows = self.connection.execute(query.execution_options(yield_per=1000))
            for raw, *key in rows:
                for number in people.get(normal_form(self.identifier, raw), ()):
                    seen.add((number, tuple(key)))
        working.drop()
        yield from seen

    def _asked(self, working: WorkingSet, people: Mapping[str, Sequence[int]]) -> Any:
        ask = working.temporary("uph_ask", {"form": Text})
        forms = {f for form in people for f in database_forms(self.identifier, form)}
        working.fill(ask, ({"form": form} for form in sorted(forms)))
        return ask

    def _by_number(self, wanted: Mapping[int, str]) -> Iterator[Match]:
        numbers: dict[int, list[int]] = defaultdict(list)
        for number, spelling in wanted.items():
            numbers[self._number(normal_form(self.identifier, spelling))].append(number)
        table = self.table
        keys = [table.c[k] for k in self.subject.key_columns]
        # A number beyond 64 bits is in no integer column, and drivers fail on it.
        listed = [n for n in numbers if abs(n) < 2**63]
        for start in range(0, len(listed), 1000):
            column = table.c[self.name]
            query = select(column, *keys).where(column.in_(listed[start : start + 1000]))
            for raw, *key in self.connection.execute(query):
                for number in numbers.get(int(raw), ()):
                    yield number, tuple(key)

    def _number(self, text: str) -> int:
        digits = text.removeprefix("-")
        if digits.isascii() and digits.isdigit():
            return int(text)
        column = f"{self.subject.table}.{self.name}"
        raise IdentifierError(
            Words(
                en=f"`{self.identifier}` must be a whole number in `{column}`",
                ja=f"`{self.identifier}` は `{column}` では整数でなければなりません",
            ),
            remedy=Words(en="check the identifier", ja="識別子を確認してください"),
            where=Where(system=self.graph.system, table=self.subject.table, column=self.name),
        )


def find(
    connection: Connection, place: RelationalPlace, graph: Graph, asked: Sequence[Asked]
) -> list[list[Candidate]]:
    """Find the rows that identify each person asked about.

    Of several identifiers of one person, all that a kind of person is known by must match.

    Returns:
        For each person, in order, the candidates, sorted; empty where there is none.
    """
    found: list[set[Candidate]] = [set() for _ in asked]
    for kind, subject in graph.datamap.subjects.items():
        matches: list[dict[str, set[tuple[Any, ...]]]] = [defaultdict(set) for _ in asked]
        used = {i for a in asked for i in a} & set(subject.identifiers)
        for identifier in sorted(used):
            wanted = {n: a[identifier] for n, a in enumerate(asked) if identifier in a}
            column = _Column(connection, place, graph, subject, identifier)
            for number, key in column.matching(wanted):
                matches[number][identifier].add(key)
        for number, by_identifier in enumerate(matches):
            given = [i for i in asked[number] if i in subject.identifiers]
            if given and all(i in by_identifier for i in given):
                keys = set.intersection(*(by_identifier[i] for i in given))
                found[number] |= {Candidate(kind, key) for key in keys}
    return [sorted(one, key=lambda c: (c.kind, [str(k) for k in c.key])) for one in found]


def identifiers_of(
    connection: Connection,
    place: RelationalPlace,
    graph: Graph,
    people: Mapping[int, Sequence[Candidate]],
) -> dict[int, dict[str, list[str]]]:
    """Read all identifiers that the people's own rows carry, for edges that match on them."""
    found: dict[int, dict[str, list[str]]] = {n: {} for n in people}
    for kind, subject in graph.datamap.subjects.items():
        owners: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for number, candidates in people.items():
            for candidate in candidates:
                if candidate.kind == kind:
                    owners[candidate.key].append(number)
        for key, values in _spoken(connection, place, subject, list(owners)):
            for number in owners.get(key, ()):
                for name, value in values.items():
                    found[number].setdefault(name, []).append(value)
    return found


def _spoken(
    connection: Connection,
    place: RelationalPlace,
    subject: Subject,
    wanted: Sequence[tuple[Any, ...]],
) -> Iterator[tuple[tuple[Any, ...], dict[str, str]]]:
    """Yield the filled identifiers of people's own rows, by key."""
    table = place.sa_table(subject.table).alias("c")
    keys = [table.c[k] for k in subject.key_columns]
    columns = [table.c[column] for column in subject.identifiers.values()]
    for start in range(0, len(wanted), 500):
        query = select(*keys, *columns).where(_one_of(keys, wanted[start : start + 500]))
        for row in connection.execute(query):
            values = zip(subject.identifiers, row[len(keys) :], strict=True)
            filled = {n: str(v) for n, v in values if v is not None and str(v).strip()}
            yield tuple(row[: len(keys)]), filled


def _one_of(keys: Sequence[Any], wanted: Sequence[tuple[Any, ...]]) -> Any:
    if len(keys) == 1:
        return keys[0].in_([key[0] for key in wanted])
    return tuple_(*keys).in_(wanted)
