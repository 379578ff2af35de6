"""A folder of Parquet files, read and rewritten with DuckDB (`pip install upheld[parquet]`).

1. All people are one table of keys and one pass: it finds the touched files.
2. Only those are rewritten, each swapped in atomically (`parquet_rewrite`).
3. A table format that lists its files itself (Delta, Iceberg, Hudi) is refused: rewriting
   under it would break it, and its old versions would keep the rows.

Column names are those in the files and in the partition folders (`year=2024`), the latter
as text.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from upheld.connectors.contract import Finder, Hit, PlaceName, Record, Selection, Unread, Value
from upheld.connectors.parquet_columns import (
    ZONED,
    fits,
    found_cells,
    is_text,
    readable,
    searchable,
)
from upheld.connectors.parquet_files import (
    collection_of,
    list_lake,
    locked,
    remove_leftovers,
)
from upheld.connectors.parquet_rewrite import (
    Duck,
    RewriteError,
    layout_of,
    literal,
    plain,
    quoted,
    rewrite,
)
from upheld.connectors.tree import LinkInTheWayError, shown
from upheld.connectors.windows import found
from upheld.refusal import (
    PlaceFailedError,
    PlaceUnreachableError,
    PrivilegeMissingError,
    RefusalError,
    Where,
)
from upheld.wording import Text

FETCH = 2000  # rows held in Python at once
MEMORY = "512MB"  # DuckDB's own limit, at its peak while a row group is written
PARALLEL, ORDERED = 2, 1  # threads
_FILE = "upheld_file"  # the column that names the file; a data column is never called so


class ExtraMissingError(RefusalError):
    """An optional package that this kind of place needs is not installed."""

    code = "extra-missing"


class ParquetConnector:
    """Serves the Parquet files below one folder."""

    def __init__(self, name: PlaceName, url: str) -> None:
        """Serve `parquet:///absolute/path`.

        Raises:
            PlaceUnreachableError: The folder is not there.
            ExtraMissingError: DuckDB is not installed.
        """
        self.name = name
        self._unread: list[Unread] = []
        parts = urlsplit(url)
        path = Path(unquote(parts.path))
        if parts.netloc not in {"", "localhost"} or not path.is_absolute() or not path.is_dir():
            raise self._no_root()
        self._root = path.resolve()
        self._duckdb = self._driver()
        # By number of threads. DuckDB keeps no order of rows through a join on several threads
        # (seen with 2.0), so what has to keep it runs on one.
        self._ducks: dict[int, Duck] = {}

    def __repr__(self) -> str:
        return f"ParquetConnector({self.name})"

    def collections(self) -> Iterator[str]:
        """Name every set of files."""
        with self._named():
            names = list(list_lake(self._root).collections())
        yield from names

    def count(self, selection: Selection) -> int:
        """Return how many rows match right now."""
        with self._named(selection):
            return sum(rows for _, rows in self._touched(selection))

    def read(self, selection: Selection) -> Iterator[Record]:
        """Stream the matching rows, by file and by their order in it; instants are in UTC."""
        with self._named(selection), self._cursor(ORDERED) as duck:
            touched = self._touched(selection)
            self._prepare(duck, selection)
            for path, _ in touched:
                yield from self._rows(duck, path)

    def erase(self, selection: Selection) -> int:
        """Rewrite the touched files without the matching rows; return how many those were."""
        erased = 0
        with self._named(selection), locked(self._root), self._cursor(ORDERED) as duck:
            lake = list_lake(self._root)
            remove_leftovers(lake)
            touched = self._touched(selection)
            if any(lake.is_versioned(path) for path, _ in touched):
                raise self._versioned(selection)
            self._prepare(duck, selection)
            condition = f"EXISTS (SELECT 1 FROM wanted k WHERE {self._condition(duck)})"
            for path, rows in touched:
                rewrite(duck, self._root / path, condition, rows)
                erased += rows
        return erased

    def scan(self, finder: Finder) -> Iterator[Hit]:
        """Search every text, binary and nested column once, file names and metadata too."""
        self._unread = []
        with self._named(), self._cursor(ORDERED) as duck:
            lake = list_lake(self._root)
            self._unread += [Unread(locator=shown(path), why="type") for path in lake.others]
            for path in lake.files:
                yield from self._search(duck, path, finder)

    def unread(self) -> Sequence[Unread]:
        """What the last scan could not look into: files below the root that are no Parquet."""
        return tuple(self._unread)

    def close(self) -> None:
        """Give back DuckDB's memory."""
        for duck in self._ducks.values():
            duck.close()
        self._ducks.clear()

    def _touched(self, selection: Selection) -> list[tuple[str, int]]:
        """Find the files with matching rows, and how many each has, in one pass."""
        with self._cursor(PARALLEL) as duck:
            paths = self._prepare(duck, selection)
            found_rows = duck.execute(
                f"SELECT t.{_FILE}, count(*) FROM {self._source('?')} t "
                f"SEMI JOIN wanted k ON {self._condition(duck)} GROUP BY 1 ORDER BY 1",
                [paths],
            ).fetchall()
        prefix = str(self._root) + "/"
        return [(str(path).removeprefix(prefix), int(rows)) for path, rows in found_rows]

    def _prepare(self, duck: Duck, selection: Selection) -> list[str]:
        """Put the keys into the table `wanted`; return the files to look into."""
        files = list_lake(self._root).files_of(selection.collection)
        if not files:
            raise self._no_such(selection, None)
        paths = [plain(self._root / path) for path in files]
        described = duck.execute(f"DESCRIBE SELECT * FROM {self._source('?')}", [paths]).fetchall()
        types = {name: kind for name, kind, *_ in described if name != _FILE}
        for name in selection.by:
            if name not in types:
                raise self._no_such(selection, name)
        self._want(duck, selection, types)
        return paths

    def _source(self, files: str) -> str:
        return (
            f"read_parquet({files}, filename = '{_FILE}', union_by_name = true, "
            "hive_partitioning = true, hive_types_autocast = false)"
        )

    def _want(self, duck: Duck, selection: Selection, types: dict[str, str]) -> None:
        columns = ", ".join(f"{quoted(name)} {types[name]}" for name in selection.by)
        duck.execute(f"CREATE OR REPLACE TEMP TABLE wanted ({columns})")
        rows = {
            tuple(
                self._fitting(selection, name, types[name], value)
                for name, value in zip(selection.by, values, strict=True)
            )
            for values in selection.values
        }
        # NULL equals nothing, not even NULL.
        keys = [list(column) for column in zip(*(r for r in rows if None not in r), strict=True)]
        for name, column in zip(selection.by, keys, strict=False):
            fit = f"SELECT count(TRY_CAST(v AS {types[name]})) FROM unnest(?::VARCHAR[]) u(v)"
            if duck.execute(fit, [column]).fetchone() != (len(column),):
                raise self._misfit(selection, name, types[name])
        if keys:
            # One statement of bound lists: `executemany` would be one statement a person.
            lists = ", ".join(f"unnest(?::VARCHAR[])::{types[name]}" for name in selection.by)
            duck.execute(f"INSERT INTO wanted SELECT {lists}", keys)

    def _condition(self, duck: Duck) -> str:
        wanted = duck.execute("DESCRIBE wanted").fetchall()
        # The cast: one file of a set may hold the column in a narrower type than the set.
        return " AND ".join(
            f"CAST(t.{quoted(name)} AS {kind}) = k.{quoted(name)}" for name, kind, *_ in wanted
        )

    def _fitting(self, selection: Selection, name: str, kind: str, value: Value) -> str | None:
        """Write a value as text that the column's type reads back as the same value."""
        if value is None:
            return None
        if not fits(kind, value):
            raise self._misfit(selection, name, kind)
        return str(value)

    def _rows(self, duck: Duck, path: str) -> Iterator[Record]:
        source = self._source(literal(plain(self._root / path)))
        described = duck.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
        columns = [(name, kind) for name, kind, *_ in described if name != _FILE]
        names = ", ".join(readable(name, kind) for name, kind in columns)
        result = duck.execute(
            f"SELECT {names} FROM {source} t SEMI JOIN wanted k ON {self._condition(duck)}"
        )
        zoned = {name for name, kind in columns if kind == ZONED}
        while rows := result.fetchmany(FETCH):
            for row in rows:
                record = dict(zip((name for name, _ in columns), row, strict=True))
                for name in zoned:
                    if record[name] is not None:
                        record[name] = record[name].replace(tzinfo=UTC)
                yield record

    def _search(self, duck: Duck, path: str, finder: Finder) -> Iterator[Hit]:
        collection, locator = collection_of(path), shown(path)
        layout = layout_of(duck, self._root / path)
        for needle in sorted(found(finder, [path.encode("utf-8", "surrogateescape")])):
            yield Hit(collection=collection, field="path", locator=locator, needle=needle)
        metadata = [part for pair in layout.metadata for part in pair]
        for needle in sorted(found(finder, [b"\n".join(metadata)])):
            yield Hit(collection=collection, field="metadata", locator=locator, needle=needle)
        columns = [(name, kind) for name, kind in layout.columns if is_text(kind)]
        if not columns:
            return
        names = ", ".join(searchable(name, kind) for name, kind in columns)
        result = duck.execute(
            f"SELECT {names} FROM read_parquet({literal(plain(self._root / path))}) t"
        )
        start = 0
        while rows := result.fetchmany(FETCH):
            for (name, _), cells in zip(columns, zip(*rows, strict=True), strict=True):
                for number, needle in found_cells(cells, finder):
                    yield Hit(
                        collection=collection,
                        field=name,
                        locator=f"{locator}#{start + number}",
                        needle=needle,
                    )
            start += len(rows)

    @contextmanager
    def _cursor(self, threads: int) -> Generator[Duck, None, None]:
        """A connection of its own, so that a half-read stream survives the next verb."""
        if threads not in self._ducks:
            self._ducks[threads] = self._started(threads)
        cursor = self._ducks[threads].cursor()
        try:
            # A join that builds on the files' side loses the order of their rows as well.
            cursor.execute("SET disabled_optimizers = 'build_side_probe_side,join_order'")
            yield cursor
        finally:
            cursor.close()

    def _started(self, threads: int) -> Duck:
        return self._duckdb.connect(
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "memory_limit": MEMORY,
                "threads": str(threads),
                # Nothing of a person's is spilled to a folder nobody maps.
                "temp_directory": "",
            }
        )

    def _driver(self) -> Any:
        try:
            import duckdb
        except ImportError:
            raise ExtraMissingError(
                Text(
                    en=f"`{self.name}` is a folder of Parquet files, which need DuckDB",
                    ja=f"`{self.name}` は Parquet ファイルのフォルダで、DuckDB が必要です",
                ),
                where=Where(system=self.name),
                remedy=Text(
                    en="run `pip install 'upheld[parquet]'`",
                    ja="`pip install 'upheld[parquet]'` を実行してください",
                ),
            ) from None
        return duckdb

    def _where(self, selection: Selection | None, column: str | None = None) -> Where:
        table = selection.collection if selection else None
        return Where(system=self.name, table=table, column=column)

    @contextmanager
    def _named(self, selection: Selection | None = None) -> Generator[None, None, None]:
        """Turn the driver's errors, which may quote values and paths, into refusals."""
        try:
            yield
        except RewriteError as error:
            raise self._failed(selection, f"rewrite: {error}") from None
        except LinkInTheWayError:
            raise self._failed(selection, "symbolic link") from None
        except PermissionError:
            raise PrivilegeMissingError(
                Text(
                    en=f"this user may not read or rewrite the files of `{self.name}`",
                    ja=f"この利用者には `{self.name}` のファイルの読み書きが許可されていません",
                ),
                where=self._where(selection),
                remedy=Text(
                    en="give read and write access to the folder and all below it",
                    ja="フォルダ以下の読み書きを許可してください",
                ),
            ) from None
        except FileNotFoundError:
            raise self._no_root() from None
        except (OSError, self._duckdb.Error) as error:
            raise self._failed(selection, type(error).__name__) from None

    def _failed(self, selection: Selection | None, why: str) -> PlaceFailedError:
        return PlaceFailedError(
            Text(
                en=f"`{self.name}` could not do what was asked (`{why}`)",
                ja=f"`{self.name}` が要求を実行できませんでした(`{why}`)",
            ),
            where=self._where(selection),
            remedy=Text(
                en="docs/connectors.md explains the word in brackets; no file is half rewritten, "
                "so run it again afterwards",
                ja="かっこ内の語は docs/ja/connectors.md にあります。"
                "書きかけのファイルは残らないので、対処後に再実行してください",
            ),
        )

    def _misfit(self, selection: Selection, name: str, kind: str) -> PlaceFailedError:
        return PlaceFailedError(
            Text(
                en=f"a value does not fit the column `{name}` of `{selection.collection}` "
                f"(`{kind}`)",
                ja=f"値が `{selection.collection}` の列 `{name}`(`{kind}`)の型に合いません",
            ),
            where=self._where(selection, name),
            remedy=Text(
                en="correct the edge in the data map: it compares values of two types",
                ja="データマップのエッジを直してください(型の違う値を比べています)",
            ),
        )

    def _no_such(self, selection: Selection, column: str | None) -> PlaceFailedError:
        what = f"`{selection.collection}`" + (f" column `{column}`" if column else "")
        what_ja = f"`{selection.collection}`" + (f" の列 `{column}`" if column else "")
        return PlaceFailedError(
            Text(en=f"`{self.name}` has no {what}", ja=f"`{self.name}` に {what_ja} がありません"),
            where=self._where(selection, column),
            remedy=Text(
                en="correct the name in the data map; a wrong name must not read as an absence",
                ja="データマップの名前を直してください",
            ),
        )

    def _versioned(self, selection: Selection) -> PlaceFailedError:
        return PlaceFailedError(
            Text(
                en=f"`{selection.collection}` is under a table format (Delta, Iceberg or Hudi) "
                "that keeps old versions",
                ja=f"`{selection.collection}` は旧版を保持するテーブル形式"
                "(Delta、Iceberg、Hudi)です",
            ),
            where=self._where(selection),
            remedy=Text(
                en="erase it with that format's own DELETE and VACUUM, or declare it out of scope",
                ja="その形式の DELETE と VACUUM で消去するか、対象外と宣言してください",
            ),
        )

    def _no_root(self) -> PlaceUnreachableError:
        return PlaceUnreachableError(
            Text(
                en=f"the folder of `{self.name}` is not there",
                ja=f"`{self.name}` のフォルダがありません",
            ),
            where=Where(system=self.name),
            remedy=Text(
                en="write `parquet:///absolute/path` and check that it is mounted",
                ja="`parquet:///絶対パス` と書き、マウントされているか確認してください",
            ),
        )
