"""How long does discovery of many tables take?

    python -m bench.discovery_size                 # 500 tables on SQLite
    python -m bench.discovery_size --db URL        # in an empty database of a server

500 tables of 14 columns and 1,200 rows, one of them people; each refers to people or to the table
before it, and no key is declared. Prints seconds of the wall and of our own processor time, and
the number of statements.
"""

import argparse
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import event

from upheld.connectors.catalogue import connect
from upheld.connectors.contract import PlaceName
from upheld.connectors.sql import SqlConnector
from upheld.datamap.discovery import SqlSampler, discover

TABLES, ROWS, TEXTS = 500, 1_200, 12


def make(connector: SqlConnector) -> None:
    """Lay out the tables; each is filled from the first in one statement."""
    texts = [f"c{n}" for n in range(TEXTS)]
    with connector.session(write=True) as connection:
        connection.execute(
            sa.text(
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, email VARCHAR(80), name VARCHAR(40))"
            )
        )
        for start in range(1, ROWS + 1, 200):
            rows = ", ".join(
                f"({i}, 'person{i}@mail.example', 'n')" for i in range(start, start + 200)
            )
            connection.execute(sa.text(f"INSERT INTO customers VALUES {rows}"))
        for number in range(TABLES - 1):
            parent = "customer_id" if number % 5 == 0 else f"t{number - 1}_id"
            columns = ", ".join(f"{text} VARCHAR(100)" for text in texts)
            connection.execute(
                sa.text(
                    f"CREATE TABLE t{number} (id INTEGER PRIMARY KEY, {parent} INTEGER, {columns})"
                )
            )
            values = ", ".join("'some text'" for _ in texts)
            connection.execute(
                sa.text(f"INSERT INTO t{number} SELECT id, id, {values} FROM customers")
            )


def measure(url: str, *, filled: bool = False) -> None:
    """Time reading the catalogue and discovering; `filled`: the tables are there already."""
    connector = connect(PlaceName("large"), url)
    if not isinstance(connector, SqlConnector):
        message = f"{url.partition(':')[0]} is no kind of database with tables"
        raise TypeError(message)
    if not filled:
        make(connector)
    asked: list[str] = []
    event.listen(connector.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    began, busy = time.perf_counter(), time.process_time()
    schema = connector.describe()
    described, catalogue = time.perf_counter() - began, len(asked)
    with connector.session() as connection:
        proposal = discover(schema, SqlSampler(connection, schema.tables), "large")
    seconds, ours = time.perf_counter() - began, time.process_time() - busy
    connector.close()
    found = sum(bool(table.edges) for table in proposal.tables.values())
    print(
        f"{url.partition(':')[0]}: {len(schema.tables)} tables, {found} with a way to people: {seconds:.1f} s"
        f" ({ours:.1f} s of it ours), catalogue {described:.1f} s in {catalogue} statements,"
        f" {len(asked)} statements in all"
    )


def main() -> None:
    """Measure one database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", help="URL of an empty database")
    parser.add_argument("--filled", action="store_true", help="measure once more what is there")
    arguments = parser.parse_args()
    if arguments.db is not None:
        measure(arguments.db, filled=arguments.filled)
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "large.sqlite"
        file.touch()  # a connector makes no database
        measure(f"sqlite:///{file}")


if __name__ == "__main__":
    main()
