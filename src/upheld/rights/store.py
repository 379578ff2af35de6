"""Where requests are kept: three tables, the same on SQLite and PostgreSQL."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Update,
    bindparam,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import (
    Text as SqlText,
)

from upheld.evidence.bulk import write_many
from upheld.refusal import RefusalError
from upheld.rights.case import Case, Private, Right, State, StoredPlan
from upheld.rights.vault import Vault
from upheld.wording import Text

metadata = MetaData()
requests = Table(
    "request",
    metadata,
    Column("ref", String(16), primary_key=True),
    Column("batch", String(16), index=True),
    Column("position", Integer, nullable=False),
    Column("right_", String(16), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("found", String(8)),
    Column("absence", String(12)),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("sealed", LargeBinary),
    Column("salt", String(64)),
    Column("report", SqlText),
    Column("receipt", SqlText),
    Column("erased_at", DateTime(timezone=True)),
)
plans = Table(
    "plan",
    metadata,
    Column("unit", String(16), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("document", SqlText, nullable=False),
    Column("pins", SqlText, nullable=False),
    Column("refs", SqlText, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("approved_by", String(200)),
    Column("approved_at", DateTime(timezone=True)),
)
counters = Table(
    "counter",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("last", Integer, nullable=False),
)


_COUNT_UP = (
    update(counters)
    .where(counters.c.name == bindparam("b_name"))
    .values(last=counters.c.last + bindparam("b_by"))
    .returning(counters.c.last)
)
_COUNT_UP_APART = text(
    "WITH apart AS (SELECT set_config('synchronous_commit', 'off', true)) "
    "UPDATE counter SET last = last + :count FROM apart WHERE name = :name RETURNING last"
)
_FIRST_OF_ALL = text("INSERT INTO counter (name, last) VALUES (:name, 0) ON CONFLICT DO NOTHING")
_REFERENCE = re.compile(r"[RB]-\d{4}-\d{4,9}")


class UnknownRequestError(RefusalError):
    """No request or batch has this reference."""

    code = "request-unknown"


class PlanDamagedError(RefusalError):
    """A stored plan was changed so that it cannot be read."""

    code = "plan-stale"


def next_reference(connection: Connection, letter: str, year: int) -> str:
    """Count up and return e.g. `R-2026-0001`, in the caller's transaction."""
    return next(iter(next_references(connection, letter, year, 1)))


def next_references(connection: Connection, letter: str, year: int, count: int) -> list[str]:
    """Take several references at once."""
    name = f"{letter}-{year}"
    counted = {"b_name": name, "b_by": count}
    last = connection.execute(_COUNT_UP, counted).scalar()
    if last is None:  # the first of a year; of two at once the second waits here for the first
        connection.execute(_FIRST_OF_ALL, {"name": name})
        last = int(connection.execute(_COUNT_UP, counted).scalar_one())
    return [f"{name}-{number:04d}" for number in range(last - count + 1, last + 1)]


def take_references(connection: Connection, letter: str, year: int, count: int) -> list[str]:
    """Take references on PostgreSQL, before the transaction that uses them begins.

    The counter's row would stay locked until that one commits, and requests would come in one
    after another. This commit is not waited for: the caller's own writes it out too. Numbers are
    left out where the caller fails.

    Args:
        connection: One on which each statement is a transaction.
        letter: Of which kind.
        year: Of which year.
        count: How many.
    """
    name = f"{letter}-{year}"
    while True:
        last = connection.execute(_COUNT_UP_APART, {"name": name, "count": count}).scalar()
        if last is not None:
            return [f"{name}-{n:04d}" for n in range(int(last) - count + 1, int(last) + 1)]
        connection.execute(_FIRST_OF_ALL, {"name": name})


def add(connection: Connection, vault: Vault, cases: Sequence[Case]) -> None:
    """Insert new requests, all in one statement."""
    connection.execute(
        insert(requests), [_row(vault, case, position) for position, case in enumerate(cases)]
    )


def save(connection: Connection, vault: Vault, cases: Iterable[Case]) -> None:
    """Write requests back."""
    names = ("state", "found", "absence", "sealed", "salt", "report", "receipt", "erased_at")
    _write(connection, [_row(vault, case, 0) for case in cases], names)


def seal_again(connection: Connection, vault: Vault, cases: Iterable[Case]) -> None:
    """Write back what is personal in requests, and nothing else of them."""
    rows = [{"ref": c.ref, "sealed": _sealed(vault, c)} for c in cases]
    _write(connection, rows, ("sealed",))


@dataclass(frozen=True, slots=True)
class Concluded:
    """What a run writes of one request: report and receipt as JSON. What is sealed stays."""

    ref: str
    state: State
    report: str
    receipt: str | None


def conclude(connection: Connection, concluded: Sequence[Concluded]) -> None:
    """Write what was seen of requests, all in one statement."""
    names = ("state", "report", "receipt")
    rows = [{f"b_{n}": getattr(c, n) for n in ("ref", *names)} for c in concluded]
    write_many(connection, _update(names), rows)


def _write(connection: Connection, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
    if rows:
        named = [{f"b_{name}": row[name] for name in ("ref", *names)} for row in rows]
        connection.execute(_update(names), named)


def _update(names: Sequence[str]) -> Update:
    return (
        update(requests)
        .where(requests.c.ref == bindparam("b_ref"))
        .values({name: bindparam(f"b_{name}") for name in names})
    )


def _sealed(vault: Vault, case: Case) -> bytes | None:
    return vault.seal(case.ref, case.private.as_json()) if case.private else None


def _row(vault: Vault, case: Case, position: int) -> dict[str, Any]:
    return {
        "ref": case.ref,
        "batch": case.batch,
        "position": position,
        "right_": case.right,
        "state": case.state,
        "found": case.found,
        "absence": case.absence,
        "opened_at": case.opened_at,
        "sealed": _sealed(vault, case),
        "salt": case.salt,
        "report": json.dumps(case.report, ensure_ascii=False) if case.report else None,
        "receipt": json.dumps(case.receipt, ensure_ascii=False) if case.receipt else None,
        "erased_at": case.erased_at,
    }


def move(connection: Connection, refs: Sequence[str], before: Sequence[State], after: State) -> int:
    """Change the state of those requests that are in one of `before`; return how many.

    Two processes that do it at once cannot both succeed.
    """
    moved = 0
    for start in range(0, len(refs), 500):
        part = refs[start : start + 500]
        changed = connection.execute(
            update(requests)
            .where(requests.c.ref.in_(part), requests.c.state.in_(before))
            .values(state=after)
        )
        moved += int(changed.rowcount or 0)
    return moved


def load(connection: Connection, vault: Vault, unit: str) -> list[Case]:
    """Return one request, or all of a batch in its order.

    Raises:
        UnknownRequestError: There is none of that reference.
    """
    column = requests.c.batch if unit.startswith("B-") else requests.c.ref
    rows = connection.execute(
        select(requests).where(column == unit).order_by(requests.c.position, requests.c.ref)
    ).all()
    cases = [_case(vault, row) for row in rows]
    if not cases:
        # Something else may have been typed here, and it may be personal.
        shown = f"`{unit}`" if _REFERENCE.fullmatch(unit) else ""
        raise UnknownRequestError(
            Text(en=f"there is no request {shown}".rstrip(), ja=f"請求{shown}はありません"),
            remedy=Text(
                en="`upheld request list` shows all of them",
                ja="`upheld request list` で一覧を確認してください",
            ),
        )
    return cases


def carried_out(connection: Connection, vault: Vault, right: Right) -> Iterator[Case]:
    """Yield the requests of a right that were carried out, forgotten ones too."""
    ended: tuple[State, ...] = ("done", "remaining", "not_proven")
    query = select(requests).where(requests.c.right_ == right, requests.c.state.in_(ended))
    for row in connection.execute(query.order_by(requests.c.ref)):
        yield _case(vault, row)


def listed(connection: Connection, state: str | None) -> Iterator[dict[str, Any]]:
    """Yield what may be shown of each request, the newest first."""
    query = select(
        requests.c.ref,
        requests.c.batch,
        requests.c.right_,
        requests.c.state,
        requests.c.found,
        requests.c.opened_at,
    ).order_by(requests.c.opened_at.desc(), requests.c.ref.desc())
    if state is not None:
        query = query.where(requests.c.state == state)
    for row in connection.execute(query):
        yield {
            "request": row.ref,
            "batch": row.batch,
            "right": row.right_,
            "state": row.state,
            "found": row.found,
            "opened_at": _aware(row.opened_at),
        }


def _case(vault: Vault, row: Any) -> Case:
    return Case(
        ref=row.ref,
        batch=row.batch,
        right=row.right_,
        state=row.state,
        found=row.found,
        absence=row.absence,
        opened_at=_aware(row.opened_at),
        private=_private(vault.open(row.ref, bytes(row.sealed))) if row.sealed else None,
        salt=row.salt,
        report=json.loads(row.report) if row.report else None,
        receipt=json.loads(row.receipt) if row.receipt else None,
        erased_at=_aware(row.erased_at) if row.erased_at else None,
    )


def _private(opened: dict[str, Any]) -> Private:
    """An older store numbered who was chosen, in a list that may be another one by now."""
    chosen = opened.get("chosen")
    return Private(**{**opened, "chosen": chosen if isinstance(chosen, list) else []})


def _aware(moment: datetime) -> datetime:
    from datetime import UTC

    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


# Plans --------------------------------------------------------------------------------------


def put_plan(connection: Connection, plan: StoredPlan) -> None:
    """Keep a plan in place of an earlier one of the same unit; its approval is gone."""
    connection.execute(plans.delete().where(plans.c.unit == plan.unit))
    connection.execute(
        insert(plans).values(
            unit=plan.unit,
            sha256=plan.sha256,
            document=json.dumps(plan.document, ensure_ascii=False),
            pins=json.dumps(plan.pins),
            refs=json.dumps(plan.refs),
            made_at=plan.made_at,
            approved_by=plan.approved_by,
            approved_at=plan.approved_at,
        )
    )


def approve_plan(connection: Connection, unit: str, by: str, at: datetime) -> None:
    """Note who approved the plan of a unit, and when."""
    connection.execute(
        update(plans).where(plans.c.unit == unit).values(approved_by=by, approved_at=at)
    )


def forget_plans(connection: Connection, units: Iterable[str]) -> None:
    """Erase the plans of units: their salt makes digests of a person's keys checkable."""
    for unit in sorted(set(units)):
        connection.execute(plans.delete().where(plans.c.unit == unit))


def plan_of(connection: Connection, unit: str) -> StoredPlan | None:
    """Return the plan of a unit; for a request of a batch also the batch's."""
    row = connection.execute(select(plans).where(plans.c.unit == unit)).first()
    if row is None:
        return None
    try:
        document, pins, refs = (json.loads(t) for t in (row.document, row.pins, row.refs))
    except ValueError:
        raise PlanDamagedError(
            Text(
                en=f"the stored plan of `{row.unit}` cannot be read",
                ja=f"保存された `{row.unit}` の計画を読めません",
            ),
            remedy=Text(
                en=f"`upheld request plan {row.unit}` makes a new one; find out who changed the store",
                ja=f"`upheld request plan {row.unit}` で計画し直し、誰が保管内容を変えたか確認してください",
            ),
        ) from None
    return StoredPlan(
        unit=row.unit,
        sha256=row.sha256,
        document=document,
        pins=pins,
        refs=refs,
        made_at=_aware(row.made_at),
        approved_by=row.approved_by,
        approved_at=_aware(row.approved_at) if row.approved_at else None,
    )
