"""Documents are kept sealed, opened by name, and erased with an entry that claims no more than is so."""

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select

from tests.uploads.documents import picture
from upheld.clock import DrillClock
from upheld.evidence import ledger
from upheld.evidence import store as evidence
from upheld.evidence.entry import read_entry
from upheld.evidence.signing import new_key
from upheld.uploads import shelf
from upheld.uploads.keeping import KeptUploads
from upheld.uploads.kinds import PNG
from upheld.uploads.receiving import Taken, receive
from upheld.uploads.shelf import ERASED, Shelf, UploadGoneError

NOW = datetime(2026, 4, 1, 9, tzinfo=UTC)
CLOCK = DrillClock(NOW.isoformat)
OWNER = "R-2026-0001"
CONTENT = picture("png")


@dataclass
class Place:
    shelf: Shelf
    engine: Engine

    def keep(self, *, days: float = 30, owner: str = OWNER) -> str:
        taken = receive([CONTENT], self.shelf.folder)
        with self.engine.begin() as connection:
            self.shelf.keep(
                connection, taken, owner=owner, expires_at=NOW + timedelta(days=days), at=NOW
            )
        return taken.name

    def noted(self) -> list[Mapping[str, object]]:
        """Return what the ledger says about erased documents, once it is sealed."""
        ledger.seal(self.engine, new_key("desk.example.jp"), CLOCK)
        return [read_entry(row.leaf).body for row in ledger.entries_of(self.engine, OWNER, ERASED)]

    def read(self, name: str, now: datetime = NOW) -> bytes:
        with self.engine.begin() as connection:
            _document, content = self.shelf.open(connection, name, now)
            return b"".join(content)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(
    request: pytest.FixtureRequest, fresh_database: Callable[[str], str], tmp_path: Path
) -> Iterator[Place]:
    url = fresh_database(request.param).replace("postgresql:", "postgresql+psycopg:")
    engine = create_engine(url)
    shelf.create_tables(engine)
    evidence.create_tables(engine)
    yield Place(Shelf(tmp_path / "uploads", os.urandom(32)), engine)
    engine.dispose()


def test_a_kept_document_comes_back_as_it_was(place: Place) -> None:
    name = place.keep()
    assert place.read(name) == CONTENT
    with place.engine.begin() as connection:
        (document,) = place.shelf.of(connection, OWNER, NOW)
    assert (document.name, document.kind.media_type) == (name, "image/png")
    assert document.expires_at == NOW + timedelta(days=30)


def test_what_was_not_committed_is_not_there(place: Place) -> None:
    taken = receive([CONTENT], place.shelf.folder)
    with place.engine.connect() as connection, connection.begin() as transaction:
        place.shelf.keep(connection, taken, owner=OWNER, expires_at=NOW + timedelta(1), at=NOW)
        transaction.rollback()
    with pytest.raises(UploadGoneError):
        place.read(taken.name)


def test_erasing_destroys_the_key_and_says_so_and_no_more(place: Place) -> None:
    name = place.keep()
    sealed = (place.shelf.folder / name).read_bytes()
    with place.engine.begin() as connection:
        assert place.shelf.erase(connection, name, why="decided", clock=CLOCK)
        assert not place.shelf.erase(connection, name, why="decided", clock=CLOCK)
    with pytest.raises(UploadGoneError):
        place.read(name)
    with place.engine.begin() as connection:
        assert place.shelf.tidy(connection) == 1
        row = connection.execute(select(shelf.uploads)).one()
        assert row.wrapped_key is None
    assert list(place.shelf.folder.iterdir()) == []
    (place.shelf.folder / name).write_bytes(sealed)  # a backup of the folder
    with pytest.raises(UploadGoneError):
        place.read(name)
    (body,) = place.noted()
    assert (body["why"], body["erased"], body["bytes"]) == ("decided", "key", len(CONTENT))
    assert "overwritten" not in str(body)


def test_an_erasure_that_is_rolled_back_left_the_document_there(place: Place) -> None:
    name = place.keep()
    with place.engine.connect() as connection, connection.begin() as transaction:
        place.shelf.erase(connection, name, why="decided", clock=CLOCK)
        transaction.rollback()
    with place.engine.begin() as connection:
        assert place.shelf.tidy(connection) == 0
    assert place.read(name) == CONTENT
    assert place.noted() == []


def test_an_expired_document_is_gone_before_and_after_it_is_swept(place: Place) -> None:
    short, long = place.keep(days=1), place.keep(days=9)
    later = NOW + timedelta(days=1)
    with pytest.raises(UploadGoneError):
        place.read(short, later)
    with place.engine.begin() as connection:
        assert [one.name for one in place.shelf.of(connection, OWNER, later)] == [long]
        assert place.shelf.expire(connection, DrillClock(later.isoformat)) == 1
        assert place.shelf.expire(connection, DrillClock(later.isoformat)) == 0
    assert [body["why"] for body in place.noted()] == ["expired"]
    assert place.read(long, later) == CONTENT


def test_a_time_in_another_zone_is_the_same_time(place: Place) -> None:
    tokyo = timezone(timedelta(hours=9))
    taken = receive([CONTENT], place.shelf.folder)
    end = (NOW + timedelta(hours=1)).astimezone(tokyo)
    with place.engine.begin() as connection:
        place.shelf.keep(connection, taken, owner=OWNER, expires_at=end, at=NOW.astimezone(tokyo))
        assert place.shelf.of(connection, OWNER, (NOW + timedelta(minutes=59)).astimezone(tokyo))
        assert not place.shelf.of(
            connection, OWNER, (NOW + timedelta(minutes=61)).astimezone(tokyo)
        )


def test_what_a_crash_left_is_swept_once_it_is_old(place: Place) -> None:
    kept = place.keep()
    stray = receive([CONTENT], place.shelf.folder)
    unfinished = place.shelf.folder / ("0" * 32 + ".part")
    unfinished.write_bytes(b"x")
    foreign = place.shelf.folder / "README"
    foreign.write_text("not ours")
    with place.engine.begin() as connection:
        assert place.shelf.tidy(connection) == 0
        for path in (
            place.shelf.folder / stray.name,
            unfinished,
            foreign,
            place.shelf.folder / kept,
        ):
            os.utime(path, (0, 0))
        assert place.shelf.tidy(connection) == 2
    assert {path.name for path in place.shelf.folder.iterdir()} == {kept, "README"}


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "", "0" * 32, "x", "/etc/passwd", "0" * 31 + "/"]
)
def test_a_name_that_is_none_opens_nothing(place: Place, name: str) -> None:
    with pytest.raises(UploadGoneError):
        place.read(name)


def test_another_wrapping_key_or_a_missing_file_opens_nothing(place: Place) -> None:
    name = place.keep()
    with place.engine.begin() as connection, pytest.raises(UploadGoneError):
        Shelf(place.shelf.folder, os.urandom(32)).open(connection, name, NOW)
    (place.shelf.folder / name).unlink()
    with pytest.raises(UploadGoneError):
        place.read(name)
    with pytest.raises(ValueError, match="32 bytes"):
        Shelf(place.shelf.folder, b"short")


def test_a_key_that_was_erased_is_not_left_in_the_file_of_the_store(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'store.db'}")
    shelf.create_tables(engine)
    evidence.create_tables(engine)
    place = Place(Shelf(tmp_path / "uploads", os.urandom(32)), engine)
    name = place.keep()
    with engine.begin() as connection:
        wrapped = bytes(connection.execute(select(shelf.uploads.c.wrapped_key)).scalar_one())
    assert wrapped in (tmp_path / "store.db").read_bytes()
    with engine.begin() as connection:
        place.shelf.erase(connection, name, why="decided", clock=CLOCK)
    engine.dispose()
    assert wrapped not in (tmp_path / "store.db").read_bytes()
    assert sqlite3.sqlite_version_info >= (3, 35)


def test_a_taken_document_shows_no_key() -> None:
    taken = Taken(name="0" * 32, kind=PNG, size=1, left_off=0, digest="d", key=b"secret-key")  # fmt: skip
    assert "secret" not in repr(taken)


def test_a_desk_takes_opens_erases_and_sweeps_in_one_call_each(place: Place) -> None:
    now = [NOW]
    clock = DrillClock(lambda: f"{now[0].isoformat()}")
    kept = KeptUploads(shelf=place.shelf, engine=place.engine, clock=clock)
    one, other = (kept.take([CONTENT], OWNER) for _number in range(2))
    assert b"".join(kept.open(one.name)[1]) == CONTENT
    kept.erase(one.name)
    kept.erase(one.name)
    with pytest.raises(UploadGoneError):
        kept.open(one.name)
    assert [path.name for path in place.shelf.folder.iterdir()] == [other.name]
    assert kept.sweep() == 0
    now[0] = NOW + timedelta(days=30)
    assert kept.sweep() == 1
    assert list(place.shelf.folder.iterdir()) == []
    assert [body["why"] for body in place.noted()] == ["decided", "expired"]


def test_a_document_taken_chunk_by_chunk_is_put_on_the_shelf(place: Place) -> None:
    kept = KeptUploads(shelf=place.shelf, engine=place.engine, clock=CLOCK)
    with kept.receiver() as receiver:
        receiver.feed(CONTENT[:100])
        receiver.feed(CONTENT[100:])
        document = kept.put(receiver.finish(), OWNER)
    assert place.read(document.name) == CONTENT
