"""Who makes the promises, who holds which office, and how and when they can be reached."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import Field, PlainSerializer, model_validator

from upheld.documents.problem import as_problem
from upheld.law.calendar import Calendar, CalendarName, CalendarUnreadableError, parse_closing
from upheld.law.hours import HoursUnreadableError, OpeningHours, hours_of
from upheld.policy.language.line import Label, LabelOrText, Line, Promise, Sentence, Words, key


class Representative(Line):
    """Who represents the business."""

    name: LabelOrText = key("Name", "氏名", example="{ja: 山野 葵, en: Aoi Yamano}")
    title: LabelOrText = key("Office", "役職", example="{ja: 代表取締役, en: President}")


class Handler(Promise):
    """The business handling personal information (個人情報取扱事業者)."""

    name: LabelOrText = key("Its name", "名称", example="{ja: …, en: …}", law="APPI 32(1)(i)")
    address: LabelOrText = key(
        "Its address", "住所", example="{ja: 東京都…, en: Tokyo …}", law="APPI 32(1)(i)"
    )
    representative: Representative | None = key(
        "Who represents it, for a company",
        "法人の代表者",
        example="{name: …, title: …}",
        default=None,
        law="APPI 32(1)(i)",
    )
    individual: bool = key(
        "Whether the business is a person and no company, and so has no representative",
        "個人事業主か(法人でなければ代表者は不要)",
        example="true",
        default=False,
        law="APPI 32(1)(i)",
    )
    service: LabelOrText | None = key(
        "The service the policy is about", "対象のサービス", example="{ja: …, en: …}", default=None
    )


class OfficeHolder(Line):
    """A person in an office for a time."""

    name: LabelOrText = key("Name", "氏名", example="{ja: …, en: …}")
    title: LabelOrText = key(
        "Title", "肩書", example="{ja: 個人情報保護管理者, en: Chief Privacy Officer}"
    )
    since: date = key("First day in office", "就任日", example="2025-04-01")
    until: date | None = key("Last day in office", "退任日", example="2026-03-31", default=None)


class Officer(Promise):
    """An office and who held it when."""

    holders: Annotated[tuple[OfficeHolder, ...], Field(min_length=1)] = key(
        "Holders, each with the days of office",
        "在任者と在任期間",
        example="[{name: …, title: …, since: 2025-04-01}]",
    )


class Opening(Line):
    """When somebody answers, in the policy's time zone."""

    days: Words = key("Weekdays", "曜日", example="[mon, tue, wed, thu, fri]")
    times: Words = key("From-to, 24 hours", "時間帯", example='["10:00-12:00", "13:00-15:00"]')
    holidays: Literal["closed", "open"] = key(
        "Public holidays", "祝日", example="closed", default="closed"
    )
    closing: Sentence | None = key(
        "Closed each year, MM-DD/MM-DD", "年末年始などの休業", example='"12-29/01-03"',
        default=None,
    )  # fmt: skip

    @model_validator(mode="after")
    def _can_be_kept(self) -> "Opening":
        try:
            self.hours(calendar="JP", zone=ZoneInfo("UTC"))
        except HoursUnreadableError as refusal:
            raise as_problem(refusal, at=("times",)) from refusal
        except CalendarUnreadableError as refusal:
            raise as_problem(refusal, at=("closing",)) from refusal
        return self

    def hours(self, *, calendar: CalendarName, zone: ZoneInfo) -> OpeningHours:
        """Return the hours in a calendar and a time zone, to be asked for an instant.

        Raises:
            HoursUnreadableError: Its days and times are no opening hours.
            CalendarUnreadableError: Its closing is not two days of a year.
        """
        closing = None if self.closing is None else parse_closing(self.closing)
        own = Calendar(name=calendar, closing=closing)
        hours = hours_of(self.days, self.times, calendar=own, zone=zone)
        return replace(hours, on_holidays=self.holidays == "open")


def _as_written(to: Label) -> str | dict[str, str]:
    """Write one text for both as one text: a version published before has the same hash."""
    return to.ja if to.ja == to.en else {"ja": to.ja, "en": to.en}


WhereTo: TypeAlias = Annotated[LabelOrText, PlainSerializer(_as_written)]
"""An address: mostly one text, in two languages where a place has a name in each."""


class Channel(Promise):
    """A way to reach the business."""

    kind: Literal["email", "form", "phone", "post", "in-product", "counter"] = key(
        "What it is", "種類", example="email", law="APPI 32(1)(iv), 37"
    )
    to: WhereTo = key(
        "The address, number or URL; in both languages where they differ",
        "宛先。言語により異なる場合は両方",
        example="privacy@example.co.jp",
        law="APPI 32(1)(iv)",
    )
    label: LabelOrText | None = key(
        "What it is called, where there are several of a kind",
        "名称(同じ種類が複数ある場合)",
        example="{ja: 銀座店, en: our Ginza shop}",
        default=None,
    )
    uses: Words = key(
        "What it takes: requests, complaints, enquiries, child-reports, agents",
        "受け付けるもの",
        example="[requests, enquiries]",
        default=("requests", "complaints", "enquiries"),
    )
    hours: Opening | None = key(
        "When it is open", "受付時間", example='{days: [mon], times: "10:00-19:00"}', default=None
    )
    unit: LabelOrText | None = key(
        "Who answers", "担当", example="{ja: 個人情報窓口, en: privacy desk}", default=None
    )


class AuthorisedBody(Promise):
    """The accredited personal information protection organisation (認定個人情報保護団体)."""

    name: LabelOrText = key("Its name", "名称", example="{ja: …, en: …}", law="Order 10(iii)")
    channels: tuple[Channel, ...] = key(
        "Where complaints go", "苦情の申出先", example="[{kind: phone, to: …, c: …}]",
        law="Order 10(iii)",
    )  # fmt: skip
    url: Sentence | None = key("Its page", "ページ", example="https://…", default=None)


class LegalText(Promise):
    """A law or an internal rule that the company follows, and when it was last reviewed."""

    name: LabelOrText = key("Which", "名称", example="{ja: 個人情報保護法, en: APPI}")
    reviewed: date | None = key("Last review", "最終確認日", example="2026-04-01", default=None)
