"""How a data map is discovered: sample, find the people, walk outwards, name what is unsure."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from upheld.connectors.schema import Schema, Table
from upheld.datamap.discovery.columns import (
    fill_fields,
    is_personal_key,
    personal_columns,
    retention_doubt,
    soft_delete_of,
)
from upheld.datamap.discovery.history import copies_of
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.naming import TableNames
from upheld.datamap.discovery.ownership import Ownership
from upheld.datamap.discovery.people import subjects_of
from upheld.datamap.discovery.polymorphic import Pair, pairs_of
from upheld.datamap.discovery.proposal import (
    Doubt,
    Proposal,
    ProposedSubject,
    ProposedTable,
)
from upheld.datamap.discovery.reading import Sampler
from upheld.datamap.discovery.references import references_of
from upheld.datamap.discovery.sampling import Traits, traits_of
from upheld.datamap.discovery.shapes import Shapes, place, traits_show_people
from upheld.datamap.discovery.weighing import Reference
from upheld.datamap.ours import OUR_TABLES
from upheld.datamap.via import ColumnsVia, parse
from upheld.detection.spelling import words

if TYPE_CHECKING:
    from upheld.datamap.discovery.judging import Judging

_LOG_WORDS = frozenset(
    {"log", "logs", "audit", "audits", "trail", "version", "versions", "logentry"}
)

_LOG_ENDINGS = (
    "logentry", "log_entry", "auditlog", "audit_log", "adminlog", "admin_log", "audits",
    "activitylog", "activity_log", "changelog", "change_log", "actionlog", "action_log", "activities",
)  # fmt: skip


def discover(
    schema: Schema, sampler: Sampler, system: str, judging: "Judging | None" = None
) -> Proposal:
    """Propose a data map for every table of a database; read a little, write nothing.

    Args:
        schema: What the database says about itself. Views and partitions are left out.
        sampler: Reads samples; `SchemaOnly` where data may not be read.
        system: The system's name in the workspace.
        judging: Says what values are; without it names and shapes decide.
    """
    written = sorted(schema.written(), key=lambda table: table.name)
    tables = {table.name: table for table in written if table.name not in OUR_TABLES}
    names = TableNames(tables)
    samples = traits_of(sampler, tables.values(), judging)
    copies = copies_of(tables)
    subjects = subjects_of(tables, names, samples, copies)
    material = Material(
        tables=tables, names=names, samples=samples, sampler=sampler, subjects=subjects,
        copies=copies,
    )  # fmt: skip
    pairs = pairs_of(material)
    elsewhere = frozenset((p.child, p.id_column) for p in pairs)
    references = references_of(material, elsewhere)
    proposed = {name: ProposedTable(name=name) for name in tables}
    ownership = Ownership(material, proposed, references, _logs(pairs, references, subjects))
    ownership.grow()
    shapes = Shapes(material, proposed)
    _other_ways(proposed, shapes, ownership, pairs)
    for name, entry in proposed.items():
        _complete(tables[name], entry, samples[name], name in ownership.distance)
    return Proposal(system=system, subjects=subjects, tables=proposed)


def _other_ways(
    proposed: Mapping[str, ProposedTable],
    shapes: Shapes,
    ownership: Ownership,
    pairs: tuple[Pair, ...],
) -> None:
    """Look for edges that are no plain reference; what they reach is walked on from."""
    people = {name for name, steps in ownership.distance.items() if steps == 0}
    for name, entry in proposed.items():
        if name in people:
            continue
        found = place(entry, shapes.session(entry))
        found = place(entry, shapes.texts(entry)) or found
        found = place(entry, shapes.documents(entry)) or found
        found = place(entry, shapes.emails(entry)) or found
        if found:
            _reach(ownership, name, 1)
    for pair in pairs:
        entry = proposed[pair.child]
        if pair.child in people:
            continue
        if not pair.targets:
            entry.doubts.append(_unshown(pair))
        if place(entry, shapes.polymorphic(pair, ownership.distance)):
            _reach(ownership, pair.child, 2)
    for name, entry in proposed.items():
        theirs = shapes.copies_a_persons(entry, proposed)
        copied = shapes.history(entry, proposed)
        if name not in people and place(entry, copied, theirs=theirs):
            _reach(ownership, name, 1)


def _logs(
    pairs: Iterable[Pair], references: Iterable[Reference], subjects: Iterable[ProposedSubject]
) -> frozenset[str]:
    """Tables that record acts on rows of many tables: an audit log, a trail.

    A log that refers to nothing but the person records what happened to that person.
    """
    people = {subject.table for subject in subjects}
    paired = {p.child for p in pairs if set(words(p.child)) & _LOG_WORDS}
    about = {p.child for p in pairs} | {r.child for r in references if r.parent not in people}
    return frozenset(paired | {name for name in about if name.lower().endswith(_LOG_ENDINGS)})


def _reach(ownership: Ownership, name: str, steps: int) -> None:
    if name not in ownership.distance:
        ownership.distance[name] = steps
        ownership.grow(name)


def _unshown(pair: Pair) -> Doubt:
    return Doubt(
        point=pair.id_column,
        guess="none",
        why=f"`{pair.type_column}` says which table it refers to, but no row shows it yet",
        confidence=0.4,
    )


def _complete(
    table: Table, entry: ProposedTable, samples: Mapping[str, Traits], reached: bool
) -> None:
    """Say what is left: nobody's table, or what each column holds."""
    if not reached and not entry.edges and not entry.doubts:
        personal = personal_columns(table, samples)
        if not personal and not traits_show_people(samples):
            entry.none = "no personal-looking column and no reference to a person"
            entry.json.clear()
            return
        named = ", ".join(f"`{column}`" for column in personal[:4]) or "sampled values"
        looks = "looks" if len(personal) == 1 else "look"
        why = f"no way to a person was found, but {named} {looks} personal: whose rows are these?"
        entry.doubts.append(
            Doubt(point="table", guess={"none": "not about a person"}, why=why, confidence=0.5)
        )
    entry.soft_delete = soft_delete_of(table)
    if reached and (doubt := retention_doubt(table)):
        entry.doubts.append(doubt)
    fill_fields(table, entry, samples, _known(table, entry))


def _known(table: Table, entry: ProposedTable) -> frozenset[str]:
    """Columns that need no category, because something else names them."""
    known = {c for c in table.primary_key if not is_personal_key(table.columns[c], table.name)}
    known |= {c for key in table.foreign_keys for c in key.columns}
    known |= {owned.via for owned in entry.owns} | set(entry.json)
    known |= {
        part.strip()
        for doubt in entry.doubts
        # Whose an address is may be open; that it is one is not.
        if not (isinstance(doubt.guess, dict) and doubt.guess.get("match"))
        for part in doubt.point.split(",")
    }
    for edge in entry.edges:
        via = parse(edge.via)
        if edge.match or edge.decode:
            continue  # the column holds personal data itself, and gets its category
        known |= set(via.columns) if isinstance(via, ColumnsVia) else {via.column}
    if entry.soft_delete:
        known.add(entry.soft_delete)
    return frozenset(known)
