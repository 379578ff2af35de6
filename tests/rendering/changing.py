"""Changes in one language, as a hand that edits a published page makes them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from random import Random
from typing import TypeAlias

from upheld.rendering.parity.reading import Reading
from upheld.wording import Language, Text

Lines: TypeAlias = Mapping[str, Reading]
Change: TypeAlias = Callable[[str, Language, tuple[Text, ...], Random], str | None]

_NUMBER = re.compile(r"(?<![\w.#-])\d[\d,]*(?![\w.-])", re.ASCII)
_UNITS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"(\d) business days", r"\1 days"), (r"(\d) days", r"\1 months"),
        (r"(\d) years", r"\1 months"), (r"(\d) hours", r"\1 days"), (r"(\d) months", r"\1 years"),
        (r"(\d) yen", r"\1 US dollars"), (r"every year", "every month"),
    ),
    "ja": (
        (r"(\d)営業日", r"\1日"), (r"(\d)日(?!付)", r"\1か月"), (r"(\d)年間", r"\1か月間"),
        (r"(\d)時間", r"\1日"), (r"(\d)か月", r"\1年"), (r"(\d)円", r"\1米ドル"), (r"毎年", "毎月"),
    ),
}  # fmt: skip
_DENIED: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": (
        (r"\b(do|does|is|are|may|can|will|must) not\b", r"\1"), (r"\bcannot\b", "can"),
        (r"\bnever\b", "always"), (r"\bwithout\b", "with"), (r"\bno\b", "a"),
        (r"\bexcept\b", "and"), (r"\bNobody\b", "Everybody"),
        (r"\b(We|It|This|They|we) (use|keep|receive|answer|send|erase|publish|act|handle|check)\b", r"\1 do not \2"),
        (r"\b(can|may|will|must) (?!not)", r"\1 not "), (r"\b(is|are) (?!not)", r"\1 not "),
    ),
    "ja": (
        (r"しません", "します"), (r"りません", "ります"), (r"きません", "きます"),
        (r"いません", "います"), (r"ではありません", "です"), (r"なく、", "あり、"), (r"除き", "含み"),
        (r"(?<!ま)します(?!。?か)", "しません"), (r"できます", "できません"), (r"います。", "いません。"),
        (r"ります。", "りません。"), (r"です。", "ではありません。"),
    ),
}  # fmt: skip
_OTHER: dict[Language, tuple[str, ...]] = {
    "en": ("Fuyutsuki Trading", "the Ministry", "shoe size"),
    "ja": ("冬月商会", "所轄の省庁", "靴の寸法"),
}


def number(text: str, _: Language, __: tuple[Text, ...], chance: Random) -> str | None:
    """Change one number."""
    found = list(_NUMBER.finditer(text))
    if not found:
        return None
    one = chance.choice(found)
    value = int(one[0].replace(",", ""))
    return f"{text[: one.start()]}{value + chance.choice((1, 2, 10, 100))}{text[one.end() :]}"


def unit(text: str, language: Language, _: tuple[Text, ...], chance: Random) -> str | None:
    """Change the unit of one period or amount."""
    return _replaced(text, _UNITS[language], chance)


def denial(text: str, language: Language, terms: tuple[Text, ...], chance: Random) -> str | None:
    """Take a negation out, or put one in; names of things stay as they are."""
    names = [one.in_language(language) for one in terms]
    pattern = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True) if one)
    parts = re.split(f"({pattern})", text, flags=re.IGNORECASE) if pattern else [text]
    order = list(range(0, len(parts), 2))
    chance.shuffle(order)
    for place in order:
        changed = _replaced(parts[place], _DENIED[language], chance)
        if changed is not None:
            return "".join([*parts[:place], changed, *parts[place + 1 :]])
    return None


def name(text: str, language: Language, terms: tuple[Text, ...], chance: Random) -> str | None:
    """Put another name in the place of one that the declaration gives."""
    known = [one for one in terms if one.in_language(language) in text]
    if not known:
        return None
    old = chance.choice(known).in_language(language)
    return text.replace(old, chance.choice(_OTHER[language]), 1)


def _replaced(text: str, rules: tuple[tuple[str, str], ...], chance: Random) -> str | None:
    fitting = [(old, new) for old, new in rules if re.search(old, text)]
    if not fitting:
        return None
    old, new = chance.choice(fitting)
    return re.sub(old, new, text, count=1)


CHANGES: Mapping[str, Change] = {"number": number, "unit": unit, "denial": denial, "name": name}


def changed(
    kind: str,
    lines: Lines,
    language: Language,
    terms: Mapping[str, tuple[Text, ...]],
    chance: Random,
) -> tuple[str, dict[str, Reading]] | None:
    """Return one language of a page with one change, and the line that was changed."""
    keys = sorted(lines)
    chance.shuffle(keys)
    for key in keys:
        if kind == "clause":
            return key, {other: one for other, one in lines.items() if other != key}
        text = CHANGES[kind](lines[key].text, language, terms.get(key, ()), chance)
        if text is not None and text != lines[key].text:
            return key, {**lines, key: replace(lines[key], text=text)}
    return None
