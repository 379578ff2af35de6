"""Phrases: what each kind of line says, in Japanese and English side by side, a file a topic.

Start at `book`. Importing this package fills the book.
"""

from upheld.rendering.phrases import (
    ai,
    changes,
    company,
    consent,
    data,
    online,
    other,
    purposes,
    recipients,
    retention,
    rights,
    security,
)
from upheld.rendering.phrases.book import kinds, said

__all__ = [
    "ai", "changes", "company", "consent", "data", "kinds", "online", "other", "purposes",
    "recipients", "retention", "rights", "said", "security",
]  # fmt: skip
