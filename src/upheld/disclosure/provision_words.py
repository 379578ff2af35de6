"""The sentences of a bundle of provision records, Japanese and English side by side."""

from collections.abc import Mapping

from upheld.disclosure import page_words
from upheld.wording import Text

_SHARED = ("request", "made_at", "policy", "records")
WORDS: Mapping[str, Text] = {name: page_words.WORDS[name] for name in _SHARED} | {
    "title": Text(en="Records of provision to third parties", ja="第三者提供記録の開示"),
    "lead": Text(
        en="What we recorded when data about you went to a third party, or came from one "
        "(APPI 29, 30, 33(5)).",
        ja="ご本人のデータを第三者に提供したとき、又は第三者から受領したときの記録です"
        "(個人情報保護法第29条・第30条・第33条第5項)。",
    ),
    "amount": Text(en="Records", ja="件数"),
    "complete": Text(en="Completeness", ja="網羅性"),
    "complete_through": Text(
        en="declared complete through {day}", ja="{day} まで漏れがないことを表明しています"
    ),
    "record": Text(en="Record", ja="記録"),
    "direction": Text(en="Direction", ja="向き"),
    "provided": Text(en="provided by us", ja="当社からの提供"),
    "received": Text(en="received by us", ja="当社の受領"),
    "name": Text(en="Third party", ja="第三者の名称"),
    "address": Text(en="Its address", ja="第三者の住所"),
    "representative": Text(en="Its representative", ja="第三者の代表者"),
    "basis": Text(en="Basis", ja="根拠"),
    "consent": Text(en="with your consent", ja="ご本人の同意"),
    "opt-out": Text(en="opt-out (APPI 27(2))", ja="オプトアウト(第27条第2項)"),
    "referable": Text(
        en="personally referable information, with your consent to the receiver (APPI 31(1))",
        ja="個人関連情報(提供先がご本人の同意を得たもの。第31条第1項)",
    ),
    "days": Text(en="Day", ja="年月日"),
    "days_between": Text(en="{first} to {last}", ja="{first} から {last} まで"),
    "items": Text(en="Data", ja="項目"),
    "person": Text(en="Identified by", ja="ご本人を特定する事項"),
    "acquisition": Text(en="How the provider acquired it", ja="提供元による取得の経緯"),
    "kept_until": Text(en="Kept until", ja="記録の保存期限"),
    "not_proven": Text(en="What is not proven", ja="証明できていないこと"),
    "files": Text(en="The same as files:", ja="同じ内容のファイル:"),
}
