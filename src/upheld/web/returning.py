"""Where to go on after signing in: a page of this site, and never an address from elsewhere."""

import re
from urllib.parse import quote

from starlette.requests import Request

START = "/console"
_LOCAL = re.compile(r"/(?:[A-Za-z0-9_.~-]+(?:/[A-Za-z0-9_.~-]+)*/?)?")


def sign_in_address(request: Request, *, again: bool) -> str:
    """Return the address of the sign-in page that leads back to this page.

    Its query stays behind: it may be about a person, and addresses end up in logs.
    """
    page = "/sign-in/again" if again else "/sign-in"
    return f"{page}?next={quote(safe_next(request.url.path), safe='/')}"


def safe_next(wanted: str | None) -> str:
    """Return a path of this site; anything else leads to the console's start.

    >>> safe_next("/console/staff")
    '/console/staff'
    >>> [safe_next(one) for one in ("//evil.example", "https://evil.example", chr(92) * 2 + "evil", "/a//b")]
    ['/console', '/console', '/console', '/console']
    """
    if wanted is None or not _LOCAL.fullmatch(wanted) or wanted.startswith("/sign-"):
        return START
    return wanted
