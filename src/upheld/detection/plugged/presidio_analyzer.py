"""Presidio's analyzer as a source of findings."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from upheld.detection.finding import Span
from upheld.detection.plugged.labels import KINDS


class Analyzer(Protocol):
    """What is asked of a Presidio `AnalyzerEngine`."""

    def analyze(self, text: str, language: str) -> list[Any]:
        """Return results with `entity_type`, `start`, `end` and `score`."""
        ...


class PresidioAnalyzer:
    """Takes over results whose entity means a kind here."""

    def __init__(self, analyzer: Analyzer, language: str) -> None:
        """Take an engine and the language that it is asked in."""
        self._analyzer = analyzer
        self._language = language

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return its results, as sure as it says."""
        del plain, so_far
        for result in self._analyzer.analyze(text=text, language=self._language):
            kind = KINDS.get(result.entity_type)
            if kind is not None:
                yield Span(kind, result.start, result.end, float(result.score), f"{kind}.presidio")


def load(language: str) -> PresidioAnalyzer:
    """Make the engine with what is installed."""
    import importlib

    presidio = importlib.import_module("presidio_analyzer")
    return PresidioAnalyzer(presidio.AnalyzerEngine(), language)
