"""What ends a wait: answers on paper, links anew, questions, other parties, stops, stuck work.

Nothing ends by itself that waits for a person; so there is an act for each thing that can be waited
for.
"""

from collections.abc import Callable
from typing import Annotated, Literal, cast, get_args

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk import acknowledging, clarifying, delivery, pausing, restricting
from upheld.desk.answering import announce_again
from upheld.desk.office import Office
from upheld.desk.others.hearing import settle
from upheld.durable import outbox
from upheld.refusal import RefusalError
from upheld.web.console.cases.case_pages import show
from upheld.web.forms import Form, read_posted
from upheld.web.roles import allow
from upheld.web.routers import Entry
from upheld.web.row_numbers import RowNumber
from upheld.web.signin.acts import record
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of, site_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
_SHOWN = 200
"""Rows of stuck work on one page; the next come up as these are dealt with."""
NAVIGATION = (
    Entry(path="/console/work", label=Text(en="Stuck work", ja="止まった作業"), order=60,
          roles=frozenset({"privacy_officer", "engineer"})),
)  # fmt: skip
_ONE = "/console/requests/{reference}"
Officer = Annotated[Staff, Depends(allow("privacy_officer"))]
Keeper = Annotated[Staff, Depends(allow("privacy_officer", "engineer"))]
Posted = Annotated[Form, Depends(read_posted)]


def _act(
    request: Request, staff: Staff, reference: str, form: Form, act: Callable[[Office], object]
) -> Response:
    if form.errors:
        return show(request, staff, reference, form, status=422)
    try:
        act(office_of(request))
    except RefusalError as refusal:
        form.say("act", refusal.what)
        return show(request, staff, reference, form, status=422)
    return RedirectResponse(f"/console/requests/{reference}", status_code=303)


@router.post(f"{_ONE}/handed")
def handed(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that the answer was given on paper."""
    how = form.choice("how", ("post", "counter"))
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: delivery.handed_over(office, reference, by=by, how=how),
    )  # fmt: skip


@router.post(f"{_ONE}/confirmed")
def confirmed(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that the receipt was confirmed otherwise than by mail."""
    how = form.choice("how", ("post", "counter", "telephone"))
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: acknowledging.given(office, reference, by=by, how=how),
    )  # fmt: skip


@router.post(f"{_ONE}/announce")
def announce(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Mail a new link to the answer."""
    by = str(staff.id)
    return _act(
        request, staff, reference, form, lambda office: announce_again(office, reference, by)
    )


@router.post(f"{_ONE}/ask")
def ask(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Ask the person a question; it stays sealed with the letter."""
    question = form.prose("question", most=2_000)
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: clarifying.ask(office, reference, question, by=by),
    )  # fmt: skip


@router.post(f"{_ONE}/clarified")
def clarified(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that the question was answered."""
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: clarifying.answered(office, reference, by=by),
    )  # fmt: skip


@router.post(f"{_ONE}/hold")
def hold(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Put a request on hold; its clock runs on."""
    reason = cast("pausing.Reason", form.choice("why", get_args(pausing.Reason)))
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: pausing.put_on_hold(office, reference, reason, by=by),
    )  # fmt: skip


@router.post(f"{_ONE}/take-up")
def take_up(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Go on with a request that was on hold."""
    by = str(staff.id)
    return _act(
        request, staff, reference, form, lambda office: pausing.take_up(office, reference, by=by)
    )


@router.post(f"{_ONE}/party")
def party(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that another party has done its part, or need not; the proof is kept sealed."""
    task = form.code("task", most=60)
    outcome = cast("Literal['done', 'settled']", form.choice("outcome", ("done", "settled")))
    proof = form.prose("party_proof", most=1_000)
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: settle(office, task, outcome, by=by, proof=proof, of=reference),
    )  # fmt: skip


@router.post(f"{_ONE}/lift")
def lift(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """End a stop of use."""
    reason = form.choice("reason", ("asked", "grounds-ended", "mistake"))
    by = str(staff.id)
    return _act(
        request, staff, reference, form,
        lambda office: restricting.lift(office, reference, by=by, reason=reason),
    )  # fmt: skip


@router.get("/console/work")
def work(request: Request, _staff: Keeper) -> Response:
    """List work that was tried as often as it is, and waits for a decision."""
    office = office_of(request)
    with office.company.engine.connect() as connection:
        stuck = outbox.stuck(connection, most=_SHOWN)
        count = outbox.count_stuck(connection)
    return page(request, "console/cases/work.html", stuck=stuck, count=count)


@router.post("/console/work/{number}")
def work_again(number: RowNumber, request: Request, staff: Keeper, form: Posted) -> Response:
    """Try stuck work again from the beginning, or give it up."""
    what = form.choice("what", ("again", "drop"))
    office = office_of(request)
    act = outbox.drop if what == "drop" else outbox.again
    if not form.errors:
        with office.company.engine.begin() as connection:
            if act(connection, number, office.company.clock.now()):
                record(connection, site_of(request), f"work-{what}", str(staff.id), row=number)
    return RedirectResponse("/console/work", status_code=303)
