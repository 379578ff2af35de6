"""What is due: looking again for rows that came late, and forgetting what requests say."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from upheld.deletion.sweeping import sweep as sweep_people
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.rights import due, erased, provisions, store
from upheld.rights.case import Case
from upheld.rights.company import Company
from upheld.rights.finding import person_of
from upheld.rights.holding import holds_on


def sweep_due(company: Company) -> dict[str, Any]:
    """Do everything whose time has come, once.

    Returns:
        `swept` requests, `late_rows` removed, `remaining` rows, `forgotten` requests,
        `provisions` whose records were erased.
    """
    now = company.clock.now()
    with company.engine.connect() as connection:
        waiting = due.reached(connection, now)
        units = sorted({unit for _, _, unit in waiting})
        cases = {unit: store.load(connection, company.vault, unit) for unit in units}
    to_sweep = {
        case.ref: case
        for _, kind, unit in waiting
        if kind == "sweep"
        for case in cases[unit]
        if _was_deleted(case)
    }
    swept = _sweep(company, [to_sweep[ref] for ref in sorted(to_sweep)])
    forgotten = [
        case
        for _, kind, unit in waiting
        if kind == "forget"
        for case in cases[unit]
        if case.private is not None and case.state != "in_progress"
    ]
    _forget(company, forgotten)
    with company.engine.begin() as connection:
        # Who is being carried out is forgotten once that has been finished.
        running = {
            u for u, listed in cases.items() if any(c.state == "in_progress" for c in listed)
        }
        due.finish(connection, [n for n, _, unit in waiting if unit not in running])
    ended = provisions.erase_due(company)
    ledger.seal(company.engine, company.signer, company.clock)
    done = {"swept": len(to_sweep), "forgotten": len(forgotten), "provisions": ended}
    return {**swept, **done}


def _was_deleted(case: Case) -> bool:
    """Whether a deletion of this request was carried out; of a batch perhaps not everybody's.

    Only who was deleted has a receipt: nobody else's rows may be touched by a sweep.
    """
    known = case.receipt is not None and case.private is not None
    return known and case.right == "deletion" and case.found == "one"


def _sweep(company: Company, cases: Sequence[Case]) -> dict[str, int]:
    late = remaining = 0
    if not cases:
        return {"late_rows": 0, "remaining": 0}
    systems = company.acting(company.clock.today())
    # Whose rows a hold keeps has no late rows: they are all to stay.
    held = holds_on(company, systems, cases)
    free = [case for case in cases if case.ref not in held]
    for system in systems:
        people = [person_of(number, case, system.name) for number, case in enumerate(free)]
        removed, left = sweep_people(system, people)
        late += sum(removed.values())
        remaining += left
        if removed:
            with company.engine.begin() as connection:
                ledger.append(
                    connection,
                    Entry(
                        kind="late-rows-swept",
                        at=company.clock.now(),
                        case=None,
                        drill=company.clock.drill,
                        body={"system": system.name, "tables": removed, "remaining": left},
                    ),
                )
    return {"late_rows": late, "remaining": remaining}


def _forget(company: Company, cases: Sequence[Case]) -> None:
    """Erase what is personal in a request: sealed text, salt, plan, the receipt's copy.

    The ledger keeps salted digests; with the salt gone nothing leads from them to anybody. Of
    who was erased keyed digests stay, for the day on which a database is restored; see `erased`.
    """
    now = company.clock.now()
    maps = {system.name: system.datamap.model for system in company.systems}
    with company.engine.begin() as connection:
        erased.remember(connection, company.vault, maps, cases)
        _forget_in(company, connection, cases, now)


def _forget_in(
    company: Company, connection: Connection, cases: Sequence[Case], now: datetime
) -> None:
    for case in cases:
        case.private = None
        case.salt = None
        case.receipt = None
        case.erased_at = now
    store.save(connection, company.vault, cases)
    store.forget_plans(connection, (unit for c in cases for unit in (c.ref, c.batch) if unit))
    ledger.append_many(
        connection,
        (
            Entry(
                kind="request-forgotten",
                at=now,
                case=case.ref,
                drill=company.clock.drill,
                body={},
            )
            for case in cases
        ),
    )
