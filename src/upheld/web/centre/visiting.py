"""Who may see one request: a browser that gave its number and the code that was mailed.

The proof is a sealed cookie for one request and thirty minutes. Whoever has none, or one of
another request, gets the page that asks for the code, whether or not there is such a request.
"""

from dataclasses import dataclass
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.identity.links import LinkRefusedError, read_key
from upheld.desk.office import Office
from upheld.web.cookies import cookie_header, read_cookie
from upheld.web.sealing import seal, unseal
from upheld.web.site import site_of
from upheld.wording import Text

COOKIE = "upheld-request"
LIFE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a browser has shown.

    Attributes:
        reference: Which request.
        proven: Whether the mailed code was given; without it only the request's own number
            and last day are shown, to whoever has just made it.
    """

    reference: str
    proven: bool


def let_in(request: Request, response: Response, reference: str, *, proven: bool) -> None:
    """Give a browser the cookie of one request."""
    site = site_of(request)
    until = int((site.clock.now() + LIFE).timestamp())
    text = seal(site, "visit", {"ref": reference, "proven": proven, "until": until})
    seconds = int(LIFE.total_seconds())
    response.headers.append(
        "set-cookie", cookie_header(COOKIE, text, seconds=seconds, secure=site.secure)
    )


def leave(request: Request, response: Response) -> None:
    """Take the cookie away."""
    secure = site_of(request).secure
    response.headers.append("set-cookie", cookie_header(COOKIE, "-", seconds=0, secure=secure))


def visit_of(request: Request) -> Visit | None:
    """Return what the browser has shown; `None` for nothing, forged or too old."""
    site = site_of(request)
    found = unseal(site, "visit", read_cookie(request, COOKIE, secure=site.secure) or "")
    if found is None:
        return None
    if found["until"] <= site.clock.now().timestamp():
        return None
    return Visit(reference=found["ref"], proven=found["proven"])


def link_key(office: Office) -> bytes:
    """Return the key of the company's own site.

    Raises:
        LinkRefusedError: The desk has none: it takes no such links.
    """
    key = office.link_key
    if key is None:
        raise LinkRefusedError(
            Text(en="this desk takes no links of another site",
                 ja="この窓口は他のサイトからのリンクを受け付けていません"),
            remedy=Text(en="begin at the first page", ja="最初のページから始めてください"),
        )  # fmt: skip
    return read_key(key)
