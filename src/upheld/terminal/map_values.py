"""What `--values` reads: the data itself, and not only what it is called."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from upheld.terminal.screen import SCREEN, say

if TYPE_CHECKING:  # heavy: `upheld --help` does without them
    from upheld.datamap.drift import Drift

_SAMPLED = 400
"""Rows of a column that are looked at where chance has to be told from data."""


def unexpected_contents(
    name: str, place: Any, maps: Mapping[str, Any], today: date
) -> "list[Drift]":
    """Read a whole place, and return kinds that stand where its map does not expect them.

    Copies (caches, folders, files) may hold what the tables do that they are copies of.
    """
    from upheld.datamap.content import contents, copied_into, unexpected
    from upheld.datamap.model import DataMap
    from upheld.detection.standard import standard

    SCREEN.progress(say(f"reading every text of {name}", f"{name} のテキストを読んでいます"))
    scanner = standard(today=today)
    found = contents(place, scanner)
    datamap = maps[name].model if name in maps else DataMap(system=name)
    copied = copied_into(name, (one.model for one in maps.values()))
    drifted = unexpected(found, datamap, lambda c, f: _samples(place, c, f), scanner, copied)
    SCREEN.progress_over()
    return drifted


def _samples(place: Any, collection: str, field: str) -> Iterable[str]:
    from upheld.connectors.sql import SqlConnector
    from upheld.datamap.discovery.reading import Asked, SqlSampler

    if not isinstance(place, SqlConnector):
        return []
    tables = place.describe().tables
    if collection not in tables or field not in tables[collection].columns:
        return []
    with place.session() as connection:
        asked = Asked(table=collection, columns=(field,), limit=_SAMPLED)
        (rows,) = SqlSampler(connection, tables).samples([asked])
    return [str(row[0]) for row in rows if row[0] is not None]
