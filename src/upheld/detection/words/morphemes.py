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
    """The words of a line: code points from the line's start, and the class of each.

    Where they stand is asked of the tokeniser only when somebody wants to know: most lines have
    no word that is part of a name.
    """

    def __init__(self, line: str) -> None:
        """Take the line that `add` adds words of."""
        self.tags: list[int] = []
        self._parts: list[tuple[int, list[Any]]] = []
        self._end = len(line)

    def add(self, at: int, words: list[Any], tags: Iterable[int]) -> None:
        """Add the words of a part of the line that begins at a code point."""
        self._parts.append((at, words))
        self.tags += tags

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [at + word.begin() for at, words in self._parts for word in words]

    @cached_property
    def ends(self) -> list[int]:
        """Where each word ends: where the next begins."""
        return [*self.starts[1:], self._end] if self.tags else []


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


def morphemes(line: str) -> Morphemes:
    """Take a line apart; only called where `available`."""
    found = Morphemes(line)
    reader = _reader()
    for at in range(0, len(line), _LONGEST):
        part = line[at : at + _LONGEST]
        try:
            words = list(reader.tokenizer.tokenize(part))
        except UnicodeEncodeError:  # a lone surrogate
            words = list(reader.tokenizer.tokenize(part.translate(_SURROGATES)))
        # Each call into the tokeniser costs as much as the loop round it.
        numbers = [word.part_of_speech_id() for word in words]
        tags = reader.tags
        for number in set(numbers) - tags.keys():
            tags[number] = _tag(words[numbers.index(number)].part_of_speech())
        found.add(at, words, map(tags.__getitem__, numbers))
    return found
