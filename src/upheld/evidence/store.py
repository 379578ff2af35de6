"""The ledger's tables, on SQLite or PostgreSQL, and every statement about them."""

from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Dialect,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    func,
    insert,
    select,
    text,
    update,
)

from upheld.evidence.bulk import known, write_known
from upheld.evidence.entry import Entry
from upheld.evidence.tree import Tile

metadata = MetaData()

_number = BigInteger().with_variant(Integer, "sqlite")

entries = Table(
    "evidence_entry",
    metadata,
    Column("id", _number, primary_key=True, autoincrement=True),
    Column("idx", BigInteger, unique=True),
    Column("kind", Text, nullable=False),
    Column("case_ref", Text),
    Column("drill", Boolean, nullable=False),
    Column("leaf", LargeBinary, nullable=False),
    # Keeps ids rising for ever: a deleted last row must not lend its id to the next one.
    sqlite_autoincrement=True,
)
Index(
    "evidence_entry_waiting",
    entries.c.id,
    sqlite_where=entries.c.idx.is_(None),
    postgresql_where=entries.c.idx.is_(None),
)
Index("evidence_entry_case", entries.c.case_ref, entries.c.kind)

tiles = Table(
    "evidence_tile",
    metadata,
    Column("level", Integer, primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

checkpoints = Table(
    "evidence_checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
)

anchors = Table(
    "evidence_anchor",
    metadata,
    Column("id", _number, primary_key=True, autoincrement=True),
    Column("size", BigInteger, nullable=False),
    Column("kept_at", Text, nullable=False),  # e.g. `file:/mnt/other`
    Column("note", Text, nullable=False),
    Column("token", LargeBinary),  # RFC 3161 response, where a time stamp was asked for
)

sequencer = Table(
    "evidence_sequencer",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False),
    Column("turns", BigInteger, nullable=False),
)

_ROWS_HELD = 2_048
_KEYS_AT_ONCE = 500  # bound parameters a statement; SQLite's old limit is 999

# One statement numbers and returns, so that an entry which commits in between is either in both
# or in neither. A late commit with a smaller id simply gets a later number.
_NUMBER_WAITING = text(
    """
    UPDATE evidence_entry SET idx = :size + waiting.place
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
        FROM evidence_entry WHERE idx IS NULL ORDER BY id LIMIT :most
    ) AS waiting
    WHERE evidence_entry.id = waiting.id
    RETURNING evidence_entry.idx, evidence_entry.leaf
    """
)


_FIRST_TURN = text(
    "INSERT INTO evidence_sequencer (one, turns) VALUES (1, 0) ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """A numbered entry as it is stored."""

    index: int
    kind: str
    case: str | None
    drill: bool
    leaf: bytes


_ADD = insert(entries)
_ADD_MANY = _ADD.inline()  # asks for no id


def create_tables(engine: Engine) -> None:
    """Create what is missing; safe to call again."""
    metadata.create_all(engine)


def _values(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "case_ref": entry.case,
        "drill": entry.drill,
        "leaf": entry.leaf(),
    }


def add_entry(connection: Connection, entry: Entry) -> int:
    """Insert one entry in the caller's transaction; return its row's id, which is no number yet."""
    key = connection.execute(_ADD, _values(entry)).inserted_primary_key
    if key is None:
        raise AssertionError("the dialect did not return the id of an inserted row")
    return int(key[0])


def add_entries(connection: Connection, batch: Iterable[Entry]) -> int:
    """Insert many entries as one statement with many parameter sets; return how many."""
    rows = [_values(entry) for entry in batch]
    write_known(connection, _ADD_MANY, rows)
    return len(rows)


def statement_of(dialect: Dialect, batch: Iterable[Entry]) -> tuple[str, Any]:
    """Return the statement that inserts entries (one at least) and its values, as the driver takes them."""
    return known(_ADD_MANY, dialect, [_values(entry) for entry in batch])


def take_turn(connection: Connection) -> None:
    """Wait until no other sequencer works, and keep others waiting until this transaction ends.

    Nothing may have been read in it before, unless it has written already: a write takes SQLite's
    write lock. PostgreSQL locks the row, and under READ COMMITTED what follows sees what the
    sequencer before us did.
    """
    turn = update(sequencer).where(sequencer.c.one == 1).values(turns=sequencer.c.turns + 1)
    if connection.execute(turn).rowcount == 0:
        # Two processes may both be the first ever: one inserts, the other waits for it here.
        connection.execute(_FIRST_TURN)
        connection.execute(turn)


def number_waiting(connection: Connection, size: int, most: int) -> list[tuple[int, bytes]]:
    """Number at most `most` waiting entries from `size` on; return them in order."""
    rows = connection.execute(_NUMBER_WAITING, {"size": size, "most": most})
    return sorted((int(row.idx), bytes(row.leaf)) for row in rows)


def put_tiles(connection: Connection, changed: Sequence[Tile]) -> None:
    """Write tiles over older, narrower ones."""
    if not changed:
        return
    keys = [{"l": tile.level, "n": tile.number} for tile in changed]
    connection.execute(text("DELETE FROM evidence_tile WHERE level = :l AND number = :n"), keys)
    connection.execute(
        insert(tiles),
        [{"level": t.level, "number": t.number, "hashes": t.hashes} for t in changed],
    )


def put_checkpoint(connection: Connection, size: int, note: str) -> None:
    """Write the checkpoint of a size that has none."""
    connection.execute(insert(checkpoints).values(size=size, note=note))


def put_anchor(
    connection: Connection, *, size: int, kept_at: str, note: str, token: bytes | None
) -> None:
    """Remember that a checkpoint is kept elsewhere."""
    connection.execute(insert(anchors).values(size=size, kept_at=kept_at, note=note, token=token))


def latest_note(connection: Connection) -> str | None:
    """Return the newest checkpoint."""
    newest = select(checkpoints.c.note).order_by(checkpoints.c.size.desc()).limit(1)
    return connection.execute(newest).scalar_one_or_none()


def all_notes(connection: Connection) -> list[tuple[int, str]]:
    """Return size and note of every checkpoint, the oldest first."""
    rows = connection.execute(select(checkpoints).order_by(checkpoints.c.size))
    return [(int(row.size), row.note) for row in rows]


def anchored_notes(connection: Connection, size: int, most: int) -> list[str]:
    """Return the newest anchored checkpoints of at most that size, one a size."""
    latest = (
        select(func.max(anchors.c.id))
        .where(anchors.c.size <= size, anchors.c.size > 0)
        .group_by(anchors.c.size)
        .order_by(anchors.c.size.desc())
        .limit(most)
    )
    found = select(anchors.c.note).where(anchors.c.id.in_(latest)).order_by(anchors.c.size)
    return list(connection.execute(found).scalars())


def anchor_notes(connection: Connection) -> list[str]:
    """Return every checkpoint that was kept elsewhere, as this store remembers it."""
    return list(connection.execute(select(anchors.c.note).order_by(anchors.c.id)).scalars())


def fetch_tile(connection: Connection, level: int, number: int) -> bytes:
    """Return a tile's hashes; empty if there is none."""
    wanted = select(tiles.c.hashes).where(tiles.c.level == level, tiles.c.number == number)
    return bytes(connection.execute(wanted).scalar_one_or_none() or b"")


def fetch_tiles(
    connection: Connection, level: int, numbers: Sequence[int]
) -> dict[tuple[int, int], bytes]:
    """Return many tiles of one level."""
    found: dict[tuple[int, int], bytes] = {}
    for start in range(0, len(numbers), _KEYS_AT_ONCE):
        part = numbers[start : start + _KEYS_AT_ONCE]
        wanted = select(tiles).where(tiles.c.level == level, tiles.c.number.in_(part))
        for row in connection.execute(wanted):
            found[level, int(row.number)] = bytes(row.hashes)
    return found


def rows_between(connection: Connection, start: int, end: int) -> list[EntryRow]:
    """Return the entries numbered from `start` up to, not including, `end`."""
    wanted = (
        select(entries).where(entries.c.idx >= start, entries.c.idx < end).order_by(entries.c.idx)
    )
    return [_row(*row) for row in connection.execute(wanted)]


def leaves_in_order(
    connection: Connection, size: int
) -> Generator[tuple[int, str, bytes], None, None]:
    """Yield number, kind and leaf of the first `size` entries, a few thousand held at a time."""
    wanted = (
        select(entries.c.idx, entries.c.kind, entries.c.leaf)
        .where(entries.c.idx >= 0, entries.c.idx < size)
        .order_by(entries.c.idx)
        .execution_options(yield_per=_ROWS_HELD)
    )
    with connection.execute(wanted) as rows:
        for idx, kind, leaf in rows:
            yield idx, kind, _stored_bytes(leaf)


def rows_at(connection: Connection, indices: Sequence[int]) -> dict[int, EntryRow]:
    """Return the entries with these numbers."""
    found: dict[int, EntryRow] = {}
    for start in range(0, len(indices), _KEYS_AT_ONCE):
        part = indices[start : start + _KEYS_AT_ONCE]
        for row in connection.execute(select(entries).where(entries.c.idx.in_(part))):
            found[int(row.idx)] = _row(*row)
    return found


def rows_of_cases(
    connection: Connection, cases: Sequence[str], kind: str | None
) -> Iterator[EntryRow]:
    """Yield the numbered entries of these cases, of one kind or of all."""
    for start in range(0, len(cases), _KEYS_AT_ONCE):
        part = cases[start : start + _KEYS_AT_ONCE]
        wanted = select(entries).where(entries.c.case_ref.in_(part), entries.c.idx.is_not(None))
        if kind is not None:
            wanted = wanted.where(entries.c.kind == kind)
        for row in connection.execute(wanted.order_by(entries.c.idx)):
            yield _row(*row)


def newest_of_kinds(connection: Connection, kinds: Sequence[str], most: int) -> list[EntryRow]:
    """Return the newest numbered entries of these kinds, oldest first."""
    wanted = (
        select(entries)
        .where(entries.c.kind.in_(kinds), entries.c.idx.is_not(None))
        .order_by(entries.c.idx.desc())
        .limit(most)
    )
    return [_row(*row) for row in connection.execute(wanted)][::-1]


def waiting_of_kinds(connection: Connection, kinds: Sequence[str]) -> list[bytes]:
    """Return the leaves of these kinds that wait for their number, oldest first."""
    wanted = (
        select(entries.c.leaf)
        .where(entries.c.idx.is_(None), entries.c.kind.in_(kinds))
        .order_by(entries.c.id)
    )
    return [bytes(leaf) for leaf in connection.execute(wanted).scalars()]


def count_waiting(connection: Connection) -> int:
    """Return how many entries wait for their number."""
    wanted = select(func.count()).select_from(entries).where(entries.c.idx.is_(None))
    return connection.execute(wanted).scalar_one()


def count_outside(connection: Connection) -> int:
    """Return how many entries bear a number that no checkpoint counts."""
    counted = select(func.coalesce(func.max(checkpoints.c.size), 0)).scalar_subquery()
    wanted = (
        select(func.count())
        .select_from(entries)
        .where((entries.c.idx >= counted) | (entries.c.idx < 0))
    )
    return connection.execute(wanted).scalar_one()


def _row(_id: int, idx: int, kind: str, case: str | None, drill: bool, leaf: object) -> EntryRow:
    stored = _stored_bytes(leaf)
    return EntryRow(index=int(idx), kind=kind, case=case, drill=bool(drill), leaf=stored)


def _stored_bytes(value: object) -> bytes:
    """What stands in a column of bytes: SQLite keeps there whatever somebody wrote, texts too."""
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
