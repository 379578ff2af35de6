"""Every way to do wrong to a ledger, and what notices it."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from tests.evidence.ledgers import Trial
from upheld.evidence.anchor import anchor
from upheld.evidence.check import LedgerCheck, check
from upheld.refusal import Exit, UsageError


def codes(result: LedgerCheck) -> set[str]:
    return {finding.code for finding in result.problems}


def places(result: LedgerCheck, code: str) -> list[int | None]:
    return [finding.index for finding in result.problems if finding.code == code]


def checked(trial: Trial) -> LedgerCheck:
    return check(trial.engine, trial.public)


def test_an_untouched_ledger_holds_and_says_that_it_attests_itself(any_trial: Trial) -> None:
    for size in (300, 1, 299):
        any_trial.grow(size)
    any_trial.write(2)
    result = checked(any_trial)
    assert result.ok
    assert result.self_attested
    assert (result.size, result.waiting, result.checkpoints) == (600, 2, 3)
    assert result.as_json("en")["self_attested"] is True


def test_an_edited_entry_is_named(any_trial: Trial) -> None:
    any_trial.grow(700)
    changed = any_trial.leaf(300).replace(b'"number":300', b'"number":301')
    any_trial.sql("UPDATE evidence_entry SET leaf = :l WHERE idx = 300", l=changed)
    result = checked(any_trial)
    assert codes(result) >= {"entry-changed", "root-differs"}
    assert places(result, "entry-changed") == [300]


def test_an_entry_that_was_rewritten_as_text_is_named(trial: Trial) -> None:
    trial.grow(3)
    changed = trial.leaf(1).decode().replace('"number":1', '"number":2')
    trial.sql("UPDATE evidence_entry SET leaf = :l WHERE idx = 1", l=changed)
    assert places(checked(trial), "entry-changed") == [1]


@pytest.mark.parametrize("change", ["kind = 'other'", "case_ref = 'R-9'", "drill = true"])
def test_a_row_that_says_something_else_than_its_leaf_is_named(
    any_trial: Trial, change: str
) -> None:
    any_trial.grow(5)
    any_trial.sql(f"UPDATE evidence_entry SET {change} WHERE idx = 3")
    assert places(checked(any_trial), "entry-columns") == [3]


def test_a_deleted_entry_is_named(any_trial: Trial) -> None:
    any_trial.grow(300)
    any_trial.sql("DELETE FROM evidence_entry WHERE idx = 7")
    result = checked(any_trial)
    assert places(result, "entry-missing") == [7]
    assert "root-differs" in codes(result)


def test_a_deleted_entry_whose_successors_moved_up_is_noticed(trial: Trial) -> None:
    trial.grow(300)
    trial.sql("DELETE FROM evidence_entry WHERE idx = 7")
    for index in range(8, 300):
        trial.sql("UPDATE evidence_entry SET idx = :n WHERE idx = :i", n=index - 1, i=index)
    result = checked(trial)
    assert places(result, "entry-missing") == [299]
    assert places(result, "entry-changed")[0] == 7


def test_an_inserted_entry_is_noticed(trial: Trial) -> None:
    trial.grow(20)
    for index in reversed(range(5, 20)):
        trial.sql("UPDATE evidence_entry SET idx = :n WHERE idx = :i", n=index + 1, i=index)
    trial.write(1)
    trial.sql("UPDATE evidence_entry SET idx = 5 WHERE idx IS NULL")
    result = checked(trial)
    assert codes(result) >= {"entry-changed", "entry-uncounted", "root-differs"}


def test_reordered_entries_are_both_named(trial: Trial) -> None:
    trial.grow(20)
    for new, old in ((-1, 4), (4, 9), (9, -1)):
        trial.sql("UPDATE evidence_entry SET idx = :n WHERE idx = :o", n=new, o=old)
    assert places(checked(trial), "entry-changed") == [4, 9]


def test_a_cut_tail_is_noticed_by_the_signed_count(any_trial: Trial) -> None:
    any_trial.grow(20)
    any_trial.sql("DELETE FROM evidence_entry WHERE idx >= 15")
    assert places(checked(any_trial), "entry-missing") == [15, 16, 17, 18, 19]


def test_a_tail_cut_with_its_checkpoint_leaves_entries_that_nothing_counts(trial: Trial) -> None:
    trial.grow(10)
    trial.grow(10)
    trial.sql("DELETE FROM evidence_checkpoint WHERE size = 20")
    assert "entry-uncounted" in codes(checked(trial))


def test_a_tail_cut_cleanly_is_noticed_only_by_a_checkpoint_from_outside(trial: Trial) -> None:
    trial.grow(10)
    edge = trial.grow(10)
    trial.sql("DELETE FROM evidence_checkpoint WHERE size = 20")
    trial.sql("DELETE FROM evidence_entry WHERE idx >= 10")
    trial.sql("UPDATE evidence_tile SET hashes = substr(hashes, 1, 320)")
    blind = checked(trial)
    assert (blind.ok, blind.self_attested) == (True, True)
    seen = check(trial.engine, trial.public, known=[edge.note])
    assert codes(seen) == {"tail-cut"}


def test_an_edited_tile_is_named(any_trial: Trial) -> None:
    any_trial.grow(600)
    any_trial.sql("UPDATE evidence_tile SET hashes = :h WHERE level = 1", h=bytes(64))
    assert codes(checked(any_trial)) == {"tile-differs"}


def test_a_ledger_signed_again_with_another_key_is_noticed(trial: Trial) -> None:
    trial.grow(10)
    forger = Trial(trial.engine)
    forger.forge(3, b'"number":3', b'"number":9')
    assert "checkpoint-signature" in codes(checked(trial))


def test_a_ledger_rewritten_and_signed_again_with_the_right_key_is_noticed_by_an_anchor(
    trial: Trial, tmp_path: Path
) -> None:
    trial.grow(300)
    anchor(trial.engine, f"file:{tmp_path / 'anchor'}", key=trial.public)
    trial.grow(5)
    honest = check(trial.engine, trial.public, anchor=tmp_path / "anchor")
    assert (honest.ok, honest.self_attested, honest.anchored_sizes) == (True, False, (300,))
    trial.forge(3, b'"number":3', b'"number":9')
    blind = checked(trial)
    assert (blind.ok, blind.self_attested) == (True, True)
    for kept in (tmp_path / "anchor", tmp_path / "anchor" / "checkpoint"):
        seen = check(trial.engine, trial.public, anchor=kept)
        assert not seen.ok
        assert codes(seen) <= {"anchor-differs", "tail-cut"}


def test_a_checkpoint_moved_to_another_size_is_noticed(trial: Trial) -> None:
    trial.grow(10)
    trial.grow(10)
    trial.sql("UPDATE evidence_checkpoint SET size = 9 WHERE size = 10")
    assert codes(checked(trial)) == {"checkpoint-moved"}


def test_a_clock_that_jumped_back_is_noted_and_no_failure(any_trial: Trial) -> None:
    any_trial.grow(10)
    any_trial.clock.instant -= timedelta(days=1)
    any_trial.grow(10)
    result = checked(any_trial)
    assert result.ok
    assert {note.code for note in result.notes} == {"clock-went-back"}
    assert result.notes[0].index == 10


def test_drill_entries_are_counted_and_do_not_disturb_the_clock_of_the_others(
    trial: Trial,
) -> None:
    trial.grow(3)
    trial.clock.drill = True
    trial.clock.instant += timedelta(days=2000)
    trial.grow(4)
    trial.clock.drill = False
    trial.clock.instant -= timedelta(days=2000)
    trial.grow(3)
    result = checked(trial)
    assert (result.ok, result.notes, result.drill_entries) == (True, (), 4)


def test_ten_thousand_problems_of_a_kind_do_not_hide_another(trial: Trial) -> None:
    trial.grow(600)
    trial.sql("DELETE FROM evidence_entry WHERE idx < 500")
    trial.sql("UPDATE evidence_entry SET kind = 'other' WHERE idx = 550")
    result = checked(trial)
    assert codes(result) >= {"entry-missing", "entry-columns"}
    assert len([place for place in places(result, "entry-missing") if place is not None]) == 20
    assert "480 more" in {f.what.en.removesuffix(" of this kind") for f in result.problems}


@pytest.mark.slow
def test_a_ledger_that_grows_while_it_is_checked_holds(any_trial: Trial) -> None:
    any_trial.grow(10)
    done = threading.Event()

    def grow() -> None:
        while not done.is_set():
            any_trial.grow(17)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        results = [checked(any_trial) for _ in range(25)]
    finally:
        done.set()
        thread.join()
    assert [result.problems for result in results] == [()] * 25
    assert results[-1].size > results[0].size
    assert {result.exit_code for result in results} == {Exit.DONE}


def test_a_missing_anchor_is_a_usage_error(trial: Trial, tmp_path: Path) -> None:
    trial.grow(1)
    with pytest.raises(UsageError):
        check(trial.engine, trial.public, anchor=tmp_path / "none")


def test_findings_are_worded_in_both_languages(trial: Trial) -> None:
    trial.grow(3)
    trial.sql("DELETE FROM evidence_entry WHERE idx = 1")
    for language in ("ja", "en"):
        problems = checked(trial).as_json(language)["problems"]
        assert isinstance(problems, list)
        assert all(each["what"] for each in problems)
