"""spaCy pipelines, GiNZA among them, as recognisers of names."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol, cast

from upheld.detection.finding import Span
from upheld.detection.plugged.labels import KINDS

_SURE = 0.6
"""A pipeline says nothing of how sure it is."""


class Pipeline(Protocol):
    """What is asked of a loaded pipeline (`spacy.Language`)."""

    def pipe(self, texts: Iterable[str]) -> Iterator[Any]:
        """Yield a document with its entities for each text."""
        ...


class SpacyPipeline:
    """Takes over the entities of a pipeline whose labels mean a kind here."""

    def __init__(self, pipeline: Pipeline) -> None:
        """Take a loaded pipeline."""
        self._pipeline = pipeline

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return its entities; offsets of spaCy are code points already."""
        return next(self.find_each([text], [plain], [so_far]))

    def find_each(
        self, texts: Sequence[str], plains: Sequence[str], so_far: Sequence[Sequence[Span]]
    ) -> Iterator[Iterable[Span]]:
        """Return the same for each text: models read several in less time than one by one."""
        del plains, so_far
        return map(_entities, self._pipeline.pipe(texts))


def _entities(document: Any) -> Iterator[Span]:
    for entity in document.ents:
        kind = KINDS.get(entity.label_)
        if kind is not None:
            yield Span(kind, entity.start_char, entity.end_char, _SURE, f"{kind}.spacy")


def load(model: str) -> SpacyPipeline:
    """Load an installed pipeline by name or path: `ja_ginza`, a folder."""
    import importlib

    spacy = importlib.import_module("spacy")
    return SpacyPipeline(cast("Pipeline", spacy.load(model)))
