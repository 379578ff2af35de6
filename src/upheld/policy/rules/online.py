"""Tags, cookies, signals, advertising: what leaves the browser, and whether the text says so."""

import re
from collections.abc import Iterator

from upheld.policy.rules.rule import Fix, Given, Hit, Registry
from upheld.policy.rules.texts import sentences
from upheld.wording import Text

rule = Registry[Given]()

_PEOPLE_TAGS = ("ads", "analytics", "affiliate", "recorder")
_KEYSTROKES = ("password", "card")
_GPC_SCOPE = ("browser", "profiles", "known-account")
_IRREVERSIBLE = re.compile(
    r"irreversibl|unidentif|cannot be identified|不可逆|識別できない|特定できない", re.IGNORECASE
)


@rule(
    "UPH134", "transmission-undeclared", "error",
    title=Text(en="External transmission is not told", ja="外部送信が示されていない"),
    why=Text(
        en="Before a tag sends data elsewhere, what is sent, to whom and why has to be told: one row a tag.",
        ja="タグが情報を外部に送信する前に、内容・送信先・目的をタグごとに示す必要があります。",
    ),
    law=("Telecommunications Business Act 27-12", "Rules 22-2-27 to 22-2-30"),
    bad='recipients: {adnet: {ja: 広告A, en: Ads A, class: third-party, country: JP, c: "3.1"}}\n'
    'purposes: {ads: {ja: 広告の配信, en: advertising, basis: consent, ads: true, c: "2.2"}}\n'
    'ads: {adnet: {partner: adnet, sends: [commerce.order], purposes: [ads], opt_out: [{url: "https://ads-a.jp/stop"}], c: "8.1"}}',
    good='recipients: {adnet: {ja: 広告A, en: Ads A, class: third-party, country: JP, c: "3.1"}}\n'
    'purposes: {ads: {ja: 広告の配信, en: advertising, basis: consent, ads: true, c: "2.2"}}\n'
    'ads: {adnet: {partner: adnet, sends: [commerce.order], purposes: [ads], opt_out: [{url: "https://ads-a.jp/stop"}], c: "8.1"}}\n'
    'external_transmissions: {adnet: {to: adnet, tag: ads, sends: [commerce.order], purposes: [ads], c: "8.2"}}',
)  # fmt: skip
def transmission_undeclared(given: Given) -> Iterator[Hit]:
    policy = given.policy
    sent_to = {one.to for one in policy.external_transmissions.values()}
    for name, partner in policy.ads.items():
        if partner.audience == "none" and partner.partner not in sent_to:
            yield Hit(
                path=("ads", name),
                key=True,
                what=Text(
                    en=f"no external transmission to `{partner.partner}` is declared",
                    ja=f"`{partner.partner}` への外部送信が宣言されていません",
                ),
                remedy=Text(
                    en="declare what, to whom and why under `external_transmissions:`",
                    ja="`external_transmissions:` に内容・送信先・目的を宣言してください",
                ),
            )
    third = {n for n, c in policy.cookies.items() if c.kind == "beacon" and not c.purposes}
    for name in sorted(third):
        yield Hit(
            path=("cookies", name),
            key=True,
            what=Text(en=f"`{name}` has no purpose", ja=f"`{name}` に目的がありません"),
            remedy=Text(en="add `purposes:`", ja="`purposes:` を追加してください"),
        )


@rule(
    "UPH135", "text-against-tags", "error",
    title=Text(
        en="The text says one thing, the tags do another", ja="文言とタグの動作が食い違っている"
    ),
    why=Text(
        en="An identifier said to serve access management cannot also go to advertisers, and what "
        "is `not collected` cannot be held.",
        ja="アクセス管理用とされた識別子を広告に使うことや、取得しないとした情報を持つことはできません。",
    ),
    law=("APPI 18(1)", "APPI 19"),
    bad='not_collected: [{items: [commerce.order], c: "1.9"}]',
    good='not_collected: [{items: [location.precise], c: "1.9"}]',
)  # fmt: skip
def text_against_tags(given: Given) -> Iterator[Hit]:
    yield from _collected_after_all(given)
    yield from _never_and_yet_sent(given)
    policy = given.policy
    sent = [(one.purposes, one.sends) for one in policy.ads.values()]
    sent += [(one.purposes, one.sends) for one in policy.external_transmissions.values()]
    advertised = {
        item
        for purposes, sends in sent
        if any(p in policy.purposes and policy.purposes[p].ads for p in purposes)
        for item in _items(given, sends)
    }
    for name, cookie in policy.cookies.items():
        ads = any(p in policy.purposes and policy.purposes[p].ads for p in cookie.purposes)
        carried = {"device.id"} if cookie.kind in ("device-id", "advertising-id") else set()
        carried |= _items(given, cookie.carries)
        shared = sorted(carried & advertised)
        if (
            cookie.purposes
            and not ads
            and shared
            and cookie.kind in ("device-id", "advertising-id")
        ):
            yield Hit(
                path=("cookies", name, "purposes"),
                what=Text(
                    en=f"`{name}` is not for advertising, and {shared[0]} goes to advertising partners",
                    ja=f"`{name}` は広告用ではないとされていますが、{shared[0]} が広告の提携先に送られます",
                ),
                remedy=Text(
                    en="name the advertising purpose here, or stop sending it",
                    ja="広告の利用目的を書くか、送信をやめてください",
                ),
            )


def _items(given: Given, names: tuple[str, ...]) -> set[str]:
    data = given.policy.data
    return {
        item
        for name in names
        for item in ((data[name].items or (name,)) if name in data else (name,))
    }


def _collected_after_all(given: Given) -> Iterator[Hit]:
    policy = given.policy
    held = {item: name for name in policy.data for item in _items(given, (name,))}
    for number, part in enumerate(policy.not_collected):
        for item in part.items:
            found = next((h for h in sorted(held) if h == item or h.startswith(f"{item}.")), None)
            if found is not None and part.except_for is None:
                yield Hit(
                    path=("not_collected", number),
                    what=Text(
                        en=f"`{item}` is said not to be collected, and `{held[found]}` declares it",
                        ja=f"`{item}` は取得しないとされていますが、`{held[found]}` で宣言されています",
                    ),
                    remedy=Text(
                        en="take one of the two out, or name the narrow exception under `except_for:`",
                        ja="どちらかを削除するか、`except_for:` に限定的な例外を書いてください",
                    ),
                )


def _never_and_yet_sent(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.external_transmissions.items():
        both = _items(given, one.never) & _items(given, one.sends)
        for item in sorted(both):
            yield Hit(
                path=("external_transmissions", name, "sends"),
                what=Text(
                    en=f"`{item}` is sent and never sent at once",
                    ja=f"`{item}` が送信する情報と送信しない情報の両方にあります",
                ),
                remedy=Text(en="decide which", ja="どちらかにしてください"),
            )


@rule(
    "UPH136", "recorder-without-masks", "error",
    title=Text(
        en="A session recorder without masked inputs", ja="操作記録ツールに入力欄の除外がない"
    ),
    why=Text(
        en="A recorder sees passwords and card numbers as they are typed.",
        ja="操作記録ツールは入力中のパスワードやカード番号まで取得します。",
    ),
    law=("APPI 20(1)", "APPI 23"),
    bad='recipients: {rec: {ja: 記録A, en: Recorder A, class: processor, country: JP, contract: {since: 2026-01-01}, c: "3.1"}}\n'
    'external_transmissions: {rec: {to: rec, tag: recorder, sends: [commerce.order], purposes: [provide], c: "8.2"}}',
    good='recipients: {rec: {ja: 記録A, en: Recorder A, class: processor, country: JP, contract: {since: 2026-01-01}, c: "3.1"}}\n'
    'external_transmissions: {rec: {to: rec, tag: recorder, sends: [commerce.order], purposes: [provide], masks: [password, card, email], c: "8.2"}}',
)  # fmt: skip
def recorder_without_masks(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.external_transmissions.items():
        missing = [field for field in _KEYSTROKES if field not in one.masks]
        if one.tag == "recorder" and missing:
            yield Hit(
                path=("external_transmissions", name),
                key=True,
                what=Text(
                    en=f"the recorder `{name}` does not mask {', '.join(missing)}",
                    ja=f"操作記録 `{name}` が {', '.join(missing)} を除外していません",
                ),
                remedy=Text(
                    en="list the masked inputs under `masks:`",
                    ja="除外する入力欄を `masks:` に書いてください",
                ),
                fix=Fix(
                    path=("external_transmissions", name, "masks"),
                    value=[*one.masks, *missing],
                ),
            )


@rule(
    "UPH137", "inbound-without-confirmation", "error",
    title=Text(
        en="Identifiers come in and are joined with people, unconfirmed",
        ja="受け取った識別子を、同意の確認なく本人と結び付けている",
    ),
    why=Text(
        en="Personally referable information that becomes personal data here needs the person's "
        "consent, confirmed before.",
        ja="個人関連情報を個人データとして取得する場合、本人の同意の確認が必要です。",
    ),
    law=("APPI 31(1)", "Rules 26-28"),
    bad='recipients: {asp: {ja: 提携A, en: Affiliate A, class: third-party, country: JP, c: "3.1"}}\n'
    'external_transmissions: {asp: {to: asp, tag: affiliate, sends: [commerce.order], purposes: [provide], c: "8.2"}}\n'
    'ads: {asp: {partner: asp, sends: [commerce.order], purposes: [provide], returns: [commerce.order], returns_join: provide, opt_out: [{url: "https://asp-a.jp/stop"}], c: "8.1"}}',
    good='recipients: {asp: {ja: 提携A, en: Affiliate A, class: third-party, country: JP, c: "3.1"}}\n'
    'external_transmissions: {asp: {to: asp, tag: affiliate, sends: [commerce.order], purposes: [provide], c: "8.2"}}\n'
    'ads: {asp: {partner: asp, sends: [commerce.order], purposes: [provide], returns: [commerce.order], returns_join: provide, confirms_consent: true, opt_out: [{url: "https://asp-a.jp/stop"}], c: "8.1"}}',
)  # fmt: skip
def inbound_without_confirmation(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.ads.items():
        if one.returns and one.returns_join is not None and not one.confirms_consent:
            yield Hit(
                path=("ads", name, "returns_join"),
                what=Text(
                    en=f"what `{name}` sends back is joined with people without confirming consent",
                    ja=f"`{name}` から受け取る情報を、同意の確認なく本人と結び付けています",
                ),
                remedy=Text(
                    en="confirm the sender's consent (`confirms_consent: true`) or do not join",
                    ja="同意を確認する(`confirms_consent: true`)か、結び付けないでください",
                ),
            )


@rule(
    "UPH138", "hashed-is-personal", "warning",
    title=Text(
        en="`Irreversible` is claimed for hashed identifiers",
        ja="ハッシュ化を「不可逆」「識別できない」としている",
    ),
    why=Text(
        en="A hashed address stays personal data for whoever holds the address.",
        ja="ハッシュ化したアドレスも、元のアドレスを持つ者には個人データです。",
    ),
    law=("APPI 2(1)", "APPI 27(1)"),
    bad='recipients: {adnet: {ja: 広告A, en: Ads A, class: third-party, country: JP, c: "3.1"}}\n'
    'ads: {list: {partner: adnet, sends: [contact.email], purposes: [provide], audience: hashed, opt_out: [{url: "https://ads-a.jp/stop"}], c: "8.1"}}',
    good='recipients: {adnet: {ja: 広告A, en: Ads A, class: third-party, country: JP, c: "3.1"}}\n'
    'ads: {list: {partner: adnet, sends: [contact.email], purposes: [provide], audience: hashed, consented_only: true, opt_out: [{url: "https://ads-a.jp/stop"}], c: "8.1"}}',
)  # fmt: skip
def hashed_is_personal(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.ads.items():
        if one.audience == "hashed" and not one.consented_only:
            yield Hit(
                path=("ads", name, "audience"),
                what=Text(
                    en="a hashed list is personal data, and not only people who consented are in it",
                    ja="ハッシュ化した一覧も個人データですが、同意した人に限られていません",
                ),
                remedy=Text(
                    en="write `consented_only: true` and keep opted-out people out",
                    ja="`consented_only: true` とし、停止を求めた人を除いてください",
                ),
            )
    for part in ("ads", "external_transmissions", "pseudonymised"):
        for said in sentences(getattr(given.policy, part), (part,)):
            if _IRREVERSIBLE.search(said.words):
                yield Hit(
                    path=said.path,
                    what=Text(
                        en="this claims that hashed or pseudonymous data identifies nobody",
                        ja="ハッシュ化・仮名化した情報は誰も識別しないとしています",
                    ),
                    remedy=Text(
                        en="say what is done and who holds the key, without the claim",
                        ja="処理の内容と鍵の管理者を示し、断定を避けてください",
                    ),
                )


@rule(
    "UPH149", "gpc-scope", "warning",
    title=Text(en="The scope of the opt-out signal is too narrow", ja="オプトアウト信号の適用範囲が狭い"),
    why=Text(
        en="The signal holds for the browser or device, its profiles and, if known, the person; "
        "its status is shown since 2026.",
        ja="信号はブラウザ・端末、その仮名プロファイル、判明している本人に及び、2026年から状態の表示が必要です。",
    ),
    law=("11 CCR 7025(c)",),
    bad='signals: [{signal: gpc, honour: true, acts_as: [opt-out-sale-sharing], scope: [browser, session], c: "8.1"}]',
    good='signals: [{signal: gpc, honour: true, acts_as: [opt-out-sale-sharing], scope: [browser, profiles, known-account], status_shown: true, c: "8.1"}]',
)  # fmt: skip
def gpc_scope(given: Given) -> Iterator[Hit]:
    for number, one in enumerate(given.policy.signals):
        if one.signal != "gpc" or not one.honour:
            continue
        missing = [scope for scope in _GPC_SCOPE if scope not in one.scope]
        if missing:
            yield Hit(
                path=("signals", number, "scope"),
                what=Text(
                    en=f"the signal does not reach: {', '.join(missing)}",
                    ja=f"信号が及ばない範囲があります: {', '.join(missing)}",
                ),
                remedy=Text(en="add them under `scope:`", ja="`scope:` に加えてください"),
                fix=Fix(path=("signals", number, "scope"), value=[*one.scope, *missing]),
            )
        if not one.status_shown:
            yield Hit(
                path=("signals", number),
                what=Text(
                    en="people do not see that the signal was honoured",
                    ja="信号に従ったことが本人に表示されません",
                ),
                remedy=Text(
                    en="write `status_shown: true`", ja="`status_shown: true` としてください"
                ),
            )


__all__ = ["rule"]
