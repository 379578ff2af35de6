"""Values under other names: the same value the same name, within one scope.

Which value has which number is kept by the HMAC of the normalised value. Numbers run from 1
in each kind (`sequence`), or come out of the HMAC itself (`keyed`): then two runs that know nothing
of each other give a value the same name. Two values never share a name: where their numbers
would, the later one gets more digits.
"""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple, TypeAlias

from upheld.detection.transform.placeholder import key_of, keys_in, written
from upheld.detection.transform.placing import Place, replaced
from upheld.detection.transform.restoring import Form, Restorer
from upheld.detection.transform.scope import Scope

Numbering: TypeAlias = Literal["sequence", "keyed"]

_KEYED_DIGITS, _MORE_DIGITS = 8, 4


class Kept(NamedTuple):
    """One line of the map: what a vault stores.

    Attributes:
        kind: A name of `upheld.detection.kind`.
        number: Of the placeholder.
        value: As it was first written in the scope.
    """

    kind: str
    number: int
    value: str


class Pseudonyms:
    """The map of one scope; grows with every text, restores what it knows. For one thread."""

    def __init__(
        self,
        scope: Scope,
        *,
        numbering: Numbering = "sequence",
        ascii_only: bool = False,
        kept: Iterable[Kept] = (),
    ) -> None:
        """Begin a map, or go on with one that a vault has kept."""
        self.scope = scope
        self._numbering = numbering
        self._ascii_only = ascii_only
        self._number_of: dict[bytes, int] = {}
        self._kept: dict[str, Kept] = {}  # by key of the placeholder
        self._count: dict[str, int] = {}
        for one in kept:
            self._keep(scope.digest(one.kind, one.value), one)

    def __len__(self) -> int:
        """Tell how many values have a name."""
        return len(self._kept)

    def __iter__(self) -> Iterator[Kept]:
        """Go through the map, oldest first."""
        return iter(self._kept.values())

    def placeholder(self, kind: str, value: str) -> str:
        """Return the name of a value; a new one where it has none yet."""
        return self._named(kind, value, frozenset())

    def pseudonymised(self, text: str, places: Iterable[Place]) -> str:
        """Return the text with a name in every place.

        What already looks like a placeholder in the text is nobody's: no value gets that name.
        """
        taken = keys_in(text)
        return replaced(text, places, lambda kind, value: self._named(kind, value, taken))

    def values(self, kinds: frozenset[str] | None = None) -> dict[str, str]:
        """Return values by placeholder; of all kinds, or of these."""
        return {
            written(one.kind, one.number, ascii_only=self._ascii_only): one.value
            for one in self
            if kinds is None or one.kind in kinds
        }

    def restorer(self, *, form: Form = "plain", kinds: frozenset[str] | None = None) -> Restorer:
        """Return a restorer of what is known now, of all kinds or of these."""
        return Restorer(self.values(kinds), form=form)

    def restored(self, text: str, *, form: Form = "plain") -> str:
        """Restore a whole text."""
        return self.restorer(form=form).whole(text)

    def _named(self, kind: str, value: str, taken: frozenset[str]) -> str:
        digest = self.scope.digest(kind, value)
        number = self._number_of.get(digest)
        if number is None:
            number = next(
                number
                for number in self._numbers(kind, digest)
                if (key := key_of(written(kind, number))) not in taken and key not in self._kept
            )
            self._keep(digest, Kept(kind, number, value))
        return written(kind, number, ascii_only=self._ascii_only)

    def _keep(self, digest: bytes, one: Kept) -> None:
        self._number_of[digest] = one.number
        self._kept[key_of(written(one.kind, one.number))] = one
        self._count[one.kind] = max(self._count.get(one.kind, 0), one.number)

    def _numbers(self, kind: str, digest: bytes) -> Iterator[int]:
        if self._numbering == "sequence":
            number = self._count.get(kind, 0)
            while True:
                number += 1
                yield number
        whole, digits = int.from_bytes(digest, "big"), _KEYED_DIGITS
        while True:
            # A first digit of its own keeps numbers of different lengths apart.
            yield 10**digits + whole % 10**digits
            digits += _MORE_DIGITS
