"""Who a browser has shown to be: by a mailed code, by a link of the company's site, or by account.

Sealed in a cookie for thirty minutes, and kept nowhere else. Unlike the proof for one request
(`visiting`) it says who somebody is; it opens no request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from upheld.desk.identity.methods import Method
from upheld.desk.profile.changing import Known
from upheld.web.sealing import SealedCookie

_COOKIE = SealedCookie(name="upheld-person", purpose="person", life=timedelta(minutes=30))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody at this browser.

    Attributes:
        subject: Identifiers: kind → value.
        contact: An address of mail that is theirs; empty where none is known.
        way: By which way they showed it, or are about to.
        visit: What the visit is called for which a code was mailed; empty for other ways.
        proven: Whether they showed it. Until then nothing is shown to them.
    """

    subject: Mapping[str, str] = field(repr=False)
    contact: str = field(repr=False)
    way: Method
    visit: str = ""
    proven: bool = True

    def known(self) -> Known:
        """Return them as the desk takes them."""
        return Known(subject=self.subject, contact=self.contact, way=self.way)


def remember(request: Request, response: Response, person: Person) -> None:
    """Give a browser the cookie."""
    content = {
        "subject": dict(person.subject),
        "contact": person.contact,
        "way": person.way,
        "visit": person.visit,
        "proven": person.proven,
    }
    _COOKIE.give(request, response, content)


def leave(request: Request, response: Response) -> None:
    """Take the cookie away."""
    _COOKIE.take_away(request, response)


def person_of(request: Request) -> Person | None:
    """Return who it is; `None` for nobody, what is forged, or too old."""
    found = _COOKIE.read(request)
    if found is None:
        return None
    return Person(
        subject=found["subject"],
        contact=found["contact"],
        way=cast("Method", found["way"]),
        visit=found["visit"],
        proven=found["proven"],
    )


def proven_of(request: Request) -> Person | None:
    """Return who it is, if they have shown it."""
    person = person_of(request)
    return person if person is not None and person.proven else None
