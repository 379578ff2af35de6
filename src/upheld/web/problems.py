"""A refusal as an answer: a problem document (RFC 9457) for programs, a page for people.

This is the only table from a refusal's code to a status of HTTP.
"""

import json
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response

from upheld.refusal import Exit, RefusalError, RefusalsError
from upheld.web.language import language_of
from upheld.web.refused import (
    AgainNeededError,
    BodyTooLargeError,
    ForgedFormError,
    FormInvalidError,
    MethodUnknownError,
    PageUnknownError,
    SignInNeededError,
    TooOftenError,
    WebRefusalError,
)

TYPE_PREFIX = "urn:upheld:refusal:"
"""A problem's `type`: a stable name, and no address that would have to be kept alive."""

_STATUS = {
    "request-unknown": 404,
    "case-unknown": 404,
    "case-state": 409,
    "case-changed": 409,
    "already-running": 409,
    "proof-unknown": 404,
    "party-task-unknown": 404,
    "four-eyes": 403,
    "link-refused": 403,
    "version-unknown": 404,
    "hold-unknown": 404,
    "no-receipt": 404,
    "upload-gone": 404,
    "upload-too-large": 413,
    "enclosure-refused": 409,
    "mail-unknown": 404,
    "provision-unknown": 404,
    "declaration-unknown": 404,
    "mail-assigned": 409,
    "receipt-not-ready": 409,
    "plan-stale": 409,
    "map-changed": 409,
    "draft-changed": 409,
}
_BY_EXIT = {
    Exit.DONE: 500,
    Exit.REMAINING: 409,
    Exit.REFUSED: 422,
    Exit.UNREACHABLE: 503,
    Exit.NOT_PROVEN: 409,
    Exit.EVIDENCE_FAILS: 500,
}
_OF_STATUS: dict[int, type[WebRefusalError]] = {
    401: SignInNeededError,
    403: ForgedFormError,
    404: PageUnknownError,
    405: MethodUnknownError,
    413: BodyTooLargeError,
    422: FormInvalidError,
    429: TooOftenError,
}


def status_of(refusal: RefusalError) -> int:
    """Return the status that tells a refusal."""
    if isinstance(refusal, WebRefusalError):
        return refusal.status
    return _STATUS.get(refusal.code, _BY_EXIT[refusal.exit_code])


def refuse(request: Request, refusal: RefusalError) -> Response:
    """Return the answer that tells a refusal to whoever asked."""
    headers = {}
    retry_after = getattr(refusal, "retry_after", None)
    if retry_after is not None:
        headers["retry-after"] = str(retry_after)
    if wants_document(request):
        return _document(request, refusal, headers)
    if isinstance(refusal, SignInNeededError | AgainNeededError) and request.method == "GET":
        return _to_sign_in(request, refusal)
    # Imported here: a page's own template can need what a refusal is.
    from upheld.web.writing import page

    return page(
        request, "look/refused.html", status=status_of(refusal), headers=headers, refusal=refusal
    )


def of_http(error: HTTPException) -> WebRefusalError:
    """Return the refusal that stands for an error of the framework."""
    refusal = _OF_STATUS.get(error.status_code, WebRefusalError)()
    if type(refusal) is WebRefusalError and error.status_code != WebRefusalError.status:
        refusal.__dict__["status"] = error.status_code
    return refusal


def wants_document(connection: HTTPConnection) -> bool:
    """Say whether a program asks, which reads problem documents, or a person with a browser."""
    if connection.url.path.startswith("/api/"):
        return True
    accept = connection.headers.get("accept", "")
    return "json" in accept and "text/html" not in accept


def problem_document(request: Request, refusal: RefusalError) -> dict[str, Any]:
    """Return the members of a problem document; `detail` is in the caller's language."""
    language = language_of(request)
    document: dict[str, Any] = {
        "type": f"{TYPE_PREFIX}{refusal.code}",
        "title": refusal.what.in_language(language),
        "status": status_of(refusal),
        "detail": refusal.remedy.in_language(language),
        "code": refusal.code,
        "request_id": str(request.scope.get("state", {}).get("request_id", "")),
    }
    where = refusal.where.known()
    if where:
        document["where"] = where
    if isinstance(refusal, FormInvalidError) and refusal.places:
        document["errors"] = [
            {"where": one.where, "fault": one.kind, "what": one.said.in_language(language)}
            for one in refusal.places
        ]
    if isinstance(refusal, RefusalsError):
        document["errors"] = [one.as_json(language) for one in refusal.refusals]
    return document


def _document(request: Request, refusal: RefusalError, headers: dict[str, str]) -> Response:
    return Response(
        json.dumps(problem_document(request, refusal), ensure_ascii=False),
        status_code=status_of(refusal),
        media_type="application/problem+json",
        headers=headers,
    )


def _to_sign_in(request: Request, refusal: RefusalError) -> Response:
    """Lead to the page that can cure it, and from there back to here."""
    from upheld.web.returning import sign_in_address

    again = isinstance(refusal, AgainNeededError)
    return RedirectResponse(sign_in_address(request, again=again), status_code=303)
