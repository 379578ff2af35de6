"""What people may ask for: missing, denied, conditional, without a date (APPI art. 32-39)."""

from collections.abc import Iterator, Mapping, Sequence

from upheld.policy.language.rights import RightKind
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()

GRANTED: tuple[RightKind, ...] = (
    "purpose-notice", "disclosure", "correction", "suspension", "provision-stop",
)  # fmt: skip
"""What APPI grants whatever a policy says: 32(2), 33(1), 34, 35(1), 35(3)."""
CARRIED_OUT: frozenset[RightKind] = frozenset(
    {"disclosure", "correction", "deletion", "delete", "know", "correct"}
)
"""What is carried out on the stores; the others are kept by people."""
_PROCEDURES: Mapping[RightKind, tuple[Text, str]] = {
    "purpose-notice": (Text(en="be told the purpose of use", ja="利用目的の通知"), "32(2)"),
    "disclosure": (Text(en="disclosure", ja="開示"), "33(1)"),
    "correction": (Text(en="correction", ja="訂正等"), "34(1)"),
    "suspension": (
        Text(en="suspension of use or erasure", ja="利用停止等(利用の停止・消去)"),
        "35(1), (5)",
    ),
}
"""Whose procedure is published (32(1)(iii)); for 33(5) and 35(3) there are rules of their own."""
_NO_LONGER = ("unneeded", "leak", "harm")
"""APPI 35(5): for suspension of use or erasure, and for a stop of provision."""
_SUSPENSION_GROUNDS = ("beyond-purpose", "improper-use", "deceit", "no-consent", *_NO_LONGER)
"""APPI 35(1): handled against art. 18 or 19, acquired against art. 20(1) or 20(2); 35(5)."""
_STOP_GROUNDS = ("unlawful-provision", *_NO_LONGER)
"""APPI 35(3): provided against art. 27(1) or 28; 35(5)."""


@rule(
    "UPH112", "provision-records-missing", "warning",
    title=Text(
        en="Disclosure of provision records is not mentioned", ja="第三者提供記録の開示がない"
    ),
    why=Text(
        en="A person may ask to see the records of provision to third parties.",
        ja="本人は第三者提供記録の開示を求めることができます。",
    ),
    law=("APPI 33(5)",),
    bad="rights: {provision-records: null}",
    good='rights: {provision-records: {offered: true, c: "7.2"}}',
)  # fmt: skip
def provision_records_missing(given: Given) -> Iterator[Hit]:
    if given.follows("JP-APPI") and "provision-records" not in given.policy.rights:
        yield _missing(
            "provision-records",
            Text(
                en="the right to see provision records is not mentioned",
                ja="第三者提供記録の開示が示されていません",
            ),
        )


def _missing(kind: str, what: Text, *, grounds: Sequence[str] = ()) -> Hit:
    stated = f"grounds: [{', '.join(grounds)}], " if grounds else ""
    return Hit(
        path=("rights",),
        key=True,
        what=what,
        remedy=Text(
            en=f"add `{kind}: {{offered: true, {stated}c: …}}` under `rights:`",
            ja=f"`rights:` に `{kind}: {{offered: true, {stated}c: …}}` を追加してください",
        ),
    )


@rule(
    "UPH113", "no-electronic-disclosure", "warning",
    title=Text(en="No choice of electronic disclosure", ja="電磁的記録による開示の選択がない"),
    why=Text(
        en="The person chooses how disclosure is made, an electronic record included.",
        ja="電磁的記録の提供を含め、本人が開示の方法を請求できます。",
    ),
    law=("APPI 33(1)", "APPI 33(2)"),
    bad="rights: {disclosure: {forms: [paper]}}",
    good="rights: {disclosure: {forms: [electronic, paper]}}",
)  # fmt: skip
def no_electronic_disclosure(given: Given) -> Iterator[Hit]:
    right = given.policy.rights.get("disclosure")
    if right is not None and right.offered and "electronic" not in right.forms:
        yield Hit(
            path=("rights", "disclosure"),
            key=True,
            what=Text(
                en="disclosure offers no electronic form", ja="開示の方法に電磁的記録がありません"
            ),
            remedy=Text(
                en="write `forms: [electronic, paper]`",
                ja="`forms: [electronic, paper]` と書いてください",
            ),
        )


@rule(
    "UPH114", "suspension-grounds-old", "warning",
    title=Text(
        en="A ground for suspension or for a stop of provision is left out",
        ja="利用停止等・第三者提供の停止の理由が欠けている",
    ),
    why=Text(
        en="A person may have use suspended or data erased when it is used beyond the purpose (art. 18) or "
        "improperly (19), or was acquired by deceit (20(1)) or, being special care-required, without consent "
        "(20(2)); may have provision without consent stopped (27(1), 28); and both when the data is no longer "
        "needed, after a reportable breach, or when harm is likely.",
        ja="本人は、目的外の利用(18条)、不適正な利用(19条)、不正の手段による取得(20条1項)、同意のない"
        "要配慮個人情報の取得(20条2項)のときに利用停止等を、同意のない第三者提供(27条1項・28条)のときに"
        "その停止を請求できます。利用する必要がなくなった場合、漏えい等が生じた場合、権利利益が害される"
        "おそれがある場合は、そのどちらも請求できます。",
    ),
    law=("APPI 35(1)", "APPI 35(3)", "APPI 35(5)"),
    bad="rights: {suspension: {grounds: [beyond-purpose, deceit]}}",
    good="rights: {suspension: {grounds: [beyond-purpose, improper-use, deceit, no-consent, unneeded, leak, harm]}}",
)  # fmt: skip
def suspension_grounds_old(given: Given) -> Iterator[Hit]:
    if not given.follows("JP-APPI"):
        return
    rights = given.policy.rights
    unneeded = rights.get("suspension-unneeded")
    elsewhere = unneeded.grounds if unneeded is not None and unneeded.offered else ()
    yield from _left_out(given, "suspension", _SUSPENSION_GROUNDS, elsewhere)
    yield from _left_out(given, "provision-stop", _STOP_GROUNDS, ())
    if "provision-stop" not in rights:
        yield _missing(
            "provision-stop",
            Text(
                en="the right to have third-party provision stopped is not mentioned",
                ja="第三者提供の停止が示されていません",
            ),
            grounds=_STOP_GROUNDS,
        )


def _left_out(
    given: Given, kind: RightKind, granted: Sequence[str], elsewhere: Sequence[str]
) -> Iterator[Hit]:
    right = given.policy.rights.get(kind)
    if right is None or not right.offered:
        return
    missing = [ground for ground in granted if ground not in (*right.grounds, *elsewhere)]
    if missing:
        listed = ", ".join(missing)
        yield Hit(
            path=("rights", kind),
            key=True,
            what=Text(
                en=f"`{kind}` leaves out grounds that law grants: {listed}",
                ja=f"`{kind}` の理由に法定のものが欠けています: {listed}",
            ),
            remedy=Text(
                en=f"add to its `grounds:` {listed}",
                ja=f"その `grounds:` に {listed} を加えてください",
            ),
        )


@rule(
    "UPH233", "right-unmentioned", "warning",
    title=Text(en="A right that law grants is not mentioned", ja="法律が認める権利が示されていない"),
    why=Text(
        en="The procedure for notice of purpose, disclosure, correction and suspension (which is the "
        "erasure of APPI 35, too) has to be published, whether or not anybody has ever asked.",
        ja="利用目的の通知、開示、訂正等、利用停止等(35条の消去を含む)の求めに応じる手続は、公表が"
        "必要です。",
    ),
    law=("APPI 32(1)(iii)", "APPI 32(2)", "APPI 33(1)", "APPI 34(1)", "APPI 35(1)", "APPI 35(5)"),
    bad="rights: {correction: null}",
    good='rights: {correction: {offered: true, grounds: [untrue], c: "7.3"}}',
)  # fmt: skip
def right_unmentioned(given: Given) -> Iterator[Hit]:
    if not given.follows("JP-APPI"):
        return
    for kind, (name, article) in _PROCEDURES.items():
        if kind not in given.policy.rights:
            yield _missing(
                kind,
                Text(
                    en=f"the right to {name.en} is not mentioned (APPI {article})",
                    ja=f"{name.ja}が示されていません(個人情報保護法 {article})",
                ),
            )


@rule(
    "UPH115", "deletion-at-discretion", "warning",
    title=Text(en="Erasure only if the company finds it necessary", ja="消去を会社の判断に限っている"),
    why=Text(
        en="Where a legal ground is given, erasure is a duty and no favour.",
        ja="法定の理由がある場合、消去等は義務であり裁量ではありません。",
    ),
    law=("APPI 35(2)", "APPI 35(6)"),
    bad="rights: {deletion: {discretion: true}}",
    good="rights: {deletion: {discretion: false}}",
)  # fmt: skip
def deletion_at_discretion(given: Given) -> Iterator[Hit]:
    for kind, right in given.policy.rights.items():
        if right.discretion and kind != "complaint":
            yield Hit(
                path=("rights", kind, "discretion"),
                what=Text(
                    en=f"`{kind}` depends on what the company finds necessary",
                    ja=f"`{kind}` を会社が必要と認めた場合に限っています",
                ),
                remedy=Text(
                    en="name the grounds on which it is done, and drop `discretion`",
                    ja="応じる理由を `grounds:` に書き、`discretion` を外してください",
                ),
            )


@rule(
    "UPH116", "fee", "information",
    title=Text(en="A fee has to be reasonable", ja="手数料は合理的な額でなければならない"),
    why=Text(
        en="A fee is allowed for notice of purpose and for disclosure, within what the work costs.",
        ja="手数料は利用目的の通知と開示に限り、実費を勘案した合理的な範囲で定められます。",
    ),
    law=("APPI 38(1)", "APPI 38(2)"),
    bad='rights: {disclosure: {fee: {amount: 1000, c: "7.1"}}}',
    good="rights: {disclosure: {fee: null}}",
)  # fmt: skip
def fee(given: Given) -> Iterator[Hit]:
    for kind, right in given.policy.rights.items():
        if right.fee is not None:
            yield Hit(
                path=("rights", kind, "fee"),
                key=True,
                what=Text(
                    en=f"`{kind}` costs {right.fee.amount} {right.fee.currency}",
                    ja=f"`{kind}` に {right.fee.amount} {right.fee.currency} の手数料があります",
                ),
                remedy=Text(
                    en="keep a note of the actual cost it is based on",
                    ja="算定の根拠となる実費の記録を残してください",
                ),
            )


@rule(
    "UPH117", "no-time-limit", "warning",
    title=Text(en="No time limit in numbers", ja="期限が数字で示されていない"),
    why=Text(
        en="`Without delay` cannot be checked; a number can.",
        ja="「遅滞なく」だけでは守られたかを確かめられません。",
    ),
    law=("APPI 33(2)", "APPI 39"),
    bad='desk: {clock: {without_delay: true, internal: null, c: "7.7"}}',
    good='desk: {clock: {without_delay: true, internal: P14D, c: "7.7"}}',
)  # fmt: skip
def no_time_limit(given: Given) -> Iterator[Hit]:
    policy = given.policy
    common = policy.desk.clock if policy.desk is not None else None
    if common is not None and (common.due or common.internal):
        return
    for kind, right in policy.rights.items():
        clock = right.clock
        if right.offered and not (clock is not None and (clock.due or clock.internal)):
            yield Hit(
                path=("rights", kind),
                key=True,
                what=Text(
                    en=f"`{kind}` has no time limit in numbers",
                    ja=f"`{kind}` に数字の期限がありません",
                ),
                remedy=Text(
                    en="add `clock: {due: …}` or an internal target, here or under `desk:`",
                    ja="ここか `desk:` に `clock: {due: …}` または社内目標 `internal:` を追加してください",
                ),
            )


@rule(
    "UPH122", "right-denied", "error",
    title=Text(en="A right is denied that law grants", ja="法律が認める権利を否定している"),
    why=Text(
        en="A denial holds only for data that the company handles for somebody else: say so.",
        ja="応じないと言えるのは、委託を受けて取り扱う情報に限られます。範囲を明示してください。",
    ),
    law=("APPI 32(2)", "APPI 33", "APPI 34", "APPI 35", "CCPA 1798.110"),
    bad="rights: {disclosure: {offered: false}}",
    good='data: {content.text: {purposes: provide, role: processor, instructed_by: customer, c: "1.3"}}\n'
    'retention: {texts: {keep: P1Y, basis: {ja: 契約, en: contract}, data: [content.text], c: "5.3"}}\n'
    'rights: {export: {offered: false, data: [content.text], c: "7.9"}}',
)  # fmt: skip
def right_denied(given: Given) -> Iterator[Hit]:
    policy = given.policy
    for kind, right in policy.rights.items():
        granted = kind in GRANTED and given.follows("JP-APPI")
        also_access = kind == "export"
        if right.offered or not (granted or also_access):
            continue
        ours = [
            name
            for name in right.data or policy.data
            if name not in policy.data or policy.data[name].role == "controller"
        ]
        disclosure = policy.rights.get("disclosure")
        access_stays = (
            also_access and disclosure is not None and disclosure.offered and bool(right.data)
        )
        if ours and not access_stays:
            yield Hit(
                path=("rights", kind, "offered"),
                # Portability is a right in California; Japan's law knows none.
                severity="information" if also_access and not given.follows("US-CA-CCPA") else None,
                what=Text(
                    en=f"`{kind}` is denied for data that the company itself is responsible for",
                    ja=f"自ら取り扱う情報について `{kind}` を否定しています",
                ),
                remedy=Text(
                    en="offer it, or limit the denial with `data:` to groups of role processor",
                    ja="応じるか、`data:` で委託を受けた情報に限定してください",
                ),
            )


@rule(
    "UPH123", "opt-out-of-nothing", "warning",
    title=Text(en="An opt-out that stops nothing", ja="止めるものがない停止手続"),
    why=Text(
        en="An opt-out for a purpose that is not declared promises something that does not exist, "
        "or hides a purpose that does.",
        ja="宣言のない利用目的の停止は、存在しない約束か、隠れた利用目的のいずれかです。",
    ),
    law=("APPI 17(1)",),
    bad='stops: {mail: {where: [in-message], c: "8.1"}}',
    good='purposes: {news: {ja: ご案内, en: news, basis: consent, message: promotional, opt_in: true, opt_out: [in-message], c: "2.2"}}\n'
    'data: {contact.email: {purposes: [provide, news], c: "1.1"}}\n'
    'stops: {mail: {purposes: [news], where: [in-message], c: "8.1"}}',
)  # fmt: skip
def opt_out_of_nothing(given: Given) -> Iterator[Hit]:
    for name, switch in given.policy.stops.items():
        if not switch.purposes and not switch.data:
            yield Hit(
                path=("stops", name),
                key=True,
                what=Text(
                    en=f"the switch `{name}` names no purpose and no data",
                    ja=f"停止手続 `{name}` に利用目的もデータもありません",
                ),
                remedy=Text(
                    en="name what it stops under `purposes:` or `data:`",
                    ja="`purposes:` または `data:` に止める対象を書いてください",
                ),
            )


@rule(
    "UPH201", "opt-out-asks-identity", "error",
    title=Text(en="An opt-out asks who you are", ja="オプトアウトに本人確認を求めている"),
    why=Text(
        en="A request to opt out needs no verification; a carmaker paid 632,500 dollars for "
        "asking eight things.",
        ja="停止の求めに本人確認は不要です。8項目を求めて制裁金を科された例があります。",
    ),
    law=("11 CCR 7026(d)", "11 CCR 7060(b)"),
    bad='rights: {opt-out-sale-sharing: {offered: true, identity: {methods: [documents], c: "8.1"}, procedure: {owner: desk, every: P1M}, c: "8.1"}}',
    good='rights: {opt-out-sale-sharing: {offered: true, procedure: {owner: desk, every: P1M}, c: "8.1"}}',
)  # fmt: skip
def opt_out_asks_identity(given: Given) -> Iterator[Hit]:
    overlays = given.policy.regions.overlays if given.policy.regions is not None else {}
    places = [(("rights",), given.policy.rights)] + [
        (("regions", "overlays", name, "rights"), overlay.rights)
        for name, overlay in overlays.items()
    ]
    for path, rights in places:
        for kind, right in rights.items():
            if kind in ("opt-out-sale-sharing", "limit-use") and right.identity is not None:
                yield Hit(
                    path=(*path, kind, "identity"),
                    key=True,
                    what=Text(
                        en=f"`{kind}` asks for identity", ja=f"`{kind}` に本人確認を求めています"
                    ),
                    remedy=Text(
                        en="take `identity:` out: ask only for what finds the person",
                        ja="`identity:` を外し、本人を見つけるのに必要な情報だけを求めてください",
                    ),
                )


@rule(
    "UPH204", "right-without-control", "warning",
    title=Text(en="A right is shown and nothing carries it out", ja="権利を示すが実行する仕組みがない"),
    why=Text(
        en="A promise that neither software nor a person sees to is kept by chance.",
        ja="仕組みも担当者もない約束は、偶然にしか守られません。",
    ),
    bad="rights: {suspension: {procedure: null}}",
    good="rights: {suspension: {procedure: {owner: privacy-desk, every: P1M}}}",
)  # fmt: skip
def right_without_control(given: Given) -> Iterator[Hit]:
    for kind, right in given.policy.rights.items():
        by_hand = right.procedure is not None
        if right.offered and kind not in CARRIED_OUT and not by_hand and kind in GRANTED[3:]:
            yield Hit(
                path=("rights", kind),
                key=True,
                what=Text(
                    en=f"`{kind}` is offered, and nobody is named who carries it out",
                    ja=f"`{kind}` を示していますが、実行する担当がありません",
                ),
                remedy=Text(
                    en="add `procedure: {owner: …, every: …}`",
                    ja="`procedure: {owner: …, every: …}` を追加してください",
                ),
            )


__all__ = ["rule"]
