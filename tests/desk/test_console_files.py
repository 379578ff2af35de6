"""Files that came with mail and letters: an officer looks at them, each look is an entry."""

from collections.abc import Sequence
from email.message import EmailMessage

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_centre import hidden
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.uploads.documents import picture, zipped
from tests.web.sites import text_of
from upheld.desk.identity import proofs
from upheld.desk.mailroom import polling, store, taking
from upheld.desk.mailroom.store import Kept
from upheld.evidence import ledger
from upheld.post.incoming import read_mail

CARD = picture("PNG")
LETTER = {
    "right": "disclosure", "channel": "paper", "day": "2026-12-21", "agent": "none",
    "id_email": MUGI, "name": "小春 麦", "message": "開示を求めます", "language": "ja",
}  # fmt: skip


@pytest.fixture
def desk(drill: Drill) -> Desk:
    return Desk(drill)


def mailed(desk: Desk, text: str, subject: str = "お願い", **files: bytes) -> Kept:
    """Take a mail with these files as the mailbox does; return it as it waits."""
    office = desk.drill.office
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["Message-ID"] = MUGI, subject, f"<{len(text)}@example.jp>"
    mail.set_content(text)
    for name, content in files.items():
        mail.add_attachment(content, maintype="image", subtype="png", filename=name)
    now = office.company.clock.now()
    received = read_mail(mail.as_bytes(), at=now, own=polling.own_addresses(office))
    with office.company.engine.begin() as connection:
        taking.take(office, connection, received)
        (waiting,) = store.waiting(connection, office.company.vault)
    return waiting


def looks(desk: Desk) -> Sequence[object]:
    """Return who looked at which file of a mail, as the ledger has it."""
    company = desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    return ledger.entries_of_kinds(company.engine, ["mail-file-seen"])


@pytest.mark.slow
def test_a_file_of_a_mail_is_looked_at_and_each_look_is_an_entry(desk: Desk) -> None:
    mail = mailed(desk, "よろしく", card=CARD, harm=zipped())
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    page = officer.get("/console/mail")
    assert "card" in text_of(page)
    assert "ZIP" in text_of(page), "a file that was not taken is named with why"
    shown = officer.get(f"/console/mail/{mail.key}/files/1")
    assert shown.content == CARD
    assert shown.headers["content-disposition"] == 'inline; filename="file-1.png"'
    assert "sandbox" in shown.headers["content-security-policy"]
    assert len(looks(desk)) == 1
    for number in ("0", "2", "3", "-1", "99999999999999999999"):
        assert officer.get(f"/console/mail/{mail.key}/files/{number}").status_code == 404
    assert officer.get(f"/console/mail/{'b' * 40}/files/1").status_code == 404
    assert len(looks(desk)) == 1, "what was not there was not looked at"


def test_nobody_but_an_officer_sees_a_file_of_a_mail(desk: Desk) -> None:
    mail = mailed(desk, "よろしく", card=CARD)
    others = staff(
        desk.drill, app_of(desk.drill), "umi", "viewer", "auditor", "approver", "engineer"
    )
    assert others.get(f"/console/mail/{mail.key}/files/1").status_code == 403
    assert looks(desk) == []


@pytest.mark.slow
def test_a_letter_about_a_request_leads_to_it(desk: Desk) -> None:
    reference = desk.ask("deletion")
    mailed(desk, "開示もお願いします", subject=f"Re: {reference}")
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    assert f'href="/console/requests/{reference}"' in officer.get("/console/mail").text


@pytest.mark.slow
def test_a_scan_is_sealed_with_its_request_looked_at_and_erased(desk: Desk) -> None:
    app = app_of(desk.drill)
    officer = staff(desk.drill, app, "sora", "privacy_officer")
    scanned = {"scan": ("letter.png", CARD, "image/png")}
    answer = officer.submit("/console/enter", LETTER, files=scanned)
    assert answer.status_code == 303, text_of(answer)
    reference = answer.headers["location"].rpartition("/")[2]
    with desk.drill.office.company.engine.connect() as connection:
        (scan,) = proofs.of_case(connection, reference)
    assert (scan.what, scan.kind) == ("enclosure", "letter-scan")
    page = f"/console/requests/{reference}"
    assert "書面をスキャンしたもの" in text_of(officer.get(page))
    assert officer.get(f"{page}/proofs/{scan.id}").content == CARD
    viewer = staff(desk.drill, app, "umi", "viewer", "auditor", "approver", "engineer")
    assert scan.id not in viewer.get(page).text
    assert viewer.get(f"{page}/proofs/{scan.id}").status_code == 403
    fields = {"proof": scan.id, "outcome": "accepted", "turn": str(desk.case(reference).turn)}
    assert officer.submit(page, fields, to=f"{page}/proof").status_code == 303
    desk.work()
    assert officer.get(f"{page}/proofs/{scan.id}").status_code == 404
    assert "identity" in desk.case(reference).waiting, "a scan identifies nobody by itself"


@pytest.mark.parametrize(
    ("content", "word"), [(zipped(), "ZIP"), (b"MZ\x90\x00" + b"\0" * 400, "")]
)
def test_a_scan_that_is_none_opens_no_request(desk: Desk, content: bytes, word: str) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    sent = {"scan": ("letter.pdf", content, "application/pdf")}
    answer = officer.submit("/console/enter", LETTER, files=sent)
    assert answer.status_code == 422
    assert word in text_of(answer)
    assert 'aria-invalid="true"' in answer.text
    assert "該当する請求はありません" in text_of(officer.get("/console/requests"))


def test_a_letter_that_is_not_received_keeps_no_scan(desk: Desk) -> None:
    officer = staff(desk.drill, app_of(desk.drill), "sora", "privacy_officer")
    scanned = {"scan": ("letter.png", CARD, "image/png")}
    answer = officer.submit("/console/enter", {**LETTER, "right": "export"}, files=scanned)
    assert answer.status_code == 422
    assert hidden(answer.text)["form_token"]
    with desk.drill.office.company.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM desk_proof").scalar_one() == 0
