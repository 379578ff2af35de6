"""What is known of AI inputs: made-up values at the gate, calls and settings on record, switches.

The newest ten thousand calls are read, and every act of people up to a hundred thousand. What waits
to be numbered in the ledger is no evidence yet; a gateway numbers it within seconds.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, inspect, select

from upheld.clock import Clock
from upheld.desk.standing import FoundStanding
from upheld.evidence.entry import JSON, Entry, read_entry
from upheld.evidence.proven import ProvenLedger
from upheld.evidence.store import waiting_of_kinds
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.screening.admission import KIND as CALL
from upheld.screening.configuration import GatewaySection
from upheld.screening.destination import host_of
from upheld.screening.fields.endpoints import MODELS
from upheld.screening.store import switches
from upheld.screening.suspending import RESUMED, SUSPENDED
from upheld.screening.switching import CHANGED, DENIED
from upheld.screening.training import KIND as EXPORT
from upheld.wording import Text

if TYPE_CHECKING:  # dictionaries of a hundred megabytes: most workspaces have no gateway
    from upheld.screening.probing import Probed

_CALLS, _ACTS = 10_000, 100_000
_ACT_KINDS = (CHANGED, DENIED, EXPORT, SUSPENDED, RESUMED)
_MEANWHILE = timedelta(minutes=5)
"""What was set so lately may have come between one reading and the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayGiven:
    """The gateway that a workspace declares.

    Attributes:
        section: Its settings.
        folder: To which the file of rules of one's own is relative.
    """

    section: GatewaySection
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One entry of the ledger about AI inputs."""

    entry: int
    kind: str
    at: datetime
    body: Mapping[str, JSON]

    def text(self, name: str) -> str:
        """Return a text of the body; empty where there is none."""
        found = self.body.get(name)
        return found if isinstance(found, str) else ""

    def count(self, name: str) -> int:
        """Return a number of the body; 0 where there is none."""
        found = self.body.get(name)
        return found if isinstance(found, int) else 0

    def listed(self, name: str) -> Sequence[JSON]:
        """Return a list of the body; empty where there is none."""
        found = self.body.get(name)
        return found if isinstance(found, Sequence) and not isinstance(found, str) else ()

    @property
    def found(self) -> Sequence[Mapping[str, JSON]]:
        """What screening found in a call: kind, group, act, clause, count."""
        return [one for one in self.listed("found") if isinstance(one, Mapping)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AiSeen:
    """What was seen of AI inputs.

    Attributes:
        recipient: To whom the gateway sends; `None` where none is set up.
        host: Where the settings say that this recipient is (`gateway.upstream`).
        passes: What goes through it unread (`gateway.pass`).
        probed: What became of made-up values; `None` where no gateway is set up.
        unreadable: Why the gateway could not be tried.
        calls: The newest calls, oldest first.
        acts: Settings changed or denied, exports, suspensions and their ends, oldest first.
        unrecorded: By setting, how often it was set without an entry that says so.
        opted_in: Customers for whom training stands `on` now.
        cases: Of prohibited inputs that were found later.
    """

    recipient: str | None = None
    host: str | None = None
    passes: Sequence[str] = ()
    probed: "Probed | None" = None
    unreadable: Text | None = None
    calls: Sequence[Told] = ()
    acts: Sequence[Told] = ()
    unrecorded: Mapping[str, int] = field(default_factory=dict)
    opted_in: int = 0
    cases: FoundStanding = field(default_factory=FoundStanding)

    @property
    def inputs(self) -> Sequence[Told]:
        """The calls that bring the provider something: which models there are is asked by who watches, too."""
        return [one for one in self.calls if one.text("endpoint") != MODELS]

    def acts_of(self, *kinds: str) -> list[Told]:
        """Return the acts of some kinds."""
        return [one for one in self.acts if one.kind in kinds]


def ai_seen(
    policy: Policy,
    given: GatewayGiven | None,
    ledger: ProvenLedger | None,
    clock: Clock,
    cases: FoundStanding | None = None,
) -> AiSeen | None:
    """Look at the gateway, the ledger and the switches; `None` where the policy has no AI terms.

    Args:
        policy: What it says about AI inputs.
        given: The gateway that the workspace declares, if it does.
        ledger: Of our own store, proven now; `None` where there is no store yet.
        clock: The company's.
        cases: How the cases of inputs stand that were found later.
    """
    if policy.ai is None:
        return None
    if given is not None and not given.section.model_fields_set:
        given = None  # only defaults: nobody wrote anything under `gateway:`
    probed, unreadable = _tried(policy, given, clock)
    calls = _entries(ledger, (CALL,), _CALLS)
    acts = _entries(ledger, _ACT_KINDS, _ACTS)
    unrecorded, opted_in = _switches(ledger, acts, clock.now())
    return AiSeen(
        recipient=None if given is None else given.section.recipient,
        host=None if given is None else _host(given.section),
        passes=() if given is None else given.section.pass_,
        probed=probed,
        unreadable=unreadable,
        calls=calls,
        acts=acts,
        unrecorded=unrecorded,
        opted_in=opted_in,
        cases=cases or FoundStanding(),
    )


def _host(section: GatewaySection) -> str | None:
    return None if section.upstream is None else host_of(section.upstream)


def _tried(
    policy: Policy, given: GatewayGiven | None, clock: Clock
) -> "tuple[Probed | None, Text | None]":
    if given is None:
        return None, None
    from upheld.screening.own_rules import Own, read_own
    from upheld.screening.probing import probe

    file = given.section.rules
    try:
        own = Own() if file is None else read_own(given.folder / file, file=file)
        return probe(policy, given.section, clock=clock, own=own), None
    except RefusalError as refused:
        return None, refused.what


def _entries(ledger: ProvenLedger | None, kinds: tuple[str, ...], most: int) -> list[Told]:
    if ledger is None:
        return []
    return [
        _told(row.index, row.kind, read_entry(row.leaf))
        for row in ledger.entries_of_kinds(kinds, most)
    ]


def _told(index: int, kind: str, entry: Entry) -> Told:
    return Told(entry=index, kind=kind, at=entry.at, body=entry.body)


def _switches(
    ledger: ProvenLedger | None, acts: Sequence[Told], now: datetime
) -> tuple[dict[str, int], int]:
    """Compare what was set with what the ledger says was set; count who has opted in."""
    if ledger is None or not inspect(ledger.engine).has_table(switches.name):
        return {}, 0
    unrecorded = Counter[str]()
    with ledger.engine.connect() as connection:
        # One that waits stands in the ledger as well: whoever set it did so in the same transaction.
        waiting = [read_entry(leaf).body for leaf in waiting_of_kinds(connection, (CHANGED,))]
        numbered = [one.body for one in acts if one.kind == CHANGED]
        said = Counter((b["tenant"], b["setting"], b["new"]) for b in [*numbered, *waiting])
        for tenant, setting, value, count in connection.execute(_was_set(now)):
            unrecorded[setting] += max(0, count - said[tenant, setting, value])
        opted_in = connection.execute(_TRAINING_IS_ON).scalar_one()
    return dict(+unrecorded), opted_in


def _was_set(now: datetime) -> Select[Any]:
    what = (switches.c.tenant, switches.c.setting, switches.c.value)
    before = (now - _MEANWHILE).astimezone(UTC)
    return select(*what, func.count()).where(switches.c.at < before).group_by(*what)


_NEWEST = select(func.max(switches.c.id)).where(switches.c.setting == "training")
_TRAINING_IS_ON = select(func.count()).where(
    switches.c.id.in_(_NEWEST.group_by(switches.c.tenant)), switches.c.value == "on"
)
