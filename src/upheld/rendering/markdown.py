"""Pages as Markdown (CommonMark with tables); nothing in a name can become markup."""

import re
from collections.abc import Iterator

from upheld.rendering.differences import differences
from upheld.rendering.document import Group, Link, Page, Passage, Row, Sentence, Table, between
from upheld.rendering.frame import Frame
from upheld.rendering.visible import visible
from upheld.wording import Language, Text

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_AT_START = re.compile(r"^(\s*(?:\d+(?=[.)])|(?=[-+=])))")
_SAFE = re.compile(r"(?:https?|mailto|tel):[^\s()<>\\]+")


def markdown(page: Page, frame: Frame, language: Language) -> str:
    """Return one page in one language."""
    return "\n".join(_lines(page, frame, language)) + "\n"


def _lines(page: Page, frame: Frame, language: Language) -> Iterator[str]:
    yield f"# {_t(page.title, language)}"
    yield ""
    yield _t(frame.company, language)
    yield ""
    for sentence in (frame.version, frame.controlling):
        if sentence is not None:
            yield _sentence(sentence, frame, language)
            yield ""
    for one in page.lead:
        yield from _block(one, frame, language)
    for number, section in enumerate(page.sections, start=1):
        mark = f"{number}. " if page.numbered else ""
        yield f"## {mark}{_t(section.title, language)}"
        yield ""
        for block in section.body:
            yield from _block(block, frame, language)
    yield _sentence(frame.made, frame, language)


def _block(block: Passage | Table | Group, frame: Frame, language: Language) -> Iterator[str]:
    match block:
        case Group():
            yield f"### {_t(block.title, language)}"
            yield ""
            for inner in block.body:
                yield from _block(inner, frame, language)
        case Table():
            yield from _table(block, frame, language)
        case Passage():
            # Two spaces before a line's end break it; the next one is indented below its item.
            text = ("  \n  " if block.item else "  \n").join(_passage(block, frame, language))
            yield f"- {text}" if block.item else text
            yield ""


def _passage(one: Passage, frame: Frame, language: Language) -> list[str]:
    """Return the lines of a passage: one, or a line a sentence."""
    if one.in_lines:
        lines = [_sentence(sentence, frame, language) for sentence in one.sentences]
    else:
        lines = [_sentences(one.sentences, frame, language)]
    if one.heading:
        lines.insert(0, f"**{_t(one.heading, language)}**")
    lines[-1] += _marks(one.ids)
    return lines


def _table(table: Table, frame: Frame, language: Language) -> Iterator[str]:
    yield f"**{_t(table.caption, language)}**"
    yield ""
    yield f"| {' | '.join(_t(one, language) for one in table.headings)} |"
    yield f"|{' --- |' * len(table.headings)}"
    for row in table.rows:
        yield _row(row, frame, language)
    yield ""


def _row(row: Row, frame: Frame, language: Language) -> str:
    cells = [_sentences(one, frame, language) for one in row.cells]
    cells[0] += _marks(row.ids)
    return f"| {' | '.join(cells)} |"


def _marks(ids: tuple[str, ...]) -> str:
    return f" ({', '.join(escaped(one) for one in ids)})" if ids else ""


def _sentences(sentences: tuple[Sentence, ...], frame: Frame, language: Language) -> str:
    written = [f"{_sentence(one, frame, language)}{between(one, language)}" for one in sentences]
    return "".join(written).rstrip()


def _sentence(sentence: Sentence, frame: Frame, language: Language) -> str:
    links = "".join(f" {_link(one, frame, language)}" for one in sentence.links)
    if sentence.before is None:
        return f"{_t(sentence.text, language)}{links}"
    old, new = (visible(one.in_language(language)) for one in (sentence.before, sentence.text))
    marked = {"same": "{}", "gone": "~~{}~~", "new": "**{}**"}
    return "".join(
        marked[kind].format(escaped(text)) if text.strip() else text
        for kind, text in differences(old, new)
    )


def _link(link: Link, frame: Frame, language: Language) -> str:
    label = _t(link.label, language)
    url = visible(link.url)
    if not link.external and "{lang}" in url:
        return f"[{label}]({url.replace('{lang}', language).replace('.html', '.md')})"
    if not _SAFE.fullmatch(url):
        return label
    outside = f" ({_t(frame.external, language)})" if link.external else ""
    return f"[{label}]({url}){outside}"


def _t(text: Text, language: Language) -> str:
    return escaped(visible(text.in_language(language)))


def escaped(text: str) -> str:
    """Return a text so that Markdown reads it back as it is, at the start of a line too."""
    return _AT_START.sub(r"\1\\", _SPECIAL.sub(r"\\\1", text))
