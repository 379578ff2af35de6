"""A refusal as the application's caller reads it: the documented error object, never a value."""

import json

from upheld.screening.middleware.refusing import BodyBlockedError
from upheld.screening.refused import CallRefusedError
from upheld.wording import Language


def body_of(refusal: CallRefusedError, language: Language) -> bytes:
    """Return the body of an answer."""
    error = refusal.as_json(language)
    if isinstance(refusal, BodyBlockedError):
        error["found"] = refusal.found
    return json.dumps({"error": error}, ensure_ascii=False).encode()
