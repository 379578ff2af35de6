"""Which rules can have a match in a piece of text: all of them asked in one pass.

With RE2 one automaton answers. Without it (`PlainGate`) each pattern is looked for by itself:
the same answers but for a few too many, several times slower.
"""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from importlib import import_module
from typing import Any, Protocol

import regex

from upheld.refusal import RefusalError
from upheld.wording import Text

_MEMORY = 64 << 20  # bytes for the automaton; 1 MB was too little for some sets, in silence
_REPEATED = re.compile(r"(?<!\\x)(?<!\\[pP])\{([0-9]+),([0-9]*)\}")
_SHARED = 16
"""Gates that are kept; the scanner with everything has four, a policy's own rules two more."""
_COUNTED = 4
"""So many counts of a repetition are told apart at most where a few matches too many do no harm."""
_RUN, _LONG = r"[A-Za-z0-9+/=_-]{512}", 1024
"""What is encoded, e.g. base64; and bytes of a piece in which it is looked for."""
_PARTS = 8
"""Automata that such pieces are given to; more of them save little."""
_SENTINEL = b"\x01\x7f\x01"
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

    def present(self, piece: bytes) -> Collection[int]:
        """Return numbers of patterns; a few too many is allowed, one too few is not.

        Args:
            piece: UTF-8; a code point may be cut at its end.
        """
        ...

    def present_in(self, pieces: Iterable[bytes]) -> list[Collection[int]]:
        """Return the same for each piece."""
        ...


class Gates(Protocol):
    """Makes gates."""

    def __call__(self, patterns: Sequence[str], *, anchored: bool = False) -> Gate:
        """Return a gate of patterns that may begin anywhere, or only where the piece does."""
        ...


class PlainGate:
    """One pass a pattern."""

    def __init__(
        self, patterns: Sequence[str], *, anchored: bool = False, ascii_only: bool = True
    ) -> None:
        """Compile them; their classes mean ASCII alone, or every script."""
        flags = regex.ASCII if ascii_only else 0
        compiled = [regex.compile(pattern, flags) for pattern in patterns]
        self._looks = [one.match if anchored else one.search for one in compiled]

    def present(self, piece: bytes) -> Collection[int]:
        """Return the numbers of the patterns that are in the piece."""
        text = piece.decode("utf-8", "replace")
        return [n for n, look in enumerate(self._looks) if look(text)]

    def present_in(self, pieces: Iterable[bytes]) -> list[Collection[int]]:
        """Return the same for each piece."""
        return [self.present(piece) for piece in pieces]


class Re2Gate:
    """One automaton for all patterns; linear time whatever they are."""

    def __init__(
        self, re2: Any, patterns: Sequence[str], *, anchored: bool = False, parted: bool = True
    ) -> None:
        """Build it and see that it works.

        Args:
            re2: The library.
            patterns: In its syntax.
            anchored: Whether they have to match where the piece begins.
            parted: Whether pieces that would take long are given to several automata.

        Raises:
            DetectionSelfTestError: It does not.
        """
        self._re2 = re2
        self._patterns = patterns
        self._all = range(len(patterns))
        self._mark = len(patterns)
        make = re2.Set.MatchSet if anchored else re2.Set.SearchSet
        self._set = make(options(re2))
        self._parted = parted and not anchored
        # What is empty matches where every piece begins: there it is the mark.
        self._sign = b"" if anchored else _SENTINEL
        for pattern in patterns:
            self._set.Add(pattern if anchored else widened(pattern))
        self._set.Add(self._sign.decode())
        self._set.Compile()
        # The wrapper only encodes text, which this never is; without it a call takes 0.4 µs less.
        bare = getattr(self._set, "_set", self._set)
        self._match: Callable[[bytes], list[int] | None] = bare.Match
        blind = not anchored and self._match(b"")
        if blind or self._match(_SENTINEL) != [self._mark]:
            raise DetectionSelfTestError

    def present(self, piece: bytes) -> Collection[int]:
        """Return the numbers of the patterns that are in the piece; all where RE2 gave up."""
        return self.present_in((piece,))[0]

    def present_in(self, pieces: Iterable[bytes]) -> list[Collection[int]]:
        """Return the same for each piece."""
        match, mark, sign = self._match, self._mark, self._sign
        present: list[Collection[int]] = []
        for piece in pieces:
            if len(piece) > _LONG and self._is_encoded(piece):
                present.append(self._in_parts(piece))
                continue
            found = match(piece + sign)
            if found is not None and mark in found:
                found.remove(mark)
                present.append(found)
            else:
                present.append(self._all)
        return present

    def _is_encoded(self, piece: bytes) -> bool:
        return self._parted and bool(self._runs.Match(piece))

    def _in_parts(self, piece: bytes) -> Collection[int]:
        """Ask several small automata: the same answer.

        In letters at random nearly each sign leads to a state of the one automaton that no text
        has led to before; of an eighth of the patterns few combinations are ever under way.
        """
        return [
            part + number * _PARTS
            for part, gate in enumerate(self._parts)
            for number in gate.present(piece)
        ]

    @cached_property
    def _parts(self) -> "list[Re2Gate]":
        return [
            Re2Gate(self._re2, self._patterns[part::_PARTS], parted=False) for part in range(_PARTS)
        ]

    @cached_property
    def _runs(self) -> Any:
        runs = self._re2.Set.SearchSet(options(self._re2))
        runs.Add(_RUN)
        runs.Compile()
        return getattr(runs, "_set", runs)


def widened(pattern: str) -> str:
    """A pattern whose long repetitions have no upper bound, for a gate that looks anywhere.

    RE2 builds states of its automaton as texts come to need them, which takes much longer than to
    use them. Each count of a repetition is a state, and all that are under way make one together:
    with many patterns nearly each text is new. Whatever has a match still has one.

    >>> widened("a[0-9]{0,16}b[0-9]{2,9}c[0-9]{2,4}")
    'a[0-9]*b[0-9]{2,}c[0-9]{2,4}'
    """
    return _REPEATED.sub(_unbounded, pattern)


def _unbounded(bounds: "re.Match[str]") -> str:
    least, most = bounds[1], bounds[2]
    if most and int(most) - int(least) < _COUNTED:
        return bounds[0]
    return {"0": "*", "1": "+"}.get(least, f"{{{least},}}")


def options(re2: Any) -> Any:
    """RE2 with enough memory, and silent: what it logs would be parts of patterns."""
    chosen = re2.Options()
    chosen.log_errors = False
    chosen.max_mem = _MEMORY
    return chosen


def gate_for(patterns: Sequence[str], *, anchored: bool = False, ascii_only: bool = True) -> Gate:
    r"""The best gate that this installation has.

    Args:
        patterns: In RE2's syntax.
        anchored: Whether they have to match where the piece begins.
        ascii_only: Whether classes mean ASCII alone where RE2 is missing; `\p{…}` needs `False`.
    """
    return _gate_of(tuple(patterns), anchored=anchored, ascii_only=ascii_only)


@lru_cache(maxsize=_SHARED)
def _gate_of(patterns: tuple[str, ...], *, anchored: bool, ascii_only: bool) -> Gate:
    """Scanners of the same rules share a gate, and the states that texts have made in it."""
    try:
        re2 = import_module("re2")
    except ImportError:
        return PlainGate(patterns, anchored=anchored, ascii_only=ascii_only)
    return Re2Gate(re2, patterns, anchored=anchored)
