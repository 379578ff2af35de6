"""What a browser keeps for us, in a cookie or a form, and cannot read or change.

AES-256-GCM (SP 800-38D); each purpose has a key of its own, so that what was sealed for one opens
nothing of another.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from upheld.web.cookies import cookie_header, read_cookie
from upheld.web.site import Site, site_of

_NONCE = 12


def seal(site: Site, purpose: str, content: Mapping[str, Any]) -> str:
    """Return content as text that fits a cookie or a field of a form."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = secrets.token_bytes(_NONCE)
    plain = json.dumps(dict(content), ensure_ascii=False).encode()
    sealed = nonce + AESGCM(site.key(purpose)).encrypt(nonce, plain, None)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(site: Site, purpose: str, text: str) -> dict[str, Any] | None:
    """Return the content; `None` for what is not ours, or was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        plain = AESGCM(site.key(purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], None)
    except (InvalidTag, ValueError):
        return None
    content: dict[str, Any] = json.loads(plain)
    return content


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedCookie:
    """A cookie that says something of a browser until it is too old.

    Attributes:
        name: Of the cookie.
        purpose: What its key is for.
        life: How long it counts, whatever the browser makes of its age.
    """

    name: str
    purpose: str
    life: timedelta

    def give(self, request: Request, response: Response, content: Mapping[str, Any]) -> None:
        """Let a browser keep content."""
        site = site_of(request)
        until = int((site.clock.now() + self.life).timestamp())
        text = seal(site, self.purpose, {**content, "until": until})
        self._send(request, response, text, int(self.life.total_seconds()))

    def take_away(self, request: Request, response: Response) -> None:
        """Let a browser forget it."""
        self._send(request, response, "-", 0)

    def read(self, request: Request) -> dict[str, Any] | None:
        """Return what a browser keeps; `None` for nothing, forged or too old."""
        site = site_of(request)
        found = unseal(
            site, self.purpose, read_cookie(request, self.name, secure=site.secure) or ""
        )
        if found is None or found["until"] <= site.clock.now().timestamp():
            return None
        return found

    def _send(self, request: Request, response: Response, text: str, seconds: int) -> None:
        header = cookie_header(self.name, text, seconds=seconds, secure=site_of(request).secure)
        response.headers.append("set-cookie", header)
