"""Pages as plain text, 72 columns wide; links are written out."""

import unicodedata
from collections.abc import Iterator

from upheld.rendering.differences import differences
from upheld.rendering.document import Group, Link, Page, Passage, Sentence, Table, between
from upheld.rendering.frame import Frame
from upheld.rendering.visible import visible
from upheld.wording import Language, Text

WIDTH = 72
"""Columns; an East Asian wide character takes two (UAX #11)."""
_NEVER_FIRST = "、。,.」』)）?!：；:;ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々"
"""Characters that do not begin a line in Japanese (JIS X 4051)."""


def plain(page: Page, frame: Frame, language: Language) -> str:
    """Return one page in one language."""
    return "\n".join(_lines(page, frame, language)) + "\n"


def _lines(page: Page, frame: Frame, language: Language) -> Iterator[str]:
    title = _t(page.title, language)
    yield title
    yield "=" * min(width(title), WIDTH)
    yield _t(frame.company, language)
    for sentence in (frame.version, frame.controlling):
        if sentence is not None:
            yield from wrapped(_sentence(sentence, frame, language))
    yield ""
    for one in page.lead:
        yield from _block(one, frame, language)
    for number, section in enumerate(page.sections, start=1):
        heading = f"{f'{number}. ' if page.numbered else ''}{_t(section.title, language)}"
        yield ""
        yield heading
        yield "-" * min(width(heading), WIDTH)
        for block in section.body:
            yield from _block(block, frame, language)
    yield ""
    yield from wrapped(_sentence(frame.made, frame, language))


def _block(block: Passage | Table | Group, frame: Frame, language: Language) -> Iterator[str]:
    match block:
        case Group():
            yield ""
            yield from wrapped(_t(block.title, language))
            for inner in block.body:
                yield from _block(inner, frame, language)
        case Table():
            yield from _table(block, frame, language)
        case Passage():
            yield from _passage(block, frame, language)


def _passage(one: Passage, frame: Frame, language: Language) -> Iterator[str]:
    first, rest = ("- ", "  ") if one.item else ("", "")
    if not one.in_lines:
        text = f"{_sentences(one.sentences, frame, language)}{_marks(one.ids)}"
        yield from wrapped(text, first=first, rest=rest)
        return
    lines = [_t(one.heading, language)] if one.heading else []
    lines += [_sentence(sentence, frame, language) for sentence in one.sentences]
    lines[-1] += _marks(one.ids)
    for number, line in enumerate(lines):
        yield from wrapped(line, first=first if number == 0 else rest, rest=f"{rest}  ")


def _table(table: Table, frame: Frame, language: Language) -> Iterator[str]:
    """Write each row as a record: a table of five columns has no room in 72."""
    yield from wrapped(f"[{_t(table.caption, language)}]")
    for row in table.rows:
        for number, (heading, cell) in enumerate(zip(table.headings, row.cells, strict=True)):
            marks = _marks(row.ids) if number == 0 else ""
            text = f"{_t(heading, language)}: {_sentences(cell, frame, language)}{marks}"
            yield from wrapped(text, first="- " if number == 0 else "  ", rest="    ")
    yield ""


def _marks(ids: tuple[str, ...]) -> str:
    return f" [{', '.join(ids)}]" if ids else ""


def _sentences(sentences: tuple[Sentence, ...], frame: Frame, language: Language) -> str:
    written = [f"{_sentence(one, frame, language)}{between(one, language)}" for one in sentences]
    return "".join(written).rstrip()


def _sentence(sentence: Sentence, frame: Frame, language: Language) -> str:
    links = "".join(f" {_link(one, frame, language)}" for one in sentence.links)
    if sentence.before is None:
        return f"{_t(sentence.text, language)}{links}"
    old, new = (visible(one.in_language(language)) for one in (sentence.before, sentence.text))
    marked = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(marked[kind].format(text) for kind, text in differences(old, new))


def _link(link: Link, frame: Frame, language: Language) -> str:
    label = _t(link.label, language)
    url = visible(link.url)
    if not link.external and "{lang}" in url:
        url = url.replace("{lang}", language).replace(".html", ".txt")
    outside = f" ({_t(frame.external, language)})" if link.external else ""
    return f"{label} <{url}>{outside}"


def _t(text: Text, language: Language) -> str:
    return visible(text.in_language(language))


def width(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def wrapped(text: str, *, first: str = "", rest: str = "") -> Iterator[str]:
    """Yield lines of at most `WIDTH` columns; Japanese breaks between any two characters."""
    line, room = first, WIDTH
    for piece in _pieces(text):
        fits = width(line) + width(piece.rstrip()) <= room
        if not fits and line.strip() and piece[0] not in _NEVER_FIRST:
            yield line.rstrip()
            line = rest + piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield what may stand at the end of a line: a word, or one wide character."""
    word = ""
    for character in text:
        if unicodedata.east_asian_width(character) in "WF":
            if word:
                yield word
            word = ""
            yield character
        elif character == " ":
            yield word + character
            word = ""
        else:
            word += character
    if word:
        yield word
