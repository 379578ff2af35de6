"""Breaches, security measures, processed information, closed regions (APPI art. 23, 26, 41, 43)."""

from collections.abc import Iterator

from upheld.policy.language.recipients import PROCESSORS
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()


@rule(
    "UPH139", "processed-unpublished", "warning",
    title=Text(
        en="Pseudonymous or anonymous processing is not published",
        ja="仮名加工情報・匿名加工情報の公表がない",
    ),
    why=Text(
        en="The purpose of pseudonymously processed information and the items of anonymously "
        "processed information have to be published.",
        ja="仮名加工情報の利用目的、匿名加工情報に含まれる項目の公表が必要です。",
    ),
    law=("APPI 41(4)", "APPI 43(3)", "APPI 43(4)"),
    bad='pseudonymised: [{label: {ja: 傾向の分析, en: trends}, drop: [contact.email], keep: [commerce.order], key_holder: privacy desk, c: "2.8"}]',
    good='pseudonymised: [{label: {ja: 傾向の分析, en: trends}, drop: [contact.email], keep: [commerce.order], key_holder: privacy desk, published: true, c: "2.8"}]',
)  # fmt: skip
def processed_unpublished(given: Given) -> Iterator[Hit]:
    policy = given.policy
    both = [
        *((("pseudonymised", n), one.published) for n, one in enumerate(policy.pseudonymised)),
        *((("anonymised", n), one.published) for n, one in enumerate(policy.anonymised)),
    ]
    for path, published in both:
        if not published:
            yield Hit(
                path=path,
                what=Text(en="this is not published", ja="公表されていません"),
                remedy=Text(
                    en="publish it and write `published: true`",
                    ja="公表し、`published: true` としてください",
                ),
            )
    for number, given_out in enumerate(policy.anonymised):
        if given_out.given and given_out.method is None:
            yield Hit(
                path=("anonymised", number),
                what=Text(
                    en="it is given to others, and how is not published",
                    ja="第三者に提供しますが、提供の方法が公表されていません",
                ),
                remedy=Text(en="add `method:`", ja="`method:` を追加してください"),
            )


@rule(
    "UPH141", "incident-incomplete", "warning",
    title=Text(en="What happens on a breach is missing", ja="漏えい等の対応が欠けている"),
    why=Text(
        en="A breach is reported to the Commission and told to the people affected. The law asks "
        "for both acts and not for the sentence (APPI 26; it is no item of 32(1)): a policy "
        "without it is lawful, but people cannot know what they will be told.",
        ja="漏えい等は個人情報保護委員会への報告と本人への通知が必要です。法律が求めるのは行為であり、"
        "公表文への記載ではありません(26条。32条1項の公表事項にもありません)。記載がなくても違法では"
        "ありませんが、本人は何を知らされるかを知ることができません。",
    ),
    law=("APPI 26(1)", "APPI 26(2)", "Rules 7-10"),
    bad='incidents: {report: null, tell: null, response: {steps: [contain], c: "6.1"}}',
    good='incidents: {response: {steps: [contain, investigate, correct], c: "6.3"}}',
)  # fmt: skip
def incident_incomplete(given: Given) -> Iterator[Hit]:
    if not given.follows("JP-APPI"):
        return
    incidents = given.policy.incidents
    missing = [
        (key, what)
        for key, what in (
            ("report", Text(en="the report to the Commission", ja="委員会への報告")),
            ("tell", Text(en="the notice to people", ja="本人への通知")),
        )
        if incidents is None or getattr(incidents, key) is None
    ]
    for key, what in missing:
        yield Hit(
            path=("incidents",),
            key=True,
            what=Text(
                en=f"{what.en} on a breach is missing", ja=f"漏えい等の際の{what.ja}がありません"
            ),
            remedy=Text(
                en=f"add `{key}: {{c: …}}` under `incidents:`",
                ja=f"`incidents:` に `{key}: {{c: …}}` を追加してください",
            ),
        )


@rule(
    "UPH142", "security-without-content", "warning",
    title=Text(en="Security measures are missing or say nothing", ja="安全管理措置がない、または内容がない"),
    why=Text(
        en="The measures taken have to be published or answered; `appropriate measures` is no answer.",
        ja="講じた安全管理措置の内容を知り得る状態に置く必要があり、「適切な措置」では足りません。",
    ),
    law=("APPI 23", "APPI 32(1)(iv)", "Order 10(i)"),
    bad='security: [{measure: access, c: "4.1"}]',
    good='security: [{measure: access, detail: {ja: 権限者に限定, en: authorised staff only}, c: "4.1"}]',
)  # fmt: skip
def security_without_content(given: Given) -> Iterator[Hit]:
    security = given.policy.security
    if not security or all(
        one.detail is None and one.minimum is None and one.text is None for one in security
    ):
        yield Hit(
            path=("security",),
            key=True,
            what=Text(en="no measure says what is done", ja="安全管理措置の内容が示されていません"),
            remedy=Text(
                en="add `detail:` to the measures", ja="各措置に `detail:` を追加してください"
            ),
        )


@rule(
    "UPH150", "closed-list-unlinked", "warning",
    title=Text(en="A list of closed regions without a link", ja="対象外地域の一覧へのリンクがない"),
    why=Text(
        en="Who is refused has to be able to see the list.",
        ja="断られる人が一覧を確かめられる必要があります。",
    ),
    bad='regions: {closed: {countries: [CH], at: [signup], c: "0.2"}}',
    good='regions: {closed: {countries: [CH], at: [signup], c: "0.2"}, maintained: {url: "https://sample-store.jp/regions", version: 2026-04-01, reason: payment-unsupported, c: "0.3"}}',
)  # fmt: skip
def closed_list_unlinked(given: Given) -> Iterator[Hit]:
    regions = given.policy.regions
    if regions is not None and regions.closed is not None and regions.maintained is None:
        yield Hit(
            path=("regions", "closed"),
            key=True,
            what=Text(en="the list is not linked", ja="一覧へのリンクがありません"),
            remedy=Text(
                en="add `maintained: {url: …, version: …}`",
                ja="`maintained: {url: …, version: …}` を追加してください",
            ),
        )


@rule(
    "UPH221", "external-environment-untold", "warning",
    title=Text(
        en="Data is handled abroad, and the external environment is not among the measures",
        ja="外国で取り扱うのに、外的環境の把握が安全管理措置にない",
    ),
    why=Text(
        en="Who has data handled abroad learns the system of that country for the protection of "
        "personal information, takes measures that fit it, and tells both with the country's "
        "name among the security control measures (Guidelines, general rules, 10-7). Where the "
        "recipient decides for itself, article 28 asks for that information instead.",
        ja="外国で個人データを取り扱わせるときは、その国の制度を把握した上で必要な措置を講じ、国名とともに"
        "安全管理措置として本人の知り得る状態に置く必要があります(ガイドライン通則編10-7)。提供先が"
        "自ら取り扱う場合は、28条の情報提供によります。",
    ),
    law=("APPI 23", "APPI 28(2)", "APPI 28(3)", "APPI 32(1)(iv)", "Order 10(i)"),
    bad='recipients: {host: {ja: 配信A, en: Host A, country: US, transfer: equivalent-measures, contract: {since: 2026-01-01}, measures: {ja: 契約による措置, en: measures by contract}, c: "3.1"}}',
    good='recipients: {host: {ja: 配信A, en: Host A, country: US, transfer: equivalent-measures, contract: {since: 2026-01-01}, measures: {ja: 契約による措置, en: measures by contract}, c: "3.1"}}\n'
    'security: [{measure: access, detail: {ja: 権限者に限定, en: authorised staff only}, c: "4.1"}, {measure: external-environment, '
    'detail: {ja: アメリカ合衆国の制度を把握した上で契約により安全管理を求めています, en: we know the system of the United States and ask for security by contract}, c: "4.2"}]',
)  # fmt: skip
def external_environment_untold(given: Given) -> Iterator[Hit]:
    """Yield one hit for all of them: one measure answers for every country."""
    policy = given.policy
    told = any(one.measure == "external-environment" for one in policy.security)
    if told or not policy.security or not given.follows("JP-APPI"):
        return  # UPH142 speaks of a policy without any measure
    abroad = {
        name: tuple(dict.fromkeys([*([one.country] if one.country else []), *one.countries]))
        for name, one in policy.recipients.items()
        if one.class_ in PROCESSORS
        and (one.worldwide or {one.country, *one.countries} - {"JP", None})
    }
    if abroad:
        names = ", ".join(f"`{name}`" for name in abroad)
        countries = sorted({code for codes in abroad.values() for code in codes} - {"JP"})
        where = f" ({', '.join(countries)})" if countries else ""
        yield Hit(
            path=("security",),
            key=True,
            what=Text(
                en=f"{names} handles data abroad{where}, and no measure is about that country's system",
                ja=f"{names} は外国{where}で取り扱いますが、その国の制度の把握が措置にありません",
            ),
            remedy=Text(
                en="add `- {measure: external-environment, detail: …}` with the country and what "
                "you do about its system",
                ja="`- {measure: external-environment, detail: …}` に国名と講じた措置を書いてください",
            ),
        )


__all__ = ["rule"]
