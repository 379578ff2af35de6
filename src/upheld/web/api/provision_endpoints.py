"""`/api/v1/provisions`: the register of provision to and by third parties (APPI 29-31).

A list names nobody; who a record is about is read one record at a time, and each reading and each
search for a person is an entry of the ledger.
"""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.registers.provision import Direction, Wanted, declared
from upheld.registers.provision_rules import Entered as EnteredRecord
from upheld.rights import declarations, provision_reading, provisions
from upheld.rights.provision_reading import Line
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.provision_shapes import (
    DeclarationShape,
    Declaring,
    Entered,
    EnteredProvision,
    EnteredProvisions,
    FoundProvisions,
    Person,
    ProvisionLine,
    ProvisionPage,
    ProvisionShape,
    ThirdParty,
    Withdrawn,
)
from upheld.web.api.shapes import PROBLEMS
from upheld.web.row_numbers import RowCursor, RowNumber
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/provisions", responses=PROBLEMS, tags=["provisions"])
Reader = Annotated[Token, Depends(acting("provisions:read", "privacy_officer", "auditor"))]
Writer = Annotated[Token, Depends(acting("provisions:write", "privacy_officer"))]


@router.get("")
def list_provisions(
    request: Request,
    _token: Reader,
    *,
    party: Annotated[str | None, Query(max_length=80, description="Only to or from it")] = None,
    direction: Annotated[Direction | None, Query(description="Only these")] = None,
    since: Annotated[date | None, Query(description="Last provision then or later")] = None,
    through: Annotated[date | None, Query(description="First provision then or sooner")] = None,
    cursor: RowCursor = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProvisionPage:
    """List records that stand, the newest first; nobody is named."""
    company = office_of(request).company
    wanted = Wanted(party=party, direction=direction, since=since, through=through)
    found = provision_reading.listed(company, wanted, before=cursor, most=limit + 1)
    return ProvisionPage(
        records=[_line(one) for one in found[:limit]],
        cursor=found[limit - 1].record.id if len(found) > limit else None,
    )


@router.post("/search")
def search(body: Person, request: Request, token: Reader) -> FoundProvisions:
    """Find the records that name a person; the search is an entry, without the value."""
    company = office_of(request).company
    with company.engine.begin() as connection:
        found = provision_reading.search(company, connection, body.person, by=token.actor)
    return FoundProvisions(records=[_line(one) for one in found])


@router.post("", status_code=201)
def record(body: EnteredProvisions, request: Request, token: Writer, key: Key = None) -> Entered:
    """Enter records, all of them or none; one that is there already adds nothing."""
    company = office_of(request).company
    entered = [_entered(one) for one in body.records]

    def prepare() -> Callable[[Connection], str]:
        provisions.check(company, entered)

        def make(within: Connection) -> str:
            done = provisions.enter(company, within, entered, token.actor)
            return f"{done.added} {done.extended} {done.known}"

        return make

    counts, _new = once_for(Call(request=request, token=token, key=key, body=body), prepare)
    added, extended, known = (int(one) for one in counts.split())
    return Entered(added=added, extended=extended, known=known)


@router.get("/declarations")
def list_declarations(request: Request, _token: Reader) -> list[DeclarationShape]:
    """List who answers for which days; what was withdrawn is not listed."""
    with office_of(request).company.engine.connect() as connection:
        return [
            DeclarationShape(
                declaration=one.id, since=one.since, through=one.through, owner=one.owner
            )
            for one in declared(connection)
        ]


@router.post("/declarations", status_code=201)
def declare(body: Declaring, request: Request, token: Writer, key: Key = None) -> DeclarationShape:
    """Write down who answers for it that the register is complete for these days."""
    company = office_of(request).company

    def make(within: Connection) -> str:
        number = declarations.enter_declaration(
            company, within, since=body.since, through=body.through, owner=body.owner,
            by=token.actor,
        )  # fmt: skip
        return str(number)

    call = Call(request=request, token=token, key=key, body=body)
    number, _new = once_for(call, lambda: make)
    return DeclarationShape(declaration=int(number), **body.model_dump())


@router.post("/declarations/{number}/withdrawal")
def withdraw(number: RowNumber, request: Request, token: Writer, key: Key = None) -> Withdrawn:
    """Withdraw a declaration that turned out wrong."""
    company = office_of(request).company

    def make(within: Connection) -> str:
        declarations.end_declaration(company, within, number, token.actor)
        return str(number)

    once_for(Call(request=request, token=token, key=key), lambda: make)
    return Withdrawn(declaration=number)


@router.get("/{number}")
def read(number: RowNumber, request: Request, token: Reader) -> ProvisionShape:
    """Open one record; that it was read, and by whom, is an entry of the ledger."""
    company = office_of(request).company
    with company.engine.begin() as connection:
        told = provision_reading.read(company, connection, number, by=token.actor)
    said = told.content
    return ProvisionShape(
        **_line(Line(record=told.record, kept_until=told.kept_until)).model_dump(),
        third_party=ThirdParty(
            name=said["name"], address=said["address"], representative=said["representative"]
        ),
        person=dict(said["person"]),
        items=list(said["items"]),
        consented=said["consented"],
        acquisition=said["acquisition"],
    )


def _line(one: Line) -> ProvisionLine:
    kept = one.record
    return ProvisionLine(
        record=kept.id,
        direction=kept.direction,
        party=kept.party,
        basis=kept.basis,
        form=kept.form,
        first_on=kept.first_on,
        last_on=kept.last_on,
        made_on=kept.made_on,
        kept_until=one.kept_until,
    )


def _entered(one: EnteredProvision) -> EnteredRecord:
    return EnteredRecord(
        direction=one.direction,
        party=one.party,
        basis=one.basis,
        form=one.form,
        first_on=one.first_on,
        last_on=one.last_on or one.first_on,
        name=one.name,
        address=one.address,
        representative=one.representative,
        person=dict(one.person),
        items=one.items,
        consented=one.consented,
        acquisition=one.acquisition,
    )
