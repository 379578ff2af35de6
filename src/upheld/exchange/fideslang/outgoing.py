"""A data map in, a fideslang dataset out: what of the map that format has words for.

Whatever would make other software do more than the map says is left out here: rows that are
only mentioned or exported get no reference, since Fides would erase what it reaches.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from upheld.datamap.drift import mentioned_columns
from upheld.datamap.model import DataMap, Edge, FieldEntry, OnErase, Owns, SetValue, TableMap
from upheld.datamap.via import ColumnsVia, JsonVia, UnreadableViaError, parse
from upheld.exchange.fideslang.incoming import NOTHING_PERSONAL
from upheld.exchange.fideslang.words import identity, masking
from upheld.vocabulary.alias import alias

Plain = dict[str, Any]

_NOT_A_KEY = re.compile(r"[^A-Za-z0-9_.<>-]")
_NOT_PERSONAL = "system.operations"


Keys = Mapping[str, tuple[str, ...]]
"""The primary key of each table, where the database has been asked."""
_ABOUT_THE_TABLE = frozenset({"table", "retain", "on_erase"})
"""Unsure points that name no column."""


def translate(datamap: DataMap, keys: Keys | None = None) -> Plain:
    """Translate one map; whatever is not in the result has to be carried beside it."""
    return _Translator(datamap, keys or {}).run()


class _Translator:
    def __init__(self, datamap: DataMap, keys: Keys) -> None:
        self.datamap = datamap
        self.key = _NOT_A_KEY.sub("_", datamap.system) or "_"
        self.metas: dict[str, dict[str, Plain]] = {name: {} for name in datamap.tables}
        self.columns: dict[str, Mapping[str, None]] = {}
        self.keys = {name: key for name, key in keys.items() if name in datamap.tables}

    def run(self) -> Plain:
        for name, entry in self.datamap.tables.items():
            self.columns[name] = _columns(name, entry, self.datamap)
        for name, key in self.keys.items():
            for column in key:
                self._meta(name, column)["primary_key"] = True
        for subject in self.datamap.subjects.values():
            for column in subject.key_columns if not self.keys.get(subject.table) else ():
                self._meta(subject.table, column).setdefault("primary_key", True)
            for kind, column in subject.identifiers.items():
                self._meta(subject.table, column).setdefault("identity", identity(kind))
        for name, entry in self.datamap.tables.items():
            self._keys_of_owned(entry)
            self._references(name, entry)
            self._maskings(name, entry)
        return {
            "fides_key": self.key,
            "collections": [self._collection(n, e) for n, e in self.datamap.tables.items()],
        }

    def _meta(self, table: str, column: str) -> Plain:
        return self.metas.setdefault(table, {}).setdefault(column, {})

    # -- references

    def _references(self, name: str, entry: TableMap) -> None:
        for edge in entry.edges:
            for column, target in self._targets(edge):
                self._refer(name, column, target, "from")
            if (matched := self._matched(edge)) is not None:
                self._meta(name, matched[0]).setdefault("identity", identity(matched[1]))
        for owned in entry.owns:
            key = self._key_of(owned.target)
            if isinstance(owned.via, str) and owned.object is None and len(key) == 1:
                self._refer(name, owned.via, f"{owned.target}.{key[0]}", "to")

    def _refer(self, name: str, column: str, target: str, direction: str) -> None:
        if "." in target.partition(".")[2] or not self._has(name, column):
            return
        found = self._meta(name, column).setdefault("references", [])
        reference = {"dataset": self.key, "field": target, "direction": direction}
        if reference not in found:
            found.append(reference)

    def _has(self, name: str, column: str) -> bool:
        return column in self.columns.get(name, ())

    def _targets(self, edge: Edge) -> Iterator[tuple[str, str]]:
        if edge.role != "owner" or edge.match or edge.when or edge.decode or edge.path:
            return
        via = _via(edge.via)
        if not isinstance(via, ColumnsVia):
            return
        subject = self.datamap.subjects.get(edge.to)
        table = subject.table if subject is not None else edge.to
        key = tuple(edge.references or ()) or self._key_of(table)
        if len(key) != len(via.columns) or "." in table or table not in self.columns:
            return
        for column, target in zip(via.columns, key, strict=True):
            yield column, f"{table}.{target}"

    def _matched(self, edge: Edge) -> tuple[str, str] | None:
        via = _via(edge.via)
        subject = self.datamap.subjects.get(edge.to)
        plain = edge.role == "owner" and not edge.when and not edge.decode and not edge.path
        if not plain or edge.match is None or subject is None or not isinstance(via, ColumnsVia):
            return None
        if edge.match not in subject.identifiers or len(via.columns) != 1:
            return None
        return via.columns[0], edge.match

    def _key_of(self, table: str) -> tuple[str, ...]:
        for subject in self.datamap.subjects.values():
            if subject.table == table:
                return subject.key_columns
        metas = self.metas.get(table, {})
        return tuple(column for column, meta in metas.items() if "primary_key" in meta)

    def _keys_of_owned(self, entry: TableMap) -> None:
        for owned in entry.owns:
            key = _single(owned)
            if key is not None and not self._key_of(owned.target) and owned.target in self.columns:
                self._meta(owned.target, key)["primary_key"] = True

    # -- erasure

    def _maskings(self, name: str, entry: TableMap) -> None:
        if not isinstance(entry.on_erase, OnErase):
            return
        for column, how in entry.on_erase.anonymise.items():
            plain = how.model_dump() if isinstance(how, SetValue) else how
            if (found := masking(plain)) is not None:
                self._meta(name, column)["masking_strategy_override"] = found

    # -- what is written

    def _collection(self, name: str, entry: TableMap) -> Plain:
        found: Plain = {"name": name}
        if entry.none is not None and entry.none != NOTHING_PERSONAL:
            found["description"] = entry.none
        if self._goes_with_its_person(name, entry):
            found["fides_meta"] = {"masking_strategy_override": {"strategy": "delete"}}
        columns = [*self.columns[name], *self.metas[name]]
        found["fields"] = [
            self._field(name, entry, column) for column in dict.fromkeys(columns) if column
        ]
        return found

    def _goes_with_its_person(self, name: str, entry: TableMap) -> bool:
        """Only an owned table whose rows all go: what is retained must not be deleted there."""
        owned = any(edge.role == "owner" for edge in entry.edges)
        person = any(subject.table == name for subject in self.datamap.subjects.values())
        return (
            (owned or person)
            and entry.on_erase == "delete"
            and entry.retain is None
            and entry.hold is None
            and entry.shared == "last_owner"
        )

    def _field(self, name: str, entry: TableMap, column: str) -> Plain:
        found: Plain = {"name": column}
        said = entry.fields.get(column)
        if isinstance(said, FieldEntry):
            key = alias("category", said.category).fideslang
            found["data_categories"] = [key or "user"]
        elif said is not None:
            found["data_categories"] = [_NOT_PERSONAL]
        if meta := self.metas[name].get(column):
            found["fides_meta"] = meta
        if paths := entry.json_.get(column):
            nested = [n for p, how in paths.items() if (n := _nested(p, how)) is not None]
            if nested:
                found["fields"] = _joined(nested)
        return found


def _columns(name: str, entry: TableMap, datamap: DataMap) -> Mapping[str, None]:
    named = list(entry.fields)
    for subject in datamap.subjects.values():
        if subject.table == name:
            named += [*subject.key_columns, *subject.identifiers.values()]
    for edge in entry.edges:
        via = _via(edge.via)
        if isinstance(via, ColumnsVia):
            named += via.columns
        elif via is not None:
            named.append(via.column)
    points = [point for point in entry.unsure if point.point not in _ABOUT_THE_TABLE]
    mentioned = mentioned_columns(entry.model_copy(update={"unsure": points}))
    return dict.fromkeys([*named, *sorted(mentioned)])


def _via(via: Any) -> ColumnsVia | JsonVia | Any | None:
    try:
        return parse(via)
    except UnreadableViaError:
        return None


def _single(owned: Owns) -> str | None:
    references = owned.references or []
    return references[0] if len(references) == 1 else None


def _nested(path: str, how: str) -> Plain | None:
    steps = path.removeprefix("$").lstrip(".").split(".")
    strategy = masking("null" if how == "erase" else how)
    if strategy is None or not all(steps):
        return None
    leaf: Plain = {"name": steps[-1], "fides_meta": {"masking_strategy_override": strategy}}
    for step in reversed(steps[:-1]):
        leaf = {"name": step, "fields": [leaf]}
    return leaf


def _joined(fields: Iterable[Plain]) -> list[Plain]:
    """Put paths that begin alike under one field."""
    found: dict[str, Plain] = {}
    for one in fields:
        there = found.get(one["name"])
        if there is None:
            found[one["name"]] = one
        elif "fields" in there and "fields" in one:
            there["fields"] = _joined([*there["fields"], *one["fields"]])
    return list(found.values())
