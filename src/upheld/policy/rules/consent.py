"""Consent that grants, changes that reach people, mail that can be stopped."""

import re
from collections.abc import Iterator

from upheld.policy.language.about import Changes
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()


@rule(
    "UPH132", "implied-consent", "warning",
    title=Text(en="Implied consent", ja="黙示の同意"),
    why=Text(
        en="Using a site or carrying on is no consent where law asks for one; it never grants here.",
        ja="サイトの利用や継続利用は、法律が求める同意にはなりません。本製品では効力を持ちません。",
    ),
    law=("APPI 18(1)", "APPI 27(1)", "APPI 31(1)", "GDPR 4(11)"),
    bad='consent: {cookies: {label: {ja: クッキー, en: cookies}, how: implied, c: "8.1"}}',
    good='consent: {cookies: {label: {ja: クッキー, en: cookies}, how: express, withdraw: [settings], c: "8.1"}}',
)  # fmt: skip
def implied_consent(given: Given) -> Iterator[Hit]:
    policy = given.policy
    for name, item in policy.consent.items():
        if item.how == "implied":
            yield Hit(
                path=("consent", name, "how"),
                what=Text(
                    en=f"`{name}` is implied: it is told and grants nothing",
                    ja=f"`{name}` は黙示の同意であり、表示されるだけで効力を持ちません",
                ),
                remedy=Text(
                    en="ask (`how: express`) where the law wants consent",
                    ja="法律が同意を求める場合は明示で得てください(`how: express`)",
                ),
            )
    for path, one in _changes(given):
        if one.accept == "use-after-date" and one.needing_consent != "ask":
            yield Hit(
                path=(*path, "accept"),
                severity="information",
                what=Text(
                    en="carrying on counts as acceptance: this binds nobody where consent is needed",
                    ja="継続利用を承諾とみなしても、同意が必要な変更には効力がありません",
                ),
                remedy=Text(
                    en="nothing, if `needing_consent` says what happens then; it does",
                    ja="`needing_consent` の定めどおり扱われます",
                ),
            )


_GUARDIAN = re.compile(
    r"保護者|親権者|法定代理人|\b(?:parent(?! (?:compan|corporat|entit|group))|guardian)(?:s|al)?\b",
    re.IGNORECASE,
)


@rule(
    "UPH227", "guardian-consent-of-the-person", "warning",
    title=Text(
        en="The label speaks of a parent, and the page of the person's consent",
        ja="保護者の同意とされているのに、ページには本人の同意と書かれる",
    ),
    why=Text(
        en="Whose consent it is decides who is asked; a child's own is not a parent's.",
        ja="だれの同意かによって、求める相手が変わります。子ども本人の同意は、保護者の同意ではありません。",
    ),
    law=("APPI 18(1)", "APPI 27(1)", "COPPA 312.5"),
    bad='consent: {parent: {label: {ja: 保護者の同意, en: consent of a parent}, withdraw: [settings], c: "8.1"}}',
    good='consent: {parent: {label: {ja: 保護者の同意, en: consent of a parent}, given_by: guardian, withdraw: [settings], c: "8.1"}}',
)  # fmt: skip
def guardian_consent_of_the_person(given: Given) -> Iterator[Hit]:
    for name, item in given.policy.consent.items():
        named = _GUARDIAN.search(f"{name} {item.label.ja} {item.label.en}".replace("-", " "))
        if named is not None and item.given_by == "person":
            yield Hit(
                path=("consent", name),
                key=True,
                what=Text(
                    en=f"`{name}` is about a parent or guardian, and the page says that the person "
                    "consents",
                    ja=f"`{name}` は保護者に関するものですが、ページには本人の同意と書かれます",
                ),
                remedy=Text(
                    en="say who gives it: `given_by: guardian`, or `person-and-guardian`",
                    ja="だれの同意かを `given_by: guardian`(または `person-and-guardian`)で示してください",
                ),
            )


def _changes(given: Given) -> Iterator[tuple[tuple[str | int, ...], Changes]]:
    if given.policy.changes is not None:
        yield ("changes",), given.policy.changes
    for number, one in enumerate(given.policy.change_announcements):
        yield ("change_announcements", number), one


@rule(
    "UPH133", "change-without-notice", "warning",
    title=Text(en="Changes without notice", ja="予告のない変更"),
    why=Text(
        en="A changed purpose has to be told or published, whatever a policy reserves.",
        ja="利用目的の変更は、本人への通知または公表が必要です。",
    ),
    law=("APPI 17(2)", "APPI 21(3)"),
    bad='changes: {announce: [site], without_notice: true, c: "12"}',
    good='changes: {announce: [site], c: "12"}',
)  # fmt: skip
def change_without_notice(given: Given) -> Iterator[Hit]:
    for path, one in _changes(given):
        if one.without_notice:
            yield Hit(
                path=(*path, "without_notice"),
                what=Text(
                    en="changes without notice are reserved", ja="予告なく変更するとしています"
                ),
                remedy=Text(
                    en="announce changes of purpose at least on the site",
                    ja="少なくとも利用目的の変更はサイトで公表してください",
                ),
            )


@rule(
    "UPH140", "promotion-without-choice", "warning",
    title=Text(en="Promotional mail without opt-in or opt-out", ja="広告宣伝メールに同意や停止の手段がない"),
    why=Text(
        en="Advertising by e-mail needs prior consent and a way to stop it.",
        ja="広告宣伝メールには、原則として事前の同意と、停止の手段が必要です。",
    ),
    law=("JP-MAIL 3(1)", "JP-MAIL 3(3)", "JP-MAIL 4"),
    bad='purposes: {news: {ja: ご案内, en: news, basis: consent, message: promotional, c: "2.2"}}\n'
    'data: {contact.email: {purposes: [provide, news], c: "1.1"}}',
    good='purposes: {news: {ja: ご案内, en: news, basis: consent, message: promotional, opt_in: true, opt_out: [in-message], c: "2.2"}}\n'
    'data: {contact.email: {purposes: [provide, news], c: "1.1"}}',
)  # fmt: skip
def promotion_without_choice(given: Given) -> Iterator[Hit]:
    policy = given.policy
    asked = {p for item in policy.consent.values() for p in item.purposes}
    stopped = {p for switch in policy.stops.values() for p in switch.purposes}
    for name, one in policy.purposes.items():
        if one.message != "promotional":
            continue
        if not one.opt_in and name not in asked:
            yield _lacks(name, "opt_in", Text(en="no prior consent", ja="事前の同意"))
        if not one.opt_out and name not in stopped:
            yield _lacks(name, "opt_out", Text(en="no way to stop it", ja="停止の手段"))


def _lacks(name: str, key: str, what: Text) -> Hit:
    return Hit(
        path=("purposes", name),
        key=True,
        what=Text(
            en=f"`{name}` sends promotional messages with {what.en}",
            ja=f"広告宣伝の送信 `{name}` に{what.ja}がありません",
        ),
        remedy=Text(en=f"add `{key}:`", ja=f"`{key}:` を追加してください"),
    )


@rule(
    "UPH202", "refusing-is-harder", "error",
    title=Text(en="Refusing takes more steps than accepting", ja="拒否の手順が承諾より多い"),
    why=Text(
        en="Choices have to be symmetrical; companies were fined for a banner with one click to "
        "accept and two to refuse.",
        ja="選択の手間は対称でなければなりません。承諾は1回、拒否は2回の操作で制裁金を科された例があります。",
    ),
    law=("11 CCR 7004(a)(2)",),
    bad='consent: {cookies: {label: {ja: クッキー, en: cookies}, clicks: {accept: 1, refuse: 2}, c: "8.1"}}',
    good='consent: {cookies: {label: {ja: クッキー, en: cookies}, clicks: {accept: 1, refuse: 1}, c: "8.1"}}',
)  # fmt: skip
def refusing_is_harder(given: Given) -> Iterator[Hit]:
    for name, item in given.policy.consent.items():
        if item.clicks is not None and item.clicks.refuse > item.clicks.accept:
            yield Hit(
                path=("consent", name, "clicks"),
                key=True,
                severity=None if given.follows("US-CA-CCPA") else "warning",
                what=Text(
                    en=f"refusing takes {item.clicks.refuse} clicks, accepting {item.clicks.accept}",
                    ja=f"拒否に {item.clicks.refuse} 回、承諾に {item.clicks.accept} 回の操作が必要です",
                ),
                remedy=Text(
                    en="put both choices on the same screen", ja="両方を同じ画面に置いてください"
                ),
            )


__all__ = ["rule"]
