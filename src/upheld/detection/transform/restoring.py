"""Placeholders become values again, in a whole text or in a stream that is cut anywhere."""

import json
from collections.abc import Mapping
from typing import Literal, TypeAlias

from upheld.detection.transform.placeholder import START, Answer, key_of, read_at

Form: TypeAlias = Literal["plain", "json"]
"""What the text is: plain, or the inside of JSON, where a value's quotes must be escaped."""

_TWICE = 2


class Restorer:
    """Restores one text that comes in pieces: `feed` each, then `finish`.

    Only what may still become a known placeholder is held back. A placeholder that is not
    known is text like any other: another scope's stays as it was written. One restorer is for one
    text (a choice of an answer, the arguments of one tool call) and for one thread.
    """

    def __init__(self, values: Mapping[str, str], *, form: Form = "plain") -> None:
        """Take values by placeholder.

        Args:
            values: What each placeholder stands for, in any spelling of it.
            form: What the text is.
        """
        self._by_key = {key_of(one): value for one, value in values.items()}
        self._prefixes = {key[:end] for key in self._by_key for end in range(1, len(key) + 1)}
        self._form = form
        self._held = ""

    @property
    def held(self) -> str:
        """What is held back."""
        return self._held

    def feed(self, chunk: str) -> str:
        """Take a piece; return what is certain."""
        text, self._held = self._held + chunk, ""
        return self._restored(text, last=False)

    def finish(self) -> str:
        """Return what was held back, restored where it was whole; the restorer can begin anew."""
        text, self._held = self._held, ""
        return self._restored(text, last=True)

    def whole(self, text: str) -> str:
        """Restore a text that is here as a whole."""
        return self.feed(text) + self.finish()

    def _restored(self, text: str, *, last: bool) -> str:
        if not self._by_key:
            return text
        parts: list[str] = []
        at = 0
        while (found := START.search(text, at)) is not None:
            start = _last_escape(found.group(), found.start())
            parts.append(text[at:start])
            read = read_at(text, start, self._prefixes)
            if read.answer is Answer.MAYBE and not last:
                self._held = text[start:]
                return "".join(parts)
            known = self._by_key.get(read.key) if read.answer is Answer.YES else None
            at = found.end() if known is None else read.end
            parts.append(text[start:at] if known is None else self._value(known))
        return "".join([*parts, text[at:]])

    def _value(self, value: str) -> str:
        return value if self._form == "plain" else json.dumps(value, ensure_ascii=False)[1:-1]


def _last_escape(run: str, start: int) -> int:
    """Backslashes in pairs are backslashes: one or two at the end of a run can be an escape."""
    if not run.startswith("\\"):
        return start
    return start + len(run) - (1 if len(run) % _TWICE else _TWICE)
