"""`/requests/…/documents`: a person hands in a document that shows who they are, or their power."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.enclosing import uploads_of
from upheld.desk.identity import proofs
from upheld.desk.identity.methods import methods_of
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.web.centre import visiting, words
from upheld.web.forms import Form, read_posted
from upheld.web.roles import public
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)
BODY_LIMITS = {"/requests/": 31_000_000}
"""More than any `desk.upload_most`: the shelf itself stops at the company's own limit."""
MOST_WAITING = 10
"""Documents of one request that nobody has looked at yet."""
_CHUNK = 64 * 1024


@router.get("/requests/{reference}/documents")
def ask(reference: str, request: Request) -> Response:
    """Ask for a document."""
    office = office_of(request)
    case = _case(request, office, reference)
    if case is None:
        return page(request, "centre/code.html", reference=reference[:20], sent=False)
    return _ask(request, case, Form())


@router.post("/requests/{reference}/documents")
def take(reference: str, request: Request, form: Annotated[Form, Depends(read_posted)]) -> Response:
    """Take a document: judged by its content, sealed, seen by one person of the staff."""
    office = office_of(request)
    case = _case(request, office, reference)
    if case is None:
        return page(request, "centre/code.html", reference=reference[:20], sent=False)
    what, kind = _chosen(form)
    with office.company.engine.connect() as connection:
        waiting = [p for p in proofs.of_case(connection, reference) if p.outcome is None]
    if what not in _wanted(office, case) or len(waiting) >= MOST_WAITING:
        form.say(
            "kind", Text(en="this document is not needed now", ja="この書類は現在必要ありません")
        )
    files = form.files.get("document", ())
    if not files or not files[0].size:
        form.say("document", Text(en="choose a file", ja="ファイルを選んでください"))
    if form.errors:
        return _ask(request, case, form, status=422)
    try:
        chunks = iter(lambda: files[0].file.read(_CHUNK), b"")
        kept = uploads_of(office).take(chunks, owner=case.reference)
        with office.company.engine.begin() as connection:
            proofs.add(office, connection, case, what, kind, stored_as=kept.name, by="person")
    except RefusalError as refusal:
        form.say("document", refusal.what)
        return _ask(request, case, form, status=422)
    return RedirectResponse(f"/requests/{reference}/documents", status_code=303)


def _chosen(form: Form) -> tuple[proofs.What, str]:
    options = [f"{what}:{kind}" for what, kinds in proofs.KINDS_OF_PROOF.items() for kind in kinds]
    what, _colon, kind = form.choice("kind", options).partition(":")
    return cast("proofs.What", what or "identity"), kind


def _wanted(office: Office, case: Case) -> list[proofs.What]:
    """What a document is taken for: a way that the policy names, and nothing that is not awaited."""
    ways = methods_of(office.company.policy, case.right, case.residence)
    found: list[proofs.What] = []
    if "identity" in case.waiting and "documents" in ways:
        found.append("identity")
    if "power" in case.waiting:
        found.append("power")
    return found


def _case(request: Request, office: Office, reference: str) -> Case | None:
    """A document may also come from the browser that has just made the request."""
    visit = visiting.visit_of(request)
    if visit is None or visit.reference != reference:
        return None
    with office.company.engine.connect() as connection:
        return store.load(connection, office.company.vault, reference)


def _ask(request: Request, case: Case, form: Form, *, status: int = 200) -> Response:
    office = office_of(request)
    with office.company.engine.connect() as connection:
        handed_in = proofs.of_case(connection, case.reference)
    wanted = _wanted(office, case)
    options = [(w, kind) for w in wanted for kind in proofs.KINDS_OF_PROOF[w]]
    return page(
        request,
        "centre/documents.html",
        status=status,
        case=case,
        form=form,
        options=options,
        proofs=handed_in,
        names=words.PROOF,
        most=office.settings.upload_most // 1_000_000,
    )
