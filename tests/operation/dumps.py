"""Backups of a company's database as companies make them, and putting them back."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from tests.faults import shop


def taken(url: str, folder: Path) -> Callable[[], None]:
    """Back a database up with its own tool; return what puts the backup back."""
    return {"sqlite": _sqlite, "postgresql": _postgresql, "mariadb": _mariadb}[
        url.partition(":")[0]
    ](url, folder / "company.dump")


def _sqlite(url: str, dump: Path) -> Callable[[], None]:
    path = shop.path_of(url)
    shop.execute(url, ["PRAGMA wal_checkpoint(TRUNCATE)"])
    shutil.copyfile(path, dump)

    def back() -> None:
        for name in (f"{path.name}-wal", f"{path.name}-shm"):
            path.with_name(name).unlink(missing_ok=True)
        shutil.copyfile(dump, path)

    return back


def _postgresql(url: str, dump: Path) -> Callable[[], None]:
    _run(["pg_dump", "--file", str(dump), url])

    def back() -> None:
        shop.execute(url, ["DROP SCHEMA public CASCADE", "CREATE SCHEMA public"])
        _run(["psql", "--quiet", "--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-f", str(dump), url])

    return back


def _mariadb(url: str, dump: Path) -> Callable[[], None]:
    parts = urlsplit(url)
    login = [
        "--host=127.0.0.1", f"--port={parts.port}", f"--user={parts.username}",
        f"--password={parts.password}",
    ]  # fmt: skip
    database = parts.path.lstrip("/")
    _run(["mariadb-dump", *login, f"--result-file={dump}", database])

    def back() -> None:
        with dump.open("rb") as stream:
            subprocess.run(["mariadb", *login, database], stdin=stream, check=True)

    return back


def _run(words: list[str]) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
