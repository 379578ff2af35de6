"""Finds characters that nobody sees and that change what is read: direction marks, controls.

A text with them shows a person another order of words than the one that is carried out
(Unicode Technical Report 36, section 2.5; CVE-2021-42574), in comments and labels alike. The
languages of this package are written from left to right and need none of them.
"""

import re
from collections.abc import Iterator

from upheld.documents.positioned import Source
from upheld.documents.yaml_tree import Mark, Node
from upheld.refusal import InvalidFileError, RefusalError
from upheld.wording import Text

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
)


def refuse_hidden_marks(source: Source) -> Iterator[InvalidFileError]:
    """Yield a refusal for each line of a file, and each escaped text, that has such a mark."""
    written = set()
    for number, line in enumerate(source.lines, start=1):
        found = _HIDDEN.search(line)
        if found is not None:
            written.add(number)
            mark = Mark(file=source.file, line=number, column=found.start() + 1)
            yield _refusal(source, mark, found.group())
    for mark, text in _texts(source.tree):
        found = _HIDDEN.search(text)
        # A text over several lines holds their ends, and those are no marks.
        if found is not None and mark.line not in written:
            yield _refusal(source, mark, found.group())


def shows_hidden_marks(refusal: RefusalError) -> bool:
    """Whether a refusal quotes such a mark from the file it is about."""
    said = (refusal.what.en, refusal.what.ja, refusal.remedy.en, refusal.remedy.ja)
    return any(_HIDDEN.search(words) for words in said)


def _texts(tree: Node) -> Iterator[tuple[Mark, str]]:
    """Every key and text of a file, once, however often an alias repeats it."""
    waiting, seen = [tree], set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node.value, str):
            yield node.mark, node.value
        yield from ((mark, key) for key, mark in node.keys.items())
        waiting.extend(node.children.values())


def _refusal(source: Source, mark: Mark, character: str) -> InvalidFileError:
    name = f"U+{ord(character):04X}"
    return InvalidFileError(
        Text(
            en=f"an invisible control character stands here ({name})",
            ja=f"見えない制御文字があります({name})",
        ),
        remedy=Text(
            en="type the words anew instead of pasting them",
            ja="貼り付けずに、語を打ち直してください",
        ),
        where=mark.where(),
        snippet=source.snippet(mark),
    )
