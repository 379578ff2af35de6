"""Ages of whom a product or an event is for, and of the product itself: no child has them.

A range ("for children aged 6 to 8") is nobody's unless a word says whose children they are; an age
that is celebrated (「7歳のお祝い」) or that a business reaches is nobody's where nobody is near.
"""

import re
from collections.abc import Sequence

import regex

from upheld.detection.about.person import somebody
from upheld.detection.finding import Span

_NUMBER = r"(?:1?[0-9]|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen)"
_YOUNG = r"(?:children|kids|boys|girls|toddlers|pupils|students|players|readers|campers|learners|babies|anyone|those|youngsters)"
_OFFERED = (
    r"(?:toys?|games?|books?|clothes|clothing|shoes|camps?|class|classes|lessons?|activit(?:y|ies)|courses?|workshops?"
    r"|programme?s?|tickets?|gifts?|presents?|stor(?:y|ies)|apps?|events?|open|suitable|designed|ideal|perfect|available|intended)"
)
_ON = rf"(?: ?(?:-|–|to) ?{_NUMBER}\b| (?:and|or) (?:up|over|above|older|under|younger)\b|\+)"
_RANGE = regex.compile(
    r"(?<!\b(?:my|our|his|her|their|your|two|three|four|five|six|have|has|had|with|these|[0-9]+|['’]s) (?:[a-z]+ )?)"
    rf"\b{_YOUNG} (?:who are |from |between )?(?:the )?(?:aged?|ages)(?: of| from| between)? {_NUMBER}"
    rf"{_ON}"
    rf"|\b(?:{_OFFERED} (?:for|to)|for|accepts?|welcomes?) (?:all |young |boys and |school )?{_YOUNG} (?:aged?|ages) {_NUMBER}\b(?! and [0-9]){_ON}?",
    regex.IGNORECASE,
)
_RANGE_JA = re.compile(
    r"(?:対象|参加)[^。、\n]{0,8}?[0-9]{1,2}(?:歳|才)?(?:から|〜|～|~|-)[0-9]{1,2}(?:歳|才)"
    r"|[0-9]{1,2}(?:歳|才)?(?:から|〜|～|~|-)[0-9]{1,2}(?:歳|才)(?:まで)?(?:の|が)?(?:園児|児童|幼児|対象|向け|クラス|コース|の部)"
)
_CELEBRATED = re.compile(
    r"(?:に|を迎える)?の(?:お祝い|節目|記念|七五三|お?誕生日(?:会|プレゼント|ケーキ|パーティー?|ギフト|祝い))"
    r"|の(?:方|お子様|子ども|子供)?から(?:参加|利用|使え|遊べ|始め|楽しめ|対象|入場|OK)"
)
_REACHED = re.compile(
    r"(?:当社|弊社|会社|企業|創業|創立|ブランド|当店|店舗|お店|サイト|アプリ|サービス|キャラクター|ロゴ|市制|当園|当校|当院|設立)[^。、\n]{0,10}$"
)
_REACH = 48
"""Code points round an age in which it says whose it is."""


def has(plain: str, span: Span, names: Sequence[Span]) -> bool:
    """Whether an age is that of an audience, a feast or a business, and nobody's."""
    start, end = max(0, span.start - _REACH), span.end + _REACH
    for ranges in (_RANGE, _RANGE_JA):
        if any(one.start() <= span.start < one.end() for one in ranges.finditer(plain, start, end)):
            return True
    if not (_CELEBRATED.match(plain, span.end) or _REACHED.search(plain[start : span.start])):
        return False
    near = any(start < name.end and name.start < end for name in names)
    return not near and not somebody(plain[start:end])
