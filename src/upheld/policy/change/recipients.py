"""Recipients, countries, joint use, tags: who newly gets what."""

from collections.abc import Iterator

from upheld.law.periods import Period
from upheld.policy.change.difference import Difference, Duty
from upheld.policy.language.recipients import JointUse, Recipient
from upheld.policy.model import Policy
from upheld.wording import Text

_OWN_BEHALF = ("third-party", "merchant", "joint-user")


def differences(old: Policy, new: Policy) -> Iterator[Difference]:
    """Compare who receives what, and where."""
    for name, one in new.recipients.items():
        was = old.recipients.get(name)
        if was is None:
            yield _new_recipient(new, name, one)
        else:
            yield from _wider(new, name, was, one)
    for name, was in old.recipients.items():
        if name not in new.recipients:
            yield Difference(
                kind="narrower",
                path=("recipients", name),
                clauses=was.c,
                what=Text(
                    en=f"{was.en} no longer receives data", ja=f"{was.ja}への提供がなくなりました"
                ),
            )
    yield from _transmissions(old, new)
    yield from _joint_use(old.joint_use, new.joint_use, new)


def _people(new: Policy, one: Recipient) -> tuple[str, ...]:
    named = {
        person
        for name, use in new.data.items()
        if name in one.receives or set(use.items) & set(one.receives)
        for person in use.people
    }
    return tuple(p for p in new.people if p in named or not named)


def _countries(one: Recipient) -> frozenset[str]:
    return frozenset({*one.countries, *([one.country] if one.country else [])})


def _notice(new: Policy) -> Period | None:
    if new.processor_changes is not None and new.processor_changes.notice is not None:
        return new.processor_changes.notice
    return new.changes.before if new.changes is not None else None


def _new_recipient(new: Policy, name: str, one: Recipient) -> Difference:
    own = one.class_ in _OWN_BEHALF
    abroad = bool(_countries(one) - {"JP"}) or one.worldwide
    needs_28 = abroad and one.transfer in ("consent", "none")
    law = ("APPI 27(1)",) if own else ("APPI 25", "APPI 27(5)(i)")
    return Difference(
        kind="new-recipient",
        path=("recipients", name),
        clauses=one.c,
        what=Text(
            en=f"{one.en} ({one.class_}) newly receives data",
            ja=f"{one.ja}({one.class_})に新たに提供・委託します",
        ),
        duty=Duty(
            tell=_people(new, one),
            before=_notice(new),
            consent=own or needs_28,
            law=(*law, "APPI 28(1)") if abroad else law,
            why=_why(own=own, needs_28=needs_28),
        ),
    )


def _why(*, own: bool, needs_28: bool) -> Text:
    if own:
        return Text(
            en="provision to a third party needs consent or an exception of article 27",
            ja="第三者提供には本人の同意または第27条の例外が必要です",
        )
    if needs_28:
        return Text(
            en="a recipient abroad needs consent with the items of article 28(2), or equivalent measures",
            ja="外国にある者への提供には、第28条の情報提供を伴う同意、または相当措置が必要です",
        )
    return Text(
        en="a new processor is announced as promised",
        ja="新たな委託先は、約束した方法で知らせます",
    )


def _wider(new: Policy, name: str, was: Recipient, one: Recipient) -> Iterator[Difference]:
    more = [r for r in one.receives if r not in was.receives]
    what_for = [p for p in one.purposes if p not in was.purposes]
    if (more and was.receives) or what_for:
        listed = ", ".join([*more, *what_for])
        yield Difference(
            kind="wider-recipient",
            path=("recipients", name),
            clauses=one.c,
            what=Text(
                en=f"{one.en} receives more or for more: {listed}",
                ja=f"{one.ja}の受け取る範囲が広がりました: {listed}",
            ),
            duty=Duty(
                tell=_people(new, one),
                before=_notice(new),
                consent=one.class_ in _OWN_BEHALF,
                law=("APPI 27(1)",) if one.class_ in _OWN_BEHALF else ("APPI 25",),
                why=Text(
                    en="a wider scope of a recipient is a change like a new one",
                    ja="範囲の拡大は、新たな提供先と同じく変更に当たります",
                ),
            ),
        )
    if one.class_ in _OWN_BEHALF and was.class_ not in _OWN_BEHALF:
        yield _new_recipient(new, name, one)
    added = sorted(_countries(one) - _countries(was)) + (
        ["worldwide"] if one.worldwide and not was.worldwide else []
    )
    if added:
        yield Difference(
            kind="new-country",
            path=("recipients", name),
            clauses=one.c,
            what=Text(
                en=f"{one.en} newly handles data in {', '.join(added)}",
                ja=f"{one.ja}が新たに {', '.join(added)} で取り扱います",
            ),
            duty=Duty(
                tell=_people(new, one),
                before=_notice(new),
                consent=one.transfer in ("consent", "none"),
                law=("APPI 28(1)", "APPI 28(2)", "APPI 28(3)"),
                why=Text(
                    en="the country, its system and the measures are told",
                    ja="国名、その制度、提供先の措置の情報提供が必要です",
                ),
            ),
        )


def _transmissions(old: Policy, new: Policy) -> Iterator[Difference]:
    parts = (
        ("external_transmissions", old.external_transmissions, new.external_transmissions),
        ("ads", old.ads, new.ads),
    )
    for section, before, after in parts:
        for name, one in after.items():
            was = before.get(name)
            more = [s for s in one.sends if was is None or s not in was.sends]
            if more:
                yield Difference(
                    kind="new-transmission",
                    path=(section, name),
                    clauses=one.c,
                    what=Text(
                        en=f"`{name}` newly sends: {', '.join(more)}",
                        ja=f"`{name}` が新たに送信します: {', '.join(more)}",
                    ),
                    duty=Duty(
                        tell=tuple(new.people),
                        law=("Telecommunications Business Act 27-12",),
                        why=Text(
                            en="the table of external transmission is published before the first sending",
                            ja="送信の前に外部送信の公表事項を更新します",
                        ),
                    ),
                )


def _joint_use(was: JointUse | None, one: JointUse | None, new: Policy) -> Iterator[Difference]:
    if one is None:
        return
    new_items = [i for i in one.items.of if was is None or i not in was.items.of]
    new_users = [u for u in one.users.companies if was is None or u not in was.users.companies]
    new_purposes = [p for p in one.purposes if was is None or p not in was.purposes]
    if new_items or new_users or new_purposes:
        consent = was is not None and bool(new_items or new_users)
        yield Difference(
            kind="joint-use",
            path=("joint_use",),
            clauses=one.c,
            what=Text(
                en=f"joint use grows: {', '.join([*new_items, *new_users, *new_purposes])}",
                ja=f"共同利用が広がります: {', '.join([*new_items, *new_users, *new_purposes])}",
            ),
            duty=Duty(
                tell=tuple(new.people),
                before=new.changes.before if new.changes is not None else None,
                consent=consent,
                law=("APPI 27(5)(iii)", "APPI 27(6)"),
                why=Text(
                    en="items and users of joint use may not be widened without consent; purposes and "
                    "the responsible party are told beforehand",
                    ja="項目・利用者の範囲は同意なく広げられず、目的・管理責任者は事前に知らせます",
                ),
            ),
        )
