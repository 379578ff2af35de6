"""Who receives data: processors, third parties, joint users, other countries."""

from upheld.policy.language.recipients import (
    Condition,
    Emergency,
    JointItems,
    JointPurpose,
    JointUse,
    JointUsers,
    ProcessorChanges,
    ProcessorSetting,
    Provision,
    ProvisionException,
    Recipient,
    Responsible,
    Transfers,
)
from upheld.rendering.document import Link, Part, Sentence, listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import article, day, every, period
from upheld.wording import Text

CLASSES = {
    "processor": Text(en="processor", ja="委託先"),
    "sub-processor": Text(en="sub-processor", ja="再委託先"),
    "third-party": Text(en="third party", ja="第三者"),
    "joint-user": Text(en="joint user", ja="共同利用者"),
    "customer-directed": Text(
        en="integration that the customer switches on", ja="お客様が有効にする連携先"
    ),
    "merchant": Text(en="merchant", ja="販売事業者"),
    "public-body": Text(en="public body", ja="公的機関"),
    "contractor": Text(en="contractor", ja="業務受託者"),
}
_OWN_POLICY = Text(en="the recipient's own policy", ja="提供先のポリシー")
_GROUNDS = {
    "consent": ("the person's consent", "本人の同意"),
    "equivalent-measures": (
        "a system that ensures measures equivalent to those of the Act",
        "法と同等の措置を継続的に講ずるための体制",
    ),
    "designated-country": (
        "the designation of the country as having an equivalent level of protection",
        "同等の水準にあると認められる国としての指定",
    ),
}


def where(line: Recipient, spot: Spot) -> Part | None:
    """Return the countries in which a recipient works, if any is declared."""
    codes = [*((line.country,) if line.country else ()), *line.countries]
    known = [*(spot.names.countries(codes).terms if codes else ())]
    if line.worldwide:
        known.append(Text(en="worldwide (no single country)", ja="世界各地(国を特定しません)"))
    return listed(known) if known else None


@phrase(Recipient)
def recipient(line: Recipient, spot: Spot) -> Said:
    """Say who receives what, where, for what, and how it is bound."""
    names = spot.names
    yield Heading(names.recipient(spot.key))
    yield say("Position: {position}.", "位置付け: {position}", position=CLASSES[line.class_])
    for mode, other in line.roles.items():
        yield say(
            "In this case it is {role}: {mode}.",
            "次の場合の位置付けは{role}です: {mode}",
            role=CLASSES[other],
            mode=_mode(mode, spot),
        )
    place = where(line, spot)
    if place is not None:
        yield say("Location: {place}.", "所在地: {place}", place=place)
    if line.purposes:
        yield say(
            "Purposes: {purposes}.", "目的: {purposes}", purposes=names.purposes(line.purposes)
        )
    if line.receives:
        yield say(
            "What it receives is limited to: {receives}.",
            "提供する情報は、次のものに限ります: {receives}",
            receives=names.data(line.receives),
        )
    if line.optional:
        yield say(
            "It is used while the feature concerned is switched on.",
            "該当する機能が有効な間に利用します。",
        )
    yield from _bound(line, spot)
    yield from _abroad(line)


def _mode(mode: str, spot: Spot) -> Text:
    declared = spot.policy.payments.get(mode)
    return declared.label.text() if declared else spot.names.word(mode)


def _bound(line: Recipient, spot: Spot) -> Said:
    if line.contract is not None:
        yield say(
            "It is bound by a written contract of {date}.",
            "{date}付の書面による契約を締結しています。",
            date=day(line.contract.since),
        )
        if line.contract.terms:
            yield say(
                "Terms of the contract: {terms}.",
                "契約の内容: {terms}",
                terms=spot.names.codes(line.contract.terms),
            )
    if line.supervision is not None:
        yield say(
            "We select it with care and check {every} how it protects the data.",
            "適切に選定し、保護の状況を{every}確認します。",
            every=every(line.supervision.every),
        )
    if line.records is not None:
        yield say(
            "Records of the provision are kept for {period}.",
            "提供の記録は{period}間保存します。",
            period=period(line.records),
        )
    if line.own_policy is not None:
        yield say(
            "It also handles data under a policy of its own.",
            "提供先自身のポリシーに基づく取扱いも行われます。",
            links=(Link(line.own_policy, _OWN_POLICY),),
        )


def _abroad(line: Recipient) -> Said:
    if line.transfer != "none":
        en, ja = _GROUNDS[line.transfer]
        yield say(f"The foreign transfer rests on {en}.", f"外国への提供の根拠: {ja}")
    if line.measures is not None:
        yield say(
            "The system of the country and the measures taken: {measures}",
            "当該国の制度及び講じている措置: {measures}",
            measures=line.measures.text(),
        )


@phrase(ProcessorSetting)
def processor_setting(line: ProcessorSetting, spot: Spot) -> Said:
    """Say which setting is kept at a recipient."""
    yield say(
        "We keep this setting there and confirm it {every}: {setting}.",
        "次の設定を行い、{every}確認します: {setting}",
        setting=line.setting.text(),
        every=every(line.every),
    )


@phrase(Condition)
def condition(line: Condition, spot: Spot) -> Said:
    """Say what a recipient gets only in a certain case."""
    yield say(
        "Only in this case it also receives {fields}: {when}.",
        "次の場合に限り、{fields}も提供します: {when}",
        fields=spot.names.data(line.fields),
        when=spot.names.code(line.when),
    )


@phrase(Provision)
def provision(line: Provision, spot: Spot) -> Said:
    """Say what third-party provision needs."""
    if line.default == "never":
        yield say(
            "We do not provide personal data to third parties, except in the cases listed here.",
            "当社は、ここに列挙する場合を除き、個人データを第三者に提供しません。",
        )
    else:
        yield say(
            "We do not provide personal data to third parties, in Japan or abroad, without the "
            "person's prior consent, except in the cases listed here.",
            "当社は、ここに列挙する場合を除き、あらかじめ本人の同意を得ることなく、"
            "個人データを国内外の第三者に提供しません。",
        )


@phrase(ProvisionException)
def exception(line: ProvisionException, spot: Spot) -> Said:
    """Name a case without consent, with its article and what each case must carry."""
    names = spot.names
    yield Heading(names.code(line.code))
    yield say("Legal ground: {law}.", "根拠: {law}", law=article(line.law))
    if line.purposes:
        yield say(
            "Purposes: {purposes}.", "利用目的: {purposes}", purposes=names.purposes(line.purposes)
        )
    if line.to:
        yield say("Recipients: {to}.", "提供先: {to}", to=names.recipients(line.to))
    if line.needs:
        yield say(
            "Each case is recorded with: {needs}.",
            "個々の場合に、次のものを記録します: {needs}",
            needs=names.codes(line.needs),
        )
    if line.policy_follows:
        yield say(
            "This policy goes with the data.", "提供後も、このポリシーに従って取り扱われます。"
        )


@phrase(JointUse)
def joint_use(line: JointUse, spot: Spot) -> Said:
    """Say that data is used jointly."""
    yield say(
        "We use personal data jointly, as stated here.",
        "当社は、次のとおり個人データを共同利用します。",
    )


@phrase(JointItems)
def joint_items(line: JointItems, spot: Spot) -> Said:
    """List the items."""
    yield say(
        "Items used jointly: {items}.",
        "共同利用する個人データの項目: {items}",
        items=spot.names.data(line.of),
    )


@phrase(JointUsers)
def joint_users(line: JointUsers, spot: Spot) -> Said:
    """List the joint users."""
    links = (
        (
            Link(
                line.list_url, Text(en="list of joint users", ja="共同利用者の一覧"), external=False
            ),
        )
        if line.list_url
        else ()
    )
    yield say(
        "Joint users: {users}.",
        "共同利用する者の範囲: {users}",
        links=links,
        users=listed([label.text() for label in line.companies.values()]),
    )


@phrase(JointPurpose)
def joint_purpose(line: JointPurpose, spot: Spot) -> Said:
    """State a purpose of joint use."""
    yield say(
        "Purpose of joint use: {purpose}.",
        "共同利用の目的: {purpose}",
        purpose=Text(en=line.en, ja=line.ja),
    )


@phrase(Responsible)
def responsible(line: Responsible, spot: Spot) -> Said:
    """Name who is responsible for jointly used data."""
    yield say(
        "Responsible for the management of the data: {name}, {address}.",
        "個人データの管理について責任を有する者: {name}(住所: {address})",
        name=line.name.text(),
        address=line.address.text(),
    )
    if line.representative is not None:
        yield say(
            "Its representative is {name}, {title}.",
            "代表者は、{title} {name}です。",
            name=line.representative.name.text(),
            title=line.representative.title.text(),
        )


@phrase(Transfers)
def transfers(line: Transfers, spot: Spot) -> Said:
    """Say in which countries data is processed."""
    names = spot.names
    yield say(
        "Personal data is processed in {home}.",
        "個人データは、{home}で取り扱います。",
        home=names.countries(line.home),
    )
    for code, purposes in line.allowed.items():
        yield _elsewhere(code, purposes, spot)


def _elsewhere(code: str, purposes: tuple[str, ...], spot: Spot) -> Sentence:
    return say(
        "Processing in {country} is limited to {purposes}.",
        "{country}での取扱いは、{purposes}のために限ります。",
        country=spot.names.countries([code]),
        purposes=spot.names.purposes(purposes),
    )


@phrase(Emergency)
def emergency(line: Emergency, spot: Spot) -> Said:
    """Say when processing may move for a time."""
    yield say(
        "In these events processing may move to another region for at most {period}: {events}.",
        "次の場合には、最長{period}間、他の地域で取り扱うことがあります: {events}",
        period=period(line.at_most),
        events=spot.names.codes(line.when),
    )
    if line.notice == "always":
        yield say("We give notice of it.", "その際はお知らせします。")
    else:
        yield say(
            "We give notice of it where feasible.", "可能な場合には、その旨をお知らせします。"
        )


@phrase(ProcessorChanges)
def processor_changes(line: ProcessorChanges, spot: Spot) -> Said:
    """Say how new processors are announced."""
    if line.post:
        yield say(
            "We publish every change of our processors and sub-processors.",
            "委託先及び再委託先に変更がある場合は、その都度公表します。",
        )
    if line.notice is not None:
        yield say(
            "We give notice of a material change {period} before it takes effect.",
            "重要な変更は、適用の{period}前までに通知します。",
            period=period(line.notice),
        )
