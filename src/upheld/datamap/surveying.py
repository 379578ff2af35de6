"""Reads what stands in a place, within a budget: a sample of every table first, then all of each.

With a budget the order matters: a sample of all tables takes seconds and shows most of what there
is; then the tables whose samples showed something are read in full, then the others. What the
time did not suffice for is named, and never taken for clean.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import sqlalchemy as sa

from upheld.connectors.contract import Finder, Hit, Partial
from upheld.connectors.schema import Column, Table
from upheld.connectors.sql import SCANNED_TYPES, SqlConnector
from upheld.datamap.budget import Budget, How, OutOfTimeError
from upheld.datamap.content import Content, KindFinder, Tally
from upheld.datamap.discovery.judging import STORED
from upheld.datamap.discovery.reading import Asked, SqlSampler
from upheld.datamap.ours import OUR_TABLES
from upheld.detection.scanner import Scanner
from upheld.detection.typed import decoded, judge_stored
from upheld.refusal import PlaceUnreachableError, RefusalError
from upheld.wording import Text

SAMPLED = 400
"""Rows of a table in its sample, half from each end of its key."""
_NUMBERS = frozenset({"integer", "decimal", "date", "datetime"})
"""Types that no scan of texts reads; one value of them says nothing, a column of them does."""
_JUDGED = _NUMBERS | {"text", "array"}
"""Types whose columns are judged as a whole: twelve digits are a My Number where all of a column are."""
_AT_ONCE = 4
"""Places read at the same time: while one waits for its disk or network, another is searched."""
Told = Callable[[str], None]
NOT_ALL_OF_IT = Text(
    en="the role we log in with may not read all of it (rights, or row-level security)",
    ja="ログインに使うロールでは全部を読めません(権限または行レベルセキュリティ)",
)


class Scanned(Protocol):
    """A place whose every text can be read once."""

    def scan(self, finder: Finder) -> Iterator[Hit]:
        """Read every text and report what the finder finds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How far one collection was read.

    Attributes:
        collection: Its name; `None`: the place as a whole (a cache, a folder, files).
        unreadable: Things in it that no reading looks into: pictures, archives, encrypted files.
        why: Why it was not read to its end, if not for want of time.
    """

    collection: str | None
    how: How
    unreadable: int = 0
    why: Text | None = None


@dataclass(slots=True, kw_only=True)
class Survey:
    """What stands in one place, and how far it was read; `refusal`: why it was not."""

    found: list[Content] = field(default_factory=list)
    reached: list[Reached] = field(default_factory=list)
    refusal: RefusalError | None = None

    @property
    def whole(self) -> bool:
        """Whether all of it was read."""
        return self.ended and not self.unreadable

    @property
    def ended(self) -> bool:
        """Whether it was read to its end, whatever stands there that no reading looks into."""
        return self.refusal is None and all(one.how == "full" for one in self.reached)

    @property
    def unreadable(self) -> int:
        """Things in it that no reading looks into."""
        return sum(one.unreadable for one in self.reached)


def survey(place: Scanned, scanner: Scanner, budget: Budget, told: Told) -> Survey:
    """Read a place as far as the budget goes.

    Args:
        place: A database, a cache, a folder.
        scanner: Says what a text holds.
        budget: Over it nothing more is read.
        told: Called with what is being read.
    """
    if isinstance(place, SqlConnector):
        return _Tables(place, scanner, budget, told).survey()
    return _whole(place, KindFinder(scanner), budget)


def survey_all(
    places: Mapping[str, Scanned], scanner: Scanner, budget: Budget, told: Told
) -> dict[str, Survey]:
    """Read several places at the same time; one that refuses does not end the others.

    Args:
        places: By the names of their systems.
        scanner: Says what a text holds; used from several threads.
        budget: Of all together; over it nothing more is read.
        told: Called from several threads with what is being read.
    """
    with ThreadPoolExecutor(min(_AT_ONCE, len(places) or 1), "survey") as readers:
        begun = {
            name: readers.submit(_or_refused, name, place, scanner, budget, told)
            for name, place in places.items()
        }
        try:
            return {name: reading.result() for name, reading in begun.items()}
        except BaseException:
            budget.stop()  # else leaving would wait until all is read
            raise


def _or_refused(name: str, place: Scanned, scanner: Scanner, budget: Budget, told: Told) -> Survey:
    try:
        return survey(place, scanner, budget, lambda what: told(f"{name}/{what}"))
    except RefusalError as refusal:
        return Survey(refusal=refusal)


def hidden_from_us(place: SqlConnector, tables: Collection[str]) -> set[str]:
    """Tables of which our role cannot see every row: it may not, or row-level security hides some."""
    privileges = place.privileges(tables)
    return {name for name in tables if "select" not in privileges.get(name, ())}


def values_of(place: object, collection: str, field: str) -> Iterator[str]:
    """Yield a sample of a column, to tell chance from data; nothing where a place has no columns."""
    if not isinstance(place, SqlConnector):
        return
    tables = place.describe().tables
    if collection not in tables or field not in tables[collection].columns:
        return
    with place.session() as connection:  # a table that cannot be read has no sample
        asked = Asked(table=collection, columns=(field,), limit=SAMPLED)
        (rows,) = SqlSampler(connection, tables).samples([asked])
    for (value,) in rows:
        if value is not None:
            yield _text(tables[collection].columns[field], value)


def _whole(place: Scanned, finder: KindFinder, budget: Budget) -> Survey:
    tally = Tally(finder)
    begun, ended = not budget.over(), False
    try:
        if begun:
            for hit in place.scan(budget.watched(finder)):
                tally.add(hit.collection, hit.field, hit.needle, hit.locator)
            ended = True
    except OutOfTimeError:
        ended = False
    unread = len(place.unread()) if isinstance(place, Partial) and begun else 0
    how = _how(begun=begun, ended=ended)
    return Survey(
        found=tally.contents(), reached=[Reached(collection=None, how=how, unreadable=unread)]
    )


def _how(*, begun: bool, ended: bool) -> How:
    return "full" if begun and ended else "sampled" if begun else "not-reached"


class _Tables:
    """A database, table by table."""

    def __init__(self, place: SqlConnector, scanner: Scanner, budget: Budget, told: Told) -> None:
        self._place = place
        self._scanner = scanner
        self._finder = KindFinder(scanner)
        self._budget = budget
        self._told = told
        self._tables: Mapping[str, Table] = place.describe().tables
        self._names = [
            name
            for name, t in self._tables.items()
            if not (t.view or name in OUR_TABLES or place.is_read_through_its_parent(t))
        ]

    def survey(self) -> Survey:
        """Sample, then read in full what the time suffices for."""
        sampled, judged = self._sampled()
        done, hidden = Survey(), hidden_from_us(self._place, self._names)
        # First where a sample showed something: there the rest may hold what matters.
        for count, name in enumerate(sorted(self._names, key=lambda n: not sampled.get(n)), 1):
            self._told(f"{name} ({count}/{len(self._names)})")
            found, ended, why = self._full(name)
            done.found += found if ended else sampled.get(name) or found
            begun = ended or name in sampled or bool(found)
            unreadable = len(self._place.unread()) if ended else 0
            if ended and name in hidden:
                ended, why = False, NOT_ALL_OF_IT
            how = _how(begun=begun, ended=ended)
            reached = Reached(collection=name, how=how, unreadable=unreadable, why=why)
            done.reached.append(reached)
        # What a reading of its cells found in a column of texts is not told a second time.
        told = {(one.collection, one.field, one.kind) for one in done.found if not one.doubtful}
        columns = [c for c in judged if (c.collection, c.field, c.kind) not in told]
        done.found = columns + done.found
        done.reached.sort(key=lambda one: one.collection or "")
        return done

    def _full(self, name: str) -> tuple[list[Content], bool, Text | None]:
        """What a whole table holds, whether it was read to its end, and why not if it was refused."""
        tally = Tally(self._finder)
        if self._budget.over():
            return [], False, None
        try:
            for hit in self._place.scan(self._budget.watched(self._finder), tables=[name]):
                tally.add(hit.collection, hit.field, hit.needle, hit.locator)
        except OutOfTimeError:
            return tally.contents(), False, None
        except PlaceUnreachableError:
            raise
        except RefusalError as refusal:  # the other tables can be read all the same
            return tally.contents(), False, refusal.what
        return tally.contents(), True, None

    def _sampled(self) -> tuple[dict[str, list[Content]], list[Content]]:
        """What samples hold by table, and which columns are of a kind as a whole."""
        found: dict[str, list[Content]] = {}
        judged: list[Content] = []
        asked = [self._asked(t) for t in (self._tables[n] for n in self._names) if self._columns(t)]
        with self._place.session() as connection:
            sampler = SqlSampler(connection, self._tables)
            samples = sampler.samples(asked)
            for one in asked:
                if self._budget.over():
                    break
                rows = next(samples)
                judged += self._judged(one, rows)
                if self._budget.limited and one.table not in sampler.refused:
                    found[one.table] = self._searched(one, rows)
        return found, judged

    def _asked(self, table: Table) -> Asked:
        return Asked(table=table.name, columns=self._columns(table), limit=SAMPLED)

    def _columns(self, table: Table) -> tuple[str, ...]:
        """Without a budget only what is judged as a whole: the rest is read in full anyway."""
        keys = {*table.primary_key, *(c for key in table.foreign_keys for c in key.columns)}
        return tuple(
            c.name
            for c in table.columns.values()
            if (c.type in _JUDGED and c.name not in keys)
            or (self._budget.limited and c.type in SCANNED_TYPES)
        )

    def _searched(self, asked: Asked, rows: Sequence[Sequence[object]]) -> list[Content]:
        tally = Tally(self._finder)
        columns = self._tables[asked.table].columns
        texts = [n for n, c in enumerate(asked.columns) if columns[c].type not in _NUMBERS]
        for place in texts:
            name = asked.columns[place]
            cells = [_text(columns[name], row[place]) for row in rows]
            for row, needles in enumerate(self._finder.search_each(cells)):
                for needle in needles:
                    tally.add(asked.table, name, needle, str(row))
        return tally.contents()

    def _judged(self, asked: Asked, rows: Sequence[Sequence[object]]) -> list[Content]:
        found = []
        columns = self._tables[asked.table].columns
        for place, name in enumerate(asked.columns):
            type_ = columns[name].type
            if type_ not in _JUDGED:
                continue
            values = [row[place] for row in rows if row[place] is not None]
            verdict = judge_stored(name, STORED.get(type_, "text"), values, self._scanner)
            if verdict.kind is not None:
                rows_of, distinct = self._counts(asked.table, name, values)
                found.append(
                    Content(
                        collection=asked.table, field=name, kind=verdict.kind,
                        rows=rows_of, distinct=distinct, judged=True,
                    )
                )  # fmt: skip
        return found

    def _counts(self, table: str, column: str, sample: Sequence[object]) -> tuple[int, int]:
        """Rows with a value, and different values: of the whole column, or else of the sample."""
        held = self._place.sa_table(table).c[column]
        counted = sa.select(sa.func.count(held), sa.func.count(held.distinct()))
        try:
            with self._place.session(table=table) as connection:
                rows, distinct = connection.execute(counted).one()
        except PlaceUnreachableError:
            raise
        except RefusalError:  # as when the database ends what takes long
            return len(sample), len(set(sample))
        return int(rows), int(distinct)


def _text(column: Column, value: object) -> str:
    if value is None:
        return ""
    return decoded(str(value)) if column.type == "binary" else str(value)
