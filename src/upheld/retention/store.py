"""Where sweeps are kept: one table, the same on SQLite and PostgreSQL."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    LargeBinary,
    MetaData,
    String,
    Table,
    insert,
    select,
    update,
)
from sqlalchemy import Text as SqlText

from upheld.clock import aware
from upheld.refusal import RefusalError
from upheld.wording import Text

State: TypeAlias = Literal["planned", "approved", "in_progress", "done", "remaining", "replaced"]
"""`in_progress` also after a crash: `apply` finishes it. `replaced`: a newer plan stands."""

metadata = MetaData()
runs = Table(
    "retention_run",
    metadata,
    Column("ref", String(16), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("sha256", String(64), nullable=False),
    Column("document", SqlText, nullable=False),
    Column("pins", SqlText, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("approved_by", String(200)),
    Column("approved_at", DateTime(timezone=True)),
    Column("sealed", LargeBinary),
    Column("report", SqlText),
)


class UnknownRunError(RefusalError):
    """No sweep has this reference."""

    code = "sweep-unknown"


@dataclass(slots=True, kw_only=True)
class Sweep:
    """One run: its plan, who approved it, and what was seen.

    Attributes:
        ref: `S-2026-0001`.
        document: The documented plan.
        pins: What it rests on: fingerprints, hashes, digests of keys.
        sealed: The names of copies elsewhere that are still to be erased, encrypted.
        report: The documented report, once there is one.
    """

    ref: str
    state: State
    sha256: str
    document: dict[str, Any]
    pins: dict[str, Any]
    made_at: datetime
    approved_by: str | None = None
    sealed: bytes | None = field(default=None, repr=False)
    report: dict[str, Any] | None = None


def next_reference(connection: Connection, year: int) -> str:
    """Return the next free `S-…`; two processes that take the same one cannot both insert it."""
    prefix = f"S-{year}-"
    taken = connection.execute(select(runs.c.ref).where(runs.c.ref.startswith(prefix))).scalars()
    last = max((int(ref.removeprefix(prefix)) for ref in taken), default=0)
    return f"{prefix}{last + 1:04d}"


def put(connection: Connection, sweep: Sweep) -> None:
    """Keep a new plan; those that were not begun are replaced by it."""
    connection.execute(
        update(runs)
        .where(runs.c.state.in_(("planned", "approved")))
        .values(state="replaced", pins="{}")
    )
    connection.execute(
        insert(runs).values(
            ref=sweep.ref,
            state=sweep.state,
            sha256=sweep.sha256,
            document=json.dumps(sweep.document, ensure_ascii=False),
            pins=json.dumps(sweep.pins),
            made_at=sweep.made_at,
        )
    )


def end(connection: Connection, ref: str, state: State, report: Mapping[str, Any] | None) -> None:
    """A run is over: its report stays, and nothing by which anybody's keys could be checked.

    The salt of its digests goes with the names of copies.
    """
    told = None if report is None else json.dumps(report, ensure_ascii=False)
    change(connection, ref, state=state, report=told, pins="{}", sealed=None)


def change(connection: Connection, ref: str, **values: Any) -> None:
    """Write some columns of a run."""
    connection.execute(update(runs).where(runs.c.ref == ref).values(**values))


def load(connection: Connection, ref: str) -> Sweep:
    """Return one run.

    Raises:
        UnknownRunError: There is none of that reference.
    """
    row = connection.execute(select(runs).where(runs.c.ref == ref)).first()
    if row is None:
        raise UnknownRunError(
            Text(en="there is no sweep of this reference", ja="この番号の一括消去はありません"),
            remedy=Text(
                en="`upheld retention show` lists them; `upheld retention plan` makes one",
                ja="`upheld retention show` で一覧を確認するか、`upheld retention plan` で計画してください",
            ),
        )
    return _sweep(row)


def in_state(connection: Connection, *states: State) -> Iterator[Sweep]:
    """Yield the runs in these states (all without one), the newest first."""
    query = select(runs).order_by(runs.c.made_at.desc(), runs.c.ref.desc())
    for row in connection.execute(query.where(runs.c.state.in_(states)) if states else query):
        yield _sweep(row)


def _sweep(row: Any) -> Sweep:
    return Sweep(
        ref=row.ref,
        state=row.state,
        sha256=row.sha256,
        document=json.loads(row.document),
        pins=json.loads(row.pins),
        made_at=aware(row.made_at),
        approved_by=row.approved_by,
        sealed=bytes(row.sealed) if row.sealed else None,
        report=json.loads(row.report) if row.report else None,
    )
