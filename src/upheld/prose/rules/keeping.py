"""How long data is kept, and the ages of children: UPH118 to UPH121."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upheld.prose.document import Sentence, Span
from upheld.prose.facts.durations import DurationFact, durations
from upheld.prose.rules.finding import Hit
from upheld.prose.rules.material import Material
from upheld.wording import Text

_KEEPS = re.compile(
    r"\bret(?:ain|ention)\w*|\bkept?\b|\bstor(?:e|ed|es|age)\b|保存|保管|保持|保有", re.IGNORECASE
)
_SEGMENT = re.compile(r"[;；。]|(?<=[年月日間])、")
_CATEGORIES: tuple[tuple[str, Text, re.Pattern[str]], ...] = tuple(
    (name, Text(en=name, ja=ja), re.compile(pattern, re.IGNORECASE))
    for name, ja, pattern in (
        ("billing records", "請求の記録", r"billing|invoice|accounting record|請求(?:書|記録|情報)|会計|取引記録"),
        ("security logs", "セキュリティログ", r"security logs?|access logs?|セキュリティログ|アクセスログ"),
        ("deletion logs", "削除の記録", r"deletion (?:audit )?(?:logs?|records?)|削除(?:の|監査)?(?:ログ|記録)"),
        ("request records", "本人の請求への対応記録", r"request records?|records? of (?:your |privacy |consumer )?requests?|開示等?の?請求(?:への対応)?の?記録"),
        ("provision records", "第三者提供の記録", r"provision records?|records? of (?:third-party )?provision|第三者提供(?:の|に係る)?記録|提供記録"),
        ("account data", "アカウント情報", r"account (?:data|information)|member(?:ship)? (?:data|information)|会員情報|アカウント情報"),
        ("enquiries", "問い合わせの記録", r"inquir\w+|enquir\w+|support tickets?|お?問い?合わ?せ"),
        ("call recordings", "通話の録音", r"(?:call|voice) recordings?|recordings of calls|録音"),
        ("camera footage", "カメラの映像", r"camera|footage|録画|防犯カメラ"),
    )
)  # fmt: skip
_PRECEDENCE = re.compile(
    r"takes? precedence|prevails?|supersedes?|instead of|in place of|優先|に代えて|かかわらず|のほか",
    re.IGNORECASE,
)
_CCPA_MONTHS = 730
"""Days of the 24 months that request records are kept (11 CCR 7101(a))."""
_PROVISION_DAYS = 365
"""Days of the shortest period of provision records (APPI 29, 30; Rules 21, 25); three years
is the rule, one year where a contract serves as the record."""


@dataclass(frozen=True, slots=True)
class _Rule:
    """One category kept for one time."""

    category: str
    label: Text
    duration: DurationFact
    sentence: Sentence


def _stated(material: Material) -> Iterator[_Rule]:
    """Yield every category beside the period that is told for it."""
    for sentence in material.reading.sentences:
        if not _is_about_keeping(material, sentence):
            continue
        for start, end in _segments(material.text, sentence.span):
            periods = list(durations(material.text, start, end))
            if not periods:
                continue
            longest = max(periods, key=lambda one: one.longest_days)
            words = material.text[start:end]
            for name, label, pattern in _CATEGORIES:
                if pattern.search(words):
                    yield _Rule(name, label, longest, sentence)


def _is_about_keeping(material: Material, sentence: Sentence) -> bool:
    if _KEEPS.search(sentence.text):
        return True
    return material.area(sentence) == "retention-and-termination"


def _segments(text: str, span: Span) -> Iterator[tuple[int, int]]:
    start = span.start
    for match in _SEGMENT.finditer(text, span.start, span.end):
        yield start, match.end()
        start = match.end()
    yield start, span.end


def two_rules(material: Material) -> Iterator[Hit]:
    """UPH118: two periods for one category, and neither takes precedence."""
    by_category: dict[str, list[_Rule]] = {}
    for rule in _stated(material):
        by_category.setdefault(rule.category, []).append(rule)
    for rules in by_category.values():
        periods = {round(rule.duration.longest_days) for rule in rules}
        if len(periods) < 2 or any(_PRECEDENCE.search(_words(material, r)) for r in rules):  # noqa: PLR2004
            continue
        first, *others = rules
        second = next(
            r for r in others
            if round(r.duration.longest_days) != round(first.duration.longest_days)
        )  # fmt: skip
        yield Hit(
            span=second.sentence.span,
            what=Text(
                en=f"{first.label.en}: {second.duration.written()} here, "
                f"{first.duration.written()} in clause {first.sentence.clause}",
                ja=f"{first.label.ja}: ここでは {second.duration.written()}、"
                f"{first.sentence.clause} では {first.duration.written()} となっています",
            ),
            remedy=Text(
                en="keep one rule, or say which one takes precedence and for whom",
                ja="一つにするか、だれについてどちらが優先するかを書いてください",
            ),
        )


def _words(material: Material, rule: _Rule) -> str:
    """The words of the clause a period stands in."""
    return material.reading.words(material.clause(rule.sentence))


def shorter_than_the_duty(material: Material) -> Iterator[Hit]:
    """UPH119: kept shorter than a duty to keep records."""
    californian = any(one.law == "US-CA-CCPA" for one in material.facts.laws)
    seen: set[str] = set()
    for rule in _stated(material):
        days = rule.duration.longest_days
        if rule.category in ("deletion logs", "request records") and californian:
            short, law = days < _CCPA_MONTHS - 1, "11 CCR 7101"
            need = Text(en="24 months", ja="24か月")
        elif rule.category == "provision records":
            short, law = days < _PROVISION_DAYS, "APPI 29, 30"
            need = Text(en="3 years, or 1 year where a contract serves", ja="原則3年(契約書で代える場合は1年)")  # fmt: skip
        else:
            continue
        if not short or rule.category in seen:
            continue
        seen.add(rule.category)
        yield Hit(
            span=rule.sentence.span,
            what=Text(
                en=f"{rule.label.en} are kept {rule.duration.written()}; the law asks for {need.en}",
                ja=f"{rule.label.ja}の保存が {rule.duration.written()} で、法令の {need.ja} に足りません",
            ),
            remedy=Text(en=f"keep them longer ({law})", ja=f"保存期間を延ばしてください({law})"),
        )


def no_period(material: Material) -> Iterator[Hit]:
    """UPH120: no period of retention at all."""
    for sentence in material.reading.sentences:
        if not _is_about_keeping(material, sentence):
            continue
        if any(durations(material.text, sentence.span.start, sentence.span.end)):
            return
    yield Hit(
        span=material.beginning,
        what=Text(en="no period of retention is told", ja="保存期間が書かれていません"),
        remedy=Text(
            en="say how long each kind of data is kept, and what happens then",
            ja="情報の種類ごとに、保存期間と期間後の扱いを書いてください",
        ),
    )


def two_ages(material: Material) -> Iterator[Hit]:
    """UPH121: two age limits."""
    years = sorted({one.years for one in material.facts.ages})
    if len(years) < 2:  # noqa: PLR2004 - one limit is none too many
        return
    last = material.facts.ages[-1]
    listed = ", ".join(str(year) for year in years)
    yield Hit(
        span=last.span,
        what=Text(en=f"several age limits: {listed}", ja=f"年齢の基準が複数あります: {listed}"),
        remedy=Text(
            en="say what happens at each age, or keep one",
            ja="年齢ごとに何をするかを書き分けるか、一つにしてください",
        ),
    )
