"""A value makes room for the word of its kind: ⟦氏名⟧, ⟦person's name⟧."""

from collections.abc import Iterable

from upheld.detection.kind import kinds
from upheld.detection.transform.placing import Place, replaced
from upheld.wording import Language


def redacted(text: str, places: Iterable[Place], language: Language) -> str:
    """Return the text with every value gone for good.

    >>> from upheld.detection import Span
    >>> redacted("宛先 sato@example.jp", [Span("email", 3, 18, 1.0, "email")], "ja")
    '宛先 ⟦メールアドレス⟧'
    """
    return replaced(text, places, lambda kind, _: f"⟦{kinds()[kind].label.in_language(language)}⟧")
