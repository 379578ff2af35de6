"""Japanese addresses in Latin letters, in both orders: 1-2-3 Town, City and City, Town 1-2-3.

The shape alone is a score or a date as well, so one of the words has to be the name of a prefecture
or a municipality of the gazetteer, in any of the usual spellings (Ōsaka, Oosaka, Osaka-shi).
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator

import regex

from upheld.detection.finding import Span
from upheld.detection.words.form import LETTER
from upheld.detection.words.gazetteer import gazetteer
from upheld.detection.words.romaji import plain_romaji

SURE = 0.9
_WORD = rf"\p{{Lu}}[{LETTER}'’]*\.?(?:-[{LETTER}0-9]+)*"
_GRID = r"[0-9]{1,2}(?:-| )?(?:j[oō]|(?i:ch[oō]me)|sen)(?:-[0-9]{1,4}){0,3}"
_SEP = r"(?:,? |,? ?\n ?|,)"
_LOT = (
    r" (?:[Oo]aza|[\p{L}-]+(?:machi|ch[oō]),"
    r"|\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?, (?:\p{Lu}\p{L}+, )?\p{Lu}\p{L}+-(?:shi|gun|ku|cho|chō|machi|mura)(?:[^\p{L}]|$))"
)
_HOUSE = rf"[0-9]{{1,5}}(?:-[0-9]{{1,4}}){{1,4}}|[0-9]{{1,2}}(?:-| )?(?i:ch[oō]me)[ ,-]{{1,2}}[0-9]{{1,4}}(?:-[0-9]{{1,4}}){{0,3}}|[0-9]{{1,5}}(?={_LOT})"
_ROOM = r"(?:#|Room |Rm\.? |Apt\.? |Apartment |Unit )[0-9A-Z-]{1,6}"
_BUILDING = rf"(?:{_ROOM},? ?)?(?:(?:{_WORD} ){{0,3}}(?:{_WORD}), )?"
_BEFORE = regex.compile(
    rf"(?<![{LETTER}\p{{N}}-])(?P<head>(?:{_ROOM},? ?(?:{_WORD}(?: {_WORD}){{0,3}}, )?)?)(?P<house>{_HOUSE}){_SEP}(?P<words>(?:{_WORD}|{_GRID})(?:{_SEP}(?:{_WORD}|{_GRID})){{0,9}})"
)
_BEHIND = regex.compile(
    rf"(?<![{LETTER}\p{{N}}-])(?P<words>{_WORD}(?:{_SEP}(?:{_WORD}|{_GRID})){{1,9}}){_SEP}(?P<house>{_HOUSE})(?![0-9-])(?P<tail>(?:,? {_ROOM})?)"
)
_TOKEN = regex.compile(rf"{_GRID}|{_WORD}")
_SUFFIX = regex.compile(
    r"(?P<name>.+?)(?P<kind>-(?:shi|ku|gun|machi|mura|ch[oō]|son|ken|to|fu)\.?)?$"
)
_KIND = regex.compile(r"(?i)(?:City|Ward|Pref(?:ecture)?\.?|Town|Village|Metropolis)$")
_AREA = regex.compile(
    r"-(?:shi|ku|gun|machi|mura|ch[oō]|son|ken|to|fu|dori|j[oō])\b|(?i:ch[oō]me)|\b(?:City|Ward|Pref)|[0-9]-j[oō]"
)
_THREE = regex.compile(r"[0-9]+-[0-9]+-[0-9]+|ch[oō]me", regex.IGNORECASE)

_TWO = rf"(?:{_WORD}|{_GRID}){_SEP}"
HINTS: dict[str, str] = {
    "jp": r"-(?:ku|shi|gun|cho|chō|machi|mura|son|jo|jō|to|fu|ken)(?:[^0-9A-Za-z_]|$)|[Cc]h[oō]me|[0-9]-[0-9]{1,4},? \p{Lu}|\p{L},? [0-9]{1,4}-[0-9]{1,3}-[0-9]|[Oo]aza|Ward|Pref",
    "jp_before": rf"(?:[0-9]-[0-9]{{1,4}}|(?i:ch[oō]me)[ ,-]{{1,2}}[0-9]{{1,4}}(?:-[0-9]{{1,4}})*){_SEP}{_TWO}[\p{{Lu}}0-9]|[0-9]{_LOT}",
    "jp_behind": rf"{_TWO}{_TWO}(?:[0-9]{{1,5}}-[0-9]|[0-9]{{1,2}}[- ](?i:ch[oō]me)[ ,-]|[0-9]{{1,5}}{_LOT})",
}
"""What is in every text with such an address, and the house with the two words beside it."""


def addresses(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find Japanese addresses in Latin letters; `plain` is folded, `hints` are those of `HINTS` in it."""
    if "jp" not in hints:
        return
    before = list(_house_before(plain)) if "jp_before" in hints else []
    yield from before
    if "jp_behind" in hints:
        yield from _house_behind(plain, before)


def _house_before(plain: str) -> Iterator[Span]:
    for match in _BEFORE.finditer(plain):
        tokens = list(_TOKEN.finditer(match["words"]))
        places = [n for n, token in enumerate(tokens) if n and _is_place(token[0])]
        if not places or not _is_address(match):
            continue
        last = places[-1]
        if last + 1 < len(tokens) and _KIND.match(tokens[last + 1][0]):
            last += 1
        end = match.start("words") + tokens[last].end()
        end -= plain[end - 1] == "." and not tokens[last][0].startswith("Pref")
        code = _CODE.match(plain, end)
        yield Span("address", match.start(), code.end() if code else end, SURE, "address.jp.latin")


_CODE = regex.compile(r",? (?:〒 ?)?[0-9]{3}-[0-9]{4}(?![0-9-])")
"""The postal code behind the prefecture: Tokyo 150-0022."""


def _house_behind(plain: str, before: list[Span]) -> Iterator[Span]:
    """Find those that touch none of the others, which are sorted."""
    ends = [span.end for span in before]
    for match in _BEHIND.finditer(plain):
        other = bisect_right(ends, match.start())
        if other < len(before) and before[other].start < match.end():
            continue
        tokens = list(_TOKEN.finditer(match["words"]))
        first = next((n for n, token in enumerate(tokens) if _is_place(token[0])), None)
        if first is None or first + 1 >= len(tokens) or not _is_address(match):
            continue
        start = match.start("words") + tokens[first].start()
        yield Span("address", start, match.end(), SURE, "address.jp.latin")


def _is_address(match: "regex.Match[str]") -> bool:
    """Whether the number or a word has more of an address than a score in a table has."""
    return bool(
        _THREE.search(match["house"]) or _AREA.search(match["words"]) or "," in match["words"]
    )


def _is_place(word: str) -> bool:
    parts = _SUFFIX.match(word.rstrip("."))
    return parts is not None and plain_romaji(parts["name"]) in gazetteer().latin
