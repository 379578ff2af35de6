"""The part of a receipt's page that says whom it is about and how a stranger checks it."""

import hashlib
from collections.abc import Mapping
from html import escape
from shlex import quote
from typing import Any

from upheld.evidence.receipt import verifier_source
from upheld.rights.receipt_marks import facts, section
from upheld.rights.receipt_words import KINDS
from upheld.wording import Language, Text


class CheckParts:
    """Two sections of one page; `say` chooses the language."""

    def __init__(self, document: Mapping[str, Any], language: Language, file: str) -> None:
        self.document = document
        self.file = file
        self.body: Mapping[str, Any] = document["body"]
        self.language = language

    def say(self, en: str, ja: str) -> str:
        """Return one of two wordings."""
        return Text(en=en, ja=ja).in_language(self.language)

    def about(self) -> str:
        """Whom the receipt is about, by digest."""
        subject = self.body.get("subject", {})
        subject = subject if isinstance(subject, Mapping) else {}
        kinds = self.say(", ", "、").join(
            KINDS[kind].in_language(self.language) if kind in KINDS else kind
            for kind in map(str, subject.get("kinds", ()))
        )
        named = [
            (self.say("Identified by", "本人を特定した識別子"), kinds or "–"),
            (
                self.say("Salted digest of it", "そのソルト付きダイジェスト"),
                subject.get("digest") or self.body.get("subject_digest") or "–",
            ),
            (
                self.say("Salt (this receipt's own)", "ソルト(この受領証だけのもの)"),
                subject.get("salt") or self.body.get("salt") or "–",
            ),
            (self.say("Approved plan, SHA-256", "承認された計画の SHA-256"),
             self.body.get("plan_sha256") or "–"),
        ]  # fmt: skip
        text = self.say(
            "The identifier itself is not in this receipt. Whoever knows it can recompute the "
            "digest with the salt and see that the receipt is about that person.",
            "識別子そのものはこの受領証に含まれません。識別子を知る人は、ソルトを使って"
            "ダイジェストを計算し直し、誰についての受領証かを確かめられます。",
        )
        return section(
            self.say("Whom it is about", "誰についての受領証か"),
            f'<p>{text}</p><dl class="facts">{facts(named, code=True)}</dl>',
            anchor="subject",
        )

    def verify(self) -> str:
        """The exact commands, and where the entry stands in the ledger."""
        head = _checkpoint(str(self.document.get("checkpoint", "")))
        entry = self.document.get("entry", {})
        index = entry.get("index") if isinstance(entry, Mapping) else None
        named = [
            (self.say("Ledger", "台帳"), head[0]),
            (
                self.say("Position", "記録の位置"),
                self.say(
                    f"entry {index} of {head[1]} (counted from 0)",
                    f"{head[1]} 件中 {index} 番(0 から数えて)",
                ),
            ),
            (self.say("Root of the tree", "木のルート"), head[2]),
            (
                self.say("Anchors known when issued", "発行時のアンカー"),
                str(len(self.document.get("anchors", ()))),
            ),
        ]  # fmt: skip
        return section(
            self.say(
                "How to check it on your own computer", "ご自身のコンピューターで確かめる方法"
            ),
            f'<div class="panel">{self._how()}</div>'
            f"<h3>{self.say('Where it stands in the ledger', '台帳での位置')}</h3>"
            f'<dl class="facts">{facts(named, code=True)}</dl>',
            anchor="verify",
        )

    def _how(self) -> str:
        digest = hashlib.sha256(verifier_source()).hexdigest()
        key = self.say(
            "Get the company's public key <code>upheld.pub</code> by another road than this "
            "receipt, e.g. from its website. A key that travels with a receipt proves nothing.",
            "会社の公開鍵 <code>upheld.pub</code> を、この受領証とは別の経路"
            "(会社のウェブサイトなど)で入手してください。受領証に同梱された鍵は、何の証明にもなりません。",
        )
        get = self.say(
            "Get the verifier <code>verifier.py</code>: one file that needs only Python 3.11. "
            "Its SHA-256 must be:",
            "検証プログラム <code>verifier.py</code> を入手します。1 ファイルで、必要なのは "
            "Python 3.11 だけです。SHA-256 は次の値です。",
        )
        run = self.say("Run:", "次を実行します。")
        expect = self.say(
            "Exit code 0 means intact, 4 not proven, 5 that a check failed. One changed byte is "
            "enough for 5.",
            "終了コード 0 は無傷、4 は未証明、5 は検証失敗です。"
            "1 バイトでも変わっていれば 5 になります。",
        )
        return (
            f"<ol><li><p>{key}</p></li><li><p>{get}</p>"
            f'<pre class="hash"><code>sha256sum verifier.py\n{digest}</code></pre></li>'
            f"<li><p>{run}</p><pre><code>python3 verifier.py {escape(quote(self.file))} --key "
            f"upheld.pub</code></pre><p>{expect}</p></li></ol>"
        )


def _checkpoint(note: str) -> tuple[str, str, str]:
    """Origin, size and root of a signed note (docs/evidence-format.md, section 4)."""
    lines = [*note.split("\n"), "", "", ""]
    return lines[0], lines[1], lines[2]
