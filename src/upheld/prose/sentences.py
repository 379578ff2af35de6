"""Clauses to sentences, in Japanese and English.

A full stop ends a sentence unless it ends an abbreviation, stands in a number, a URL or an
e-mail address, or inside brackets or quotation marks. A new line ends one too, unless the text
was wrapped by hand. INVARIANT: between the spans of a clause's sentences is white space only.
"""

import re
from collections.abc import Iterator, Sequence

from upheld.prose.document import Clause, Sentence, SentenceKind, Span

_STOP = re.compile(r"[.!?。．！？\n]")
_CLOSERS = "\"'”’」』）)]】》〉"
_OPENERS = {"「": "」", "『": "』", "（": "）", "(": ")", "“": "”", "【": "】"}
_OPENED = re.compile(f"[{''.join(map(re.escape, _OPENERS))}]")
_FARTHEST = 600  # characters; a bracket that is not closed by then was never meant to be
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|etc|Inc|Corp|Co|Ltd|LLC|No|Nos|Art|Arts|Sec|para|Mr|Mrs|Ms|Dr|Prof|"
    r"St|Bldg|Dept|Rev|approx|a\.m|p\.m|U\.S|U\.K|E\.U|Ph\.D|incl|Tel|Fl|Pref|Jan|Feb|Mar|Apr|Aug|"
    r"Sept|Oct|Nov|Dec)|(?:^|[\s(])[A-Z])$"
)
_NEVER_ENDS = re.compile(
    r"(?:\b(?:e\.g|i\.e|cf|vs|No|Nos|Art|Arts|Sec|para|Mr|Mrs|Ms|Dr|Prof|approx|incl|Fl)|"
    r"(?:^|[\s(])[A-Z])$"
)
_BEGINS = re.compile(r"\s+[\"'“‘(\[「『]*[A-Z0-9\u3040-\u30ff\u3400-\u9fff•]")
_BEGINS_LETTER = re.compile(r"\s+[\"'“‘]*(?:[A-Z][a-z]+|[A-Z]\b|I\b)\s+[a-z]")
_NAMES_WITH_A_MARK = ("Yahoo",)
_ANNOUNCES = re.compile(
    r"[:：]\s*$|(?:次|以下|下記)の(?:とおり|通り|各号|場合|情報|目的|もの|事項|いずれか)[^。]{0,30}。?$|"
    r"(?:as follows|the following|below|listed below)\s*\.?$",
    re.IGNORECASE,
)
_WRAPPED_FROM = 55  # columns; shorter lines are meant to be short


def sentences_of(text: str, clauses: Sequence[Clause]) -> tuple[Sentence, ...]:
    """Take every clause apart into sentences."""
    found: list[Sentence] = []
    for clause in clauses:
        found.extend(_of_clause(text, clause))
    return tuple(found)


def _of_clause(text: str, clause: Clause) -> Iterator[Sentence]:
    first = True
    for start, end in split(text, clause.span.start, clause.span.end, clause.body):
        words = text[max(start, clause.body) if first else start : end].strip()
        yield Sentence(
            span=Span(start, end),
            text=" ".join(words.split()),
            clause=clause.id,
            kind=_kind(clause, words, first=first),
        )
        first = False


def _kind(clause: Clause, words: str, *, first: bool) -> SentenceKind:
    if first and clause.kind == "section" and clause.heading is not None:
        return "heading"
    if _ANNOUNCES.search(words):
        return "announcement"
    return "item" if clause.kind == "item" else "sentence"


def split(text: str, start: int, end: int, body: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences between two offsets.

    Args:
        text: The whole text.
        start: Where to begin.
        end: Where to end.
        body: Where words begin behind a number; a stop before it is part of the number.

    >>> words = "We use A, Inc. for mail (e.g. news). See https://a.example/x.y. 同意を得ます。はい"
    >>> [words[a:b] for a, b in split(words, 0, len(words))]
    ['We use A, Inc. for mail (e.g. news).', 'See https://a.example/x.y.', '同意を得ます。', 'はい']
    """
    begin = start
    position = body if body is not None else start
    while position < end:
        found = _STOP.search(text, position, end)
        if found is None:
            break
        position = found.end()
        stop = _after_stop(text, begin, found.start(), end)
        if stop is None:
            continue
        yield from _trimmed(text, begin, stop)
        begin = position = max(stop, position)
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _after_stop(text: str, begin: int, at: int, end: int) -> int | None:
    """Where the sentence ends, if the character at `at` ends one."""
    sign = text[at]
    if sign == "\n":
        return at if _line_ends(text, begin, at, end) else None
    stop = at + 1
    while stop < end and text[stop] in _CLOSERS + "。！？!?":
        stop += 1
    # The cheap question first: a text of nothing but stops must not be read 600 times over.
    ends = _ends_by_sign(text, begin, at, stop, end)
    return stop if ends and not _inside(text, begin, at) else None


def _ends_by_sign(text: str, begin: int, at: int, stop: int, end: int) -> bool:
    if text[at] in "。！？" or stop >= end:
        return True
    if text[at] == "．":
        # A full-width stop stands between digits and after numbers, too.
        return not text[stop].isdigit()
    return _english_stop(text, begin, at, stop, end)


def _english_stop(text: str, begin: int, at: int, stop: int, end: int) -> bool:
    if text[at] == "!" and text[max(begin, at - 5) : at] in _NAMES_WITH_A_MARK:
        return False
    if not text[stop].isspace():
        return False
    before = text[max(begin, at - 12) : at]
    if text[at] == "." and _NEVER_ENDS.search(before):
        return False
    following = text[stop : min(end, stop + 40)]
    if text[at] == "." and _ABBREVIATION.search(before):
        return bool(_BEGINS_LETTER.match(following))
    return bool(_BEGINS.match(following))


def _inside(text: str, begin: int, at: int) -> bool:
    """Whether a bracket or quotation mark that closes later is open at `at`."""
    if _OPENED.search(text, max(begin, at - _FARTHEST), at) is None:
        return False
    open_marks: list[str] = []
    for character in text[max(begin, at - _FARTHEST) : at]:
        if character in _OPENERS:
            open_marks.append(_OPENERS[character])
        elif open_marks and character == open_marks[-1]:
            open_marks.pop()
    if not open_marks:
        return False
    ahead = text[at : at + _FARTHEST].split("\n\n", 1)[0]
    return open_marks[-1] in ahead


def _line_ends(text: str, begin: int, at: int, end: int) -> bool:
    """Whether a new line ends the sentence; not if the text is wrapped by hand."""
    line_start = max(begin, text.rfind("\n", begin, at) + 1)
    line = text[line_start:at].strip()
    rest = text[at + 1 : min(end, at + 40)].lstrip()
    if not line or not rest:
        return False
    if line[-1] in ".。!！?？:：;；":
        return True
    if line[-1] in ",、，(（-–":
        return False
    if rest[0].islower():
        return False
    wide = sum(2 if character > "\u2e7f" else 1 for character in line)
    return wide < _WRAPPED_FROM
