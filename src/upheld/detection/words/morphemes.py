"""Japanese words with their classes, by SudachiPy; read once per line and shared.

The dictionary is loaded at the first Japanese line and not before: a start without Japanese text
costs nothing. Without the extra `ja` there are no morphemes, and whoever asks falls back to
what honorifics and lists can say (`japanese.by_honorific`).
"""

import threading
from collections.abc import Iterable
from functools import cache, cached_property
from importlib.util import find_spec
from typing import Any

from upheld.detection.words.everyday import CLAUSE_ENDS

_LONGEST = 4096
"""Code points given to the tokeniser at once: it refuses inputs above 49,149 bytes."""
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


class Tag:
    """What a word is, as far as names need to know; one bit each, so that a mask asks for several.

    Plain numbers: an enumeration's members are hashed and compared in Python, once a word.
    """

    OTHER = 1 << 0
    FAMILY = 1 << 1
    GIVEN = 1 << 2
    PERSON = 1 << 3  # a whole name, mostly of somebody known, or a foreign name
    PLACE = 1 << 4
    PROPER = 1 << 5  # companies, products, works
    NOUN = 1 << 6
    SUFFIX = 1 << 7
    NUMBER = 1 << 8
    SPACE = 1 << 9
    PARTICLE = 1 << 10
    PREFIX = 1 << 11
    FAMILY_OR_PLACE = 1 << 12  # 松本, 千葉
    GIVEN_OR_NOUN = 1 << 13  # ヒカリ, アオイ


class Morphemes:
    """The words of what was read of a line: code points from its start, and the class of each.

    Where they stand is asked of the tokeniser only when somebody wants to know: most lines have
    no word that is part of a name.
    """

    def __init__(self) -> None:
        """Begin with none; `add` adds them."""
        self.tags: list[int] = []
        self._parts: list[tuple[int, int, list[Any]]] = []

    def add(self, at: int, end: int, words: list[Any], tags: Iterable[int]) -> None:
        """Add the words up to `end` by places that are counted from `at`; nothing is read twice."""
        self._parts.append((at, end, words))
        self.tags += tags

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [at + word.begin() for at, _, words in self._parts for word in words]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends: where the next begins, or what was read ends."""
        found, first = [], 0
        for _, end, words in self._parts:
            if words:
                found += self.starts[first + 1 : first + len(words)]
                found.append(end)
                first += len(words)
        return found


def available() -> bool:
    """Whether the extra `ja` is installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_core") is not None


def _tag(pos: tuple[str, ...]) -> int:
    first, second, third, fourth = pos[:4]
    if second == "固有名詞":
        if third == "人名":
            return {"姓": Tag.FAMILY, "名": Tag.GIVEN}.get(fourth, Tag.PERSON)
        return Tag.PLACE if third == "地名" else Tag.PROPER
    if second == "数詞":
        return Tag.NUMBER
    by_class = {
        "名詞": Tag.NOUN,
        "形状詞": Tag.NOUN,
        "接尾辞": Tag.SUFFIX,
        "空白": Tag.SPACE,
        "助詞": Tag.PARTICLE,
        "接頭辞": Tag.PREFIX,
    }
    return by_class.get(first, Tag.OTHER)


@cache
def _dictionary() -> Any:
    import sudachipy

    return sudachipy.Dictionary(dict="core")


class _Reader(threading.local):
    """A tokeniser of the thread's own: one may not be used by two at once."""

    def __init__(self) -> None:
        import sudachipy

        dictionary = _dictionary()
        # Renamed in 0.7; the old name warns there.
        make = getattr(dictionary, "tokenizer", None) or dictionary.create
        # Of a word only its class is read.
        self.tokenizer = make(mode=sudachipy.SplitMode.C, fields={"pos"})
        self.tags: dict[int, int] = {}


@cache
def _reader() -> _Reader:
    return _Reader()


def morphemes(line: str, stretches: Iterable[tuple[int, int]] | None = None) -> Morphemes:
    """Take a line apart; only called where `available`.

    Args:
        line: Of a folded text.
        stretches: What is read of it, as `everyday.to_read` says; all of it unless given.
    """
    found = Morphemes()
    for start, end in [(0, len(line))] if stretches is None else stretches:
        for at in range(start, end, _LONGEST):
            _read(line, at, min(end, at + _LONGEST), found)
    return found


def _read(line: str, start: int, end: int, found: Morphemes) -> None:
    reader = _reader()
    # With the sign that parts it from the clause before, a clause is read as in its sentence.
    at = start - 1 if start and line[start - 1] in CLAUSE_ENDS else start
    part = line[at:end]
    try:
        words = list(reader.tokenizer.tokenize(part))
    except UnicodeEncodeError:  # a lone surrogate
        words = list(reader.tokenizer.tokenize(part.translate(_SURROGATES)))
    if at < start:
        del words[0]
    # Each call into the tokeniser costs as much as the loop round it.
    numbers = [word.part_of_speech_id() for word in words]
    tags = reader.tags
    for number in set(numbers) - tags.keys():
        tags[number] = _tag(words[numbers.index(number)].part_of_speech())
    found.add(at, end, words, map(tags.__getitem__, numbers))
