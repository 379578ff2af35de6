"""Takes the answers of other parties: by signed callback, by signed webhook, or written by staff."""

from collections.abc import Mapping
from typing import Literal, cast

from sqlalchemy import Connection

from upheld.calling.replay import MemoryOfStore
from upheld.desk.moving import SYSTEM, note
from upheld.desk.office import Office
from upheld.desk.others import errands, store
from upheld.desk.others.store import OVER, Task, TaskState
from upheld.durable import outbox
from upheld.evidence.entry import JSON
from upheld.parties.callback import Told, open_callback
from upheld.parties.opendsr import Processor, Standing
from upheld.parties.outcomes import CallMalformedError, text_of
from upheld.parties.webhook import Hook, Message, open_message
from upheld.refusal import RefusalError, Where
from upheld.wording import Text

_STATES: Mapping[str, TaskState] = {
    "pending": "accepted", "in_progress": "accepted", "completed": "done", "cancelled": "refused",
}  # fmt: skip
_ANSWERS: Mapping[str, TaskState] = {"accepted": "accepted", "done": "done", "refused": "refused"}


class TaskUnknownError(RefusalError):
    """No party has such a task that is not over."""

    code = "party-task-unknown"


def hear_opendsr(
    office: Office, processors: Mapping[str, Processor], body: bytes, headers: Mapping[str, str]
) -> None:
    """Take a callback of an OpenDSR party; told again, it changes nothing.

    Args:
        office: The desk.
        processors: The declared ones, by their names in the settings.
        body: As received.
        headers: Names in lower case.

    Raises:
        CallForgedError: It is not by a declared party's pinned key, or not for us.
        CallMalformedError: It is signed but cannot be understood.
    """
    by_domain = {one.domain.lower(): one for one in processors.values()}
    names = {one.domain.lower(): name for name, one in processors.items()}
    with office.company.engine.begin() as connection:
        now = office.company.clock.now()
        call = open_callback(body, headers, by_domain, MemoryOfStore(connection), now)
        if not isinstance(call, Told):
            return
        task = store.load(connection, str(call.request))
        # One party's key says nothing about another party's task.
        if task is not None and task.party == names[call.domain.lower()]:
            take_down(office, connection, task, call.standing)


def hear_webhook(
    office: Office, hook: Hook, party: str, body: bytes, headers: Mapping[str, str]
) -> None:
    """Take a signed answer: `{"data": {"task": ID, "state": "accepted" | "done" | "refused"}}`.

    Raises:
        CallForgedError: It is not signed with the party's secret, or too old.
        CallMalformedError: It is signed but cannot be understood.
    """
    with office.company.engine.begin() as connection:
        now = office.company.clock.now()
        memory = MemoryOfStore(connection)
        message = open_message(body, headers, hook.secrets, source=party, memory=memory, now=now)
        if not isinstance(message, Message):
            return
        data = message.content.get("data")
        said: Mapping[str, object] = data if isinstance(data, dict) else {}
        state = _ANSWERS.get(text_of(said, "state") or "")
        task = store.load(connection, text_of(said, "task") or "")
        if state is None or task is None or task.party != party:
            raise CallMalformedError(
                Text(en="the answer names no task of this party, or no state",
                     ja="応答にこの相手方のタスク番号または状態がありません"),
                remedy=Text(
                    en="send `data: {task, state}` with `accepted`, `done` or `refused`",
                    ja="`data: {task, state}` を `accepted`、`done`、`refused` のいずれかで送ってください",
                ),
                where=Where(system=party),
            )  # fmt: skip
        _become(office, connection, task, state, by=f"party:{party}", proven=True)


def take_down(office: Office, connection: Connection, task: Task, standing: Standing) -> None:
    """Take down how an OpenDSR party says its task stands."""
    state = _STATES[standing.state]
    if state == task.state and standing.expected_by != task.expected_by:
        store.change(connection, task, expected_by=standing.expected_by)
        return
    _become(office, connection, task, state, by=f"party:{task.party}", proven=standing.proven)


def settle(
    office: Office,
    task_id: str,
    outcome: Literal["done", "settled"],
    *,
    by: str,
    proof: str,
    of: str | None = None,
    within: Connection | None = None,
) -> Task:
    """Note what a member of staff says of a task: it is done, or need not be; with the proof.

    Args:
        office: The desk.
        task_id: The task.
        outcome: `done` as seen, or `settled` although the party did not do it.
        by: Who says so.
        proof: What shows it, in words; kept sealed.
        of: The case it has to be a task of.
        within: A transaction it belongs to; its own by default.

    Raises:
        TaskUnknownError: There is none, or it is over.
    """
    with office.transaction(within) as connection:
        task = store.load(connection, task_id)
        astray = task is None or of not in (None, task.reference)
        if task is None or astray or task.state in OVER or not proof.strip():
            raise TaskUnknownError(
                Text(en="there is no such open task, or no proof was given",
                     ja="該当する未完了のタスクがないか、確認内容が記入されていません"),
                remedy=Text(en="choose an open task, and say what shows that it is done",
                            ja="未完了のタスクを選び、完了を確認した内容を記入してください"),
            )  # fmt: skip
        store.seal(connection, office.company.vault, task, proof.strip())
        _become(office, connection, task, outcome, by=by, proven=False)
        found = store.load(connection, task_id)
    return cast("Task", found)


def _become(
    office: Office,
    connection: Connection,
    task: Task,
    state: TaskState,
    *,
    by: str = SYSTEM,
    proven: bool,
) -> None:
    """Change the state of a task that is not over; the last one that ends lets the case go on."""
    if state == task.state or (state == "accepted" and task.state == "refused"):
        return
    now = office.company.clock.now()
    over = {"over_at": now, "over_by": by} if state in OVER else {}
    if not store.change(connection, task, state=state, proven=int(proven), **over):
        return
    body: dict[str, JSON] = {"party": task.party, "task": task.id, "proven": proven}
    note(office, connection, task.reference, f"party-{state}", by=by, body=body)
    errands.say(office, connection, task)
    if state in OVER and not store.awaited(connection, task.reference):
        outbox.add(connection, "case-moved", task.reference, {"parties": "over"}, now)
