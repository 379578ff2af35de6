"""A case of a found input driven from a terminal, where no worker runs: the same steps."""

from typing import Any

from upheld.desk import store
from upheld.desk.acting import kept_plan, report_of
from upheld.desk.approving import not_planned
from upheld.desk.carrying_out import Driver
from upheld.desk.case import ENDED, OPEN, STATE_LABEL, Case
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.moving import MoveRefusedError
from upheld.desk.office import Office
from upheld.desk.remainders import leave_retained, plan_again
from upheld.desk.store import CaseUnknownError
from upheld.desk.withdrawing import withdraw
from upheld.refusal import RefusalError
from upheld.rights.case import StoredPlan
from upheld.wording import Text

_STEPS = 6
"""From approved to closed, and one more: a plan that went stale ends sooner."""


class NotErasedError(RefusalError):
    """Nothing was carried out: no plan is approved, or the world changed since."""

    code = "not-approved"


def planned(office: Office, reference: str) -> StoredPlan:
    """Plan a case that has no plan yet, or what remained of one; return its plan.

    Raises:
        CaseUnknownError: There is no such case of a found input.
        MoveRefusedError: It is past planning.
        RefusalError: It cannot be planned now.
    """
    case = _open_case(office, reference)
    if case.state == "carried_out":
        plan_again(office, reference, "operator")
    _driver(office).take_on(reference)
    case = _case(office, reference)
    with office.company.engine.connect() as connection:
        made = kept_plan(connection, reference)
    if case.state != "planned" or made is None:
        raise not_planned(case)
    return made


def erased(office: Office, reference: str) -> tuple[dict[str, Any], bool]:
    """Carry out an approved plan; return what was seen, and whether nothing is left.

    Raises:
        CaseUnknownError: There is no such case of a found input.
        NotErasedError: Nobody approved a plan, or the rows changed since.
        RefusalError: It cannot be done now; the same command goes on.
    """
    driver = _driver(office)
    case = _open_case(office, reference)
    if case.state not in ("approved", "carried_out", "verified", "answered"):
        raise _not_approved(reference)
    for _ in range(_STEPS):
        before = case.state
        driver.take_on(reference)
        case = _case(office, reference)
        if case.state == before:
            break
    report = report_of(office, reference)
    if report is None or case.state == "decided":
        raise _not_approved(reference)
    return report, case.state not in OPEN


def left_retained(office: Office, reference: str, by: str) -> None:
    """End a case whose rows a retention rule keeps; `by` has looked at them.

    Raises:
        CaseUnknownError: There is no such case of a found input.
        MoveRefusedError: It is not carried out, or no rule keeps what is left.
    """
    leave_retained(office, _open_case(office, reference).reference, by)
    erased(office, reference)


def withdrawn(office: Office, reference: str, by: str) -> None:
    """Withdraw a case that was opened by mistake, and end what it stopped at the gate.

    `by` has found that it was a mistake.

    Raises:
        CaseUnknownError: There is no such case of a found input.
        MoveRefusedError: Something was erased already.
        AlreadyRunningError: It is being carried out right now.
    """
    _open_case(office, reference)
    withdraw(office, reference, by=by)
    _driver(office).take_on(reference)


def _driver(office: Office) -> Driver:
    """Other parties are told of no such case: there is nobody whom it is about."""
    return Driver(office, lambda _connection, _reference: ())


def _open_case(office: Office, reference: str) -> Case:
    """Return a case that has not ended."""
    case = _case(office, reference)
    if case.state in ENDED:
        label = STATE_LABEL[case.state]
        raise MoveRefusedError(
            Text(
                en=f"`{case.reference}` is {label.en}: it has ended",
                ja=f"`{case.reference}` は「{label.ja}」の状態で、すでに終わっています",
            ),
            remedy=Text(en="there is nothing more to do", ja="することはありません"),
        )
    return case


def _case(office: Office, reference: str) -> Case:
    with office.company.engine.connect() as connection:
        case = store.load(connection, office.company.vault, reference)
    if case.right != FOUND_INPUT:
        raise CaseUnknownError(
            Text(
                en=f"`{case.reference}` is no case of a found input",
                ja=f"`{case.reference}` は入力禁止情報の案件ではありません",
            ),
            remedy=Text(
                en="`upheld gateway found list` shows what is open",
                ja="`upheld gateway found list` で一覧を確認してください",
            ),
        )
    return case


def _not_approved(reference: str) -> NotErasedError:
    return NotErasedError(
        Text(
            en=f"no plan of `{reference[:20]}` is approved as things are now",
            ja=f"`{reference[:20]}` には、現状に合う承認済みの計画がありません",
        ),
        remedy=Text(
            en=f"`upheld gateway found plan {reference[:20]}`, then approve its hash",
            ja=f"`upheld gateway found plan {reference[:20]}` の後、そのハッシュを承認してください",
        ),
    )
