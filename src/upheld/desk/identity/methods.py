"""Which ways there are to show who asks, and what follows once it is shown.

The policy names the ways it takes. Of these a case gets those that fit the right: an opt-out
asks for nothing but what finds the person, a complaint for nothing at all, and documents are
asked for only where a person's data would be handed out or changed.
"""

from collections.abc import Sequence
from typing import Literal, TypeAlias, get_args

from sqlalchemy import Connection

from upheld.desk import moving
from upheld.desk.case import OF_THE_PERSON, Case, Waiting
from upheld.desk.clocks import desk_of, offered
from upheld.desk.kinds import CaseKind, Residence, kind_of
from upheld.desk.office import Office
from upheld.evidence.entry import JSON
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.wording import Text

Method: TypeAlias = Literal["session", "account", "email-confirm", "documents", "staff"]
METHODS: tuple[Method, ...] = get_args(Method)

METHOD_LABEL = {
    "session": Text(en="logged in on the company's site", ja="会社のサイトへのログイン"),
    "account": Text(
        en="signed in with an account of the company", ja="会社のサービスのアカウントでのサインイン"
    ),
    "email-confirm": Text(en="a code by mail", ja="メールの確認コード"),
    "documents": Text(en="documents", ja="本人確認書類"),
    "staff": Text(en="checked by staff", ja="担当者による確認"),
}


class MethodRefusedError(RefusalError):
    """The policy does not take this way for this right."""

    code = "method-refused"


def methods_of(policy: Policy, right: CaseKind, residence: Residence | None) -> tuple[Method, ...]:
    """Return the ways that a right has; empty where nobody needs to be identified.

    Where the policy names none, a code by mail and staff: what every company can do.
    """
    if kind_of(right).identity != "confirmed":
        return ()
    line, desk = offered(policy, right, residence), desk_of(policy, residence)
    named = next((part.identity.methods for part in (line, desk) if part and part.identity), ())
    # Whoever is logged in on the company's site has signed in with their account there.
    named = (*named, "account") if "session" in named else named
    known = tuple(one for one in METHODS if one in named)
    return known or ("email-confirm", "staff")


def confirm(
    office: Office,
    connection: Connection,
    case: Case,
    method: Method,
    *,
    by: str,
    facts: Sequence[str] = (),
) -> None:
    """Note that identity is confirmed, and go on as far as nothing else is awaited.

    Args:
        office: The desk.
        connection: The transaction.
        case: The case; it must wait for identity.
        method: By which way.
        by: `person`, or who of the staff.
        facts: Codes of what was looked at, e.g. `driving-licence`.

    Raises:
        MethodRefusedError: The policy does not take this way, or nothing is awaited.
    """
    policy = office.company.policy
    if "identity" not in case.waiting or method not in methods_of(
        policy, case.right, case.residence
    ):
        raise _refused(method)
    body: dict[str, JSON] = {"method": method, "facts": sorted(facts)}
    moving.note(office, connection, case.reference, "identity-confirmed", by=by, body=body)
    _no_longer(office, connection, case, "identity", by=by)


def confirm_power(
    office: Office, connection: Connection, case: Case, *, by: str, proof: Sequence[str]
) -> None:
    """Note that an agent's power is shown: 法定代理人・任意代理人 (APPI 37(3), Order 13).

    Raises:
        MethodRefusedError: Nothing is awaited, or the policy asks for other proof.
    """
    wanted = proofs_of_power(office.company.policy, case)
    if "power" not in case.waiting or (wanted and not set(proof) & set(wanted)):
        raise _refused("power")
    body: dict[str, JSON] = {"agent": case.agent, "proof": sorted(proof)}
    moving.note(office, connection, case.reference, "power-confirmed", by=by, body=body)
    _no_longer(office, connection, case, "power", by=by)


def proofs_of_power(policy: Policy, case: Case) -> tuple[str, ...]:
    """Return what the policy takes as proof for this kind of agent."""
    desk = desk_of(policy, case.residence)
    rules = desk.agents if desk else ()
    return tuple(
        dict.fromkeys(proof for rule in rules if case.agent in rule.kinds for proof in rule.proof)
    )


def _no_longer(
    office: Office, connection: Connection, case: Case, what: Waiting, *, by: str
) -> None:
    left = case.waiting - {what}
    if left & OF_THE_PERSON:
        moving.wait(office, connection, case, left, by=by)
        return
    moving.move(office, connection, case, "identified", by=by, waiting=("decision",))


def _refused(method: str) -> MethodRefusedError:
    label = METHOD_LABEL.get(method, Text(en="this proof", ja="この証明"))
    return MethodRefusedError(
        Text(
            en=f"{label.en} is not taken for this request",
            ja=f"この請求では「{label.ja}」による確認を行いません",
        ),
        remedy=Text(
            en="see what the request waits for", ja="請求が何を待っているかを確かめてください"
        ),
    )
