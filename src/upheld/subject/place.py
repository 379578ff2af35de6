"""What tracing needs of a relational place, beyond the five verbs of every connector."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import Literal, Protocol, TypeAlias, runtime_checkable

from sqlalchemy import Connection, TableClause

from upheld.connectors.contract import Connector
from upheld.connectors.schema import Schema
from upheld.refusal import RefusalError

Dialect: TypeAlias = Literal["sqlite", "postgresql", "mysql"]


@runtime_checkable
class RelationalPlace(Connector, Protocol):
    """A database with tables."""

    def describe(self) -> Schema:
        """Return its tables."""
        ...

    def fingerprint(self) -> str:
        """Return `describe().fingerprint`, cheaply."""
        ...

    def sa_table(self, name: str) -> TableClause:
        """Return a table with its typed columns, for building statements."""
        ...

    def session(
        self, *, write: bool = False, table: str | None = None
    ) -> AbstractContextManager[Connection]:
        """Open a connection; its errors are refusals without personal values."""
        ...

    def refusal(self, error: Exception) -> RefusalError:
        """Say what a driver's error means, without any value of a person."""
        ...

    def privileges(self, tables: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """What our role may do: `select`, `insert`, `update`, `delete`, by table."""
        ...
