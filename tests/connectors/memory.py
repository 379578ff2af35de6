"""Places in memory. Real objects that keep the contract (one of them lies), not mocks."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from upheld.connectors.contract import Finder, Hit, PlaceName, Record, Selection
from upheld.refusal import PlaceFailedError, PlaceUnreachableError, Where
from upheld.wording import Text


class MemoryConnector:
    """Tables in memory: collections of records; a record's fields are its columns."""

    def __init__(self, name: PlaceName, tables: Mapping[str, Iterable[Record]]) -> None:
        self.name = name
        self.reachable = True
        self._tables = {table: [dict(row) for row in rows] for table, rows in tables.items()}
        # Kept apart from the rows: an erased table still has its columns.
        self._fields = {
            table: {field for row in rows for field in row} for table, rows in self._tables.items()
        }

    def collections(self) -> Iterator[str]:
        self._answer()
        yield from sorted(self._tables)

    def count(self, selection: Selection) -> int:
        return len(self._matching(selection))

    def read(self, selection: Selection) -> Iterator[Record]:
        yield from (dict(row) for row in self._matching(selection))

    def erase(self, selection: Selection) -> int:
        gone = self._matching(selection)
        ids = {id(row) for row in gone}
        table = self._tables[selection.collection]
        self._tables[selection.collection] = [row for row in table if id(row) not in ids]
        return len(gone)

    def scan(self, finder: Finder) -> Iterator[Hit]:
        self._answer()
        for table, rows in self._tables.items():
            for number, row in enumerate(rows):
                for field, value in row.items():
                    for needle in finder.search(value) if isinstance(value, str) else ():
                        yield Hit(collection=table, field=field, locator=str(number), needle=needle)

    def put(self, table: str, rows: Iterable[Record]) -> None:
        """Add records to a table that is there."""
        self._tables[table] += [dict(row) for row in rows]

    def close(self) -> None:
        pass

    def _answer(self) -> None:
        if not self.reachable:
            raise PlaceUnreachableError(
                Text(en=f"`{self.name}` is switched off", ja=f"`{self.name}` は停止中です"),
                where=Where(system=self.name),
                remedy=Text(en="switch it on", ja="起動してください"),
            )

    def _matching(self, selection: Selection) -> list[dict[str, object]]:
        self._answer()
        missing = set(selection.by) - self._fields.get(selection.collection, set())
        if selection.collection not in self._tables or missing:
            raise PlaceFailedError(
                Text(
                    en=f"`{self.name}` has no such table or column",
                    ja=f"`{self.name}` にその表または列がありません",
                ),
                where=Where(system=self.name, table=selection.collection),
                remedy=Text(en="correct the name", ja="名前を直してください"),
            )
        # NULL equals nothing, as in SQL.
        wanted = {values for values in selection.values if None not in values}
        return [
            row
            for row in self._tables[selection.collection]
            if tuple(row.get(field) for field in selection.by) in wanted
        ]


class StubbornConnector(MemoryConnector):
    """Says it erased, and did not: a view, a trigger, a lagging replica."""

    def erase(self, selection: Selection) -> int:
        return self.count(selection)


class Words:
    """A finder for tests: plain texts, found as they are."""

    def __init__(self, *needles: str) -> None:
        self.needles = needles

    def search(self, text: str) -> Iterable[int]:
        return [number for number, needle in enumerate(self.needles) if needle in text]

    def search_each(self, texts: Sequence[str]) -> Iterable[Collection[int]]:
        return [list(self.search(text)) for text in texts]
