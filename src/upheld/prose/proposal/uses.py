"""What data is used for: purposes, categories, and what tags send."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from upheld.prose.areas.lexicon import Area
from upheld.prose.document import Sentence, Span
from upheld.prose.proposal.categories import CategoryFact, categories_in
from upheld.prose.proposal.collected import Said, denied, said_of
from upheld.prose.proposal.line import ProposedLine
from upheld.prose.proposal.people_and_places import word_for
from upheld.prose.rules.material import Material
from upheld.wording import Text

_NEGATED = re.compile(
    r"\b(?:do|does|will|shall|may|can) ?not\b|n't\b|\bnever\b|ません|ない。?$", re.IGNORECASE
)
_AIMS = re.compile(
    r"^(?:to|for)\b|\bto \w+|\w+ing\b|ため|目的|こと|対応|提供|改善|分析|管理|案内|に関する",
    re.IGNORECASE,
)
_ABOUT_PURPOSE = re.compile(
    r"purpose of use|scope of the|利用目的の(?:範囲|達成|特定)|目的外|本ポリシー|利用目的は次",
    re.IGNORECASE,
)
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("fraud-prevention", r"fraud|abuse|unauthori[sz]ed|violat|criminal|不正|違反|犯罪"),
        (
            "identity-verification",
            r"verif\w+ (?:your )?identity|identity verification|authenticat|confirm the identity|本人確認|認証",
        ),
        ("personalised-advertising", r"advertis|広告"),
        (
            "marketing",
            r"newsletter|promotion|campaign|seminar|introduc|recommend|メールマガジン|キャンペーン|案内|紹介|宣伝",
        ),
        ("support", r"inquir|enquir|questions|support|問い?合わ?せ|質問|相談"),
        ("billing", r"bill|payment|fees?\b|credit|請求|決済|料金|代金|与信"),
        ("hiring", r"applicant|recruit|hiring|採用|応募"),
        ("personnel", r"personnel|employees|retirees|人事|労務"),
        ("statistics", r"statistic|traffic|measure|aggregate|trend|統計|計測|測定|傾向"),
        ("improve", r"improv|develop|quality|改善|開発|向上"),
        ("notify", r"notif|notices?|inform|communicat|announce|お知らせ|通知|連絡"),
        ("legal-duty", r"\blaws?\b|legal|法令|法律"),
        ("provide-service", r"provid|ship|deliver|register|operate|提供|発送|配送|登録|運営|販売"),
    )
)
_AUTOMATIC = re.compile(
    r"automatic|\blogs?\b|cookie|when (?:you|users) (?:use|visit|access)|access status|自動|アクセス|閲覧|クッキー|Cookie",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"external services?|social network|third part|from (?:our )?partners|外部サービス|提携先から|第三者から",
    re.IGNORECASE,
)
_TAG_CLASS = {
    "analytics": "analytics", "ads": "ads", "recorder": "recorder", "social": "social",
    "captcha": "security", "affiliate": "affiliate", "maps": "other", "tag-manager": "other",
}  # fmt: skip
_DATA_AREAS: tuple[Area, ...] = ("data-map", "cookies-and-tags", "consent", "payments")
_SPECIAL_CARE = re.compile(
    r"要配慮個人情報|(?:special[- ]care|care)[- ]required personal (?:information|data)|"
    r"(?:sensitive|special categor(?:y|ies) of) personal (?:information|data)",
    re.IGNORECASE,
)
_SPECIAL_CARE_CATEGORIES = ("health", "belief", "origin", "criminal")
"""APPI 2(3), at the top of the vocabulary."""
_ALL_PURPOSES = Text(
    en="the text does not say which purposes: all are listed",
    ja="どの目的に使うかが書かれていないため、すべて並べています",
)
_IN_A_CASE = Text(
    en="the text says that it is collected in some cases only: check which",
    ja="一定の場合に限り取得するとされています。どの場合かを確認してください",
)
_LONGEST = 1_900  # characters of a label; the language of a policy takes 2,000


def purposes(material: Material) -> Iterator[ProposedLine]:
    """Propose a purpose for each sentence or item that tells one."""
    taken: set[str] = set()
    found = list(_told_purposes(material, taken))
    yield from found
    if not found:
        yield ProposedLine(
            section="purposes",
            name="provide-service",
            values={"ja": None, "en": None, "c": None},
            confidence=0.0,
            note=Text(en="no sentence tells a purpose", ja="利用目的を示す文がありません"),
        )


def _told_purposes(material: Material, taken: set[str]) -> Iterator[ProposedLine]:
    listed = [s for s in material.about("purpose-enforcement") if s.kind == "item"]
    for sentence in listed or list(material.about("purpose-enforcement")):
        if _NEGATED.search(sentence.text) or _ABOUT_PURPOSE.search(sentence.text):
            continue
        if sentence.kind == "announcement":
            continue
        if sentence.kind != "item" and not _AIMS.search(sentence.text):
            continue
        name = _unused(_kind(sentence.text), taken)
        ours = material.reading.language
        text = sentence.text.rstrip("。.;；")[:_LONGEST]
        yield ProposedLine(
            section="purposes",
            name=name,
            values={
                "ja": text if ours == "ja" else None,
                "en": text if ours == "en" else None,
                "c": [sentence.clause],
            },
            words=sentence.text,
            confidence=_confidence(material, sentence),
        )


def _kind(text: str) -> str:
    return next((name for name, pattern in _KINDS if pattern.search(text)), "purpose")


def _unused(name: str, taken: set[str]) -> str:
    chosen, number = name, 1
    while chosen in taken:
        number += 1
        chosen = f"{name}-{number}"
    taken.add(chosen)
    return chosen


def _confidence(material: Material, sentence: Sentence) -> float:
    return material.confidences[sentence.span.start, sentence.span.end]


def data(material: Material, purposes: Sequence[str]) -> Iterator[ProposedLine]:
    """Propose each category that the text says is collected, with the clauses that name it."""
    found: dict[str, list[tuple[CategoryFact, Sentence]]] = {}
    conditional: set[str] = set()
    for fact, sentence, said in _told(material):
        if material.area(sentence) not in _DATA_AREAS or said in ("not-collected", "not-told"):
            continue
        if said == "conditional":
            conditional.add(fact.category)
        found.setdefault(fact.category, []).append((fact, sentence))
    if not found:
        yield ProposedLine(
            section="data",
            name="contact.email",
            values={"purposes": list(purposes), "c": None},
            confidence=0.0,
            note=Text(
                en="no sentence names data that is collected: this is a place to begin",
                ja="取得する情報を示す文がありません。ここから書き始めてください",
            ),
        )
    for category, places in found.items():
        first, sentence = places[0]
        clauses = list(dict.fromkeys(str(place.clause) for _fact, place in places))
        yield ProposedLine(
            section="data",
            name=category,
            values={
                "purposes": list(purposes) or None,
                "source": _source(category, sentence.text),
                "c": clauses[:20],
            },
            words=first.span.of(material.text),
            confidence=0.3 if category in conditional else 0.6,
            note=_IN_A_CASE if category in conditional else _ALL_PURPOSES,
        )


def not_collected(material: Material) -> Iterator[ProposedLine]:
    """Propose what each sentence says is not collected, if no other says that it is."""
    told = list(_told(material))
    held = {fact.category for fact, _sentence, said in told if said in ("collected", "conditional")}
    by_clause: dict[str, tuple[list[str], Sentence]] = {}
    for fact, sentence, said in told:
        if said == "not-collected" and fact.category not in held:
            items, _first = by_clause.setdefault(str(sentence.clause), ([], sentence))
            items.append(fact.category)
    for clause, (items, sentence) in by_clause.items():
        yield ProposedLine(
            section="not_collected",
            name=None,
            values={"items": list(dict.fromkeys(items)), "c": [clause]},
            words=sentence.text,
            confidence=0.6,
        )


def _told(material: Material) -> Iterator[tuple[CategoryFact, Sentence, Said]]:
    """Yield each kind of data that a sentence names, and what it says of it."""
    for fact in categories_in(material.text):
        sentence = material.at(fact.span.start)
        if sentence.kind != "heading":
            span = fact.span
            yield fact, sentence, said_of(material, sentence, span.start, span.end)
    for match in _SPECIAL_CARE.finditer(material.text):
        sentence = material.at(match.start())
        said = said_of(material, sentence, match.start(), match.end())
        if said == "not-collected" and sentence.kind != "heading":
            span = Span(match.start(), match.end())
            for category in _SPECIAL_CARE_CATEGORIES:
                yield CategoryFact(span, category), sentence, said


def _source(category: str, words: str) -> str:
    if _ELSEWHERE.search(words):
        return "third-party"
    by_machine = category.startswith(("device", "behaviour", "location"))
    told = _AUTOMATIC.search(words) and not category.startswith(("identity", "contact"))
    return "automatic" if by_machine or told else "person"


def transmissions(material: Material, recipients: AbstractSet[str]) -> Iterator[ProposedLine]:
    """Propose an external transmission for each tag that the text names."""
    seen: set[str] = set()
    for fact in material.facts.technologies:
        technology = fact.technology
        name, to = word_for(technology.name), word_for(technology.company)
        sentence = material.at(fact.span.start)
        if technology.kind not in _TAG_CLASS or name in seen or to not in recipients:
            continue
        if denied(material, sentence, fact.span.start):
            continue
        seen.add(name)
        words = material.reading.words(material.clause(sentence))
        sends = list(dict.fromkeys(found.category for found in categories_in(words)))
        yield ProposedLine(
            section="external_transmissions",
            name=name,
            values={
                "to": to,
                "service": technology.name,
                "tag": _TAG_CLASS[technology.kind],
                "sends": sends or None,
                "purposes": None,
                "c": [sentence.clause],
            },
            words=sentence.text,
            confidence=0.7 if sends else 0.4,
        )
