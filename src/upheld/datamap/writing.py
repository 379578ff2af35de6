"""Writes a proposal into the map's file; what a person wrote there is never changed.

A new file is written whole, with a comment that teaches its reader. Into a file that exists
only what is missing is added, and each of it as a question: `unsure` on a new table, on a
column or an edge that a table does not name. A point that carries `decided` is not asked again.
If nothing is missing, the file is not touched.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from upheld.datamap import asking
from upheld.datamap.discovery.proposal import (
    Doubt,
    Proposal,
    ProposedEdge,
    ProposedSubject,
    ProposedTable,
)
from upheld.datamap.document import (
    as_text,
    commented,
    flow,
    invalid,
    nested,
    plain,
    read_document,
    swap,
)
from upheld.datamap.drift import mentioned_columns
from upheld.datamap.model import TableMap
from upheld.datamap.via import ColumnsVia, parse
from upheld.wording import Text

_HEADER = """\
The data map of this system: which rows belong to which person, and what each column holds.
Proposed by `upheld map discover`; `why` and `confidence` (0 to 1) say where a guess comes from.
Edit freely: discovery adds what is missing, as `unsure`, and never changes what stands here.

- `unsure` points block every plan. Move a guess to its place (an edge to `edges`, a category to
  `fields`), or reject it with  decided: {by: your name, why: reason}
- roles: owner (exported and deleted with the person), accessor (exported only),
  mention (listed only), custodian (staff who handled it: neither)
- every column needs a category or `none`; every table an edge, or  none: reason
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What writing added to the file; all zero where it was not touched."""

    path: Path
    created: bool
    tables: int
    columns: int
    edges: int
    unsure: int

    @property
    def changed(self) -> bool:
        """Whether the file was written at all."""
        return self.created or bool(self.tables or self.columns or self.edges or self.unsure)

    def summary(self) -> Text:
        """Say what was added."""
        if not self.changed:
            return Text(
                en=f"`{self.path.name}` already says all of it; not changed",
                ja=f"`{self.path.name}` に追加するものはなく、変更していません",
            )
        return Text(
            en=f"added to `{self.path.name}`: {self.tables} tables, {self.columns} columns, "
            f"{self.edges} edges, {self.unsure} points to decide",
            ja=f"`{self.path.name}` に追加しました: 表 {self.tables} 件、列 {self.columns} 件、"
            f"エッジ {self.edges} 件、判断が必要な点 {self.unsure} 件",
        )


def write(path: Path, proposal: Proposal) -> Written:
    """Create the file, or add to it what it lacks.

    Raises:
        InvalidFileError: The file exists and is no data map; it is left as it is.
    """
    created = not path.exists()
    document = _blank(proposal.system) if created else read_document(path)
    merge = _Merge(document, path)
    merge.run(proposal)
    written = Written(
        path=path,
        created=created,
        tables=merge.tables,
        columns=merge.columns,
        edges=merge.edges,
        unsure=merge.unsure,
    )
    if written.changed:
        head = commented(_HEADER) if created else ""
        swap(path, head + as_text(document))
    return written


def rendered(proposal: Proposal) -> str:
    """Return the whole proposal as a new file would be written."""
    document = _blank(proposal.system)
    _Merge(document, Path("-")).run(proposal)
    return commented(_HEADER) + as_text(document)


def _blank(system: str) -> CommentedMap:
    document = CommentedMap({"system": system})
    document["subjects"] = CommentedMap()
    document["tables"] = CommentedMap()
    return document


class _Merge:
    """Adds a proposal to a document; counts what it added."""

    def __init__(self, document: CommentedMap, path: Path) -> None:
        self.document = document
        self.path = path
        self.tables = self.columns = self.edges = self.unsure = 0
        self._kinds: dict[str, str] = {}

    def run(self, proposal: Proposal) -> None:
        entries = self._section("tables")
        fresh = not entries
        self._subjects(proposal, known=set(entries))
        people = [subject.table for subject in proposal.subjects]
        order = sorted(
            proposal.tables, key=lambda n: (people.index(n) if n in people else len(people), n)
        )
        for name in order:
            table = proposal.tables[name]
            if name not in entries:
                entries[name] = self._entry(table, person=name in people)
                self.tables += 1
                if not fresh:
                    self._ask(entries[name], asking.about_table(table))
                if fresh and len(entries) > 1:
                    entries.yaml_set_comment_before_after_key(name, before="\n")
            elif isinstance(entries[name], CommentedMap):
                self._add_missing(entries[name], table)
            else:
                raise invalid(self.path, line=None, table=name)

    def _section(self, name: str) -> CommentedMap:
        found = self.document.get(name)
        if found is None:
            found = self.document[name] = CommentedMap()
        if not isinstance(found, CommentedMap):
            raise invalid(self.path, line=None)
        return found

    def _subjects(self, proposal: Proposal, known: set[str]) -> None:
        section = self._section("subjects")
        for kind, entry in section.items():
            if isinstance(entry, Mapping) and "table" in entry:
                self._kinds[str(entry["table"])] = str(kind)
        for subject in proposal.subjects:
            # A kind of person that somebody removed from the file does not come back.
            if subject.table in self._kinds or subject.table in known or subject.kind in section:
                continue
            section[subject.kind] = flow(
                {
                    "table": subject.table,
                    "key": subject.key,
                    "identifiers": flow(dict(subject.identifiers)),
                }
            )
            section.yaml_set_comment_before_after_key(
                subject.kind, before=_about(subject), indent=2
            )
            self._kinds[subject.table] = subject.kind

    def _entry(self, table: ProposedTable, *, person: bool) -> CommentedMap:
        entry = CommentedMap()
        if table.none is not None:
            entry["none"] = table.none
            entry.fa.set_flow_style()
            return entry
        if table.edges:
            entry["edges"] = CommentedSeq([self._edge(edge) for edge in table.edges])
        if table.owns:
            entry["owns"] = CommentedSeq(flow(_owns(o.table, o.via)) for o in table.owns)
        if table.fields:
            entry["fields"] = CommentedMap({k: _field(v) for k, v in table.fields.items()})
        if table.json:
            entry["json"] = CommentedMap({c: flow(paths) for c, paths in table.json.items()})
        if person or any(edge.role == "owner" for edge in table.edges):
            entry["on_erase"] = "delete"
        if table.soft_delete:
            entry["soft_delete"] = _soft(table.soft_delete)
        if table.doubts:
            entry["unsure"] = CommentedSeq(self._doubt(doubt) for doubt in table.doubts)
        self.edges += len(table.edges)
        self.columns += len(table.fields)
        self.unsure += len(table.doubts)
        return entry

    def _add_missing(self, entry: CommentedMap, table: ProposedTable) -> None:
        """Ask about columns that the entry names nowhere, as the proposal explains them."""
        try:
            said = TableMap.model_validate(plain(entry))
        except ValidationError:
            raise invalid(self.path, line=entry.lc.line + 1, table=table.name) from None
        if said.none is not None:
            return
        known = mentioned_columns(said)
        self._add_edges(entry, table, said, known)
        for column, field in table.fields.items():
            if column not in known:
                self._ask(entry, asking.about_column(column, field))
        for column, paths in table.json.items():
            if column not in known:
                self._ask(entry, asking.about_document(column, paths))
        if table.soft_delete and table.soft_delete not in known and said.soft_delete is None:
            self._ask(entry, asking.about_soft_delete(table.soft_delete, _soft(table.soft_delete)))
        for doubt in self._new_doubts(table, known):
            self._ask(entry, doubt)

    def _add_edges(
        self, entry: CommentedMap, table: ProposedTable, said: TableMap, known: set[str]
    ) -> None:
        for edge in table.edges:
            # Or a polymorphic pair has begun to name one more table.
            if not _columns(edge) & known or (edge.when is not None and not _says(said, edge.when)):
                self._ask(entry, asking.about_edge(edge))
        for owned in table.owns:
            if owned.via not in known:
                self._ask(entry, asking.about_owned(owned, _owns(owned.table, owned.via)))

    def _ask(self, entry: CommentedMap, doubt: Doubt) -> None:
        entry.setdefault("unsure", CommentedSeq()).append(self._doubt(doubt))
        self.unsure += 1

    def _new_doubts(self, table: ProposedTable, known: set[str]) -> Iterator[Doubt]:
        for doubt in table.doubts:
            # What is asked about a whole table was asked when the table was new.
            about_table = doubt.point in {"table", "retain"}
            columns = {part.strip() for part in doubt.point.split(",")}
            if isinstance(doubt.guess, Mapping) and "via" in doubt.guess:
                columns |= _via_columns(doubt.guess["via"])
            if not about_table and not columns & known:
                yield doubt

    def _edge(self, edge: ProposedEdge) -> CommentedMap:
        return flow({**edge.as_placed(), "to": self._kinds.get(edge.table, edge.to)})

    def _doubt(self, doubt: Doubt) -> CommentedMap:
        guess = doubt.guess
        if isinstance(guess, Mapping):
            to = guess.get("to")
            guess = flow({k: nested(v) for k, v in guess.items()})
            kinds = {table: kind for table, kind in self._kinds.items() if to == table}
            if kinds:
                guess["to"] = kinds[str(to)]
        return flow(
            {
                "point": doubt.point,
                "guess": guess,
                "why": doubt.why,
                "confidence": round(doubt.confidence, 2),
            }
        )


def _about(subject: ProposedSubject) -> str:
    lines = [f"{subject.why} (confidence {subject.confidence})"]
    if subject.remark:
        lines.append(subject.remark)
    return "\n".join(lines)


def _owns(table: str, via: str) -> dict[str, Any]:
    return {"table": table, "via": via, "refcount": True}


def _field(field: Any) -> Any:
    return flow(dict(field)) if isinstance(field, Mapping) else field


def _soft(column: str) -> CommentedMap:
    return flow({"column": column, "counts_as_erased": False})


def _says(entry: TableMap, when: str) -> bool:
    """Whether some edge or point of the entry speaks of this condition's value already."""
    value = when.partition("=")[2].strip()
    spoken = [edge.when or "" for edge in entry.edges]
    spoken += [str(p.guess.get("when", "")) for p in entry.unsure if isinstance(p.guess, dict)]
    return any(value in text for text in spoken)


def _columns(edge: ProposedEdge) -> set[str]:
    return _via_columns(edge.via)


def _via_columns(via: Any) -> set[str]:
    read = parse(via)
    return set(read.columns) if isinstance(read, ColumnsVia) else {read.column}
