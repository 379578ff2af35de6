"""Rows of a database whose texts hold a prohibited group: by their keys, without the texts."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from upheld.datamap.links import Node
from upheld.desk.found_inputs.lying import MOST_ROWS, Located
from upheld.detection import Scanner
from upheld.rights.company import MappedSystem

_SURE = 0.8
"""Confidence from which a finding opens a case, 0 to 1: as for what `map check` reports."""
_AT_ONCE = 1_000  # rows
_READ = frozenset({"text", "json"})


def rows_with(system: MappedSystem, scanner: Scanner, group: str) -> Iterator[Located]:
    """Yield the rows of a database that hold something of a group, so many that fit into a case.

    Args:
        system: A database with its map.
        scanner: Finds.
        group: E.g. `restricted_region`.
    """
    graph = system.graph_for_looking_up()
    located, count = Located(), 0
    for name, node in sorted(graph.nodes.items()):
        for key in _keys(system, node, scanner, group):
            located.take_row(graph, name, key)
            count += 1
            if count == MOST_ROWS:
                yield located
                located, count = Located(), 0
    if count:
        yield located


def _keys(
    system: MappedSystem, node: Node, scanner: Scanner, group: str
) -> Iterator[tuple[Any, ...]]:
    columns = [name for name, column in node.table.columns.items() if column.type in _READ]
    if not node.locator or not columns:
        return
    table = system.place.sa_table(node.name)
    keys = [table.c[column] for column in node.locator]
    query = select(*keys, *(table.c[column] for column in columns))
    with system.place.session() as connection:
        for rows in connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions():
            texts = [
                (tuple(row[: len(keys)]), str(text))
                for row in rows
                for text in row[len(keys) :]
                if text is not None
            ]
            scanned = scanner.scan_many(text for _, text in texts)
            held = (
                key
                for (key, _), found in zip(texts, scanned, strict=True)
                if any(group in one.groups and one.confidence >= _SURE for one in found)
            )
            yield from dict.fromkeys(held)
