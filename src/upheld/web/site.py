"""What the web needs of a workspace: one value, made by whoever starts it."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from starlette.requests import HTTPConnection

from upheld.clock import TOKYO, Clock
from upheld.desk.office import Office
from upheld.payments.stripe import Stripe
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.running.callers import Callers
from upheld.web.openid.provider import Accounts, Provider
from upheld.wording import Language, Text

DEFAULT_ADDRESS = "http://localhost:8420"
"""`localhost` and not `127.0.0.1`: browsers make no passkey for a number (WebAuthn 5.1.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running site.

    Attributes:
        engine: The store: SQLite or PostgreSQL.
        clock: What time it is, and what day at the company.
        policy: The declaration in force, whose data and rights the pages show.
        company: The company's name as pages say it.
        secret: 32 bytes that no reader of the store has; keys are derived from it.
        language: What is spoken to someone who asks for no language.
        zone: Where times are told.
        office: The request desk behind the pages; `None` where a test needs none.
        provider: The company's own sign-in for staff, if there is one.
        callers: Whose signed calls are taken, at `/hooks`; `None` for nobody's.
        cards: The account that takes fees by card; `None` where cards are not taken.
        accounts: Where people have accounts of the company's; `None` for nowhere.
        address: Scheme, host and port as browsers see them, e.g. `https://privacy.example.jp`.
        works: Whether what is due is still done in this process; true where others do it.
        refusals: Why changed files of the policy or a data map are not followed; see
            `running.following`.
    """

    engine: Engine = field(repr=False)
    clock: Clock
    policy: Policy = field(repr=False)
    company: Text
    secret: bytes = field(repr=False)
    language: Language = "ja"
    zone: ZoneInfo = TOKYO
    address: str = DEFAULT_ADDRESS
    provider: Provider | None = None
    office: Office | None = field(default=None, repr=False)
    callers: Callers | None = field(default=None, repr=False)
    cards: Stripe | None = field(default=None, repr=False)
    accounts: Accounts | None = None
    works: Callable[[], bool] = field(default=lambda: True, repr=False)
    refusals: Callable[[], Sequence[RefusalError]] = field(default=tuple, repr=False)

    @property
    def secure(self) -> bool:
        """Whether browsers reach it by https."""
        return self.address.startswith("https://")

    @property
    def name(self) -> str:
        """The host without its port: what passkeys are bound to."""
        return urlsplit(self.address).hostname or ""

    def key(self, purpose: str) -> bytes:
        """Derive the key of one purpose, 32 bytes."""
        return hmac.digest(self.secret, f"upheld/web/{purpose}".encode(), hashlib.sha256)


_PINNED = "upheld.site"


def site_of(connection: HTTPConnection) -> Site:
    """Return the site that a request came to: one and the same until it is answered."""
    site = connection.scope.get(_PINNED)
    if site is None:
        site = connection.scope[_PINNED] = connection.app.state.current_site()
    if not isinstance(site, Site):  # pragma: no cover - `application.create` sets it
        raise TypeError("the application has no site")
    return site


def office_of(connection: HTTPConnection) -> Office:
    """Return the desk of the site that a request came to.

    Raises:
        PageUnknownError: This site has no desk.
    """
    from upheld.web.refused import PageUnknownError

    office = site_of(connection).office
    if office is None:
        raise PageUnknownError
    return office
