"""What an officer does with a request: each act one form, one transaction, one entry."""

from collections.abc import Callable
from typing import Annotated, cast, get_args

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk import approving, deciding, moving, store
from upheld.desk.applying import grounds_of
from upheld.desk.case import Case
from upheld.desk.decisions import Outcome
from upheld.desk.fees import book, charging
from upheld.desk.fees.seen import SeenWay, pay_seen
from upheld.desk.identity import proofs
from upheld.desk.identity.seen import Shown, note_seen
from upheld.desk.office import Office
from upheld.desk.remainders import (
    answer_unproven,
    leave_retained,
    leave_with_others,
    plan_again,
)
from upheld.desk.taking_on import take_on
from upheld.refusal import RefusalError
from upheld.web.console.cases.case_pages import show
from upheld.web.forms import Form, read_posted
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
_ONE = "/console/requests/{reference}"
_LONG_NUMBER = 5
Officer = Annotated[Staff, Depends(allow("privacy_officer"))]
Approver = Annotated[Staff, Depends(allow("privacy_officer", "approver"))]
Posted = Annotated[Form, Depends(read_posted)]
Act = Callable[[Office, Connection, Case], object]


def _done(reference: str) -> Response:
    return RedirectResponse(f"/console/requests/{reference}", status_code=303)


def _refused(request: Request, staff: Staff, reference: str, form: Form, why: Text) -> Response:
    form.say("act", why)
    return show(request, staff, reference, form, status=422)


def _in_one_transaction(
    request: Request, staff: Staff, reference: str, form: Form, act: Act
) -> Response:
    """Act on a case as it is now, if nobody changed it since the officer saw it."""
    office = office_of(request)
    if form.errors:
        return show(request, staff, reference, form, status=422)
    try:
        with office.company.engine.begin() as connection:
            case = store.load(connection, office.company.vault, reference)
            case.turn = form.number("turn", least=0, most=10**9) or 0
            act(office, connection, case)
    except RefusalError as refusal:
        return _refused(request, staff, reference, form, refusal.what)
    return _done(reference)


@router.post(f"{_ONE}/decide")
def decide(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Decide."""
    office = office_of(request)
    outcome = form.choice("outcome", get_args(Outcome))
    with office.company.engine.connect() as connection:
        case = store.load(connection, office.company.vault, reference)
        codes = [ground.code for ground in grounds_of(office, connection, case)]
    needs_ground = outcome in ("refused", "granted-in-part")
    ground = form.choice("ground", codes, required=needs_ground)
    explanation = form.prose("explanation", required=False)
    only = tuple(
        part.strip() for part in form.line("only", required=False).split(",") if part.strip()
    )
    turn = form.number("turn", least=0, most=10**9)
    if form.errors:
        return show(request, staff, reference, form, status=422)
    try:
        deciding.decide(
            office,
            reference,
            cast("Outcome", outcome),
            str(staff.id),
            ground=ground or None,
            explanation=explanation,
            only=only,
            covers_all=form.ticked("covers_all"),
            turn=turn,
        )
    except RefusalError as refusal:
        return _refused(request, staff, reference, form, refusal.what)
    return _done(reference)


@router.post(f"{_ONE}/approve")
def approve(reference: str, request: Request, staff: Approver, form: Posted) -> Response:
    """Approve exactly the plan that was shown."""
    sha256 = form.code("plan", most=64)
    if form.errors:
        return show(request, staff, reference, form, status=422)
    try:
        approving.approve(office_of(request), reference, sha256, str(staff.id))
    except RefusalError as refusal:
        return _refused(request, staff, reference, form, refusal.what)
    return _done(reference)


@router.post(f"{_ONE}/choose")
def choose(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Say which of several people are meant."""
    listed = form.values.get("person", ())
    numbers = [int(n) for n in listed if n.isascii() and n.isdecimal() and len(n) < _LONG_NUMBER]
    if not numbers:
        nobody = Text(en="tick at least one person", ja="対象者を一人以上選んでください")
        return _refused(request, staff, reference, form, nobody)
    try:
        approving.choose(office_of(request), reference, numbers, str(staff.id))
    except RefusalError as refusal:
        return _refused(request, staff, reference, form, refusal.what)
    return _done(reference)


@router.post(f"{_ONE}/identity")
def identity(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that staff has checked who asks, or that an agent's power was shown on paper."""
    what = form.choice("what", ("identity", "power"))
    # What was seen is a word of a closed list: a line of one's own would stand in the ledger.
    kinds = proofs.KINDS_OF_PROOF["power" if what == "power" else "identity"]
    proof = form.choice("proof", kinds, required=False)

    def act(office: Office, connection: Connection, case: Case) -> None:
        note_seen(office, connection, case, cast("Shown", what), proof, by=str(staff.id))

    return _in_one_transaction(request, staff, reference, form, act)


@router.post(f"{_ONE}/proof")
def proof(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Accept or reject a document; it is erased either way."""
    which = form.code("proof", most=40)
    outcome = form.choice("outcome", ("accepted", "rejected"))

    def act(office: Office, connection: Connection, case: Case) -> None:
        decided = cast("proofs.Outcome", outcome)
        proofs.decide(office, connection, case, which, decided, by=str(staff.id))

    return _in_one_transaction(request, staff, reference, form, act)


@router.post(f"{_ONE}/fee")
def fee(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Note that the fee came in, is let go, or was given back."""
    what = form.choice("what", ("bank", "counter", "waive", "back"))
    number = form.code("number", required=False, most=60)

    def act(office: Office, connection: Connection, case: Case) -> None:
        found = book.account(connection, case.reference)
        if found is None:
            raise PageUnknownError
        by = str(staff.id)
        if what == "waive":
            charging.waive(office, connection, case, by=by, reason="decided")
        elif what == "back":
            charging.give_back(office, connection, case, by=by, reason="decided")
        else:
            pay_seen(office, connection, case, cast("SeenWay", what), by=by, number=number)

    return _in_one_transaction(request, staff, reference, form, act)


@router.post(f"{_ONE}/extend")
def extend(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Prolong the time, once, where that is allowed; the person is told why."""
    reason = form.choice("reason", ("complex", "many", "third-party"))

    def act(office: Office, connection: Connection, case: Case) -> None:
        moving.extend(office, connection, case, by=str(staff.id), reason=reason)

    return _in_one_transaction(request, staff, reference, form, act)


@router.post(f"{_ONE}/assign")
def assign(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Take the request on."""

    def act(office: Office, connection: Connection, case: Case) -> None:
        take_on(office, connection, case, str(staff.id), by=str(staff.id))

    return _in_one_transaction(request, staff, reference, form, act)


_AFTERWARDS = {
    "plan": plan_again,
    "answer": answer_unproven,
    "leave": leave_with_others,
    "retained": leave_retained,
}


@router.post(f"{_ONE}/again")
def again(reference: str, request: Request, staff: Officer, form: Posted) -> Response:
    """Plan what remained once more, or end it and say what is not proven, or has to stay."""
    what = form.choice("what", tuple(_AFTERWARDS))
    if form.errors:
        return show(request, staff, reference, form, status=422)
    try:
        _AFTERWARDS[what](office_of(request), reference, str(staff.id))
    except RefusalError as refusal:
        return _refused(request, staff, reference, form, refusal.what)
    return _done(reference)
