"""`/api/v1/requests/R-…/…`: what an officer sees of a request before an act; nothing personal."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from upheld.desk import approving, moving
from upheld.desk.acting import kept_plan
from upheld.desk.applying import grounds_of
from upheld.desk.fees import book
from upheld.desk.fees.book import Account
from upheld.desk.office import Office
from upheld.desk.others import store as tasks
from upheld.desk.others.store import Task
from upheld.rights.case import StoredPlan
from upheld.web.api.acting import case_of
from upheld.web.api.shapes import PROBLEMS
from upheld.web.api.work_shapes import (
    Candidate,
    FeeShape,
    GroundShape,
    PlanShape,
    PlanTable,
    TaskShape,
    Timeline,
    TimelineEntry,
)
from upheld.web.row_numbers import RowCursor
from upheld.web.signin.tokens import Token, scoped
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/requests/{reference}", responses=PROBLEMS, tags=["requests"])
Reader = Annotated[Token, Depends(scoped("requests:read"))]
_ACTS = ("delete", "anonymise", "unlink", "retain", "keep", "mention")


@router.get("/timeline")
def timeline(
    reference: str,
    request: Request,
    _token: Reader,
    cursor: RowCursor = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> Timeline:
    """Read what happened to a request, as the sealed ledger has it."""
    office = office_of(request)
    case = case_of(office, reference)
    after = -1 if cursor is None else cursor
    entries = [e for e in moving.timeline(office, case.reference) if e["index"] > after]
    more = len(entries) > limit
    return Timeline(
        entries=[_entry(one) for one in entries[:limit]],
        cursor=entries[limit - 1]["index"] if more else None,
    )


@router.get("/plan")
def plan(reference: str, request: Request, _token: Reader) -> PlanShape:
    """Read what would be done, and the hash that an approval names."""
    office = office_of(request)
    case = case_of(office, reference)
    with office.company.engine.connect() as connection:
        found = kept_plan(connection, case.reference)
    if found is None:
        raise approving.not_planned(case)
    return _plan(office, found)


@router.get("/grounds")
def grounds(reference: str, request: Request, _token: Reader) -> list[GroundShape]:
    """List the grounds on which this request may be refused: the closed list, with articles."""
    office = office_of(request)
    case = case_of(office, reference)
    with office.company.engine.connect() as connection:
        found = grounds_of(office, connection, case)
    return [
        GroundShape(
            code=one.code,
            text=one.text.by_language(),
            article=one.article.by_language(),
            before_identity=one.before_identity,
            rest=one.rest,
        )
        for one in found
    ]


@router.get("/candidates")
def candidates(reference: str, request: Request, _token: Reader) -> list[Candidate]:
    """List the people who may be meant, where the request waits for a choice."""
    office = office_of(request)
    found = approving.candidates(office, case_of(office, reference))
    return [Candidate(number=n, place=place) for n, place in enumerate(found, 1)]


@router.get("/tasks")
def list_tasks(reference: str, request: Request, _token: Reader) -> list[TaskShape]:
    """List what other parties have to do for this request."""
    office = office_of(request)
    case = case_of(office, reference)
    with office.company.engine.connect() as connection:
        return [_task(one) for one in tasks.of_case(connection, case.reference)]


@router.get("/fee")
def fee(reference: str, request: Request, _token: Reader) -> FeeShape | None:
    """Read what this request owes and has paid; `null` where no fee was ever asked."""
    office = office_of(request)
    case = case_of(office, reference)
    with office.company.engine.connect() as connection:
        found = book.account(connection, case.reference)
    return None if found is None else _fee(found)


def _entry(found: dict[str, Any]) -> TimelineEntry:
    body = dict(found["body"])
    by = str(body.pop("by", "system"))
    return TimelineEntry(index=found["index"], kind=found["kind"], at=found["at"], by=by, body=body)


def _plan(office: Office, found: StoredPlan) -> PlanShape:
    return PlanShape(
        plan_sha256=found.sha256,
        made_at=found.made_at,
        rows_to_erase=approving.rows_to_erase(found),
        four_eyes=approving.four_eyes_asked(office, found),
        tables=[
            PlanTable(
                table=row["table"],
                clause=row.get("clause"),
                until=row.get("until"),
                **{act: int(row.get(act) or 0) for act in _ACTS},
            )
            for row in found.document["tables"]
        ],
        not_proven=list(found.document["not_proven"]),
    )


def _task(one: Task) -> TaskShape:
    names = TaskShape.model_fields
    return TaskShape(**{name: getattr(one, name) for name in names})


def _fee(found: Account) -> FeeShape:
    return FeeShape(
        currency=found.owed.currency,
        owed=str(found.owed.amount),
        paid=str(found.held.amount),
        left=str(found.left.amount),
        settled=found.settled,
    )
