"""What the console says about cases: states, clocks, channels, plans and entries, in words."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from upheld.desk.case import STATE_LABEL, AgentKind, Channel, State, Waiting
from upheld.wording import Text

Tone: TypeAlias = Literal["good", "risk", "bad", "wait", "info", "none"]

STATE_TONE: Mapping[State, Tone] = {
    "received": "wait",
    "identified": "wait",
    "decided": "wait",
    "planned": "wait",
    "approved": "wait",
    "carried_out": "wait",
    "verified": "good",
    "answered": "good",
    "closed": "good",
    "refused": "info",
    "withdrawn": "none",
    "on_hold": "risk",
}
WAITING: Mapping[Waiting, Text] = {
    "identity": Text(en="identity", ja="本人確認待ち"),
    "power": Text(en="power to act", ja="代理権の確認待ち"),
    "fee": Text(en="fee", ja="手数料待ち"),
    "choice": Text(en="choose a person", ja="対象者の選択"),
    "clarification": Text(en="clarification", ja="回答待ち"),
    "decision": Text(en="decision", ja="判断"),
    "approval": Text(en="approval", ja="承認"),
    "parties": Text(en="others", ja="他の当事者待ち"),
    "delivery": Text(en="delivery", ja="連絡が必要"),
}
CHANNEL: Mapping[Channel, Text] = {
    "web": Text(en="web form", ja="ウェブ"),
    "signed_link": Text(en="the company's site", ja="自社サイト"),
    "api": Text(en="API", ja="API"),
    "mail": Text(en="mail", ja="メール"),
    "paper": Text(en="paper", ja="書面"),
    "telephone": Text(en="telephone", ja="電話"),
    "staff": Text(en="staff", ja="職員"),
    "account": Text(en="account", ja="アカウント"),
}
AGENT: Mapping[AgentKind, Text] = {
    "none": Text(en="self", ja="本人"),
    "statutory": Text(en="statutory agent", ja="法定代理人"),
    "appointed": Text(en="appointed agent", ja="任意代理人"),
    "authorised": Text(en="authorised agent", ja="代理人(カリフォルニア州)"),
}
HOW: Mapping[str, Text] = {
    "mail": Text(en="by mail", ja="メール"),
    "post": Text(en="by post", ja="郵送"),
    "counter": Text(en="at the counter", ja="窓口"),
    "telephone": Text(en="by telephone", ja="電話"),
}
OUTCOME: Mapping[str, Text] = {
    "granted": Text(en="Grant", ja="応じる"),
    "granted-in-part": Text(en="Grant in part", ja="一部に応じる"),
    "absent": Text(en="Say that nothing is held", ja="不存在を通知する"),
    "refused": Text(en="Refuse", ja="応じない"),
    "referred": Text(en="Refer to whoever is responsible", ja="担当する事業者を案内する"),
}
TASK: Mapping[str, Text] = {
    "open": Text(en="not told yet", ja="未連絡"),
    "told": Text(en="told", ja="連絡済み"),
    "accepted": Text(en="accepted", ja="受諾"),
    "refused": Text(en="refused", ja="拒否"),
    "done": Text(en="done", ja="完了"),
    "settled": Text(en="settled", ja="対応不要"),
}
STEP: Mapping[str, Text] = {
    "verified": Text(en="verified", ja="確認済み"),
    "remaining": Text(en="remaining", ja="残存"),
    "failed": Text(en="failed", ja="失敗"),
    "not_attempted": Text(en="not attempted", ja="未実施"),
    "retained": Text(en="retained", ja="保存中"),
    "pending": Text(en="pending", ja="保留中"),
    "out_of_scope": Text(en="out of scope", ja="対象外"),
}
STEP_TONE: Mapping[str, Tone] = {
    "verified": "good",
    "remaining": "bad",
    "failed": "bad",
    "not_attempted": "risk",
    "retained": "info",
    "pending": "wait",
    "out_of_scope": "none",
}
RESIDUE: Mapping[str, Text] = {
    "clean": Text(
        en="no identifier of the person was found", ja="本人を示す値は見つかりませんでした"
    ),
    "found": Text(en="identifiers of the person were found", ja="本人を示す値が見つかりました"),
    "not yet scanned": Text(en="not done yet", ja="未実施"),
}
ACTIONS: Sequence[tuple[str, Text]] = (
    ("delete", Text(en="delete", ja="削除")),
    ("anonymise", Text(en="anonymise", ja="匿名化")),
    ("unlink", Text(en="unlink", ja="切り離し")),
    ("retain", Text(en="retain", ja="保存")),
    ("keep", Text(en="keep", ja="維持")),
    ("mention", Text(en="mention", ja="言及")),
)
"""The columns of a plan's matrix, as its JSON calls them."""

_ENTRY: Mapping[str, Text] = {
    "request-received": Text(en="Received", ja="受付"),
    "follows-from": Text(en="Follows from another request", ja="別の請求に続く請求"),
    "identity-confirmed": Text(en="Identity confirmed", ja="本人確認"),
    "profile-change": Text(en="Changed by the person", ja="本人による変更"),
    "power-confirmed": Text(en="Power to act confirmed", ja="代理権の確認"),
    "proof-added": Text(en="Document handed in", ja="書類の提出"),
    "proof-decided": Text(en="Document looked at", ja="書類の確認"),
    "proof-erased": Text(en="Document erased", ja="書類の消去"),
    "fee-charged": Text(en="Fee asked for", ja="手数料の請求"),
    "fee-paid": Text(en="Fee paid", ja="手数料の受領"),
    "fee-waived": Text(en="Fee waived", ja="手数料の免除"),
    "fee-refunded": Text(en="Fee given back", ja="手数料の返金"),
    "case-waits": Text(en="Waits", ja="待ち"),
    "case-identified": Text(en="Ready for a decision", ja="判断できる状態"),
    "case-decided": Text(en="Decided", ja="判断"),
    "case-refused": Text(en="Refused", ja="応じない判断"),
    "case-planned": Text(en="Planned", ja="計画"),
    "case-approved": Text(en="Approved", ja="承認"),
    "case-carried-out": Text(en="Carried out", ja="実施"),
    "case-verified": Text(en="Verified", ja="確認"),
    "case-answered": Text(en="Answered", ja="回答"),
    "case-closed": Text(en="Closed", ja="完了"),
    "case-withdrawn": Text(en="Withdrawn", ja="取下げ"),
    "case-on-hold": Text(en="Put on hold", ja="保留"),
    "case-taken-up": Text(en="Taken up again", ja="保留の解除"),
    "case-extended": Text(en="Time prolonged", ja="期限の延長"),
    "case-reminded": Text(en="Reminded", ja="期限の通知"),
    "case-unconfirmed": Text(en="Receipt not confirmed", ja="受付の確認の遅れ"),
    "case-stopped": Text(en="Cannot go on", ja="進められない状態"),
    "webhook-gone": Text(en="A system wants no more messages", ja="通知先が受信を終了(Webhook)"),
    "case-forgotten": Text(en="Forgotten", ja="個人情報の消去"),
    "letter-written": Text(en="Letter written", ja="通知の作成"),
    "letter-sent": Text(en="Letter sent", ja="通知の送信"),
    "letter-undeliverable": Text(en="Letter cannot be delivered", ja="通知の不達"),
    "plan-made": Text(en="Plan made", ja="計画の作成"),
    "plan-approved": Text(en="Plan approved", ja="計画の承認"),
    "intention": Text(en="Intention recorded", ja="実施の意図の記録"),
    "receipt": Text(en="Receipt issued", ja="受領証の発行"),
    "answer-collected": Text(en="Answer fetched", ja="回答の受け取り"),
    "ai-input-found": Text(en="Prohibited input found", ja="入力禁止情報の検知"),
    "ai-use-stopped": Text(en="Uses stopped", ja="利用の停止"),
    "ai-use-suspended": Text(en="Use suspended at the gateway", ja="ゲートウェイでの利用の停止"),
    "ai-input-late": Text(en="Late: something is still there", ja="期限超過(残っています)"),
    "restriction-lifted": Text(en="Stop ended", ja="停止の解除"),
    "person-chosen": Text(en="Person chosen", ja="対象者の選択"),
    "case-person-chosen": Text(en="Person chosen", ja="対象者の選択"),
    "case-assigned": Text(en="Taken on", ja="担当者の決定"),
    "case-clarified": Text(en="Question answered", ja="質問への回答"),
    "case-plan-again": Text(en="To be planned again", ja="計画のやり直し"),
    "case-plan-stale": Text(en="Plan is out of date", ja="計画の失効"),
    "answer-sent-again": Text(en="New link to the answer", ja="回答のリンクの再送"),
    "answer-revoked": Text(en="Link to the answer revoked", ja="回答のリンクの取消し"),
    "answer-expired": Text(en="Link to the answer ended", ja="回答のリンクの期限切れ"),
    "disclosure-bundled": Text(en="Answer put together", ja="開示する内容の作成"),
    "proof-seen": Text(en="Document opened", ja="書類の閲覧"),
    "mail-received": Text(en="Mail came", ja="メールの受信"),
    "mail-assigned": Text(en="Mail put to the request", ja="メールの割当て"),
    "mail-read": Text(en="Mail read", ja="メールの閲覧"),
    "mail-file-seen": Text(en="File of a mail opened", ja="添付ファイルの閲覧"),
    "mail-seen": Text(en="Mail dealt with", ja="メールの対応済み"),
    "party-task-opened": Text(en="Other party to be told", ja="委託先などへの依頼の開始"),
    "party-told": Text(en="Other party told", ja="委託先などへの連絡"),
    "party-accepted": Text(en="Other party took it on", ja="委託先などの受諾"),
    "party-refused": Text(en="Other party refused", ja="委託先などの拒否"),
    "party-reminded": Text(en="Other party reminded", ja="委託先などへの再連絡"),
    "party-done": Text(en="Other party is done", ja="委託先などの完了"),
    "party-settled": Text(en="Other party need not act", ja="委託先などの対応不要"),
    "deletion-began": Text(en="Deletion began", ja="削除の開始"),
    "deletion-read-back": Text(en="Read again after the deletion", ja="削除後の読み直し"),
    "correction-read-back": Text(en="Read again after the correction", ja="訂正後の読み直し"),
    "late-rows-swept": Text(en="Late rows erased", ja="後から現れた行の消去"),
}


def entry_title(kind: str) -> Text:
    """Name an entry of the ledger; its own word where we have none."""
    plain = kind.replace("-", " ").capitalize()
    return _ENTRY.get(kind, Text(en=plain, ja=plain))


_ACTOR: Mapping[str, Text] = {
    "system": Text(en="the desk itself", ja="システム"),
    "person": Text(en="the person", ja="本人"),
    "operator": Text(en="the operator", ja="運用者"),
    "map-check": Text(en="the check of values", ja="値の確認(map check)"),
}


def actor(by: str) -> Text:
    """Name who did something; staff and tokens as the ledger calls them."""
    return _ACTOR.get(by, Text(en=by, ja=by))


def state(name: State) -> Text:
    """Name a state."""
    return STATE_LABEL[name]
