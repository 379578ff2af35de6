"""Cookies, browser signals, external transmission (外部送信)."""

from upheld.policy.language.online import (
    AdPartner,
    ChoicesArea,
    Cookie,
    OptOut,
    Refusal,
    Signal,
    Transmission,
)
from upheld.rendering.document import Link, either, say
from upheld.rendering.names import Spot
from upheld.rendering.phrases.book import Heading, Said, phrase
from upheld.wording import Text

COOKIES = {
    "cookie": Text(en="cookies", ja="クッキー"),
    "beacon": Text(en="web beacons", ja="ウェブビーコン"),
    "device-id": Text(en="device identifiers", ja="端末の識別子"),
    "advertising-id": Text(en="advertising identifiers", ja="広告識別子"),
    "storage": Text(en="the browser's storage", ja="ブラウザの保存領域"),
}
TAGS = {
    "analytics": Text(en="access analysis", ja="アクセス解析"),
    "ads": Text(en="advertising", ja="広告"),
    "recorder": Text(en="session recording", ja="操作の記録"),
    "social": Text(en="social network", ja="SNS"),
    "security": Text(en="security", ja="不正利用の防止"),
    "affiliate": Text(en="affiliate programme", ja="成果報酬型広告"),
    "ai": Text(en="AI feature", ja="AI機能"),
    "other": Text(en="other", ja="その他"),
}
_SIGNALS = {
    "gpc": Text(en="Global Privacy Control", ja="Global Privacy Control(GPC)"),
    "dnt": Text(en="Do Not Track", ja="Do Not Track(DNT)"),
}
OPT_OUT = Text(en="opt-out page", ja="オプトアウトのページ")
THEIR_POLICY = Text(en="the recipient's own policy", ja="送信先のポリシー")


def opt_out_links(ways: tuple[OptOut, ...]) -> tuple[Link, ...]:
    """Return the links to where something is turned off."""
    return tuple(Link(way.url, way.label.text() if way.label else OPT_OUT) for way in ways)


@phrase(Cookie)
def cookie(line: Cookie, spot: Spot) -> Said:
    """Say what an identifier of the company's own is for and what it carries."""
    names = spot.names
    kind = COOKIES[line.kind]
    if line.purposes:
        yield say(
            "We use {kind} for {purposes}.",
            "当社は、{purposes}のために{kind}を利用します。",
            kind=kind,
            purposes=names.purposes(line.purposes),
        )
    else:
        yield say("We use {kind}.", "当社は、{kind}を利用します。", kind=kind)
    if line.necessary:
        yield say("The service needs them to work.", "本サービスの動作に必要なものです。")
    if line.owner is not None:
        yield say("In charge: {owner}.", "管理者: {owner}", owner=line.owner.text())
    if line.carries:
        yield say(
            "They carry {carries}.", "含まれる情報: {carries}", carries=names.data(line.carries)
        )
    if line.never:
        yield say(
            "They do not carry {never}.",
            "{never}は含みません。",
            never=either(names.data(line.never)),
        )


@phrase(Refusal)
def refusal(line: Refusal, spot: Spot) -> Said:
    """Say how cookies are refused."""
    yield say(
        "Cookies can be refused: {control}.",
        "クッキーは、次の方法で拒否できます: {control}",
        control=spot.names.codes(line.control),
    )
    if line.consequence is not None:
        yield say("{consequence}", "{consequence}", consequence=line.consequence.text())


@phrase(Signal)
def signal(line: Signal, spot: Spot) -> Said:
    """Say what is done with a signal of the browser."""
    name = _SIGNALS[line.signal]
    if not line.honour:
        yield say(
            "We do not act on {name} signals.", "当社は、{name}の信号に対応しません。", name=name
        )
        return
    yield say(
        "We honour valid {name} signals.", "当社は、有効な{name}の信号に従います。", name=name
    )
    if line.acts_as:
        yield say(
            "The signal counts as: {meaning}.",
            "この信号は、次の意思表示として扱います: {meaning}",
            meaning=spot.names.codes(line.acts_as),
        )
    if line.scope:
        yield say("It holds for {scope}.", "適用範囲: {scope}", scope=spot.names.codes(line.scope))
    if line.status_shown:
        yield say(
            "We show on the page that the signal has been taken into account.",
            "信号が反映されていることを画面に表示します。",
        )


@phrase(Transmission)
def transmission(line: Transmission, spot: Spot) -> Said:
    """Say what a tag makes the browser send, to whom and why."""
    names = spot.names
    to = names.recipient(line.to)
    service = line.service.text() if line.service else TAGS[line.tag]
    yield Heading(service)
    yield say(
        "{sends} are sent to {to} for {purposes}.",
        "{sends}を、{purposes}のために{to}へ送信します。",
        sends=names.data(line.sends),
        to=to,
        purposes=names.purposes(line.purposes),
    )
    yield from _guards(line, spot)
    links = list(opt_out_links(line.opt_out))
    if links:
        yield say("It can be turned off here.", "次のページで停止できます。", links=links)
    if line.policy_url is not None:
        yield say(
            "{to} handles what it receives under a policy of its own.",
            "{to}は、受け取った情報を自らのポリシーに基づいて取り扱います。",
            links=(Link(line.policy_url, THEIR_POLICY),),
            to=to,
        )


def _guards(line: Transmission, spot: Spot) -> Said:
    names = spot.names
    if line.consent is not None:
        yield say(
            "It waits for this consent: {consent}.",
            "次の同意をいただいた後に送信します: {consent}",
            consent=spot.policy.consent[line.consent].label.text(),
        )
    if line.masks:
        yield say(
            "Input in these fields is not recorded: {masks}.",
            "次の入力欄の内容は記録しません: {masks}",
            masks=names.codes(line.masks),
        )
    if line.never:
        yield say(
            "It does not carry {never}.",
            "{never}は送信しません。",
            never=either(names.data(line.never)),
        )
    if not line.before_click:
        yield say(
            "Nothing is sent before the person clicks.", "本人が操作するまで、何も送信しません。"
        )
    if line.local_switch:
        yield say("Our own page can turn it off.", "当社のページでも停止できます。")


@phrase(AdPartner)
def ad_partner(line: AdPartner, spot: Spot) -> Said:
    """Say what goes to an advertising partner, and what comes back."""
    names = spot.names
    partner = names.recipient(line.partner)
    yield Heading(partner)
    yield say(
        "We provide {sends} to {partner} for {purposes}.",
        "当社は、{purposes}のために、{sends}を{partner}に提供します。",
        sends=names.data(line.sends),
        partner=partner,
        purposes=names.purposes(line.purposes),
    )
    if line.use_limit is not None:
        yield say(
            "What the partner may use it for: {limit}",
            "提携先の利用範囲: {limit}",
            limit=line.use_limit.text(),
        )
    if line.audience == "hashed":
        yield say(
            "Lists are matched after identifiers have been replaced by hash values.",
            "識別子をハッシュ値に置き換えた上で照合します。",
        )
    if line.consented_only:
        yield say(
            "They contain only people who have consented.",
            "対象は、同意をいただいた方に限ります。",
        )
    yield from _returned(line, spot, partner)
    links = [*opt_out_links(line.opt_out)]
    if links:
        yield say(
            "Such advertising can be turned off here.",
            "このような広告は、次のページで停止できます。",
            links=links,
        )
    if line.help_url is not None:
        yield say(
            "{partner} explains more here.",
            "{partner}による説明は、次のページをご覧ください。",
            links=(Link(line.help_url, Text(en="explanation", ja="説明のページ")),),
            partner=partner,
        )


def _returned(line: AdPartner, spot: Spot, partner: Text) -> Said:
    names = spot.names
    if line.returns:
        yield say(
            "We receive {returns} back from {partner}.",
            "{partner}から{returns}を受け取ります。",
            returns=names.data(line.returns),
            partner=partner,
        )
    if line.returns_join is not None:
        yield say(
            "We combine it with a person only for {purpose}.",
            "これを本人の情報と結び付けるのは、{purpose}のために限ります。",
            purpose=names.purposes([line.returns_join]),
        )
    if line.confirms_consent:
        yield say(
            "Before that we confirm that the person has consented to it.",
            "それに先立ち、本人の同意が得られていることを確認します。",
        )


@phrase(ChoicesArea)
def choices(line: ChoicesArea, spot: Spot) -> Said:
    """Say where all choices are."""
    links = [
        Link(
            one.url, one.label.text() if one.label else OPT_OUT, external=_elsewhere(one.url, spot)
        )
        for one in line.links
    ]
    yield say(
        "All choices about advertising, sale and sharing are here.",
        "広告、販売及び共有に関する選択は、次のページで行えます。",
        links=links,
    )


def _elsewhere(url: str, spot: Spot) -> bool:
    own = spot.policy.policy.url
    return own is None or _host(url) != _host(own)


def _host(url: str) -> str:
    return url.partition("://")[2].partition("/")[0]
