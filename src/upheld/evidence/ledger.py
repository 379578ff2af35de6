"""The append-only record: append, seal, export.

    with engine.begin() as connection:      # the transaction of the act itself
        append(connection, entry)
    checkpoint = seal(engine, key, clock)   # one sequencer numbers, extends the tree, signs

An entry is durable when the caller's transaction is; it is provable when a checkpoint counts it.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.engine.interfaces import DBAPICursor

from upheld.clock import Clock
from upheld.evidence import store
from upheld.evidence.checkpoint import (
    Checkpoint,
    EvidenceFailsError,
    Signer,
    open_checkpoint,
    read_checkpoint,
    sign_checkpoint,
)
from upheld.evidence.entry import Entry
from upheld.evidence.tiles import CHECKPOINT, bundle, entries_path, tile_path, write_whole
from upheld.evidence.tree import (
    TILE_LEVELS,
    TILE_WIDTH,
    Frontier,
    HashTree,
    Tile,
    leaf_hash,
    partial_tiles,
)
from upheld.wording import Text

_NUMBERED_AT_ONCE = 4_096  # entries; some 2 MB, and 268 MB if each had its largest size
_TILES_AT_ONCE = 64

create_tables = store.create_tables


def append(connection: Connection, entry: Entry) -> int:
    """Write an entry in the caller's transaction; return its row id (not its number).

    Raises:
        EntryInvalidError: It breaks a rule of the format; nothing is written.
    """
    return store.add_entry(connection, entry)


def append_many(connection: Connection, entries: Iterable[Entry]) -> int:
    """Write many entries in the caller's transaction, as one statement; return how many.

    Raises:
        EntryInvalidError: One of them breaks a rule of the format; none is written.
    """
    return store.add_entries(connection, entries)


def append_by_driver(cursor: DBAPICursor, dialect: Dialect, entries: Iterable[Entry]) -> None:
    """Write entries (one at least) in the transaction of a driver's cursor, as one statement.

    Raises:
        EntryInvalidError: One of them breaks a rule of the format; none is written.
    """
    cursor.executemany(*store.statement_of(dialect, entries))


def seal(engine: Engine, signer: Signer, clock: Clock) -> Checkpoint:
    """Number what waits, extend the tree, sign the new head; return the newest checkpoint.

    Several processes may call it: they take turns. Killed at any point, it leaves the ledger as
    it was. When nothing waits, the newest checkpoint is returned as it is. If the clock jumped
    back, the checkpoint bears the time of the one before.

    Raises:
        EvidenceFailsError: The ledger it should extend is not the one that was signed.
    """
    with _turn(engine) as connection, connection.begin():
        return _sealed(connection, signer, clock)


@contextmanager
def sealing(engine: Engine, signer: Signer, clock: Clock) -> Iterator[Connection]:
    """A transaction whose entries are sealed with it: one wait for the disk instead of two.

    What else the caller writes is durable with them, or nothing is. The caller writes before it
    reads, which takes SQLite's write lock; a sequencer elsewhere waits at the end only. A ledger
    that cannot be extended keeps the entries waiting, as if `seal` had been called afterwards.

    Raises:
        EvidenceFailsError: As for `seal`; what the caller wrote is durable.
    """
    failure: EvidenceFailsError | None = None
    with _turn(engine) as connection, connection.begin():
        yield connection
        try:
            _sealed(connection, signer, clock)
        except EvidenceFailsError as error:  # raised before anything is numbered
            failure = error
    if failure is not None:
        raise failure


def _sealed(connection: Connection, signer: Signer, clock: Clock) -> Checkpoint:
    store.take_turn(connection)
    before = _latest(connection, signer)
    frontier = _frontier(connection, before)
    full: list[Tile] = []
    while numbered := store.number_waiting(connection, frontier.size, _NUMBERED_AT_ONCE):
        full += frontier.extend(leaf_hash(leaf) for _, leaf in numbered)
        store.put_tiles(connection, full)
        full.clear()
    if before is not None and frontier.size == before.size:
        return before
    store.put_tiles(connection, frontier.partial())
    now = clock.now()
    at = now if before is None else max(now, before.at)
    checkpoint = sign_checkpoint(size=frontier.size, root=frontier.root(), at=at, signer=signer)
    store.put_checkpoint(connection, checkpoint.size, checkpoint.note)
    return checkpoint


def latest_checkpoint(engine: Engine) -> Checkpoint | None:
    """Return the newest checkpoint as it is stored, its signature unchecked."""
    with engine.connect() as connection:
        note = store.latest_note(connection)
    return None if note is None else read_checkpoint(note)


def entries_of(engine: Engine, case: str, kind: str | None = None) -> list[store.EntryRow]:
    """Return a case's numbered entries in order, of one kind or of all."""
    return entries_of_all(engine, [case], kind)


def entries_of_all(
    engine: Engine, cases: Sequence[str], kind: str | None = None
) -> list[store.EntryRow]:
    """Return the numbered entries of many cases, of one kind or of all."""
    with engine.connect() as connection:
        return list(store.rows_of_cases(connection, cases, kind))


def entries_of_kinds(
    engine: Engine, kinds: Sequence[str], most: int = 10_000
) -> list[store.EntryRow]:
    """Return the newest numbered entries of these kinds, oldest first."""
    with engine.connect() as connection:
        return store.newest_of_kinds(connection, kinds, most)


def stored_tree(connection: Connection, size: int) -> HashTree:
    """Return the tree of the first `size` entries, from the stored tiles."""
    return HashTree(size, lambda level, number: store.fetch_tile(connection, level, number))


def export_tiles(
    engine: Engine, folder: Path, *, entries: bool = True, checkpoint: Checkpoint | None = None
) -> Checkpoint | None:
    """Write a checkpoint's log (the newest) as C2SP tiles; return the checkpoint, None if none.

    Full tiles that are there already are left alone: they never change. With `entries=False`
    only hashes are written, which is what an anchor holds.
    """
    checkpoint = checkpoint or latest_checkpoint(engine)
    if checkpoint is None:
        return None
    with engine.connect() as connection:
        level, count = 0, checkpoint.size
        while count:
            _export_level(connection, folder, level, count)
            level, count = level + 1, count >> TILE_LEVELS
        if entries:
            _export_entries(connection, folder, checkpoint.size)
    write_whole(folder, CHECKPOINT, checkpoint.note.encode(), durable=True)
    return checkpoint


def _export_level(connection: Connection, folder: Path, level: int, count: int) -> None:
    missing = [
        number
        for number in range(-(-count // TILE_WIDTH))
        if not (folder / tile_path(level, number)).is_file()
    ]
    for start in range(0, len(missing), _TILES_AT_ONCE):
        part = missing[start : start + _TILES_AT_ONCE]
        for (_, number), hashes in store.fetch_tiles(connection, level, part).items():
            width = min(TILE_WIDTH, count - number * TILE_WIDTH)
            write_whole(folder, tile_path(level, number, width), hashes[: width * 32])


def _export_entries(connection: Connection, folder: Path, size: int) -> None:
    for number in range(-(-size // TILE_WIDTH)):
        start = number * TILE_WIDTH
        width = min(TILE_WIDTH, size - start)
        if width == TILE_WIDTH and (folder / entries_path(number)).is_file():
            continue
        rows = store.rows_between(connection, start, start + width)
        write_whole(folder, entries_path(number, width), bundle(row.leaf for row in rows))


def _turn(engine: Engine) -> Connection:
    connection = engine.connect()
    if engine.dialect.name == "postgresql":
        # A snapshot taken before our turn would not see what the sequencer before us did.
        return connection.execution_options(isolation_level="READ COMMITTED")
    return connection


def _latest(connection: Connection, signer: Signer) -> Checkpoint | None:
    note = store.latest_note(connection)
    return None if note is None else open_checkpoint(note, signer.public)


def _frontier(connection: Connection, before: Checkpoint | None) -> Frontier:
    """Load the right edge, and check it: what is signed next must extend what was signed last."""
    if before is None:
        return Frontier()
    edges = [
        Tile(level=level, number=number, hashes=store.fetch_tile(connection, level, number))
        for level, number, _ in partial_tiles(before.size)
    ]
    try:
        frontier = Frontier(before.size, edges)
    except ValueError:
        frontier = Frontier()
    if frontier.size == before.size and frontier.root() == before.root:
        return frontier
    raise EvidenceFailsError(
        Text(
            en=f"the stored tree is not the one signed at size {before.size}",
            ja=f"保存された木が、件数 {before.size} で署名されたものと違います",
        ),
        remedy=Text(
            en="run `upheld ledger check`; nothing is signed until the store is restored",
            ja="`upheld ledger check` を実行してください。復旧するまで署名しません",
        ),
    )
