"""`/console/provisions`: which records there are, found by party and days, and taken away as a file."""

import json
from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from upheld.disclosure.provisions import BOM, table
from upheld.registers.provision import Wanted, declared, some
from upheld.rights import provision_reading
from upheld.rights.company import Company
from upheld.web.console.provisions import words
from upheld.web.roles import Role, allow
from upheld.web.routers import Entry
from upheld.web.row_numbers import RowCursor
from upheld.web.signin.staff import Staff
from upheld.web.site import office_of
from upheld.web.writing import page
from upheld.wording import Text

router = APIRouter(include_in_schema=False)
HERE = "/console/provisions"
READERS: tuple[Role, ...] = ("privacy_officer", "auditor")
NAVIGATION = (
    Entry(path=HERE, label=Text(en="Provision records", ja="第三者提供記録"), order=45,
          roles=frozenset(READERS)),
)  # fmt: skip
PAGE_ROWS = 50
Reader = Annotated[Staff, Depends(allow(*READERS))]


@router.get(HERE)
def records(
    request: Request,
    _staff: Reader,
    before: RowCursor = None,
) -> Response:
    """List records, the newest first; nobody is named."""
    company = office_of(request).company
    asked = words.asked(request.query_params)
    wrong = bool(asked.form.errors)
    rows = (
        []
        if wrong
        else provision_reading.listed(company, asked.wanted, before=before, most=PAGE_ROWS + 1)
    )
    with company.engine.connect() as connection:
        standing = declared(connection)
        any_ = bool(some(connection, Wanted(), most=1))
    more = rows[PAGE_ROWS - 1].record.id if len(rows) > PAGE_ROWS else None
    return page(
        request,
        "console/provisions/list.html",
        status=422 if wrong else 200,
        form=asked.form,
        rows=rows[:PAGE_ROWS],
        any=any_,
        filtered=asked.wanted != Wanted(),
        declared=standing,
        policy=company.policy,
        recipients=words.recipients(company.policy),
        provision_words=words,
        older=None if more is None else asked.address(HERE, before=more),
        newer=asked.address(HERE) if before is not None else None,
        csv=asked.address(f"{HERE}/file.csv"),
        json=asked.address(f"{HERE}/file.json"),
    )


@router.get(f"{HERE}/file.{{kind}}")
def file(kind: Literal["csv", "json"], request: Request, staff: Reader) -> Response:
    """Hand out the records that the list is asked for, with whom they are about; an entry."""
    company = office_of(request).company
    asked = words.asked(request.query_params)
    if asked.form.errors:
        return records(request, staff)
    with company.engine.begin() as connection:
        provision_reading.take_away(company, connection, asked.wanted, by=str(staff.id))
    lines = _csv(company, asked.wanted) if kind == "csv" else _json(company, asked.wanted)
    return StreamingResponse(
        lines,
        media_type="text/csv; charset=utf-8" if kind == "csv" else "application/json",
        headers={
            "content-disposition": f'attachment; filename="provisions.{kind}"',
            "cache-control": "no-store",
        },
    )


def _csv(company: Company, wanted: Wanted) -> Iterator[str]:
    yield BOM
    yield from table(provision_reading.whole(company, wanted))


def _json(company: Company, wanted: Wanted) -> Iterator[str]:
    separator = "[\n"
    for told in provision_reading.whole(company, wanted):
        yield separator + json.dumps(told.as_json(), ensure_ascii=False)
        separator = ",\n"
    yield "[]\n" if separator == "[\n" else "\n]\n"
