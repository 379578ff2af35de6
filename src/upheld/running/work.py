"""Every handler and every schedule of the desk, on durable work."""

from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from threading import Lock
from urllib.parse import urlsplit

from upheld.assembly import Workspace, keeping_of, kept_values
from upheld.calling import replay
from upheld.calling.addresses import LOOPBACK, PUBLIC, Reach, read_reach
from upheld.calling.client import Caller
from upheld.desk import carrying_out, chores, ended, once
from upheld.desk.enclosing import uploads_of
from upheld.desk.letters import writing
from upheld.desk.letters.sending import Post
from upheld.desk.office import Office
from upheld.desk.others import instructing
from upheld.desk.others.awaiting import awaited
from upheld.desk.others.errands import INSTRUCT
from upheld.desk.others.telling import Means, Teller
from upheld.desk.webhooks import sending
from upheld.desk.webhooks.sending import Receiver
from upheld.durable.direct import DirectDurable
from upheld.durable.dispatching import Handler
from upheld.durable.on_store import RUNS_AT_ONCE, DurableOnStore
from upheld.durable.outbox import Item
from upheld.durable.port import Durable
from upheld.durable.schedules import Daily, Interval
from upheld.evidence import ledger
from upheld.parties.opendsr import Processor
from upheld.parties.signature import check_certificates
from upheld.parties.webhook import Hook
from upheld.payments.stripe import Stripe
from upheld.post.imap import Account
from upheld.post.places import account_of, relay_of
from upheld.refusal import InvalidFileError, RefusalError, Where
from upheld.rights.sweeping import sweep_due
from upheld.running import mail
from upheld.wording import Language, Text

SEAL_EVERY = timedelta(seconds=5)
SWEEP_EVERY = timedelta(minutes=5)
CLEAN_EVERY = timedelta(hours=1)
ASK_EVERY = timedelta(minutes=1)
LOOK_AT = time(5, 0)
"""When it is looked for ended periods: whoever is told of some reads it in the morning."""
_LANES = {
    writing.SEND: "mail",
    "card-page": "cards",
    "card-refund": "cards",
    "card-give-back": "cards",
}
"""What waits for somebody else's server has a lane of its own, and holds up nothing else."""
_PARTIES, _WEBHOOKS = "parties", "webhooks"
_OF_A_LANE = 4  # what a handler reads by, the turns of a case and of its request, what it writes by
CONNECTIONS = _OF_A_LANE * len({"", _PARTIES, _WEBHOOKS, *_LANES.values()})
"""How many connections of the store are in use at once when every lane is busy."""
HOOK_OPENDSR = "/hooks/opendsr"
"""Where OpenDSR parties call us."""


_OF_A_RUN = 2
"""Connections: each step of a run of DBOS reads by one and writes by another."""


class WorkExtraMissingError(RefusalError):
    """DBOS Transact is asked for and not installed."""

    code = "extra-missing"


class _Hands:
    """Who carries out each kind of row, as the desk is when the row is taken.

    A row is carried out under one declaration from its beginning to its end: its handler was
    made with the desk as it was then, and holds it.
    """

    def __init__(self, workspace: Workspace, current: Callable[[], Office]) -> None:
        self._workspace = workspace
        self._current = current
        self._lock = Lock()
        self._made: tuple[Office, Mapping[str, tuple[str, Handler]], Teller] | None = None

    def all(self) -> Mapping[str, tuple[str, Handler]]:
        """Each kind, with its lane and its handler of the desk as it is now."""
        return self._now()[1]

    def teller(self) -> Teller:
        """Who tells other parties at the desk as it is now."""
        return self._now()[2]

    def _now(self) -> tuple[Office, Mapping[str, tuple[str, Handler]], Teller]:
        office = self._current()
        with self._lock:
            if self._made is None or self._made[0] is not office:
                teller = Teller(office, means_of(self._workspace, office))
                self._made = office, _in_lanes(self._workspace, office), teller
            return self._made

    def of(self, kind: str) -> Handler:
        """What carries out a kind, whatever declaration there will be."""

        def carry_out(item: Item) -> None:
            self.all()[kind][1](item)

        return carry_out


def _in_lanes(workspace: Workspace, office: Office) -> Mapping[str, tuple[str, Handler]]:
    own = handlers(workspace, office)
    parties = instructing.handlers(office)
    webhooks = sending.handlers(office, receivers_of(workspace, office))
    return {
        **{kind: (_LANES.get(kind, ""), handler) for kind, handler in own.items()},
        **{kind: (_PARTIES, handler) for kind, handler in parties.items()},
        **{kind: (_WEBHOOKS, handler) for kind, handler in webhooks.items()},
    }


def durable_of(workspace: Workspace, current: Callable[[], Office]) -> Durable:
    """Return the desk's work, ready to be launched.

    Args:
        workspace: The workspace.
        current: The desk under the declarations of the moment; asked for each row and each
            schedule, so that what changed is used without a restart.
    """
    office = current()
    company = office.company
    durable = port_of(office)(company.engine, company.clock, runs_in=_PARTIES)
    hands = _Hands(workspace, current)
    durable.register(INSTRUCT, instructing.instructing(hands.teller))
    for kind, (lane, _handler) in hands.all().items():
        durable.handle(kind, hands.of(kind), lane)
    durable.schedule("seal the ledger", Interval(SEAL_EVERY), _timed(lambda: _seal(current())))
    durable.schedule("take over work", Interval(ASK_EVERY), _timed(durable.take_over))
    sweep = _timed(lambda: sweep_due(current().company))
    durable.schedule("sweep", Interval(SWEEP_EVERY), sweep)
    durable.schedule("clean", Interval(CLEAN_EVERY), _timed(lambda: _clean(current())))
    values = kept_values(workspace)
    durable.schedule("end kept values", Interval(SWEEP_EVERY), _timed(values.sweep))
    language = workspace.settings.language or "ja"
    look = _timed(lambda: _look_for_ended(current(), language))
    durable.schedule("look for ended periods", Daily(LOOK_AT, office.zone), look)
    kept = uploads_of(office)
    durable.schedule("sweep uploads", Interval(SWEEP_EVERY), _timed(kept.sweep))
    account = mailbox_of(workspace, office)
    if account is not None:
        from upheld.desk.mailroom import polling

        poll = _timed(lambda: polling.poll_mailbox(current(), account))
        durable.schedule("ask the mailbox", Interval(ASK_EVERY), poll)
    return durable


def port_of(office: Office) -> type[DurableOnStore]:
    """Return who carries out work of steps and waits, as `desk.work` says.

    Raises:
        WorkExtraMissingError: It is DBOS, and that is not installed.
    """
    if office.settings.work == "direct":
        return DirectDurable
    try:
        from upheld.durable.dbos_port import DbosDurable
    except ModuleNotFoundError:
        raise WorkExtraMissingError(
            Text(en="`desk.work` is `dbos`, and DBOS Transact is not installed",
                 ja="`desk.work` が `dbos` ですが、DBOS Transact が入っていません"),
            remedy=Text(
                en="run `pip install 'upheld[desk]'`, or write `work: direct`; open work goes on with either",
                ja="`pip install 'upheld[desk]'` を実行するか `work: direct` にしてください。進行中の作業はどちらでも続きます",
            ),
        ) from None  # fmt: skip
    return DbosDurable


def connections_of(workspace: Workspace) -> int:
    """Return how many connections of the store a process needs in which everything is due."""
    runs = 0 if workspace.settings.declared.desk.work == "direct" else RUNS_AT_ONCE * _OF_A_RUN
    return CONNECTIONS + runs


def handlers(workspace: Workspace, office: Office) -> Mapping[str, Handler]:
    """Return who carries out each kind of row of the outbox."""
    return {
        **carrying_out.handlers(office, post_of(workspace, office), awaited(office)),
        **chores.handlers(office, stripe=stripe_of(workspace), uploads=uploads_of(office)),
    }


def post_of(workspace: Workspace, office: Office) -> Post:
    """Return what takes mail: the company's server, or a folder where there is none."""
    section = workspace.settings.declared.desk.smtp
    if section is None:
        return mail.into_folder(workspace.folder / mail.FOLDER, office.company.clock)
    relay = relay_of(workspace.settings.secret(section, "desk.smtp"))
    return mail.by_relay(relay, office.company.clock)


def means_of(workspace: Workspace, office: Office) -> Means:
    """Return how the declared parties are reached.

    Raises:
        SecretMissingError, InvalidFileError: A secret or a certificate is not where it should be.
        CertificateUnusableError: It is another domain's, of a weak key, or not for signatures.
    """
    processors: dict[str, Processor] = {}
    hooks: dict[str, Hook] = {}
    reach = PUBLIC
    for name, section in office.settings.parties.items():
        if section.url is None:
            continue
        if _reach(section.url) != PUBLIC:
            reach = LOOPBACK
        key = None
        if section.key is not None:
            key = workspace.settings.secret(section.key, f"desk.parties.{name}.key")
        if section.kind == "webhook" and key is not None:
            hooks[name] = Hook(url=section.url, secrets=tuple(key.split()))
        elif section.kind == "opendsr":
            domain = section.domain or urlsplit(section.url).hostname or ""
            certificates = _certificates(office.folder, section.certificate)
            check_certificates(domain, certificates)
            processors[name] = Processor(
                domain=domain,
                base=section.url,
                certificates=certificates,
                login=key,
                callback=office.link(HOOK_OPENDSR),
            )
    return Means(caller=Caller(reach=reach), processors=processors, hooks=hooks)


def receivers_of(workspace: Workspace, office: Office) -> Mapping[str, Receiver]:
    """Return the company's own systems that are told of events, and how they are reached.

    Raises:
        SecretMissingError: A secret is not where it should be.
        AddressRefusedError: An inner network is not in CIDR notation.
    """
    found: dict[str, Receiver] = {}
    for name, section in office.settings.webhooks.items():
        key = workspace.settings.secret(section.key, f"desk.webhooks.{name}.key")
        own = read_reach(section.networks)
        reach = Reach((*_reach(section.url).networks, *own.networks))
        found[name] = Receiver(
            hook=Hook(url=section.url, secrets=tuple(key.split())), caller=Caller(reach=reach)
        )
    return found


def _certificates(folder: Path, name: str | None) -> tuple[str, ...]:
    if name is None:
        return ()
    path = folder / name
    try:
        text = path.read_text("ascii")
    except (OSError, UnicodeDecodeError):
        raise InvalidFileError(
            Text(en="a certificate cannot be read", ja="証明書を読めません"),
            remedy=Text(en="put the PEM file there", ja="PEM 形式のファイルを置いてください"),
            where=Where(file=name),
        ) from None
    end = "-----END CERTIFICATE-----"
    found = tuple(f"{part.strip()}\n{end}\n" for part in text.split(end)[:-1])
    if not found:  # without a pin a party would be believed unsigned
        raise InvalidFileError(
            Text(en="no certificate is in the file", ja="ファイルに証明書がありません"),
            remedy=Text(
                en="put the party's signing certificate there, in PEM",
                ja="相手方の署名用の証明書を PEM 形式で置いてください",
            ),
            where=Where(file=name),
        )
    return found


def mailbox_of(workspace: Workspace, office: Office) -> Account | None:
    """Return the mailbox that opens cases, if one is declared.

    Raises:
        MailPlaceError: Its URL is none.
    """
    section = office.settings.mailbox
    if section is None:
        return None
    from upheld.desk.mailroom import polling  # few desks have a mailbox, and every one starts

    url = workspace.settings.secret(section, "desk.mailbox")
    return account_of(url, own=polling.own_addresses(office))


def stripe_of(workspace: Workspace) -> Stripe | None:
    """Return the account that takes cards, if there is one."""
    section = workspace.settings.declared.desk.stripe
    if section is None:
        return None
    return Stripe(
        secret=workspace.settings.secret(section.key, "desk.stripe.key"),
        caller=Caller(reach=_reach(section.api)),
        base=section.api,
    )


def _reach(url: str) -> Reach:
    """Plain http goes to this machine alone, says the settings' own check."""
    return LOOPBACK if url.startswith("http://") else PUBLIC


def _seal(office: Office) -> None:
    company = office.company
    ledger.seal(company.engine, company.signer, company.clock)


def _look_for_ended(office: Office, language: Language) -> None:
    ended.look(office, keeping_of(office.company), language)


def _clean(office: Office) -> None:
    company = office.company
    with company.engine.begin() as connection:
        once.forget(connection, office)
        replay.forget(connection, company.clock.now())


def _timed(act: Callable[[], object]) -> Callable[[datetime], None]:
    def at(_instant: datetime) -> None:
        act()

    return at
