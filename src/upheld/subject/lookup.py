"""Who is asked about: from identifiers, in any spelling, to rows that identify people.

Set-based: all people of a batch are looked up by one statement for each identifier column.
The database compares under a fold; texts outside ASCII, which it folds differently, are read
and compared here. So every identifier column is read in full under every normal form, which
is what makes "proven absent" a statement and not a hope.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Integer, Text, and_, select

from upheld.datamap.graph import Graph
from upheld.datamap.model import Subject
from upheld.refusal import RefusalError, Where
from upheld.subject.dialect import beyond_ascii, folded
from upheld.subject.identity import database_forms, fold_of, normal_form
from upheld.subject.place import RelationalPlace
from upheld.subject.working_set import WorkingSet
from upheld.wording import Text as Words


class IdentifierError(RefusalError):
    """An identifier that cannot be one of its kind, or a kind no map knows."""

    code = "identifier-unusable"


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A row that identifies a person: the kind of person, and its key."""

    kind: str
    key: tuple[Any, ...] = field(repr=False)


Asked = Mapping[str, str]
"""Identifiers of one person as they were given: kind to spelling."""


def check_kinds(asked: Asked, known: Mapping[str, set[str]]) -> None:
    """Refuse identifiers of a kind that no connected place knows.

    Raises:
        IdentifierError: Names the kinds there are.
    """
    kinds = set().union(*known.values()) if known else set()
    for kind in asked:
        if kind not in kinds:
            named = ", ".join(f"`{k}`" for k in sorted(kinds)) or "none"
            raise IdentifierError(
                Words(
                    en=f"no data map knows people by `{kind}`",
                    ja=f"`{kind}` で人を識別するデータマップがありません",
                ),
                remedy=Words(en=f"use one of {named}", ja=f"次のいずれかを使ってください: {named}"),
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
            for number, key in _matching(connection, place, graph, subject, identifier, wanted):
                matches[number][identifier].add(key)
        for number, by_identifier in enumerate(matches):
            given = [i for i in asked[number] if i in subject.identifiers]
            if given and all(i in by_identifier for i in given):
                keys = set.intersection(*(by_identifier[i] for i in given))
                found[number] |= {Candidate(kind, key) for key in keys}
    return [sorted(one, key=lambda c: (c.kind, [str(k) for k in c.key])) for one in found]


def _matching(
    connection: Connection,
    place: RelationalPlace,
    graph: Graph,
    subject: Subject,
    identifier: str,
    wanted: Mapping[int, str],
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    column = subject.identifiers[identifier]
    table = place.sa_table(subject.table).alias("c")
    keys = [table.c[k] for k in subject.key_columns]
    if graph.schema.tables[subject.table].columns[column].type in ("integer", "decimal"):
        yield from _by_number(connection, graph, subject, identifier, wanted, table)
        return
    working = WorkingSet(connection, place, graph)
    dialect = working.dialect
    ask = working.temporary("uph_ask", {"number": Integer, "form": Text})
    working.fill(
        ask,
        (
            {"number": n, "form": form}
            for n, spelling in wanted.items()
            for form in sorted(database_forms(identifier, spelling))
        ),
    )
    fold = fold_of(identifier)
    value = table.c[column]
    forms = {n: normal_form(identifier, spelling) for n, spelling in wanted.items()}
    joined = ask.join(table, folded(dialect, value, fold) == ask.c.form)
    for number, raw, *key in connection.execute(
        select(ask.c.number, value, *keys).select_from(joined)
    ):
        if normal_form(identifier, raw) == forms[number]:
            yield number, tuple(key)
    people = defaultdict(list)
    for number, form in forms.items():
        people[form].append(number)
    wide = (
        select(value, *keys)
        .select_from(table)
        .where(and_(value.is_not(None), beyond_ascii(dialect, value)))
    )
    for raw, *key in connection.execute(wide.execution_options(yield_per=1000)):
        for number in people.get(normal_form(identifier, raw), ()):
            yield number, tuple(key)
    working.drop()


def _by_number(
    connection: Connection,
    graph: Graph,
    subject: Subject,
    identifier: str,
    wanted: Mapping[int, str],
    table: Any,
) -> Iterator[tuple[int, tuple[Any, ...]]]:
    column = subject.identifiers[identifier]
    numbers: dict[int, list[int]] = defaultdict(list)
    for number, spelling in wanted.items():
        text = normal_form(identifier, spelling)
        if not text.lstrip("-").isascii() or not text.lstrip("-").isdigit():
            raise IdentifierError(
                Words(
                    en=f"`{identifier}` must be a whole number in `{subject.table}.{column}`",
                    ja=f"`{identifier}` は `{subject.table}.{column}` では整数でなければなりません",
                ),
                remedy=Words(en="check the identifier", ja="識別子を確認してください"),
                where=Where(system=graph.system, table=subject.table, column=column),
            )
        numbers[int(text)].append(number)
    keys = [table.c[k] for k in subject.key_columns]
    # A number beyond 64 bits is in no integer column, and drivers fail on it.
    listed = [n for n in numbers if abs(n) < 2**63]
    for start in range(0, len(listed), 1000):
        chunk = listed[start : start + 1000]
        query = select(table.c[column], *keys).where(table.c[column].in_(chunk))
        for raw, *key in connection.execute(query):
            for number in numbers.get(int(raw), ()):
                yield number, tuple(key)


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
        if not owners:
            continue
        table = place.sa_table(subject.table).alias("c")
        keys = [table.c[k] for k in subject.key_columns]
        names = list(subject.identifiers)
        columns = [table.c[subject.identifiers[n]] for n in names]
        listed = list(owners)
        for start in range(0, len(listed), 500):
            chunk = listed[start : start + 500]
            query = select(*keys, *columns).where(_one_of(keys, chunk))
            for row in connection.execute(query):
                key, values = tuple(row[: len(keys)]), row[len(keys) :]
                for number in owners.get(key, ()):
                    for name, value in zip(names, values, strict=True):
                        if value is not None and str(value).strip():
                            found[number].setdefault(name, []).append(str(value))
    return found


def _one_of(keys: Sequence[Any], wanted: Sequence[tuple[Any, ...]]) -> Any:
    from sqlalchemy import tuple_

    if len(keys) == 1:
        return keys[0].in_([key[0] for key in wanted])
    return tuple_(*keys).in_(wanted)
