"""The application: `create(site)` returns what an ASGI server runs."""

from collections.abc import Callable

from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response

from upheld import __version__
from upheld.observing import metrics
from upheld.refusal import RefusalError
from upheld.web import routers
from upheld.web.faults import fault
from upheld.web.forgery import check_form
from upheld.web.gatekeeping import (
    AddressMiddleware,
    BodyMiddleware,
    Buckets,
    HostMiddleware,
    RateMiddleware,
)
from upheld.web.language import LanguageMiddleware
from upheld.web.problems import of_http, refuse
from upheld.web.refused import FormInvalidError, PageUnknownError
from upheld.web.roles import access_list
from upheld.web.site import Site
from upheld.web.watch import WatchMiddleware

_PLACES_MOST = 50


def create(site: Site, current: Callable[[], Site] | None = None) -> FastAPI:
    """Return the application of a site.

    Args:
        site: The site, as it is at the start.
        current: The site under the declarations of the moment, asked once a request; where none
            is given, it stays as it is.

    Raises:
        RouteOpenError: A route does not say who may call it.
    """
    buckets = Buckets()
    app = FastAPI(
        title="upheld",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        routes=list(routers.routes()),
        dependencies=[Depends(check_form)],  # of what somebody adds to it
        middleware=_middleware(site, buckets),
    )
    app.state.site = site
    app.state.current_site = current or (lambda: site)
    app.state.buckets = buckets
    app.add_exception_handler(RefusalError, _on_refusal)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    metrics.know_routes(str(one.path) for one in access_list(app.routes))
    return app


def _middleware(site: Site, buckets: Buckets) -> list[Middleware]:
    """From the outside in; the language is known before anything can be refused."""
    return [
        Middleware(WatchMiddleware, https=site.secure),
        Middleware(LanguageMiddleware, usual=site.language, secure=site.secure),
        Middleware(HostMiddleware, address=site.address),
        Middleware(AddressMiddleware),
        Middleware(RateMiddleware, buckets=buckets, key=site.key("client")),
        Middleware(BodyMiddleware, limits=routers.body_limits()),
    ]


def _on_refusal(request: Request, error: Exception) -> Response:
    if not isinstance(error, RefusalError):  # pragma: no cover - registered for it alone
        raise TypeError(type(error).__name__)
    return refuse(request, error)


def _on_http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):  # pragma: no cover - registered for it alone
        raise TypeError(type(error).__name__)
    return refuse(request, of_http(error))


def _on_invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):  # pragma: no cover - registered for it alone
        raise TypeError(type(error).__name__)
    faults = error.errors()
    # A number or word in the address that nothing can have: there is nothing at it.
    if any(one["loc"][0] == "path" for one in faults):
        return refuse(request, PageUnknownError())
    # The framework's own list repeats what was sent; which part it was, and why, is enough.
    places = [
        fault(".".join(map(str, one["loc"])), str(one["type"]), one.get("ctx"))
        for one in faults[:_PLACES_MOST]
    ]
    return refuse(request, FormInvalidError(places))
