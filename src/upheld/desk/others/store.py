"""Tasks of other parties, one for each party and case."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias
from uuid import uuid4

from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    insert,
    select,
    update,
)

from upheld.clock import aware
from upheld.rights.vault import Vault

TaskState: TypeAlias = Literal["open", "told", "accepted", "refused", "done", "settled"]
"""Not told yet; told; taken on; refused; done, says the party or who works it; settled by staff."""
OVER: tuple[TaskState, ...] = ("done", "settled")
"""What is not awaited any more. A refusal is awaited until a person has settled it."""
TaskRight: TypeAlias = Literal["deletion", "correction", "restriction"]
How: TypeAlias = Literal["opendsr", "webhook", "mail", "task"]

metadata = MetaData()
tasks = Table(
    "desk_party_task",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("reference", String(20), nullable=False),
    Column("party", String(64), nullable=False),
    Column("how", String(16), nullable=False),
    Column("right", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("told_at", DateTime(timezone=True)),
    Column("expected_by", DateTime(timezone=True)),
    Column("over_at", DateTime(timezone=True)),
    Column("over_by", String(200)),
    Column("reminders", Integer, nullable=False),
    Column("proven", Integer, nullable=False),  # 1: the party's own signature says so
    Column("sealed", LargeBinary),  # what staff wrote as proof
    UniqueConstraint("reference", "party"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one party has to do for one case.

    Attributes:
        id: Also the number of the instruction, the same for every try.
        due_on: The last day, of its own clock.
        expected_by: When the party says that it will be done.
        proven: Whether the party's own signature says how it stands.
    """

    id: str
    reference: str
    party: str
    how: How
    right: TaskRight
    state: TaskState
    opened_at: datetime
    due_on: date
    told_at: datetime | None = None
    expected_by: datetime | None = None
    over_at: datetime | None = None
    over_by: str | None = None
    reminders: int = 0
    proven: bool = False


def ensure(
    connection: Connection,
    reference: str,
    party: str,
    *,
    how: How,
    right: TaskRight,
    due_on: date,
    at: datetime,
) -> Task | None:
    """Open a task; `None` where it is there already."""
    found = connection.execute(
        select(tasks.c.id).where(tasks.c.reference == reference, tasks.c.party == party)
    ).first()
    if found is not None:
        return None
    task = Task(
        id=str(uuid4()), reference=reference, party=party, how=how, right=right, state="open",
        opened_at=at, due_on=due_on,
    )  # fmt: skip
    connection.execute(
        insert(tasks).values(
            id=task.id, reference=reference, party=party, how=how, right=right, state="open",
            opened_at=at, due_on=due_on, reminders=0, proven=0,
        )
    )  # fmt: skip
    return task


def load(connection: Connection, task_id: str) -> Task | None:
    """Return a task."""
    row = connection.execute(select(tasks).where(tasks.c.id == task_id)).first()
    return None if row is None else _task(row)


def of_case(connection: Connection, reference: str) -> list[Task]:
    """List the tasks of a case, by party."""
    query = select(tasks).where(tasks.c.reference == reference).order_by(tasks.c.party)
    return [_task(row) for row in connection.execute(query)]


def awaited(connection: Connection, reference: str) -> list[str]:
    """Name the parties that are not done with a case."""
    query = (
        select(tasks.c.party)
        .where(tasks.c.reference == reference, tasks.c.state.not_in(OVER))
        .order_by(tasks.c.party)
    )
    return list(connection.execute(query).scalars())


def change(connection: Connection, task: Task, **values: Any) -> bool:
    """Change a task that is not over, if it is still as it was read; `False` if it is not."""
    changed = connection.execute(
        update(tasks)
        .where(tasks.c.id == task.id, tasks.c.state == task.state, tasks.c.state.not_in(OVER))
        .values(values)
    )
    return changed.rowcount == 1


def seal(connection: Connection, vault: Vault, task: Task, proof: str) -> None:
    """Keep what staff wrote as proof."""
    sealed = vault.seal(_name(task.id), {"proof": proof})
    connection.execute(update(tasks).where(tasks.c.id == task.id).values(sealed=sealed))


def proof_of(connection: Connection, vault: Vault, task_id: str) -> str:
    """Return what staff wrote as proof; empty where there is none, or it is forgotten."""
    sealed = connection.execute(
        select(tasks.c.sealed).where(tasks.c.id == task_id)
    ).scalar_one_or_none()
    return "" if sealed is None else str(vault.open(_name(task_id), bytes(sealed))["proof"])


def forget(connection: Connection, references: list[str]) -> None:
    """Erase what staff wrote about cases."""
    connection.execute(update(tasks).where(tasks.c.reference.in_(references)).values(sealed=None))


def _task(row: Any) -> Task:
    found = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    at = {
        name: None if found[name] is None else aware(found[name])
        for name in ("told_at", "expected_by", "over_at")
    }
    return Task(
        id=found["id"], reference=found["reference"], party=found["party"], how=found["how"],
        right=found["right"], state=found["state"], opened_at=aware(found["opened_at"]),
        due_on=found["due_on"], over_by=found["over_by"], reminders=found["reminders"],
        proven=bool(found["proven"]), **at,
    )  # fmt: skip


def _name(task_id: str) -> str:
    return f"task:{task_id}"
