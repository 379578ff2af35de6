"""Security control measures, breaches, and the management system behind them."""

from collections.abc import Mapping

from upheld.policy.language.security import (
    Control,
    ManagementPart,
    PublishIncident,
    ReportDuty,
    Response,
    TellPeople,
)
from upheld.rendering.document import listed, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.rendering.spoken import day, every, period
from upheld.wording import Text

MEASURES = {
    "tls": Text(en="Encryption in transit", ja="通信の暗号化"),
    "access": Text(en="Access control", ja="アクセス制御"),
    "log-monitor": Text(en="Logging and monitoring", ja="ログの記録と監視"),
    "vulnerability": Text(en="Vulnerability management", ja="脆弱性の管理"),
    "physical": Text(en="Physical security control measures", ja="物理的安全管理措置"),
    "personnel": Text(en="Personnel security control measures", ja="人的安全管理措置"),
    "organisation": Text(en="Organisational security control measures", ja="組織的安全管理措置"),
    "intrusion": Text(
        en="Protection against access from outside", ja="外部からの不正アクセスの防止"
    ),
    "encryption": Text(en="Encryption at rest", ja="保存データの暗号化"),
    "backup": Text(en="Backups", ja="バックアップ"),
    "external-environment": Text(
        en="Understanding of the external environment", ja="外的環境の把握"
    ),
}
_PARTS: Mapping[str, tuple[str, str]] = {
    "system": (
        "We run a management system for the protection of personal information and improve it continually.",
        "当社は、個人情報保護マネジメントシステムを運用し、継続的に改善します。",
    ),
    "laws": (
        "We keep our register of laws and our internal rules current.",
        "法令の一覧及び社内規程を最新の内容に保ちます。",
    ),
    "roles": (
        "We have appointed those who are responsible for the protection of personal information.",
        "個人情報の保護について責任を負う者を置いています。",
    ),
    "training": (
        "We train and supervise those who handle personal data.",
        "個人データを取り扱う者に対し、教育及び監督を行います。",
    ),
    "audit": ("We carry out internal audits.", "内部監査を実施します。"),
    "improvement": (
        "Management reviews the system and improves it.",
        "経営者がマネジメントシステムを見直し、改善します。",
    ),
    "pledge": (
        "Those who handle personal data have acknowledged this policy and pledged confidentiality.",
        "個人データを取り扱う者は、このポリシーを確認し、秘密の保持を誓約しています。",
    ),
}
_PHASES = {
    "plan": Text(en="planning", ja="計画"),
    "training": Text(en="education", ja="教育"),
    "audit": Text(en="audits", ja="監査"),
}
"""Words that mean something else in a management system: a plan here has no price."""
_COMMISSION = Text(en="the Personal Information Protection Commission", ja="個人情報保護委員会")


@phrase(Control)
def control(line: Control, spot: Spot) -> Said:
    """Name a measure and what it does."""
    yield Heading(MEASURES[line.measure])
    if line.detail is not None:
        yield say("{detail}", "{detail}", detail=line.detail.text())
    else:
        yield say("We take this measure.", "当社は、この措置を講じています。")
    if line.against:
        yield say(
            "It protects against {risks}.",
            "防止する対象: {risks}",
            risks=spot.names.codes(line.against),
        )
    if line.minimum is not None:
        yield say(
            "Minimum: {minimum}.",
            "最低条件: {minimum}",
            minimum=Text(en=line.minimum, ja=line.minimum),
        )
    if line.every is not None:
        yield say("We check it {every}.", "{every}点検します。", every=every(line.every))


@phrase(ReportDuty)
def report(line: ReportDuty, spot: Spot) -> Said:
    """Say when the Commission is told."""
    yield say(
        "In case of a breach we report to {commission}: a preliminary report within {first}, a "
        "final report within {last}, or within {improper} where an improper purpose is suspected.",
        "漏えい等が発生した場合は、{commission}に報告します。速報は{first}以内、確報は{last}以内"
        "(不正の目的によるおそれがある場合は{improper}以内)に行います。",
        commission=_COMMISSION,
        first=period(line.preliminary),
        last=period(line.final),
        improper=period(line.final_improper),
    )


@phrase(TellPeople)
def tell(line: TellPeople, spot: Spot) -> Said:
    """Say that the people affected are told."""
    yield say("We notify the people affected.", "影響を受ける本人に通知します。")
    if line.substitute:
        yield say(
            "Where this is difficult, we take other measures to protect their rights.",
            "通知が困難な場合は、権利利益を保護するための代替措置を講じます。",
        )


@phrase(PublishIncident)
def publish(line: PublishIncident, spot: Spot) -> Said:
    """Say that the facts are made public."""
    if line.within is None:
        yield say(
            "We make public what happened and how we prevent it.",
            "事実関係及び再発防止策を公表します。",
        )
    else:
        yield say(
            "We make public what happened and how we prevent it, within {period}.",
            "{period}以内に、事実関係及び再発防止策を公表します。",
            period=period(line.within),
        )


@phrase(Response)
def response(line: Response, spot: Spot) -> Said:
    """Say what is done at once."""
    yield say(
        "We act at once: {steps}.",
        "直ちに次の対応を行います: {steps}",
        steps=spot.names.codes(line.steps),
    )


@phrase(ManagementPart)
def management_part(line: ManagementPart, spot: Spot) -> Said:
    """Say one part of the management system."""
    part = spot.key
    if line.detail is not None:
        yield say("{detail}", "{detail}", detail=line.detail.text())
    else:
        en, ja = _PARTS[part]
        yield say(en, ja)
    if line.covers:
        yield say(
            "It covers {covers}.",
            "対象: {covers}",
            covers=listed([_PHASES.get(one) or spot.names.word(one) for one in line.covers]),
        )
    yield say(
        "In charge: {owner}, {every}.",
        "担当: {owner}({every}実施)",
        owner=spot.names.word(line.owner),
        every=every(line.every),
    )
    if line.independent:
        yield say(
            "The auditors come from another unit than the one they audit.",
            "監査は、監査の対象となる部門から独立した者が行います。",
        )
    if line.last is not None:
        yield say("Last done on {date}.", "前回の実施日は{date}です。", date=day(line.last))
