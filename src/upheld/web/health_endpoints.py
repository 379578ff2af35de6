"""Whether the process lives, and whether it can work: for whoever restarts or balances it."""

from fastapi import APIRouter, Depends
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from upheld.web.roles import public
from upheld.web.site import site_of

router = APIRouter(dependencies=[Depends(public)], include_in_schema=False)


@router.get("/healthz")
def healthz() -> PlainTextResponse:
    """Say that the process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(request: Request) -> PlainTextResponse:
    """Say whether the store answers and what is due is done; 503 and which of them does not.

    A second line says where the process goes on with a former policy or data map: it is ready, and
    somebody has to look.
    """
    site = site_of(request)
    if not site.works():
        return PlainTextResponse("worker\n", status_code=503)
    try:
        with site.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return PlainTextResponse("store\n", status_code=503)
    return PlainTextResponse("ok\nformer-declarations\n" if site.refusals() else "ok\n")
