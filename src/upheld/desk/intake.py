"""How a request arrives: in one transaction with its number, its last day and its ledger entry.

Nothing here waits for anything: not for a mail server, not for a workflow, not for a search
in the company's stores. What follows is in the outbox, and a worker takes it from there.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from upheld.desk import clocks, store
from upheld.desk.case import AgentKind, Case, Channel, Sealed, Waiting
from upheld.desk.correctable import correctable, unknown
from upheld.desk.fees import charging
from upheld.desk.few_trips import begun_in_turn, written_at_once
from upheld.desk.kinds import KINDS, CaseKind, Residence
from upheld.desk.moving import entry_of
from upheld.desk.office import Office
from upheld.desk.together import Together
from upheld.desk.webhooks.announcing import announcements
from upheld.durable import outbox
from upheld.evidence import ledger
from upheld.evidence.entry import JSON, Entry
from upheld.observing import metrics
from upheld.policy.language.rights import RightKind
from upheld.refusal import RefusalError
from upheld.rights import store as numbers
from upheld.rights.apart import read_apart
from upheld.rights.forgetting import forget_on
from upheld.subject.lookup import check_kinds
from upheld.wording import Language, Text

_TOGETHER: "WeakKeyDictionary[Engine, Together[_Arrival]]" = WeakKeyDictionary()
LONGEST_MESSAGE = 4_000
_OLDEST = timedelta(days=366)
_ADDRESS = re.compile(r"\S+@[^\s@]+\.[^\s@.]{2,}")
LONGEST_VALUE = 320
"""Characters; an e-mail address is no longer (RFC 3696, erratum 1690)."""


class NotOfferedError(RefusalError):
    """The policy does not offer this right to this person."""

    code = "right-not-offered"


class IntakeInvalidError(RefusalError):
    """Something that cannot be received as a request."""

    code = "intake-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What arrived.

    Attributes:
        right: What is asked for.
        language: In which language answers go out.
        channel: The way it came.
        subject: Identifiers that find the person: kind → value.
        contact: Where answers go by mail; empty for answers on paper or at the counter.
        received_at: When it arrived, where that was earlier than now.
        residence: Where the person lives, if they said so.
        agent: Whether somebody else asks for the person.
        verified: The channel proves who asks: a signed link, a session of the company's site.
    """

    right: RightKind
    language: Language
    channel: Channel
    subject: Mapping[str, str] = field(repr=False)
    contact: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    message: str = field(default="", repr=False)
    changes: Mapping[str, str] = field(default_factory=dict, repr=False)
    about: Mapping[str, str] = field(default_factory=dict, repr=False)
    agent_details: Mapping[str, str] = field(default_factory=dict, repr=False)
    received_at: datetime | None = None
    residence: Residence | None = None
    agent: AgentKind = "none"
    form: str | None = None
    grounds: tuple[str, ...] = ()
    verified: bool = False
    by: str = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What the person is told at once.

    Attributes:
        reference: The number to quote.
        due_on: The last day to answer.
        duplicate_of: An open request of the same person for the same thing, if there is one.
    """

    reference: str
    state: str
    received_at: datetime
    due_on: date
    clock: Mapping[str, object]
    duplicate_of: str | None


def receive(office: Office, intake: Intake, connection: Connection | None = None) -> Received:
    """Receive a request.

    Args:
        office: The desk.
        intake: What arrived.
        connection: A transaction it belongs to, e.g. that of the mail it came with.

    Raises:
        NotOfferedError: The policy does not offer the right; says what exists instead.
        IntakeInvalidError: Something is missing, too long, or in the future.
        IdentifierError: No map knows people by such an identifier.
    """
    arrival = _arrival(office, intake)
    if connection is None:
        _together(office.company.engine).do(arrival)
    else:
        _keep(connection, [arrival])
    case = arrival.case
    metrics.received(intake.right)
    return Received(
        reference=case.reference,
        state=case.state,
        received_at=case.received_at,
        due_on=case.due_on,
        clock=case.clock,
        duplicate_of=case.duplicate_of,
    )


def _together(engine: Engine) -> "Together[_Arrival]":
    """What arrives at the same moment in this process is kept in one transaction."""
    known = _TOGETHER.get(engine)
    return _TOGETHER.setdefault(engine, Together(_keep_together)) if known is None else known


def _case(office: Office, intake: Intake) -> Case:
    refuse_invalid(office, intake)
    company = office.company
    arrived = intake.received_at or company.clock.now()
    found = clocks.answering(company.policy, intake.right, intake.residence, office.calendar)
    due = found.deadline.due(arrived)
    return Case(
        reference="",
        right=intake.right,
        state="received",
        language=intake.language,
        channel=intake.channel,
        received_at=arrived,
        due_on=due.day,
        due_at=due.ends,
        clock=clocks.written(found, due),
        waiting=_waits_for(intake),
        residence=intake.residence,
        agent=intake.agent,
        form=intake.form,
        grounds=intake.grounds,
        sealed=Sealed(
            subject=dict(intake.subject),
            name=intake.name,
            contact=intake.contact,
            message=intake.message,
            changes=dict(intake.changes),
            about=dict(intake.about),
            agent=dict(intake.agent_details),
        ),
    )


def _waits_for(intake: Intake) -> frozenset[Waiting]:
    needed: set[Waiting] = set()
    if KINDS[intake.right].identity == "confirmed" and not intake.verified:
        needed.add("identity")
    if intake.agent != "none":
        needed.add("power")
    return frozenset(needed or {"decision"})


def refuse_invalid(office: Office, intake: Intake) -> None:
    """Refuse what cannot be received, before anything is kept; for forms that ask step by step."""
    line = clocks.offered(office.company.policy, intake.right, intake.residence)
    if line is None or not line.offered:
        raise _not_offered(intake.right)
    if not intake.subject and KINDS[intake.right].identity != "none":
        raise _invalid(
            Text(en="nothing says whom the request is about", ja="誰についての請求か分かりません"),
            Text(
                en="give an e-mail address or a customer number",
                ja="メールアドレスか会員番号を入力してください",
            ),
        )
    if intake.subject:
        check_kinds(intake.subject, office.company.identifier_kinds())
        _refuse_no_address("email", intake.subject.get("email", ""))
    if not _is_place(intake.contact):
        _refuse_no_address("contact", intake.contact)
    _refuse_uncorrectable(office, intake)
    values = (*intake.subject.values(), *intake.about.values(), *intake.agent_details.values(),
              intake.contact, intake.name)  # fmt: skip
    if any(len(value) > LONGEST_VALUE for value in values) or (
        len(intake.message) > LONGEST_MESSAGE
        or any(len(value) > LONGEST_MESSAGE for value in intake.changes.values())
    ):
        raise _invalid(
            Text(en="a text is too long", ja="入力が長すぎます"),
            Text(
                en=f"at most {LONGEST_VALUE} characters, {LONGEST_MESSAGE} for a message",
                ja=f"{LONGEST_VALUE} 文字以内(本文は {LONGEST_MESSAGE} 文字以内)で入力してください",
            ),
        )
    now = office.company.clock.now()
    if intake.received_at is not None and intake.received_at < now - _OLDEST:
        raise _invalid(
            Text(
                en="it cannot have arrived more than a year ago",
                ja="受付日が一年以上前になっています",
            ),
            Text(en="look at the year of the day it arrived", ja="届いた日の年を確かめてください"),
        )
    if intake.received_at is not None and intake.received_at > now:
        raise _invalid(
            Text(en="it cannot have arrived in the future", ja="受付日時が未来になっています"),
            Text(en="give the day it arrived", ja="届いた日時を入力してください"),
        )


def _is_place(contact: str) -> bool:
    """Whether answers go to a house, by letter: addresses of mail have a sign or are one word."""
    plain = unicodedata.normalize("NFKC", contact).strip()
    return "@" not in plain and (not plain.isascii() or " " in plain)


def _refuse_no_address(field_: str, value: str) -> None:
    """Addresses nobody could have: whoever mistyped one would be told that nothing is held."""
    if value and not _ADDRESS.fullmatch(unicodedata.normalize("NFKC", value).strip()):
        raise _invalid(
            Text(
                en=f"what `{field_}` holds is no e-mail address",
                ja=f"`{field_}` がメールアドレスの形ではありません",
            ),
            Text(
                en="give one such as `name@example.com`",
                ja="`name@example.com` の形で入力してください",
            ),
        )


def _refuse_uncorrectable(office: Office, intake: Intake) -> None:
    """What no column holds would be granted and then planned by nobody."""
    if KINDS[intake.right].by != "correction" or not intake.changes:
        return
    held = correctable(office.company)
    for name in intake.changes:
        if name not in held:
            raise _invalid(*unknown(name, held))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arrival:
    """A case that is to be kept, and what it came from."""

    office: Office
    case: Case
    intake: Intake
    digests: Mapping[str, str]

    @property
    def year(self) -> int:
        return self.case.received_at.astimezone(self.office.zone).year

    @property
    def is_free(self) -> bool:
        return charging.fee_of(self.office.company.policy, self.case) is None


def _arrival(office: Office, intake: Intake) -> _Arrival:
    """Each kind of identifier is kept as what the person is found by."""
    digests = {kind: office.digest(kind, value) for kind, value in intake.subject.items()}
    return _Arrival(office=office, case=_case(office, intake), intake=intake, digests=digests)


def _keep_together(arrivals: Sequence[_Arrival]) -> None:
    """Keep cases that came at the same moment, in one transaction."""
    engine = arrivals[0].office.company.engine
    if engine.dialect.name != "postgresql":
        with begun_in_turn(engine) as connection:
            _keep(connection, arrivals)
        return
    # What is read first, and then everything that is written at once.
    with read_apart(engine).connect() as apart:
        _number(apart, arrivals, numbers.take_references)
        _note_earlier(apart, arrivals)
    free = all(arrival.is_free for arrival in arrivals)
    with (written_at_once if free else Engine.begin)(engine) as connection:
        _write(connection, arrivals)


def _keep(connection: Connection, arrivals: Sequence[_Arrival]) -> None:
    _number(connection, arrivals, numbers.next_references)
    _note_earlier(connection, arrivals)
    _write(connection, arrivals)


def _number(
    connection: Connection,
    arrivals: Sequence[_Arrival],
    take: Callable[[Connection, str, int, int], list[str]],
) -> None:
    for year in {arrival.year for arrival in arrivals}:
        of_year = [arrival for arrival in arrivals if arrival.year == year]
        taken = take(connection, "R", year, len(of_year))
        for arrival, reference in zip(of_year, taken, strict=True):
            arrival.case.reference = reference


def _note_earlier(connection: Connection, arrivals: Sequence[_Arrival]) -> None:
    """Note open requests of the same people for the same things, those of this moment too."""
    asked = [(list(one.digests.values()), one.case.right) for one in arrivals]
    found = store.earlier(connection, asked)
    now: dict[tuple[str, CaseKind], str] = {}
    for arrival, earlier in zip(arrivals, found, strict=True):
        case = arrival.case
        keys = [(digest, case.right) for digest in arrival.digests.values()]
        case.duplicate_of = next((now[key] for key in keys if key in now), earlier)
        now |= dict.fromkeys(keys, case.reference)


def _write(connection: Connection, arrivals: Sequence[_Arrival]) -> None:
    """Write everything that requests begin with; where they are free, nothing is read for that."""
    vault = arrivals[0].office.company.vault
    store.add_many(connection, vault, [(one.case, _found_by(one)) for one in arrivals])
    ledger.append_many(connection, map(_entry, arrivals))
    outbox.add_many(connection, (row for one in arrivals for row in _promised(one)))
    for one in arrivals:
        charging.charge(one.office, connection, one.case)


def _found_by(arrival: _Arrival) -> list[tuple[str, str]]:
    found_by = list(arrival.digests.items())
    if arrival.intake.contact:
        found_by.append(("contact", arrival.office.digest("email", arrival.intake.contact)))
    return found_by


def _entry(arrival: _Arrival) -> Entry:
    case, intake = arrival.case, arrival.intake
    body: dict[str, JSON] = {
        "right": case.right,
        "channel": case.channel,
        "identifiers": sorted(intake.subject),
        "due_on": case.due_on.isoformat(),
        "agent": case.agent,
        "received_at": case.received_at.isoformat(),
    }
    if case.duplicate_of:
        body["duplicate_of"] = case.duplicate_of
    return entry_of(arrival.office, case.reference, "request-received", by=intake.by, body=body)


def _promised(arrival: _Arrival) -> list[outbox.Promise]:
    """What happens next, by workers."""
    case, company = arrival.case, arrival.office.company
    verified = {"verified": arrival.intake.verified}
    return [
        ("case-received", case.reference, verified, company.clock.now()),
        ("case-forget", case.reference, {}, forget_on(company, case.received_at)),
        *announcements(arrival.office, case),
    ]


def _not_offered(right: RightKind) -> NotOfferedError:
    label = KINDS[right].label
    return NotOfferedError(
        Text(en=f"the policy does not offer `{label.en}`",
             ja=f"ポリシーは「{label.ja}」を定めていません"),
        remedy=Text(
            en="see which requests are offered; declare it under `rights:` to offer it",
            ja="受け付けている請求の種類を確かめてください。提供するには `rights:` に宣言します",
        ),
    )  # fmt: skip


def _invalid(what: Text, remedy: Text) -> IntakeInvalidError:
    return IntakeInvalidError(what, remedy=remedy)
