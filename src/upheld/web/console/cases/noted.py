"""What an entry of the ledger says about a case beside its name, in words for staff."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from json import dumps
from typing import Any, cast

from upheld.desk.case import STATE_LABEL
from upheld.desk.identity.methods import METHOD_LABEL
from upheld.desk.kinds import CaseKind, kind_of
from upheld.detection.kind import GROUPS
from upheld.payments.money import Money
from upheld.vocabulary import category
from upheld.web.centre import words
from upheld.web.console.cases import shown
from upheld.web.writing import day_in
from upheld.wording import LANGUAGES, Text

_LONGEST = 80
"""Code points of one thing that is said; a purpose's list may be long."""
_YES, _NO = Text(en="yes", ja="はい"), Text(en="no", ja="いいえ")

UNSAID = frozenset(
    {
        *("by", "from", "to", "plan_sha256", "receipt_sha256", "manifest_sha256", "sha256"),
        *("task", "event", "mail", "status", "number", "turn", "undoes", "staff"),
    }
)
"""Said elsewhere on the page, or by a number that says something to machines alone."""

LABEL: Mapping[str, Text] = {
    "absence": Text(en="nothing held", ja="不存在"),
    "agent": Text(en="asked by", ja="請求者"),
    "amount": Text(en="amount", ja="金額"),
    "anew": Text(en="written anew", ja="作り直し"),
    "article": Text(en="legal basis", ja="根拠条文"),
    "attachments": Text(en="files", ja="添付ファイル"),
    "attachments_kept": Text(en="files kept", ja="保管した添付ファイル"),
    "attachments_left_out": Text(en="files left out", ja="保管しなかった添付ファイル"),
    "became": Text(en="taken as", ja="扱い"),
    "bundle": Text(en="with a file", ja="ファイルあり"),
    "category": Text(en="category", ja="項目"),
    "channel": Text(en="channel", ja="受付方法"),
    "clause": Text(en="clause", ja="条項"),
    "clauses": Text(en="clauses", ja="条項"),
    "code": Text(en="reason", ja="理由"),
    "collected": Text(en="fetched", ja="受け取り"),
    "complete": Text(en="complete", ja="完了"),
    "covers": Text(en="covers", ja="範囲"),
    "days_left": Text(en="days left", ja="残り日数"),
    "due": Text(en="due", ja="期限"),
    "due_on": Text(en="due on", ja="期限"),
    "duplicate_of": Text(en="same as", ja="同じ内容の請求"),
    "facts": Text(en="shown by", ja="確認に使ったもの"),
    "files": Text(en="files", ja="添付ファイル"),
    "for": Text(en="waits for", ja="待っているもの"),
    "found": Text(en="people found", ja="該当者"),
    "ground": Text(en="ground", ja="理由"),
    "group": Text(en="prohibited input", ja="入力禁止の区分"),
    "how": Text(en="how", ja="方法"),
    "identifier": Text(en="identifiers", ja="識別子"),
    "identifiers": Text(en="identifiers", ja="識別子"),
    "kind": Text(en="document", ja="書類"),
    "language": Text(en="language", ja="言語"),
    "late": Text(en="late", ja="遅れ"),
    "left_with_others": Text(en="left with others", ja="委託先などに残るもの"),
    "letter": Text(en="letter", ja="通知"),
    "method": Text(en="method", ja="方法"),
    "only": Text(en="only", ja="対象を限る"),
    "outcome": Text(en="outcome", ja="結果"),
    "paper": Text(en="on paper", ja="紙"),
    "party": Text(en="party", ja="相手先"),
    "people": Text(en="people", ja="人数"),
    "permanent": Text(en="permanent", ja="恒久的"),
    "places": Text(en="places", ja="場所"),
    "proof": Text(en="document", ja="書類"),
    "proven": Text(en="proven", ja="証明"),
    "reason": Text(en="reason", ja="理由"),
    "receipt": Text(en="receipt", ja="領収書"),
    "received_at": Text(en="received", ja="受信日"),
    "records": Text(en="records", ja="記録"),
    "remaining": Text(en="remaining", ja="残り"),
    "reminder": Text(en="reminder", ja="催促の回数"),
    "residue": Text(en="search for what is left", ja="残存の確認"),
    "retained": Text(en="retained", ja="保存中"),
    "right": Text(en="kind", ja="請求の種類"),
    "rows": Text(en="rows", ja="行"),
    "sealed": Text(en="sealed", ja="封印"),
    "state": Text(en="state", ja="状態"),
    "steps": Text(en="steps", ja="処理"),
    "stops": Text(en="stops", ja="停止するもの"),
    "system": Text(en="system", ja="システム"),
    "tables": Text(en="tables", ja="表"),
    "tenant": Text(en="customer", ja="顧客"),
    "times": Text(en="times", ja="回数"),
    "told": Text(en="told", ja="連絡の回数"),
    "until": Text(en="until", ja="まで"),
    "way": Text(en="paid", ja="支払方法"),
    "webhook": Text(en="system", ja="通知先"),
    "what": Text(en="for", ja="用途"),
    "where": Text(en="place", ja="場所"),
    "who": Text(en="use", ja="利用"),
    "whole": Text(en="read as a whole", ja="全体の読み取り"),
    "why": Text(en="reason", ja="理由"),
}

LETTER: Mapping[str, Text] = {
    "received": Text(en="receipt", ja="受付の通知"),
    "identity-code": Text(en="code", ja="確認コード"),
    "answer-code": Text(en="code for the answer", ja="回答の確認コード"),
    "more-needed": Text(en="more is needed", ja="追加のお願い"),
    "extended": Text(en="time prolonged", ja="期限延長の通知"),
    "granted": Text(en="granted", ja="応じる旨の通知"),
    "partly": Text(en="granted in part", ja="一部に応じる旨の通知"),
    "absent": Text(en="nothing held", ja="不存在の通知"),
    "refused": Text(en="refused", ja="応じない旨の通知"),
    "referral": Text(en="referred", ja="担当事業者の案内"),
    "withdrawn": Text(en="withdrawn", ja="取下げの通知"),
    "reminder": Text(en="reminder to staff", ja="担当者への期限の通知"),
    "link-ready": Text(en="answer ready", ja="回答の準備ができた通知"),
    "procedure": Text(en="procedure", ja="手続の案内"),
    "fee": Text(en="fee", ja="手数料のお願い"),
    "fee-receipt": Text(en="receipt of the fee", ja="手数料の領収書"),
    "periods-ended": Text(en="periods ended", ja="保存期間終了の通知"),
    "changed": Text(en="changed", ja="変更の通知"),
    "unconfirmed": Text(en="receipt not confirmed", ja="受付確認の遅れの通知"),
    "found-input": Text(en="prohibited input found", ja="入力禁止情報の通知"),
    "party": Text(en="to another party", ja="委託先などへの通知"),
    "trial": Text(en="trial", ja="試し"),
}
_OUTCOME: Mapping[str, Text] = {
    **{of: Text(en=act.en.lower(), ja=act.ja) for of, act in shown.OUTCOME.items()},
    "accepted": Text(en="accepted", ja="承認"),
    "rejected": Text(en="rejected", ja="不承認"),
    "unneeded": Text(en="no longer needed", ja="不要"),
}
"""Of a request, and of a document."""
_GROUND: Mapping[str, Text] = {
    "company-decision": Text(en="the company's decision", ja="会社の判断"),
    "identity-not-shown": Text(en="identity not shown", ja="本人と確認できない"),
    "no-duty": Text(en="no duty by law", ja="法令上の義務がない"),
    "rights-of-others": Text(en="rights of others", ja="他の者の権利利益"),
    "business-hindrance": Text(en="hinders the business", ja="業務への著しい支障"),
    "law": Text(en="another law", ja="他の法令への違反"),
    "unfounded": Text(en="unfounded", ja="理由がない"),
}
_REASON: Mapping[str, Text] = {
    "complex": Text(en="complex", ja="内容が複雑"),
    "many": Text(en="many requests", ja="件数が多い"),
    "third-party": Text(en="others have to be asked", ja="第三者への確認"),
    "advice": Text(en="legal advice", ja="法的な助言"),
    "court": Text(en="court or authority", ja="裁判所・行政機関"),
    "other-request": Text(en="another request first", ja="先に終えるべき請求"),
    "asked": Text(en="the person asked", ja="本人の求め"),
    "grounds-ended": Text(en="its grounds have ended", ja="理由がなくなった"),
    "decided": Text(en="decided", ja="判断"),
    "hardship": Text(en="hardship", ja="経済的な事情"),
    "mistake": Text(en="mistake", ja="誤り"),
    "refused": Text(en="refused", ja="応じないため"),
}
_WAY: Mapping[str, Text] = {
    "bank": Text(en="by transfer", ja="振込"),
    "counter": Text(en="at the counter", ja="窓口"),
    "card": Text(en="by card", ja="カード"),
}
_WHAT: Mapping[str, Text] = {
    "identity": Text(en="identity", ja="本人確認"),
    "power": Text(en="power to act", ja="代理権"),
    "enclosure": Text(en="enclosed", ja="同封"),
}
_BECAME: Mapping[str, Text] = {
    "request": Text(en="a request", ja="請求"),
    "letter": Text(en="a letter", ja="通信"),
    "unclear": Text(en="unclear", ja="不明"),
    "automatic": Text(en="an automatic answer", ja="自動応答"),
    "bounce": Text(en="undeliverable", ja="不達"),
}
_AWAITED: Mapping[str, Text] = {
    of: Text(en=label.en, ja=label.ja.removesuffix("待ち")) for of, label in shown.WAITING.items()
}
_VALUES: Mapping[str, Mapping[Any, Text]] = {
    "absence": {"proven": Text(en="proven", ja="証明済み")},
    "agent": shown.AGENT,
    "became": _BECAME,
    "channel": shown.CHANNEL,
    "covers": {"all": Text(en="all", ja="すべて")},
    "facts": words.PROOF,
    "for": _AWAITED,
    "found": {"none": Text(en="none", ja="なし"), "one": Text(en="one", ja="1人"),
              "several": Text(en="several", ja="複数")},
    "ground": _GROUND,
    "group": GROUPS,
    "how": {**shown.HOW, "webhook": Text(en="webhook", ja="Webhook")},
    "kind": words.PROOF,
    "language": {"ja": Text(en="Japanese", ja="日本語"), "en": Text(en="English", ja="英語")},
    "letter": LETTER,
    "method": METHOD_LABEL,
    "outcome": _OUTCOME,
    "proof": words.PROOF,
    "reason": _REASON,
    "residue": shown.RESIDUE,
    "state": STATE_LABEL,
    "way": _WAY,
    "what": _WHAT,
}  # fmt: skip


_NAMED: Mapping[str, Callable[[str], Text]] = {
    "category": category.label,
    "identifier": words.identifier,
    "identifiers": words.identifier,
    "right": lambda right: kind_of(cast("CaseKind", right)).label,
}
_WORDS_ALONE = frozenset({"letter", "proof", "for"})
"""Where the ledger has the number of a letter, of a document or of somebody, it says nothing here."""
_DAYS = frozenset({"due", "due_on", "received_at", "until"})


def entry_note(body: Mapping[str, Any], zone: tzinfo) -> Text:
    """Return what an entry says besides, shortly: names and counts, never whole documents.

    Args:
        body: The entry's.
        zone: Days are the company's.
    """
    body = {**body}
    if "currency" in body:
        amount = Money.of_minor_units(body.pop("units"), body.pop("currency"))
        body = {"amount": amount, **body}
    parts = [part for key, value in body.items() if (part := _part(key, value, zone)) is not None]
    said = {one: " · ".join(part.in_language(one) for part in parts) for one in LANGUAGES}
    return Text(en=said["en"], ja=said["ja"])


def _part(key: str, value: object, zone: tzinfo) -> Text | None:
    listed = value if isinstance(value, list) else [value]
    if key in UNSAID or value in (None, "", [], {}):
        return None  # nothing is said by it
    if any(isinstance(one, dict) for one in listed):
        return None
    label = LABEL.get(key, Text(en=key.replace("_", " "), ja=key.replace("_", " ")))
    each = [one for one in (_said(key, one, zone) for one in listed) if one is not None]
    said = {one: ", ".join(word.in_language(one) for word in each) for one in LANGUAGES}
    if not each:
        return None
    return Text(en=f"{label.en}: {said['en']}", ja=f"{label.ja}: {said['ja']}")


def _said(key: str, value: object, zone: tzinfo) -> Text | None:
    """One value in words; as the ledger has it where we have none."""
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Money):
        return Text(en=value.in_language("en"), ja=value.in_language("ja"))
    if not isinstance(value, str):
        return None if key in _WORDS_ALONE else _same(dumps(value))
    if key in _DAYS:
        read = datetime.fromisoformat(value)
        on = (read if read.tzinfo is None else read.astimezone(zone)).date()
        return Text(en=day_in("en", on), ja=day_in("ja", on))
    known = _NAMED[key](value) if key in _NAMED else _VALUES.get(key, {}).get(value)
    return known or (None if key in _WORDS_ALONE else _same(value[:_LONGEST]))


def _same(value: str) -> Text:
    return Text(en=value, ja=value)
