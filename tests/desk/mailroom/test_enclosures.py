"""Files that come along with mail: sealed at the request, or named with why they were not taken."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from tests.desk.conftest import Drill
from tests.desk.driving import Desk
from tests.uploads.documents import picture, zipped
from upheld.desk import enclosing
from upheld.desk import store as cases
from upheld.desk.enclosing import MOST_WAITING, uploads_of
from upheld.desk.identity import proofs
from upheld.desk.mailroom import polling, store, taking
from upheld.desk.mailroom.store import Kept
from upheld.desk.mailroom.taking import Came
from upheld.desk.moving import timeline
from upheld.post.incoming import read_mail
from upheld.uploads.shelf import UploadGoneError

AT = datetime(2026, 12, 23, 14, 30, tzinfo=UTC)
CARD = picture("PNG")


def take(drill: Drill, text: str, *, subject: str = "お願い", **files: bytes) -> Came:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "nakamura.aoi@example.jp", subject
    mail["Message-ID"] = f"<{len(text)}.{len(files)}.{subject.encode().hex()}@example.jp>"
    mail.set_content(text)
    for name, content in files.items():
        mail.add_attachment(content, maintype="image", subtype="png", filename=name)
    received = read_mail(mail.as_bytes(), at=AT, own=polling.own_addresses(drill.office))
    with drill.office.company.engine.begin() as connection:
        return taking.take(drill.office, connection, received)


def mails(drill: Drill) -> list[Kept]:
    with drill.office.company.engine.connect() as connection:
        return store.waiting(connection, drill.office.company.vault)


def enclosures(drill: Drill, reference: str) -> list[proofs.Proof]:
    with drill.office.company.engine.connect() as connection:
        return proofs.of_case(connection, reference)


def test_a_request_by_mail_has_its_files_and_says_what_was_not_taken(drill: Drill) -> None:
    came = take(drill, "開示してください", card=CARD, harm=zipped(), 中村=b"")
    assert came == Came(became="request", reference="R-2026-0001")
    (one,) = enclosures(drill, "R-2026-0001")
    assert (one.what, one.kind, one.outcome) == ("enclosure", "mail-attachment", None)
    assert one.stored_as is not None
    _document, chunks = uploads_of(drill.office).open(one.stored_as)
    assert b"".join(chunks) == CARD
    company = drill.office.company
    with company.engine.connect() as connection:
        (kept,) = store.of_case(connection, company.vault, "R-2026-0001")
        case = cases.load(connection, company.vault, "R-2026-0001")
    assert [(file.name, bool(file.stored_as)) for file in kept.files] == [
        ("card", True), ("harm", False), ("中村", False),
    ]  # fmt: skip
    assert kept.files[1].refused is not None
    assert "ZIP" in kept.files[1].refused.en
    assert "identity" in case.waiting, "a file identifies nobody by itself"


def test_the_ledger_counts_files_and_names_none(drill: Drill) -> None:
    take(drill, "開示してください", nakamura=CARD, harm=zipped())
    Desk(drill).work()
    noted = timeline(drill.office, "R-2026-0001")
    (entry,) = [one for one in noted if one["kind"] == "mail-received"]
    assert (entry["body"]["attachments"], entry["body"]["attachments_kept"]) == (2, 1)
    assert "nakamura" not in str(noted)


def test_an_enclosure_that_was_looked_at_is_erased_and_confirms_nobody(drill: Drill) -> None:
    take(drill, "開示してください", card=CARD)
    (one,) = enclosures(drill, "R-2026-0001")
    company = drill.office.company
    with company.engine.begin() as connection:
        case = cases.load(connection, company.vault, "R-2026-0001")
        proofs.decide(drill.office, connection, case, one.id, "accepted", by="officer")
    Desk(drill).work()
    assert one.stored_as is not None
    with pytest.raises(UploadGoneError):
        uploads_of(drill.office).open(one.stored_as)
    with company.engine.connect() as connection:
        case = cases.load(connection, company.vault, "R-2026-0001")
    assert (case.state, "identity" in case.waiting) == ("received", True)


def test_a_file_of_an_unclear_mail_is_kept_with_it_for_a_month(drill: Drill) -> None:
    assert take(drill, "よろしく", card=CARD).became == "unclear"
    (mail,) = mails(drill)
    (file,) = mail.files
    kept = uploads_of(drill.office)
    assert kept.open(file.stored_as)[0].owner == mail.key
    drill.set((AT + timedelta(days=40)).isoformat())
    assert kept.sweep() == 1


def test_more_files_than_anybody_looks_at_are_named_and_not_kept(drill: Drill) -> None:
    take(drill, "開示してください")
    company = drill.office.company
    sealed = enclosing.seal(drill.office, [(str(n), [CARD]) for n in range(MOST_WAITING + 1)])
    with company.engine.begin() as connection:
        case = cases.load(connection, company.vault, "R-2026-0001")
        kept = enclosing.keep_at_case(drill.office, connection, case, sealed, "letter-scan")
    assert len(enclosures(drill, "R-2026-0001")) == MOST_WAITING
    assert kept[-1].taken is None
    assert kept[-1].refused is not None


def test_a_letter_about_a_request_waits_for_a_person_whatever_its_state(drill: Drill) -> None:
    take(drill, "開示してください")
    came = take(drill, "削除もお願いします", subject="Re: R-2026-0001", card=CARD)
    assert came == Came(became="letter", reference="R-2026-0001")
    (letter,) = mails(drill)
    assert (letter.reference, letter.text) == ("R-2026-0001", "削除もお願いします")
    with drill.office.company.engine.begin() as connection:
        assert store.seen(connection, letter.key, by="officer", at=AT)
    assert mails(drill) == []


def test_a_mail_that_names_a_forgotten_request_is_judged_by_its_words(drill: Drill) -> None:
    take(drill, "開示してください")
    with drill.office.company.engine.begin() as connection:
        cases.forget(connection, ["R-2026-0001"])
    asked = take(drill, "削除してください", subject="Re: R-2026-0001")
    assert asked == Came(became="request", reference="R-2026-0002")
    assert take(drill, "その後どうですか", subject="R-2026-0001").became == "unclear"
    assert [mail.text for mail in mails(drill)] == ["その後どうですか"]
