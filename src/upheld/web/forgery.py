"""Forms are ours: each carries a token bound to this browser and, if any, to its session.

The token is `salt.MAC(key, salt, browser, session)`: a cookie that no other site can read or set
names the browser, and works before anybody has signed in and without JavaScript (OWASP: signed
double submit). The salt is new on every page, so that compression never meets the same secret.
Browsers that say where a request comes from (`Sec-Fetch-Site`, `Origin`) are believed first.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator, Callable
from typing import TypeVar

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from upheld.web.cookies import SESSION, cookie_header, read_cookie
from upheld.web.forms import let_go, read_posted
from upheld.web.refused import ForgedFormError
from upheld.web.site import Site, site_of

COOKIE = "upheld-browser"
FIELD = "form_token"
HEADER = "x-form-token"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_MARK = "__upheld_called_by_machines__"
Route = TypeVar("Route", bound=Callable[..., object])


def called_by_machines(route: Route) -> Route:
    """Mark a route that programs call and that reads no cookie, e.g. a signed callback."""
    setattr(route, _MARK, True)
    return route


async def check_form(request: Request) -> AsyncIterator[None]:
    """Refuse a form that this site did not give to this browser; every route depends on it.

    What was uploaded with it is let go of once the answer is made.

    Raises:
        ForgedFormError: There is no token, or it belongs to another browser or session.
    """
    if request.method not in _SAFE and not _by_machine(request):
        await _check(request)
    try:
        yield
    finally:
        await let_go(request)


async def _check(request: Request) -> None:
    site = site_of(request)
    if not _from_here(request, site):
        raise ForgedFormError
    sent = request.headers.get(HEADER)
    if sent is None:
        sent = (await read_posted(request)).raw(FIELD)
    browser = read_cookie(request, COOKIE, secure=site.secure)
    if not browser or not _fits(sent or "", browser, request, site):
        await let_go(request)
        raise ForgedFormError


def form_token(request: Request) -> str:
    """Return a token for a form on this page; the page's response sets the cookie it needs."""
    site = site_of(request)
    browser = browser_cookie(request)
    salt = secrets.token_bytes(12)
    return f"{_text(salt)}.{_text(_seal(salt, browser, request, site))}"


def give_cookie(request: Request, headers: MutableHeaders) -> None:
    """Set the cookie, if a token was made for a browser that has none."""
    site = site_of(request)
    fresh = request.scope["state"].get("new_browser")
    if fresh is not None:
        headers.append("set-cookie", cookie_header(COOKIE, fresh, seconds=None, secure=site.secure))


def browser_cookie(request: Request) -> str:
    """Return what names this browser, made where it has none; `give_cookie` sets it then."""
    site = site_of(request)
    known = read_cookie(request, COOKIE, secure=site.secure)
    if known:
        return known
    state = request.scope.setdefault("state", {})
    return str(state.setdefault("new_browser", secrets.token_urlsafe(24)))


def _seal(salt: bytes, browser: str, request: Request, site: Site) -> bytes:
    cookie = read_cookie(request, SESSION, secure=site.secure) or ""
    session = hashlib.sha256(cookie.encode()).digest()
    bound = salt + hashlib.sha256(browser.encode()).digest() + session
    return hmac.digest(site.key("form"), bound, hashlib.sha256)


def _fits(sent: str, browser: str, request: Request, site: Site) -> bool:
    salt_text, _, mac_text = sent.partition(".")
    try:
        salt, mac = (base64.urlsafe_b64decode(f"{one}==") for one in (salt_text, mac_text))
    except ValueError:
        return False
    return hmac.compare_digest(mac, _seal(salt, browser, request, site))


def _from_here(request: Request, site: Site) -> bool:
    place = request.headers.get("sec-fetch-site")
    if place is not None and place not in ("same-origin", "none"):
        return False
    origin = request.headers.get("origin")
    return origin is None or origin == site.address


def _by_machine(request: Request) -> bool:
    if request.url.path.startswith("/api/"):
        return True
    return bool(getattr(request.scope.get("endpoint"), _MARK, False))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
