"""Styles and scripts, from the wheel: each at an address that names its content, kept for ever."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from upheld.web.refused import PageUnknownError
from upheld.web.roles import public

_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
_FOLDER = "look"
_YEAR = "public, max-age=31536000, immutable"

router = APIRouter(dependencies=[Depends(public)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One file as browsers get it."""

    address: str
    media_type: str
    content: bytes
    packed: bytes


@cache
def assets() -> dict[str, Asset]:
    """Return every file of `look` that browsers load, by its name."""
    found = {}
    for file in files("upheld.web").joinpath(_FOLDER).iterdir():
        suffix = file.name[file.name.rfind(".") :]
        if suffix in _TYPES:
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:16]
            found[file.name] = Asset(
                address=f"/static/{digest}/{file.name}",
                media_type=_TYPES[suffix],
                content=content,
                packed=gzip.compress(content, mtime=0),
            )
    return found


def asset(name: str) -> str:
    """Return the address of a file, e.g. `/static/0f…/look.css`."""
    return assets()[name].address


@router.get("/static/{digest}/{name}", include_in_schema=False)
def static(digest: str, name: str, request: Request) -> Response:
    """Send one file; an address of another version is unknown, and never the newest under it."""
    known = assets().get(name)
    if known is None or known.address != f"/static/{digest}/{name}":
        raise PageUnknownError
    headers = {"cache-control": _YEAR, "vary": "Accept-Encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(known.packed, media_type=known.media_type, headers=headers)
    return Response(known.content, media_type=known.media_type, headers=headers)
