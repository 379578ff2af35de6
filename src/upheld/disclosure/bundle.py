"""Bundles: `data.json`, a CSV for each table, the page and the manifest, for many people at once.

Each table is read once, for all people together; rows come person by person, so that one
row at a time is in memory whatever the number of rows or people.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import quote

from upheld.datamap.graph import Node
from upheld.disclosure import page
from upheld.disclosure.draft import Draft
from upheld.disclosure.explanation import Sentence, categories_of, held, how_long
from upheld.disclosure.masking import masking_of
from upheld.disclosure.page import Copy, Frame, TableHeld
from upheld.disclosure.rows import DISCLOSED, ROWS_AT_ONCE, Row, disclosed, stream
from upheld.disclosure.values import WITHHELD, as_json, cell, cell_of, line, words
from upheld.policy.model import Policy
from upheld.subject.marks import RoleCode
from upheld.subject.working_set import WorkingSet
from upheld.wording import Language

DATA = "data.json"
MANIFEST = "manifest.json"
DATA_SCHEMA = "upheld/disclosure/1"
MANIFEST_SCHEMA = "upheld/disclosure-manifest/1"
_BOM = "﻿"
_CHUNK = 32 * 1024


@dataclass(frozen=True, kw_only=True)
class Holding:
    """What tracing found in one system.

    Attributes:
        counts: By table, person and role: how many rows are there.
        retained: By table and person: rows that a rule keeps, and until when.
    """

    system: str
    working: WorkingSet
    refs: Mapping[int, str]
    counts: Mapping[str, Mapping[int, Mapping[int, int]]]
    retained: Mapping[str, Mapping[int, tuple[int, str | None]]]
    not_proven: Sequence[str] = ()

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Each request's person."""
        return {ref: number for number, ref in self.refs.items()}

    def rows(self, table: str, subject: int) -> int:
        """How many rows of a person are handed out."""
        return disclosed(self.counts.get(table, {}).get(subject, {}))


@dataclass(slots=True, kw_only=True)
class _Person:
    """One person's bundle while it is written."""

    ref: str
    tables: dict[tuple[str, str], TableHeld] = field(default_factory=dict)
    written: dict[tuple[str, str], int] = field(default_factory=dict)
    masked: dict[tuple[str, str], int] = field(default_factory=dict)
    withheld: dict[tuple[str, str], int] = field(default_factory=dict)
    copies: list[Copy] = field(default_factory=list)
    not_proven: list[str] = field(default_factory=list)


class BundleWriter:
    """Writes the bundles of all people of a run into one draft."""

    def __init__(
        self,
        draft: Draft,
        policy: Policy,
        holdings: Sequence[Holding],
        refs: Sequence[str],
        *,
        languages: tuple[Language, ...],
        made_at: datetime,
        granted: frozenset[str] | None = None,
    ) -> None:
        """Begin; `granted` names the categories that are disclosed, `None` all of them."""
        self.granted = granted
        self.draft = draft
        self.policy = policy
        self.holdings = holdings
        self.languages = languages
        self.made_at = made_at
        self.people = {ref: _Person(ref=ref) for ref in refs}
        self._held_and_why: dict[tuple[tuple[str, str], ...], Mapping[Language, str]] = {}
        self._kept: dict[tuple[str, str], Sentence | None] = {}

    def write_records(self) -> None:
        """Write every row of everybody, system by system, table by table."""
        for person in self.people.values():
            self._begin(person)
        first = dict.fromkeys(self.people, True)
        for holding in self.holdings:
            here = [ref for ref in dict.fromkeys(holding.refs.values()) if ref in self.people]
            for ref in here:
                self._json(ref, f"{'' if first[ref] else ','}\n{as_json(holding.system)}: {{")
                first[ref] = False
            for number, name in enumerate(_names(holding)):
                self._table(holding, name, here, first=number == 0)
            for ref in here:
                self._json(ref, "\n}")
        for ref in self.people:
            self._json(ref, "\n}")

    def rows_written(self, ref: str, system: str, table: str) -> int:
        """How many rows of a table were written for a person."""
        return self.people[ref].written.get((system, table), 0)

    def add_copy(self, ref: str, copy: Copy) -> None:
        """Tell of copies in another place."""
        self.people[ref].copies.append(copy)

    def finish(self) -> None:
        """End every file, then write the manifests, which state the hashes of all others."""
        for person in self.people.values():
            copies = [_copy_json(copy) for copy in person.copies]
            self._json(person.ref, f',\n"copies": {as_json(copies)}\n}}\n')
            scope = self._out_of_scope(person.ref)
            masked, withheld = sum(person.masked.values()), sum(person.withheld.values())
            for language in self.languages:
                hidden = page.left_out(masked, withheld, language)
                said = page.tail(person.copies, hidden, person.not_proven, scope, language)
                self._page(person.ref, language, said)
        for person in self.people.values():
            self.draft.append(person.ref, MANIFEST, _in_lines(self._manifest(person)).encode())

    # One person ---------------------------------------------------------------------------

    def _begin(self, person: _Person) -> None:
        for holding in self.holdings:
            subject = holding.numbers.get(person.ref)
            if subject is None:
                continue
            person.not_proven += holding.not_proven
            for name in _names(holding):
                table = self._held(holding, name, subject)
                person.tables[holding.system, name] = table
        nodes = [(t.system, t.node) for t in person.tables.values() if t.rows]
        frame = Frame(
            request=person.ref,
            company=self.policy.policy.company.text(),
            made_at=self.made_at,
            policy=f"{self.policy.policy.id} {self.policy.policy.version}",
            languages=self.languages,
            tables=list(person.tables.values()),
            held=self._explained(nodes),
        )
        for language in self.languages:
            self._page(person.ref, language, page.head(frame, language))
        start: dict[str, Any] = {
            "schema": DATA_SCHEMA,
            "request": person.ref,
            "made_at": self.made_at.isoformat(),
        }
        self._json(person.ref, as_json(start)[:-1] + ',\n"systems": {')

    def _explained(self, nodes: Sequence[tuple[str, Node]]) -> Mapping[Language, str]:
        key = tuple((system, node.name) for system, node in nodes)
        if key not in self._held_and_why:
            grouped = categories_of(nodes).items()
            categories = [held(self.policy, name, places) for name, places in grouped]
            self._held_and_why[key] = {
                language: page.explained(categories, language) for language in self.languages
            }
        return self._held_and_why[key]

    def _how_long(self, system: str, node: Node) -> Sentence | None:
        key = (system, node.name)
        if key not in self._kept:
            self._kept[key] = how_long(self.policy, node)
        return self._kept[key]

    def _held(self, holding: Holding, name: str, subject: int) -> TableHeld:
        node = holding.working.graph.nodes[name]
        rows = holding.rows(name, subject)
        retained, until = holding.retained.get(name, {}).get(subject, (0, None))
        counts = holding.counts.get(name, {}).get(subject, {})
        return TableHeld(
            system=holding.system,
            node=node,
            rows=rows,
            seen_only=counts.get(int(RoleCode.ACCESSOR), 0),
            csv=f"csv/{_safe(holding.system)}.{_safe(name)}.csv" if rows else None,
            kept=self._how_long(holding.system, node),
            retained=retained,
            until=until,
        )

    def _out_of_scope(self, ref: str) -> dict[str, str]:
        return {
            f"{holding.system}.{name}": entry.none
            for holding in self.holdings
            if ref in holding.numbers
            for name, entry in sorted(holding.working.graph.datamap.tables.items())
            if entry.none is not None
        }

    # One table ----------------------------------------------------------------------------

    def _table(self, holding: Holding, name: str, here: Sequence[str], *, first: bool) -> None:
        seen: set[str] = set()
        section: _Section | None = None
        comma = "" if first else ","
        keys = holding.working.sets.get(name)
        if keys is not None and any(holding.counts.get(name, {}).values()):
            node = holding.working.graph.nodes[name]
            accessors = any(
                roles.get(int(RoleCode.ACCESSOR)) for roles in holding.counts[name].values()
            )
            masking = masking_of(node, list(node.table.columns), accessors=accessors)
            current = None
            rows = sum(map(disclosed, holding.counts[name].values()))
            for row in stream(holding.working, keys, masking, few=rows < ROWS_AT_ONCE):
                if row.subject != current or section is None:
                    if section is not None:
                        section.end()
                    current = row.subject
                    ref = holding.refs[row.subject]
                    section = _Section(
                        self, ref, self.people[ref].tables[holding.system, name], comma
                    )
                    seen.add(ref)
                section.add(row)
            if section is not None:
                section.end()
        for ref in here:
            if ref not in seen:
                self._json(ref, f"{comma}\n{as_json(name)}: []")

    def _json(self, ref: str, text: str) -> None:
        self.draft.append(ref, DATA, text.encode("utf-8", "replace"))

    def _page(self, ref: str, language: Language, text: str) -> None:
        name = page.file_name(self.languages, language)
        self.draft.append(ref, name, text.encode("utf-8", "replace"))

    # The manifest -------------------------------------------------------------------------

    def _manifest(self, person: _Person) -> dict[str, Any]:
        rows = {t.csv: person.written.get(key, 0) for key, t in person.tables.items() if t.csv}
        systems: dict[str, dict[str, Any]] = {}
        for (system, name), table in person.tables.items():
            systems.setdefault(system, {})[name] = {
                "rows": person.written.get((system, name), 0),
                "seen_only": table.seen_only,
                "masked_values": person.masked.get((system, name), 0),
                **_withheld_json(person.withheld.get((system, name), 0)),
                "csv": table.csv,
            }
        return {
            "schema": MANIFEST_SCHEMA,
            "request": person.ref,
            "made_at": self.made_at.isoformat(),
            "policy": {
                "id": self.policy.policy.id,
                "version": self.policy.policy.version,
                "sha256": self.policy.sha256,
            },
            "systems": systems,
            "copies": [_copy_json(copy) for copy in person.copies],
            "out_of_scope": self._out_of_scope(person.ref),
            "not_proven": person.not_proven,
            "files": [
                {"name": name, "sha256": one.sha256, "bytes": one.bytes, "rows": rows.get(name)}
                for name, one in sorted(self.draft.files[person.ref].items())
                if name != MANIFEST
            ],
        }


class _Section:
    """One person's rows of one table, on their way into the three files."""

    def __init__(self, writer: BundleWriter, ref: str, table: TableHeld, comma: str) -> None:
        self.writer, self.ref, self.table = writer, ref, table
        self.names = list(table.node.table.columns)
        self.closed = withheld_columns(table.node, writer.granted)
        self.rows = self.masked = self.withheld = self.size = 0
        self.json: list[str] = [f"{comma}\n{as_json(table.node.name)}: ["]
        self.csv: list[str] = [_BOM, line([cell(name) for name in self.names])]
        self.pages = {language: [page.open_table(table, language)] for language in writer.languages}

    def add(self, row: Row) -> None:
        """Write one row, without what is withheld."""
        for place in self.closed:
            if row.values[place] is not None:
                row.values[place] = WITHHELD
                self.withheld += 1
        texts = [words(value) for value in row.values]
        text = as_json(dict(zip(self.names, row.values, strict=True)))
        self.json.append(f"{',' if self.rows else ''}\n{text}")
        self.csv.append(line(list(map(cell_of, row.values, texts))))
        if self.rows < page.ROWS_SHOWN:
            shown = page.row(self.table, row.values, texts, list(self.pages))
            for lines, one in zip(self.pages.values(), shown, strict=True):
                lines.append(one)
        self.rows += 1
        self.masked += row.masked
        self.size += len(text)
        if self.size > _CHUNK:
            self._pass_on()

    def _pass_on(self) -> None:
        draft = self.writer.draft
        draft.append(self.ref, DATA, "".join(self.json).encode("utf-8", "replace"))
        draft.append(self.ref, str(self.table.csv), "".join(self.csv).encode("utf-8", "replace"))
        self.json, self.csv, self.size = [], [], 0

    def end(self) -> None:
        """Close the table in all files."""
        self.json.append("\n]")
        self._pass_on()
        for language, lines in self.pages.items():
            lines.append(page.close_table(self.table, language))
            self.writer._page(self.ref, language, "".join(lines))  # noqa: SLF001 - its own part
        person = self.writer.people[self.ref]
        key = (self.table.system, self.table.node.name)
        person.written[key] = self.rows
        person.masked[key] = self.masked
        person.withheld[key] = self.withheld


def withheld_columns(node: Node, granted: frozenset[str] | None) -> list[int]:
    """Return the positions of columns that are not disclosed: of other categories than granted.

    A document in a column may hold anything; it is withheld unless all is granted.
    """
    if granted is None:
        return []
    return [
        place
        for place, column in enumerate(node.table.columns)
        if column in node.entry.json_
        or (
            (name := node.entry.category_of(column)) is not None
            and not any(name == one or name.startswith(f"{one}.") for one in granted)
        )
    ]


def _withheld_json(values: int) -> dict[str, int]:
    return {"withheld_values": values} if values else {}


def _names(holding: Holding) -> list[str]:
    return [name for group in holding.working.graph.order for name in group]


def _safe(name: str) -> str:
    """A table's name as part of a file's name: nothing in it leads elsewhere."""
    return quote(name, safe=" !#$&'()+,;=@[]^_`{}~") if not name.isidentifier() else name


def _in_lines(document: Mapping[str, Any]) -> str:
    """A JSON document with a line for each key, and one for each entry of a list or an object."""
    lines = [f"{as_json(key)}: {_listed(value)}" for key, value in document.items()]
    return "{\n " + ",\n ".join(lines) + "\n}\n"


def _listed(value: Any) -> str:
    if isinstance(value, dict) and value:
        inner = [f"{as_json(key)}: {as_json(one)}" for key, one in value.items()]
        return "{\n  " + ",\n  ".join(inner) + "\n }"
    if isinstance(value, list) and value:
        return "[\n  " + ",\n  ".join(map(as_json, value)) + "\n ]"
    return as_json(value)


def _copy_json(copy: Copy) -> dict[str, Any]:
    return {
        "place": copy.place,
        "collection": copy.collection,
        "records": copy.records,
        "included": copy.included,
        "why_not": copy.why.en if copy.why else None,
    }


__all__ = ["DISCLOSED", "BundleWriter", "Holding", "Node"]
