"""Begins the work that instructs a party, and says to it that something has changed.

Both are rows of the caller's transaction: a task is opened and its work begun together, and an
answer is taken down together with the signal that ends the wait for it.
"""

from contextlib import suppress
from typing import Final

from sqlalchemy import Connection

from upheld.desk.office import Office
from upheld.desk.others import store
from upheld.desk.others.store import OVER, Task
from upheld.durable.work import UnknownWorkError
from upheld.evidence.entry import JSON

INSTRUCT = "party-instruct"
"""The name of the work; it is kept with it, and never changes its meaning."""
HEARD: Final = "heard"
"""What it waits for: whatever is said about the task. How the task stands is read in the store."""

TELL: Final = "party-tell"
ASK: Final = "party-ask"
REMIND: Final = "party-remind"
"""What is done about a task again and again; each was a row of its own in earlier versions."""


def key_of(task: Task) -> str:
    """Return the key of a task's work: whoever sees it failed reads which request it belongs to."""
    return f"{task.reference}:{task.id}"


def begin(office: Office, connection: Connection, task: Task) -> bool:
    """Begin the work of a task, once; False if it was begun before."""
    return office.work.start(connection, INSTRUCT, key_of(task), task.id)


def say(office: Office, connection: Connection, task: Task, **said: JSON) -> None:
    """Say to the work of a task that there is something new; no more than references."""
    # A task that an earlier version opened has rows and no work: they see how it stands.
    with suppress(UnknownWorkError):
        office.work.signal(connection, key_of(task), HEARD, said)


def case_forgotten(office: Office, connection: Connection, reference: str) -> None:
    """Say to the work of a case's open tasks that nobody is to be told of it any more."""
    for task in store.of_case(connection, reference):
        if task.state not in OVER:
            say(office, connection, task)
