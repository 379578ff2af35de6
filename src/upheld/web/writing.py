"""Writing a page: a template upon `look/base.html`, in the language of whoever asks.

Templates say each sentence twice, side by side: `{{ say("Sign in", "サインイン") }}`; a `Text` from
Python is written by `{{ w(text) }}`. Everything is escaped; a name that is not there is an error.
"""

import base64
import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from upheld.rendering.visible import visible
from upheld.web import routers
from upheld.web.forgery import form_token, give_cookie
from upheld.web.forms import Form
from upheld.web.language import NAMES, address_in, language_of
from upheld.web.roles import ROLE_NAMES
from upheld.web.security import CONTENT_POLICY
from upheld.web.signin.staff import Staff
from upheld.web.site import Site, site_of
from upheld.web.static_endpoints import asset
from upheld.web.watch import request_id
from upheld.wording import Language, Text

_DAYS = {"ja": "月火水木金土日", "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")}
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_META_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>\n?')


def day_in(language: Language, day: date) -> str:
    """Return a day: `2026年11月26日(木)`, `Thu 26 November 2026`."""
    name = _DAYS[language][day.weekday()]
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日({name})"
    return f"{name} {day.day} {day:%B} {day.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What stands around every page, and how its template speaks."""

    request: Request
    site: Site
    lang: Language

    def say(self, en: str, ja: str) -> str:
        """Return one of two sentences."""
        return ja if self.lang == "ja" else en

    def w(self, text: Text) -> str:
        """Return a text in the page's language; characters that nobody sees are shown."""
        return visible(text.in_language(self.lang))

    def sentence(self, text: Text) -> str:
        """Return a clause as a sentence of its own; refusals are worded to stand inside others."""
        words = self.w(text)
        return words[:1].upper() + words[1:] if self.lang == "en" else words

    @property
    def other(self) -> Language:
        """The language that the switch leads to."""
        return "en" if self.lang == "ja" else "ja"

    def day(self, day: date) -> str:
        """Return a day as `day_in` writes it."""
        return day_in(self.lang, day)

    def moment(self, instant: datetime) -> str:
        """Return an instant at the company's place, with its day."""
        local = instant.astimezone(self.site.zone)
        return f"{self.day(local.date())} {local:%H:%M}"

    def roles(self, roles: Collection[str]) -> str:
        """Return the names of roles in their usual order."""
        named = [self.w(name) for role, name in ROLE_NAMES.items() if role in roles]
        return self.say(", ", "、").join(named)

    @property
    def staff(self) -> Staff | None:
        """Who is signed in, where the route asked."""
        found = self.request.scope["state"].get("staff")
        return found if isinstance(found, Staff) else None

    def menu(self) -> list[routers.Entry]:
        """Return the console's menu as this member of staff has it."""
        staff = self.staff
        if staff is None:
            return []
        entries = routers.navigation()
        return [one for one in entries if not one.roles or one.roles & set(staff.roles)]

    def here(self, path: str) -> bool:
        """Say whether a menu entry leads to this page or to one above it."""
        now = self.request.url.path
        return now == path or (path != "/console" and now.startswith(f"{path}/"))

    def names(self) -> dict[str, Any]:
        """Return what templates may name."""
        return {
            "say": self.say,
            "w": self.w,
            "sentence": self.sentence,
            "words": lambda texts: [self.w(text) for text in texts],
            "day": self.day,
            "moment": self.moment,
            "lang": self.lang,
            "other": self.other,
            "other_name": NAMES[self.other],
            "other_address": address_in(self.request, self.other),
            "company": self.w(self.site.company),
            "person_accounts": self.site.accounts,
            "staff": self.staff,
            "not_followed": self.site.refusals() if self.staff else (),
            "menu": self.menu,
            "here": self.here,
            "token": lambda: form_token(self.request),
            "request_id": request_id(self.request),
            "path": self.request.url.path,
            "form": Form(),
            "role_names": self.roles,
        }


def page(
    request: Request,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """Return a page.

    Args:
        request: Whose answer it is.
        template: Its file below `upheld/web`, e.g. `console/queue.html`.
        status: Of HTTP; 422 where a form came with errors.
        headers: More headers.
        context: What the template may name besides the frame's own names.
    """
    frame = Frame(request=request, site=site_of(request), lang=language_of(request))
    names = frame.names()
    if hidden := (names.keys() & context.keys()) - {"form"}:
        raise ValueError(f"{sorted(hidden)} are the frame's own names; call yours otherwise")
    text = _environment().get_template(template).render({**names, **context})
    response = HTMLResponse(text, status_code=status, headers=dict(headers or {}))
    give_cookie(request, response.headers)
    return response


def finished_page(html: str) -> HTMLResponse:
    """Send a page that carries its own style, such as a policy or a receipt, as it is.

    Its style is allowed by its hash, and nothing else of it: no script and nothing from elsewhere.
    The page's own policy in a `meta` is for when it is opened as a file; here it is the header's.
    """
    text = _META_POLICY.sub("", html)
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in _STYLE.findall(text)
    ]
    allowed = CONTENT_POLICY.replace("script-src 'self'", "script-src 'none'")
    styles = " ".join(["style-src", *(hashes or ["'none'"])])
    headers = {"content-security-policy": allowed.replace("style-src 'self'", styles)}
    return HTMLResponse(text, headers=headers)


def kept_file(name: str, content: bytes, media_type: str = "application/json") -> Response:
    """Send a file that is kept and not shown, byte by byte as it is.

    Args:
        name: What it is called where it is kept: letters, digits, `.`, `-`.
        content: What is in it.
        media_type: Of what kind it is.
    """
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=media_type, headers=headers)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("upheld.web", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset
    return environment
