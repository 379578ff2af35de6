"""Japanese words with their classes, by SudachiPy; read once per line and shared.

The dictionary is loaded at the first Japanese line and not before: a start without Japanese text
costs nothing. Without the extra `ja` there are no morphemes, and whoever asks falls back to
what honorifics and lists can say (`japanese.by_honorific`).
"""

import threading
from enum import IntEnum
from functools import cache
from importlib.util import find_spec
from typing import Any, NamedTuple

_LONGEST = 4096
"""Code points given to the tokeniser at once: it refuses inputs above 49,149 bytes."""
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)


class Tag(IntEnum):
    """What a word is, as far as names need to know."""

    OTHER = 0
    FAMILY = 1
    GIVEN = 2
    PERSON = 3  # a whole name, mostly of somebody known, or a foreign name
    PLACE = 4
    PROPER = 5  # companies, products, works
    NOUN = 6
    SUFFIX = 7
    NUMBER = 8
    SPACE = 9
    PARTICLE = 10
    PREFIX = 11
    FAMILY_OR_PLACE = 12  # 松本, 千葉
    GIVEN_OR_NOUN = 13  # ヒカリ, アオイ


class Morpheme(NamedTuple):
    """One word of a line: code points from the line's start, and its class."""

    start: int
    end: int
    tag: Tag


def available() -> bool:
    """Whether the extra `ja` is installed."""
    return find_spec("sudachipy") is not None and find_spec("sudachidict_core") is not None


def _tag(pos: tuple[str, ...]) -> Tag:
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
        self.tokenizer = make(mode=sudachipy.SplitMode.C)
        self.tags: dict[int, Tag] = {}


@cache
def _reader() -> _Reader:
    return _Reader()


def morphemes(line: str) -> list[Morpheme]:
    """Take a line apart; only called where `available`."""
    found: list[Morpheme] = []
    reader = _reader()
    tags, tokenize = reader.tags, reader.tokenizer.tokenize
    for at in range(0, len(line), _LONGEST):
        part = line[at : at + _LONGEST]
        try:
            words = tokenize(part)
        except UnicodeEncodeError:  # a lone surrogate
            words = tokenize(part.translate(_SURROGATES))
        # A call into the tokeniser costs more than all else here; a word ends where the next begins.
        starts = [at + word.begin() for word in words]
        ends = [*starts[1:], at + len(part)]
        numbers = [word.part_of_speech_id() for word in words]
        for place, number in enumerate(numbers):
            if number not in tags:
                tags[number] = _tag(words[place].part_of_speech())
        found.extend(map(Morpheme, starts, ends, map(tags.__getitem__, numbers)))
    return found
