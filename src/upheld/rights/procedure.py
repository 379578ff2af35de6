"""How a request goes from its receipt to the person's receipt.

`open_request` → (`choose`) → `plan` → `approve` → `apply` → `receipt`. Each changes the state
of a case in one transaction together with its ledger entry.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection

from upheld.deletion.refusals import WrongStateError, refuse_part_of_hash
from upheld.evidence import ledger
from upheld.evidence.entry import Entry
from upheld.rights import due, refusals, store
from upheld.rights.candidates import people_in
from upheld.rights.case import NEXT, Case, Private, Right, State, StoredPlan
from upheld.rights.company import Company
from upheld.rights.forgetting import forget_on, refuse_forgotten
from upheld.rights.planning import make_plan
from upheld.subject.lookup import check_kinds
from upheld.wording import Text

APPROVED = "plan-approved"
"""The ledger's entry of an approval, with the plan's hash and who approved."""


def open_request(
    company: Company,
    right: Right,
    people: Sequence[Mapping[str, str]],
    *,
    batch: bool = False,
    changes: Mapping[str, object] | None = None,
    reference: str | None = None,
    seal: bool = True,
) -> tuple[str, list[Case]]:
    """Open one request, or a batch with one request a person.

    Args:
        company: The workspace.
        right: Which right.
        people: Identifiers of each person.
        batch: Whether they belong together.
        changes: For a correction: category → new value.
        reference: The number that the request has already, where the desk received it; for
            one person only.
        seal: Whether the ledger is sealed at once; a desk's worker seals it every few seconds.

    Returns:
        The unit (`R-…` or `B-…`) by which later commands name it, and its cases.

    Raises:
        RightNotOfferedError: The policy does not offer the right.
        IdentifierError: No map knows people by such an identifier.
    """
    if reference is None:  # the desk has asked under the kind's own name, e.g. `delete`
        _refuse_not_offered(company, right)
    kinds = company.identifier_kinds()
    for asked in people:
        check_kinds(asked, kinds)
    now = company.clock.now()
    with company.engine.begin() as connection:
        unit, refs = _numbered(company, connection, len(people), batch=batch, reference=reference)
        cases = [
            Case(
                ref=ref,
                batch=unit if batch else None,
                right=right,
                state="received",
                opened_at=now,
                private=Private(asked=dict(asked), changes=dict(changes or {})),
                salt=secrets.token_hex(16),
            )
            for ref, asked in zip(refs, people, strict=True)
        ]
        store.add(connection, company.vault, cases)
        until = forget_on(company, now)
        due.add(connection, [(until, "forget", case.ref) for case in cases])
        ledger.append_many(connection, (_received(company, case) for case in cases))
    if seal:
        ledger.seal(company.engine, company.signer, company.clock)
    return unit, cases


def _numbered(
    company: Company, connection: Connection, people: int, *, batch: bool, reference: str | None
) -> tuple[str, list[str]]:
    """Return the number of the unit and those of its cases, which may be one and the same."""
    year = company.clock.today().year
    refs = (
        store.next_references(connection, "R", year, people) if reference is None else [reference]
    )
    return (store.next_reference(connection, "B", year) if batch else refs[0]), refs


def _refuse_not_offered(company: Company, right: Right) -> None:
    offered = company.policy.rights.get(right)
    if offered is None or not offered.offered:
        raise refusals.RightNotOfferedError(
            Text(
                en=f"the policy does not offer `{right}`",
                ja=f"ポリシーは `{right}` を提供していません",
            ),
            remedy=Text(
                en=f"declare `rights: {{{right}: {{offered: true, c: …}}}}` in policy/",
                ja=f"policy/ に `rights: {{{right}: {{offered: true, c: …}}}}` を宣言してください",
            ),
        )


def _received(company: Company, case: Case) -> Entry:
    """The ledger's entry of a receipt: kinds of identifier, never a value."""
    return Entry(
        kind="request-received",
        at=case.opened_at,
        case=case.ref,
        drill=company.clock.drill,
        body={
            "right": case.right,
            "identifiers": sorted(case.private.asked) if case.private else [],
            **({"batch": case.batch} if case.batch else {}),
        },
    )


def load(company: Company, unit: str) -> list[Case]:
    """Return the cases of a unit."""
    with company.reads.connect() as connection:
        return store.load(connection, company.vault, unit)


def choose(company: Company, ref: str, numbers: Sequence[int] | None) -> list[int]:
    """Say which of several people are meant; return their numbers, counted from 1.

    Args:
        company: The workspace.
        ref: `R-…`.
        numbers: As the refusal of the plan listed them; `None` for all of them.

    Raises:
        UsageError: There were not several, or not so many.
    """
    case = load(company, ref)[0]
    private = case.private
    people = people_in(private.candidates) if private else []
    count = len(people) if len(people) > 1 else 0
    chosen = sorted(set(range(1, count + 1) if numbers is None else numbers))
    wrong = next((n for n in chosen if not 1 <= n <= count), 0 if not chosen else None)
    if private is None or wrong is not None:
        raise refusals.not_to_choose(ref, count, wrong or 0)
    private.offered = [list(person.rows[0]) for person in people]
    private.chosen = [private.offered[n - 1] for n in chosen]
    _move(
        company,
        [case],
        "received",
        Entry(
            kind="person-chosen",
            at=company.clock.now(),
            case=ref,
            drill=company.clock.drill,
            body={"of": count, "chosen": chosen},
        ),
    )
    return chosen


def plan(
    company: Company, unit: str, as_of: date | None = None, *, seal: bool = True
) -> StoredPlan:
    """Plan, keep the plan, and return it. `as_of` shows another day and keeps nothing.

    `seal` as for `open_request`.

    Raises:
        SeveralPeopleError, MapDriftedError, MapUnsureError, ValueUnfitError: See `planning`.
    """
    cases = [case for case in load(company, unit) if case.state != "done"]
    _refuse_unplannable(unit, cases)
    for case in cases:
        refuse_forgotten(case)
    try:
        made = make_plan(company, unit, cases, as_of or company.clock.today())
    except refusals.SeveralPeopleError:
        if as_of is None:
            several = [c for c in cases if c.found == "several"]
            _move(company, several, "several", None)
        raise
    if as_of is not None:
        return made
    now = company.clock.now()
    with company.engine.begin() as connection:
        for case in cases:
            case.state = "planned"
        store.save(connection, company.vault, cases)
        store.put_plan(connection, made)
        ledger.append(
            connection,
            Entry(
                kind="plan-made",
                at=now,
                case=unit,
                drill=company.clock.drill,
                body={"plan_sha256": made.sha256, "people": len(cases)},
            ),
        )
    if seal:
        ledger.seal(company.engine, company.signer, company.clock)
    return made


def _refuse_unplannable(unit: str, cases: Sequence[Case]) -> None:
    blocked = next((c for c in cases if c.state == "in_progress"), None)
    if cases and blocked is None:
        return
    done = Text(en="it is done already", ja="すでに完了しています")
    running = Text(en="it is being carried out", ja="実行中です")
    why = running if blocked else done
    raise WrongStateError(
        Text(en=f"`{unit}` cannot be planned: {why.en}", ja=f"`{unit}` は計画できません: {why.ja}"),
        remedy=Text(
            en=f"`upheld request apply {unit}` finishes what was begun; `upheld request show {unit}`",
            ja=f"`upheld request apply {unit}` で続きを実行し、`upheld request show {unit}` で確認してください",
        ),
    )


def approve(company: Company, unit: str, sha256: str, by: str) -> StoredPlan:
    """Approve exactly one plan.

    Raises:
        NotApprovedError: There is no plan.
        PlanStaleError: The hash is another plan's.
        UsageError: It is no whole hash.
    """
    cases = load(company, unit)
    with company.reads.connect() as connection:
        kept = store.plan_of(connection, unit)
    if kept is None:
        raise refusals.not_approved(unit)
    refuse_part_of_hash(sha256)
    if not secrets.compare_digest(
        kept.sha256.encode(), sha256.strip().lower().encode("utf-8", "replace")
    ):
        raise refusals.stale(
            unit,
            Text(
                en="the hash given is not the hash of the latest plan",
                ja="指定されたハッシュは最新の計画のものではありません",
            ),
        )
    now = company.clock.now()
    refs = set(kept.refs)
    planned = [c for c in cases if c.state in ("planned", "approved") and c.ref in refs]
    if not planned:
        raise refusals.not_approved(unit)
    with company.engine.begin() as connection:
        # Only the state changes: what is sealed stays as it is.
        store.move(connection, [c.ref for c in planned], ("planned", "approved"), "approved")
        store.approve_plan(connection, unit, by, now)
        ledger.append(
            connection,
            Entry(
                kind=APPROVED,
                at=now,
                case=unit,
                drill=company.clock.drill,
                body={"plan_sha256": kept.sha256, "by": by},
            ),
        )
    ledger.seal(company.engine, company.signer, company.clock)
    kept.approved_by, kept.approved_at = by, now
    return kept


def _move(company: Company, cases: Sequence[Case], state: State, entry: Entry | None) -> None:
    for case in cases:
        if state not in NEXT[case.state] and state != case.state:
            raise WrongStateError(
                Text(
                    en=f"`{case.ref}` is `{case.state}`, which `{state}` cannot follow",
                    ja=f"`{case.ref}` は `{case.state}` の状態で、`{state}` には進めません",
                ),
                remedy=Text(
                    en=f"`upheld request show {case.ref}`",
                    ja=f"`upheld request show {case.ref}` で確認してください",
                ),
            )
        case.state = state
    with company.engine.begin() as connection:
        store.save(connection, company.vault, cases)
        if entry is not None:
            ledger.append(connection, entry)
    ledger.seal(company.engine, company.signer, company.clock)
