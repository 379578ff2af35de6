"""Personal data that stands where the map does not expect it: a card number in a memo.

Every text of a place is read once, through the same `scan` that looks for what an erasure left
behind; instead of needles a scanner of texts is asked. What comes back are kinds, counts and
columns, never a value: values are told apart by a keyed digest that lives as long as the scan.
"""

import re
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TypeAlias

from upheld.datamap.drift import Drift
from upheld.datamap.mentions import via_columns
from upheld.datamap.model import DataMap, TableMap
from upheld.datamap.ours import OUR_TABLES
from upheld.detection.columns import Verdict, judge
from upheld.detection.finding import Span
from upheld.detection.kind import Kind, kinds
from upheld.detection.scanner import Scanner
from upheld.wording import Text

_DIGEST_BITS = 40
_DIGEST = (1 << _DIGEST_BITS) - 1
_COUNTED = 4_096
"""Distinct values of one kind in one column that are told apart; beyond, only rows count."""
_SURE = 0.8
"""Confidence of a finding from which it is reported, 0 to 1: nobody reads a list of guesses."""
_SAID = frozenset({"health", "biometric_genetic", "child", "special_category", "criminal_history"})
"""Groups of what is said about people. No check digit proves one sentence: below `_SURE` a single
one is a guess, and many different ones in a column are not."""
_TOGETHER = 5
"""Different cells that hold such a sentence, from which they are reported."""
_LOOSE = frozenset({"person_name", "age", "birth_date", "postal_code", "cookie_id", "device_id"})
"""Found in ordinary texts by the dozen: reported only where most values of a column are one."""
_CODES = frozenset({"card_number", "jp_my_number", "national_id", "iban", "jp_drivers_licence"})
"""Kinds as which a share of random numbers validates."""
_NAMED = {"card_number": 0.9, "jp_my_number": 0.9, "jp_drivers_licence": 0.9}
"""Confidence that such a number reaches only where words beside it say what it is."""
_ALIKE = {kind: re.compile(r"(?:[A-Za-z]*\d[ -]?){12}") for kind in _CODES} | dict.fromkeys(
    ("iban", "national_id"), re.compile(r"(?:[A-Za-z]*\d[ -]?){8}")
)
"""What else in a column could be such a number by chance: as many digits, with letters or without."""
_READ = 2_000
"""Characters of a value in which that is looked for."""


Samples: TypeAlias = Callable[[str, str], Iterable[str]]
"""Values of a collection's field, with repetitions; nothing where the place has no columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """One kind that a scan found in one column.

    Attributes:
        rows: In how many rows (keys, files) it stands.
        distinct: How many different values, counted up to a few thousand.
        judged: Whether the column as a whole was judged, so that it is no chance.
        doubtful: Whether it may be the kind, and nothing proves it: a guess in few cells.
        named: In how many rows words beside it say that it is one, so that it is no chance.
    """

    collection: str
    field: str
    kind: str
    rows: int
    distinct: int
    judged: bool = False
    doubtful: bool = False
    named: int = 0


class KindFinder:
    """Asks a scanner; a needle's number is how sure it is, the kind, and a digest of the value."""

    def __init__(self, scanner: Scanner) -> None:
        """Take the scanner; the digests' key lives and ends with this object."""
        self._scanner = scanner
        self._key = secrets.token_bytes(16)
        self._names = tuple(kinds())
        self._numbers = {name: number for number, name in enumerate(self._names)}

    def search(self, text: str) -> set[int]:
        """Return a number for each kind and value in the text."""
        return self._numbered(text, self._scanner.spans(text))

    def search_each(self, texts: Sequence[str]) -> list[set[int]]:
        """Return the same for each text; they are read together."""
        return list(map(self._numbered, texts, self._scanner.spans_many(texts)))

    def _numbered(self, text: str, spans: Iterable[Span]) -> set[int]:
        found: set[int] = set()
        sure: set[str] = set()
        said: set[str] = set()
        for span in spans:
            if span.confidence >= _SURE or span.kind in _LOOSE:
                sure.add(span.kind)
                named = span.confidence >= _NAMED.get(span.kind, 2)
                number = self._numbers[span.kind] + 2 * len(self._names) * named
                found.add(self._digested(number, text[span.start : span.end]))
            elif kinds()[span.kind].group in _SAID:
                said.add(span.kind)
        # Of these it counts how many cells differ: the words themselves are few.
        unproven = (self._numbers[kind] + len(self._names) for kind in said - sure)
        return found | {self._digested(number, text) for number in unproven}

    def _digested(self, number: int, value: str) -> int:
        held = value.encode("utf-8", "replace")
        digest = blake2b(held, digest_size=_DIGEST_BITS // 8, key=self._key).digest()
        return number << _DIGEST_BITS | int.from_bytes(digest)

    def kind_of(self, number: int) -> str:
        """Return the kind of a hit."""
        return self._names[(number >> _DIGEST_BITS) % len(self._names)]

    def is_sure(self, number: int) -> bool:
        """Whether a hit says something alone, and not only with others."""
        return (number >> _DIGEST_BITS) // len(self._names) != 1

    def is_named(self, number: int) -> bool:
        """Whether words beside it say what a number is, which else may be one by chance."""
        return (number >> _DIGEST_BITS) // len(self._names) == 2  # noqa: PLR2004 - see `_numbered`


class Tally:
    """Counts hits by column and kind."""

    def __init__(self, finder: KindFinder) -> None:
        """Take the finder that made the hits."""
        self._finder = finder
        self._rows: Counter[tuple[str, str, str, bool]] = Counter()
        self._values: dict[tuple[str, str, str, bool], set[int]] = {}
        self._last: dict[tuple[str, str, str, bool], str] = {}
        self._named: Counter[tuple[str, str, str]] = Counter()
        self._last_named: dict[tuple[str, str, str], str] = {}

    def add(self, collection: str, field: str, needle: int, cell: str) -> None:
        """Count one kind in one cell: several values of it there, one after the other, are one row.

        Args:
            collection: A table, a folder.
            field: A column of it.
            needle: What the finder found.
            cell: Tells the rows of the collection apart.
        """
        at = collection, field, self._finder.kind_of(needle), self._finder.is_sure(needle)
        if self._last.get(at) != cell:
            self._rows[at] += 1
            self._last[at] = cell
        if self._finder.is_named(needle) and self._last_named.get(at[:3]) != cell:
            self._named[at[:3]] += 1
            self._last_named[at[:3]] = cell
        seen = self._values.setdefault(at, set())
        if len(seen) < _COUNTED:
            seen.add(needle & _DIGEST)

    def contents(self) -> list[Content]:
        """Return what was counted; what says nothing alone, below several different cells, as doubtful."""
        rows: Counter[tuple[str, str, str, bool]] = Counter()
        distinct: Counter[tuple[str, str, str, bool]] = Counter()
        for at, count in self._rows.items():
            collection, field, kind, sure = at
            doubtful = not sure and len(self._values[at]) < _TOGETHER
            rows[collection, field, kind, doubtful] += count
            distinct[collection, field, kind, doubtful] += len(self._values[at])
        return [
            Content(
                collection=at[0],
                field=at[1],
                kind=at[2],
                rows=n,
                distinct=distinct[at],
                doubtful=at[3],
                named=0 if at[3] else self._named[at[:3]],
            )
            for at, n in sorted(rows.items())
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A content that is no chance.

    Attributes:
        category: What the map says that the column holds, if it says so.
        drift: Why it should not stand there; `None` where the map expects it, and where nobody
            can say for sure that it is somebody's: what is repeated or doubtful.
        repeated: Whether it is one value all over, which may be nobody's in particular.
    """

    content: Content
    category: str | None
    drift: Drift | None
    repeated: bool = False

    @property
    def certain(self) -> bool:
        """Whether it is what it looks like, and somebody's."""
        return not self.repeated and not self.content.doubtful


def unexpected(
    found: Iterable[Content],
    datamap: DataMap,
    samples: Samples,
    scanner: Scanner,
    copied: Collection[str] = (),
) -> list[Drift]:
    """Return what the map does not expect where it was found; see `sightings`."""
    seen = sightings(found, datamap, samples, scanner, copied)
    return [one.drift for one in seen if one.drift is not None]


def sightings(
    found: Iterable[Content],
    datamap: DataMap,
    samples: Samples,
    scanner: Scanner,
    copied: Collection[str] = (),
) -> list[Sighting]:
    """Return what stands in a place, of each how certain, and whether the map expects it there.

    Args:
        found: What a scan found.
        datamap: The map of the place.
        samples: Values of a column, for kinds that chance or ordinary words look like.
        scanner: The one that found them.
        copied: Fields of data (`contact`, `identity`) whose copies this place holds (`copied_into`).
    """
    chance = _Chance(samples, scanner)
    ours = (one for one in found if one.collection not in OUR_TABLES)
    left = (chance.without(one) for one in ours)
    return [_sighting(one, datamap, copied) for one in left if one is not None]


def _sighting(one: Content, datamap: DataMap, copied: Collection[str]) -> Sighting:
    repeated = _repeated(one)
    fine = repeated or one.doubtful or _expected_here(one, datamap, copied)
    return Sighting(
        content=one,
        category=datamap.tables.get(one.collection, TableMap()).category_of(one.field),
        drift=None if fine else _drift(one, kinds()[one.kind]),
        repeated=repeated,
    )


class _Chance:
    """Tells what looks like a kind by chance or in ordinary words, by a sample of its column."""

    def __init__(self, samples: Samples, scanner: Scanner) -> None:
        self._samples = samples
        self._scanner = scanner
        self._columns: dict[tuple[str, str], tuple[list[str], Verdict]] = {}

    def without(self, one: Content) -> Content | None:
        """What is left of a content that chance does not explain."""
        if not self._explains(one):
            return one
        if not one.named:
            return None
        return replace(one, rows=one.named, distinct=min(one.distinct, one.named))

    def _explains(self, one: Content) -> bool:
        if one.judged or one.kind not in _LOOSE | _CODES:
            return False
        values, seen = self._column(one.collection, one.field)
        if one.kind in _LOOSE:
            return seen.kind != one.kind
        # One card number among thousands of memos is in no sample. Only where numbers stand that
        # look like one and are none can it be such a number; a file has no column that could tell.
        if seen.kind == one.kind or one.kind in seen.within:
            return False
        alike = [value[:_READ] for value in values if _ALIKE[one.kind].search(value[:_READ])]
        held = self._scanner.spans_many(alike)
        others = (
            _rest(value, spans)
            for value, spans in zip(alike, held, strict=True)
            if all(span.kind != one.kind for span in spans)
        )
        return any(map(_ALIKE[one.kind].search, others))

    def _column(self, collection: str, field: str) -> tuple[list[str], Verdict]:
        at = collection, field
        if at not in self._columns:  # several kinds may stand in one column
            values = list(self._samples(collection, field))
            self._columns[at] = values, judge(field, values, self._scanner)
        return self._columns[at]


def _rest(value: str, spans: Iterable[Span]) -> str:
    """A value without what was found in it: a telephone number is no card number by chance."""
    rest = list(value)
    for span in spans:
        rest[span.start : span.end] = "." * (span.end - span.start)
    return "".join(rest)


def _expected_here(one: Content, datamap: DataMap, copied: Collection[str]) -> bool:
    return _field(kinds()[one.kind].category) in copied or _expected(one, datamap)


def _repeated(one: Content) -> bool:
    """One value in many rows is a setting, a footer, a browser: nobody's in particular.

    A card number, a My Number, a diagnosis is somebody's in however many rows it stands.
    """
    return is_ordinary(one.kind) and one.distinct == 1 and one.rows > 1


def is_ordinary(kind: str) -> bool:
    """Whether it is of no prohibited group; the address of a shop stands in every footer."""
    return kinds()[kind].group in {None, "precise_location"}


def _expected(one: Content, datamap: DataMap) -> bool:
    entry = datamap.tables.get(one.collection, TableMap())
    if one.kind in entry.contents.get(one.field, {}):
        return True
    kind = kinds()[one.kind]
    ordinary = is_ordinary(one.kind)
    if ordinary and _told_of(one.field, entry):
        return True
    category = entry.category_of(one.field)
    if category is None:
        by_key = (s for s in datamap.subjects.values() if s.table == one.collection)
        return any(one.field in s.identifiers.values() for s in by_key)
    if category == "free_text" or category.startswith(("communication", "content")):
        # People write names and addresses into free text, and the map says so by its category.
        return ordinary
    return _field(category) == _field(kind.category)


def _told_of(column: str, entry: TableMap) -> bool:
    """Whether the map says what becomes of the values inside a column, or who they lead to."""
    matched = {name for edge in entry.edges if edge.match for name in via_columns(edge.via)}
    return column in entry.json_ or column in matched


def _field(category: str) -> str:
    return category.partition(".")[0]


def copied_into(place: str, maps: Iterable[DataMap]) -> frozenset[str]:
    """Return the fields of data whose copies a place holds, by what all maps say of it."""
    found: set[str] = set()
    for datamap in maps:
        derived = [one.of for one in datamap.derived if one.in_.partition(".")[0] == place]
        objects = [n for n, t in datamap.tables.items() if t.object and t.object.in_ == place]
        for name in {*derived, *objects}:
            said = datamap.tables.get(name, TableMap())
            found |= {_field(c) for c in map(said.category_of, said.fields) if c is not None}
            if any(subject.table == name for subject in datamap.subjects.values()):
                found |= {"identity", "contact"}
    return frozenset(found)


def _drift(one: Content, kind: Kind) -> Drift:
    at = f"{one.collection}.{one.field}"
    return Drift(
        kind="content-not-in-map",
        table=one.collection,
        column=one.field,
        what=Text(
            en=f"`{at}` holds `{kind.name}` ({kind.label.en}) in {one.rows} row(s), "
            f"{one.distinct} different",
            ja=f"`{at}` の {one.rows} 行に `{kind.name}`({kind.label.ja})があります。"
            f"異なる値は {one.distinct} 件です",
        ),
        remedy=Text(
            en=f"erase it there, give the column the category `{kind.category}`, or record a decision: "
            f"`contents: {{{one.field}: {{{kind.name}: {{by: …, why: …}}}}}}`",
            ja=f"そこから消すか、列の区分を `{kind.category}` にするか、判断を記録してください: "
            f"`contents: {{{one.field}: {{{kind.name}: {{by: …, why: …}}}}}}`",
        ),
    )
