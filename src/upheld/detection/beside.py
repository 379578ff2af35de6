"""Values whose label stands beside them in a structure: `{"name": "DB_PASSWORD", "value": "…"}`, `<th>病名</th><td>…`.

Exports of forms, manifests of containers and tables of pages write what a value is as a value of its own.
Read as one field (`DB_PASSWORD: …`) they are found by every rule that knows fields.

    >>> text = '{"key": "DB_PASSWORD", "value": "hunter2!Blue"}'
    >>> [reading.text for reading in pairs(text, text)]
    ['DB_PASSWORD: hunter2!Blue']
"""

import re
from collections.abc import Iterator, Mapping

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
PAIRS = (
    rf"(?i:[^a-z](?:{_VALUE})[\"']?[ ]?[:=])|(?i:</(?:th|dt|td|label|key)>)"
    r"|(?i:(?:passw|pwd|secret|token|api_?key)[a-z0-9_.-]{0,32}[\"'] ?(?:,|=>))|か[,\t|]"
)
"""In every folded text with a label beside its value, in RE2's syntax."""
_GAP = r"\s{0,24}"
_OTHERS = rf"(?:[\"']?[A-Za-z_]{{1,20}}[\"']?\s?[:=]\s?(?:\"[^\"\n]{{0,40}}\"|[A-Za-z0-9_.-]{{1,20}}){_GAP},{_GAP}){{0,3}}"
_CELL = r"(?i:<(?:th|dt|label|key)\b[^>]{0,80}>|<tr\b[^>]{0,80}>\s{0,24}<td\b[^>]{0,80}>)"
_NAMED = r"[A-Za-z0-9_.-]{0,32}(?i:passw|pwd|secret|token|api_?key)[A-Za-z0-9_.-]{0,32}"
_BY_KEYS = (
    rf"(?i:(?<![a-z])(?:{_LABEL}))[\"']?\s?[:=]\s?[\"']?(?P<label>[^\"'\n,;{{}}]{{1,60}})[\"']?{_GAP},?{_GAP}{_OTHERS}"
    rf"[\"']?(?i:{_VALUE})[\"']?\s?[:=]\s?[\"']?(?P<value>[^\"'\n]{{1,160}})"
)
_IN_CELLS = (
    rf"{_CELL}{_GAP}(?P<label>[^<\n]{{1,60}}?){_GAP}(?i:</(?:th|dt|td|label|key)>){_GAP}"
    rf"(?i:<(?:td|dd|string|value|span)\b[^>]{{0,80}}>){_GAP}(?P<value>[^<\n]{{1,160}})"
)
_IN_CALLS = rf"[\"'](?P<label>{_NAMED})[\"']\s?(?:,|=>){_GAP}[\"'](?P<value>[^\"'\n]{{6,160}})[\"']"
_ANSWERED = r"(?:^|(?<=\n))[ |\"]{0,4}(?P<label>[^,\t|\n]{2,60}か)\"?[,\t|][ \"]{0,4}(?P<value>[^\n|\"]{1,160})"
_FORMS = tuple(map(re.compile, (_BY_KEYS, _IN_CELLS, _IN_CALLS, _ANSWERED)))


def pairs(text: str, plain: str) -> Iterator[Reading]:
    """Yield each value of a text behind the label beside it; `plain` is the text folded."""
    for form in _FORMS:
        for pair in form.finditer(plain):
            label = as_label(pair["label"])
            start, end = pair.span("value")
            yield Reading(f"{label}: {text[start:end]}", len(label) + 2, start)


def called(fields: Mapping[str, object]) -> str:
    """What an object calls its own value, as a label; nothing where it does not."""
    named = (words for key, words in fields.items() if key.lower() in LABELS)
    return next((as_label(words) for words in named if isinstance(words, str) and words), "")


def as_label(words: str) -> str:
    """A label as a form has it: of a question what it asks for."""
    bare = words.strip().rstrip(":：?？").strip()
    return next(iter(asked_for(words.strip())), bare)
