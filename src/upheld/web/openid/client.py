"""Talking to a provider: OpenID Connect, code flow with PKCE (OpenID Connect Core 1.0, RFC 7636).

What it vouches for is judged here; whom it may let in where is for `signin` and `centre` to say.
"""

import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from upheld.refusal import Exit, RefusalError
from upheld.web.openid.provider import Provider
from upheld.wording import Text

_ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]
"""Never `none`, never a shared secret (RFC 8725, section 3.1)."""
_TIMEOUT_SECONDS = 10.0
_KEPT_SECONDS = 3600.0
_LEEWAY_SECONDS = 60
_FRESH_SECONDS = 300
_ANSWER_BYTES = 512 * 1024


class ProviderFailedError(RefusalError):
    """A provider of accounts does not answer, or not as the standard says."""

    code = "provider-failed"
    exit_code = Exit.UNREACHABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is remembered between leaving for the provider and coming back."""

    nonce: str
    verifier: str
    again: bool

    @classmethod
    def new(cls, *, again: bool) -> "Question":
        """Return one that nobody can guess."""
        return cls(nonce=secrets.token_urlsafe(24), verifier=secrets.token_urlsafe(48), again=again)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom the provider vouches for."""

    issuer: str
    subject: str
    address: str | None
    claims: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Everything its id token says; nothing of it was looked at but what the standard asks for."""


@dataclass(slots=True)
class Client:
    """Talks to one provider; its documents are kept for an hour."""

    provider: Provider
    return_address: str
    now: Callable[[], float] = time.time
    transport: httpx.BaseTransport | None = None
    _documents: dict[str, tuple[float, Any]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def leave(self, question: Question, state: str) -> str:
        """Return the address at the provider that a browser is sent to."""
        more: dict[str, Any] = {"prompt": "login", "max_age": 0} if question.again else {}
        address = prepare_grant_uri(
            self._metadata()["authorization_endpoint"],
            client_id=self.provider.client_id,
            response_type="code",
            redirect_uri=self.return_address,
            scope=" ".join(["openid", *self.provider.scopes]),
            state=state,
            nonce=question.nonce,
            code_challenge=create_s256_code_challenge(question.verifier),
            code_challenge_method="S256",
            **more,
        )
        return str(address)

    def come_back(self, question: Question, code: str) -> Person:
        """Exchange a code and return whom the provider vouches for.

        Raises:
            ProviderFailedError: It does not answer, or its answer does not hold.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.return_address,
            "client_id": self.provider.client_id,
            "code_verifier": question.verifier,
        }
        secret = self.provider.client_secret
        login = None if secret is None else (self.provider.client_id, secret)
        answer = self._call("POST", self._metadata()["token_endpoint"], data=form, auth=login)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise self._failed("it sent no id token", "ID トークンが返されませんでした")
        return self._person(token, question)

    def _person(self, token: str, question: Question) -> Person:
        try:
            claims = jwt.decode(token, self._keys(token), algorithms=_ALGORITHMS).claims
            checked = CodeIDToken(
                claims,
                {},
                {
                    "iss": {"essential": True, "value": self.provider.issuer},
                    "aud": {"essential": True, "value": self.provider.client_id},
                    "sub": {"essential": True},
                    "nonce": {"essential": True, "value": question.nonce},
                    "auth_time": {"essential": question.again},
                },
                {"nonce": question.nonce, "client_id": self.provider.client_id},
            )
            checked.validate(now=int(self.now()), leeway=_LEEWAY_SECONDS)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise self._failed(
                "its id token does not hold", "ID トークンが有効ではありません"
            ) from error
        if question.again and self.now() - int(claims["auth_time"]) > _FRESH_SECONDS:
            raise self._failed("it did not ask you again", "本人確認がやり直されていません")
        address = claims.get("email") if claims.get("email_verified") is True else None
        return Person(
            issuer=self.provider.issuer,
            subject=str(claims["sub"]),
            address=address if isinstance(address, str) else None,
            claims=dict(claims),
        )

    def _keys(self, token: str) -> KeySet:
        """Return the provider's keys; asked anew once for one that we do not know."""
        from joserfc.jws import extract_compact

        wanted = extract_compact(token.encode()).headers().get("kid")
        address = self._metadata()["jwks_uri"]
        keys = self._document(address)
        if wanted is not None and all(one.get("kid") != wanted for one in keys.get("keys", ())):
            keys = self._document(address, older_than=60.0)
        return KeySet.import_key_set({"keys": list(keys.get("keys", ()))})

    def _metadata(self) -> Mapping[str, Any]:
        """Return the provider's description (OpenID Connect Discovery 1.0, section 4)."""
        address = f"{self.provider.issuer.rstrip('/')}/.well-known/openid-configuration"
        found = self._document(address)
        wanted = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self.provider.issuer or not all(
            isinstance(found.get(name), str) for name in wanted
        ):
            raise self._failed("its description is not its own", "構成情報が一致しません")
        return found

    def _document(self, address: str, older_than: float = _KEPT_SECONDS) -> dict[str, Any]:
        with self._lock:
            known = self._documents.get(address)
        now = self.now()
        if known is not None and now - known[0] < older_than:
            return dict(known[1])
        found = self._call("GET", address)
        with self._lock:
            self._documents[address] = (now, found)
        return found

    def _call(self, method: str, address: str, **more: Any) -> dict[str, Any]:
        try:
            with httpx.Client(
                timeout=_TIMEOUT_SECONDS, follow_redirects=False, transport=self.transport
            ) as client:
                answer = client.request(
                    method, address, headers={"accept": "application/json"}, **more
                )
            document = answer.json() if len(answer.content) <= _ANSWER_BYTES else None
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise self._failed("it does not answer", "応答がありません") from error
        if answer.status_code != httpx.codes.OK or not isinstance(document, dict):
            raise self._failed(
                f"it answers {answer.status_code}", f"応答は {answer.status_code} でした"
            )
        return document

    def _failed(self, en: str, ja: str) -> ProviderFailedError:
        label = self.provider.label
        return ProviderFailedError(
            Text(
                en=f"signing in with {label.en} failed: {en}",
                ja=f"{label.ja}でサインインできません: {ja}",
            ),
            remedy=self.provider.otherwise,
        )
