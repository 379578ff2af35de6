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
from upheld.web.sealing import SealedCookie
from upheld.wording import Text

_COOKIE = SealedCookie(name="upheld-request", purpose="visit", life=timedelta(minutes=30))


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
    _COOKIE.give(request, response, {"ref": reference, "proven": proven})


def leave(request: Request, response: Response) -> None:
    """Take the cookie away."""
    _COOKIE.take_away(request, response)


def visit_of(request: Request) -> Visit | None:
    """Return what the browser has shown; `None` for nothing, forged or too old."""
    found = _COOKIE.read(request)
    return None if found is None else Visit(reference=found["ref"], proven=found["proven"])


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
