"""All facts of a reading at once; what rules and proposals ask."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from upheld.prose.document import Clause, Reading, Span
from upheld.prose.facts.amounts import AgeFact, FeeFact, ages, fees
from upheld.prose.facts.contacts import ContactFact, contacts, of_links
from upheld.prose.facts.dates import DateFact, dates
from upheld.prose.facts.durations import DurationFact, durations
from upheld.prose.facts.names import (
    NameFact,
    TechnologyFact,
    companies,
    countries,
    technologies,
)
from upheld.prose.facts.references import (
    ClauseReference,
    LawCitation,
    clause_references,
    law_citations,
)


class Placed(Protocol):
    """Anything that stands somewhere in the text."""

    @property
    def span(self) -> Span:
        """Where."""


Fact = TypeVar("Fact", bound=Placed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that was taken out of a text, each in the order of the text."""

    durations: Sequence[DurationFact]
    dates: Sequence[DateFact]
    contacts: Sequence[ContactFact]
    links: Sequence[ContactFact]
    references: Sequence[ClauseReference]
    laws: Sequence[LawCitation]
    companies: Sequence[NameFact]
    countries: Sequence[NameFact]
    technologies: Sequence[TechnologyFact]
    fees: Sequence[FeeFact]
    ages: Sequence[AgeFact]


def gather(reading: Reading) -> Facts:
    """Take every fact out of a text."""
    text = reading.text
    references: list[ClauseReference] = []
    for sentence in reading.sentences:
        begin = sentence.span.start
        clause = reading.by_id[sentence.clause]
        # The number a clause begins with is no reference to it.
        if begin == clause.span.start:
            begin = min(clause.body, sentence.span.end)
        references.extend(clause_references(text, begin, sentence.span.end))
    return Facts(
        durations=tuple(durations(text)),
        dates=tuple(dates(text)),
        contacts=tuple(contacts(text)),
        links=tuple(of_links(reading)),
        references=tuple(references),
        laws=tuple(sorted(law_citations(text), key=lambda one: one.span.start)),
        companies=tuple(companies(text)),
        countries=tuple(countries(text)),
        technologies=tuple(technologies(text)),
        fees=tuple(fees(text)),
        ages=tuple(ages(text)),
    )


def inside(facts: Sequence[Fact], start: int, end: int) -> Sequence[Fact]:
    """Return the facts that begin between two offsets; `facts` are in order."""
    low = bisect_left(facts, start, key=lambda one: one.span.start)
    high = bisect_left(facts, end, key=lambda one: one.span.start)
    return facts[low:high]


def of_clause(reading: Reading, facts: Sequence[Fact], clause: Clause) -> Sequence[Fact]:
    """Return the facts in a clause and in all that lies in it."""
    last = clause
    for one in reading.below(clause):
        last = one
    return inside(facts, clause.span.start, last.span.end)
