"""`/console/enter` and `/console/people-search`: what comes on paper, and finding it again."""

from collections.abc import Sequence
from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk import searching, store
from upheld.desk.case import AgentKind, Channel
from upheld.desk.clocks import offered
from upheld.desk.correctable import correctable
from upheld.desk.enclosing import Enclosure, keep_at_case, seal
from upheld.desk.entering import CHANNELS, arrived_on
from upheld.desk.intake import LONGEST_MESSAGE, Intake, receive
from upheld.desk.kinds import KINDS, Kind, Residence
from upheld.desk.office import Office
from upheld.policy.language.rights import RightKind
from upheld.refusal import RefusalError
from upheld.vocabulary import category
from upheld.web.centre import words
from upheld.web.console.cases import shown
from upheld.web.forms import Form, read_posted
from upheld.web.roles import allow
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
Officer = Annotated[Staff, Depends(allow("privacy_officer"))]
Posted = Annotated[Form, Depends(read_posted)]
BODY_LIMITS = {"/console/enter": 31_000_000}
"""More than any `desk.upload_most`: the scan itself stops at the company's own limit."""
_CHUNK = 64 * 1024
_AGENTS: tuple[AgentKind, ...] = ("none", "statutory", "appointed", "authorised")


@router.get("/console/enter")
def ask(request: Request, _staff: Officer) -> Response:
    """Ask for what the letter or the caller said."""
    return _ask(request, Form())


@router.post("/console/enter")
def enter(request: Request, staff: Officer, form: Posted) -> Response:
    """Receive it, with the day on which it arrived."""
    office = office_of(request)
    right = form.choice("right", [kind.id for kind in _kinds(office)])
    channel = form.choice("channel", CHANNELS)
    day = form.day("day")
    subject = {
        kind: value
        for kind in office.company.known_kinds()
        if (value := form.code(f"id_{kind}", required=False, most=300))
    }
    agent = form.choice("agent", _AGENTS)
    contact = form.address("contact", required=False)
    name = form.line("name", required=False, most=100)
    message = form.prose("message", required=False, most=LONGEST_MESSAGE)
    language = form.choice("language", ("ja", "en"))
    changes = _changes(office, form, right)
    scans = _sealed(office, form)
    if form.errors or day is None:
        return _ask(request, form, status=422)
    intake = Intake(
        right=cast("RightKind", right),
        language="en" if language == "en" else "ja",
        channel=cast("Channel", channel),
        subject=subject,
        contact=contact,
        name=name,
        message=message,
        changes=changes,
        agent=cast("AgentKind", agent),
        received_at=arrived_on(office, day),
        residence=_residence(form),
        by=str(staff.id),
    )
    try:
        reference = _receive(office, intake, scans)
    except RefusalError as refusal:
        form.say("right", refusal.what)
        return _ask(request, form, status=422)
    return RedirectResponse(f"/console/requests/{reference}", status_code=303)


def _receive(office: Office, intake: Intake, scans: Sequence[Enclosure]) -> str:
    """The request and the scan of its letter, both or neither."""
    with office.company.engine.begin() as connection:
        reference = receive(office, intake, connection).reference
        case = store.load(connection, office.company.vault, reference)
        keep_at_case(office, connection, case, scans, "letter-scan", by=intake.by)
    return reference


def _sealed(office: Office, form: Form) -> list[Enclosure]:
    """Judge and seal the scan of a letter; say beside its field why it is not taken."""
    files = [one for one in form.files.get("scan", ()) if one.size]
    if form.errors or not files:
        return []
    found = seal(office, [("", iter(lambda: files[0].file.read(_CHUNK), b""))])
    for one in found:
        if one.refused is not None:
            form.say("scan", one.refused)
    return found


def _changes(office: Office, form: Form, right: str) -> dict[str, str]:
    """What is right instead, if the letter says it: the field and its content, both or neither."""
    if right not in {kind.id for kind in _kinds(office) if kind.by == "correction"}:
        return {}
    which = form.choice("category", correctable(office.company), required=False)
    value = form.line("new_value", required=False, most=300)
    empties = right == "content-deletion"
    if which and not value and not empties:
        form.say("new_value", Text(en="enter what is right", ja="正しい内容を入力してください"))
    if value and not which:
        form.say(
            "category", Text(en="choose which data is wrong", ja="誤っている項目を選んでください")
        )
    return {which: value} if which else {}


def _residence(form: Form) -> Residence | None:
    return "US-CA" if form.ticked("california") else None


def _kinds(office: Office) -> list[Kind]:
    policy = office.company.policy
    lines = [(kind, offered(policy, kind.id, kind.residence)) for kind in KINDS.values()]
    return [kind for kind, line in lines if line is not None and line.offered]


def _ask(request: Request, form: Form, *, status: int = 200) -> Response:
    office = office_of(request)
    return page(
        request,
        "console/cases/enter.html",
        status=status,
        form=form,
        kinds=_kinds(office),
        channels=[(one, shown.CHANNEL[one]) for one in CHANNELS],
        agents=[(one, shown.AGENT[one]) for one in _AGENTS],
        identifiers=office.company.known_kinds(),
        centre_words=words,
        fields=[(one, category.label(one)) for one in correctable(office.company)],
        today=office.company.clock.today(),
        most=office.settings.upload_most // 1_000_000,
    )


@router.get("/console/people-search")
def ask_person(request: Request, _staff: Officer) -> Response:
    """Ask by which identifier."""
    return page(
        request,
        "console/cases/search.html",
        form=Form(),
        found=None,
        identifiers=office_of(request).company.known_kinds(),
        centre_words=words,
    )


@router.post("/console/people-search")
def search(request: Request, staff: Officer, form: Posted) -> Response:
    """Find the requests of a person; that somebody looked is an entry of the ledger."""
    office = office_of(request)
    identifiers = office.company.known_kinds()
    kind = form.choice("kind", identifiers)
    value = form.line("value", most=300)
    found = None
    if not form.errors:
        with office.company.engine.begin() as connection:
            found = searching.search(office, connection, {kind: value}, by=str(staff.id))
    return page(
        request,
        "console/cases/search.html",
        status=422 if form.errors else 200,
        form=form,
        found=found,
        identifiers=identifiers,
        centre_words=words,
        shown=shown,
    )
