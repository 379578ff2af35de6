"""Does the gateway stand? Made-up values are sent against it now, and calls on record are looked at.

What goes past the gateway is not seen here: the provider's key belongs to it alone.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from upheld.evidence.entry import JSON
from upheld.policy.language import ai
from upheld.promises.ai_seen import AiSeen, Told
from upheld.promises.ai_settings import by_settings
from upheld.promises.control import Asked, Seen, nothing_yet
from upheld.vocabulary import category
from upheld.wording import Text

if TYPE_CHECKING:
    from upheld.screening.probing import Tried

_CONTRADICTED = "UPH231"
_FRESH = timedelta(days=31)
"""So long a call shows that applications go through the gateway."""


def ai_gateway(asked: Asked) -> Seen:
    """Ask what the kind of line needs: see each of the functions."""
    seen = asked.facts.ai
    if seen is None:
        return NO_GATEWAY
    if isinstance(asked.line.promise, ai.ProhibitedInput | ai.Block | ai.Masking | ai.Providers):
        return _would_not_start(asked) or _by_gateway(asked, seen)
    return by_settings(asked, seen)


def _would_not_start(asked: Asked) -> Seen | None:
    """Say what the gateway does not start with: a setting that the policy speaks against."""
    found = (one for one in asked.facts.findings if one.code == _CONTRADICTED)
    return next((asked.by_finding(one, "at_risk") for one in found), None)


def _by_gateway(asked: Asked, seen: AiSeen) -> Seen:
    match asked.line.promise:
        case ai.ProhibitedInput(kind=kind):
            return _kept_out(asked, seen, [kind])
        case ai.Block():
            terms = asked.policy.ai
            return _kept_out(asked, seen, [one.kind for one in terms.prohibited] if terms else [])
        case ai.Masking() as line:
            return _taken_out(asked, seen, line)
        case ai.Providers() as line:
            return _to_whom(asked, seen, line)
        case _:
            raise AssertionError("bound to lines about AI only")


NO_GATEWAY = Seen(
    state="no_evidence_yet",
    why=Text(
        en="no gateway is set up: write `gateway:` in upheld.yaml",
        ja="ゲートウェイが設定されていません。upheld.yaml に `gateway:` を書いてください",
    ),
)


def _kept_out(asked: Asked, seen: AiSeen, prohibited: Collection[str]) -> Seen:
    """Each example of the kinds is refused, and no call left that held one of them."""
    if seen.probed is None:
        return _untried(asked, seen)
    groups = {kind.replace("-", "_") for kind in prohibited}
    examples, through = _tried(seen.probed.blocked, groups)
    if through or not examples:
        return _would_leave(asked, through, examples)
    offending = (
        one
        for one in seen.calls
        if _sent(one)
        and any(f.get("group") in groups and _had_to_stay(asked, one, f) for f in one.found)
    )
    if (broken := _left(offending)) is not None:
        return broken
    refused = sum(
        not _sent(one) and any(f.get("group") in groups for f in one.found) for one in seen.calls
    )
    return _by_calls(
        asked,
        seen,
        seen.inputs,
        Text(
            en=f"so were {refused} of the newest {len(seen.inputs)} call(s)",
            ja=f"直近 {len(seen.inputs)} 件の呼び出しのうち {refused} 件も拒否されています",
        ),
        tried=Text(
            en=f"{examples} made-up example(s) are refused",
            ja=f"架空の例 {examples} 件はすべて拒否されました",
        ),
    )


def _tried(became: "Mapping[str, Tried]", names: Iterable[str]) -> tuple[int, int]:
    """Return how many examples of these there were, and how many would have left."""
    tried = [became[name] for name in names if name in became]
    return sum(one.examples for one in tried), sum(one.let_through for one in tried)


def _had_to_stay(asked: Asked, call: Told, found: Mapping[str, JSON]) -> bool:
    """Whether what was found had to be blocked: the record says so, or this very policy does."""
    return found.get("act") == "block" or call.text("policy") == asked.policy.sha256


def _taken_out(asked: Asked, seen: AiSeen, line: ai.Masking) -> Seen:
    """Of each example nothing leaves as it is, nor did of a call for no excepted purpose."""
    if seen.probed is None:
        return _untried(asked, seen)
    items = {item for name in line.data for item in asked.policy.items_of(name)}
    examples, through = _tried(seen.probed.masked, items)
    if through or not examples:
        return _would_leave(asked, through, examples)
    kinds = _kinds_below(items)
    offending = (
        one
        for one in seen.calls
        if _sent(one)
        and one.text("policy") == asked.policy.sha256
        and one.text("purpose") not in line.except_for
        and any(f.get("kind") in kinds and f.get("act") == "allow" for f in one.found)
    )
    if (broken := _left(offending)) is not None:
        return broken
    return _by_calls(
        asked,
        seen,
        seen.inputs,
        Text(
            en=f"nor did of the newest {len(seen.inputs)} call(s)",
            ja=f"直近 {len(seen.inputs)} 件の呼び出しからも出ていません",
        ),
        tried=Text(
            en=f"of {examples} made-up example(s) nothing would leave as it is",
            ja=f"架空の例 {examples} 件から、そのままの値は出ません",
        ),
    )


def _kinds_below(items: Iterable[str]) -> frozenset[str]:
    from upheld.detection.kind import kinds

    return frozenset(
        name
        for name, kind in kinds().items()
        if any(category.within(kind.category, item) for item in items)
    )


def _to_whom(asked: Asked, seen: AiSeen, line: ai.Providers) -> Seen:
    """Calls went to the recipients that the line names, whose contracts have its terms."""
    if line.through != "gateway":
        return nothing_yet(
            "calls that go to the provider directly are not seen",
            "直接送られる呼び出しは確認できません",
        )
    elsewhere = (
        one
        for one in seen.calls
        if _sent(one)
        and one.text("policy") == asked.policy.sha256
        and one.text("recipient") not in line.to
    )
    if (broken := _left(elsewhere)) is not None:
        return broken
    if (lacking := _undeclared(asked, seen) or _without_terms(asked, line)) is not None:
        return lacking
    sent = [one for one in seen.inputs if _sent(one)]
    to_each = {name: [one for one in sent if one.text("recipient") == name] for name in line.to}
    if seen.recipient is None and not any(to_each.values()):
        return NO_GATEWAY
    unused = sorted(name for name, calls in to_each.items() if not calls)
    if unused:
        listed = ", ".join(unused)
        return nothing_yet(
            f"no call to {listed} has come through the gateway yet",
            f"{listed} への呼び出しはまだゲートウェイを通っていません",
        )
    oldest = min(to_each.values(), key=lambda calls: calls[-1].at)
    total = sum(map(len, to_each.values()))
    return _by_calls(
        asked,
        seen,
        oldest,
        Text(
            en=f"of the newest {len(seen.inputs)} call(s) {total} left, to whom the line names; the "
            "terms are in the contracts",
            ja=f"直近 {len(seen.inputs)} 件の呼び出しのうち送られたのは {total} 件で、いずれも指定の"
            "提供先宛てです。契約条項も揃っています",
        ),
    )


def _undeclared(asked: Asked, seen: AiSeen) -> Seen | None:
    """Calls of late went to a host that the settings did not name then, nor do now.

    An entry names the recipient by the settings: who that is nobody knows who is called elsewhere.
    """
    calls = [
        one
        for one in seen.calls
        if _sent(one)
        and one.body.get("declared") is False
        and one.text("host") != seen.host
        and one.text("policy") == asked.policy.sha256
        and asked.facts.now - one.at <= _FRESH
    ]
    if not calls:
        return None
    hosts = ", ".join(f"`{host}`" for host in sorted({one.text("host") for one in calls}))
    return Seen(
        state="at_risk",
        why=Text(
            en=f"{len(calls)} call(s) went to {hosts}, which `gateway.upstream` of upheld.yaml does not name",
            ja=f"{len(calls)} 件の呼び出しが {hosts} へ送られました。upheld.yaml の `gateway.upstream` にない送信先です",
        ),
        at=calls[-1].at,
        evidence=f"ledger:{calls[-1].entry}",
    )


def _without_terms(asked: Asked, line: ai.Providers) -> Seen | None:
    for name in line.to:
        contract = asked.policy.recipients[name].contract
        missing = sorted(set(line.terms) - set(() if contract is None else contract.terms))
        if missing:
            listed = ", ".join(missing)
            return asked.now(
                "at_risk",
                f"the contract of `{name}` has no term {listed}",
                f"`{name}` との契約に {listed} の条項がありません",
            )
    return None


def _sent(call: Told) -> bool:
    return call.text("outcome") == "sent"


def _untried(asked: Asked, seen: AiSeen) -> Seen:
    if seen.unreadable is None:
        return NO_GATEWAY
    return asked.now(
        "at_risk",
        f"the gateway could not be tried: {seen.unreadable.en}",
        f"ゲートウェイを試せませんでした: {seen.unreadable.ja}",
    )


def _would_leave(asked: Asked, through: int, examples: int) -> Seen:
    if not examples:
        return nothing_yet("there is no made-up example to try", "試すための架空の例がありません")
    return asked.now(
        "broken",
        f"{through} of {examples} made-up example(s) would leave",
        f"架空の例 {examples} 件のうち {through} 件が外に出てしまいます",
    )


def _left(offending: Iterable[Told]) -> Seen | None:
    calls = list(offending)
    if not calls:
        return None
    return Seen(
        state="broken",
        why=Text(
            en=f"{len(calls)} call(s) left that should not have",
            ja=f"送られるべきでない呼び出しが {len(calls)} 件送られました",
        ),
        at=calls[-1].at,
        evidence=f"ledger:{calls[-1].entry}",
    )


def _by_calls(
    asked: Asked, seen: AiSeen, calls: Iterable[Told], kept: Text, tried: Text | None = None
) -> Seen:
    """Say that all is well, if calls came through the gateway not long ago; `tried` stays true."""
    newest = max(calls, key=lambda one: one.at, default=None)
    if newest is None:
        none_yet = Text(
            en="no call has come through the gateway yet",
            ja="ゲートウェイを通った呼び出しがまだありません",
        )
        return Seen(state="no_evidence_yet", why=_both(tried, none_yet))
    if tried is not None and seen.passes:
        return asked.now("not_provable", *_passing(tried, seen.passes))
    old = asked.facts.now - newest.at > _FRESH
    day = newest.at.astimezone(asked.facts.now.tzinfo).date()
    last = Text(en=f"the last call came on {day}", ja=f"最後の呼び出しは {day} です")
    return Seen(
        state="at_risk" if old else "kept",
        why=_both(tried, last if old else kept),
        at=newest.at,
        evidence=f"ledger:{newest.entry}",
    )


def _passing(tried: Text, passes: Iterable[str]) -> tuple[str, str]:
    """Say what goes through that nobody has read."""
    listed = ", ".join(passes)
    return (
        f"{tried.en}; what {listed} holds passes unread (`gateway.pass`)",
        f"{tried.ja}。{listed} の中身は読まずに通しています(`gateway.pass`)",
    )


def _both(first: Text | None, then: Text) -> Text:
    return then if first is None else Text(en=f"{first.en}; {then.en}", ja=f"{first.ja}。{then.ja}")
