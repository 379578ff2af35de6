"""spaCy pipelines, GiNZA among them, as recognisers of names."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, cast

from upheld.detection.finding import Span
from upheld.detection.plugged.labels import KINDS

_SURE = 0.6
"""A pipeline says nothing of how sure it is."""


class SpacyPipeline:
    """Takes over the entities of a pipeline whose labels mean a kind here."""

    def __init__(self, pipeline: Callable[[str], Any]) -> None:
        """Take a loaded pipeline."""
        self._pipeline = pipeline

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return its entities; offsets of spaCy are code points already."""
        del plain, so_far
        for entity in self._pipeline(text).ents:
            kind = KINDS.get(entity.label_)
            if kind is not None:
                rule = f"{kind}.spacy"
                yield Span(kind, entity.start_char, entity.end_char, _SURE, rule)


def load(model: str) -> SpacyPipeline:
    """Load an installed pipeline by name or path: `ja_ginza`, a folder."""
    import importlib

    spacy = importlib.import_module("spacy")
    return SpacyPipeline(cast("Callable[[str], Any]", spacy.load(model)))
