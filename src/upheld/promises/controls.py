"""All controls: those that look at this workspace, and those that are not there yet."""

from datetime import timedelta

from upheld.law.periods import BusinessDays, Days, Hours, Months, last_day_kept
from upheld.policy.language.data import DataUse, NotCollected
from upheld.policy.language.recipients import Recipient
from upheld.policy.language.security import ManagementPart
from upheld.promises.ai_inputs import ai_gateway
from upheld.promises.control import STORES_UNSEEN, Asked, Control, Kind, Look, Seen, nothing_yet
from upheld.promises.desk_run import answered_by_desk
from upheld.promises.facts import Facts
from upheld.promises.periods_ended import kept_no_longer
from upheld.promises.state import State
from upheld.promises.values_held import values_held
from upheld.wording import Text

_YEAR = timedelta(days=366)
_QUARTER = timedelta(days=92)
_MAP_CODES = frozenset({"UPH210", "UPH215", "UPH218", "UPH219", "UPH229"})
"""Findings about a map or a place as a whole: nothing that rests on maps is safe then."""


def _kept(facts: Facts, en: str, ja: str) -> Seen:
    return Seen(state="kept", why=Text(en=en, ja=ja), at=facts.now, evidence="now")


def consistent(asked: Asked) -> Seen:
    """No rule of the linter finds an error in what carries out this clause."""
    own = [f for f in asked.facts.findings if f.where.clause == asked.clause]
    for finding in own:
        if finding.severity == "error":
            return asked.by_finding(finding, "broken")
    for finding in own:
        if finding.severity == "warning":
            return asked.by_finding(finding, "at_risk")
    return _kept(asked.facts, "no rule is broken here", "規則違反はありません")


def rendered(asked: Asked) -> Seen:
    """The clause stands on the pages made from the declaration, in every published language."""
    on_pages = asked.facts.rendered
    if on_pages is None:
        return nothing_yet("the pages were not rendered", "ページがまだ生成されていません")
    if asked.clause in on_pages:
        return _kept(asked.facts, "it stands on the pages", "ページに掲載されています")
    return Seen(
        state="broken",
        why=Text(en="it stands on no page", ja="どのページにも掲載されていません"),
        at=asked.facts.now,
        evidence="now",
    )


def mapped(asked: Asked) -> Seen:
    """Columns hold what this line declares, maps and databases agree, nothing is beside it."""
    facts, line = asked.facts, asked.line.promise
    assert isinstance(line, DataUse)  # noqa: S101 - bound to these lines only
    if not facts.checked_stores:
        return nothing_yet(STORES_UNSEEN.en, STORES_UNSEEN.ja)
    items = set(line.items or (asked.name,))
    for finding in facts.findings:
        if finding.code in _MAP_CODES:
            return asked.by_finding(finding, "at_risk")
        if finding.code == "UPH217" and line.not_alone_identifying:
            return asked.by_finding(finding, "broken")
    columns = sum(
        count
        for held, count in facts.held.items()
        if any(held == item or held.startswith(f"{item}.") for item in items)
    )
    if not columns:
        return nothing_yet("no mapped column holds any of it", "対応する列がまだありません")
    return _kept(facts, f"{columns} mapped column(s)", f"対応する列 {columns} 件")


def not_held(asked: Asked) -> Seen:
    """No column of any mapped place holds what is said not to be collected."""
    facts, line = asked.facts, asked.line.promise
    assert isinstance(line, NotCollected)  # noqa: S101 - bound to these lines only
    if not facts.checked_stores:
        return nothing_yet(STORES_UNSEEN.en, STORES_UNSEEN.ja)
    for finding in facts.findings:
        if finding.code == "UPH216":
            return asked.by_finding(finding, "broken")
        if finding.code in _MAP_CODES:
            return asked.by_finding(finding, "at_risk")
    return _kept(facts, "no column is named for it", "該当する列はありません")


def people_known(asked: Asked) -> Seen:
    """The maps know this kind of person, so that a request finds their rows."""
    if asked.name in asked.facts.people:
        return _kept(asked.facts, "a data map knows them", "データマップにあります")
    return nothing_yet("no data map knows them", "データマップにまだありません")


def carried_out(asked: Asked) -> Seen:
    """Requests of this kind end with every place read back."""
    right = {"delete": "deletion", "know": "disclosure", "correct": "correction"}.get(
        asked.name, asked.name
    )
    outcomes = asked.facts.outcomes.get(right, ())
    if not outcomes:
        return nothing_yet("no request was carried out yet", "実行された請求がまだありません")
    newest = outcomes[-1]
    state: State = "kept" if newest.complete else "broken" if newest.failed else "at_risk"
    if state == "kept" and asked.facts.now - newest.at > _YEAR:
        state = "at_risk"
    if state == "kept" and newest.kept and right == "deletion":
        return Seen(
            state="at_risk",
            why=Text(
                en=f"{newest.kept} row(s) stayed as they are: somebody else's too, or kept by the map",
                ja=f"{newest.kept} 行がそのまま残りました(ほかの人のものでもある、またはマップの指定)",
            ),
            at=newest.at,
            evidence=f"ledger:{newest.entry}",
        )
    done = sum(1 for one in outcomes if one.complete)
    return Seen(
        state=state,
        why=Text(
            en=f"{done} of {len(outcomes)} read back complete",
            ja=f"{len(outcomes)} 件中 {done} 件が読み戻しで完了を確認",
        ),
        at=newest.at,
        evidence=f"ledger:{newest.entry}",
    )


def contract_on_file(asked: Asked) -> Seen:
    """A recipient that acts for the company has a contract, and its supervision is fresh."""
    line, facts = asked.line.promise, asked.facts
    assert isinstance(line, Recipient)  # noqa: S101 - bound to these lines only
    if line.class_ not in ("processor", "sub-processor", "contractor"):
        return _kept(facts, "it decides for itself", "自ら判断する相手方です")
    if line.contract is None:
        return Seen(
            state="at_risk", why=Text(en="no contract is declared", ja="契約が宣言されていません")
        )
    watch = line.supervision
    if watch is not None and watch.assessed is not None:
        due = last_day_kept(watch.assessed, watch.every, calendar=asked.calendar())
        if due < facts.now.date():
            return Seen(
                state="at_risk",
                why=Text(en=f"its assessment was due on {due}", ja=f"評価の期限は {due} でした"),
                at=facts.now,
                evidence="now",
            )
    return _kept(facts, f"contract of {line.contract.since}", f"契約 {line.contract.since}")


def procedure_shown(asked: Asked) -> Seen:
    """A person filed evidence that the procedure was followed, fresh enough."""
    line = asked.line.promise
    every = line.every if isinstance(line, ManagementPart) else None
    if every is None and line.procedure is not None:
        every = line.procedure.every
    shown = asked.facts.shown.get(asked.clause)
    if shown is None or every is None:
        return nothing_yet(
            f"nothing was filed yet: upheld promises file {asked.clause} FILE",
            f"証跡がまだありません: upheld promises file {asked.clause} ファイル",
        )
    due = last_day_kept(shown.at.date(), every, calendar=asked.calendar())
    state: State = "by_procedure" if asked.facts.now.date() <= due else "at_risk"
    return Seen(
        state=state,
        why=Text(en=f"shown again by {due}", ja=f"次の期限 {due}"),
        at=shown.at,
        evidence=f"ledger:{shown.entry}",
    )


def links_alive(asked: Asked) -> Seen:
    """Every page this line links to answered when it was last fetched."""
    checked = asked.facts.links_checked
    if checked is None:
        return nothing_yet(
            "links were never fetched: upheld check --links",
            "リンクがまだ確認されていません: upheld check --links",
        )
    at, entry, dead = checked
    own = ".".join(map(str, asked.line.path))
    if any(path == own or path.startswith(f"{own}.") for path in dead):
        return Seen(
            state="broken",
            why=Text(en="a page does not answer", ja="開けないページがあります"),
            at=at,
            evidence=f"ledger:{entry}",
        )
    old = asked.facts.now - at > _QUARTER
    return Seen(
        state="at_risk" if old else "kept",
        why=Text(en="all pages answered", ja="すべてのページが応答しました"),
        at=at,
        evidence=f"ledger:{entry}",
    )


def counted(asked: Asked) -> Seen:
    """The periods of this line are counted by a calendar that is official that far."""
    facts, line = asked.facts, asked.line.promise
    values = (getattr(line, name) for name in type(line).model_fields)
    periods = [one for one in values if isinstance(one, Hours | Days | Months | BusinessDays)]
    if not periods:
        return _kept(facts, "it counts no time", "期間の計算はありません")
    calendar = asked.calendar(getattr(line, "calendar", None))
    last = max(last_day_kept(facts.now.date(), one, calendar=calendar) for one in periods)
    if calendar.is_official(last):
        return _kept(facts, f"begun today it ends on {last}", f"今日から数えて {last} まで")
    return Seen(
        state="at_risk",
        why=Text(
            en=f"{last} lies beyond the published holidays",
            ja=f"{last} は公表済みの祝日の範囲外です",
        ),
        at=facts.now,
        evidence="now",
    )


def by_reading(asked: Asked) -> Seen:
    """A declaration against the law is refused when it is read, so this one is not."""
    return _kept(asked.facts, "refused when read otherwise", "反する宣言は読み込み時に拒否されます")


def nobody_can(asked: Asked) -> Seen:
    """What somebody else does, or what `fair` means, cannot be shown by software."""
    del asked
    return Seen(
        state="not_provable",
        why=Text(en="nothing here can show it", ja="この仕組みでは証明できません"),
    )


def _control(id_: str, kind: Kind, en: str, ja: str, look: Look | None = None) -> Control:
    return Control(id=id_, kind=kind, how=Text(en=en, ja=ja), look=look)


CONTROLS = {
    one.id: one
    for one in (
        _control("consistent", "observed", "the linter finds nothing here", "規則の検査", consistent),
        _control("rendered", "enforced", "the pages are made from the declaration", "宣言からのページ生成", rendered),
        _control("mapped", "observed", "data maps against databases and policy", "データマップとの突合", mapped),
        _control("not-held", "observed", "no column is named for it", "列の有無の検査", not_held),
        _control("people-known", "observed", "data maps know the kind of person", "本人の種類の対応", people_known),
        _control("kept-no-longer", "enforced", "ended periods are swept, older rows counted", "期間の終わりの実行と、過ぎた行の計数", kept_no_longer),
        _control("carried-out", "enforced", "requests are carried out and read back", "請求の実行と読み戻し", carried_out),
        _control("request-desk", "enforced", "requests run with clocks and answers", "請求窓口と期限の管理", answered_by_desk),
        _control("contract-on-file", "observed", "contract and supervision are on file", "契約と監督の記録", contract_on_file),
        _control("procedure-shown", "by-procedure", "a person files evidence in time", "担当者による証跡の提出", procedure_shown),
        _control("links-alive", "observed", "links are fetched", "リンクの確認", links_alive),
        _control("law-by-reading", "enforced", "unlawful declarations are refused", "違法な宣言の拒否", by_reading),
        _control(
            "calendar",
            "enforced",
            "periods are counted by the calendar of the law",
            "法定の暦による期間の計算",
            counted,
        ),
        _control("beyond-proof", "not-provable", "beyond what software can show", "証明の範囲外", nobody_can),
        _control("purpose-gate", "enforced", "every use is checked against the purposes", "利用目的の実行時確認"),
        _control("consent-records", "enforced", "consent is recorded and asked for", "同意の記録と確認"),
        _control("tag-scan", "observed", "pages are scanned for tags", "ページのタグ検査"),
        _control("provision-gate", "enforced", "every provision is checked and recorded", "提供の確認と記録"),
        _control("residency-scan", "observed", "resources are looked up by region", "保存地域の検査"),
        _control("ai-gateway", "enforced", "AI inputs pass a gateway", "AI 入力の関門", ai_gateway),
        _control("values-scan", "observed", "stores are scanned for values", "保存値の検査", values_held),
        _control("equal-treatment", "observed", "price, plan and quotas before and after a request", "請求の前後の料金・プラン・上限の比較"),
        _control("termination-run", "enforced", "ended contracts are wound up in stages", "契約終了時の段階的な消去"),
        _control("breach-room", "enforced", "breaches are handled with clocks", "漏えい等への対応"),
        _control("statistics-gate", "enforced", "small groups are suppressed", "少人数の秘匿"),
        _control("region-gate", "enforced", "closed regions are refused", "対象外地域の拒否"),
        _control("security-probe", "observed", "measures are probed", "安全管理措置の検査"),
        _control("change-notices", "enforced", "changes are announced and accepted by version", "変更の告知と版ごとの受諾"),
        _control("payment-modes", "observed", "receipts match the payment mode", "決済方式と領収書の照合"),
    )
}  # fmt: skip
"""By id; those without a `look` are missing in this version, and the board says so."""
