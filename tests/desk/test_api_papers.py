"""Programs look at documents and decide them, keep scans of letters, and see fees go back."""

from datetime import date

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_api_work import refused
from tests.desk.working import Programs
from tests.uploads.documents import picture, zipped
from upheld.client import StaffClient
from upheld.desk import withdrawing
from upheld.desk.enclosing import MOST_WAITING, uploads_of
from upheld.desk.identity import proofs
from upheld.web.api.scan_endpoints import BODY_LIMITS

CARD = picture("PNG")
LETTER = {"channel": "paper", "received_on": date(2026, 12, 21)}


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


def handed_in(desk: Desk, content: bytes = CARD) -> tuple[str, str]:
    """A request of an agent with the power that was handed in; its number, and the document's."""
    office, reference = desk.drill.office, desk.ask("deletion", verified=False, agent="appointed")
    kept = uploads_of(office).take(iter([content]), owner=reference)
    with office.company.engine.begin() as connection:
        proof = proofs.add(
            office, connection, desk.case(reference), "power", "power-of-attorney",
            stored_as=kept.name, by="person",
        )  # fmt: skip
    return reference, proof


def letter(program: StaffClient) -> str:
    """A deletion that came on paper; its number."""
    return program.enter("deletion", {"email": MUGI}, **LETTER).reference  # type: ignore[arg-type]


def looks(desk: Desk, reference: str) -> list[str]:
    """Who looked at documents of a request."""
    desk.work()
    from upheld.desk import moving

    entries = moving.timeline(desk.drill.office, reference)
    return [str(one["body"]["by"]) for one in entries if one["kind"] == "proof-seen"]


@pytest.mark.slow
def test_a_document_is_looked_at_accepted_and_erased(programs: Programs) -> None:
    desk, maker = programs.desk, programs.officer()
    program = programs.of(maker)
    reference, proof = handed_in(desk)
    (found,) = program.proofs(decided=False)
    assert (found.id, found.reference, found.what, found.document) == (
        proof, reference, "power", True,
    )  # fmt: skip
    assert program.proof_document(reference, proof) == CARD
    (seen_by,) = looks(desk, reference)
    assert seen_by.startswith(f"{maker.id}/uph_")
    request = program.request(reference)
    done = program.judge_proof(request, proof, "accepted", key="accept-the-power")
    assert "power" not in done.waiting
    again = program.judge_proof(request, proof, "accepted", key="accept-the-power")
    assert again.turn == done.turn
    desk.work()
    assert refused(lambda: program.proof_document(reference, proof)) == (404, "proof-unknown")
    (after,) = program.proofs(reference=reference)
    assert (after.outcome, after.document) == ("accepted", False)
    assert after.erased_at is not None
    assert list(program.proofs(decided=False)) == []


def test_a_document_of_another_request_is_not_opened_and_no_look_is_noted(
    programs: Programs,
) -> None:
    desk, program = programs.desk, programs.of()
    (reference, proof), (other, _) = handed_in(desk), handed_in(desk)
    assert refused(lambda: program.proof_document(other, proof)) == (404, "proof-unknown")
    assert refused(lambda: program.judge_proof(program.request(other), proof, "rejected")) == (
        404, "proof-unknown",
    )  # fmt: skip
    assert looks(desk, reference) == looks(desk, other) == []


def test_documents_are_judged_as_they_were_seen_and_by_officers_alone(programs: Programs) -> None:
    desk = programs.desk
    reference, proof = handed_in(desk)
    seen = programs.of().request(reference)
    approver = programs.of(programs.officer("approver"))
    assert refused(lambda: approver.proof_document(reference, proof)) == (403, "token-maker-left")
    assert refused(lambda: list(approver.proofs())) == (403, "token-maker-left")
    programs.of().hold(reference, "court")
    assert refused(lambda: programs.of().judge_proof(seen, proof, "accepted")) == (
        409, "case-changed",
    )  # fmt: skip


def test_documents_are_listed_page_by_page(programs: Programs) -> None:
    made = [handed_in(programs.desk)[1] for _ in range(3)]
    program = programs.of()
    assert [one.id for one in program.proofs(page=1)] == sorted(
        made, key=[one.id for one in program.proofs()].index
    )
    assert refused(lambda: program._get("/proofs", cursor="@@@")) == (422, "form-invalid")


@pytest.mark.slow
def test_a_scan_is_kept_sealed_once_for_its_key(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    reference = letter(program)
    number = program.attach_scan(reference, CARD, key="scan-of-page-1")
    assert program.attach_scan(reference, CARD, key="scan-of-page-1") == number
    assert (
        refused(lambda: program.attach_scan(reference, picture("JPEG"), key="scan-of-page-1"))[1]
        == "key-reused"
    )
    (scan,) = program.proofs(reference=reference)
    assert (scan.id, scan.what, scan.kind) == (number, "enclosure", "letter-scan")
    assert program.proof_document(reference, number) == CARD
    desk.work()
    assert desk.kinds(reference).count("proof-added") == 1
    assert "identity" in program.request(reference).waiting, "a scan identifies nobody"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "upload-refused"),
        (zipped(), 422, "upload-refused"),
        (b"MZ\x90\x00" + b"\0" * 2000, 422, "upload-refused"),
        (CARD[:-8], 422, "upload-refused"),
        (CARD + b"\0" * 21_000_000, 413, "upload-too-large"),
        (b"%PDF-1.7" + b"\0" * max(BODY_LIMITS.values()), 413, "body-too-large"),
    ],
    ids=["empty", "zip", "program", "cut-off", "large", "larger"],
)
def test_a_scan_that_is_none_leaves_nothing(
    programs: Programs, content: bytes, status: int, code: str
) -> None:
    program = programs.of()
    reference = letter(program)
    assert refused(lambda: program.attach_scan(reference, content)) == (status, code)
    assert list(program.proofs(reference=reference)) == []
    folder = programs.desk.drill.folder / ".upheld" / "uploads"
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_a_request_that_is_over_or_full_takes_no_scan(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    over, full = letter(program), letter(program)
    withdrawing.withdraw(desk.drill.office, over)
    assert refused(lambda: program.attach_scan(over, CARD)) == (409, "enclosure-refused")
    office = desk.drill.office
    with office.company.engine.begin() as connection:
        for _ in range(MOST_WAITING):
            proofs.add(
                office, connection, desk.case(full), "enclosure", "letter-scan",
                stored_as=None, by="S-1",
            )  # fmt: skip
    assert refused(lambda: program.attach_scan(full, CARD)) == (409, "enclosure-refused")
    assert refused(lambda: program.attach_scan("R-2026-9999", CARD)) == (404, "case-unknown")


@pytest.mark.slow
def test_what_is_held_for_a_withdrawn_request_is_given_back_once(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    paid, kept = (desk.ask("disclosure", form="electronic") for _ in range(2))
    assert list(program.to_give_back()) == []
    withdrawing.withdraw(desk.drill.office, paid)
    (held,) = program.to_give_back(page=1)
    assert (held.reference, held.amount, held.currency, held.by_card) == (
        paid, "1000", "JPY", False,
    )  # fmt: skip
    program.refunded(paid, key="transfer-back-1")
    program.refunded(paid, key="transfer-back-1")
    assert list(program.to_give_back()) == []
    assert refused(lambda: program.refunded(paid)) == (422, "fee-refused")
    (book,) = program.fee_book()
    assert (book.charged, book.paid, book.refunded, book.held) == ("2000", "2000", "1000", "1000")
    desk.work()
    assert desk.kinds(paid).count("fee-refunded") == 1
    assert program.fee(kept).paid == "1000"  # type: ignore[union-attr]


def test_fees_to_give_back_are_listed_page_by_page(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    made = [desk.ask("disclosure", form="electronic") for _ in range(3)]
    for reference in made:
        withdrawing.withdraw(desk.drill.office, reference)
    assert [one.reference for one in program.to_give_back(page=1)] == made
