"""What people can choose, as the policy declares it, and how each choice is made.

Read from the declaration and from nothing else: no consent is recorded here, nothing is chosen
for anybody, and what the policy does not declare is not there.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from upheld.desk.kinds import KINDS, Kind
from upheld.policy.language.consent import ConsentItem
from upheld.policy.language.online import OptOut
from upheld.policy.model import Policy
from upheld.rendering.document import Part, begun
from upheld.rendering.names import Names
from upheld.rendering.phrases.online import COOKIES, OPT_OUT, TAGS, THEIR_POLICY
from upheld.wording import Text

Fact: TypeAlias = tuple[Text, Text]
_FOR = Text(en="What for", ja="利用目的")
_DATA = Text(en="Data", ja="対象の情報")
_SENT = Text(en="What is sent", ja="送信される情報")
_WHEN = Text(en="When it is asked", ja="同意を得る時期")
_BACK = Text(en="How it is taken back", ja="撤回の方法")
_STOP = Text(en="How it is stopped", ja="停止の方法")
_NOTE = Text(en="Note", ja="備考")
_TO = Text(en="Sent to", ja="送信先")
_BEFORE = {
    "before-collection": Text(en="before the data is collected", ja="情報を取得する前"),
    "before-use": Text(en="before the data is used", ja="情報を利用する前"),
    "before-provision": Text(en="before the data is passed on", ja="第三者に提供する前"),
}
_WHERE_LAW = Text(
    en="It is asked where a law asks for it.", ja="法令が求める地域の方に、同意をお願いします。"
)
_IMPLIED = Text(
    en="The policy speaks of implied consent, which grants nothing by itself.",
    ja="黙示の同意とされていますが、それだけで効力を持つものではありません。",
)
_ON_LEAVING = Text(
    en="The service needs it: it stops when you leave the service.",
    ja="サービスに必要なため、退会時に停止します。",
)
_NEEDED = Text(en="The service needs it to work.", ja="サービスの動作に必要です。")
_OURS = Text(en="Our own page can turn it off.", ja="当社のページでも停止できます。")
_ASKED = Text(en="It waits for your consent.", ja="同意をいただいてから開始します。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One thing to choose about.

    Attributes:
        facts: What is known of it: (what, said).
        notes: Sentences of their own.
        links: Where it is done elsewhere: (words, URL of the declaration).
    """

    title: Text
    facts: tuple[Fact, ...] = ()
    notes: tuple[Text, ...] = ()
    links: tuple[tuple[Text, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Everything that a policy lets people choose.

    Attributes:
        consents: What begins only after somebody has said yes.
        stops: What can be switched off.
        ads: Advertising partners, and where each is turned off.
        transmissions: What makes the browser send data elsewhere (外部送信).
        cookies: Identifiers of the company's own.
        signals: What is done with a signal of the browser.
        refusals: How cookies are refused.
        links: The company's own pages of choices.
        kinds: What the desk takes that stops something.
    """

    consents: tuple[Choice, ...]
    stops: tuple[Choice, ...]
    ads: tuple[Choice, ...]
    transmissions: tuple[Choice, ...]
    cookies: tuple[Choice, ...]
    signals: tuple[Text, ...]
    refusals: tuple[Text, ...]
    links: tuple[tuple[Text, str], ...]
    kinds: tuple[Kind, ...]


def choices(policy: Policy) -> Choices:
    """Return what can be chosen."""
    names = Names(policy)
    area = policy.choices
    return Choices(
        consents=_begun(_consents(names), _purposes_on_consent(names)),
        stops=_begun(_stops(names), _purposes_to_stop(names)),
        ads=_begun(_ads(names)),
        transmissions=_begun(_transmissions(names)),
        cookies=_begun(_cookies(names)),
        signals=tuple(_signals(names)),
        refusals=tuple(_refusals(names)),
        links=_links(area.links) if area is not None else (),
        kinds=tuple(_kinds(policy)),
    )


def _begun(*parts: Iterable[Choice]) -> tuple[Choice, ...]:
    """Return choices whose titles begin as headings do."""
    return tuple(replace(one, title=begun(one.title)) for part in parts for one in part)


def _text(part: Part) -> Text:
    return Text(en=part.en, ja=part.ja)


def _facts(*facts: tuple[Text, Part | Text | None]) -> tuple[Fact, ...]:
    return tuple(
        (what, _text(said) if isinstance(said, Part) else said)
        for what, said in facts
        if said is not None
    )


def _purposes(names: Names, listed: Sequence[str]) -> Part | None:
    return names.purposes(listed) if listed else None


def _data(names: Names, listed: Sequence[str]) -> Part | None:
    return names.data(listed) if listed else None


def _codes(names: Names, listed: Sequence[str]) -> Part | None:
    return names.codes(listed) if listed else None


def _links(ways: Sequence[OptOut]) -> tuple[tuple[Text, str], ...]:
    return tuple((way.label.text() if way.label else OPT_OUT, way.url) for way in ways)


def _consents(names: Names) -> Iterator[Choice]:
    for item in names.policy.consent.values():
        notes = [
            note
            for note, holds in (
                (_WHERE_LAW, item.where == "where-law-requires"),
                (_IMPLIED, item.how == "implied"),
            )
            if holds
        ]
        yield Choice(
            title=item.label.text(),
            facts=_facts(
                (_FOR, _purposes(names, item.purposes)),
                (_DATA, _data(names, item.data)),
                (_WHEN, _BEFORE[item.when]),
                (_BACK, _codes(names, item.withdraw)),
            ),
            notes=tuple(notes),
        )


def _purposes_on_consent(names: Names) -> Iterator[Choice]:
    """Yield the purposes that rest on consent and that no consent above names."""
    policy = names.policy
    items: Sequence[ConsentItem] = tuple(policy.consent.values())
    asked = {name for item in items for name in item.purposes}
    for name, purpose in policy.purposes.items():
        rests = "consent" in purpose.basis or purpose.opt_in
        if rests and not purpose.off and name not in asked:
            yield Choice(
                title=purpose.words(),
                facts=_facts((_BACK, _codes(names, purpose.opt_out))),
            )


def _stops(names: Names) -> Iterator[Choice]:
    for stop in names.policy.stops.values():
        what = names.data(stop.data) if stop.data else names.purposes(stop.purposes)
        yield Choice(
            title=_text(what),
            facts=_facts(
                (_FOR, _purposes(names, stop.purposes) if stop.data else None),
                (_STOP, None if stop.on_leaving_only else _codes(names, stop.where)),
            ),
            notes=(_ON_LEAVING,) if stop.on_leaving_only else (),
        )


def _purposes_to_stop(names: Names) -> Iterator[Choice]:
    """Yield the purposes with a way to stop them that are on no list above."""
    policy = names.policy
    told = {name for stop in policy.stops.values() for name in stop.purposes}
    told |= {name for item in policy.consent.values() for name in item.purposes}
    for name, purpose in policy.purposes.items():
        on_consent = "consent" in purpose.basis or purpose.opt_in
        if purpose.opt_out and not purpose.off and name not in told and not on_consent:
            yield Choice(
                title=purpose.words(), facts=_facts((_STOP, _codes(names, purpose.opt_out)))
            )


def _ads(names: Names) -> Iterator[Choice]:
    for partner in names.policy.ads.values():
        explained = ((Text(en="explanation", ja="説明のページ"), partner.help_url),)
        yield Choice(
            title=names.recipient(partner.partner),
            facts=_facts(
                (_FOR, _purposes(names, partner.purposes)),
                (_SENT, _data(names, partner.sends)),
                (_NOTE, partner.use_limit.text() if partner.use_limit else None),
            ),
            notes=(_ASKED,) if partner.consented_only else (),
            links=(
                *_links(partner.opt_out),
                *((label, url) for label, url in explained if url is not None),
            ),
        )


def _transmissions(names: Names) -> Iterator[Choice]:
    for tag in names.policy.external_transmissions.values():
        notes = [
            note
            for note, holds in ((_ASKED, tag.consent is not None), (_OURS, tag.local_switch))
            if holds
        ]
        theirs = ((THEIR_POLICY, tag.policy_url),)
        yield Choice(
            title=tag.service.text() if tag.service else names.recipient(tag.to),
            facts=_facts(
                (_TO, names.recipient(tag.to)),
                (_FOR, _purposes(names, tag.purposes)),
                (_SENT, _data(names, tag.sends)),
                (Text(en="Kind", ja="種類"), TAGS[tag.tag]),
            ),
            notes=tuple(notes),
            links=(
                *_links(tag.opt_out),
                *((label, url) for label, url in theirs if url is not None),
            ),
        )


def _cookies(names: Names) -> Iterator[Choice]:
    for cookie in names.policy.cookies.values():
        kind, why = COOKIES[cookie.kind], _purposes(names, cookie.purposes)
        yield Choice(
            title=Text(en=f"{kind.en} for {why.en}", ja=f"{kind.ja}: {why.ja}") if why else kind,
            facts=_facts((_DATA, _data(names, cookie.carries))),
            notes=(_NEEDED,) if cookie.necessary else (),
        )


def _refusals(names: Names) -> Iterator[Text]:
    for refusal in names.policy.cookie_refusal:
        ways = names.codes(refusal.control)
        then = refusal.consequence
        yield Text(
            en=f"Cookies are refused by: {ways.en}." + (f" {then.en}" if then else ""),
            ja=f"クッキーの拒否の方法: {ways.ja}。" + (then.ja if then else ""),
        )


_SIGNALS = {
    "gpc": "Global Privacy Control (GPC)",
    "dnt": "Do Not Track (DNT)",
}


def _signals(names: Names) -> Iterator[Text]:
    for signal in names.policy.signals:
        name = _SIGNALS[signal.signal]
        acts = names.codes(signal.acts_as)
        if not signal.honour:
            yield Text(en=f"We do not act on {name}.", ja=f"{name} の信号には対応していません。")
        elif signal.acts_as:
            yield Text(
                en=f"Our policy honours {name} as: {acts.en}.",
                ja=f"{name} の信号を、{acts.ja}の申出として取り扱います。",
            )
        else:
            yield Text(en=f"Our policy honours {name}.", ja=f"{name} の信号に従います。")


def _kinds(policy: Policy) -> Iterator[Kind]:
    """Yield what the desk takes that stops something, for anybody somewhere."""
    overlays = policy.regions.overlays.values() if policy.regions is not None else ()
    rights = [policy.rights, *(overlay.rights for overlay in overlays)]
    for right, kind in KINDS.items():
        lines = [one[right] for one in rights if right in one]
        if kind.verb == "stop" and any(line.offered for line in lines):
            yield kind
