"""Sessions: begun by a proof, kept in the store by their hash, ended by time or by hand.

A session ends 12 hours after it began, and after an hour without a page. A proof is fresh for 10
minutes; dangerous acts ask for one. Each sign-in makes a new token and ends the one the browser
brought, so that a token somebody planted there is worth nothing.
"""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from sqlalchemy import Connection, delete, insert, select, update
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response

from upheld.web.cookies import SESSION, cookie_header, read_cookie
from upheld.web.refused import AgainNeededError
from upheld.web.signin import store
from upheld.web.signin.acts import record
from upheld.web.signin.secrets_at_rest import hash_of, new_secret
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of

Method: TypeAlias = Literal["link", "password", "passkey", "oidc"]

WHOLE = timedelta(hours=12)
IDLE = timedelta(hours=1)
FRESH = timedelta(minutes=10)
_NOTED_EVERY = timedelta(minutes=1)
_BROWSERS = (
    (re.compile(r"Edg/"), "Edge"),
    (re.compile(r"Firefox/"), "Firefox"),
    (re.compile(r"Chrome/"), "Chrome"),
    (re.compile(r"Safari/"), "Safari"),
)
_MACHINES = (
    (re.compile(r"iPhone|iPad"), "iOS"),
    (re.compile(r"Android"), "Android"),
    (re.compile(r"Windows"), "Windows"),
    (re.compile(r"Mac OS X"), "macOS"),
    (re.compile(r"Linux"), "Linux"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A browser in which someone has signed in.

    Attributes:
        handle: What pages call it; the token cannot be found from it.
        browser: Kind of browser and system, e.g. `Firefox, Linux`, for recognising one's own.
        proved_at: When who they are was last proven.
    """

    handle: str
    staff: Staff
    method: str
    browser: str
    began_at: datetime
    seen_at: datetime
    proved_at: datetime
    ends_at: datetime


def begin(connection: Connection, request: Request, staff: Staff, method: Method) -> str:
    """Begin a session and end the one this browser had; return the token for `give_session`."""
    site = site_of(request)
    old = read_cookie(request, SESSION, secure=site.secure)
    if old:
        connection.execute(
            delete(store.sessions).where(store.sessions.c.token_hash == hash_of(old))
        )
    token, now = new_secret(), site.clock.now()
    handle = secrets.token_hex(4)
    connection.execute(
        insert(store.sessions).values(
            token_hash=hash_of(token),
            handle=handle,
            staff_id=staff.id,
            method=method,
            browser=browser_of(request),
            began_at=now,
            seen_at=now,
            proved_at=now,
            ends_at=now + WHOLE,
        )
    )
    record(connection, site, "staff-signed-in", staff.id, method=method, session=handle)
    return token


def give_session(response: Response, token: str, site: Site) -> None:
    """Put a session's token into the browser, until it is closed."""
    header = cookie_header(SESSION, token, seconds=None, secure=site.secure)
    response.headers.append("set-cookie", header)


def take_session(response: Response, site: Site) -> None:
    """Take the token out of the browser."""
    header = cookie_header(SESSION, "", seconds=0, secure=site.secure)
    response.headers.append("set-cookie", header)


def session_of(request: HTTPConnection) -> Session | None:
    """Return the session of a request, if it counts; asked of the store once a request."""
    state = request.scope.setdefault("state", {})
    if "session" not in state:
        state["session"] = _find(request)
        session = state["session"]
        state["staff"] = None if session is None else session.staff
    found = state["session"]
    return found if isinstance(found, Session) else None


def require_fresh(request: Request, session: Session) -> None:
    """Refuse a dangerous act without a fresh proof.

    Raises:
        AgainNeededError: The last proof is older than ten minutes.
    """
    if site_of(request).clock.now() - session.proved_at > FRESH:
        raise AgainNeededError


def prove_again(connection: Connection, session: Session, site: Site, method: Method) -> None:
    """Note a fresh proof."""
    connection.execute(
        update(store.sessions)
        .where(store.sessions.c.handle == session.handle)
        .values(proved_at=site.clock.now())
    )
    record(
        connection, site, "staff-proved-again", session.staff.id, method=method,
        session=session.handle,
    )  # fmt: skip


def sessions_of(connection: Connection, site: Site, staff: Staff) -> Sequence[Session]:
    """Return the sessions of one member of staff that count, the newest first."""
    rows = connection.execute(
        select(store.sessions)
        .where(store.sessions.c.staff_id == staff.id)
        .order_by(store.sessions.c.began_at.desc())
    )
    now = site.clock.now()
    found = [_session(row, staff) for row in rows]
    return [one for one in found if _counts(one, now)]


def end(connection: Connection, site: Site, handle: str, owner: Staff, by: str) -> bool:
    """End one session of someone; say whether there was one."""
    gone = connection.execute(
        delete(store.sessions).where(
            store.sessions.c.handle == handle, store.sessions.c.staff_id == owner.id
        )
    ).rowcount
    if gone:
        kind = "staff-session-ended"
        record(connection, site, kind, by, of=owner.id, session=handle)
    return bool(gone)


def forget(connection: Connection, session: Session) -> None:
    """End a session; what that means is for the caller to record."""
    connection.execute(delete(store.sessions).where(store.sessions.c.handle == session.handle))


def end_all(connection: Connection, owner: Staff, *, but: str | None = None) -> int:
    """End all sessions of someone, but for one; the caller's own act is what the ledger says."""
    mine = delete(store.sessions).where(store.sessions.c.staff_id == owner.id)
    if but is not None:
        mine = mine.where(store.sessions.c.handle != but)
    return connection.execute(mine).rowcount


def browser_of(request: HTTPConnection) -> str:
    """Return the kind of browser and system, and nothing finer: it is for recognising one's own."""
    agent = request.headers.get("user-agent", "")[:500]
    kind = next((name for pattern, name in _BROWSERS if pattern.search(agent)), "?")
    machine = next((name for pattern, name in _MACHINES if pattern.search(agent)), "?")
    return f"{kind}, {machine}"


def _find(request: HTTPConnection) -> Session | None:
    site = site_of(request)
    token = read_cookie(request, SESSION, secure=site.secure)
    if not token:
        return None
    with site.engine.connect() as connection:
        wanted = select(store.sessions).where(store.sessions.c.token_hash == hash_of(token))
        row = connection.execute(wanted).one_or_none()
        staff = None if row is None else store.staff_by_id(connection, row.staff_id)
    if row is None or staff is None or staff.disabled_at is not None:
        return None
    session, now = _session(row, staff), site.clock.now()
    if not _counts(session, now):
        return None
    if now - session.seen_at > _NOTED_EVERY:
        with site.engine.begin() as connection:
            connection.execute(
                update(store.sessions)
                .where(store.sessions.c.handle == session.handle)
                .values(seen_at=now)
            )
    return session


def _counts(session: Session, now: datetime) -> bool:
    return now < session.ends_at and now - session.seen_at < IDLE


def _session(row: object, staff: Staff) -> Session:
    names = ("handle", "method", "browser", "began_at", "seen_at", "proved_at", "ends_at")
    return Session(staff=staff, **{name: getattr(row, name) for name in names})
