"""What every rule looks at, with the questions that many of them ask."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from upheld.prose.areas.classifying import Classified
from upheld.prose.areas.lexicon import Area
from upheld.prose.document import Clause, Reading, Sentence, Span
from upheld.prose.facts.gathering import Facts, inside
from upheld.prose.facts.names import NameFact
from upheld.prose.facts.speaker import speaker

RIGHTS: tuple[Area, ...] = ("rights-requests", "identity-verification", "fees-and-deadlines")
_RIGHTS_HEADING = re.compile(
    r"disclosure|correction|suspension|deletion of personal|your rights|rights\b|requests?\b|"
    r"開示|訂正|利用停止|請求|本人の権利",
    re.IGNORECASE,
)
_MARK = 6  # characters that the mark of a list may take before a link
_NOT_RIGHTS = re.compile(r"third|sharing|provision|提供|retention", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Material:
    """A text with everything known about it.

    Attributes:
        today: Changes of law after this day are not held against the text.
    """

    reading: Reading
    facts: Facts
    classified: Sequence[Classified]
    today: date | None = None

    @cached_property
    def text(self) -> str:
        """The whole text."""
        return self.reading.text

    @cached_property
    def _starts(self) -> list[int]:
        return [sentence.span.start for sentence in self.reading.sentences]

    @cached_property
    def _contents(self) -> frozenset[int]:
        """Where sentences begin that only lead to another place of the page."""
        return frozenset(
            sentence.span.start
            for link in self.reading.links
            if link.target.startswith("#")
            for sentence in (self.at(link.span.start),)
            if link.span.start - sentence.span.start <= _MARK and sentence.span.end <= link.span.end
        )

    @cached_property
    def areas(self) -> dict[tuple[int, int], Area | None]:
        """The area of each sentence, by its span."""
        return {(c.sentence.span.start, c.sentence.span.end): c.area for c in self.classified}

    @cached_property
    def confidences(self) -> dict[tuple[int, int], float]:
        """How sure the area of each sentence is, by its span."""
        return {(c.sentence.span.start, c.sentence.span.end): c.confidence for c in self.classified}

    def area(self, sentence: Sentence) -> Area | None:
        """What a sentence is about; `None` is unsure."""
        return self.areas.get((sentence.span.start, sentence.span.end))

    def about(self, *areas: Area) -> Iterator[Sentence]:
        """Yield the sentences about one of the areas, headings left out."""
        for one in self.classified:
            if one.area in areas and one.sentence.kind != "heading":
                yield one.sentence

    def at(self, offset: int) -> Sentence:
        """Return the sentence that an offset stands in, or the one before it."""
        return self.reading.sentences[max(0, bisect_right(self._starts, offset) - 1)]

    @cached_property
    def _announcing(self) -> list[str]:
        words, last = [], ""
        for sentence in self.reading.sentences:
            if sentence.kind != "item":
                last = sentence.text if sentence.kind == "announcement" else ""
            words.append(last)
        return words

    def announcing(self, item: Sentence) -> str:
        """Return the words of the sentence that announces the list of an item; empty without one."""
        return self._announcing[bisect_right(self._starts, item.span.start) - 1]

    def clause(self, sentence: Sentence) -> Clause:
        """Return the clause of a sentence."""
        return self.reading.by_id[sentence.clause]

    def section_text(self, sentence: Sentence) -> str:
        """Return the words of the section a sentence stands in, further sections left out."""
        return self.reading.local(self.reading.section(self.clause(sentence)))

    def matching(self, pattern: re.Pattern[str]) -> Iterator[tuple[Sentence, re.Match[str]]]:
        """Yield each sentence that a pattern is found in, once, with the first match."""
        last = -1
        for match in pattern.finditer(self.text):
            sentence = self.at(match.start())
            if sentence.span.start in self._contents:
                continue
            if sentence.span.start != last and match.start() < sentence.span.end:
                last = sentence.span.start
                yield sentence, match

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether the text has it anywhere."""
        return pattern.search(self.text) is not None

    def leads_somewhere(self, start: int, end: int) -> bool:
        """Whether a part of the text has a URL, or words that are a link."""
        printed = any(c.kind == "url" for c in inside(self.facts.contacts, start, end))
        linked = any(
            link.span.start < end and start < link.span.end
            and not link.target.lower().startswith(("mailto:", "tel:"))
            for link in self.reading.links
        )  # fmt: skip
        return printed or linked

    @cached_property
    def rights_sections(self) -> Sequence[Clause]:
        """The sections that say what a person may ask for."""
        by_heading = [
            clause
            for clause in self.reading.clauses
            if clause.heading is not None
            and _RIGHTS_HEADING.search(clause.heading)
            and not _NOT_RIGHTS.search(clause.heading)
        ]
        if by_heading:
            return by_heading
        found: dict[str, Clause] = {}
        for sentence in self.about(*RIGHTS):
            section = self.reading.section(self.clause(sentence))
            found[section.id] = section
        return list(found.values())

    @cached_property
    def rights_text(self) -> str:
        """Everything that is said about requests."""
        whole = [self.reading.whole(section) for section in self.rights_sections]
        return "\n".join([*whole, *(s.text for s in self.about(*RIGHTS))])

    @cached_property
    def beginning(self) -> Span:
        """Where a finding about the whole text points: its first sentence."""
        return self.reading.sentences[0].span

    @cached_property
    def speaker(self) -> NameFact | None:
        """The business that speaks, and where it is named."""
        return speaker(self.text, self.facts.companies)

    @property
    def handler(self) -> str | None:
        """The name of the business that speaks."""
        return self.speaker.name if self.speaker else None
