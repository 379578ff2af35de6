"""HOW A PERSON CHANGES SOMETHING THEMSELVES.

1. What is asked for is on the policy's list, the person is found as one, and their changes of
   the day are few; the value is tried in every place, reading only.
2. One transaction receives the case, notes who they are and by which way they showed it, and
   seals what was held before.
3. The case is planned, approved, written everywhere, read back and receipted at once
   (`at_once`); if the process dies, a worker goes on. Neither the old nor the new value is in
   the ledger, a log or an error.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from time import monotonic, sleep

from sqlalchemy import Connection

from upheld.correction.fitting import CorrectionUnfitError
from upheld.desk import store as cases
from upheld.desk.carrying_out import Driver
from upheld.desk.case import Case, Channel, State
from upheld.desk.counting import count_alone
from upheld.desk.identity.methods import Method
from upheld.desk.intake import Intake, receive
from upheld.desk.moving import note
from upheld.desk.office import Office
from upheld.desk.once import once, sent_before
from upheld.desk.others.awaiting import awaited
from upheld.desk.profile import reading, store
from upheld.desk.profile.at_once import PERSON, UNDO_DAYS
from upheld.desk.profile.offering import Item, offer, ways
from upheld.desk.profile.settings_text import is_document, settings_of, spoken, with_settings
from upheld.evidence import ledger
from upheld.evidence.entry import JSON
from upheld.refusal import RefusalError
from upheld.rights.planning import make_plan
from upheld.rights.refusals import AlreadyRunningError
from upheld.wording import Language, Text

CHANGES_A_DAY = 10
"""Changes of one person in 24 hours: whoever has more to change asks for a correction."""
_DAY = timedelta(days=1)
_STEPS_MOST = 12
"""States from received to closed, and a plan that went stale on the way."""
_PATIENT_SECONDS, _LOOK_AGAIN_SECONDS = 10.0, 0.1
"""How long, and how often, a person's page waits for a worker that took the case first."""
_CHANNELS: Mapping[Method, Channel] = {
    "email-confirm": "web", "session": "signed_link", "account": "account",
}  # fmt: skip


class ChangeRefusedError(RefusalError):
    """What a person wants to change is not changed here, or not in this way."""

    code = "change-refused"


class ChangesExhaustedError(RefusalError):
    """No more changes today for this person."""

    code = "changes-exhausted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody who has shown who they are.

    Attributes:
        subject: Identifiers that were shown to be theirs: kind → value.
        contact: Where a mail reaches them; empty where that is not known.
        way: How they showed it.
    """

    subject: Mapping[str, str] = field(repr=False)
    contact: str = field(repr=False)
    way: Method


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One change.

    Attributes:
        value: The new value; empty to empty the field, which only a change back does.
        key: Makes of two sendings one change.
        undoes: The earlier change that this one takes back.
    """

    category: str
    value: str = field(repr=False)
    key: str
    language: Language
    undoes: str | None = None


def change(office: Office, known: Known, wanted: Wanted) -> str:
    """Change something at once; return the number of its case.

    Raises:
        ChangeRefusedError: The policy does not let it be changed here, or the value is not taken.
        ChangesExhaustedError: Ten in 24 hours.
        PersonUnclearError: Nobody, or several people.
        PlaceUnreachableError: A database does not answer; nothing was begun.
    """
    said = _said(wanted.category, wanted.value)
    earlier = sent_before(office, wanted.key, said)
    if earlier is not None:
        return earlier
    item = _allowed(office, known, wanted)
    found = reading.find(office, known.subject)
    held = reading.read(office, found, [item.name])[item.name]
    if not held.rows:
        raise refused(
            Text(
                en="we hold nothing of this that can be changed here",
                ja="この項目について、ここで変更できる情報はありません",
            )
        )
    _refuse_broken(held.values, wanted)
    if [wanted.value] == (held.values or [""]):
        raise refused(Text(en="it says so already", ja="すでにこの内容になっています"))
    _tried(office, found, wanted)
    kept = store.Change(
        reference="",
        person=found.person,
        category=item.name,
        way=known.way,
        at=office.company.clock.now(),
        before=(held.values or [""])[0] if len(held.values) <= 1 else None,
        undoes=wanted.undoes,
    )
    intake = _intake(known, wanted)
    reference, _new = once(
        office, wanted.key, said, lambda on: _receive(office, on, intake, kept, item.clauses)
    )
    carry_on(office, reference)
    return reference


def _said(category: str, value: str) -> str:
    return f"{category}\0{value}"


def undo(office: Office, known: Known, reference: str, *, key: str, language: Language) -> str:
    """Take a change back; return the number of the change that does it.

    Raises:
        ChangeRefusedError: It is nobody's, another person's, too old, was taken back, or what
            was held before was not one value; never said which.
    """
    with office.company.engine.connect() as connection:
        earlier = store.find(connection, office.company.vault, reference)
    if earlier is not None and earlier.before is not None:
        sent = sent_before(office, key, _said(earlier.category, earlier.before))
        if sent is not None:
            return sent
    if earlier is None or not may_undo(office, known, earlier):
        raise refused(
            Text(en="this change cannot be taken back by a button",
                 ja="この変更は、ボタンで元に戻すことができません"),
        )  # fmt: skip
    wanted = Wanted(
        category=earlier.category,
        value=earlier.before or "",
        key=key,
        language=language,
        undoes=reference,
    )
    return change(office, known, wanted)


def may_undo(office: Office, known: Known, earlier: store.Change) -> bool:
    """Say whether a change is this person's, young, and has one value to put back."""
    if earlier.before is None or earlier.at <= undone_since(office):
        return False
    item = offer(office).item(earlier.category)
    if item is None or (item.values and earlier.before not in item.values):
        return False
    with office.company.engine.connect() as connection:
        if store.taken_back(connection, earlier.reference):
            return False
    return bool(reading.find(office, known.subject).person & earlier.person)


def case_of(office: Office, reference: str) -> Case:
    """Return the case of a change.

    Raises:
        CaseUnknownError: There is none.
    """
    with office.company.engine.connect() as connection:
        return cases.load(connection, office.company.vault, reference)


def undone_since(office: Office) -> datetime:
    """Return the instant after which a change can be taken back by a button."""
    return office.company.clock.now() - timedelta(days=UNDO_DAYS)


def carry_on(office: Office, reference: str) -> State:
    """Take the case of a change as far as it goes now; return the state it is in.

    What cannot be done now is done by a worker, from the outbox: nothing is lost.
    """
    company = office.company
    driver = Driver(office, awaited(office))
    before: tuple[State, int] | None = None
    patient_until, steps = monotonic() + _PATIENT_SECONDS, 0
    while True:
        case = case_of(office, reference)
        if before == (case.state, case.turn) or case.state == "closed" or steps == _STEPS_MOST:
            break
        try:
            driver.take_on(reference)
        except AlreadyRunningError:  # a worker was faster, and does it
            if monotonic() > patient_until:
                break
            sleep(_LOOK_AGAIN_SECONDS)
            continue
        except RefusalError:
            break  # it was noted, and the outbox tries again
        before, steps = (case.state, case.turn), steps + 1
    ledger.seal(company.engine, company.signer, company.clock)
    return case.state


def _allowed(office: Office, known: Known, wanted: Wanted) -> Item:
    item = offer(office).item(wanted.category)
    if item is None or known.way not in ways(office):
        raise refused(
            Text(en="the policy does not let this be changed here",
                 ja="この項目は、ここでは変更できません"),
        )  # fmt: skip
    if item.values and wanted.value not in item.values:
        raise refused(
            Text(en="this is not one of the values to choose from",
                 ja="選べる値ではありません"),
        )  # fmt: skip
    if not wanted.value and wanted.undoes is None:
        raise refused(Text(en="enter a value", ja="値を入力してください"))
    return item


def _refuse_broken(values: Sequence[str], wanted: Wanted) -> None:
    """A document of an application's gets other settings, and never another shape."""
    if not any(is_document(value) for value in values):
        return
    now, then = settings_of(values[0]), settings_of(wanted.value)
    if len(values) == 1 and now is not None and then is not None and list(now) == list(then):
        made = with_settings(values[0], {name: spoken(value) for name, value in then.items()})
        if made == wanted.value:
            return
    raise refused(
        Text(
            en="this cannot be changed as a text: an application reads it",
            ja="この項目はアプリケーションが読み取る形式のため、文字列としては変更できません",
        )
    )


def _tried(office: Office, found: reading.Found, wanted: Wanted) -> None:
    """Plan it without keeping anything: a value that some place does not take opens no case."""
    private = found.request.private
    if private is not None:
        private.changes = {wanted.category: wanted.value or None}
    try:
        plan = make_plan(office.company, "-", [found.request], office.company.clock.today())
    except CorrectionUnfitError:
        # Its own words name tables and columns, which are nobody's business here.
        raise refused(
            Text(en="this value cannot be stored: it is too long, of another form, or taken",
                 ja="この値は登録できません。長すぎるか、形式が異なるか、すでに使われています"),
        ) from None  # fmt: skip
    if not any(table["keep"] for table in plan.document["tables"]):
        raise refused(
            Text(en="what we hold of this may not be changed",
                 ja="この項目の情報は、法令等により変更できません"),
        )  # fmt: skip


def _intake(known: Known, wanted: Wanted) -> Intake:
    return Intake(
        right="correction",
        language=wanted.language,
        channel=_CHANNELS[known.way],
        subject=known.subject,
        contact=known.contact,
        changes={wanted.category: wanted.value},
        verified=True,
    )


def _receive(
    office: Office,
    connection: Connection,
    intake: Intake,
    kept: store.Change,
    clauses: Sequence[str],
) -> str:
    """Receive the case of a change, with all that belongs to it, in one transaction."""
    count_alone(connection, (f"changes-{one}" for one in kept.person))
    if store.lately(connection, kept.person, kept.at - _DAY) >= CHANGES_A_DAY:
        raise ChangesExhaustedError(
            Text(en="this was changed too often today", ja="本日の変更回数が上限に達しました"),
            remedy=Text(
                en="try again tomorrow, or ask for a correction",
                ja="明日もう一度お試しいただくか、訂正を請求してください",
            ),
        )
    reference = receive(office, intake, connection).reference
    store.add(connection, office.company.vault, replace(kept, reference=reference))
    shown: dict[str, JSON] = {"method": kept.way, "facts": []}
    note(office, connection, reference, "identity-confirmed", by=PERSON, body=shown)
    body: dict[str, JSON] = {
        "category": kept.category, "clauses": list(clauses), "undoes": kept.undoes,
    }  # fmt: skip
    note(office, connection, reference, "profile-change", by=PERSON, body=body)
    return reference


def refused(what: Text) -> ChangeRefusedError:
    """Return a refusal that points to 訂正."""
    return ChangeRefusedError(
        what,
        remedy=Text(
            en="enter another value, or ask for a correction",
            ja="別の値を入力するか、訂正を請求してください",
        ),
    )
