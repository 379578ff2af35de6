"""Children, under 13 unless a policy says otherwise: by age, by date of birth on the day that is given, by an age beside a name.

The bound of 13 years is that of the Children's Online Privacy Protection Act (15 USC 6501(1)).
School years and nurseries are words of the lexicon.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from upheld.detection.finding import Span

BOUND = 13
"""Years; who is younger is a child."""
_BESIDE = 0.8
_SMALL = {
    word: number
    for number, word in enumerate(
        (
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
        )
    )
}
_KANJI = {char: number for number, char in enumerate("〇一二三四五六七八九")}
_ERAS = {
    "令和": 2018,
    "平成": 1988,
    "昭和": 1925,
    "大正": 1911,
    "R": 2018,
    "H": 1988,
    "S": 1925,
    "T": 1911,
}
"""The year before the first of each era (元号法; 改暦)."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST_LIFE = 125  # years


def spans(
    plain: str, so_far: Sequence[Span], names: Sequence[Span], today: date, under: int = BOUND
) -> Iterator[Span]:
    """Give ages and dates of birth of children their group; find ages beside names."""
    for span in so_far:
        value = plain[span.start : span.end]
        if span.kind == "age":
            years = age_of(value)
        elif span.kind == "birth_date":
            born = date_of(value, today)
            years = None if born is None else _age_on(born, today)
        else:
            continue
        if years is not None and 0 <= years < under:
            yield span._replace(groups=(*(g for g in span.groups if g != "child"), "child"))
    yield from _beside(plain, names, under)
    yield from _born_beside(plain, names, today, under)
    if _GROWING.search(plain):
        yield from _of_kin(plain, under)


_GROWING = re.compile(r"year-old|yr-old|\([0-9]{1,2}|months?\b")
_OF_KIN = re.compile(
    r"(?:\b(?:[Ss]on|[Dd]aughter|[Cc]hild|[Kk]id|[Bb]oy|[Gg]irl|[Nn]ephew|[Nn]iece|[Gg]randson|[Gg]randdaughter|[Bb]aby|[Tt]oddler)|子|娘|息子|長男|長女|次男|次女|孫|甥っ子|姪っ子|弟|妹)[ ]?\((?P<age>[0-9]{1,2})(?:歳|才|さい)?\)"
    r"|\b(?P<age2>(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)-(?:year|yr|month)-old)(?= (?:son|daughter|boy|girl|child|kid|nephew|niece|twins?|brother|sister)\b|,? [A-Z])"
)


def _of_kin(plain: str, under: int) -> Iterator[Span]:
    """Ages beside a word for a child: son (6), five-year-old daughter."""
    for match in _OF_KIN.finditer(plain):
        group = "age" if match.group("age") else "age2"
        years = age_of(match.group(group))
        if years is not None and years < under:
            yield Span("age", *match.span(group), _BESIDE, "age.of_child", ("child",))


_DATE_BEHIND = re.compile(
    r"(?:さん|ちゃん|くん|君|様)? ?[(,\t] ?(?P<date>(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]+ (?:19|20)[0-9]{2}|[A-Z][a-z]+ [0-9]{1,2}, (?:19|20)[0-9]{2}|(?:平成|令和|昭和)[0-9元]{1,2}年[0-9]{1,2}月[0-9]{1,2}日)(?:生|生まれ)?(?=[),\t\n]|$)"
)


def _born_beside(plain: str, names: Sequence[Span], today: date, under: int) -> Iterator[Span]:
    """A date right behind a name, in brackets or in the next cell, is when somebody was born."""
    for name in names:
        match = _DATE_BEHIND.match(plain, name.end)
        born = date_of(match.group("date"), today) if match else None
        if match is None or born is None or not 0 <= _age_on(born, today) <= _LONGEST_LIFE:
            continue
        groups = ("child",) if _age_on(born, today) < under else ()
        yield Span(
            "birth_date", *match.span("date"), _BESIDE - 0.2, "birth_date.beside_name", groups
        )


_AGE_BEHIND = re.compile(
    r"(?:さん|ちゃん|くん|君|様)?(?: ?\((?P<age>[0-9]{1,3}(?![0-9]))(?:歳|才|さい)?\)|[、,] ?(?P<age2>[0-9]{1,3}(?: months)?)(?=[,、.。]|歳|才| of | from |$))"
    r"|,? (?:is|and (?:im|i'm|i am)|just turned|turned|turns|aged|age) (?P<age3>[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w.%]| (?:years? ago|minutes|hours|points|months? (?:late|overdue)))"
)


def _beside(plain: str, names: Sequence[Span], under: int) -> Iterator[Span]:
    for name in names:
        match = _AGE_BEHIND.match(plain, name.end)
        if match is None:
            continue
        group = next(one for one in ("age", "age2", "age3") if match.group(one))
        years = age_of(match.group(group))
        if years is None or years > _LONGEST_LIFE:
            continue
        groups = ("child",) if years < under else ()
        yield Span("age", *match.span(group), _BESIDE, "age.beside_name", groups)


def age_of(text: str) -> int | None:
    """Read an age in whole years; months are years rounded down.

    >>> age_of("8か月"), age_of("四歳"), age_of("five-year-old"), age_of("10さい"), age_of("九十二歳")
    (0, 4, 5, 10, 92)
    """
    digits = re.search(r"[0-9]+", text)
    if digits:
        number = int(digits.group()[:3])
        return number // 12 if re.search(r"か月|カ月|ヶ月|ヵ月|months?|mos?\b", text) else number
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _SMALL:
            return _SMALL[word]
    kanji = re.search(r"[〇一二三四五六七八九十百]+", text)
    return _kanji_number(kanji.group()) if kanji else None


def _kanji_number(text: str) -> int:
    if "十" not in text and "百" not in text:
        return int("".join(str(_KANJI[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _KANJI[char]
    return total + digit


def _age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def date_of(text: str, today: date) -> date | None:
    """Read a date of birth in the forms that are found; an unclear order is read as month first.

    >>> from datetime import date
    >>> [str(date_of(one, date(2026, 12, 1))) for one in ("平成28年4月9日", "H27.6.6", "1 July 2016")]
    ['2016-04-09', '2015-06-06', '2016-07-01']
    """
    plain = _with_digits(text)
    era = re.search(r"(令和|平成|昭和|大正|(?<![A-Za-z])[RHST](?=[0-9]))\s?([0-9]{1,2}|元)", plain)
    numbers = [int(one) for one in re.findall(r"[0-9]+", plain.replace("元年", "1年"))]
    if era and len(numbers) >= 3:  # noqa: PLR2004 - year, month, day
        return _day(_ERAS[era.group(1)] + numbers[0], numbers[1], numbers[2])
    month = re.search(r"(?i)\b(" + "|".join(_MONTHS) + r")", plain)
    if month and len(numbers) >= 2:  # noqa: PLR2004 - the month is a word
        year = max(numbers)
        day = min(numbers)
        return _day(year, _MONTHS.index(month.group(1).lower()) + 1, day)
    if len(numbers) == 1 and len(str(numbers[0])) == 8:  # noqa: PLR2004 - 20160409
        number = numbers[0]
        return _day(number // 10000, number // 100 % 100, number % 100)
    if len(numbers) < 3:  # noqa: PLR2004 - year, month, day
        return None
    if numbers[0] > 31:  # noqa: PLR2004 - no day: the year stands first
        return _day(_century(numbers[0], today), numbers[1], numbers[2])
    year = _century(numbers[2], today)
    return _day(year, numbers[0], numbers[1]) or _day(year, numbers[1], numbers[0])


def _century(year: int, today: date) -> int:
    if year >= 100:  # noqa: PLR2004 - written in full
        return year
    century = today.year // 100 * 100
    return century + year if century + year <= today.year else century - 100 + year


def _with_digits(text: str) -> str:
    return re.sub(r"[〇一二三四五六七八九十百]+", lambda m: str(_kanji_number(m.group())), text)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
