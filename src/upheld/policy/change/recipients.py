"""Recipients, countries, joint use, tags: who newly gets what."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from upheld.law.periods import Period
from upheld.policy.change.difference import Difference, Duty, Kind
from upheld.policy.language.online import AdPartner, Transmission
from upheld.policy.language.recipients import JointUse, Recipient
from upheld.policy.model import Policy
from upheld.vocabulary import country
from upheld.vocabulary.category import within
from upheld.wording import Text

_OWN_BEHALF = ("third-party", "merchant", "joint-user")
_WORLDWIDE = Text(en="any country of the world", ja="世界各地")


def differences(old: Policy, new: Policy) -> Iterator[Difference]:
    """Compare who receives what, and where."""
    for name, one in new.recipients.items():
        was = old.recipients.get(name)
        if was is None:
            yield _new_recipient(new, name, one)
        else:
            yield from _wider(old, new, name)
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


def _people(new: Policy, recipient: str) -> tuple[str, ...]:
    """Return whose data a recipient receives, by either side's line; all where nobody says."""
    receives = new.recipients[recipient].receives
    named = {
        person
        for name, use in new.data.items()
        if recipient in use.recipients or name in receives or set(use.items) & set(receives)
        for person in use.people or new.people
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
    what = Text(
        en=f"{one.en} ({one.class_}) newly receives data",
        ja=f"{one.ja}({one.class_})に新たに提供・委託します",
    )
    duty = Duty(
        consent=own or needs_28,
        law=(*law, "APPI 28(1)") if abroad else law,
        why=_why(own=own, needs_28=needs_28),
    )
    return _told(new, name, "new-recipient", what, duty)


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


def _wider(old: Policy, new: Policy, name: str) -> Iterator[Difference]:
    """Yield what a recipient of both versions newly gets, is, or does abroad."""
    was, one = old.recipients[name], new.recipients[name]
    more = [r for r in one.receives if r not in was.receives] if was.receives else []
    named = _newly_named(old, new, name)
    more += [r for r in named if r not in more]
    what_for = [p for p in one.purposes if p not in was.purposes]
    if more or what_for:
        found = _receives_more(new, name, one, ", ".join([*more, *what_for]))
        yield replace(found, also=tuple(("data", group, "recipients") for group in named))
    if one.class_ in _OWN_BEHALF and was.class_ not in _OWN_BEHALF:
        yield _new_recipient(new, name, one)
    added = [country.name(code) for code in sorted(_countries(one) - _countries(was))]
    if one.worldwide and not was.worldwide:
        added.append(_WORLDWIDE)
    if added:
        found = _new_country(new, name, one, added)
        # Told at its very key, so that the same change is not told a second time as "different".
        moved = one.country != was.country
        yield replace(found, path=(*found.path, "country")) if moved else found


def _newly_named(old: Policy, new: Policy, name: str) -> list[str]:
    """Return the entries of `data` that newly name a recipient for what it did not get before."""
    had = {*old.received(name)}
    for group, use in old.data.items():
        if name in use.recipients:
            had.update((group, *old.items_of(group)))
    at_most = new.received(name)
    return [
        group
        for group, use in new.data.items()
        if name in use.recipients
        and not all(
            any(within(item, held) for held in had)
            for item in new.items_of(group)
            if not at_most or any(within(item, one) or within(one, item) for one in at_most)
        )
    ]


def _told(new: Policy, name: str, kind: Kind, what: Text, duty: Duty) -> Difference:
    """Return a difference of one recipient; the people it is about hear of it in time."""
    one = new.recipients[name]
    told = replace(duty, tell=_people(new, name), before=_notice(new))
    return Difference(kind=kind, path=("recipients", name), clauses=one.c, what=what, duty=told)


def _receives_more(new: Policy, name: str, one: Recipient, listed: str) -> Difference:
    own = one.class_ in _OWN_BEHALF
    what = Text(
        en=f"{one.en} receives more or for more: {listed}",
        ja=f"{one.ja}の受け取る範囲が広がりました: {listed}",
    )
    why = Text(
        en="a wider scope of a recipient is a change like a new one",
        ja="範囲の拡大は、新たな提供先と同じく変更に当たります",
    )
    duty = Duty(consent=own, law=("APPI 27(1)",) if own else ("APPI 25",), why=why)
    return _told(new, name, "wider-recipient", what, duty)


def _new_country(new: Policy, name: str, one: Recipient, added: Sequence[Text]) -> Difference:
    what = Text(
        en=f"{one.en} newly handles data in {', '.join(place.en for place in added)}",
        ja=f"{one.ja}が新たに{'、'.join(place.ja for place in added)}で取り扱います",
    )
    why = Text(
        en="the country, its system and the measures are told",
        ja="国名、その制度、提供先の措置の情報提供が必要です",
    )
    law = ("APPI 28(1)", "APPI 28(2)", "APPI 28(3)")
    duty = Duty(consent=one.transfer in ("consent", "none"), law=law, why=why)
    return _told(new, name, "new-country", what, duty)


def _transmissions(old: Policy, new: Policy) -> Iterator[Difference]:
    for name, tag in new.external_transmissions.items():
        yield from _sends_more(
            new, ("external_transmissions", name), old.external_transmissions.get(name), tag
        )
    for name, partner in new.ads.items():
        yield from _sends_more(new, ("ads", name), old.ads.get(name), partner)


def _sends_more(
    new: Policy,
    path: tuple[str, str],
    was: Transmission | AdPartner | None,
    one: Transmission | AdPartner,
) -> Iterator[Difference]:
    more = ", ".join(s for s in one.sends if was is None or s not in was.sends)
    if not more:
        return
    what = Text(en=f"`{path[1]}` newly sends: {more}", ja=f"`{path[1]}` が新たに送信します: {more}")
    why = Text(
        en="the table of external transmission is published before the first sending",
        ja="送信の前に外部送信の公表事項を更新します",
    )
    law = ("Telecommunications Business Act 27-12",)
    duty = Duty(tell=tuple(new.people), law=law, why=why)
    yield Difference(kind="new-transmission", path=path, clauses=one.c, what=what, duty=duty)


def _joint_use(was: JointUse | None, one: JointUse | None, new: Policy) -> Iterator[Difference]:
    if one is None:
        return
    new_items = [i for i in one.items.of if was is None or i not in was.items.of]
    new_users = [u for u in one.users.companies if was is None or u not in was.users.companies]
    new_purposes = [p for p in one.purposes if was is None or p not in was.purposes]
    grown = ", ".join([*new_items, *new_users, *new_purposes])
    if not grown:
        return
    why = Text(
        en="items and users of joint use may not be widened without consent; purposes and "
        "the responsible party are told beforehand",
        ja="項目・利用者の範囲は同意なく広げられず、目的・管理責任者は事前に知らせます",
    )
    duty = Duty(
        tell=tuple(new.people),
        before=new.changes.before if new.changes is not None else None,
        consent=was is not None and bool(new_items or new_users),
        law=("APPI 27(5)(iii)", "APPI 27(6)"),
        why=why,
    )
    what = Text(en=f"joint use grows: {grown}", ja=f"共同利用が広がります: {grown}")
    yield Difference(kind="joint-use", path=("joint_use",), clauses=one.c, what=what, duty=duty)
