"""Deciding a request: granted, in part, absent, referred, or refused on a ground of the list.

A decision is one transaction: the decision, the case's next state, the ledger's entry, and the
row that tells the dispatcher. Two officers who decide at once cannot both succeed.
"""

from collections.abc import Sequence
from typing import TypedDict, Unpack

from sqlalchemy import Connection

from upheld.desk import decisions, store
from upheld.desk.acting import go_on, stand_down
from upheld.desk.applying import applying
from upheld.desk.case import STATE_LABEL, Case, State
from upheld.desk.decisions import Decision, Outcome
from upheld.desk.fees import charging
from upheld.desk.grounds import Ground, GroundUnknownError
from upheld.desk.kinds import FOUND_INPUT
from upheld.desk.looking import look
from upheld.desk.moving import MoveRefusedError, move
from upheld.desk.office import Office
from upheld.desk.provision_answers import provisions_of
from upheld.desk.restricting import all_uses
from upheld.desk.telling import categories_mapped
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.wording import Text

_NEGATIVE = frozenset({"refused", "granted-in-part"})
_IN_PART = frozenset({"restriction", "correction", "disclosure"})
"""What can be carried out in part: some purposes, some fields, some categories. Of a deletion the
plan says which rows a law keeps, and nothing else is left out."""


class AbsenceNotProvenError(RefusalError):
    """Nobody may be told that nothing is held while that is not proven."""

    code = "absence-not-proven"


class DecisionInvalidError(RefusalError):
    """A decision that lacks something, or that this kind of request does not know."""

    code = "decision-invalid"


class Said(TypedDict, total=False):
    """What may be said with a decision; see `prepare`."""

    ground: str | None
    explanation: str
    only: tuple[str, ...]
    covers_all: bool
    turn: int | None


def decide(office: Office, reference: str, outcome: Outcome, by: str, **said: Unpack[Said]) -> Case:
    """Decide a case, and return it as it is now.

    Raises:
        RefusalError: See `prepare`.
    """
    ready = prepare(office, reference, outcome, by, **said)
    with office.company.engine.begin() as connection:
        write(office, connection, *ready)
    return ready[0]


def prepare(
    office: Office,
    reference: str,
    outcome: Outcome,
    by: str,
    *,
    ground: str | None = None,
    explanation: str = "",
    only: tuple[str, ...] = (),
    covers_all: bool = False,
    turn: int | None = None,
) -> tuple[Case, Decision, Ground | None]:
    """Check a decision before its transaction: to look for a person in the stores takes long.

    Args:
        office: The desk.
        reference: `R-…`.
        outcome: What is decided.
        by: Who decides; see `desk.actors`.
        ground: For `refused` and `granted-in-part`: a code of `applying.grounds_of`.
        explanation: The officer's own words to the person; needed with a ground (APPI 36), and
            for the answer to a complaint.
        only: For `granted-in-part`: what is granted (purposes to stop, categories to correct).
        covers_all: For `refused` on a ground that reaches part of the data only: the officer
            says that it reaches all of it (the ledger keeps that).
        turn: The case's turn that the officer saw; a change since then is refused.

    Returns:
        What `write` takes; it refuses where the case was changed since.

    Raises:
        GroundUnknownError: The ground is not on the list of this kind, or cannot apply here.
        AbsenceNotProvenError: `absent`, and it is not proven.
        DecisionInvalidError: Something is missing, or does not go together.
        MoveRefusedError: The case is in a state in which this cannot be decided.
        CaseChangedError: Somebody else changed it in the meantime.
    """
    vault = office.company.vault
    with office.company.reads.connect() as connection:
        case = store.load(connection, vault, reference)
        approved = decisions.was_approved(connection, reference)
    if turn is not None:
        case.turn = turn  # saving refuses it where the case has moved on since
    _refuse_state(case, outcome, approved=approved)
    decision = Decision(
        reference=reference,
        outcome=outcome,
        by=by,
        at=office.company.clock.now(),
        ground=ground or None,
        only=only,
        explanation=explanation,
    )
    reason = _checked(office, case, decision)
    if outcome == "refused" and reason is not None and reason.rest and not covers_all:
        raise _rest_left(case, reason)
    if outcome == "absent":
        _refuse_unproven(office, case)
    return case, decision, reason


def write(
    office: Office, connection: Connection, case: Case, decision: Decision, reason: Ground | None
) -> None:
    """Write a checked decision and move the case, in the caller's transaction."""
    decisions.add(connection, office.company.vault, decision)
    stand_down(connection, case)
    case.decision = decision.ground if decision.outcome == "refused" else decision.outcome
    body: dict[str, JSON] = {"outcome": decision.outcome}
    if reason is not None:
        body |= {"ground": reason.code, "article": reason.article.en}
        if reason.rest and decision.outcome == "refused":
            body["covers"] = "all"  # the officer said so, or it would have been refused
    if decision.only:
        body["only"] = list(decision.only)
    refused = decision.outcome == "refused"
    kind = "case-refused" if refused else "case-decided"
    if case.state == "decided" and not refused:
        go_on(office, connection, case, kind, by=decision.by, body=body)
        return
    to: State = "refused" if refused else "decided"
    if refused:
        charging.owe_back(office, connection, case)
    move(office, connection, case, to, by=decision.by, kind=kind, body=body)


def _refuse_state(case: Case, outcome: Outcome, *, approved: bool) -> None:
    """Before it is known who asks, only the procedure can be answered; after approval nothing."""
    early = case.state == "received" and outcome == "refused"
    begun = case.state in ("decided", "planned") and not (approved and outcome == "refused")
    if early or case.state == "identified" or begun:
        return
    label = STATE_LABEL[case.state]
    raise MoveRefusedError(
        Text(
            en=f"`{case.reference}` is {label.en}; `{outcome}` cannot be decided now"
            + (", a plan was approved" if approved else ""),
            ja=f"`{case.reference}` は「{label.ja}」の状態で、いまは `{outcome}` と判断できません"
            + ("(計画が承認されています)" if approved else ""),
        ),
        remedy=Text(
            en="identify the person first; what was approved is carried out, not refused",
            ja="先に本人確認を済ませてください。承認した計画は実施し、お断りはできません",
        ),
    )


def _checked(office: Office, case: Case, decision: Decision) -> Ground | None:
    _refuse_misfit(office, case, decision)
    if decision.outcome not in _NEGATIVE:
        _refuse_ground(decision)
        return None
    with office.company.reads.connect() as connection:
        reason = applying(office, connection, case, decision.ground)
    if case.state == "received" and not reason.before_identity:
        raise _too_early(reason)
    if not decision.explanation.strip():
        raise _invalid(
            Text(en="no words to the person", ja="本人への説明がありません"),
            Text(
                en="write why, in a sentence the person understands (APPI 36)",
                ja="理由を本人に分かる文で書いてください(個人情報保護法第36条)",
            ),
        )
    return reason


def _refuse_ground(decision: Decision) -> None:
    """Refuse a ground that would be dropped in silence: whoever gave it meant something by it."""
    if decision.ground is not None:
        raise _invalid(
            Text(
                en=f"`{decision.outcome}` has no ground of refusal",
                ja=f"`{decision.outcome}` の判断に、応じない理由は付けられません",
            ),
            Text(
                en="leave the ground out; or refuse, or grant in part",
                ja="理由を外すか、「応じない」又は「一部に応じる」を選んでください",
            ),
        )


def _refuse_misfit(office: Office, case: Case, decision: Decision) -> None:
    """Refuse an outcome that the request cannot have, and parts that it does not have."""
    _refuse_outcome(office, case, decision)
    parts = _parts(office, case)
    _refuse_unknown_parts(decision, parts)
    if decision.outcome == "granted":
        _refuse_unsaid(case, decision, parts)


def _refuse_outcome(office: Office, case: Case, decision: Decision) -> None:
    label, outcome = case.kind.label, decision.outcome
    if case.right == FOUND_INPUT and outcome != "granted":
        raise _invalid(
            Text(en="what was found is erased", ja="見つかった情報は消去します"),
            Text(
                en="grant it; withdraw a case that was opened by mistake",
                ja="「応じる」を選んでください。誤って作った案件は取り下げてください",
            ),
        )
    in_part = outcome == "granted-in-part"
    if in_part and (case.kind.by not in _IN_PART or not decision.only):
        raise _invalid(
            Text(
                en=f"`{label.en}` cannot be granted in part like this",
                ja=f"「{label.ja}」はこの形で一部だけ認めることができません",
            ),
            Text(
                en="say with `only` which purposes or categories are granted; rows that a law "
                "keeps are named by the plan itself",
                ja="`only` に認める利用目的やデータ区分を指定してください。法令により残る行は"
                "計画に示されます",
            ),
        )
    if outcome == "referred" and not referrals(office, case):
        raise _invalid(
            Text(
                en="the policy refers this to nobody", ja="ポリシーに案内先(referrals)がありません"
            ),
            Text(
                en="answer it yourself, or declare `desk.referrals`",
                ja="自社で回答するか、`desk.referrals` を宣言してください",
            ),
        )


def _refuse_unknown_parts(decision: Decision, parts: Sequence[str]) -> None:
    unknown = sorted(
        one
        for one in decision.only
        if not any(part == one or part.startswith(f"{one}.") for part in parts)
    )
    if unknown:
        listed = ", ".join(f"`{part}`" for part in parts)
        raise _invalid(
            Text(
                en=f"`{unknown[0][:40]}` is no part of this request",
                ja=f"`{unknown[0][:40]}` はこの請求に含まれていません",
            ),
            Text(en=f"give some of {listed}", ja=f"次の中から指定してください: {listed}"),
        )


def _refuse_unsaid(case: Case, decision: Decision, parts: Sequence[str]) -> None:
    """Refuse to grant what nobody has said: the right content, the answer to a complaint."""
    if case.kind.by == "correction" and not parts:
        raise _invalid(
            Text(en="the request does not say what is right", ja="正しい内容が示されていません"),
            Text(
                en="ask the person which field should say what",
                ja="どの項目をどう直すのか本人に確かめてください",
            ),
        )
    if case.right == "complaint" and not decision.explanation.strip():
        raise _invalid(
            Text(en="the answer to the complaint is missing", ja="苦情への回答文がありません"),
            Text(en="write it as the explanation", ja="回答を説明として書いてください"),
        )


def _parts(office: Office, case: Case) -> tuple[str, ...]:
    """What can be granted by itself: a purpose to stop, a category to correct."""
    if case.kind.by == "restriction":
        return all_uses(office, case)
    if case.kind.by == "disclosure":
        return categories_mapped(office)
    return tuple(case.sealed.changes) if case.sealed is not None else ()


def referrals(office: Office, case: Case) -> tuple[Text, ...]:
    """To whom the policy sends people for data that the company only processes."""
    from upheld.desk.clocks import desk_of

    desk = desk_of(office.company.policy, case.residence)
    lines = desk.referrals if desk else ()
    return tuple(
        line.text.text() if line.text is not None else Text(en=line.to, ja=line.to)
        for line in lines
    )


def _refuse_unproven(office: Office, case: Case) -> None:
    if case.kind.identity != "confirmed":
        raise _invalid(
            Text(
                en="absence is told only to a person who is identified",
                ja="不存在の通知は本人確認を伴う請求に限られます",
            ),
            Text(en="grant it: what is asked holds for later data too", ja="請求を認めてください"),
        )
    if case.kind.by == "records":
        records = provisions_of(office, case)
        there, unproven = bool(records.records), tuple(records.missing)
    else:
        missing = look(office, case).missing
        there, unproven = missing is None, tuple(Text(en=m, ja=m) for m in missing or ())
    if there:
        raise AbsenceNotProvenError(
            Text(en="something was found", ja="本人のデータ又は記録が見つかりました"),
            remedy=Text(en="decide on what is there", ja="見つかったものについて判断してください"),
        )
    if unproven:
        raise _unproven(case, unproven)


def _unproven(case: Case, missing: tuple[Text, ...]) -> AbsenceNotProvenError:
    more = f" (+{len(missing) - 1})" if len(missing) > 1 else ""
    remedy = Text(
        en="complete the data map, or make the place reachable; then decide again",
        ja="データマップを補うか、接続先を復旧してから、もう一度判断してください",
    )
    if case.kind.by == "records":
        remedy = Text(
            en="enter what is missing, and `upheld provision declare`; or grant the request: the "
            "answer says what is not proven",
            ja="記録を補って `upheld provision declare` で表明するか、請求を認めてください。"
            "回答には、証明できていないことが書かれます",
        )
    return AbsenceNotProvenError(
        Text(
            en=f"it is not proven that nothing is held: {missing[0].en}{more}",
            ja=f"データがないことは証明されていません: {missing[0].ja}{more}",
        ),
        remedy=remedy,
    )


def _too_early(reason: Ground) -> GroundUnknownError:
    return GroundUnknownError(
        Text(
            en=f"`{reason.code}` is a ground only once it is known who asks",
            ja=f"`{reason.code}` は本人確認が済んでから使える理由です",
        ),
        remedy=Text(
            en="confirm the identity first: an answer must not tell a stranger what is held",
            ja="先に本人確認を行ってください。他人に保有の有無を知らせないためです",
        ),
    )


def _rest_left(case: Case, reason: Ground) -> DecisionInvalidError:
    """A ground for some of the data is none for the rest (11 CCR 7022(f)(2), 7024(e))."""
    granting = Text(
        en="grant what it does not cover: what a retention rule of the policy keeps stays"
        if case.kind.by == "deletion"
        else "grant in part what it does not cover",
        ja="当たらないデータについては認めてください"
        + (
            "(ポリシーの保存規則が残すものは残ります)"
            if case.kind.by == "deletion"
            else "(一部を認める判断を選びます)"
        ),
    )
    return _invalid(
        Text(
            en=f"`{reason.code}` ({reason.article.en}) covers only the data that it names",
            ja=f"`{reason.code}`({reason.article.ja})は、それに当たるデータだけの理由です",
        ),
        Text(
            en=f"{granting.en}; or confirm that it covers everything",
            ja=f"{granting.ja}。すべてが当たる場合は、そのことを確認してください",
        ),
    )


def _invalid(what: Text, remedy: Text) -> DecisionInvalidError:
    return DecisionInvalidError(what, remedy=remedy)
