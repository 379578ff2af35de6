"""`/api/v1/maps`: the data maps, whether they agree with their databases, and deciding points.

A decision goes into the map's file by the function that the console calls (`datamap.deciding`);
file and ledger name the token and who made it.
"""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from sqlalchemy import Connection
from starlette.requests import Request

from upheld.datamap.deciding import Book, decide
from upheld.datamap.model import Unsure
from upheld.datamap.placing import Decided, kind_of, outcome
from upheld.desk.office import Office
from upheld.refusal import RefusalError
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.declared_refusals import DeclarationUnreadableError, MapUnknownError
from upheld.web.api.draft_endpoints import fault_shape
from upheld.web.api.map_shapes import (
    AgreementShape,
    ChoiceShape,
    DecidedShape,
    Deciding,
    DecisionShape,
    DriftShape,
    MapEntry,
    MapShape,
    PointShape,
)
from upheld.web.api.shapes import PROBLEMS
from upheld.web.console.map import shown
from upheld.web.console.map.reading import (
    MapFile,
    Placed,
    Row,
    agreement,
    map_file,
    open_points,
    points_of,
    rows_of,
    runs_with,
)
from upheld.web.language import language_of
from upheld.web.refused import PageUnknownError
from upheld.web.signin.tokens import Token, acting, scoped
from upheld.web.site import office_of
from upheld.wording import Language

router = APIRouter(prefix="/api/v1/maps", responses=PROBLEMS, tags=["systems"])
Reader = Annotated[Token, Depends(scoped("maps:read"))]
Decider = Annotated[Token, Depends(acting("maps:decide", "engineer", "privacy_officer"))]
System = Annotated[str, Path(max_length=100)]


@router.get("")
def list_maps(request: Request, _token: Reader) -> list[MapEntry]:
    """List every system: whether it has a map, what waits in it, and whether it agrees."""
    office, language = office_of(request), language_of(request)
    return [_entry(office, one, language) for one in rows_of(office)]


@router.get("/{system}")
def read_map(system: System, request: Request, _token: Reader) -> MapShape:
    """Read a map's points, open and decided, and how far it agrees with its database."""
    office, language = office_of(request), language_of(request)
    found = _file(office, system)
    return MapShape(
        system=system,
        sha256=found.sha256,
        tables=len(found.model.tables),
        running=runs_with(office, found.model),
        agreement=_agreement(office, found, language),
        points=[_point(office, found, one) for one in points_of(found.model)],
    )


@router.post("/{system}/decisions")
def decide_point(
    system: System, body: Deciding, request: Request, token: Decider, key: Key = None
) -> DecidedShape:
    """Decide one open point of the file that was looked at."""
    office = office_of(request)

    def prepare() -> Callable[[Connection], str]:
        # The file and the ledger keep a transaction of their own. A call that was cut off behind
        # it finds its decision written, and comes to the same.
        found = _file(office, system)
        there, decided = _there(found, body), _decided(body, token.actor)
        made = (
            there is not None and _is_made(there.point, decided) and _leads(found, there, decided)
        )
        if key is None or not made:
            _decide(office, found, decided, expected=body.sha256)
        return lambda _within: "decided"

    once_for(Call(request=request, token=token, key=key, body=body), prepare)
    found = _file(office, system)
    made = _there(found, body)
    if made is None:
        raise PageUnknownError
    return DecidedShape(system=system, sha256=found.sha256, point=_point(office, found, made))


def _decided(body: Deciding, by: str) -> Decided:
    return Decided(
        table=body.table,
        number=body.number,
        choice=body.choice,
        by=by,
        why=body.why,
        category=body.category,
        rule=body.rule,
        to=body.to,
    )


def _decide(office: Office, found: MapFile, decided: Decided, *, expected: str) -> None:
    company = office.company
    book = Book(engine=company.engine, clock=company.clock, staff=decided.by)
    decide(found.path, decided, book, expected=expected, rules=company.policy.retention)


def _there(found: MapFile, body: Deciding) -> Placed | None:
    """Return the point that is meant, as the file has it now."""
    wanted = (body.table, body.number)
    return next((p for p in points_of(found.model) if (p.table, p.number) == wanted), None)


def _is_made(point: Unsure, decided: Decided) -> bool:
    """Say whether a point was decided like this already, by this token."""
    said = point.decided
    wanted = (decided.by, decided.why, outcome(point, decided))
    return said is not None and (said.by, said.why, said.as_) == wanted


def _leads(found: MapFile, there: Placed, decided: Decided) -> bool:
    """Say whether an edge leads where it was decided to; other points lead nowhere."""
    if kind_of(there.point) != "edge" or decided.choice == "reject":
        return True
    guess = there.point.guess
    edges = found.model.tables[there.table].edges
    return (decided.to or guess["to"], guess["via"]) in [(edge.to, edge.via) for edge in edges]


def _file(office: Office, system: str) -> MapFile:
    try:
        return map_file(office, system)
    except PageUnknownError:
        raise MapUnknownError from None
    except RefusalError as refusal:
        raise DeclarationUnreadableError.of(refusal) from refusal


def _entry(office: Office, row: Row, language: Language) -> MapEntry:
    found, agreed = row.file, row.agreement
    drift = agreed.drift if agreed is not None else None
    return MapEntry(
        system=row.system,
        mapped=found is not None or row.refusal is not None,
        fault=None if row.refusal is None else fault_shape(row.refusal, language),
        sha256=None if found is None else found.sha256,
        tables=0 if found is None else len(found.model.tables),
        open=0 if found is None else len(open_points(found.model)),
        running=found is not None and runs_with(office, found.model),
        drift=None if drift is None else len(drift),
    )


def _agreement(office: Office, found: MapFile, language: Language) -> AgreementShape:
    agreed = agreement(office, found.model)
    fault = agreed.unreachable
    return AgreementShape(
        at=agreed.at,
        drift=None
        if agreed.drift is None
        else [
            DriftShape(
                kind=one.kind,
                table=one.table,
                column=one.column,
                what=one.what.in_language(language),
                remedy=one.remedy.in_language(language),
            )
            for one in agreed.drift
        ],
        fault=None if fault is None else fault_shape(fault, language),
    )


def _point(office: Office, found: MapFile, placed: Placed) -> PointShape:
    point, kind = placed.point, kind_of(placed.point)
    entry, decided = found.model.tables[placed.table], point.decided
    waits = decided is None
    rules = sorted(office.company.policy.retention) if waits and kind == "retain" else []
    offered = shown.choices(point, entry) if waits else []
    return PointShape(
        table=placed.table,
        number=placed.number,
        point=point.point,
        kind=kind,
        question=shown.KIND[kind].by_language(),
        guess=shown.guess(point.guess),
        why=point.why,
        confidence=point.confidence,
        choices=[ChoiceShape(choice=one, label=label.by_language()) for one, label in offered],
        rules=rules,
        decided=None
        if decided is None
        else DecisionShape(by=decided.by, why=decided.why, date=decided.date, outcome=decided.as_),
    )
