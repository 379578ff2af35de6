"""Rows as lines of JSON, the same from SQLite and PostgreSQL, and back.

What JSON has no type for is an object of one key that begins with `$`. An instant is always
UTC: SQLite keeps none of the zone, and everything we write there is UTC.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Table, select

ROWS_AT_ONCE = 500
BYTES_AT_ONCE = 4 << 20
"""Rows of one statement, and characters of their lines: what is held in memory."""
_MODULUS = 1 << 256


@dataclass(slots=True)
class Tally:
    """What a table holds, whatever the order of its rows: how many, and a sum of their hashes.

    Two databases sort texts differently, so the lines of one cannot be hashed in the order of
    the other.
    """

    rows: int = 0
    total: int = 0

    def add(self, line: str) -> None:
        """Count one row."""
        self.rows += 1
        self.total += int.from_bytes(hashlib.sha256(line.encode()).digest())

    @property
    def digest(self) -> str:
        """The sum, as hex."""
        return f"{self.total % _MODULUS:064x}"


def lines_of(
    connection: Connection, table: Table, columns: Sequence[str] | None = None
) -> Iterator[str]:
    """Yield each row as a line, without its line feed; never more than some rows in memory.

    Args:
        connection: To the store.
        table: As it is there.
        columns: The order of the values in a line; the table's own by default.
    """
    wanted = select(*(table.c[name] for name in columns or table.columns.keys()))
    # Of this statement alone: an option of the connection would make cursors of what follows.
    found = connection.execute(wanted, execution_options={"yield_per": ROWS_AT_ONCE})
    for row in found:
        told = [_told(value) for value in row]
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _told(value: Any) -> Any:
    match value:
        case datetime():
            instant = value if value.tzinfo else value.replace(tzinfo=UTC)
            return {"$datetime": instant.astimezone(UTC).isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case bytes() | memoryview():
            return {"$bytes": base64.b64encode(bytes(value)).decode()}
        case Decimal():
            return {"$decimal": str(value)}
        case dict() | list():
            return {"$json": value}
    return value


_READ: Mapping[str, Callable[[Any], Any]] = {
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$bytes": base64.b64decode,
    "$decimal": Decimal,
    "$json": lambda value: value,
}


def values_of(line: str) -> list[Any]:
    """Read a line.

    Raises:
        ValueError: It is none of ours.
    """
    told = json.loads(line)
    if not isinstance(told, list):
        raise ValueError("not a row")  # noqa: TRY004 - one kind of error for a broken line
    return [_value(cell) for cell in told]


def _value(cell: Any) -> Any:
    if not isinstance(cell, dict):
        return cell
    ((name, content),) = cell.items()
    read = _READ.get(name)
    if read is None:
        raise ValueError("not a value")
    return read(content)


def in_bundles(lines: Iterator[str]) -> Iterator[list[str]]:
    """Yield lists of lines, small enough for one statement."""
    bundle: list[str] = []
    size = 0
    for line in lines:
        bundle.append(line)
        size += len(line)
        if len(bundle) >= ROWS_AT_ONCE or size >= BYTES_AT_ONCE:
            yield bundle
            bundle, size = [], 0
    if bundle:
        yield bundle
