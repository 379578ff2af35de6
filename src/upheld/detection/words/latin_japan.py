"""Japanese addresses in Latin letters, in both orders: 1-2-3 Town, City and City, Town 1-2-3.

The shape alone is a score or a date as well, so one of the words has to be the name of a prefecture
or a municipality of the gazetteer, in any of the usual spellings (Ōsaka, Oosaka, Osaka-shi).
"""

from collections.abc import Iterator

import regex

from upheld.detection.finding import Span
from upheld.detection.words.gazetteer import gazetteer
from upheld.detection.words.romaji import plain_romaji

SURE = 0.9
_WORD = r"[\p{Lu}][\p{L}'’]*\.?(?:-[\p{L}0-9]+)*"
_GRID = r"[0-9]{1,2}(?:-| )?(?:j[oō]|(?i:ch[oō]me)|sen)(?:-[0-9]{1,4}){0,3}"
_SEP = r"(?:,? |,? ?\n ?|,)"
_HOUSE = r"[0-9]{1,5}(?:-[0-9]{1,4}){1,4}|[0-9]{1,2}(?:-| )(?i:ch[oō]me)[ ,-]{1,2}[0-9]{1,4}(?:-[0-9]{1,4}){0,3}|[0-9]{1,5}(?= (?:[Oo]aza|[\p{L}-]+(?:machi|ch[oō]),))"
_ROOM = r"(?:#|Room |Rm\.? |Apt\.? |Apartment |Unit )[0-9A-Z-]{1,6}"
_BUILDING = rf"(?:{_ROOM},? ?)?(?:(?:{_WORD} ){{0,3}}(?:{_WORD}), )?"
_BEFORE = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}-])(?P<head>(?:{_ROOM},? ?(?:{_WORD}(?: {_WORD}){{0,3}}, )?)?)(?P<house>{_HOUSE}){_SEP}(?P<words>(?:{_WORD}|{_GRID})(?:{_SEP}(?:{_WORD}|{_GRID})){{0,9}})"
)
_BEHIND = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}-])(?P<words>{_WORD}(?:{_SEP}(?:{_WORD}|{_GRID})){{1,9}}){_SEP}(?P<house>{_HOUSE})(?![0-9-])(?P<tail>(?:,? {_ROOM})?)"
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

HINTS: dict[str, str] = {
    "jp": r"-(?:ku|shi|gun|cho|chō|machi|mura|son|jo|jō|to|fu|ken)(?:[^0-9A-Za-z_]|$)|[Cc]h[oō]me|[0-9]-[0-9]{1,4},? \p{Lu}|\p{L},? [0-9]{1,4}-[0-9]{1,3}-[0-9]|[Oo]aza|Ward|Pref",
}
"""What is in every text with such an address."""


def addresses(plain: str) -> Iterator[Span]:
    """Find Japanese addresses in Latin letters; `plain` is folded."""
    done = 0
    for match in _BEFORE.finditer(plain):
        tokens = list(_TOKEN.finditer(match["words"]))
        places = [n for n, token in enumerate(tokens) if n and _is_place(tokens, n)]
        if not places or not _is_address(match):
            continue
        last = places[-1]
        if last + 1 < len(tokens) and _KIND.match(tokens[last + 1][0]):
            last += 1
        done = match.start("words") + tokens[last].end()
        done -= plain[done - 1] == "." and not tokens[last][0].startswith("Pref")
        yield Span("address", match.start(), done, SURE, "address.jp.latin")
    for match in _BEHIND.finditer(plain):
        if match.start() < done:
            continue
        tokens = list(_TOKEN.finditer(match["words"]))
        first = next((n for n in range(len(tokens)) if _is_place(tokens, n)), None)
        if first is None or first + 1 >= len(tokens) or not _is_address(match):
            continue
        start = match.start("words") + tokens[first].start()
        yield Span("address", start, match.end(), SURE, "address.jp.latin")


def _is_address(match: "regex.Match[str]") -> bool:
    """Whether the number or a word has more of an address than a score in a table has."""
    return bool(
        _THREE.search(match["house"]) or _AREA.search(match["words"]) or "," in match["words"]
    )


def _is_place(tokens: "list[regex.Match[str]]", number: int) -> bool:
    word = tokens[number][0].rstrip(".")
    parts = _SUFFIX.match(word)
    if parts is None:
        return False
    name = plain_romaji(parts["name"])
    return name in gazetteer().latin
