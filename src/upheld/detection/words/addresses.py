"""Japanese addresses, from the prefecture or the municipality to the house number and the building.

A town alone is no address: there must be a number of a house, a lot or a block of Hokkaido's grid. Municipalities are those of
the gazetteer; behind the name of a prefecture one that has gone since (浦和市) is taken as well.
"""

import re
from collections.abc import Iterator

import regex

from upheld.detection.checks.japan import postal_code
from upheld.detection.finding import Span
from upheld.detection.words import parts
from upheld.detection.words.gazetteer import gazetteer
from upheld.detection.words.houses import building_end, house, lot_of_one_digit

SURE = 0.92

_ANCHORS = re.compile("[都道府県市区町村目]")
_CELL = r"[\"']?[ ]?[\t,|;][ ]?[\"']?"
_GAP = rf"(?:[ ]?\n[ ]?|[ ]|{_CELL})?"
_NEXT_CELL = regex.compile(rf"[ \n]|{_CELL}(?=[^0-9\s])(?![\u3400-\u9fff]{{1,5}}[市区県府郡])")
_WARD = regex.compile(rf"{_GAP}(?P<ward>[\u3400-\u9fff]{{1,4}}?区)")
_BEHIND_PREFECTURE = regex.compile(
    rf"{_GAP}(?:(?P<county>[\u3400-\u9fff]{{1,5}}郡){_GAP})?(?P<name>[\u3400-\u9fff々ヶヵケツノ\u3041-\u3096\u30a1-\u30fa]{{1,9}}?[市区町村])"
)
_BEFORE = regex.compile(rf"(?r)(?:(?P<county>[\u3400-\u9fff]{{1,5}}郡){_GAP})")
_BOX = regex.compile(
    r"(?:[\u3400-\u9fff々ァ-ヶー]{1,10}?(?:郵便局|局|支店)(?:内|留)?[ ]?)?私書箱[ ]?第?[ ]?[0-9]{1,5}(?:[ ]?号)?|[\u3400-\u9fff々ァ-ヶー]{2,12}?郵便局留め?"
)
_CODE_BEFORE = regex.compile(
    r"(?<![0-9A-Za-z+-])(?P<code>[0-9]{3}-[0-9]{4}|[0-9]{7})[ )\n\t,、;:/|\"'」】]{0,4}$"
)
_CODE_BEHIND = regex.compile(r"[ (\n、,]{0,2}[〒〶]? ?(?P<code>[0-9]{3}-[0-9]{4})(?![0-9-])")
_CODE_REACH = 14


def addresses(plain: str) -> Iterator[Span]:
    """Find addresses down to the house number; `plain` is folded."""
    done = 0
    for anchor in _ANCHORS.finditer(plain):
        end = anchor.end()
        if end <= done:
            continue
        if anchor[0] in "都道府県":
            found = _from_prefecture(plain, end)
        elif anchor[0] == "目":
            found = parts.from_block(plain, end, done) if plain[end - 2] == "丁" else None
        else:
            found = _from_municipality(plain, end, done) or parts.from_town(plain, end, done)
        if found is not None:
            start, done = found
            yield Span("address", start, done, SURE, "address.jp")
            yield from _postal_codes(plain, start, done)
    if "私書箱" in plain or "郵便局留" in plain:
        for box in _BOX.finditer(plain):
            yield Span("address", *box.span(), SURE, "address.jp.box")


def _postal_codes(plain: str, start: int, end: int) -> Iterator[Span]:
    """Find the postal code that stands right before or right behind an address."""
    before = _CODE_BEFORE.search(plain, max(0, start - _CODE_REACH), start)
    behind = _CODE_BEHIND.match(plain, end)
    for code in (before, behind):
        if code is not None and postal_code(code["code"]):
            yield Span("postal_code", *code.span("code"), SURE - 0.02, "postal_code.beside_address")


def _from_prefecture(plain: str, end: int) -> tuple[int, int] | None:
    for length in (3, 4):
        if plain[end - length : end] in gazetteer().prefectures:
            break
    else:
        return None
    place = _BEHIND_PREFECTURE.match(plain, end)
    if place is None:
        return None
    stop = _known_from(plain, place.start("name")) or place.end()
    behind = _house_end(plain, stop) or lot_of_one_digit(plain, stop)
    return None if behind is None else (end - length, behind)


def _known_from(plain: str, start: int) -> int | None:
    """Where the longest municipality that begins at a place ends."""
    names = gazetteer().names
    for length in range(gazetteer().longest, 1, -1):
        if plain[start : start + length] in names:
            return start + length
    return None


def _from_municipality(plain: str, end: int, done: int) -> tuple[int, int] | None:
    places = gazetteer()
    for length in range(min(places.longest, end - done), 1, -1):
        name = plain[end - length : end]
        if name in places.names or name in places.wards:
            break
    else:
        return None
    start = end - length
    if name[0] == "郡" and _ends_in_county(plain, start + 1):
        return None  # 中新川郡|上市町, and not 郡上市
    behind = _house_end(plain, end)
    if behind is None:
        return None
    before = _BEFORE.match(plain, max(done, start - 8), start)
    if before is not None:
        for cut in range(before.start("county"), before.end("county") - 1):
            if plain[cut : before.end("county")] in places.counties:
                return cut, behind
    return start, behind


def _ends_in_county(plain: str, end: int) -> bool:
    """Whether the name of a county ends at a place."""
    return any(plain[end - length : end] in gazetteer().counties for length in range(2, 6))


def _house_end(plain: str, end: int) -> int | None:
    """Where an address ends whose municipality ends at a place; `None` where it has no house."""
    ward = _WARD.match(plain, end)
    if ward is not None and ward["ward"] in gazetteer().wards:
        end = ward.end()
    gap = _NEXT_CELL.match(plain, end)
    found = house(plain, end if gap is None else gap.end())
    return None if found is None else building_end(plain, found.end)
