"""The filled shop, made once and copied for every test that changes it.

The file lies in the system's folder for passing files, under a name that changes with the code
that fills it; a second process waits for the first one's file.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.oscar.duplicating import duplicate

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
FILLING = (
    "fill.py",
    "invented.py",
    "purchases.py",
    "shelves.py",
    "traces.py",
    "project/settings.py",
)


def sqlite_shop() -> Path:
    """Return the filled SQLite database, building it the first time (about a minute).

    It is shared: read it, or copy it with `sqlite_copy`.
    """
    built = _folder() / f"shop-{_fingerprint(FILLING)}.sqlite"
    with _alone():
        if not built.exists():
            unfinished = built.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            run("fill", "--db", f"sqlite:///{unfinished}")
            unfinished.replace(built)
    return built


def sqlite_copy(folder: Path) -> Path:
    """Return a copy of the filled database that a test may change."""
    return Path(shutil.copy(sqlite_shop(), folder / "shop.sqlite"))


def owned_rows() -> dict[str, dict[str, int]]:
    """Return for every special customer the number of rows in each table, asked of the ORM."""
    shop = sqlite_shop()
    note = _folder() / f"owned-{_fingerprint((*FILLING, 'owned.py'))}.json"
    with _alone():
        if not note.exists():
            note.write_text(run("owned", "--db", f"sqlite:///{shop}"), "utf-8")
    found: dict[str, dict[str, int]] = json.loads(note.read_text("utf-8"))
    return found


def run(module: str, *arguments: str) -> str:
    """Run a module of this folder in a process of its own and return what it printed.

    Django is started once a process and names its database then; so it never runs inside the
    process of the tests.

    Raises:
        AssertionError: it ended with an error; its last words are in the message.
    """
    done = subprocess.run(
        [sys.executable, "-m", f"tests.oscar.{module}", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise AssertionError(f"{module} ended with {done.returncode}: {done.stderr[-3000:]}")
    return done.stdout


def answers(url: str) -> list[tuple[str, int]]:
    """Ask the shop's own pages on this database; returns addresses and HTTP status codes."""
    pages: list[list[Any]] = json.loads(run("still_works", "--db", url))
    return [(str(address), int(status)) for address, status in pages]


def copy_to(url: str) -> None:
    """Make the same shop in an empty PostgreSQL or MariaDB database.

    django-oscar's own migrations take most of a minute: they run once on each server, in a
    database that is kept there, and the server itself copies that one.
    """
    source = f"sqlite:///{sqlite_shop()}"
    kept = f"shop_{_fingerprint((*FILLING, 'copying.py'))}"
    with _alone(f"lock-{url.partition(':')[0]}"):
        duplicate(url, kept, lambda made: run("copying", "--source", source, "--db", made))


def _folder() -> Path:
    """Return this user's folder of finished shops.

    Raises:
        PermissionError: somebody else made it first.
    """
    folder = Path(tempfile.gettempdir()) / f"upheld-oscar-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to another user")
    return folder


@contextmanager
def _alone(name: str = "lock") -> Iterator[None]:
    """Let one process build at a time; the others find what it made afterwards."""
    with (_folder() / name).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fingerprint(files: Sequence[str]) -> str:
    """Name the state of everything that decides what the database holds."""
    digest = hashlib.sha256()
    for name in files:
        digest.update((HERE / name).read_bytes())
    for package in ("django-oscar", "django"):
        digest.update(version(package).encode())
    return digest.hexdigest()[:16]
