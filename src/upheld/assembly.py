"""Builds the running system: the only file that names concrete stores and connectors."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from select import POLLIN, poll
from time import monotonic
from typing import Any

from sqlalchemy import Engine

from upheld import settings as workspace_settings
from upheld.clock import Clock, from_environment
from upheld.connectors import catalogue
from upheld.connectors.contract import Connector, PlaceName
from upheld.datamap.model import DataMap
from upheld.datamap.reading import read_maps
from upheld.desk.office import DEFAULT_ADDRESS, Office
from upheld.evidence import signing
from upheld.migrations.opening import bring_up_to_date
from upheld.policy.reading import read_policy
from upheld.retention.keeping import Keeping
from upheld.rights.company import Company, MappedSystem
from upheld.rights.people_on_hold import people_on_hold
from upheld.rights.turn import turn
from upheld.rights.vault import open_vault
from upheld.screening.stored import StoredVault
from upheld.settings import Settings
from upheld.subject.place import RelationalPlace
from upheld.versions.archive import Archive

_TRUSTED_SECONDS = 1.0  # a server takes longer to stop and start again
FEW_CONNECTIONS = 4
"""Enough for a command, which does one thing at a time: what it reads, writes, locks and notes."""


@dataclass(slots=True)
class Workspace:
    """A workspace, opened bit by bit: a command pays only for what it uses.

    Attributes:
        folder: Where `upheld.yaml` is.
        environment: Where secrets are looked up.
        store: The URL of our own store, where it is not the one of `upheld.yaml`.
        address: What browsers call the site, where whoever serves it knows; links in mail lead
            there.
        connections: How many of our own store may be in use at once; said before it is opened.
    """

    folder: Path
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ, repr=False)
    store: str | None = None
    address: str | None = None
    connections: int = FEW_CONNECTIONS
    _settings: Settings | None = None
    _engine: Engine | None = None
    _places: dict[str, Connector] = field(default_factory=dict)

    @property
    def settings(self) -> Settings:
        """What `upheld.yaml` says."""
        if self._settings is None:
            self._settings = workspace_settings.load(self.folder, environment=self.environment)
        return self._settings

    @property
    def clock(self) -> Clock:
        """The clock, simulated where a drill says so."""
        return from_environment(
            self.environment.get("UPHELD_NOW"), drill=self.settings.drill, zone=self.settings.zone
        )

    @property
    def engine(self) -> Engine:
        """Our own store, its tables brought up to date."""
        if self._engine is None:
            self._engine = open_store(self.store_url, self.connections)
            bring_up_to_date(self._engine)
        return self._engine

    @property
    def signer(self) -> signing.SigningKey:
        """The key that signs the ledger's checkpoints."""
        return signing.load_key(self.settings.signing_key_path(), self.environment)

    @property
    def store_url(self) -> str:
        """Where our own store is; do not print it."""
        return self.settings.store_url() if self.store is None else self.store

    @property
    def store_key(self) -> Path:
        """The file of the key that seals what requests say."""
        url = self.store_url
        if url.startswith("sqlite"):
            return Path(url.removeprefix("sqlite:///")).resolve().parent / "store.key"
        return self.folder / ".upheld" / "store.key"

    def place(self, name: str) -> Connector:
        """One connected place."""
        if name not in self._places:
            self._places[name] = catalogue.connect(PlaceName(name), self.settings.url(name))
        return self._places[name]

    def maps(self) -> dict[str, Any]:
        """Every data map by its system."""
        return read_maps(self.settings.datamap_folder)

    @property
    def versions(self) -> Archive:
        """The published versions of the policy."""
        return Archive(self.folder / "versions")

    def policy_in_force(self) -> Path:
        """The folder of the declaration that binds the desk today.

        It is that of the newest published version whose day has come. Where there is none, it is
        the workspace's own `policy/`, which is a draft as soon as there is one.
        """
        passed = [
            one for one in self.versions.versions() if one.effective_day <= self.clock.today()
        ]
        if not passed:
            return self.settings.policy_folder
        return self.versions.folder_of(passed[-1]) / "policy"

    def company(self, policy_folder: Path | None = None) -> Company:
        """Everything a request needs.

        Args:
            policy_folder: Where the declaration is; the workspace's `policy/` where none is given.

        Raises:
            RefusalsError: The policy or a map cannot be read.
        """
        maps = self.maps()
        places = {name: self.place(name) for name in self.settings.systems}
        databases = {n: p for n, p in places.items() if isinstance(p, RelationalPlace)}
        others: dict[str, DataMap] = {n: m.model for n, m in maps.items() if n not in databases}
        engine = self.engine
        return Company(
            policy=read_policy(policy_folder or self.settings.policy_folder),
            systems=[
                MappedSystem(name=n, place=p, datamap=maps[n])
                for n, p in databases.items()
                if n in maps
            ],
            places=places,
            maps=others,
            unmapped=[n for n in databases if n not in maps],
            calendar=self.settings.calendar(),
            clock=self.clock,
            engine=engine,
            vault=open_vault(self.store_key, self.environment, create=True),
            signer=self.signer,
            kept=kept_values(self),
        )

    def office(self) -> Office:
        """The request desk of this workspace, under the declaration that binds it today.

        Raises:
            RefusalsError: The policy or a map cannot be read.
            VersionAlteredError: A published version's record cannot be read.
        """
        desk = self.settings.declared.desk
        key = desk.link_key
        declared = self.policy_in_force()
        return Office(
            company=self.company(declared),
            policy_folder=declared,
            settings=desk,
            address=self.address or desk.public_url or DEFAULT_ADDRESS,
            folder=self.folder,
            link_key=None if key is None else self.settings.secret(key, "desk.link_key"),
        )

    def keeping(self) -> Keeping:
        """Everything a sweep of ended periods needs."""
        return keeping_of(self.company())

    def close(self) -> None:
        """Give back every connection."""
        for place in self._places.values():
            place.close()
        if self._engine is not None:
            self._engine.dispose()


def kept_values(workspace: Workspace) -> StoredVault:
    """Values behind placeholders that outlive their call, in the store of a workspace."""
    return StoredVault(
        engine=workspace.engine,
        vault=open_vault(workspace.store_key, workspace.environment, create=True),
        clock=workspace.clock,
    )


def keeping_of(company: Company) -> Keeping:
    """A company, as a sweep of ended periods sees it."""
    return Keeping(
        policy=company.policy,
        systems=company.systems,
        places=company.places,
        calendar=company.calendar,
        clock=company.clock,
        engine=company.engine,
        sealing=company.vault,
        signer=company.signer,
        turn=lambda ref: turn(company.engine, ref),
        held=lambda systems: people_on_hold(company, systems),
    )


def open_store(url: str, connections: int = FEW_CONNECTIONS) -> Engine:
    """Open our own store: SQLite durable on every commit (WAL, FULL), or PostgreSQL.

    Args:
        url: Where it is.
        connections: How many may be in use at once. Each is opened when it is first needed, and
            kept; whoever finds none free waits for half a minute and is then refused.
    """
    from sqlalchemy import create_engine, event

    if not url.startswith("sqlite"):
        return _asking_idle_ones(
            create_engine(
                _with_driver(url), pool_size=connections, max_overflow=0, hide_parameters=True
            )
        )
    path = Path(url.removeprefix("sqlite:///"))
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(f"sqlite:///{path}", pool_size=connections, hide_parameters=True)

    def prepare(driver: Any, _record: Any) -> None:
        driver.execute("PRAGMA journal_mode = WAL")
        driver.execute("PRAGMA synchronous = FULL")
        driver.execute("PRAGMA busy_timeout = 10000")

    event.listen(engine, "connect", prepare)
    return engine


def _asking_idle_ones(engine: Engine) -> Engine:
    """Ask a connection whether it still is one: after a pause, and where something came in.

    To ask each time costs a round trip a transaction. A server that ends a connection says so,
    or closes it: either can be read, and nothing else can while nobody asked for anything.
    """
    from sqlalchemy import event
    from sqlalchemy.exc import InvalidatePoolError

    def used(_driver: Any, record: Any) -> None:
        record.info["idle since"] = monotonic()

    def ask(driver: Any, record: Any, _proxy: Any) -> None:
        since = record.info.pop("idle since", None)
        if since is None:
            return
        try:
            if monotonic() - since >= _TRUSTED_SECONDS or _something_came(driver):
                engine.dialect.do_ping(driver)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", used)
    event.listen(engine, "checkout", ask)
    return engine


def _something_came(driver: Any) -> bool:
    """Whether the other side wrote, or closed, while nothing was asked of it."""
    waiting = poll()
    waiting.register(driver.fileno(), POLLIN)
    return bool(waiting.poll(0))


def _with_driver(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else url
