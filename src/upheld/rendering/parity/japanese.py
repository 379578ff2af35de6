"""Japanese: numbers, dates, articles and negation as policies write them."""

import re
from collections.abc import Iterator

from upheld.rendering.parity.rules import Amount, Rules, amount

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")}
_TENS = {"十": 10, "百": 100, "千": 1_000}
_MYRIADS = {"万": 10_000, "億": 100_000_000}
_KANJI = "〇一二三四五六七八九十百千万億"
_DATE = re.compile(r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_ARTICLE = re.compile(
    rf"第(?P<article>[\d{_KANJI}]+)条(?:の(?P<branch>[\d{_KANJI}]+))?(?:第(?P<paragraph>[\d{_KANJI}]+)項)?"
    rf"(?:第(?P<item>[\d{_KANJI}]+)号)?"
)
_UNITS = {
    "営業日": "business day", "時間": "hour", "分間": "minute", "秒": "second", "日間": "day",
    "日": "day", "週間": "week", "週": "week", "か月": "month", "ヶ月": "month", "カ月": "month",
    "ヵ月": "month", "ケ月": "month", "箇月": "month", "年間": "year", "年": "year", "円": "yen",
    "米ドル": "USD", "ドル": "USD", "パーセント": "percent", "%": "percent",
    "回": "", "度": "", "人": "", "名": "", "歳": "", "才": "", "件": "", "個": "", "丁目": "",
}  # fmt: skip
_UNIT = "|".join(sorted(_UNITS, key=len, reverse=True))
_COUNTED = re.compile(
    rf"(?P<digits>\d[\d,]*(?:\.\d+)?)(?P<scale>[千万億])?(?P<unit>{_UNIT})?"
    rf"|(?<![{_KANJI}第])(?P<kanji>[{_KANJI}]+)(?P<unit2>{_UNIT})(?!者|前の)"
)
_MIXED = re.compile(r"(\d+)年(\d+)[かヶカヵケ箇]月")
_EVERY = re.compile(r"毎(?P<unit>年|月|週|日)|(?P<yearly>年に|年(?=[\d一二三四]+[回度]))")
_EACH = re.compile(r"[一1](?:件|回|人|名)(?:につき|ごと|当たり|あたり)")
"""`for each`: no number in English."""
_LIMITS = {
    "<=": re.compile(r"(?<=[年月日間歳人円回])以内|(?<=[年月日間歳人円回%])以下|最長|最大"),
    ">=": re.compile(r"(?<=[年月日間歳人円回%])以上|少なくとも(?=\d)"),
    "<": re.compile(r"(?<=[年月日間歳人円回%])未満"),
}
_NEUTRAL = re.compile(
    r"な(?:けれ|くて)ば?は?なりません|かかわらず|関わらず|問わず|限らず|とどまらず|だけで(?:は)?なく|のみならず"
    r"|やむを得[なず]い?|(?:もれ|漏れ)なく|少なくとも|この限り|可能な限り|できる限り|少な[いく]|必ず|まず(?=、)"
    r"|思わず|絶えず|ならびに|ないし"
)
_NEGATION = re.compile(
    r"ません|ないで|ない|なく|なけれ|なかっ|ずに|ず(?=[、。,.]|$|、)|[てせ]ず|かね(?:ます|る)|禁止|禁じ|禁ず"
    r"|(?<!取り)(?<!免)除[きくいか]|以外|不要|不必要"
)
_RESTRICTION = re.compile(r"のみ|(?<!いた)だけ|(?<![制期権上下無極局])限(?=[りらるっ])|限定")


def _day(match: re.Match[str]) -> str:
    day = f"{int(match['month']):02}-{int(match['day']):02}"
    return f"{match['year']}-{day}" if match["year"] else day


def _counted(text: str) -> Iterator[Amount]:
    for match in _EVERY.finditer(text):
        yield amount(1, _OF_THE_CALENDAR[match["unit"] or "年"])
    for match in _COUNTED.finditer(_EACH.sub(" ", text)):
        value = _value(match)
        written = match["unit"] or match["unit2"] or "個"
        # 2026年 is a year of the calendar and no duration.
        calendar = written == "年" and value > _CALENDAR_YEAR
        yield amount(value, "" if calendar else _UNITS[written])


def _restricting(text: str) -> str:
    return re.sub(r"ない限り|な限り", "ない", _NEUTRAL.sub(" ", text))


_OF_THE_CALENDAR = {"年": "year", "月": "month", "週": "week", "日": "day"}
_CALENDAR_YEAR = 1_000


def _value(match: re.Match[str]) -> float:
    if match["kanji"]:
        return float(_whole(match["kanji"]))
    value = float(match["digits"].replace(",", ""))
    scale = match["scale"]
    return value * ({**_TENS, **_MYRIADS}[scale] if scale else 1)


def _whole(text: str) -> int:
    """Read a whole number in digits or kanji.

    >>> _whole("四十五"), _whole("千"), _whole("二〇"), _whole("27")
    (45, 1000, 20, 27)
    """
    if text.isascii():
        return int(text)
    if not any(c in _TENS or c in _MYRIADS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _TENS:
            section += (digit or 1) * _TENS[c]
            digit = 0
        else:
            total += (section + digit or 1) * _MYRIADS[c]
            section = digit = 0
    return total + section + digit


RULES = Rules(
    date=_DATE,
    day=_day,
    article=_ARTICLE,
    number=lambda written: str(_whole(written)),
    mixed=_MIXED,
    counted=_counted,
    limits=_LIMITS,
    neutral=_NEUTRAL,
    negation=_NEGATION,
    restriction=_RESTRICTION,
    restricting=_restricting,
)
"""The rules of Japanese."""
