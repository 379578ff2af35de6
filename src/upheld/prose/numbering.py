"""The numbers that clauses begin with, in Japanese and English.

第3条, Article 3, Section 3, 3., 3), 3-1, 3.1, (3), ①, (a), a., (iv), イ, (イ), 三, (三), 第2項, 第1号
and the marks of lists without numbers. A mark is read only at the beginning of a line.
"""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

Style: TypeAlias = Literal[
    "article", "paragraph", "point", "decimal", "path", "bracket", "circle",
    "letter", "roman", "iroha", "kana", "kanji", "bullet"
]  # fmt: skip
"""What a number looks like; numbers of one list share it."""

_DIGITS = "0-9０-９"
_KANJI = "一二三四五六七八九十百"
_OPEN, _CLOSE = r"[(（]", r"[)）]"
_SPACE = r"[ \t\u3000]"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラム"
_KANA = "アイウエオカキクケコサシスセソタチツテト"
"""Lists run イロハ or アイウ; a letter of both is read as イロハ until a list says otherwise."""
_CIRCLED = {chr(0x2460 + n): n + 1 for n in range(20)}
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
_KANJI_VALUES = {sign: value for value, sign in enumerate("一二三四五六七八九", start=1)}
_BULLETS = "•・‣▪▫●○■□◆◇◎※★☆►▶▸‐–—*-"

_FORMS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("article", re.compile(rf"第{_SPACE}*([{_DIGITS}]{{1,4}}|[{_KANJI}]{{1,5}}){_SPACE}*条(?:の([{_DIGITS}]{{1,2}}|[{_KANJI}]))?(?![のにをはがでと及第])")),
    ("paragraph", re.compile(rf"第{_SPACE}*([{_DIGITS}]{{1,3}}|[{_KANJI}]{{1,3}}){_SPACE}*項(?![のにをは])")),
    ("point", re.compile(rf"第{_SPACE}*([{_DIGITS}]{{1,3}}|[{_KANJI}]{{1,3}}){_SPACE}*号(?![のにをは])")),
    ("article", re.compile(rf"(?:Article|ARTICLE|Art\.|Section|SECTION|Sec\.|Clause|§){_SPACE}*([0-9]{{1,4}})(?:-([0-9]{{1,2}}))?[.:)]?(?![0-9])(?!{_SPACE}*(?:of|and|or|to|paragraph|applies|shall|does)\b)")),
    ("path", re.compile(rf"([{_DIGITS}]{{1,3}}(?:[-－][{_DIGITS}]{{1,3}}|(?:[.．][{_DIGITS}]{{1,3}}){{1,3}}))[.)．）]?(?={_SPACE}|$|[^\s{_DIGITS}A-Za-z%％,、年月日/-])")),
    ("decimal", re.compile(rf"([{_DIGITS}]{{1,3}})[.)．）、](?![{_DIGITS}])")),
    ("bracket", re.compile(rf"{_OPEN}([{_DIGITS}]{{1,3}}){_CLOSE}")),
    ("circle", re.compile("([①-⑳])")),
    ("roman", re.compile(rf"{_OPEN}([ivx]{{1,5}}){_CLOSE}|([ivx]{{2,5}}|i|v)[.)](?={_SPACE})")),
    ("letter", re.compile(rf"{_OPEN}([A-Za-z]){_CLOSE}|([a-z])[.)](?={_SPACE})|([A-Z])[.)](?={_SPACE})(?!{_SPACE}[A-Z][.])")),
    ("iroha", re.compile(rf"{_OPEN}([{_IROHA}]){_CLOSE}|([{_IROHA}])[.．)）、](?={_SPACE}?)|([{_IROHA}])(?=\u3000)")),
    ("kana", re.compile(rf"{_OPEN}([{_KANA}]){_CLOSE}|([{_KANA}])[.．)）、](?={_SPACE}?)|([{_KANA}])(?=\u3000)")),
    ("kanji", re.compile(rf"{_OPEN}([{_KANJI}]{{1,3}}){_CLOSE}|([{_KANJI}]{{1,3}})[、.．](?![{_KANJI}])|([{_KANJI}]{{1,3}})(?=\u3000)")),
    ("bullet", re.compile(rf"([{re.escape(_BULLETS)}])(?={_SPACE}|[^\s\x00-\x7f{re.escape(_BULLETS)}])")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A number as printed.

    Attributes:
        style: What it looks like.
        path: Its value; several for `3-1` or 第3条の2. Empty for a bullet.
        printed: As the text has it.
    """

    style: Style
    path: tuple[int, ...]
    printed: str

    @property
    def value(self) -> int:
        """The last part; 0 for a bullet."""
        return self.path[-1] if self.path else 0

    @property
    def word(self) -> str:
        """How it stands in the id of a clause."""
        if self.style == "letter":
            return chr(ord("a") + self.value - 1)
        return "-".join(str(part) for part in self.path)


def leading_number(line: str, start: int = 0) -> tuple[Number, int] | None:
    """Read the number that a line begins with, and where the words after it begin.

    >>> leading_number("第３条の２（定義）")[0].path, leading_number("(b)Primary")[0].word
    ((3, 2), 'b')
    >>> leading_number("2026年に改正") is None, leading_number("1,000 yen") is None
    (True, True)
    """
    for style, form in _FORMS:
        found = form.match(line, start)
        if found is None:
            continue
        parts = [part for part in found.groups() if part]
        path = _values(style, parts)
        if path is None:
            continue
        after = found.end()
        while after < len(line) and line[after] in " \t\u3000":
            after += 1
        return Number(style, path, found.group().strip()), after
    return None


def in_list(number: Number, before: Number) -> Number:
    """Read a number again as the list that it continues has them.

    >>> after_h = in_list(Number("roman", (1,), "(i)"), Number("letter", (8,), "(h)"))
    >>> after_a = in_list(Number("iroha", (1,), "イ."), Number("kana", (1,), "ア."))
    >>> after_h.word, after_a.word
    ('i', '2')
    """
    sign = re.sub(r"[()（）.．、]", "", number.printed)
    if before.style == "letter" and number.style == "roman" and len(sign) == 1:
        value = ord(sign.lower()) - ord("a") + 1
        if value == before.value + 1:
            return Number("letter", (value,), number.printed)
    if before.style == "kana" and number.style == "iroha" and sign in _KANA:
        return Number("kana", (_KANA.index(sign) + 1,), number.printed)
    return number


def _values(style: Style, parts: list[str]) -> tuple[int, ...] | None:
    if style == "bullet":
        return ()
    if style == "path":
        return tuple(int(part) for part in re.split(r"[-.－．]", parts[0]))
    values = [_value(style, part) for part in parts]
    return None if None in values else tuple(value for value in values if value is not None)


def _value(style: Style, part: str) -> int | None:
    if style == "circle":
        return _CIRCLED[part]
    if style == "roman":
        return _roman(part)
    if style == "letter":
        return ord(part.lower()) - ord("a") + 1
    if style == "kana":
        return _KANA.index(part) + 1
    if style == "iroha":
        return _IROHA.index(part) + 1
    return int(part) if part.isdecimal() else kanji_value(part)


def _roman(text: str) -> int | None:
    values = [_ROMAN_VALUES[sign] for sign in text]
    total = sum(
        -value if following > value else value
        for value, following in zip(values, [*values[1:], 0], strict=True)
    )
    return total or None


def kanji_value(text: str) -> int | None:
    """Read a number below a thousand in kanji.

    >>> kanji_value("十二"), kanji_value("三十"), kanji_value("百五")
    (12, 30, 105)
    """
    total, digit = 0, 0
    for sign in text:
        if sign in _KANJI_VALUES:
            digit = _KANJI_VALUES[sign]
        elif sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            return None
    return total + digit or None
