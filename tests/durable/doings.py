"""Functions that tests register: module-level, so that a restarted process knows them too."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, text

from upheld.durable.port import Signalled, Work


def make_table(connection: Connection) -> None:
    connection.execute(text("CREATE TABLE IF NOT EXISTS act (work TEXT, step INTEGER)"))


def act(connection: Connection, key: str, step: int) -> int:
    connection.execute(
        text("INSERT INTO act (work, step) VALUES (:key, :step)"), {"key": key, "step": step}
    )
    return step * 10


def acts_of(connection: Connection, key: str) -> list[int]:
    rows = connection.execute(
        text("SELECT step FROM act WHERE work = :key ORDER BY step"), {"key": key}
    )
    return [int(row.step) for row in rows]


def many_steps(work: Work, count: int) -> None:
    total = 0
    for step in range(count):
        total += work.transact(act, work.key, step)
    assert total == sum(step * 10 for step in range(count))


def ask_and_wait(work: Work, days: int) -> None:
    work.transact(act, work.key, 1)
    answer = work.wait_for("answer", timedelta(days=days))
    said: Any = answer.payload if isinstance(answer, Signalled) else {"number": -1}
    work.transact(act, work.key, int(said["number"]))
