"""The municipalities of Japan, by what they are called and how they are read.

From Japan Post's postal codes: all 1,741 municipalities and the wards of the designated cities.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from upheld.detection.words.romaji import plain_romaji, romaji

_WARD = re.compile(r"(?P<city>.{1,6}?市)(?P<ward>.{1,4}区)")
_SUFFIX = re.compile(r"(?:ケン|トウキョウ(?=ト)|シ|ク|グン|チョウ|マチ|ムラ|ソン|ト|フ)$")
_BIG = str.maketrans("ァィゥェォッャュョヮ", "アイウエオツヤユヨワ")
_SHORTEST_READING = 3


@dataclass(frozen=True)
class Gazetteer:
    """What places are called.

    Attributes:
        prefectures: 都道府県.
        names: Cities, special wards, towns and villages, without county and prefecture.
        longest: Code points of the longest of them.
        wards: The wards of designated cities.
        counties: 郡.
        readings: Of prefectures and municipalities with their 県 or 市, in katakana without small letters.
        latin: The same without 県 and 市, in Latin letters as `plain_romaji` writes them.
    """

    prefectures: frozenset[str]
    names: frozenset[str]
    longest: int
    wards: frozenset[str]
    counties: frozenset[str]
    readings: frozenset[str]
    latin: frozenset[str]


@cache
def gazetteer() -> Gazetteer:
    """Read the list."""
    text = files("upheld.detection.words").joinpath("lists", "municipalities_ja.txt")
    prefectures: set[str] = set()
    names: set[str] = set()
    wards: set[str] = set()
    counties: set[str] = set()
    readings: set[str] = set()
    for line in text.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        written, read = line.split()
        if written.startswith("="):
            prefectures.add(written[1:])
            readings.add(read)
            continue
        county, name = _apart(written)
        divided = _WARD.fullmatch(name)
        names.add(divided["city"] if divided else name)
        if divided:
            wards.add(divided["ward"])
            city, _, ward = read.partition("シ")
            readings |= {f"{city}シ", ward}
        readings.add(read)
        if county:
            counties.add(county)
            readings.add(read.partition("グン")[2] or read)
    latin = {plain_romaji(romaji(_SUFFIX.sub("", read) or read)) for read in readings}
    return Gazetteer(
        prefectures=frozenset(prefectures),
        names=frozenset(names),
        longest=max(map(len, names)),
        wards=frozenset(wards),
        counties=frozenset(counties),
        readings=frozenset(read.translate(_BIG) for read in readings),
        latin=frozenset(one for one in latin if len(one) >= _SHORTEST_READING),
    )


def _apart(written: str) -> tuple[str, str]:
    """The county, or nothing, and the municipality: 郡上市 and 大和郡山市 are in none."""
    county, sign, name = written.partition("郡")
    in_county = bool(sign) and len(county) > 0 and name[-1:] in {"町", "村"}
    return (county + sign, name) if in_county else ("", written)


def big(kana: str) -> str:
    """Katakana with every small letter made a big one, as in forms and on bank statements."""
    return kana.translate(_BIG)
