"""Books and records that tax law wants kept for seven years: from when they count."""

import re
from collections.abc import Iterator

from upheld.law.periods import MONTHS_PER_YEAR
from upheld.policy.rules.retention import retention_rules, shorter
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()

_FROM_FILING = re.compile(
    r"法人税法施行規則(?:第)?59条|消費税法施行令(?:第)?(?:50|71)条"
    r"|Regulation (?:of|for) the Corporation Tax Act,? (?:art\. |Article )?59\b"
    r"|Consumption Tax Act(?:,)? (?:Order|Cabinet Order),? (?:art\. |Article )?(?:50|71)\b"
    r"|Order (?:of|for) the Consumption Tax Act,? (?:art\. |Article )?(?:50|71)\b"
)
"""Duties whose seven years begin two months after the end of the business (or tax) year."""
_FROM_RECORD = 12 + 2 + 7 * MONTHS_PER_YEAR  # months
"""A business year has 12 months at most (Corporation Tax Act 13(1)), and the filing two (74(1))."""


@rule(
    "UPH237", "tax-period-too-short", "warning",
    title=Text(
        en="Seven years of tax law, counted from the day of the record",
        ja="税法の7年を書類の日から数えている",
    ),
    why=Text(
        en="The seven years begin two months after the end of the business year in which the record was made or "
        "received: from its own day up to 12 months and 2 months more, and as much longer as the filing is extended.",
        ja="7年は、書類を作成・受領した日の属する事業年度の終了から2か月を経過した日から数えます。書類の日からは、"
        "最長で12か月と2か月、申告期限の延長があればその月数だけ長くなります。",
    ),
    law=(
        "Enforcement Regulation of the Corporation Tax Act 59(2)",
        "Consumption Tax Act Order 50(1), 71(2)",
    ),
    bad='retention: {books: {keep: P7Y, counted_from: {ja: 発行日, en: its day}, basis: {ja: 税法, en: tax law}, duty: {ja: 法人税法施行規則59条, en: Enforcement Regulation of the Corporation Tax Act 59}, c: "5.3"}}',
    good='retention: {books: {keep: P8Y6M, counted_from: {ja: 発行日, en: its day}, basis: {ja: 税法, en: tax law}, duty: {ja: 法人税法施行規則59条, en: Enforcement Regulation of the Corporation Tax Act 59}, c: "5.3"}}',
)  # fmt: skip
def tax_period_too_short(given: Given) -> Iterator[Hit]:
    """Yield nothing where an event is named: `filing-due+P7Y` counts from it."""
    for path, one in retention_rules(given.policy):
        period = one.keep.period
        if one.keep.event is not None or period is None or one.duty is None:
            continue
        if _FROM_FILING.search(one.duty.ja + " " + one.duty.en) is None:
            continue
        if shorter(period, _FROM_RECORD):
            yield Hit(
                path=(*path, "keep"),
                what=Text(
                    en=f"`{path[-1]}` keeps {period} from the record; tax law's seven years begin with the filing",
                    ja=f"`{path[-1]}` は書類から {period} ですが、税法の7年は申告期限の後から数えます",
                ),
                remedy=Text(
                    en="write `P8Y2M`, with an extended filing up to `P8Y6M`, counted from the day of the record; "
                    "or an event whose day a column holds: `filing-due+P7Y`",
                    ja="書類の日から `P8Y2M`(申告期限の延長があれば `P8Y6M` まで)とするか、その日を持つ列があれば "
                    "`filing-due+P7Y` のように出来事から書いてください",
                ),
            )


__all__ = ["rule"]
