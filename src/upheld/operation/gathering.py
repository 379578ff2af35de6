"""Who has come back with a backup: people who were erased, looked for in a restored database.

Whoever's request is not forgotten yet is known by keys and identifiers. Of the others only
keyed digests are kept: the keys of the restored people tables are read once, and each is
digested and looked up. A row that bears an erased person's key and none of their identifiers
may be somebody else's by now, and is left alone.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from upheld.deletion.procedure import System
from upheld.rights import erased, store
from upheld.rights.case import Case, Private
from upheld.rights.company import Company
from upheld.rights.erased import KEYLESS, Digester, ErasedKey, carried_out_at
from upheld.rights.guarding import erased_in, own_keys
from upheld.subject.lookup import Candidate, find, identifiers_of

_KEYS_AT_ONCE = 2_000


@dataclass(slots=True, kw_only=True)
class Gathered:
    """What is known of a restored database. Only `back` is acted on.

    Attributes:
        back: Requests of people who are there again, with their keys and identifiers.
        elsewhere: Requests whose rows bear another person's identifiers, or none; left alone.
        unknown: Forgotten before digests were kept, or known by identifiers alone: whether they
            are there again, nobody can tell.
        absent: Answered "no data" then; the restored database has somebody by that identifier.
        corrections: Corrections carried out in this system; a restore undoes them.
        unfinished: Deletions that were interrupted and are to be applied first.
        before: Deletions from before the backup was taken: it does not hold these people.
    """

    back: list[Case] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    corrections: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)
    before: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Restored:
    """The restored database, open for reading, and since when deletions count."""

    connection: Connection
    system: System
    taken: datetime | None

    def since(self, at: datetime) -> bool:
        """Whether a deletion of that instant may be missing in it."""
        return self.taken is None or at >= self.taken


def gather(company: Company, system: System, taken: datetime | None) -> Gathered:
    """Look for everybody who was erased in a system.

    Args:
        company: The workspace.
        system: The restored database.
        taken: When its backup was begun. Without it every deletion ever carried out is looked
            for, and a row is theirs only if an identifier says so too.
    """
    found = Gathered()
    with company.engine.connect() as ours:
        deletions = list(store.carried_out(ours, company.vault, "deletion"))
        kept = erased.kept(ours, system.name)
        found.corrections = [c.ref for c in _corrected(company, ours, system.name)]
        found.unfinished = [
            line["request"]
            for line in store.listed(ours, "in_progress")
            if line["right"] == "deletion"
        ]
    with system.place.session() as connection:
        restored = _Restored(connection=connection, system=system, taken=taken)
        _known(found, restored, deletions)
        _digested(found, restored, Digester.of(company.vault), kept)
        _answered_absent(found, restored, deletions)
    told = {key.ref for key in kept}
    forgotten = [c for c in erased_in(system.name, iter(deletions)) if c.private is None]
    untold = [c for c in forgotten if c.ref not in told]
    found.unknown += [c.ref for c in untold if c.erased_at is None or restored.since(c.erased_at)]
    found.unknown += [k.ref for k in kept if k.kind == KEYLESS and restored.since(k.erased_at)]
    found.unknown.sort()
    return found


def _corrected(company: Company, ours: Connection, system: str) -> Iterator[Case]:
    for case in store.carried_out(ours, company.vault, "correction"):
        steps = case.report["steps"] if case.report else []
        if any(step["system"] == system for step in steps):
            yield case


def _known(found: Gathered, restored: _Restored, deletions: Sequence[Case]) -> None:
    """People whose request is not forgotten."""
    system, model = restored.system, restored.system.graph.datamap
    cases = [c for c in erased_in(system.name, iter(deletions)) if c.private is not None]
    late = [c for c in cases if restored.since(carried_out_at(c))]
    found.before += len(cases) - len(late)
    people = {
        n: [
            Candidate(kind, key)
            for kind, keys in own_keys(c, system.name, model).items()
            for key in keys
        ]
        for n, c in enumerate(late)
    }
    there = _there(restored, people)
    spoken = identifiers_of(restored.connection, system.place, system.graph, there)
    for number, case in enumerate(late):
        if people[number] and not there[number]:
            continue
        if not people[number] and restored.taken is None:
            # Known by identifiers alone: what bears them may have been written since.
            found.unknown.append(case.ref)
            continue
        identifiers = case.private.identifiers if case.private else {}
        if restored.taken is None and not _same(system, identifiers, spoken[number]):
            found.elsewhere.append(case.ref)
            continue
        found.back.append(
            _returned(system, case.ref, there[number], _merged(identifiers, spoken[number]))
        )


def _returned(
    system: System,
    ref: str,
    rows: Sequence[Candidate],
    identifiers: Mapping[str, Sequence[str]],
) -> Case:
    """A person who is there again, as tracing and holds want them."""
    from datetime import UTC

    seeds: dict[str, list[list[Any]]] = {}
    for row in rows:
        seeds.setdefault(row.kind, []).append(list(row.key))
    private = Private(
        asked={},
        seeds={system.name: seeds},
        identifiers={k: list(v) for k, v in identifiers.items()},
    )
    return Case(
        ref=ref,
        batch=None,
        right="deletion",
        state="in_progress",
        opened_at=datetime.now(UTC),
        private=private,
        salt=None,
        found="one",
    )


def _merged(*sources: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    merged: dict[str, list[str]] = {}
    for source in sources:
        for kind, values in source.items():
            merged[kind] = list(dict.fromkeys([*merged.get(kind, []), *values]))
    return merged


def _there(
    restored: _Restored, people: Mapping[int, Sequence[Candidate]]
) -> dict[int, list[Candidate]]:
    """Those of the keys that the restored tables hold."""
    found: dict[int, list[Candidate]] = {n: [] for n in people}
    for kind, subject in restored.system.graph.datamap.subjects.items():
        owners: dict[tuple[str, ...], list[tuple[int, Candidate]]] = {}
        for number, candidates in people.items():
            for candidate in candidates:
                if candidate.kind == kind:
                    text = tuple(str(part) for part in candidate.key)
                    owners.setdefault(text, []).append((number, candidate))
        if owners:
            for key in _keys(restored, subject):
                for number, candidate in owners.get(tuple(str(part) for part in key), ()):
                    found[number].append(candidate)
    return found


def _keys(restored: _Restored, subject: Any) -> Iterator[tuple[Any, ...]]:
    """Every key of a people table, read once as a stream."""
    table = restored.system.place.sa_table(subject.table)
    query = select(*(table.c[name] for name in subject.key_columns))
    options = {"yield_per": _KEYS_AT_ONCE}
    for row in restored.connection.execute(query, execution_options=options):
        yield tuple(row)


def _own_identifiers(system: System) -> set[str]:
    """Identifiers that are no more than the key under another name: they recognise nobody."""
    return {
        name
        for subject in system.graph.datamap.subjects.values()
        for name, column in subject.identifiers.items()
        if column in subject.key_columns
    }


def _same(
    system: System, known: Mapping[str, Iterable[str]], spoken: Mapping[str, Iterable[str]]
) -> bool:
    from upheld.subject.identity import normal_form

    ours = _forms(normal_form, known, _own_identifiers(system))
    return bool(ours & _forms(normal_form, spoken, _own_identifiers(system)))


def _forms(
    form: Any, identifiers: Mapping[str, Iterable[str]], without: set[str]
) -> set[tuple[str, str]]:
    return {
        (kind, form(kind, value))
        for kind, values in identifiers.items()
        if kind not in without
        for value in values
    }


def _digested(
    found: Gathered, restored: _Restored, digester: Digester, kept: Sequence[ErasedKey]
) -> None:
    """People whose request was forgotten, by the digests of their keys."""
    system = restored.system
    rows = [key for key in kept if key.kind != KEYLESS]
    late = [key for key in rows if restored.since(key.erased_at)]
    found.before += len({k.ref for k in rows} - {k.ref for k in late})
    wanted: dict[str, list[ErasedKey]] = {}
    for key in late:
        wanted.setdefault(key.digest, []).append(key)
    people: dict[str, list[Candidate]] = {}
    for kind, subject in system.graph.datamap.subjects.items():
        if any(key.kind == kind for key in late):
            keys = _keys(restored, subject)
            for digest, row in erased.matching(digester, system.name, kind, keys):
                for key in wanted.get(digest, ()):
                    people.setdefault(key.ref, []).append(Candidate(kind, tuple(row)))
    refs = sorted(people)
    numbered = {n: people[ref] for n, ref in enumerate(refs)}
    spoken = identifiers_of(restored.connection, system.place, system.graph, numbered)
    identity = {key.ref: key.identity for key in late}
    own = _own_identifiers(system)
    for number, ref in enumerate(refs):
        said = {
            digester.of_identifier(kind, value)
            for kind, values in spoken[number].items()
            if kind not in own
            for value in values
        }
        if restored.taken is not None or said & identity[ref]:
            found.back.append(_returned(system, ref, people[ref], spoken[number]))
        else:
            found.elsewhere.append(ref)


def _answered_absent(found: Gathered, restored: _Restored, deletions: Sequence[Case]) -> None:
    """People of whom nothing was found then, and whom the restored database has."""
    cases = [c for c in deletions if c.found == "none" and c.private is not None]
    system = restored.system
    known = {i for s in system.graph.datamap.subjects.values() for i in s.identifiers}
    asked = [
        {k: v for k, v in (c.private.asked if c.private else {}).items() if k in known}
        for c in cases
    ]
    candidates = find(restored.connection, system.place, system.graph, asked) if cases else []
    found.absent = [c.ref for c, rows in zip(cases, candidates, strict=True) if rows]
