"""What comes back is given its values again: whole answers, and streams piece by piece.

Placeholders are restored from the map of the call alone. Another call's, or another customer's,
is text like any other.
"""

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from upheld.detection.transform import Pseudonyms, Restorer

_JSON_FIELDS = frozenset({"arguments"})
"""Fields whose text is JSON: a restored value is escaped for it."""


class Restoring:
    """Restores the parts of one answer; asks the map for a restorer for each text."""

    def __init__(self, pseudonyms: Pseudonyms, *, arguments: bool) -> None:
        """Take the map of a call.

        Args:
            pseudonyms: The map.
            arguments: Whether arguments of tools are restored, too.
        """
        self._pseudonyms = pseudonyms
        self._arguments = arguments

    @cached_property
    def _plain(self) -> Restorer:
        return self._pseudonyms.restorer()

    @cached_property
    def _escaped(self) -> Restorer:
        return self._pseudonyms.restorer(form="json")

    @property
    def needed(self) -> bool:
        """Whether there is anything to restore."""
        return len(self._pseudonyms) > 0

    def piecewise(self, field: str) -> Restorer:
        """Return the restorer of one text that comes in pieces."""
        if field not in _JSON_FIELDS:
            return self._pseudonyms.restorer()
        kinds = None if self._arguments else frozenset[str]()
        return self._pseudonyms.restorer(form="json", kinds=kinds)

    def whole(self, answer: Any, field: str = "") -> Any:
        """Return an answer with every text in it restored."""
        if isinstance(answer, str):
            if field in _JSON_FIELDS:
                return self._escaped.whole(answer) if self._arguments else answer
            return self._plain.whole(answer)
        if isinstance(answer, list):
            return [self.whole(one, field) for one in answer]
        if isinstance(answer, Mapping):
            return {name: self.whole(one, name) for name, one in answer.items()}
        return answer

    def document(self, raw: bytes) -> bytes:
        """Return the bytes of a JSON answer, restored.

        Raises:
            ValueError: It is no JSON.
        """
        read = json.loads(raw)
        if not self.needed:
            return raw
        return json.dumps(self.whole(read), ensure_ascii=False, separators=(",", ":")).encode()
