"""Do the switches do what they promise? The ledger's order of settings, exports, calls and cases."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from upheld.policy.language import ai
from upheld.promises.ai_seen import AiSeen, Told
from upheld.promises.control import Asked, Seen, nothing_yet
from upheld.promises.state import State
from upheld.screening.suspending import RESUMED, SUSPENDED
from upheld.screening.switching import CHANGED, DENIED, trainable
from upheld.screening.training import KIND as EXPORT
from upheld.wording import Text

_SETTING: Mapping[str, str] = {"training": "training", "off-switch": "ai"}
"""What a line of `ai.audited` may name, and what the setting is called in the ledger."""
_UNDER_WAY = timedelta(seconds=5)
"""A call that was let in just before a switch may stand just behind it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spell:
    """From when until when something was off."""

    whose: tuple[str, ...]
    since: datetime
    until: datetime | None = None


def by_settings(asked: Asked, seen: AiSeen) -> Seen:
    """Ask what the kind of line needs: see each of the functions."""
    match asked.line.promise:
        case ai.Training():
            return _trained(asked, seen)
        case ai.Audited() as line:
            return _audited(asked, seen, line)
        case ai.Switch():
            return _switched(asked, seen)
        case ai.Suspend():
            return _suspended(seen)
        case ai.DeleteFound():
            return _found_erased(asked, seen)
        case _:
            raise AssertionError("bound to lines about AI only")


def _trained(asked: Asked, seen: AiSeen) -> Seen:
    """Every export for training gave out rows of those who had opted in, and of nobody else."""
    if seen.unrecorded.get("training"):
        return _unrecorded(asked, seen.unrecorded["training"])
    terms = asked.policy.ai
    opens = None if terms is None else trainable(terms.training)
    if opens is None and seen.opted_in:
        return asked.now(
            "broken",
            f"training stands on for {seen.opted_in} organisation(s), though nobody can opt in",
            f"同意の仕組みがないのに、{seen.opted_in} 組織で学習利用が有効です",
        )
    exports = seen.acts_of(EXPORT)
    if opens is None:
        wrong = [e for e in exports if e.count("rows") and e.text("policy") == asked.policy.sha256]
    else:
        wrong = list(_without_consent(seen.acts))
    if wrong:
        return _by(
            "broken",
            wrong[-1],
            f"{len(wrong)} export(s) gave out rows of somebody who had not opted in",
            f"同意のない行を含む学習用の書き出しが {len(wrong)} 件あります",
        )
    if not exports:
        return nothing_yet(
            f"no export for training was asked for yet; {seen.opted_in} organisation(s) opted in",
            f"学習用の書き出しはまだありません。同意している組織は {seen.opted_in} です",
        )
    rows, denied = (sum(one.count(name) for one in exports) for name in ("rows", "denied"))
    return _by(
        "kept",
        exports[-1],
        f"{len(exports)} export(s): {rows} row(s) of those who had opted in, {denied} denied",
        f"書き出し {len(exports)} 件: 同意のある {rows} 行のみで、{denied} 行は拒否されました",
    )


def _without_consent(acts: Iterable[Told]) -> Iterable[Told]:
    """Yield the exports that name somebody for whom training was not on at that moment."""
    on: set[str] = set()
    for one in acts:
        if one.kind == CHANGED and one.text("setting") == "training":
            (on.add if one.text("new") == "on" else on.discard)(one.text("tenant"))
        elif one.kind == EXPORT and not on.issuperset(map(str, one.listed("tenants"))):
            yield one


def _audited(asked: Asked, seen: AiSeen, line: ai.Audited) -> Seen:
    """Whatever was set stands in the ledger, with who set it, from what, to what."""
    unknown = sorted(name for name in line.of if name not in _SETTING)
    if unknown:
        listed = ", ".join(unknown)
        return nothing_yet(
            f"changes of {listed} are recorded by nothing here", f"{listed} の変更は記録されません"
        )
    settings = {_SETTING[name] for name in line.of}
    missing = sum(seen.unrecorded.get(name, 0) for name in settings)
    if missing:
        return _unrecorded(asked, missing)
    changes = [one for one in seen.acts_of(CHANGED, DENIED) if one.text("setting") in settings]
    if not changes:
        return nothing_yet("nothing was changed yet", "変更はまだありません")
    vague = [one for one in changes if not all(map(one.text, ("by", "old", "new")))]
    if vague:
        return _by(
            "broken",
            vague[-1],
            f"{len(vague)} entry(ies) do not say who, or from what to what",
            f"誰が・何から何に変えたかのない記録が {len(vague)} 件あります",
        )
    denied = sum(one.kind == DENIED for one in changes)
    return _by(
        "kept",
        changes[-1],
        f"{len(changes) - denied} change(s) and {denied} denial(s), with who, from what, to what",
        f"変更 {len(changes) - denied} 件・拒否 {denied} 件を、誰が・何から何にの形で記録済み",
    )


def _switched(asked: Asked, seen: AiSeen) -> Seen:
    """While a customer's AI features were off, none of its calls left."""
    if seen.unrecorded.get("ai"):
        return _unrecorded(asked, seen.unrecorded["ai"])
    flips = [one for one in seen.acts_of(CHANGED) if one.text("setting") == "ai"]
    spells = _spells(((one.text("tenant"),), one.at, one.text("new") == "off") for one in flips)
    if not spells:
        return nothing_yet(
            "nobody has switched AI features off yet", "AI 機能を停止した組織はまだありません"
        )
    left = _sent_within(seen.calls, spells, ("tenant",))
    if left:
        return _against(left)
    refused = sum(one.text("outcome") == "ai-switched-off" for one in seen.calls)
    return _by(
        "kept",
        flips[-1],
        f"switched off {len(spells)} time(s); no call left meanwhile, {refused} refused",
        f"停止 {len(spells)} 回。その間に送られた呼び出しはなく、{refused} 件を拒否しました",
    )


def _suspended(seen: AiSeen) -> Seen:
    """While a key was suspended none of its calls left; a person's are seen where one was refused.

    The digests of people are in no entry of a call.
    """
    acts = seen.acts_of(SUSPENDED, RESUMED)
    spells = _spells(
        ((one.text("tenant"), one.text("who")), one.at, one.kind == SUSPENDED) for one in acts
    )
    if not spells:
        return nothing_yet("no use was suspended yet", "停止した利用はまだありません")
    left = _sent_within(seen.calls, spells, ("tenant", "key"))
    if left:
        return _against(left)
    refused = sum(one.text("outcome") == "caller-suspended" for one in seen.calls)
    if not refused:
        return nothing_yet(
            f"{len(spells)} use(s) suspended, and no call of one has come since",
            f"停止した利用 {len(spells)} 件。停止後の呼び出しはまだありません",
        )
    return _by(
        "kept",
        acts[-1],
        f"{len(spells)} use(s) suspended; {refused} call(s) refused for it",
        f"停止した利用 {len(spells)} 件。それにより {refused} 件の呼び出しを拒否しました",
    )


def _found_erased(asked: Asked, seen: AiSeen) -> Seen:
    """What was found later was erased and read back within its hours."""
    cases = seen.cases
    if cases.overdue:
        return asked.now(
            "broken",
            f"{cases.overdue} case(s) are open past their last hour",
            f"期限を過ぎて未完了の案件が {cases.overdue} 件あります",
        )
    if not cases.erased + cases.left + cases.late:
        return nothing_yet(
            "no prohibited input that was found later was erased in a year",
            "この 1 年に、事後に見つかり消去した入力はありません",
        )
    done = Text(
        en=f"{cases.erased} erased and read back in a year",
        ja=f"この 1 年に {cases.erased} 件を消去し、読み戻して確認しました",
    )
    if cases.left:
        done = Text(
            en=f"{done.en}; {cases.left} ended with rows that a rule of the policy keeps",
            ja=f"{done.ja}。ポリシーの規則で行が残ったまま終えた案件が {cases.left} 件あります",
        )
    if cases.late:
        done = Text(en=f"{done.en}; {cases.late} late", ja=f"{done.ja}。期限後 {cases.late} 件")
    return Seen(
        state="at_risk" if cases.late or cases.left else "kept",
        why=done,
        at=cases.newest,
        evidence="now",
    )


def _spells(turns: Iterable[tuple[tuple[str, ...], datetime, bool]]) -> list[_Spell]:
    """Return the times between off and on again; one that is off twice is off from the first."""
    since: dict[tuple[str, ...], datetime] = {}
    done: list[_Spell] = []
    for whose, at, off in turns:
        if off:
            since.setdefault(whose, at)
        elif whose in since:
            done.append(_Spell(whose=whose, since=since.pop(whose), until=at))
    return [*done, *(_Spell(whose=whose, since=at) for whose, at in since.items())]


def _sent_within(
    calls: Iterable[Told], spells: Iterable[_Spell], named: tuple[str, ...]
) -> list[Told]:
    """Return the calls that left while whoever made them was off."""
    of: dict[tuple[str, ...], list[_Spell]] = {}
    for spell in spells:
        of.setdefault(spell.whose, []).append(spell)
    return [
        call
        for call in calls
        if call.text("outcome") == "sent"
        and any(
            spell.since + _UNDER_WAY < call.at and (spell.until is None or call.at < spell.until)
            for spell in of.get(tuple(map(call.text, named)), ())
        )
    ]


def _against(calls: list[Told]) -> Seen:
    return _by(
        "broken",
        calls[-1],
        f"{len(calls)} call(s) left although they were stopped",
        f"停止中に送られた呼び出しが {len(calls)} 件あります",
    )


def _unrecorded(asked: Asked, count: int) -> Seen:
    return asked.now(
        "broken",
        f"{count} change(s) of the setting stand in no entry of the ledger",
        f"台帳に記録のない設定変更が {count} 件あります",
    )


def _by(state: State, one: Told, en: str, ja: str) -> Seen:
    return Seen(state=state, why=Text(en=en, ja=ja), at=one.at, evidence=f"ledger:{one.entry}")
