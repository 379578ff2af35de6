"""Real sites for the tests: a store in memory's stead, an example policy, a clock one can move."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import Engine, event, select

from tests.rendering.examples import example
from upheld.assembly import open_store
from upheld.clock import DrillClock
from upheld.evidence import store as evidence_store
from upheld.evidence.entry import read_entry
from upheld.web.application import create
from upheld.web.signin import store as signin_store
from upheld.web.signin.passwords import hash_password, set_password
from upheld.web.signin.staff import Staff, new_staff_id
from upheld.web.site import Site

BEGIN = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
ADDRESS = "http://localhost:8420"


@dataclass(slots=True)
class MovableClock:
    """The time of a test."""

    at: datetime = BEGIN

    def read(self) -> str:
        return self.at.isoformat()

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass(slots=True)
class World:
    """A site and the clock it runs by."""

    site: Site
    clock: MovableClock
    app: FastAPI = field(init=False)

    def __post_init__(self) -> None:
        self.app = create(self.site)

    @property
    def engine(self) -> Engine:
        return self.site.engine


def world(
    folder: Path | None,
    *,
    address: str = ADDRESS,
    company: str = "consumer-app",
    store: str | None = None,
    **more: Any,
) -> World:
    """Make a site on a fresh SQLite store in a folder, or on the store of a URL."""
    engine = open_store(store or f"sqlite:///{folder}/store.db")
    if engine.dialect.name == "sqlite":
        # Durability is the store's own test; waiting for the disk makes these slow.
        event.listen(
            engine, "connect", lambda driver, _: driver.execute("PRAGMA synchronous = OFF")
        )
    for tables in (evidence_store, signin_store):
        tables.create_tables(engine)
    clock = MovableClock()
    policy = example(company)
    site = Site(
        engine=engine,
        clock=DrillClock(clock.read),
        policy=policy,
        company=policy.policy.company.text(),
        secret=bytes(range(32)),
        address=address,
        **more,
    )
    return World(site=site, clock=clock)


@dataclass(slots=True)
class Browser:
    """A browser without JavaScript: keeps cookies, sends forms with the token of their page."""

    app: FastAPI
    address: str = ADDRESS
    language: str = "ja"
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    client: tuple[str, int] = ("192.0.2.7", 40000)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self.send("GET", path, **more)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        """Send a form exactly as given: without a token unless one is in it."""
        return self.send("POST", path, data=data, **more)

    def submit(
        self,
        page: str,
        data: Mapping[str, Any] | None = None,
        *,
        to: str | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Open a page and send its form with the token it carries."""
        opened = self.get(page)
        assert opened.status_code == 200, (page, opened.status_code, opened.text[:300])
        field_ = LexborHTMLParser(opened.text).css_first("main form input[name=form_token]")
        assert field_ is not None, f"{page} has no form of ours"
        token = field_.attributes["value"]
        return self.post(to or page, {**(data or {}), "form_token": token}, **more)

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = {
            "accept": "text/html",
            "accept-language": self.language,
            **more.pop("headers", {}),
        }
        # In a thread of its own: Playwright keeps a loop running in the one of the test.
        with ThreadPoolExecutor(1) as thread:
            coming = self._send(method, path, headers=headers, **more)
            return thread.submit(asyncio.run, coming).result()

    async def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=self.client, raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url=self.address, cookies=self.cookies
        ) as client:
            answer = await client.request(method, path, **more)
            self.cookies = client.cookies
            return answer


PASSWORD = "seven green kettles"


def entries(world_: World, kind: str) -> list[dict[str, Any]]:
    """Return what the ledger holds of a kind, oldest first; sealed by nobody yet."""
    with world_.engine.connect() as connection:
        rows = connection.execute(
            select(evidence_store.entries.c.leaf)
            .where(evidence_store.entries.c.kind == kind)
            .order_by(evidence_store.entries.c.id)
        )
        return [dict(read_entry(bytes(row.leaf)).body) for row in rows]


def enlist(
    world_: World, name: str, *roles: str, address: str | None = None, password: str = PASSWORD
) -> Staff:
    """Put someone on the list of staff, with a password."""
    id_ = new_staff_id()
    with world_.engine.begin() as connection:
        signin_store.add_staff(
            connection,
            id_=id_,
            name=name,
            address=address or f"{name.lower()}@office.example",
            roles=roles,
            at=world_.site.clock.now(),
        )
        set_password(connection, id_, hash_password(password))
        found = signin_store.staff_by_id(connection, id_)
    assert found is not None
    return found


def signed_in(world_: World, staff: Staff, *, password: str = PASSWORD, **more: Any) -> Browser:
    """Return a browser in which someone has signed in, through the page."""
    browser = Browser(world_.app, address=world_.site.address, **more)
    answer = browser.submit("/sign-in", {"address": staff.address, "password": password})
    assert answer.status_code == 303, text_of(answer)
    return browser


def text_of(response: httpx.Response) -> str:
    """Return what a person reads in a page's main part."""
    main = LexborHTMLParser(response.text).css_first("main")
    assert main is not None, response.text[:300]
    return " ".join(main.text(separator=" ").split())
