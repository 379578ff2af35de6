"""What a text asks somebody for, and how the answer to it reads.

People talk with machines in turns, and an answer says only what the question left open: 「暗証番号は？」, and
in the next message 「4821です」. By itself that is a row of digits; behind what it was asked for it is a field
of a form, and every rule that knows fields knows it.

    >>> asked_for("ありがとうございます。続いて、口座番号を教えてください。")
    ['口座番号']
    >>> asked_for("Thanks! May I have your name and date of birth, please?")
    ['full name', 'date of birth']
    >>> [reading.text for reading in readings(["暗証番号"], "はい、4821です")]
    ['暗証番号: 4821です']
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upheld.detection.folding import folded

_END = 400
"""Code points at the end of a text in which it is looked for what it asks."""
_SENTENCES = 3
_LABELS, _LINES, _LINE = 6, 6, 160
"""What a question asks for, lines of its answer, and code points of a line that are read; at most."""

_SENTENCE = re.compile(r"[^。\n.!?]+[。.!?]*")
_AND = re.compile(
    r"\s*(?:[、・/&,]|(?:と|及び|および|ならびに)(?=[^\s、]{2})|\band\b|\bor\b)\s*(?:and |or )?"
)
_REQUESTED_JA = re.compile(
    r"(?:を|は|が|について|に関して|)(?:もう一度|改めて|詳しく|先に|ここに|こちらに|半角(?:数字)?で|[0-9]{1,2}桁で|[、 ])*"
    r"(?:お?教え(?:て|ろ|なさい|願|く)|お?聞かせ|お?伺[いえ]|貼り?付け|貼って|うかが|ご?(?:入力|記入|提示|回答|返信|記載|登録|申告|共有|明記|選択)(?:を|して|くだ|下|いた|の(?:うえ|上)|お?願)"
    r"|お知らせ|お?伝え(?:く|て)|お?送り|送って|お願い|どうぞ|(?:何|なん)(?:です|番|と|でしょう|桁|歳|年|の|[?])|おいくつ|いくつ|いつ(?:です|でしょう|[?])"
    r"|どこ|どちら|どなた|誰|(?:あり|ござい)ま(?:す|せん)か|お持ち(?:です|で)|いかが|です(?:か|[?])|でしょうか|(?:か[?。]?|[?])$)"
)
_REFUSED_JA = re.compile(
    r"(?:え|伝え|力|信|有|入|録|せ|ら)(?:ない|ず|しない)で|ませんよう|ません。?$|てはいけ|禁止|不要"
    r"|知りたい|(?<!こ)とは|[がに]多い|一般的|代表的|種類|原因|調べ|説明|解説|検索|分析|まとめ|手伝|ご?(?:協力|了承|理解|検討|対応|参加|来店|来場|注意|容赦|期待|連絡(?!先))|主人公|登場人物|作品|小説|物語|記事|論文|対象(?!者)|桁数|何桁|ポリシー|要件|(?:どの|何の)[^。]{0,6}形式|(?:年齢|世代)層|歳(?:以上|以下|未満|から|まで)"
)
"""That something must not be said, or is not; that a subject is asked for and nothing of somebody."""
_CLAUSE = re.compile(
    r".*(?:(?<=[ぁ-ん])、|(?:差し支え|よろし|宜し|よ)(?:なけ|け)れば|(?:あなた|貴方|貴社|お客(?:様|さま)|ご?本人様?|そちら|今|現在|ご利用中|お使い|ご登録)の)"
)
"""What stands before the label: another clause, and whose it is."""
_BY_SENSE_JA = tuple(
    (re.compile(pattern), label)
    for pattern, label in (
        (r"(?:お子|息子|娘|子ども|子供|児)[^。]{0,14}(?:何歳|いくつ|年齢)", "お子様の年齢"),
        (r"何歳|おいくつ", "年齢"),
        (r"(?:住まい|住んで|お住い)[^。]{0,10}国|どちらの国|どこの国|何国", "居住国"),
        (r"住まい|住んで|お住い", "居住地"),
        (r"生まれ|誕生日", "生年月日"),
        (r"前科|逮捕|有罪|犯罪", "前科"),
        (r"病気|疾患|通院|治療中|持病", "病名"),
        (r"(?:飲んで|服用)[^。]{0,6}薬|お薬", "服用薬"),
        (r"妊娠", "妊娠週数"),
        (r"お呼び|どなた|誰", "お名前"),
    )
)
_WORD = r"[A-Za-z][A-Za-z'’-]*"
_LABEL = rf"(?P<label>{_WORD}(?: {_WORD}){{0,4}}?(?:,? (?:and|or|&) {_WORD}(?: {_WORD}){{0,3}}?|, {_WORD}(?: {_WORD}){{0,3}}?){{0,5}})"
_WHOSE = r"(?:(?:your|his|her|their|the|a|an|any|my|our)(?: own| full| current| exact| complete| [0-9]{1,2}-?digit)? )"
_NO_LABEL = r"(?!(?:wh[a-z]+|how|is|are|do|does|did|can|could|may|will|would|shall|should|please|you|it|anything|something)\b)"
_UNTIL = r"(?= ?[?.!:]|$|,? (?:please|for|so|to|below|here|as|on|in|again|now|(?:that )?(?:we|you|i)|and (?:we|i))\b)"
_ASKS_EN = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bwh(?:at|ich)(?:['’]?s| is| are| was| were)? {_WHOSE}{_LABEL}{_UNTIL}",
        rf"\b(?:have|get|need|confirm|verify|know|share|list|repeat|state|(?:send|read|tell|give) (?:me|us)(?: out)?|paste|post|drop) {_WHOSE}{_LABEL}{_UNTIL}",
        rf"\b(?:tell (?:me|us)(?: more)?|describe|talk) about your {_LABEL}{_UNTIL}",
        rf"\b(?:enter|provide|type(?: in)?|specify|fill in|submit|reply with) {_WHOSE}?{_NO_LABEL}{_LABEL}{_UNTIL}",
        rf"(?:^|[,;] |\band ){_WHOSE}?{_NO_LABEL}{_LABEL}(?: ?[?:]|,? please[.!?]?)$",
    )
)
_BY_SENSE_EN = tuple(
    (re.compile(pattern, re.IGNORECASE), label)
    for pattern, label in (
        (r"\bhow old\b.*\b(?:son|daughter|child|kid|boy|girl|baby|student|pupil)", "child's age"),
        (r"\bhow old\b", "age"),
        (
            r"\bwhere\b.*\b(?:live|living|based|reside)|\bwh(?:at|ich) country\b(?!['’])",
            "country of residence",
        ),
        (r"\bborn\b|\bbirthday\b", "date of birth"),
        (r"\b(?:arrested|convicted|charged with)\b", "convictions"),
        (r"\bwho (?:am i speaking|is this|is calling|are you)\b", "name"),
        (r"\bcard\b.*\bexpir|\bexpir.*\bcard\b", "card expiry date"),
        (
            r"\b(?:suffer|diagnosed|allerg)|\b(?:you|your|his|her|any|medical|health)\b.*\b(?:conditions?|illness)",
            "medical conditions",
        ),
        (r"\b(?:taking|prescribed)\b.*\bmedic|\bmedic.*\b(?:are|do) you (?:on|tak)", "medications"),
    )
)
_REQUESTED_EN = re.compile(
    r"\?$|:$|\b(?:please|kindly)\b|^(?:now|next|then|tell|give|enter|type|share|paste|post|send|provide|confirm)\b|\b(?:i|we)(?:['’]ll| will)? need\b",
    re.IGNORECASE,
)
_REFUSED_EN = re.compile(
    r"\b(?:never|not|don['’]t|without|no need)\b|\b(?:market|topic|explain|describe|summari[sz]e|analy[sz]e|story|character|novel|article|essay|paper|drug|building|policy|population|look (?:at|up|into)|(?:know|learn|read|hear) (?:more )?about)\b",
    re.IGNORECASE,
)
_SOMEBODYS = re.compile(r"\b(?:your|his|her|their) ", re.IGNORECASE)
_ITEM = re.compile(
    r"\s*(?:[-*・●■○◯•]|[0-9]{1,2}[.)]|\([0-9]{1,2}\))\s*(?P<label>[^:。\n]{1,30}?)\s*:?\s*"
)
_LEAD_IN = re.compile(
    r"\s*(?:(?:はい|ええ|うん|えっと|えーと|それは|わかりました|了解です|もちろん)[、,。.!\s]+|[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]+\s*|(?:[-*・]|[0-9]{1,2}[.)](?![0-9]))\s*"
    r"|(?i:(?:yes|yeah|yep|sure|ok(?:ay)?|of course|certainly|well|hi|hello)[,.! ]+|(?:it|that|this|mine)(?:['’]s| is| was) |(?:s?he|they|i|we)(?:['’](?:s|re|m|ve)| is| are| am| have| take) (?:on |taking )?(?:an? )?))*"
)
_JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
ASKS = r"(?:\?|(?:ください|下さい|ますか|ですか|でしょうか|(?:お願い|願)(?:いた)?します|どうぞ|教えて)。?|(?i:\b(?:please|tell me|give me|enter your) )[^\n]{0,80})[\"')」』]{0,3}[ \t\r]{0,8}\n"
"""In every folded text with a line that may ask something of the next, in RE2's syntax."""
_ASKS = re.compile(ASKS)
_SPEAKER = re.compile(
    r"[ \t>]*(?:[QA][0-9]{0,3}[.:)][ \t]*)?(?:\[[^\]\n]{1,24}\]|\(?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\)?)?[ \t]*(?:[^\s:。、「」]{1,16}(?: [^\s:。、]{1,12})?\s?[:>][ \t]*)?"
)
"""Who speaks in a transcript, and when."""
_SPEAKS = re.compile(r"(?:[^\n]{1,40} )?\[?[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?: ?[AP]M)?\]?\s*")
"""A line of a chat that says only who speaks, and when: what is said stands below it."""


class Reading(NamedTuple):
    """A line of an answer behind what it answers.

    Attributes:
        text: What is read.
        lead: Code points of it before the answer.
        start: Where that part begins in the answer.
    """

    text: str
    lead: int
    start: int

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Where in the answer something of the reading stands; `None` where it is before it."""
        if end <= self.lead:
            return None
        by = self.start - self.lead
        return max(start, self.lead) + by, end + by


def asked_for(text: str) -> list[str]:
    """What the end of a text asks for, as labels of a form; nothing where it asks for nothing."""
    lines = [line for line in folded(text[-_END:]).split("\n") if line.strip()]
    items: list[str] = []
    while lines and len(items) < _LABELS and (item := _ITEM.fullmatch(lines[-1])):
        items.insert(0, item["label"])
        lines.pop()
    sentences = _SENTENCE.findall("\n".join(lines))[-_SENTENCES:]
    found: dict[str, None] = {}
    for sentence in sentences:
        asked = _labels(sentence.strip())
        found |= dict.fromkeys(asked)
        if asked and items and sentence is sentences[-1]:
            return items
    return list(found)[:_LABELS]


def readings(labels: Sequence[str], answer: str) -> Iterator[Reading]:
    """Yield how an answer reads behind what it was asked for.

    Each line stands for one label where there are as many of both, else for all of them.
    """
    lines: list[tuple[int, str]] = []
    at = 0
    for line in answer.split("\n", _LINES + 1)[: _LINES + 1]:
        begins = _begins(line)
        if line[begins:].strip():
            lines.append((at + begins, line[begins : begins + _LINE]))
        at += len(line) + 1
    paired = len(lines) == len(labels)
    for number, (start, line) in enumerate(lines[:_LINES]):
        for label in labels[number : number + 1] if paired else labels:
            yield Reading(f"{label}: {line}", len(label) + 2, start)


def turns(text: str, plain: str) -> Iterator[Reading]:
    """Yield how the lines of a text read behind a line before them that asks for something.

    Args:
        text: A transcript, a form, a mail.
        plain: The same, folded.
    """
    for question in _ASKS.finditer(plain):
        line = plain[plain.rfind("\n", 0, question.start()) + 1 : question.end()].rstrip()
        labels = asked_for(line[_speaker(line) :])
        at = question.end()
        if labels and (header := _SPEAKS.match(plain, at, at + _LINE)) and header[0].endswith("\n"):
            at = header.end()
        for answer in text[at : at + _LINES * _LINE].split("\n")[: len(labels)]:
            begins = _speaker(folded(answer))
            if not folded(answer).rstrip().endswith("?"):
                yield from (
                    one._replace(start=one.start + at + begins)
                    for one in readings(labels, answer[begins:])
                )
            at += len(answer) + 1


def _speaker(line: str) -> int:
    """Where the words of somebody begin in a line."""
    found = _SPEAKER.match(line)
    return found.end() if found else 0


def _begins(line: str) -> int:
    """Where a line says something: behind 「はい、」 or `It's`."""
    lead = _LEAD_IN.match(line)
    return lead.end() if lead else 0


def _labels(sentence: str) -> list[str]:
    if _JAPANESE.search(sentence):
        return _labels_ja(sentence)
    return _labels_en(sentence)


def _labels_ja(sentence: str) -> list[str]:
    requested = _REQUESTED_JA.search(sentence)
    if requested is None or _REFUSED_JA.search(sentence):
        return []
    by_sense = [label for pattern, label in _BY_SENSE_JA if pattern.search(sentence)][:1]
    named = _CLAUSE.sub("", sentence[: requested.start()])
    return by_sense or _each(named.partition("(")[0])


def _labels_en(sentence: str) -> list[str]:
    if not _REQUESTED_EN.search(sentence) or _REFUSED_EN.search(sentence):
        return []
    for pattern, label in _BY_SENSE_EN:
        if pattern.search(sentence):
            return [label]
    every = [found for asks in _ASKS_EN for found in asks.finditer(sentence)]
    # "To verify your identity, enter your PIN": what is asked for is said last.
    asked = max(every, key=lambda found: found.end("label"), default=None)
    labels = _each(asked["label"]) if asked else []
    # A file has a name, too.
    return ["full name" if one == "name" and _SOMEBODYS.search(sentence) else one for one in labels]


def _each(named: str) -> list[str]:
    return [label for label in map(str.strip, _AND.split(named)) if label]
