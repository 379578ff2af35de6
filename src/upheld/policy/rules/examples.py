"""The failing and the repaired example of a rule: a few lines over one small sound policy."""

from upheld.documents.positioned import Positioned, load, validate
from upheld.documents.yaml_tree import Node
from upheld.policy.model import Policy

BASE = """\
policy: {id: sample, version: "1.0", date: 2026-04-01, company: {ja: 株式会社サンプル商店, en: "Sample Store, Inc."}, law: [JP-APPI@2024-04], c: "0"}
handler:
  name: {ja: 株式会社サンプル商店, en: "Sample Store, Inc."}
  address: {ja: 東京都千代田区見本町一丁目, en: "1-chome, Mihoncho, Chiyoda-ku, Tokyo"}
  representative: {name: {ja: 見本 花子, en: Hanako Mihon}, title: {ja: 代表取締役, en: Representative Director}}
  c: "0"
channels:
  desk: {kind: email, to: privacy@sample-store.jp, c: "9.1"}
  counter: {kind: phone, to: 03-0000-0000, hours: {days: [mon, tue, wed, thu, fri], times: "10:00-17:00", closing: "12-29/01-03"}, c: "9.2"}
people: {customer: {label: {ja: お客様, en: customers}}}
purposes:
  provide: {ja: 商品の販売, en: selling goods, basis: contract, c: "2.1"}
data:
  contact.email: {purposes: provide, c: "1.1"}
  commerce.order: {purposes: provide, c: "1.2"}
security:
  - {measure: access, detail: {ja: 権限を持つ者に限定, en: limited to authorised staff}, c: "4.1"}
incidents:
  report: {c: "6.1"}
  tell: {c: "6.2"}
retention:
  shopping: {keep: P3Y, basis: {ja: 契約の履行, en: the contract}, data: [contact.email, commerce.order], counted_from: {ja: ご注文の日, en: the day of the order}, c: "5.1"}
  requests: {keep: P3Y, basis: {ja: 対応の説明, en: accountability}, c: "5.2"}
rights:
  purpose-notice: {offered: true, c: "7.0"}
  disclosure: {offered: true, forms: [electronic, paper], c: "7.1"}
  provision-records: {offered: true, c: "7.2"}
  correction: {offered: true, grounds: [untrue], c: "7.3"}
  suspension: {offered: true, grounds: [beyond-purpose, improper-use, deceit, no-consent, unneeded, leak, harm], procedure: {owner: privacy-desk, every: P1M}, c: "7.4"}
  provision-stop: {offered: true, grounds: [unlawful-provision, unneeded, leak, harm], procedure: {owner: privacy-desk, every: P1M}, c: "7.5"}
  deletion: {offered: true, c: "7.6"}
desk:
  channels: [desk]
  procedure_url: https://sample-store.jp/privacy/request
  clock: {without_delay: true, internal: P14D, c: "7.7"}
"""
"""A small policy that breaks no rule; the examples of rules are laid over it."""


def example(lines: str, *, base: str = BASE) -> Positioned[Policy]:
    """Lay a few lines over the base policy and read the whole.

    A key that both have is joined where it holds keys itself, and replaced otherwise; `null`
    takes a key away.
    """
    under, over = load(base, file="base.yaml"), load(lines, file="policy.yaml")
    tree = _laid_over(under.tree, over.tree)
    return validate(tree, Policy, sources=[under, over])


def _laid_over(under: Node, over: Node) -> Node:
    if not isinstance(under.value, dict) or not isinstance(over.value, dict):
        return over
    joined = Node(value={}, mark=over.mark, source=over.source)
    for name in dict.fromkeys([*under.keys, *over.keys]):
        mine, theirs = over.children.get(name), under.children.get(name)
        if mine is None:
            joined.keys[name] = under.keys[name]
            joined.add(name, under.children[name])
        elif mine.value is not None:
            joined.keys[name] = over.keys[name]
            joined.add(name, mine if theirs is None else _laid_over(theirs, mine))
    return joined
