"""Where the map and the database have come to differ: what one names and the other lacks.

A column counts as known when the map says what it holds (`fields`), or names it in an edge,
`owns`, `retain`, `anonymise`, `json`, `soft_delete`, `when` or an unsure point; so do the
primary key and declared foreign keys. Views, parts of partitioned tables and what we keep in
the database ourselves need no entry.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from upheld.connectors.schema import ColumnType, Schema, Table
from upheld.datamap.mentions import Mention, mentions
from upheld.datamap.model import DataMap, Edge, Subject, TableMap
from upheld.datamap.ours import OUR_TABLES
from upheld.datamap.via import ColumnsVia, UnreadableViaError, parse
from upheld.documents.nearest import nearest
from upheld.wording import Text

DriftKind: TypeAlias = Literal[
    "table-not-in-map",
    "column-not-in-map",
    "table-not-in-database",
    "column-not-in-database",
    "types-differ",
    "key-without-edge",
    "content-not-in-map",
    "person-in-nobodys-table",
    "rule-not-in-policy",
]

_TEXTS: frozenset[ColumnType] = frozenset({"text", "uuid", "other", "json"})
_NUMBERS: frozenset[ColumnType] = frozenset({"integer", "decimal", "boolean"})
_TIMES: frozenset[ColumnType] = frozenset({"date", "datetime"})
_BYTES: frozenset[ColumnType] = frozenset({"binary", "uuid"})


_BRACES = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """One difference; `what` is a clause, `remedy` an instruction.

    Attributes:
        column: `None` where it is about the table as a whole.
        path: The place in the map that says so; empty where the map does not name it.
    """

    kind: DriftKind
    table: str
    column: str | None
    what: Text
    remedy: Text
    path: tuple[str | int, ...] = ()

    @property
    def at(self) -> tuple[str | int, ...]:
        """The place in the map it is about; its file has the nearest there is."""
        below = () if self.column is None else ("fields", self.column)
        return self.path or ("tables", self.table, *below)


def compare(schema: Schema, datamap: DataMap) -> list[Drift]:
    """List every difference, in the order of tables and columns."""
    found = [
        *_new_tables(schema, datamap),
        *_lost_tables(schema, datamap),
        *_lost_subject_columns(schema, datamap),
    ]
    for name, entry in datamap.tables.items():
        table = schema.tables.get(name)
        if table is not None:
            found.extend(_in_table(table, entry, schema, datamap))
    return sorted(found, key=lambda d: (d.table, d.column or "", d.kind))


def mentioned_columns(entry: TableMap) -> set[str]:
    """Every column of its own table that a map's entry names in any place."""
    return {mention.column for mention in mentions(entry)}


def comparable(one: ColumnType, other: ColumnType) -> bool:
    """Whether values of two types can ever be equal: a date never equals a number."""
    groups = (_TEXTS, _NUMBERS, _TIMES, _BYTES)
    return one == other or any({one, other} <= group for group in groups)


def _new_tables(schema: Schema, datamap: DataMap) -> Iterator[Drift]:
    for table in schema.written():
        if table.name not in datamap.tables and table.name not in OUR_TABLES:
            yield Drift(
                kind="table-not-in-map",
                table=table.name,
                column=None,
                what=Text(
                    en=f"table `{table.name}` is in the database, but not in the map",
                    ja=f"表 `{table.name}` はデータベースにありますが、データマップにありません",
                ),
                remedy=Text(
                    en="run `upheld map discover … --write`, or add it: an edge, or `none: why`",
                    ja="`upheld map discover … --write` を実行するか、"
                    "エッジまたは理由付きの `none` を書き加えてください",
                ),
            )


def _lost_tables(schema: Schema, datamap: DataMap) -> Iterator[Drift]:
    unmapped = [t.name for t in schema.written() if t.name not in datamap.tables]
    named = {*datamap.tables, *(s.table for s in datamap.subjects.values())}
    for name in sorted(named - set(schema.tables)):
        yield Drift(
            kind="table-not-in-database",
            table=name,
            column=None,
            what=Text(
                en=f"the map names table `{name}`, which the database does not have",
                ja=f"データマップの表 `{name}` がデータベースにありません",
            ),
            remedy=_renamed(nearest(name, unmapped)),
        )


def _renamed(now: str | None) -> Text:
    if now is None:
        return Text(en="remove it from the map", ja="データマップから削除してください")
    return Text(
        en=f"if it was renamed to `{now}`, rename it in the map; else remove it",
        ja=f"`{now}` に改名されたのなら、データマップでも改名し、そうでなければ削除してください",
    )


def _lost_column(
    table: Table, column: str, unknown: Iterable[str], mention: Mention | None = None
) -> Drift:
    if mention is None or mention.as_ == "field":
        remedy = _renamed(nearest(column, unknown))
    else:
        remedy = _misspelt(table, column, mention)
    return Drift(
        kind="column-not-in-database",
        table=table.name,
        column=column,
        what=Text(
            en=f"the map names column `{table.name}.{column}`, which the database does not have",
            ja=f"データマップの列 `{table.name}.{column}` がデータベースにありません",
        ),
        remedy=remedy,
        path=("tables", table.name, *mention.path) if mention is not None else (),
    )


def _misspelt(table: Table, column: str, mention: Mention) -> Text:
    """What a column was meant to be: an edge or a condition is there for a reason."""
    guess = nearest(column, table.columns)
    if guess is not None:
        return Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
    if mention.as_ == "condition":
        return Text(
            en=f"if it is a text and no column, put it in quotes: `'{column}'`",
            ja=f"列ではなく文字列なら、引用符で囲んでください: `'{column}'`",
        )
    return Text(
        en=f"name a column of `{table.name}`, or remove it from the map",
        ja=f"`{table.name}` の列を指定するか、データマップから削除してください",
    )


def _lost_subject_columns(schema: Schema, datamap: DataMap) -> Iterator[Drift]:
    for kind, subject in datamap.subjects.items():
        table = schema.tables.get(subject.table)
        if table is None:
            continue
        entry = datamap.tables.get(subject.table, TableMap())
        named = mentioned_columns(entry)
        for column in sorted({*subject.key_columns, *subject.identifiers.values()}):
            if column not in table.columns and column not in named:
                lost = _lost_column(table, column, table.columns)
                yield replace(lost, path=("subjects", kind))


def _in_table(table: Table, entry: TableMap, schema: Schema, datamap: DataMap) -> Iterator[Drift]:
    named = mentioned_columns(entry)
    of_subject = {
        column
        for subject in datamap.subjects.values()
        if subject.table == table.name
        for column in subject.identifiers.values()
    }
    of_subject |= _in_patterns(table.name, datamap)
    keys = {*table.primary_key, *(c for key in table.foreign_keys for c in key.columns)}
    unknown = [c for c in table.columns if c not in named | keys | of_subject]
    if entry.none is None:
        for column in unknown:
            yield _new_column(table, column)
    asked = {part.strip() for point in entry.unsure for part in point.point.split(",")}
    first = {m.column: m for m in reversed(list(mentions(entry)))}
    for column in sorted(named - set(table.columns)):
        # A point such as `retain` or `table` is about the whole table.
        if column not in asked or column not in {"retain", "table"}:
            yield _lost_column(table, column, unknown, first[column])
    yield from of_people_and_nobodys(table.name, entry)
    for number, edge in enumerate(entry.edges):
        for drift in _mistyped(table, edge, schema, datamap):
            yield replace(drift, path=("tables", table.name, "edges", number, "via"))
    if entry.decided is None:
        yield from _unmapped_keys(table, entry, datamap, named)


def _in_patterns(name: str, datamap: DataMap) -> set[str]:
    """Columns of a table that the names of its copies in other places are made of."""
    patterns = [d.key or "{" + str(d.by) + "}" for d in datamap.derived if d.of == name]
    entry = datamap.tables.get(name)
    if entry is not None and entry.object is not None:
        patterns.append(entry.object.path)
    for other in datamap.tables.values():
        patterns += [o.object.path for o in other.owns if o.object and o.target == name]
    return {column for pattern in patterns for column in _BRACES.findall(pattern)}


def _new_column(table: Table, column: str) -> Drift:
    return Drift(
        kind="column-not-in-map",
        table=table.name,
        column=column,
        what=Text(
            en=f"column `{table.name}.{column}` is in the database, but not in the map",
            ja=f"列 `{table.name}.{column}` はデータベースにありますが、データマップにありません",
        ),
        remedy=Text(
            en=f"say what it holds under `fields`: `{column}: {{category: …}}` or `{column}: none`",
            ja=f"`fields` に書いてください: `{column}: {{category: …}}` または `{column}: none`",
        ),
    )


def _mistyped(table: Table, edge: Edge, schema: Schema, datamap: DataMap) -> Iterator[Drift]:
    """Columns of a plain edge whose types can never equal those of the key they refer to."""
    via = _plain_columns(edge)
    subject: Subject | None = datamap.subjects.get(edge.to)
    parent = schema.tables.get(subject.table if subject else edge.to)
    if parent is None or not via:
        return
    keys = tuple(edge.references or ()) or (subject.key_columns if subject else parent.primary_key)
    for own, other in zip(via, keys, strict=False):
        mine, theirs = table.columns.get(own), parent.columns.get(other)
        if mine is None or theirs is None or comparable(mine.type, theirs.type):
            continue
        yield Drift(
            kind="types-differ",
            table=table.name,
            column=own,
            what=Text(
                en=f"`{table.name}.{own}` is {mine.type}, `{parent.name}.{other}` is "
                f"{theirs.type}: they can never be equal",
                ja=f"`{table.name}.{own}` は {mine.type}、`{parent.name}.{other}` は "
                f"{theirs.type} で、等しくなり得ません",
            ),
            remedy=Text(
                en="correct `via`, or name the column it refers to with `references`",
                ja="`via` を直すか、参照先の列を `references` で指定してください",
            ),
        )


def _plain_columns(edge: Edge) -> tuple[str, ...]:
    if edge.match or edge.decode:
        return ()
    try:
        read = parse(edge.via)
    except UnreadableViaError:
        return ()
    return read.columns if isinstance(read, ColumnsVia) else ()


def _unmapped_keys(
    table: Table, entry: TableMap, datamap: DataMap, named: set[str]
) -> Iterator[Drift]:
    """Declared keys that lead straight to people and that no edge, field or point names."""
    people = {subject.table: kind for kind, subject in datamap.subjects.items()}
    for key in table.foreign_keys:
        kind = people.get(key.parent)
        if kind is None or set(key.columns) & named or key.parent == table.name:
            continue
        says = "`none`" if entry.none is not None else None
        yield Drift(
            kind="key-without-edge",
            table=table.name,
            column=key.columns[0],
            what=Text(
                en=f"`{table.name}.{key.columns[0]}` refers to `{key.parent}`, but "
                + (f"the map says {says}" if says else "no edge names it"),
                ja=f"`{table.name}.{key.columns[0]}` は `{key.parent}` を参照していますが、"
                + (f"データマップは {says} としています" if says else "エッジがありません"),
            ),
            remedy=Text(
                en=f"add an edge to `{kind}` (its role may be `custodian`), "
                "or `decided: {by: …, why: …}`",
                ja=f"`{kind}` へのエッジ(役割は `custodian` でも構いません)を加えるか、"
                "`decided: {by: …, why: …}` を付けてください",
            ),
        )


def of_people_and_nobodys(name: str, entry: TableMap) -> Iterator[Drift]:
    """Columns that name a person, in a table that the map says is nobody's: they would stay."""
    for column in entry.people_named() if entry.none is not None else ():
        category = entry.category_of(column)
        yield Drift(
            kind="person-in-nobodys-table",
            table=name,
            column=column,
            what=Text(
                en=f"`{name}` is said to be nobody's (`none`), and its column `{column}` holds "
                f"`{category}`: nothing of it would be disclosed or deleted",
                ja=f"表 `{name}` は誰のものでもない(`none`)とされていますが、列 `{column}` は "
                f"`{category}` を持ちます。このままでは開示も削除もされません",
            ),
            remedy=Text(
                en="write the edge to whose rows these are instead of `none`, or "
                f"`{column}: none` if it holds nothing personal",
                ja="`none` の代わりに本人へのエッジを書くか、個人の情報でなければ "
                f"`{column}: none` と書いてください",
            ),
            path=("tables", name, "fields", column),
        )


def unknown_rules(datamap: DataMap, rules: Collection[str]) -> Iterator[Drift]:
    """Say which tables name a retention rule that the policy does not have."""
    for name, entry in datamap.tables.items():
        rule = entry.retain.rule if entry.retain is not None else ""
        if not rule or rule in rules:
            continue
        guess = nearest(rule, rules)
        yield Drift(
            kind="rule-not-in-policy",
            table=name,
            column=None,
            what=Text(
                en=f"`{name}` is kept by the rule `{rule[:60]}`, which the policy does not have",
                ja=f"表 `{name}` の保存規則 `{rule[:60]}` はポリシーにありません",
            ),
            remedy=Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
            if guess
            else Text(
                en="name one of the policy's `retention:`, or declare it there",
                ja="ポリシーの `retention:` にある規則を指定するか、そこに宣言してください",
            ),
            path=("tables", name, "retain", "rule"),
        )
