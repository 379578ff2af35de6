"""Writes what a store of today holds as SQL, for the day on which it is a store of yesterday.

`python -m tests.migrations.dumping 2026-11-26` writes `dumps/2026-11-26.sqlite.sql` and
`dumps/2026-11-26.postgresql.sql`: every table with rows, the ledger a real one.
"""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    create_engine,
    func,
    insert,
    select,
)

from tests.evidence.ledgers import Trial
from tests.servers import create_database, start_postgresql, stop
from upheld.evidence import store as evidence
from upheld.evidence.signing import SigningKey
from upheld.migrations.opening import bring_up_to_date
from upheld.migrations.tables import VERSION_TABLE, in_order

DUMPS = Path(__file__).parent / "dumps"
ROWS = 3
_NOON = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)


KEY = SigningKey(name="dumps", _private=Ed25519PrivateKey.from_private_bytes(bytes(range(32))))
"""Signs the ledgers of dumps: anybody may know it, so that a later day's test can go on."""


def fill(engine: Engine) -> None:
    """Give every table rows: the ledger's are real, others are invented by the type of column."""
    trial = Trial(engine, key=KEY)
    trial.write(300)
    trial.seal()
    trial.write(5)
    kept = trial.seal()
    with engine.begin() as connection:
        note = evidence.latest_note(connection) or ""
        evidence.put_anchor(
            connection, size=kept.size, kept_at="file:elsewhere", note=note, token=None
        )
        for table in in_order():
            if not connection.execute(select(func.count()).select_from(table)).scalar_one():
                connection.execute(insert(table), [_row(table, n) for n in range(1, ROWS + 1)])


_INVENTED: dict[type, Callable[[int], Any]] = {
    Boolean: lambda number: number % 2 == 0,
    DateTime: lambda number: _NOON + timedelta(minutes=number),
    Date: lambda number: date(2026, 11, number),
    LargeBinary: lambda number: bytes(range(number, number + 16)),
    JSON: lambda number: {"number": number},
    Numeric: lambda number: number,
    Integer: lambda number: number,
}


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(column, number) for column in table.columns}


def _value(column: Any, number: int) -> Any:
    kind = getattr(column.type, "impl_instance", column.type)
    referred = next(iter(column.foreign_keys), None)
    if referred is not None:
        return _value(referred.column, number)
    if column.nullable and number == ROWS:
        return None
    for known, value in _INVENTED.items():
        if isinstance(kind, known):
            return value(number)
    text = f"{column.name}-{number}"
    length = getattr(kind, "length", None)
    return text if length is None or len(text) <= length else f"{number}"[:length]


def make_and_fill(engine: Engine) -> None:
    """Make the tables as the steps of today make them, with rows."""
    bring_up_to_date(engine)
    fill(engine)


def sqlite_dump(path: Path) -> str:
    """A SQLite store as SQL."""
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()) + "\n"


def postgresql_dump(url: str) -> str:
    """A PostgreSQL store as SQL that any client can run: no psql commands, no comments."""
    said = subprocess.run(
        ["pg_dump", "--inserts", "--no-owner", "--no-privileges", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    kept = [
        line
        for line in said.splitlines()
        if not re.match(r"--|\\|SET |SELECT pg_catalog\.set_config", line)
    ]
    return re.sub(r"\n{2,}", "\n\n", "\n".join(kept)).strip() + "\n"


def read(name: str) -> str:
    """A dump's text."""
    return (DUMPS / name).read_text(encoding="utf-8")


def names(kind: str) -> list[str]:
    """The dumps of one kind of store, the oldest first."""
    return sorted(path.name for path in DUMPS.glob(f"*.{kind}.sql"))


def rows_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table that is in a store, by column; but for the version's own."""
    there = MetaData()
    there.reflect(engine, only=lambda name, _metadata: name != VERSION_TABLE)
    with engine.connect() as connection:
        return {
            name: sorted(
                (dict(row._mapping) for row in connection.execute(select(table))), key=repr
            )
            for name, table in there.tables.items()
        }


def main(name: str) -> None:
    """Write both dumps."""
    DUMPS.mkdir(exist_ok=True)
    path = DUMPS / "store.db"
    try:
        make_and_fill(create_engine(f"sqlite:///{path}"))
        (DUMPS / f"{name}.sqlite.sql").write_text(sqlite_dump(path), encoding="utf-8")
    finally:
        path.unlink(missing_ok=True)
    server = start_postgresql()
    try:
        url = create_database(server)
        make_and_fill(create_engine(url.replace("postgresql:", "postgresql+psycopg:")))
        (DUMPS / f"{name}.postgresql.sql").write_text(postgresql_dump(url), encoding="utf-8")
    finally:
        stop(server)


if __name__ == "__main__":
    main(sys.argv[1])
