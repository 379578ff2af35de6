"""What a record of provision has to say, which provisions need one, and how long it is kept.

APPI 29(1) with Rules 19-20 for what is provided, 30(1)(3) with Rules 22-24 for what is received,
31(1)(3) for personally referable information; the periods are Rules 21 and 25. The numbers and
the articles stand in the law pack `JP-APPI@2024-04`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import get_args

from upheld.law.packs.shelf import citation, pack
from upheld.law.periods import Months, OpenDays, last_day_kept
from upheld.policy.language.recipients import PROCESSORS, Recipient
from upheld.policy.model import Policy
from upheld.registers.provision import Basis, Direction, Form, KeptRecord
from upheld.vocabulary import category
from upheld.wording import Text

RULE = "provision-records"
"""The retention rule of the policy that may keep records longer than the law asks."""

_LAW = "JP-APPI@2024-04"
_ITEMS: Mapping[Direction, str] = {"provided": "appi-29-1", "received": "appi-30-3"}
_PERIODS: Mapping[Direction, str] = {"provided": "appi-29-2", "received": "appi-30-3"}
_NUMBERS: Mapping[Form, str] = {
    "single": "keep", "batch": "keep-batch", "contract": "keep-contract",
}  # fmt: skip
LONGEST = 400
"""Characters of one field: a record is a line, not a document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """One record as somebody enters it.

    Attributes:
        party: See `provision.KeptRecord`.
        name: The third party's name; for `provided` the policy's where it is left out.
        address: Its address.
        representative: Who represents it; empty for a natural person.
        person: Kind of identifier → value: who the person is.
        items: Data categories or groups of the policy.
        consented: The person consented (`consent`), or the receiver has the consent (`referable`).
        acquisition: How the provider acquired the data; only for `received`.
    """

    direction: Direction
    party: str
    basis: Basis
    form: Form
    first_on: date
    last_on: date
    name: str = ""
    address: str = ""
    representative: str = ""
    person: Mapping[str, str] = field(default_factory=dict, repr=False)
    items: tuple[str, ...] = ()
    consented: bool = False
    acquisition: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that a record lacks, or says wrongly.

    Attributes:
        at: The field of `Entered`.
    """

    at: str
    what: Text
    remedy: Text


def lacking(entered: Entered, policy: Policy, today: date) -> Iterator[Lacking]:
    """Yield all that is missing or cannot be; nothing of the person is in it."""
    yield from _of_party(entered, policy)
    yield from _of_days(entered, today)
    if not entered.person:
        yield _missing(entered, "person", "person")
    if not entered.items:
        yield _missing(entered, "items", "data")
    for item in entered.items:
        if not category.known(item) and item not in policy.data:
            yield Lacking(
                "items",
                Text(
                    en=f"`{item[:60]}` is no data category and no group of the policy",
                    ja=f"`{item[:60]}` はデータ区分でもポリシーのグループでもありません",
                ),
                Text(
                    en="name categories such as `contact.email`, or groups under `data:`",
                    ja="`contact.email` のような区分か、`data:` のグループを指定してください",
                ),
            )
    if entered.basis != "opt-out" and not entered.consented:
        yield _missing(entered, "consented", "consent")
    if entered.direction == "received" and not entered.acquisition:
        yield _missing(entered, "acquisition", "acquisition")
    for name in ("party", "name", "address", "representative", "acquisition"):
        if len(getattr(entered, name)) > (80 if name == "party" else LONGEST):
            yield Lacking(
                name,
                Text(en="the text is too long", ja="文字数が多すぎます"),
                Text(
                    en=f"at most {80 if name == 'party' else LONGEST} characters",
                    ja=f"{80 if name == 'party' else LONGEST} 文字以内で書いてください",
                ),
            )


def _of_party(entered: Entered, policy: Policy) -> Iterator[Lacking]:
    party = "recipient" if entered.direction == "provided" else "provider"
    if not entered.party:
        yield _missing(entered, "party", party)
        return
    if not entered.address:
        yield _missing(entered, "address", party)
    if entered.direction == "received":
        if not entered.name:
            yield _missing(entered, "name", party)
        return
    recipient = policy.recipients.get(entered.party)
    if recipient is None:
        listed = ", ".join(f"`{name}`" for name in needing_records(policy)) or "–"
        yield Lacking(
            "party",
            Text(
                en=f"the policy declares no recipient `{entered.party[:60]}`",
                ja=f"ポリシーに提供先 `{entered.party[:60]}` の定めがありません",
            ),
            Text(
                en=f"declare it under `recipients:`; of provisions to these a record is kept: {listed}",
                ja=f"`recipients:` に定めてください。記録の対象となる提供先: {listed}",
            ),
        )
    elif not needs_record(recipient, policy) and recipient.class_ in (*PROCESSORS, "joint-user"):
        yield Lacking(
            "party",
            Text(
                en=f"`{entered.party}` is a {recipient.class_}: handing data to it is no provision "
                "to a third party (APPI 27(5))",
                ja=f"`{entered.party}` は委託先又は共同利用者であり、渡しても第三者提供に当たりません"
                "(個人情報保護法第27条第5項)",
            ),
            Text(
                en="record provisions to third parties only; correct its `class:` if it is one",
                ja="第三者への提供だけを記録します。第三者であれば `class:` を直してください",
            ),
        )


def _of_days(entered: Entered, today: date) -> Iterator[Lacking]:
    if entered.last_on < entered.first_on:
        yield Lacking(
            "last_on",
            Text(en="the last day is before the first", ja="最後の日が最初の日より前です"),
            Text(en="exchange them", ja="日付を入れ替えてください"),
        )
    if entered.form == "single" and entered.last_on != entered.first_on:
        yield Lacking(
            "form",
            Text(
                en="one record of several days is a `batch` or a `contract`",
                ja="複数の日にわたる一つの記録は `batch` か `contract` です",
            ),
            Text(
                en="write one record for each provision, or name the form",
                ja="提供ごとに記録するか、形式を指定してください",
            ),
        )
    for at in ("first_on", "last_on"):
        if getattr(entered, at) > today:
            yield Lacking(
                at,
                Text(en="the day is still to come", ja="未来の日付です"),
                Text(en="record what has happened", ja="実際にあったことを記録してください"),
            )
            return


def _missing(entered: Entered, at: str, item: str) -> Lacking:
    """A thing that the Act and its Rules want in the record."""
    duty = _ITEMS[entered.direction]
    text = next(one.text for one in pack(_LAW).duty(duty).items if one.id == item)
    return Lacking(
        at,
        Text(en=f"it does not say: {text.en}", ja=f"記載がありません: {text.ja}"),
        Text(
            en=f"fill in `{at}` ({citation(f'{duty}/{item}', 'en')})",
            ja=f"`{at}` を記入してください({citation(f'{duty}/{item}', 'ja')})",
        ),
    )


def needs_record(recipient: Recipient, policy: Policy) -> bool:
    """Whether a provision to this recipient has to be recorded.

    Third parties do (APPI 29(1)). A processor or joint user abroad does where the person's
    consent to the transfer is what it rests on (28(1)): then it is a third party too.
    """
    if recipient.class_ == "third-party":
        return True
    home = set(policy.transfers.home) if policy.transfers else {"JP"}
    where = {c for c in (recipient.country, *recipient.countries) if c}
    return recipient.transfer == "consent" and bool(where - home)


def needing_records(policy: Policy) -> tuple[str, ...]:
    """Return the recipients of the policy provisions to which have to be recorded."""
    return tuple(n for n, one in policy.recipients.items() if needs_record(one, policy))


def last_day(
    record: KeptRecord | Entered, made_on: date, policy: Policy, calendar: OpenDays | None
) -> date:
    """Return the last day on which a record is kept.

    The law's period is the least (Rules 21, 25): three years from making a record; for a batch
    three years, for a contract one year from the last provision. The policy may keep it longer.
    """
    start = made_on if record.form == "single" else record.last_on
    law = pack(_LAW).duty(_PERIODS[record.direction]).number(_NUMBERS[record.form]).period
    days = [last_day_kept(start, law, calendar=calendar)]
    rule = policy.retention.get(RULE)
    own = [rule.keep.period] if rule is not None else []
    recipient = policy.recipients.get(record.party) if record.direction == "provided" else None
    if recipient is not None:
        own.append(recipient.records)
    days += [last_day_kept(start, one, calendar=calendar) for one in own if one is not None]
    return max(days)


def asked_since(today: date) -> date:
    """Return the day from which an answer has to speak: what is older the law lets go.

    >>> asked_since(date(2028, 2, 29))
    datetime.date(2025, 2, 28)
    """
    period = pack(_LAW).duty("appi-29-2").number("keep").period
    assert isinstance(period, Months)  # noqa: S101 - a check of the pack, not of input
    year = today.year - period.count // 12
    return today.replace(year=year, day=28 if (today.month, today.day) == (2, 29) else today.day)


def uncovered(
    spans: list[tuple[date, date]], since: date, through: date
) -> tuple[date, date] | None:
    """Return the first days of a time that no span reaches; `None` where all are reached.

    >>> spans = [(date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 2, 1), date(2026, 3, 1))]
    >>> uncovered(spans, date(2026, 1, 5), date(2026, 3, 1)) is None
    True
    >>> uncovered(spans, date(2025, 12, 1), date(2026, 2, 1))
    (datetime.date(2025, 12, 1), datetime.date(2025, 12, 31))
    """
    day = since
    for first, last in sorted(spans):
        if day > through:
            return None
        if first > day:
            return day, min(first - timedelta(days=1), through)
        day = max(day, last + timedelta(days=1))
    return None if day > through else (day, through)


DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
BASES: tuple[Basis, ...] = get_args(Basis)
FORMS: tuple[Form, ...] = get_args(Form)
