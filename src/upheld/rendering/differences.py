"""What changed between two sentences, word by word, for a reader."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["same", "gone", "new"]

_WORD = re.compile(
    # Numbers and Latin words stay whole; kanji and kana break where the script changes, which
    # is near enough to a word for marking what is new.
    r"[0-9][0-9,.:]*|[A-Za-z][A-Za-z'’-]*|[\u3400-\u9fff々]+|[\u3041-\u309f]+|[\u30a0-\u30ff]+|\s+|."
)


def differences(old: str, new: str) -> Iterator[tuple[Kind, str]]:
    """Yield the pieces of both sentences in reading order.

    >>> list(differences("within 10 days", "within 30 days"))
    [('same', 'within '), ('gone', '10'), ('new', '30'), ('same', ' days')]
    """
    before, after = _WORD.findall(old), _WORD.findall(new)
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield "same", "".join(before[a:b])
            continue
        if a < b:
            yield "gone", "".join(before[a:b])
        if c < d:
            yield "new", "".join(after[c:d])
