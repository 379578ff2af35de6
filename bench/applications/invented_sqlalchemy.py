"""Fill a database with invented rows by the SQLAlchemy tables that describe it.

    python invented_sqlalchemy.py URL MODULE [--people 300]

For applications that are not written with Django: `MODULE` is what fills the metadata when it is
imported, and holds it as `metadata`. Runs in the application's own environment, on a database
that the application has laid out.
"""

import argparse
import importlib
import random
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

PEOPLE = 300
_THINGS = 12
_ATTEMPTS = 16
_START = datetime(2025, 4, 1, 9, tzinfo=UTC)
_WORDS = ("autumn", "bridge", "cloud", "delta", "ember", "field", "garden", "harbour", "island")


class Filler:
    """Writes rows table by table, parents first."""

    def __init__(self, connection: Any, metadata: Any, people: int) -> None:
        """Write over an open connection; `people` rows where a way leads to a person."""
        self._connection = connection
        self._tables = metadata.sorted_tables
        self._people = people
        self._dice = random.Random(2_026)
        self._keys: dict[Any, list[Any]] = {}
        self._addresses: list[str] = []
        self._count = 0

    def fill(self, users: str) -> None:
        """Fill every table; `users` is the full name of the table of people."""
        near = self._that_lead_to(users)
        for table in self._tables:
            wanted = self._people if table.fullname in near else _THINGS
            had = self._connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            for _ in range(wanted - had):
                self._one(table)
            count = self._connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()
            print(f"{table.fullname}\t{count}")

    def _one(self, table: Any) -> None:
        for _ in range(_ATTEMPTS):
            self._count += 1
            try:
                values = {
                    column.name: value for column in table.columns
                    if (value := self._value(table, column)) is not _LEFT_OUT
                }  # fmt: skip
                with self._connection.begin_nested():
                    self._connection.execute(table.insert().values(values))
            except (DBAPIError, sa.exc.StatementError, LookupError):
                continue  # a rule of the database: throw again
            return

    def _value(self, table: Any, column: Any) -> Any:
        if column.computed is not None or (column.server_default is not None):
            return _LEFT_OUT
        keys = list(column.foreign_keys)
        numbered = column.primary_key and not keys and isinstance(column.type, sa.Integer)
        if numbered and len(table.primary_key.columns) == 1:
            return _LEFT_OUT
        if column.nullable and self._dice.random() < 0.4:
            return None
        if keys:
            return self._key_of(table, keys[0].column, optional=column.nullable)
        if column.default is not None and self._dice.random() < 0.8:
            return _LEFT_OUT
        return self._invented(column)

    def _key_of(self, table: Any, target: Any, *, optional: bool) -> Any:
        place = target.table.fullname, target.name
        if place not in self._keys or target.table is table:
            query = sa.select(target).distinct().limit(self._people)
            self._keys[place] = [row[0] for row in self._connection.execute(query)]
        if not self._keys[place]:
            if optional:
                return None
            raise LookupError(place)
        return self._dice.choice(self._keys[place])

    def _invented(self, column: Any) -> Any:
        name, kind = column.name.lower(), column.type
        if isinstance(kind, sa.types.TypeDecorator):
            enum = getattr(kind, "enum", None)
            if enum is not None:
                return self._dice.choice(list(enum))
            kind = kind.impl_instance if hasattr(kind, "impl_instance") else kind.impl
        if isinstance(kind, sa.Enum):
            return self._dice.choice(list(kind.enum_class or kind.enums))
        if isinstance(kind, sa.Boolean):
            return self._dice.random() < 0.5
        if isinstance(kind, sa.Integer | sa.Numeric):
            return self._dice.randrange(90)
        if isinstance(kind, sa.DateTime):
            return _START + timedelta(minutes=self._dice.randrange(800_000))
        if isinstance(kind, sa.Date):
            return (_START + timedelta(days=self._dice.randrange(500))).date()
        if isinstance(kind, sa.Time):
            return _START.time()
        if isinstance(kind, sa.Interval):
            return timedelta(minutes=self._dice.randrange(90))
        if isinstance(kind, sa.JSON):
            return {}
        if isinstance(kind, sa.ARRAY):
            return []
        if isinstance(kind, sa.LargeBinary):
            return self._dice.randbytes(16)
        if isinstance(kind, sa.String):
            return self._text(name, kind.length)
        if "UUID" in type(kind).__name__.upper():
            return str(uuid.UUID(int=self._dice.getrandbits(128), version=4))
        if "INET" in type(kind).__name__:
            return f"192.0.2.{self._dice.randrange(250)}"
        return None if column.nullable else _LEFT_OUT

    def _text(self, name: str, longest: int | None) -> str:
        if name.endswith("email"):
            if self._addresses and self._dice.random() < 0.7:
                return self._dice.choice(self._addresses)
            self._addresses.append(f"person{self._count}@mail.example")
            return self._addresses[-1]
        words = " ".join(self._dice.choices(_WORDS, k=2))
        return f"{words} {self._count}"[: longest or 200]

    def _that_lead_to(self, users: str) -> set[str]:
        near = {users}
        while True:
            more = {
                table.fullname for table in self._tables
                for key in table.foreign_keys if key.column.table.fullname in near
            } - near  # fmt: skip
            if not more:
                return near
            near |= more


_LEFT_OUT = object()


def main() -> None:
    """Fill the database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("module")
    parser.add_argument("--users", required=True, help="full name of the table of people")
    parser.add_argument("--people", type=int, default=PEOPLE)
    arguments = parser.parse_args()
    metadata = importlib.import_module(arguments.module).metadata
    with sa.create_engine(arguments.url).begin() as connection:
        Filler(connection, metadata, arguments.people).fill(arguments.users)


if __name__ == "__main__":
    main()
