"""How long data is kept: missing, twice, shorter than a duty (APPI art. 22, 29, 30; CCPA)."""

from collections import defaultdict
from collections.abc import Iterator

from upheld.law.packs.shorthand import read_shorthand
from upheld.law.packs.spelling import of_the_act
from upheld.law.periods import BusinessDays, Days, Hours, Months, Period
from upheld.policy.language.line import Steps
from upheld.policy.language.retention import RetentionRule
from upheld.policy.model import REQUESTS_RULE, Policy
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.vocabulary.category import within
from upheld.wording import Text

rule = Registry[Given]()

_RECORDS_YEARS = 3
"""APPI Rules art. 21, 25: records of provision are kept three years in principle."""
_CCPA_MONTHS = 24
"""11 CCR 7101(a): records of requests."""
_TAX = ("税", "tax", "Tax")


def days_at_least(period: Period) -> int:
    """Return a number of days that the period never falls short of.

    >>> days_at_least(Months(24))
    728
    """
    match period:
        case Months(count):
            return count * 30 + count // 3  # the shortest two years have 730 days
        case Days(count):
            return count
        case Hours(count):
            return count // 24
        case BusinessDays(count):
            return count


def shorter(kept: Period, months: int) -> bool:
    """Whether a period may be over before so many months are."""
    if isinstance(kept, Months):
        return kept.count < months
    return days_at_least(kept) < 365 * months // 12


@rule(
    "UPH118", "two-retention-rules", "error",
    title=Text(en="Two retention rules for one category", ja="一つの区分に二つの保存期間がある"),
    why=Text(
        en="Whichever is applied, the other is broken; a region's overlay or a line that says "
        "which prevails settles it. A rule for a category that a group of another rule contains "
        "is a warning: the narrower one may be meant to win, and the page does not say so. Two "
        "groups are never compared by what they contain: customers' and staff's telephone "
        "numbers are different data.",
        ja="どちらを適用しても他方に反します。地域別の定めか、優先関係の明示が必要です。別の規則の対象となる"
        "グループに含まれる区分の規則は、注意とします(狭い方を優先する趣旨でも、公表文からは分かりません)。"
        "グループ同士は中身では比べません。お客様の電話番号と従業者の電話番号は別の情報だからです。",
    ),
    law=("APPI 22",),
    bad='retention: {again: {keep: P1Y, basis: {ja: 方針, en: policy}, data: [commerce.order], c: "5.9"}}',
    good='retention: {again: {keep: P1Y, basis: {ja: 方針, en: policy}, data: [commerce.order], c: "5.9", '
    'prevails: [{over: "5.1", why: {ja: 注文は短くします, en: orders go sooner}}]}}',
)  # fmt: skip
def two_retention_rules(given: Given) -> Iterator[Hit]:
    by_data: dict[str, list[tuple[str, RetentionRule]]] = defaultdict(list)
    for name, one in given.policy.retention.items():
        for data in one.data:
            by_data[data].append((name, one))
    for data, rules in by_data.items():
        for number, (name, one) in enumerate(rules):
            for first, other in rules[:number]:
                if one.keep != other.keep and not _settled(one, other):
                    yield Hit(
                        path=("retention", name),
                        key=True,
                        what=Text(
                            en=f"`{name}` keeps `{data}` for {one.keep}, and `{first}` for {other.keep}",
                            ja=f"`{data}` の保存期間が `{name}`({one.keep})と `{first}`({other.keep})で異なります",
                        ),
                        remedy=Text(
                            en="keep one of them, or say with `prevails:` which wins and why",
                            ja="一方にするか、`prevails:` で優先関係と理由を示してください",
                        ),
                    )
    yield from _within_a_group(given.policy)


def _within_a_group(policy: Policy) -> Iterator[Hit]:
    """Yield rules for a category that another rule keeps for another time as part of a group."""
    for name, one in policy.retention.items():
        # What is declared as data of its own is other data than the group's, if of the same kind.
        bare = [data for data in one.data if data not in policy.data]
        for first, other in policy.retention.items():
            if one.keep == other.keep or _settled(one, other):
                continue
            for group in other.data:
                items = policy.data[group].items if group in policy.data else ()
                for data in bare:
                    if any(within(data, item) or within(item, data) for item in items or ()):
                        yield _kept_twice(data, (name, one), group, (first, other))


def _kept_twice(
    data: str, ours: tuple[str, RetentionRule], group: str, theirs: tuple[str, RetentionRule]
) -> Hit:
    (name, one), (first, other) = ours, theirs
    return Hit(
        path=("retention", name),
        key=True,
        severity="warning",
        what=Text(
            en=f"`{name}` keeps `{data}` for {one.keep}, and `{first}` keeps `{group}`, which "
            f"contains it, for {other.keep}",
            ja=f"`{name}` は `{data}` を {one.keep}、`{first}` はこれを含む `{group}` を "
            f"{other.keep} 保存します",
        ),
        remedy=Text(
            en=f'say with `prevails: [{{over: "{other.c[0]}", why: …}}]` which wins and why',
            ja=f'`prevails: [{{over: "{other.c[0]}", why: …}}]` で優先関係と理由を示してください',
        ),
    )


def _settled(one: RetentionRule, other: RetentionRule) -> bool:
    ours = {clause for p in one.prevails for clause in p.over}
    theirs = {clause for p in other.prevails for clause in p.over}
    return bool(ours & set(other.c) or theirs & set(one.c))


@rule(
    "UPH119", "shorter-than-record-duty", "error",
    title=Text(en="Kept shorter than a duty to keep records", ja="記録の保存義務より短い保存期間"),
    why=Text(
        en="Records of provision are kept three years in Japan, records of requests 24 months "
        "in California.",
        ja="第三者提供の記録は原則3年、カリフォルニア州の請求記録は24か月の保存義務があります。",
    ),
    law=("APPI 29(2)", "APPI 30(4)", "11 CCR 7101(a)"),
    bad="policy: {law: [JP-APPI@2024-04, US-CA-CCPA@2026-01]}\nretention: {requests: {keep: P90D}}",
    good="policy: {law: [JP-APPI@2024-04, US-CA-CCPA@2026-01]}\nretention: {requests: {keep: P24M}}",
)  # fmt: skip
def shorter_than_record_duty(given: Given) -> Iterator[Hit]:
    policy = given.policy
    requests = policy.retention[REQUESTS_RULE]
    if given.follows("US-CA-CCPA") and shorter(requests.period, _CCPA_MONTHS):
        yield _too_short(("retention", REQUESTS_RULE, "keep"), "P24M", "11 CCR 7101(a)")
    for name, one in policy.recipients.items():
        if one.records is not None and shorter(one.records, 12 * _RECORDS_YEARS):
            yield _too_short(("recipients", name, "records"), "P3Y", "APPI 29(2)")


def _too_short(path: tuple[str | int, ...], least: str, article: str) -> Hit:
    return Hit(
        path=path,
        what=Text(
            en=f"this is shorter than the duty to keep records ({article})",
            ja=f"記録の保存義務({article})より短い期間です",
        ),
        remedy=Text(en=f"write at least `{least}`", ja=f"`{least}` 以上にしてください"),
    )


@rule(
    "UPH120", "no-retention", "warning",
    title=Text(en="No retention period", ja="保存期間がない"),
    why=Text(
        en="Data that is no longer needed has to go without delay; without a period nothing says when.",
        ja="不要となった個人データは遅滞なく消去する必要があり、期間がなければ判断できません。",
    ),
    law=("APPI 22",),
    bad='data: {identity.name: {purposes: provide, c: "1.3"}}',
    good='data: {identity.name: {purposes: provide, c: "1.3"}}\nretention: {shopping: {data: [contact.email, commerce.order, identity.name]}}',
)  # fmt: skip
def no_retention(given: Given) -> Iterator[Hit]:
    policy = given.policy
    covered = {data for one in policy.retention.values() for data in one.data}
    if policy.termination is not None and policy.termination.during is not None:
        covered |= set(policy.termination.during.data)
    if "all" in covered:
        return
    for name, use in policy.data.items():
        items = use.items or (name,)
        above = {item.rsplit(".", n)[0] for item in items for n in range(item.count(".") + 1)}
        if name not in covered and not above & covered:
            yield Hit(
                path=("data", name),
                key=True,
                what=Text(
                    en=f"no retention rule covers `{name}`",
                    ja=f"`{name}` を対象とする保存期間がありません",
                ),
                remedy=Text(
                    en="name it under `data:` of a retention rule",
                    ja="保存規則の `data:` に書いてください",
                ),
            )


@rule(
    "UPH208", "tax-without-duty", "warning",
    title=Text(
        en="Kept for tax, and no duty is named", ja="税務を理由とする保存に根拠条文がない"
    ),
    why=Text(
        en="Tax law names which books and how long; without the article more is kept than it asks.",
        ja="税法は帳簿書類と期間を定めています。条文がなければ過剰な保存になります。",
    ),
    law=("APPI 22",),
    bad='retention: {books: {keep: P7Y, basis: {ja: 税法, en: tax law}, c: "5.3"}}',
    good='retention: {books: {keep: P8Y6M, basis: {ja: 税法, en: tax law}, duty: {ja: 法人税法施行規則59条, en: Enforcement Regulation of the Corporation Tax Act 59}, c: "5.3"}}',
)  # fmt: skip
def tax_without_duty(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.retention.items():
        if one.duty is None and any(word in one.basis.ja + one.basis.en for word in _TAX):
            yield Hit(
                path=("retention", name, "basis"),
                key=True,
                what=Text(
                    en=f"`{name}` rests on tax and names no article",
                    ja=f"`{name}` は税務を理由としていますが、条文がありません",
                ),
                remedy=Text(en="add `duty:` with the article", ja="`duty:` に条文を書いてください"),
            )


@rule(
    "UPH222", "duty-in-one-language", "warning",
    title=Text(
        en="A duty is named in one language, and the page is in two",
        ja="二つの言語で公表するのに、保存義務の条文が一つの言語だけ",
    ),
    why=Text(
        en="Whoever reads the other page finds a statute there in words they may not read.",
        ja="もう一方の言語のページに、読めない言語の法令名が載ることになります。",
    ),
    bad='retention: {books: {keep: P7Y, basis: {ja: 帳簿, en: books}, duty: 会社法432条2項, c: "5.3"}}',
    good='retention: {books: {keep: P7Y, basis: {ja: 帳簿, en: books}, duty: {ja: 会社法432条2項, en: Companies Act 432(2)}, c: "5.3"}}',
)  # fmt: skip
def duty_in_one_language(given: Given) -> Iterator[Hit]:
    """Yield nothing for an article that is written out in both by itself, as those of the APPI."""
    languages = given.policy.languages
    if languages is not None and len(languages.published) == 1:
        return
    for path, one in retention_rules(given.policy):
        duty = one.duty
        if duty is None or duty.ja != duty.en or of_the_act(duty.ja) or read_shorthand(duty.ja):
            continue
        yield Hit(
            path=(*path, "duty"),
            what=Text(
                en="the duty stands in one language, and the policy is published in two",
                ja="条文が一つの言語だけで書かれていますが、ポリシーは二つの言語で公表されます",
            ),
            remedy=Text(
                en=f"write `duty: {{ja: {duty.ja[:40]}, en: …}}`"
                if not duty.ja.isascii()
                else f"write `duty: {{ja: …, en: {duty.en[:40]}}}`",
                ja=f"`duty: {{ja: {duty.ja[:40]}, en: …}}` としてください"
                if not duty.ja.isascii()
                else f"`duty: {{ja: …, en: {duty.en[:40]}}}` としてください",
            ),
        )


def retention_rules(policy: Policy) -> Iterator[tuple[Steps, RetentionRule]]:
    """Yield every retention rule with its place, those of regions included."""
    for name, one in policy.retention.items():
        yield ("retention", name), one
    for region, overlay in policy.regions.overlays.items() if policy.regions else ():
        for name, one in overlay.retention.items():
            yield ("regions", "overlays", region, "retention", name), one


@rule(
    "UPH223", "start-of-period-unsaid", "information",
    title=Text(en="From when a period counts is not said", ja="保存期間の起点が書かれていない"),
    why=Text(
        en='"7 years" says little to a person who does not know from when; the page then speaks '
        "of the start date in the company's records.",
        ja="「7年」だけでは、いつからか分かりません。ページには「記録にある起算日」と書かれます。",
    ),
    law=("APPI 22",),
    bad='retention: {again: {keep: P1Y, basis: {ja: 方針, en: policy}, c: "5.9"}}',
    good='retention: {again: {keep: P1Y, counted_from: {ja: ご注文の日, en: the day of the order}, '
    'basis: {ja: 方針, en: policy}, c: "5.9"}}',
)  # fmt: skip
def start_of_period_unsaid(given: Given) -> Iterator[Hit]:
    for path, one in retention_rules(given.policy):
        name = str(path[-1])
        if one.keep.event is None and one.counted_from is None and name != REQUESTS_RULE:
            yield Hit(
                path=(*path, "keep"),
                what=Text(
                    en=f"the page cannot say from which event the {one.keep} of `{name}` count",
                    ja=f"`{name}` の {one.keep} をいつから数えるか、ページに書けません",
                ),
                remedy=Text(
                    en="say it with `counted_from:`, as the column of the data map means it, or "
                    "write an event: `contract-end+P7Y`",
                    ja="データマップの列の意味どおりに `counted_from:` に書くか、`contract-end+P7Y` の"
                    "ように出来事から書いてください",
                ),
            )


_CARRIES = {"finance.invoice": "identity.name"}
"""Records that a law wants kept whole, and the category without which they are not.

Consumption Tax Act art. 57-4(1)(vi): an invoice names who receives it.
"""


@rule(
    "UPH226", "record-outlives-its-name", "information",
    title=Text(
        en="A record is kept longer than what has to stand in it",
        ja="記録より先に、その記載事項が消去される",
    ),
    why=Text(
        en="An invoice that is kept seven years names its recipient for seven years. Where the name "
        "is erased earlier, either the invoice is no longer one, or the name stays in it and the "
        "page promises too much.",
        ja="7年保存する請求書には、宛名も7年残ります。氏名を先に消去すると、請求書の記載事項が欠けるか、請求書には"
        "残るのに消去すると約束したことになります。",
    ),
    law=("APPI 22", "Consumption Tax Act 57-4(1)(vi)"),
    bad='data: {finance.invoice: {purposes: provide, c: "1.3"}, identity.name: {purposes: provide, c: "1.4"}}\n'
    'retention: {books: {keep: P7Y, counted_from: {ja: 発行日, en: its day}, basis: {ja: 帳簿, en: books}, data: [finance.invoice], c: "5.3"}, '
    'names: {keep: P1Y, counted_from: {ja: 最終利用日, en: the last use}, basis: {ja: 方針, en: policy}, data: [identity.name], c: "5.4"}}',
    good='data: {invoices: {items: [finance.invoice, identity.name], purposes: provide, c: "1.3"}, identity.name: {purposes: provide, c: "1.4"}}\n'
    'retention: {books: {keep: P7Y, counted_from: {ja: 発行日, en: its day}, basis: {ja: 帳簿, en: books}, data: [invoices], c: "5.3"}, '
    'names: {keep: P1Y, counted_from: {ja: 最終利用日, en: the last use}, basis: {ja: 方針, en: policy}, data: [identity.name], '
    'prevails: [{over: "5.3", why: {ja: 請求書以外の氏名, en: names outside of invoices}}], c: "5.4"}}',
)  # fmt: skip
def record_outlives_its_name(given: Given) -> Iterator[Hit]:
    policy = given.policy
    for name, one in policy.retention.items():
        for record, needed in _CARRIES.items():
            if one.keep.period is None or not _keeps(policy, one, record):
                continue
            others = [r for r in policy.retention.items() if _keeps(policy, r[1], needed)]
            # Only periods from one and the same start can be told apart by their length.
            ends = [
                (days_at_least(r.keep.period), n)
                for n, r in others
                if r.keep.period is not None and r.keep.event == one.keep.event
            ]
            open_ended = len(ends) < len(others)
            if open_ended or not ends or max(ends)[0] >= days_at_least(one.keep.period):
                continue
            yield _outlived(name, record, needed, max(ends)[1], policy)


def _keeps(policy: Policy, one: RetentionRule, category: str) -> bool:
    return any(within(category, item) for group in one.data for item in policy.items_of(group))


def _outlived(name: str, record: str, needed: str, other: str, policy: Policy) -> Hit:
    long, short = policy.retention[name], policy.retention[other]
    return Hit(
        path=("retention", name),
        key=True,
        what=Text(
            en=f"`{name}` keeps `{record}` for {long.keep}, and `{needed}`, which stands in it, goes "
            f"after {short.keep} by `{other}`",
            ja=f"`{name}` は `{record}` を {long.keep} 保存しますが、その記載事項である `{needed}` は "
            f"`{other}` により {short.keep} で消去されます",
        ),
        remedy=Text(
            en=f"declare the record as a group with `items: [{record}, {needed}]` and keep that, or "
            f"make `{other}` as long",
            ja=f"`items: [{record}, {needed}]` のグループとして宣言してその保存期間とするか、`{other}` を"
            "同じ長さにしてください",
        ),
    )


__all__ = ["rule"]
