"""What the desk works with: the opened workspace, and how it is reached from outside."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from upheld.desk.configuration import DeskSection
from upheld.durable.promises import Promises
from upheld.law.calendar import Calendar, japan
from upheld.refusal import UsageError
from upheld.rights.company import Company
from upheld.subject.identity import normal_form
from upheld.wording import Text

DEFAULT_ADDRESS = "http://localhost:8420"
"""Where nothing else is said: the port of `upheld serve`, on this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """One company's desk.

    Attributes:
        company: Policy, stores, clock, ledger and keys.
        settings: What `upheld.yaml` says under `desk:`.
        address: What browsers call the site: links in letters and mail lead there.
        folder: The workspace: letters of the company's own, bundles, uploads.
        policy_folder: Where the declaration is that it works with: a published version's, or the
            workspace's own where none is in force.
        link_key: The key the company's own site signs links with, base64; `None` for none.
    """

    company: Company
    settings: DeskSection
    address: str
    folder: Path
    policy_folder: Path
    link_key: str | None = field(default=None, repr=False)

    @property
    def calendar(self) -> Calendar:
        """The company's business days; Japan's where the workspace names none."""
        own = self.company.calendar
        return own if isinstance(own, Calendar) else japan()

    @property
    def zone(self) -> ZoneInfo:
        """Where the company's days begin."""
        return ZoneInfo(self.company.policy.policy.tz)

    @property
    def work(self) -> Promises:
        """Begins work of steps and waits, for whichever port carries it out at this desk."""
        return Promises(self.company.clock, self.settings.work)

    @contextmanager
    def transaction(self, within: Connection | None = None) -> Iterator[Connection]:
        """Give the caller's transaction, or one of its own that is committed at the end."""
        if within is not None:
            yield within
            return
        with self.company.engine.begin() as connection:
            yield connection

    def key(self, purpose: str) -> bytes:
        """Derive the key of one purpose from the store's key, 32 bytes."""
        return hmac.digest(self.company.vault.key, f"upheld desk {purpose}".encode(), "sha256")

    def digest(self, kind: str, value: str) -> str:
        """Return a keyed digest of an identifier's normal form (HMAC-SHA-256, hex).

        It finds the same person again without keeping who that is: duplicates are
        recognised by it, and cases are searched by it.
        """
        plain = normal_form(kind, value)
        key = self.key("lookup")
        return hmac.new(key, f"{kind}\0{plain}".encode(), hashlib.sha256).hexdigest()

    def link(self, path: str) -> str:
        """Return the address of one of our pages.

        Raises:
            UsageError: The path is not one of ours: it would lead elsewhere.
        """
        if not path.startswith("/") or path.startswith("//") or "\\" in path:
            raise UsageError(
                Text(en="a link of ours begins with one slash", ja="リンクは / 一つで始めます"),
                remedy=Text(en="give the path only", ja="パスだけを指定してください"),
            )
        return f"{self.address}{path}"
