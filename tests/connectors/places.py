"""One furnished place of each kind, for the contract test.

A new kind of place joins by one function in `PLACES`: it returns a place in which Akari has
two records and Bunta has one, in a collection with a hostile name where names are free.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy as sa
import valkey

from tests.connectors.memory import MemoryConnector
from tests.servers import Server
from upheld.connectors.contract import Connector, PlaceName, Selection
from upheld.connectors.folder import FolderConnector
from upheld.connectors.mariadb import MariadbConnector
from upheld.connectors.parquet import ParquetConnector
from upheld.connectors.postgresql import PostgresqlConnector
from upheld.connectors.sql import SqlConnector
from upheld.connectors.sqlite import SqliteConnector
from upheld.connectors.valkey import ValkeyConnector

NEEDLE = "akari.mori@example.jp"
NEAR_MISS = "akari.mori@example.jpn"[1:]
HOSTILE = 'odd "name"; --'


@dataclass(frozen=True, slots=True, kw_only=True)
class FurnishedPlace:
    """A place with known contents.

    Attributes:
        connector: Serves the place.
        akari: Selects Akari's two records. Each holds `NEEDLE` once, in a field of text.
        bunta: Selects Bunta's one record, in which `NEAR_MISS` occurs but `NEEDLE` does not.
        wrong_collection: A selection whose collection is not there; `None` for a kind of
            place whose collections are patterns, which may well match nothing.
        wrong_field: A selection by a field that is not there; `None` likewise.
        needle_fields: Where `NEEDLE` is: collection and field, each once for each record.
        fill: Puts that many further records of a third person there, and selects them.
        unreachable: A connector of the same kind for a place that is not there.
    """

    connector: Connector
    akari: Selection
    bunta: Selection
    wrong_collection: Selection | None
    wrong_field: Selection | None
    needle_fields: Sequence[tuple[str, str]]
    fill: Callable[[int], Selection]
    unreachable: Connector


PlaceMaker = Callable[[pytest.FixtureRequest], FurnishedPlace]

CONNECTORS: dict[str, type[SqlConnector]] = {
    "sqlite": SqliteConnector,
    "postgresql": PostgresqlConnector,
    "mariadb": MariadbConnector,
}


def connect(url: str, name: str = "shop") -> SqlConnector:
    """Return the connector for a URL; nothing is opened yet."""
    return CONNECTORS[url.partition(":")[0]](name=PlaceName(name), url=url)


def run(connector: SqlConnector, *statements: str) -> None:
    """Run statements of a test in one transaction; `%` is taken as it stands."""
    with connector.session(write=True) as connection:
        for statement in statements:
            connection.exec_driver_sql(
                statement
                if isinstance(connector, SqliteConnector)
                else statement.replace("%", "%%")
            )


def _sql(kind: str) -> PlaceMaker:
    def furnish(request: pytest.FixtureRequest) -> FurnishedPlace:
        url: str = request.getfixturevalue("fresh_database")(kind)
        connector = connect(url)
        request.addfinalizer(connector.close)
        quote = connector.quote_name
        run(
            connector,
            f"CREATE TABLE {quote(HOSTILE)} (id INTEGER PRIMARY KEY, "
            f"{quote('顧客 order')} VARCHAR(40), {quote('select')} TEXT)",
        )
        table = connector.sa_table(HOSTILE)

        def insert(rows: Sequence[tuple[int, str, str]]) -> None:
            with connector.session(write=True) as connection:
                connection.execute(
                    sa.insert(table),
                    [dict(zip(("id", "顧客 order", "select"), row, strict=True)) for row in rows],
                )

        def fill(records: int) -> Selection:
            for start in range(0, records, 10_000):
                numbers = range(start, min(start + 10_000, records))
                insert([(1000 + n, "c-3", f"note {n} " + "x" * 200) for n in numbers])
            return of("c-3")

        def of(person: str) -> Selection:
            return Selection(collection=HOSTILE, by=("顧客 order",), values=[(person,)])

        insert(
            [
                (1, "c-1", f"first, to {NEEDLE}"),
                (2, "c-1", f"{NEEDLE} wrote again"),
                (3, "c-2", f"not the same: {NEAR_MISS}"),
            ]
        )
        return FurnishedPlace(
            connector=connector,
            akari=of("c-1"),
            bunta=of("c-2"),
            wrong_collection=Selection(collection="odd", by=("id",), values=[(1,)]),
            wrong_field=Selection(collection=HOSTILE, by=("顧客",), values=[("c-1",)]),
            needle_fields=[(HOSTILE, "select"), (HOSTILE, "select")],
            fill=fill,
            unreachable=connect(_nowhere(url)),
        )

    return furnish


def _nowhere(url: str) -> str:
    if url.startswith("sqlite"):
        return f"{url}.gone"
    return sa.make_url(url).set(port=1).render_as_string(hide_password=False)


def _folder(request: pytest.FixtureRequest) -> FurnishedPlace:
    root: Path = request.getfixturevalue("tmp_path") / "root"
    gone = root.with_name("gone")

    def put(person: str, name: str) -> None:
        path = root / "letters" / person / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("a letter")

    def fill(records: int) -> Selection:
        for number in range(records):
            put("c-3", str(number))
        return _of("letters/{id}/*", "c-3")

    put("c-1", f"1 to {NEEDLE}")
    put("c-1", f"2 to {NEEDLE}")
    put("c-2", f"to {NEAR_MISS}")
    gone.mkdir()
    unreachable = FolderConnector(PlaceName("gone"), f"folder://{gone}")
    gone.rmdir()
    return FurnishedPlace(
        connector=FolderConnector(PlaceName("files"), f"folder://{root}"),
        akari=_of("letters/{id}/*", "c-1"),
        bunta=_of("letters/{id}/*", "c-2"),
        wrong_collection=_of("leters/{id}/*", "c-1"),
        wrong_field=Selection(collection="letters/{id}/*", by=("name",), values=[("c-1",)]),
        needle_fields=[("letters", "path"), ("letters", "path")],
        fill=fill,
        unreachable=unreachable,
    )


def _valkey(request: pytest.FixtureRequest) -> FurnishedPlace:
    server: Server = request.getfixturevalue("valkey_server")
    # A database for each worker: they share the server.
    number = 1 + int("0" + "".join(filter(str.isdigit, os.environ.get("PYTEST_XDIST_WORKER", ""))))
    client: Any = valkey.Valkey(port=server.port, db=number)
    client.flushdb()
    request.addfinalizer(client.close)
    connector = ValkeyConnector(PlaceName("cache"), server.url(str(number)))
    request.addfinalizer(connector.close)

    def fill(records: int) -> Selection:
        pipeline = client.pipeline()
        for record in range(records):
            pipeline.set(f"cust:c-3:{record}", "x" * 200)
        pipeline.execute()
        return _of("cust:{id}:*", "c-3")

    client.set("cust:c-1:mail", NEEDLE)
    client.hset("cust:c-1:profile", mapping={"mail": NEEDLE})
    client.rpush("cust:c-2:mails", NEAR_MISS)
    return FurnishedPlace(
        connector=connector,
        akari=_of("cust:{id}:*", "c-1"),
        bunta=_of("cust:{id}:*", "c-2"),
        wrong_collection=None,
        wrong_field=Selection(collection="cust:{id}:*", by=("name",), values=[("c-1",)]),
        needle_fields=[("cust", "value"), ("cust", "value")],
        fill=fill,
        unreachable=ValkeyConnector(PlaceName("gone"), "valkey://127.0.0.1:1/0"),
    )


def _parquet(request: pytest.FixtureRequest) -> FurnishedPlace:
    root: Path = request.getfixturevalue("tmp_path") / "lake"
    (root / HOSTILE).mkdir(parents=True)
    gone = root.with_name("gone")
    gone.mkdir()
    unreachable = ParquetConnector(PlaceName("gone"), f"parquet://{gone}")
    gone.rmdir()
    connector = ParquetConnector(PlaceName("lake"), f"parquet://{root}")
    request.addfinalizer(connector.close)

    def write(name: str, rows: str) -> None:
        duckdb.sql(
            f"""COPY (SELECT person AS "顧客 order", note AS "select" FROM ({rows}) v(person, note))
            TO '{root / HOSTILE / name}' (FORMAT parquet)"""
        )

    def fill(records: int) -> Selection:
        write("c.parquet", f"SELECT 'c-3', repeat('x', 200) FROM range({records})")
        return _of(HOSTILE, "c-3", by="顧客 order")

    write("a.parquet", f"SELECT 'c-1', 'to {NEEDLE}' UNION ALL SELECT 'c-2', '{NEAR_MISS}'")
    write("b.parquet", f"SELECT 'c-1', '{NEEDLE} again'")
    return FurnishedPlace(
        connector=connector,
        akari=_of(HOSTILE, "c-1", by="顧客 order"),
        bunta=_of(HOSTILE, "c-2", by="顧客 order"),
        wrong_collection=_of("odd", "c-1", by="顧客 order"),
        wrong_field=_of(HOSTILE, "c-1", by="顧客"),
        needle_fields=[(HOSTILE, "select"), (HOSTILE, "select")],
        fill=fill,
        unreachable=unreachable,
    )


def _memory(request: pytest.FixtureRequest) -> FurnishedPlace:
    notes = [("c-1", f"to {NEEDLE}"), ("c-1", f"{NEEDLE} again"), ("c-2", NEAR_MISS)]
    connector = MemoryConnector(
        PlaceName("memory"), {HOSTILE: [{"person": who, "note": note} for who, note in notes]}
    )
    unreachable = MemoryConnector(PlaceName("gone"), {})
    unreachable.reachable = False

    def fill(records: int) -> Selection:
        connector.put(HOSTILE, ({"person": "c-3", "note": str(n)} for n in range(records)))
        return _of(HOSTILE, "c-3", by="person")

    return FurnishedPlace(
        connector=connector,
        akari=_of(HOSTILE, "c-1", by="person"),
        bunta=_of(HOSTILE, "c-2", by="person"),
        wrong_collection=_of("odd", "c-1", by="person"),
        wrong_field=_of(HOSTILE, "c-1", by="persom"),
        needle_fields=[(HOSTILE, "note"), (HOSTILE, "note")],
        fill=fill,
        unreachable=unreachable,
    )


def _of(collection: str, person: str, *, by: str = "id") -> Selection:
    return Selection(collection=collection, by=(by,), values=[(person,)])


PLACES: dict[str, PlaceMaker] = {
    **{kind: _sql(kind) for kind in CONNECTORS},
    "valkey": _valkey,
    "folder": _folder,
    "parquet": _parquet,
    "memory": _memory,
}
