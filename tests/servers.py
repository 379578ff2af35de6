"""Real database servers for the tests: started once a run, shared by all its workers.

A server lives in a temporary folder, listens on a free loopback port and is stopped by the
worker that started it, once no other works with it. Durability is switched off: a test that
needs it starts its own. A missing binary is an error that names the package; tests are never
skipped for it.
"""

import fcntl
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
import pymysql

START_SECONDS = 60.0
_PASSWORD_BYTES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A running server. `password` is the administrator's (`upheld`), for tests only."""

    kind: str
    port: int
    password: str
    pid: int
    folder: str

    def url(self, database: str = "", *, user: str = "upheld", password: str | None = None) -> str:
        """Return the URL of one of its databases."""
        if self.kind == "valkey":
            return f"valkey://127.0.0.1:{self.port}/{database or 0}"
        secret = self.password if password is None else password
        return f"{self.kind}://{user}:{secret}@127.0.0.1:{self.port}/{database}"


class ServerUnavailableError(Exception):
    """A server of the tests cannot be started; the message says what to install or read."""


@contextmanager
def shared_server(kind: str, folder_of_run: Path) -> Iterator[Server]:
    """Yield the run's server of one kind: the first worker starts it, and stops it at its end.

    It waits for the others before: they are at their ends too, and a process that nobody waits
    for is left to the machine. Should the first worker die, the last of the others stops it.
    """
    note = folder_of_run / f"{kind}.json"
    with _locked(note):
        state = json.loads(note.read_text()) if note.exists() else {"users": []}
        users = [pid for pid in state["users"] if _alive(pid)]
        if "server" not in state or not _alive(state["server"]["pid"]):
            state["server"] = asdict(_START[kind]())
        state["users"] = [*users, os.getpid()]
        note.write_text(json.dumps(state))
    server = Server(**state["server"])
    try:
        yield server
    finally:
        while not _left(note, server):
            time.sleep(0.05)


def _left(note: Path, server: Server) -> bool:
    """Let go of a server, or stop it; `False` while it is ours to stop and others work with it."""
    with _locked(note):
        state = json.loads(note.read_text())
        others = [pid for pid in state["users"] if pid != os.getpid() and _alive(pid)]
        if others and server.pid in _CHILDREN:
            return False
        state["users"] = others
        if not others:
            stop(server)
            del state["server"]
        note.write_text(json.dumps(state))
    return True


def start_postgresql(settings: Mapping[str, str] | None = None) -> Server:
    """Start PostgreSQL; `settings` override, e.g. `{"fsync": "on"}`."""
    binaries = _newest_postgresql()
    folder = _folder("postgresql", settings)
    password = secrets.token_hex(_PASSWORD_BYTES)
    (folder / "password").write_text(password)
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        shutil.chown(folder / "password", "postgres", "postgres")
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"
    _run(
        [*as_user, str(binaries / "initdb"), "-D", str(data), "-U", "upheld", "-A",
         "scram-sha-256", "--pwfile", str(folder / "password"), "-E", "UTF8",
         "--locale=C.UTF-8", "--no-sync"],
        folder,
    )  # fmt: skip
    port = free_port()
    chosen = {
        "port": str(port), "listen_addresses": "127.0.0.1",
        "unix_socket_directories": str(folder), "fsync": "off", "synchronous_commit": "off",
        "full_page_writes": "off", "max_connections": "200", "shared_buffers": "128MB", "max_wal_size": "256MB",
        **(settings or {}),
    }  # fmt: skip
    options = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
    pid = _launch([*as_user, str(binaries / "postgres"), "-D", str(data), *options], folder)
    server = Server(kind="postgresql", port=port, password=password, pid=pid, folder=str(folder))
    _wait(server, lambda: psycopg.connect(server.url("postgres"), connect_timeout=2).close())
    return server


def start_mariadb(settings: Mapping[str, str] | None = None) -> Server:
    """Start MariaDB; `settings` are further options of mariadbd, without the dashes."""
    install, daemon = _binary("mariadb-install-db"), _binary("mariadbd", "mysqld")
    folder = _folder("mariadb", settings)
    password = secrets.token_hex(_PASSWORD_BYTES)
    data = folder / "data"
    user = ["--user=root"] if os.geteuid() == 0 else []
    _run(
        [install, "--no-defaults", f"--datadir={data}", "--skip-test-db",
         "--auth-root-authentication-method=normal", *user],
        folder,
    )  # fmt: skip
    first = folder / "first.sql"
    first.write_text(
        f"CREATE USER IF NOT EXISTS upheld@'%' IDENTIFIED BY '{password}';\n"
        "GRANT ALL PRIVILEGES ON *.* TO upheld@'%' WITH GRANT OPTION;\n"
        "DROP USER IF EXISTS ''@'localhost', ''@'%';\n"
    )
    port = free_port()
    chosen = {
        "datadir": str(data), "socket": str(folder / "socket"), "port": str(port),
        "bind-address": "127.0.0.1", "init-file": str(first), "skip-name-resolve": "1",
        "innodb-flush-log-at-trx-commit": "0", "innodb-doublewrite": "0",
        "innodb-buffer-pool-size": "128M", "character-set-server": "utf8mb4",
        "collation-server": "utf8mb4_general_ci", "performance-schema": "0",
        "max-connections": "200", "pid-file": str(folder / "pid"),
        **(settings or {}),
    }  # fmt: skip
    options = [f"--{key}={value}" for key, value in chosen.items()]
    pid = _launch([daemon, "--no-defaults", *options, *user], folder)
    server = Server(kind="mariadb", port=port, password=password, pid=pid, folder=str(folder))
    _wait(
        server,
        lambda: pymysql.connect(
            host="127.0.0.1", port=port, user="upheld", password=password, ssl_disabled=True
        ).close(),
    )
    return server


def start_valkey() -> Server:
    """Start Valkey, or Redis where only that is installed."""
    daemon = _binary("valkey-server", "redis-server")
    folder = _folder("valkey", None)
    port = free_port()
    pid = _launch(
        [daemon, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no",
         "--dir", str(folder), "--databases", "64"],
        folder,
    )  # fmt: skip
    server = Server(kind="valkey", port=port, password="", pid=pid, folder=str(folder))
    _wait(server, lambda: socket.create_connection(("127.0.0.1", port), 1).close())
    return server


def _folder(kind: str, settings: Mapping[str, str] | None) -> Path:
    """A new folder: where the run's are (in memory, if there is plenty), else on the disk.

    Each table that MariaDB makes waits for the disk several times; in memory that takes a fifth.
    """
    root = None if settings else os.environ.get("PYTEST_DEBUG_TEMPROOT")
    return Path(tempfile.mkdtemp(prefix=f"upheld-{kind}-", dir=root))


_START: dict[str, Callable[[], Server]] = {
    "postgresql": start_postgresql,
    "mariadb": start_mariadb,
    "valkey": start_valkey,
}


def stop(server: Server) -> None:
    """Stop a server by its process number and remove its folder."""
    # PostgreSQL's SIGINT is its "fast" shutdown; it would wait for clients on SIGTERM.
    _signal(server.pid, signal.SIGINT if server.kind == "postgresql" else signal.SIGTERM)
    deadline = time.monotonic() + 15
    while _alive(server.pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    if _alive(server.pid):
        _signal(server.pid, signal.SIGKILL)
    shutil.rmtree(server.folder, ignore_errors=True)


def create_database(server: Server) -> str:
    """Create an empty database and return its URL."""
    name = f"t{secrets.token_hex(6)}"
    administer(server, [f"CREATE DATABASE {name}"])
    return server.url(name)


def drop_database(server: Server, url: str) -> None:
    """Drop a database, whoever is still connected to it."""
    name = url.rpartition("/")[2]
    force = " WITH (FORCE)" if server.kind == "postgresql" else ""
    administer(server, [f"DROP DATABASE IF EXISTS {name}{force}"])


def create_role(server: Server, url: str, grants: Sequence[str]) -> str:
    """Create a role that has nothing but `grants` in one database; return its URL.

    Args:
        server: The server.
        url: The database.
        grants: What to grant, e.g. `SELECT ON customer`.
    """
    name, password = f"r{secrets.token_hex(4)}", secrets.token_hex(_PASSWORD_BYTES)
    database = url.rpartition("/")[2]
    if server.kind == "postgresql":
        made, account = f"CREATE ROLE {name} LOGIN PASSWORD '{password}'", name
    else:
        account = f"{name}@'%'"
        made = f"CREATE USER {account} IDENTIFIED BY '{password}'"
    given = [f"GRANT {grant} TO {account}" for grant in grants]
    administer(server, [made, *given], database)
    return server.url(database, user=name, password=password)


def administer(server: Server, statements: Sequence[str], database: str = "") -> None:
    """Run statements as the administrator."""
    if server.kind == "postgresql":
        with psycopg.connect(server.url(database or "postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())
        return
    with pymysql.connect(
        host="127.0.0.1", port=server.port, user="upheld", password=server.password,
        database=database or None, autocommit=True, charset="utf8mb4",
        ssl_disabled=True,  # else all certificates of the machine are read each time: 40 ms
    ) as maria, maria.cursor() as cursor:  # fmt: skip
        for statement in statements:
            cursor.execute(statement)


def free_port() -> int:
    """Return a loopback port that was free a moment ago."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _newest_postgresql() -> Path:
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    if not folders:
        raise ServerUnavailableError("no PostgreSQL server: install the package `postgresql`")
    return max(
        folders, key=lambda folder: float("".join(filter(str.isdigit, folder.parent.name)) or 0)
    )


def _binary(*names: str) -> str:
    for name in names:
        found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
        if found:
            return found
    raise ServerUnavailableError(f"no `{names[0]}`: install MariaDB's or Valkey's server package")


def _run(command: Sequence[str], folder: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    if done.returncode != 0:
        said = f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
        shutil.rmtree(folder, ignore_errors=True)
        raise ServerUnavailableError(f"`{command[0]}` failed: {said}")


def _launch(command: Sequence[str], folder: Path) -> int:
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/",
            start_new_session=True,
        )  # fmt: skip
    _CHILDREN[process.pid] = process
    return process.pid


# Kept, so that a stopped child of ours is reaped and not taken for a running one.
_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}


def _wait(server: Server, attempt: Callable[[], None]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        with suppress(OSError, psycopg.OperationalError, pymysql.err.OperationalError):
            attempt()
            return
        if not _alive(server.pid) or time.monotonic() > deadline:
            log = (Path(server.folder) / "log").read_text(errors="replace")[-3000:]
            stop(server)
            raise ServerUnavailableError(f"{server.kind} did not start:\n{log}")
        time.sleep(0.05)


def _alive(pid: int) -> bool:
    child = _CHILDREN.get(pid)
    if child is not None:
        return child.poll() is None
    status = Path(f"/proc/{pid}/stat")
    if Path("/proc/self").exists():
        # A zombie whose parent is another worker has ended as far as we are concerned.
        return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


@contextmanager
def _locked(note: Path) -> Iterator[None]:
    with note.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
