"""`/api/v1/policy/draft` and `/publications`: what the folder says, what it changes, publishing it.

A program publishes what it names by its hash, and what lies in the folder: it can write no line
of it. The rules are the console's (`versions.publishing`); who answers for it is the token's maker.
"""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.versions.conditions import DayRefusedError
from upheld.versions.publishing import publish as run
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.board_endpoints import version_shape
from upheld.web.api.declared_refusals import DeclarationUnreadableError, DraftChangedError
from upheld.web.api.draft_shapes import (
    ChangeShape,
    DraftShape,
    FaultShape,
    FindingShape,
    PublishedShape,
    Publishing,
)
from upheld.web.api.shapes import PROBLEMS
from upheld.web.console.policy.reading import Draft, Shown, desk_of, draft, shown
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.signin.tokens import Token, acting, scoped
from upheld.web.site import office_of
from upheld.wording import Language, Text

router = APIRouter(prefix="/api/v1/policy", responses=PROBLEMS, tags=["policy"])
Reader = Annotated[Token, Depends(scoped("policy:draft"))]
Publisher = Annotated[Token, Depends(acting("policy:publish", "privacy_officer"))]
_AGAIN: dict[int | str, dict[str, Any]] = {
    200: {"model": PublishedShape, "description": "It was published before, by this key"}
}
_READ_AGAIN = Text(
    en="read the draft: `earliest_on` and `effective_on` say which day is allowed",
    ja="草案を読んでください。`earliest_on` と `effective_on` が指定できる日を示します",
)


@router.get("/draft")
def read_draft(request: Request, _token: Reader) -> DraftShape:
    """Read what the draft says, what is wrong with it, and what it changes."""
    return _draft(draft(office_of(request)), language_of(request))


@router.post("/publications", status_code=201, responses=_AGAIN)
def publish(
    body: Publishing, request: Request, response: Response, token: Publisher, key: Key = None
) -> PublishedShape:
    """Publish exactly the draft that was read, in force from a day."""
    office = office_of(request)
    call = Call(request=request, token=token, key=key, body=body)

    def prepare() -> Callable[[Connection], str]:
        # The archive and the ledger keep a transaction of their own. A call that was cut off
        # behind it finds its version published, and comes to the same.
        if key is None or _published_by(office, body, token.actor) is None:
            _publish(office, body, token.actor)
        return lambda _within: "published"

    _done, new = once_for(call, prepare)
    made = _published_by(office, body, token.actor)
    if made is None:
        raise PageUnknownError
    if not new:
        response.status_code = 200
    told = made.version
    return PublishedShape(
        **version_shape(made).model_dump(), tell=list(told.tell), consent=list(told.consent)
    )


def _publish(office: Office, body: Publishing, by: str) -> None:
    found = draft(office)
    if found.read is None:
        raise DeclarationUnreadableError.of(found.errors[0])
    if found.read.model.sha256 != body.sha256:
        raise DraftChangedError
    desk = desk_of(office, by=by)
    try:
        # What was read above is published; a folder that says something else by now is refused.
        run(desk, found.read, office.folder / "policy", body.effective_on)
    except DayRefusedError as refusal:
        # Its own remedy is for a terminal.
        raise DayRefusedError(refusal.what, remedy=_READ_AGAIN) from refusal


def _published_by(office: Office, body: Publishing, by: str) -> Shown | None:
    """Return the version that these calls of a token published; `None` where there is none."""
    for one in shown(office):
        known = (one.version.policy_sha256, one.version.effective_day, one.publisher)
        if known == (body.sha256, body.effective_on, by):
            return one
    return None


def _draft(found: Draft, language: Language) -> DraftShape:
    policy = found.read.model if found.read is not None else None
    compared = found.comparison
    told = None if compared is None else compared.as_json(language)
    return DraftShape(
        version=policy.policy.version if policy is not None else None,
        sha256=policy.sha256 if policy is not None else None,
        faults=[fault_shape(one, language) for one in found.errors],
        findings=[FindingShape.model_validate(one.as_json(language)) for one in found.findings],
        before=found.before.version if found.before is not None else None,
        unchanged=found.unchanged,
        changes=None
        if told is None
        else [ChangeShape.model_validate(one) for one in told["differences"]],
        tell=_people(found),
        consent=list(compared.consent_from) if compared is not None else [],
        notice_days=compared.notice_days if compared is not None else 0,
        refusals=[fault_shape(one, language) for one in found.refusals],
        effective_on=policy.policy.effective if policy is not None else None,
        earliest_on=found.earliest,
    )


def _people(found: Draft) -> list[str]:
    """Return who has to be told: of a first version everybody whom it is about."""
    if found.comparison is not None:
        return list(found.comparison.tell)
    return list(found.read.model.people) if found.read is not None else []


def fault_shape(refusal: RefusalError, language: Language) -> FaultShape:
    """Return a refusal about a file as the API gives it; of several the first."""
    said = refusal.as_json(language)
    return FaultShape(**{name: said[name] for name in FaultShape.model_fields})
