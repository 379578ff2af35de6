"""Keeping the register of provision to and by third parties: recording, finding, erasing.

A record's names and identifiers are sealed under its number; keyed digests find a person's
records. The ledger says that a record was made, of which recipient and on what basis, and a salted
digest of the whole; never who the person is.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from upheld.disclosure.provisions import Told
from upheld.evidence import ledger
from upheld.evidence.entry import JSON, Entry, salted_digest
from upheld.refusal import RefusalError, Where
from upheld.registers import hold
from upheld.registers import provision as register
from upheld.registers.provision import Declaration, KeptRecord
from upheld.registers.provision_rules import (
    Entered,
    asked_since,
    lacking,
    last_day,
    uncovered,
)
from upheld.rights.company import Company
from upheld.subject import lookup
from upheld.subject.identity import normal_form
from upheld.wording import Text

_SALT_BYTES = 16


class ProvisionInvalidError(RefusalError):
    """A record of provision lacks something that the law wants in it."""

    code = "provision-invalid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What recording did: `added` records, `extended` ones, and those `known` before."""

    added: int = 0
    extended: int = 0
    known: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPerson:
    """What the register says of one person.

    Attributes:
        records: The records that name the person and contradict nothing known of them.
        missing: What keeps it from being proven that these are all; empty where it is.
        through: Until when somebody answers for the register; `None` where nobody does.
    """

    records: Sequence[Told]
    missing: Sequence[Text]
    through: date | None

    @property
    def proven_absent(self) -> bool:
        """Whether there is no record, beyond what is not proven."""
        return not self.records and not self.missing


def record(company: Company, entered: Sequence[Entered]) -> Recorded:
    """Enter records into the register, all or none of them, with an entry of the ledger each.

    A record that is there already is left; of a batch or a contract a later last day is taken
    over.

    Raises:
        ProvisionInvalidError: The first thing that one of them lacks.
        IdentifierError: An identifier of a kind by which no data map knows people.
    """
    check(company, entered)
    with company.engine.begin() as connection:
        done = enter(company, connection, entered)
    ledger.seal(company.engine, company.signer, company.clock)
    return done


def check(company: Company, entered: Sequence[Entered]) -> None:
    """Refuse records that lack something, before a transaction enters them.

    Raises:
        ProvisionInvalidError: The first thing that one of them lacks; of several records, which.
        IdentifierError: An identifier of a kind by which no data map knows people; likewise.
    """
    today, kinds = company.clock.today(), company.identifier_kinds()
    for number, one in enumerate(entered, 1):
        try:
            for lack in lacking(one, company.policy, today):
                raise ProvisionInvalidError(lack.what, remedy=lack.remedy)
            lookup.check_kinds(dict(one.person), kinds)
        except RefusalError as refusal:
            if len(entered) > 1:
                refusal.where = Where(table="records", line=number)
            raise


def enter(
    company: Company, connection: Connection, entered: Sequence[Entered], by: str | None = None
) -> Recorded:
    """Enter checked records in the caller's transaction, by as many statements as one needs.

    Args:
        company: Whose register it is.
        connection: The transaction.
        entered: The records; the same one twice counts once, with the later last day.
        by: Who enters them, as the ledger names them; `None` for whoever holds the machine.
    """
    asked: dict[str, Entered] = {}
    for one in entered:
        same = asked.setdefault(fingerprint := _fingerprint(company, one), one)
        asked[fingerprint] = replace(same, last_on=max(same.last_on, one.last_on))
    there = register.known(connection, list(asked))
    longer = {
        there[fingerprint][0]: one.last_on
        for fingerprint, one in asked.items()
        if fingerprint in there and there[fingerprint][1] < one.last_on
    }
    new = {fingerprint: one for fingerprint, one in asked.items() if fingerprint not in there}
    now = company.clock.now()
    who: dict[str, JSON] = {} if by is None else {"by": by}
    said = [("provision-went-on", body) for body in _go_on(connection, longer)]
    said += [("provision-recorded", body) for body in _add(company, connection, new, now)]
    ledger.append_many(connection, [_entry(company, kind, now, body | who) for kind, body in said])
    known = len(entered) - len(new) - len(longer)
    return Recorded(added=len(new), extended=len(longer), known=known)


def _go_on(connection: Connection, longer: Mapping[int, date]) -> list[dict[str, JSON]]:
    """Take later last days over; return what the ledger says of each."""
    if longer:
        register.went_on(connection, longer)
    return [{"record": number, "last_on": day.isoformat()} for number, day in longer.items()]


def _add(
    company: Company, connection: Connection, new: Mapping[str, Entered], now: datetime
) -> list[dict[str, JSON]]:
    """Add records by their fingerprints, sealed; return what the ledger says of each."""
    if not new:
        return []
    kept = [_kept(company, fingerprint, one) for fingerprint, one in new.items()]
    sealed: dict[int, bytes] = {}
    said: list[dict[str, JSON]] = []
    for number, one in zip(register.add(connection, kept, now), new.values(), strict=True):
        salt, content = secrets.token_bytes(_SALT_BYTES), _content(company, one)
        sealed[number] = company.vault.seal(_name(number), {**content, "salt": salt.hex()})
        said.append({
            "record": number,
            "direction": one.direction,
            "party": one.party if one.direction == "provided" else salted_digest(salt, one.party),
            "basis": one.basis,
            "form": one.form,
            "content": salted_digest(salt, json.dumps(content, sort_keys=True, ensure_ascii=False)),
        })  # fmt: skip
    register.seal(connection, sealed)
    return said


def _kept(company: Company, fingerprint: str, one: Entered) -> KeptRecord:
    return KeptRecord(
        direction=one.direction,
        party=one.party,
        basis=one.basis,
        form=one.form,
        first_on=one.first_on,
        last_on=one.last_on,
        made_on=company.clock.today(),
        fingerprint=fingerprint,
        digests={k: digest(company, k, v) for k, v in one.person.items()},
        sealed=None,
    )


def _content(company: Company, one: Entered) -> dict[str, Any]:
    recipient = company.policy.recipients.get(one.party) if one.direction == "provided" else None
    words = dict.fromkeys((recipient.ja, recipient.en)) if recipient is not None else ()
    return {
        "name": one.name or " / ".join(words) or one.party,
        "address": one.address,
        "representative": one.representative,
        "person": dict(one.person),
        "items": list(one.items),
        "consented": one.consented,
        "acquisition": one.acquisition,
    }


def digest(company: Company, kind: str, value: str) -> str:
    """Return a keyed digest of an identifier's normal form (HMAC-SHA-256, hex)."""
    return _keyed(company, f"{kind}\0{normal_form(kind, value)}")


def _keyed(company: Company, text: str) -> str:
    key = hmac.digest(company.vault.key, b"upheld register of provision", "sha256")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _fingerprint(company: Company, one: Entered) -> str:
    """What makes it the same record; the last day of a batch or a contract moves on."""
    person = sorted((k, normal_form(k, v)) for k, v in one.person.items())
    parts = [one.direction, one.party, one.basis, one.form, one.first_on.isoformat(),
             sorted(one.items), person]  # fmt: skip
    return _keyed(company, json.dumps(parts, ensure_ascii=False))


def of_person(company: Company, identifiers: Mapping[str, Iterable[str]]) -> OfPerson:
    """Say what the register says of the person with these identifiers.

    A record that shares one identifier and contradicts another (the e-mail is theirs, the
    customer number somebody else's) is not handed out, and nothing is proven while it is there.
    """
    own = {
        (kind, digest(company, kind, str(value)))
        for kind, values in identifiers.items()
        for value in values
    }
    kinds = {kind for kind, _ in own}
    missing: list[Text] = []
    shown: list[Told] = []
    with company.engine.connect() as connection:
        found = register.naming(connection, own)
        declared = register.declared(connection)
    doubtful = 0
    for one in found:
        if any(k in kinds and (k, d) not in own for k, d in one.digests.items()):
            doubtful += 1
        elif one.sealed is not None:
            shown.append(opened(company, one))
    if doubtful:
        missing.append(_doubtful(doubtful))
    through = max((one.through for one in declared), default=None)
    missing += _gaps(company, declared)
    return OfPerson(records=shown, missing=missing, through=through)


def opened(company: Company, one: KeptRecord) -> Told:
    """Return a record that stands with what was sealed in it."""
    content = company.vault.open(_name(one.id), one.sealed or b"")
    return Told(record=one, kept_until=kept_until(company, one), content=content)


def kept_until(company: Company, one: KeptRecord) -> date:
    """Return the last day of a record."""
    return last_day(one, one.made_on, company.policy, company.calendar)


def _doubtful(count: int) -> Text:
    return Text(
        en=f"{count} record(s) share an identifier with you and contradict another one; whose they "
        "are is not settled",
        ja=f"{count} 件の記録は、識別子の一つがご本人と同じで別の一つが異なり、どなたの記録か"
        "確定していません",
    )


def _gaps(company: Company, declared: Sequence[Declaration]) -> list[Text]:
    """Say for which days nobody answers that the register is complete."""
    if not declared:
        return [
            Text(
                en="nobody has declared that the register of provisions is complete",
                ja="提供の記録簿に漏れがないことを表明した責任者がいません",
            )
        ]
    today = company.clock.today()
    # The day before: what was provided today may be recorded in the evening.
    through = today - timedelta(days=1)
    since = asked_since(today)
    gap = uncovered([(one.since, one.through) for one in declared], since, through)
    if gap is None:
        return []
    return [
        Text(
            en=f"nobody has declared that the register is complete for {gap[0]} to {gap[1]}",
            ja=f"{gap[0]} から {gap[1]} までについて、記録簿に漏れがないことが表明されていません",
        )
    ]


def all_records(company: Company, party: str | None = None) -> list[tuple[KeptRecord, date]]:
    """Return every record that stands with its last day, nothing of anybody in it."""
    with company.engine.connect() as connection:
        return [(one, kept_until(company, one)) for one in register.standing(connection, party)]


def erase_due(company: Company) -> int:
    """Erase every record whose period has ended, but for people on hold; return how many."""
    today, now = company.clock.today(), company.clock.now()
    ended = [one for one, until in all_records(company) if until < today]
    if not ended:
        return 0
    held = _held(company, today)
    due = [one.id for one in ended if not held & set(one.digests.items())]
    if due:
        with company.engine.begin() as connection:
            register.erase(connection, due, now)
            note(company, connection, "provisions-erased", now, {"records": len(due)})
    return len(due)


def _held(company: Company, today: date) -> set[tuple[str, str]]:
    with company.engine.connect() as connection:
        listed = list(hold.in_force(connection, today))
    return {
        (kind, digest(company, kind, str(value)))
        for one in listed
        for kind, value in company.vault.open(one.ref, one.sealed)["asked"].items()
    }


def note(
    company: Company, connection: Connection, kind: str, at: datetime, body: dict[str, JSON]
) -> None:
    """Append an entry about the register; nothing personal is in its body."""
    ledger.append(connection, _entry(company, kind, at, body))


def _entry(company: Company, kind: str, at: datetime, body: dict[str, JSON]) -> Entry:
    return Entry(kind=kind, at=at, case=None, drill=company.clock.drill, body=body)


def _name(number: int) -> str:
    return f"provision:{number}"


__all__ = [
    "OfPerson",
    "ProvisionInvalidError",
    "Recorded",
    "all_records",
    "check",
    "enter",
    "erase_due",
    "kept_until",
    "note",
    "of_person",
    "opened",
    "record",
]
