"""Ways to a person that are no plain reference: e-mails, JSON, patterns, sessions, history."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from upheld.datamap.discovery.addresses import address_books
from upheld.datamap.discovery.columns import category_of
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.naming import means_a_person, stem
from upheld.datamap.discovery.polymorphic import Pair
from upheld.datamap.discovery.proposal import (
    PLACED,
    Doubt,
    ProposedEdge,
    ProposedSubject,
    ProposedTable,
)
from upheld.datamap.discovery.reading import Place
from upheld.datamap.discovery.sampling import NO_TRAITS, Traits
from upheld.datamap.model import Role
from upheld.detection.names import categorise
from upheld.detection.nouns import noun_of
from upheld.detection.spelling import word_set, words

_MOSTLY = 0.8  # share of sampled values
_INCLUDED = 0.9
_BUSINESS = frozenset({"thing", "content", "organisation"})
_ALL = 0.98
_NAMED = 0.6  # confidence that a column is for e-mail addresses
_SURE = 0.7  # confidence of a category inside a document
_DJANGO_SESSION = frozenset({"session_key", "session_data"})
_NOTICES = word_set(
    "notification notifications notify reminder reminders alert alerts warning warnings abuse "
    "support reply bounce bounces noreply 通知 督促"
)
"""An address for this kind of mail is often an office's, and never says whose a row is."""
_ERASED = (
    "identity",
    "contact",
    "health",
    "finance.card",
    "finance.bank",
    "account",
    "location",
    "free_text",
    "device",
)


class Shapes:
    """Adds edges of other kinds to a proposal; each method looks at one table."""

    def __init__(
        self,
        material: Material,
        proposed: Mapping[str, ProposedTable],
    ) -> None:
        """Keep what all of them need; `proposed` has its plain references already."""
        self._books = address_books(material, proposed)
        self._tables, self._copies = material.tables, material.copies
        # An address without an account is a customer's more often than a member of staff's.
        self._subjects = sorted(material.subjects, key=lambda subject: subject.staff)
        self._names = material.names
        self._samples = material.samples
        self._sampler = material.sampler

    def session(self, proposed: ProposedTable) -> Iterator[ProposedEdge]:
        """Django keeps the login inside a signed text."""
        table = self._tables[proposed.name]
        if not set(table.columns) >= _DJANGO_SESSION or not self._subjects:
            return
        subject = self._logging_in()
        yield ProposedEdge(
            to=subject.kind, table=subject.table, via="session_data", role="owner",
            decode="django-session", path="_auth_user_id", confidence=0.9,
            why="Django's session table: the login is inside `session_data`",
        )  # fmt: skip

    def polymorphic(self, pair: Pair, reached: Mapping[str, int]) -> Iterator[ProposedEdge]:
        """One edge for each person's table that the pair's rows name."""
        by_table = {subject.table: subject.kind for subject in self._subjects}
        for target in pair.targets:
            via = pair.via(self._tables, target.table)
            if target.table not in reached or via is None:
                continue
            yield ProposedEdge(
                to=by_table.get(target.table, target.table), table=target.table, via=via,
                role="owner", when=target.when, confidence=0.85,
                why=f"`{pair.type_column}` names `{target.table}`",
            )  # fmt: skip

    def texts(self, proposed: ProposedTable) -> Iterator[ProposedEdge]:
        """Keys inside texts: `user:5:profile`."""
        for column, traits in self._samples.get(proposed.name, {}).items():
            for (prefix, delimiter, more), share in traits.keyed.items():
                subject = self._meant(proposed.name, prefix)
                if share < 0.5 or subject is None or not traits.keyed_values:  # noqa: PLR2004
                    continue
                if self._held(subject, traits.keyed_values) < _INCLUDED:
                    continue
                rest = f"{delimiter}%" if more else ""
                yield ProposedEdge(
                    to=subject.kind, table=subject.table, role="owner", confidence=0.85,
                    via=f"{column} LIKE '{prefix}{delimiter}{{{subject.key}}}{rest}'",
                    why=f"{share:.0%} of sampled values carry a key of `{subject.table}` after "
                    f"`{prefix}{delimiter}`",
                )  # fmt: skip

    def documents(self, proposed: ProposedTable) -> Iterator[ProposedEdge]:
        """Identifiers inside JSON; everything personal in it is listed for erasure too."""
        for column, traits in self._samples.get(proposed.name, {}).items():
            for path, emails in traits.paths.items():
                values = traits.path_values.get(path, frozenset())
                last = path.rpartition(".")[2]
                if how := _erasure(last, proposed.name, emails):
                    proposed.json.setdefault(column, {})[f"$.{path}"] = how
                via = f"{column}->>'{path}'"
                if emails >= _MOSTLY and (found := self._by_email(values)):
                    yield self._email_edge(found[0], via, found[1], "owner")
                elif values and (meant := self._meant(proposed.name, last)):
                    yield from self._key_inside(meant, via, path, values)

    def _key_inside(
        self, subject: ProposedSubject, via: str, path: str, values: frozenset[Any]
    ) -> Iterator[ProposedEdge]:
        if self._held(subject, values) >= _INCLUDED:
            yield ProposedEdge(
                to=subject.kind, table=subject.table, via=via, role="owner", confidence=0.82,
                why=f"values under `{path}` are keys of `{subject.table}`",
            )  # fmt: skip

    def emails(self, proposed: ProposedTable) -> Iterator[ProposedEdge]:
        """Columns of e-mail addresses: the person may be known here by nothing else."""
        table = self._tables[proposed.name]
        direct = [e for e in proposed.edges if e.role == "owner" and e.match is None]
        required = any(
            not table.columns[v].nullable for e in direct if (v := str(e.via)) in table.columns
        )
        for column in table.columns.values():
            traits = self._samples.get(table.name, {}).get(column.name, NO_TRAITS)
            guess = category_of(column, table.name, traits)
            if not guess or guess.category != "contact.email" or guess.confidence < _NAMED:
                continue
            if column.type not in {"text", "other"} or (traits.distinct and not traits.emails):
                continue
            if noun_of(table.name) in {"organisation", "thing"} and not direct:
                continue
            subject, share = self._by_email(traits.values) or (self._with_email(), 0.0)
            if subject is None or (required and share >= _ALL):
                continue  # the person's own address, found by the key already
            notices = bool(set(words(column.name)) & _NOTICES)
            role: Role = "mention" if required or notices else "owner"
            edge = self._email_edge(subject, column.name, share, role)
            # Beside a key that may be NULL, an address is how a guest's rows are found.
            guest = bool(direct) and role == "owner" and "email" in column.name.lower()
            guest = guest and subject.table not in self._books
            yield replace(edge, confidence=max(edge.confidence, 0.82)) if guest else edge

    def history(
        self, proposed: ProposedTable, all_proposed: Mapping[str, ProposedTable]
    ) -> Iterator[ProposedEdge]:
        """Earlier versions of a row belong to whoever the row belongs to."""
        table = self._tables[proposed.name]
        base = self._copies.get(table.name)
        if base is None or base not in all_proposed:
            return
        why = f"keeps earlier versions of `{base}`"
        taken = {str(edge.via) for edge in proposed.edges}
        for subject in self._subjects:
            key = str(subject.key)
            if subject.table != base or key not in table.columns or key in taken:
                continue
            if table.primary_key != (key,):
                yield ProposedEdge(
                    to=subject.kind, table=base, via=key, role="owner", confidence=0.88, why=why
                )
        own = self._tables[base].primary_key
        repeated = len(own) == 1 and own[0] in table.columns and table.primary_key != own
        if repeated and all_proposed[base].edges and own[0] not in taken:
            yield ProposedEdge(
                to=base, table=base, via=own[0], role="owner", confidence=0.85, why=why
            )
        for edge in all_proposed[base].edges:
            columns = [edge.via] if isinstance(edge.via, str) else edge.via
            if all(c in table.columns for c in columns) and str(edge.via) not in taken:
                yield ProposedEdge(
                    to=edge.to, table=edge.table, via=edge.via, role=edge.role, match=edge.match,
                    references=edge.references, when=edge.when, confidence=0.85, why=why,
                )  # fmt: skip

    def copies_a_persons(
        self, proposed: ProposedTable, all_proposed: Mapping[str, ProposedTable]
    ) -> bool:
        """Whether it keeps earlier versions of rows that are surely somebody's own."""
        base = self._copies.get(proposed.name)
        people = {subject.table for subject in self._subjects}
        return base is not None and any(
            edge.role == "owner" and edge.table in people and edge.confidence >= PLACED
            for edge in all_proposed[base].edges
        )

    def _email_edge(
        self, subject: ProposedSubject, via: str, share: float, role: Role
    ) -> ProposedEdge:
        why = f"holds e-mail addresses; {share:.0%} of the sampled ones are of `{subject.table}`"
        confidence = 0.88 if share > 0 and role == "owner" else 0.6
        if book := self._books.get(subject.table):
            # A map's identifiers are columns of the person's own row.
            why = f"{why}, kept in `{book[0]}`: compared with addresses a request names, and no others"
            confidence = 0.6
        return ProposedEdge(
            to=subject.kind, table=subject.table, via=via, role=role, match="email",
            confidence=confidence, why=why,
        )  # fmt: skip

    def _logging_in(self) -> ProposedSubject:
        """Django's login is of its user table, which marks staff."""
        return next((s for s in self._subjects if s.staff or s.remark), self._subjects[0])

    def _with_email(self) -> ProposedSubject | None:
        return next((s for s in self._subjects if self._address_of(s)), None)

    def _address_of(self, subject: ProposedSubject) -> Place | None:
        """The column that holds the addresses of a kind of person."""
        own = subject.identifiers.get("email")
        return (subject.table, own) if own else self._books.get(subject.table)

    def _by_email(self, values: frozenset[Any]) -> tuple[ProposedSubject, float] | None:
        """The kind of person whose addresses these are, with the share found there."""
        texts = {value for value in values if isinstance(value, str)}
        best: tuple[ProposedSubject, float] | None = None
        for subject in self._subjects if texts else ():
            place = self._address_of(subject)
            if place is None:
                continue
            found = self._sampler.present({place: sorted(texts)})[place]
            share = len(found) / len(texts)
            if best is None or share > best[1]:
                best = subject, share
        return best

    def _meant(self, table: str, name: str) -> ProposedSubject | None:
        """The kind of person a prefix or JSON key means."""
        meant = {m.table for m in self._names.meanings(table, name) if m.confidence >= _MOSTLY}
        for subject in self._subjects:
            if subject.table in meant or subject.kind in stem(name):
                return subject
        return self._subjects[0] if self._subjects and means_a_person(name) else None

    def _held(self, subject: ProposedSubject, values: frozenset[Any]) -> float:
        """Share of values that are keys of the subject's table."""
        key = str(subject.key)
        kind = int if self._tables[subject.table].columns[key].type == "integer" else str
        fitting = [value for value in values if isinstance(value, kind)]
        if not fitting:
            return 0.0
        place = subject.table, key
        return len(self._sampler.present({place: sorted(fitting)})[place]) / len(values)


def _erasure(key: str, table: str, emails: float) -> str | None:
    """What is done to a value in a JSON document when the row is anonymised."""
    guess = categorise(key, table)
    if guess is not None and guess.category == "device.ip":
        return "truncate"
    named = guess is not None and guess.category.startswith(_ERASED) and guess.confidence >= _SURE
    return "erase" if named or emails >= _MOSTLY else None


def place(proposed: ProposedTable, edges: Iterator[ProposedEdge], *, theirs: bool = False) -> bool:
    """Put sure edges in their place and the others in doubt; tell whether one was placed.

    Args:
        proposed: The table.
        edges: What was found.
        theirs: Whether its rows are a person's, whatever its name says.
    """
    sure = False
    business = noun_of(proposed.name) in _BUSINESS and not theirs
    for edge in list(edges):
        if business:
            # Versions of a page carry editors' keys; that does not make the page somebody's.
            why = f"{edge.why}; but this looks like content of the business"
            edge = replace(edge, confidence=min(edge.confidence, 0.6), why=why)  # noqa: PLW2901
        if any(
            e.via == edge.via and e.when == edge.when and e.to == edge.to for e in proposed.edges
        ):
            continue
        if edge.confidence >= PLACED:
            proposed.edges.append(edge)
            proposed.doubts = [d for d in proposed.doubts if not theirs or d.point != str(edge.via)]
            sure = True
        else:
            proposed.doubts.append(
                Doubt(
                    point=str(edge.via),
                    guess=edge.as_map(),
                    why=edge.why,
                    confidence=edge.confidence,
                )
            )
    return sure


def traits_show_people(samples: Mapping[str, Traits]) -> bool:
    """Whether some column's values look like addresses of people."""
    return any(traits.emails >= _MOSTLY for traits in samples.values())
