"""Security measures, incidents, and the management system behind them."""

from datetime import date
from typing import Literal

from upheld.documents.words import Word
from upheld.law.periods import Days, Months
from upheld.policy.language.line import LabelOrText, Line, PeriodText, Promise, Words, key


class Control(Promise):
    """A security control measure (安全管理措置)."""

    measure: Literal[
        "tls", "access", "log-monitor", "vulnerability", "physical", "personnel", "organisation",
        "intrusion", "encryption", "backup", "external-environment",
    ] = key("Which", "種類", example="tls", law="APPI 23; Order 10(i)")  # fmt: skip
    against: Words = key(
        "unauthorised-access, loss, destruction, falsification, leak", "防ぐもの",
        example="[leak]", default=(),
    )  # fmt: skip
    detail: LabelOrText | None = key("What is done", "内容", example="{…}", default=None,
                                     law="Order 10(i)")  # fmt: skip
    every: PeriodText | None = key("How often it is checked", "確認の間隔", example="P1M",
                                   default=None)  # fmt: skip
    minimum: str | None = key("A technical minimum", "技術上の最低条件", example="TLS 1.2",
                              default=None)  # fmt: skip


class ReportDuty(Promise):
    """The Commission is told of a breach."""

    preliminary: PeriodText = key("First report", "速報", example="P5D", default=Days(5),
                                  law="APPI 26(1); Rule 8(1)")  # fmt: skip
    final: PeriodText = key("Final report", "確報", example="P30D", default=Days(30),
                            law="APPI 26(1); Rule 8(2)")  # fmt: skip
    final_improper: PeriodText = key("Final report where the purpose was improper",
                                     "不正の目的による場合の確報", example="P60D", default=Days(60),
                                     law="Rule 8(2)")  # fmt: skip


class TellPeople(Promise):
    """The people affected are told of a breach."""

    substitute: bool = key("Whether other measures stand in where telling is hard",
                           "通知が困難な場合の代替措置", example="true", default=True,
                           law="APPI 26(2)")  # fmt: skip


class PublishIncident(Promise):
    """What happened and what prevents it is made public."""

    within: PeriodText | None = key("Until when", "時期", example="P30D", default=None)


class Response(Promise):
    """What is done at once."""

    steps: Words = key("contain, investigate, correct", "手順",
                       example="[contain, investigate, correct]")  # fmt: skip


class Incidents(Line):
    """What happens on a breach (漏えい等)."""

    report: ReportDuty | None = key("Report", "報告", example="{c: …}", default=None,
                                    law="APPI 26(1)")  # fmt: skip
    tell: TellPeople | None = key("Notice", "本人への通知", example="{c: …}", default=None,
                                  law="APPI 26(2)")  # fmt: skip
    publish: PublishIncident | None = key("Publication", "公表", example="{c: …}", default=None)
    response: Response | None = key("At once", "初動", example="{steps: …, c: …}", default=None)


class ManagementPart(Promise):
    """One part of the management system, with its owner and its rhythm."""

    owner: Word = key("The office", "担当役職", example="privacy-manager")
    every: PeriodText = key(
        "How often", "間隔", example="P1Y", default=Months(12), law="JIS Q 15001"
    )
    last: date | None = key("Last time", "前回", example="2026-04-01", default=None)
    covers: Words = key("What or whom it covers", "対象", example="[employees, directors]",
                        default=())  # fmt: skip
    independent: bool = key("Whether auditors come from another unit", "被監査部門から独立か",
                            example="true", default=False, law="JIS Q 15001 J.6.2")  # fmt: skip
    detail: LabelOrText | None = key("What is done", "内容", example="{…}", default=None)


class Management(Line):
    """The management system for protecting personal information (PMS)."""

    system: tuple[ManagementPart, ...] = key("The system as a whole", "全体", example="[…]",
                                             default=(), law="JIS Q 15001")  # fmt: skip
    laws: tuple[ManagementPart, ...] = key("Legal register and rules", "法令・規程", example="[…]",
                                           default=())  # fmt: skip
    roles: tuple[ManagementPart, ...] = key("Who is responsible", "責任体制", example="[…]",
                                            default=())  # fmt: skip
    training: tuple[ManagementPart, ...] = key("Education", "教育", example="[…]", default=(),
                                               law="APPI 24")  # fmt: skip
    audit: tuple[ManagementPart, ...] = key("Audit", "監査", example="[…]", default=())
    improvement: tuple[ManagementPart, ...] = key("Review", "見直し", example="[…]", default=())
    pledge: tuple[ManagementPart, ...] = key("Pledges and acknowledgements", "誓約・周知",
                                             example="[…]", default=())  # fmt: skip
