"""Which language a page speaks: `?lang=`, then the cookie, then `Accept-Language`, then the site's."""

from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from upheld.web.cookies import cookie_header, read_cookie
from upheld.wording import Language

COOKIE = "upheld-language"
_YEAR_SECONDS = 365 * 24 * 3600
NAMES: dict[Language, str] = {"ja": "日本語", "en": "English"}
"""Each language's name in itself."""


class LanguageMiddleware:
    """Decides the language once a request; `language_of` reads it."""

    def __init__(self, app: ASGIApp, *, usual: Language, secure: bool) -> None:
        """Wrap an application.

        Args:
            app: What answers.
            usual: The language of someone who asks for none.
            secure: Whether cookies are for https only.
        """
        self.app, self.usual, self.secure = app, usual, secure

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Put the language beside the request, and tell caches about it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asked = _asked(scope)
        language = (
            asked or _kept(scope, secure=self.secure) or accepted(Headers(scope=scope), self.usual)
        )
        scope.setdefault("state", {})["language"] = language

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if headers.get("content-type", "").startswith(("text/html", "application/problem")):
                    headers.setdefault("content-language", language)
                    headers.add_vary_header("Accept-Language")
                    headers.add_vary_header("Cookie")
                if asked is not None:
                    kept = cookie_header(COOKIE, asked, seconds=_YEAR_SECONDS, secure=self.secure)
                    headers.append("set-cookie", kept)
            await send(message)

        await self.app(scope, receive, tell)


def language_of(connection: HTTPConnection) -> Language:
    """Return the language of a request."""
    state = connection.scope.get("state", {})
    return "en" if state.get("language", "ja") == "en" else "ja"


def address_in(connection: HTTPConnection, language: Language) -> str:
    """Return the address of this very page in a language; other parameters stay.

    The answer to a form stands at an address that may only take forms: there it is the page the
    form was on.
    """
    here = connection.url
    if connection.scope.get("method") not in ("GET", "HEAD"):
        before = URL(connection.headers.get("referer", ""))
        here = before if before.netloc == here.netloc else here
    kept = [(name, value) for name, value in parse_qsl(here.query) if name != "lang"]
    return f"{here.path}?{urlencode([*kept, ('lang', language)])}"


def accepted(headers: Headers, usual: Language) -> Language:
    """Choose by `Accept-Language` (RFC 9110, section 12.5.4).

    >>> accepted(Headers({"accept-language": "fr, en-GB;q=0.8, ja;q=0.3"}), "ja")
    'en'
    """
    best: tuple[float, Language] = (0.0, usual)
    for part in headers.get("accept-language", "")[:500].split(","):
        tag, _, parameter = part.strip().partition(";")
        language = _known(tag.split("-")[0].strip().lower())
        quality = _quality(parameter)
        if language is not None and quality > best[0]:
            best = (quality, language)
    return best[1]


def _quality(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(number), 0.0), 1.0)
    except ValueError:
        return 0.0


def _asked(scope: Scope) -> Language | None:
    for name, value in parse_qsl(scope.get("query_string", b"").decode("latin-1")):
        if name == "lang":
            return _known(value)
    return None


def _kept(scope: Scope, *, secure: bool) -> Language | None:
    value = read_cookie(HTTPConnection(scope), COOKIE, secure=secure)
    return None if value is None else _known(value)


def _known(word: str) -> Language | None:
    return "ja" if word == "ja" else "en" if word == "en" else None
