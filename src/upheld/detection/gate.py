"""Which rules can have a match in a piece of text: all of them asked in one pass.

With RE2 one automaton answers. Without it (`PlainGate`) each pattern is looked for by itself:
the same answers, several times slower.
"""

from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from typing import Any, Protocol

import regex

from upheld.refusal import RefusalError
from upheld.wording import Text

_MEMORY = 64 << 20  # bytes for the automaton; 1 MB was too little for some sets, in silence
_SENTINEL = "\x01\x7f\x01"
"""Put behind every piece: an answer without it is no answer."""


class DetectionSelfTestError(RefusalError):
    """The matcher does not see what it must see; nothing is scanned with it."""

    code = "detection-self-test"

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            Text(
                en="the matcher of patterns did not find the mark that is in every text",
                ja="パターン照合が、必ず存在する目印を見つけられませんでした",
            ),
            remedy=Text(
                en="reinstall `google-re2`, or remove it: the slower matcher then takes over",
                ja="`google-re2` を入れ直してください。削除すると低速の照合に切り替わります",
            ),
        )


class Gate(Protocol):
    """Answers which of its patterns are in a piece of text."""

    def present(self, piece: str) -> Collection[int]:
        """Return numbers of patterns; a few too many is allowed, one too few is not."""
        ...


class PlainGate:
    """One pass a pattern."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Compile them."""
        self._patterns = [regex.compile(pattern, regex.ASCII) for pattern in patterns]

    def present(self, piece: str) -> Collection[int]:
        """Return the numbers of the patterns that are in the piece."""
        return {n for n, pattern in enumerate(self._patterns) if pattern.search(piece)}


class Re2Gate:
    """One automaton for all patterns; linear time whatever they are."""

    def __init__(self, re2: Any, patterns: Sequence[str]) -> None:
        """Build it and see that it works.

        Raises:
            DetectionSelfTestError: It does not.
        """
        self._all = range(len(patterns))
        self._mark = len(patterns)
        self._set = re2.Set.SearchSet(options(re2))
        for pattern in (*patterns, _SENTINEL):
            self._set.Add(pattern)
        self._set.Compile()
        self._match: Callable[[str], list[int] | None] = self._set.Match
        if self._match("") or self._match(_SENTINEL) != [self._mark]:
            raise DetectionSelfTestError

    def present(self, piece: str) -> Collection[int]:
        """Return the numbers of the patterns that are in the piece; all where RE2 gave up."""
        found = set(self._match(piece + _SENTINEL) or ())
        if self._mark not in found:
            return self._all
        found.discard(self._mark)
        return found


def options(re2: Any) -> Any:
    """RE2 with enough memory, and silent: what it logs would be parts of patterns."""
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = _MEMORY
    return chosen


def gate_for(patterns: Sequence[str]) -> Gate:
    """The best gate that this installation has."""
    try:
        re2 = import_module("re2")
    except ImportError:
        return PlainGate(patterns)
    return Re2Gate(re2, patterns)
