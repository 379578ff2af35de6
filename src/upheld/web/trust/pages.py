"""`/trust`, for everyone: how the company keeps its word; and the board inside the console."""

import json
import logging
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.promises.page import KINDS, board_page
from upheld.promises.pages_made import sentences_of
from upheld.promises.state import STATES, WORDS
from upheld.refusal import RefusalError
from upheld.running.promises import board_of
from upheld.web.home.about import made
from upheld.web.language import language_of
from upheld.web.refused import BoardMissingError, PageUnknownError
from upheld.web.roles import anyone_signed_in, public
from upheld.web.routers import Entry
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.trust.drawn import evidence_of, rows_seen
from upheld.web.writing import finished_page, page
from upheld.wording import Text

LOG = logging.getLogger("upheld.web")
router = APIRouter(include_in_schema=False)
NAVIGATION = (
    Entry(path="/console/promises", label=Text(en="Promises", ja="約束の一覧"), order=30),
)
_TONES = {
    "kept": "good",
    "at_risk": "risk",
    "broken": "bad",
    "by_procedure": "info",
    "not_provable": "none",
    "no_evidence_yet": "wait",
}


@router.get("/trust", dependencies=[Depends(public)])
def trust(request: Request) -> Response:
    """Show each clause with its state; what it rests on inside the company stays inside."""
    office = office_of(request)
    try:
        board = board_of(office)
    except RefusalError as refusal:
        # Which file, system or table it is stays inside; whoever keeps the site reads it here.
        LOG.error(json.dumps({"event": "board", "code": refusal.code, **refusal.where.known()}))  # noqa: TRY400
        raise BoardMissingError from None
    names = {one.name for one in made(board.policy, office.company.clock.today()).pages}
    return page(
        request,
        "trust/trust.html",
        board=board,
        said=sentences_of(board.policy),
        counts=[(state, WORDS[state], board.counts()[state]) for state in reversed(STATES)],
        tones=_TONES,
        words_of=WORDS,
        kinds=KINDS,
        evidence=evidence_of(office),
        pages=names,
    )


@router.get("/console/promises")
def board(request: Request, _staff: Annotated[Staff, Depends(anyone_signed_in())]) -> Response:
    """Show the whole board, with what was seen."""
    computed = board_of(office_of(request))
    return finished_page(board_page(computed, language_of(request), pages="/console/promises/"))


@router.get("/console/promises/{clause:path}")
def clause(
    clause: str, request: Request, _staff: Annotated[Staff, Depends(anyone_signed_in())]
) -> Response:
    """Show one clause: its controls, what each has seen, and the entries behind it."""
    office = office_of(request)
    computed = board_of(office)
    found = next((one for one in computed.clauses if one.id == clause), None)
    if found is None:
        raise PageUnknownError
    rows = rows_seen(office.company.engine, [one.seen.evidence for one in found.controls])
    return page(
        request,
        "trust/clause.html",
        board=computed,
        clause=found,
        said=sentences_of(computed.policy).get(found.id),
        tones=_TONES,
        words_of=WORDS,
        kinds=KINDS,
        evidence=evidence_of(office, rows),
    )
