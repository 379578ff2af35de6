"""Nothing personal is in the ledger; without its salt a digest belongs to nobody."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.evidence.ledgers import HandClock, Trial, ledger_in
from upheld.evidence.anchor import anchor
from upheld.evidence.entry import Entry, salted_digest
from upheld.evidence.ledger import append, append_many, export_tiles, seal
from upheld.evidence.receipt import receipt_entry

PLANTED = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=5, max_size=30).filter(
    lambda text: not text.isascii() or not text.isalnum()
)


def test_no_planted_value_reaches_the_store_or_the_export(trial: Trial, tmp_path: Path) -> None:
    planted = ["sato@example.jp", "佐藤 花子", "090-1234-5678", "東京都千代田区1-1"]
    salt = bytes(range(32))
    digests = [salted_digest(salt, value) for value in planted]
    body = {"request": "R-1", "subject": planted, "salt": salt.hex(), "digests": digests}
    with trial.engine.begin() as connection:
        append(connection, receipt_entry(body, at=trial.clock.now(), case="R-1", drill=False))
        append_many(connection, [trial.entry(subject_digest=each) for each in digests])
    trial.seal()
    export_tiles(trial.engine, tmp_path / "log")
    anchor(trial.engine, f"file:{tmp_path / 'anchor'}", key=trial.public)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 5
    for path in files:
        data = path.read_bytes()
        for value in [*planted, salt.hex()]:
            for encoding in ("utf-8", "utf-16-le", "cp932"):
                assert value.encode(encoding) not in data, path.name


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=PLANTED, salt=st.binary(min_size=16, max_size=32))
def test_no_value_that_entered_as_a_digest_is_in_the_leaf(value: str, salt: bytes) -> None:
    clock = HandClock()
    entry = Entry(
        kind="subject-found",
        at=clock.now(),
        case="R-2026-0001",
        drill=False,
        body={"subject_digest": salted_digest(salt, value), "rows": 1},
    )
    assert value.encode() not in entry.leaf()
    assert salt.hex().encode() not in entry.leaf()


@given(
    value=PLANTED,
    salts=st.lists(st.binary(min_size=16, max_size=16), min_size=2, max_size=6, unique=True),
)
def test_one_person_in_two_cases_has_digests_that_do_not_meet(
    value: str, salts: list[bytes]
) -> None:
    digests = {salted_digest(salt, value) for salt in salts}
    assert len(digests) == len(salts)


def test_without_the_salt_no_candidate_gives_the_digest(trial: Trial) -> None:
    """Whoever holds the ledger and a list of all customers, but no salt, finds nobody."""
    candidates = [f"customer{n}@example.jp" for n in range(500)]
    digest = salted_digest(b"erased with its case", candidates[7])
    assert digest not in {salted_digest(bytes(16), each) for each in candidates}


def test_a_refused_entry_leaves_no_trace_in_the_file(tmp_path: Path) -> None:
    with ledger_in(tmp_path) as trial:
        with (
            pytest.raises(Exception, match="e-mail") as refusal,
            trial.engine.begin() as connection,
        ):
            append(connection, trial.entry(to="sato@example.jp"))
        assert "sato" not in str(refusal.value)
        seal(trial.engine, trial.key, trial.clock)
    with sqlite3.connect(tmp_path / "ledger.db") as database:
        assert "sato" not in "".join(database.iterdump())
    database.close()
