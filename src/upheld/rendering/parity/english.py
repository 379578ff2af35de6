"""English: numbers, dates, articles and negation as policies write them."""

import re
from collections.abc import Iterator

from upheld.rendering.parity.rules import Amount, Rules, amount

_MONTHS = {
    name: number
    for number, name in enumerate(
        ["january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"],
        start=1,
    )
}  # fmt: skip
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?P<month>{_MONTH})(?: (?P<year>\d{{4}}))?\b"
    rf"|\b(?P<month2>{_MONTH}) (?P<day2>\d{{1,2}})(?:, (?P<year2>\d{{4}}))?\b",
    re.IGNORECASE | re.ASCII,
)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fourteen": 14, "fifteen": 15,
    "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90, "hundred": 100,
}  # fmt: skip
_NUMBER = (
    r"(?P<number>\d[\d,]*(?:\.\d+)?|" + "|".join(_WORDS) + r")(?P<scale>[ -](?:thousand|million))?"
)
_BETWEEN = r"(?:[ -](?:more|further|additional|full|calendar|working days?|consecutive))?"
_UNIT = (
    r"(?P<unit>years? of age|years? old|business days?|working days?|days?|weeks?|months?|years?|hours?|minutes?|seconds?"
    r"|yen|us dollars?|dollars?|usd|jpy|percent|per cent|%|times?|people|persons?)"
)
# A name with a number in it (a company `k3`) has it in Japanese, too.
_COUNTED = re.compile(
    rf"(?:(?P<money>\$|¥|\bUSD |\bJPY ) ?)?(?:(?<![\w.])|(?<=[a-z])(?=\d))(?:{_NUMBER})(?:(?:{_BETWEEN})[ -]?{_UNIT}(?![a-z]))?",
    re.IGNORECASE | re.ASCII,
)
_MIXED = re.compile(r"\b(\d+) years? and (\d+) months?\b", re.IGNORECASE | re.ASCII)
_EVERY = re.compile(
    r"\b(?:every|each|per|once a|twice a|times a) (?P<unit>year|month|week|day)\b|\b(?P<adverb>yearly|annually|monthly|weekly|daily)\b",
    re.IGNORECASE | re.ASCII,
)
_TIMES = re.compile(
    r"\b(?P<word>once|twice)(?= (?:a|an|every|each|per|by)\b)", re.IGNORECASE | re.ASCII
)
_ADVERBS = {
    "yearly": "year", "annually": "year", "monthly": "month", "weekly": "week", "daily": "day",
}  # fmt: skip
_MONEY = {"$": "USD", "usd": "USD", "¥": "yen", "jpy": "yen"}
_ARTICLE = re.compile(
    r"\barticles? (?P<article>\d+)(?:-(?P<branch>\d+))?(?:\((?P<paragraph>\d+)\))?(?:\((?P<item>[ivx]+)\))?",
    re.IGNORECASE | re.ASCII,
)
_ROMAN = {"i": 1, "v": 5, "x": 10}
_LIMITS = {
    "<=": re.compile(
        r"\b(?:within|at most|up to|no more than|not more than|no longer than|not exceed(?:ing)?|no later than)(?= \d| (?:one|two|three|four|five|six|seven|eight|nine|ten)\b)",
        re.IGNORECASE | re.ASCII,
    ),
    ">=": re.compile(r"\b(?:at least|no fewer than|not less than|no less than|minimum of)(?= \d)", re.IGNORECASE | re.ASCII),
    "<": re.compile(r"\b(?:under|below|fewer than|less than|younger than)(?= (?:the age of )?\d)", re.IGNORECASE | re.ASCII),
}  # fmt: skip
_NEUTRAL = re.compile(
    r"\bno (?:later|more|longer|fewer|less|earlier) than\b|\bnot (?:more|later|less|fewer|exceed\w*) ?(?:than)?\b"
    r"|\bdo not track\b|\bcan ?not do without\b|\bnothing else\b|\band no more\b|\bwhether or not\b|\bno matter\b|\bnot only\b|\bnothing but\b",
    re.IGNORECASE | re.ASCII,
)
_NEGATION = re.compile(
    r"\bnot\b|n['’]t\b|\bcannot\b|\bnever\b|\bno\b|\bnobody\b|\bnothing\b|\bnone\b|\bnowhere\b|\bwithout\b"
    r"|\bneither\b|\bunable\b|\bunless\b|\bexcept(?:ing)?\b|\bother than\b|\bexcluding\b|\bforb[ia]d\w*"
    r"|\bprohibit\w*|\bunneeded\b|\bunnecessary\b",
    re.IGNORECASE | re.ASCII,
)
_RESTRICTION = re.compile(
    r"\bonly\b|\bsolely\b|\bexclusively\b|\blimited to\b|\bnothing (?:but|else)\b|\band no more\b",
    re.IGNORECASE | re.ASCII,
)


def _day(match: re.Match[str]) -> str:
    month = _MONTHS[(match["month"] or match["month2"]).lower()]
    day = int(match["day"] or match["day2"])
    year = match["year"] or match["year2"]
    return f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"


def _number(written: str) -> str:
    """Read a part of an article: a number, or an item in Roman numerals."""
    return written if written.isdigit() else str(_roman(written))


def _counted(text: str) -> Iterator[Amount]:
    for match in _EVERY.finditer(text):
        yield amount(1, match["unit"] or _ADVERBS[match["adverb"].lower()])
    for match in _TIMES.finditer(text):
        yield amount(1 if match["word"].lower() == "once" else 2, "")
    for match in _COUNTED.finditer(text):
        one = _amount(match)
        if one is not None:
            yield one


def _amount(match: re.Match[str]) -> Amount | None:
    word = match["number"].lower()
    unit = (match["unit"] or "").lower()
    money = (match["money"] or "").strip().lower()
    if word in _WORDS and not unit:
        return None  # "one of the", "two kinds": no number that binds
    value = float(_WORDS[word]) if word in _WORDS else float(word.replace(",", ""))
    if match["scale"]:
        value *= 1_000 if "thousand" in match["scale"] else 1_000_000
    return amount(value, _MONEY.get(money) or _unit(unit))


def _unit(unit: str) -> str:
    if unit in ("%", "percent", "per cent"):
        return "percent"
    if unit in ("yen", "jpy"):
        return "yen"
    if unit.endswith(("dollar", "dollars")) or unit == "usd":
        return "USD"
    if unit.startswith(("business", "working")):
        return "business day"
    if unit.endswith(("of age", "old")) or unit.startswith(("time", "people", "person")):
        return ""
    return unit.removesuffix("s")


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral.lower()]
    return sum(
        -one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True)
    )


RULES = Rules(
    date=_DATE,
    day=_day,
    article=_ARTICLE,
    number=_number,
    mixed=_MIXED,
    counted=_counted,
    limits=_LIMITS,
    neutral=_NEUTRAL,
    negation=_NEGATION,
    restriction=_RESTRICTION,
    restricting=lambda text: text.replace("not only", " "),
)
"""The rules of English."""
