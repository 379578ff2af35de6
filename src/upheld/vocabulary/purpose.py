"""Kinds of use that many policies share, in words for people and as W3C DPV terms.

A policy declares its own purposes; this list gives wording to start from, and a key that
other software understands. DPV names are those of version 2.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeKind:
    """One kind of use.

    Attributes:
        label: For people.
        dpv: The nearest term of DPV 2.3; `None` where it has none.
    """

    label: Text
    dpv: str | None = None


PURPOSES: Mapping[str, PurposeKind] = {
    "provide-service": PurposeKind(
        label=Text(en="providing the service", ja="サービスの提供"), dpv="ServiceProvision"
    ),
    "identity-verification": PurposeKind(
        label=Text(en="verifying identity", ja="本人確認"), dpv="IdentityVerification"
    ),
    "billing": PurposeKind(
        label=Text(en="billing and payment", ja="料金の請求と支払い"), dpv="PaymentManagement"
    ),
    "support": PurposeKind(label=Text(en="answering questions", ja="お問い合わせへの対応")),
    "notify": PurposeKind(
        label=Text(en="notices about the service", ja="サービスに関するお知らせ")
    ),
    "improve": PurposeKind(
        label=Text(en="improving products and services", ja="商品・サービスの改善"),
        dpv="ImproveExistingProductsAndServices",
    ),
    "fraud-prevention": PurposeKind(
        label=Text(en="preventing fraud and abuse", ja="不正利用の防止"),
        dpv="FraudPreventionAndDetection",
    ),
    "marketing": PurposeKind(
        label=Text(en="news and offers", ja="広告・ご案内の送付"), dpv="DirectMarketing"
    ),
    "personalised-advertising": PurposeKind(
        label=Text(en="personalised advertising", ja="個人に合わせた広告の表示"),
        dpv="PersonalisedAdvertising",
    ),
    "statistics": PurposeKind(label=Text(en="statistics", ja="統計の作成")),
    "hiring": PurposeKind(label=Text(en="hiring", ja="採用選考"), dpv="PersonnelHiring"),
    "personnel": PurposeKind(
        label=Text(en="personnel management", ja="人事・労務の管理"), dpv="PersonnelManagement"
    ),
    "legal-duty": PurposeKind(label=Text(en="fulfilling legal duties", ja="法令上の義務の履行")),
}
"""By a name that a policy may use for a purpose of its own."""


@cache
def dpv_purposes() -> frozenset[str]:
    """Return the name of every purpose that DPV 2.3 has, without its prefix."""
    text = files("upheld.vocabulary").joinpath("dpv_purpose.tsv").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))
