"""`/api/v1/promises`, `/policy/versions`, `/systems`, `/rights/matrix`: how the desk and what it rests on stand."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request

from upheld.desk.kinds import Residence
from upheld.desk.offering import RESIDENCES, Offer, matrix
from upheld.law.packs.shelf import citation
from upheld.promises.state import State as PromiseState
from upheld.refusal import RefusalError
from upheld.running.promises import board_of
from upheld.running.systems import SystemState, systems_of
from upheld.web.api.board_shapes import (
    ClauseShape,
    OfferShape,
    PromiseBoard,
    ResidenceName,
    SystemShape,
    VersionShape,
)
from upheld.web.api.shapes import PROBLEMS
from upheld.web.console.policy.reading import Shown, shown
from upheld.web.language import language_of
from upheld.web.refused import BoardMissingError
from upheld.web.signin.tokens import Token, scoped
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1", responses=PROBLEMS)
PolicyReader = Annotated[Token, Depends(scoped("policy:read"))]
SystemReader = Annotated[Token, Depends(scoped("systems:read"))]


@router.get("/promises", tags=["policy"])
def promises(
    request: Request,
    _token: PolicyReader,
    state: Annotated[list[PromiseState] | None, Query(description="Only clauses in these")] = None,
) -> PromiseBoard:
    """Read every clause with its computed state, at most five minutes old."""
    only = frozenset(state) if state else None
    try:
        board = board_of(office_of(request))
    except RefusalError as refusal:
        # No fault of the caller: what is wrong lies in the company's own files.
        raise BoardMissingError(refusal.what, remedy=refusal.remedy) from refusal
    found = board.as_json(language_of(request), only)
    return PromiseBoard(
        policy=found["policy"],
        version=found["version"],
        computed_at=found["computed_at"],
        counts=found["counts"],
        clauses=[ClauseShape.model_validate(one) for one in found["clauses"]],
    )


@router.get("/policy/versions", tags=["policy"])
def policy_versions(request: Request, _token: PolicyReader) -> list[VersionShape]:
    """List the published versions of the policy, the newest first, each proven anew."""
    return [version_shape(one) for one in shown(office_of(request))]


@router.get("/systems", tags=["systems"])
def systems(request: Request, _token: SystemReader) -> list[SystemShape]:
    """Ask every connected system how it stands now."""
    return [_system(one) for one in systems_of(office_of(request).company)]


@router.get("/rights/matrix", tags=["policy"])
def rights_matrix(
    request: Request,
    _token: PolicyReader,
    residence: Annotated[ResidenceName | None, Query(description="Only this one")] = None,
) -> list[OfferShape]:
    """Read which rights people of each residence have; `unknown` is the default path."""
    wanted = [one for one in RESIDENCES if residence in (None, _name(one))]
    return [_offer(one) for one in matrix(office_of(request), wanted)]


def _name(residence: Residence | None) -> ResidenceName:
    return residence or "unknown"


def version_shape(one: Shown) -> VersionShape:
    """Return a published version as the API gives it."""
    known = one.version
    return VersionShape(
        version=known.version,
        effective_on=known.effective_day,
        published_at=datetime.fromisoformat(known.published_at),
        standing=one.standing,
        sha256=known.policy_sha256,
        entry=one.entry,
        altered=None if one.altered is None else one.altered.code,
        publisher=one.publisher,
        languages=[name for name in ("ja", "en") if name in one.languages],
    )


def _system(one: SystemState) -> SystemShape:
    fault = one.fault
    return SystemShape(
        name=one.name,
        mapped=one.mapped,
        named_by=list(one.named_by),
        answers=one.answers,
        fault=None if fault is None else fault.by_language(),
        tables=one.tables,
        unsure=one.unsure,
        drift=one.drift,
        ready=one.ready,
    )


def _offer(one: Offer) -> OfferShape:
    line, kind, answered = one.line, one.kind, one.answered
    fee = line.fee if line is not None and one.is_offered else None
    instead = None if line is None else line.instead
    return OfferShape(
        residence=_name(one.residence),
        right=kind.right,
        label=kind.label.by_language(),
        offered=one.is_offered,
        instead=None if instead is None else instead.text().by_language(),
        articles=[citation(duty, "en") for duty in kind.duties],
        identity=kind.identity,
        methods=list(one.methods),
        fee=None if fee is None else {"amount": str(fee.amount), "currency": fee.currency},
        forms=list(line.forms) if line is not None and one.is_offered else [],
        grounds=[ground.code for ground in one.grounds],
        period=None if answered is None else str(answered.deadline.period),
        basis=None if answered is None else answered.basis,
    )
