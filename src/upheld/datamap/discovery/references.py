"""Which columns refer to which table? Declared keys, then names, types and values together."""

from collections.abc import Iterator, Mapping, Sequence

from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.naming import (
    has_suffix,
    means_a_person,
    means_another_row,
    stem,
)
from upheld.datamap.discovery.proposal import ProposedSubject
from upheld.datamap.discovery.weighing import (
    ENOUGH_VALUES,
    SURELY,
    Reading,
    Reference,
    decided,
    marked_by_index,
)
from upheld.detection.names import categorise
from upheld.detection.nouns import noun_of
from upheld.detection.spelling import singular, word_set, words

_REFERRING_TYPES = frozenset({"integer", "uuid", "text"})
_LONGEST_KEY = 64  # characters; longer texts are not keys
_COPIED_KEY, _STAFF_NAMED, _UNMARKED = 0.82, 0.9, 0.85
_ANOTHER_ROW, _UNNAMED = 0.85, 0.5
_MOST_OF_A_LINK = 4  # columns of a table that only ties others together
_NESTED_SETS = frozenset({"lft", "rgt", "rght", "tree_id"})
"""Where a row stands in a tree kept as nested sets: numbers that are nobody's keys."""
_SORTING = frozenset({"order", "position", "rank", "level", "sort", "sequence"})
_OTHERS_TOO = frozenset({"client", "contact", "profile", "account", "agent", "actor", "guest"})
"""Words for a person that programs and devices are called by as well."""
_STAFF_WORDS = word_set("""
    assignee assigned handler handled operator agent clerk responsible approver moderator
    dispatcher technician cashier salesperson salesman salesrep employee staff
    担当 担当者 対応 対応者 受付者 承認者 従業員 社員 職員 tanto tantosha shain""")
"""Words for somebody who deals with a row: where staff are kept in a table, these mean them."""
_DOUBT = 0.15


def references_of(
    material: Material, elsewhere: frozenset[tuple[str, str]] = frozenset()
) -> tuple[Reference, ...]:
    """Find every reference, the declared ones first; at most one a column.

    Columns in `elsewhere` (table, column) are explained in another way and left out.
    """
    tables = material.tables
    declared = [ref for table in tables.values() for ref in _declared(table, tables)]
    taken = {(ref.child, column) for ref in declared for column in ref.columns} | elsewhere
    readings = [
        reading
        for table in tables.values()
        for column in table.columns.values()
        if (table.name, column.name) not in taken and _may_refer(table, column)
        for reading in _readings(table, column, material)
    ]
    return (*declared, *decided(readings, material), *_composite(material, taken))


def _declared(table: Table, tables: Mapping[str, Table]) -> Iterator[Reference]:
    for key in table.foreign_keys:
        if key.parent in tables:
            yield Reference(
                child=table.name, columns=key.columns, parent=key.parent,
                parent_columns=key.parent_columns or tables[key.parent].primary_key,
                declared=True, confidence=1.0, why="declared foreign key",
                nullable=all(table.columns[c].nullable for c in key.columns),
            )  # fmt: skip


def _may_refer(table: Table, column: Column) -> bool:
    if column.type not in _REFERRING_TYPES or column.generated:
        return False
    if column.name in _NESTED_SETS and "lft" in table.columns:
        return False
    if column.type == "text" and column.length is not None and column.length > 4 * _LONGEST_KEY:
        return False
    alone = table.primary_key == (column.name,)
    # A key of its own that is also a reference is named after the other table.
    return bool(stem(column.name)) and (not alone or has_suffix(column.name))


def _readings(table: Table, column: Column, material: Material) -> Iterator[Reading]:
    """Every table that the column's name may mean and whose key has a fitting type."""
    found: dict[tuple[str, str], Reading] = {}
    own_key = table.primary_key == (column.name,)
    numbers_itself = material.names.named_after(table.name, column.name)
    if own_key and numbers_itself:
        return
    _by_name(found, table, column, material)
    if means_another_row(column.name) and not own_key:
        row = material.tables[material.copies.get(table.name, table.name)]
        other = row if row is not table else _of_a_kind(table, column, material)
        why = f"`{column.name}` names another row of `{other.name}`"
        _keep(found, (table, column), other, (_ANOTHER_ROW, why))
    if not own_key or has_suffix(column.name):
        _by_person(found, table, column, material)
    if not found and not own_key and not numbers_itself:
        _by_index(found, table, column, material)
    for other in _copied_keys(table, column, material.tables, material.subjects):
        why = f"`{column.name}` is a key of `{other.name}`"
        _keep(found, (table, column), other, (_COPIED_KEY, why), to=column.name)
    named = {parent for parent, _ in found}
    for reading in found.values():
        # A row refers to a row, and not to the copies that a history keeps of it.
        if material.copies.get(reading.parent) not in named:
            yield reading


def _by_name(
    found: dict[tuple[str, str], Reading], table: Table, column: Column, material: Material
) -> None:
    """Tables that the name of the column means."""
    suffixed = has_suffix(column.name)
    shown = material.names.unmarked and column.type != "text"
    shown = shown or marked_by_index(table, column)
    marked = suffixed or (shown and _names_one(column))
    # `order` alone is a sort order more often than it is an order's key.
    if not marked or (column.type == "text" and not suffixed):
        return
    numbers_itself = material.names.named_after(table.name, column.name)
    for meaning in material.names.meanings(table.name, column.name):
        if numbers_itself and meaning.table != table.name:
            continue
        sure = meaning.confidence if suffixed else meaning.confidence * _UNMARKED
        _keep(found, (table, column), material.tables[meaning.table], (sure, meaning.why))


def _by_person(
    found: dict[tuple[str, str], Reading], table: Table, column: Column, material: Material
) -> None:
    """Tables of people, where the name of the column means some person."""
    person = means_a_person(column.name)
    people = {subject.table for subject in material.subjects}
    named = any(parent in people for parent, _ in found)  # `employee`, where employees are kept
    if named or (found and stem(column.name)[-1] in _OTHERS_TOO):
        person -= _DOUBT
    for subject in material.subjects if person > 0 else ():
        alone = len(material.subjects) == 1
        staff = subject.staff or noun_of(subject.table) == "staff" or alone
        sure = person if staff or not _by_staff(column.name) else person * _STAFF_NAMED
        why = f"`{column.name}` means a person"
        _keep(found, (table, column), material.tables[subject.table], (sure, why))


def _by_index(
    found: dict[tuple[str, str], Reading], table: Table, column: Column, material: Material
) -> None:
    """Tables of people, where the name says nothing and the column is indexed as references are."""
    unique = (column.name,) in table.unique  # one row a person is rarer than a row's own number
    seen = material.traits(table.name, column.name).distinct
    if unique or not has_suffix(column.name) or not marked_by_index(table, column):
        return
    for subject in material.subjects if seen >= ENOUGH_VALUES else ():
        why = f"`{column.name}` names no table, and is indexed as references are"
        _keep(found, (table, column), material.tables[subject.table], (_UNNAMED, why))


def _of_a_kind(table: Table, column: Column, material: Material) -> Table:
    """The table whose rows a column like `depends_on` ties together.

    Its own; or, where all a table does is tie rows of one table together, that one.
    """
    if len(table.columns) > _MOST_OF_A_LINK:
        return table
    best = (0.0, table)
    for other in table.columns.values():
        if other.name == column.name or not _may_refer(table, other):
            continue
        for meaning in material.names.meanings(table.name, other.name):
            parent = material.tables[meaning.table]
            if meaning.confidence > best[0] and parent.primary_key and parent is not table:
                best = (meaning.confidence, parent)
    return best[1]


def _names_one(column: Column) -> bool:
    """Whether the name is one thing's: `total_votes` counts, `display_order` sorts."""
    last = words(column.name)[-1]
    about = categorise(column.name)
    counts = about is not None and about.category == "none" and about.confidence >= SURELY
    return singular(last) == last and not counts and column.name.lower() not in _SORTING


def _by_staff(column: str) -> bool:
    """Whether the name is of somebody who deals with a row, as staff do."""
    about = stem(column)
    return about[-1:] == ("by",) or bool(set(about) & _STAFF_WORDS)


def _keep(
    found: dict[tuple[str, str], Reading],
    at: tuple[Table, Column],
    parent: Table,
    because: tuple[float, str],
    to: str | None = None,
) -> None:
    """Keep the surest reading for each key that the column at a place may refer to."""
    (table, column), (confidence, why) = at, because
    if to is None and len(parent.primary_key) != 1:
        return
    target = to or _meant_key(column, parent)
    if parent.name == table.name and target == column.name:
        return
    if not _fits(column, parent.columns[target]):
        return
    key = parent.name, target
    if key not in found or found[key].confidence < confidence:
        found[key] = Reading(
            child=table.name, column=column.name, parent=parent.name, parent_column=target,
            confidence=confidence, why=why,
        )  # fmt: skip


def _meant_key(column: Column, parent: Table) -> str:
    """The unique column of the same name, else the primary key."""
    if (column.name,) in parent.unique and _fits(column, parent.columns[column.name]):
        return column.name
    return parent.primary_key[0]


def _copied_keys(
    table: Table, column: Column, tables: Mapping[str, Table], subjects: Sequence[ProposedSubject]
) -> Iterator[Table]:
    """Tables of people that have the same column as a key, e.g. a member number or a login."""
    about = categorise(column.name, table.name)
    if about is not None and about.category == "contact.email":
        return
    for subject in subjects:
        parent = tables[subject.table]
        is_key = (column.name,) in (*parent.unique, parent.primary_key)
        if (
            parent.name != table.name
            and is_key
            and column.name.lower() not in {"id", "uuid", "name"}
        ):
            yield parent


def _fits(mine: Column, theirs: Column) -> bool:
    if mine.type == theirs.type:
        return True
    return {mine.type, theirs.type} == {"text", "uuid"}


def _composite(material: Material, taken: set[tuple[str, str]]) -> Iterator[Reference]:
    """Tables that repeat all columns of another table's composite key."""
    tables = material.tables
    keys = [t for t in tables.values() if len(t.primary_key) > 1 and not _ties(t, material)]
    for child in tables.values():
        for parent in keys:
            pair = parent.primary_key
            if parent is child or not all(c in child.columns for c in pair):
                continue
            if any((child.name, c) in taken for c in pair) or set(pair) == set(child.primary_key):
                continue
            if all(_fits(child.columns[c], parent.columns[c]) for c in pair):
                yield Reference(
                    child=child.name, columns=pair, parent=parent.name, parent_columns=pair,
                    declared=False, confidence=0.7,
                    nullable=any(child.columns[c].nullable for c in pair),
                    why=f"repeats the composite key of `{parent.name}`",
                )  # fmt: skip


def _ties(table: Table, material: Material) -> bool:
    """Whether every column of the key is a reference: who repeats these refers to the same rows."""
    return all(
        has_suffix(column)
        and (
            means_a_person(column) > 0
            or any(m.table != table.name for m in material.names.meanings(table.name, column))
        )
        for column in table.primary_key
    )
