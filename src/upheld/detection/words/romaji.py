"""Katakana in Latin letters (Hepburn), and how two spellings of one name are made equal."""

import re
import unicodedata

_ROWS = {
    "": "アイウエオ", "k": "カキクケコ", "s": "サシスセソ", "t": "タチツテト", "n": "ナニヌネノ", "h": "ハヒフヘホ", "m": "マミムメモ",
    "r": "ラリルレロ", "g": "ガギグゲゴ", "z": "ザジズゼゾ", "d": "ダヂヅデド", "b": "バビブベボ", "p": "パピプペポ",
}  # fmt: skip
_KANA = {
    kana: row + vowel
    for row, kanas in _ROWS.items()
    for kana, vowel in zip(kanas, "aiueo", strict=True)
}
_KANA |= {"シ": "shi", "チ": "chi", "ツ": "tsu", "フ": "fu", "ジ": "ji", "ヂ": "ji", "ヅ": "zu"}
_KANA |= {"ヤ": "ya", "ユ": "yu", "ヨ": "yo", "ワ": "wa", "ヲ": "o", "ン": "n", "ー": ""}
_GLIDES = {"ャ": "a", "ュ": "u", "ョ": "o"}
_LONG = re.compile(r"oo|ou|uu")


def romaji(kana: str) -> str:
    """Katakana as it is written on signs, long vowels spelt out.

    >>> romaji("キョウト"), romaji("ミナト"), romaji("ヒョウゴ"), romaji("サッポロ")
    ('kyouto', 'minato', 'hyougo', 'sapporo')
    """
    out, doubled = "", False
    for char in kana:
        if char == "ッ":
            doubled = True
            continue
        if char in _GLIDES:
            stem = out[:-1]
            out = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + _GLIDES[char]
            continue
        latin = _KANA.get(char, "")
        out += (latin[:1].replace("c", "t") if doubled else "") + latin
        doubled = False
    return out


def plain_romaji(latin: str) -> str:
    """Lower case, without marks for long vowels: Ōsaka, Oosaka and Osaka are one.

    >>> plain_romaji("Ōsaka"), plain_romaji("hyougo"), plain_romaji("Gumma")
    ('osaka', 'hyogo', 'gunma')
    """
    bare = unicodedata.normalize("NFD", latin.lower())
    bare = "".join(char for char in bare if char.isascii() and char.isalpha())
    return re.sub(r"m(?=[bpm])", "n", _LONG.sub(lambda found: found[0][0], bare))
