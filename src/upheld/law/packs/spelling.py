"""Articles as people write them, `第27条第5項第1号` or `Art. 27(5)(1)`, in the form of the packs.

`shorthand` reads notes that are written with care; this reads whatever a company wrote, and
takes out the articles that can be told for certain.
"""

import re
import unicodedata

from upheld.law.packs.article import roman

_DIGITS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")}
_NUMBER = r"([0-9]{1,4}|[〇一二三四五六七八九十百]{1,6})"
_JAPANESE = re.compile(
    rf"第?\s*{_NUMBER}\s*条(?:の\s*{_NUMBER})?(?:\s*第?\s*{_NUMBER}\s*項)?(?:\s*第?\s*{_NUMBER}\s*号)?"
)
_DOTTED = re.compile(r"(?<![\d.-])(\d{1,3})\.(\d{1,2})(?:\.(\d{1,2}|[ivx]{1,5}))?(?![\w.])")
_ENGLISH = re.compile(
    r"(?<![0-9A-Za-z第.-])(\d{1,4}(?:-\d{1,2})?)(?![\d年号月日])"
    r"(?:\s*\(\s*(\d{1,2})\s*\)|,?\s*para(?:graph|\.)?\s*\(?(\d{1,2})\)?)?"
    r"(?:\s*\(\s*(\d{1,2}|[ivx]{1,5})\s*\)|([一二三四五六七八九十]{1,3})|,?\s*(?:sub)?item\s*\(?(\d{1,2}|[ivx]{1,5})\)?)?",
    re.IGNORECASE,
)
_CIRCLED = {ord("①") + number: f"({number + 1})" for number in range(20)}
"""Paragraphs as lawyers note them: `27⑤一` is article 27, paragraph 5, item 1."""

_ACT = re.compile(r"(?:APPI|個人情報(?:の)?保護(?:に関する)?法(?:律)?)[\s,]*")
_ARTICLE_ALONE = re.compile(
    r"(?:art(?:icle)?|para(?:graph)?|item|[0-9()ivx,.\s第条の項号〇一二三四五六七八九十])+",
    re.IGNORECASE,
)


def of_the_act(text: str) -> str | None:
    """Return the one article of the APPI that a text consists of; `None` if it says more or less.

    >>> of_the_act("個人情報保護法第29条第2項"), of_the_act("APPI 29(2), as amended")
    ('29(2)', None)
    """
    act = _ACT.match(text)
    rest = unicodedata.normalize("NFKC", text[act.end() :]) if act is not None else ""
    found = articles(rest) if _ARTICLE_ALONE.fullmatch(rest) else ()
    return found[0] if len(found) == 1 else None


def articles(text: str) -> tuple[str, ...]:
    """Return every article that a text cites, as the packs write it.

    >>> articles("個人情報保護法第27条第5項第1号"), articles("APPI Art. 27, para. 5, item 1")
    (('27(5)(i)',), ('27(5)(i)',))
    >>> articles("電気通信事業法第二十七条の十二"), articles("令和3年法律第37号")
    (('27-12',), ())
    """
    rest = unicodedata.normalize("NFKC", text.translate(_CIRCLED))
    found: list[str] = []
    for form in (_JAPANESE, _DOTTED, _ENGLISH):
        found += [_written(form, match) for match in form.finditer(rest)]
        rest = form.sub(" ", rest)
    return tuple(dict.fromkeys(found))


def _written(form: re.Pattern[str], match: re.Match[str]) -> str:
    if form is _JAPANESE:
        main, branch, paragraph, item = match.groups()
        article = _arabic(main) + (f"-{_arabic(branch)}" if branch else "")
    elif form is _DOTTED:
        article, paragraph, item = match.groups()
    else:
        article, bracket, word, inner, kanji, named = match.groups()
        paragraph, item = bracket or word, inner or kanji or named
    if paragraph:
        article += f"({_arabic(paragraph)})"
    if item:
        number = _arabic(item)
        article += f"({roman(int(number)) if number.isdecimal() else number.lower()})"
    return article


def _arabic(number: str) -> str:
    """Write a number in Arabic digits; a Roman one stays as it is.

    >>> _arabic("二十七"), _arabic("百十"), _arabic("2"), _arabic("iv")
    ('27', '110', '2', 'iv')
    """
    if not set(number) <= set(_DIGITS) | {"十", "百"}:
        return number
    total, digit = 0, 0
    for sign in number:
        if sign in _DIGITS:
            digit = digit * 10 + _DIGITS[sign]
        else:
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
    return str(total + digit)
