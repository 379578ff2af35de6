"""A few rows of each table, and what their values are like. No value leaves discovery.

A proposal carries counts and shares only: traits keep distinct values for comparing them with
keys, out of `repr`, and are forgotten when discovery ends.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from upheld.connectors.contract import Value
from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.naming import has_suffix, means_a_person
from upheld.datamap.discovery.reading import Asked, Rows, Sampler
from upheld.detection.names import categorise

if TYPE_CHECKING:
    from upheld.datamap.discovery.judging import Judging
    from upheld.detection.columns import Verdict

SAMPLE_ROWS = 240
"""Rows read of a table, half from each end of its key."""
KEPT_VALUES = 200
"""Distinct values of a column that are compared with keys."""
_SAMPLED_TYPES = frozenset({"integer", "text", "uuid", "json", "other"})
_JUDGED_TYPES = frozenset({"date", "datetime", "decimal", "binary", "array"})
"""Types whose values are no keys and no shapes: read only where values are judged."""

_EMAIL = re.compile(r"^[^@\s<>(),;:\"]{1,64}@[^@\s.<>(),;:\"]+(\.[^@\s.<>(),;:\"]+)+$")
_PHONE = re.compile(r"^(\+?81[-\s]?\d{1,4}|0\d{1,4})[-\s]?\d{1,4}[-\s]?\d{3,4}$")
_IP = re.compile(
    r"^(\d{1,3}\.){3}\d{1,3}$|^(?!([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$)[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){3,7}$"
)
"""Six pairs are the address of a device (MAC), and no IP address."""
_KEYED = re.compile(r"^([A-Za-z][A-Za-z_-]*)([:/.])(\d+|[0-9a-fA-F-]{36})(?:([:/.]).*)?$")
_JSON_DEPTH = 3
_PLAIN_TYPES = frozenset({"integer", "text", "uuid"})
_TYPE_ENDINGS = ("type", "class", "model", "table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What sampled values of one column are like. Shares are 0 to 1 of the distinct values.

    Attributes:
        filled: Rows of the sample in which the column is not NULL (nor empty).
        distinct: Distinct values among them.
        values: At most `KEPT_VALUES` of them, only where they could be keys.
        paths: Paths inside JSON values with the shares of e-mail addresses among their texts.
        path_values: Distinct texts and numbers under each path.
        keyed: Prefix and delimiter of values like `user:5:…`, with their share.
        keyed_values: What stands where the key would stand.
        verdict: What a scanner of texts holds the values for, where one was asked.
    """

    filled: int = 0
    distinct: int = 0
    values: frozenset[Any] = field(default=frozenset(), repr=False)
    emails: float = 0.0
    phones: float = 0.0
    addresses_ip: float = 0.0
    longest: int = 0
    paths: Mapping[str, float] = field(default_factory=dict)
    path_values: Mapping[str, frozenset[Any]] = field(default_factory=dict, repr=False)
    keyed: Mapping[tuple[str, str, bool], float] = field(default_factory=dict)
    keyed_values: frozenset[Any] = field(default=frozenset(), repr=False)
    verdict: "Verdict | None" = None


NO_TRAITS = Traits()


def sampled_columns(table: Table, *, judged: bool = False) -> list[str]:
    """Name the columns whose values can tell something; `judged`: to a scanner of texts too."""
    types = _SAMPLED_TYPES | _JUDGED_TYPES if judged else _SAMPLED_TYPES
    return [c.name for c in table.columns.values() if c.type in types]


def traits_of(
    sampler: Sampler, tables: Collection[Table], judging: "Judging | None" = None
) -> dict[str, dict[str, Traits]]:
    """Sample many tables: traits by table and column, of columns that are worth reading.

    Args:
        sampler: Reads the rows.
        tables: Of which.
        judging: Says what values are, beyond their shapes; slower.
    """
    wanted = {
        table.name: tuple(sampled_columns(table, judged=judging is not None)) for table in tables
    }
    asked = [
        Asked(table=name, columns=columns, limit=SAMPLE_ROWS)
        for name, columns in wanted.items()
        if columns
    ]
    by_table = {table.name: table for table in tables}
    found: dict[str, dict[str, Traits]] = {name: {} for name in wanted}
    for part, rows in zip(asked, sampler.samples(asked), strict=True):
        by_column = zip(*rows, strict=True) if rows else [()] * len(part.columns)
        found[part.table] = {
            name: _traits(by_table[part.table].columns[name], list(values))
            for name, values in zip(part.columns, by_column, strict=True)
        }
        if judging is not None:
            _judge(part, rows, by_table[part.table], found[part.table], judging)
    return found


def _judge(
    part: Asked, rows: Rows, table: Table, traits: dict[str, Traits], judging: "Judging"
) -> None:
    more = len(rows) >= part.limit
    keys = {*table.primary_key, *(c for key in table.foreign_keys for c in key.columns)}
    for place, name in enumerate(part.columns):
        column = table.columns[name]
        if column.type == "uuid" or (column.type == "integer" and name in keys):
            continue
        values = [row[place] for row in rows if row[place] != "" and _countable(row[place])]
        verdict = judging.verdict(part.table, column, values, more=more)
        traits[name] = replace(traits[name], verdict=verdict)


def _traits(column: Column, values: list[Value]) -> Traits:
    if column.type in _JUDGED_TYPES:
        return NO_TRAITS
    filled = [value for value in values if value is not None and value != ""]
    # In the order of appearance, which the key decides: the same values every time.
    plain = filled if column.type in _PLAIN_TYPES else [v for v in filled if _countable(v)]
    distinct = list(dict.fromkeys(plain))
    some = distinct[:: max(1, len(distinct) // KEPT_VALUES)][:KEPT_VALUES]
    some_texts = () if column.type == "integer" else some
    texts = [value.strip() for value in some_texts if isinstance(value, str)]
    documents = filled if column.type == "json" else some if column.type == "text" else []
    paths, under = _json_paths(documents)
    keyed, keys = _keyed(texts)
    emails = _share(texts, _EMAIL)
    return Traits(
        filled=len(filled),
        distinct=len(distinct),
        values=frozenset(some) if emails or _may_be_key(column) else frozenset(),
        emails=emails,
        phones=_share(texts, _PHONE),
        addresses_ip=_share(texts, _IP),
        longest=max((len(text) for text in texts), default=0),
        paths=paths,
        path_values=under,
        keyed=keyed,
        keyed_values=keys,
    )


def _countable(value: Value) -> bool:
    """Whether a driver's value is one that can be compared (JSON may come as a mapping)."""
    return isinstance(value, str | int)


def _may_be_key(column: Column) -> bool:
    """Whether its values will be compared with keys; others are not kept in memory."""
    if column.type != "text":
        return column.type != "json"
    about = categorise(column.name)
    named = about is not None and about.category.startswith(("account", "key"))
    return (
        named
        or has_suffix(column.name)
        or means_a_person(column.name) > 0
        or (column.name.lower().endswith(_TYPE_ENDINGS))
    )


def _share(texts: list[str], shape: re.Pattern[str]) -> float:
    return sum(1 for text in texts if shape.match(text)) / len(texts) if texts else 0.0


def _keyed(texts: list[str]) -> tuple[dict[tuple[str, str, bool], float], frozenset[Any]]:
    counts: dict[tuple[str, str, bool], int] = {}
    keys: set[Any] = set()
    for text in texts:
        if found := _KEYED.match(text):
            prefix, first, key, second = found.groups()
            counts[prefix, first, second is not None] = (
                counts.get((prefix, first, second is not None), 0) + 1
            )
            keys.add(int(key) if key.isdigit() else key)
    return {form: count / len(texts) for form, count in counts.items()}, frozenset(keys)


def _json_paths(values: list[Value]) -> tuple[dict[str, float], dict[str, frozenset[Any]]]:
    found: dict[str, set[Any]] = {}
    for value in values[:KEPT_VALUES]:
        document = value
        if isinstance(value, str):
            if "{" not in value[:1] and not value.lstrip().startswith("{"):
                continue
            try:
                document = json.loads(value)
            except (ValueError, RecursionError):
                continue
        _walk(document, (), found)
    shares = {
        path: _share([v for v in under if isinstance(v, str)], _EMAIL)
        for path, under in found.items()
    }
    return shares, {path: frozenset(under) for path, under in found.items()}


def _walk(node: Any, at: tuple[str, ...], found: dict[str, set[Any]]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            # A key with a dot or quote in it cannot be written as a path of the map.
            if isinstance(key, str) and len(at) < _JSON_DEPTH and not set(key) & set(".'\"[]"):
                _walk(value, (*at, key), found)
    elif at and isinstance(node, str | int) and not isinstance(node, bool) and node != "":
        found.setdefault(".".join(at), set()).add(node)
