"""What every place that holds personal data must be able to do.

Five verbs, and no way to pass a query through: a connector can do only what a policy can
promise. A new kind of place is done when `tests/connectors/test_contract.py` passes on it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NewType, Protocol, TypeAlias, runtime_checkable

PlaceName = NewType("PlaceName", str)
Value: TypeAlias = Any
Record: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Records of some people in one collection, named without naming anyone.

    Attributes:
        collection: A table; or a pattern of keys or paths with the fields of `by` in
            braces, e.g. `cust:{id}:*` or `avatars/{id}.png`; or a set of Parquet files.
            `*` in a pattern matches any characters; a value in braces matches itself
            only (`cust:{id}:*` with 5 never matches `cust:51:x`).
        by: The columns, or the names in braces, that the values are for.
        values: One tuple for each wanted combination, in the order of `by`. Kept out of
            `repr`, because reprs end up in logs.
    """

    collection: str
    by: tuple[str, ...]
    values: Sequence[tuple[Value, ...]]

    def __repr__(self) -> str:
        return f"Selection({self.collection}.{'+'.join(self.by)}=… x{len(self.values)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A needle was found: where, and which one by its number. Never the text itself."""

    collection: str
    field: str
    locator: str
    needle: int

    def __repr__(self) -> str:
        return f"Hit({self.collection}.{self.field}, needle {self.needle})"


class Finder(Protocol):
    """Looks for many needles at once; made by `subject.needles`."""

    def search(self, text: str) -> Iterable[int]:
        """Return the number of each needle that occurs in `text`, each once."""
        ...

    def search_each(self, texts: Sequence[str]) -> Iterable[Collection[int]]:
        """Return the same for each of many short texts, of which most hold nothing."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something the last scan could not look into: never reported as clean.

    Attributes:
        locator: Which file, key or part it is; may hold personal values, hence not in `repr`.
        why: A stable word: `link`, `special`, `compressed`, `packed`, `picture`, `type`,
            `damaged`.
    """

    locator: str = field(repr=False)
    why: str


@runtime_checkable
class Connector(Protocol):
    """A place that holds personal data.

    Every method raises `PlaceUnreachableError` when the place does not answer,
    `PrivilegeMissingError` when it forbids, `PlaceFailedError` when it does not obey or
    when a collection or field is not there (a wrong name is a failure, not an absence).
    """

    name: PlaceName

    def collections(self) -> Iterator[str]:
        """Name every collection there is, so that none is overlooked.

        Tables; key prefixes up to the first `:`; top folders; sets of files.
        """
        ...

    def count(self, selection: Selection) -> int:
        """Return how many records match right now, read from the place itself."""
        ...

    def read(self, selection: Selection) -> Iterator[Record]:
        """Stream the matching records in a stable order, in bounded memory."""
        ...

    def erase(self, selection: Selection) -> int:
        """Erase all matching records, durably; return how many. Again: 0."""
        ...

    def scan(self, finder: Finder) -> Iterator[Hit]:
        """Read every text of the place once and report what the finder finds."""
        ...

    def close(self) -> None:
        """Give back connections. Safe to call twice."""
        ...


@runtime_checkable
class Partial(Protocol):
    """A place with content that no scan can read: pictures, archives, encrypted files."""

    def unread(self) -> Sequence[Unread]:
        """What the last `scan` could not look into."""
        ...
