"""A mailbox is emptied into the desk: nothing lost, nothing twice, whatever the server does."""

import asyncio
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.authority import issue
from tests.post.imap_server import ENDLESS, PASSWORD, USER, Fault, ImapServer, imap_server
from upheld.clock import DrillClock
from upheld.post.imap import Account, Arrived, Bookmark, Interrupted, Polled, poll
from upheld.post.incoming import Limits

CLOCK = DrillClock(lambda: "2026-04-01T10:00:00+09:00")


def mail(number: int) -> bytes:
    return (
        f"From: Hanako <hanako@example.com>\r\nTo: desk@example.jp\r\nSubject: request {number}\r\n"
        f"Message-ID: <m{number}@example.com>\r\n\r\nPlease disclose {number}.\r\n"
    ).encode()


@dataclass
class Store:
    """What a caller keeps: mails by key, and the bookmark, in one step."""

    kept: dict[str, Arrived] = field(default_factory=dict)
    bookmark: Bookmark | None = None
    offered: int = 0
    fails: bool = False

    def take(self, arrived: Arrived) -> None:
        self.offered += 1
        if self.fails:
            raise OSError("the disk is full")
        self.kept.setdefault(arrived.received.key, arrived)
        self.bookmark = arrived.bookmark


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with imap_server() as running:
        yield running


@pytest.fixture
def account(server: ImapServer) -> Account:
    return Account(
        host="127.0.0.1", port=server.port, username=USER, password=PASSWORD, security="none",
        own=("desk@example.jp",), wait_seconds=1, seconds=3,
    )  # fmt: skip


@pytest.fixture
def store() -> Store:
    return Store()


def test_new_mail_is_taken_oldest_first_and_then_marked(
    server: ImapServer, account: Account, store: Store
) -> None:
    for number in (1, 2, 3):
        server.add(mail(number))
    assert poll(account, None, store.take, CLOCK) == Polled(taken=3, more=False)
    subjects = [arrived.received.subject for arrived in store.kept.values()]
    assert subjects == ["request 1", "request 2", "request 3"]
    assert all(kept.seen for kept in server.mails)
    first = next(iter(store.kept.values()))
    assert first.raw == mail(1)
    assert first.received.at == datetime(2026, 4, 1, 0, 0, tzinfo=UTC)
    assert store.bookmark == Bookmark(uid_validity=7, uid=3)


def test_a_second_poll_takes_only_what_came_since(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1))
    poll(account, None, store.take, CLOCK)
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=0, more=False)
    server.add(mail(2))
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=1, more=False)
    assert store.offered == 2


def test_a_mail_that_somebody_read_by_hand_is_still_taken(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1))
    poll(account, None, store.take, CLOCK)
    server.add(mail(2))
    server.mails[-1].seen = True
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=1, more=False)


def test_the_first_poll_leaves_the_history_of_a_mailbox_alone(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1))
    server.mails[0].seen = True
    server.add(mail(2))
    assert poll(account, None, store.take, CLOCK) == Polled(taken=1, more=False)


def test_a_mail_is_not_marked_before_the_caller_has_it(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1))
    store.fails = True
    with pytest.raises(OSError, match="the disk is full"):
        poll(account, None, store.take, CLOCK)
    assert not server.mails[0].seen
    store.fails = False
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=1, more=False)


def test_a_server_that_numbers_anew_offers_again_and_nothing_counts_twice(
    server: ImapServer, account: Account, store: Store
) -> None:
    for number in (1, 2):
        server.add(mail(number))
    poll(account, None, store.take, CLOCK)
    server.validity = 8
    server.add(mail(3))
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=3, more=False)
    assert store.offered == 5
    assert len(store.kept) == 3
    assert store.bookmark == Bookmark(uid_validity=8, uid=3)


def test_a_line_that_breaks_after_the_commit_changes_nothing(
    server: ImapServer, account: Account, store: Store
) -> None:
    for number in (1, 2):
        server.add(mail(number))
    server.fault = _on("STORE", b"")
    outcome = poll(account, None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert outcome.taken == 1
    server.fault = None
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=1, more=False)
    assert store.offered == 2


def test_more_than_a_poll_takes_is_said(server: ImapServer, account: Account, store: Store) -> None:
    for number in range(5):
        server.add(mail(number))
    some = replace(account, at_once=3)
    assert poll(some, None, store.take, CLOCK) == Polled(taken=3, more=True)
    assert poll(some, store.bookmark, store.take, CLOCK) == Polled(taken=2, more=False)


def test_of_a_mail_that_is_too_large_the_head_is_taken(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1) + b"x" * 5000)
    server.add(mail(2))
    small = replace(account, limits=Limits(mail_bytes=1000))
    assert poll(small, None, store.take, CLOCK) == Polled(taken=2, more=False)
    large, usual = (arrived.received for arrived in store.kept.values())
    assert (large.subject, large.text, large.whole) == ("request 1", "", False)
    assert usual.whole
    assert not any("BODY.PEEK[])" in command for command in server.commands if " 1 " in command)


def test_a_mail_that_the_server_cannot_show_does_not_stop_the_next(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1))
    server.add(mail(2))

    async def broken(tag: str, command: str) -> bytes | None:
        return f"{tag} NO server error\r\n".encode() if command.startswith("UID FETCH 1 ") else None

    server.fault = broken
    assert poll(account, None, store.take, CLOCK) == Polled(taken=2, more=False)
    unread, read = (arrived.received for arrived in store.kept.values())
    assert (unread.text, unread.whole) == ("", False)
    assert read.subject == "request 2"


def test_a_mail_that_vanished_in_between_is_passed_over(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.add(mail(1))
    server.add(mail(2))

    async def vanish(tag: str, command: str) -> bytes | None:
        return f"{tag} OK done\r\n".encode() if command.startswith("UID FETCH 1 ") else None

    server.fault = vanish
    assert poll(account, None, store.take, CLOCK) == Polled(taken=1, more=False)


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("31-Mar-2026 23:30:00 -0800", datetime(2026, 4, 1, 1, 0, tzinfo=UTC)),
        ("01-Apr-2036 00:00:00 +0000", datetime(2026, 4, 1, 1, 0, tzinfo=UTC)),
        ("99-Xxx-0000 99:99:99 +9999", datetime(2026, 4, 1, 1, 0, tzinfo=UTC)),
        (" 1-Apr-2026 00:30:00 +0000", datetime(2026, 4, 1, 0, 30, tzinfo=UTC)),
    ],
)
def test_the_time_of_receipt_is_the_servers_but_never_of_the_future(
    server: ImapServer, account: Account, store: Store, stamp: str, expected: datetime
) -> None:
    server.add(mail(1), internal=stamp)
    poll(account, None, store.take, CLOCK)
    assert next(iter(store.kept.values())).received.at == expected


def _on(word: str, answer: bytes) -> Fault:
    """Answer a command with these bytes; without any, cut the line."""

    async def fault(tag: str, command: str) -> bytes | None:
        if word not in command:
            return None
        if not answer:
            raise OSError
        return answer.replace(b"TAG", tag.encode())

    return fault


LIES = {
    "another mail than was asked for": _on(
        "RFC822.SIZE", b'* 1 FETCH (UID 99 RFC822.SIZE 5 INTERNALDATE "x")\r\nTAG OK done\r\n'
    ),
    "a literal without end": _on("BODY.PEEK", b"* 1 FETCH (UID 1 BODY[] {999999999999}\r\n"),
    "no size": _on("RFC822.SIZE", b"* 1 FETCH (UID 1)\r\nTAG OK done\r\n"),
    "no validity": _on("SELECT", b"* 1 EXISTS\r\nTAG OK done\r\n"),
    "a validity that is no number": _on("SELECT", b"* OK [UIDVALIDITY x]\r\nTAG OK done\r\n"),
    "numbers that are none": _on("SEARCH", b"* SEARCH 1 two 3\r\nTAG OK done\r\n"),
    "numbers beyond 32 bits": _on("SEARCH", b"* SEARCH 99999999999\r\nTAG OK done\r\n"),
    "garbage": _on("SEARCH", b"\x00\xff\xfe garbage\r\n"),
    "a cut line": _on("SEARCH", b""),
}


@pytest.mark.parametrize("lie", list(LIES))
def test_a_server_that_lies_takes_nothing_from_us(
    server: ImapServer, account: Account, store: Store, lie: str
) -> None:
    server.add(mail(1))
    server.fault = LIES[lie]
    outcome = poll(account, None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert not outcome.ours
    assert store.offered == 0
    server.fault = None
    assert poll(account, store.bookmark, store.take, CLOCK) == Polled(taken=1, more=False)


@pytest.mark.slow
def test_a_server_that_stalls_is_left(server: ImapServer, account: Account, store: Store) -> None:
    async def stall(_tag: str, command: str) -> bytes | None:
        if "SEARCH" in command:
            await asyncio.sleep(10)
        return None

    server.fault = stall
    began = time.monotonic()
    outcome = poll(account, None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert time.monotonic() - began < 8


@pytest.mark.slow
def test_a_server_that_never_stops_talking_is_left(
    server: ImapServer, account: Account, store: Store
) -> None:
    server.fault = _on("SEARCH", ENDLESS)
    began = time.monotonic()
    outcome = poll(replace(account, wait_seconds=30, seconds=1), None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert time.monotonic() - began < 6


def test_a_refused_login_or_mailbox_is_ours_to_mend_and_names_nobody(
    server: ImapServer, account: Account, store: Store
) -> None:
    for wrong in (replace(account, password="other"), replace(account, mailbox="Other")):
        outcome = poll(wrong, None, store.take, CLOCK)
        assert isinstance(outcome, Interrupted)
        assert outcome.ours
        assert USER not in outcome.why.en
    assert PASSWORD not in repr(account)
    assert USER not in repr(account)


def test_nobody_there_is_told(account: Account, store: Store) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    outcome = poll(replace(account, port=port), None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert not outcome.ours


def test_without_encryption_only_this_machine_is_asked(account: Account, store: Store) -> None:
    outcome = poll(replace(account, host="imap.example.com"), None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert outcome.ours


@pytest.mark.parametrize("starttls", [False, True])
def test_the_line_is_encrypted_and_the_certificate_checked(
    tmp_path: Path, store: Store, starttls: bool
) -> None:
    issued = issue(tmp_path, "127.0.0.1")
    with imap_server(issued.pem, starttls=starttls) as server:
        server.add(mail(1))
        account = Account(
            host="127.0.0.1", port=server.port, username=USER, password=PASSWORD, own=(),
            security="starttls" if starttls else "tls", ca_file=str(issued.ca), wait_seconds=2,
        )  # fmt: skip
        assert poll(account, None, store.take, CLOCK) == Polled(taken=1, more=False)
        distrusted = poll(replace(account, ca_file=None), None, store.take, CLOCK)
    assert isinstance(distrusted, Interrupted)
    assert distrusted.ours


def test_a_server_without_starttls_is_not_told_the_password(
    server: ImapServer, account: Account, store: Store
) -> None:
    outcome = poll(replace(account, security="starttls"), None, store.take, CLOCK)
    assert isinstance(outcome, Interrupted)
    assert outcome.ours
    assert not any(command.startswith("LOGIN") for command in server.commands)
