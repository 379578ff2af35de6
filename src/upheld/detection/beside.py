"""Values whose label stands beside them in a structure: `{"name": "DB_PASSWORD", "value": "…"}`, `<th>病名</th><td>…`.

Exports of forms, manifests of containers and tables of pages write what a value is as a value of its own.
Read as one field (`DB_PASSWORD: …`) they are found by every rule that knows fields.

    >>> text = '{"key": "DB_PASSWORD", "value": "hunter2!Blue"}'
    >>> [reading.text for reading in pairs(text, text)]
    ['DB_PASSWORD: hunter2!Blue']
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

import regex

from upheld.detection.asked import Reading, asked_for

LABELS = frozenset(
    {"name", "key", "label", "field", "title", "question", "item", "prompt", "variable", "parameter", "property"}
    | {"k", "項目", "項目名", "質問", "設問", "キー"}
)  # fmt: skip
"""Keys under which a structure says what another value of it is."""
VALUES = frozenset(
    {"value", "answer", "response", "val", "v", "reply", "string", "string_value", "stringvalue", "text_value"}
    | {"値", "回答", "答え", "入力値"}
)  # fmt: skip
"""Keys under which it says the value."""

_LABEL, _VALUE = (
    "|".join(sorted(names, key=len, reverse=True)) for names in (LABELS - {"k"}, VALUES - {"v"})
)
_HEADED = rf"(?i:(?:^|[\s,|\"])(?:{_LABEL})[ \"]*[,\t|][ \"]*(?:{_VALUE})[ \"]*(?:[,\t|\r\n]|$))"
PAIRS = (
    rf"(?i:[^a-z](?:{_VALUE})\\?[\"']?[ ]?[:=])|(?i:</(?:th|dt|td|label|key)>)|{_HEADED}"
    r"|(?i:(?:passw|pwd|secret|token|api_?key)[a-z0-9_.-]{0,32}[\"'] ?(?:,|=>|>))|か[,\t|]"
)
"""In every folded text with a label beside its value, in RE2's syntax."""
# Possessive: a gap that is given back could only be a label again, and costs much time in long ones.
# By `regex`: `re` of Python 3.11.2 misses matches of such.
_GAP = r"\s{0,24}+"
_OTHERS = rf"(?:[\"']?(?!(?i:{_VALUE})[\"']?\s?[:=])[A-Za-z_]{{1,20}}[\"']?\s?[:=]\s?(?:\"[^\"\n]{{0,40}}\"|[A-Za-z0-9_.-]{{1,20}}+){_GAP},{_GAP}){{0,3}}+"
_QUOTE = r"(?:\\?[\"'])?+"
"""Of a structure in a string of another with its escape."""
_SAID = r"[^\s\"'\\\n,;{}][^\"'\\\n,;{}]{0,59}+"
_WRITTEN = r"(?:(?<=[^\\]\")(?:\\.|[^\"\\\n]){1,160}+|[^\"'\s](?:(?!\\[\"'])[^\"'\n]){0,159}+)"
"""What stands in quotes, escapes and all, or up to the next quote."""
_CELL = r"(?i:<(?:th|dt|label|key)\b[^>]{0,80}>|<tr\b[^>]{0,80}>\s{0,24}+<td\b[^>]{0,80}>)"
_NAMED = r"[A-Za-z0-9_.-]{0,32}(?i:passw|pwd|secret|token|api_?key)[A-Za-z0-9_.-]{0,32}"
_BY_KEYS = (
    rf"(?i:(?<![a-z])(?:{_LABEL})){_QUOTE}\s?[:=]\s?{_QUOTE}(?P<label>{_SAID}){_QUOTE}{_GAP},?{_GAP}{_OTHERS}"
    rf"{_QUOTE}(?i:{_VALUE}){_QUOTE}\s?[:=]\s?{_QUOTE}(?P<value>{_WRITTEN})"
)
_WITHIN = (
    rf"\"(?P<label>[^\"\n]{{1,60}})\"\s?:\s?\{{{_GAP}{_OTHERS}"
    rf"\"(?i:{_VALUE})\"\s?:\s?\"?(?P<value>{_WRITTEN})"
)
_IN_CELLS = (
    rf"{_CELL}{_GAP}(?P<label>[^<\n]{{1,60}})(?i:</(?:th|dt|td|label|key)>){_GAP}"
    rf"(?i:<(?:td|dd|string|value|span)\b[^>]{{0,80}}>{_GAP}|<input\b[^>]{{0,80}}?\bvalue=[\"'])(?P<value>[^<\"\s](?:(?!'[ />])[^<\"\n]){{0,159}}+)"
)
_IN_ELEMENTS = (
    rf"(?i:\s(?:{_LABEL}))=\"(?P<label>{_NAMED})\"\s?>{_GAP}(?P<value>[^<\s][^<\n]{{5,159}}+)</"
)
_IN_CALLS = rf"[\"'](?P<label>{_NAMED})[\"']\s?(?:,|=>){_GAP}[\"'](?P<value>[^\"'\n]{{6,160}})[\"']"
_ANSWERED = r"(?:^|(?<=\n))[ |\"]{0,4}(?P<label>[^,\t|\n]{2,60}か)\"?[,\t|][ \"]{0,4}(?P<value>[^\n|\"]{1,160})"
_FORMS = tuple(
    map(regex.compile, (_BY_KEYS, _WITHIN, _IN_CELLS, _IN_ELEMENTS, _IN_CALLS, _ANSWERED))
)
_HEAD = re.compile(_HEADED)
_ROW = re.compile(r"[^\n]*\n?")
_COLUMN = re.compile(r"(?:\"(?P<quoted>[^\"\n]*)\"|(?P<bare>[^,\t|\n]*))[ \r\n]*(?:[,\t|]|$)")
_COLUMNS = 12
"""Of a table that are looked at; of an export more would be a table of records."""


def pairs(text: str, plain: str) -> Iterator[Reading]:
    """Yield each value of a text behind the label beside it; `plain` is the text folded."""
    for form in _FORMS:
        for pair in form.finditer(plain):
            yield _read(text, pair["label"], *pair.span("value"))
    if _HEAD.search(plain):
        yield from _rows(text, plain)


def _rows(text: str, plain: str) -> Iterator[Reading]:
    """Yield the values of tables with a column of labels and one of values: `name,value`."""
    at: tuple[int, int] | None = None
    for row in _ROW.finditer(plain):
        cells = list(islice(_COLUMN.finditer(plain, *row.span()), _COLUMNS))
        words = [(one["quoted"] or one["bare"] or "").strip() for one in cells]
        heads = [word.lower() for word in words]
        label, value = (
            next((n for n, head in enumerate(heads) if head in names), -1)
            for names in (LABELS, VALUES)
        )
        if min(label, value) >= 0:
            at = label, value
        elif at and max(at) < len(words) and words[at[0]] and words[at[1]]:
            start, end = cells[at[1]].span("quoted" if cells[at[1]]["quoted"] else "bare")
            yield _read(text, words[at[0]], start, end)
        elif not row[0].strip():
            at = None


def _read(text: str, label: str, start: int, end: int) -> Reading:
    label = as_label(label)
    return Reading(f"{label}: {text[start:end]}", len(label) + 2, start)


def called(fields: Mapping[str, object]) -> str:
    """What an object calls its own value, as a label; nothing where it does not."""
    named = (words for key, words in fields.items() if key.lower() in LABELS)
    return next((as_label(words) for words in named if isinstance(words, str) and words), "")


def as_label(words: str) -> str:
    """A label as a form has it: of a question what it asks for."""
    bare = words.strip().rstrip(":：?？").strip()
    return next(iter(asked_for(words.strip())), bare)
