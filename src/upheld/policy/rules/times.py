"""Days and periods that nobody can have meant."""

import datetime as dt
from collections.abc import Iterator

from upheld.law.periods import MONTHS_PER_YEAR, Days, Months, Period
from upheld.policy.language.line import Steps
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()

_LONGEST_YEARS = 50
"""The longest that a law asks of a company: 40 years (asbestos, dust); some room above it."""
_DAYS_PER_YEAR = 365
_AHEAD = dt.timedelta(days=366)
"""A contract may be declared before it begins, not years before."""


@rule(
    "UPH235", "days-out-of-order", "error",
    title=Text(en="Days that cannot be right", ja="あり得ない日付"),
    why=Text(
        en="A version takes effect on its own day or later, and a contract that begins in years binds "
        "nobody who receives data now.",
        ja="ポリシーの版は、その日付以後に施行されます。何年も先に始まる契約は、いま情報を受け取る者を"
        "拘束しません。",
    ),
    law=("APPI 25",),
    bad="policy: {date: 2026-04-01, effective: 2026-03-01}",
    good="policy: {date: 2026-04-01, effective: 2026-05-01}",
)  # fmt: skip
def days_out_of_order(given: Given) -> Iterator[Hit]:
    about = given.policy.policy
    if about.date is not None and about.effective is not None and about.effective < about.date:
        yield Hit(
            path=("policy", "effective"),
            what=Text(
                en=f"it takes effect on {about.effective}, before its own date {about.date}",
                ja=f"施行日 {about.effective} が、この版の日付 {about.date} より前です",
            ),
            remedy=Text(
                en="correct `effective:` or `date:`",
                ja="`effective:` か `date:` を直してください",
            ),
        )
    for name, recipient in given.policy.recipients.items():
        since = recipient.contract.since if recipient.contract is not None else None
        if since is not None and since > given.today + _AHEAD:
            yield Hit(
                path=("recipients", name, "contract", "since"),
                what=Text(
                    en=f"the contract with `{name}` begins only on {since}",
                    ja=f"`{name}` との契約の締結日 {since} が、一年以上先です",
                ),
                remedy=Text(
                    en="write the day on which it was made",
                    ja="契約を締結した日を書いてください",
                ),
            )


@rule(
    "UPH236", "period-of-a-lifetime", "warning",
    title=Text(en="Kept for longer than any law asks", ja="どの法令よりも長い保存期間"),
    why=Text(
        en="What is no longer needed is erased; no law wants a company to keep personal data for more "
        "than 40 years.",
        ja="必要がなくなった情報は消去に努めます。事業者に40年を超える保存を求める法令はありません。",
    ),
    law=("APPI 22",),
    bad="retention: {shopping: {keep: P100Y}}",
    good="retention: {shopping: {keep: P3Y}}",
)  # fmt: skip
def period_of_a_lifetime(given: Given) -> Iterator[Hit]:
    for path, period in _kept(given):
        if _years(period) > _LONGEST_YEARS:
            yield Hit(
                path=path,
                what=Text(
                    en=f"`{period}` is longer than anybody needs the data",
                    ja=f"`{period}` は、情報が必要とされる期間を超えています",
                ),
                remedy=Text(
                    en="write the period that is needed, or the event that ends it",
                    ja="必要な期間か、終わりとなる出来事を書いてください",
                ),
            )


def _kept(given: Given) -> Iterator[tuple[Steps, Period]]:
    regions = given.policy.regions
    places = [(("retention",), given.policy.retention)] + [
        (("regions", "overlays", region, "retention"), overlay.retention)
        for region, overlay in (regions.overlays.items() if regions is not None else ())
    ]
    for path, rules in places:
        for name, one in rules.items():
            if one.keep is not None and one.keep.period is not None:
                yield (*path, name, "keep"), one.keep.period


def _years(period: Period) -> int:
    match period:
        case Months(count):
            return count // MONTHS_PER_YEAR
        case Days(count):
            return count // _DAYS_PER_YEAR
        case _:
            return 0


__all__ = ["rule"]
