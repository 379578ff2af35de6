"""Who receives data: roles, countries, exceptions, joint use (APPI art. 25, 27, 28)."""

import re
from collections.abc import Iterator

from upheld.law.packs.spelling import articles
from upheld.policy.language.recipients import PROCESSORS, Recipient
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.vocabulary.category import within
from upheld.wording import Text

rule = Registry[Given]()

_LAW_OF = {
    "outsourcing": "27(5)(i)", "succession": "27(5)(ii)", "joint-use": "27(5)(iii)",
    "legal-order": "27(1)(i)", "other-law": "27(1)(i)", "vital": "27(1)(ii)",
    "public-health": "27(1)(iii)", "public-body": "27(1)(iv)",
}  # fmt: skip
"""Which items of APPI art. 27 allow which exception; every other code has none there.

`other-law` is a case "based on laws and regulations" and rests on item (i) as an order does,
or on the other law alone.
"""


@rule(
    "UPH109", "joint-use-incomplete", "error",
    title=Text(en="Items of joint use are missing", ja="共同利用の公表事項が欠けている"),
    why=Text(
        en="Joint use is no third-party provision only if all items were told beforehand: the "
        "data, the users, the purposes, and who is responsible with address and representative.",
        ja="共同利用が第三者提供に当たらないのは、項目・利用者の範囲・目的・管理責任者の名称、住所、"
        "代表者を事前に示した場合に限られます。",
    ),
    law=("APPI 27(5)(iii)",),
    bad='joint_use: {items: {of: [all], c: "3.1"}, users: {companies: {}, c: "3.2"}, purposes: {guide: {ja: 案内, en: guidance, c: "3.3"}}, '
    'responsible: {name: 株式会社サンプル商店, address: 東京, c: "3.4"}, c: "3"}',
    good='joint_use: {items: {of: [contact.email], c: "3.1"}, users: {companies: {parent: {ja: 見本持株株式会社, en: Mihon Holdings}}, c: "3.2"}, '
    'purposes: {guide: {ja: 案内, en: guidance, c: "3.3"}}, responsible: {name: 株式会社サンプル商店, address: 東京, '
    'representative: {name: 見本 花子, title: 代表取締役}, c: "3.4"}, c: "3"}',
)  # fmt: skip
def joint_use_incomplete(given: Given) -> Iterator[Hit]:
    joint = given.policy.joint_use
    if joint is None:
        return
    missing = []
    if not joint.purposes:
        missing.append((("purposes",), Text(en="purposes", ja="利用目的")))
    if not joint.users.companies and not joint.users.list_url:
        missing.append((("users",), Text(en="joint users", ja="共同利用者の範囲")))
    if "all" in joint.items.of:
        missing.append((("items",), Text(en="items, each named", ja="項目の明示")))
    if joint.responsible.representative is None:
        missing.append((("responsible",), Text(en="the representative", ja="管理責任者の代表者")))
    for path, what in missing:
        yield Hit(
            path=("joint_use", *path),
            key=True,
            what=Text(
                en=f"joint use does not tell: {what.en}",
                ja=f"共同利用で示されていません: {what.ja}",
            ),
            remedy=Text(en="declare it", ja="宣言してください"),
        )


@rule(
    "UPH124", "one-party-two-roles", "warning",
    title=Text(en="One party in two roles", ja="一つの相手方に二つの立場がある"),
    why=Text(
        en="Who acts for the company and who decides for itself has different duties. One party "
        "may truly be both: then each entry says for which data or for which purposes, and they "
        "share none.",
        ja="委託先と独立した第三者では、義務が異なります。同じ相手方が両方の立場に立つこともありますが、"
        "その場合は、それぞれがどの情報または利用目的についてのものかを、重ならないように示す必要があります。",
    ),
    law=("APPI 27(1)", "APPI 27(5)(i)"),
    bad='recipients:\n  pay: {ja: 決済A, en: Pay A, class: processor, country: JP, c: "3.1"}\n  seller: {ja: 決済A, en: Pay A, class: merchant, country: JP, c: "3.2"}',
    good='recipients: {pay: {ja: 決済A, en: Pay A, class: processor, country: JP, roles: {managed: merchant}, c: "3.1"}}',
)  # fmt: skip
def one_party_two_roles(given: Given) -> Iterator[Hit]:
    seen: dict[str, tuple[str, Recipient]] = {}
    for name, one in given.policy.recipients.items():
        first, other = seen.setdefault(one.en.casefold(), (name, one))
        if first == name or other.class_ == one.class_ or _told_apart(one, other):
            continue
        yield Hit(
            path=("recipients", name),
            key=True,
            what=Text(
                en=f"`{name}` ({one.class_}) and `{first}` ({other.class_}) are the same party",
                ja=f"`{name}`({one.class_})と `{first}`({other.class_})は同じ相手方です",
            ),
            remedy=Text(
                en="say under `receives:` or `purposes:` what each is about, with nothing in both; "
                "or join the two, and say under `roles:` when its role differs",
                ja="それぞれの対象を `receives:` または `purposes:` で重ならないように示すか、一つにまとめて、"
                "立場が変わる場合を `roles:` に書いてください",
            ),
        )


def _told_apart(one: Recipient, other: Recipient) -> bool:
    """Say whether two entries of one party are about other data, or serve other purposes."""
    pairs = ((one.receives, other.receives), (one.purposes, other.purposes))
    return any(ours and theirs and not set(ours) & set(theirs) for ours, theirs in pairs)


@rule(
    "UPH125", "sub-processor-of-own-data", "warning",
    title=Text(
        en="`Sub-processor` for data of the company's own", ja="自社の情報の委託先を再委託先としている"
    ),
    why=Text(
        en="A sub-processor works under a processor; for data the company decides about it is a processor.",
        ja="再委託先は受託した情報について使う語です。自ら取り扱う情報では委託先です。",
    ),
    law=("APPI 25", "APPI 27(5)(i)"),
    bad='recipients: {host: {ja: 配信A, en: Host A, class: sub-processor, country: JP, receives: [contact.email], contract: {since: 2026-01-01}, c: "3.1"}}',
    good='recipients: {host: {ja: 配信A, en: Host A, class: processor, country: JP, receives: [contact.email], contract: {since: 2026-01-01}, c: "3.1"}}',
)  # fmt: skip
def sub_processor_of_own_data(given: Given) -> Iterator[Hit]:
    policy = given.policy
    for name, one in policy.recipients.items():
        own = [d for d in one.receives if d in policy.data and policy.data[d].role == "controller"]
        entrusted = [d for d in one.receives if d in policy.data and d not in own]
        if one.class_ == "sub-processor" and own and not entrusted:
            yield Hit(
                path=("recipients", name, "class"),
                what=Text(
                    en=f"`{name}` is a sub-processor and receives only data of the company's own",
                    ja=f"`{name}` は再委託先とされていますが、自社の情報だけを受け取ります",
                ),
                remedy=Text(en="write `class: processor`", ja="`class: processor` としてください"),
            )


@rule(
    "UPH126", "abroad-without-country", "warning",
    title=Text(
        en="A recipient abroad without country or explanation", ja="外国の提供先に国名や説明がない"
    ),
    why=Text(
        en="People are told the country, its system and what the recipient does to protect data.",
        ja="外国の名称、その国の制度、提供先が講ずる措置の情報提供が必要です。",
    ),
    law=("APPI 28(2)", "APPI 28(3)"),
    bad='recipients: {host: {ja: 配信A, en: Host A, country: US, contract: {since: 2026-01-01}, c: "3.1"}}',
    good='recipients: {host: {ja: 配信A, en: Host A, country: US, transfer: equivalent-measures, contract: {since: 2026-01-01}, '
    'measures: {ja: 契約による措置, en: measures by contract}, c: "3.1"}}',
)  # fmt: skip
def abroad_without_country(given: Given) -> Iterator[Hit]:
    if not given.follows("JP-APPI"):
        return
    for name, one in given.policy.recipients.items():
        countries = {*one.countries, *([one.country] if one.country else [])}
        if (
            not countries
            and not one.worldwide
            and one.class_ not in ("public-body", "customer-directed")
        ):
            yield Hit(
                path=("recipients", name),
                key=True,
                what=Text(en=f"`{name}` has no country", ja=f"`{name}` に国がありません"),
                remedy=Text(
                    en="add `country: JP` or where it is", ja="`country:` を追加してください"
                ),
            )
        elif (
            (countries - {"JP"} or one.worldwide)
            and one.measures is None
            # Rules art. 15: the EU and the UK, for which article 28 asks nothing more.
            and one.transfer != "designated-country"
        ):
            yield Hit(
                path=("recipients", name),
                key=True,
                what=Text(
                    en=f"`{name}` is abroad, and nothing says what protects data there",
                    ja=f"`{name}` は外国にありますが、保護の措置が示されていません",
                ),
                remedy=Text(
                    en="add `transfer:` and `measures:` with what people are told",
                    ja="`transfer:` と `measures:` に情報提供の内容を書いてください",
                ),
            )


@rule(
    "UPH127", "exception-too-wide", "warning",
    title=Text(
        en="An exception wider than the law's", ja="法律より広い第三者提供の例外がある"
    ),
    why=Text(
        en="Provision without consent is allowed in the cases of article 27 and no others.",
        ja="同意のない第三者提供は第27条に定める場合に限られます。",
    ),
    law=("APPI 27(1)", "APPI 27(5)"),
    bad='provision: {exceptions: {own: {code: own-rights, law: "APPI 27(1)(i)", needs: [reason], c: "6.4"}}, c: "6"}',
    good='provision: {exceptions: {order: {code: legal-order, law: "APPI 27(1)(i)", needs: [document, approver], c: "6.4"}}, c: "6"}',
)  # fmt: skip
def exception_too_wide(given: Given) -> Iterator[Hit]:
    provision = given.policy.provision
    for name, one in provision.exceptions.items() if provision is not None else ():
        cited = articles(one.law)
        of_27 = any(article.partition("(")[0] == "27" for article in cited)
        reviewed = one.code == "other-law" and not of_27
        consent = re.search(r"consent|同意", one.law)
        if reviewed or consent or _LAW_OF.get(one.code) in cited:
            continue
        yield Hit(
            path=("provision", "exceptions", name, "law"),
            what=Text(
                en=f"`{one.law}` does not allow the exception `{one.code}`",
                ja=f"`{one.law}` は例外 `{one.code}` の根拠になりません",
            ),
            remedy=Text(
                en="name the item of article 27 that fits, or ask for consent "
                "(`law: consent, APPI 27(1)`)",
                ja="第27条の該当する号を書くか、同意(`law: consent, APPI 27(1)`)によってください",
            ),
        )


@rule(
    "UPH128", "exception-twice", "information",
    title=Text(en="An exception stands twice", ja="同じ例外が二度書かれている"),
    why=Text(
        en="Two lines for one case drift apart.", ja="同じ場合の二つの定めは、やがて食い違います。"
    ),
    bad='provision: {exceptions: {a: {code: outsourcing, law: "APPI 27(5)(i)", needs: [contract], c: "6.1"}, b: {code: outsourcing, law: "APPI 27(5)(i)", needs: [contract], c: "6.8"}}, c: "6"}',
    good='provision: {exceptions: {a: {code: outsourcing, law: "APPI 27(5)(i)", needs: [contract], c: ["6.1", "6.8"]}}, c: "6"}',
)  # fmt: skip
def exception_twice(given: Given) -> Iterator[Hit]:
    provision = given.policy.provision
    seen: dict[tuple[str, str, tuple[str, ...]], str] = {}
    for name, one in provision.exceptions.items() if provision is not None else ():
        first = seen.setdefault((one.code, one.law, one.to), name)
        if first != name:
            yield Hit(
                path=("provision", "exceptions", name),
                key=True,
                what=Text(
                    en=f"`{name}` is the same exception as `{first}`",
                    ja=f"`{name}` は `{first}` と同じ例外です",
                ),
                remedy=Text(
                    en="join them: one line may carry several clauses",
                    ja="一つにまとめてください(一行に複数の条項を書けます)",
                ),
            )


@rule(
    "UPH148", "recipient-unnamed", "warning",
    title=Text(en="A recipient has no name", ja="提供先の名称がない"),
    why=Text(
        en="Who takes the card or decides for itself has to be named.",
        ja="決済事業者や自ら取り扱う第三者は名称を示す必要があります。",
    ),
    law=("APPI 27(1)", "APPI 29(1)"),
    bad='recipients: {pay: {ja: 決済代行会社, en: a payment company, class: merchant, named: false, country: JP, c: "3.1"}}',
    good='recipients: {pay: {ja: 決済A, en: Pay A, class: merchant, country: JP, c: "3.1"}}',
)  # fmt: skip
def recipient_unnamed(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.recipients.items():
        if not one.named and one.class_ in (
            "third-party",
            "merchant",
            "joint-user",
            "sub-processor",
        ):
            yield Hit(
                path=("recipients", name),
                key=True,
                what=Text(
                    en=f"`{name}` ({one.class_}) is described and not named",
                    ja=f"`{name}`({one.class_})の名称がありません",
                ),
                remedy=Text(en="write its name", ja="名称を書いてください"),
            )


@rule(
    "UPH203", "recipient-without-contract", "warning",
    title=Text(en="A recipient without a contract", ja="契約のない委託先"),
    why=Text(
        en="Whoever handles data for the company is bound by contract and supervised.",
        ja="委託先とは契約を結び、必要かつ適切な監督を行う必要があります。",
    ),
    law=("APPI 25", "CCPA 1798.100(d)", "11 CCR 7051"),
    bad='recipients: {host: {ja: 配信A, en: Host A, country: JP, c: "3.1"}}',
    good='recipients: {host: {ja: 配信A, en: Host A, country: JP, contract: {since: 2026-01-01}, c: "3.1"}}',
)  # fmt: skip
def recipient_without_contract(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.recipients.items():
        if one.class_ in PROCESSORS and one.contract is None:
            yield Hit(
                path=("recipients", name),
                key=True,
                severity="error" if given.follows("US-CA-CCPA") else None,
                what=Text(
                    en=f"`{name}` ({one.class_}) has no contract",
                    ja=f"`{name}`({one.class_})の契約がありません",
                ),
                remedy=Text(
                    en="add `contract: {since: YYYY-MM-DD}`",
                    ja="`contract: {since: YYYY-MM-DD}` を追加してください",
                ),
            )


@rule(
    "UPH224", "recipient-and-data-disagree", "error",
    title=Text(
        en="A group of data and a recipient say different things",
        ja="情報の側と提供先の側で、受け取る情報が食い違う",
    ),
    why=Text(
        en="`receives:` is all that a recipient gets, and anything else is blocked; `recipients:` "
        "is everybody a group goes to. Where each names somebody or something and not the other, "
        "the page says both that data is handed over and that it is not. What a line leaves out "
        "altogether is read from the other one.",
        ja="`receives:` は提供先が受け取るすべてで、これ以外は遮断されます。`recipients:` はその情報を渡す相手の"
        "すべてです。両方に記載があって互いに相手がないと、渡すとも渡さないとも書かれたページになります。"
        "一方に何も書かなければ、もう一方の記載によります。",
    ),
    law=("APPI 25", "APPI 27(1)", "APPI 29(1)"),
    bad='data: {commerce.order: {recipients: [books], c: "1.2"}}\n'
    'recipients: {books: {ja: 記帳A, en: Books A, country: JP, receives: [contact.email], contract: {since: 2026-01-01}, c: "3.1"}}',
    good='data: {commerce.order: {recipients: [books], c: "1.2"}}\n'
    'recipients: {books: {ja: 記帳A, en: Books A, country: JP, receives: [contact.email, commerce.order], contract: {since: 2026-01-01}, c: "3.1"}}',
)  # fmt: skip
def recipient_and_data_disagree(given: Given) -> Iterator[Hit]:
    """Yield what one side names and the other does not; a part of a group is enough for it."""
    policy = given.policy
    for name, use in policy.data.items():
        for recipient in use.recipients:
            one = policy.recipients.get(recipient)
            if one is not None and one.receives and not _reaches(policy, recipient, name):
                yield Hit(
                    path=("data", name, "recipients"),
                    what=Text(
                        en=f"`{name}` goes to `{recipient}`, whose `receives:` does not contain it",
                        ja=f"`{name}` を渡す `{recipient}` の `receives:` に、この情報がありません",
                    ),
                    remedy=Text(
                        en=f"add `{name}` to `recipients.{recipient}.receives`, or take "
                        f"`{recipient}` out here",
                        ja=f"`recipients.{recipient}.receives` に `{name}` を加えるか、ここから "
                        f"`{recipient}` を除いてください",
                    ),
                )
    for recipient, one in policy.recipients.items():
        for received in one.receives:
            # A category inside groups is part of them without being named: only an entry's own
            # name is one that its `recipients:` speak about.
            named = policy.data.get(received)
            if named is not None and named.recipients and recipient not in named.recipients:
                yield Hit(
                    path=("recipients", recipient, "receives"),
                    what=Text(
                        en=f"`{recipient}` receives `{received}`, whose `recipients:` name others only",
                        ja=f"`{recipient}` が受け取る `{received}` の `recipients:` には、他の相手しかありません",
                    ),
                    remedy=Text(
                        en=f"add `{recipient}` to `data.{received}.recipients`, or take "
                        f"`{received}` out here",
                        ja=f"`data.{received}.recipients` に `{recipient}` を加えるか、ここから "
                        f"`{received}` を除いてください",
                    ),
                )


def _reaches(policy: Policy, recipient: str, group: str) -> bool:
    return any(
        within(item, given) or within(given, item)
        for item in policy.items_of(group)
        for given in policy.received(recipient)
    )


__all__ = ["rule"]
