"""Special care-required personal information (要配慮個人情報): acquired with consent, or on a ground."""

from collections.abc import Iterator

from upheld.policy.language.data import DataUse
from upheld.policy.model import Policy
from upheld.policy.rules.rule import Given, Hit, Registry
from upheld.vocabulary.category import find, within
from upheld.wording import Text

rule = Registry[Given]()

_GROUNDS = frozenset({"consent", "legal-duty", "vital-interest"})
"""Bases that Article 20(2) knows: consent, laws and regulations (i), life, body or property (ii)."""


@rule(
    "UPH234", "special-care-without-consent", "error",
    title=Text(
        en="Special care-required data without consent", ja="要配慮個人情報に同意も例外の根拠もない"
    ),
    why=Text(
        en="Special care-required personal information is acquired only with the person's consent, "
        "or where a law, a life or another ground of Article 20(2) asks for it; a contract is none.",
        ja="要配慮個人情報は、本人の同意か、法令や生命の保護など20条2項各号の場合でなければ取得できません。"
        "契約は根拠になりません。",
    ),
    law=("APPI 2(3)", "APPI 20(2)"),
    bad='data: {health.condition: {purposes: [provide], c: "1.3"}}\n'
    'retention: {care: {keep: P1Y, basis: {ja: 契約, en: contract}, data: [health.condition], counted_from: {ja: 取得の日, en: the day of acquisition}, c: "5.3"}}',
    good='data: {health.condition: {purposes: [provide], c: "1.3"}}\n'
    'consent: {health: {label: {ja: 健康情報の取得, en: health data}, data: [health.condition], withdraw: [settings], c: "8.1"}}\n'
    'retention: {care: {keep: P1Y, basis: {ja: 契約, en: contract}, data: [health.condition], counted_from: {ja: 取得の日, en: the day of acquisition}, c: "5.3"}}',
)  # fmt: skip
def special_care_without_consent(given: Given) -> Iterator[Hit]:
    policy = given.policy
    if not given.follows("JP-APPI"):
        return
    for name, use in policy.data.items():
        # Whoever handles it for somebody got it by entrustment (20(2)(viii), Order 9(ii)); what
        # was made public may be within 20(2)(vii).
        if use.role == "processor" or set(use.source) == {"public"} or _on_a_ground(policy, use):
            continue
        bare = [
            one
            for one in policy.items_of(name)
            if (known := find(one)) and known.special_care and not _consented(policy, one)
        ]
        if bare:
            listed = ", ".join(f"`{one}`" for one in bare)
            yield Hit(
                path=("data", name),
                key=True,
                what=Text(
                    en=f"special care-required data is held without consent: {listed}",
                    ja=f"要配慮個人情報に同意の定めがありません: {listed}",
                ),
                remedy=Text(
                    en="ask under `consent:` with `data:` and `how: express`, or give its purpose the "
                    "basis `consent`, `legal-duty` or `vital-interest` that it has",
                    ja="`consent:` に `data:` を挙げて明示の同意を定めるか、利用目的の `basis` に実際の根拠"
                    "(`consent`、`legal-duty`、`vital-interest`)を書いてください",
                ),
            )


def _on_a_ground(policy: Policy, use: DataUse) -> bool:
    """Whether some purpose rests on consent or on a ground: with it, the data was acquired."""
    asked = {
        purpose
        for item in policy.consent.values()
        if item.how == "express" and not item.data
        for purpose in item.purposes
    }
    return any(
        purpose in asked
        or ((one := policy.purposes.get(purpose)) is not None and _GROUNDS & {*one.basis})
        for purpose in use.purposes
    )


def _consented(policy: Policy, category: str) -> bool:
    return any(
        within(category, held)
        for item in policy.consent.values()
        if item.how == "express"
        for named in item.data
        for held in policy.items_of(named)
    )


__all__ = ["rule"]
