"""Whether a text says of a kind of data that it is collected, that it is not, or only in some cases.

In Japanese the verb that decides stands behind the word: the first one that follows, unless its
subject is somebody else. In English it stands before the word, within the same part of the
sentence. An item of a list is decided by the sentence that announces it, or by its heading.
"""

import re
from typing import Literal, TypeAlias

from upheld.prose.document import Sentence
from upheld.prose.rules.material import Material

Said: TypeAlias = Literal["collected", "conditional", "not-collected", "not-told"]
"""`conditional`: only in a case that the text names; `not-told`: another use is denied."""

_AROUND = 400  # characters; nobody reads a sentence farther for its verb
_COLLECTS = r"取得|収集|入手|受領|お?預か|お?聞き|お?尋ね|お?伺い|求め|要求|登録|記入|入力|知り得"
_VERB = re.compile(
    rf"(?P<collects>{_COLLECTS})|(?P<keeps>保持|保有|保管|保存|記録|蓄積|把握|閲覧)"
    r"|販売|売却|譲渡|提供|開示|利用|使用|共有|公開|送信|移転"
)
_USES = re.compile(r"委託|提供|利用|使用|導入|送信|共有|販売|売却|開示|移転|用い|使って|使い")
_NEGATED_JA = re.compile(
    r"[^、。，]{0,14}?(?:ません|ない(?!よう|場合|とき|限り)|せず|ずに|なく(?!な))"
)
_BY_SOMEBODY_ELSE = re.compile(
    r"(?:会社|業者|代行|事業者|機関|サービス|プロバイダー?)(?:が|に(?:おいて|て)|側)[^、。]{0,8}$"
)
_OTHER_THAN = re.compile(r"[^、。]{0,4}(?:以外|を除)")
_IN_A_CASE_JA = re.compile(
    r"同意(?:なく|なし|を得ず|を得ない|がない)|[をは]除き|除いて|場合以外|限り|未満|未成年|子ども|お子|わけでは"
)
_NOT_HERE_JA = re.compile(
    rf"(?:{_COLLECTS})(?:を)?(?:し|いたし|致し|おこな|行)?(?:ない|わない|ません)(?:個人)?(?:情報|もの|データ|項目)"
)
_ACTS = r"collect|acquir|obtain|gather|receiv|request|requir|ask|solicit|want|need"
_NO = (
    r"(?:\b(?:do|does|did|will|shall|would|can|could|may|must)\s+not\b|\bcannot\b|n't\b|\bnever\b)"
)
_NEGATED_EN = re.compile(
    rf"{_NO}(?:\s+\w+){{0,2}}?\s+(?:{_ACTS})"
    rf"|\b(?:is|are|was|were)\s+(?:not|never)\s+(?:\w+\s+)?(?:{_ACTS})"
    rf"|\b(?:is|are)n't\s+(?:\w+\s+)?(?:{_ACTS})"
    rf"|\brefrains?\s+from\s+(?:{_ACTS})|\bwithout\s+(?:{_ACTS})\w*ing\b"
    rf"|\b(?:{_ACTS})\w*\s+(?:no|neither|none)\b"
    rf"|\bno\b[^.;]{{0,120}}\b(?:is|are)\s+(?:\w+\s+)?(?:{_ACTS})"
    rf"|\bneither\b[^.;]{{0,120}}\b(?:{_ACTS})",
    re.IGNORECASE,
)
_DENIED_EN = re.compile(rf"{_NO}(?:\s+\w+){{0,2}}?\s+\w+", re.IGNORECASE)
_JUST_NOT = re.compile(r"\b(?:but\s+)?not\s+(?:your\s+|the\s+|any\s+)?$", re.IGNORECASE)
_PART = re.compile(
    r";|,?\s+\b(?:but|although|though|however|whereas|while|which|unless)\b|,\s+(?:and\s+)?we\b",
    re.IGNORECASE,
)
_IN_A_CASE_EN = re.compile(
    r"\bunless\b|\bexcept\b|without your\b|without (?:prior |explicit )?consent|\bunder (?:the age of )?\d|\bchildren\b|\bminors?\b",
    re.IGNORECASE,
)


def said_of(material: Material, sentence: Sentence, start: int, end: int) -> Said:
    """Say what the text tells of the kind of data that it names from `start` to `end`."""
    japanese = material.reading.language == "ja"
    first = max(sentence.span.start, start - _AROUND)
    last = min(sentence.span.end, end + _AROUND)
    if japanese:
        own = _in_japanese(material.text, first, start, end, last)
    else:
        own = _in_english(material.text[first:last], start - first)
    if own == "collected" and _is_under_a_denial(material, sentence, japanese=japanese):
        return "not-collected"
    return own


def denied(material: Material, sentence: Sentence, start: int) -> bool:
    """Whether a sentence denies the use of what it names: `we do not use X`, 「X を利用していません」."""
    first = max(sentence.span.start, start - _AROUND)
    words, at = material.text[first : min(sentence.span.end, start + _AROUND)], start - first
    if material.reading.language == "en":
        return _DENIED_EN.search(_part_at(words, at)) is not None
    verb = _USES.search(words, at)
    return verb is not None and _NEGATED_JA.match(words[verb.end() :]) is not None


def _in_japanese(text: str, begin: int, start: int, end: int, stop: int) -> Said:
    before, behind = text[begin:start], text[end:stop]
    if _OTHER_THAN.match(behind):
        return "collected"
    if _NOT_HERE_JA.search(before):
        return "not-collected"
    kept = True
    for verb in _VERB.finditer(behind):
        rest = behind[verb.end() :]
        if _NEGATED_JA.match(rest) is None:
            if _BY_SOMEBODY_ELSE.search(behind[: verb.start()]):
                continue
            return "collected"
        if verb.group("keeps"):  # what is not kept may be acquired all the same
            kept = False
            continue
        if verb.group("collects") is None:
            return "not-told"
        around = text[begin:stop]
        return "conditional" if _IN_A_CASE_JA.search(around) else "not-collected"
    return "collected" if kept else "not-told"


def _in_english(sentence: str, at: int) -> Said:
    part = _part_at(sentence, at)
    if _JUST_NOT.search(sentence[:at]):
        return "not-collected"
    if _NEGATED_EN.search(part):
        return "conditional" if _IN_A_CASE_EN.search(sentence) else "not-collected"
    return "not-told" if _DENIED_EN.search(part) else "collected"


def _part_at(sentence: str, at: int) -> str:
    """The part of an English sentence between its conjunctions in which a word stands."""
    marks = [found.start() for found in _PART.finditer(sentence)]
    start = max((mark for mark in marks if mark <= at), default=0)
    return sentence[start : min((mark for mark in marks if mark > at), default=len(sentence))]


def _is_under_a_denial(material: Material, sentence: Sentence, *, japanese: bool) -> bool:
    clause = material.clause(sentence)
    above = [clause, *material.reading.ancestors(clause)]
    headings = [one.heading or "" for one in above]
    if sentence.kind == "item":
        headings.append(material.announcing(sentence))
    pattern = _NOT_HERE_JA if japanese else _NEGATED_EN
    return any(pattern.search(words) for words in headings) or (
        japanese and any(_announces_none(words) for words in headings)
    )


def _announces_none(words: str) -> bool:
    verb = re.search(_COLLECTS, words)
    return verb is not None and _NEGATED_JA.match(words[verb.end() :]) is not None
