"""Mail servers by URL; a refusal repeats nothing of it."""

import pytest

from upheld.post.imap import Account
from upheld.post.outgoing import Relay
from upheld.post.places import MailPlaceError, account_of, relay_of


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://mail.example.jp", Relay(host="mail.example.jp", port=587, security="starttls")),
        ("smtp://127.0.0.1:25", Relay(host="127.0.0.1", port=25, security="none")),
        ("smtp://[::1]:25", Relay(host="::1", port=25, security="none")),
        (
            "smtps://desk%40example.jp:p%40ss@mail.example.jp",
            Relay(host="mail.example.jp", port=465, security="tls", username="desk@example.jp", password="p@ss"),
        ),
    ],
)  # fmt: skip
def test_a_relay_is_read(url: str, relay: Relay) -> None:
    assert relay_of(url) == relay


def test_a_mailbox_is_read() -> None:
    given = {"username": "desk", "password": "pw", "own": ("desk@example.jp",)}
    assert account_of("imaps://desk:pw@mail.example.jp", own=["desk@example.jp"]) == Account(
        host="mail.example.jp", port=993, security="tls", **given  # type: ignore[arg-type]
    )  # fmt: skip
    inner = account_of(
        "imap://desk:pw@mail.example.jp:1143/Privacy%20desk", own=["desk@example.jp"]
    )
    assert (inner.port, inner.security, inner.mailbox) == (1143, "starttls", "Privacy desk")


@pytest.mark.parametrize(
    "url",
    [
        "", "mail.example.jp", "http://mail.example.jp", "smtp://", "smtp://u:secret@host:99999",
        "smtp://u:secret@host:0", "smtp://u:secret@host:x", "smtps://u:secret@host?debug=1", "smtp://u:secret@host#x",
    ],
)  # fmt: skip
def test_what_is_no_relay_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(MailPlaceError) as refused:
        relay_of(url)
    assert "secret" not in str(refused.value)
    assert "secret" not in repr(refused.value.__context__)


@pytest.mark.parametrize(
    "url",
    [
        "imaps://host",
        "imaps://desk@host",
        "imaps://d:p@host/%E5%8F%97",
        "imaps://d:p@host/a%0Ab",
        "pop3://d:p@h",
    ],
)
def test_what_is_no_mailbox_is_refused(url: str) -> None:
    with pytest.raises(MailPlaceError):
        account_of(url, own=[])
