"""What a page consists of, before it has a format or a language.

Every sentence exists in Japanese and English side by side. It remembers the names that the
declaration gave it (`terms`), so that both languages can be asked whether they carry them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from upheld.policy.language.line import ClauseId
from upheld.wording import Language, Text

_NUMBER = re.compile(r"\d+")


class ProperName(Text):
    """What somebody calls itself: written as it is, at the beginning of a sentence too."""


@dataclass(frozen=True, slots=True)
class Part:
    """Words that go into a sentence, and the declared names among them."""

    en: str
    ja: str
    terms: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """A link behind a sentence.

    Attributes:
        url: Where it leads; `{lang}` in it is the language of the page.
        external: Whether it leads to somebody else's site; it is then marked in words.
    """

    url: str
    label: Text
    external: bool = True


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages.

    Attributes:
        before: What it said in an earlier version, where a page shows the difference.
    """

    text: Text
    terms: tuple[Text, ...] = ()
    links: tuple[Link, ...] = ()
    before: Text | None = None


Words: TypeAlias = Part | Text | str | int


def say(en: str, ja: str, *, links: Sequence[Link] = (), **parts: Words) -> Sentence:
    """Fill both templates with the same parts.

    Args:
        en: The English template; `{name}` stands for a part.
        ja: The Japanese template.
        links: Links that belong to the sentence.
        parts: What is filled in; a `Text` counts as a name that both languages must carry.
    """
    filled = {name: _part(value) for name, value in parts.items()}
    english = en.format(**{name: part.en for name, part in filled.items()})
    if en.endswith("}.") and english.endswith(".."):
        english = english[:-1]  # "Sample Store, Inc." ends the sentence itself
    first = next((term for term in _first(en, filled) if english.startswith(term.en)), None)
    return Sentence(
        Text(
            en=english if isinstance(first, ProperName) else _begun(english),
            ja=ja.format(**{name: part.ja for name, part in filled.items()}),
        ),
        terms=tuple(term for part in filled.values() for term in part.terms),
        links=tuple(links),
    )


def _first(en: str, filled: Mapping[str, Part]) -> tuple[Text, ...]:
    """Return the names in the part that a template begins with, if it begins with one."""
    name = en[1 : en.find("}")] if en.startswith("{") else ""
    return filled[name].terms if name in filled else ()


def begun(text: Text) -> Text:
    """Begin a heading or a cell with a capital, where it is not somebody's name."""
    return text if isinstance(text, ProperName) else Text(en=_begun(text.en), ja=text.ja)


def _begun(english: str) -> str:
    """Begin a sentence with a capital, but not where it begins with an address or a number.

    A word with a capital inside, `iPhone`, is written by somebody who meant it so.
    """
    first = english.partition(" ")[0]
    meant = first[:1].islower() and first != first.lower()
    if meant or set(first) & set("@/.\\_0123456789"):
        return english
    return english[:1].upper() + english[1:]


def _part(value: Words) -> Part:
    if isinstance(value, Part):
        return value
    if isinstance(value, Text):
        return Part(value.en, value.ja, (value,))
    return Part(str(value), str(value))


def listed(texts: Sequence[Text]) -> Part:
    """Join names: `a, b and c`.

    >>> listed([Text(en="a", ja="あ"), Text(en="b", ja="い")])
    Part(en='a and b', ja='あ、い', terms=(Text(en='a', ja='あ'), Text(en='b', ja='い')))
    """
    english = [text.en for text in texts]
    head, last = english[:-1], english[-1:]
    joined = f"{', '.join(head)} and {last[0]}" if head else "".join(last)
    return Part(joined, "、".join(text.ja for text in texts), tuple(texts))


def either(names: Part) -> Part:
    """Join the same names by `or`, as a denial needs it.

    >>> either(listed([Text(en="a", ja="あ"), Text(en="b", ja="い")])).en
    'a or b'
    """
    *head, last = [one.en for one in names.terms]
    return Part(f"{', '.join(head)} or {last}" if head else last, names.ja, names.terms)


def quoted(texts: Sequence[Text]) -> Part:
    """Join longer words, each in quotation marks, so that it is plain where one ends."""
    marked = listed(
        [
            Text(
                en=f"\N{LEFT DOUBLE QUOTATION MARK}{t.en}\N{RIGHT DOUBLE QUOTATION MARK}",
                ja=f"「{t.ja}」",
            )
            for t in texts
        ]
    )
    return Part(marked.en, marked.ja.replace("」、「", "」「"), tuple(texts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What one line of the declaration says on a page, or a sentence of the page's own.

    Attributes:
        key: Where it stands in the declaration (`ai.training.0`), or a name that begins
            with `page:` for words that no line stands behind.
        ids: The clauses it carries out, which are its anchors.
        heading: Its name, where it has one.
        own: Whether the company's own words stand in place of ours.
        item: Whether it is one of a list.
        meaning: What an override is bound to; empty for words of the page itself.
    """

    key: str
    sentences: tuple[Sentence, ...]
    ids: tuple[ClauseId, ...] = ()
    heading: Text | None = None
    own: bool = False
    item: bool = False
    meaning: str = ""

    @property
    def in_lines(self) -> bool:
        """Whether it reads better a line a sentence: it has a name, or labels in it."""
        labels = any(not one.text.ja.endswith("。") for one in self.sentences)
        return self.heading is not None or (labels and len(self.sentences) > 1)

    def with_sentences(self, sentences: Sequence[Sentence], *, own: bool) -> "Passage":
        """Return it with other words."""
        return replace(self, sentences=tuple(sentences), own=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table."""

    key: str
    cells: tuple[tuple[Sentence, ...], ...]
    ids: tuple[ClauseId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with a caption; its first cell names the row."""

    key: str
    caption: Text
    headings: tuple[Text, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Passages under a heading of their own."""

    key: str
    title: Text
    body: tuple[Passage | Table, ...]


Block: TypeAlias = Passage | Table | Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands under it."""

    name: str
    title: Text
    body: tuple[Block, ...]

    def blocks(self) -> list[Passage | Table]:
        """Return what stands in it, flat, in reading order."""
        flat: list[Passage | Table] = []
        for block in self.body:
            flat.extend(block.body if isinstance(block, Group) else (block,))
        return flat


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A section with clauses whose ids begin with another number than its own.

    Attributes:
        place: The number of the section.
        ids: Those clauses.
    """

    place: int
    section: Section
    ids: tuple[ClauseId, ...]

    def text(self) -> Text:
        """Say where they stand, e.g. ``6 "Consent and choices": `2.1`, `2.2```."""
        listed = ", ".join(f"`{one}`" for one in self.ids[:_NAMED])
        more = len(self.ids) - _NAMED
        title = self.section.title
        return Text(
            en=f"{self.place} “{title.en}”: {listed}" + (f" and {more} more" if more > 0 else ""),
            ja=f"{self.place}「{title.ja}」: {listed}" + (f" ほか {more} 件" if more > 0 else ""),
        )


_NAMED = 3
"""How many clauses are named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page.

    Attributes:
        name: Part of its file's name: `policy`, `summary` …
        contents: Whether it begins with a list of its sections.
    """

    name: str
    title: Text
    lead: tuple[Passage, ...]
    sections: tuple[Section, ...]
    contents: bool = False

    def blocks(self) -> list[Passage | Table]:
        """Return everything on it, flat, in reading order."""
        flat: list[Passage | Table] = list(self.lead)
        for section in self.sections:
            flat.extend(section.blocks())
        return flat

    def ids(self) -> set[ClauseId]:
        """Return every clause that has an anchor on it."""
        return _ids(self.blocks())

    @property
    def numbered(self) -> bool:
        """Whether its sections bear numbers.

        They do not where the clauses have numbers of their own that say otherwise: `4.1` in
        section 8 would leave a reader with two numbers for one thing.
        """
        return self.contents and not self.misplaced()

    def misplaced(self) -> "tuple[Misplaced, ...]":
        """Return the sections that hold clauses of another number.

        They alone keep the sections from bearing numbers.
        """
        found = []
        for place, section in enumerate(self.sections, start=1):
            plain = [one for one in sorted(_ids(section.blocks())) if _leading(one) is not None]
            astray = tuple(one for one in plain if _leading(one) != str(place))
            if astray:
                found.append(Misplaced(place, section, astray))
        return tuple(found)

    def fitting(self) -> int:
        """Return how many sections have plain clause ids that all begin with their number."""
        leading = [
            {_leading(one) for one in _ids(section.blocks())} - {None} for section in self.sections
        ]
        return sum(found == {str(place)} for place, found in enumerate(leading, start=1))


def _ids(blocks: Sequence[Passage | Table]) -> set[ClauseId]:
    found: set[ClauseId] = set()
    for block in blocks:
        parts = block.rows if isinstance(block, Table) else (block,)
        found.update(one for part in parts for one in part.ids)
    return found


def _leading(one: ClauseId) -> str | None:
    """Return the number that a plain clause id begins with: `4` of `4.1(a)`; `P1-4.1` has none."""
    found = _NUMBER.match(one)
    return found[0] if found is not None else None


def between(sentence: Sentence, language: Language) -> str:
    """Return what stands behind a sentence that another one follows.

    Japanese sentences follow each other without a space, except after a link or a label.
    """
    closed = language == "ja" and not sentence.links and sentence.text.ja.endswith("。")
    return "" if closed else " "


def passage(
    key: str, *sentences: Sentence, heading: Text | None = None, item: bool = False
) -> Passage:
    """Return words of the page itself, behind which no line of the declaration stands."""
    return Passage(key=f"page:{key}", sentences=sentences, heading=heading, item=item)


def cell(*texts: Text) -> tuple[Sentence, ...]:
    """Return a table's cell that names things."""
    return tuple(Sentence(begun(one), terms=(one,)) for one in texts)
