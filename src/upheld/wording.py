"""Every sentence a person reads exists in Japanese and in English, written side by side."""

import errno
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


_REASONS = {
    errno.ENOENT: "存在しません",
    errno.EACCES: "権限がありません",
    errno.EPERM: "許可されていません",
    errno.EROFS: "読み取り専用です",
    errno.EISDIR: "フォルダです",
    errno.ENOTDIR: "フォルダではありません",
    errno.EEXIST: "すでにあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ENOSPC: "空きがありません",
}


def reason_of(error: OSError) -> Text:
    """Why the system does not do something with a file; its own words follow the locale and not ours.

    >>> reason_of(FileNotFoundError(errno.ENOENT, "No such file or directory")).ja
    '存在しません'
    """
    told = error.strerror or type(error).__name__
    return Text(en=told, ja=_REASONS.get(error.errno or 0, told))
