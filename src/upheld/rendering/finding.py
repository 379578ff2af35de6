"""What is wrong with rendered pages; a command that finds something leaves with exit code 1."""

from dataclasses import dataclass
from typing import Any

from upheld.wording import Language, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One finding.

    Attributes:
        code: Stable kebab-case word.
        key: The line it is about, by its place in the declaration.
        clause: The first clause of that line.
        page: The page it was found on, where that matters.
    """

    code: str
    key: str
    what: Text
    remedy: Text
    clause: str | None = None
    page: str | None = None

    def as_json(self, language: Language) -> dict[str, Any]:
        """Return the documented object."""
        return {
            "code": self.code,
            "line": self.key,
            "clause": self.clause,
            "page": self.page,
            "what": self.what.in_language(language),
            "remedy": self.remedy.in_language(language),
        }

    def in_language(self, language: Language) -> str:
        """Return it as lines for a terminal."""
        place = ": ".join(part for part in (self.page, self.clause or self.key) if part)
        cure = "to fix" if language == "en" else "対処"
        what, remedy = self.what.in_language(language), self.remedy.in_language(language)
        return f"{place}: {what} [{self.code}]\n  {cure}: {remedy}"
