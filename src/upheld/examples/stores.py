"""Makes an example's stores: databases from SQL, files and cache entries from queries.

`stores/NAME.sql` becomes the database `NAME.db`. `stores/NAME.files.sql` is one query of the
database that its line `-- from: DB` names; each row is the path and the content of a file in
the folder `NAME`.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.resources.abc import Traversable
from pathlib import Path, PurePosixPath
from typing import Any

_FILES = ".files.sql"
_FROM = re.compile(r"^-- from: (\w+)$", re.MULTILINE)
CACHE = "cache"


def furnish(sources: Traversable, folder: Path, *, cache: str | None = None) -> list[str]:
    """Make every store of an example in a new folder.

    Args:
        sources: The example's folder `stores`.
        folder: Where the stores go; made if it is not there.
        cache: The URL of a Valkey server whose cache is to be filled; without one the
            entries become files of the same names.

    Returns:
        What was made, in order.
    """
    folder.mkdir(parents=True, exist_ok=True)
    scripts = sorted(sources.iterdir(), key=lambda one: one.name)
    databases = [one for one in scripts if one.name.endswith(".sql") and _FILES not in one.name]
    # A script may attach another database, and the application's is the one they attach.
    databases.sort(key=lambda one: "ATTACH" in one.read_text("utf-8"))
    made = []
    for script in databases:
        made.append(f"{script.name.removesuffix('.sql')}.db")
        _database(script.read_text("utf-8"), folder, made[-1])
    for script in scripts:
        if script.name.endswith(_FILES):
            name = script.name.removesuffix(_FILES)
            entries = _entries(script.read_text("utf-8"), folder)
            if name == CACHE and cache is not None:
                _fill(cache, entries)
            else:
                _write(folder / name, entries)
            made.append(f"{name}/")
    return made


def _database(script: str, folder: Path, name: str) -> None:
    with closing(sqlite3.connect(folder / name)) as database:
        # SQLite resolves a relative name against the process's folder, not the script's.
        script = re.sub(
            r"ATTACH '(\w+\.db)'",
            lambda found: "ATTACH '" + str(folder / found[1]).replace("'", "''") + "'",
            script,
        )
        database.executescript(script)
        database.commit()


def _entries(query: str, folder: Path) -> Iterator[tuple[str, bytes]]:
    source = _FROM.search(query)
    if source is None:
        raise ValueError("a query of files begins with `-- from: DATABASE`")
    with closing(sqlite3.connect(folder / f"{source[1]}.db")) as database:
        for path, content in database.execute(query):
            yield path, content if isinstance(content, bytes) else content.encode()


def _write(folder: Path, entries: Iterator[tuple[str, bytes]]) -> None:
    for path, content in entries:
        target = folder / PurePosixPath(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def _fill(url: str, entries: Iterator[tuple[str, bytes]]) -> None:
    import valkey

    server: Any = valkey.Valkey  # its constructors have no types
    with closing(server.from_url(url)) as cache:
        for key, value in entries:
            cache.set(key, value)
