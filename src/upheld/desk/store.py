"""Where cases are kept: one table, the same on SQLite and PostgreSQL.

What is personal is sealed; what is needed to sort, to filter and to count is not personal.
"""

import json
import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any, Protocol, cast

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    func,
    insert,
    literal,
    select,
    tuple_,
    union_all,
    update,
)
from sqlalchemy import Text as SqlText

from upheld.clock import aware
from upheld.desk.case import OPEN, AgentKind, Case, Channel, Sealed, State, Waiting
from upheld.desk.kinds import CaseKind
from upheld.refusal import RefusalError
from upheld.rights.store import requests
from upheld.rights.vault import Vault
from upheld.wording import Text

metadata = MetaData()
cases = Table(
    "desk_case",
    metadata,
    Column("reference", String(20), primary_key=True),
    Column("right_", String(24), nullable=False),
    Column("state", String(16), nullable=False),
    Column("before_hold", String(16)),
    Column("waiting", String(120), nullable=False),
    Column("language", String(2), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("due_on", Date, nullable=False),
    Column("due_at", DateTime(timezone=True), nullable=False),
    Column("clock", SqlText, nullable=False),
    Column("extended", Integer, nullable=False),
    Column("residence", String(8)),
    Column("agent", String(12), nullable=False),
    Column("form", String(24)),
    Column("grounds", String(200), nullable=False),
    Column("decision", String(40)),
    Column("assigned_to", String(40)),
    Column("duplicate_of", String(20)),
    Column("answered_at", DateTime(timezone=True)),
    Column("closed_at", DateTime(timezone=True)),
    Column("is_open", Integer, nullable=False),
    Column("sealed", LargeBinary),
    Column("turn", Integer, nullable=False),
)
# The queue: what is open, the most urgent first, a page at a time.
Index("desk_case_queue", cases.c.is_open, cases.c.due_at, cases.c.reference)
Index("desk_case_state", cases.c.state, cases.c.due_at, cases.c.reference)
Index("desk_case_received", cases.c.received_at, cases.c.reference)
Index("desk_case_answered", cases.c.answered_at)

lookups = Table(
    "desk_lookup",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("reference", String(20), primary_key=True),
    Column("what", String(60), primary_key=True),  # a kind of identifier, or `contact`
)
Index("desk_lookup_case", lookups.c.reference)


# Built once: to build a statement takes longer than to carry it out.
_ADD = insert(cases)
_ADD_LOOKUP = insert(lookups)
_LOAD = select(cases).where(cases.c.reference == bindparam("which"))
_STATES = select(cases.c.reference, cases.c.state).join(
    requests, requests.c.ref == cases.c.reference
)
_STATE = select(cases.c.state).where(cases.c.reference == bindparam("which"))
_SAVE = (
    update(cases)
    .where(cases.c.reference == bindparam("which"), cases.c.turn == bindparam("before"))
    .values({column: bindparam(column.name) for column in cases.c if not column.primary_key})
)
_FOUND = (
    select(lookups.c.reference, lookups.c.what)
    .join(cases, cases.c.reference == lookups.c.reference)
    .where(lookups.c.digest.in_(bindparam("digests", expanding=True)))
    .order_by(cases.c.received_at.desc(), cases.c.reference.desc())
)
_OPEN_OF_RIGHTS = (
    select(
        lookups.c.digest,
        lookups.c.reference,
        cases.c.right_,
        func.row_number()
        .over(
            partition_by=(lookups.c.digest, cases.c.right_),
            order_by=(cases.c.received_at.desc(), cases.c.reference.desc()),
        )
        .label("place"),
        cases.c.received_at,
    )
    .join(cases, cases.c.reference == lookups.c.reference)
    .where(lookups.c.digest.in_(bindparam("digests", expanding=True)), cases.c.is_open == 1)
    .where(cases.c.right_.in_(bindparam("rights", expanding=True)))
).subquery()
_EARLIER = (
    select(_OPEN_OF_RIGHTS.c.digest, _OPEN_OF_RIGHTS.c.reference, _OPEN_OF_RIGHTS.c.right_)
    .where(_OPEN_OF_RIGHTS.c.place == 1)  # whoever asks a thousand times is read once
    .order_by(_OPEN_OF_RIGHTS.c.received_at.desc(), _OPEN_OF_RIGHTS.c.reference.desc())
)


NUMBER = re.compile(r"R-[0-9]{4}-[0-9]{4,9}")
"""What a request is called; whatever else is typed is looked for nowhere."""


class CaseUnknownError(RefusalError):
    """No case has this reference."""

    code = "case-unknown"


class CaseChangedError(RefusalError):
    """Somebody else changed the case in the meantime."""

    code = "case-changed"


class QueueRow(Protocol):
    """A row of the queue: every column of a case that is not personal."""

    reference: str
    right_: CaseKind
    state: State
    waiting: str
    channel: Channel
    agent: AgentKind
    due_on: date
    due_at: datetime
    assigned_to: str | None


def create_tables(engine: Engine) -> None:
    """Create what is missing; safe to call again."""
    metadata.create_all(engine)


def add(
    connection: Connection, vault: Vault, case: Case, digests: Sequence[tuple[str, str]]
) -> None:
    """Insert a new case, with the digests by which it can be found: (what, digest)."""
    add_many(connection, vault, [(case, digests)])


def add_many(
    connection: Connection, vault: Vault, new: Sequence[tuple[Case, Sequence[tuple[str, str]]]]
) -> None:
    """Insert new cases likewise, as two statements."""
    connection.execute(
        _ADD, [{"reference": case.reference, **_values(vault, case)} for case, _ in new]
    )
    found_by = [
        {"digest": digest, "reference": case.reference, "what": what}
        for case, digests in new
        for what, digest in dict.fromkeys(digests)
    ]
    if found_by:
        connection.execute(_ADD_LOOKUP, found_by)


def save(connection: Connection, vault: Vault, case: Case) -> None:
    """Write a case back, if nobody else did since it was read.

    Raises:
        CaseChangedError: Somebody did.
    """
    before = case.turn
    case.turn += 1
    which = {"which": case.reference, "before": before}
    moved = connection.execute(_SAVE, _values(vault, case) | which)
    if moved.rowcount != 1:
        case.turn = before
        raise CaseChangedError(
            Text(
                en=f"`{case.reference}` was changed by somebody else in the meantime",
                ja=f"`{case.reference}` は他の担当者が変更しました",
            ),
            remedy=Text(
                en="look at it again, then decide", ja="内容をもう一度確かめてから判断してください"
            ),
        )


def state_of(connection: Connection, reference: str) -> State | None:
    """Return the state of a case, `None` where there is no such case; nothing of it is opened."""
    return connection.execute(_STATE, {"which": reference}).scalar_one_or_none()


def states_of_requests(connection: Connection) -> dict[str, State]:
    """Return how far the desk is with each request that is also looked for in the stores."""
    rows = connection.execute(_STATES)
    return {row.reference: row.state for row in rows}


def load(connection: Connection, vault: Vault, reference: str) -> Case:
    """Return one case.

    Raises:
        CaseUnknownError: There is none of that reference.
    """
    found = NUMBER.fullmatch(reference)
    row = connection.execute(_LOAD, {"which": reference}).first() if found else None
    if row is None:
        raise CaseUnknownError(
            Text(en="there is no such request", ja="その受付番号の請求はありません"),
            remedy=Text(
                en="check the number, e.g. `R-2026-0001`",
                ja="`R-2026-0001` のような番号を確かめてください",
            ),
        )
    return _case(vault, row)


def load_many(connection: Connection, vault: Vault, references: Sequence[str]) -> list[Case]:
    """Return several cases in the order of their references, by one statement."""
    rows = connection.execute(select(cases).where(cases.c.reference.in_(list(references))))
    found = {row.reference: _case(vault, row) for row in rows}
    return [found[reference] for reference in references if reference in found]


def found_by(connection: Connection, digests: Sequence[str]) -> list[tuple[str, str]]:
    """Return (reference, what) of cases with one of these digests, the newest first."""
    rows = connection.execute(_FOUND, {"digests": list(digests)})
    return [(row.reference, row.what) for row in rows]


def earlier(
    connection: Connection, asked: Sequence[tuple[Sequence[str], CaseKind]]
) -> list[str | None]:
    """Return the newest open case of the same person for the same thing, for each that is asked."""
    digests = list({digest for some, _ in asked for digest in some})
    if not digests:
        return [None] * len(asked)
    rights = list({right for _, right in asked})
    rows = connection.execute(_EARLIER, {"digests": digests, "rights": rights})
    found: dict[tuple[str, str], int] = {}
    references: list[str] = []
    for digest, reference, right in rows:  # the newest first
        found.setdefault((digest, right), len(references))
        references.append(reference)
    newest = (
        min((found[digest, right] for digest in some if (digest, right) in found), default=None)
        for some, right in asked
    )
    return [None if one is None else references[one] for one in newest]


def queue(
    connection: Connection,
    *,
    states: Sequence[State] | None = None,
    only: Sequence[ColumnElement[bool]] = (),
    after: tuple[datetime, str] | None = None,
    most: int = 50,
) -> list[QueueRow]:
    """Return rows of the queue, the most urgent first: no personal column is read.

    Args:
        connection: The store.
        states: Only these; `None` for everything open.
        only: What else has to hold of a row, e.g. `cases.c.right_ == "deletion"`.
        after: `(due_at, reference)` of the last row of the page before.
        most: Rows a page.
    """
    columns = [column for column in cases.c if column.name not in {"sealed", "clock"}]
    place = cases.c.due_at, cases.c.reference

    def first_rows(of: ColumnElement[bool]) -> Select[Any]:
        query = select(*columns).where(of, *only).order_by(*place).limit(most)
        return query if after is None else query.where(tuple_(*place) > tuple_(*after))

    if states is None or len(states) == 1:
        query = first_rows(cases.c.state == states[0] if states else cases.c.is_open == 1)
    else:
        # Each state's first rows come from the index in order; several states at once would be
        # sorted as a whole.
        parts = [first_rows(cases.c.state == state).subquery() for state in states]
        whole = union_all(*(select(part) for part in parts)).subquery()
        query = select(whole).order_by(whole.c.due_at, whole.c.reference).limit(most)
    return cast("list[QueueRow]", list(connection.execute(query)))


COUNTED = 1_000
"""As far as cases are counted for a list; more is shown as more."""


def counts(connection: Connection) -> dict[State, int]:
    """Return how many open cases there are in each state, `COUNTED + 1` for more than that."""
    parts = [
        select(func.count().label("n"), literal(state).label("state")).select_from(
            select(cases.c.reference).where(cases.c.state == state).limit(COUNTED + 1).subquery()
        )
        for state in sorted(OPEN)
    ]
    return {row.state: int(row.n) for row in connection.execute(union_all(*parts)) if row.n}


def forget(connection: Connection, references: Sequence[str]) -> None:
    """Erase what is personal in cases, and what leads back to a person."""
    for start in range(0, len(references), 500):
        part = list(references[start : start + 500])
        connection.execute(
            update(cases)
            .where(cases.c.reference.in_(part))
            .values(sealed=None, turn=cases.c.turn + 1)
        )
        connection.execute(lookups.delete().where(lookups.c.reference.in_(part)))


def _values(vault: Vault, case: Case) -> dict[str, Any]:
    sealed = case.sealed
    return {
        "right_": case.right,
        "state": case.state,
        "before_hold": case.before_hold,
        "waiting": ",".join(sorted(case.waiting)),
        "language": case.language,
        "channel": case.channel,
        # SQLite drops the zone, and a day ends in Tokyo or in California.
        "received_at": case.received_at.astimezone(UTC),
        "due_on": case.due_on,
        "due_at": case.due_at.astimezone(UTC),
        "clock": json.dumps(case.clock, ensure_ascii=False),
        "extended": case.extended,
        "residence": case.residence,
        "agent": case.agent,
        "form": case.form,
        "grounds": ",".join(case.grounds),
        "decision": case.decision,
        "assigned_to": case.assigned_to,
        "duplicate_of": case.duplicate_of,
        "answered_at": case.answered_at,
        "closed_at": case.closed_at,
        "is_open": int(case.state in OPEN),
        "sealed": vault.seal(_name(case.reference), sealed.as_json()) if sealed else None,
        "turn": case.turn,
    }


def _name(reference: str) -> str:
    """What a desk case is sealed under: what `rights` seals for the same reference is another."""
    return f"desk:{reference}"


def _case(vault: Vault, row: Any) -> Case:
    return Case(
        reference=row.reference,
        right=row.right_,
        state=row.state,
        before_hold=row.before_hold,
        waiting=cast("frozenset[Waiting]", frozenset(filter(None, row.waiting.split(",")))),
        language=row.language,
        channel=row.channel,
        received_at=aware(row.received_at),
        due_on=_day(row.due_on),
        due_at=aware(row.due_at),
        clock=json.loads(row.clock),
        extended=row.extended,
        residence=row.residence,
        agent=row.agent,
        form=row.form,
        grounds=tuple(filter(None, row.grounds.split(","))),
        decision=row.decision,
        assigned_to=row.assigned_to,
        duplicate_of=row.duplicate_of,
        answered_at=aware(row.answered_at) if row.answered_at else None,
        closed_at=aware(row.closed_at) if row.closed_at else None,
        turn=row.turn,
        sealed=Sealed(**vault.open(_name(row.reference), bytes(row.sealed)))
        if row.sealed
        else None,
    )


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value
