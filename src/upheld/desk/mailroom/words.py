"""What a mail asks for, by its words; what is not plain is left to a person.

A wrong guess costs little: nothing is done before the person's identity is confirmed. No guess
where two are possible costs a look by staff.
"""

import re
from collections.abc import Mapping

from upheld.desk.kinds import Residence
from upheld.policy.language.rights import RightKind
from upheld.wording import Language

REFERENCE = re.compile(r"\bR-\d{4}-\d{4,8}\b")
"""A number of ours, in a subject or a text."""
_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_QUOTED = re.compile(r"^\s*[>|＞]")
_ORIGINAL = re.compile(
    r"^\s*(-{3,}.*(original message|元のメッセージ)|on .{5,200} wrote:\s*$|.{4,80}のメール:|From: .+@)",
    re.IGNORECASE,
)
_CALIFORNIA = re.compile(r"\b(california|ccpa|cpra)\b|カリフォルニア", re.IGNORECASE)

_WORDS: Mapping[RightKind, str] = {
    "purpose-notice": r"利用目的.{0,6}(通知|教え|知り|確認)|notif\w+ of the purpose|purposes? of use",
    "disclosure": r"開示|(情報|データ).{0,8}(写し|コピー|見せて|一覧)|disclos|subject access|access request"
    r"|copy of (my|all|the) .{0,20}(data|information)",
    "provision-records": r"第三者.{0,4}提供.{0,4}記録|records? of .{0,30}third.part",
    "correction": r"訂正|(情報|住所|氏名|名前|登録|内容).{0,10}(修正|直して|変更して)|correct\w* (my|the)|rectif",
    "suspension": r"利用.{0,4}(停止|やめ|止め)|使わないで|stop using|suspen\w+ (of )?(the )?use",
    "provision-stop": r"第三者.{0,8}提供.{0,8}(停止|やめ|止め)|stop .{0,20}third.part",
    "deletion": r"削除|消去|(情報|データ|アカウント).{0,8}消して|delet|\beras|remove (my|all) .{0,20}(data|information|account)",
    "complaint": r"苦情|complain",
    "opt-out-sale-sharing": r"do not sell|opt.?out of .{0,20}(sale|sharing)|販売.{0,6}(停止|拒否)|販売しないで",
    "limit-use": r"limit .{0,20}(sensitive|use of my)",
}
_NARROWER: Mapping[RightKind, frozenset[RightKind]] = {
    "provision-records": frozenset({"disclosure", "provision-stop"}),
    "purpose-notice": frozenset({"disclosure"}),
    "provision-stop": frozenset({"suspension", "disclosure"}),
}
"""Which kinds the words of a narrower kind name too, without meaning them."""
_IN_CALIFORNIA: Mapping[RightKind, RightKind] = {
    "disclosure": "know",
    "deletion": "delete",
    "correction": "correct",
}


def language_of(text: str) -> Language:
    """Return Japanese where there is a kana or kanji, else English."""
    return "ja" if _JAPANESE.search(text) else "en"


def own_words(text: str) -> str:
    """Return what the writer wrote, without the mail that it answers."""
    kept: list[str] = []
    for line in text.splitlines():
        if _ORIGINAL.match(line):
            break
        if not _QUOTED.match(line):
            kept.append(line)
    return "\n".join(kept).strip()


def asked(subject: str, text: str) -> tuple[RightKind, Residence | None] | None:
    """Say which kind of request this is, and whether it names California; `None` if not plain."""
    words = f"{subject}\n{own_words(text)}"
    found = {right for right, pattern in _WORDS.items() if re.search(pattern, words, re.IGNORECASE)}
    for right in list(found):
        found -= _NARROWER.get(right, frozenset())
    if len(found) > 1:
        # A complaint about a deletion is about the deletion; what is asked for comes first.
        found.discard("complaint")
    if len(found) != 1:
        return None
    (right,) = found
    if _CALIFORNIA.search(words) or right in {"opt-out-sale-sharing", "limit-use"}:
        return _IN_CALIFORNIA.get(right, right), "US-CA"
    return right, None
