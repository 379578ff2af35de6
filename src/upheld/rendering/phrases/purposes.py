"""What data is used for, and what it is never used for."""

from collections.abc import Mapping

from upheld.policy.language.purposes import Prohibition, PurposeOfUse
from upheld.policy.references import EVERYTHING
from upheld.rendering.document import Part, listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.wording import Text

_BASES = {
    "contract": Text(en="performance of a contract", ja="契約の履行"),
    "consent": Text(en="consent", ja="本人の同意"),
    "legitimate-interest": Text(en="legitimate interest", ja="正当な利益"),
    "legal-duty": Text(en="a legal duty", ja="法令上の義務"),
    "vital-interest": Text(en="protection of life and body", ja="生命及び身体の保護"),
    "published-purpose": Text(en="the published purpose of use", ja="公表した利用目的"),
}
_DENIED: Mapping[str, tuple[str, str]] = {
    "sale": ("We do not sell {data}.", "当社は、{data}を販売しません。"),
    "sharing": (
        "We do not share {data} for cross-context behavioural advertising.",
        "当社は、{data}を、サイトやサービスを横断する行動ターゲティング広告のために共有しません。",
    ),
    "cross-context-ads": (
        "We do not use {data} for cross-context behavioural advertising.",
        "当社は、{data}を、サイトやサービスを横断する行動ターゲティング広告に利用しません。",
    ),
    "third-party-marketing": (
        "We do not use {data} to market the products of third parties.",
        "当社は、{data}を、第三者の商品等の販売促進に利用しません。",
    ),
    "training": (
        "We do not use {data} to train AI models.",
        "当社は、{data}を、AIモデルの学習に利用しません。",
    ),
    "infer-characteristics": (
        "We do not use {data} to infer characteristics of a person.",
        "当社は、{data}を、本人の特性を推測するために利用しません。",
    ),
    "beyond-purpose": (
        "We do not use {data} beyond the purposes of use.",
        "当社は、利用目的の達成に必要な範囲を超えて{data}を利用しません。",
    ),
    "reidentify": (
        "We do not use {data} to identify a person again.",
        "当社は、{data}を用いて本人を再び識別することをしません。",
    ),
    "join": (
        "We do not combine {data} with information that identifies a person.",
        "当社は、{data}を、本人を特定する情報と結び付けません。",
    ),
}


@phrase(PurposeOfUse)
def purpose(line: PurposeOfUse, spot: Spot) -> Said:
    """State a purpose with its conditions."""
    yield Heading(line.words())
    if line.off:
        yield say(
            "This purpose is switched off at present.", "この利用目的は、現在停止しています。"
        )
    if line.basis:
        yield say(
            "Basis: {bases}.", "根拠: {bases}", bases=listed([_BASES[one] for one in line.basis])
        )
    yield from _whom(line, spot)
    yield from _how(line, spot)
    yield from _switches(line, spot)


def _whom(line: PurposeOfUse, spot: Spot) -> Said:
    names = spot.names
    if line.people:
        yield say(
            "It concerns {people} only.",
            "対象となる本人は、{people}に限ります。",
            people=names.people(line.people),
        )
    if line.condition is not None:
        yield say(
            "It applies only in this case: {condition}.",
            "次の場合に限ります: {condition}",
            condition=names.code(line.condition),
        )
    if line.only_by:
        yield say(
            "Only these roles may use the data: {roles}.",
            "利用できる担当者は、次の者に限ります: {roles}",
            roles=names.codes(line.only_by),
        )
    if line.scope is not None:
        yield say(
            "It applies only within {scope}, which shows it in a notice of its own.",
            "{scope}の範囲に限り適用し、その都度個別に明示します。",
            scope=names.code(line.scope),
        )
    if line.receives:
        yield say(
            "It uses only: {data}.",
            "利用する情報は、次のものに限ります: {data}",
            data=names.data(line.receives),
        )


def _how(line: PurposeOfUse, spot: Spot) -> Said:
    if line.output == "aggregate":
        yield say(
            "The results are statistics in which people are not identified.",
            "結果は、本人を特定しない統計情報とします。",
        )
    elif line.output == "pseudonymised":
        yield say(
            "We do this with pseudonymously processed information.",
            "仮名加工情報に加工した上で行います。",
        )
    if line.profiling:
        yield say(
            "For this we analyse attributes and behaviour.",
            "このために、属性及び行動の履歴を分析します。",
        )
    if line.ads:
        yield say("This includes advertising or its measurement.", "広告の配信又は測定を含みます。")
    if line.message == "promotional":
        yield say("We send promotional messages.", "広告宣伝のご案内をお送りします。")
    elif line.message == "transactional":
        yield say(
            "We send notices about the service and its transactions.",
            "本サービス及びお取引に関するお知らせをお送りします。",
        )


def _switches(line: PurposeOfUse, spot: Spot) -> Said:
    if line.opt_in:
        yield say("It begins after consent has been given.", "同意をいただいた後に開始します。")
    if line.open_ended is not None:
        yield say(
            "Such a purpose exists only if the person has consented to it and the consent is recorded.",
            "本人が同意し、その記録がある場合に限ります。",
        )
    if line.opt_out:
        yield say(
            "It can be stopped: {ways}.",
            "次の方法で停止できます: {ways}",
            ways=spot.names.codes(line.opt_out),
        )
    if line.sensitive:
        yield say(
            "Sensitive data is used to infer characteristics.",
            "機微な情報から本人の特性を推測します。",
        )


@phrase(Prohibition)
def prohibition(line: Prohibition, spot: Spot) -> Said:
    """State what is never done."""
    data: Part | Text = spot.names.data(line.data)
    if EVERYTHING in line.data:
        data = Text(en="personal data", ja="個人データ")
    if line.deny in _DENIED:
        en, ja = _DENIED[line.deny]
        yield say(en, ja, data=data)
    else:
        yield say(
            "We do not use {data} for this: {use}.",
            "当社は、{data}を次の用途に利用しません: {use}",
            data=data,
            use=spot.names.code(line.deny),
        )
    if line.unless is not None:
        yield say(
            "If this ever changes, we will show {what} beforehand.",
            "これを変更する場合は、事前に{what}を掲載します。",
            what=spot.names.code(line.unless),
        )
    if line.note is not None:
        yield say("{note}", "{note}", note=line.note.text())
