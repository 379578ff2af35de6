"""Leaving for a provider and coming back: state, nonce and verifier, bound to one browser, once."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from upheld.web.forgery import browser_cookie, give_cookie
from upheld.web.openid.provider import Provider
from upheld.web.refused import WebRefusalError
from upheld.web.signin import challenges
from upheld.web.site import site_of
from upheld.wording import Text

if TYPE_CHECKING:  # it loads the libraries of OpenID Connect, which most companies never need
    from upheld.web.openid.client import Client, Person


class ReturnRefusedError(WebRefusalError):
    """Someone came back from the provider whom we did not send there, or not lately."""

    code = "return-refused"
    status = 400
    usual_what = Text(
        en="signing in with an account was not begun in this browser, took too long or was cancelled",
        ja="アカウントでのサインインが、このブラウザーで始まっていないか、時間切れか、中止されました",
    )
    usual_remedy = Text(
        en="begin again at the page where you began", ja="はじめのページからやり直してください"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trip:
    """One kind of sign-in by a provider.

    Attributes:
        kind: Of its challenges; an answer to another kind is none.
        back: The path to which the provider sends browsers back.
        kept: Under which name the process keeps its client.
    """

    kind: str
    back: str
    kept: str

    def client(self, request: Request, provider: Provider) -> "Client":
        """Return the client of this process."""
        from upheld.web.openid.client import Client

        state = request.app.state
        if not hasattr(state, self.kept):
            setattr(state, self.kept, Client(provider, f"{site_of(request).address}{self.back}"))
        client: Client = getattr(state, self.kept)
        return client

    def leave(
        self, request: Request, provider: Provider, content: Mapping[str, Any], *, again: bool
    ) -> Response:
        """Send the browser to the provider; `content` is remembered until it is back."""
        from upheld.web.openid.client import Question

        site, client = site_of(request), self.client(request, provider)
        question = Question.new(again=again)
        kept = {**asdict(question), **content}
        with site.engine.begin() as connection:
            state = challenges.ask(connection, site, self.kind, browser_cookie(request), kept)
        response = RedirectResponse(client.leave(question, state), status_code=303)
        give_cookie(request, response.headers)
        return response

    def come_back(self, request: Request, provider: Provider) -> tuple["Person", Mapping[str, Any]]:
        """Judge what the provider sent back: whom it vouches for, and what was remembered.

        Raises:
            ReturnRefusedError: It was not begun in this browser, or is over.
            ProviderFailedError: The provider does not answer, or its answer does not hold.
        """
        from upheld.web.openid.client import Question

        site, sent = site_of(request), request.query_params
        client = self.client(request, provider)
        with site.engine.begin() as connection:
            state = sent.get("state", "")[:200]
            asked = challenges.take(connection, site, self.kind, browser_cookie(request), state)
        # RFC 9207: a provider that names itself must be the one we asked.
        named = sent.get("iss", client.provider.issuer)
        if asked is None or "code" not in sent or named != client.provider.issuer:
            raise ReturnRefusedError
        names = ("nonce", "verifier", "again")
        question = Question(**{name: asked.content[name] for name in names})
        return client.come_back(question, sent["code"]), asked.content
