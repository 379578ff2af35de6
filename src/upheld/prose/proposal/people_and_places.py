"""Who: the business, its channels, kinds of person, recipients."""

import re
from collections.abc import Iterator

from upheld.prose.document import Sentence, Span
from upheld.prose.facts.gathering import inside
from upheld.prose.facts.names import NameFact, country_beside, with_country
from upheld.prose.proposal.collected import denied
from upheld.prose.proposal.line import ProposedLine
from upheld.prose.rules.material import Material
from upheld.prose.rules.reaching import REPRESENTATIVE
from upheld.wording import Text

_PEOPLE: tuple[tuple[str, str, str, re.Pattern[str]], ...] = tuple(
    (name, ja, en, re.compile(pattern, re.IGNORECASE))
    for name, ja, en, pattern in (
        (
            "customer",
            "お客様",
            "customers",
            r"customers?|users?|buyers?|members?|お客様|利用者|ユーザー|会員|購入者",
        ),
        ("visitor", "サイト訪問者", "site visitors", r"visitors?|訪問者|訪れた方|閲覧者"),
        (
            "applicant",
            "採用応募者",
            "job applicants",
            r"job applicants?|applicant management|recruitment|採用応募|応募者",
        ),
        (
            "employee",
            "従業者",
            "employees",
            r"personnel management|retirees|従業者の(?:個人情報|人事)|人事・?労務",
        ),
        ("child", "子ども", "children", r"children under|未成年者|歳未満"),
    )
)
_RECIPIENT_AREAS = (
    "recipients-and-transfers", "cookies-and-tags", "ads-and-opt-outs", "payments", "joint-use", "ai-terms",
)  # fmt: skip
_NAMING_AREAS = (
    *_RECIPIENT_AREAS,
    "statistics",
    "data-map",
    "consent",
    "purpose-enforcement",
    None,
)
"""A product that sends data elsewhere says by its name alone what a sentence is about."""
_LONGEST_PRODUCT = 60  # characters
_HANDS_OVER = re.compile(r"委託|提供し|outsourc|entrust|subcontract", re.IGNORECASE)
_CLASSES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("joint-user", re.compile(r"joint(?:ly)? us|共同(?:して)?利用", re.IGNORECASE)),
    ("merchant", re.compile(r"merchant of record|販売主体", re.IGNORECASE)),
    ("customer-directed", re.compile(r"integrations?.{0,40}(?:enabled|configured) by|お客様が(?:有効|設定)", re.IGNORECASE)),
    ("sub-processor", re.compile(r"sub-?processors?(?!.{0,12}not)|サブプロセッサー?|再委託先", re.IGNORECASE)),
    ("processor", re.compile(r"outsourc|entrust|process(?:or|ing) (?:for|on)|subcontract|service provider|委託", re.IGNORECASE)),
)  # fmt: skip
_ADD_IT = Text(en="add its representative", ja="代表者を追加してください")
_NOT_TOLD = Text(en="the text names no representative", ja="代表者が書かれていません")
_CHECK_COUNTRY = Text(
    en="the country is where its company is; check it",
    ja="国は本社の所在国です。確認してください",
)
_ADD_COUNTRY = Text(en="add its country", ja="国を追加してください")
_TAGS = ("ads", "analytics", "recorder", "captcha", "social", "affiliate")


def word_for(name: str) -> str:
    """Make a name for a file out of a name for people.

    >>> word_for("Harbour Kettle Co., Ltd."), word_for("株式会社みなと釜")[:8]
    ('harbour-kettle-co-ltd', 'company-')
    """
    word = "-".join(re.findall(r"[a-z0-9]+", name.lower()))[:60].strip("-")
    if word and word[0].isalpha():
        return word
    import hashlib

    return f"company-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def handler(material: Material) -> Iterator[ProposedLine]:
    """Propose the business, if the text names it."""
    if material.speaker is None:
        return
    name, span = material.speaker.name, material.speaker.span
    address = next((c for c in material.facts.contacts if c.kind == "address"), None)
    clauses = [str(material.at(span.start).clause)]
    if address is not None:
        clauses.append(str(material.at(address.span.start).clause))
    told = material.says(REPRESENTATIVE)
    yield ProposedLine(
        section="handler",
        name=None,
        values={
            "name": name,
            "address": _line_at(material, address.span) if address else None,
            "c": list(dict.fromkeys(clauses)),
        },
        words=name,
        confidence=0.7,
        note=_ADD_IT if told else _NOT_TOLD,
    )


def _line_at(material: Material, span: Span) -> str:
    """The line that an address stands on, without what follows it."""
    end = material.text.find("\n", span.start)
    line = material.text[span.start : end if end >= 0 else len(material.text)]
    return re.split(r"[、,]\s*(?=代表|Representative|Chief)|\.\s", line)[0].strip()[:200]


def channels(material: Material) -> Iterator[ProposedLine]:
    """Propose each way to reach the business."""
    seen: set[str] = set()
    counts: dict[str, int] = {}
    for contact in (*material.facts.contacts, *material.facts.links):
        if contact.kind not in ("email", "phone") or contact.text in seen:
            continue
        seen.add(contact.text)
        counts[contact.kind] = counts.get(contact.kind, 0) + 1
        number = counts[contact.kind]
        sentence = material.at(contact.span.start)
        yield ProposedLine(
            section="channels",
            name=contact.kind if number == 1 else f"{contact.kind}-{number}",
            values={"kind": contact.kind, "to": contact.text, "c": [sentence.clause]},
            words=sentence.text,
            confidence=0.8,
            note=Text(
                en="check what it takes: requests, complaints, enquiries",
                ja="何を受け付けるか(請求、苦情、問い合わせ)を確認してください",
            ),
        )


def people(material: Material) -> Iterator[ProposedLine]:
    """Propose the kinds of person; a policy without one is about customers."""
    for name, ja, en, pattern in _PEOPLE:
        found = next(iter(material.matching(pattern)), None)
        if found is None and name != "customer":
            continue
        yield ProposedLine(
            section="people",
            name=name,
            values={"label": {"ja": ja, "en": en}},
            words=found[1].group() if found else "",
            confidence=0.6 if found else 0.2,
        )


def recipients(material: Material) -> Iterator[ProposedLine]:
    """Propose everyone outside the company whom the text names as receiving data."""
    seen: dict[str, tuple[str, Span, str | None, str | None]] = {}
    for fact in material.facts.technologies:
        technology, sentence = fact.technology, material.at(fact.span.start)
        if material.area(sentence) not in _NAMING_AREAS or denied(
            material, sentence, fact.span.start
        ):
            continue
        based = country_beside(material.text, fact.span) or technology.country
        seen.setdefault(
            word_for(technology.company),
            (technology.company, fact.span, based, technology.kind),
        )
    for company in (*material.facts.companies, *_placed(material)):
        known = any(_same_company(company.name, one[0]) for one in seen.values())
        sentence = material.at(company.span.start)
        told = material.area(sentence) in _RECIPIENT_AREAS or _HANDS_OVER.search(sentence.text)
        if company.name == material.handler or known or not told:
            continue
        if denied(material, sentence, company.span.start):
            continue
        beside = country_beside(material.text, company.span)
        seen.setdefault(word_for(company.name), (company.name, company.span, beside, None))
    for word, (name, span, country, kind) in seen.items():
        sentence = material.at(span.start)
        values: dict[str, object] = {
            "ja": name,
            "en": name,
            "class": _class(material, sentence, kind),
        }
        if country is not None:
            values["country"] = country
        values["c"] = [sentence.clause]
        yield ProposedLine(
            section="recipients",
            name=word,
            values=values,
            words=sentence.text,
            confidence=0.7 if country else 0.5,
            note=_CHECK_COUNTRY if country else _ADD_COUNTRY,
        )


def _placed(material: Material) -> Iterator[NameFact]:
    """Names with a country that are no products, which are known with the company behind them."""
    for one in with_country(material.text):
        near = inside(material.facts.technologies, one.span.start - _LONGEST_PRODUCT, one.span.end)
        if all(fact.span.end <= one.span.start for fact in near):
            yield one


def _same_company(name: str, other: str) -> bool:
    """Whether `Google LLC` is `Google`."""
    first, second = name.lower(), other.lower()
    return first.startswith(second) or second.startswith(first)


def _class(material: Material, sentence: Sentence, kind: str | None) -> str:
    section = material.reading.section(material.clause(sentence))
    words = f"{section.heading or ''} {sentence.text}"
    for name, pattern in _CLASSES:
        if pattern.search(words):
            return name
    return "third-party" if kind in _TAGS else "processor"
