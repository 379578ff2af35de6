"""Names that refer to nothing, or in a circle to themselves, each with its place."""

from collections.abc import Callable, Collection, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeAlias

from pydantic import BaseModel

from upheld.documents.nearest import nearest
from upheld.documents.positioned import Positioned
from upheld.law.pack_names import LawPackUnknownError, full_name
from upheld.policy.language import (
    ai,
    consent,
    data,
    online,
    payments,
    purposes,
    recipients,
    retention,
    rights,
    statistics,
)
from upheld.policy.language.line import Line, Steps
from upheld.policy.model import Policy
from upheld.refusal import RefusalError
from upheld.vocabulary import category
from upheld.wording import Text

EVERYTHING = "all"
"""Stands for every group of `data`."""
SELF = "self"
"""Stands for the company where a party is named."""

Section: TypeAlias = str
_KINDS: Mapping[Section, Text] = {
    "purposes": Text(en="purpose", ja="利用目的"),
    "recipients": Text(en="recipient", ja="提供先"),
    "people": Text(en="kind of person", ja="本人の種類"),
    "data": Text(en="data group or category", ja="データ区分またはグループ"),
    "consent": Text(en="consent", ja="同意"),
    "concepts": Text(en="term", ja="用語"),
    "channels": Text(en="channel", ja="連絡先"),
    "retention": Text(en="retention rule", ja="保存規則"),
}
_REFERS: Mapping[tuple[type[Line], str], Section] = {
    (data.DataUse, "purposes"): "purposes",
    (data.DataUse, "recipients"): "recipients",
    (data.DataUse, "people"): "people",
    (data.DataUse, "items"): "data",
    (data.DataUse, "concept"): "concepts",
    (data.DataUse, "never"): "data",
    (data.DataUse, "not_joined_with"): "data",
    (data.Concept, "within"): "concepts",
    (data.Concept, "contains"): "data",
    (data.NotCollected, "items"): "data",
    (purposes.PurposeOfUse, "people"): "people",
    (purposes.PurposeOfUse, "receives"): "data",
    (purposes.Prohibition, "data"): "data",
    (consent.ConsentItem, "data"): "data",
    (consent.ConsentItem, "purposes"): "purposes",
    (consent.StopSwitch, "data"): "data",
    (consent.StopSwitch, "purposes"): "purposes",
    (consent.SelfService, "data"): "data",
    (online.Cookie, "purposes"): "purposes",
    (online.Cookie, "carries"): "data",
    (online.Cookie, "never"): "data",
    (online.Transmission, "to"): "recipients",
    (online.Transmission, "sends"): "data",
    (online.Transmission, "purposes"): "purposes",
    (online.Transmission, "never"): "data",
    (online.Transmission, "consent"): "consent",
    (online.AdPartner, "partner"): "recipients",
    (online.AdPartner, "sends"): "data",
    (online.AdPartner, "returns"): "data",
    (online.AdPartner, "purposes"): "purposes",
    (online.AdPartner, "returns_join"): "purposes",
    (recipients.Recipient, "purposes"): "purposes",
    (recipients.Recipient, "receives"): "data",
    (recipients.Condition, "fields"): "data",
    (recipients.ProvisionException, "purposes"): "purposes",
    (recipients.ProvisionException, "to"): "recipients",
    (recipients.JointItems, "of"): "data",
    (ai.Training, "data"): "data",
    (ai.Providers, "to"): "recipients",
    (ai.Masking, "data"): "data",
    (ai.Masking, "except_for"): "purposes",
    (statistics.Statistics, "by"): "data",
    (statistics.Pseudonymised, "drop"): "data",
    (statistics.Pseudonymised, "keep"): "data",
    (statistics.Anonymised, "items"): "data",
    (payments.PaymentMode, "merchant"): "recipients",
    (payments.PaymentMode, "receives"): "data",
    (payments.CardRule, "processors"): "recipients",
    (rights.RightOffered, "data"): "data",
    (rights.RightOffered, "stops"): "purposes",
    (rights.Referral, "data"): "data",
    (rights.Desk, "channels"): "channels",
    (retention.RetentionRule, "data"): "data",
    (retention.Expiry, "of"): "retention",
    (retention.Stage, "keeps"): "retention",
    (retention.DuringTerm, "data"): "data",
}
"""Which keys name lines of which section; a test finds keys that are missing here."""
_ALSO: Mapping[tuple[type[Line], str], Collection[str]] = {
    (payments.PaymentMode, "merchant"): (SELF,),
}


def dangling(read: Positioned[Policy]) -> Iterator[RefusalError]:
    """Yield a refusal for each name that is declared nowhere."""
    policy = read.model
    for number, name in enumerate(policy.policy.law):
        try:
            full_name(name)
        except LawPackUnknownError as unknown:
            yield read.refuse(("policy", "law", number), unknown.what, unknown.remedy)
    for name, use in policy.data.items():
        if not use.items and not category.known(name):
            yield _unknown_category(read, name)
    for path, line, key, names in _named(policy, ()):
        section = _REFERS[(type(line), key)]
        known = _known(policy, section)
        also = _ALSO.get((type(line), key), ())
        for position, one in names:
            if one not in also and not known(one):
                yield _undeclared(read, (*path, *position), one, section)


def circles(read: Positioned[Policy]) -> Iterator[RefusalError]:
    """Yield a refusal where a term or a group contains itself: nobody knows what is in it then."""
    policy = read.model
    terms = {name: (one.within,) for name, one in policy.concepts.items() if one.within}
    groups = {
        # A category that lists itself says the same as one without a list.
        name: tuple(
            item
            for item in use.items
            if item in policy.data and not (item == name and category.known(name))
        )
        for name, use in policy.data.items()
    }
    for section, key, edges in (("concepts", "within", terms), ("data", "items", groups)):
        circle = _circle(edges)
        if circle:
            way = " → ".join(f"`{name}`" for name in circle)
            what = Text(
                en=f"this {_KINDS[section].en} contains itself: {way}",
                ja=f"{_KINDS[section].ja}が自分自身を含んでいます: {way}",
            )
            remedy = Text(
                en=f"take one of them out of `{key}:`",
                ja=f"`{key}:` からどれか一つを外してください",
            )
            yield read.refuse((section, circle[0], key), what, remedy)


def _circle(edges: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a closed way through the names, the first one named again at its end."""
    try:
        TopologicalSorter(edges).prepare()
    except CycleError as error:
        return tuple(error.args[1])
    return ()


def _named(
    part: Any, path: Steps
) -> Iterator[tuple[Steps, Line, str, list[tuple[tuple[int, ...], str]]]]:
    """Walk the declaration and yield every key that names other lines, with its names."""
    if isinstance(part, BaseModel):
        for name, field in type(part).model_fields.items():
            value, place = getattr(part, name), (*path, field.alias or name)
            if isinstance(part, Line) and (type(part), name) in _REFERS and value is not None:
                yield place, part, name, _listed(value)
            else:
                yield from _named(value, place)
    elif isinstance(part, Mapping):
        for name, child in part.items():
            yield from _named(child, (*path, name))
    elif isinstance(part, tuple | list):
        for number, child in enumerate(part):
            yield from _named(child, (*path, number))


def _listed(value: str | tuple[str, ...]) -> list[tuple[tuple[int, ...], str]]:
    if isinstance(value, str):
        return [((), value)]
    return [((number,), one) for number, one in enumerate(value)]


def _known(policy: Policy, section: Section) -> Callable[[str], bool]:
    declared: Collection[str] = getattr(policy, section)
    if section == "data":
        return lambda one: one == EVERYTHING or one in declared or category.known(one)
    return declared.__contains__


def _unknown_category(read: Positioned[Policy], name: str) -> RefusalError:
    guess = category.nearest(name)
    remedy = (
        Text(en=f"did you mean `{guess}`?", ja=f"`{guess}` ではありませんか")
        if guess
        else Text(
            en="use a name of the list in docs/policy.md, e.g. `contact.email`, or name the "
            "categories of a group under `items:`",
            ja="docs/ja/policy.md の一覧にある名前(例: `contact.email`)を使うか、"
            "グループの区分を `items:` に書いてください",
        )
    )
    what = Text(
        en=f"`{name[:60]}` is not a data category",
        ja=f"`{name[:60]}` というデータ区分はありません",
    )
    return read.refuse(("data", name), what, remedy, key=True)


def _undeclared(
    read: Positioned[Policy], place: Steps, name: str, section: Section
) -> RefusalError:
    kind = _KINDS[section]
    what = Text(
        en=f"the {kind.en} `{name[:60]}` is not declared",
        ja=f"{kind.ja} `{name[:60]}` が宣言されていません",
    )
    declared: Collection[str] = getattr(read.model, section)
    guess = nearest(name, declared) or (category.nearest(name) if section == "data" else None)
    remedy = (
        Text(
            en=f"did you mean `{guess}`? Else declare it under `{section}:`",
            ja=f"`{guess}` ではありませんか。そうでなければ `{section}:` に宣言してください",
        )
        if guess
        else Text(en=f"declare it under `{section}:`", ja=f"`{section}:` に宣言してください")
    )
    return read.refuse(place, what, remedy)
