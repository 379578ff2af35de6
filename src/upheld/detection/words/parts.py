"""Parts of Japanese addresses without the municipality: the town and the house, the building and the room.

People of one town leave the town's name out, and forms and tables have a field of its own for each
part. A town and its number are taken where 丁目 and a number behind it leave no doubt, in a field
for them, and beside words of somebody who lives there.
"""

import re
from collections.abc import Collection, Iterator

import regex

from upheld.detection.finding import Span
from upheld.detection.words.houses import HOUSE_WORD, KANJI, NUMERAL, building_end, house

SURE = 0.9
_FIELD = regex.compile(
    r"(?i:street|street_?address|address|(?:address|addr|street)_?(?:line)?_?1|addr|line_?1|住所[12１２]?|番地|町名・?番地|町域)[\"']?\s?[:=]\s?[\"']?"
)
_AT = (
    "(?:自宅|実家|新居|住まい|住居|住所|届け?先|送り先|送付先|配送先|配達先|発送先|郵送先|宛先|宛て先|訪問先|引っ?越し?先|転居先|転出先|転入先|帰省先|集荷先|請求先|設置先|居所|現住所|旧住所|新住所|"
    "送達場所|家は|うちは|家が|本籍)"
)
_SAID = re.compile(rf"{_AT}(?:[はが:→=>】\]」)\n ]|です[。、]){{0,3}}(?<![先所居地籍宅家]) ?")
_LIVES = "(?:に(?:住|引っ?越|転居|居住|越し|います|おります)|在住|へ(?:引っ?越|転居)|の(?:自宅|実家|アパート|マンション))"
_BEFORE_LIVES = regex.compile(
    rf"(?r)(?P<town>[{KANJI}\u30a1-\u30fa]{{2,9}})[0-9]{{1,4}}(?:[-の][0-9]{{1,4}}){{1,4}}"
)
_LIVES_AT = regex.compile(rf"(?<=[-の][0-9]{{1,4}}){_LIVES}")
_BUILDING_FIELD = regex.compile(
    r"(?:(?:建物|マンション|アパート)名(?:[・/、]?(?:部屋番号|部屋|号室|室番号))?|方書|住所[2-4]|(?i:(?:address|addr|street)_?(?:line)?_?[23]))[\"']?(?:\s?[:=]\s?[\"']?| )"
)
_VALUE = regex.compile(
    rf"(?![^\n,;]{{0,24}}(?:入力|例|必須|任意|省略|記入|以内|文字|変更|会議|本館|別館))(?=[^\n,;\"'<>|:=&]{{0,24}}(?:{HOUSE_WORD})[^\n,;\"'<>|:=&]{{0,12}}[0-9]{{2}}|[^\n,;\"'<>|:=&]{{3,24}}[0-9]号室|(?i:apt|apartment|suite|ste|unit|flat)\b\.? ?[0-9A-Z]|#[0-9])[^\n,;\"'<>|:=&。、]{{2,32}}"
)
_FIELD_AHEAD = 34
_TOWN_BEFORE = regex.compile(
    rf"(?r)(?P<town>[{KANJI}\u30a1-\u30fa]{{2,9}})(?P<block>[0-9]{{1,2}}|[{NUMERAL}]{{1,3}}) ?丁目"
)
_LOT = regex.compile(
    r"[0-9]{1,3}-[0-9]{1,3}-[0-9]{1,4}(?:-[0-9]{1,4})?(?![-0-9.:/%])|[0-9]{1,4}番地?(?:の?[0-9]{1,4}号?|[0-9]{1,4}号)"
)
_HAN_BEFORE = regex.compile(rf"(?r)[{KANJI}\u30a1-\u30fa]{{2,8}}")
_FIRST_OF_ALL = "一丁目一番地"
"""What politicians call what comes first."""

HINTS: dict[str, str] = {
    "field": r"(?i:street|address|addr|line|住所|番地|町域)(?:_?(?:line)?_?[12])?[\"']?(?s:.)?[:=]",
    "said": rf"{_AT}[^0-9]+[0-9]",
    "lives": rf"[-の][0-9]{{1,4}}{_LIVES}",
    "aza": r"字[\x{3400}-\x{9fff}々ァ-ヺ]+[0-9]+[番-]",
    "building": r"(?:建物|マンション|アパート)名|方書|住所[2-4]|(?i:(?:address|addr|street)_?(?:line)?_?[23][\"']?\s?[:=])",
}
"""What is in every text with such a part, for RE2."""


def addresses(plain: str, hints: Collection[str]) -> Iterator[Span]:
    """Find the parts that a field or somebody's words name; `plain` is folded."""
    if "field" in hints:
        yield from _named(plain, _FIELD, doubtful=False)
    if "said" in hints:
        yield from _named(plain, _SAID, doubtful=True)
    if "lives" in hints:
        yield from _lived_in(plain)
    if "aza" in hints:
        for match in _AZA.finditer(plain):
            yield Span("address", *match.span(), SURE - 0.05, "address.jp.aza")
    if "building" in hints:
        for field in _BUILDING_FIELD.finditer(plain):
            value = _VALUE.match(plain, field.end())
            if value is not None:
                yield Span("address", *value.span(), SURE - 0.02, "address.jp.building")


def from_block(plain: str, end: int, done: int) -> tuple[int, int] | None:
    """Where an address begins and ends that begins with its town; a 丁目 ends at `end`."""
    before = _TOWN_BEFORE.match(plain, max(done, end - 14), end)
    if before is None or plain.startswith(_FIRST_OF_ALL, before.start("block")):
        return None
    town = before.end("town")
    found = house(plain, town)
    if found is None or found.start != town:
        return None
    return before.start(), building_end(plain, found.end)


def from_town(plain: str, end: int, done: int) -> tuple[int, int] | None:
    """The same for a town that ends at `end` in 町 or 村, with three numbers or a lot behind it."""
    if plain[end - 1] not in "町村" or not plain[end : end + 1].isdigit():
        return None
    before, lot = _HAN_BEFORE.match(plain, max(done, end - 8), end), _LOT.match(plain, end)
    if before is None or lot is None:
        return None
    return before.start(), building_end(plain, lot.end())


def _named(
    plain: str, names: "re.Pattern[str] | regex.Pattern[str]", *, doubtful: bool
) -> Iterator[Span]:
    """Find the town and the house behind a name for them; in doubt the number has two parts."""
    for field in names.finditer(plain):
        start = field.end()
        found = house(plain, start)
        if found is None or not start < found.start <= start + _FIELD_AHEAD:
            continue
        if doubtful and not _TWO_PARTS.search(plain, found.start, found.end):
            continue
        yield Span("address", start, building_end(plain, found.end), SURE, "address.jp.field")


_AZA = regex.compile(
    rf"(?:大字|(?<![{KANJI}\u3041-\u30fa])字)[{KANJI}\u30a1-\u30fa]{{1,8}}(?:字[{KANJI}\u30a1-\u30fa]{{1,8}})?[0-9]{{1,5}}(?:番地?(?:の?[0-9]{{1,4}})?|(?:-[0-9]{{1,4}}){{1,3}})(?![0-9])"
)
_TWO_PARTS = regex.compile("[-の番目号]")


def _lived_in(plain: str) -> Iterator[Span]:
    for lives in _LIVES_AT.finditer(plain):
        before = _BEFORE_LIVES.match(plain, max(0, lives.start() - 30), lives.start())
        if before is not None:
            yield Span("address", before.start(), lives.start(), SURE - 0.05, "address.jp.lives")
