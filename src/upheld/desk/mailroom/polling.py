"""Asks the declared mailbox, or listens for the machine's mail server; both end in `taking.take`."""

import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

from upheld.desk.mailroom import store, taking
from upheld.desk.office import Office
from upheld.post.imap import Account, Arrived, Outcome, poll
from upheld.post.incoming import Received
from upheld.post.lmtp import Desk, Listener


def own_addresses(office: Office) -> tuple[str, ...]:
    """The addresses of the desk: mail for them is taken, mail from them is a loop."""
    channels = office.company.policy.channels.values()
    published = [channel.to.en for channel in channels if channel.kind == "email"]
    return tuple(dict.fromkeys([office.settings.sender, *map(str, published)]))


def poll_mailbox(office: Office, account: Account) -> Outcome:
    """Take each mail that came since, one transaction each; call it again and again."""
    engine = office.company.engine
    name = _name(account)
    with engine.connect() as connection:
        begin = store.bookmark(connection, name)

    def take(arrived: Arrived) -> None:
        with engine.begin() as connection:
            taking.take(office, connection, arrived.received)
            store.set_bookmark(connection, name, arrived.bookmark)

    return poll(account, begin, take, office.company.clock)


def listener(current: Callable[[], Office], place: str) -> Listener:
    """Return what is handed mail by LMTP at `HOST:PORT`; it listens within `async with`."""
    office = current()

    def take(_raw: bytes, received: Received) -> None:
        taker = current()
        with taker.company.engine.begin() as connection:
            taking.take(taker, connection, received)

    desk = Desk(addresses=own_addresses(office), take=take, clock=office.company.clock)
    parts = urlsplit(f"//{place}")
    return Listener(desk, parts.port or 0, host=parts.hostname or "127.0.0.1")


def _name(account: Account) -> str:
    """Name a mailbox without saying whose it is."""
    text = f"{account.username}@{account.host}:{account.port}/{account.mailbox}"
    return hashlib.sha256(text.encode()).hexdigest()
