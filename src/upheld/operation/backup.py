"""Making a backup: one file with every row of our own store and every file of the workspace.

A zip archive of lines of JSON, read from one snapshot while others go on writing: a read
transaction on SQLite (its write-ahead log keeps the old pages), REPEATABLE READ on PostgreSQL.
Row by row, so that a store of any size needs a few megabytes of memory.
"""

import base64
import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, MetaData, Table, text

from upheld import __version__
from upheld.clock import Clock
from upheld.evidence import ledger
from upheld.evidence import store as evidence
from upheld.evidence.checkpoint import read_checkpoint
from upheld.evidence.signing import SigningKey
from upheld.migrations.opening import version_of
from upheld.migrations.tables import VERSION_TABLE
from upheld.operation.manifest import MANIFEST, SIGNATURE, FilePart, Manifest, TablePart
from upheld.operation.plain_rows import Tally, lines_of
from upheld.operation.workspace_files import files_of
from upheld.refusal import UsageError, Where
from upheld.wording import Text

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is backed up.

    Attributes:
        folder: The workspace.
        more: Files in it that its settings name.
    """

    folder: Path
    engine: Engine
    signer: SigningKey
    clock: Clock
    more: tuple[str, ...] = ()


def make(
    source: Source, target: Path, watch: Callable[[str], None] = lambda _message: None
) -> Manifest:
    """Write a backup; the file is there when it is whole, and never before.

    Args:
        source: What is backed up.
        target: The file, or a folder in which a file named after the time is made.
        watch: Hears what is being written.

    Raises:
        UsageError: A file of that name is there already.
    """
    if target.exists():
        raise UsageError(
            Text(en="this file is there already", ja="このファイルはすでにあります"),
            where=Where(file=target.name),
            remedy=Text(
                en="give another name; a backup is never overwritten",
                ja="別の名前を指定してください。バックアップは上書きしません",
            ),
        )
    ledger.seal(source.engine, source.signer, source.clock)
    unfinished = target.with_name(f".{target.name}.unfinished")
    descriptor = os.open(unfinished, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                manifest = _write(source, archive, watch)
            stream.flush()
            os.fsync(stream.fileno())
        # A hard link refuses to replace a file that came into being meanwhile; a rename does not.
        os.link(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return manifest


def named_after(folder: Path, clock: Clock) -> Path:
    """The name of a backup in a folder."""
    return folder / f"upheld-{clock.now():%Y%m%dT%H%M%SZ}.backup.zip"


def _write(source: Source, archive: zipfile.ZipFile, watch: Callable[[str], None]) -> Manifest:
    with _snapshot(source.engine) as connection:
        note = evidence.latest_note(connection)
        manifest = Manifest(
            made_at=source.clock.now().isoformat(),
            program=__version__,
            revision=version_of(connection) or "",
            size=read_checkpoint(note).size if note else 0,
            checkpoint=note,
            more=source.more,
            tables=tuple(_tables(connection, archive, watch)),
            files=tuple(_files(source, archive)),
        )
    content = manifest.model_dump_json(indent=1).encode()
    archive.writestr(MANIFEST, content)
    archive.writestr(SIGNATURE, base64.b64encode(source.signer.sign(content)))
    return manifest


@contextmanager
def _snapshot(engine: Engine) -> Iterator[Connection]:
    """Read everything as it stood at one instant."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection
        return
    reading = engine.execution_options(isolation_level="REPEATABLE READ")
    with reading.connect() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        yield connection


def _tables(
    connection: Connection, archive: zipfile.ZipFile, watch: Callable[[str], None]
) -> Iterator[TablePart]:
    from upheld.migrations.upgrading import made_by_all_steps

    there = MetaData()
    there.reflect(connection, only=sorted(made_by_all_steps() - {VERSION_TABLE}))
    for table in there.sorted_tables:
        watch(table.name)
        tally, digest = Tally(), hashlib.sha256()
        # Without the mark a member that grows past 2 GiB could not be finished.
        with archive.open(f"store/{table.name}.jsonl", "w", force_zip64=True) as member:
            for line in lines_of(connection, table):
                tally.add(line)
                content = f"{line}\n".encode()
                digest.update(content)
                member.write(content)
        yield TablePart(
            name=table.name,
            columns=tuple(table.columns.keys()),
            rows=tally.rows,
            digest=tally.digest,
            sha256=digest.hexdigest(),
            last=_last_number(connection, table),
        )


def _last_number(connection: Connection, table: Table) -> int | None:
    """What the table's counter gave out last: rows that are gone shall not lend their numbers."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT seq FROM sqlite_sequence WHERE name = :table")
        return connection.execute(query, {"table": table.name}).scalar()
    column = table.autoincrement_column
    if column is None:
        return None
    named = text("SELECT pg_get_serial_sequence(:table, :column)")
    names = {"table": f'"{table.name}"', "column": column.name}
    sequence = connection.execute(named, names).scalar()
    if sequence is None:
        return None
    last, called = connection.execute(text(f"SELECT last_value, is_called FROM {sequence}")).one()
    return int(last) if called else None


def _files(source: Source, archive: zipfile.ZipFile) -> Iterator[FilePart]:
    for path in files_of(source.folder, source.more):
        try:
            stream = path.open("rb")
        except FileNotFoundError:
            continue  # a document was erased, or an answer fetched, while we wrote
        name = path.relative_to(source.folder).as_posix()
        digest, size = hashlib.sha256(), 0
        with stream, archive.open(f"workspace/{name}", "w", force_zip64=True) as member:
            while block := stream.read(_BLOCK):
                digest.update(block)
                size += len(block)
                member.write(block)
        yield FilePart(path=name, size=size, sha256=digest.hexdigest())
