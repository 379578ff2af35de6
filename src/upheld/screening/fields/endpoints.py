"""The addresses that are screened, and how answers of each are put together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from upheld.screening.fields.chat import CHAT
from upheld.screening.fields.others import COMPLETIONS, EMBEDDINGS, MODERATIONS
from upheld.screening.fields.responses import RESPONSES
from upheld.screening.fields.shape import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address.

    Attributes:
        path: Below the provider's address.
        shape: Of its calls.
        stream: How its streams are built; `None` where it has none.
    """

    path: str
    shape: Record
    stream: Literal["chat", "responses", "completions"] | None = None


MODELS = "/v1/models"
"""Which models there are: asked of the provider without a text."""
ENDPOINTS: Mapping[str, Endpoint] = {
    one.path: one
    for one in (
        Endpoint(path="/v1/chat/completions", shape=CHAT, stream="chat"),
        Endpoint(path="/v1/responses", shape=RESPONSES, stream="responses"),
        Endpoint(path="/v1/completions", shape=COMPLETIONS, stream="completions"),
        Endpoint(path="/v1/embeddings", shape=EMBEDDINGS),
        Endpoint(path="/v1/moderations", shape=MODERATIONS),
    )
}
