"""A gateway of an example company in front of a provider that records."""

import asyncio
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from openai import OpenAI
from sqlalchemy import Engine

from tests import loopback
from tests.screening import provider as providers
from tests.screening.provider import Provider
from upheld.assembly import open_store
from upheld.clock import SystemClock
from upheld.detection import Scanner
from upheld.detection.rule import Rule
from upheld.detection.rules import builtin
from upheld.evidence.entry import Entry, read_entry
from upheld.evidence.store import entries
from upheld.migrations.opening import bring_up_to_date
from upheld.policy.model import Policy
from upheld.policy.reading import read_policy
from upheld.rights.vault import Vault
from upheld.screening.admission import Admission
from upheld.screening.batches.beside import beside_of
from upheld.screening.configuration import GatewaySection
from upheld.screening.fields.endpoints import MODELS
from upheld.screening.gateway.application import Gateway
from upheld.screening.gateway.models import ModelsEndpoint
from upheld.screening.gateway.settings import PATH, SettingsEndpoint
from upheld.screening.gateway.upstream import Upstream
from upheld.screening.keys import Keyring, make_key
from upheld.screening.procedure import Screening
from upheld.screening.rulebook import rulebook_of
from upheld.screening.stored import StoredVault
from upheld.screening.turns import Scans

EXAMPLES = Path(__file__).parents[2] / "src" / "upheld" / "examples"
CARD = "4111111111111111"
SECRET_WORD = "health:diabetes-0042"
PROVIDER_KEY = "provider-key-of-the-company"


def test_scanner() -> Scanner:
    """The scanner that comes with the package, and one rule for a word that only tests use."""
    return Scanner(
        (
            *builtin(),
            Rule(
                id="health.test",
                kind="health",
                pattern=r"health:[a-z]+-[0-9]{4}",
                source="tests",
                confidence=1.0,
            ),
        )
    )


test_scanner.__test__ = False  # type: ignore[attr-defined]


@dataclass
class Running:
    """A gateway that runs, and everything a test looks at."""

    port: int
    provider: Provider
    engine: Engine
    policy: Policy
    screening: Screening
    key: str
    loop: asyncio.AbstractEventLoop = field(repr=False)
    clients: list[OpenAI] = field(default_factory=list, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self, key: str | None = None, **headers: str) -> OpenAI:
        """The official client, pointed here; it is closed with the gateway."""
        client = OpenAI(
            base_url=f"{self.address}/v1",
            api_key=key or self.key,
            max_retries=0,
            timeout=20,
            default_headers={name.replace("_", "-"): value for name, value in headers.items()},
        )
        self.clients.append(client)
        return client

    def post(
        self,
        path: str,
        body: Any = None,
        *,
        content: bytes | Iterator[bytes] | None = None,
        **headers: str,
    ) -> httpx.Response:
        """A call by hand."""
        sent = {
            "authorization": f"Bearer {self.key}",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        }
        if content is not None:
            return loopback.post(self.address + path, content=content, headers=sent, timeout=20)
        return loopback.post(self.address + path, json=body, headers=sent, timeout=20)

    def another_key(
        self, tenant: str = "acme", purpose: str = "ai", role: Any = "application"
    ) -> str:
        with self.engine.begin() as connection:
            return make_key(
                connection, tenant=tenant, purpose=purpose, role=role, at=SystemClock().now()
            )

    def entries(self) -> list[Entry]:
        """What the ledger heard, oldest first."""
        return entries_of(self.engine)


def entries_of(engine: Engine) -> list[Entry]:
    """Every entry of a ledger, oldest first."""
    with engine.connect() as connection:
        rows = connection.execute(entries.select().order_by(entries.c.id))
        return [read_entry(bytes(row.leaf)) for row in rows]


def store_from(empty: Path, folder: Path) -> Engine:
    """A store of a test's own."""
    shutil.copy(empty, folder / "store.db")
    return open_store(f"sqlite:///{folder / 'store.db'}", 4)


Start = Callable[..., Running]


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of our own, its tables made once a run."""
    path = tmp_path_factory.mktemp("store") / "store.db"
    engine = open_store(f"sqlite:///{path}", 4)
    bring_up_to_date(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def policy() -> Policy:
    return read_policy(EXAMPLES / "b2b-platform" / "policy")


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with providers.running() as one:
        yield one


@pytest.fixture(scope="module")
def start(
    provider: Provider, policy: Policy, empty_store: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Start]:
    """Return a function: settings → a gateway that runs until the module ends."""
    stops: list[Callable[[], None]] = []

    def begin(scanner: Scans | None = None, own: Policy | None = None, **section: Any) -> Running:
        engine = store_from(empty_store, tmp_path_factory.mktemp("gateway"))
        made = GatewaySection(recipient="ai-models", **section)
        screening = Screening(
            scanner=scanner or test_scanner(),
            rulebook=rulebook_of(own or policy, made),
            section=made,
            key=b"k" * 32,
        )
        with engine.begin() as connection:
            key = make_key(
                connection,
                tenant="acme",
                purpose="ai",
                role="application",
                at=SystemClock().now(),
            )
        stack = _served(screening, engine, provider, own or policy)
        port, loop = stack.__enter__()
        running = Running(port, provider, engine, own or policy, screening, key, loop)
        stops.append(_stopping(stack, running))
        return running

    yield begin
    for stop in stops:
        stop()


def _stopping(stack: AbstractContextManager[Any], running: Running) -> Callable[[], None]:
    def stop() -> None:
        for client in running.clients:
            client.close()
        stack.__exit__(None, None, None)
        running.engine.dispose()

    return stop


@contextmanager
def _served(
    screening: Screening, engine: Engine, provider: Provider, policy: Policy
) -> Iterator[tuple[int, asyncio.AbstractEventLoop]]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    loops: list[asyncio.AbstractEventLoop] = []
    started = threading.Event()
    servers: list[uvicorn.Server] = []

    def run() -> None:
        async def serve() -> None:
            admission = Admission(engine, SystemClock())
            upstream = Upstream(screening.section, provider.address, PROVIDER_KEY)
            models = ModelsEndpoint(screening, admission, upstream)
            kept = StoredVault(engine=engine, vault=Vault(b"k" * 32), clock=SystemClock())
            gateway = Gateway(
                screening,
                Keyring(engine),
                admission,
                upstream,
                beside={
                    PATH: SettingsEndpoint(engine, SystemClock(), lambda: policy),
                    MODELS: models,
                    f"{MODELS}/": models,
                    **beside_of(screening, admission, upstream, kept, lambda: policy),
                },
            )
            loops.append(asyncio.get_running_loop())
            config = uvicorn.Config(
                gateway, log_config=None, access_log=False, ws="none", timeout_graceful_shutdown=1
            )
            server = uvicorn.Server(config)
            servers.append(server)
            listening.listen()
            started.set()
            await server.serve(sockets=[listening])

        asyncio.run(serve())

    thread = threading.Thread(target=run)
    thread.start()
    started.wait(10)
    try:
        yield port, loops[0]
    finally:
        servers[0].should_exit = True
        thread.join(10)
        listening.close()


@pytest.fixture(scope="module")
def gateway(start: Start) -> Running:
    return start()


@pytest.fixture(autouse=True)
def _fresh(provider: Provider) -> None:
    provider.forget()
