"""Which data is handled, where it comes from, and what is not collected."""

from collections.abc import Mapping

from upheld.policy.language.data import Acquisition, Concept, DataUse, NotCollected, Sources
from upheld.rendering.document import begun, either, listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import every
from upheld.vocabulary.source import SourceName
from upheld.wording import Text

SOURCES: Mapping[SourceName, Text] = {
    "person": Text(en="the person", ja="本人"),
    "guardian": Text(en="the person's parent or guardian", ja="本人の保護者"),
    "organisation": Text(en="the organisation the person belongs to", ja="本人が所属する組織"),
    "automatic": Text(en="automatic recording in use", ja="ご利用に伴う自動的な記録"),
    "third-party": Text(en="third parties", ja="第三者"),
    "public": Text(en="public sources", ja="公開情報"),
    "derived": Text(en="calculation from other data", ja="他のデータからの算出"),
    "company": Text(en="our own records", ja="当社による作成"),
}


@phrase(Concept)
def concept(line: Concept, spot: Spot) -> Said:
    """Define a term of the policy."""
    label = line.label.text()
    if line.contains:
        yield say(
            "\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK} includes {contains}.",
            "「{label}」には、{contains}を含みます。",
            label=label,
            contains=spot.names.data(line.contains),
        )
    if line.within is not None:
        wider = spot.policy.concepts[line.within].label.text()
        yield say(
            "\N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK} is part of "
            "\N{LEFT DOUBLE QUOTATION MARK}{wider}\N{RIGHT DOUBLE QUOTATION MARK}.",
            "「{label}」は、「{wider}」の一部です。",
            label=label,
            wider=wider,
        )
    if not line.contains and line.within is None:
        yield say(
            "This policy speaks of \N{LEFT DOUBLE QUOTATION MARK}{label}\N{RIGHT DOUBLE QUOTATION MARK}.",
            "このポリシーでは、「{label}」という用語を用います。",
            label=label,
        )


@phrase(DataUse)
def data_use(line: DataUse, spot: Spot) -> Said:
    """Say what a group of data contains, where it comes from and what it is used for."""
    names = spot.names
    yield Heading(group_name(spot, line))
    if line.items or line.label is not None:
        yield say("Items: {items}.", "項目: {items}", items=names.items(spot.key, line))
    if line.people:
        yield say("People: {people}.", "対象となる本人: {people}", people=names.people(line.people))
    yield say(
        "Acquired from: {sources}.",
        "取得元: {sources}",
        sources=listed([SOURCES[one] for one in line.source]),
    )
    yield say(
        "Used for {purposes}.", "利用目的: {purposes}", purposes=names.purposes(line.purposes)
    )
    receivers = names.receivers(spot.key, line)
    if receivers:
        yield say(
            "Recipients: {recipients}.",
            "提供先・委託先: {recipients}",
            recipients=names.recipients(receivers),
        )
    yield from _role(line, spot)
    yield from _limits(line, spot)
    yield from _care(line, spot)


def group_name(spot: Spot, line: DataUse) -> Text:
    """Return what an entry of `data` is called."""
    if line.label is not None:
        return line.label.text()
    items = spot.names.data([spot.key])
    return begun(Text(en=items.en, ja=items.ja))


def _role(line: DataUse, spot: Spot) -> Said:
    if line.role != "processor":
        return
    if line.instructed_by is None:
        yield say(
            "We handle it as a processor.", "当社は、委託を受けた事業者としてこれを取り扱います。"
        )
    else:
        yield say(
            "We handle it as a processor, on the instruction of {who}.",
            "当社は、委託を受けた事業者として、{who}の指示に従ってこれを取り扱います。",
            who=spot.names.word(line.instructed_by),
        )
    if line.agreement is not None:
        yield say(
            "The {agreement} is part of every contract with a customer.",
            "{agreement}は、すべてのお客様との契約の一部となります。",
            agreement=line.agreement.text(),
        )


def _limits(line: DataUse, spot: Spot) -> Said:
    names = spot.names
    if line.authorised is not None:
        yield say(
            "If the person has authorised it, {service} hands over {fields}.",
            "本人が許可した場合に、{service}から{fields}を受け取ります。",
            service=line.authorised.service.text(),
            fields=names.words(line.authorised.fields),
        )
    if line.never:
        yield say(
            "It does not contain: {never}.",
            "{never}は含みません。",
            never=either(names.data(line.never)),
        )
    if line.not_joined_with:
        yield say(
            "It is not combined with: {others}.",
            "{others}とは結び付けません。",
            others=either(names.data(line.not_joined_with)),
        )
    if line.not_alone_identifying:
        yield say(
            "By itself it does not identify a person.", "単独で本人を特定することはできません。"
        )
    if line.open_ended:
        yield say(
            "Anything else of this kind is recorded by name before it is used.",
            "この種類に属するその他の項目は、利用する前に名称を定めて記録します。",
        )


def _care(line: DataUse, spot: Spot) -> Said:
    if line.required:
        yield say("The service needs it.", "本サービスのご利用に必要な項目です。")
    if line.optional is not None:
        yield say(
            "Giving it is voluntary: {consequence}",
            "ご提供は任意です。{consequence}",
            consequence=line.optional.text(),
        )
    if line.profiling:
        yield say(
            "We use it to analyse people's interests and behaviour.",
            "本人の関心や行動の分析に用います。",
        )
    if line.review is not None:
        yield say(
            "We check {every} that it is accurate and current.",
            "正確かつ最新の内容であることを{every}確認します。",
            every=every(line.review),
        )
    if line.lifecycle:
        yield say(
            "Our records of processing show its acquisition, use, entrustment, provision and disposal.",
            "取扱台帳に、取得、利用、委託、提供及び廃棄を記録します。",
        )


@phrase(NotCollected)
def not_collected(line: NotCollected, spot: Spot) -> Said:
    """Say what is not collected."""
    yield say(
        "We do not knowingly collect {items}.",
        "当社は、{items}を、それと知りながら取得することはありません。",
        items=either(spot.names.data(line.items)),
    )
    if line.except_for is not None:
        yield say(
            "This does not apply to: {exception}.",
            "次のものには適用しません: {exception}",
            exception=line.except_for.text(),
        )


@phrase(Sources)
def sources(line: Sources, spot: Spot) -> Said:
    """Say that the sources are a closed list."""
    yield say(
        "We acquire personal data only from these sources: {sources}.",
        "当社が個人データを取得する元は、次のものに限ります: {sources}",
        sources=listed([SOURCES[one] for one in line.allowed]),
    )


@phrase(Acquisition)
def acquisition(line: Acquisition, spot: Spot) -> Said:
    """Say by which means data is acquired."""
    if line.fair:
        yield say(
            "We acquire personal information by lawful and fair means, as far as it is needed.",
            "当社は、必要な範囲で、適法かつ公正な手段により個人情報を取得します。",
        )
    if line.notice == "before":
        yield say(
            "We state the purpose of use before we acquire it.",
            "取得に先立って利用目的を明示します。",
        )
    else:
        yield say(
            "We publish the purposes of use in this policy.",
            "利用目的は、このポリシーで公表します。",
        )
