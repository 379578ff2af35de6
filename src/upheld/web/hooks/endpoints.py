"""Signed calls: of Stripe, of OpenDSR parties, of parties with a webhook.

The body is handed on byte by byte, unparsed, to whatever verifies it. A caller is told a status and
nothing more: whoever forges calls learns from words.
"""

from collections.abc import Callable
from typing import Final

from fastapi import APIRouter, Depends
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from upheld.desk.fees import cards
from upheld.desk.others import hearing
from upheld.parties.outcomes import CallForgedError, CallMalformedError
from upheld.payments.answers import PaymentMalformedError
from upheld.payments.stripe_events import EventForgedError
from upheld.web.forgery import called_by_machines
from upheld.web.refused import PageUnknownError
from upheld.web.roles import public
from upheld.web.site import office_of, site_of

router = APIRouter(prefix="/hooks", dependencies=[Depends(public)], include_in_schema=False)
BODY_LIMITS: Final = {"/hooks": 262_144}
_TAKEN, _ACCEPTED, _MALFORMED, _FORGED = 200, 202, 400, 401


@router.post("/stripe")
@called_by_machines
async def stripe(request: Request) -> Response:
    """Take a call of Stripe; what it says is asked for again before it counts."""
    callers, office = site_of(request).callers, office_of(request)
    if callers is None or callers.stripe is None:
        raise PageUnknownError
    endpoint, body = callers.stripe, await request.body()
    header = request.headers.get("stripe-signature")
    return await _taken(lambda: cards.on_call(office, endpoint, body, header), _TAKEN)


@router.post("/opendsr")
@called_by_machines
async def opendsr(request: Request) -> Response:
    """Take a status callback of an OpenDSR party."""
    callers, office = site_of(request).callers, office_of(request)
    if callers is None or not callers.means.processors:
        raise PageUnknownError
    processors, body = callers.means.processors, await request.body()
    headers = dict(request.headers)
    return await _taken(lambda: hearing.hear_opendsr(office, processors, body, headers), _ACCEPTED)


@router.post("/parties/{party}")
@called_by_machines
async def party_answers(request: Request, party: str) -> Response:
    """Take a signed answer of a party that is told by webhook."""
    callers, office = site_of(request).callers, office_of(request)
    hook = None if callers is None else callers.means.hooks.get(party)
    if hook is None:
        raise PageUnknownError
    body, headers = await request.body(), dict(request.headers)
    return await _taken(lambda: hearing.hear_webhook(office, hook, party, body, headers), _TAKEN)


async def _taken(act: Callable[[], None], status: int) -> Response:
    try:
        await run_in_threadpool(act)
    except (CallForgedError, EventForgedError):
        return PlainTextResponse("", _FORGED)
    except (CallMalformedError, PaymentMalformedError):
        return PlainTextResponse("", _MALFORMED)
    return PlainTextResponse("", status)
