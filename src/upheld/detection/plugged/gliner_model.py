"""GLiNER models, from a folder, as recognisers of what they are asked for."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from upheld.detection.finding import Span
from upheld.detection.plugged.labels import KINDS

LABELS = (
    "person",
    "address",
    "phone number",
    "email",
    "date of birth",
    "medical condition",
    "religion",
)
_THRESHOLD = 0.5


class Model(Protocol):
    """What is asked of a loaded GLiNER model."""

    def predict_entities(
        self, text: str, labels: list[str], threshold: float
    ) -> list[dict[str, Any]]:
        """Return entities with `start`, `end`, `label` and `score`."""
        ...


class GlinerModel:
    """Asks a model for the labels that mean a kind here."""

    def __init__(self, model: Model) -> None:
        """Take a loaded model."""
        self._model = model

    def find(self, text: str, plain: str, so_far: Sequence[Span]) -> Iterable[Span]:
        """Return what the model predicts, as sure as it says."""
        del plain, so_far
        for found in self._model.predict_entities(text, list(LABELS), _THRESHOLD):
            kind = KINDS[found["label"]]
            yield Span(kind, found["start"], found["end"], float(found["score"]), f"{kind}.gliner")


def load(model: str) -> GlinerModel:
    """Load a model from a folder; what is not there is not fetched."""
    import importlib

    gliner = importlib.import_module("gliner")
    return GlinerModel(gliner.GLiNER.from_pretrained(model, local_files_only=True))
