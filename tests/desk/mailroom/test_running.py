"""What the running desk does about mail and documents by itself."""

import smtplib
from datetime import timedelta

import pytest

from tests.desk.conftest import Drill, Founded
from tests.post.imap_server import PASSWORD, USER, imap_server
from tests.uploads.documents import picture
from upheld.desk import enclosing
from upheld.desk import store as cases
from upheld.desk.identity import proofs
from upheld.desk.intake import Intake, receive
from upheld.desk.mailroom import polling
from upheld.durable.outbox import Item
from upheld.running import work
from upheld.running.mail_in import listening
from upheld.uploads.shelf import UploadGoneError


def test_a_mailbox_that_is_declared_is_asked(found: Founded) -> None:
    drill = found()
    with imap_server() as server:
        server.add(
            b"From: a@example.jp\r\nSubject: x\r\n\r\nPlease disclose my data, all of it.\r\n"
        )
        secret = drill.folder / "secrets" / "imap.url"
        secret.parent.mkdir(exist_ok=True)
        secret.touch(mode=0o600)
        password = PASSWORD.replace(" ", "%20")
        secret.write_text(f"imap://{USER}:{password}@127.0.0.1:{server.port}\n")
        settings = drill.folder / "upheld.yaml"
        settings.write_text(settings.read_text() + "\ndesk: {mailbox: {file: secrets/imap.url}}\n")
        drill.workspace.close()
        drill.open()
        account = work.mailbox_of(drill.workspace, drill.office)
        assert account is not None
        assert (account.port, account.security, account.password) == (server.port, "none", PASSWORD)
        durable = work.durable_of(drill.workspace, lambda: drill.office)
        assert durable is not None
        polling.poll_mailbox(drill.office, account)
    with drill.office.company.engine.connect() as connection:
        case = cases.load(connection, drill.office.company.vault, "R-2026-0001")
    assert (case.right, case.channel) == ("disclosure", "mail")


def test_without_a_mailbox_none_is_asked(drill: Drill) -> None:
    assert work.mailbox_of(drill.workspace, drill.office) is None


def test_the_document_of_a_decided_proof_is_erased_by_the_work(drill: Drill) -> None:
    office = drill.office
    kept = enclosing.uploads_of(office)
    intake = Intake(
        right="disclosure", language="ja", channel="web", subject={"email": "a@example.jp"},
        contact="a@example.jp",
    )  # fmt: skip
    reference = receive(office, intake).reference
    document = kept.take([picture("png")], reference)
    assert document.expires_at - document.taken_at == timedelta(days=30)
    with office.company.engine.begin() as connection:
        case = cases.load(connection, office.company.vault, reference)
        proof = proofs.add(
            office, connection, case, "identity", "passport", stored_as=document.name, by="person"
        )
        proofs.decide(office, connection, case, proof, "rejected", by="S-1")
    erase = work.handlers(drill.workspace, office)["proof-erase"]
    erase(Item(id=1, at=document.taken_at, kind="proof-erase", key=reference, payload={"proof": proof}, attempts=1))  # fmt: skip
    with pytest.raises(UploadGoneError):
        kept.open(document.name)
    assert list((drill.folder / enclosing.UPLOADS).iterdir()) == []


def test_mail_is_taken_by_lmtp_while_the_desk_works(found: Founded) -> None:
    drill = found()
    settings = drill.folder / "upheld.yaml"
    address = drill.office.settings.sender
    settings.write_text(settings.read_text() + '\ndesk: {lmtp: "127.0.0.1:0"}\n')
    drill.workspace.close()
    drill.open()
    with listening(lambda: drill.office) as port:
        assert port
        with smtplib.LMTP("127.0.0.1", port, timeout=20) as client:
            client.ehlo("mx")
            client.mail("a@example.jp")
            assert client.rcpt(address)[0] == 250
            code, _text = client.data(
                b"From: a@example.jp\r\nSubject: x\r\nMessage-ID: <1@x>\r\n\r\nPlease disclose my data.\r\n"
            )
        assert code == 250
        settings.write_text(settings.read_text().replace(":0", f":{port}"))
        again = Drill(drill.folder)
        with listening(lambda: again.office) as second:
            assert second is None, "another process listens there already"
        again.workspace.close()
    with drill.office.company.engine.connect() as connection:
        case = cases.load(connection, drill.office.company.vault, "R-2026-0001")
    assert case.right == "disclosure"
    with pytest.raises(ConnectionRefusedError):
        smtplib.LMTP("127.0.0.1", port, timeout=5)


def test_without_an_address_nobody_listens(drill: Drill) -> None:
    with listening(lambda: drill.office) as port:
        assert port is None
