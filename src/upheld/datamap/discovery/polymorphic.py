"""Pairs of columns that name a table and a row in it: `record_type` and `record_id`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from upheld.connectors.contract import Value
from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.naming import TableNames, bare
from upheld.datamap.discovery.reading import Asked, Sampler
from upheld.datamap.discovery.sampling import NO_TRAITS, Traits
from upheld.detection.spelling import word_set

_DJANGO_TYPES = "django_content_type"
_DJANGO_ROWS = ("object_id", "object_pk", "object_uuid", "obj_id")
_TYPES = ("_type", "_class", "_model", "_table", "type", "Type")
_TYPES_READ = 2_000
_TELLING = word_set("""
    record object target subject item resource source attachable commentable taggable notifiable
    imageable trackable auditable loggable reviewable likeable votable addressable entity owner
    model ref reference related parent holder content""")

Samples: TypeAlias = Mapping[str, Mapping[str, Traits]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Rows of `child` for which `when` holds refer to `table`."""

    table: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A polymorphic pair; `targets` is empty where no row shows what it refers to."""

    child: str
    type_column: str
    id_column: str
    targets: tuple[Target, ...]

    def via(self, tables: Mapping[str, Table], target: str) -> str | None:
        """How an edge writes the column; `None` where the types can never be equal."""
        mine = tables[self.child].columns[self.id_column]
        keys = tables[target].primary_key
        if len(keys) != 1:
            return None
        theirs = tables[target].columns[keys[0]]
        if mine.type == theirs.type or {mine.type, theirs.type} == {"text", "uuid"}:
            return self.id_column
        # A text that holds a number is compared as a text that is nothing but the key.
        return f"{self.id_column} LIKE '{{id}}'" if mine.type == "text" else None


def pairs_of(material: Material) -> tuple[Pair, ...]:
    """Find every pair."""
    tables, names, samples = material.tables, material.names, material.samples
    models = _django_models(tables, names, material.sampler)
    return tuple(
        pair
        for table in tables.values()
        for pair in (*_django_pairs(table, models, samples), *_named_pairs(table, names, samples))
    )


def _django_models(
    tables: Mapping[str, Table], names: TableNames, sampler: Sampler
) -> Mapping[Value, str]:
    """Content type → table, as Django numbers them."""
    found: dict[Value, str] = {}
    for table in tables.values():
        if bare(table.name) != _DJANGO_TYPES or not {"id", "app_label", "model"} <= set(
            table.columns
        ):
            continue
        columns = ("id", "app_label", "model")
        asked = Asked(table=table.name, columns=columns, limit=_TYPES_READ)
        for number, app, model in next(sampler.samples([asked])):
            usual = f"{app}_{model}"
            called = [usual] if usual in tables else names.called(str(model))
            if len(called) == 1:
                found[number] = called[0]
    return found


def _django_pairs(table: Table, models: Mapping[Value, str], samples: Samples) -> Iterator[Pair]:
    for name, column in table.columns.items():
        if not name.endswith("content_type_id") or column.type != "integer":
            continue
        room = name.removesuffix("content_type_id")
        rows = [r for r in (*(room + d for d in _DJANGO_ROWS), *_DJANGO_ROWS) if r in table.columns]
        if not rows:
            continue
        seen = samples.get(table.name, {}).get(name, NO_TRAITS).values
        targets = tuple(
            Target(table=models[number], when=f"{name} = {number}")
            for number in sorted(seen)
            if number in models
        )
        yield Pair(child=table.name, type_column=name, id_column=rows[0], targets=targets)


def _named_pairs(table: Table, names: TableNames, samples: Samples) -> Iterator[Pair]:
    for name, column in table.columns.items():
        ending = next((e for e in _TYPES if name.endswith(e)), None)
        if ending is None or column.type != "text":
            continue
        stem = name.removesuffix(ending)
        rows = [
            r for r in (f"{stem}_id", f"{stem}Id", f"{stem}id", f"{stem}_pk") if r in table.columns
        ]
        if not stem or not rows or not _key_like(table.columns[rows[0]]):
            continue
        seen = samples.get(table.name, {}).get(name, NO_TRAITS)
        targets = tuple(_named_targets(name, sorted(map(str, seen.values)), names))
        if targets or (not seen.distinct and stem.lower().rstrip("_") in _TELLING):
            yield Pair(child=table.name, type_column=name, id_column=rows[0], targets=targets)


def _named_targets(column: str, values: Sequence[str], names: TableNames) -> Iterator[Target]:
    for value in values:
        called = names.called(value)
        # Only names that are tables reach the map: never a value that could be personal.
        if len(called) == 1 and "'" not in value:
            yield Target(table=called[0], when=f"{column} = '{value}'")


def _key_like(column: Column) -> bool:
    return column.type in {"integer", "uuid", "text"}
