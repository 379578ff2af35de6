"""`/answers/…`: an answer behind a link that expires, opened by a code that is mailed."""

import re
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from upheld.desk import delivery
from upheld.desk.delivery import AnswerNotHereError
from upheld.web.forms import Form, read_posted
from upheld.web.language import language_of
from upheld.web.roles import public
from upheld.web.site import office_of
from upheld.web.writing import finished_page, page

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)
Posted = Annotated[Form, Depends(read_posted)]
_TOKEN_MOST = 64
_TO_A_FILE = re.compile(r'<a href="(?!#)[^"]*"[^>]*>(.*?)</a>')


@router.get("/answers/{token}")
def show(token: str, request: Request) -> Response:
    """Show the way to the answer; a link that opens nothing looks the same."""
    office_of(request)
    return page(request, "centre/answer_code.html", link=token[:_TOKEN_MOST], sent=False)


@router.post("/answers/{token}/code")
def send_code(token: str, request: Request, form: Posted) -> Response:
    """Have a code mailed to the person's address."""
    del form  # its token was checked
    delivery.ask_code(office_of(request), token[:_TOKEN_MOST])
    return page(request, "centre/answer_code.html", link=token[:_TOKEN_MOST], sent=True)


@router.post("/answers/{token}")
def collect(token: str, request: Request, form: Posted) -> Response:
    """Give the letter, the page of the data, or the file; whichever it is, it is counted."""
    office = office_of(request)
    code = form.code("code", most=20)
    try:
        found = delivery.collect(office, token[:_TOKEN_MOST], code)
    except AnswerNotHereError as refusal:
        form.say("code", refusal.what)
        return page(
            request,
            "centre/answer_code.html",
            status=422,
            link=token[:_TOKEN_MOST],
            sent=True,
            form=form,
        )
    if form.raw("want") == "file" and found.bundle is not None:
        return FileResponse(
            found.bundle,
            media_type="application/octet-stream",
            filename=f"{found.reference}.age",
        )
    if form.raw("want") == "page":
        opened = delivery.page_of(found, language_of(request))
        if opened is not None:
            # Its files are in the bundle and not here: what leads to them is text on this page.
            return finished_page(_TO_A_FILE.sub(r"\1", opened))
    too_large = form.raw("want") == "page" and found.bundle is not None
    return page(
        request, "centre/answer.html", found=found, link=token[:_TOKEN_MOST], too_large=too_large
    )
