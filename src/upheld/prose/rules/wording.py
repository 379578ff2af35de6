"""Words that were never meant to be published: UPH143, UPH145."""

import re
from collections.abc import Iterator

from upheld.prose.document import Sentence, Span
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_INSTRUCTION = re.compile(
    r"\be\.g\.,? (?:a |an )?(?:statement|description|sentence) that\b|\b(?:insert|describe|fill in|enter|add) (?:your|the name|the company|here)\b|\[(?:insert|describe|your)[^\]]*\]|\bTODO\b|\bTBD\b|\bfor example, state that\b|\bdelete (?:this|as) (?:section|paragraph|appropriate|applicable)|"
    r"(?:記載|記入|文)例\s*[:：)）]|を(?:具体的に)?(?:記載|記入)(?:する|してください|すること)[。)）]?|ここに[^。]{0,20}(?:記載|記入|書)|(?:自社|貴社)(?:名|の名称|の実情)|旨を記載|(?:不要な|該当しない)(?:場合|項目|条項)は削除",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"(?:請求書|申請書|申込書|用紙|フォーム|様式|欄|封筒|件名|表題|メール|画面)(?:の[^。]{1,12})?に"
)
_TWICE = re.compile(
    r"\b(?P<en>[a-z]+(?: [a-z]+){1,3})(?:,? and| or|,) (?P=en)\b(?!['’]s)|\b(?P<word>the|a|an|of|to|and|in|for|is|with)\s+(?P=word)\b|"
    r"(?P<ja>[一-龥ァ-ヶー]{3,12})(?:、|及び|および|並びに)(?P=ja)(?![一-龥ァ-ヶーのA-Za-z])|(?:をを|(?<!も)のの|にに|がが)",
    re.IGNORECASE,
)
_GARBLED = re.compile(
    r"\bhidden captures?\b|\bcapture service operated by Google|画像認証ロボットでは|キャプチャー画像認証",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:we|you|they|it|is|are|was|were|be|been|am|may|can|could|will|would|shall|should|must|might|has|have|had|do|does|did|not|please|"
    r"use|uses|collect|collects|provide|provides|disclose|share|process|keep|see|refer|contact|apply|applies|include|includes|handle|protect|"
    r"means?|makes?|gives?|takes?|sends?|asks?|works?|let|lets|need|needs|want|respond|update|change|require|requires|run|runs|store|stores|honou?r|link|links|"
    r"(?:record|explain|describe|establish|assign|manage|operate|receive|obtain|answer|measure|improve|display|deliver|analy[sz]e|recogni[sz]e|limit|ensure|prevent|retain|transfer|notif[yi]|inform|publish|announce|place|follow|set|enable|cover|govern|hold|support|offer|allow|permit|help|remain|concern|relate|continue|act|review|train|educate|supervise|compl[yi]|reserve|accept|refuse|choose|decide|begin|end|start|stop|expire|exist|print|ship)(?:s|es|ed|d)?|"
    r"delete|deletes|appear|appears|depend|depends|read|know|believe|rely|supplements?|serves?|shows?|tells?|goes|go)\b|\w+n't\b",
    re.IGNORECASE,
)
_JA_ENDS = re.compile(
    r"(?:[うくぐすつぬぶむるいたんだ]|こと|もの|とおり|ため|場合|以上|など|等|同様)[」』）)]*。$"
)
_LONGEST = 12  # words; longer ones have verbs that this list does not know
_SHORTEST = 20  # characters; shorter lines are labels
_PARAGRAPH = frozenset({"sentence"})


def instruction(material: Material) -> Iterator[Hit]:
    """UPH143: an instruction to the author was published."""
    for sentence, match in material.matching(_INSTRUCTION):
        before = match.string[: match.start()].rpartition("。")[2]
        if match[0].rstrip("。)）").endswith("してください") and _FORM.search(before):
            continue  # said to a person who makes a request: the form is named before
        yield Hit(
            span=Span(match.start(), match.end()),
            what=Text(en=f"an instruction to the author is left in clause {sentence.clause}", ja=f"{sentence.clause} に作成者への指示が残っています"),
            remedy=Text(en="check the original, and write what you do", ja="原文を確認し、実際の内容を書いてください"),
        )  # fmt: skip


def fragment(material: Material) -> Iterator[Hit]:
    """UPH145: a sentence without a verb, a term twice, a garbled term."""
    for pattern, en, ja in (
        (_TWICE, "a term stands twice", "同じ語が重なっています"),
        (_GARBLED, "a term is garbled", "用語が崩れています"),
    ):
        for _sentence, match in material.matching(pattern):
            yield _odd(Span(match.start(), match.end()), en, ja)
    for sentence in material.reading.sentences:
        if _is_fragment(material, sentence):
            yield _odd(sentence.span, "a sentence has no verb", "述語のない文があります")


def _is_fragment(material: Material, sentence: Sentence) -> bool:
    clause = material.clause(sentence)
    if sentence.kind not in _PARAGRAPH or clause.kind != "paragraph":
        return False
    words = sentence.text
    if re.search(r"[:：,\d]|^(?:To|For)\b", words) or len(words.split()) > _LONGEST:
        return False  # a line of a contact, or too long to be sure
    if len(words) < _SHORTEST or material.leads_somewhere(sentence.span.start, sentence.span.end):
        return False
    if words.endswith("."):
        return not _VERB.search(words) and not re.search(r"\b(?:Inc|Ltd|Co|Corp)\.$", words)
    return words.endswith("。") and not _JA_ENDS.search(words)


def _odd(span: Span, en: str, ja: str) -> Hit:
    return Hit(
        span=span,
        what=Text(en=en, ja=ja),
        remedy=Text(en="check the original", ja="原文を確認してください"),
    )
