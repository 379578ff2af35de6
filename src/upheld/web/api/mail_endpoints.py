"""`/api/v1/mails`: mail that came to the desk, for programs of officers; each reading is an entry."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.mailroom import reading, store
from upheld.desk.mailroom.reading import Listed
from upheld.desk.mailroom.store import Became, Kept
from upheld.web.api.acting import Call, Key, once_for
from upheld.web.api.cursor import mark, place_or_refuse
from upheld.web.api.mail_shapes import Assigning, FileShape, MailEntry, MailPage, MailShape
from upheld.web.api.shapes import PROBLEMS
from upheld.web.sealed_document import DOCUMENT, sealed_document
from upheld.web.signin.tokens import Token, acting
from upheld.web.site import office_of

router = APIRouter(prefix="/api/v1/mails", responses=PROBLEMS, tags=["mail"])
Reader = Annotated[Token, Depends(acting("mail:read", "privacy_officer"))]
Worker = Annotated[Token, Depends(acting("mail:write", "privacy_officer"))]


@router.get("")
def list_mails(
    request: Request,
    _token: Reader,
    *,
    became: Annotated[list[Became] | None, Query(description="Only what was taken for it")] = None,
    seen: Annotated[bool | None, Query(description="Only dealt with, or not yet")] = None,
    reference: Annotated[
        str | None, Query(max_length=20, description="Only of this request")
    ] = None,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> MailPage:
    """List mails, the oldest first; `unclear` and `letter` that are not seen wait for a person."""
    after = place_or_refuse(cursor)
    with office_of(request).company.engine.connect() as connection:
        found = reading.listed(
            connection,
            became=became or reading.BECAME,
            seen=seen,
            reference=reference,
            after=after,
            most=limit + 1,
        )
    last = found[limit - 1] if len(found) > limit else None
    return MailPage(
        mails=[_entry(one) for one in found[:limit]],
        cursor=None if last is None else mark(last.received_at, last.key),
    )


@router.get("/{key}")
def read_mail(key: str, request: Request, token: Reader) -> MailShape:
    """Read one mail; that it was read, and by whom, is an entry of the ledger."""
    office = office_of(request)
    with office.company.engine.begin() as connection:
        mail = reading.read(office, connection, key, by=token.actor)
    return MailShape(
        **_entry(mail).model_dump(),
        sender=mail.sender,
        subject=mail.subject,
        text=mail.text,
        files=[_file(one) for one in mail.files],
    )


@router.get("/{key}/files/{number}", responses=DOCUMENT)
def read_file(key: str, number: int, request: Request, token: Reader) -> Response:
    """Look at a file that came along, by its place in the list (from 1); an entry each time."""
    office = office_of(request)
    with office.company.engine.begin() as connection:
        stored_as = reading.look_at_file(office, connection, key, number, by=token.actor)
    return sealed_document(office, stored_as, f"file-{number}")


@router.post("/{key}/seen")
def deal_with(key: str, request: Request, token: Worker, again: Key = None) -> MailEntry:
    """Note that a mail was read and dealt with."""
    office = office_of(request)
    call = Call(request=request, token=token, key=again)
    return _act(call, key, lambda within: reading.deal_with(office, within, key, by=token.actor))


@router.post("/{key}/assignment")
def assign(
    key: str, body: Assigning, request: Request, token: Worker, again: Key = None
) -> MailEntry:
    """Put a mail of no request to the request it belongs to, with the files that came along."""
    office = office_of(request)
    call = Call(request=request, token=token, key=again, body=body)
    return _act(
        call, key,
        lambda within: reading.assign(office, within, key, body.reference, by=token.actor),
    )  # fmt: skip


def _act(call: Call, key: str, act: Callable[[Connection], None]) -> MailEntry:
    office = office_of(call.request)

    def make(within: Connection) -> str:
        act(within)
        return key[:20]

    once_for(call, lambda: make)
    with office.company.engine.connect() as connection:
        mail = store.load(connection, office.company.vault, key[:64])
    if mail is None:
        raise reading.unknown()
    return _entry(mail)


def _entry(one: Listed | Kept) -> MailEntry:
    return MailEntry(**{name: getattr(one, name) for name in MailEntry.model_fields})


def _file(one: store.File) -> FileShape:
    why = one.refused
    return FileShape(
        name=one.name,
        kept=bool(one.stored_as),
        refused=None if why is None else why.by_language(),
    )
