"""A small provider of OpenID Connect on the loopback: real discovery, real RS256, and able to lie.

It keeps to OpenID Connect Core 1.0 and Discovery 1.0 as far as the code flow with PKCE goes: codes
count once, are bound to their client, return address and verifier, and the client proves itself.
"""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from fastapi import FastAPI, Request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from starlette.responses import JSONResponse, RedirectResponse, Response

from tests.web.serving import free_port, running

CLIENT = "upheld-desk"
SECRET = "a client secret"


@dataclass(slots=True)
class Account:
    """Who signs in at the provider next."""

    subject: str = "u-1001"
    address: str = "aoi@office.example"
    verified: bool = True


@dataclass(slots=True)
class IdentityProvider:
    """The provider, and the ways in which it can be made to lie."""

    issuer: str
    account: Account = field(default_factory=Account)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one"}))
    clock: Callable[[], float] = time.time
    claims: dict[str, Any] = field(default_factory=dict)
    """Claims to put in place of the true ones; `None` leaves one out."""
    metadata: dict[str, Any] = field(default_factory=dict)
    signer: Any = None
    algorithm: str = "RS256"
    broken: bool = False
    asked: list[dict[str, str]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    key_calls: int = 0

    def turn_key(self, kid: str) -> None:
        """Sign with a new key from now on."""
        self.key = RSAKey.generate_key(2048, {"kid": kid})

    def authorize(self, request: Request) -> Response:
        """Let the account in without a word, as a provider does whose session is still there."""
        asked = dict(request.query_params)
        self.asked.append(asked)
        assert asked["client_id"] == CLIENT
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(24)
        self.codes[code] = asked
        sent = urlencode({"code": code, "state": asked["state"], "iss": self.issuer})
        return RedirectResponse(f"{asked['redirect_uri']}?{sent}", status_code=302)

    async def token(self, request: Request) -> Response:
        """Exchange a code, once."""
        if self.broken:
            return Response("<html>busy</html>", status_code=503)
        form = {
            name: values[0] for name, values in parse_qs((await request.body()).decode()).items()
        }
        login = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        if request.headers.get("authorization") != f"Basic {login}":
            return JSONResponse({"error": "invalid_client"}, status_code=401)
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        if asked["redirect_uri"] != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, status_code=400)
        token = self._id_token(asked["nonce"])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": token})

    def _id_token(self, nonce: str) -> str:
        now = int(self.clock())
        true = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.account.subject, "nonce": nonce,
            "iat": now, "exp": now + 300, "auth_time": now, "email": self.account.address,
            "email_verified": self.account.verified,
        }  # fmt: skip
        claims = {n: v for n, v in {**true, **self.claims}.items() if v is not None}
        header = {"alg": self.algorithm, "kid": self.key.kid}
        return jwt.encode(header, claims, self.signer or self.key, algorithms=[self.algorithm])

    def keys(self) -> dict[str, Any]:
        """Tell the public key."""
        self.key_calls += 1
        return {"keys": [self.key.as_dict(private=False)]}

    def description(self) -> dict[str, Any]:
        """Tell where everything is."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            **self.metadata,
        }

    def lie_with_shared_secret(self) -> None:
        """Sign with the client's secret, as if HS256 had been agreed on."""
        self.signer = OctKey.import_key(SECRET.encode().ljust(32, b"."))
        self.algorithm = "HS256"

    def restore(self) -> None:
        """Speak the truth again."""
        self.claims, self.metadata, self.signer, self.algorithm = {}, {}, None, "RS256"
        self.broken, self.account = False, Account()
        self.asked.clear()


@contextmanager
def provider() -> Iterator[IdentityProvider]:
    """Run one."""
    port = free_port()
    made = IdentityProvider(issuer=f"http://localhost:{port}")
    app = FastAPI()
    app.add_api_route("/.well-known/openid-configuration", made.description)
    app.add_api_route("/authorize", made.authorize)
    app.add_api_route("/token", made.token, methods=["POST"])
    app.add_api_route("/keys", made.keys)
    with running(app, port):
        yield made


def path_of(address: str) -> str:
    """Return path and query of an address."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"
