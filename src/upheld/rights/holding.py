"""Which of these people does a registered hold keep?"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from upheld.deletion.plan import Hold
from upheld.deletion.procedure import System
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, salted_digest
from upheld.refusal import RefusalError, UsageError
from upheld.registers import hold as register
from upheld.rights import store
from upheld.rights.case import Case, Private
from upheld.rights.company import Company
from upheld.rights.finding import find_everywhere
from upheld.subject import lookup
from upheld.subject.identity import normal_form
from upheld.wording import Text


class HoldOnNobodyError(RefusalError):
    """A hold would keep nobody's data."""

    code = "hold-on-nobody"


def add_hold(
    company: Company, asked: Mapping[str, str], *, clause: str, until: date, by: str
) -> register.RegisteredHold:
    """Register a hold on a person who is there now.

    The keys of the person's rows are sealed with it: a changed e-mail address does not end it.

    Raises:
        HoldOnNobodyError: Nobody is found by these identifiers.
        UsageError: Its last day is over.
    """
    if until < company.clock.today():
        raise UsageError(
            Text(
                en=f"a hold until {until} is over already and would keep nothing",
                ja=f"{until} までの保全はすでに終わっており、何も保全しません",
            ),
            remedy=Text(
                en="give a last day that is to come", ja="今日以降の日付を指定してください"
            ),
        )
    lookup.check_kinds(asked, company.identifier_kinds())
    keys = _keys_of(company, asked)
    now = company.clock.now()
    with company.engine.begin() as connection:
        ref = store.next_reference(connection, "H", company.clock.today().year)
        hold = register.RegisteredHold(
            ref=ref,
            clause=clause,
            until=until,
            placed_by=by,
            sealed=company.vault.seal(ref, {"asked": dict(asked), "keys": keys}),
        )
        register.place(connection, hold, now)
        salt = secrets.token_bytes(16)
        ledger.append(
            connection,
            Entry(
                kind="hold-placed",
                at=now,
                case=ref,
                drill=company.clock.drill,
                body={"clause": clause, "until": until.isoformat(), "by": salted_digest(salt, by)},
            ),
        )
    ledger.seal(company.engine, company.signer, company.clock)
    return hold


def _keys_of(company: Company, asked: Mapping[str, str]) -> list[list[Any]]:
    """The keys of everybody meant, as `[system, kind, key]`; none for somebody named only."""
    private = Private(asked=dict(asked))
    case = Case(
        ref="",
        batch=None,
        right="deletion",
        state="received",
        opened_at=company.clock.now(),
        private=private,
        salt=None,
    )
    find_everywhere(company.acting(company.clock.today()), [case])
    if case.found == "none":
        raise HoldOnNobodyError(
            Text(en="nobody is found by these identifiers", ja="この識別子に該当する人がいません"),
            remedy=Text(
                en="check them (all given have to match one person); nothing is held",
                ja="識別子を確認してください(すべてが同じ人に一致する必要があります)。保全していません",
            ),
        )
    return [
        [system, kind, list(key)]
        for system, found in private.candidates.items()
        for kind, key in found
    ]


def release_hold(company: Company, ref: str) -> None:
    """End a hold."""
    now = company.clock.now()
    with company.engine.begin() as connection:
        register.release(connection, ref, now)
        ledger.append(
            connection,
            Entry(
                kind="hold-released",
                at=now,
                case=ref,
                drill=company.clock.drill,
                body={},
            ),
        )
    ledger.seal(company.engine, company.signer, company.clock)


def holds_on(company: Company, systems: Sequence[System], cases: Sequence[Case]) -> dict[str, Hold]:
    """Return the hold on each person who has one, by request; the longest of several."""
    with company.reads.connect() as connection:
        listed = list(register.in_force(connection, company.clock.today()))
    if not listed or not cases:
        return {}
    sealed = [company.vault.open(hold.ref, hold.sealed) for hold in listed]
    asked = [one["asked"] for one in sealed]
    found: dict[str, Hold] = {}
    keys: list[set[tuple[str, str, str]]] = [
        {(system, kind, repr(list(key))) for system, kind, key in one.get("keys", [])}
        for one in sealed
    ]
    for system in systems:
        with system.place.session() as connection:
            for number, candidates in enumerate(
                lookup.find(connection, system.place, system.graph, asked)
            ):
                keys[number] |= {(system.name, c.kind, repr(list(c.key))) for c in candidates}
    for case in cases:
        if case.private is None:
            continue
        own = {
            (name, kind, repr(list(key)))
            for name, kinds in case.private.seeds.items()
            for kind, rows in kinds.items()
            for key in rows
        }
        spoken = {
            (kind, normal_form(kind, value))
            for kind, values in case.private.identifiers.items()
            for value in values
        }
        for number, hold in enumerate(listed):
            named = {(kind, normal_form(kind, value)) for kind, value in asked[number].items()}
            if own & keys[number] or named <= spoken:
                known = found.get(case.ref)
                if known is None or known.until < hold.until.isoformat():
                    found[case.ref] = Hold(clause=hold.clause, until=hold.until.isoformat())
    return found
