"""Children, under 13 unless a policy says otherwise: by age, by date of birth on the day that is given, by an age beside a name.

The bound of 13 years is that of the Children's Online Privacy Protection Act (15 USC 6501(1)).
School years and nurseries are words of the lexicon.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from upheld.detection.checks import time
from upheld.detection.finding import Span

BOUND = 13
"""Years; who is younger is a child."""
_BESIDE = 0.8
_LONGEST_LIFE = 125  # years


def spans(
    plain: str,
    so_far: Sequence[Span],
    names: Sequence[Span],
    today: date,
    *,
    under: int,
    hints: Collection[str],
) -> Iterator[Span]:
    """Give ages and dates of birth of children their group; find ages beside names.

    `hints` are those of `HINTS` that are in the text.
    """
    for span in so_far:
        value = plain[span.start : span.end]
        if span.kind == "age":
            years = time.years(value)
        elif span.kind == "birth_date":
            born = time.read(value, today)
            years = None if born is None else _age_on(born, today)
        else:
            continue
        if years is not None and 0 <= years < under:
            yield span._replace(groups=(*(g for g in span.groups if g != "child"), "child"))
    yield from _beside(plain, names, under)
    yield from _born_beside(plain, names, today, under)
    if "kin" in hints:
        yield from _of_kin(plain, under)
    if "born" in hints:
        yield from _by_year(plain, today, under)


_KIN = r"(?:[Tt]win|[Ss]on|[Dd]aughter|[Cc]hild|[Kk]id|[Bb]oy|[Gg]irl|[Nn]ephew|[Nn]iece|[Gg]randson|[Gg]randdaughter|[Bb]aby|[Tt]oddler)"
_KIN_JA = "(?:子|娘|息子|長男|長女|次男|次女|孫|甥っ子|姪っ子|弟|妹)"
_COUNTED = "[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NO_MORE = r"(?! ?(?:cm|kg|feet|foot|inches|minutes?|min|hours?|miles?|km|met(?:er|re)s?|per|percent|%|times|days?|weeks?|of|or|to|o'clock|points?|goals?|left|steps?|lessons?|[-:/.][0-9])\b)(?![0-9%])"
_OF_KIN = re.compile(
    rf"(?:\b{_KIN}|{_KIN_JA})[ ]?\((?P<age>[0-9]{{1,2}})(?:歳|才|さい)?\)"
    r"|\b(?P<age2>(?:[0-9]{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)-(?:year|yr|month)-old)(?= (?:son|daughter|boy|girl|child|kid|nephew|niece|twins?|brother|sister)\b|,? [A-Z])"
    rf"|\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) (?:[a-z]+ )?{_KIN}s?(?:,? [A-Z][a-z]+,?)?(?:, who)? (?:is|are|turns|turned|just turned|has turned|will be|is turning) (?:only |just |about |nearly )?(?P<age3>{_COUNTED}){_NO_MORE}"
    rf"|\b(?:[Hh]e|[Ss]he)(?: is|['’]s) (?:only|just) (?P<age9>{_COUNTED}){_NO_MORE}(?= and\b|[,.!?]|$)"
    rf"|\b[Aa] (?:{_KIN}) of (?:only |just )?(?P<age6>{_COUNTED}){_NO_MORE}"
    rf"|\b(?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er|[Tt]heir) (?P<age7>(?:{_COUNTED})[ -](?:year|yr|month)[ -]olds?)(?= (?:has|had|is|was|can|can['’]t|won['’]t|will|keeps|just|still|started|starts|says|said|got|needs|wants|loves|hates|came|and|who|at|in)\b|[,.!?]|$)"
    rf"|{_KIN_JA}(?:は|が|も)(?:もう|もうすぐ|まだ|今年|今月|先月|来月|やっと|この前|昨日)?(?P<age8>[0-9]{{1,2}}(?:歳|才)|[一二三四五六七八九十]{{1,2}}(?:歳|才|つ))(?=に(?:なっ|なる|なり)|で、|です|だ|の(?:とき|頃|ころ|娘|息子|子)|。|$)"
    rf"|\b(?:they|he|she) (?:just )?turned (?P<age4>{_COUNTED}){_NO_MORE}(?= (?:last|this|in|on|yesterday|today|and)\b|[,.!?]|$)"
    rf"|\b(?:I['’]m|I am|im|i['’]m) (?:only |just |still )?(?P<age5>[0-9]|1[0-2])(?= (?:and|so|now|but)\b|[.!?]|$)"
)
HINTS = {
    "kin": rf"(?:{_KIN}|{_KIN_JA}) ?\([0-9]|-old|{_KIN}s?(?:,? [A-Z][a-z]+,?)? (?:is|turn|just|has|will|are|of)|{_KIN}s?, who|[Hh]e(?: is|['’]s) (?:only|just)|(?:year|yr|month) olds?|{_KIN_JA}[はがも].{{0,4}}[0-9一二三四五六七八九十]{{1,2}}[歳才つ]|[Hh]ey (?:just )?turned|[Hh]e (?:just )?turned|[Ii]['’]?(?:m| am) (?:only |just |still )?1?[0-9]"
}
"""What is in every text with an age beside a word for a child, for RE2."""


_BORN = re.compile(
    r"\b(?:[Hh]e|[Ss]he|[Tt]hey|who|[Cc]hild|[Ss]on|[Dd]aughter|[Bb]oy|[Gg]irl)(?: is| was| were|['’]s|,)? (?:only |just )?born in (?:[A-Z][a-z]+ )?(?P<year>20[0-9]{2})(?![0-9])"
    rf"|\b{_KIN} \(b(?:orn|\.) (?:in )?(?P<year4>20[0-9]{{2}})\)"
    r"|(?P<year2>20[0-9]{2})年(?:[0-9]{1,2}月)?(?:の)?生まれの(?:[一-龠]{0,2}子|[一-龠]{0,2}娘|[一-龠]{0,2}息子|長男|長女|次男|次女|孫|弟|妹)"
    rf"|{_KIN_JA}[はが](?P<year3>20[0-9]{{2}})年(?:[0-9]{{1,2}}月)?(?:の)?生まれ"
)
HINTS["born"] = r"\(b(?:orn|\.) |born in (?:[A-Z][a-z]+ )?20|20[0-9]{2}年.{0,4}生まれ"


def _by_year(plain: str, today: date, under: int) -> Iterator[Span]:
    """Years of birth: a child is who may still be one on the day that is given."""
    for match in _BORN.finditer(plain):
        group = next(one for one in ("year", "year2", "year3", "year4") if match[one])
        year = int(match[group])
        if year <= today.year and _age_on(date(year, 12, 31), today) < under:
            yield Span("age", *match.span(group), _BESIDE, "age.birth_year", ("child",))


_AGES = ("age", "age2", "age3", "age4", "age5", "age6", "age7", "age8", "age9")


def _of_kin(plain: str, under: int) -> Iterator[Span]:
    """Ages beside a word for a child: son (6), five-year-old daughter."""
    for match in _OF_KIN.finditer(plain):
        group = next(one for one in _AGES if match[one])
        years = time.years(match.group(group))
        if years is not None and years < under:
            yield Span("age", *match.span(group), _BESIDE, "age.of_child", ("child",))


_DATE_BEHIND = re.compile(
    r"(?:さん|ちゃん|くん|君|様)? ?[(,\t] ?(?P<date>(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2} [A-Z][a-z]+ (?:19|20)[0-9]{2}|[A-Z][a-z]+ [0-9]{1,2}, (?:19|20)[0-9]{2}|(?:平成|令和|昭和)[0-9元]{1,2}年[0-9]{1,2}月[0-9]{1,2}日)(?:生|生まれ)?(?=[),\t\n]|$)"
)


def _born_beside(plain: str, names: Sequence[Span], today: date, under: int) -> Iterator[Span]:
    """A date right behind a name, in brackets or in the next cell, is when somebody was born."""
    for name in names:
        match = _DATE_BEHIND.match(plain, name.end)
        born = time.read(match.group("date"), today) if match else None
        if match is None or born is None or not 0 <= _age_on(born, today) <= _LONGEST_LIFE:
            continue
        groups = ("child",) if _age_on(born, today) < under else ()
        yield Span(
            "birth_date", *match.span("date"), _BESIDE - 0.2, "birth_date.beside_name", groups
        )


_AGE_BEHIND = re.compile(
    r"(?:さん|ちゃん|くん|君|様)?(?: ?\((?P<age>[0-9]{1,3}(?![0-9]))(?:歳|才|さい)?\)|[、,] ?(?P<age2>[0-9]{1,3}(?: months)?)(?=[,、.。]|歳|才| of | from |$))"
    r"|,? (?:is|and (?:im|i'm|i am)|just turned|turned|turns|aged|age) (?P<age3>[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\w.%]| (?:years? ago|seconds|minutes|hours|days|weeks|points|times|percent|miles|km|kg|cm|feet|foot|inches|months? (?:late|overdue|along|pregnant)))"
)


def _beside(plain: str, names: Sequence[Span], under: int) -> Iterator[Span]:
    for name in names:
        match = _AGE_BEHIND.match(plain, name.end)
        if match is None:
            continue
        group = next(one for one in ("age", "age2", "age3") if match.group(one))
        years = time.years(match.group(group))
        if years is None or years > _LONGEST_LIFE:
            continue
        groups = ("child",) if years < under else ()
        yield Span("age", *match.span(group), _BESIDE, "age.beside_name", groups)


def _age_on(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
