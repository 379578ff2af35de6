"""`/console/requests/R-…`: one request as one page: what is asked, what is next, what happened."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk import answers, moving, store
from upheld.desk.acknowledging import confirmation_of
from upheld.desk.acting import kept_plan, report_of
from upheld.desk.applying import grounds_of
from upheld.desk.approving import candidates, four_eyes_asked
from upheld.desk.case import OPEN, Case
from upheld.desk.clocks import time_left
from upheld.desk.decisions import latest
from upheld.desk.fees import book
from upheld.desk.found_inputs.remaining import retained
from upheld.desk.identity import proofs
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.letters import store as letters
from upheld.desk.letters.store import Letter
from upheld.desk.office import Office
from upheld.desk.others import store as tasks
from upheld.desk.remainders import found_again
from upheld.detection.kind import group_label
from upheld.evidence import ledger
from upheld.rights.note_words import note_in
from upheld.rights.receipt_words import act_word
from upheld.vocabulary import category
from upheld.web.centre import words
from upheld.web.centre.progress import receipt_of
from upheld.web.console.cases import shown
from upheld.web.console.cases.noted import entry_note
from upheld.web.forms import Form
from upheld.web.refused import PageUnknownError
from upheld.web.roles import allow, anyone_signed_in
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.trust.drawn import Evidence, evidence_of
from upheld.web.writing import kept_file, page

router = APIRouter(include_in_schema=False)
READS_PERSONAL = frozenset({"privacy_officer", "approver"})
"""Who sees what a request says about a person; the others see how it stands."""
FETCHES_RECEIPTS = ("privacy_officer", "approver", "auditor")
"""Whoever has a receipt can try whether it is about somebody they think of."""


@router.get("/console/requests/{reference}")
def one(
    reference: str, request: Request, staff: Annotated[Staff, Depends(anyone_signed_in())]
) -> Response:
    """Show one request."""
    return show(request, staff, reference, Form())


@router.get("/console/requests/{reference}/receipt.json")
def receipt(
    reference: str, request: Request, _staff: Annotated[Staff, Depends(allow(*FETCHES_RECEIPTS))]
) -> Response:
    """Send the receipt as it is verified on another computer."""
    office = office_of(request)
    with office.company.engine.connect() as connection:
        case = store.load(connection, office.company.vault, reference)
    found = receipt_of(office, case)
    if found is None:
        raise PageUnknownError
    return kept_file(f"receipt-{case.reference}.json", found.as_bytes())


def show(
    request: Request, staff: Staff, reference: str, form: Form, *, status: int = 200
) -> Response:
    """Show one request, after an act that was refused with what is wrong."""
    office = office_of(request)
    company = office.company
    with company.engine.connect() as connection:
        case = store.load(connection, company.vault, reference)
        plan = kept_plan(connection, reference)
        context: dict[str, Any] = {
            "decision": latest(connection, company.vault, reference),
            "proofs": proofs.of_case(connection, reference),
            "fee": book.account(connection, reference),
            "grounds": grounds_of(office, connection, case),
            "plan": plan,
            "tasks": tasks.of_case(connection, reference),
            "letter": _letter(office, connection, reference),
            "confirmation": confirmation_of(office, connection, case),
            "found_again": case.state == "carried_out"
            and found_again(office, reference, connection),
            "retained": case.state == "carried_out" and retained(office, connection, reference),
        }
    return page(
        request,
        "console/cases/case.html",
        status=status,
        case=case,
        form=form,
        shown=shown,
        open_states=OPEN,
        group_label=group_label,
        personal=bool(READS_PERSONAL & staff.roles),
        officer="privacy_officer" in staff.roles,
        may_approve=bool({"privacy_officer", "approver"} & staff.roles),
        slack=time_left(
            case.right,
            case.due_on,
            case.due_at,
            now=company.clock.now().astimezone(office.zone),
            calendar=office.calendar,
        ),
        today=company.clock.today(),
        four_eyes=plan is not None and four_eyes_asked(office, plan),
        kinds_of_proof=proofs.KINDS_OF_PROOF,
        proof_names=words.PROOF,
        centre_words=words,
        category_label=category.label,
        act_word=act_word,
        note_in=note_in,
        forms=words.FORM,
        candidates=candidates(office, case),
        report=report_of(office, reference) if case.kind.by in _WITH_REPORT else None,
        timeline=_timeline(office, case),
        evidence=_evidence(office, case, staff),
        **context,
    )


_WITH_REPORT = frozenset({"disclosure", "deletion", "correction"})


def _letter(office: Office, connection: Connection, reference: str) -> Letter | None:
    """The letter of the answer, for those who hand it over on paper."""
    answer = answers.of_case(connection, office.company.vault, reference)
    return None if answer is None else letters.load(connection, office.company.vault, answer.letter)


def _evidence(office: Office, case: Case, staff: Staff) -> Evidence:
    """What a stranger needs to check what is said of this request."""
    rows = ledger.entries_of(office.company.engine, case.reference)
    if staff.roles.isdisjoint(FETCHES_RECEIPTS) or receipt_of(office, case) is None:
        return evidence_of(office, rows)
    address = f"/console/requests/{case.reference}/receipt.json"
    return evidence_of(office, rows, receipt=f"receipt-{case.reference}.json", receipt_at=address)


def _said_of(case: Case, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out what is said of requests alone: a found input is nobody's, and nobody asked for a deletion."""
    left_out = {"people", "right"} if case.right == FOUND_INPUT else set()
    return {name: said for name, said in body.items() if name not in left_out}


def _timeline(office: Office, case: Case) -> list[Mapping[str, Any]]:
    """The newest first, with what each entry says."""
    entries = moving.timeline(office, case.reference)
    return [
        {
            "title": shown.entry_title(one["kind"]),
            "at": datetime.fromisoformat(one["at"]),
            "by": shown.actor(str(by)) if (by := one["body"].get("by")) else None,
            "note": entry_note(_said_of(case, one["body"]), office.zone),
            "index": one["index"],
        }
        for one in reversed(entries)
    ]
