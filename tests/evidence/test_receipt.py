"""What the data subject receives."""

import json

import pytest
from sqlalchemy import event

from tests.evidence.ledgers import Trial, body_of
from upheld.evidence import verifier
from upheld.evidence.checkpoint import EvidenceFailsError
from upheld.evidence.ledger import append, append_many
from upheld.evidence.receipt import (
    ReceiptNotReadyError,
    make_receipt,
    make_receipts,
    receipt_entry,
    receipt_indices,
)


def outside_key(trial: Trial) -> verifier.Key:
    return verifier.read_key(trial.public.text().encode())


def test_a_receipt_verifies_outside(any_trial: Trial) -> None:
    any_trial.grow(300)
    receipt = any_trial.state("R-2026-0009")
    verdict = verifier.verify(receipt.as_bytes(), key=outside_key(any_trial), anchor=None)
    assert verdict.exit_code == verifier.INTACT


def test_a_receipt_waits_for_its_checkpoint(trial: Trial) -> None:
    body = body_of("R-1")
    with trial.engine.begin() as connection:
        append(connection, receipt_entry(body, at=trial.clock.now(), case="R-1", drill=False))
    assert receipt_indices(trial.engine, ["R-1"]) == {}
    with pytest.raises(ReceiptNotReadyError):
        make_receipt(trial.engine, 0, body)
    trial.seal()
    assert make_receipt(trial.engine, 0, body).index == 0


def test_a_statement_changed_after_sealing_makes_no_receipt(trial: Trial) -> None:
    receipt = trial.state("R-1")
    with pytest.raises(EvidenceFailsError):
        make_receipt(trial.engine, receipt.index, body_of("R-1", complete=False))
    trial.grow(1)
    with pytest.raises(EvidenceFailsError):
        make_receipt(trial.engine, receipt.index + 1, body_of("R-1"))


def test_the_ledger_holds_only_the_digest_of_the_statement(trial: Trial) -> None:
    receipt = trial.state("R-1")
    assert set(json.loads(receipt.leaf)["body"]) == {"receipt_sha256"}
    assert "R-1" not in repr(receipt)


@pytest.mark.slow
def test_ten_thousand_receipts_read_hashes_in_bulk(any_trial: Trial) -> None:
    bodies = {f"R-{n}": body_of(f"R-{n}") for n in range(10_000)}
    with any_trial.engine.begin() as connection:
        append_many(
            connection,
            [
                receipt_entry(body, at=any_trial.clock.now(), case=case, drill=False)
                for case, body in bodies.items()
            ],
        )
    any_trial.seal()
    statements: list[str] = []

    def heard(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(any_trial.engine, "before_cursor_execute", heard)
    indices = receipt_indices(any_trial.engine, bodies)
    made = make_receipts(any_trial.engine, {indices[case]: body for case, body in bodies.items()})
    assert len(made) == 10_000
    assert len(statements) < 60
    key = outside_key(any_trial)
    for index in (0, 255, 256, 9_999):
        assert verifier.verify(made[index].as_bytes(), key=key, anchor=None).exit_code == 0
