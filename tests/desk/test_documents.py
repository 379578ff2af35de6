"""Documents are judged by content, sealed, seen by one role, and erased after the decision."""

import struct
import zlib

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import hidden, site_for
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.desk.test_status import _opened
from tests.web.sites import Browser, text_of
from upheld.desk import chores, enclosing
from upheld.desk.identity import methods, proofs
from upheld.desk.withdrawing import withdraw


def png() -> bytes:
    def part(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * 24 for _ in range(8)))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", header) + part(b"IDAT", rows) + part(b"IEND", b"")


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


def _asked(desk: Desk) -> str:
    return desk.ask("deletion", contact=MUGI, verified=False, agent="appointed")


def _send(browser: Browser, reference: str, content: bytes, name: str = "id.png") -> int:
    page = f"/requests/{reference}/documents"
    fields = hidden(browser.get(page).text)
    answer = browser.send(
        "POST",
        page,
        data={**fields, "kind": "power:power-of-attorney"},
        files={"document": (name, content, "image/png")},
    )
    return answer.status_code


@pytest.mark.slow
def test_a_document_is_handed_in_seen_accepted_and_erased(desk: Desk) -> None:
    app = app_of(desk.drill)
    browser, officer = Browser(app), staff(desk.drill, app, "sora", "privacy_officer")
    reference = _asked(desk)
    _opened(desk, browser, reference)
    assert _send(browser, reference, png()) == 303
    assert "委任状" in text_of(browser.get(f"/requests/{reference}/documents"))
    with desk.drill.office.company.engine.connect() as connection:
        (proof,) = proofs.of_case(connection, reference)
    sealed = list((desk.drill.folder / ".upheld" / "uploads").rglob("*"))
    assert all(b"IHDR" not in path.read_bytes() for path in sealed if path.is_file())
    shown = officer.get(f"/console/requests/{reference}/proofs/{proof.id}")
    assert shown.content == png()
    viewer = staff(desk.drill, app, "umi", "viewer", "auditor", "approver", "engineer")
    assert viewer.get(f"/console/requests/{reference}/proofs/{proof.id}").status_code == 403
    page = f"/console/requests/{reference}"
    turn = str(desk.case(reference).turn)
    answer = officer.submit(
        page, {"proof": proof.id, "outcome": "accepted", "turn": turn}, to=f"{page}/proof"
    )
    assert answer.status_code == 303, text_of(answer)
    assert "power" not in desk.case(reference).waiting
    desk.work()
    assert officer.get(f"/console/requests/{reference}/proofs/{proof.id}").status_code == 404
    assert "proof-erased" in desk.kinds(reference)


@pytest.mark.slow
@pytest.mark.parametrize("ended", ["withdrawn", "closed"])
def test_a_document_that_nobody_looked_at_is_erased_with_the_end_of_its_case(
    desk: Desk, ended: str
) -> None:
    browser = Browser(app_of(desk.drill))
    reference = _asked(desk)
    _opened(desk, browser, reference)
    assert _send(browser, reference, png()) == 303
    uploads = desk.drill.folder / ".upheld" / "uploads"
    assert [path for path in uploads.rglob("*") if path.is_file()]
    if ended == "withdrawn":
        withdraw(desk.drill.office, reference)
    else:  # its power was shown otherwise
        with desk.drill.office.company.engine.begin() as connection:
            case = desk.case(reference)
            methods.confirm_power(
                desk.drill.office, connection, case, by="S-1", proof=["power-of-attorney"]
            )
            methods.confirm(desk.drill.office, connection, case, "documents", by="S-1")
        desk.whole_way(reference)
    desk.work()
    assert desk.case(reference).state in ("withdrawn", "closed", "answered")
    with desk.drill.office.company.engine.connect() as connection:
        (proof,) = proofs.of_case(connection, reference)
    assert (proof.outcome, proof.stored_as) == ("unneeded", None)
    assert not [path for path in uploads.rglob("*") if path.is_file()]
    assert "proof-erased" in desk.kinds(reference)


@pytest.mark.slow
def test_what_came_along_with_a_letter_stays_until_somebody_looked_or_it_is_forgotten(
    desk: Desk,
) -> None:
    office = desk.drill.office
    reference = desk.ask("deletion")
    sealed = enclosing.seal(office, [("scan.png", [png()])])
    with office.company.engine.begin() as connection:
        enclosing.keep_at_case(
            office, connection, desk.case(reference), sealed, "letter-scan", by="S-1"
        )
    desk.whole_way(reference)
    desk.work()
    assert desk.case(reference).state in ("answered", "closed")
    with office.company.engine.connect() as connection:
        (scan,) = proofs.of_case(connection, reference)
    assert (scan.outcome, scan.stored_as is None) == (None, False)
    chores.forget(office, reference)
    desk.work()
    with office.company.engine.connect() as connection:
        left = proofs.of_case(connection, reference)
    assert [one.stored_as for one in left] in ([], [None])
    uploads = desk.drill.folder / ".upheld" / "uploads"
    assert not [path for path in uploads.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "content",
    [b"MZ\x90\x00" + b"\0" * 400, b"", b"%PDF-1.7\nnot one", b"PK\x03\x04" + b"\0" * 400,
     b"<html><script>alert(1)</script></html>"],
)  # fmt: skip
def test_what_is_no_document_is_refused_whatever_it_is_called(desk: Desk, content: bytes) -> None:
    browser = Browser(site_for(desk.drill))
    reference = _asked(desk)
    _opened(desk, browser, reference)
    assert _send(browser, reference, content, "licence.pdf") == 422
    with desk.drill.office.company.engine.connect() as connection:
        assert proofs.of_case(connection, reference) == []


def test_a_document_larger_than_the_limit_is_refused(desk: Desk) -> None:
    browser = Browser(site_for(desk.drill))
    reference = _asked(desk)
    _opened(desk, browser, reference)
    assert _send(browser, reference, png() + b"\0" * 10_000_001) == 422
    assert _send(browser, reference, png() + b"\0" * 32_000_000) == 413


def test_nobody_hands_in_a_document_for_somebody_elses_request(desk: Desk) -> None:
    stranger = Browser(site_for(desk.drill))
    reference = _asked(desk)
    assert "確認コードを送る" in stranger.get(f"/requests/{reference}/documents").text


def test_what_came_by_letter_is_entered_with_its_day(desk: Desk) -> None:
    app = app_of(desk.drill)
    officer = staff(desk.drill, app, "sora", "privacy_officer")
    letter = {
        "right": "disclosure", "channel": "paper", "day": "２０２６年１２月２１日", "agent": "none",
        "id_email": MUGI, "name": "小春 麦", "message": "開示を求めます", "language": "ja",
    }  # fmt: skip
    answer = officer.submit("/console/enter", letter)
    assert answer.status_code == 303, text_of(answer)
    case = desk.case("R-2026-0001")
    assert case.channel == "paper"
    assert str(case.due_on) == "2027-01-04"
    wrong = officer.submit("/console/enter", {**letter, "day": "昨日"})
    assert wrong.status_code == 422


def test_a_person_is_found_by_an_identifier_and_the_search_is_recorded(desk: Desk) -> None:
    app = app_of(desk.drill)
    officer = staff(desk.drill, app, "sora", "privacy_officer")
    reference = desk.ask("deletion")
    found = officer.submit("/console/people-search", {"kind": "email", "value": f" {MUGI.upper()}"})
    assert reference in found.text
    none = officer.submit("/console/people-search", {"kind": "email", "value": "x@example.jp"})
    assert "この人の請求はありません" in text_of(none)
    from upheld.evidence import ledger

    company = desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    entries = ledger.entries_of_kinds(company.engine, ["people-searched"])
    leaves = [row.leaf for row in entries]
    assert len(leaves) == 2
    assert all(MUGI.encode() not in leaf for leaf in leaves)
