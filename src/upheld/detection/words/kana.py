"""Japanese addresses in kana, as they stand in the fields for readings and on bank forms.

They begin with the reading of a prefecture or a municipality of the gazetteer and end with numbers;
half-width katakana and katakana without small letters are read as well.
"""

import re
import unicodedata
from collections.abc import Iterator

from upheld.detection.finding import Span
from upheld.detection.words.gazetteer import big, gazetteer
from upheld.detection.words.houses import building_end

SURE = 0.85
HINT = (
    r"[ァ-ヺーｦ-ﾟ][ァ-ヺーｦ-ﾟ ・0-9]{3,}[ァ-ヺーｦ-ﾟ] ?[0-9]{1,4}-[0-9]|[ぁ-ゖ][ぁ-ゖー 0-9]{3,}[ぁ-ゖー] ?[0-9]{1,4}-[0-9]"
    r"|(?:ケン|ﾄ|ｹﾝ|フ|ﾌ|シ|ｼ)[ァ-ヺーｦ-ﾟ ]{2,30}[0-9]|(?:ちょう|まち|むら|ちょうめ) ?[0-9]"
)
"""What is in every text with such an address, for RE2."""

_KANA = r"[\u30a1-\u30faー\uff66-\uff9f]"
_GRID = r"(?:ジ[ヨョ]ウ|ｼﾞ[ﾖｮ]ｳ|チ[ヨョ]ウメ|ﾁ[ﾖｮ]ｳﾒ|じ[よょ]う|ち[よょ]うめ)"
_PATTERN = re.compile(
    rf"(?<!{_KANA}|[\u3041-\u3096])(?P<place>{_KANA}(?:{_KANA}|[ ・]|[0-9]{{1,2}}(?={_GRID})){{4,60}}?"
    rf"|[\u3041-\u3096](?:[\u3041-\u3096ー ]|[0-9]{{1,2}}(?={_GRID})){{4,40}}?)[ ]?(?P<number>[0-9]{{1,5}}(?:[- の][0-9]{{1,4}}){{0,4}})(?![0-9]|{_GRID})"
)
_SHORTEST, _LONGEST = 4, 14


def addresses(plain: str) -> Iterator[Span]:
    """Find addresses in kana; `plain` is folded."""
    for match in _PATTERN.finditer(plain):
        for start in _words(match["place"], match.start()):
            if _begins_with_place(plain[start : match.end("place")]):
                end = building_end(plain, match.end())
                yield Span("address", start, end, SURE, "address.jp.kana")
                break


def _words(place: str, start: int) -> Iterator[int]:
    yield start
    for at, char in enumerate(place):
        if char == " ":
            yield start + at + 1


def _begins_with_place(kana: str) -> bool:
    """Whether it begins with the reading of a place and goes on behind it."""
    wide = unicodedata.normalize("NFKC", kana).replace(" ", "").replace("・", "")
    wide = "".join(chr(ord(char) + 0x60) if "ぁ" <= char <= "ゖ" else char for char in wide)
    read, readings = big(wide), gazetteer().readings
    return any(read[:length] in readings for length in range(_SHORTEST, min(len(read), _LONGEST)))
