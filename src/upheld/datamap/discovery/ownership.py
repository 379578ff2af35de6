"""From references to edges: outwards from the people, a table after the other."""

import re
from collections.abc import Iterator, Mapping, Sequence

from upheld.datamap.discovery.columns import personal_columns
from upheld.datamap.discovery.material import Material
from upheld.datamap.discovery.naming import bare, means_a_person, stem
from upheld.datamap.discovery.proposal import (
    PLACED,
    Doubt,
    ProposedEdge,
    ProposedOwns,
    ProposedTable,
)
from upheld.datamap.discovery.roles import (
    RoleGuess,
    Setting,
    handles,
    towards_owned,
    towards_person,
)
from upheld.datamap.discovery.sampling import NO_TRAITS
from upheld.datamap.discovery.weighing import Reference
from upheld.detection.nouns import noun_of
from upheld.detection.spelling import singular, words

_FOLLOWED = frozenset({"owner", "accessor"})
_NOTES = (
    "note",
    "memo",
    "comment",
    "remark",
    "reply",
    "followup",
    "change",
    "log",
    "対応",
    "メモ",
    "備考",
)
_SEVERAL = 2  # personal columns that make a row about somebody
_FEW = 20  # rows of a sample too few to tell
_OWN = 0.4  # distinct values a filled row
_LIKELY = 0.6  # confidence of a reference that counts among many
_MANY_PARTS = 3  # tables that refer to one that rows of many people share
_PEOPLES_TABLES = 2  # of them those that name people themselves
_NAMED_BY = 4  # tables that may name one that is nobody's own
_ENDS_OF_A_LINK, _COLUMNS_OF_A_LINK = 2, 5
_ADMITTED = (
    "member", "membership", "participant", "attendee", "participation", "attendance", "enrolment",
    "enrollment", "student", "teacher", "staff", "team", "player", "collaborator", "collaboration",
    "moderator", "editor", "manager", "organizer", "organiser", "admin", "administrator", "user",
    "people", "person", "contributor", "参加者", "会員", "所属",
)  # fmt: skip
"""How tables end that say who takes part; who merely likes or reads a thing takes none."""
_MAKER = re.compile(
    "author(?!i[sz])|speaker|presenter|writer|creator|composer|submitter|applicant|recipient"
    "|receiver|addressee|to(user|customer|member)|投稿者|宛先"
)
"""In the names of links: who is at one end made or received what is at the other."""
_SHAREABLE = frozenset({"thing", "content", "organisation"})


class Ownership:
    """Grows the set of tables whose rows are somebody's.

    Attributes:
        distance: Steps from each owned table to the people; 0 is a table of people.
    """

    def __init__(
        self,
        material: Material,
        proposed: Mapping[str, ProposedTable],
        references: Sequence[Reference],
        logs: frozenset[str] = frozenset(),
    ) -> None:
        """Begin at the people; `logs` are tables that record acts on other tables' rows."""
        self._logs = logs
        self._tables, subjects = material.tables, material.subjects
        self._proposed = proposed
        self._kinds = {subject.table: subject.kind for subject in subjects}
        self._staff = {subject.table for subject in subjects if subject.staff}
        self._samples = material.samples
        self._by_parent: dict[str, list[Reference]] = {}
        self._by_child: dict[str, list[Reference]] = {}
        for ref in references:
            self._by_parent.setdefault(ref.parent, []).append(ref)
            self._by_child.setdefault(ref.child, []).append(ref)
        self._elsewhere = {
            (ref.child, column) for ref in references
            for column in ref.columns if ref.parent not in self._kinds and ref.confidence >= PLACED
        }  # fmt: skip
        """Columns that would mean a person, but name a table of something else: an `organizer`."""
        self.distance: dict[str, int] = dict.fromkeys(self._kinds, 0)
        self._reached_over: dict[str, str] = {}
        self._leading = self._that_lead_to_people()
        self._placed: set[tuple[str, tuple[str, ...]]] = set()

    def grow(self, *seeds: str) -> None:
        """Walk outwards, nearest first; then take in rows that owned rows name, and go on."""
        wave = sorted(seeds or self._kinds)
        while wave:
            reached: set[str] = set()
            for parent in wave:
                for ref in self._by_parent.get(parent, ()):
                    if self._edge(ref):
                        reached.add(ref.child)
            wave = sorted(reached) or sorted(self._named_rows()) or sorted(self._made_rows())
        self._late_links()

    def _edge(self, ref: Reference) -> bool:
        """Place an edge or a doubt; tell whether its table is reached for the first time."""
        child, at = self._proposed.get(ref.child), (ref.child, ref.columns)
        if child is None or at in self._placed or self._points_back(ref):
            return False
        self._placed.add(at)
        if self._is_link(ref, child):
            why = (
                f"{ref.why}; `{ref.parent}` may name nobody itself, then it is this row's person's"
            )
            self._owns(ref, child, why)
            return False
        greater = ref.parent not in self._kinds and self._is_greater(ref)
        role = self._role(ref) if ref.parent in self._kinds else towards_owned(greater=greater)
        self._write(ref, child, role)
        if greater:
            return False
        sure = min(ref.confidence, role.confidence)
        follows = role.role in _FOLLOWED and (sure >= PLACED or ref.declared)
        if not follows or ref.child in self.distance:
            return False
        self.distance[ref.child] = self.distance[ref.parent] + 1
        self._reached_over[ref.child] = ref.parent
        return True

    def _points_back(self, ref: Reference) -> bool:
        """Whether it points at something that hangs from its own table."""
        if ref.child in self._kinds and ref.parent not in self._kinds:
            return True
        at: str | None = ref.parent
        while at is not None:
            if at == ref.child and ref.child != ref.parent:
                return True
            at = self._reached_over.get(at)
        return False

    def _is_link(self, ref: Reference, child: ProposedTable) -> bool:
        """Whether both rows name their person themselves: `orders.basket_id`."""
        if ref.parent in self._kinds or not ref.nullable or ref.child == ref.parent:
            return False
        parent = self._proposed[ref.parent]
        if self._weight(ref.child) <= self._weight(ref.parent):
            return False  # the lesser row is part of the greater one
        return self._names_people(child, required=False) and not self._names_people(
            parent, required=True
        )

    def _is_greater(self, ref: Reference) -> bool:
        """Whether a row with more parts of its own merely names this one: an event its room.

        So does a thing of the business that many rows name (a tag its explanation), and a row that
        picks one of those that name it (a thread its accepted answer).
        """
        if not ref.nullable:
            return False
        mine = self._weight(ref.child)
        heavier = mine > self._weight(ref.parent) or noun_of(ref.child) in _SHAREABLE
        return (mine >= _MANY_PARTS and heavier) or self._picks(ref)

    def _picks(self, ref: Reference) -> bool:
        if ref.child in self.distance:
            return False  # it is somebody's on another way
        back = {other.parent for other in self._by_child.get(ref.parent, ())}
        return ref.child != ref.parent and ref.child in back

    def _weight(self, table: str) -> int:
        """How many other tables refer to it."""
        return len({ref.child for ref in self._by_parent.get(table, ())} - {table})

    def _that_lead_to_people(self) -> set[str]:
        """Tables with a sure way up to a person, whoever the person is to them."""
        found, wave = set(self._kinds), set(self._kinds)
        while wave:
            wave = {
                ref.child
                for parent in wave
                for ref in self._by_parent.get(parent, ())
                if ref.confidence >= PLACED and noun_of(ref.child) not in _SHAREABLE
            } - found
            found |= wave
        return found

    def _names_people(self, table: ProposedTable, *, required: bool) -> bool:
        """Whether rows name a person straight, and (if `required`) always."""
        columns = self._tables[table.name].columns
        return any(
            edge.table in self._kinds
            and edge.role == "owner"
            and not (
                required
                and isinstance(edge.via, str)
                and edge.via in columns
                and columns[edge.via].nullable
            )
            for edge in table.edges
        )

    def _role(self, ref: Reference) -> RoleGuess:
        if ref.child == ref.parent:
            return RoleGuess(role="mention", confidence=0.7, why="one person names another")
        table = self._tables[ref.child]
        if len(table.columns) - len(table.primary_key) <= 2 and len(self._by_child[ref.child]) == 2:  # noqa: PLR2004
            return RoleGuess(role="owner", confidence=0.9, why="joins a person with something")
        others = frozenset(
            word
            for column in table.columns
            if column not in ref.columns
            and means_a_person(column)
            and (ref.child, column) not in self._elsewhere
            for word in stem(column)[-1:]
        )
        setting = Setting(
            noun=noun_of(ref.child),
            others=others,
            to_staff=ref.parent in self._staff,
            optional=ref.nullable,
            part_of_another=_is_note(ref.child)
            and any(self._is_part(other) for other in self._by_child[ref.child]),
            log=ref.child in self._logs,
            shared=self._is_shared(ref.child),
            for_customers=self._is_for_customers(ref.child),
            named="".join(words(bare(ref.child))),
        )
        return towards_person(ref.columns[-1], setting)

    def _is_shared(self, table: str) -> bool:
        """Whether rows of many people refer to one row: a room is booked, an event attended."""
        named = (r.child for r in self._by_parent.get(table, ()) if r.confidence >= _LIKELY)
        others = set(named) - {table}
        with_people = {
            child for child in others
            for ref in self._by_child[child]
            if ref.parent in self._kinds and ref.confidence >= PLACED and not handles(ref.columns[-1])
        }  # fmt: skip
        many = len(others) >= _MANY_PARTS and len(with_people) >= _PEOPLES_TABLES
        # A request or a message is its sender's still, whoever else takes part in it.
        return many or (noun_of(table) != "record" and any(map(self._admits, with_people)))

    def _admits(self, table: str) -> bool:
        """Whether its rows do nothing but let people into something: `project_members`."""
        refs = self._by_child[table]
        two = (
            len(refs) == _ENDS_OF_A_LINK and len(self._tables[table].columns) <= _COLUMNS_OF_A_LINK
        )
        last = "".join(words(bare(table))).rstrip("s")
        return two and not any(r.nullable for r in refs) and last.endswith(_ADMITTED)

    def _is_for_customers(self, table: str) -> bool:
        """Whether rows that name somebody who is no staff refer to it."""
        return any(
            other.parent in self._kinds and other.parent not in self._staff
            for ref in self._by_parent.get(table, ())
            if ref.confidence >= PLACED and ref.child != table
            for other in self._by_child[ref.child]
            if other.confidence >= PLACED
        )

    def _is_part(self, ref: Reference) -> bool:
        """Whether each row is part of a row that names a person itself."""
        if ref.nullable or ref.parent in self._kinds or ref.parent == ref.child:
            return False
        return ref.parent in self._leading

    def _owns(self, ref: Reference, child: ProposedTable, why: str) -> None:
        child.owns.append(
            ProposedOwns(
                table=ref.parent,
                via=ref.columns[0],
                why=why,
                confidence=round(ref.confidence * 0.9, 2),
            )
        )

    def _write(self, ref: Reference, child: ProposedTable, role: RoleGuess) -> None:
        confidence = round(min(ref.confidence, role.confidence), 2)
        key = self._tables[ref.parent].primary_key
        edge = ProposedEdge(
            to=self._kinds.get(ref.parent, ref.parent), table=ref.parent, via=ref.via,
            role=role.role,
            confidence=confidence, why=f"{ref.why}; {role.why}", declared=ref.declared,
            references=None if ref.parent_columns == key else ref.parent_columns,
        )  # fmt: skip
        if confidence >= PLACED:
            child.edges.append(edge)
        else:
            point = ref.via if isinstance(ref.via, str) else ", ".join(ref.via)
            child.doubts.append(
                Doubt(point=point, guess=edge.as_map(), why=edge.why, confidence=confidence)
            )

    def _named_rows(self) -> Iterator[str]:
        """Rows without a person of their own that an owned row names, e.g. an order's address."""
        for name in sorted(set(self._proposed) - set(self.distance)):
            if noun_of(name) in _SHAREABLE or self._leads_up(name):
                continue
            if self._weight(name) > _NAMED_BY or self._is_shared(name):
                continue  # an organisation's address, a session of a conference
            table = self._tables[name]
            samples = self._samples.get(name, {})
            owners = [r for r in self._by_parent.get(name, ()) if self._may_own(r)]
            personal = len(personal_columns(table, samples, about_whom=True)) >= _SEVERAL
            if not personal and not any(self._one_to_one(r) for r in owners):
                continue
            for ref in owners:
                why = f"{ref.why}; `{name}` holds personal data and names nobody itself"
                self._owns(ref, self._proposed[ref.child], why)
                self._placed.add((ref.child, ref.columns))
            if owners:
                self.distance[name] = 1 + min(self.distance[r.child] for r in owners)
                self._reached_over[name] = min(owners, key=lambda r: self.distance[r.child]).child
                yield name

    def _made_rows(self) -> Iterator[str]:
        """Rows without a person of their own that a link ties to those who made or received them.

        `talk_speakers`, `paper_authors`, `mail_recipients`: the talk goes with its last speaker.
        """
        for name in sorted(set(self._proposed) - set(self.distance)):
            if noun_of(name) in _SHAREABLE or self._leads_up(name):
                continue
            refs = self._by_parent.get(name, ())
            links = [r for r in refs if self._is_of_makers(r) or self._is_a_part_of_one(r)]
            for ref in links:
                why = f"{ref.why}; `{ref.child}` says whose it is"
                self._owns(ref, self._proposed[ref.child], why)
                self._placed.add((ref.child, ref.columns))
            if links:
                self.distance[name] = 1 + min(self.distance[r.child] for r in links)
                self._reached_over[name] = links[0].child
                yield name

    def _is_of_makers(self, ref: Reference) -> bool:
        """Whether a row of the link does nothing but tie one of these to its maker."""
        if ref.child not in self.distance or not self._ties(ref.child) or len(ref.columns) > 1:
            return False
        parent = {singular(word) for word in words(bare(ref.parent))}
        about = "".join(w for w in words(bare(ref.child)) if singular(w) not in parent)
        to = [r.columns[-1] for r in self._by_child[ref.child] if r.parent in self._kinds]
        said = [about, *("".join(stem(column)) for column in to)]
        return bool(to) and any(_MAKER.search(text) for text in said)

    def _is_a_part_of_one(self, ref: Reference) -> bool:
        """Whether the link is how an owned row lists its records: `review_comments`."""
        if noun_of(ref.parent) != "record" or ref.child not in self.distance:
            return False
        owned = any(
            r.parent in self.distance and r.parent not in self._kinds
            for r in self._by_child[ref.child]
            if r is not ref
        )
        return owned and self._ties(ref.child) and not self._is_shared(ref.parent)

    def _ties(self, table: str) -> bool:
        """Whether all a table does is tie two rows together."""
        refs = self._by_child.get(table, ())
        few = len(self._tables[table].columns) <= _COLUMNS_OF_A_LINK
        return few and len(refs) == _ENDS_OF_A_LINK and not any(r.nullable for r in refs)

    def _may_own(self, ref: Reference) -> bool:
        if ref.child not in self.distance or ref.confidence < PLACED or len(ref.columns) > 1:
            return False
        seen = self._samples.get(ref.child, {}).get(ref.columns[0], NO_TRAITS)
        # What nearly every row names again and again (an event, a shop) is nobody's own.
        return seen.filled < _FEW or seen.distinct >= seen.filled * _OWN

    def _one_to_one(self, ref: Reference) -> bool:
        """Whether each person's row names one row that no other person's names: their settings."""
        return ref.child in self._kinds and ref.columns in self._tables[ref.child].unique

    def _leads_up(self, name: str) -> bool:
        return any(
            ref.parent in self.distance and ref.child != ref.parent
            for ref in self._by_child.get(name, ())
        )

    def _late_links(self) -> None:
        """References between tables that were both reached on other ways."""
        for child in sorted(self.distance):
            for ref in self._by_child.get(child, ()):
                if ref.parent in self.distance and ref.parent not in self._kinds:
                    self._edge(ref)


def _is_note(table: str) -> bool:
    """Whether staff may write these rows about a person's record."""
    return "".join(words(bare(table))).rstrip("s").endswith(_NOTES)
