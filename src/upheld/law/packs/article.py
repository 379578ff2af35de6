"""How an article is written: `33(2)(i)` as data, 「第33条第2項第1号」 and `art. 33(2)(i)` for people."""

import re
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from upheld.wording import Text

Style: TypeAlias = Literal["japanese", "section", "clause", "plain", "whole"]
"""How a kind of law is cited: by 条・項・号, by §, by clause (standards), by a bare
number (guidelines), or only as a whole, written `-`, where the article is not known."""

_JAPANESE = re.compile(
    r"(?P<article>[0-9]+(?:-[0-9]+)*)"
    r"(?:\((?P<paragraph>[0-9]+)\))?"
    r"(?:\((?P<item>[ivx]+)\))?"
    r"(?:\((?P<letter>[a-h])\))?"
)
_SECTION = re.compile(r"[0-9]+(?:\.[0-9]+)*(?:\([0-9A-Za-z]+\))*")
_PLAIN = re.compile(r"[0-9A-Za-z]+(?:[.-][0-9A-Za-z]+)*")
_FORMS: dict[Style, re.Pattern[str]] = {
    "japanese": _JAPANESE,
    "section": _SECTION,
    "clause": _PLAIN,
    "plain": _PLAIN,
    "whole": re.compile("-"),
}
_ROMAN = {"i": 1, "v": 5, "x": 10}
_IROHA = dict(zip("abcdefgh", "イロハニホヘトチ", strict=True))


class Instrument(BaseModel):
    """A text of law that a pack cites: the act, its order, its rules, a guideline.

    Attributes:
        ja: Short name in Japanese, as citations begin.
        en: Short name in English.
        title: The full name, with its number.
        style: How its articles are written.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    ja: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    style: Style = "japanese"

    def knows(self, number: str) -> bool:
        """Say whether a text has the form of an article of this instrument."""
        return _FORMS[self.style].fullmatch(number) is not None

    def cite(self, number: str) -> Text:
        """Write an article in both languages.

        >>> act = Instrument(ja="個人情報保護法", en="APPI", title="Act No. 57 of 2003")
        >>> act.cite("33(2)(i)").ja, act.cite("33(2)(i)").en
        ('個人情報保護法第33条第2項第1号', 'APPI art. 33(2)(i)')

        Raises:
            ValueError: It is not an article of this instrument's form.
        """
        if not self.knows(number):
            raise ValueError(f"`{number}` is not an article of {self.en}")
        if self.style == "japanese":
            return Text(en=f"{self.en} art. {number}", ja=self.ja + _in_japanese(number))
        if self.style == "section":
            section, bracket, rest = number.partition("(")
            return Text(en=f"{self.en} § {number}", ja=f"{self.ja}第{section}条{bracket}{rest}")
        if self.style == "clause":
            return Text(en=f"{self.en} clause {number}", ja=f"{self.ja} 箇条{number}")
        if self.style == "whole":
            return Text(en=self.en, ja=self.ja)
        return Text(en=f"{self.en} {number}", ja=f"{self.ja} {number}")


def _in_japanese(number: str) -> str:
    match = _JAPANESE.fullmatch(number)
    if match is None:
        raise ValueError(f"`{number}` is not an article")
    main, *branches = match["article"].split("-")
    text = f"第{main}条" + "".join(f"の{branch}" for branch in branches)
    if match["paragraph"]:
        text += f"第{match['paragraph']}項"
    if match["item"]:
        text += f"第{_arabic(match['item'])}号"
    if match["letter"]:
        text += _IROHA[match["letter"]]
    return text


def _arabic(roman: str) -> int:
    values = [_ROMAN[letter] for letter in roman]
    following = [*values[1:], 0]
    return sum(
        -value if value < after else value for value, after in zip(values, following, strict=True)
    )


def roman(number: int) -> str:
    """Write an item's number as the packs do.

    >>> roman(9), roman(14)
    ('ix', 'xiv')
    """
    text = ""
    for value, letters in ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")):
        count, number = divmod(number, value)
        text += letters * count
    return text
