"""The rules between the policy and the settings.

What contradicts the policy in those of the AI gateway is found by the gateway itself, which does not
start with it; here each has its line.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from upheld.documents.positioned import Positioned
from upheld.policy.rules.rule import Hit, Registry
from upheld.wording import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenSettings:
    """What these rules look at.

    Attributes:
        settings: The file of settings, with the places of its lines.
        zone: Its time zone.
        policy_zone: That of the policy.
        contradictions: Where its `gateway` contradicts the policy.
    """

    settings: Positioned[Any]
    zone: str
    policy_zone: str
    contradictions: Sequence[Hit] = ()


rule = Registry[GivenSettings]()


@rule(
    "UPH231", "gateway-contradicted", "error",
    title=Text(
        en="A setting of the gateway that the policy speaks against",
        ja="ポリシーと食い違うゲートウェイの設定",
    ),
    why=Text(
        en="The stricter side counts, so the setting has no effect, and whoever wrote it believes it has; the gateway does not start with it.",
        ja="厳しいほうが優先されるため設定は効きませんが、書いた人は効くと思います。この設定ではゲートウェイは起動しません。",
    ),
    bad="gateway: {acts: {health: allow}}",
    good="gateway: {acts: {health: block}}",
)  # fmt: skip
def gateway_contradicted(given: GivenSettings) -> Iterator[Hit]:
    yield from given.contradictions


@rule(
    "UPH238", "time-zones-differ", "error",
    title=Text(
        en="The settings and the policy name different time zones",
        ja="設定とポリシーのタイムゾーンの不一致",
    ),
    why=Text(
        en="Days and periods are counted in the policy's zone, and times are shown in that of the settings: around midnight a page would name another day than the one that counts.",
        ja="日付と期間はポリシーのタイムゾーンで数え、時刻は設定のタイムゾーンで表示します。深夜の前後では、画面の日付と数える日付が違ってしまいます。",
    ),
    bad="timezone: America/New_York  # and `tz: Asia/Tokyo` in the policy",
    good="timezone: Asia/Tokyo",
)  # fmt: skip
def time_zones_differ(given: GivenSettings) -> Iterator[Hit]:
    if given.zone == given.policy_zone:
        return
    yield Hit(
        path=("timezone",),
        key=True,
        what=Text(
            en=f"the settings count in `{given.zone}` and the policy in `{given.policy_zone}`",
            ja=f"設定は `{given.zone}`、ポリシーは `{given.policy_zone}` です",
        ),
        remedy=Text(
            en=f"write `timezone: {given.policy_zone}` in the settings, or change `tz` in the policy",
            ja=f"設定に `timezone: {given.policy_zone}` と書くか、ポリシーの `tz` を変えてください",
        ),
    )


__all__ = ["GivenSettings", "rule"]
