"""How a case goes from one state to the next: one transaction, with its ledger entry.

`Move` is opened in the caller's transaction; whatever else belongs to the transition (a row of
the outbox, a fee, an upload's decision) is written in the same one, and is there entirely or
not at all, however the process ends.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.case import NEXT, STATE_LABEL, Case, State, Waiting
from upheld.desk.clocks import answering, written
from upheld.desk.office import Office
from upheld.desk.webhooks.announcing import announce
from upheld.durable import outbox
from upheld.evidence import ledger
from upheld.evidence.entry import JSON, Entry
from upheld.law.clock import Due, ExtensionRefusedError
from upheld.refusal import RefusalError
from upheld.wording import Text

SYSTEM = "system"
"""Who acts where no person did: a clock, a workflow, an arriving message."""


class MoveRefusedError(RefusalError):
    """A state cannot follow another one."""

    code = "case-state"


def move(
    office: Office,
    connection: Connection,
    case: Case,
    to: State,
    *,
    by: str = SYSTEM,
    kind: str | None = None,
    body: Mapping[str, JSON] | None = None,
    waiting: Iterable[Waiting] = (),
) -> None:
    """Change the state of a case, with its entry in the ledger.

    Args:
        office: The desk.
        connection: The transaction.
        case: As it was read; it is changed in place.
        to: The next state.
        by: A member of staff's id, `person`, or `system`.
        kind: The entry's kind; `case-…` with the state's name by default.
        body: What else is known; nothing personal.
        waiting: What it waits for from now on.

    Raises:
        MoveRefusedError: The state cannot follow.
        CaseChangedError: Somebody else moved it first.
    """
    _refuse_jump(case, to)
    now = office.company.clock.now()
    before = case.state
    if to == "on_hold":
        case.before_hold = before
    elif before == "on_hold":
        case.before_hold = None
    case.state = to
    case.waiting = frozenset(waiting)
    if case.sealed is not None:
        case.sealed.stopped = {}
    if to == "answered":
        case.answered_at = now
    if to == "closed":
        case.closed_at = now
    store.save(connection, office.company.vault, case)
    note(
        office,
        connection,
        case.reference,
        kind or f"case-{to.replace('_', '-')}",
        by=by,
        body={"from": before, "to": to, **(body or {})},
    )
    told = {"from": before, "to": to, "turn": case.turn}
    case.promised.append(outbox.add(connection, "case-moved", case.reference, told, now))
    announce(office, connection, case, before=before)


def _refuse_jump(case: Case, to: State) -> None:
    back = case.state == "on_hold" and to not in ("withdrawn", case.before_hold)
    if to in NEXT[case.state] and not back:
        return
    raise MoveRefusedError(
        Text(
            en=f"`{case.reference}` is {STATE_LABEL[case.state].en}; "
            f"`{STATE_LABEL[to].en}` cannot follow",
            ja=f"`{case.reference}` は「{STATE_LABEL[case.state].ja}」の状態で、"
            f"「{STATE_LABEL[to].ja}」には進めません",
        ),
        remedy=Text(
            en="look at the request again; somebody may have moved it",
            ja="請求の内容をもう一度確かめてください。他の担当者が進めた可能性があります",
        ),
    )


def note(
    office: Office,
    connection: Connection,
    reference: str,
    kind: str,
    *,
    by: str = SYSTEM,
    body: Mapping[str, JSON] | None = None,
    at: datetime | None = None,
) -> None:
    """Append an entry about a case without moving it: a mail went out, a fee was paid."""
    entry = entry_of(office, reference, kind, by=by, body=body, at=at)
    ledger.append_many(connection, [entry])  # its row's id is asked of nobody


def entry_of(
    office: Office,
    reference: str,
    kind: str,
    *,
    by: str = SYSTEM,
    body: Mapping[str, JSON] | None = None,
    at: datetime | None = None,
) -> Entry:
    """Return an entry about a case, written by nobody yet."""
    clock = office.company.clock
    return Entry(
        kind=kind,
        at=at or clock.now(),
        case=reference,
        drill=clock.drill,
        body={"by": by, **(body or {})},
    )


def wait(
    office: Office,
    connection: Connection,
    case: Case,
    waiting: Iterable[Waiting],
    *,
    by: str = SYSTEM,
) -> None:
    """Say what a case waits for, without moving it."""
    now = frozenset(waiting)
    if now == case.waiting:
        return
    case.waiting = now
    store.save(connection, office.company.vault, case)
    body: dict[str, JSON] = {"for": sorted(now)}
    note(office, connection, case.reference, "case-waits", by=by, body=body)


def extend(office: Office, connection: Connection, case: Case, *, by: str, reason: str) -> Due:
    """Prolong the time to answer, once, where the law or the policy allows it.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case.
        by: Who decides it.
        reason: The code of the reason, told to the person: `complex`, `many`, `third-party`.

    Returns:
        The new last day.

    Raises:
        ExtensionRefusedError: There is no extension, it was used up, or the time has run out.
        MoveRefusedError: The case is answered already.
    """
    if case.state in ("answered", "closed", "withdrawn"):
        _refuse_jump(case, "received")
    company = office.company
    found = answering(company.policy, case.right, case.residence, office.calendar)
    deadline, event = found.deadline, case.received_at
    today = company.clock.now().astimezone(deadline.clock.zone).date()
    if found.deadline.extension is None and found.basis in ("target", "court"):
        raise _no_extension()
    due = deadline.extended(event, deadline.due(event, extensions=case.extended), told=today)
    case.extended = due.extensions
    case.due_on, case.due_at = due.day, due.ends
    case.clock = written(found, due)
    store.save(connection, company.vault, case)
    until: dict[str, JSON] = {"until": due.day.isoformat(), "reason": reason}
    note(office, connection, case.reference, "case-extended", by=by, body=until)
    outbox.add(connection, "case-extended", case.reference, dict(until), company.clock.now())
    return due


def _no_extension() -> ExtensionRefusedError:
    return ExtensionRefusedError(
        Text(
            en="the law says `without delay` for this request, and knows no extension",
            ja="この請求は「遅滞なく」とされており、延長の定めがありません",
        ),
        remedy=Text(
            en="answer as soon as you can; tell the person why it takes longer",
            ja="できるだけ早く回答し、時間がかかる理由を本人に伝えてください",
        ),
    )


def timeline(office: Office, reference: str) -> list[dict[str, Any]]:
    """Return everything that happened to a case, in order: its entries in the ledger."""
    import json

    rows = ledger.entries_of(office.company.engine, reference)
    found = []
    for row in rows:
        entry = json.loads(row.leaf)
        found.append(
            {"index": row.index, "kind": entry["kind"], "at": entry["at"], "body": entry["body"]}
        )
    return found
