"""What reading a policy gives: its text, its clauses, its sentences, and what was not read.

Offsets count code points of `Reading.text`. INVARIANT: the spans of the clauses do not
overlap, neither do those of the sentences, and what lies between them is white space only.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NewType, TypeAlias

from upheld.prose.numbering import Number
from upheld.wording import Language

ClauseKey = NewType("ClauseKey", str)
"""The id of a clause of a published text; fits the `c:` of a policy file."""

ClauseKind: TypeAlias = Literal["section", "item", "paragraph"]
SentenceKind: TypeAlias = Literal["heading", "announcement", "item", "sentence"]
SourceKind: TypeAlias = Literal["page", "text"]


@dataclass(frozen=True, slots=True)
class Span:
    """Code points of the text, from `start` up to but without `end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of the text."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One block of the text: a heading, an item of a list, or a paragraph.

    Attributes:
        id: Stable as long as the numbers or the headings of the text are.
        kind: What it is.
        span: Where its own words stand, those of its children not included.
        body: Where its words begin after its number.
        number: Its number, if it has one.
        heading: Its title, if it is a section.
        parent: The clause it belongs to.
        indent: Columns before its first character.
        apart: Whether an empty line stands before it.
    """

    id: ClauseKey
    kind: ClauseKind
    span: Span
    body: int
    number: Number | None
    heading: str | None
    parent: ClauseKey | None
    indent: int
    apart: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, with the clause it stands in."""

    span: Span
    text: str
    clause: ClauseKey
    kind: SentenceKind


@dataclass(frozen=True, slots=True)
class TargetedLink:
    """Words that lead somewhere."""

    span: Span
    target: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A policy's prose, read.

    Attributes:
        file: The file's name.
        source: A page (its formatting is known) or a plain text (links, tables and hidden
            addresses may have been lost on the way).
        charset: How its bytes were read.
        language: The language it was read in.
        clauses: In the order of the text.
        left_out: Parts of a page that are no prose, by element.
        protected: Offsets of e-mail addresses that the page hides from readers without script.
        controls: Offsets of control and direction characters that a reader does not see.
    """

    file: str
    source: SourceKind
    charset: str
    language: Language
    text: str
    clauses: tuple[Clause, ...]
    sentences: tuple[Sentence, ...]
    links: tuple[TargetedLink, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    protected: tuple[int, ...] = ()
    controls: tuple[int, ...] = ()

    @property
    def may_have_lost_formatting(self) -> bool:
        """Whether links, tables or addresses may be missing in this capture only."""
        return self.source == "text"

    @cached_property
    def by_id(self) -> Mapping[ClauseKey, Clause]:
        """Every clause by its id."""
        return {clause.id: clause for clause in self.clauses}

    @cached_property
    def tops(self) -> Mapping[str, Sequence[Clause]]:
        """The clauses with a number that lie in no other numbered clause, by their number."""
        found: dict[str, list[Clause]] = {}
        within: set[ClauseKey] = set()
        for clause in self.clauses:  # parents come before their children
            if clause.parent in within:
                within.add(clause.id)
            elif clause.number is not None:
                within.add(clause.id)
                found.setdefault(clause.number.word, []).append(clause)
        return found

    @cached_property
    def position(self) -> Mapping[ClauseKey, int]:
        """The place of each clause in the order of the text."""
        return {clause.id: place for place, clause in enumerate(self.clauses)}

    @cached_property
    def children(self) -> Mapping[ClauseKey | None, Sequence[Clause]]:
        """The clauses directly below each, in order."""
        found: dict[ClauseKey | None, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.parent, []).append(clause)
        return found

    @cached_property
    def sentences_of(self) -> Mapping[ClauseKey, Sequence[Sentence]]:
        """The sentences of each clause's own words."""
        found: dict[ClauseKey, list[Sentence]] = {}
        for sentence in self.sentences:
            found.setdefault(sentence.clause, []).append(sentence)
        return found

    def words(self, clause: Clause) -> str:
        """Return a clause's own words, without its number."""
        return self.text[clause.body : clause.span.end]

    def ancestors(self, clause: Clause) -> Iterator[Clause]:
        """Yield what the clause lies in, nearest first."""
        parent = clause.parent
        while parent is not None:
            above = self.by_id[parent]
            yield above
            parent = above.parent

    def section(self, clause: Clause) -> Clause:
        """Return the nearest section the clause lies in, itself included; else itself."""
        if clause.kind == "section":
            return clause
        return next((a for a in self.ancestors(clause) if a.kind == "section"), clause)

    def below(self, clause: Clause) -> Iterator[Clause]:
        """Yield everything that lies in the clause, in the order of the text."""
        waiting = list(reversed(self.children.get(clause.id, ())))
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(self.children.get(one.id, ())))

    def local(self, clause: Clause) -> str:
        """Return the words of a clause and of what lies in it, without further sections."""
        parts = [self.words(clause)]
        waiting = list(reversed(self.children.get(clause.id, ())))
        while waiting:
            one = waiting.pop()
            if one.kind == "section":
                continue
            parts.append(self.words(one))
            waiting.extend(reversed(self.children.get(one.id, ())))
        return "\n".join(parts)

    def whole(self, clause: Clause) -> str:
        """Return the words of a clause and of all that lies in it."""
        inside = [clause, *self.below(clause)]
        return self.text[clause.span.start : inside[-1].span.end]
