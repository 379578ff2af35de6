"""Purposes and data: open ends, missing reasons, ages, model improvement (APPI art. 17, 18)."""

import re
from collections.abc import Iterator

from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.wording import Text

rule = Registry[Given]()

_OPEN = re.compile(
    r"\b(?:any )?other (?:lawful )?purposes?\b|and so on|\betc\b|その他の目的|等の目的|など$|その他一切"
)
_TOPICS = {"advertising": "ads", "display": "display"}


@rule(
    "UPH102", "exception-of-other-topic", "error",
    title=Text(en="An exception names a purpose of another topic", ja="例外が別の事柄の利用目的を指している"),
    why=Text(
        en="A wrong reference makes the exception mean something nobody intended.",
        ja="参照を誤ると、例外が意図しない範囲に及びます。",
    ),
    law=("APPI 27(1)",),
    bad='purposes: {answer: {ja: 問合せ対応, en: answering, basis: contract, c: "2.6"}}\n'
    'data: {contact.email: {purposes: [provide, answer], c: "1.1"}}\n'
    'recipients: {adnet: {ja: 広告A, en: Ads A, class: third-party, country: JP, c: "3.1"}}\n'
    'provision: {exceptions: {ads: {code: advertising, law: "consent, APPI 27(1)", needs: [article], purposes: [answer], to: [adnet], c: "6.12"}}, c: "6"}',
    good='purposes: {ads: {ja: 広告, en: advertising, basis: consent, ads: true, c: "2.5"}}\n'
    'data: {contact.email: {purposes: [provide, ads], c: "1.1"}}\n'
    'recipients: {adnet: {ja: 広告A, en: Ads A, class: third-party, country: JP, c: "3.1"}}\n'
    'provision: {exceptions: {ads: {code: advertising, law: "consent, APPI 27(1)", needs: [article], purposes: [ads], to: [adnet], c: "6.12"}}, c: "6"}',
)  # fmt: skip
def exception_of_other_topic(given: Given) -> Iterator[Hit]:
    policy = given.policy
    provision = policy.provision
    for name, one in provision.exceptions.items() if provision is not None else ():
        for number, purpose in enumerate(one.purposes):
            declared = policy.purposes[purpose]
            wrong = (one.code == "advertising" and not declared.ads) or (
                one.code == "display" and (declared.ads or declared.message == "promotional")
            )
            if wrong:
                yield _other_topic(("provision", "exceptions", name, "purposes", number), purpose)
    for name, partner in policy.ads.items():
        for number, purpose in enumerate(partner.purposes):
            if partner.returns_join != purpose and not policy.purposes[purpose].ads:
                yield _other_topic(("ads", name, "purposes", number), purpose, "warning")


def _other_topic(path: tuple[str | int, ...], purpose: str, severity: str | None = None) -> Hit:
    return Hit(
        path=path,
        severity="warning" if severity == "warning" else None,
        what=Text(
            en=f"`{purpose}` is a purpose of another topic",
            ja=f"`{purpose}` は別の事柄の利用目的です",
        ),
        remedy=Text(
            en="name the purpose that is meant (advertising purposes say `ads: true`)",
            ja="意図する利用目的を書いてください(広告の利用目的には `ads: true`)",
        ),
    )


@rule(
    "UPH121", "two-ages", "warning",
    title=Text(en="Two age limits", ja="年齢の基準が二つある"),
    why=Text(
        en="Two ages may both be right, with different actions; the text has to say so.",
        ja="措置が異なれば二つの年齢もあり得ますが、その旨を示す必要があります。",
    ),
    law=("CCPA 1798.120(c)", "COPPA 312.2"),
    bad='children: [{under: 16, action: refuse-collection, c: "12.1"}, {under: 13, action: block-ai-input, c: "7.8"}]',
    good='children: [{under: 16, action: refuse-collection, c: "12.1"}, {under: 13, action: block-ai-input, why: {ja: 米国法の基準, en: the age of US law}, c: "7.8"}]',
)  # fmt: skip
def two_ages(given: Given) -> Iterator[Hit]:
    policy = given.policy
    ages: list[tuple[tuple[str | int, ...], int, bool]] = [
        (("children", n), one.under, one.why is not None) for n, one in enumerate(policy.children)
    ]
    if policy.ai is not None:
        ages += [
            (("ai", "prohibited", n), one.under, one.text is not None)
            for n, one in enumerate(policy.ai.prohibited)
            if one.under is not None
        ]
    if len({age for _, age, _ in ages}) > 1 and not any(explained for _, _, explained in ages):
        path, age, _ = ages[-1]
        yield Hit(
            path=path,
            what=Text(
                en=f"{age} here and {ages[0][1]} elsewhere, without a word on why",
                ja=f"ここでは {age} 歳、他では {ages[0][1]} 歳とされ、理由がありません",
            ),
            remedy=Text(
                en="say why under `why:` (or `text:`)",
                ja="`why:`(または `text:`)に理由を書いてください",
            ),
        )


@rule(
    "UPH129", "purpose-open-ended", "warning",
    title=Text(en="An open-ended purpose", ja="包括的な利用目的"),
    why=Text(
        en="Purposes are specified as far as possible; `other purposes` specifies nothing.",
        ja="利用目的はできる限り特定しなければならず、「その他の目的」は特定になりません。",
    ),
    law=("APPI 17(1)",),
    bad='purposes: {other: {ja: その他の目的, en: other purposes, basis: contract, c: "2.9"}}\n'
    'data: {contact.email: {purposes: [provide, other], c: "1.1"}}',
    good='purposes: {agreed: {ja: 本人が個別に同意した目的, en: purposes agreed to one by one, basis: consent, opt_in: true, open_ended: by-consent, c: "2.9"}}\n'
    'data: {contact.email: {purposes: [provide, agreed], c: "1.1"}}',
)  # fmt: skip
def purpose_open_ended(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.purposes.items():
        for language, words in (("ja", one.ja), ("en", one.en)):
            if one.open_ended is None and _OPEN.search(words):
                yield Hit(
                    path=("purposes", name, language),
                    what=Text(en=f"`{name}` has an open end", ja=f"`{name}` が包括的です"),
                    remedy=Text(
                        en="name each purpose, or bind further ones to consent "
                        "(`open_ended: by-consent`)",
                        ja="利用目的を列挙するか、同意に限ってください(`open_ended: by-consent`)",
                    ),
                )
                break


@rule(
    "UPH130", "category-open-ended", "warning",
    title=Text(en="An open-ended category of data", ja="包括的な取得項目"),
    why=Text(
        en="`Other information` tells nobody what is held.",
        ja="「その他の情報」では、何を持っているか分かりません。",
    ),
    law=("APPI 17(1)", "APPI 21"),
    bad='data: {contact.email: {purposes: provide, open_ended: true, c: "1.1"}}',
    good='data: {contact.email: {purposes: provide, c: "1.1"}}',
)  # fmt: skip
def category_open_ended(given: Given) -> Iterator[Hit]:
    for name, use in given.policy.data.items():
        if use.open_ended:
            yield Hit(
                path=("data", name, "open_ended"),
                what=Text(en=f"`{name}` has a catch-all", ja=f"`{name}` に包括的な項目があります"),
                remedy=Text(
                    en="name what is held and take `open_ended` out",
                    ja="項目を列挙し、`open_ended` を外してください",
                ),
            )


@rule(
    "UPH131", "list-structure", "warning",
    title=Text(en="A list is broken", ja="箇条書きが崩れている"),
    why=Text(
        en="A heading among its items, or a bracket left open, is a sign of lost text.",
        ja="項目に見出しが混じる、括弧が閉じないなどは、文章の欠落の兆しです。",
    ),
    bad='data: {contact.email: {purposes: provide, label: {ja: "連絡先(電話等", en: "contact (phone etc."}, c: "1.1"}}',
    good='data: {contact.email: {purposes: provide, label: {ja: 連絡先, en: contact}, c: "1.1"}}',
)  # fmt: skip
def list_structure(given: Given) -> Iterator[Hit]:
    for said in given.said:
        if _unbalanced(said.words) and _unbalanced(_MARKER.sub("", said.words)):
            yield Hit(
                path=said.path,
                what=Text(en="a bracket is not closed", ja="括弧が閉じていません"),
                remedy=Text(en="complete the text", ja="文を補ってください"),
            )
    for name, use in given.policy.data.items():
        if name in use.items:
            yield Hit(
                path=("data", name, "items"),
                what=Text(
                    en=f"the group `{name}` is one of its own items",
                    ja=f"グループ `{name}` が自身の項目になっています",
                ),
                remedy=Text(en="take it out of the list", ja="一覧から外してください"),
            )


_MARKER = re.compile(r"(?<![0-9A-Za-z(（])(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})[)）]")
"""`1)`, `a)`: the mark of an item, which needs no bracket before it."""


def _unbalanced(words: str) -> bool:
    return sum(map(words.count, "(（")) != sum(map(words.count, ")）"))


@rule(
    "UPH152", "improve-beside-no-training", "warning",
    title=Text(
        en="Improvement with content beside a promise of no training",
        ja="学習に使わない約束と、改善目的の利用が並んでいる",
    ),
    why=Text(
        en="Improving a model with content is training it: the difference has to be provable.",
        ja="利用者の内容によるモデルの改善は学習です。違いを証明できる必要があります。",
    ),
    law=("APPI 18(1)",),
    bad='purposes: {improve: {ja: サービスの改善, en: improving the service, basis: legitimate-interest, dpv: ImproveExistingProductsAndServices, c: "2.4"}}\n'
    'data: {content.text: {purposes: [provide, improve], c: "1.3"}}\n'
    'retention: {texts: {keep: P1Y, basis: {ja: 契約, en: contract}, data: [content.text], c: "5.3"}}\n'
    'ai: {training: [{default: never, data: [content], c: "4.3"}]}',
    good='purposes: {improve: {ja: サービスの改善, en: improving the service, basis: legitimate-interest, output: aggregate, dpv: ImproveExistingProductsAndServices, c: "2.4"}}\n'
    'data: {content.text: {purposes: [provide, improve], c: "1.3"}}\n'
    'retention: {texts: {keep: P1Y, basis: {ja: 契約, en: contract}, data: [content.text], c: "5.3"}}\n'
    'ai: {training: [{default: never, data: [content], c: "4.3"}]}',
)  # fmt: skip
def improve_beside_no_training(given: Given) -> Iterator[Hit]:
    policy = given.policy
    if policy.ai is None or not policy.ai.training:
        return
    with_content = {
        purpose
        for name, use in policy.data.items()
        if any(item.split(".")[0] == "content" for item in (*use.items, name))
        for purpose in use.purposes
    }
    for name in sorted(with_content):
        one = policy.purposes[name]
        improves = "improv" in f"{one.en} {one.dpv}".casefold() or "改善" in one.ja
        if improves and one.output == "rows":
            yield Hit(
                path=("purposes", name),
                key=True,
                what=Text(
                    en=f"`{name}` may use content row by row, and training is promised not to",
                    ja=f"`{name}` は内容を個票で使えますが、学習には使わないとされています",
                ),
                remedy=Text(
                    en="limit it with `output: aggregate`, or take content out of it",
                    ja="`output: aggregate` とするか、内容を対象から外してください",
                ),
            )


@rule(
    "UPH207", "purpose-without-basis", "warning",
    title=Text(en="A purpose without a basis", ja="根拠のない利用目的"),
    why=Text(
        en="Whether consent is needed can only be told where the basis is.",
        ja="根拠が示されて初めて、同意の要否が分かります。",
    ),
    law=("APPI 18", "CCPA 1798.100(c)"),
    bad="purposes: {provide: {basis: null}}",
    good="purposes: {provide: {basis: contract}}",
)  # fmt: skip
def purpose_without_basis(given: Given) -> Iterator[Hit]:
    for name, one in given.policy.purposes.items():
        if not one.basis:
            yield Hit(
                path=("purposes", name),
                key=True,
                what=Text(en=f"`{name}` has no basis", ja=f"`{name}` に根拠がありません"),
                remedy=Text(
                    en="add `basis: contract` (or consent, legitimate-interest, legal-duty, "
                    "published-purpose)",
                    ja="`basis: contract`(または consent、legitimate-interest、legal-duty、"
                    "published-purpose)を追加してください",
                ),
            )


@rule(
    "UPH212", "purpose-unused", "warning",
    title=Text(en="A purpose that no data serves", ja="使われない利用目的"),
    why=Text(
        en="A purpose without data is a promise about nothing, or data is missing from the list.",
        ja="データのない利用目的は、意味のない約束か、データの宣言漏れです。",
    ),
    law=("APPI 17(1)",),
    bad='purposes: {hire: {ja: 採用選考, en: hiring, basis: contract, c: "2.7"}}',
    good='purposes: {hire: {ja: 採用選考, en: hiring, basis: contract, c: "2.7"}}\n'
    'data: {employment.application: {purposes: [hire], c: "1.4"}}\n'
    'retention: {shopping: {data: [contact.email, commerce.order, employment.application]}}',
)  # fmt: skip
def purpose_unused(given: Given) -> Iterator[Hit]:
    policy = given.policy
    used = {purpose for use in policy.data.values() for purpose in use.purposes}
    used |= {p for one in policy.external_transmissions.values() for p in one.purposes}
    used |= {p for one in policy.ads.values() for p in (*one.purposes, one.returns_join) if p}
    for name, one in policy.purposes.items():
        if name not in used and not one.off and one.open_ended is None:
            yield Hit(
                path=("purposes", name),
                key=True,
                what=Text(en=f"no data serves `{name}`", ja=f"`{name}` に使うデータがありません"),
                remedy=Text(
                    en="name it under `purposes:` of the data it uses, or take it out",
                    ja="使うデータの `purposes:` に書くか、削除してください",
                ),
            )


__all__ = ["rule"]
