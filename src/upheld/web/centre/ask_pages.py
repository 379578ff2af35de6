"""`/ask/…`: one question a page, a check of all answers, and the number of the request at once."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.case import AgentKind, Channel
from upheld.desk.identity import links
from upheld.desk.identity.methods import methods_of
from upheld.desk.intake import Intake, Received, receive
from upheld.desk.kinds import Verb
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.desk.once import once
from upheld.desk.store import load
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.web.centre import person, visiting, words
from upheld.web.centre.draft import LIFE, Draft, seal, unseal
from upheld.web.centre.progress import was_disclosed
from upheld.web.centre.questions import QUESTIONS, Asked, Question, asked_of, next_question
from upheld.web.forms import Form, read_posted
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import office_of, site_of
from upheld.web.writing import page

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)
_VERBS: dict[str, Verb] = {
    "see": "see", "correct": "correct", "stop": "stop", "erase": "erase", "tell": "tell",
}  # fmt: skip
_CHECK = "check"
_CHANNELS: dict[str, Channel] = {"": "web", "link": "signed_link", "account": "account"}


@router.get("/ask/{verb}", name="ask")
def begin(verb: str, request: Request, token: str = "", by: str = "", of: str = "") -> Response:
    """Show the first question.

    Args:
        verb: One of the buttons of the first page.
        request: The request.
        token: Of a link from the company's own site, where the person is signed in.
        by: `account` for somebody who comes back from signing in with their account.
        of: The disclosure that showed what is to be corrected.
    """
    office = office_of(request)
    alone = verb == "correct" and not token and not by
    draft = _of_disclosure(request, office, of) if of and alone else Draft()
    somebody = person.proven_of(request) if by == "account" else None
    if somebody is not None and somebody.way == "account":
        draft.visitor, draft.by = draft.key, "account"
        draft.subject = dict(somebody.subject)
        draft.contact = somebody.contact
        draft.seen = ["contact"] if somebody.contact else []  # shown at the end, to be changed
    if token:
        visitor = links.read(visiting.link_key(office), token, now=office.company.clock.now())
        draft.visitor, draft.by = visitor.id, "link"
        draft.subject = dict(visitor.subject)
        draft.contact = visitor.subject.get("email", "")
    return _ask(request, Asked(office, _verb(verb), draft))


def _of_disclosure(request: Request, office: Office, reference: str) -> Draft:
    """A correction of what was disclosed: who has shown that it is theirs types nothing again.

    Who asks is confirmed for the correction as for any other: APPI article 34 with 37.
    """
    visit = visiting.visit_of(request)
    if visit is None or not visit.proven or visit.reference != reference:
        return Draft()
    with office.company.engine.connect() as connection:
        case = load(connection, office.company.vault, reference)
    if case.sealed is None or case.agent != "none" or not was_disclosed(office, case):
        return Draft()
    return Draft(
        residence=case.residence or "",
        subject=dict(case.sealed.subject),
        contact=case.sealed.contact,
        of=reference,
        seen=["find", *(["contact"] if case.sealed.contact else [])],
    )


@router.post("/ask/{verb}")
def go_on(verb: str, request: Request, form: Annotated[Form, Depends(read_posted)]) -> Response:
    """Take an answer and show what follows; the last page sends the request."""
    office = office_of(request)
    draft = unseal(site_of(request), form.raw("draft"))
    asked = Asked(office, _verb(verb), draft or Draft())
    if draft is None:
        return _ask(request, asked, stale=True)
    known = {question.name: question for question in asked_of(asked)}
    again = known.get(form.raw("go"))
    if again is not None:
        return _question(request, asked, again, Form())
    if form.raw("step") == _CHECK and next_question(asked) is None:
        return _send(request, asked)
    question = known.get(form.raw("step"))
    if question is not None:
        question.read(asked, form)
        if form.errors:
            return _question(request, asked, question, form, status=422)
        draft.seen = [*dict.fromkeys([*draft.seen, question.name])]
    return _ask(request, asked)


def _verb(name: str) -> Verb:
    found = _VERBS.get(name)
    if found is None:
        raise PageUnknownError
    return found


def _ask(request: Request, asked: Asked, *, stale: bool = False) -> Response:
    if not asked.kinds() and asked.draft.residence:
        return page(request, "centre/not_offered.html", verb=asked.verb, words=words)
    question = next_question(asked)
    if question is not None:
        return _question(request, asked, question, Form(), stale=stale)
    answers = [
        (question.name, question.title, question.told(asked)) for question in asked_of(asked)
    ]
    return page(
        request,
        "centre/check.html",
        asked=asked,
        answers=answers,
        draft=seal(site_of(request), asked.draft),
    )


def _question(
    request: Request,
    asked: Asked,
    question: Question,
    form: Form,
    *,
    status: int = 200,
    stale: bool = False,
) -> Response:
    return page(
        request,
        f"centre/ask_{question.name}.html",
        status=status,
        asked=asked,
        question=question,
        form=form,
        stale=stale,
        number=1 + sum(q.name in asked.draft.seen for q in QUESTIONS if q is not question),
        draft=seal(site_of(request), asked.draft),
        centre_words=words,
    )


def _send(request: Request, asked: Asked) -> Response:
    office, draft = asked.office, asked.draft
    intake = _intake(request, asked)
    made: list[Received] = []

    def make(connection: Connection) -> str:
        if draft.by == "link":
            now = office.company.clock.now()
            links.use(connection, links.Visitor(draft.visitor, {}, now + LIFE), now=now)
        made.append(receive(office, intake, connection))
        reference = made[-1].reference
        if draft.by == "account" and intake.verified and asked.confirmed:
            shown: dict[str, JSON] = {"method": "account", "facts": []}
            note(office, connection, reference, "identity-confirmed", by="person", body=shown)
        if draft.of:
            note(office, connection, reference, "follows-from", by="person", body={"of": draft.of})
        return reference

    try:
        reference, _new = once(office, draft.key, repr(intake.right), make)
    except RefusalError as refusal:
        form = Form()
        form.say("draft", refusal.what)
        return page(
            request, "centre/check.html", status=422, asked=asked, answers=[], form=form,
            draft=seal(site_of(request), draft),
        )  # fmt: skip
    return _received(request, office, reference)


def _received(request: Request, office: Office, reference: str) -> Response:
    with office.company.engine.connect() as connection:
        case = load(connection, office.company.vault, reference)
    methods = methods_of(office.company.policy, case.right, case.residence)
    by_mail = "email-confirm" in methods and case.sealed is not None and bool(case.sealed.contact)
    response = page(request, "centre/received.html", case=case, by_mail=by_mail)
    visiting.let_in(request, response, reference, proven=False)
    return response


def _intake(request: Request, asked: Asked) -> Intake:
    kind = asked.kind
    if kind is None:
        raise PageUnknownError
    draft = asked.draft
    return Intake(
        right=kind.right,
        language=language_of(request),
        channel=_CHANNELS[draft.by],
        subject=draft.subject,
        contact=draft.contact,
        name=draft.name,
        message=draft.message,
        changes=draft.changes,
        about=draft.about,
        agent_details=draft.agent_details,
        residence=asked.residence,
        agent=cast("AgentKind", draft.agent or "none"),
        form=draft.form or None,
        grounds=tuple(draft.grounds),
        verified=draft.by == "link" or (draft.by == "account" and asked.account_taken),
    )
