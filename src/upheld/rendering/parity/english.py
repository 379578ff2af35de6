"""English: numbers, dates, articles and negation as policies write them."""

import re
from collections import Counter

from upheld.rendering.parity.rules import Amounts, amount

_MONTHS = {
    name: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
}
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
_COUNTED = re.compile(
    rf"(?:(?P<money>\$|¥|\bUSD |\bJPY ) ?)?(?<![\w.])(?:{_NUMBER})(?:(?:{_BETWEEN})[ -]?{_UNIT}(?![a-z]))?",
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


class English:
    """The rules of English."""

    def dates(self, text: str) -> tuple[str, Counter[str]]:
        """See `Rules`."""
        found: Counter[str] = Counter()

        def gone(match: re.Match[str]) -> str:
            month = _MONTHS[(match["month"] or match["month2"]).lower()]
            day = int(match["day"] or match["day2"])
            year = match["year"] or match["year2"]
            found[f"{year}-{month:02}-{day:02}" if year else f"{month:02}-{day:02}"] += 1
            return " "

        return _DATE.sub(gone, text), found

    def articles(self, text: str) -> tuple[str, Counter[str]]:
        """See `Rules`."""
        found: Counter[str] = Counter()

        def gone(match: re.Match[str]) -> str:
            parts = [match["article"]]
            parts += [f"-{match['branch']}"] if match["branch"] else []
            parts += [f".{match['paragraph']}"] if match["paragraph"] else []
            parts += [f"#{_roman(match['item'])}"] if match["item"] else []
            found["".join(parts)] += 1
            return " "

        return _ARTICLE.sub(gone, text), found

    def amounts(self, text: str) -> tuple[Amounts, Counter[str]]:
        """See `Rules`."""
        found: Amounts = Counter()

        def together(match: re.Match[str]) -> str:
            found[amount(int(match[1]) * 12 + int(match[2]), "month")] += 1
            return " "

        text = _MIXED.sub(together, text)
        for match in _EVERY.finditer(text):
            found[amount(1, match["unit"] or _ADVERBS[match["adverb"].lower()])] += 1
        for match in _TIMES.finditer(text):
            found[amount(1 if match["word"].lower() == "once" else 2, "")] += 1
        for match in _COUNTED.finditer(text):
            one = _amount(match)
            if one is not None:
                found[one] += 1
        limits = Counter({sign: len(pattern.findall(text)) for sign, pattern in _LIMITS.items()})
        return found, +limits

    def negations(self, text: str) -> int:
        """See `Rules`."""
        return len(_NEGATION.findall(_NEUTRAL.sub(" ", text)))

    def restrictions(self, text: str) -> int:
        """See `Rules`."""
        return len(_RESTRICTION.findall(text.replace("not only", " ")))


def _amount(match: re.Match[str]) -> tuple[str, str] | None:
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


RULES = English()
