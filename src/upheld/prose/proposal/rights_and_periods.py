"""What may be asked and how long things last: rights, retention, children."""

import re
from collections.abc import Iterator

from upheld.prose.document import Sentence
from upheld.prose.facts.durations import DurationFact
from upheld.prose.facts.gathering import inside
from upheld.prose.proposal.line import ProposedLine
from upheld.prose.rules.material import RIGHTS, Material
from upheld.wording import Text

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("purpose-notice", r"notification of (?:the )?purpose|usage purpose|利用目的の通知"),
        ("disclosure", r"\bdisclos(?:ure|e)\b|\baccess\b|開示"),
        ("provision-records", r"provision records?|records of (?:third-party )?provision|第三者提供記録|提供記録"),
        ("correction", r"\bcorrect(?:ion|ed)?\b|訂正"),
        ("addition", r"\baddition\b|追加"),
        ("suspension", r"suspension|suspend|cessation of|stop the use|利用停止|利用の停止"),
        ("provision-stop", r"refus\w+ (?:use or|the) provision|stop of provision|第三者(?:への)?提供の停止"),
        ("deletion", r"\bdelet(?:e|ion)\b|\berase?(?:d|ure)?\b|削除|消去"),
        ("complaint", r"complaints?|苦情"),
    )
)  # fmt: skip
_DENIED = re.compile(r"\bdo not offer\b|応じません|お応えできません", re.IGNORECASE)
_WITHOUT_DELAY = re.compile(r"without delay|promptly|遅滞なく|速やかに", re.IGNORECASE)
_ANSWERS = re.compile(r"\banswer|\brespon|\brepl|回答|対応|ご返答", re.IGNORECASE)
_FEE_ALLOWED = ("purpose-notice", "disclosure", "provision-records")
"""APPI 38(1): for notice of purpose and disclosure, and for nothing else."""
_KEEPS = re.compile(
    r"\bretain|\bretention|\bkept\b|\bkeep|\bstor(?:e|ed)\b|保存|保管|保持", re.IGNORECASE
)
_NAMES: tuple[tuple[str, str], ...] = (
    ("requests", r"request records?|records? of (?:your )?requests?|請求(?:への)?対応の記録"),
    ("billing-records", r"billing|invoice|order|account|請求|注文|会計"),
    ("deletion-logs", r"deletion|削除"),
    ("security-logs", r"security log|access log|セキュリティログ|アクセスログ"),
    ("enquiries", r"inquir|enquir|問い?合わ?せ"),
    ("recordings", r"recording|camera|録音|録画"),
)
_MARKS = (";", "；", "、", ", ")
_BASIS = re.compile(
    r"\btax\b[^.,;)]{0,20}|(?:所得税法|法人税法|税法|会社法)|\blaw\b", re.IGNORECASE
)


def rights(material: Material) -> Iterator[ProposedLine]:
    """Propose what a person may ask for."""
    sentences = list(material.about(*RIGHTS))
    found_any = False
    headings = [
        s
        for section in material.rights_sections
        for s in material.reading.sentences_of.get(section.id, ())
    ]
    for kind, pattern in _KINDS:
        found = [s for s in (*sentences, *headings) if pattern.search(s.text)]
        if not found:
            continue
        first, found_any = found[0], True
        values: dict[str, object] = {"offered": not _DENIED.search(first.text)}
        values |= _fee(material, kind, sentences) | _clock(material, found)
        values["c"] = list(dict.fromkeys(str(s.clause) for s in found))[:10]
        yield ProposedLine(
            section="rights", name=kind, values=values, words=first.text, confidence=0.6
        )
    if not found_any:
        yield ProposedLine(
            section="rights",
            name="disclosure",
            values={"offered": None, "c": None},
            confidence=0.0,
            note=Text(
                en="the text says nothing about requests; APPI 33 grants disclosure",
                ja="請求について書かれていません。開示は個人情報保護法第33条で認められます",
            ),
        )


def _fee(material: Material, kind: str, sentences: list[Sentence]) -> dict[str, object]:
    if kind not in _FEE_ALLOWED:
        return {}
    for sentence in sentences:
        for fee in inside(material.facts.fees, sentence.span.start, sentence.span.end):
            pattern = next(p for name, p in _KINDS if name == kind)
            if pattern.search(sentence.text):
                return {
                    "fee": {"amount": fee.amount, "currency": fee.currency, "c": [sentence.clause]}
                }
    return {}


def _clock(material: Material, found: list[Sentence]) -> dict[str, object]:
    for sentence in found:
        due = inside(material.facts.durations, sentence.span.start, sentence.span.end)
        if due:
            return {"clock": {"due": due[0].written(), "c": [sentence.clause]}}
        if _WITHOUT_DELAY.search(sentence.text):
            return {"clock": {"without_delay": True, "c": [sentence.clause]}}
    for clause in {sentence.clause: None for sentence in found}:
        for sentence in material.reading.sentences_of[clause]:
            due = inside(material.facts.durations, sentence.span.start, sentence.span.end)
            if due and _ANSWERS.search(sentence.text):
                return {"clock": {"due": due[0].written(), "c": [clause]}}
    return {}


def retention(material: Material) -> Iterator[ProposedLine]:
    """Propose the periods for which something is kept; requests need one in any case."""
    taken: set[str] = set()
    for sentence in material.reading.sentences:
        about = material.area(sentence) == "retention-and-termination"
        if not (about or _KEEPS.search(sentence.text)) or material.area(sentence) in RIGHTS:
            continue
        for fact in inside(material.facts.durations, sentence.span.start, sentence.span.end):
            yield _kept(material, sentence, fact, taken)
    if "requests" not in taken:
        yield ProposedLine(
            section="retention",
            name="requests",
            values={"keep": None, "basis": None, "c": None},
            confidence=0.0,
            note=Text(
                en="the text does not say how long requests themselves are kept",
                ja="請求そのものの保存期間が書かれていません",
            ),
        )


def _kept(
    material: Material, sentence: Sentence, fact: DurationFact, taken: set[str]
) -> ProposedLine:
    words = _around(material.text, sentence, fact)
    kind = next((n for n, p in _NAMES if re.search(p, words, re.IGNORECASE)), "kept")
    name, number = kind, 1
    while name in taken:
        number += 1
        name = f"{kind}-{number}"
    taken.add(name)
    basis = _BASIS.search(words)
    values: dict[str, object] = {"keep": fact.written()}
    if fact.low != fact.high:
        values["at_least"] = fact.written(high=False)
    values |= {"basis": basis.group().strip() if basis else None, "c": [sentence.clause]}
    return ProposedLine(
        section="retention", name=name, values=values, words=words, confidence=0.6,
        note=Text(en="check from which event it counts", ja="起点を確認してください"),
    )  # fmt: skip


def _around(text: str, sentence: Sentence, fact: DurationFact) -> str:
    """The part of the sentence between semicolons or commas that the period stands in."""
    start = max(text.rfind(mark, sentence.span.start, fact.span.start) for mark in _MARKS)
    start = max(sentence.span.start, start + 1)
    end = min(
        (place for mark in _MARKS if (place := text.find(mark, fact.span.end, sentence.span.end)) >= 0),
        default=sentence.span.end,
    )  # fmt: skip
    return text[start:end].strip()


def children(material: Material) -> Iterator[ProposedLine]:
    """Propose a rule for each age limit."""
    seen: set[int] = set()
    for age in material.facts.ages:
        if age.years in seen:
            continue
        seen.add(age.years)
        sentence = material.at(age.span.start)
        screened = material.area(sentence) == "ai-terms"
        yield ProposedLine(
            section="children",
            name=None,
            values={
                "under": age.years,
                "action": "block-ai-input" if screened else "refuse-collection",
                "c": [sentence.clause],
            },
            words=sentence.text,
            confidence=0.5,
        )
