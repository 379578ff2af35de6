"""Which language a text is in: Japanese, English, or another, which is then said."""

import re
from typing import Literal, TypeAlias

Guess: TypeAlias = Literal["ja", "en", "zh", "ko", "fr", "de", "es", "it", "pt", "unknown"]

_KANA = re.compile(r"[\u3041-\u309f\u30a1-\u30fa]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u05ff\u0600-\u06ff\u0900-\u0e7f]")
_LATIN_WORD = re.compile(r"[^\W\d_]+")
_KANA_SHARE = 0.1
"""Share of kana among kana and Han from which on a text is Japanese and not Chinese."""
_SAMPLE = 200_000  # characters; the language of a policy shows before that
_STOP_WORDS: dict[Guess, frozenset[str]] = {
    "en": frozenset(
        [
            "the",
            "of",
            "and",
            "to",
            "in",
            "for",
            "we",
            "our",
            "you",
            "your",
            "is",
            "are",
            "with",
            "or",
            "this",
            "that",
            "by",
            "not",
        ]
    ),
    "fr": frozenset(
        [
            "le",
            "la",
            "les",
            "des",
            "et",
            "de",
            "du",
            "nous",
            "vous",
            "vos",
            "une",
            "pour",
            "dans",
            "que",
            "qui",
            "est",
            "par",
            "sur",
        ]
    ),
    "de": frozenset(
        [
            "der",
            "die",
            "das",
            "und",
            "wir",
            "ihre",
            "zu",
            "von",
            "mit",
            "für",
            "nicht",
            "ist",
            "den",
            "dem",
            "werden",
            "oder",
        ]
    ),
    "es": frozenset(
        [
            "el",
            "la",
            "los",
            "las",
            "de",
            "y",
            "en",
            "para",
            "que",
            "usted",
            "su",
            "sus",
            "por",
            "con",
            "una",
            "del",
            "se",
            "no",
        ]
    ),
    "it": frozenset(
        [
            "il",
            "lo",
            "gli",
            "le",
            "di",
            "e",
            "per",
            "che",
            "con",
            "una",
            "del",
            "della",
            "nostro",
            "i",
            "vostri",
            "sono",
            "nel",
            "da",
        ]
    ),
    "pt": frozenset(
        [
            "o",
            "os",
            "as",
            "de",
            "e",
            "para",
            "que",
            "seu",
            "seus",
            "com",
            "uma",
            "do",
            "da",
            "nós",
            "não",
            "em",
            "por",
            "ou",
        ]
    ),
}
NAMES: dict[Guess, tuple[str, str]] = {
    "ja": ("Japanese", "日本語"),
    "en": ("English", "英語"),
    "zh": ("Chinese", "中国語"),
    "ko": ("Korean", "韓国語"),
    "fr": ("French", "フランス語"),
    "de": ("German", "ドイツ語"),
    "es": ("Spanish", "スペイン語"),
    "it": ("Italian", "イタリア語"),
    "pt": ("Portuguese", "ポルトガル語"),
    "unknown": ("no language known here", "判定できない言語"),
}
"""English and Japanese names of the languages."""


def language_of(text: str) -> Guess:
    """Guess the language by its script, then by the commonest small words.

    >>> language_of("当社は、お客様の個人情報を適切に取り扱います。")
    'ja'
    >>> language_of("Nous ne vendons pas vos données et nous les protégeons pour vous.")
    'fr'
    >>> language_of("我们重视您的隐私，并保护您的个人信息。")
    'zh'
    """
    sample = text[:_SAMPLE]
    kana, han = len(_KANA.findall(sample)), len(_HAN.findall(sample))
    hangul = len(_HANGUL.findall(sample))
    latin = sum(len(word) for word in _LATIN_WORD.findall(sample)) - kana - han - hangul
    if hangul > kana + han and 2 * hangul > latin:
        return "ko"
    # A Han or kana character says about as much as three letters.
    if 3 * (kana + han) > latin:
        return "ja" if kana >= _KANA_SHARE * (kana + han) else "zh"
    if len(_OTHER_SCRIPT.findall(sample)) > latin / 2:
        return "unknown"
    return _by_small_words(sample)


def _by_small_words(sample: str) -> Guess:
    words = [word.casefold() for word in _LATIN_WORD.findall(sample)]
    if not words:
        return "unknown"
    counts = {
        language: sum(word in small for word in words) for language, small in _STOP_WORDS.items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "unknown"
