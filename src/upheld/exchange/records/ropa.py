"""Records of processing: one row a purpose of use, with all that belongs to it.

The columns are those that authorities ask for in such records: purpose, kinds of person and of
data, recipients, transfers to other countries, time limits, security measures (GDPR art. 30(1)
names them; the Japanese Act asks for the same facts in arts. 21, 23, 25, 27, 28 and 32).
"""

from collections.abc import Sequence

from upheld.exchange.records.holdings import Holding, Holdings, joined
from upheld.exchange.records.table import Table
from upheld.exchange.records.words import (
    BASES,
    MEASURES,
    NO_PERIOD,
    NONE,
    NOT_DECLARED,
    ROLES,
    Voice,
)
from upheld.policy.language.purposes import PurposeOfUse
from upheld.policy.model import Policy
from upheld.wording import Language, Text

_HEADINGS: Sequence[Text] = (
    Text(en="Purpose of use", ja="利用目的"),
    Text(en="Key", ja="キー"),
    Text(en="Basis", ja="根拠"),
    Text(en="Role", ja="立場"),
    Text(en="Kinds of person", ja="本人の種類"),
    Text(en="Categories of data", ja="個人データの区分"),
    Text(en="Special care-required", ja="要配慮個人情報"),
    Text(en="Sources", ja="取得元"),
    Text(en="Recipients", ja="提供先・委託先"),
    Text(en="Other countries", ja="外国にある第三者"),
    Text(en="Joint use", ja="共同利用"),
    Text(en="Where it is", ja="保管場所"),
    Text(en="Time limits", ja="保存期間"),
    Text(en="Security measures", ja="安全管理措置"),
    Text(en="Clauses", ja="条項"),
)


def records_of_processing(holdings: Holdings, language: Language) -> Table:
    """Compute the records; what a map holds and no line declares has a row of its own."""
    voice = Voice(language)
    policy = holdings.policy
    rows = [
        _row(voice, holdings, name, purpose, holdings.serving(name))
        for name, purpose in policy.purposes.items()
    ]
    rows += [_undeclared(voice, category, holdings) for category in holdings.undeclared]
    rows += [[voice.unmapped(name), *_blank()] for name in holdings.unmapped]
    return Table(
        title=voice.say(Text(en="Records of processing", ja="取扱いの記録")),
        headings=[voice.say(one) for one in _HEADINGS],
        rows=rows,
        about=about(voice, holdings),
    )


def about(voice: Voice, holdings: Holdings) -> list[tuple[str, str]]:
    """Say whose table it is, who answers for it, and of which policy and maps it was computed."""
    policy = holdings.policy
    handler = policy.handler
    represented = handler.representative if handler is not None else None
    offices = responsible(voice, policy)
    contacts = [
        voice.say(one.to.text()) for one in policy.channels.values() if "requests" in one.uses
    ]
    lines: list[tuple[Text, str]] = [
        (Text(en="Business", ja="事業者"), voice.say(policy.policy.company.text())),
        (
            Text(en="Address", ja="住所"),
            voice.say(handler.address.text() if handler is not None else NOT_DECLARED),
        ),
        (
            Text(en="Representative", ja="代表者"),
            voice.say(represented.name.text() if represented is not None else NOT_DECLARED),
        ),
        (Text(en="Offices", ja="役職"), voice.listed(offices, NOT_DECLARED)),
        (Text(en="Contact for requests", ja="請求の窓口"), voice.listed(contacts, NOT_DECLARED)),
        (Text(en="Policy", ja="ポリシー"), f"{policy.policy.id} {policy.policy.version}"),
        (Text(en="Policy, SHA-256", ja="ポリシーの SHA-256"), policy.sha256),
        (Text(en="Data maps", ja="データマップ"), voice.listed(holdings.maps)),
        (
            Text(en="Systems without a data map", ja="データマップのないシステム"),
            voice.listed(holdings.unmapped),
        ),
    ]
    return [(voice.say(name), value) for name, value in lines]


def responsible(voice: Voice, policy: Policy) -> list[str]:
    """Name the holders in office without an end, of every office the policy declares."""
    return [
        f"{voice.say(holder.title.text())} ({voice.say(holder.name.text())})"
        for officer in policy.officers.values()
        for holder in officer.holders
        if holder.until is None
    ]


def _row(
    voice: Voice,
    holdings: Holdings,
    name: str,
    purpose: PurposeOfUse,
    served: Sequence[Holding],
) -> list[str]:
    policy = holdings.policy
    recipients = {k: v for one in served for k, v in one.recipients.items()}
    home = policy.transfers.home if policy.transfers is not None else ("JP",)
    special = [category for one in served for category in one.special_care]
    off = voice.say(Text(en=" (switched off)", ja=" (停止中)")) if purpose.off else ""
    clauses = [*purpose.c, *(clause for one in served for clause in one.use.c)]
    return [
        voice.say(purpose.words()) + off,
        name,
        voice.listed((BASES[one] for one in purpose.basis), NOT_DECLARED),
        voice.listed((ROLES[one.use.role] for one in served), NONE),
        voice.people(policy, holdings.people_of(purpose, served)),
        voice.categories(category for one in served for category in one.categories),
        voice.categories(special),
        voice.sources(served),
        voice.listed(voice.recipient(one) for one in recipients.values()),
        voice.abroad(recipients.values(), home),
        voice.listed(one.label for one in served if one.jointly_used),
        voice.places(place for one in served for place in one.places),
        voice.listed(map(voice.kept, joined(k for one in served for k in one.kept)), NO_PERIOD),
        voice.listed((MEASURES[one.measure] for one in policy.security), NOT_DECLARED),
        voice.listed(clauses),
    ]


def _undeclared(voice: Voice, category: str, holdings: Holdings) -> list[str]:
    said = voice.say(Text(en="NOT DECLARED IN THE POLICY", ja="ポリシーに宣言がありません"))
    row = [said, *_blank()]
    row[5] = voice.categories([category])
    row[11] = voice.places(holdings.undeclared[category])
    return row


def _blank() -> list[str]:
    return ["" for _ in _HEADINGS[1:]]
