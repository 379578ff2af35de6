"""`/console/policy/draft`: the workspace's folder against the newest version, and publishing it."""

from datetime import date, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.refusal import RefusalError
from upheld.versions.conditions import refuse_day
from upheld.versions.diff_page import diff_body
from upheld.versions.publishing import publish as run
from upheld.web.console.policy.reading import Draft, desk_of, draft, in_force
from upheld.web.console.policy.version_pages import HERE
from upheld.web.forms import Form, read_posted
from upheld.web.language import language_of
from upheld.web.roles import allow, anyone_signed_in
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
Reader = Annotated[Staff, Depends(anyone_signed_in())]
Publisher = Annotated[Staff, Depends(allow("privacy_officer", fresh=True))]
Posted = Annotated[Form, Depends(read_posted)]
_CHANGED = Text(
    en="the draft has changed since this page was opened; nothing was published",
    ja="このページを開いた後に草案が変更されました。公表していません",
)


@router.get(f"{HERE}/draft")
def show_draft(request: Request, staff: Reader) -> Response:
    """Show what the folder says, what is wrong with it, and what it changes."""
    return _draft_page(request, draft(office_of(request)), staff, Form())


@router.get(f"{HERE}/publish")
def confirm(request: Request, staff: Publisher, effective: str = "") -> Response:
    """Show what publishing for a day obliges the company to."""
    found = draft(office_of(request))
    form = Form(values={"effective": [effective]})
    day = form.day("effective")
    refusal = _refused(request, found, day) if day is not None else None
    if refusal is not None:
        form.say("effective", refusal)
    if form.errors or day is None or found.read is None:
        return _draft_page(request, found, staff, form)
    return _confirm_page(request, found, day, form)


@router.post(f"{HERE}/publish")
def publish(request: Request, staff: Publisher, form: Posted) -> Response:
    """Publish exactly what was shown."""
    office = office_of(request)
    day = form.day("effective")
    sha256 = form.code("draft", most=64)
    form.choice("sure", ("yes",))
    found = draft(office)
    if found.read is None or day is None:
        return _draft_page(request, found, staff, form)
    if found.read.model.sha256 != sha256:
        form.say("act", _CHANGED)
    if form.errors:
        return _confirm_page(request, found, day, form)
    try:
        # What was read above is published; a folder that says something else by now is refused.
        made = run(desk_of(office, by=str(staff.id)), found.read, office.folder / "policy", day)
    except RefusalError as refusal:
        form.say("effective", refusal.what)
        return _draft_page(request, draft(office), staff, form)
    name = quote(made.version.version, safe="")
    return RedirectResponse(f"{HERE}/version?name={name}", status_code=303)


def _refused(request: Request, found: Draft, day: date) -> Text | None:
    """Say why the draft cannot be published for a day; `None` where it can."""
    if found.read is None:
        return Text(en="the draft cannot be read", ja="草案を読めません")
    if found.refusals:
        return found.refusals[0].what
    desk = desk_of(office_of(request))
    try:
        refuse_day(found.read.model, desk.archive.versions(), found.comparison, day, desk.today)
    except RefusalError as refusal:
        return refusal.what
    return None


def _running(request: Request) -> str:
    """The hash of the declaration that the desk works with."""
    return office_of(request).company.policy.sha256


def _draft_page(request: Request, found: Draft, staff: Staff, form: Form) -> Response:
    language = language_of(request)
    return page(
        request,
        "console/policy/draft.html",
        status=422 if form.errors else 200,
        form=form,
        draft=found,
        running=found.read is None or found.read.model.sha256 == _running(request),
        in_force=in_force(office_of(request)),
        body=diff_body(found.comparison, language) if found.comparison is not None else None,
        may_publish="privacy_officer" in staff.roles,
        tones={"error": "bad", "warning": "risk", "information": "info"},
        severities={
            "error": Text(en="error", ja="誤り"),
            "warning": Text(en="warning", ja="警告"),
            "information": Text(en="note", ja="参考"),
        },
    )


def _confirm_page(request: Request, found: Draft, day: date, form: Form) -> Response:
    policy = found.read.model if found.read is not None else None
    compared = found.comparison
    return page(
        request,
        "console/policy/publish.html",
        status=422 if form.errors else 200,
        form=form,
        draft=found,
        policy=policy,
        effective=day,
        tell_by=day - timedelta(days=compared.notice_days) if compared and compared.tell else None,
        body=diff_body(compared, language_of(request)) if compared is not None else None,
        signatory=policy.policy.signatory if policy is not None else None,
    )
