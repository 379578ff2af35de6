"""A proposal as a YAML file in the language of a policy, with its sources as comments."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import Any

from upheld.prose.proposal.line import LISTS, Proposal, ProposedLine
from upheld.wording import Language

_SHOWN = 110  # characters of a source in a comment
_UNSEEN = "\N{REPLACEMENT CHARACTER}"
_UNSURE_SHOWN = 500  # sentences; the table of sentences has all of them
_HEAD = {
    "en": """\
Proposed from `{file}`. A person accepts or changes every line; nothing here is in force.
Above each line: confidence (0 to 1), the words it came from, what to look at.
`null` is what the text does not say: fill it in ({count} places), then move the file to policy/.
""",
    "ja": """\
`{file}` から作った案です。すべての行を人が確認してください。まだ効力はありません。
各行の上: 確からしさ(0〜1)、もとの文言、確認する点。
`null` は文章に書かれていない項目です({count} か所)。埋めてから policy/ に移してください。
""",
}


def rendered(proposal: Proposal, *, file: str, language: Language) -> str:
    """Write the whole proposal.

    Args:
        proposal: What was drafted.
        file: The name of the text it came from.
        language: Of the comments.
    """
    missing = proposal.missing()
    out = [_comment(line) for line in _head(file, len(missing), language)]
    out += [_comment(f"  {path}") for path in missing]
    for section, lines in groupby(proposal.lines, key=lambda line: line.section):
        out += ["", f"{section}:"]
        for line in lines:
            out += _entry(line, language)
    out += ["", *_unsure(proposal, language)]
    return "\n".join(out).rstrip("\n") + "\n"


def _head(file: str, count: int, language: Language) -> list[str]:
    return _HEAD[language].format(file=file, count=count).splitlines()


def _entry(line: ProposedLine, language: Language) -> Iterator[str]:
    note = f" ({line.note.in_language(language)})" if line.note else ""
    words = f" {shown(line.words)}" if line.words else ""
    yield f"  {_comment(f'{line.confidence:.2f}{words}{note}')}"
    if line.name is not None:
        yield f"  {line.name}: {_flow(line.values)}"
    elif line.section in LISTS:
        yield f"  - {_flow(line.values)}"
    else:
        for key, value in line.values.items():
            yield f"  {key}: {_flow(value)}"


def _unsure(proposal: Proposal, language: Language) -> Iterator[str]:
    if not proposal.unsure:
        return
    count = len(proposal.unsure)
    head = f"unsure: {count} sentences" if language == "en" else f"判断できない文: {count} 件"
    yield _comment(head)
    for clause, words, nearest in proposal.unsure[:_UNSURE_SHOWN]:
        could = f" → {', '.join(nearest)}?" if nearest else ""
        yield _comment(f"  {clause}: {shown(words)}{could}")


def _flow(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_flow(one) for one in value) + "]"
    return str(value) if isinstance(value, int) else quoted(str(value))


def quoted(text: str) -> str:
    r"""Write a text as a YAML scalar in double quotes; what cannot be seen is made visible.

    A policy file may have no invisible characters, and a person has to see that one stood here.

    >>> quoted('a "b"'), quoted("x" + chr(0x202e) + chr(0x3000) + "y")
    ('"a \\"b\\""', '"x\ufffd y"')
    """
    return json.dumps(visible(text), ensure_ascii=False)


def visible(text: str) -> str:
    """Make every white space a space, and everything else that is not seen a mark."""
    seen = (" " if c.isspace() else c if c.isprintable() else _UNSEEN for c in text)
    return "".join(seen)


def shown(text: str) -> str:
    """Make words safe for a comment or a terminal: one line, nothing invisible, not too long.

    >>> shown("a" + chr(10) + "b" + chr(0x202e))
    'a b\ufffd'
    """
    flat = visible(" ".join(text.split()))
    return flat if len(flat) <= _SHOWN else flat[: _SHOWN - 1] + "…"


def _comment(text: str) -> str:
    return f"# {text}".rstrip()
