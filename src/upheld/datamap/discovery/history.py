"""Tables that keep earlier versions of another table's rows: history, audit, archive."""

from collections.abc import Mapping

from upheld.connectors.schema import Table
from upheld.datamap.discovery.naming import bare
from upheld.detection.spelling import singular, word_set, words

_ENDINGS = word_set("""
    history histories hist audit audits log logs version versions revision revisions archive
    archives archived bak backup old deleted snapshot trail rireki 履歴""")
_BEGINNINGS = frozenset(
    {"historical", "history", "hist", "audit", "archive", "old", "bak", "deleted"}
)
_LIKE = 0.7
"""Share of the base's columns that a look-alike repeats."""


def base_of(table: Table, tables: Mapping[str, Table]) -> str | None:
    """Return the table whose rows this one repeats, by name and by columns."""
    mine = "".join(_without_marks(table.name))
    if mine == _plain(table.name):
        return None
    for name, other in tables.items():
        if name == table.name or _plain(name) != mine:
            continue
        shared = sum(1 for column in other.columns if column in table.columns)
        if shared >= _LIKE * len(other.columns):
            return name
    return None


def _plain(name: str) -> str:
    return "".join(singular(word) for word in words(bare(name)))


def _without_marks(name: str) -> list[str]:
    parts = [singular(word) for word in words(bare(name))]
    while len(parts) > 1 and (parts[-1] in _ENDINGS or singular(parts[-1]) in _ENDINGS):
        parts.pop()
    kept = []
    for part in parts:
        # `shop_historicalcustomer` is how django-simple-history names its tables.
        shorter = part.removeprefix("historical")
        if part in _BEGINNINGS and len(parts) > 1:
            continue
        kept.append(singular(shorter) if shorter else part)
    return kept or parts
