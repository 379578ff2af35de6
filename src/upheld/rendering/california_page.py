"""The notice to Californian residents: categories of the last twelve months, computed.

The categories of CCPA 1798.140(v)(1) are those that the groups of data contain, and those
that the data map holds a column of, in any version in force within the window. Nothing is
written by hand; what the declaration states beside it has to agree.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from upheld.datamap.model import DataMap
from upheld.policy.model import Policy
from upheld.rendering.document import (
    Block,
    Link,
    Page,
    Passage,
    Row,
    Section,
    Sentence,
    Table,
    listed,
    passage,
    say,
)
from upheld.rendering.finding import Finding
from upheld.rendering.names import Names
from upheld.rendering.phrases.data import SOURCES
from upheld.rendering.spoken import day
from upheld.rendering.telling import Told
from upheld.rendering.views import items, sections
from upheld.vocabulary import category
from upheld.wording import Text

REGION = "US-CA"
LAW = "US-CA-CCPA"
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Kind:
    """One category of the act, and the categories of our vocabulary below it."""

    label: Text
    within: tuple[str, ...]


KINDS: Mapping[str, Kind] = {
    "identifiers": Kind(
        Text(en="Identifiers", ja="識別子"),
        (
            "identity.name",
            "identity.kana",
            "contact",
            "account",
            "device.ip",
            "device.cookie",
            "device.id",
            "device.advertising_id",
            "identity.passport",
            "identity.driving_licence",
            "identity.government_id",
            "identity.my_number",
        ),
    ),
    "financial": Kind(
        Text(en="Customer records", ja="顧客の記録"),
        (
            "finance.card",
            "finance.card_digits",
            "finance.bank",
            "finance.income",
            "identity.signature",
        ),
    ),
    "protected": Kind(
        Text(en="Protected characteristics", ja="保護された属性"),
        (
            "identity.age",
            "identity.birth_date",
            "identity.gender",
            "identity.nationality",
            "identity.marital_status",
            "identity.family",
            "health",
            "belief",
            "origin",
            "sexuality",
        ),
    ),
    "commercial": Kind(
        Text(en="Commercial information", ja="取引に関する情報"),
        ("commerce", "finance.payment", "finance.transaction", "finance.invoice", "finance.tax"),
    ),
    "biometric": Kind(Text(en="Biometric information", ja="生体情報"), ("biometric",)),
    "network": Kind(
        Text(en="Internet or network activity", ja="インターネット等の利用状況"),
        ("behaviour", "device", "audit"),
    ),
    "geolocation": Kind(Text(en="Geolocation data", ja="位置情報"), ("location",)),
    "audio-visual": Kind(
        Text(en="Audio, electronic or visual information", ja="音声、映像等の情報"),
        ("content.audio", "content.video", "content.image", "identity.photo", "communication.call"),
    ),
    "professional": Kind(
        Text(en="Professional or employment information", ja="職業に関する情報"),
        ("employment",),
    ),
}
"""CCPA 1798.140(v)(1)(A)-(I). A category of ours stands in the most particular kind."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of one kind."""

    kind: str
    categories: tuple[str, ...]
    groups: tuple[str, ...]


def applies(policy: Policy) -> bool:
    """Say whether the policy speaks to Californian residents."""
    by_law = any(name.partition("@")[0] == LAW for name in policy.policy.law)
    overlay = policy.regions is not None and REGION in policy.regions.overlays
    return by_law or overlay or any(n.page == "california" for n in policy.notices.values())


def kinds_of(name: str) -> tuple[str, ...]:
    """Return the kinds that a category of ours falls into.

    >>> kinds_of("employment.job_title"), kinds_of("device.ip")
    (('professional',), ('identifiers',))
    """
    found = {
        kind: max((len(top) for top in one.within if category.within(name, top)), default=0)
        for kind, one in KINDS.items()
    }
    best = max(found.values())
    if best:
        return tuple(kind for kind, length in found.items() if length == best)
    # A whole branch (`identity`) holds whatever lies below it.
    return tuple(
        kind for kind, one in KINDS.items() if any(category.within(top, name) for top in one.within)
    )


def held(
    policy: Policy, maps: Mapping[str, DataMap], earlier: Sequence[Policy], today: date
) -> tuple[Held, ...]:
    """Return what was held in the last twelve months, by kind."""
    versions = [*_in_window(earlier, policy, today), policy]
    categories: dict[str, list[str]] = {kind: [] for kind in KINDS}
    groups: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for version in versions:
        for group, use in version.data.items():
            if use.role != "controller":
                continue
            for one in use.items or (group,):
                for kind in kinds_of(one):
                    categories[kind].append(one)
                    if version is policy:
                        groups[kind].append(group)
    for one in _mapped(maps, policy):
        for kind in kinds_of(one):
            categories[kind].append(one)
    return tuple(
        Held(kind, tuple(dict.fromkeys(found)), tuple(dict.fromkeys(groups[kind])))
        for kind, found in categories.items()
        if found
    )


def _in_window(earlier: Sequence[Policy], policy: Policy, today: date) -> Iterator[Policy]:
    """Yield the earlier versions that were in force on a day of the window."""
    following = [*earlier, policy][1:]
    for version, after in zip(earlier, following, strict=True):
        ended = after.policy.effective or after.policy.date
        if ended is None or ended >= today - _YEAR:
            yield version


def _mapped(maps: Mapping[str, DataMap], policy: Policy) -> Iterator[str]:
    for one in maps.values():
        for table in one.tables.values():
            for entry in table.fields.values():
                name = getattr(entry, "category", None)
                if name is None:
                    continue
                uses = policy.uses_of(name)
                if not uses or uses[0].role == "controller":
                    yield name


def california_page(
    policy: Policy,
    told: Told,
    names: Names,
    *,
    maps: Mapping[str, DataMap],
    earlier: Sequence[Policy],
    today: date,
) -> tuple[Page, list[Finding]] | None:
    """Return the notice and what is wrong with it; `None` where it has no reader."""
    if not applies(policy):
        return None
    rows = held(policy, maps, earlier, today)
    findings = [*_disagreeing(policy, rows), *_limit_missing(policy)]
    lead = say(
        "This notice covers the 12 months to {date}.",
        "この通知は、{date}までの12か月間を対象とします。",
        date=day(today),
    )
    page = Page(
        name="california",
        title=Text(en="Notice to Californian residents", ja="カリフォルニア州の居住者への通知"),
        lead=(passage("california.lead", lead),),
        sections=tuple(_sections(policy, told, names, rows)),
    )
    return page, findings


def _sections(policy: Policy, told: Told, names: Names, rows: Sequence[Held]) -> Iterator[Section]:
    overlay = f"regions.overlays.{REGION}"
    return sections(
        [
            (
                "categories",
                Text(en="Categories of personal information", ja="個人情報の区分"),
                (_table(rows, policy, names),),
            ),
            (
                "choices",
                Text(en="Choices and signals", ja="選択及び信号"),
                _choices(policy, told),
            ),
            (
                "rights",
                Text(en="Rights", ja="権利"),
                items(told, f"{overlay}.rights", f"{overlay}.desk"),
            ),
            (
                "retention",
                Text(en="Retention", ja="保存期間"),
                items(told, f"{overlay}.retention", "retention"),
            ),
        ]
    )


def _table(rows: Sequence[Held], policy: Policy, names: Names) -> Table:
    return Table(
        key="page:california.table",
        caption=Text(
            en="Categories collected in the last 12 months", ja="過去12か月間に取得した情報の区分"
        ),
        headings=(
            Text(en="Category", ja="区分"),
            Text(en="What it contains", ja="内容"),
            Text(en="Sources", ja="取得元"),
            Text(en="Purposes", ja="利用目的"),
            Text(en="Disclosed for a business purpose to", ja="事業目的での提供先"),
            Text(en="Sold or shared", ja="販売又は共有"),
        ),
        rows=tuple(_row(one, policy, names) for one in rows),
    )


def _row(one: Held, policy: Policy, names: Names) -> Row:
    uses = [policy.data[group] for group in one.groups]
    sources = list(dict.fromkeys(SOURCES[s] for use in uses for s in use.source))
    purposes = list(dict.fromkeys(p for use in uses for p in use.purposes))
    recipients = list(
        dict.fromkeys(
            name
            for c in one.categories
            for name in (*policy.recipients_of(c), *names.receivers_of(c))
        )
    )
    label = KINDS[one.kind].label
    sold = _sold(policy)
    nothing = Sentence(Text(en="no longer collected", ja="現在は取得していません"))
    return Row(
        key=f"page:california.{one.kind}",
        cells=(
            (Sentence(label, terms=(label,)),),
            (say("{what}", "{what}", what=names.data(one.categories)),),
            (say("{sources}", "{sources}", sources=listed(sources)) if sources else nothing,),
            (say("{why}", "{why}", why=names.purposes(purposes)) if purposes else nothing,),
            (
                say("{who}", "{who}", who=names.recipients(recipients))
                if recipients
                else Sentence(Text(en="—", ja="—")),
            ),
            (Sentence(sold, terms=(sold,)),),
        ),
    )


def _sold(policy: Policy) -> Text:
    """Say whether data is sold or shared, as far as the declaration goes."""
    denied = {one.deny for one in policy.prohibitions}
    shared = bool(policy.ads) and not denied & {"sharing", "cross-context-ads"}
    if shared:
        return Text(en="shared for advertising", ja="広告のために共有")
    if "sale" in denied:
        return Text(en="no", ja="していません")
    return Text(en="see the policy", ja="ポリシーを参照")


def _choices(policy: Policy, told: Told) -> tuple[Block, ...]:
    blocks: list[Block] = [*items(told, "signals", "choices", "prohibitions")]
    if _sensitive(policy):
        blocks.insert(0, _limit_link())
    return tuple(blocks)


def _sensitive(policy: Policy) -> list[str]:
    return [n for n, one in policy.purposes.items() if one.sensitive and not one.off]


def _limit_link() -> Passage:
    label = Text(
        en="Limit the Use of My Sensitive Personal Information",
        ja="機微な個人情報の利用を制限する",
    )
    return Passage(
        key="page:california.limit",
        item=True,
        sentences=(
            say(
                "The use of sensitive personal information can be limited.",
                "機微な個人情報の利用は、制限することができます。",
                links=(Link("requests.{lang}.html", label, external=False),),
            ),
        ),
    )


def _limit_missing(policy: Policy) -> Iterator[Finding]:
    overlay = policy.regions.overlays.get(REGION) if policy.regions else None
    offered = overlay.rights.get("limit-use") if overlay else None
    for name in _sensitive(policy):
        if offered is None or not offered.offered:
            yield Finding(
                code="limit-use-missing",
                key=f"purposes.{name}",
                clause=policy.purposes[name].c[0],
                page="california",
                what=Text(
                    en=f"the purpose `{name}` infers from sensitive data, and nobody can limit it",
                    ja=f"利用目的 `{name}` は機微な情報から推測しますが、制限する方法がありません",
                ),
                remedy=Text(
                    en="offer `limit-use` under `regions.overlays.US-CA.rights` "
                    "(CCPA 1798.121, 1798.135), or set `off: true`",
                    ja="`regions.overlays.US-CA.rights` に `limit-use` を定めるか"
                    "(CCPA 1798.121、1798.135)、`off: true` にしてください",
                ),
            )


def _disagreeing(policy: Policy, rows: Sequence[Held]) -> Iterator[Finding]:
    computed = {one.kind for one in rows}
    for name, notice in policy.notices.items():
        stated = set(notice.rows)
        if notice.page != "california" or not stated or stated == computed:
            continue
        missing, extra = sorted(computed - stated), sorted(stated - computed)
        yield Finding(
            code="california-categories",
            key=f"notices.{name}.rows",
            clause=notice.c[0],
            page="california",
            what=Text(
                en="the declared categories are not those that are held: "
                f"missing {', '.join(missing) or '—'}; not held {', '.join(extra) or '—'}",
                ja="宣言された区分が実際の区分と一致しません: "
                f"不足 {'、'.join(missing) or '—'}、保有なし {'、'.join(extra) or '—'}",
            ),
            remedy=Text(
                en="correct `rows:` or the data",
                ja="`rows:` またはデータの宣言を直してください",
            ),
        )
