"""A fideslang dataset in, a data map out: what it says, and remarks on what it leaves open.

Nothing is guessed in silence. What blocks a plan until a person decides becomes an `unsure`
point of the table; what we do not act on is remarked and carried along.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from upheld.exchange.fideslang import remarks
from upheld.exchange.fideslang.collections import Collections, Flow, Item, Path, Plain, meta_of
from upheld.exchange.fideslang.people import people_of
from upheld.exchange.fideslang.remarks import Remark
from upheld.exchange.fideslang.words import how_masked, identifier_kind
from upheld.vocabulary.alias import NOT_PERSONAL, category_for, known_above

Map: TypeAlias = dict[str, Any]

NOTHING_PERSONAL = "the dataset names nothing personal here"


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """What a dataset says in the words of a data map (plain values), and what it leaves open."""

    map: Map
    remarks: Sequence[Remark]


def translate(dataset: Plain) -> Translation:
    """Translate one dataset; it has been checked (`manifest`)."""
    return _Translator(dataset).run()


class _Translator:
    def __init__(self, dataset: Plain) -> None:
        self.dataset = dataset
        self.collections = Collections(dataset)
        self.people = people_of(self.collections)
        self.person_at = {one.table: one for one in self.people}
        self.flows, self.untold = self.collections.flows([one.table for one in self.people])
        self.remarks: list[Remark] = []
        self.into: dict[str, list[Flow]] = {name: [] for name in self.collections.by_name}
        self.out_of: dict[str, list[Flow]] = {name: [] for name in self.collections.by_name}
        for flow in self.flows:
            self.into[flow.sink].append(flow)
            self.out_of[flow.source].append(flow)

    def run(self) -> Translation:
        self.remarks += remarks.of_keys(self.dataset, self.collections)
        if not self.people:
            self.remarks.append(remarks.nobody_identified())
        tables = {name: self._table(name) for name in self.collections.by_name}
        self._mark_unreached(tables)
        found: Map = {"system": self.collections.system}
        if self.people:
            found["subjects"] = {one.kind: one.as_map() for one in self.people}
        if tables:
            found["tables"] = tables
        return Translation(map=found, remarks=self.remarks)

    def _table(self, name: str) -> Map:
        path, written = self.collections.by_name[name]
        owns, edges = self._owned(name), self._edges(name)
        fields, json, unsure = self._fields(name)
        involved = edges or owns or name in self.person_at or self._is_owned(name)
        if not involved and not unsure and all(v == NOT_PERSONAL for v in fields.values()):
            why = written.get("description") or NOTHING_PERSONAL
            return {"none": why, **({"fields": fields} if fields else {})}
        unsure += self._doubts(name, path, written)
        entry: Map = {"edges": edges, "owns": owns, "fields": fields, "json": json}
        entry["on_erase"] = self._on_erase(name, fields, written, unsure)
        entry["unsure"] = unsure
        return {key: value for key, value in entry.items() if value}

    # -- whose the rows are

    def _edges(self, name: str) -> list[Map]:
        edges: list[Map] = []
        for source, group in self._incoming(name):
            edges += self._edges_from(source, group)
        for identity, item in self.collections.identities(name):
            kind = identifier_kind(identity)
            own = self.person_at.get(name)
            if own is not None and own.identifiers.get(kind) == item.via:
                continue
            for person in self.people:
                if kind in person.identifiers and person.table != name:
                    edges.append({"to": person.kind, "via": item.via, "match": kind})
                    break
            else:
                self.remarks.append(remarks.identity_unused(item, identity))
        return edges

    def _incoming(self, name: str) -> list[tuple[str, list[Flow]]]:
        groups: dict[str, list[Flow]] = {}
        for flow in self.into[name]:
            if not self._owns(flow):
                groups.setdefault(flow.source, []).append(flow)
        return list(groups.items())

    def _edges_from(self, source: str, group: Sequence[Flow]) -> list[Map]:
        person = self.person_at.get(source)
        key = person.key if person is not None else self.collections.key_of(source)
        to = person.kind if person is not None else source
        by_column = {flow.source_item.steps: flow for flow in group}
        if len(key) > 1 and set(by_column) == {(column,) for column in key}:
            return [{"to": to, "via": [by_column[(c,)].sink_item.via for c in key]}]
        edges: list[Map] = []
        for flow in group:
            edge: Map = {"to": to, "via": flow.sink_item.via}
            if key != flow.source_item.steps:
                edge["references"] = [flow.source_item.via]
            edges.append(edge)
        return edges

    def _owns(self, flow: Flow) -> bool:
        """Whether the source row holds the reference: the sink is found by its own key."""
        key = self.collections.key_of(flow.sink)
        return (
            key == flow.sink_item.steps
            and self.collections.key_of(flow.source) != flow.source_item.steps
        )

    def _owned(self, name: str) -> list[Map]:
        return [
            {"table": flow.sink, "via": flow.source_item.via}
            for flow in self.out_of[name]
            if self._owns(flow)
        ]

    def _is_owned(self, name: str) -> bool:
        return any(self._owns(flow) for flow in self.into[name])

    def _mark_unreached(self, tables: Mapping[str, Map]) -> None:
        """Rows that no reference leads to would stay when their person goes: a person decides."""
        reached = {one.table for one in self.people}
        reached |= {n for n, t in tables.items() if any("match" in e for e in t.get("edges", ()))}
        waiting = list(reached)
        while waiting:
            for flow in self.out_of[waiting.pop()]:
                if flow.sink not in reached:
                    reached.add(flow.sink)
                    waiting.append(flow.sink)
        for name, entry in tables.items():
            if "none" not in entry and name not in reached:
                entry.setdefault("unsure", []).append(
                    {"point": "table", "why": "no reference leads here from a person"}
                )
                path = self.collections.by_name[name][0]
                self.remarks.append(remarks.unreached(name, path))

    # -- what the columns hold

    def _fields(self, name: str) -> tuple[Map, Map, list[Map]]:
        fields: Map = {}
        json: Map = {}
        unsure: list[Map] = []
        for item in self.collections.items[name]:
            if len(item.steps) > 1:
                continue
            inside = [i for i in self.collections.items[name] if i.steps[:-1][:1] == item.steps]
            self._tell_own_keys((item, *inside))
            category = self._category(name, item, inside, unsure)
            if category is not None:
                fields[item.steps[0]] = category
            if paths := dict(self._json(inside)):
                json[item.steps[0]] = paths
        return fields, json, unsure

    def _category(self, name: str, item: Item, inside: Sequence[Item], unsure: list[Map]) -> Any:
        column = item.steps[0]
        keys = self._keys(name, item)
        ours = [category_for(key) for key in keys]
        if not keys and inside:
            ours = [category_for(k) for leaf in inside for k in self._own(leaf)]
        personal = [one for one in ours if one not in (None, NOT_PERSONAL)]
        if personal:
            if len(set(personal)) > 1:
                self.remarks.append(remarks.several_categories(item, personal))
            return {"category": personal[0]}
        if ours and None not in ours:
            return NOT_PERSONAL
        if column not in self._structural(name) or ours:
            why = (
                "the dataset gives no category" if not keys else f"no category of ours is {keys[0]}"
            )
            unsure.append({"point": column, "why": why})
            self.remarks.append(remarks.no_category(item, keys))
        return None

    def _tell_own_keys(self, items: Sequence[Item]) -> None:
        for item in items:
            for key in self._own(item):
                above = known_above(key)
                if above is not None:
                    self.remarks.append(remarks.taken_from_above(item, key, above))

    def _keys(self, name: str, item: Item) -> list[str]:
        """The categories of a field: its own, else the collection's, else the dataset's."""
        written = self.collections.by_name[name][1]
        for part in (item.written, written, self.dataset):
            if keys := part.get("data_categories"):
                return [str(key) for key in keys]
        return []

    def _own(self, item: Item) -> list[str]:
        return [str(key) for key in item.written.get("data_categories") or []]

    def _json(self, inside: Sequence[Item]) -> Iterator[tuple[str, str]]:
        for leaf in inside:
            if leaf.written.get("fields"):
                continue
            how = how_masked(leaf.meta.get("masking_strategy_override") or {})
            keys = self._own(leaf)
            personal = any(category_for(key) != NOT_PERSONAL for key in keys)
            if personal or how is not None:
                if "[]" in str(leaf.meta.get("data_type") or ""):
                    self.remarks.append(remarks.inside_a_list(leaf))
                yield f"$.{'.'.join(leaf.steps[1:])}", "redact" if how == "redact" else "erase"

    def _structural(self, name: str) -> set[str]:
        """Columns that are known without a category: keys, references, identifiers."""
        identities = {item.steps[0] for _kind, item in self.collections.identities(name)}
        return self._keys_and_references(name) | identities

    def _keys_and_references(self, name: str) -> set[str]:
        untold = [flow for flow in self.untold if name in (flow.sink, flow.source)]
        known = set(self.collections.key_of(name))
        for flow in (*self.into[name], *self.out_of[name], *untold):
            known |= {flow.sink_item.steps[0]} if flow.sink == name else set()
            known |= {flow.source_item.steps[0]} if flow.source == name else set()
        return known

    # -- what happens on erasure

    def _on_erase(self, name: str, fields: Map, written: Plain, unsure: list[Map]) -> Any:
        override = meta_of(written).get("masking_strategy_override") or {}
        if override.get("strategy") == "delete":
            return None
        ways: Map = {}
        for item in self.collections.items[name]:
            masked = item.meta.get("masking_strategy_override")
            if masked is None or len(item.steps) > 1:
                continue
            how = how_masked(masked)
            if how is None:
                self.remarks.append(remarks.unknown_masking(item, str(masked.get("strategy"))))
            ways[item.steps[0]] = "redact" if how is None else how
        if not ways:
            return None
        known = self._keys_and_references(name)
        left = [c for c, v in fields.items() if v != NOT_PERSONAL and c not in {*ways, *known}]
        if left:
            why = f"some columns are masked and nothing is said of {', '.join(left)}"
            unsure.append({"point": "on_erase", "why": why})
            self.remarks.append(
                remarks.partly_masked(self.collections.by_name[name][0], name, left)
            )
        return {"anonymise": ways}

    # -- what only a person can decide

    def _doubts(self, name: str, path: Path, written: Plain) -> list[Map]:
        found: list[Map] = []
        if meta_of(written).get("skip_processing") is True:
            found.append({"point": "table", "why": "the dataset says skip_processing"})
            self.remarks.append(remarks.skipped(name, path))
        for flow in self.untold:
            if name == flow.sink:
                found.append({"point": flow.sink_item.via, "why": _both_ways(flow)})
                self.remarks.append(remarks.direction_untold(flow))
        for one in self.collections.astray:
            if one.collection == name:
                why = f"refers to {one.dataset}: {one.field}"
                found.append({"point": one.item.via, "why": why})
                self.remarks.append(remarks.astray(one))
        return found


def _both_ways(flow: Flow) -> str:
    return f"refers to {flow.source} without a direction"
