"""Is a retention period carried out? The last sweep says so, while it is fresh."""

from datetime import date, timedelta

from upheld.law.periods import last_day_kept
from upheld.policy.language.retention import RetentionRule
from upheld.policy.rules.rule import Finding
from upheld.promises.control import STORES_UNSEEN, Asked, Seen, nothing_yet
from upheld.promises.facts import Swept
from upheld.promises.state import State
from upheld.wording import Text

EVERY = timedelta(days=31)
"""How often a sweep has to look, where the rule's `procedure:` names no interval."""


def kept_no_longer(asked: Asked) -> Seen:
    """Tables carry the rule, no row is older than it allows, and a sweep has seen to it."""
    facts, line = asked.facts, asked.line.promise
    assert isinstance(line, RetentionRule)  # noqa: S101 - bound to these lines only
    if not facts.checked_stores:
        return nothing_yet(STORES_UNSEEN.en, STORES_UNSEEN.ja)
    own = [f for f in facts.findings if f.where.clause in line.c]
    if any(f.code == "UPH206" for f in own):
        return nothing_yet("no table carries the rule", "この規則を実行する表がありません")
    overdue = next((f for f in own if f.code == "UPH213"), None)
    swept = facts.swept if facts.swept and asked.name in facts.swept.rules else None
    if swept is not None:
        return _by_sweep(asked, swept, overdue)
    if overdue is not None:
        return asked.by_finding(overdue, "broken")
    if asked.name in facts.carried:
        return Seen(
            state="at_risk",
            why=Text(
                en="no row is older now, and no sweep has looked yet: upheld retention plan",
                ja="今は期間を過ぎた行はありませんが、まだ一度も実行されていません: upheld retention plan",
            ),
            at=facts.now,
            evidence="now",
        )
    return Seen(
        state="kept",
        why=Text(en="no row is older than the rule allows", ja="期間を過ぎた行はありません"),
        at=facts.now,
        evidence="now",
    )


def _by_sweep(asked: Asked, swept: Swept, overdue: Finding | None) -> Seen:
    left, held = swept.rules[asked.name]
    again = _again_on(asked, swept.at.astimezone(asked.facts.now.tzinfo).date())
    fresh = again >= asked.facts.now.date()
    if overdue is not None:
        # Fresh and with nothing left: the rows came due since, or a hold or a reference keeps them.
        return asked.by_finding(overdue, "at_risk" if fresh and left == 0 else "broken")
    if left is None:
        return _of(
            swept, "at_risk", "a place could not be looked at", "確認できない保存先がありました"
        )
    if left:
        return _of(
            swept, "broken", f"{left} row(s) are still due", f"期間を過ぎた {left} 行が残っています"
        )
    if not fresh:
        return _of(
            swept,
            "at_risk",
            f"the next sweep was due on {again}",
            f"次の実行の期限は {again} でした",
        )
    kept = Text(en=f" ({held} on hold)" if held else "", ja=f"(保全 {held} 行)" if held else "")
    return _of(
        swept,
        "kept",
        f"nothing was left by the last sweep{kept.en}; again by {again}",
        f"前回の実行で残りはありません{kept.ja}。次の期限 {again}",
    )


def _again_on(asked: Asked, last: date) -> date:
    """The last day on which the next sweep is in time."""
    procedure = asked.line.promise.procedure
    if procedure is None or procedure.every is None:
        return last + EVERY
    return last_day_kept(last, procedure.every, calendar=asked.calendar())


def _of(swept: Swept, state: State, en: str, ja: str) -> Seen:
    return Seen(state=state, why=Text(en=en, ja=ja), at=swept.at, evidence=f"ledger:{swept.entry}")
