"""Programs read the mail that came to the desk, and put it to the request it belongs to."""

from datetime import timedelta

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import MUGI, Desk
from tests.desk.test_api_work import refused
from tests.desk.test_centre import site_for as app_of
from tests.desk.test_console import staff
from tests.desk.test_console_files import mailed
from tests.desk.working import Programs
from tests.uploads.documents import picture, zipped
from tests.web.sites import text_of
from upheld.desk import chores, withdrawing
from upheld.desk.letters import store as letters
from upheld.desk.mailroom import answering, store, taking
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.evidence import ledger

CARD = picture("PNG")


@pytest.fixture
def programs(drill: Drill) -> Programs:
    return Programs(Desk(drill))


def test_a_mail_is_listed_without_a_word_of_it_read_and_dealt_with(programs: Programs) -> None:
    desk, maker = programs.desk, programs.officer()
    program = programs.of(maker)
    mailed(desk, "先日の件です", card=CARD, harm=zipped())
    (listed,) = program.mails(became=["unclear", "letter"], seen=False)
    assert (listed.became, listed.attachments, listed.seen_at) == ("unclear", 2, None)
    assert MUGI not in str(program._get("/mails"))
    mail = program.mail(listed.key)
    assert (mail.sender, mail.subject, mail.text.strip()) == (MUGI, "お願い", "先日の件です")
    assert [one.kept for one in mail.files] == [True, False]
    assert "ZIP" in mail.files[1].refused["ja"]  # type: ignore[index]
    assert program.mail_file(listed.key, 1) == CARD
    for number in (0, 2, 3, -1):
        assert refused(lambda n=number: program.mail_file(listed.key, n)) == (  # type: ignore[misc]
            404, "mail-unknown",
        )  # fmt: skip
    done = program.dealt_with(listed.key, key="dealt-with-1")
    assert done.seen_at is not None
    assert program.dealt_with(listed.key, key="dealt-with-1") == done
    assert list(program.mails(seen=False)) == []
    company = desk.drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    kinds = ["mail-read", "mail-file-seen", "mail-seen"]
    found = ledger.entries_of_kinds(company.engine, kinds)
    assert len(found) == 3
    assert all(f"{maker.id}/uph_" in str(one) for one in found)
    assert MUGI not in str(found)


def test_a_mail_is_put_to_its_request_with_the_files_that_came_along(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    reference = desk.ask("deletion")
    mail = mailed(desk, "よろしく", card=CARD)
    answering.answer_unclear(desk.drill.office, mail.key)
    done = program.assign_mail(mail.key, reference, key="assign-the-mail")
    assert (done.reference, done.seen_at is not None) == (reference, True)
    assert program.assign_mail(mail.key, reference, key="assign-the-mail") == done
    (file,) = program.proofs(reference=reference)
    assert (file.what, file.kind) == ("enclosure", "mail-attachment")
    assert program.proof_document(reference, file.id) == CARD
    assert [one.key for one in program.mails(reference=reference)] == [mail.key]
    assert refused(lambda: program.assign_mail(mail.key, reference)) == (409, "mail-assigned")
    desk.work()
    assert desk.kinds(reference).count("mail-assigned") == 1


def test_what_cannot_be_assigned_stays_where_it_was(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    mail = mailed(desk, "よろしく")
    assert refused(lambda: program.assign_mail(mail.key, "R-2026-9999")) == (404, "case-unknown")
    assert refused(lambda: program.assign_mail(mail.key, "R\x00")) == (422, "form-invalid")
    assert refused(lambda: program.assign_mail("0" * 64, "R-2026-9999")) == (404, "mail-unknown")
    forgotten = desk.ask("deletion")
    withdrawing.withdraw(desk.drill.office, forgotten)
    desk.work()
    chores.forget(desk.drill.office, forgotten)
    assert refused(lambda: program.assign_mail(mail.key, forgotten)) == (409, "mail-assigned")
    (listed,) = program.mails(seen=False)
    assert listed.reference == "O-2026-0001", "our answer with the way to ask"


def test_our_answer_to_a_mail_is_forgotten_also_after_it_was_assigned(programs: Programs) -> None:
    desk = programs.desk
    office = desk.drill.office
    reference, mail = desk.ask("deletion"), mailed(desk, "よろしく")
    number = answering.answer_unclear(office, mail.key)
    assert number is not None
    programs.of().assign_mail(mail.key, reference)
    with office.company.engine.connect() as connection:
        (row,) = [one for one in outbox.waiting(connection) if one.kind == taking.FORGET_ANSWER]
        assert letters.of_case(connection, office.company.vault, number)
    assert row.key == number
    assert row.at >= office.company.clock.now() + taking.KEEP - timedelta(minutes=1)
    item = Item(id=row.id, at=row.at, kind=row.kind, key=row.key, payload={}, attempts=1)
    chores.handlers(office)[taking.FORGET_ANSWER](item)
    with office.company.engine.connect() as connection:
        assert letters.of_case(connection, office.company.vault, number) == []


def test_mail_is_for_officers_and_listed_page_by_page(programs: Programs) -> None:
    desk, program = programs.desk, programs.of()
    now = desk.drill.office.company.clock.now()
    with desk.drill.office.company.engine.begin() as connection:
        for number in range(3):
            store.add(
                connection, desk.drill.office.company.vault,
                store.Kept(key=f"{number:064x}", became="automatic", reference=None,
                           received_at=now, attachments=0, text="x"),
            )  # fmt: skip
    assert [int(one.key, 16) for one in program.mails(page=1)] == [0, 1, 2]
    auditor = programs.of(programs.officer("auditor", "engineer", "approver"))
    assert refused(lambda: auditor.mail(f"{1:064x}")) == (403, "token-maker-left")
    assert refused(lambda: auditor.dealt_with(f"{1:064x}")) == (403, "token-maker-left")


@pytest.mark.slow
def test_an_officer_puts_a_mail_to_its_request_on_the_page(drill: Drill) -> None:
    desk = Desk(drill)
    reference, mail = desk.ask("deletion"), mailed(desk, "よろしく", card=CARD)
    officer = staff(drill, app_of(drill), "sora", "privacy_officer")
    act = f"/console/mail/{mail.key}/assign"
    wrong = officer.submit("/console/mail", {"reference": "R-2026-9999"}, to=act)
    assert wrong.status_code == 422
    assert 'href="#reference-1"' in wrong.text
    assert "その受付番号の請求はありません" in text_of(wrong)
    done = officer.submit("/console/mail", {"reference": reference.lower()}, to=act)
    assert done.headers["location"] == f"/console/requests/{reference}"
    late = officer.submit("/console/people-search", {"reference": reference}, to=act)
    assert late.status_code == 409
    assert "このメールは既に請求に属しています" in text_of(late)
    assert "メールの添付ファイル" in text_of(officer.get(f"/console/requests/{reference}"))
    assert "確認待ちのメールはありません" in text_of(officer.get("/console/mail"))
