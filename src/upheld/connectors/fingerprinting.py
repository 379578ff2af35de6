"""One number for a whole schema, so that a plan notices any change of it."""

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from upheld.connectors.schema import Column, ForeignKey, Schema, Table


def schema_of(
    tables: Iterable[Table],
    *,
    pointed: Iterable[str] = (),
    inherited: Iterable[str] = (),
    versioned: Iterable[str] = (),
) -> Schema:
    """Gather tables into a schema: sorted by name, with the fingerprint of all of them."""
    by_name = {table.name: table for table in sorted(tables, key=lambda table: table.name)}
    return Schema(
        tables=by_name,
        fingerprint=fingerprint_of(by_name.values()),
        pointed=frozenset(pointed),
        inherited=frozenset(inherited),
        versioned=frozenset(versioned),
    )


def fingerprint_of(tables: Iterable[Table]) -> str:
    """Return SHA-256 (hex) over canonical JSON of the tables; row estimates do not count.

    The order of columns, constraints and triggers counts as the database gives it, except
    that constraints are sorted: databases do not promise an order for them.
    """
    digest = hashlib.sha256()
    for table in tables:
        facts = _facts(table)
        facts.pop("rows")
        facts.pop("schema")  # stands in the name
        facts["columns"] = [_facts(column) for column in table.columns.values()]
        for unordered in ("unique", "indexes", "checks", "triggers"):
            facts[unordered] = sorted(facts[unordered])
        facts["foreign_keys"] = sorted(
            (_facts(key) for key in table.foreign_keys),
            key=lambda key: (key["columns"], key["parent"]),
        )
        line = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest.update(line.encode("utf-8", "surrogatepass"))
        digest.update(b"\n")
    return digest.hexdigest()


def _facts(described: Table | Column | ForeignKey) -> dict[str, Any]:
    """The attributes by name; `asdict` would copy all that is in them, which nobody changes."""
    return {name: getattr(described, name) for name in described.__dataclass_fields__}
