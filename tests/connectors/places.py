"""One furnished place of each kind, for the contract test.

A new kind of place joins by one function in `PLACES`: it returns a place in which Akari has
two records and Bunta has one, in a collection with a hostile name where names are free.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from upheld.connectors.contract import Connector, PlaceName, Selection
from upheld.connectors.mariadb import MariadbConnector
from upheld.connectors.postgresql import PostgresqlConnector
from upheld.connectors.sql import SqlConnector
from upheld.connectors.sqlite import SqliteConnector

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


PLACES: dict[str, PlaceMaker] = {kind: _sql(kind) for kind in CONNECTORS}
