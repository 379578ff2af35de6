"""Nothing is said on the word of a ledger that is not the one that was signed."""

from collections.abc import Callable

import pytest

from tests.evidence.ledgers import Trial
from upheld.evidence.checkpoint import EvidenceFailsError
from upheld.evidence.proven import ProvenLedger
from upheld.evidence.signing import new_key

Wrong = Callable[[Trial], None]


def proven(trial: Trial) -> ProvenLedger:
    return ProvenLedger(trial.engine, trial.public)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 600])
def test_the_newest_entries_of_a_kind_are_read_in_their_order(any_trial: Trial, size: int) -> None:
    any_trial.grow(size)
    found = proven(any_trial).entries_of_kinds(["step-verified"], 300)
    assert [row.index for row in found] == list(range(max(0, size - 300), size))


def test_an_empty_ledger_and_one_that_only_waits_have_nothing_to_say(any_trial: Trial) -> None:
    assert proven(any_trial).entries_of_kinds(["step-verified"]) == []
    any_trial.write(3)
    assert proven(any_trial).entries_of_kinds(["step-verified"]) == []


def test_what_was_numbered_since_is_not_seen(any_trial: Trial) -> None:
    any_trial.grow(3)
    before = proven(any_trial)
    any_trial.grow(2)
    assert len(before.entries_of_kinds(["step-verified"])) == 3
    assert len(proven(any_trial).entries_of_kinds(["step-verified"])) == 5


def edited(trial: Trial) -> None:
    changed = trial.leaf(300).replace(b'"number":300', b'"number":301')
    trial.sql("UPDATE evidence_entry SET leaf = :l WHERE idx = 300", l=changed)


def deleted(trial: Trial) -> None:
    trial.sql("DELETE FROM evidence_entry WHERE idx = 7")


def cut(trial: Trial) -> None:
    trial.sql("DELETE FROM evidence_entry WHERE idx >= 690")


def exchanged(trial: Trial) -> None:
    for number, other in ((3, -3), (4, 3), (-3, 4)):
        trial.sql("UPDATE evidence_entry SET idx = :o WHERE idx = :n", n=number, o=other)


def hidden(trial: Trial) -> None:
    """Filed under another kind: whoever looks for its own would not find it."""
    trial.sql("UPDATE evidence_entry SET kind = 'other' WHERE idx = 5")


def hidden_well(trial: Trial) -> None:
    """Its leaf, too."""
    changed = trial.leaf(5).replace(b"step-verified", b"other")
    trial.sql("UPDATE evidence_entry SET kind = 'other', leaf = :l WHERE idx = 5", l=changed)


def added(trial: Trial) -> None:
    trial.write(1)
    trial.sql("UPDATE evidence_entry SET idx = 700 WHERE idx IS NULL")


def without_head(trial: Trial) -> None:
    trial.sql("DELETE FROM evidence_checkpoint")


@pytest.mark.parametrize(
    "wrong", [edited, deleted, cut, exchanged, hidden, hidden_well, added, without_head]
)
def test_a_ledger_that_is_not_the_signed_one_is_refused(any_trial: Trial, wrong: Wrong) -> None:
    any_trial.grow(700)
    wrong(any_trial)
    with pytest.raises(EvidenceFailsError) as refused:
        proven(any_trial)
    remedy = refused.value.remedy
    assert remedy is not None
    assert "upheld ledger check" in remedy.en
    assert "upheld ledger check" in remedy.ja


def test_a_ledger_signed_by_another_key_is_refused(trial: Trial) -> None:
    trial.grow(2)
    with pytest.raises(EvidenceFailsError, match="not signed by the key"):
        ProvenLedger(trial.engine, new_key("mycompany").public)
