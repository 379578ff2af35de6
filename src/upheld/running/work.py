"""Every handler and every schedule of the desk, on durable work."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from upheld.assembly import Workspace
from upheld.calling import replay
from upheld.calling.addresses import LOOPBACK, PUBLIC
from upheld.calling.client import Caller
from upheld.desk import carrying_out, chores, once
from upheld.desk.configuration import LOOPBACK as HOSTS_HERE
from upheld.desk.letters.sending import Post
from upheld.desk.mailroom import polling
from upheld.desk.office import Office
from upheld.durable.direct import DirectDurable
from upheld.durable.dispatching import Handler
from upheld.durable.port import Durable
from upheld.durable.schedules import Interval
from upheld.evidence import ledger
from upheld.payments.stripe import Stripe
from upheld.post.imap import Account
from upheld.post.places import account_of
from upheld.rights.sweeping import sweep_due
from upheld.running import mail
from upheld.uploads.keeping import KeptUploads
from upheld.uploads.shelf import Shelf

SEAL_EVERY = timedelta(seconds=5)
SWEEP_EVERY = timedelta(minutes=5)
CLEAN_EVERY = timedelta(hours=1)
ASK_EVERY = timedelta(minutes=1)
UPLOADS = Path(".upheld") / "uploads"
"""Where documents lie, below the workspace."""


def durable_of(workspace: Workspace, office: Office) -> Durable:
    """Return the desk's work, ready to be launched."""
    company = office.company
    durable = DirectDurable(company.engine, company.clock)
    for kind, handler in handlers(workspace, office).items():
        durable.handle(kind, handler)
    durable.schedule("seal the ledger", Interval(SEAL_EVERY), _timed(lambda: _seal(office)))
    durable.schedule("sweep", Interval(SWEEP_EVERY), _timed(lambda: sweep_due(company)))
    durable.schedule("clean", Interval(CLEAN_EVERY), _timed(lambda: _clean(office)))
    kept = uploads_of(office)
    durable.schedule("sweep uploads", Interval(SWEEP_EVERY), _timed(kept.sweep))
    account = mailbox_of(workspace, office)
    if account is not None:
        poll = _timed(lambda: polling.poll_mailbox(office, account))
        durable.schedule("ask the mailbox", Interval(ASK_EVERY), poll)
    return durable


def handlers(workspace: Workspace, office: Office) -> Mapping[str, Handler]:
    """Return who carries out each kind of row of the outbox."""
    return {
        **carrying_out.handlers(office, post_of(workspace, office)),
        **chores.handlers(office, stripe=stripe_of(workspace), uploads=uploads_of(office)),
    }


def post_of(workspace: Workspace, office: Office) -> Post:
    """Return what takes mail: the company's server, or a folder where there is none."""
    section = workspace.settings.declared.desk.smtp
    if section is None:
        return mail.into_folder(workspace.folder / mail.FOLDER, office.company.clock)
    relay = mail.relay_of(workspace.settings.secret(section, "desk.smtp"))
    return mail.by_relay(relay, office.company.clock)


def uploads_of(office: Office) -> KeptUploads:
    """Return where documents lie that people hand in: below the workspace, sealed."""
    company = office.company
    return KeptUploads(
        shelf=Shelf(office.folder / UPLOADS, office.key("uploads")),
        engine=company.engine,
        clock=company.clock,
        bytes_limit=office.settings.upload_most,
    )


def mailbox_of(workspace: Workspace, office: Office) -> Account | None:
    """Return the mailbox that opens cases, if one is declared.

    Raises:
        MailPlaceError: Its URL is none.
    """
    section = office.settings.mailbox
    if section is None:
        return None
    url = workspace.settings.secret(section, "desk.mailbox")
    return account_of(url, own=polling.own_addresses(office))


def stripe_of(workspace: Workspace) -> Stripe | None:
    """Return the account that takes cards, if there is one."""
    section = workspace.settings.declared.desk.stripe
    if section is None:
        return None
    here = section.api.startswith("http://") and any(host in section.api for host in HOSTS_HERE)
    return Stripe(
        secret=workspace.settings.secret(section.key, "desk.stripe.key"),
        caller=Caller(reach=LOOPBACK if here else PUBLIC),
        base=section.api,
    )


def _seal(office: Office) -> None:
    company = office.company
    ledger.seal(company.engine, company.signer, company.clock)


def _clean(office: Office) -> None:
    company = office.company
    with company.engine.begin() as connection:
        once.forget(connection, office)
        replay.forget(connection, company.clock.now())


def _timed(act: Callable[[], object]) -> Callable[[datetime], None]:
    def at(_instant: datetime) -> None:
        act()

    return at
