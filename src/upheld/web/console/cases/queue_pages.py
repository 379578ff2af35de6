"""`/console/requests`: what is to be done, the least slack first, a page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk import store
from upheld.desk.case import OPEN, State
from upheld.desk.clocks import HoursLeft, Slack, time_left
from upheld.desk.kinds import kind_of
from upheld.desk.office import Office
from upheld.web.api.cursor import mark, place
from upheld.web.console.cases import shown
from upheld.web.roles import anyone_signed_in
from upheld.web.routers import Entry
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
HERE = "/console/requests"
NAVIGATION = (Entry(path=HERE, label=Text(en="Requests", ja="請求"), order=10),)
PAGE_ROWS = 50

VIEWS: Mapping[str, tuple[Text, Sequence[State] | None]] = {
    "open": (Text(en="Open", ja="対応中"), None),
    "to-decide": (Text(en="To decide", ja="判断待ち"), ("identified",)),
    "to-approve": (Text(en="To approve", ja="承認待ち"), ("planned",)),
    "new": (Text(en="Identity", ja="本人確認中"), ("received",)),
    "held-up": (Text(en="Held up", ja="滞留"), ("carried_out", "on_hold")),
    "ended": (Text(en="Ended", ja="完了"), ("answered", "closed", "withdrawn")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the queue; nothing personal."""

    reference: str
    kind: Text
    state: State
    waiting: Sequence[Text]
    channel: Text
    agent: Text | None
    slack: Slack | HoursLeft
    late: bool
    assigned_to: str | None


@router.get(HERE)
def queue(
    request: Request,
    _staff: Annotated[Staff, Depends(anyone_signed_in())],
    view: str = "open",
    after: str = "",
) -> Response:
    """List the requests of a view."""
    office = office_of(request)
    label, states = VIEWS.get(view, VIEWS["open"])
    with office.company.engine.connect() as connection:
        found = store.queue(connection, states=states, after=place(after), most=PAGE_ROWS + 1)
        counts = store.counts(connection)
    rows = [_row(office, one) for one in found[:PAGE_ROWS]]
    more = found[PAGE_ROWS - 1] if len(found) > PAGE_ROWS else None
    return page(
        request,
        "console/cases/queue.html",
        rows=rows,
        view=view if view in VIEWS else "open",
        views=VIEWS,
        label=label,
        counts={name: _count(counts, states) for name, (_, states) in VIEWS.items()},
        older=None
        if more is None
        else f"{HERE}?view={view}&after={mark(more.due_at, more.reference)}",
        newer=f"{HERE}?view={view}" if after else None,
        shown=shown,
    )


def _count(counts: Mapping[State, int], states: Sequence[State] | None) -> str:
    """Return how many requests a view has, as far as it is counted; empty for what has ended."""
    if states is not None and not OPEN & set(states):
        return ""
    n = sum(count for state, count in counts.items() if states is None or state in states)
    return f"{store.COUNTED:,}+" if n > store.COUNTED else str(n)


def _row(office: Office, found: store.QueueRow) -> Row:
    now = office.company.clock.now().astimezone(office.zone)
    left = time_left(found.right_, found.due_on, found.due_at, now=now, calendar=office.calendar)
    waiting = [shown.WAITING[one] for one in shown.WAITING if one in found.waiting.split(",")]
    return Row(
        reference=found.reference,
        kind=kind_of(found.right_).label,
        state=found.state,
        waiting=waiting,
        channel=shown.CHANNEL[found.channel],
        agent=None if found.agent == "none" else shown.AGENT[found.agent],
        slack=left,
        late=left.days < 0,
        assigned_to=found.assigned_to,
    )
