"""Where a prohibited input lies: said by who found it, and looked at before anything is opened."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from upheld.connectors.contract import Selection
from upheld.datamap.graph import Graph
from upheld.datamap.links import Node
from upheld.refusal import UsageError
from upheld.rights.company import Company, MappedSystem
from upheld.rights.named_rows import NamedRows
from upheld.subject.place import RelationalPlace
from upheld.wording import Text

MOST_ROWS = 1_000
"""Rows of one table in one case: a plan of them is still looked at by a person."""
_INTEGER = re.compile(r"-?[0-9]{1,18}")
"""What every database keeps as a number."""
_NUMBERS = frozenset({"integer", "decimal"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """Records of one collection of a connected place.

    Attributes:
        system: The place, as `upheld.yaml` calls it.
        collection: A table, or a pattern of keys or paths.
        by: The column, or the name in braces.
        value: Of the record; sealed, because it can be a person's.
    """

    system: str
    collection: str
    by: str
    value: str | int = field(repr=False)

    @property
    def place(self) -> str:
        """What people are told of it: no column and no value."""
        return f"{self.system}.{self.collection}"

    @property
    def selection(self) -> Selection:
        """What a connector is asked about."""
        return Selection(collection=self.collection, by=(self.by,), values=[(self.value,)])


@dataclass(slots=True, kw_only=True)
class Located:
    """What was named, as it lies there.

    Attributes:
        rows: By system and table: keys of rows, in the order of the locator.
        elsewhere: Records of places that are no databases.
        own: Tables in which a named row is a person's own: system, table, kind of person.
    """

    rows: dict[str, dict[str, list[list[Any]]]] = field(default_factory=dict, repr=False)
    elsewhere: list[tuple[str, Selection]] = field(default_factory=list, repr=False)
    own: set[tuple[str, str, str]] = field(default_factory=set)

    def named(self, clause: str | None) -> NamedRows:
        """Return it as the deletion wants it."""
        return NamedRows(rows=self.rows, elsewhere=self.elsewhere, clause=clause)

    def take_row(self, graph: Graph, table: str, key: Sequence[Any]) -> None:
        """Take a row, once."""
        taken = self.rows.setdefault(graph.system, {}).setdefault(table, [])
        if list(key) in taken:
            return
        taken.append(list(key))
        for kind, subject in graph.datamap.subjects.items():
            own = subject.table == table and len(key) == 1
            if own and tuple(subject.key_columns) == graph.nodes[table].locator:
                self.own.add((graph.system, table, kind))

    def without(self, spoken: Collection[str]) -> "Located":
        """Leave out what is named so."""
        left = Located(own=self.own)
        for system, tables in self.rows.items():
            for table, keys in tables.items():
                stays = [key for key in keys if _row(system, table, key) not in spoken]
                if stays:
                    left.rows.setdefault(system, {})[table] = stays
        left.elsewhere = [one for one in self.elsewhere if _record(*one) not in spoken]
        return left

    @property
    def people(self) -> list[tuple[str, object]]:
        """Own keys of people whose own rows were named: (`system/kind`, key)."""
        return [
            (f"{system}/{kind}", key[0])
            for system, table, kind in sorted(self.own)
            for key in self.rows.get(system, {}).get(table, ())
        ]

    @property
    def places(self) -> list[str]:
        """Where it lies, for the ledger: no column and no value."""
        tables = {f"{system}.{table}" for system, tables in self.rows.items() for table in tables}
        return sorted(tables | {f"{place}.{one.collection}" for place, one in self.elsewhere})

    @property
    def spoken(self) -> list[str]:
        """Each record as one text, by whose digest an open case of it is found again."""
        rows = [
            _row(system, table, key)
            for system, tables in self.rows.items()
            for table, keys in tables.items()
            for key in keys
        ]
        return rows + [_record(place, one) for place, one in self.elsewhere]


def _row(system: str, table: str, key: Sequence[Any]) -> str:
    return f"{system}/{table}/{[str(part) for part in key]}"


def _record(place: str, of: Selection) -> str:
    return f"{place}/{of.collection}/{list(of.values)}"


def locate(company: Company, lying: Sequence[Lying]) -> Located:
    """Look where it is said to lie.

    A misspelt value, or a text where a number is kept, would match nothing, and an erasure of
    nothing would read as done.

    Raises:
        UsageError: It lies nowhere, not where it is said to, or where no data map reaches.
        PlaceUnreachableError, PlaceFailedError: A place cannot be read.
    """
    if not lying:
        raise UsageError(
            Text(en="it is not said where the input lies", ja="入力の場所が指定されていません"),
            remedy=Text(en="name at least one place", ja="場所を一つ以上指定してください"),
        )
    located = Located()
    systems = {system.name: system for system in company.systems}
    for one in lying:
        place = company.places.get(one.system)
        if one.system in systems:
            _take_rows(located, systems[one.system], one)
        elif place is None or isinstance(place, RelationalPlace):
            raise _unmapped(one)
        elif place.count(one.selection) == 0:
            raise _not_there(one)
        else:
            located.elsewhere.append((one.system, one.selection))
    return located


def _take_rows(located: Located, system: MappedSystem, one: Lying) -> None:
    graph = system.graph_for_looking_up()
    node = graph.nodes.get(one.collection)
    if node is None or not node.locator:
        raise _unmapped(one)
    if one.by not in node.table.columns:
        raise _not_there(one)
    with system.place.session() as connection:
        keys = _keys(connection, system.place, node, one)
    if not keys:
        raise _not_there(one)
    if len(keys) > MOST_ROWS:
        raise _too_many(one)
    for key in keys:
        located.take_row(graph, one.collection, key)


def _keys(
    connection: Connection, place: RelationalPlace, node: Node, one: Lying
) -> list[tuple[Any, ...]]:
    table = place.sa_table(node.name)
    value: object = str(one.value)
    if node.table.columns[one.by].type in _NUMBERS:
        if not _INTEGER.fullmatch(str(one.value)):
            return []
        value = int(one.value)
    query = (
        select(*(table.c[column] for column in node.locator))
        .where(table.c[one.by] == value)
        .limit(MOST_ROWS + 1)
    )
    return [tuple(row) for row in connection.execute(query)]


def _not_there(one: Lying) -> UsageError:
    return UsageError(
        Text(
            en=f"`{one.place}` holds no record with this `{one.by}`",
            ja=f"`{one.place}` に、この `{one.by}` の記録はありません",
        ),
        remedy=Text(
            en="check the column and the value; nothing was opened",
            ja="列と値を確認してください。案件は作っていません",
        ),
    )


def _unmapped(one: Lying) -> UsageError:
    return UsageError(
        Text(
            en=f"no data map reaches `{one.place}`, so nothing there can be erased and proven",
            ja=f"`{one.place}` はデータマップになく、消去して証明することができません",
        ),
        remedy=Text(
            en="add it to the data map: `upheld map check` shows what is missing",
            ja="データマップに加えてください。不足は `upheld map check` で確認できます",
        ),
    )


def _too_many(one: Lying) -> UsageError:
    return UsageError(
        Text(
            en=f"more than {MOST_ROWS} rows of `{one.place}` have this `{one.by}`",
            ja=f"`{one.place}` でこの `{one.by}` を持つ行が {MOST_ROWS} を超えています",
        ),
        remedy=Text(
            en="name the rows by their keys, some at a time",
            ja="行のキーで、何回かに分けて指定してください",
        ),
    )
