"""Mail to the desk: a request is a case at once, everything else is kept, nothing counts twice."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from tests.desk.conftest import Drill, Founded
from tests.post.imap_server import PASSWORD, USER, ImapServer, imap_server
from upheld.clock import aware
from upheld.desk import chores
from upheld.desk import store as cases
from upheld.desk.letters import store as letters
from upheld.desk.mailroom import polling, store, taking
from upheld.desk.mailroom.answering import answer_unclear
from upheld.desk.mailroom.taking import Came
from upheld.desk.moving import timeline
from upheld.durable import outbox
from upheld.durable.outbox import Item
from upheld.evidence import ledger
from upheld.evidence.entry import read_entry
from upheld.post.imap import Account, Interrupted, Polled
from upheld.post.incoming import read_mail

EARLIER = datetime(2026, 12, 23, 14, 30, tzinfo=UTC)


def mail(
    text: str,
    *,
    subject: str = "お願い",
    sender: str = "中村 葵 <nakamura.aoi@example.jp>",
    more: str = "",
    number: int = 1,
) -> bytes:
    from email.header import Header

    name, _space, address = sender.rpartition(" ")
    shown = f"{Header(name, 'utf-8').encode()} {address}" if name else address
    return (
        f"From: {shown}\r\nSubject: {Header(subject, 'utf-8').encode()}\r\n"
        f"Message-ID: <{number}@example.jp>\r\nContent-Type: text/plain; charset=utf-8\r\n{more}\r\n{text}"
    ).encode()


def take(drill: Drill, raw: bytes) -> Came:
    received = read_mail(raw, at=EARLIER, own=polling.own_addresses(drill.office))
    with drill.office.company.engine.begin() as connection:
        return taking.take(drill.office, connection, received)


def kept(drill: Drill) -> list[store.Kept]:
    with drill.office.company.engine.connect() as connection:
        return store.waiting(connection, drill.office.company.vault)


def promised(drill: Drill) -> list[str]:
    with drill.office.company.engine.connect() as connection:
        return sorted(item.kind for item in outbox.waiting(connection))


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_mail_opens_a_case_with_its_own_time_of_receipt(found: Founded, kind: str) -> None:
    drill = found(store=kind)
    came = take(drill, mail("私の情報を開示してください。"))
    assert came == Came(became="request", reference="R-2026-0001")
    company = drill.office.company
    with company.engine.connect() as connection:
        case = cases.load(connection, company.vault, "R-2026-0001")
    assert (case.right, case.channel, case.language) == ("disclosure", "mail", "ja")
    assert case.received_at == EARLIER
    assert "identity" in case.waiting
    assert case.sealed is not None
    assert case.sealed.contact == "nakamura.aoi@example.jp"
    assert "開示してください" in case.sealed.message


def test_the_same_mail_again_changes_nothing(drill: Drill) -> None:
    raw = mail("開示してください")
    take(drill, raw)
    assert take(drill, b"Received: by another way\r\n" + raw) == Came(
        became=None, reference=None, again=True
    )
    with drill.office.company.engine.connect() as connection:
        assert len(connection.execute(select(cases.cases.c.reference)).all()) == 1


def test_a_transaction_that_fails_takes_nothing(drill: Drill) -> None:
    received = read_mail(mail("開示してください"), at=EARLIER, own=())
    engine = drill.office.company.engine
    with engine.connect() as connection, connection.begin() as transaction:
        taking.take(drill.office, connection, received)
        transaction.rollback()
    assert take(drill, mail("開示してください")).became == "request"


def test_a_mail_that_asks_nothing_plain_waits_for_a_person_and_is_answered(drill: Drill) -> None:
    came = take(drill, mail("荷物が届きません", subject="問い合わせ"))
    assert came == Came(became="unclear", reference=None)
    (waiting,) = kept(drill)
    assert (waiting.subject, waiting.text) == ("問い合わせ", "荷物が届きません")
    assert promised(drill) == ["mail-answer", "mail-forget"]
    with drill.office.company.engine.begin() as connection:
        assert store.seen(connection, waiting.key, by="officer", at=EARLIER)
        assert not store.seen(connection, waiting.key, by="officer", at=EARLIER)
    assert kept(drill) == []


def letters_of(drill: Drill, number: str) -> list[letters.Letter]:
    with drill.office.company.engine.connect() as connection:
        return letters.of_case(connection, drill.office.company.vault, number)


def test_the_way_to_ask_is_told_once_and_one_address_hears_it_once_a_week(drill: Drill) -> None:
    take(drill, mail("荷物が届きません", number=5))
    take(drill, mail("まだ届きません", number=6))
    take(drill, mail("Where is my parcel?", subject="Parcel", number=7, sender="b@example.com"))
    keys = [one.key for one in kept(drill)]
    told = {key: number for key in (*keys, *keys) if (number := answer_unclear(drill.office, key))}
    assert len(told) == 2
    found = [letters_of(drill, number)[0] for number in told.values()]
    first, second = sorted(found, key=lambda letter: letter.language, reverse=True)
    assert (first.to, first.language) == ("nakamura.aoi@example.jp", "ja")
    assert (second.to, second.language) == ("b@example.com", "en")
    assert len(kept(drill)) == 3, "a person reads them all the same"
    assert "届きません" not in first.mail
    drill.set("2027-01-02T10:00:00+09:00")
    (later,) = set(keys) - set(told)
    assert answer_unclear(drill.office, later) is not None
    forget = chores.handlers(drill.office)[taking.FORGET]
    for key in keys:
        forget(Item(id=1, kind=taking.FORGET, key=key, payload={}, attempts=0, at=EARLIER))
    assert kept(drill) == []


def test_a_right_that_is_not_offered_waits_for_a_person(drill: Drill) -> None:
    came = take(drill, mail("Please limit the use of my sensitive information"))
    assert came == Came(became="unclear", reference=None)
    assert len(kept(drill)) == 1


def test_a_mail_that_names_a_case_is_kept_there_and_is_no_new_request(drill: Drill) -> None:
    take(drill, mail("開示してください"))
    for number, raw in enumerate(
        (
            mail("削除もお願いします", subject="Re: 受付 R-2026-0001", number=2),
            mail(
                "書類を送ります", more="In-Reply-To: <R-2026-0001.7@desk.example.jp>\r\n", number=3
            ),
        ),
        2,
    ):
        assert take(drill, raw) == Came(became="letter", reference="R-2026-0001")
        with drill.office.company.engine.connect() as connection:
            vault = drill.office.company.vault
            assert len(store.of_case(connection, vault, "R-2026-0001")) == number


def test_a_number_that_is_nobodys_does_not_hide_a_request(drill: Drill) -> None:
    came = take(drill, mail("R-2026-9999 のほか、開示してください"))
    assert came.became == "request"


def test_programs_are_kept_and_never_answered(drill: Drill) -> None:
    answer = mail("不在です。開示", more="Auto-Submitted: auto-replied\r\n", number=2)
    assert take(drill, answer) == Came(became="automatic", reference=None)
    own = mail("開示してください", sender=drill.office.settings.sender, number=3)
    assert take(drill, own) == Came(became="automatic", reference=None)
    list_mail = mail("お知らせ", more="List-Id: <news.example.jp>\r\n", number=4)
    assert take(drill, list_mail) == Came(became="unclear", reference=None)
    assert promised(drill) == ["mail-forget"] * 3


def test_an_agents_program_may_ask_and_a_person_confirms(drill: Drill) -> None:
    came = take(drill, mail("Please delete my account", more="Auto-Submitted: auto-generated\r\n"))
    assert came.became == "request"


def test_a_bounce_is_noted_at_the_case_of_the_mail_that_came_back(drill: Drill) -> None:
    take(drill, mail("開示してください"))
    report = (
        b"From: MAILER-DAEMON@mx.example.jp\r\nContent-Type: multipart/report; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n"
        b"Status: 5.1.1\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
        b"Message-ID: <R-2026-0001.3@desk.example.jp>\r\n\r\nx\r\n--b--\r\n"
    )
    assert take(drill, report) == Came(became="bounce", reference="R-2026-0001")
    company = drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    noted = [
        entry for entry in timeline(drill.office, "R-2026-0001") if entry["kind"] == "mail-received"
    ]
    assert [entry["body"]["became"] for entry in noted] == ["request", "bounce"]
    assert (noted[1]["body"]["status"], noted[1]["body"]["permanent"]) == ("5.1.1", True)


def test_the_ledger_and_the_store_say_nothing_of_what_a_mail_says(drill: Drill) -> None:
    take(drill, mail("荷物が届きません", subject="問い合わせ", number=5))
    company = drill.office.company
    ledger.seal(company.engine, company.signer, company.clock)
    (entry,) = ledger.entries_of_kinds(company.engine, ["mail-received"], 10)
    assert "nakamura" not in str(read_entry(entry.leaf))
    drill.workspace.close()
    stored = b"".join(
        path.read_bytes() for path in (drill.folder / ".upheld").rglob("*") if path.is_file()
    )
    assert "荷物".encode() not in stored
    assert b"nakamura" not in stored


def test_a_mail_of_no_case_is_forgotten_in_time_and_one_of_a_case_with_it(drill: Drill) -> None:
    take(drill, mail("荷物が届きません", number=5))
    (waiting,) = kept(drill)
    forget = chores.handlers(drill.office)[taking.FORGET]
    forget(Item(id=1, kind=taking.FORGET, key=waiting.key, payload={}, attempts=0, at=EARLIER))
    assert kept(drill) == []
    take(drill, mail("開示してください"))
    company = drill.office.company
    with company.engine.begin() as connection:
        store.forget(connection, ["R-2026-0001"])
        (of_case,) = store.of_case(connection, company.vault, "R-2026-0001")
    assert (of_case.sender, of_case.text) == ("", "")


@pytest.fixture
def mailbox() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


@pytest.mark.slow
def test_the_mailbox_is_asked_again_and_again_and_nothing_is_lost_or_twice(
    drill: Drill, mailbox: ImapServer
) -> None:
    account = Account(
        host="127.0.0.1", port=mailbox.port, username=USER, password=PASSWORD, security="none",
        own=polling.own_addresses(drill.office), wait_seconds=2, seconds=5,
    )  # fmt: skip
    mailbox.add(mail("開示してください", number=1), internal="23-Dec-2026 23:30:00 +0900")
    assert polling.poll_mailbox(drill.office, account) == Polled(taken=1, more=False)
    mailbox.add(mail("アカウントを削除してください", number=2, sender="b@example.jp"))

    async def cut(_tag: str, command: str) -> bytes | None:
        if command.startswith("UID STORE"):
            raise OSError
        return None

    mailbox.fault = cut
    assert isinstance(polling.poll_mailbox(drill.office, account), Interrupted)
    mailbox.fault, mailbox.validity = None, 4_294_967_295
    assert polling.poll_mailbox(drill.office, account) == Polled(taken=2, more=False)
    with drill.office.company.engine.connect() as connection:
        rows = connection.execute(
            select(cases.cases.c.reference, cases.cases.c.received_at).order_by("reference")
        ).all()
    assert [row.reference for row in rows] == ["R-2026-0001", "R-2026-0002"]
    assert aware(rows[0].received_at) == EARLIER
