"""Every sentence a person reads exists in Japanese and in English, written side by side."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["ja", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages, worded where the facts are known.

    >>> Text(en="not found", ja="見つかりません").in_language("ja")
    '見つかりません'
    """

    en: str
    ja: str

    def in_language(self, language: Language) -> str:
        """Return the sentence in one language."""
        return self.ja if language == "ja" else self.en

    def by_language(self) -> dict[str, str]:
        """Return both, each under its language's code, as documents and the API give them."""
        return {"ja": self.ja, "en": self.en}

    def __str__(self) -> str:
        return self.en
