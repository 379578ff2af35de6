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


def copies_of(tables: Mapping[str, Table]) -> dict[str, str]:
    """Return for each table that repeats another's rows, by name and by columns, which one."""
    by_name: dict[str, list[str]] = {}
    for name in tables:
        by_name.setdefault(_plain(name), []).append(name)
    found = {}
    for name, table in tables.items():
        mine = "".join(_without_marks(name))
        if mine == _plain(name):
            continue
        for base in by_name.get(mine, ()):
            shared = sum(1 for column in tables[base].columns if column in table.columns)
            if base != name and shared >= _LIKE * len(tables[base].columns):
                found[name] = base
                break
    return found


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
