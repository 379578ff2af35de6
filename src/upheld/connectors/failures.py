"""What went wrong in a database, told without any value that a person owns.

Drivers put values into their messages (`Key (email)=(…) already exists`). Only names,
states and numbers pass through here: the message itself is never repeated.
"""

import re
from dataclasses import dataclass

import sqlalchemy as sa

from upheld.refusal import (
    PlaceFailedError,
    PlaceUnreachableError,
    PrivilegeMissingError,
    RefusalError,
    Where,
)
from upheld.wording import Text


class DatabaseFailedError(PlaceFailedError):
    """The database did not obey.

    Attributes:
        state: SQLSTATE (PostgreSQL, MariaDB) or SQLite's error name; empty if unknown.
        constraint: The constraint or key that forbade it, if the database named one.
        transient: Whether the same statement may succeed when tried again (a deadlock, a
            serialization failure, a lock that was not given in time).
    """

    def __init__(
        self,
        what: Text,
        *,
        remedy: Text,
        where: Where,
        state: str = "",
        constraint: str | None = None,
        transient: bool = False,
    ) -> None:
        """State what failed, and how the database names the failure."""
        super().__init__(what, remedy=remedy, where=where)
        self.state = state
        self.constraint = constraint
        self.transient = transient


def was_busy(error: BaseException) -> bool:
    """Whether a database was only busy: what was tried left nothing behind, and may succeed later."""
    return isinstance(error, DatabaseFailedError) and error.transient


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What a driver's error says, values left out.

    Attributes:
        kind: `unreachable`, `forbidden`, `transient` or `failed`.
        state: The database's own short name of the error.
        told: What happened, as the database's fixed wording for that state; no values.
        table: The table it is about, if the database named one.
        column: Likewise the column.
        constraint: Likewise the constraint or key.
    """

    kind: str
    state: str
    told: str = ""
    table: str | None = None
    column: str | None = None
    constraint: str | None = None


def refusal_of(failure: Failure, *, system: str, table: str | None = None) -> RefusalError:
    """Word a failure as a refusal of ours."""
    where = Where(system=system, table=failure.table or table, column=failure.column)
    detail = ", ".join(part for part in (failure.told, failure.state) if part)
    if failure.kind == "unreachable":
        return unreachable(system, detail)
    if failure.kind == "forbidden":
        return forbidden(where, detail)
    if failure.constraint:
        detail = f"{detail}, `{failure.constraint}`"
    if failure.kind == "transient":
        return DatabaseFailedError(
            Text(
                en=f"the database was busy with other work ({detail})",
                ja=f"データベースが他の処理と競合しました({detail})",
            ),
            remedy=Text(
                en="carry it out again; nothing of this transaction was kept",
                ja="もう一度実行してください。このトランザクションの変更は残っていません",
            ),
            where=where,
            state=failure.state,
            constraint=failure.constraint,
            transient=True,
        )
    return DatabaseFailedError(
        Text(
            en=f"the database did not obey ({detail})",
            ja=f"データベースが処理を拒みました({detail})",
        ),
        remedy=Text(
            en="look at the table and the database's log, then carry it out again",
            ja="対象の表とデータベースのログを確認してから、もう一度実行してください",
        ),
        where=where,
        state=failure.state,
        constraint=failure.constraint,
    )


def unreachable(system: str, detail: str | Text) -> PlaceUnreachableError:
    """Return the refusal for a database that cannot be reached or logged in to."""
    said = detail if isinstance(detail, Text) else Text(en=detail, ja=detail)
    return PlaceUnreachableError(
        Text(
            en=f"the database cannot be reached or logged in to ({said.en})",
            ja=f"データベースに接続またはログインできません({said.ja})",
        ),
        remedy=Text(
            en="check that it is running, and the host, database name, role and password "
            "of its URL",
            ja="データベースが動いていること、URL のホスト名・データベース名・ロール・"
            "パスワードが正しいことを確認してください",
        ),
        where=Where(system=system),
    )


def readable_url(system: str, url: str) -> sa.URL:
    """Read a database's URL; the one that cannot be read is never repeated: it holds a password."""
    try:
        return sa.make_url(url)
    except (ValueError, sa.exc.ArgumentError):
        what = Text(
            en="its URL cannot be read: the port is a number, as in `postgresql://user@host:5432/db`",
            ja="URL を読めません。ポートは数字です(例: `postgresql://user@host:5432/db`)",
        )
        raise unreachable(system, what) from None


def forbidden(where: Where, detail: str) -> PrivilegeMissingError:
    """Return the refusal for a role that may not do what was asked."""
    return PrivilegeMissingError(
        Text(
            en=f"the role we log in with may not do this ({detail})",
            ja=f"ログインに使うロールに必要な権限がありません({detail})",
        ),
        remedy=Text(
            en="grant it SELECT, INSERT, UPDATE and DELETE where the plan needs them, or "
            "log in with another role",
            ja="計画に必要な SELECT・INSERT・UPDATE・DELETE の権限を与えるか、"
            "別のロールを使ってください",
        ),
        where=where,
    )


def unknown_name(where: Where, *, near: str | None) -> PlaceFailedError:
    """Return the refusal for a table or column that the database does not have."""
    name = str(where.column) if where.column is not None else str(where.table)
    kind_en, kind_ja = ("column", "列") if where.column is not None else ("table", "表")
    hint_en = f"; the nearest name is `{near}`" if near else ""
    hint_ja = f"。最も近い名前は `{near}` です" if near else ""
    return PlaceFailedError(
        Text(
            en=f"there is no {kind_en} `{name}` in this database",
            ja=f"このデータベースに{kind_ja} `{name}` がありません",
        ),
        remedy=Text(
            en=f"correct the name in the data map, or run `upheld map check`{hint_en}",
            ja="データマップの名前を直すか、`upheld map check` を実行してください" + hint_ja,
        ),
        where=where,
    )


def wrong_type(where: Where, *, expected: str) -> PlaceFailedError:
    """Return the refusal for a value that cannot be of the column's type."""
    return PlaceFailedError(
        Text(
            en=f"a value given for `{where.column}` is not of its type, {expected}",
            ja=f"`{where.column}` に与えられた値が、列の型 {expected} に合いません",
        ),
        remedy=Text(
            en="check which kind of identifier belongs to this column in the data map",
            ja="この列に対応する識別子の種類を、データマップで確認してください",
        ),
        where=where,
    )


_UNDECODABLE = re.compile(r"(Could not decode to UTF-8 column '[^']*').*", re.DOTALL)


def sqlite_failure(error: BaseException) -> Failure:
    """Read an error of the `sqlite3` module. SQLite's messages carry names, not values."""
    state = str(getattr(error, "sqlite_errorname", ""))
    # The one message that repeats a stored value comes from the Python module.
    told = _UNDECODABLE.sub(r"\1", str(error))
    if state.startswith(("SQLITE_CANTOPEN", "SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_IOERR")):
        return Failure(kind="unreachable", state=state, told=told)
    if state.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_AUTH")):
        return Failure(kind="forbidden", state=state, told=told)
    if state.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return Failure(kind="transient", state=state, told=told)
    found = re.match(r"(?:UNIQUE|NOT NULL) constraint failed: ([^.,]+)\.([^,]+)", told)
    table, column = found.groups() if found else (None, None)
    return Failure(kind="failed", state=state, told=told, table=table, column=column)
