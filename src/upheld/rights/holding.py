"""Which of these people does a registered hold keep?"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from upheld.deletion.plan import Hold
from upheld.deletion.procedure import System
from upheld.evidence import ledger
from upheld.evidence.entry import Entry, salted_digest
from upheld.registers import hold as register
from upheld.rights import store
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.subject import lookup
from upheld.subject.identity import normal_form


def add_hold(
    company: Company, asked: Mapping[str, str], *, clause: str, until: date, by: str
) -> register.RegisteredHold:
    """Register a hold on a person, found anew whenever somebody is to be deleted."""
    lookup.check_kinds(asked, company.identifier_kinds())
    now = company.clock.now()
    with company.engine.begin() as connection:
        ref = store.next_reference(connection, "H", company.clock.today().year)
        hold = register.RegisteredHold(
            ref=ref,
            clause=clause,
            until=until,
            placed_by=by,
            sealed=company.vault.seal(ref, {"asked": dict(asked)}),
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
    with company.engine.connect() as connection:
        listed = list(register.in_force(connection, company.clock.today()))
    if not listed or not cases:
        return {}
    asked = [company.vault.open(hold.ref, hold.sealed)["asked"] for hold in listed]
    found: dict[str, Hold] = {}
    keys: list[set[tuple[str, str, str]]] = [set() for _ in listed]
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
