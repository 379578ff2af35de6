"""Approving exactly one plan of a case, by a second person where the company asks for one."""

import secrets
from collections.abc import Sequence

from sqlalchemy import Connection

from upheld.deletion.refusals import refuse_part_of_hash
from upheld.desk import decisions, store
from upheld.desk.acting import go_on, kept_plan, request_of
from upheld.desk.actors import two_pairs_of_eyes
from upheld.desk.case import ENDED, STATE_LABEL, Case
from upheld.desk.deciding import AbsenceNotProvenError
from upheld.desk.decisions import Decision
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.moving import SYSTEM, MoveRefusedError, move
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.rights import procedure, refusals
from upheld.rights.candidates import people_in
from upheld.rights.case import StoredPlan
from upheld.wording import Text


class FourEyesError(RefusalError):
    """The person who decided may not approve this too."""

    code = "four-eyes"


def approve(
    office: Office, reference: str, sha256: str, by: str, *, within: Connection | None = None
) -> Case:
    """Approve the plan of a case; a worker carries it out.

    Args:
        office: The desk.
        reference: `R-…`.
        sha256: The hash of the plan, as it was shown.
        by: Who approves.
        within: A transaction it belongs to; its own by default.

    Raises:
        MoveRefusedError: The case is not planned.
        PlanStaleError: The hash is another plan's.
        UsageError: It is no whole hash.
        FourEyesError: Another person than who decided has to approve it (`desk.actors`).
        AbsenceNotProvenError: The person was to be told that nothing is held, and something is.
    """
    vault = office.company.vault
    with office.transaction(within) as connection:
        case = store.load(connection, vault, reference)
        decision = decisions.latest(connection, vault, reference)
        plan = kept_plan(connection, reference)
        if case.state != "planned" or plan is None or decision is None:
            raise not_planned(case)
        refuse_part_of_hash(sha256)
        if not secrets.compare_digest(plan.sha256.encode(), sha256.strip().lower().encode()):
            raise refusals.stale(
                reference,
                Text(
                    en="the hash given is not the hash of the latest plan",
                    ja="指定されたハッシュは最新の計画のものではありません",
                ),
                by="gateway found" if case.right == FOUND_INPUT else "request",
            )
        _refuse_found(decision, plan)
        if four_eyes_asked(office, plan) and not two_pairs_of_eyes(decision.by, by):
            raise _four_eyes()
        now = office.company.clock.now()
        decisions.approve(connection, reference, plan_sha256=plan.sha256, by=by, at=now)
        move(office, connection, case, "approved", by=by, body={"plan_sha256": plan.sha256})
    return case


def four_eyes_asked(office: Office, plan: StoredPlan) -> bool:
    """Whether a second person has to approve a plan: always, or from so many rows to erase on."""
    rule = office.settings.four_eyes
    return rule.always or (rule.rows is not None and rows_to_erase(plan) >= rule.rows)


def rows_to_erase(plan: StoredPlan) -> int:
    """Rows that a plan deletes or changes for good."""
    return sum(
        int(table.get(act) or 0)
        for table in plan.document["tables"]
        for act in ("delete", "anonymise")
    )


def choose(office: Office, reference: str, numbers: list[int] | None, by: str) -> None:
    """Say which of several people are meant; the case is planned by the next worker.

    Args:
        office: The desk.
        reference: `R-…`.
        numbers: Counted from 1, in the order of `candidates`; `None` for all: one person.
        by: Who says so.

    Raises:
        UsageError: There were not several, or not so many.
    """
    chosen = pick(office, reference, numbers)
    with office.company.engine.begin() as connection:
        picked(office, connection, reference, chosen, by)


def pick(office: Office, reference: str, numbers: list[int] | None) -> Sequence[int]:
    """Choose people as `choose` does; the case goes on with `picked`. Again, it chooses anew.

    Raises:
        MoveRefusedError: The case does not wait for a choice.
        UsageError: There were not several, or not so many.
    """
    with office.company.engine.connect() as connection:
        case = store.load(connection, office.company.vault, reference)
    if "choice" not in case.waiting:
        raise _nobody_to_choose(case)
    return procedure.choose(office.company, reference, numbers)


def picked(
    office: Office, connection: Connection, reference: str, chosen: Sequence[int], by: str
) -> None:
    """Let a case go on with the people who were chosen, in the caller's transaction."""
    case = store.load(connection, office.company.vault, reference)
    go_on(office, connection, case, "case-person-chosen", by=by, body={"people": len(chosen)})


def empty_plan_approved(office: Office, case: Case, decision: Decision, plan: StoredPlan) -> None:
    """Approve, for who decided `absent`, the plan that says that nobody is there."""
    with office.company.engine.begin() as connection:
        now = office.company.clock.now()
        decisions.approve(
            connection, case.reference, plan_sha256=plan.sha256, by=decision.by, at=now
        )
        body = {"plan_sha256": plan.sha256, "for": decision.by}
        move(office, connection, case, "approved", by=SYSTEM, body=body)


def proven_absent(plan: StoredPlan) -> bool:
    """Whether a plan says that nobody is there, and proves it."""
    return all(
        person["found"] == "none" and person["absence"] == "proven"
        for person in plan.document["people"]
    )


def _refuse_found(decision: Decision, plan: StoredPlan) -> None:
    if decision.outcome == "absent" and not proven_absent(plan):
        raise AbsenceNotProvenError(
            Text(
                en="the decision says that nothing is held, and the plan does not prove it",
                ja="「不存在」と判断されていますが、計画では証明されていません",
            ),
            remedy=Text(en="decide again", ja="もう一度判断してください"),
        )


def not_planned(case: Case) -> MoveRefusedError:
    """Word that a case has no plan to approve."""
    label = STATE_LABEL[case.state]
    remedy = Text(en="look at the request again", ja="請求の内容をもう一度確かめてください")
    if case.right == FOUND_INPUT:
        remedy = _next_of_found(case)
    return MoveRefusedError(
        Text(
            en=f"`{case.reference}` is {label.en}: there is no plan to approve",
            ja=f"`{case.reference}` は「{label.ja}」の状態で、承認する計画がありません",
        ),
        remedy=remedy,
    )


def _next_of_found(case: Case) -> Text:
    """Say which command goes on with the case of a found input."""
    if case.state in ENDED:
        return Text(
            en="it has ended: there is nothing more to do",
            ja="終わった案件です。することはありません",
        )
    if case.state == "on_hold":
        return Text(
            en="take it up again in the console; its clock runs on",
            ja="コンソールで保留を解除してください。期限は進んでいます",
        )
    verb = "erase" if case.state in ("approved", "answered") else "plan"
    command = f"upheld gateway found {verb} {case.reference}"
    return Text(en=f"go on with `{command}`", ja=f"`{command}` で進めてください")


def _nobody_to_choose(case: Case) -> MoveRefusedError:
    return MoveRefusedError(
        Text(
            en=f"`{case.reference}` does not wait for somebody to be chosen",
            ja=f"`{case.reference}` は対象者の選択を待っていません",
        ),
        remedy=Text(en="look at the request again", ja="請求の内容をもう一度確かめてください"),
    )


def _four_eyes() -> FourEyesError:
    return FourEyesError(
        Text(
            en="who decided may not approve this plan too, and of two programs none has looked",
            ja="判断した人と同じ人はこの計画を承認できず、プログラム同士の判断と承認もできません",
        ),
        remedy=Text(
            en="ask a colleague who may approve to do so in the console",
            ja="承認の権限を持つ別の担当者に、コンソールでの承認を依頼してください",
        ),
    )


def candidates(office: Office, case: Case) -> list[str]:
    """Return the people among whom `choose` chooses, by where they were found: no value of theirs."""
    request = request_of(office, case.reference)
    if "choice" not in case.waiting or request is None or request.private is None:
        return []
    return [person.place for person in people_in(request.private.candidates)]
