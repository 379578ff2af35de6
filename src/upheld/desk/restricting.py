"""Stopping uses of a person's data: which ones, for whom, and read back through the gate.

What stops is what the policy says under `stops:`; where it says nothing, every purpose that no
law obliges the company to follow. A stop reaches everybody who matches what was given, under
every identifier and key they are known by: it takes nothing away, and can be lifted.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from upheld.desk import store
from upheld.desk.case import Case
from upheld.desk.clocks import offered
from upheld.desk.decisions import Decision
from upheld.desk.looking import look, subject_of
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.evidence.entry import JSON
from upheld.gate.restrictions import (
    OWN_WORDS,
    PROVISION,
    SALE_SHARING,
    SENSITIVE,
    Restrictions,
    Stop,
    restrictions,
)
from upheld.policy.model import Policy
from upheld.refusal import Exit, RefusalError
from upheld.subject.lookup import check_kinds
from upheld.wording import Language, Text


class StopNotHeldError(RefusalError):
    """What was read back of a stop is not what was decided."""

    code = "stop-not-held"
    exit_code = Exit.REMAINING


class UseUnknownError(RefusalError):
    """Something is asked about that no policy and no law calls so.

    To answer "not stopped" to a misspelt purpose would let go on what a person has stopped.
    """

    code = "use-unknown"


_ALWAYS = frozenset({"legal-duty"})
"""A purpose that rests on nothing but a duty of law goes on."""

_WORDS = {
    PROVISION: Text(en="provision to third parties", ja="第三者への提供"),
    SALE_SHARING: Text(en="sale and sharing", ja="販売と共有"),
    SENSITIVE: Text(en="use of sensitive information", ja="機微な情報の利用"),
}

Known = list[tuple[str, object]]
"""Identifiers of a person: (kind, value)."""


def gate_of(office: Office) -> Restrictions:
    """The gate of this desk's store."""
    return restrictions(office.company.engine, office.company.vault.key)


def asked(office: Office, subject: Mapping[str, str], uses: Sequence[str]) -> Mapping[str, Stop]:
    """Answer a program that asks whether uses are stopped for a person.

    Args:
        office: The desk.
        subject: Identifiers of one person: a kind of a data map, or `system/kind` for a row's
            own key, and its value.
        uses: Purposes of the policy, or `provision`, `sale-sharing`, `sensitive-use`.

    Raises:
        IdentifierError: No map knows people by such an identifier.
        UseUnknownError: The policy has no such purpose.
    """
    company = office.company
    keys = {
        f"{system.name}/{kind}": {f"{system.name}/{kind}"}
        for system in company.systems
        for kind in system.datamap.model.subjects
    }
    check_kinds(subject, company.identifier_kinds() | keys)
    known = OWN_WORDS | set(company.policy.purposes)
    if any(use not in known for use in uses):
        named = ", ".join(f"`{use}`" for use in sorted(known))
        raise UseUnknownError(
            Text(en="the policy has no such purpose", ja="ポリシーにその利用目的はありません"),
            remedy=Text(en=f"use one of {named}", ja=f"次のいずれかを使ってください: {named}"),
        )
    return gate_of(office).check(subject.items(), uses)


def uses_to_stop(office: Office, case: Case, decision: Decision | None) -> tuple[str, ...]:
    """What a request stops, or the part of it that was granted."""
    return decision.only if decision is not None and decision.only else all_uses(office, case)


def all_uses(office: Office, case: Case) -> tuple[str, ...]:
    """Everything that a request of this kind can stop."""
    policy = office.company.policy
    if case.right == "opt-out-sale-sharing":
        return (SALE_SHARING,)
    if case.right == "limit-use":
        return (SENSITIVE,)
    if case.right == "provision-stop":
        return (PROVISION,)
    line = offered(policy, case.right, case.residence)
    named: Sequence[str] = line.stops if line is not None else ()
    if not named:
        named = stoppable(policy)
    also = (PROVISION,) if case.right == "suspension-unneeded" else ()
    return (*named, *also)


def stoppable(policy: Policy) -> list[str]:
    """Return the purposes that no duty of law obliges the company to follow."""
    return [n for n, one in policy.purposes.items() if not one.basis or set(one.basis) - _ALWAYS]


def known_by(office: Office, case: Case) -> Known:
    """Return what the person was given as, and is known by in every database.

    Raises:
        PlaceUnreachableError: A database does not answer: the stop would not reach it.
    """
    known: dict[tuple[str, str], object] = {
        (kind, str(value)): value for kind, value in subject_of(office, case).items()
    }
    private = look(office, case).case.private
    if private is not None:
        for kind, values in private.identifiers.items():
            known |= {(kind, str(value)): value for value in values}
        for system, rows in private.candidates.items():
            for kind, key in rows:
                if len(key) == 1:
                    known[f"{system}/{kind}", str(key[0])] = key[0]
    return [(kind, value) for (kind, _text), value in known.items()]


def stop(
    office: Office, connection: Connection, case: Case, decision: Decision, known: Known
) -> dict[str, JSON]:
    """Write the stop in the transaction that carries the case out; return what is noted of it."""
    uses = uses_to_stop(office, case, decision)
    rows = gate_of(office).write(
        connection,
        known,
        uses,
        reference=case.reference,
        since=office.company.clock.now(),
    )
    return {"stops": list(uses), "identifiers": len(known), "rows": rows}


def refuse_unheld(office: Office, case: Case, decision: Decision) -> None:
    """Read back: the gate answers now as was decided, for everything the person is known by.

    Raises:
        StopNotHeldError: It does not.
    """
    uses = uses_to_stop(office, case, decision)
    if not gate_of(office).holds(known_by(office, case), uses, case.reference):
        raise StopNotHeldError(
            Text(
                en=f"the stop of `{case.reference}` is not what was decided",
                ja=f"`{case.reference}` の停止が、判断した内容と一致しません",
            ),
            remedy=Text(
                en="decide again: the person is known by more than when it was written",
                ja="もう一度判断してください。本人の識別子がその後に増えています",
            ),
        )


def lift(
    office: Office, reference: str, *, by: str, reason: str, within: Connection | None = None
) -> int:
    """End a stop by a later decision, e.g. because the person asked; return how many rows ended.

    Args:
        office: The desk.
        reference: The request that stopped it.
        by: Who decided.
        reason: Its code: `asked`, `grounds-ended`, `mistake`.
        within: A transaction it belongs to; its own by default.
    """
    with office.transaction(within) as connection:
        case = store.load(connection, office.company.vault, reference)
        ended = gate_of(office).lift(connection, reference, office.company.clock.now())
        if ended:
            body: dict[str, JSON] = {"reason": reason, "rows": ended}
            note(office, connection, case.reference, "restriction-lifted", by=by, body=body)
    return ended


def said(office: Office, uses: Sequence[str], language: Language) -> list[str]:
    """What stops, in the policy's own words."""
    purposes = office.company.policy.purposes
    return [
        _WORDS[use].in_language(language)
        if use in _WORDS
        else purposes[use].words().in_language(language)
        if use in purposes
        else use
        for use in uses
    ]
