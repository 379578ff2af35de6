"""Cookies: for this host alone, not for scripts, not for requests that other sites begin.

RFC 6265bis: a name that begins with `__Host-` is taken only over https, for `/`, without a domain.
Over plain http (a machine's own loopback) browsers refuse such names, so that it is left out.
"""

from http.cookies import SimpleCookie

from starlette.requests import HTTPConnection

SESSION = "upheld-session"
"""The cookie of a signed-in session."""
_PREFIX = "__Host-"


def cookie_header(name: str, value: str, *, seconds: int | None, secure: bool) -> str:
    """Return the value of a `Set-Cookie` header.

    Args:
        name: The name, without a prefix.
        value: Letters, digits, `-`, `_` and `.` only.
        seconds: How long browsers keep it; `None` until they are closed, 0 removes it.
        secure: Whether the site is reached by https.
    """
    jar: SimpleCookie = SimpleCookie()
    whole = full_name(name, secure=secure)
    jar[whole] = value
    morsel = jar[whole]
    morsel["path"] = "/"
    morsel["httponly"] = True
    morsel["samesite"] = "Lax"
    if secure:
        morsel["secure"] = True
    if seconds is not None:
        morsel["max-age"] = str(seconds)
    return morsel.OutputString()


def full_name(name: str, *, secure: bool) -> str:
    """Return the name with its prefix, where the site may use one."""
    return f"{_PREFIX}{name}" if secure else name


def read_cookie(connection: HTTPConnection, name: str, *, secure: bool) -> str | None:
    """Return what a browser sent for a cookie of ours."""
    return connection.cookies.get(full_name(name, secure=secure))
