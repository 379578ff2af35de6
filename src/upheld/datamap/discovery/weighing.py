"""Which of the tables that a column's name may mean does it refer to? Names and values together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.connectors.contract import Value
from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.sampling import Traits

_INCLUDED = 0.9
"""Share of a column's sampled values that must be keys of the parent."""
_HALF = 0.5
ENOUGH_VALUES = 10
"""Distinct values below which inclusion is weak evidence."""
SURELY = 0.85
"""Confidence from which a name means a table, or that something is counted, without doubt."""
_SMALL_NUMBER = 10_000  # whole numbers below it are keys of many tables by accident
_ALIKE = 0.04  # two readings this close are not decided by a machine


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Columns of `child` that hold a key of `parent`; the pairs are in order."""

    child: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    declared: bool
    confidence: float
    why: str
    nullable: bool

    @property
    def via(self) -> str | list[str]:
        """The columns as an edge writes them."""
        return self.columns[0] if len(self.columns) == 1 else list(self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the name of `column` may mean, and how sure that is before values are compared."""

    child: str
    column: str
    parent: str
    parent_column: str
    confidence: float
    why: str


def decided(readings: Sequence[Reading], material: Material) -> list[Reference]:
    """Decide for each column that may refer, by what its values say of each of its readings."""
    held = _values_held(readings, material)
    by_column: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        by_column.setdefault((reading.child, reading.column), []).append(reading)
    found, wanted = [], _surely_meant(readings)
    for (child, column), some in by_column.items():
        traits = material.traits(child, column)
        weighed = [(_weighed(r, material.tables, traits, held), r) for r in some]
        weighed = [(w, r) for w, r in weighed if w[0] > 0]
        if not weighed:
            continue
        # Of two tables that a name may mean alike, the one that others refer to more.
        weighed.sort(
            key=lambda pair: (
                -round(pair[0][0] + pair[1].confidence, 2), -wanted[pair[1].parent], pair[1].parent,
            )
        )  # fmt: skip
        found.append(_best(material.tables[child], weighed))
    return found


def marked_by_index(table: Table, column: Column) -> bool:
    """Whether the column leads an index, as references do."""
    return any(index[:1] == (column.name,) for index in table.indexes)


def _values_held(
    readings: Iterable[Reading], material: Material
) -> dict[tuple[str, str], set[Value]]:
    """Ask each parent's key once for all values that any child column may take from it."""
    wanted: dict[tuple[str, str], set[Value]] = {}
    for reading in readings:
        traits = material.traits(reading.child, reading.column)
        wanted.setdefault((reading.parent, reading.parent_column), set()).update(
            _comparable(
                traits.values, material.tables[reading.parent].columns[reading.parent_column]
            )
        )
    return material.sampler.present(
        {place: sorted(values, key=str) for place, values in wanted.items()}
    )


def _comparable(values: Iterable[Value], column: Column) -> set[Value]:
    """Only values of the key's own type: PostgreSQL refuses to compare others."""
    if column.type == "integer":
        return {v for v in values if type(v) is int}  # nor a boolean, which is one as well
    kind: Any = str if column.type == "text" else object
    return {v for v in values if isinstance(v, kind) and type(v) is not bool}


def _surely_meant(readings: Iterable[Reading]) -> Counter[str]:
    """How many columns name each table as a whole."""
    return Counter(r.parent for r in readings if r.confidence >= SURELY and r.parent != r.child)


def _best(table: Table, weighed: list[tuple[tuple[float, str], Reading]]) -> Reference:
    (confidence, why), reading = weighed[0]
    if len(weighed) > 1:
        (second, _), other = weighed[1]
        alike = confidence - second < _ALIKE and reading.confidence - other.confidence < _ALIKE
        if alike and other.parent != reading.parent:
            confidence, why = min(confidence, 0.6), f"{why}; or `{other.parent}`"
    column = table.columns[reading.column]
    return Reference(
        child=reading.child, columns=(reading.column,), parent=reading.parent,
        parent_columns=(reading.parent_column,), declared=False,
        confidence=round(min(confidence, 0.97), 2), why=why, nullable=column.nullable,
    )  # fmt: skip


def _weighed(
    reading: Reading,
    tables: Mapping[str, Table],
    traits: Traits,
    held: Mapping[tuple[str, str], set[Value]],
) -> tuple[float, str]:
    """Join what the name says with what the values say; 0 where the values speak against it."""
    table = tables[reading.child]
    confidence, why = reading.confidence, reading.why
    if marked_by_index(table, table.columns[reading.column]):
        confidence, why = confidence + 0.03, f"{why}, indexed"
    values = _comparable(traits.values, tables[reading.parent].columns[reading.parent_column])
    if not values:
        strong_enough = confidence if table.columns[reading.column].type != "text" else 0.6
        return strong_enough, f"{why}; no values to compare"
    share = len(values & held[reading.parent, reading.parent_column]) / len(traits.values)
    said = f"{why}; {share:.0%} of {len(traits.values)} sampled values are keys there"
    if share >= _INCLUDED:
        return 1 - (1 - min(confidence, 0.95)) * (1 - _strength(values) * share), said
    if share >= _HALF:
        return min(confidence, 0.75) * share, said
    return 0.0, said


def _strength(values: set[Value]) -> float:
    """How much inclusion proves, 0 to 1: small numbers are keys of many tables by accident."""
    if len(values) < ENOUGH_VALUES:
        return 0.3
    numbers = [value for value in values if isinstance(value, int)]
    return 0.5 if numbers and max(numbers) < _SMALL_NUMBER else 0.9
