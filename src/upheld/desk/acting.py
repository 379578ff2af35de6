"""A case of the desk as a request of the rooms below: opened, planned, approved, carried out.

The request there has the case's own reference, so that the ledger is one timeline. Everything
here may be called again after a crash: what is done already is found done.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from typing import Any

from sqlalchemy import Connection

from upheld.deletion.refusals import NotApprovedError
from upheld.desk import decisions, store
from upheld.desk.case import Case
from upheld.desk.looking import subject_of
from upheld.desk.moving import SYSTEM, note
from upheld.desk.office import Office
from upheld.durable import outbox
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.rights import procedure
from upheld.rights import store as requests
from upheld.rights.carrying_out import apply
from upheld.rights.case import Case as Request
from upheld.rights.case import Right, StoredPlan
from upheld.wording import Text

RIGHTS: Mapping[str, Right] = {
    "disclosure": "disclosure",
    "deletion": "deletion",
    "correction": "correction",
}
"""By `Kind.by`: the right that the rooms below carry out."""


class NobodyNamedError(RefusalError):
    """A case names nobody whose data could be looked for."""

    code = "nobody-named"


def request_of(office: Office, reference: str, within: Connection | None = None) -> Request | None:
    """Return the request that was opened for a case; `None` before.

    Whoever is in a transaction gives its connection: one that waits for a second one while all are
    held by others who wait likewise would wait for ever.
    """
    with nullcontext(within) if within else office.company.reads.connect() as connection:
        try:
            return requests.load(connection, office.company.vault, reference)[0]
        except requests.UnknownRequestError:
            return None


def plan(office: Office, case: Case) -> StoredPlan:
    """Open the request of a case where that was not done yet, and plan it.

    Raises:
        NobodyNamedError: No identifier says whom it is about.
        SeveralPeopleError: Somebody has to be chosen first.
        RefusalError: A place does not answer, or a map is not complete.
    """
    company, changes = office.company, _changes(office, case)
    request = request_of(office, case.reference)
    if request is None:
        procedure.open_request(
            company,
            RIGHTS[case.kind.by],
            [_named(office, case)],
            changes=changes,
            reference=case.reference,
            seal=False,
        )
    elif request.private is not None and changes and request.private.changes != changes:
        request.private.changes = changes  # decided again, for other fields
        with company.engine.begin() as connection:
            requests.save(connection, company.vault, [request])
    return procedure.plan(company, case.reference, seal=False)


def kept_plan(connection: Connection, reference: str) -> StoredPlan | None:
    """Return the plan of a case, if it has one."""
    return requests.plan_of(connection, reference)


def carry_out(office: Office, case: Case) -> dict[str, Any]:
    """Approve below what was approved at the desk, carry it out, and return the report.

    Raises:
        PlanStaleError, NotApprovedError: The world changed; a new plan is needed.
        AlreadyRunningError: Another worker is at it.
    """
    company = office.company
    with company.reads.connect() as connection:
        decision = decisions.latest(connection, company.vault, case.reference)
    request = request_of(office, case.reference)
    if decision is None or decision.plan_sha256 is None or request is None:
        raise _not_approved(case.reference)
    if request.state == "planned":
        by = decision.approved_by or decision.by
        procedure.approve(company, case.reference, decision.plan_sha256, by)
    return apply(company, case.reference, seal=False)


def report_of(
    office: Office, reference: str, within: Connection | None = None
) -> dict[str, Any] | None:
    """Return what was last seen of what a case did to the stores; see `request_of`."""
    request = request_of(office, reference, within)
    return request.report if request is not None else None


def stand_down(connection: Connection, case: Case) -> None:
    """Take back what was planned below: it cannot be carried out any more, by nobody."""
    requests.move(connection, [case.reference], ("planned", "approved", "several"), "received")


def go_on(
    office: Office,
    connection: Connection,
    case: Case,
    kind: str,
    *,
    by: str = SYSTEM,
    body: Mapping[str, JSON] | None = None,
) -> None:
    """Note something about a case, and have the dispatcher look at it again in its state."""
    case.waiting = frozenset()
    if case.sealed is not None:
        case.sealed.stopped = {}
    store.save(connection, office.company.vault, case)
    note(office, connection, case.reference, kind, by=by, body=body)
    told = {"from": case.state, "to": case.state, "turn": case.turn}
    outbox.add(connection, "case-moved", case.reference, told, office.company.clock.now())


def _named(office: Office, case: Case) -> dict[str, str]:
    named = subject_of(office, case)
    if not named:
        raise NobodyNamedError(
            Text(
                en=f"`{case.reference}` names nobody whose data could be looked for",
                ja=f"`{case.reference}` には、対象となる人の識別子がありません",
            ),
            remedy=Text(
                en="ask who is meant, and enter an identifier",
                ja="対象となる人を確かめ、識別子を入力してください",
            ),
        )
    return named


def _changes(office: Office, case: Case) -> dict[str, Any] | None:
    """The new values: all that were asked for, or those that were granted; none empties a field."""
    if case.kind.by != "correction" or case.sealed is None:
        return None
    with office.company.reads.connect() as connection:
        decision = decisions.latest(connection, office.company.vault, case.reference)
    only = decision.only if decision else ()
    return {
        category: value or None
        for category, value in case.sealed.changes.items()
        if not only or category in only
    }


def _not_approved(reference: str) -> NotApprovedError:
    return NotApprovedError(
        Text(
            en=f"nobody approved what `{reference}` would do",
            ja=f"`{reference}` の計画は承認されていません",
        ),
        remedy=Text(en="look at the plan and approve it", ja="計画を確認して承認してください"),
    )
