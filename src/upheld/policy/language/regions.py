"""Regions: closed ones, and overlays that beat the main text for their residents."""

from datetime import date
from typing import Literal

from upheld.documents.words import Word
from upheld.policy.language.line import Countries, Line, Promise, Sentence, Words, key
from upheld.policy.language.retention import RetentionRule
from upheld.policy.language.rights import Desk, RightKind, RightOffered
from upheld.vocabulary.country import EEA


class ClosedRegions(Promise):
    """Where the service is not offered."""

    countries: Countries = key("Each by its code", "国", example="[CH, GB, CN]", default=())
    groups: tuple[Literal["eea"], ...] = key("Groups", "国の集まり", example="[eea]", default=())
    except_: Countries = key("Not these", "除くもの", example="[HK, MO, TW]", default=(),
                             alias="except")  # fmt: skip
    at: Words = key("Where it is checked", "確認する場面", example="[signup, login, api]")

    def all_countries(self) -> frozenset[str]:
        """Return every country that is meant, groups resolved (ISO 3166-1)."""
        groups = EEA if "eea" in self.groups else frozenset[str]()
        return (groups | frozenset(self.countries)) - frozenset(self.except_)


class MaintainedList(Promise):
    """A list of closed jurisdictions that is kept as versioned data."""

    url: Sentence = key("Where it is published", "公表ページ", example="https://…")
    version: date = key("Its version", "版", example="2026-04-01")
    adds: Countries = key("Countries it adds", "追加される国", example="[XX]", default=())
    reason: Word = key("Why", "理由", example="payment-unsupported")


class RestrictedData(Promise):
    """Data of people in closed regions must not be submitted."""

    on_detect: Words = key("What follows", "検知時の措置", example="[suspend, delete]")


class OverlayRule(Promise):
    """A regional supplement beats the main text for that region's residents."""

    by: Literal["residence"] = key("Decided by", "判断の基準", example="residence",
                                   default="residence")  # fmt: skip
    unknown: Literal["default"] = key("Residence unknown", "居住地不明の場合", example="default",
                                      default="default")  # fmt: skip


class Overlay(Line):
    """What is different for residents of a region."""

    rights: dict[RightKind, RightOffered] = key("Rights", "権利", example="{…}", default={})
    retention: dict[Word, RetentionRule] = key("Retention", "保存期間", example="{…}", default={})
    desk: Desk | None = key("What holds for every request of theirs", "請求に共通する定め",
                            example="{clock: {due: P45D, c: …}}", default=None)  # fmt: skip


class Regions(Line):
    """Everything about regions."""

    closed: ClosedRegions | None = key("Closed regions", "対象外の地域", example="{…}",
                                       default=None)  # fmt: skip
    maintained: MaintainedList | None = key("The maintained list", "公表一覧", example="{…}",
                                      default=None)  # fmt: skip
    restricted_data: RestrictedData | None = key("Data of their people", "対象地域の人の情報",
                                                 example="{…}", default=None)  # fmt: skip
    precedence: OverlayRule | None = key("Overlays win", "地域別規定の優先", example="{c: …}",
                                         default=None)  # fmt: skip
    overlays: dict[Word, Overlay] = key("By region, e.g. US-CA", "地域別の規定",
                                        example="{US-CA: {…}}", default={})  # fmt: skip

    def all_closed(self) -> frozenset[str]:
        """Return every country that is closed, for whatever reason (ISO 3166-1).

        What the maintained list adds stays closed where `closed.except` names it: that opens what
        its own line closes, and of two lines that disagree the stricter one is kept.
        """
        closed = frozenset[str]() if self.closed is None else self.closed.all_countries()
        added = () if self.maintained is None else self.maintained.adds
        return closed | frozenset(added)
