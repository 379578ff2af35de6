"""Searching by asking the tables: haystack's simplest engine, told to ignore facets.

As it comes, that engine takes django-oscar's conditions ("is public") for words to look for and
so finds no product at all.
"""

from haystack.backends import BaseEngine  # type: ignore[import-untyped]
from haystack.backends.simple_backend import (  # type: ignore[import-untyped]
    SimpleSearchBackend,
    SimpleSearchQuery,
)


class WordsQuery(SimpleSearchQuery):  # type: ignore[misc]
    """Looks for the words that the visitor typed, or for everything."""

    def build_query(self) -> str:
        """Return the words, or ``*``."""
        return " ".join(self._words(self.query_filter)) or "*"

    def _words(self, node: object) -> list[str]:
        found: list[str] = []
        for child in getattr(node, "children", ()):
            if hasattr(child, "children"):
                found += self._words(child)
            elif child[0].startswith("content"):
                found.append(str(getattr(child[1], "query_string", child[1])))
        return found


class WordsEngine(BaseEngine):  # type: ignore[misc]
    """The engine that the settings name."""

    backend = SimpleSearchBackend
    query = WordsQuery
