"""Appending in the caller's transaction, numbering by one sequencer, exporting."""

import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event

from tests.evidence.ledgers import Trial
from upheld.evidence import store
from upheld.evidence.check import check
from upheld.evidence.checkpoint import EvidenceFailsError, VerifierKey
from upheld.evidence.entry import EntryInvalidError
from upheld.evidence.ledger import (
    append,
    append_many,
    create_tables,
    entries_of,
    export_tiles,
    latest_checkpoint,
    seal,
    sealing,
)
from upheld.evidence.signing import create_key
from upheld.evidence.tiles import TileFolder
from upheld.evidence.tree import HashTree, leaf_hash


class PowerCutError(Exception):
    """The process died here."""


@dataclass(slots=True)
class DyingSigner:
    """Dies in the middle of sealing, after numbers were given and tiles were written."""

    public: VerifierKey

    def sign(self, message: bytes) -> bytes:
        raise PowerCutError(len(message))


def test_an_entry_shares_the_fate_of_the_callers_transaction(any_trial: Trial) -> None:
    with any_trial.engine.connect() as connection:
        append(connection, any_trial.entry())
        connection.rollback()
    assert any_trial.seal().size == 0
    with any_trial.engine.begin() as connection:
        append(connection, any_trial.entry())
    assert any_trial.seal().size == 1


def test_entries_are_numbered_in_the_order_they_arrived(any_trial: Trial) -> None:
    for size in (1, 254, 2, 300, 600):
        any_trial.grow(size)
    assert latest_checkpoint(any_trial.engine) is not None
    found = entries_of(any_trial.engine, "R-2026-0001")
    assert [row.index for row in found] == list(range(1157))
    result = check(any_trial.engine, any_trial.public)
    assert (result.ok, result.size, result.checkpoints) == (True, 1157, 5)


def test_sealing_with_nothing_waiting_returns_the_newest_checkpoint(any_trial: Trial) -> None:
    first = any_trial.grow(3)
    assert any_trial.seal() == first


def test_an_empty_ledger_has_a_checkpoint_of_size_0_and_grows_from_it(trial: Trial) -> None:
    assert trial.seal().size == 0
    assert trial.grow(2).size == 2
    assert check(trial.engine, trial.public).ok


def test_a_process_that_dies_while_sealing_leaves_the_ledger_as_it_was(any_trial: Trial) -> None:
    before = any_trial.grow(300)
    any_trial.write(300)
    with pytest.raises(PowerCutError):
        seal(any_trial.engine, DyingSigner(any_trial.public), any_trial.clock)
    assert latest_checkpoint(any_trial.engine) == before
    assert check(any_trial.engine, any_trial.public).waiting == 300
    assert any_trial.seal().size == 600
    assert check(any_trial.engine, any_trial.public).ok


@pytest.mark.slow
def test_a_process_killed_at_any_instant_leaves_a_ledger_that_holds_and_goes_on(
    tmp_path: Path,
) -> None:
    key = create_key(tmp_path / "key", "mycompany")
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    trial = Trial(create_engine(url), key)
    create_tables(trial.engine)
    sizes = [0]
    for milliseconds in (10, 70, 130, 210):
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.evidence.writing_forever", url, str(tmp_path / "key")],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        with process.stdout:
            assert process.stdout.readline() == b"begun\n"
            time.sleep(milliseconds / 1000)
            process.kill()
            process.wait()
        result = check(trial.engine, key.public)
        assert result.ok
        assert result.waiting in {0, 37}
        sizes.append(trial.seal().size)
    assert sizes == sorted(set(sizes))
    assert check(trial.engine, key.public).ok
    trial.engine.dispose()


def test_several_sequencers_and_writers_at_once_number_every_entry_once(any_trial: Trial) -> None:
    def write_and_seal() -> None:
        for _ in range(5):
            any_trial.write(20)
            any_trial.seal()

    threads = [threading.Thread(target=write_and_seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    any_trial.seal()
    result = check(any_trial.engine, any_trial.public)
    assert (result.ok, result.size, result.waiting) == (True, 400, 0)


def test_ten_thousand_entries_are_one_statement(any_trial: Trial) -> None:
    statements: list[str] = []

    def heard(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(any_trial.engine, "before_cursor_execute", heard)
    with any_trial.engine.begin() as connection:
        assert append_many(connection, [any_trial.entry(n=n) for n in range(10_000)]) == 10_000
    assert len([each for each in statements if each.startswith("INSERT")]) == 1
    assert any_trial.seal().size == 10_000


def test_one_bad_entry_in_a_batch_keeps_the_whole_batch_out(trial: Trial) -> None:
    with pytest.raises(EntryInvalidError), trial.engine.begin() as connection:
        append_many(connection, [trial.entry(), trial.entry(x="sato@example.jp")])
    assert trial.seal().size == 0


def test_a_tree_that_was_tampered_with_is_not_extended(trial: Trial) -> None:
    trial.grow(5)
    trial.sql("UPDATE evidence_tile SET hashes = :h", h=bytes(5 * 32))
    trial.write(1)
    with pytest.raises(EvidenceFailsError, match="ledger check"):
        trial.seal()


def test_what_is_written_with_its_seal_is_counted_at_once(any_trial: Trial) -> None:
    any_trial.grow(5)
    with sealing(any_trial.engine, any_trial.key, any_trial.clock) as connection:
        append_many(connection, [any_trial.entry(n=n) for n in range(40)])
    newest = latest_checkpoint(any_trial.engine)
    assert newest is not None
    assert newest.size == 45
    assert check(any_trial.engine, any_trial.public).ok


def test_what_is_written_with_a_seal_stays_where_the_ledger_cannot_be_extended(
    trial: Trial,
) -> None:
    trial.grow(5)
    trial.sql("UPDATE evidence_tile SET hashes = :h", h=bytes(5 * 32))
    with (
        pytest.raises(EvidenceFailsError, match="ledger check"),
        sealing(trial.engine, trial.key, trial.clock) as connection,
    ):
        append_many(connection, [trial.entry()])
    with trial.engine.connect() as connection:
        assert store.count_waiting(connection) == 1


def test_a_checkpoint_of_another_key_is_not_extended(trial: Trial) -> None:
    trial.grow(5)
    other = Trial(trial.engine)
    other.write(1)
    with pytest.raises(EvidenceFailsError):
        other.seal()


def test_exported_tiles_give_the_root_and_stay_as_they_are(trial: Trial, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    trial.grow(256)
    export_tiles(trial.engine, folder)
    full = (folder / "tile/0/000").stat().st_mtime_ns
    head = trial.grow(256 * 2 + 44)
    assert export_tiles(trial.engine, folder) == head
    assert (folder / "tile/0/000").stat().st_mtime_ns == full
    assert HashTree(head.size, TileFolder(folder, head.size).fetch).root() == head.root
    bundle = (folder / "tile/entries/003.p/44").read_bytes()
    length = int.from_bytes(bundle[:2], "big")
    first_hash = (folder / "tile/0/003.p/44").read_bytes()[:32]
    assert leaf_hash(bundle[2 : 2 + length]) == first_hash
    assert (folder / "tile/1/000.p/3").stat().st_size == 96
    assert not list(folder.rglob("*.tmp"))


def test_an_unsealed_ledger_exports_nothing(trial: Trial, tmp_path: Path) -> None:
    trial.write(1)
    assert export_tiles(trial.engine, tmp_path / "log") is None
