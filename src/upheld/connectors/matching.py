"""Values made fit for the column they are compared with, or refused.

A text `abc` for an integer column matches no row in SQLite and MariaDB: the person would
be reported as absent because of a slip in the data map. So each value is brought to the
column's type here, and one that cannot be is a failure that names table and column.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from upheld.connectors.failures import wrong_type
from upheld.connectors.schema import Column, ColumnType
from upheld.refusal import Where


def fitted(
    values: Sequence[tuple[Any, ...]],
    columns: Sequence[Column],
    *,
    system: str,
    table: str,
    fits: Callable[[ColumnType, Any], Any],
) -> list[tuple[Any, ...]]:
    """Bring each value to its column's type; each combination once, in the given order.

    Args:
        values: One tuple a wanted combination, as long as `columns`.
        columns: The columns they are compared with.
        system: For the refusal.
        table: For the refusal.
        fits: Returns the value as its type needs it; raises `ValueError` if it cannot be.

    Raises:
        PlaceFailedError: A value cannot be of its column's type, is missing, or a tuple
            has another length than `columns`. (NULL equals nothing: asking for it would
            report an absence that nobody looked for.)
    """
    wanted: dict[tuple[Any, ...], None] = {}
    refused: Column | None = None
    for combination in values:
        if len(combination) != len(columns):
            refused = columns[0]
            break
        try:
            wanted[tuple(map(fits, (c.type for c in columns), combination))] = None
        except (ValueError, TypeError, InvalidOperation, OverflowError):
            refused = _first_misfit(columns, combination, fits)
            break
    if refused is not None:
        # Raised outside the `except`: the original message repeats the value.
        raise wrong_type(
            Where(system=system, table=table, column=refused.name),
            expected=refused.native or refused.type,
        )
    return list(wanted)


def strictly(kind: ColumnType, value: Any) -> Any:
    """Bring one value to a type as PostgreSQL and MariaDB have them.

    >>> strictly("integer", "5")
    5
    """
    if value is None:
        raise ValueError
    return _FITTING[kind](value)


def loosely(kind: ColumnType, value: Any) -> Any:
    """Bring one value to what SQLite compares: numbers, texts and bytes."""
    if value is None:
        raise ValueError
    if kind in {"date", "datetime", "uuid", "other", "array"}:
        return _plain(value)
    if kind == "decimal":
        return str(_decimal(value))  # the column's affinity makes it a number again
    if kind == "boolean" and isinstance(value, str):
        return value  # some applications keep 't' and 'f'
    return strictly(kind, value)


def _first_misfit(
    columns: Sequence[Column],
    combination: tuple[Any, ...],
    fits: Callable[[ColumnType, Any], Any],
) -> Column:
    for column, value in zip(columns, combination, strict=True):
        try:
            fits(column.type, value)
        except (ValueError, TypeError, InvalidOperation, OverflowError):
            return column
    return columns[0]


def _integer(value: Any) -> int:
    if isinstance(value, (float, Decimal)) and value != int(value):
        raise ValueError
    number = int(value)
    # Beyond 64 bits no column holds it, and drivers fail with messages of their own.
    if not -(2**63) <= number < 2**64:
        raise ValueError
    return number


def _decimal(value: Any) -> Decimal:
    number = Decimal(str(value))
    if not number.is_finite():
        raise ValueError
    return number


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8")
    if isinstance(value, UUID | str | int | float | Decimal | date):
        return str(value)
    raise TypeError


def _json(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _boolean(value: Any) -> bool:
    if isinstance(value, str):
        folded = value.lower()
        if folded not in {"t", "f", "true", "false", "0", "1"}:
            raise ValueError
        return folded in {"t", "true", "1"}
    if value not in (0, 1):
        raise ValueError
    return bool(value)


def _moment(value: Any) -> datetime:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - as the column has it
    return datetime.fromisoformat(value)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value)


def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def _binary(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else bytes(value)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, UUID | date | Decimal):
        return str(value)
    return value


_FITTING: dict[ColumnType, Callable[[Any], Any]] = {
    "integer": _integer,
    "decimal": _decimal,
    "text": _text,
    "json": _json,
    "array": lambda value: value,
    "binary": _binary,
    "boolean": _boolean,
    "date": _day,
    "datetime": _moment,
    "uuid": _uuid,
    "other": lambda value: value,
}
