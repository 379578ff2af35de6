"""What rules say of everybody is about nobody: work rules, statutes, policies against discrimination.

"We do not discriminate on the basis of religion or disability" and 第34条 「業務外の傷病により…」 name
what may happen to anybody. Who is spoken of beside such a rule is looked for in the other sentences.
"""

import re

_ARTICLE = re.compile(
    r"[\s#*・「(]*第[0-9一二三四五六七八九十百]{1,4}条(?:の[0-9一二三四五六七八九十]+)?(?:[\s第(:)]|$)"
)
_ORDERS = re.compile(
    r"(?:とき|場合)(?:は|に(?:は|限り)?|、)[^。\n]{0,60}(?:ものとする|なければならない|してはならない|命(?:ずる|じる)(?:ことが(?:ある|できる))?"
    r"|(?:休職|退職|解雇|免職)(?:とする|にする)(?:ことが(?:ある|できる))?|を適用する|この限りでない)[。」)\s]*$"
)
"""An article, and what a rule says that happens to whoever it meets."""
_NO_DISCRIMINATION = re.compile(
    r"\b(?:(?:not|never|without|no|against|any|from|prohibits?|forbids?) (?:[a-z]+ ){0,2}?(?:discriminat\w+|harass\w+)|equal[- ]opportunit\w+|non-?discrimination)\b"
    r"[^.;:!?\n]{0,40}\b(?:on (?:the )?(?:basis|grounds?)(?: of)?|because of|based on|for|regardless of|irrespective of|of)(?: their)?[a-z ,/'’-]{0,160}$"
    r"|\b(?:regardless|irrespective) of (?:their |your |an? )?[a-z ,/'’-]{0,160}$",
    re.IGNORECASE,
)
_NO_DISCRIMINATION_JA = re.compile(
    r"^[^。\n]{0,120}(?:を理由(?:に|と)(?:した|する|して)?|による|に基づく)[^。\n]{0,12}(?:差別|不利益|ハラスメント)[^。\n]{0,16}"
    r"(?:行いません|しません|行わない|しない|してはならない|許しません|許容しません|認めません|禁じ|禁止|なくす|撤廃|防止)"
)
_SOMEBODY = re.compile(
    r"(?:私|僕|俺|自分|わたし|あたし|当方|うちの|息子|娘|妻|夫|父|母|兄|弟|姉|妹|彼|さん|様(?!々|式|子)|氏(?!名)|くん|ちゃん)"
    r"|\b(?:I|me|my|he|him|his|she|her|Mr|Mrs|Ms)\b"
)
"""Somebody of whom the rule is spoken: then it is about them."""


def has(sentence: str, start: int, end: int) -> bool:
    """Whether the word from `start` to `end` of a sentence is what a rule is about.

    >>> rule = "We do not discriminate on the basis of race or religion."
    >>> has(rule, rule.index("religion"), rule.index("religion") + 8)
    True
    """
    before = sentence[max(0, start - 240) : start]
    if _SOMEBODY.search(before):
        return False
    if _ARTICLE.match(sentence) or _ORDERS.search(sentence, end):
        return True
    return bool(
        _NO_DISCRIMINATION.search(before) or _NO_DISCRIMINATION_JA.match(sentence[end : end + 200])
    )
