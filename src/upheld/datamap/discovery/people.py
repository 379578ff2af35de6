"""Which tables identify people? Judged by name, by columns, and by how much points at them."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import log2

from upheld.connectors.schema import Column, Table
from upheld.datamap.discovery.naming import TableNames, bare, means_a_person, stem
from upheld.datamap.discovery.proposal import ProposedSubject
from upheld.datamap.discovery.roles import STRONG_OWNERS
from upheld.datamap.discovery.sampling import NO_TRAITS, Traits
from upheld.detection.names import categorise
from upheld.detection.nouns import Noun, noun_of
from upheld.detection.spelling import singular, words

_CATEGORY_POINTS = {
    "contact.email": 2.0, "account.password": 2.0, "account.login": 1.5, "identity.name": 2.0,
    "identity.kana": 1.0, "contact.phone": 1.0, "identity.birth_date": 1.0, "identity.gender": 0.5,
}  # fmt: skip
_NOUN_POINTS: dict[Noun, float] = {
    "person": 3.0, "staff": 3.0, "unknown": 0.0, "record": -3.0,
    "organisation": -4.0, "thing": -4.0, "content": -4.0,
}  # fmt: skip
_ENOUGH = 5.0
"""Points from which a table identifies people; a bare `users(id, email)` nobody refers to has 5."""
_CERTAIN = 10.0
_SURE = 0.6  # confidence of a category below which a column does not count
_MOSTLY = 0.8  # share of sampled values
_STAFF_MARKS = frozenset(
    {"isstaff", "issuperuser", "isadmin", "admin", "role", "usertype", "isemployee"}
)
_IDENTIFYING = {"contact.email": "email", "contact.phone": "phone", "account.login": "login"}
_SEVERAL = 2  # categories that together describe a person
_PLAIN = frozenset(
    {"email", "mail", "e", "address", "login", "username", "user", "name", "password", "hash",
     "メール", "メールアドレス", "パスワード"}
)  # fmt: skip
"""Words of a person's own columns; `attendee_email` is about somebody in another register."""
_OTHERS = frozenset(
    {"emergency", "guarantor", "kin", "spouse", "parent", "guardian", "relative", "family", "referrer",
     "referee", "supervisor", "boss", "introducer"}
)  # fmt: skip
_OTHERS_JA = re.compile("緊急|保証人|親族|家族|配偶者|保護者|代理人|紹介者|上司|引受人|後見人")
"""Whose number or address a column of somebody's row holds: another one's, who is not found by it."""
_NO_PEOPLE: frozenset[Noun] = frozenset({"record", "organisation", "thing", "content"})
_OF_PEOPLE_ALONE = frozenset(
    {"account.login", "account.password", "identity.kana", "identity.birth_date", "identity.gender"}
)
"""What tells a person's row from that of anything else with a name and an address."""
_PLACES = frozenset({"url", "uri", "host", "hostname", "path", "port", "endpoint", "server"})
_AN_ACCOUNT = frozenset({("user",), ("account",), ("login",), ("person",)})
_MANY_REFER = 4  # columns of other tables
_MUCH_MORE = 2  # times as many references
_GENERIC = frozenset({"data", "info", "master", "mst", "table", "tbl", "マスタ"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    table: Table
    points: float
    found: Mapping[str, str]
    references: int

    @property
    def why(self) -> str:
        named = ", ".join(f"`{column}` ({category})" for category, column in self.found.items())
        refer = (
            "column of another table refers"
            if self.references == 1
            else "columns of other tables refer"
        )
        return f"holds {named}; {self.references} {refer} to it"


def subjects_of(
    tables: Mapping[str, Table],
    names: TableNames,
    traits: Mapping[str, Mapping[str, Traits]],
    copies: Collection[str],
) -> tuple[ProposedSubject, ...]:
    """Propose the kinds of person, the surest first; tables in `copies` repeat others' rows."""
    references = _referred_to(tables, names)
    candidates = [
        candidate
        for table in tables.values()
        if table.name not in copies
        and (candidate := _candidate(table, references[table.name], traits.get(table.name, {})))
    ]
    candidates = [c for c in candidates if not _hangs_from_another(c, candidates, names)]
    candidates.sort(key=lambda c: (-c.points, c.table.name))
    marked = {c.table.name for c in candidates if _staff_mark(c.table)}
    staff = {c.table.name for c in candidates if noun_of(c.table.name) == "staff"}
    if marked < {c.table.name for c in candidates}:
        staff |= marked  # customers are kept elsewhere, so a table that marks staff is theirs
    kinds: dict[str, ProposedSubject] = {}
    for candidate in candidates:
        kind = _kind(candidate.table.name, tables, set(kinds))
        alone = len(candidates) > 1 and candidate.table.name in staff
        kinds[kind] = _subject(kind, candidate, staff=alone)
    return tuple(kinds.values())


def _referred_to(tables: Mapping[str, Table], names: TableNames) -> Counter[str]:
    counts: Counter[str] = Counter()
    for table in tables.values():
        declared = {key.columns: key.parent for key in table.foreign_keys}
        counts.update(parent for parent in declared.values() if parent != table.name)
        for column in table.columns:
            if (column,) in declared or column in table.primary_key:
                continue
            found = {m.table for m in names.meanings(table.name, column) if m.confidence >= _MOSTLY}
            counts.update(found - {table.name})
    return counts


def _candidate(table: Table, references: int, traits: Mapping[str, Traits]) -> _Candidate | None:
    noun = noun_of(table.name)
    if len(table.primary_key) != 1:
        return None
    found: dict[str, str] = {}
    for column in table.columns.values():
        category = _category(column, table.name, noun, traits.get(column.name, NO_TRAITS))
        if category in _CATEGORY_POINTS:
            found.setdefault(category, column.name)
    ledger = singular(words(bare(table.name))[-1]) == "account"
    if noun == "unknown" and "contact.email" not in found and _is_connected_to(table):
        return None
    if not _identifies(noun, found, references, ledger=ledger):
        return None
    points = sum(_CATEGORY_POINTS[category] for category in found)
    points += _NOUN_POINTS[noun] + log2(1 + references)
    if points < _ENOUGH:
        return None
    return _Candidate(table=table, points=points, found=found, references=references)


def _is_connected_to(table: Table) -> bool:
    """Whether the login is one to another program: a repository, a mail server."""
    return any(words(column)[-1] in _PLACES for column in table.columns)


def _identifies(noun: Noun, found: Mapping[str, str], references: int, *, ledger: bool) -> bool:
    """Whether the columns are those of a register of people, and not of things about them."""
    reached = found.keys() & {"contact.email", "account.login", "account.password"}
    if noun in {"person", "staff"}:
        # A name is enough where addresses are kept beside it, and many columns refer to it.
        # An account without an address or login is one of bookkeeping.
        named = bool(found) and references >= _MANY_REFER and not ledger
        several = len(found) >= _SEVERAL and not ledger
        return bool(reached) or several or named
    own = {c for c in reached if set(words(found[c])) <= _PLAIN}
    if noun in _NO_PEOPLE and not found.keys() & _OF_PEOPLE_ALONE:
        return False  # an event, a shop or an office has a name and an address too
    return bool(own) and len(found) >= _SEVERAL


def _category(column: Column, table: str, noun: Noun, traits: Traits) -> str | None:
    if column.type in {"boolean", "decimal"} or _is_anothers(column.name, table):
        return None
    if traits.emails >= _MOSTLY and noun in {"person", "staff", "unknown"}:
        return "contact.email"
    guess = categorise(column.name, table)
    return guess.category if guess and guess.confidence >= _SURE else None


def _is_anothers(column: str, table: str) -> bool:
    """Whether a column is about somebody else than the rows of its table are."""
    said = {singular(word) for word in words(column)} - {singular(word) for word in words(table)}
    return bool(said & _OTHERS or (_OTHERS_JA.search(column) and not _OTHERS_JA.search(table)))


def _hangs_from_another(
    candidate: _Candidate, others: Sequence[_Candidate], names: TableNames
) -> bool:
    """A profile or a login that points at a person is about that person, not a kind of its own."""
    people = {other.table.name: other for other in others if other is not candidate}
    much = _MUCH_MORE * candidate.references
    served = bool({singular(w) for w in words(bare(candidate.table.name))} & STRONG_OWNERS)
    for key in candidate.table.foreign_keys:
        parent = people.get(key.parent)
        optional = all(candidate.table.columns[c].nullable for c in key.columns)
        unique = key.columns in (*candidate.table.unique, candidate.table.primary_key)
        if not parent or parent.references < candidate.references:
            continue
        if unique or not optional:
            return True
        # Speakers, applicants: with an account they are those people, without one guests of theirs.
        own = len(key.columns) == 1 and stem(key.columns[0]) in _AN_ACCOUNT
        if own and not served and parent.references >= much:
            return True
    for column in candidate.table.columns.values():
        if (
            means_a_person(column.name)
            and not _names_a_thing(candidate.table, column, people, names)
            and (not column.nullable or (stem(column.name) in _AN_ACCOUNT and not served))
            and column.type in {"integer", "uuid"}
        ):
            least = max(much, 1) if column.nullable else candidate.references + 1
            stronger = (o for o in people.values() if o.references >= least)
            if column.name not in candidate.table.primary_key and any(stronger):
                return True
    return False


def _names_a_thing(
    table: Table, column: Column, people: Mapping[str, _Candidate], names: TableNames
) -> bool:
    """Whether a word for a person is what another table is called here, one of no people."""
    declared = {key.columns: key.parent for key in table.foreign_keys}
    if (column.name,) in declared:
        return declared[column.name,] not in people
    meant = {m.table for m in names.meanings(table.name, column.name) if m.confidence >= _MOSTLY}
    return bool(meant) and not meant & set(people)


def _kind(table: str, tables: Mapping[str, Table], taken: set[str]) -> str:
    """Name a kind of person; never a name that another table or kind already has."""
    parts = [singular(word) for word in words(bare(table))]
    while len(parts) > 1 and parts[-1] in _GENERIC:
        parts.pop()
    for name in (parts[-1], "_".join(parts)):
        if name not in taken and (name not in tables or name == table):
            return name
    return table


def _staff_mark(table: Table) -> str | None:
    """The column that tells staff from others."""
    return next((name for name in table.columns if "".join(words(name)) in _STAFF_MARKS), None)


def _subject(kind: str, candidate: _Candidate, *, staff: bool) -> ProposedSubject:
    table = candidate.table
    identifiers = {
        short: candidate.found[category]
        for category, short in _IDENTIFYING.items()
        if category in candidate.found
    }
    identifiers[f"{kind}_id"] = table.primary_key[0]
    mark = _staff_mark(table)
    remark = "staff: customers are kept in another table" if staff else None
    if mark and not staff and noun_of(table.name) != "staff":
        remark = (
            f"`{mark}` says that staff are kept in `{table.name}` as well as customers: "
            "one kind of person covers both"
        )
    return ProposedSubject(
        kind=kind,
        table=table.name,
        key=table.primary_key[0],
        identifiers=identifiers,
        confidence=round(min(0.98, 0.5 + candidate.points / (2 * _CERTAIN)), 2),
        why=candidate.why,
        remark=remark,
        staff=staff,
    )
