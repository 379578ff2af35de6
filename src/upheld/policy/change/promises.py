"""Rights, retention, protection: what became weaker or longer."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from upheld.law.periods import spoken
from upheld.policy.change.difference import Difference, Duty
from upheld.policy.language.duration import Duration
from upheld.policy.language.line import Steps
from upheld.policy.language.retention import RetentionRule
from upheld.policy.language.rights import Clock, RightOffered
from upheld.policy.model import Policy
from upheld.policy.rules.retention import days_at_least
from upheld.wording import Text

Rights: TypeAlias = Mapping[Any, RightOffered]
"""By `RightKind`; any mapping of them."""
Overlay: TypeAlias = tuple[Rights, Mapping[str, RetentionRule]]
_TELL = Text(
    en="people are told before a promise to them is weakened",
    ja="本人への約束を弱める変更は、事前に知らせます",
)


def differences(old: Policy, new: Policy) -> Iterator[Difference]:
    """Compare what people may ask for and rely on."""
    overlays = _overlays(old), _overlays(new)
    yield from _retention(old.retention, new.retention, new, ("retention",))
    yield from _rights(old.rights, new.rights, new, ("rights",))
    for region in overlays[0].keys() & overlays[1].keys():
        was, one = overlays[0][region], overlays[1][region]
        path = ("regions", "overlays", region)
        yield from _retention(was[1], one[1], new, (*path, "retention"))
        yield from _rights(was[0], one[0], new, (*path, "rights"))
    yield from _taken_away(old, new)


def _overlays(policy: Policy) -> dict[str, Overlay]:
    if policy.regions is None:
        return {}
    return {name: (o.rights, o.retention) for name, o in policy.regions.overlays.items()}


def _duty(new: Policy, *law: str, consent: bool = False) -> Duty:
    before = new.changes.before if new.changes is not None else None
    return Duty(tell=tuple(new.people), before=before, consent=consent, law=law, why=_TELL)


def _retention(
    old: Mapping[str, RetentionRule],
    new: Mapping[str, RetentionRule],
    policy: Policy,
    path: tuple[str, ...],
) -> Iterator[Difference]:
    for name in old.keys() & new.keys():
        was, one = old[name].keep, new[name].keep
        if was == one:
            continue
        longer = was.period is not None and (
            one.period is None or days_at_least(one.period) > days_at_least(was.period)
        )
        yield Difference(
            kind="longer-retention" if longer else "narrower" if one.period else "different",
            path=(*path, name, "keep"),
            clauses=new[name].c,
            what=Text(
                en=f"`{name}` is kept {_kept(one).en}, was {_kept(was).en}",
                ja=f"`{name}` の保存期間: {_kept(was).ja} → {_kept(one).ja}",
            ),
            duty=_duty(policy, "APPI 22") if longer else Duty(),
        )


def _kept(keep: Duration) -> Text:
    """Say how long; an event stands as it is written."""
    said = spoken(keep.period) if keep.period is not None else Text(en="", ja="")
    if keep.event is None:
        return Text(en=f"for {said.en}", ja=said.ja)
    if keep.period is None:
        return Text(en=f"until `{keep.event}`", ja=f"`{keep.event}` まで")
    return Text(en=f"for {said.en} after `{keep.event}`", ja=f"`{keep.event}` から{said.ja}")


def _rights(
    old: Rights,
    new: Rights,
    policy: Policy,
    path: tuple[str, ...],
) -> Iterator[Difference]:
    for kind, was in old.items():
        one = new.get(kind)
        for key, weaker in _weaker(was, one):
            yield Difference(
                kind="weaker-right",
                path=(*path, kind) if one is not None else path,
                clauses=one.c if one is not None else was.c,
                what=Text(en=f"`{kind}`: {weaker.en}", ja=f"`{kind}`: {weaker.ja}"),
                duty=_duty(policy, "APPI 32(1)(iii)", "APPI 37"),
                also=((*path, kind, *key),) if key else (),
            )
    for kind, one in new.items():
        if one.offered and not (kind in old and old[kind].offered):
            yield Difference(
                kind="narrower",
                path=(*path, kind),
                clauses=one.c,
                what=Text(en=f"`{kind}` is newly offered", ja=f"`{kind}` に新たに応じます"),
            )


def _weaker(was: RightOffered, one: RightOffered | None) -> Iterator[tuple[Steps, Text]]:
    """Yield what is weaker, and the key that changed; no key where the right itself is gone."""
    if one is None or (was.offered and not one.offered):
        if was.offered:
            yield (), Text(en="is no longer offered", ja="応じなくなりました")
        return
    if one.fee is not None and (was.fee is None or one.fee.amount > was.fee.amount):
        yield (
            ("fee", "amount") if was.fee else ("fee",),
            Text(en="costs more", ja="手数料が上がりました"),
        )
    lost = [g for g in was.grounds if g not in one.grounds]
    if lost and one.grounds:
        said = ", ".join(lost)
        yield ("grounds",), Text(en=f"grounds are gone: {said}", ja=f"理由が減りました: {said}")
    lost = [f for f in was.forms if f not in one.forms]
    if lost:
        said = ", ".join(lost)
        yield ("forms",), Text(en=f"forms are gone: {said}", ja=f"開示の方法が減りました: {said}")
    if one.discretion and not was.discretion:
        yield (
            ("discretion",),
            Text(en="depends on the company now", ja="会社の判断によることになりました"),
        )
    if _days(one.clock) > _days(was.clock):
        yield (
            ("clock", "due") if was.clock else ("clock",),
            Text(en="is answered later", ja="期限が延びました"),
        )
    if one.identity is not None and was.identity is None:
        yield (
            ("identity",),
            Text(en="asks for identity now", ja="本人確認を求めるようになりました"),
        )


def _days(clock: Clock | None) -> int:
    """Days of what people were promised; 0 where nothing is, a target of our own included."""
    period = clock.due if clock is not None else None
    return days_at_least(period) if period is not None else 0


def _taken_away(old: Policy, new: Policy) -> Iterator[Difference]:
    """Yield protections of the old version that the new one has no more."""
    measures = {one.measure for one in new.security}
    for number, control in enumerate(old.security):
        if control.measure not in measures:
            yield _lost(new, ("security", number), control.c, control.measure, "APPI 23")
    denied = {(p.deny, item) for p in new.prohibitions for item in p.data}
    for number, prohibition in enumerate(old.prohibitions):
        gone = [i for i in prohibition.data if (prohibition.deny, i) not in denied]
        if gone:
            yield _lost(
                new, ("prohibitions", number), prohibition.c, f"{prohibition.deny} ({', '.join(gone)})",
                "APPI 18(1)", consent=True,
            )  # fmt: skip
    for name, switch in old.stops.items():
        if name not in new.stops:
            yield _lost(new, ("stops", name), switch.c, name, "APPI 35")
    for name, item in old.consent.items():
        if name not in new.consent:
            yield _lost(new, ("consent", name), item.c, name, "APPI 18(1)", consent=True)


def _lost(
    new: Policy,
    path: tuple[str | int, ...],
    clauses: tuple[str, ...],
    name: str,
    law: str,
    *,
    consent: bool = False,
) -> Difference:
    return Difference(
        kind="weaker-protection",
        path=path,
        clauses=clauses,  # type: ignore[arg-type]
        what=Text(en=f"a protection is gone: {name}", ja=f"保護がなくなりました: {name}"),
        duty=_duty(new, law, consent=consent),
    )
