"""The request procedure: what may be asked, what it costs, and when the answer comes."""

from collections.abc import Iterator, Mapping

from upheld.law.opt_outs import OPT_OUTS, WITHIN, slower
from upheld.policy.language.rights import Desk, RightKind, RightOffered
from upheld.policy.model import Policy
from upheld.policy.wording import Declared
from upheld.rendering.document import (
    Group,
    Link,
    Page,
    Passage,
    Row,
    Sentence,
    Table,
    cell,
    passage,
    say,
)
from upheld.rendering.phrases.rights import KINDS, deadline
from upheld.rendering.region_names import region_name
from upheld.rendering.spoken import money, period
from upheld.rendering.telling import Told
from upheld.rendering.views import NONE, items, sections
from upheld.wording import Text

_FREE = Text(en="free of charge", ja="無料")
_WITHOUT_DELAY: frozenset[RightKind] = frozenset(
    {
        "purpose-notice", "disclosure", "provision-records", "correction", "addition",
        "content-deletion", "suspension", "provision-stop", "suspension-unneeded",
    }
)  # fmt: skip
_HEADINGS = (
    Text(en="Request", ja="請求の種類"),
    Text(en="Fee", ja="手数料"),
    Text(en="Answer", ja="回答の時期"),
    Text(en="Extension", ja="延長"),
)


def requests_page(policy: Policy, told: Told) -> Page | None:
    """Return the procedure with a table of all requests that are offered."""
    if not policy.rights:
        return None
    return Page(
        name="requests",
        title=Text(en="Request procedure", ja="開示等の請求の手続"),
        lead=(_lead(policy),),
        sections=tuple(
            sections(
                [
                    (
                        "fees",
                        Text(en="Requests, fees and deadlines", ja="請求の種類、手数料及び期限"),
                        tuple(_tables(policy, told)),
                    ),
                    (
                        "how",
                        Text(en="What holds for every request", ja="請求に共通する定め"),
                        (*items(told, "desk"), *_regional(policy, told)),
                    ),
                    (
                        "terms",
                        Text(en="Terms of each request", ja="請求ごとの定め"),
                        items(told, "rights"),
                    ),
                    (
                        "where",
                        Text(en="Where to ask", ja="請求の窓口"),
                        items(told, "channels", "authorised_body"),
                    ),
                ]
            )
        ),
    )


def _tables(policy: Policy, told: Told) -> Iterator[Table]:
    yield _table("rights", policy.rights, told, policy.desk)
    for region, overlay in policy.regions.overlays.items() if policy.regions else ():
        if overlay.rights:
            place = f"regions.overlays.{region}.rights"
            yield _table(place, overlay.rights, told, overlay.desk, region=region_name(region))


def _regional(policy: Policy, told: Told) -> Iterator[Group]:
    for region in policy.regions.overlays if policy.regions else ():
        body = items(told, f"regions.overlays.{region}.desk")
        if body:
            yield Group(key=f"regions.{region}", title=region_name(region), body=body)


def _lead(policy: Policy) -> Passage:
    url = policy.desk.procedure_url if policy.desk else None
    links = (
        (Link(url, Text(en="page of the procedure", ja="手続の説明ページ"), external=False),)
        if url
        else ()
    )
    return passage(
        "requests.lead",
        say(
            "A person can make the requests listed here about the personal data we hold.",
            "本人は、当社が保有する個人データについて、次の請求を行うことができます。",
            links=links,
        ),
    )


def _table(
    place: str,
    rights: Mapping[RightKind, RightOffered],
    told: Told,
    desk: Desk | None,
    *,
    region: Text | None = None,
) -> Table:
    caption = Text(en="Requests", ja="請求の一覧")
    if region is not None:
        caption = Text(en=f"Requests: {region.en}", ja=f"請求の一覧({region.ja})")
    return Table(
        key=f"page:{place}",
        caption=caption,
        headings=_HEADINGS,
        rows=tuple(
            _row(told.lines[f"{place}.{kind}"], kind, right, desk)
            for kind, right in rights.items()
            if right.offered
        ),
    )


def _row(line: Declared, kind: RightKind, right: RightOffered, desk: Desk | None) -> Row:
    fee = _FREE
    if right.fee is not None:
        said = money(right.fee.amount, right.fee.currency)
        fee = Text(en=f"{said.en} for each request", ja=f"ご請求ごとに{said.ja}")
    clock = right.clock or (desk.clock if desk else None)
    longer = right.extension or (desk.extension if desk else None)
    when = say("{when}", "{when}", when=deadline(clock)) if clock else _by_law(kind)
    if kind in OPT_OUTS:
        # A shorter time than for other requests, and none of their extension (11 CCR 7026(f)).
        longer = None
        if clock is None or clock.due is None or slower(clock.due):
            when = _as_soon_as_feasible()
    extension = say("{by}, 1 time", "{by}、1回", by=period(longer.by)) if longer else Sentence(NONE)
    return Row(
        key=line.key,
        ids=line.ids,
        cells=(
            cell(KINDS[kind]),
            cell(fee),
            (when,),
            (extension,),
        ),
    )


def _as_soon_as_feasible() -> Sentence:
    return say(
        "as soon as feasibly possible, within {within} at most",
        "できる限り速やかに、遅くとも{within}以内",
        within=period(WITHIN),
    )


def _by_law(kind: RightKind) -> Sentence:
    """Say when the Act wants an answer, where the policy names no day (APPI 32(2), 33-35)."""
    if kind not in _WITHOUT_DELAY:
        return Sentence(NONE)
    return say("without delay, as the law asks", "遅滞なく(法令の定めによる)")
